"""What reminders achieve, as a workbook: the rows of the page's table."""

from collections.abc import Sequence
from datetime import datetime
from typing import IO

from tracker.documents.lists import About, about_list
from tracker.documents.workbook import Column, write_workbook
from tracker.notifications.rules.reminder_effect import Effect
from tracker.rules.access import Actor

COLUMNS = (
    Column("Reminder", 60),
    Column("Sent", 10),
    Column("Updates that followed", 12),
    Column("Median time to the update", 24),
)


def effect_workbook(actor: Actor, effect: Effect, *, chosen: About, at: datetime) -> IO[bytes]:
    """Return the effect as a workbook: an open temporary file, at its start.

    Medians of fewer than 3 updates are left out here too.
    """
    rows: list[Sequence[str | int]] = [(step.code, step.reminders, step.updates, step.words) for step in effect.steps]
    rows.append(("Updates without a reminder", 0, effect.without, ""))
    about = [*about_list(actor, chosen, at=at), ("In short", effect.share_words)]
    return write_workbook(name="Reminders", columns=COLUMNS, rows=rows, about=about)
