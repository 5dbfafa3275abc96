"""The list of recommendations that were made again, as a workbook."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import IO

from django.conf import settings

from tracker.choices import Judge
from tracker.documents.lists import ROWS_AT_A_TIME, About, about_list, said_by, stated
from tracker.documents.workbook import Cell, Column, write_workbook
from tracker.queries import repeats
from tracker.queries.repeats import Repeat
from tracker.rules.access import Actor

COLUMNS = (
    Column("Times made", 9),
    Column("First made", 18),
    Column("Last made", 18),
    Column("Years", 8),
    Column("Latest reference", 12),
    Column("Latest recommendation", 50),
    Column("Inspected", 28),
    Column("Theme", 28),
    Column("Owner says", 30),
    Column("Region says", 30),
    Column("Inspectorate said", 30),
    Column("Link", 50),
)


def repeats_workbook(
    actor: Actor, filters: repeats.RepeatSelection, *, chosen: About, on: date, at: datetime
) -> IO[bytes]:
    """Return the filtered list of chains as a workbook; 2 queries, and 8 for each 500 rows."""

    def rows() -> Iterator[Sequence[Cell]]:
        found = repeats.repeats(actor, filters)
        for start in range(0, len(found), ROWS_AT_A_TIME):
            yield from (_row(each) for each in repeats.shown(actor, found[start : start + ROWS_AT_A_TIME], on=on))

    return write_workbook(name="Repeats", columns=COLUMNS, rows=rows(), about=about_list(actor, chosen, at=at))


def _row(repeat: Repeat) -> Sequence[Cell]:
    one, brief = repeat.row.recommendation, repeat.brief
    return (
        brief.times,
        stated(brief.first, brief.first_precision),
        stated(brief.last, brief.last_precision),
        brief.years,
        one.ref,
        one.short_title,
        one.inspection.organisation.display_name if one.inspection.organisation else "",
        brief.theme,
        *(said_by(repeat.row, judge) for judge in Judge),
        f"{settings.SERVICE_URL}/recommendations/{one.ref}/history/",
    )
