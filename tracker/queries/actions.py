"""Actions as a list shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef

from inspections.models import Organisation
from tracker.models import Action, EvidenceUse
from tracker.models.action import ActionQuerySet
from tracker.paging import PAGE_SIZE, Page, every_row, page_of, read_sort
from tracker.rules.access import Actor

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
    actions = _to_show(actor, filters, on=on)
    return page_of(actions, sort=read_sort(sort, SORTS, default=DEFAULT_SORT), after=after, before=before, size=size)


def every_action(actor: Actor, filters: ActionSelection, *, sort: str, on: date) -> Iterator[Action]:
    """Yield every action in the order of the pages: 1 query, and 1 for each 1,000 rows."""
    actions = _to_show(actor, filters, on=on)
    return every_row(actions, sort=read_sort(sort, SORTS, default=DEFAULT_SORT))


def _to_show(actor: Actor, filters: ActionSelection, *, on: date) -> ActionQuerySet:
    return chosen(actor, filters, on=on).for_list(actor).with_owner(on=on).with_open_due()


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
