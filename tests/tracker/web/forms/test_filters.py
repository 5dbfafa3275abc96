"""Filters of lists: what an address chooses, the words it shows, and nonsense that filters nothing."""

from datetime import timedelta
from typing import Any, TypeVar

import pytest
from django.test import RequestFactory

from inspections.models import Organisation
from tests.factories.world import TODAY, World
from tracker.models import Theme
from tracker.queries.actions import ActionSelection
from tracker.queries.inspections import InspectionSelection
from tracker.queries.recommendations import RecommendationSelection
from tracker.web.forms.filters import (
    ActionFilters,
    AreaFilters,
    FilterForm,
    InspectionFilters,
    RecommendationFilters,
    keep,
)

F = TypeVar("F", bound=FilterForm)


def asked(query: str) -> Any:
    request: Any = RequestFactory().get(f"/actions/?{query}")
    request.on = TODAY
    return request


def read(form: type[F], query: str) -> F:
    return form.from_request(asked(query))


def slugs(form: AreaFilters, name: str) -> list[tuple[str, str]]:
    field: Any = form.fields[name]
    return list(field.choices)


def close(world: World, key: str, *, days: int) -> None:
    """The body closes so many days from today."""
    Organisation.objects.filter(pk=world.organisations[key].pk).update(closed_on=TODAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("query", "words", "chosen"),
    [
        ("", "", []),
        ("q=+plans+", "plans", [("q", "Search", "plans")]),
        (f"q={'x' * 201}", "", []),
        ("q=plans%00", "", []),
        ("other=plans", "", []),
    ],
)
def test_words_are_read_and_nonsense_searches_for_nothing(query: str, words: str, chosen: list[Any]) -> None:
    form = read(FilterForm, query)

    assert form.words() == words
    assert form.chosen == chosen


@pytest.mark.parametrize(("query", "kept"), [("sort=-due", [("sort", "-due")]), ("sort=", []), ("q=plans", [])])
def test_the_order_of_a_list_is_kept(query: str, kept: list[tuple[str, str]]) -> None:
    assert keep(asked(query)) == kept


def test_bodies_are_offered_by_name_and_kind(world: World) -> None:
    form = read(AreaFilters, "")

    assert slugs(form, "region") == [
        ("", "All"),
        ("manchester", "Greater Manchester"),
        ("yorkshire", "Yorkshire and the Humber"),
    ]
    assert slugs(form, "pdu") == [("", "All"), ("kirklees", "Kirklees"), ("leeds", "Leeds"), ("wigan", "Wigan")]


@pytest.mark.parametrize(
    ("days", "query", "leeds"),
    [
        (0, "", []),
        (1, "", [("leeds", "Leeds")]),
        (0, "pdu=leeds", [("leeds", "Leeds (closed)")]),
        (1, "pdu=leeds", [("leeds", "Leeds")]),
    ],
)
def test_a_closed_body_is_offered_only_where_the_address_names_it(
    world: World, days: int, query: str, leeds: list[Any]
) -> None:
    close(world, "leeds", days=days)

    form = read(AreaFilters, query)

    assert [choice for choice in slugs(form, "pdu") if choice[0] == "leeds"] == leeds


def test_the_chosen_bodies_are_shown_in_words_and_found(world: World) -> None:
    form = read(AreaFilters, "region=yorkshire&pdu=leeds")

    assert form.chosen == [
        ("region", "Region", "Yorkshire and the Humber"),
        ("pdu", "Probation delivery unit (PDU)", "Leeds"),
    ]
    assert form.body("pdu") == world.organisations["leeds"]


@pytest.mark.parametrize("query", ["region=nowhere", "region=leeds", "region="])
def test_a_body_that_is_none_filters_nothing(world: World, query: str) -> None:
    form = read(AreaFilters, query)

    assert form.body("region") is None
    assert form.chosen == []


@pytest.mark.parametrize(
    ("query", "selection"),
    [
        ("", ActionSelection(state="")),
        (
            "mine=yes&state=overdue&blocked=yes&moved=yes&q=plans",
            ActionSelection(mine=True, state="overdue", blocked=True, moved=True, words="plans"),
        ),
        ("mine=no&state=lost&blocked=1&moved=on", ActionSelection(state="")),
        ("state=open", ActionSelection(state="open")),
    ],
)
@pytest.mark.django_db
def test_the_filters_of_actions(query: str, selection: ActionSelection) -> None:
    assert read(ActionFilters, query).filters() == selection


@pytest.mark.parametrize(
    ("query", "selection", "chosen"),
    [
        ("", RecommendationSelection(scope="area"), []),
        ("scope=area", RecommendationSelection(scope="area"), []),
        ("scope=all", RecommendationSelection(scope="all"), [("scope", "Show", "All published")]),
        ("scope=world", RecommendationSelection(scope="area"), []),
        (
            "state=answer-overdue",
            RecommendationSelection(scope="area", state="answer-overdue"),
            [("state", "State", "Answer overdue")],
        ),
    ],
)
@pytest.mark.django_db
def test_the_filters_of_recommendations(query: str, selection: RecommendationSelection, chosen: list[Any]) -> None:
    form = read(RecommendationFilters, query)

    assert form.filters() == selection
    assert form.chosen == chosen


@pytest.mark.parametrize(("is_retired", "theme"), [(False, "staffing"), (True, "")])
@pytest.mark.django_db
def test_a_retired_theme_is_not_offered(is_retired: bool, theme: str) -> None:
    Theme.objects.create(code="staffing", name="Staffing", position=1, is_retired=is_retired)

    form = read(RecommendationFilters, "theme=staffing")

    assert form.filters().theme == theme


@pytest.mark.parametrize(
    ("query", "selection"),
    [
        ("", InspectionSelection()),
        ("kind=pdu&rating=good&q=kirklees", InspectionSelection(kind="pdu", rating="good", words="kirklees")),
        ("kind=visit&rating=nice", InspectionSelection()),
    ],
)
@pytest.mark.django_db
def test_the_filters_of_inspections(query: str, selection: InspectionSelection) -> None:
    assert read(InspectionFilters, query).filters() == selection


def test_the_bodies_of_a_filter_cost_one_query(world: World, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        form = read(AreaFilters, "region=yorkshire&pdu=leeds")

    assert len(form.chosen) == 2
