"""What is missing before fieldwork, as a workbook."""

from datetime import date, datetime
from typing import IO

from django.conf import settings

from tracker.documents.lists import about_list
from tracker.documents.workbook import Column, write_workbook
from tracker.models import Fieldwork
from tracker.queries import fieldwork as queries
from tracker.queries.fieldwork import Gap, Missing
from tracker.rules.access import Actor


def _link(missing: Missing) -> str:
    place = "actions" if missing.page == "action" else "recommendations"
    return f"{settings.SERVICE_URL}/{place}/{missing.ref}/"


COLUMNS: tuple[Column[tuple[Gap, Missing]], ...] = (
    Column("What is missing", 34, lambda row: row[0].title),
    Column("Reference", 12, lambda row: row[1].ref),
    Column("About", 60, lambda row: row[1].title),
    Column("Body or post", 36, lambda row: row[1].body),
    Column("Link", 50, lambda row: _link(row[1])),
)


def gaps_workbook(actor: Actor, fieldwork: Fieldwork, *, on: date, at: datetime) -> IO[bytes]:
    """Return the lists of 'Get ready', one below the other; at most 12 queries."""
    whole = queries.whole(actor, fieldwork, on=on)
    rows = ((gap, missing) for gap in whole.gaps for missing in gap.rows)
    starts = fieldwork.starts_on
    chosen = [("Fieldwork", f"{fieldwork.ref}, {fieldwork.organisation.display_name}, {starts.day} {starts:%B %Y}")]
    return write_workbook(name="Get ready", columns=COLUMNS, rows=rows, about=about_list(actor, chosen, at=at))
