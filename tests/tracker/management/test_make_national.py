"""`manage.py make_national`: the same from the same seed, and only where there is no other work."""

from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Exists, Model, OuterRef
from django.test import override_settings

from inspections.models import Inspection
from tests.factories.world import NOW, TODAY
from tracker.choices import ActionStatus
from tracker.errors import InvalidInput, NotAllowed, WrongState
from tracker.management.commands import make_national
from tracker.models import Action, Answerable, DateChange, Event, Judgement, Person, Recommendation, Update
from tracker.rules.access import SERVICE, Actor
from tracker.sample_data.demo import facts
from tracker.sample_data.national import tables
from tracker.sample_data.national.world import make_national_world

pytestmark = pytest.mark.django_db
MADE = (Inspection, Person, Recommendation, Answerable, Action, Update, DateChange, Judgement, Event)
# A password's salt is new each time; bodies and frameworks are of the release, and numbered by the database.
NOT_REPEATED = {"password", "organisation_id", "addressee_id", "framework_id"}


def make(**other: Any) -> None:
    asked = {"recommendations": 6, "updates": 2, "seed": 7, "is_for_tests": True, "on": TODAY, "by": SERVICE, "at": NOW}
    make_national_world(**{**asked, **other})


def rows_made(**other: Any) -> dict[str, list[dict[str, Any]]]:
    """The rows of a world that is gone afterwards."""
    with transaction.atomic():
        make(**other)
        rows = {model.__name__: rows_of(model) for model in MADE}
        transaction.set_rollback(True)
    return rows


def rows_of(model: type[Model]) -> list[dict[str, Any]]:
    names = {field.attname for field in model._meta.concrete_fields} - NOT_REPEATED
    return list(model._default_manager.order_by("pk").values(*names))


def test_the_same_seed_makes_the_same_rows() -> None:
    assert rows_made() == rows_made()


def test_another_seed_makes_others() -> None:
    assert rows_made(seed=8)["Update"] != rows_made(seed=7)["Update"]


@override_settings(DEBUG=False)
def test_it_refuses_outside_the_demo_unless_told() -> None:
    with pytest.raises(WrongState, match="--test-database"):
        make(is_for_tests=False)


def test_it_refuses_beside_other_work() -> None:
    Inspection.objects.create(kind="pdu")

    with pytest.raises(WrongState, match="empty database"):
        make()


@pytest.mark.parametrize(
    "wrong", [{"on": date(2022, 12, 31)}, {"updates": -1}, {"recommendations": -1}, {"ended": 1.5}, {"ended": -0.1}]
)
def test_it_refuses_what_it_cannot_make(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        make(**wrong)


def test_rows_written_in_small_parts_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = rows_made()
    monkeypatch.setattr(tables, "HELD", 10)

    assert rows_made() == at_once


class TestEnded:
    """Most actions have ended in a service that has run for years, with updates or without."""

    def test_all_have_ended_if_told(self) -> None:
        make(recommendations=20, updates=0, ended=1.0)

        assert Action.objects.exists()
        assert not Action.objects.open().exists()

    def test_those_of_ended_recommendations_have_ended_and_no_others(self) -> None:
        make(recommendations=20, updates=0, ended=0.0)

        standing = Action.objects.filter(answers__answerable__to_on=None)
        assert set(standing.values_list("status", flat=True)) == {ActionStatus.NOT_STARTED}
        assert not Action.objects.exclude(pk__in=standing).open().exists()

    def test_each_has_the_update_that_ended_it_and_the_others_have_none(self) -> None:
        make(recommendations=20, updates=0, ended=0.5)

        updates = Update.objects.filter(action=OuterRef("pk"), status=OuterRef("status"))
        assert not Action.objects.open().filter(Exists(updates)).exists()
        assert Update.objects.count() == Action.objects.exclude(pk__in=Action.objects.open()).count()
        assert not Action.objects.exclude(pk__in=Action.objects.open()).exclude(Exists(updates)).exists()

    def test_open_ones_with_updates_are_in_progress(self) -> None:
        make(recommendations=20, updates=2, ended=0.5)

        begun = Action.objects.open().filter(updates__isnull=False)
        assert set(begun.values_list("status", flat=True)) == {ActionStatus.IN_PROGRESS}


def test_it_refuses_strangers() -> None:
    with pytest.raises(NotAllowed):
        make(by=Actor(person_id=1, name="Nobody"))


def test_the_command_prints_how_fast_it_was(capsys: Any) -> None:
    call_command("make_national", "--recommendations=3", "--updates=1", "--on=2026-11-18", "--test-database")

    out = capsys.readouterr().out
    assert "rows a second" in out
    assert facts.password() in out


def test_the_command_says_how_far_it_is(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_national, "TELL_EVERY", 0)

    call_command("make_national", "--recommendations=3", "--updates=0", "--ended=1", "--test-database")

    out = capsys.readouterr().out
    assert "3 of 3 recommendations" in out
    assert "Carry-overs" in out


@override_settings(DEBUG=False)
def test_the_command_says_why_not() -> None:
    with pytest.raises(CommandError, match="--test-database"):
        call_command("make_national")
