"""What reminders achieve, as a workbook: the rows of the page's table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from tracker.documents.lists import About, about_list
from tracker.documents.workbook import Column, write_workbook
from tracker.notifications.rules.reminder_effect import Effect, EffectStep
from tracker.rules.access import Actor


@dataclass(frozen=True, slots=True)
class WithoutReminder:
    """The last row: the updates that came without a reminder, of which there is no median."""

    updates: int
    code: str = "Updates without a reminder"
    reminders: int = 0
    words: str = ""


COLUMNS: tuple[Column[EffectStep | WithoutReminder], ...] = (
    Column("Reminder", 60, lambda step: step.code),
    Column("Sent", 10, lambda step: step.reminders),
    Column("Updates that followed", 12, lambda step: step.updates),
    Column("Median time to the update", 24, lambda step: step.words),
)


def effect_workbook(actor: Actor, effect: Effect, *, chosen: About, at: datetime) -> IO[bytes]:
    """Return the effect as a workbook: an open temporary file, at its start.

    Medians of fewer than 3 updates are left out here too.
    """
    rows: Sequence[EffectStep | WithoutReminder] = [*effect.steps, WithoutReminder(effect.without)]
    about = [*about_list(actor, chosen, at=at), ("In short", effect.share_words)]
    return write_workbook(name="Reminders", columns=COLUMNS, rows=rows, about=about)
