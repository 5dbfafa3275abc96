"""Fills an inspection with what its report found: facts, ratings of standards, key questions and the alert."""

from collections.abc import Sequence
from datetime import datetime

from inspections import data
from inspections.choices import InspectionStatus
from inspections.models import (
    Framework,
    Inspection,
    KeyQuestion,
    KeyQuestionResult,
    Standard,
    StandardRating,
)
from inspections.rules.frameworks import find_standard, normalise_code
from tracker.operations.alerts import AlertWords, raise_printed_alert
from tracker.operations.corrections.completing import complete_inspection
from tracker.projections.keeping import atomic
from tracker.queries.corrections.said import details_say
from tracker.rules.access import Actor
from tracker.rules.intake.draft import ReadKeyQuestion, ReadStandard
from tracker.rules.intake.matching import closest
from tracker.rules.intake.review import DraftReview


@atomic
def record_findings(*, inspection: Inspection, review: DraftReview, by: Actor, at: datetime) -> Inspection:
    """Store what is printed as it is printed; a part of publishing, which checks and records the event."""
    details, before = review.details, details_say(inspection)
    was_known = inspection.known_from_later
    inspection.organisation_id = details.body
    inspection.organisation_as_printed = review.report.organisation[:300]
    inspection.kind = details.kind
    inspection.framework = Framework.objects.filter(code=details.framework).first()
    inspection.status = InspectionStatus.PUBLISHED
    if details.published is not None:
        inspection.published_on = details.published.on
        inspection.published_month = details.published.month
        inspection.published_precision = details.published.precision
    if details.fieldwork_started is not None:
        inspection.fieldwork_started_on = details.fieldwork_started.on
        inspection.fieldwork_precision = details.fieldwork_started.precision
    inspection.isbn = details.isbn[:40]
    inspection.lead_inspector = details.lead_inspector[:200]
    inspection.report_url = details.report_url
    inspection.score, inspection.max_score = details.score, details.max_score
    inspection.rating = details.rating
    inspection.known_from_later = False
    inspection.version += 1
    inspection.save()
    if was_known:
        now = details_say(inspection).facts()
        complete_inspection(inspection=inspection, before=before.facts(), now=now, by=by, at=at)
    _rate_standards(inspection, review.standards)
    words = AlertWords(review.alert.concerns, review.alert.required_actions)
    if inspection.organisation is not None and (words.concerns or words.required_actions):
        raise_printed_alert(inspection=inspection, words=words, by=by, at=at)
    return inspection


def _rate_standards(inspection: Inspection, standards: Sequence[ReadStandard]) -> None:
    # A code is rated once; where a report repeats one, its first place counts.
    printed = {standard.code[:20]: standard for standard in reversed(standards)}
    rows = [(code, printed[code]) for code in dict.fromkeys(standard.code[:20] for standard in standards)]
    held = _standards(inspection.framework)
    ratings = [
        StandardRating(
            inspection=inspection,
            standard=held.get(_framework_code(inspection.framework, read)),
            code=code,
            title=read.title[:200],
            position=position,
            rating=read.rating,
            previous_rating=read.previous_rating,
        )
        for position, (code, read) in enumerate(rows, start=1)
    ]
    StandardRating.objects.bulk_create(ratings)
    questions = _key_questions(inspection.framework)
    KeyQuestionResult.objects.bulk_create(
        _result(rating, position, question, questions)
        for rating, (_, read) in zip(ratings, rows, strict=True)
        for position, question in enumerate(read.key_questions, start=1)
    )


def _standards(framework: Framework | None) -> dict[str, Standard]:
    return {standard.code: standard for standard in framework.standards.all()} if framework else {}


def _framework_code(framework: Framework | None, read: ReadStandard) -> str:
    """Return the code, in the framework, of the standard that is printed; its title counts too (rules/frameworks)."""
    known = next((candidate for candidate in data.frameworks() if framework and candidate.code == framework.code), None)
    if known is None:
        return normalise_code(read.code)
    standard = find_standard(known, read.code, read.title)
    return standard.code if standard else ""


def _key_questions(framework: Framework | None) -> dict[int, dict[int, KeyQuestion]]:
    """Return the framework's key questions by standard, then by primary key."""
    by_standard: dict[int, dict[int, KeyQuestion]] = {}
    for question in KeyQuestion.objects.filter(standard__framework=framework) if framework else ():
        by_standard.setdefault(question.standard_id, {})[question.pk] = question
    return by_standard


def _result(
    rating: StandardRating, position: int, read: ReadKeyQuestion, questions: dict[int, dict[int, KeyQuestion]]
) -> KeyQuestionResult:
    options = questions.get(rating.standard_id or 0, {})
    match = closest(read.text, {key: question.text for key, question in options.items()})
    return KeyQuestionResult(
        standard_rating=rating,
        key_question=options[match] if match is not None else None,
        position=position,
        text=read.text,
        percent=read.percent,
        previous_percent=read.previous_percent,
        comparator_percent=read.comparator_percent,
    )
