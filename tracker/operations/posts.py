"""Passes posts from holder to holder, and covers leave; what a post owns follows because ownership is by post."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone

from inspections.models import Organisation
from tracker.choices import NoticeKind, NoticeWay
from tracker.errors import InvalidInput, WrongState
from tracker.models import Deputy, Notice, Person, Post, PostHolder
from tracker.operations import history
from tracker.projections.keeping import atomic
from tracker.rules import access, posts
from tracker.rules.access import Actor, Doing
from tracker.rules.free_text import check_free_text
from tracker.rules.wording import date_long


@atomic
def assign_post(*, post: Post, person: Person, from_on: date, by: Actor, at: datetime) -> PostHolder:
    """Give a post to a person from a day, on which the time of the holder before ends; the same again changes nothing.

    Raises NotAllowed; InvalidInput for a day that cannot be, or a person who cannot hold it. Tells the new holder.
    """
    on = timezone.localdate(at)
    locked = _locked(post)
    check_may_change(post=locked, on=on, by=by)
    before = PostHolder.objects.latest_of(locked)
    if before is not None and (before.person_id, before.from_on, before.to_on) == (person.pk, from_on, None):
        return before
    _check_person(person, post=locked, on=on)
    if before is not None and before.person_id == person.pk and before.to_on is None:
        raise InvalidInput(f"{person} holds this post already", field="person")
    posts.check_start(
        from_on=from_on,
        on=on,
        held_from=before.from_on if before else None,
        holder=before.person.name if before else "",
    )
    if before is not None and (before.to_on is None or before.to_on > from_on):
        PostHolder.objects.filter(pk=before.pk).update(to_on=from_on)
    holder = PostHolder.objects.create(post=locked, person=person, from_on=from_on)
    history.record(
        verb="post.assigned",
        subject=locked.ref,
        by=by,
        at=at,
        before={"holder": before.person.name} if before else {},
        after={"holder": person.name, "person": person.ref, "from_on": from_on.isoformat()},
    )
    _tell(NoticeKind.POST_GIVEN, post=locked, person=person, from_on=from_on, by=by, at=at)
    return holder


@atomic
def add_post(*, organisation: Organisation, title: str, by: Actor, at: datetime) -> Post:
    """Make a post of a body, vacant until somebody is named; one event.

    Raises NotAllowed; InvalidInput for a title that is missing, too long or taken, and for a body that has closed.
    """
    access.check_may(by, Doing.CHANGE_POSTS, paths=[organisation.path])
    words = " ".join(title.split())
    taken = Post.objects.filter(organisation=organisation).values_list("title", flat=True)
    posts.check_title(words, taken=taken)
    if organisation.closed_on is not None and organisation.closed_on <= timezone.localdate(at):
        raise InvalidInput(f"{organisation.display_name} closed on {date_long(organisation.closed_on)}", field="title")
    check_free_text(words, field="title")
    post = Post.objects.create(organisation=organisation, title=words)
    after = {"post": post.title, "body": organisation.display_name}
    history.record(verb="post.added", subject=post.ref, by=by, at=at, after=after)
    return post


@atomic
def hand_over(*, held: Iterable[Post], person: Person, from_on: date, by: Actor, at: datetime) -> list[PostHolder]:
    """Pass several posts to one person from one day, all or none. Raises as `assign_post`, or InvalidInput for none."""
    chosen = list(held)
    if not chosen:
        raise InvalidInput("Select the posts to hand over", field="posts")
    return [assign_post(post=post, person=person, from_on=from_on, by=by, at=at) for post in chosen]


@atomic
def vacate_post(*, post: Post, on: date, by: Actor, at: datetime) -> PostHolder | None:
    """End the holder's time on a day, from which nobody holds the post; the same again changes nothing.

    Raises NotAllowed, and InvalidInput for a day that cannot be. None where nobody ever held it.
    """
    today = timezone.localdate(at)
    locked = _locked(post)
    check_may_change(post=locked, on=today, by=by)
    holder = PostHolder.objects.latest_of(locked)
    if holder is None or (holder.to_on is not None and holder.to_on <= on):
        return holder
    posts.check_end(to_on=on, on=today, held_from=holder.from_on)
    holder.to_on = on
    holder.save(update_fields=["to_on"])
    after = {"holder": holder.person.name, "to_on": on.isoformat()}
    history.record(verb="post.vacated", subject=locked.ref, by=by, at=at, after=after)
    return holder


@atomic
def cancel_assignment(*, post: Post, by: Actor, at: datetime) -> PostHolder | None:
    """Take back a holder who has not begun, so that the holder before goes on; None where none was named.

    Raises NotAllowed. What was said of it stays in the trail.
    """
    on = timezone.localdate(at)
    locked = _locked(post)
    check_may_change(post=locked, on=on, by=by)
    planned = PostHolder.objects.latest_of(locked)
    if planned is None or planned.from_on <= on:
        return None
    after = {"holder": planned.person.name, "from_on": planned.from_on.isoformat()}
    PostHolder.objects.filter(pk=planned.pk).delete()
    PostHolder.objects.filter(post=locked, to_on=planned.from_on).update(to_on=None)
    _untell(NoticeKind.POST_GIVEN, post=locked, person_id=planned.person_id, from_on=planned.from_on)
    history.record(verb="post.assignment-cancelled", subject=locked.ref, by=by, at=at, after=after)
    return planned


@atomic
def cover_leave(*, post: Post, person: Person, from_on: date, last_on: date, by: Actor, at: datetime) -> Deputy:
    """Let a deputy cover a post's leave, first and last day included; they get its reminders instead of the holder.

    The same again changes nothing. Raises NotAllowed; InvalidInput for days that cannot be or are covered already.
    """
    on = timezone.localdate(at)
    to_on = last_on + timedelta(days=1)
    locked = _locked(post)
    check_may_change(post=locked, on=on, by=by)
    posts.check_cover(from_on=from_on, last_on=last_on, on=on)
    same = Deputy.objects.filter(post=locked, person=person, from_on=from_on, to_on=to_on).first()
    if same is not None:
        return same
    _check_person(person, post=locked, on=on)
    if PostHolder.objects.current(on=max(from_on, on)).filter(post=locked, person=person).exists():
        raise InvalidInput(f"{person} holds this post, so somebody else needs to cover it", field="person")
    other = (
        Deputy.objects.filter(post=locked).overlapping(from_on=from_on, to_on=to_on).select_related("person").first()
    )
    if other is not None:
        raise InvalidInput(
            f"{other.person} covers this post from {date_long(other.from_on)} to {date_long(other.last_on)}. "
            "Enter other days, or end that cover first",
            field="from_on",
        )
    deputy = Deputy.objects.create(post=locked, person=person, from_on=from_on, to_on=to_on)
    _record_cover("post.covered", deputy, by=by, at=at)
    _tell(NoticeKind.COVER_GIVEN, post=locked, person=person, from_on=from_on, by=by, at=at)
    return deputy


@atomic
def end_cover(*, deputy: Deputy, by: Actor, at: datetime) -> None:
    """End cover from today; cover that has not begun, or began today, is taken back. Raises NotAllowed, WrongState."""
    on = timezone.localdate(at)
    _locked(deputy.post)
    check_may_change(post=deputy.post, on=on, by=by)
    held = Deputy.objects.select_for_update(of=("self",)).for_page().filter(pk=deputy.pk).first()
    if held is None or held.to_on <= on:
        raise WrongState("This cover is over already.")
    if held.from_on >= on:
        Deputy.objects.filter(pk=held.pk).delete()
    else:
        Deputy.objects.filter(pk=held.pk).update(to_on=on)
    _untell(NoticeKind.COVER_GIVEN, post=held.post, person_id=held.person_id, from_on=held.from_on)
    _record_cover("post.cover-ended", held, by=by, at=at)


def check_may_change(*, post: Post, on: date, by: Actor) -> None:
    """Raise NotAllowed unless the actor holds the post, or may change the posts of its body; a deputy may not."""
    is_own = Post.objects.of_holder(by.person_id, on=on).filter(pk=post.pk).exists()
    access.check_may(by, Doing.CHANGE_POSTS, paths=[post.organisation.path], post_id=post.pk if is_own else None)


def _locked(post: Post) -> Post:
    """Hold and return the post, for this change alone until it is saved."""
    locked: Post = Post.objects.select_for_update(of=("self",)).for_page().get(pk=post.pk)
    return locked


def _check_person(person: Person, *, post: Post, on: date) -> None:
    if not Person.objects.who_could_hold_a_post_of(post.organisation, on=on).filter(pk=person.pk).exists():
        raise InvalidInput(
            f"{person} has no role in this area, or their account is closed. An administrator can give them a role",
            field="person",
        )


def _tell(kind: NoticeKind, *, post: Post, person: Person, from_on: date, by: Actor, at: datetime) -> None:
    """Note the change for the person's mail of the day, unless they made it themselves."""
    if person.pk == by.person_id:
        return
    notice = Notice(
        person=person,
        kind=kind,
        subject=post.ref,
        number=post.pk,
        since_on=from_on,
        way=NoticeWay.DAY,  # a digest could come when the cover is over
        created_at=at,
    )
    Notice.objects.bulk_create([notice], ignore_conflicts=True)


def _untell(kind: NoticeKind, *, post: Post, person_id: int, from_on: date) -> None:
    """Forget what no mail has told yet."""
    told = Notice.objects.filter(kind=kind, number=post.pk, person=person_id, since_on=from_on, rung="")
    told.filter(message__isnull=True).delete()


def _record_cover(verb: str, deputy: Deputy, *, by: Actor, at: datetime) -> None:
    after = {
        "deputy": deputy.person.name,
        "person": deputy.person.ref,
        "from_on": deputy.from_on.isoformat(),
        "last_on": deputy.last_on.isoformat(),
    }
    history.record(verb=verb, subject=deputy.post.ref, by=by, at=at, after=after)
