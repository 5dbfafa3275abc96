"""Why somebody was told, or would be told, of something: the kind of notice, its date and its rung, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.choices import MessageKind
from tracker.rules.wording import date_long, plain_plural

# What mail tells that is about no notice, but about the service or an account itself.
OF_ITSELF: dict[MessageKind, str] = {
    MessageKind.JOBS_RAN: "That the jobs ran",
    MessageKind.INVITATION: "What the service is, the role that was given and how to sign in",
    MessageKind.LIST_FILE: "That the file of a list is ready, or could not be made",
    MessageKind.ADDRESS_CHANGED: "That the address to sign in with was changed, and who changed it",
}


@dataclass(frozen=True, slots=True)
class ToldBecause:
    """One notice in words: what it is about ('' for a list), which kind of news, why on that day, and its rung."""

    subject: str
    kind: str
    why: str
    rung: str = ""


def told_of(*, kind: str, subject: str, rung: str, due_on: date | None, days: Mapping[str, int]) -> ToldBecause:
    """Return why somebody was told a notice; `kind` is the label of its kind.

    `days` are the working days of each rung, negative before the date.
    """
    return ToldBecause(
        "" if subject[:1].isdigit() else subject, kind, _why(due_on, days.get(rung) if rung else None), rung
    )


def _why(due_on: date | None, days: int | None) -> str:
    """Return '3 working days before 20 November 2026', or as much of it as is known."""
    if days is None:
        return f"date {date_long(due_on)}" if due_on else ""
    day = date_long(due_on) if due_on else "the date"
    if days == 0:
        return f"on {day}"
    return f"{plain_plural(abs(days), 'working day')} {'before' if days < 0 else 'after'} {day}"
