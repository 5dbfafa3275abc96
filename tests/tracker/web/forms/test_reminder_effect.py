"""The filters of the page that measures reminders: twelve weeks unless another period is chosen."""

from typing import Any

import pytest
from django.test import RequestFactory

from tests.factories.world import TODAY, World
from tracker.notifications.queries.reminder_effect import ReminderEffectSelection
from tracker.web.forms.reminder_effect import EffectFilters


def read(query: str) -> EffectFilters:
    request: Any = RequestFactory().get(f"/mail/effect/?{query}")
    request.on = TODAY
    return EffectFilters.from_request(request)


@pytest.mark.parametrize(
    ("query", "weeks", "chosen"),
    [
        ("", 12, []),
        ("weeks=12", 12, []),
        ("weeks=4", 4, [("weeks", "Period", "Last 4 weeks")]),
        ("weeks=26", 26, [("weeks", "Period", "Last 26 weeks")]),
        ("weeks=13", 12, []),
        ("weeks=many", 12, []),
    ],
)
@pytest.mark.django_db
def test_the_period_is_one_of_three(query: str, weeks: int, chosen: list[Any]) -> None:
    form = read(query)

    assert form.filters() == ReminderEffectSelection(weeks=weeks)
    assert form.chosen == chosen


def test_bodies_are_read_from_the_address(world: World) -> None:
    filters = read("region=yorkshire&pdu=leeds").filters()

    assert (filters.region, filters.pdu) == (world.organisations["yorkshire"], world.organisations["leeds"])
