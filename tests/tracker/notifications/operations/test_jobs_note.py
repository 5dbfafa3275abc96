"""The weekly note that the jobs ran: one for each administrator and week, and another day's where it failed."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.bounces import refuse
from tests.factories.world import NOW, TODAY, World, make_person
from tracker.choices import MessageKind, MessageState, Role
from tracker.errors import NotAllowed
from tracker.models import Person, actor_of
from tracker.notifications.models import Message, NoticeToTell
from tracker.notifications.operations.jobs_note import make_notes
from tracker.rules.access import SERVICE

MONDAY = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def cast(world: World) -> World:
    Person.objects.update(first_signed_in_at=NOW - 100 * DAY)
    return world


def make(at: datetime = MONDAY) -> int:
    return make_notes(by=SERVICE, at=at)


def fail() -> None:
    Message.objects.update(state=MessageState.FAILED, last_error="The mail server could not be used")


def days() -> list[int]:
    """On which days from Monday notes were made."""
    return [(each.created_at - MONDAY).days for each in Message.objects.order_by("created_at")]


def test_each_administrator_gets_one_that_is_not_the_days_one(cast: World) -> None:
    make_person(cast, "second", role=Role.ADMINISTRATOR, body="yorkshire", title=None)
    Person.objects.update(first_signed_in_at=NOW)

    assert make() == 2
    assert set(Message.objects.values_list("person__email", "kind", "day_on")) == {
        ("administrator@example.org", MessageKind.JOBS_RAN, None),
        ("second@example.org", MessageKind.JOBS_RAN, None),
    }
    assert not NoticeToTell.objects.exists()


def test_all_week_it_is_made_once(cast: World) -> None:
    made = [make(MONDAY + hours * HOUR) for hours in (-1, 0, 1, 5, 24, 48, 100)]

    assert made == [0, 1, 0, 0, 0, 0, 0]


def test_each_week_has_its_own(cast: World) -> None:
    Message.objects.update(state=MessageState.SENT)

    assert [make(MONDAY + 7 * weeks * DAY) for weeks in range(3)] == [1, 1, 1]


@pytest.mark.parametrize("hours", [1, 10])
def test_one_that_failed_is_not_made_again_that_day(cast: World, hours: int) -> None:
    make()
    fail()

    assert make(MONDAY + hours * HOUR) == 0


def test_one_that_failed_is_made_again_once_on_the_next_day(cast: World) -> None:
    make()
    fail()
    made = [make(MONDAY + DAY + hours * HOUR) for hours in (-1, 0, 1, 12)]
    Message.objects.filter(created_at__gte=MONDAY + DAY).update(state=MessageState.SENT, sent_at=NOW)

    assert (made, make(MONDAY + 2 * DAY)) == ([0, 1, 0, 0], 0)


def test_where_that_one_fails_too_there_is_another_each_working_day(cast: World) -> None:
    for day in range(7):
        make(MONDAY + day * DAY)
        fail()

    assert days() == [0, 1, 2, 3, 4]


def test_tried_again_by_hand_it_is_not_made_again(cast: World) -> None:
    make()
    fail()
    Message.objects.update(state=MessageState.PENDING, created_at=MONDAY + DAY - HOUR)

    assert make(MONDAY + DAY) == 0


def test_an_address_that_does_not_work_gets_none(cast: World) -> None:
    make()
    fail()
    person = cast.people["administrator"]
    refuse(person=person, address=person.email, reason="550", bounced_at=MONDAY)

    assert make(MONDAY + DAY) == 0


def test_after_a_bank_holiday_it_is_tuesdays(cast: World) -> None:
    easter = datetime(2027, 3, 29, 6, 30, tzinfo=UTC)

    made = [make(easter + day * DAY) for day in range(3)]

    assert made == [0, 1, 0]


def test_only_the_service_makes_them(cast: World) -> None:
    with pytest.raises(NotAllowed):
        make_notes(by=actor_of(cast.people["administrator"], on=TODAY), at=MONDAY)
