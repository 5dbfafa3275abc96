"""The weekly note that the jobs ran: what they did since the last note, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from tracker.notifications.rules.heartbeats import Pulse
from tracker.rules.wording import clock, date_long, plain_plural


@dataclass(frozen=True, slots=True)
class JobsRan:
    """Counts from the moment of the last note to now; `pulses` are as they are now."""

    since: datetime
    on: date
    notices: int
    sent: int
    failed: int
    suppressed: int
    waiting: int
    bounces: int
    held: int
    pulses: tuple[Pulse, ...]

    @property
    def silent(self) -> tuple[Pulse, ...]:
        return tuple(pulse for pulse in self.pulses if pulse.is_silent)

    @property
    def is_well(self) -> bool:
        return not (self.silent or self.failed or self.bounces or self.held)

    @property
    def subject(self) -> str:
        """Return 'The jobs ran: 12 emails sent', or what to look at; under 60 characters."""
        if self.is_well:
            return f"The jobs ran: {_emails(self.sent)} sent"
        return f"The jobs ran: {_emails(self.sent)} sent, some need you"

    @property
    def opening(self) -> str:
        since = date_long(self.since)
        look = "Nothing needs you." if self.is_well else "Something needs you: see below."
        return f"The jobs that find what is due and send emails have run since {since}. {look}"

    @property
    def groups(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return headings with their lines; nothing is left out for being nought, because nought is news here."""
        return (
            (
                f"Since {date_long(self.since)}",
                (
                    f"{plain_plural(self.notices, 'thing')} to tell somebody found",
                    f"{_emails(self.sent)} sent",
                    f"{_emails(self.suppressed)} not sent because nothing was left to say",
                    f"{_emails(self.failed)} failed",
                ),
            ),
            (
                "Now",
                (
                    f"{_emails(self.waiting)} waiting to be sent",
                    f"{plain_plural(self.held, 'run')} held back until somebody decides",
                    f"{plain_plural(self.bounces, 'address', 'addresses')} to which emails do not arrive",
                ),
            ),
            ("Jobs", tuple(_pulse_words(pulse) for pulse in self.pulses)),
        )


def is_note_due(made: Iterable[tuple[date, bool]], *, today: date) -> bool:
    """Return whether somebody gets a note of this week now; `made` are the days of those there are, with failures.

    One that failed for good is made again on a later day, and not over and over on the same one.
    """
    return all(has_failed and day < today for day, has_failed in made)


def _pulse_words(pulse: Pulse) -> str:
    name = pulse.component.value.capitalize()
    if pulse.beat_at is None:
        return f"{name} ({pulse.does}) has never been seen"
    seen = "has been silent since" if pulse.is_silent else "was last seen at"
    return f"{name} ({pulse.does}) {seen} {clock(pulse.beat_at)} on {date_long(pulse.beat_at)}"


def _emails(count: int) -> str:
    return plain_plural(count, "email")
