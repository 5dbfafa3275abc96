"""`manage.py load_demo`: only with DEBUG, once, and the sign-ins on their own."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from inspections.models import Inspection, Organisation
from inspections.reader.sandbox import read_in_child
from tests.factories.world import NOW, TODAY
from tracker.errors import WrongState
from tracker.models import Action, Answerable, Event, Judgement, Person, Post, Recommendation, Update
from tracker.rules.access import SERVICE
from tracker.sample_data.demo import facts
from tracker.sample_data.demo.world import make_demo_world

pytestmark = pytest.mark.django_db
MODELS = (Organisation, Inspection, Recommendation, Answerable, Action, Update, Event, Judgement, Person, Post)


@pytest.fixture
def debug(settings: Any, tmp_path: Path) -> None:
    settings.DEBUG = True
    settings.MEDIA_ROOT = tmp_path


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in MODELS}


@pytest.mark.usefixtures("debug")
def test_a_second_run_changes_nothing_and_says_so(capsys: Any) -> None:
    call_command("load_demo")
    before = counts()
    capsys.readouterr()

    call_command("load_demo")

    assert counts() == before
    assert "Nothing was changed" in capsys.readouterr().out


@pytest.mark.usefixtures("debug")
def test_it_says_what_was_made_and_who_can_sign_in(capsys: Any) -> None:
    call_command("load_demo")

    out = capsys.readouterr().out
    assert "41 people, 60 recommendations and 64 actions made." in out
    assert all(line.email in out for line in facts.sign_ins())
    assert facts.password() in out


@pytest.mark.usefixtures("debug")
@pytest.mark.parametrize("option", ["--sign-ins", "--accounts"])
def test_the_sign_ins_alone_make_nothing(option: str, capsys: Any) -> None:
    call_command("load_demo", option)

    assert "head.kirklees@demo.example" in capsys.readouterr().out
    assert counts() == dict.fromkeys(counts(), 0)


@pytest.mark.parametrize("options", [[], ["--sign-ins"]])
def test_it_refuses_without_debug(options: list[str]) -> None:
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("load_demo", *options)

    assert counts() == dict.fromkeys(counts(), 0)


def test_the_operation_refuses_without_debug() -> None:
    report = read_in_child(facts.look_alike(), "report.txt")

    with pytest.raises(WrongState, match="DEBUG"):
        make_demo_world(report=report, on=TODAY, by=SERVICE, at=NOW)
