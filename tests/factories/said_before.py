"""Reports of the time before this service: HMPPS answered them on paper, or a later report judged them."""

from datetime import date, datetime
from typing import Any

from inspections.choices import DatePrecision, InspectionKind, InspectionStatus
from inspections.models import Inspection
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, World
from tracker.choices import BeforeService, Decision, Judge, Progress
from tracker.models import Answerable, Judgement, SaidBefore
from tracker.operations.corrections.said_before import say_before
from tracker.rules.intake.said_before import PaperAnswer, SaysBefore

DAY = date(2024, 12, 3)
AGREED = PaperAnswer(Decision.AGREED, "We will read two plans of each practitioner a month")
PARTLY = PaperAnswer(Decision.PARTLY_AGREED, "The first half is agreed, the second costs too much")
NOT_AGREED = PaperAnswer(Decision.NOT_AGREED, "The board decides this, and not the service")


def row_of(world: World, place: str) -> Answerable:
    return Answerable.objects.get(recommendation=world.recommendations[place], to_on=None)


def say(
    world: World,
    said: BeforeService,
    *,
    on: date | None = DAY,
    report: str = "kirklees",
    by: str = "coordinator",
    version: int | None = None,
    at: datetime = NOW,
    **answers: PaperAnswer,
) -> SaidBefore:
    """Say it of a report of the cast; `answers` are by the place of the recommendation."""
    inspection = world.inspections[report]
    held = SaidBefore.objects.filter(inspection=inspection).first()
    keys = {str(Answerable.objects.get(recommendation=world.recommendations[key]).pk): answers[key] for key in answers}
    says = SaysBefore(said, on if said.is_with_a_day else None, keys)
    newest = held.version if held else 0
    version = newest if version is None else version
    return say_before(inspection=inspection, version=version, says=says, by=actor(world, by), at=at)


def judge_later(world: World, *places: str, **changes: Any) -> Inspection:
    """A report of this June that judges the recommendations of these places."""
    later = Inspection.objects.create(
        organisation=world.organisations["kirklees"],
        kind=InspectionKind.PDU,
        status=InspectionStatus.PUBLISHED,
        published_on=date(2026, 6, 2),
        published_month=date(2026, 6, 1),
        published_precision=DatePrecision.DAY,
    )
    for place in places:
        given = {"category": Progress.SOME, "dated_on": later.published_on, "made_at": NOW} | changes
        Judgement.objects.create(answerable=row_of(world, place), judge=Judge.INSPECTORATE, inspection=later, **given)
    return later
