"""No day before 2000 or after 2100 is kept where days are counted on: one in the year 1 stopped every reminder."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from inspections.choices import FIRST_DAY, LAST_DAY
from tests.factories.world import World, make_world
from tracker.models import Action
from tracker.rules import working_days

DAY = timedelta(days=1)
# Each table with such days, and which of them are bounded.
BOUNDED = {
    "Action": {"due_on", "first_due_on", "blocked_since_on"},
    "AlertDuty": {"answer_by_on", "first_answer_by_on"},
    "DateChange": {"new_on"},
    "EvidenceVersion": {"about_on"},
    "Fieldwork": {"starts_on"},
    "Review": {"answer_by_on"},
    "Snooze": {"until_on"},
}


def bounds() -> dict[str, models.CheckConstraint]:
    found: dict[str, models.CheckConstraint] = {}
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, models.CheckConstraint) and constraint.name.endswith("_days_in_bounds"):
                found[model.__name__] = constraint
    return found


def test_each_is_bounded() -> None:
    named = {
        name: {field.partition("__")[0] for field, _ in _leaves(each.condition)} for name, each in bounds().items()
    }
    assert named == BOUNDED


def _leaves(condition: Any) -> list[tuple[str, Any]]:
    parts = [_leaves(child) if isinstance(child, models.Q) else [child] for child in condition.children]
    return [leaf for part in parts for leaf in part]


@pytest.mark.parametrize(
    ("day", "is_kept"),
    [
        (None, True),
        (date.min, False),
        (FIRST_DAY - DAY, False),
        (FIRST_DAY, True),
        (LAST_DAY, True),
        (LAST_DAY + DAY, False),
        (date.max, False),
    ],
)
@pytest.mark.django_db
def test_the_database_keeps_a_day_within_the_bounds_alone(day: date | None, is_kept: bool) -> None:
    world: World = make_world()
    action = world.actions["kirklees"]

    def save() -> None:
        with transaction.atomic():
            Action.objects.filter(pk=action.pk).update(due_on=day)

    if is_kept:
        save()
    else:
        with pytest.raises(IntegrityError, match="action_days_in_bounds"):
            save()


@pytest.mark.parametrize("name", BOUNDED)
@pytest.mark.django_db
def test_each_refuses_the_year_one(name: str) -> None:
    model = apps.get_model("tracker", name)
    for column in BOUNDED[name]:
        with pytest.raises(ValidationError):
            bounds()[name].validate(model, model(**{column: date.min}))


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY])
@pytest.mark.parametrize("days", [0, 1, 5, 60])
def test_working_days_reach_from_every_day_that_is_kept(day: date, days: int) -> None:
    holidays = working_days.bank_holidays()
    assert working_days.before(day, days, holidays) <= day <= working_days.after(day, days, holidays)
