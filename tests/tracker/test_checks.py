"""The check that keeps demo accounts, whose password is printed, out of the real service."""

from typing import Any

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from tracker.models import Person

pytestmark = pytest.mark.django_db


def found() -> list[str]:
    return [each.id for each in run_checks(tags=[Tags.database], databases=["default"])]


@pytest.mark.parametrize(
    ("is_demo", "debug", "errors"),
    [(True, False, ["tracker.E001"]), (True, True, []), (False, False, []), (False, True, [])],
)
def test_demo_people_are_an_error_when_debug_is_off(
    is_demo: bool, debug: bool, errors: list[str], settings: Any
) -> None:
    Person.objects.create_user("head@demo.example", "Head (demo)", is_demo=is_demo)
    settings.DEBUG = debug

    assert found() == errors


def test_migrating_is_refused(settings: Any) -> None:
    Person.objects.create_user("head@demo.example", "Head (demo)", is_demo=True)
    settings.DEBUG = False

    with pytest.raises(SystemCheckError, match="demo accounts"):
        call_command("migrate", skip_checks=False, verbosity=0)
