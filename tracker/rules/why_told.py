"""Why somebody was told, or would be told, of something: the kind of notice, its date and its rung, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.rules.mail_rows import day_words


@dataclass(frozen=True, slots=True)
class Told:
    """One notice in words: what it is about, which kind of news, and why on that day."""

    subject: str
    kind: str
    why: str


def told_of(*, kind: str, subject: str, rung: str, due_on: date | None, days: Mapping[str, int]) -> Told:
    """`kind` is the label of its kind; `days` are the working days of each rung, negative before the date."""
    date_words = f"date {day_words(due_on)}" if due_on else ""
    rung_words = _rung_words(rung, days) if rung else ""
    return Told(subject, kind, ", ".join(words for words in (rung_words, date_words) if words))


def _rung_words(rung: str, days: Mapping[str, int]) -> str:
    """'action-near: 3 working days before', 'action-late: 1 working day after'."""
    count = days.get(rung)
    if count is None:
        return rung
    if count == 0:
        return f"{rung}: on the day"
    many = f"{abs(count)} working day{'' if abs(count) == 1 else 's'}"
    return f"{rung}: {many} {'before' if count < 0 else 'after'}"


def page_of(subject: str) -> str:
    """The address of what a reference names; '' where it has no page of its own."""
    pages = {"ACT": "/actions/", "REC": "/recommendations/", "INS": "/inspections/"}
    prefix = subject.partition("-")[0]
    return f"{pages[prefix]}{subject}/" if prefix in pages else ""
