"""Checks that a change has lasted after a recommendation was closed: on which days, by whom, and what they must say."""

import calendar
from collections.abc import Iterable
from datetime import date

from inspections.choices import OrganisationKind
from tracker.errors import InvalidInput, NotAllowed, WrongState
from tracker.rules.access import Actor, Doing, check_may
from tracker.rules.reviews import is_reviewed
from tracker.rules.self_assessments import check_words
from tracker.rules.wording import date_long

MONTHS = (3, 6, 12)


def due_days(closed_on: date, months: Iterable[int] = MONTHS) -> dict[int, date]:
    """Return, by months after closing, the same day of a later month, or that month's last day."""
    return {number: _later(closed_on, number) for number in months}


def check_may_record(
    actor: Actor, *, path: str, kind: OrganisationKind, self_assessed_by: int | None, has_lasted: bool | None = None
) -> None:
    """Raise NotAllowed unless the actor may record this check of the body at `path`.

    `self_assessed_by` said that the change was made. Nobody confirms their own (docs/model.md, decision 5), and a check
    that says yes confirms it once more: so a yes comes from somebody else, of the body or above it. A no may come from
    anybody who may check: bad news is never held back. What HMPPS says of its own is not confirmed by anybody, so there
    the maker may say yes too. None asks whether the actor may record anything at all.
    """
    check_may(actor, Doing.CHECK_LASTING, paths=[path])
    if has_lasted and self_assessed_by is not None and self_assessed_by == actor.person_id and is_reviewed(kind):
        raise NotAllowed(
            "You said that this change was made, so somebody else says that it has lasted: another manager of the "
            "body, or a lead of the body above it. You can say that it has not lasted."
        )


def check_can_record(*, is_waiting: bool, has_lasted: bool, due_on: date, on: date) -> None:
    """Raise WrongState for a check that was recorded or is no longer needed, and for a yes before its day.

    That a change has not lasted can be seen on any day; that it has lasted for so many months cannot.
    """
    if not is_waiting:
        raise WrongState("This check was recorded before, or is no longer needed.")
    if has_lasted and on < due_on:
        raise WrongState(f"This check is due on {date_long(due_on)}. Before that, record only that it has not lasted.")


def check_found(found: str) -> None:
    """Raise InvalidInput unless it says what shows the answer."""
    if not found:
        raise InvalidInput("Enter the findings", field="found")
    check_words(found, field="found", noun="the findings")


def _later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))
