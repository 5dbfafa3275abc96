"""What is missing before fieldwork, as a workbook."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import IO

from django.conf import settings

from tracker.documents.lists import about_list
from tracker.documents.workbook import Cell, Column, write_workbook
from tracker.models import Fieldwork
from tracker.queries import fieldwork as queries
from tracker.rules.access import Actor
from tracker.rules.wording import date_long

COLUMNS = (
    Column("What is missing", 34),
    Column("Reference", 12),
    Column("About", 60),
    Column("Body or post", 36),
    Column("Link", 50),
)


def gaps_workbook(actor: Actor, fieldwork: Fieldwork, *, on: date, at: datetime) -> IO[bytes]:
    """The lists of 'Get ready', one below the other; at most 12 queries."""
    found = queries.whole(actor, fieldwork, on=on)

    def rows() -> Iterator[Sequence[Cell]]:
        for gap in found.gaps:
            for each in gap.rows:
                place = "actions" if each.page == "action" else "recommendations"
                yield gap.title, each.ref, each.title, each.body, f"{settings.SERVICE_URL}/{place}/{each.ref}/"

    starts = fieldwork.starts_on
    chosen = [("Fieldwork", f"{fieldwork.ref}, {fieldwork.organisation.display_name}, {date_long(starts)}")]
    return write_workbook(name="Get ready", columns=COLUMNS, rows=rows(), about=about_list(actor, chosen, at=at))
