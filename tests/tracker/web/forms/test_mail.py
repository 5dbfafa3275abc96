"""Whom the preview of mail shows, and of which day: today's unless another one is chosen."""

from datetime import date
from typing import Any

import pytest
from django.test import RequestFactory

from tests.factories.world import TODAY, World
from tracker.models import actor_of
from tracker.web.forms.mail import PreviewFilters


def read(query: str) -> PreviewFilters:
    request: Any = RequestFactory().get(f"/mail/preview/?{query}")
    request.on = TODAY
    return PreviewFilters.from_request(request)


@pytest.mark.parametrize(
    ("query", "day"),
    [("", TODAY), ("on=", TODAY), ("on=20/11/2026", date(2026, 11, 20)), ("on=20+November+2026", date(2026, 11, 20))],
)
@pytest.mark.django_db
def test_without_a_day_it_is_todays(query: str, day: date) -> None:
    assert read(query).day(TODAY) == day


@pytest.mark.django_db
def test_a_day_is_shown_in_words() -> None:
    assert read("on=3/12/2026").chosen == [("on", "On which day?", "3 December 2026")]


@pytest.mark.django_db
def test_a_day_that_cannot_be_read_is_told_and_other_nonsense_is_not() -> None:
    form = read(f"on=soon&region=nowhere&q={'x' * 201}")

    assert form.errors == {"on": ["The day must be a real date, like 27/3/2026"]}


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("pdu=kirklees", {"owner", "head"}),
        ("region=yorkshire&pdu=leeds", {"sibling_head"}),
        ("q=other-lead", {"other_lead"}),
        ("q=nobody", set()),
    ],
)
def test_the_filters_leave_the_people_whom_they_name(world: World, query: str, keys: set[str]) -> None:
    administrator = actor_of(world.people["administrator"], on=TODAY)

    people = read(query).people(administrator, on=TODAY)

    assert people & {person.pk for key, person in world.people.items() if key != "disabled"} == {
        world.people[key].pk for key in keys
    }


def test_who_manages_nobody_sees_nobody(world: World) -> None:
    assert read("").people(actor_of(world.people["head"], on=TODAY), on=TODAY) == set()
