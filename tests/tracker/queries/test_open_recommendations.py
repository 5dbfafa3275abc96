"""What counts as open for a body, when several bodies answer for one recommendation."""

from datetime import date

import pytest

from inspections.models import Organisation
from tests.factories.world import NOW, TODAY, World, make_inspection, make_recommendation
from tracker.choices import Ending
from tracker.models import Answerable, Recommendation
from tracker.operations.endings import end_answerable
from tracker.queries.recommendations import RecommendationSelection, chosen
from tracker.rules.access import SERVICE

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(world: World) -> Recommendation:
    """Of the region's report: Kirklees has ended it, its sibling still answers."""
    world.inspections["region"] = make_inspection(world, "yorkshire")
    recommendation = make_recommendation(world, "shared", inspection="region", addressee="kirklees")
    Answerable.objects.create(
        recommendation=recommendation, organisation=world.organisations["leeds"], from_on=date(2024, 11, 1)
    )
    ended = recommendation.answerables.get(organisation=world.organisations["kirklees"])
    end_answerable(answerable=ended, ending=Ending.OVERTAKEN, reason="The team moved", by=SERVICE, at=NOW)
    return recommendation


def is_open_of(recommendation: Recommendation, body: Organisation) -> bool:
    listed = {
        state: chosen(SERVICE, RecommendationSelection(state=state, region=body), on=TODAY)
        .filter(recommendation=recommendation)
        .exists()
        for state in ("open", "ended")
    }
    assert listed["ended"] is not listed["open"]
    return listed["open"]


@pytest.mark.parametrize(("body", "expected"), [("kirklees", False), ("leeds", True), ("yorkshire", True)])
def test_it_is_open_for_whoever_still_answers(world: World, shared: Recommendation, body: str, expected: bool) -> None:
    assert is_open_of(shared, world.organisations[body]) is expected
