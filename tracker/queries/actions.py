"""Actions as a list shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, OuterRef

from inspections.models import Organisation
from inspections.models.reference import reference
from tracker.choices import ActionStatus
from tracker.models import Action, Answers, EvidenceUse, Post, Recommendation
from tracker.models.action import ActionQuerySet
from tracker.paging import PAGE_SIZE, Page, every_row, in_parts, page_of, read_sort
from tracker.rules.access import Actor
from tracker.rules.deadlines import is_overdue

# 'urgency': open ones by date, then the others; what is done never stands before what is due.
SORTS = {
    "urgency": "open_due_on",
    "due": "due_on",
    "title": "title",
    "owner": "owner_post__title",
    "updated": "last_update_at",
}
DEFAULT_SORT = "urgency"


@dataclass(frozen=True, slots=True)
class ActionSelection:
    """What a list is narrowed to: a state of the filter's list or a status; `mine` keeps one's own only.

    `blocked` and `moved` keep those that wait on somebody, and those whose date was moved to a later day.
    """

    mine: bool = False
    region: Organisation | None = None
    pdu: Organisation | None = None
    state: str = "open"
    words: str = ""
    blocked: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class ListedAction:
    """An action as a file shows it on a day: plain values, because a long list has no time for records.

    `owner` is the owning post with its body, `recommendations` what the reader may see of what it answers.
    """

    ref: str
    title: str
    status: ActionStatus
    due_on: date | None
    due_precision: str
    first_due_on: date | None
    moves: int
    is_overdue: bool
    blocked_by_whom: str
    owner: str
    holder_name: str | None
    recommendations: tuple[str, ...]
    success_measure: str
    last_update_at: datetime | None


# After the number, the status and the owning post, in the order of `_listed`.
_VALUES = (
    "title", "due_on", "due_precision", "first_due_on", "moves", "blocked_by_whom", "holder_name", "success_measure",
    "last_update_at",
)  # fmt: skip


def chosen(actor: Actor, filters: ActionSelection, *, on: date) -> ActionQuerySet:
    """Return the actions that these filters choose, through the gate."""
    actions = Action.objects.visible_to(actor)
    if filters.mine:
        actions = actions.mine(actor)
    for organisation in (filters.region, filters.pdu):
        if organisation is not None:
            actions = actions.of_body(organisation)
    if filters.blocked:
        actions = actions.blocked()
    if filters.moved:
        actions = actions.moved()
    if filters.words:
        actions = actions.matching(filters.words)
    return _in_state(actions, filters.state, on=on)


def page_of_actions(
    actor: Actor, filters: ActionSelection, *, sort: str, after: str, before: str, on: date, size: int = PAGE_SIZE
) -> Page:
    """Return one page of actions with posts, holders and recommendations, in 2 queries for any size of list."""
    actions = chosen(actor, filters, on=on).for_list(actor).with_owner(on=on).with_open_due()
    return page_of(actions, sort=read_sort(sort, SORTS, default=DEFAULT_SORT), after=after, before=before, size=size)


def every_action(actor: Actor, filters: ActionSelection, *, sort: str, on: date) -> Iterator[ListedAction]:
    """Yield every action in the order of the pages: 1 query, and at most 2 for each 1,000 rows."""
    actions = chosen(actor, filters, on=on).with_slips().with_owner(on=on).with_open_due()
    values = actions.values_list("pk", "status", "owner_post_id", *_VALUES)
    owners: dict[int, str] = {}
    for part in in_parts(every_row(values, sort=read_sort(sort, SORTS, default=DEFAULT_SORT))):
        answered = _answered(actor, [row[0] for row in part])
        new = Post.objects.filter(pk__in={row[2] for row in part} - owners.keys())
        owners |= {post.pk: str(post) for post in new.select_related("organisation")}
        for pk, status, post, *rest in part:
            shown = dict(zip(_VALUES, rest, strict=True))
            state, due_on = ActionStatus(status), shown["due_on"]
            yield ListedAction(
                ref=reference(Action.REF_PREFIX, pk),
                status=state,
                owner=owners[post],
                is_overdue=is_overdue(status=state, due_on=due_on, on=on),
                recommendations=tuple(answered.get(pk, ())),
                **shown,
            )


def _answered(actor: Actor, actions: list[int]) -> dict[int, dict[str, None]]:
    """Return, by action, what it answers now as far as the actor may see it, the oldest answer first; 1 query."""
    answers = Answers.objects.visible_to(actor).current().filter(action__in=actions).order_by("pk")
    answered: dict[int, dict[str, None]] = {}
    for action, number, title in answers.values_list(
        "action_id", "answerable__recommendation_id", "answerable__recommendation__short_title"
    ):
        words = f"{reference(Recommendation.REF_PREFIX, number)} {title}"
        answered.setdefault(action, {})[words] = None  # each once, where it answers one for several bodies
    return answered


def _in_state(actions: ActionQuerySet, state: str, *, on: date) -> ActionQuerySet:
    if state == "overdue":
        return actions.overdue(on=on)
    if state == "due-this-week":
        return actions.due_this_week(on=on)
    if state == "later":
        return actions.due_later(on=on)
    if state == "stale-evidence":
        uses = EvidenceUse.objects.current().of_stale(on=on, after_days=settings.EVIDENCE_STALE_DAYS)
        return actions.filter(Exists(uses.filter(action=OuterRef("pk"))))
    if state == "open":
        return actions.open()
    return actions.filter(status=state) if state else actions
