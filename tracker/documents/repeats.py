"""The list of recommendations that were made again, as a workbook."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import IO

from django.conf import settings

from tracker.choices import Judge
from tracker.documents.lists import About, about_list, inspected, said_by, stated
from tracker.documents.workbook import Column, write_workbook
from tracker.queries import repeats
from tracker.queries.repeats import Repeat
from tracker.rules.access import Actor

ROWS_AT_A_TIME = 500

COLUMNS: tuple[Column[Repeat], ...] = (
    Column("Times made", 9, lambda repeat: repeat.brief.times),
    Column("First made", 18, lambda repeat: stated(repeat.brief.first_on, repeat.brief.first_precision)),
    Column("Last made", 18, lambda repeat: stated(repeat.brief.last_on, repeat.brief.last_precision)),
    Column("Years", 8, lambda repeat: repeat.brief.years),
    Column("Latest reference", 12, lambda repeat: repeat.row.recommendation.ref),
    Column("Latest recommendation", 50, lambda repeat: repeat.row.recommendation.short_title),
    Column("Inspected", 28, lambda repeat: inspected(repeat.row.recommendation.inspection)),
    Column("Theme", 28, lambda repeat: repeat.theme),
    Column("Owner says", 30, lambda repeat: said_by(repeat.row, Judge.OWNER)),
    Column("Region says", 30, lambda repeat: said_by(repeat.row, Judge.REGION)),
    Column("Inspectorate said", 30, lambda repeat: said_by(repeat.row, Judge.INSPECTORATE)),
    Column(
        "Link", 50, lambda repeat: f"{settings.SERVICE_URL}/recommendations/{repeat.row.recommendation.ref}/history/"
    ),
)


def repeats_workbook(
    actor: Actor, filters: repeats.RepeatSelection, *, chosen: About, on: date, at: datetime
) -> IO[bytes]:
    """Return the filtered list of chains as a workbook; 2 queries, and 8 for each 500 rows."""

    def rows() -> Iterator[Repeat]:
        chains = list(repeats.repeats(actor, filters))
        for start in range(0, len(chains), ROWS_AT_A_TIME):
            yield from repeats.shown(actor, chains[start : start + ROWS_AT_A_TIME], on=on)

    return write_workbook(name="Repeats", columns=COLUMNS, rows=rows(), about=about_list(actor, chosen, at=at))
