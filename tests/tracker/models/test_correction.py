"""Corrections: rows that are only added, each with its reason, and what a fact said on a past day."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories.rows import refused_by
from tests.factories.world import NOW
from tracker.choices import CorrectedField
from tracker.models import Correction

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def correct(**values: Any) -> Correction:
    facts = {
        "subject": "REC-0231", "version": 2, "field": CorrectedField.TITLE, "before": "Check", "after": "Check plans",
        "reason": "It was cut short", "corrected_at": NOW,
    }  # fmt: skip
    return Correction.objects.create(**facts | values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("correction_once_per_version", {}),
        ("correction_has_a_reason", {"version": 3, "reason": ""}),
        ("correction_field_known", {"version": 3, "field": "colour"}),
    ],
)
def test_a_correction_that_cannot_be_is_refused(constraint: str, values: dict[str, Any]) -> None:
    assert str(correct()) == "Short title of REC-0231"

    with refused_by(Correction, constraint):
        correct(**values)


def test_what_was_corrected_together_is_found_by_the_version_since() -> None:
    title, text = correct(), correct(field=CorrectedField.TEXT)
    correct(version=3)
    correct(subject="REC-0007")

    assert list(Correction.objects.of_saves({("REC-0231", 2)})) == [title, text]


def test_what_a_fact_said_on_a_past_day_is_what_its_next_row_had_before() -> None:
    correct(version=2, corrected_at=NOW)
    correct(version=3, before="Check plans", after="Check each plan", corrected_at=NOW + 2 * DAY)

    said = [
        Correction.objects.filter(subject="REC-0231", field=CorrectedField.TITLE, corrected_at__gt=at)
        .order_by("corrected_at")
        .values_list("before", flat=True)
        .first()
        for at in (NOW - DAY, NOW + DAY, NOW + 3 * DAY)
    ]

    assert said == ["Check", "Check plans", None]


def test_a_correction_is_never_changed_or_deleted_where_the_database_can_refuse_it() -> None:
    made = correct()
    if connection.vendor != "postgresql":
        return  # SQLite, the demo's database, has no such guard

    for change in (lambda: Correction.objects.update(after="Other"), made.delete):
        with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
            change()
    assert Correction.objects.get() == made
