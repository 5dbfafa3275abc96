"""Reorganisations as lists and pages show them: the bodies, who is proposed to take over, what waits for a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from inspections.choices import OrganisationKind
from inspections.models import Organisation, Succession
from inspections.rules.succession import Edge
from tracker.choices import ReorganisationPart
from tracker.models import (
    Action,
    ActionTakeover,
    Answerable,
    Post,
    Reorganisation,
    ReorganisationBody,
    Takeover,
)
from tracker.paging import PAGE_SIZE, Page, Sort, page_of
from tracker.rules import reorganisations as rules
from tracker.rules.access import Actor, Doing, may
from tracker.rules.reorganisations import ChangedBody, TakeoverProposal


@dataclass(frozen=True, slots=True)
class TakeoverRow:
    """One open recommendation of a closed body: who is proposed, and what is decided so far."""

    answerable: Answerable
    proposed: list[Organisation]
    decision: Takeover | None
    actions: int

    @property
    def chosen(self) -> list[int]:
        """Return the bodies to tick: those decided on, else all that are proposed."""
        decided = self.decision
        if decided is None:
            return [body.pk for body in self.proposed]
        return [body.pk for body in decided.bodies.all()]

    @property
    def is_decided(self) -> bool:
        """Return whether the decision still holds: a body that was chosen may have closed since."""
        decided = self.decision
        if decided is None:
            return False
        bodies = {body.pk for body in decided.bodies.all()}
        return bool(decided.ending) or (bool(bodies) and bodies <= {body.pk for body in self.proposed})


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One open action of a closed body's post: which posts can own it, and which is proposed or chosen."""

    action: Action
    posts: list[Post]
    chosen: int | None


@dataclass(frozen=True, slots=True)
class WhoTakesOver:
    """Everything to decide on one reorganisation."""

    rows: list[TakeoverRow]
    actions: list[ActionRow]

    @property
    def undecided(self) -> int:
        return sum(not row.is_decided for row in self.rows)


@dataclass(frozen=True, slots=True)
class Orphan:
    """A closed body with open recommendations and no record of who followed."""

    organisation: Organisation
    open: int


def facts_of(organisations: Sequence[Organisation], *, on: date) -> list[ChangedBody]:
    """Return bodies as rules compare them, as they stand in the database; 2 queries."""
    numbers = [organisation.pk for organisation in organisations]
    replaced = ReorganisationBody.objects.filter(
        reorganisation__undone_at__isnull=True, part=ReorganisationPart.CLOSES, organisation=OuterRef("pk")
    )
    below = Organisation.objects.not_closed(on=on).filter(parent=OuterRef("pk"))
    by_number = Organisation.objects.annotate(replaced=Exists(replaced), below=Exists(below)).in_bulk(numbers)
    return [
        ChangedBody(
            key=body.pk,
            name=body.display_name,
            kind=OrganisationKind(body.kind),
            opened_on=body.opened_on,
            closed_on=body.closed_on,
            is_replaced=body.replaced,
            has_bodies_below=body.below,
        )
        for body in (by_number[number] for number in numbers)
    ]


def page_of_reorganisations(actor: Actor, *, after: str, before: str, on: date, size: int = PAGE_SIZE) -> Page:
    """Return a page of reorganisations, the newest first, with how many recommendations wait; 2 queries."""
    reorganisations = Reorganisation.objects.visible_to(actor).with_waiting(on=on).for_page()
    return page_of(reorganisations, sort=Sort("on", descending=True), after=after, before=before, size=size)


def waiting_for(actor: Actor, *, on: date) -> list[Reorganisation]:
    """Return the proposals that the actor confirms, or answers for as an administrator, longest in effect first.

    1 query. It is empty for somebody who does neither.
    """
    if not (actor.areas(Doing.CONFIRM_TAKEOVERS) or actor.areas(Doing.RECORD_REORGANISATIONS)):
        return []
    return list(Reorganisation.objects.visible_to(actor).to_confirm(actor, on=on))


def orphans(*, on: date) -> list[Orphan]:
    """Return the closed bodies with open recommendations and no standing record of who took over; 1 query."""
    standing = ReorganisationBody.objects.filter(
        organisation=OuterRef("pk"), part=ReorganisationPart.CLOSES, reorganisation__undone_at__isnull=True
    )
    held = Answerable.objects.of_closed_bodies(on=on).values("organisation")
    counted = Count("answerables", filter=_open_rows())
    closed_bodies = Organisation.objects.filter(~Exists(standing), pk__in=held).annotate(open_rows=counted).by_name()
    return [Orphan(body, body.open_rows) for body in closed_bodies]


def of_body(organisation: Organisation) -> list[Reorganisation]:
    """Return the standing reorganisations of one body, newest first, with the bodies; 2 queries."""
    return list(Reorganisation.objects.of_body(organisation).for_page())


def may_confirm(actor: Actor, reorganisation: Reorganisation) -> bool:
    """Return whether the actor confirms in the area of every body that takes over. Reads `bodies`."""
    places = [body.organisation.path for body in reorganisation.following if body.organisation]
    return bool(places) and all(may(actor, Doing.CONFIRM_TAKEOVERS, paths=[path]) for path in places)


def proposals(reorganisation: Reorganisation, *, on: date) -> dict[int, TakeoverProposal]:
    """Return, by closed body, all living bodies that are proposed to take over, on `on` or its own later day.

    2 queries.
    """
    day = max(on, reorganisation.on)
    edges = [Edge(*row) for row in Succession.objects.values_list("predecessor_id", "successor_id", "on")]
    closed = dict(Organisation.objects.filter(closed_on__lte=day).values_list("pk", "closed_on"))
    shut = {pk: shut_on for pk, shut_on in closed.items() if shut_on is not None}
    numbers = [body.organisation_id for body in reorganisation.closing if body.organisation_id]
    return {number: rules.proposal(number, edges, shut, on=day) for number in numbers}


def who_takes_over(reorganisation: Reorganisation, *, on: date) -> WhoTakesOver:
    """Return every open recommendation and action to decide on, for somebody who `may_confirm`.

    Reads `bodies`. 8 queries for any number, 9 once something is decided.
    """
    by_body = proposals(reorganisation, on=on)
    bodies = Organisation.objects.select_related("parent").in_bulk(
        {pk for proposal in by_body.values() for pk in proposal.bodies}
    )
    rows = Answerable.objects.open().filter(organisation__in=list(by_body)).annotate(n=_count_of_actions())
    decided = {takeover.answerable_id: takeover for takeover in Takeover.objects.of_reorganisation(reorganisation)}
    return WhoTakesOver(
        rows=[
            TakeoverRow(
                answerable=answerable,
                proposed=sorted((bodies[pk] for pk in by_body[answerable.organisation_id].bodies), key=_by_name),
                decision=decided.get(answerable.pk),
                actions=answerable.n,
            )
            for answerable in rows.for_row().order_by("organisation__name", "recommendation_id", "pk")
        ],
        actions=_action_rows(reorganisation, by_body),
    )


def passed_on(reorganisation: Reorganisation) -> list[Answerable]:
    """Return the rows that confirming ended, with who follows in `followers`; 2 queries, none before."""
    ended = reorganisation.made.get("confirmed", {}).get("ended", [])
    if not ended:
        return []
    following = Prefetch("followers", queryset=Answerable.objects.for_row().by_body())
    rows = Answerable.objects.filter(pk__in=ended).for_row().prefetch_related(following)
    return list(rows.order_by("organisation__name", "recommendation_id", "pk"))


def regions_to_record(actor: Actor, *, on: date) -> list[Organisation]:
    """Return the regions in which the actor records, by name; 1 query."""
    areas = actor.areas(Doing.RECORD_REORGANISATIONS)
    return list(Organisation.objects.regions().living(on=on).within(areas).by_name())


def earlier_bodies() -> list[Organisation]:
    """Return the companies and divisions of before 2021 that no reorganisation closes yet, by name; 1 query."""
    standing = ReorganisationBody.objects.filter(
        organisation=OuterRef("pk"), part=ReorganisationPart.CLOSES, reorganisation__undone_at__isnull=True
    )
    return list(Organisation.objects.filter(~Exists(standing), kind__in=rules.PREDECESSORS).by_name())


def bodies_to_choose(places: Iterable[str], *, on: date) -> list[Organisation]:
    """Return the bodies at these places and below that have not closed, by name; 1 query."""
    bodies = Organisation.objects.in_tree_of_probation().not_closed(on=on).within(places)
    return list(bodies.select_related("parent").by_name())


def _action_rows(reorganisation: Reorganisation, by_body: dict[int, TakeoverProposal]) -> list[ActionRow]:
    actions = list(
        Action.objects.open()
        .filter(owner_post__organisation__in=list(by_body))
        .select_related("owner_post__organisation")
        .order_by("owner_post__organisation__name", "pk")
    )
    if not actions:
        return []
    numbers = {pk for proposal in by_body.values() for pk in proposal.bodies}
    posts = list(Post.objects.filter(organisation__in=numbers).for_page())
    saved = {
        takeover.action_id: takeover.post_id
        for takeover in ActionTakeover.objects.filter(reorganisation=reorganisation)
    }
    rows = []
    for action in actions:
        near = [post for post in posts if post.organisation_id in by_body[action.owner_post.organisation_id].bodies]
        proposed = rules.proposed_post(action.owner_post.title, [(post.pk, post.title) for post in near])
        rows.append(ActionRow(action, near, saved.get(action.pk, proposed)))
    return rows


def _by_name(body: Organisation) -> tuple[str, int]:
    return body.name, body.pk


def _open_rows() -> Q:
    return Q(answerables__to_on__isnull=True)


def _count_of_actions() -> Count:
    return Count("answers", filter=Q(answers__to_on__isnull=True))
