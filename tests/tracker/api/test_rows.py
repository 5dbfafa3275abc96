"""Rows of lists: what each serializer makes of a row, asked in another way."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from rest_framework import serializers
from rest_framework.test import APIClient

from tests.factories.recurrence import make_line
from tests.factories.self_assessments import make_return, make_self_assessment
from tests.factories.shared import make_shared
from tests.factories.world import World, make_action
from tracker.api.rows import represented
from tracker.models import RecommendationTheme, Theme

Clients = Callable[[str], APIClient]


@pytest.mark.parametrize("room", ["recommendations", "actions", "inspections", "organisations"])
def test_a_list_is_what_its_serializer_makes(
    api: Clients, world: World, monkeypatch: pytest.MonkeyPatch, room: str
) -> None:
    make_shared(world)
    [*_, latest] = make_line(world, 2018)
    theme = Theme.objects.create(code="planning", name="Planning", position=1)
    RecommendationTheme.objects.create(recommendation=latest, theme=theme, is_primary=True)
    make_return(world, make_self_assessment(world))
    make_action(world, "undated", recommendation="kirklees", post="Head of PDU, kirklees", due_on=None)
    seen: list[tuple[Any, list[Any]]] = []

    def noted(serializer: Any, rows: Any) -> Any:
        seen.append((serializer, list(rows)))
        return represented(serializer, rows)

    monkeypatch.setattr("tracker.api.doors.represented", noted)
    answer = api("national").get(f"/api/v1/{room}/")

    [(serializer, rows)] = seen
    made = type(serializer)(rows, many=True, context=serializer.context).data
    assert len(rows) > 2
    assert represented(serializer, rows) == made
    assert [list(row) for row in answer.json()["results"]] == [list(row) for row in made]


class Part(serializers.Serializer[Any]):
    said = serializers.SerializerMethodField()

    def get_said(self, row: Any) -> str:
        return "said"


class Whole(serializers.Serializer[Any]):
    part = Part()


class Missing(serializers.Serializer[Any]):
    name = serializers.CharField(source="body.name", default="nobody")
    size = serializers.IntegerField(source="count", required=False)
    day = serializers.DateField(allow_null=True)


def test_a_part_of_a_row_cannot_ask_for_the_context() -> None:
    with pytest.raises(TypeError, match="context"):
        represented(Whole(), [SimpleNamespace(part=1)])


def test_what_is_missing_is_left_to_the_field() -> None:
    rows = [
        SimpleNamespace(body=None, day=None),
        SimpleNamespace(body=SimpleNamespace(name=7), count=lambda: 3, day=None),
    ]

    assert represented(Missing(), rows) == Missing(rows, many=True).data
    assert represented(Missing(), rows) == [{"name": "nobody", "day": None}, {"name": "7", "size": 3, "day": None}]
