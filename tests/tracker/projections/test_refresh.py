"""What one change brings up to date beside itself."""

from datetime import date

import pytest

from inspections.models import Inspection
from tests.factories.recurrence import make_line
from tests.factories.world import World
from tracker.models import Action, KeptRecommendation, OpenActions, RecommendationPlace
from tracker.projections.rebuild import differences
from tracker.projections.refresh import refresh
from tracker.projections.touched import Touched

pytestmark = pytest.mark.django_db


def test_the_date_of_a_report_moves_since_when_all_that_repeats_it_was_made(world: World) -> None:
    first, second, last = make_line(world, 2018, 2021)
    assert differences(mend=False) == []

    Inspection.objects.filter(pk=first.inspection_id).update(published_on=date(2017, 3, 9), published_precision="day")

    since = KeptRecommendation.objects.filter(pk__in=[second.pk, last.pk]).values_list("first_made_on", flat=True)
    assert set(since) == {date(2017, 3, 9)}
    assert differences(mend=False) == []


def test_an_action_moves_the_date_of_what_it_answers_and_the_count_of_its_body(world: World) -> None:
    action = world.actions["kirklees"]

    Action.objects.filter(pk=action.pk).update(due_on=date(2026, 12, 24))

    places = RecommendationPlace.objects.filter(recommendation=world.recommendations["kirklees"])
    assert set(places.values_list("next_due_on", flat=True)) == {date(2026, 12, 24)}
    counts = OpenActions.objects.filter(organisation=world.organisations["kirklees"])
    assert list(counts.values_list("due_on", "actions")) == [(date(2026, 12, 24), 1)]


def test_what_has_gone_meanwhile_is_no_fault(world: World) -> None:
    refresh(Touched(said={99_999}, whole={99_999}, actions={99_999}, reports={99_999}, bodies={99_999}))

    assert differences(mend=False) == []
