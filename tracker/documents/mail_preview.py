"""Mail before it goes, as a workbook: who would get which mail on a day, or what is in a run held back, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from tracker.documents.workbook import Column, write_workbook
from tracker.notifications.queries.planned_mails import Planned
from tracker.notifications.rules.why_told import ToldBecause
from tracker.rules.wording import date_long


@dataclass(frozen=True, slots=True)
class ListedNews:
    """A row: one thing that is told, and the mail that tells it."""

    mail: Planned
    told: ToldBecause


COLUMNS: tuple[Column[ListedNews], ...] = (
    Column("Person", 40, lambda row: row.mail.person),
    Column("Email address", 36, lambda row: row.mail.email),
    Column("Mail", 20, lambda row: row.mail.kind),
    Column("Subject", 50, lambda row: row.mail.subject),
    Column("State", 22, lambda row: row.mail.state),
    Column("About", 14, lambda row: row.told.subject),
    Column("News", 28, lambda row: row.told.kind),
    Column("Why", 50, lambda row: row.told.why),
    Column("Rung", 22, lambda row: row.told.rung),
)
NOTHING = ToldBecause("", "Nothing left to say", "")


def preview_workbook(mails: Sequence[Planned], *, on: date, chosen: Sequence[tuple[str, str]]) -> IO[bytes]:
    """Return the preview as a workbook: an open temporary file, at its start."""
    about = [("What this is", f"Who would get which mail on {date_long(on)}, and why"), *chosen]
    return write_workbook(name="Mail", columns=COLUMNS, rows=_rows(mails), about=about)


def held_workbook(mails: Sequence[Planned], *, why: str, made_on: date, on: date) -> IO[bytes]:
    """Return the held mail as a workbook: an open temporary file, at its start."""
    about = [
        ("What this is", f"Emails held back since {date_long(made_on)}, with what they would say on {date_long(on)}"),
        ("Why they were held back", why),
    ]
    return write_workbook(name="Mail", columns=COLUMNS, rows=_rows(mails), about=about)


def _rows(mails: Sequence[Planned]) -> Iterator[ListedNews]:
    """Yield a row for each thing that is told, and one for a mail that tells nothing."""
    for mail in mails:
        for told in mail.told or (NOTHING,):
            yield ListedNews(mail, told)
