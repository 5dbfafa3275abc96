"""Samples write much without operations; lists show all of it as soon as a sample stands.

As the service does it: without what the tests themselves note of what is written (tests/harness/keeping.py).
"""

import pytest

from inspections.reader.sandbox import read_in_child
from tests.factories.world import NOW, TODAY
from tests.harness import keeping as harness
from tracker.models import KeptRecommendation, Recommendation
from tracker.projections.rebuild import differences
from tracker.rules.access import SERVICE
from tracker.sample_data.demo import facts
from tracker.sample_data.demo.world import make_demo_world
from tracker.sample_data.national.world import make_national_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def as_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harness, "note", lambda *written: None)


def test_the_demo_is_kept(settings) -> None:
    settings.DEBUG = True

    make_demo_world(report=read_in_child(facts.look_alike()), on=TODAY, by=SERVICE, at=NOW)

    assert KeptRecommendation.objects.count() == Recommendation.objects.count() > 0
    assert differences(mend=False) == []


def test_the_national_world_is_kept() -> None:
    make_national_world(recommendations=20, updates=1, seed=7, is_for_tests=True, on=TODAY, by=SERVICE, at=NOW)

    assert KeptRecommendation.objects.count() == Recommendation.objects.count() > 0
    assert differences(mend=False) == []
