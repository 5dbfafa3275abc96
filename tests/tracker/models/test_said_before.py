"""What was said of a report before this service: one row for a report, with a day where something happened."""

from datetime import date
from typing import Any

import pytest

from tests.factories.rows import refused_by, save_changed
from tests.factories.world import NOW, World
from tracker.choices import BeforeService
from tracker.models import SaidBefore


@pytest.fixture
def held(world: World) -> SaidBefore:
    return SaidBefore.objects.create(
        inspection=world.inspections["kirklees"],
        said=BeforeService.ANSWERED,
        said_on=date(2024, 12, 3),
        recorded_at=NOW,
        recorded_by=world.people["coordinator"],
    )


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("said_before_known", {"said": "perhaps"}),
        ("said_before_has_its_day", {"said_on": None}),
        ("said_before_has_its_day", {"said": "not-yet"}),
    ],
)
def test_what_cannot_be_is_refused(held: SaidBefore, constraint: str, changes: dict[str, Any]) -> None:
    with refused_by(SaidBefore, constraint):
        save_changed(held, **changes)


def test_it_names_its_report_and_what_was_said(held: SaidBefore) -> None:
    assert str(held) == f"{held.inspection}: Yes"
