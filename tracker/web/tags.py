"""Tags of states and dates in lists, made once for each distinct value: a page of 50 rows has hundreds of them."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from tracker.models import Action
from tracker.rules import wording
from tracker.rules.calendar import london_date

# One colour for one word everywhere; colour is never the only signal.
COLOURS = {
    "Not yet started": "",
    "In progress": "light-blue",
    "Withdrawn": "grey",
    "Blocked": "orange",
    "Answer overdue": "red",
    "Not yet answered": "yellow",
    "Not yet acknowledged": "orange",
    "Draft, not yet confirmed": "grey",
    "No actions yet": "orange",
    "All actions complete": "green",
    "Overdue": "red",
    "Due this week": "yellow",
    "Agreed": "green",
    "Partly agreed": "yellow",
    "Not agreed": "orange",
    "No progress": "orange",
    "Some progress": "yellow",
    "Sufficient progress": "green",
    "Not yet reviewed": "",
    "Returned": "orange",
    "Assured": "green",
    "Carried over": "purple",
    "Overtaken by events": "grey",
    "Lapsed": "grey",
    "No longer ours": "grey",
    "Ending asked for": "purple",
    "Passed to a successor body": "grey",
    "Repeated": "magenta",
    "Reworded": "magenta",
    "Merged": "magenta",
    "Split": "magenta",
    "Replaced": "magenta",
    "Closed": "grey",
    "To confirm": "orange",
    "Confirmed": "green",
    "Nothing to confirm": "grey",
    "To come": "",
    "In effect": "green",
    "Undone": "grey",
    "Stale": "orange",
    "Check due": "yellow",
    "Not yet due": "",
    "Has lasted": "green",
    "Has not lasted": "orange",
    "No longer needed": "grey",
    "Announced": "light-blue",
    "Reported": "green",
    "Check this": "orange",
    "Left out": "grey",
    "Draft": "grey",
    "Published": "green",
    "Outstanding": "green",
    "Good": "teal",
    "Requires improvement": "yellow",
    "Inadequate": "orange",
    "Known from a later report": "grey",
    "Judged by a later report": "grey",
    "Answered before this service": "grey",
}
# Words that stand as plain text, so that open work stands out.
_PLAIN = frozenset({"Completed"})
_MOST_KEPT = 4_000


def tag(status: Any) -> Markup:
    """Return the tag of a state, given as its words or as one of an enum with a label."""
    words = getattr(status, "label", status)
    return _tag(words if isinstance(words, str) else str(words))


def due_tag(*, overdue: bool = False, due_this_week: bool = False) -> Markup:
    """Return the second, derived tag of an open action: one of the two at most."""
    if overdue:
        return _tag("Overdue")
    return _tag("Due this week") if due_this_week else Markup("")


def due_date(day: date | None, precision: str) -> str:
    """Return a date as precise as it was given, or 'No date'."""
    return wording.date_stated(day, precision) or "No date"


def due_date_short(day: date | None, precision: str) -> Markup:
    """Return the same where space is tight."""
    return _due_date_short(london_date(day) if isinstance(day, datetime) else day, str(precision) == "month")


def report_date(day: date | None, precision: str) -> str:
    """Return a report's date as precise as it was printed."""
    return wording.date_stated(day, precision) or "Date not in the report"


def tag_lines(states: Iterable[Any]) -> Markup:
    """Return the tags of several states, each on its line."""
    return Markup("").join(_tag_line(tag(state)) for state in states)


def action_tags(action: Action, today: date) -> Markup:
    """Return the state of an action, whether it is overdue or soon due, and that somebody else holds it up."""
    return _action_tags(action.get_status_display(), action.urgency(on=today), bool(action.blocked_by_whom))


def said(view: Any) -> Markup:
    """Return one view of progress with its date and where it stands in its review, or that there is none."""
    if not view:
        return _NOT_SAID
    state = view.state.label if view.state and view.state.name in _REVIEWED else ""
    dated = due_date_short(view.dated_on, view.precision) if view.dated_on else "no date"
    return _said(view.category.label, dated, state, view.answer_by_on)


_TAG_LINE = Markup('<span class="app-line">{}</span>')
_NOT_SAID = Markup('<span class="app-quiet">Not yet said</span>')
_QUIET_LINE = Markup('<span class="app-line app-quiet">{}</span>')
# Where an owner's view can stand in its review; nothing is said for the other judges and of HMPPS's own.
_REVIEWED = frozenset({"WAITING", "RETURNED", "ASSURED"})


@lru_cache(_MOST_KEPT)
def _tag_line(made: Markup) -> Markup:
    return _TAG_LINE.format(made)


@lru_cache(_MOST_KEPT)
def _action_tags(state: str, urgency: str | None, is_blocked: bool) -> Markup:
    due = due_tag(overdue=urgency == "overdue", due_this_week=urgency == "due-this-week")
    return Markup("{} {}{}").format(_tag(state), due, Markup(" ") + _tag("Blocked") if is_blocked else "")


@lru_cache(_MOST_KEPT)
def _said(category: str, dated: str, state: str, answer_by_on: date | None) -> Markup:
    line = _QUIET_LINE.format(dated)
    if not state:
        return _tag(category) + line
    answer_by = Markup(", answer by {}").format(due_date_short(answer_by_on, "day")) if answer_by_on else ""
    return _tag(category) + line + _QUIET_LINE.format(escape(state) + answer_by)


@lru_cache(_MOST_KEPT, typed=True)
def _tag(words: str) -> Markup:
    if words in _PLAIN:
        return Markup('<span class="app-plain-status">{}</span>').format(words)
    colour = COLOURS[words] if words in COLOURS else COLOURS.get(words.partition(",")[0], "grey")
    kind = " app-tag--light-blue" if colour == "light-blue" else f" govuk-tag--{colour}" if colour else ""
    return Markup('<strong class="govuk-tag{}">{}</strong>').format(kind, words)


@lru_cache(_MOST_KEPT)
def _due_date_short(day: date | None, is_month: bool) -> Markup:
    words = (wording.date_month(day) if is_month else wording.date_short(day)) or "No date"
    return Markup('<span class="app-nowrap">{}</span>').format(words)
