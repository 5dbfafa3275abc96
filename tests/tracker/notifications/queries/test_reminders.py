"""What pages promise of the next reminder is what the jobs then send: the same day, and in the same mail."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import time_machine

from tests.factories.world import NOW
from tracker.choices import Frequency, MessageKind, MessageState
from tracker.models import Action, Person
from tracker.notifications.models import EmailPreference, Message
from tracker.notifications.operations.reminders import remind
from tracker.notifications.queries.reminders import Next, last_of, of_action
from tracker.rules.access import SERVICE

pytestmark = pytest.mark.django_db
MORNING = timedelta(hours=-2, minutes=-29)  # 7:31am, seen from NOW
DAYS = range(1, 42)
MAILS = {MessageKind.REMINDER: "in a reminder", MessageKind.INSTANT: "at once"}


@pytest.fixture
def action(world):
    """Everybody has signed in, and nothing was due when the jobs ran this morning."""
    Person.objects.update(first_signed_in_at=NOW)
    Action.objects.update(due_on=None)
    run(NOW + MORNING)
    return world.actions["kirklees"]


def choose(person, frequency, **more):
    """In time for the run of this morning."""
    EmailPreference.objects.create(person=person, frequency=frequency, **more)
    run(NOW + MORNING)


def run(at):
    """The jobs note and collect what has become due; the messages that they made."""
    with time_machine.travel(at, tick=False):
        remind(by=SERVICE, at=at)
    return Message.objects.filter(state=MessageState.PENDING)


def first_told(action):
    """Let the jobs run each day and every mail go: when and how somebody is first told of the action."""
    for at in [NOW, *(NOW + timedelta(days=day) + MORNING for day in DAYS)]:
        made = run(at)
        found = made.filter(notices__subject=action.ref).first()
        if found:
            return at.date(), MAILS.get(found.kind, "with the")
        made.update(state=MessageState.SENT, sent_at=at)
    return None


def promised(action):
    with time_machine.travel(NOW, tick=False):
        [line] = of_action(Action.objects.get(pk=action.pk), at=NOW).next
    return line


@pytest.mark.parametrize("frequency", Frequency)
@pytest.mark.parametrize("due_on", [date(2026, 11, 17), date(2026, 12, 2)])
def test_an_action_is_told_as_its_page_says(world, action, frequency, due_on):
    choose(world.people["head"], frequency)
    Action.objects.filter(pk=action.pk).update(due_on=due_on)

    line = promised(action)

    day, how = first_told(action)
    assert line.on == day
    assert line.how.startswith(how)


@pytest.mark.parametrize("escalations", [True, False])
@pytest.mark.parametrize("frequency", [Frequency.WEEKLY, Frequency.DAILY, Frequency.STOPPED])
def test_what_is_passed_up_is_told_as_its_page_says(world, action, frequency, escalations):
    choose(world.people["owner"], Frequency.STOPPED)
    choose(world.people["head"], frequency, tells_escalations_at_once=escalations)
    owner_post = world.posts["Senior Probation Officer, kirklees"]
    Action.objects.filter(pk=action.pk).update(due_on=date(2026, 11, 17), owner_post=owner_post)

    line = promised(action)

    day, how = first_told(action)
    assert line.on == day
    assert line.how.startswith(how)


def test_nobody_is_told_of_what_everybody_refuses(action):
    for person in Person.objects.all():
        choose(person, Frequency.STOPPED)
    Action.objects.filter(pk=action.pk).update(due_on=date(2026, 11, 17))

    line = promised(action)

    assert line == Next(None, "Head of PDU, Kirklees", "")
    assert first_told(action) is None


def test_what_was_dropped_is_not_promised_again(action):
    Action.objects.filter(pk=action.pk).update(due_on=date(2026, 11, 17))
    run(NOW).update(state=MessageState.SUPPRESSED)

    line = promised(action)

    assert (line.on, line.to) == (date(2026, 12, 7), "the regional lead")


def test_of_several_told_at_one_moment_the_newest_is_named_whatever_their_order():
    message = SimpleNamespace(sent_at=NOW, kind=MessageKind.REMINDER, frequency=Frequency.WEEKLY)
    older, newer = (
        SimpleNamespace(pk=pk, message=message, person=SimpleNamespace(name=name))
        for pk, name in ((1, "Head of Kirklees"), (2, "Regional lead"))
    )

    assert {last_of(notices).to for notices in ([older, newer], [newer, older])} == {"Regional lead"}
