"""Corrections by the coordinator of the cast, and a report with ratings, key questions and a verdict to correct."""

from dataclasses import replace
from typing import Any

from inspections.choices import Rating
from inspections.models import Inspection, KeyQuestionResult, StandardRating
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, World
from tracker.choices import Judge, Progress
from tracker.models import Answerable, Judgement, Recommendation
from tracker.operations.corrections.inspections import correct_inspection
from tracker.operations.corrections.recommendations import correct_recommendation
from tracker.queries.corrections.said import inspection_says, recommendation_says
from tracker.rules.published_facts import InspectionSays

WHY = "The reader took the wrong line"


def correct(world: World, key: str = "kirklees", *, by: str = "coordinator", **changes: Any) -> Recommendation:
    """Correct a recommendation of the cast; `version`, `reason` and `at` as well as what it is to say."""
    held = Recommendation.objects.get(pk=world.recommendations[key].pk)
    version, reason = changes.pop("version", held.version), changes.pop("reason", WHY)
    at = changes.pop("at", NOW)
    says = replace(recommendation_says(held), **changes)
    return correct_recommendation(
        recommendation=held, version=version, says=says, reason=reason, by=actor(world, by), at=at
    )


def correct_report(world: World, says: InspectionSays, *, by: str = "coordinator", **more: Any) -> Inspection:
    """Correct the report of Kirklees."""
    held = Inspection.objects.get(pk=world.inspections["kirklees"].pk)
    more = {"version": held.version, "reason": WHY, "at": NOW} | more
    return correct_inspection(inspection=held, says=says, by=actor(world, by), **more)


def details(world: World, **changes: Any) -> InspectionSays:
    """The cover of that report with these facts other than they are."""
    said = inspection_says(Inspection.objects.get(pk=world.inspections["kirklees"].pk))
    assert said.details is not None
    return InspectionSays(details=replace(said.details, **changes))


def make_findings(world: World) -> tuple[StandardRating, KeyQuestionResult, Judgement]:
    """Let the report of Kirklees rate a standard, answer a key question, and judge the recommendation to Leeds."""
    report = world.inspections["kirklees"]
    rating = StandardRating.objects.create(
        inspection=report, code="P 1.1", title="Leadership", position=1, rating=Rating.GOOD
    )
    question = KeyQuestionResult.objects.create(
        standard_rating=rating, position=1, text="Is the vision shared with staff?", percent=47
    )
    judged = Judgement.objects.create(
        answerable=Answerable.objects.get(recommendation=world.recommendations["leeds"]),
        judge=Judge.INSPECTORATE,
        category=Progress.SOME,
        inspection=report,
        dated_on=report.published_on,
        made_at=NOW,
    )
    return rating, question, judged
