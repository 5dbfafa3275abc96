"""Actions as a list shows them; and what is asked of one that was withdrawn before it is put back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q

from inspections.models import Organisation
from inspections.models.reference import reference
from tracker.choices import ActionStatus, Role
from tracker.models import Action, AlertAction, Answers, EvidenceUse, Post, Recommendation, Update
from tracker.models.action import ActionQuerySet
from tracker.models.listing import Listing
from tracker.paging import PAGE_SIZE, Page, Sort, count_up_to_limit, every_row, in_parts, page_of, read_sort
from tracker.queries.action_rows import ACTION_COLUMNS, HOLDER_COLUMNS, lines_of
from tracker.rules.access import Actor, Doing, Grant
from tracker.rules.calendar import start_of
from tracker.rules.deadlines import end_of_this_week, is_overdue
from tracker.rules.lifecycle import OPEN_STATUSES

# 'urgency': open ones by date, then the others; what is done never stands before what is due.
SORTS = {
    "urgency": "open_due_on",
    "due": "due_on",
    "title": "title",
    "owner": "owner",
    "updated": "last_update_at",
}
DEFAULT_SORT = "urgency"
# Open actions without an update: for so many days, or at all.
NEVER = "never"
QUIET_DAYS = {"30": 30, "60": 60, "90": 90}
_QUIET = frozenset({*QUIET_DAYS, NEVER, "days"})  # the last is that of a statement whose moment is a value
# States of open actions, by the day.
DUE = frozenset({"open", "overdue", "due-this-week", "later"})


@dataclass(frozen=True, slots=True)
class ActionSelection:
    """What a list is narrowed to: a state of the filter's list or a status; `mine` keeps one's own only.

    `blocked` and `moved` keep those that wait on somebody, and those whose date was moved to a later day; `quiet` those
    open without an update for 30, 60 or 90 days, or NEVER updated.
    """

    mine: bool = False
    region: Organisation | None = None
    pdu: Organisation | None = None
    state: str = "open"
    words: str = ""
    blocked: bool = False
    moved: bool = False
    quiet: str = ""


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


def chosen(
    actor: Actor,
    filters: ActionSelection,
    *,
    on: date,
    week: date | None = None,
    quiet_before: datetime | None = None,
) -> ActionQuerySet:
    """Return the actions that these filters choose, through the gate, with `open_due_on` and `owner` for the order.

    `week` is the end of the week of the day, and `quiet_before` the moment since which those that are quiet had no
    update, where they were worked out before.
    """
    # What is quiet is open: to say so lets the index of what is open be used.
    state = filters.state or ("open" if filters.quiet in _QUIET else "")
    actions = _in_state(actor, state, on=on, week=week or end_of_this_week(on))
    if filters.mine:
        actions = actions.mine(actor)
    for organisation in (filters.region, filters.pdu):
        if organisation is not None:
            actions = actions.of_body(organisation)
    if filters.blocked:
        actions = actions.blocked()
    if filters.moved:
        actions = actions.moved()
    if filters.quiet:
        actions = _quiet(actions, filters.quiet, before=quiet_before or _quiet_before(filters.quiet, on=on))
    return actions.matching(filters.words) if filters.words else actions


def _quiet(actions: ActionQuerySet, quiet: str, *, before: datetime | None) -> ActionQuerySet:
    return actions.quiet(before=before) if before or quiet == NEVER else actions


def _quiet_before(quiet: str, *, on: date) -> datetime | None:
    """Return the moment before which the last update was so many days ago; None for what is no number of days."""
    days = QUIET_DAYS.get(quiet)
    return start_of(on - timedelta(days=days - 1)) if days else None


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
    counts: bool = False,
) -> Page:
    """Return one page of actions with posts and recommendations, in 2 or 3 queries for any size of list.

    With `counts` the page says how many there are in all.
    """
    order = _order(sort)
    columns = ACTION_COLUMNS + (HOLDER_COLUMNS if with_holders else ())
    place: Any = {"sort": order, "after": after, "before": before, "size": size}
    if _is_plain(actor, filters):
        page = _plain_page(actor, filters, on=on, columns=columns, counts=counts, **place)
    else:
        shown = dict.fromkeys((*columns, order.column))  # the order may be by one of them
        rows = chosen(actor, filters, on=on)
        listed = _with_shown(rows, with_holders=with_holders, on=on).values_list(*shown, named=True)
        page = replace(page_of(listed, **place), count=count_up_to_limit(rows) if counts else "")
    return replace(page, rows=lines_of(actor, [row[: len(columns)] for row in page.rows]))


def _order(sort: str) -> Sort:
    order = read_sort(sort, SORTS, default=DEFAULT_SORT)
    is_filled, never_is_longest_ago = order.column in {"owner", "title"}, order.column == "last_update_at"
    return replace(order, is_filled=is_filled, empty_is_least=never_is_longest_ago)


def _is_plain(actor: Actor, filters: ActionSelection) -> bool:
    """Return whether the list is that of one area, by what is kept and by columns of actions."""
    is_of_one_area = actor.sees_by_area_alone and bool(actor.areas(Doing.SEE_WORK))
    return is_of_one_area and not (filters.words or filters.mine) and filters.state != "stale-evidence"


def _plain_page(actor: Actor, filters: ActionSelection, *, on: date, columns: tuple[str, ...], **place: Any) -> Page:
    """Return a page of columns of such a list; 1 query, whose SQL is made once for all areas."""
    bodies = {"region": filters.region, "pdu": filters.pdu}
    named: dict[str, Any] = {name: body.pk for name, body in bodies.items() if body is not None}
    with_holders = HOLDER_COLUMNS[0] in columns
    if with_holders or filters.state in {"overdue", "due-this-week"}:
        named["on"] = on
    if filters.state in {"due-this-week", "later"}:
        named["week"] = end_of_this_week(on)
    before = _quiet_before(filters.quiet, on=on)
    if before:
        named["quiet_before"] = before
    quiet = NEVER if filters.quiet == NEVER else "days" if before else ""
    shape = (filters.state, filters.blocked, filters.moved, quiet, with_holders)
    [area] = actor.areas(Doing.SEE_WORK)
    return _PLAIN.page(*shape, columns=columns, area=area, **place, **named)


def _plain(
    state: str,
    blocked: bool,
    moved: bool,
    quiet: str,
    with_holders: bool,
    *,
    area: str,
    region: int | None = None,
    pdu: int | None = None,
    on: date = date.min,
    week: date = date.max,
    quiet_before: datetime | None = None,
) -> ActionQuerySet:
    reader = Actor(person_id=1, name="", grants=(Grant(Role.AUDITOR, area),))  # whoever sees the work of the area
    within_region, within_pdu = (Organisation(pk=pk) if pk is not None else None for pk in (region, pdu))
    filters = ActionSelection(False, within_region, within_pdu, state, blocked=blocked, moved=moved, quiet=quiet)
    rows = chosen(reader, filters, on=on, week=week, quiet_before=quiet_before)
    return _with_shown(rows, with_holders=with_holders, on=on)


_PLAIN = Listing(_plain)


def _with_shown(actions: ActionQuerySet, *, with_holders: bool, on: date) -> ActionQuerySet:
    shown = actions.with_slips()
    return shown.with_owner(on=on) if with_holders else shown


def every_action(actor: Actor, filters: ActionSelection, *, sort: str, on: date) -> Iterator[ListedAction]:
    """Yield every action in the order of the pages: 1 query, and at most 2 for each 1,000 rows."""
    actions = chosen(actor, filters, on=on).with_slips().with_owner(on=on)
    values = actions.values_list("pk", "status", "owner_post_id", *_VALUES)
    owners: dict[int, str] = {}
    for part in in_parts(every_row(values, sort=_order(sort))):
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


def _in_state(actor: Actor, state: str, *, on: date, week: date) -> ActionQuerySet:
    """Return those of a state that the actor may see.

    Whoever sees by one area alone sees what is kept for its body, in the order of an index. For others the gate is
    asked of each action.
    """
    if actor.sees_by_area_alone:
        actions = Action.objects.in_area_of(actor, _due(state, "places__", on=on, week=week))
    else:
        actions = (
            Action.objects.visible_to(actor)
            .with_open_due()
            .annotate(owner=F("owner_post__title"))
            .filter(_due(state, "", on=on, week=week))
        )
        actions = actions.open() if state in DUE else actions
    if state in DUE or not state:
        return actions
    if state == "stale-evidence":
        uses = EvidenceUse.objects.current().of_stale(on=on, after_days=settings.EVIDENCE_STALE_DAYS)
        return actions.filter(Exists(uses.filter(action=OuterRef("pk"))))
    return actions.filter(status=state)


def _due(state: str, prefix: str, *, on: date, week: date) -> Q:
    """Return the condition of a state of open actions on `open_due_on`; of any other state none."""
    is_open = Q(**{f"{prefix}is_open": True}) if prefix and state in DUE else Q()
    due_on = f"{prefix}open_due_on"
    if state == "overdue":
        return is_open & Q(**{f"{due_on}__lt": on})
    if state == "due-this-week":
        return is_open & Q(**{f"{due_on}__gte": on, f"{due_on}__lte": week})
    if state == "later":
        return is_open & (Q(**{f"{due_on}__gt": week}) | Q(**{f"{due_on}__isnull": True}))
    return is_open


def status_before_withdrawal(action: Action) -> ActionStatus:
    """Return the status to which an action goes back: that of the last update before it was withdrawn. 1 query."""
    before = Update.objects.filter(action=action).exclude(status=ActionStatus.WITHDRAWN).order_by("-posted_at", "-pk")
    status = before.values_list("status", flat=True).first()
    return ActionStatus(status) if status in OPEN_STATUSES else ActionStatus.NOT_STARTED


def answers_something(action: Action) -> bool:
    """Return whether an action answers a recommendation or an alert now: else nobody needs it back."""
    return (
        Answers.objects.current().filter(action=action).exists() or AlertAction.objects.filter(action=action).exists()
    )
