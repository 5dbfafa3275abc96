"""The week's exception list and the month's picture: who gets them, once, and when there is nothing to say."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.factories.world import NOW, TODAY, World, make_action
from tracker.choices import ActionStatus, NoticeKind, NoticeWay, Role
from tracker.errors import NotAllowed
from tracker.models import Action, Link, Membership, Person, actor_of
from tracker.notifications.models import NoticeToTell
from tracker.notifications.operations.regular_lists import raise_lists
from tracker.rules.access import SERVICE

MONDAY = datetime(2026, 12, 7, 7, 30, tzinfo=UTC)
DAY = timedelta(days=1)
HEAD = "Head of PDU, kirklees"
SAVEPOINT = 2


@pytest.fixture
def cast(world: World) -> World:
    """Everybody has signed in. One action of Kirklees is late by ten working days, and a recommendation is repeated."""
    Person.objects.update(first_signed_in_at=NOW)
    Action.objects.update(due_on=date(2027, 6, 1))
    make_action(world, "late", recommendation="kirklees", post=HEAD, due_on=date(2026, 11, 23))
    Link.objects.create(
        earlier=world.recommendations["leeds"],
        later=world.recommendations["kirklees"],
        relation="repeated",
        inspection=world.inspections["kirklees"],
        linked_at=NOW,
    )
    return world


def told(kind: NoticeKind) -> list[str]:
    found = NoticeToTell.objects.filter(kind=kind).order_by("person__email")
    return list(found.values_list("person__email", flat=True))


def test_the_lead_of_the_region_gets_its_exceptions(cast: World) -> None:
    raise_lists(by=SERVICE, at=MONDAY)

    assert told(NoticeKind.EXCEPTION_LIST) == ["lead@example.org"]
    assert NoticeToTell.objects.get(kind=NoticeKind.EXCEPTION_LIST).way == NoticeWay.DIGEST


def test_hmpps_gets_the_picture_on_the_first_working_day(cast: World) -> None:
    raise_lists(by=SERVICE, at=datetime(2026, 12, 1, 7, 30, tzinfo=UTC))

    assert told(NoticeKind.REPEATS_PICTURE) == ["national@example.org"]
    assert NoticeToTell.objects.get(kind=NoticeKind.REPEATS_PICTURE).way == NoticeWay.DAY


def test_each_comes_once_in_its_week_and_month(cast: World) -> None:
    made = [raise_lists(by=SERVICE, at=MONDAY + days * DAY) for days in (0, 0, 1, 5, 7)]

    assert made == [2, 0, 0, 0, 1]


@pytest.mark.parametrize(
    "change",
    [
        lambda world: Action.objects.update(status=ActionStatus.COMPLETED),
        lambda world: Action.objects.update(due_on=date(2026, 11, 24)),
        lambda world: Membership.objects.filter(role=Role.REGIONAL_LEAD).update(to_on=TODAY),
        lambda world: Person.objects.update(first_signed_in_at=None),
    ],
    ids=["all done", "nine working days", "no lead", "nobody signed in"],
)
def test_an_empty_list_is_not_told(cast: World, change: Any) -> None:
    change(cast)

    raise_lists(by=SERVICE, at=MONDAY)

    assert told(NoticeKind.EXCEPTION_LIST) == []


def test_nothing_repeated_makes_no_picture(cast: World) -> None:
    Link.objects.all().delete()

    raise_lists(by=SERVICE, at=MONDAY)

    assert told(NoticeKind.REPEATS_PICTURE) == []


@pytest.mark.parametrize("days", [5, 6])
def test_nothing_at_the_weekend(cast: World, days: int) -> None:
    assert raise_lists(by=SERVICE, at=MONDAY + days * DAY) == 0


def test_only_the_service_raises_them(cast: World) -> None:
    with pytest.raises(NotAllowed):
        raise_lists(by=actor_of(cast.people["national"], on=TODAY), at=MONDAY)


def test_it_is_cheap_when_all_is_noted(cast: World, django_assert_max_num_queries: Any) -> None:
    raise_lists(by=SERVICE, at=MONDAY)

    with django_assert_max_num_queries(7 + SAVEPOINT):
        raise_lists(by=SERVICE, at=MONDAY)
