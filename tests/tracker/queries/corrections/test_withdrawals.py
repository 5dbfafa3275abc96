"""What depends on a report beside what publishing made, and all of it that is kept when it is withdrawn."""

import pytest

from inspections.models import Inspection
from tests.factories.publishing import JUDGES, publish_report
from tests.factories.self_assessments import make_self_assessment
from tests.factories.world import NOW, World
from tracker.models import Answerable
from tracker.models.kept_row import KeptRow
from tracker.queries.corrections.said import said_on
from tracker.queries.corrections.withdrawals import depending_on, judged_by, made_with, published_at, snapshot
from tracker.rules.withdrawals import RESTS_ON


def test_nothing_depends_on_a_report_that_was_just_published(world: World) -> None:
    report = publish_report(**JUDGES)
    report = Inspection.objects.select_related("draft").get(pk=report.pk)

    assert published_at(report) == NOW
    assert depending_on(report) == {}
    assert made_with(report).count() == 5
    assert len(judged_by(report)) == 2
    assert len(snapshot(report)["recommendations"]) == 5


def test_what_was_said_and_done_since_depends_on_it(world: World) -> None:
    make_self_assessment(world)

    assert depending_on(world.inspections["kirklees"]) == {"actions": 2, "view of progress": 1}


def test_whatever_can_rest_on_an_answer_has_its_words() -> None:
    assert said_on([]).keys() <= RESTS_ON.keys()


@pytest.mark.parametrize("relation", Answerable._meta.related_objects, ids=lambda relation: relation.name)
def test_every_table_that_points_to_an_answer_is_looked_at(relation) -> None:
    model = relation.related_model

    assert model.__name__ in said_on([]) or issubclass(model, KeptRow) or model is Answerable
