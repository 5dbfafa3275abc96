"""Two people confirm, or record, at the same moment on real connections: it happens once."""

import uuid

import pytest

from tests.factories.reorganisations import CASES, actor, decide_as_proposed, make_changing_world, record_case
from tests.factories.world import NOW
from tests.tracker.operations.test_self_assessments_at_once import at_once
from tracker.models import Answerable, Answers, Event, Reorganisation
from tracker.operations.takeovers import confirm

pytestmark = pytest.mark.django_db(transaction=True)
CASE = CASES["staffordshire"]


def test_two_who_confirm_at_once_pass_on_once() -> None:
    world = make_changing_world(*CASE.closing)
    record = record_case(world, CASE)
    version = decide_as_proposed(world, record).version
    people = [actor(world, key) for key in ("national", "coordinator")]

    answers = at_once(*[lambda by=by: confirm(reorganisation=record, version=version, by=by, at=NOW) for by in people])

    assert answers == ["saved", "saved"]
    assert Answerable.objects.filter(follows__isnull=False).count() == 6
    assert Answers.objects.current().filter(answerable__follows__isnull=False).count() == 4
    assert Event.objects.filter(verb="reorganisation.confirmed").count() == 1


def test_a_double_click_records_once() -> None:
    world = make_changing_world()
    token = uuid.uuid4()

    answers = at_once(*[lambda: record_case(world, CASE, token=token)] * 2)

    assert answers == ["saved", "saved"]
    assert Reorganisation.objects.count() == 1
