"""A post with its holders and cover, the team of an area, and everything that passes on with a post."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, prefetch_related_objects

from inspections.models import Organisation, within
from tracker.models import Action, Answerable, Deputy, Judgement, Post, PostHolder
from tracker.models.action import answers_prefetch
from tracker.models.first_ones import Found, Part
from tracker.models.statements import Question
from tracker.queries.people import Happened, happened
from tracker.rules.access import Actor, Doing, may


@dataclass(frozen=True, slots=True)
class PostPage:
    """Who holds it now, who will, who did; cover of today and later."""

    now: PostHolder | None
    next: PostHolder | None
    earlier: list[PostHolder]
    covers: list[Deputy]
    open_actions: int
    events: list[Happened]


@dataclass(frozen=True, slots=True)
class PostDuties:
    """What a person leaves behind: the first two go with the post, the other two with the role."""

    posts: list[Post]
    actions: list[Action]
    unanswered: list[Answerable]
    not_self_assessed: list[Answerable]
    reviews: list[Judgement]


# Of an administrator: posts that own what is open and that nobody holds, so that nobody is told of it.
VACANT = Part(
    lambda actor, on, _: (
        Post.objects.vacant(on=on)
        .filter(within(actor.areas(Doing.MANAGE_PEOPLE), "organisation__"))
        .filter(Exists(Action.objects.open().filter(owner_post=OuterRef("pk"))))
        .order_by("organisation__name", "title", "pk")
    ),
    10,
    is_counted=True,
)


def vacant(found: Found) -> list[Post]:
    """Return the posts that VACANT found, by body; 1 query, none where there are none."""
    if not found:
        return []
    rows = {post.pk: post for post in Post.objects.filter(pk__in=found.keys).select_related("organisation")}
    return [rows[pk] for pk in found.keys if pk in rows]


def team(organisation: Organisation, *, on: date) -> list[Post]:
    """Return the posts of a body with holder and cover of the day; one query."""
    return _TEAM.rows(body=organisation.pk, on=on)


_TEAM = Question(
    lambda body, on: Post.objects.filter(organisation=body).for_page().with_holder(on=on).with_cover(on=on)
)


def of_post(post: Post, *, on: date) -> PostPage:
    """Return the whole page of a post, in 4 queries."""
    holders = list(PostHolder.objects.for_page().filter(post=post))
    return PostPage(
        now=next(
            (holder for holder in holders if holder.from_on <= on and (holder.to_on is None or holder.to_on > on)), None
        ),
        next=next((holder for holder in holders if holder.from_on > on), None),
        earlier=[holder for holder in holders if holder.to_on is not None and holder.to_on <= on],
        covers=list(Deputy.objects.not_over(on=on).for_page().filter(post=post)),
        open_actions=Action.objects.open().owned_by([post.pk]).count(),
        events=happened(post.ref),
    )


def may_change(actor: Actor, post: Post, *, own: Sequence[Post] = ()) -> bool:
    """Return whether the actor may change who holds or covers a post; `own` are the posts that they hold themselves."""
    is_own = post.pk in {own_post.pk for own_post in own}
    paths = [post.organisation.path]
    return may(actor, Doing.CHANGE_POSTS, paths=paths, post_id=post.pk if is_own else None)


def changeable(actor: Actor, posts: Sequence[Post]) -> set[int]:
    """Return those of a team's posts whose holder or cover the actor may change; asks nothing of the database."""
    own = [post for post in posts if post.holder_id is not None and post.holder_id == actor.person_id]
    return {post.pk for post in posts if may_change(actor, post, own=own)}


def sees_work(actor: Actor, post: Post) -> bool:
    """Return whether the actor sees the work of the post's body, and so who did what to the post."""
    return may(actor, Doing.SEE_WORK, paths=[post.organisation.path], post_id=post.pk)


def takeovers(actor: Actor, posts: Sequence[Post]) -> PostDuties:
    """Return what goes with these posts of the actor's, and what waits for somebody with their role.

    At most 6 queries.
    """
    actions = list(Action.objects.open().owned_by([post.pk for post in posts]).most_urgent_first().for_row())
    prefetch_related_objects(actions, answers_prefetch(actor))
    answering = Answerable.objects.own(actor).for_row().longest_asked_first()
    return PostDuties(
        posts=list(posts),
        actions=actions,
        unanswered=list(answering.unanswered()),
        not_self_assessed=list(answering.not_self_assessed()),
        reviews=list(Judgement.objects.to_review(actor).for_list()) if actor.areas(Doing.REVIEW) else [],
    )
