"""Who would get which mail on a day, and why: the real run, tried out and undone."""

from datetime import date, datetime, timedelta

from django.db import transaction

from tracker.choices import MessageState
from tracker.errors import InvalidInput
from tracker.notifications.models import Message
from tracker.notifications.operations import jobs_note, reminders
from tracker.notifications.queries.planned_mails import Planned, planned
from tracker.notifications.rules import delivery
from tracker.rules.access import Actor, check_is_the_service
from tracker.rules.calendar import LONDON, london
from tracker.rules.wording import date_long

MOST_DAYS = 14  # ahead: each working day until then is tried out
STEP = timedelta(days=1)


def preview(*, on: date, by: Actor, at: datetime) -> tuple[Planned, ...]:
    """Return the mails of a day: those that were made, and those that the jobs would make as things stand at `at`.

    The working days between are tried out too, so that what they would tell is not told again. Everything is undone:
    no row is kept, and nothing is sent. Raises InvalidInput for a day before today or over 14 days ahead. A few
    hundred queries.
    """
    check_is_the_service(by)
    today = london(at).date()
    if not today <= on <= today + STEP * MOST_DAYS:
        raise InvalidInput(f"Enter a date from {date_long(today)} to {date_long(today + STEP * MOST_DAYS)}", field="on")
    midnight = _midnight(today)
    made = set(Message.objects.made_between(midnight, midnight + STEP * 2).values_list("pk", flat=True))
    with transaction.atomic():
        mails = _tried_out(today, on, made, by=by, at=at)
        transaction.set_rollback(True)
    return mails


def _tried_out(today: date, on: date, made: set[int], *, by: Actor, at: datetime) -> tuple[Planned, ...]:
    day, moment = today, at
    while day <= on:
        moment = max(at, _half_past_seven(day))
        reminders.remind(by=by, at=moment)
        jobs_note.make_notes(by=by, at=moment)
        if day < on:
            _take_as_sent(at=moment)
        day += STEP
    return _planned(on, made, at=moment)


def _take_as_sent(*, at: datetime) -> None:
    """Take what is on its way as sent: it will have gone by the next day."""
    Message.objects.unsent(at=at).update(state=MessageState.SENT, sent_at=at, leased_to="", lease_until_at=None)


def _planned(on: date, made: set[int], *, at: datetime) -> tuple[Planned, ...]:
    start = _midnight(on)
    messages = Message.objects.made_between(start, start + STEP).select_related("person").order_by("person__name", "pk")
    return planned(list(messages), on=on, at=at, state=lambda message: _state(message, made))


def _state(message: Message, made: set[int]) -> str:
    """Return the state of a message: as it is now if it was made already, otherwise that it would be made."""
    return message.get_state_display() if message.pk in made else _would(message)


def _would(message: Message) -> str:
    return "Would be held for approval" if message.state == MessageState.HELD else "Would be made"


def _half_past_seven(day: date) -> datetime:
    return datetime.combine(day, delivery.DIGEST_AT, LONDON)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), LONDON)
