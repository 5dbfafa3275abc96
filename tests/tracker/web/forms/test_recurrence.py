"""The filters of recommendations that were made again: by body and theme, and never by words."""

from typing import Any

import pytest
from django.test import RequestFactory

from tests.factories.world import TODAY, World
from tracker.models import Theme
from tracker.queries.repeats import RepeatSelection
from tracker.web.forms.recurrence import RepeatFilters


def read(query: str) -> RepeatFilters:
    request: Any = RequestFactory().get(f"/repeats/?{query}")
    request.on = TODAY
    return RepeatFilters.from_request(request)


@pytest.mark.django_db
def test_nothing_is_searched_for_by_words() -> None:
    form = read("q=plans")

    assert list(form.fields) == ["region", "pdu", "theme"]
    assert form.filters() == RepeatSelection()


def test_bodies_and_a_theme_are_read_from_the_address(world: World) -> None:
    Theme.objects.create(code="staffing", name="Staffing", position=1)

    form = read("region=yorkshire&pdu=leeds&theme=staffing")

    bodies = world.organisations
    assert form.filters() == RepeatSelection(region=bodies["yorkshire"], pdu=bodies["leeds"], theme="staffing")
    assert form.chosen[-1] == ("theme", "Theme", "Staffing")


@pytest.mark.django_db
def test_a_retired_theme_filters_nothing() -> None:
    Theme.objects.create(code="staffing", name="Staffing", position=1, is_retired=True)

    assert read("theme=staffing").filters() == RepeatSelection()
