"""What is missing before fieldwork, as a workbook."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from django.conf import settings

from tracker.documents.lists import about_list
from tracker.documents.workbook import Column, write_workbook
from tracker.models import Fieldwork
from tracker.queries import fieldwork as queries
from tracker.queries.fieldwork import Gap, Missing
from tracker.rules.access import Actor
from tracker.rules.wording import date_long


@dataclass(frozen=True, slots=True)
class ListedGap:
    """A row: one thing that is missing, and the gap that it is part of."""

    gap: Gap
    missing: Missing

    @property
    def link(self) -> str:
        """Return the address at which it is put right."""
        place = "actions" if self.missing.page == "action" else "recommendations"
        return f"{settings.SERVICE_URL}/{place}/{self.missing.ref}/"


COLUMNS: tuple[Column[ListedGap], ...] = (
    Column("What is missing", 34, lambda row: row.gap.title),
    Column("Reference", 12, lambda row: row.missing.ref),
    Column("About", 60, lambda row: row.missing.title),
    Column("Body or post", 36, lambda row: row.missing.body),
    Column("Link", 50, lambda row: row.link),
)


def gaps_workbook(actor: Actor, fieldwork: Fieldwork, *, on: date, at: datetime) -> IO[bytes]:
    """Return the lists of 'Get ready', one below the other, as a workbook; at most 12 queries."""
    whole = queries.whole(actor, fieldwork, on=on)
    rows = (ListedGap(gap, missing) for gap in whole.gaps for missing in gap.rows)
    starts = fieldwork.starts_on
    chosen = [("Fieldwork", f"{fieldwork.ref}, {fieldwork.organisation.display_name}, {date_long(starts)}")]
    return write_workbook(name="Get ready", columns=COLUMNS, rows=rows, about=about_list(actor, chosen, at=at))
