"""Who would get which mail on a day, and why, as a workbook: a row for each thing that is told."""

from collections.abc import Sequence
from datetime import date
from typing import IO

from tracker.documents.workbook import Column, write_workbook
from tracker.operations.mail_preview import Planned

COLUMNS = (
    Column("Person", 40),
    Column("Email address", 36),
    Column("Mail", 20),
    Column("Subject", 50),
    Column("State", 22),
    Column("About", 14),
    Column("News", 28),
    Column("Why", 50),
    Column("Rung", 22),
)


def preview_workbook(mails: Sequence[Planned], *, on: date, chosen: Sequence[tuple[str, str]]) -> IO[bytes]:
    """An open temporary file, at its start."""
    rows = [
        (mail.person, mail.email, mail.kind, mail.subject, mail.state, told.subject, told.kind, told.why, told.rung)
        for mail in mails
        for told in mail.told
    ]
    about = [("What this is", f"Who would get which mail on {on:%-d %B %Y}, and why"), *chosen]
    return write_workbook(name="Mail", columns=COLUMNS, rows=rows, about=about)
