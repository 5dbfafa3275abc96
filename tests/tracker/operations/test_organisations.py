"""Loading a release's bodies: once, and lists follow a succession that is new."""

from datetime import date
from typing import Any

import pytest

from inspections import data
from inspections.choices import SuccessionKind
from inspections.data import SuccessionData
from inspections.models import Organisation, Succession
from tests.factories.world import World
from tests.harness import keeping as harness
from tracker.models import RecommendationPlace
from tracker.operations.organisations import load_organisations
from tracker.projections.rebuild import differences

TAKEOVER = SuccessionData(predecessor="kirklees", successor="wigan", on=date(2025, 4, 1), kind=SuccessionKind.SPLIT)


@pytest.mark.django_db
def test_a_release_is_loaded_once() -> None:
    given: dict[str, Any] = {"organisations": data.organisations(), "successions": data.successions()}

    made = [load_organisations(**given) for _ in range(2)]

    assert made == [Organisation.objects.count(), 0]


def test_lists_follow_a_succession_that_a_release_brings(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the service does it: without the tests' own notes of what is written."""
    monkeypatch.setattr(harness, "note", lambda *written: None)

    load_organisations(organisations=[], successions=[TAKEOVER])

    places = RecommendationPlace.objects.filter(organisation=world.organisations["wigan"], concerns=True)
    assert world.recommendations["kirklees"].pk in set(places.values_list("recommendation", flat=True))
    assert Succession.objects.count() == 1
    assert differences(mend=False) == []
