"""When those who can say who takes over after a reorganisation are next reminded of it, and who was told last."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.mail import make_message
from tests.factories.notices import make_notice
from tests.factories.reorganisations import CASES, actor, make_changing_world, record_case
from tests.factories.world import NOW, TODAY, World
from tracker.choices import Frequency, MessageState, NoticeKind
from tracker.models import Person, Reorganisation
from tracker.notifications.models import EmailPreference
from tracker.notifications.queries.reminders import Last, Next, Reminders
from tracker.notifications.queries.reorganisation_reminders import of_reorganisation

MANCHESTER = CASES["greater manchester"]
ABLE = ("national", "coordinator", "other_lead")  # who can confirm it there
NEXT = Next(date(2026, 11, 23), "those who can confirm it", "with the weekly digest", "about who takes over")


@pytest.fixture
def world(db: None) -> World:
    made = make_changing_world("salford")
    Person.objects.update(first_signed_in_at=NOW)
    return made


@pytest.fixture
def record(world: World) -> Reorganisation:
    return record_case(world, MANCHESTER)


def reminders(world: World, record: Reorganisation, key: str = "other_lead") -> Reminders:
    return of_reorganisation(actor(world, key), record, at=NOW)


def test_those_who_can_confirm_it_are_told_with_the_first_of_their_digests(
    world: World, record: Reorganisation
) -> None:
    before = reminders(world, record)
    EmailPreference.objects.create(person=world.people["national"], frequency=Frequency.DAILY)

    assert before == Reminders(next=(NEXT,))
    assert [each.on for each in reminders(world, record).next] == [date(2026, 11, 19)]


def test_before_its_day_it_is_looked_at_as_it_stands_then(world: World) -> None:
    record = record_case(world, MANCHESTER, on=date(2026, 12, 1))

    assert [each.on for each in reminders(world, record).next] == [date(2026, 12, 7)]


def test_once_everybody_was_told_it_says_who_was_last_and_no_next(world: World, record: Reorganisation) -> None:
    for hours, key in enumerate(ABLE):
        person, at = world.people[key], NOW - timedelta(hours=hours)
        message = make_message(person, uid=key, state=MessageState.SENT, sent_at=at, frequency=Frequency.WEEKLY)
        given = {"rung": "passing-on", "due_on": TODAY, "message": message}
        make_notice(person, NoticeKind.PROPOSAL_TO_CONFIRM, record.ref, record.pk, **given)

    last = Last(TODAY, world.people["national"].name, "with the weekly digest")
    assert reminders(world, record) == Reminders(next=(), last=last)


@pytest.mark.parametrize(
    ("key", "seen"), [("other_lead", 1), ("salford-head", 1), ("auditor", 1), ("other_head", 0), ("lead", 0)]
)
def test_only_who_sees_the_work_of_its_bodies_sees_them(
    world: World, record: Reorganisation, key: str, seen: int
) -> None:
    assert len(reminders(world, record, key).next) == seen


def test_it_costs_six_queries_at_most_besides_its_bodies(
    world: World, record: Reorganisation, django_assert_max_num_queries: Any
) -> None:
    whole = Reorganisation.objects.for_page().get(pk=record.pk)
    by = actor(world, "national")

    with django_assert_max_num_queries(6):
        assert of_reorganisation(by, whole, at=NOW).next
