"""What is held altogether: the counts of published reports alone, in one sentence."""

from typing import Any

import pytest

from inspections.choices import InspectionStatus
from inspections.models import Inspection
from tests.factories.carry_over import make_reinspection, make_verdict
from tests.factories.self_assessments import make_self_assessment
from tests.factories.world import World
from tracker.choices import Progress
from tracker.models import Recommendation
from tracker.queries.totals import Totals, totals


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        (
            Totals(1, 1, {"some": 1}, 1),
            "1 inspection, 1 recommendation, 1 judgement (0 sufficient, 1 some, 0 none), 1 flagged repeat",
        ),
        (
            Totals(0, 1200, {"sufficient": 2, "none": 3}, 0),
            "0 inspections, 1,200 recommendations, 5 judgements (2 sufficient, 0 some, 3 none), 0 flagged repeats",
        ),
    ],
)
def test_it_is_said_in_one_sentence(held: Totals, sentence: str) -> None:
    assert str(held) == sentence


def test_a_report_that_is_a_draft_does_not_count(world: World) -> None:
    Recommendation.objects.update(flagged_repeat=True)
    Inspection.objects.filter(pk=world.inspections["kirklees"].pk).update(status=InspectionStatus.DRAFT)

    held = totals()

    assert (held.inspections, held.recommendations, held.flagged_repeats) == (2, 2, 2)


def test_only_the_inspectorate_judges(world: World) -> None:
    make_reinspection(world)
    make_verdict(world, "kirklees", Progress.SOME)
    make_verdict(world, "region", Progress.SOME)
    make_self_assessment(world, "leeds", by="sibling_head")

    assert totals().by_category == {"some": 2}


def test_it_costs_four_queries(world: World, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(4):
        totals()
