"""The words of an alert are put right, and those that a report's words replace stay on record."""

from typing import Any

import pytest

from inspections.models import Alert
from tests.factories.answers import PRINTED_ALERT, make_alert
from tests.factories.corrections import WHY
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, World
from tracker.choices import NoticeKind
from tracker.errors import EditConflict, InvalidInput, NotAllowed
from tracker.models import Correction, Event, Notice
from tracker.operations.alerts import raise_printed_alert
from tracker.operations.corrections.alerts import correct_alert
from tracker.queries.corrections.said import alert_lines
from tracker.rules.access import SERVICE


def correct(world: World, alert: Alert, *, by: str = "coordinator", **changes: Any) -> Alert:
    concerns, required = alert_lines(alert)
    given = {
        "version": alert.version, "raised_on": alert.raised_on, "concerns": concerns, "required_actions": required,
        "reason": WHY,
    }  # fmt: skip
    return correct_alert(alert=alert, by=actor(world, by), at=NOW, **given | changes)


def test_its_words_are_corrected_and_its_body_told(world: World) -> None:
    alert = make_alert(world, "kirklees")
    before, _ = alert_lines(alert)

    corrected = correct(world, alert, concerns=("Plans are signed too late", "Nobody checks them"))

    assert alert_lines(corrected)[0] == ("Plans are signed too late", "Nobody checks them")
    row = Correction.objects.get(subject=alert.ref)
    assert (row.field, row.before, row.version) == ("concerns", list(before), 2)
    assert Event.objects.get(verb="alert.corrected").after["reason"] == WHY
    told = Notice.objects.filter(kind=NoticeKind.CORRECTED, subject=alert.ref)
    assert set(told.values_list("person__email", flat=True)) == {"head@example.org"}


@pytest.mark.parametrize("person", ["head", "lead", "national", "administrator"])
def test_only_a_coordinator_corrects(world: World, person: str) -> None:
    with pytest.raises(NotAllowed):
        correct(world, make_alert(world, "kirklees"), by=person, concerns=("Other",))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, ""),
        ({"concerns": ("Other",), "reason": ""}, "reason"),
        ({"concerns": (), "required_actions": ()}, "concerns"),
        ({"concerns": ("a" * 2_001,)}, "concerns"),
        ({"required_actions": ("see case X123456",)}, "required_actions"),
    ],
)
def test_what_cannot_be_saved_is_refused(world: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        correct(world, make_alert(world, "kirklees"), **changes)

    assert refused.value.field == field
    assert not Correction.objects.exists()


def test_the_second_saver_is_told(world: World) -> None:
    alert = make_alert(world, "kirklees")
    correct(world, alert, concerns=("Other",))

    with pytest.raises(EditConflict):
        correct(world, alert, concerns=("Another",))
    assert correct(world, alert, concerns=("Other",)).version == 2


def test_the_words_that_a_report_prints_again_change_nothing(world: World) -> None:
    report = world.inspections["kirklees"]
    first = raise_printed_alert(inspection=report, words=PRINTED_ALERT, by=SERVICE, at=NOW)
    first.inspection = None
    first.save()

    again = raise_printed_alert(inspection=report, words=PRINTED_ALERT, by=SERVICE, at=NOW)

    assert (again, again.version) == (first, 1)
    assert not Correction.objects.exists()
