"""Self-assessments and evidence for tests, made through the operations where there are any."""

from datetime import date, datetime
from typing import Any

from tests.factories.world import NOW, TODAY, World
from tracker.choices import Progress, ReviewOutcome
from tracker.models import Answerable, Evidence, EvidenceUse, EvidenceVersion, Judgement, Review, actor_of
from tracker.models.review import version_of
from tracker.operations.reviews import review
from tracker.operations.self_assessments import self_assess
from tracker.rules.access import Actor


def actor(world: World, key: str) -> Actor:
    return actor_of(world.people[key], on=TODAY)


def answerable(world: World, place: str = "kirklees") -> Answerable:
    return world.recommendations[place].answerables.select_related("organisation").get()


def make_self_assessment(
    world: World, place: str = "kirklees", *, by: str = "head", at: datetime = NOW, **more: Any
) -> Judgement:
    """Some progress, of the body that answers for the recommendation of that place; it replaces the one before."""
    of = answerable(world, place)
    newest = Judgement.objects.newest_self_assessment_of(of)
    given = {
        "category": Progress.SOME,
        "reasons": "Half of the plans were checked",
        "newest": newest.pk if newest else 0,
    }
    return self_assess(answerable=of, by=actor(world, by), at=at, **(given | more))


def make_review(world: World, made: Judgement, *, by: str = "lead", at: datetime = NOW, **more: Any) -> Review:
    """Assured at the owner's category, unless told otherwise."""
    given = {"category": Progress(made.category), "decision": ReviewOutcome.ASSURED, "version": version_of(made)}
    return review(self_assessment=made, by=actor(world, by), at=at, **(given | more))


def make_return(world: World, made: Judgement, **more: Any) -> Review:
    """Returned, to be answered in December."""
    given = {
        "decision": ReviewOutcome.RETURNED,
        "category": Progress.NONE,
        "reason": "Show the sample",
        "answer_by_on": date(2026, 12, 11),
    }
    return make_review(world, made, **(given | more))


def make_evidence(world: World, place: str = "kirklees", *, shows: str = "Sample of ten plans") -> Evidence:
    """A link, used for the recommendation itself."""
    evidence = Evidence.objects.create(shows=shows, created_at=NOW)
    add_version(evidence)
    EvidenceUse.objects.create(evidence=evidence, answerable=answerable(world, place), used_at=NOW)
    return evidence


def add_version(evidence: Evidence) -> EvidenceVersion:
    return EvidenceVersion.objects.create(
        evidence=evidence,
        number=evidence.versions.count() + 1,
        link="https://example.org/sample",
        about_on=date(2026, 11, 2),
        added_at=NOW,
    )
