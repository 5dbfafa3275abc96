"""Rebuilding gives what refreshing gave; the check finds what differs, and mends it when asked to."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import models

from tests.factories.recurrence import make_line
from tests.factories.self_assessments import make_return, make_self_assessment
from tests.factories.shared import make_shared
from tests.factories.world import World
from tracker.models import (
    ActionPlace,
    KeptAnswer,
    KeptChain,
    KeptRecommendation,
    MadeCounts,
    OpenActions,
    RecommendationPlace,
)
from tracker.models.kept_row import KeptRow
from tracker.projections import rebuild as module
from tracker.projections.rebuild import MODELS, Difference, differences, rebuild

pytestmark = pytest.mark.django_db
WRONG: dict[type[models.Model], dict[str, Any]] = {
    KeptAnswer: {"owner_category": "sufficient"},
    KeptRecommendation: {"times_made": 9},
    RecommendationPlace: {"is_open": False, "next_due_on": date(2030, 1, 1)},
    ActionPlace: {"is_moved": True},
    OpenActions: {"actions": 9},
    KeptChain: {"years": 99},
    MadeCounts: {"once": 99},
}

SUBJECTS: dict[type[models.Model], str] = {
    KeptAnswer: "answerable_id",
    KeptChain: "latest_id",
    KeptRecommendation: "recommendation_id",
    MadeCounts: "theme_key",
    RecommendationPlace: "recommendation_id",
    ActionPlace: "action_id",
}


@pytest.fixture
def full(world: World) -> World:
    """The cast with recommendations of two bodies, a line of three, and a return."""
    make_shared(world)
    make_line(world, 2018, 2021)
    make_return(world, make_self_assessment(world))
    return world


def rows(model: type[models.Model]) -> list[dict[str, Any]]:
    """Return all that a table holds but for the rows' own numbers."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname != "id"]
    return list(model._base_manager.order_by(*names).values(*names))


def first(model: type[models.Model]) -> Any:
    return models.QuerySet(model).filter(pk=rows_by_key(model)[0])


def rows_by_key(model: type[models.Model]) -> list[int]:
    return list(model._base_manager.order_by("pk").values_list("pk", flat=True))


def name_of(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name_plural)


def test_every_kept_table_is_rebuilt() -> None:
    assert set(MODELS) == set(KeptRow.__subclasses__()) == WRONG.keys()


def test_rebuilding_gives_what_refreshing_gave(full: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PART", 3)
    refreshed = {model: rows(model) for model in MODELS}

    rebuild()

    assert {model: rows(model) for model in MODELS} == refreshed
    assert all(refreshed.values())


def test_nothing_differs_at_first(full: World) -> None:
    assert differences(mend=False) == []


class TestEachTable:
    @pytest.mark.parametrize("model", MODELS, ids=name_of)
    def test_a_wrong_row_is_found_and_mended(self, full: World, model: type[models.Model]) -> None:
        self._check(model, lambda: first(model).update(**WRONG[model]))

    @pytest.mark.parametrize("model", MODELS, ids=name_of)
    def test_a_missing_row_is_found_and_mended(self, full: World, model: type[models.Model]) -> None:
        self._check(model, lambda: first(model).delete())

    @pytest.mark.parametrize("model", MODELS, ids=name_of)
    def test_a_superfluous_row_is_found_and_mended(self, full: World, model: type[models.Model]) -> None:
        """Of a record that has gone without its rows: no key of the database forbids it."""
        subject = SUBJECTS.get(model)

        def add() -> None:
            row = first(model).get()
            row.pk, row._state.adding = None, True
            setattr(row, subject or "due_on", 99_999 if subject else date(2040, 1, 1))
            row.save(force_insert=True)

        self._check(model, add)

    def _check(self, model: type[models.Model], spoil: Callable[[], Any]) -> None:
        before = rows(model)
        spoil()
        assert rows(model) != before

        found = differences(mend=False)
        assert name_of(model) in {difference.table for difference in found}
        assert rows(model) != before, "looking changes nothing"
        differences(mend=True)

        assert rows(model) == before
        assert differences(mend=False) == []


class TestWhatRestsOnAnother:
    def test_a_place_that_follows_a_wrong_answer_is_mended_with_it(self, full: World) -> None:
        """Both say the same wrong thing."""
        action = full.actions["kirklees"]
        KeptAnswer.objects.filter(answerable__answers__action=action).update(seen_from="/moj/hmpps/manchester/wigan/")
        wigan = full.organisations["wigan"]
        row = ActionPlace.objects.filter(action=action).first()
        assert row is not None
        ActionPlace.objects.create(action=action, organisation=wigan, is_owned=False, is_open=True, is_moved=False)

        differences(mend=True)

        assert not ActionPlace.objects.filter(action=action, organisation=wigan).exists()
        assert differences(mend=False) == []


class TestTheCommand:
    def test_it_says_what_it_worked_out(self, full: World) -> None:
        out = StringIO()

        call_command("rebuild", stdout=out)

        said = out.getvalue()
        assert said.startswith("Worked out ")
        assert f"{KeptRecommendation.objects.count()} kept recommendations" in said

    def test_an_empty_service_has_nothing_to_work_out(self, db: None) -> None:
        out = StringIO()

        call_command("rebuild", stdout=out)

        assert out.getvalue() == "There is nothing to work out yet.\n"

    def test_the_check_says_that_all_is_well(self, full: World) -> None:
        out = StringIO()

        call_command("rebuild", check=True, stdout=out)

        assert out.getvalue() == "What lists ask for is as the facts say.\n"

    def test_the_check_fails_with_what_differs_and_changes_nothing(self, full: World) -> None:
        first(OpenActions).delete()
        err = StringIO()

        with pytest.raises(CommandError, match=r"Run manage\.py rebuild"):
            call_command("rebuild", check=True, stderr=err)

        assert err.getvalue().startswith("open actions: 1 row differs. The first: (")
        assert [difference.rows for difference in differences(mend=False)] == [1]


def test_a_difference_names_its_table(full: World) -> None:
    KeptRecommendation.objects.update(times_made=9)

    [difference] = differences(mend=False)

    assert (difference.table, difference.rows) == ("kept recommendations", KeptRecommendation.objects.count())
    assert isinstance(difference, Difference)
    assert "'times_made': 9" in difference.first
