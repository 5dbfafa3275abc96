"""Actions as a list shows them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from inspections.models import Organisation
from inspections.models.reference import reference
from tracker.choices import ActionStatus
from tracker.models import Action, Answers, EvidenceUse, Post, Recommendation
from tracker.models.action import ActionQuerySet
from tracker.paging import PAGE_SIZE, Page, every_row, in_parts, page_of, read_sort
from tracker.queries.action_rows import ACTION_COLUMNS, HOLDER_COLUMNS, lines_of
from tracker.rules.access import Actor
from tracker.rules.deadlines import end_of_this_week, is_overdue

# 'urgency': open ones by date, then the others; what is done never stands before what is due.
SORTS = {
    "urgency": "open_due_on",
    "due": "due_on",
    "title": "title",
    "owner": "owner_post__title",
    "updated": "last_update_at",
}
DEFAULT_SORT = "urgency"
# States of open actions, by the day.
DUE = frozenset({"open", "overdue", "due-this-week", "later"})


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
    """Return the actions that these filters choose, through the gate, with `open_due_on` for the order."""
    actions = _in_state(actor, filters.state, on=on)
    if filters.mine:
        actions = actions.mine(actor)
    for organisation in (filters.region, filters.pdu):
        if organisation is not None:
            actions = actions.of_body(organisation)
    if filters.blocked:
        actions = actions.blocked()
    if filters.moved:
        actions = actions.moved()
    return actions.matching(filters.words) if filters.words else actions


def page_of_actions(
    actor: Actor,
    filters: ActionSelection,
    *,
    sort: str,
    after: str,
    before: str,
    on: date,
    size: int = PAGE_SIZE,
    with_holders: bool = False,
) -> Page:
    """Return one page of actions with posts and recommendations, in 2 queries for any size of list."""
    order = read_sort(sort, SORTS, default=DEFAULT_SORT)
    rows = chosen(actor, filters, on=on).with_slips()
    columns = ACTION_COLUMNS + (HOLDER_COLUMNS if with_holders else ())
    rows = rows.with_owner(on=on) if with_holders else rows
    shown = dict.fromkeys((*columns, order.column))  # the order may be by one of them
    page = page_of(rows.values_list(*shown, named=True), sort=order, after=after, before=before, size=size)
    return replace(page, rows=lines_of(actor, [row[: len(columns)] for row in page.rows]))


def every_action(actor: Actor, filters: ActionSelection, *, sort: str, on: date) -> Iterator[ListedAction]:
    """Yield every action in the order of the pages: 1 query, and at most 2 for each 1,000 rows."""
    actions = chosen(actor, filters, on=on).with_slips().with_owner(on=on)
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


def _in_state(actor: Actor, state: str, *, on: date) -> ActionQuerySet:
    """Return those of a state that the actor may see.

    Whoever sees by one area alone sees what is kept for its body, in the order of an index. For others the gate is
    asked of each action.
    """
    if actor.sees_by_area_alone:
        actions = Action.objects.in_area_of(actor, _due(state, "places__", on=on))
    else:
        actions = Action.objects.visible_to(actor).with_open_due().filter(_due(state, "", on=on))
        actions = actions.open() if state in DUE else actions
    if state in DUE or not state:
        return actions
    if state == "stale-evidence":
        uses = EvidenceUse.objects.current().of_stale(on=on, after_days=settings.EVIDENCE_STALE_DAYS)
        return actions.filter(Exists(uses.filter(action=OuterRef("pk"))))
    return actions.filter(status=state)


def _due(state: str, prefix: str, *, on: date) -> Q:
    """Return the condition of a state of open actions on `open_due_on`; of any other state none."""
    is_open = Q(**{f"{prefix}is_open": True}) if prefix and state in DUE else Q()
    due_on, week = f"{prefix}open_due_on", end_of_this_week(on)
    if state == "overdue":
        return is_open & Q(**{f"{due_on}__lt": on})
    if state == "due-this-week":
        return is_open & Q(**{f"{due_on}__gte": on, f"{due_on}__lte": week})
    if state == "later":
        return is_open & (Q(**{f"{due_on}__gt": week}) | Q(**{f"{due_on}__isnull": True}))
    return is_open
