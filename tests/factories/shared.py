"""Recommendations that several bodies answer, with work on each answer: to a company that is none of them."""

import uuid
from dataclasses import dataclass
from datetime import date

from inspections.choices import DatePrecision, InspectionKind, InspectionStatus, OrganisationKind
from inspections.models import Inspection
from inspections.operations.organisations import establish
from tests.factories.self_assessments import add_version
from tests.factories.world import NOW, World, make_recommendation
from tracker.choices import ActionStatus, Decision, Judge, Progress, ReviewOutcome
from tracker.models import (
    Action,
    Answerable,
    Evidence,
    EvidenceUse,
    Judgement,
    Recommendation,
    Response,
    Review,
    SustainCheck,
    Update,
)
from tracker.operations import history
from tracker.operations.actions import plan_action
from tracker.rules.access import SERVICE
from tracker.rules.action_words import ActionWords

COMPANY = "former-company"
# Who answers for each: both in one region, and one in each region.
SHARED = {"shared": ("kirklees", "leeds"), "across": ("kirklees", "wigan")}


@dataclass(frozen=True, slots=True)
class Answered:
    """One body's answer and the work on it, each typed word of which holds `words`."""

    words: str
    answerable: Answerable
    action: Action
    evidence: Evidence
    own_evidence: Evidence
    self_assessment: Judgement
    response: Response
    check: SustainCheck


def make_shared(world: World) -> dict[tuple[str, str], Answered]:
    """Both recommendations, by key and body, in the report on a company that is closed and in nobody's area."""
    company = establish(kind=OrganisationKind.CRC, name="Former company", slug=COMPANY)
    world.organisations[COMPANY] = company
    world.inspections[COMPANY] = Inspection.objects.create(
        organisation=company,
        organisation_as_printed=company.name,
        kind=InspectionKind.CRC,
        status=InspectionStatus.PUBLISHED,
        published_on=date(2019, 11, 1),
        published_month=date(2019, 11, 1),
        published_precision=DatePrecision.MONTH,
    )
    found = {}
    for key, bodies in SHARED.items():
        recommendation = make_recommendation(world, key, inspection=COMPANY, addressee=COMPANY)
        recommendation.answerables.all().delete()
        for body in bodies:
            found[key, body] = make_answered(world, recommendation, body, f"{key}of{body}")
    return found


def make_answered(world: World, recommendation: Recommendation, body: str, words: str) -> Answered:
    """What a body says and does of the recommendation; nobody has acknowledged it, and its action is overdue."""
    row = Answerable.objects.create(
        recommendation=recommendation, organisation=world.organisations[body], from_on=date(2024, 11, 1)
    )
    action = plan_action(
        words=ActionWords(words),
        owner_post=world.posts[f"Head of PDU, {body}"],
        answers=[row],
        due_on=date(2026, 11, 2),
        by=SERVICE,
        at=NOW,
    )
    Update.objects.create(action=action, text=words, status=ActionStatus.NOT_STARTED, token=uuid.uuid4(), posted_at=NOW)
    evidence, own = (Evidence.objects.create(shows=words, created_at=NOW) for _ in range(2))
    for each, place in ((evidence, {"action": action}), (own, {"answerable": row})):
        add_version(each)
        EvidenceUse.objects.create(evidence=each, used_at=NOW, **place)
    said, view = (
        Judgement.objects.create(
            answerable=row, judge=judge, category=Progress.SOME, reasons=words, effect=words,
            dated_on=date(2026, 11, 2), made_at=NOW,
        )
        for judge in (Judge.OWNER, Judge.REGION)
    )  # fmt: skip
    Review.objects.create(
        judgement=said, region_view=view, reason=words, decision=ReviewOutcome.ASSURED, decided_at=NOW
    )
    response = Response.objects.create(answerable=row, decision=Decision.NOT_AGREED, reasons=words, drafted_at=NOW)
    check = SustainCheck.objects.create(
        answerable=row, months=3, due_on=date(2026, 11, 2), checked_at=NOW, has_lasted=True, found=words
    )
    told = {"category": Progress.SOME.value, "organisation": body, "reason": words}
    history.record(verb="self-assessment.made", subject=recommendation.ref, by=SERVICE, at=NOW, after=told)
    return Answered(words, row, action, evidence, own, said, response, check)
