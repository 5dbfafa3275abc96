"""Days of mail for the cast: what people chose, what they are to be told, and one minute of the jobs."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.factories.world import World
from tracker.choices import ActionStatus, Frequency, MessageState, NoticeKind, NoticeWay
from tracker.models import Action
from tracker.notifications import sending
from tracker.notifications.models import EmailPreference, Message, NoticeToTell
from tracker.notifications.operations.reminders import remind
from tracker.notifications.sending import SendingRun
from tracker.rules.access import SERVICE

MONDAY = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
HEAD = "Head of PDU, kirklees"


def prefer(world: World, key: str, frequency: Frequency, weekday: int = 0, **fields: Any) -> None:
    EmailPreference.objects.create(person=world.people[key], frequency=frequency, weekday=weekday, **fields)


def note(
    world: World,
    key: str,
    number: int = 1,
    *,
    kind: NoticeKind = NoticeKind.ASSIGNED,
    way: NoticeWay = NoticeWay.INSTANT,
    action: str = "kirklees",
    at: datetime = MONDAY,
) -> NoticeToTell:
    """As an operation leaves it: the action is the person's, and they are told so."""
    held = world.actions[action]
    Action.objects.filter(pk=held.pk).update(status=ActionStatus.NOT_STARTED, due_on=date(2027, 6, 1))
    person = world.people[key].pk
    return NoticeToTell.objects.create(
        number=number,
        person_id=person,
        kind=kind,
        subject=held.ref,
        way=way,
        created_at=at,
    )


def step(at: datetime) -> SendingRun:
    """What the jobs do in a minute: look, make and send."""
    remind(by=SERVICE, at=at)
    return sending.send_due(by=SERVICE, at=at)


def look_on_monday() -> None:
    """Monday's digests were looked for, and there was nothing to tell."""
    remind(by=SERVICE, at=MONDAY)


def kinds_sent() -> list[str]:
    return sorted(Message.objects.filter(state=MessageState.SENT).values_list("kind", flat=True))
