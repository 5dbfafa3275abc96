"""Announced fieldwork: who knows of it, when it is open, and the views that it froze."""

from datetime import date
from typing import Any

import pytest

from inspections.choices import InspectionKind
from tests.factories.reinspection import make_fieldwork
from tests.factories.rows import STRANGER, places_of, refused_by, save_changed, save_twin
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, World
from tracker.models import Fieldwork, FrozenView
from tracker.rules.access import SERVICE

WITHDRAWN = {"withdrawn_at": NOW, "withdrawn_reason": "Called off"}


@pytest.mark.parametrize(
    ("key", "expected"), [("owner", 1), ("lead", 1), ("national", 1), ("sibling_head", 0), ("disabled", 0)]
)
def test_it_is_known_in_the_bodys_area(world: World, key: str, expected: int) -> None:
    make_fieldwork(world)

    assert Fieldwork.objects.visible_to(actor(world, key)).count() == expected


def test_the_service_knows_and_a_stranger_does_not(world: World) -> None:
    make_fieldwork(world)

    assert [Fieldwork.objects.visible_to(by).count() for by in (SERVICE, STRANGER)] == [1, 0]


@pytest.mark.parametrize(("key", "expected"), [("head", 1), ("owner", 1), ("lead", 0), ("national", 0)])
def test_a_role_for_the_very_body_is_asked_for(world: World, key: str, expected: int) -> None:
    make_fieldwork(world)

    assert Fieldwork.objects.on_bodies_of(actor(world, key)).count() == expected


def test_the_soonest_of_an_area_comes_first(world: World, django_assert_num_queries: Any) -> None:
    make_fieldwork(world, "kirklees")
    make_fieldwork(world, "leeds", starts_on=date(2026, 12, 1))
    make_fieldwork(world, "wigan")

    with django_assert_num_queries(1):
        rows = Fieldwork.objects.of_area(world.organisations["yorkshire"]).for_row()
        bodies = [(row.organisation.name, row.organisation.parent.name) for row in rows]

    assert bodies == [("Leeds", "Yorkshire and the Humber"), ("Kirklees", "Yorkshire and the Humber")]


@pytest.mark.parametrize(
    ("changes", "is_open", "words"),
    [({}, True, "Announced"), (WITHDRAWN, False, "Withdrawn"), ({"inspection": "kirklees"}, False, "Reported")],
)
def test_it_is_open_until_it_is_withdrawn_or_reported_on(
    world: World, changes: dict[str, Any], is_open: bool, words: str
) -> None:
    fieldwork = make_fieldwork(world)
    save_changed(fieldwork, **{name: world.inspections.get(str(value), value) for name, value in changes.items()})

    held = Fieldwork.objects.get(pk=fieldwork.pk)

    assert (held.is_open, held.state) == (is_open, words)
    assert Fieldwork.objects.open().exists() is is_open


def test_frozen_views_come_in_the_order_of_the_reports(world: World, django_assert_num_queries: Any) -> None:
    make_fieldwork(world, "leeds")
    make_fieldwork(world, "kirklees")

    with django_assert_num_queries(1):
        views = list(FrozenView.objects.for_page())
        places = [(view.answerable.organisation.slug, view.answerable.recommendation.position) for view in views]

    assert places == [("kirklees", 1), ("yorkshire", 2), ("leeds", 1)]
    assert places_of(world.recommendations, [view.answerable for view in views]) == {"kirklees", "region", "leeds"}


def test_open_fieldwork_is_refused_a_second_time_for_a_body_and_kind(world: World) -> None:
    fieldwork = make_fieldwork(world)

    with refused_by(Fieldwork, "fieldwork_open_once_per_body_and_kind"):
        save_twin(fieldwork)


def test_fieldwork_may_be_announced_again_once_it_was_withdrawn(world: World) -> None:
    fieldwork = make_fieldwork(world)
    save_changed(fieldwork, **WITHDRAWN)

    save_twin(fieldwork, kind=InspectionKind.PDU)

    assert Fieldwork.objects.open().count() == 1


def test_fieldwork_of_an_unknown_kind_is_refused(world: World) -> None:
    with refused_by(Fieldwork, "fieldwork_kind_known"):
        save_changed(make_fieldwork(world), kind="visit")


def test_a_view_is_refused_a_second_time_and_an_unknown_confidence_at_all(world: World) -> None:
    view = make_fieldwork(world, "leeds").views.get()

    with refused_by(FrozenView, "frozen_view_once"):
        save_twin(view)
    with refused_by(FrozenView, "frozen_view_confidence_known"):
        save_changed(view, confidence="certain")


def test_fieldwork_on_a_day_beyond_those_that_are_kept_is_refused(world: World) -> None:
    with refused_by(Fieldwork, "fieldwork_days_in_bounds"):
        save_changed(make_fieldwork(world), starts_on=date.max)
