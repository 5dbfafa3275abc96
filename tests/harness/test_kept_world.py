"""A world that is put back is the world as it is made, and no test sees what another did to it."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import models, transaction

from inspections.choices import OrganisationKind
from inspections.models import Organisation
from tests.factories.world import build_world, make_world
from tests.harness.kept_world import rows
from tracker.models import Answerable

SALTED = "password"
NUMBER = re.compile(r"(?<=[A-Z]{3}-)\d{4,}|(?<='owner_post': )\d+")


def as_told(found: Any) -> dict[str, list[dict[str, Any]]]:
    """Rows without the numbers that keys happen to have: each is told as the place of its row, and none in a name."""
    places = {(model, key): place for model, held in found.items() for place, key in enumerate(held)}

    def told(model: type[models.Model], row: dict[str, Any]) -> dict[str, Any]:
        return {
            field.attname: places.get((field.related_model, row[field.attname]))
            if field.is_relation
            else NUMBER.sub("", str(row[field.attname]))
            for field in model._meta.concrete_fields
            if not field.primary_key and not field.generated and field.name != SALTED
        }

    return {model._meta.label: [told(model, row) for row in held.values()] for model, held in found.items()}


@pytest.mark.django_db
def test_it_has_the_rows_of_the_world_as_it_is_made() -> None:
    with transaction.atomic(), time_machine.travel(datetime(2031, 5, 1, tzinfo=UTC)):
        build_world()
        made = as_told(rows())
        transaction.set_rollback(True)

    make_world()

    assert sum(map(len, made.values())) > 50
    assert as_told(rows()) == made


@pytest.mark.django_db
@pytest.mark.parametrize("time", [1, 2])
def test_nothing_that_was_done_to_it_is_seen_again(time: int) -> None:
    world = make_world()
    found = (len(world.people), world.people["head"].name, Answerable.objects.first().from_on)
    world.people["head"].name = f"Somebody else, {time}"
    world.people.pop("owner")
    Answerable.objects.update(from_on=date(2025, 2, 3))

    assert found == (11, "Head of PDU, Kirklees", date(2024, 11, 1))


@pytest.mark.django_db
def test_its_objects_are_those_of_its_rows() -> None:
    world = make_world()

    for held in (world.organisations, world.people, world.posts, world.inspections, world.actions):
        assert all(type(each).objects.get(pk=each.pk) == each for each in held.values())


@pytest.mark.django_db
def test_where_its_keys_are_taken_it_is_made_anew() -> None:
    with transaction.atomic():
        key = make_world().organisations["moj"].pk
        transaction.set_rollback(True)
    Organisation.objects.create(pk=key, kind=OrganisationKind.PDU, name="Calderdale", slug="calderdale", path="/c/")

    world = make_world()

    assert Organisation.objects.get(pk=key).slug == "calderdale"
    assert world.organisations["moj"].pk != key
    assert Organisation.objects.count() == len(world.organisations) + 1
