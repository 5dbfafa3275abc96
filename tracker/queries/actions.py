"""Actions as a list shows them."""

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from inspections.models import Organisation
from tracker.models import Action, EvidenceUse
from tracker.models.action import ActionQuerySet
from tracker.paging import PAGE_SIZE, Page, page_of, read_sort
from tracker.queries.action_rows import ACTION_COLUMNS, HOLDER_COLUMNS, lines_of
from tracker.rules.access import Actor
from tracker.rules.deadlines import end_of_this_week

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
