"""Two windows self-assessment or review at the same moment, on real connections: one of each is kept."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.factories.self_assessments import make_review, make_self_assessment
from tests.factories.world import make_person, make_world
from tracker.choices import Judge, Role
from tracker.errors import EditConflict
from tracker.models import Judgement, Review

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*windows: Callable[[], object]) -> list[str]:
    """What each window gets: 'saved' or 'changed'."""
    start = Barrier(len(windows))

    def run(window: Callable[[], object]) -> str:
        try:
            start.wait(timeout=60)
            window()
            return "saved"
        except EditConflict:
            return "changed"
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(windows)) as pool:
        return sorted(pool.map(run, windows))


def test_a_double_click_makes_one_self_assessment() -> None:
    world = make_world()

    answers = at_once(*[lambda: make_self_assessment(world, newest=0)] * 2)

    assert answers == ["saved", "saved"]
    assert Judgement.objects.filter(judge=Judge.OWNER).count() == 1


def test_two_people_at_once_make_one_self_assessment() -> None:
    world = make_world()

    answers = at_once(*[lambda by=by: make_self_assessment(world, newest=0, by=by) for by in ("head", "lead")])

    assert answers == ["changed", "saved"]
    assert Judgement.objects.filter(judge=Judge.OWNER).count() == 1


def test_two_reviewers_at_once_make_one_review() -> None:
    world = make_world()
    make_person(world, "second_lead", role=Role.REGIONAL_LEAD, body="yorkshire", title="Head of Operations")
    self_assessment = make_self_assessment(world)

    answers = at_once(*[lambda by=by: make_review(world, self_assessment, by=by) for by in ("lead", "second_lead")])

    assert answers == ["changed", "saved"]
    assert (Review.objects.count(), Judgement.objects.filter(judge=Judge.REGION).count()) == (1, 1)
