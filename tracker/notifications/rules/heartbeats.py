"""When a component counts as silent, and how the last check of the reminders is said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from tracker.notifications.rules import delivery
from tracker.rules.calendar import LONDON
from tracker.rules.wording import clock, date_long

SILENT_AFTER = timedelta(minutes=5)  # jobs run every minute
MAIL_LATE_AFTER = timedelta(minutes=15)  # docs/reliability.md#signs-of-life: then /health/ready fails


class Component(StrEnum):
    """What has a heartbeat; each beats where its own work is done."""

    WEB = "web"
    WORKER = "worker"
    BEAT = "beat"
    RELAY = "relay"


# What each does, for the people who look after the service.
DOES: dict[Component, str] = {
    Component.WEB: "shows the pages",
    Component.WORKER: "finds what has become due",
    Component.BEAT: "starts the jobs every minute",
    Component.RELAY: "sends the emails",
}


@dataclass(frozen=True, slots=True)
class Pulse:
    """One component's last sign of life; `beat_at` is None for one that was never alive."""

    component: Component
    beat_at: datetime | None
    is_silent: bool

    @property
    def does(self) -> str:
        return DOES[self.component]


def pulses(beats: Mapping[str, datetime], *, at: datetime) -> tuple[Pulse, ...]:
    """Return every component in a fixed order, and whether it has been silent for over five minutes."""
    return tuple(
        Pulse(component, beats.get(component.value), _is_silent(beats.get(component.value), at=at))
        for component in Component
    )


def last_checked_words(checked_at: datetime | None, *, at: datetime) -> str:
    """Return 'Reminders last checked at 9:32am', or that they have not been checked since a moment, or ever."""
    if checked_at is None:
        return "Reminders have not been checked yet. You get no emails about what is due"
    if not _is_silent(checked_at, at=at):
        return f"Reminders last checked at {clock(checked_at)}"
    day = date_long(checked_at) if date_long(checked_at) != date_long(at) else ""
    return f"Reminders have not been checked since {f'{day} at ' if day else ''}{clock(checked_at)}"


def is_mail_late(oldest_due_at: datetime | None, *, at: datetime) -> bool:
    """Return whether a message has waited for over 15 minutes of a day on which mail goes (rules/delivery.may_go).

    Nothing goes at weekends and on bank holidays, so that what waited over them is late from a quarter past midnight.
    """
    if oldest_due_at is None or not delivery.may_go(at):
        return False
    midnight = datetime.combine(at.astimezone(LONDON).date(), time(0), LONDON)
    return at - max(oldest_due_at, midnight) > MAIL_LATE_AFTER


def _is_silent(beat_at: datetime | None, *, at: datetime) -> bool:
    return beat_at is None or at - beat_at > SILENT_AFTER
