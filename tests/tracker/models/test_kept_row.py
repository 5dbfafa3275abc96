"""Kept rows go with the record that they are about, and nothing rests on them."""

import pytest
from django.db import models

from tests.factories.world import World
from tracker.models import Action, ActionPlace, AlertAction, Answers
from tracker.models.kept_row import KeptRow

KEPT = sorted(KeptRow.__subclasses__(), key=str)
RELATIONS = [
    pytest.param(field, id=f"{model.__name__}.{field.name}")
    for model in KEPT
    for field in model._meta.concrete_fields
    if field.is_relation
]


@pytest.mark.parametrize("field", RELATIONS)
def test_the_database_looks_nothing_up_for_a_kept_row(field: models.ForeignKey) -> None:
    assert (field.db_constraint, field.remote_field.on_delete) == (False, models.CASCADE)


def test_there_are_kept_rows() -> None:
    assert len(KEPT) == 7
    assert KeptRow._meta.abstract


def test_they_go_with_their_record(world: World) -> None:
    action = world.actions["kirklees"]
    assert ActionPlace.objects.filter(action=action).exists()
    Answers.objects.filter(action=action).delete()
    AlertAction.objects.filter(action=action).delete()

    Action.objects.filter(pk=action.pk).delete()

    assert not ActionPlace.objects.filter(action=action.pk).exists()
