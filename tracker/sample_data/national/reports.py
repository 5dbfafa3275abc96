"""Makes the inspections of the national world from 2018 on, with ratings that add up."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from inspections.choices import DatePrecision, InspectionKind, InspectionStatus, OrganisationKind, Rating
from inspections.models import (
    Alert,
    AlertConcern,
    AlertRequiredAction,
    Framework,
    Inspection,
    KeyQuestionResult,
    Standard,
    StandardRating,
)
from inspections.rules import ratings
from tracker.sample_data.national.stage import Body, Stage

PER_REPORT = 8  # recommendations of an ordinary report
CRC_MONTHS = (date(2018, 10, 1), date(2021, 1, 1))
PDU_MONTHS = (date(2021, 10, 1), date(2025, 10, 1))
REGION_MONTHS = (date(2023, 10, 1), date(2025, 10, 1))
DYNAMIC_BEGAN = date(2025, 10, 1)
FRAMEWORKS = {
    InspectionKind.CRC: "crc-2018",
    InspectionKind.REGION: "region-2023",
    InspectionKind.DYNAMIC: "dynamic-2025",
}
NEW_STANDARDS = date(2023, 10, 1)
# How the cases of a report did: percentages of a key question around these, and the rating of a single judgement.
LEVELS = (
    (30, Rating.INADEQUATE),
    (45, Rating.REQUIRES_IMPROVEMENT),
    (58, Rating.REQUIRES_IMPROVEMENT),
    (72, Rating.GOOD),
    (84, Rating.OUTSTANDING),
)


@dataclass(slots=True)
class Visit:
    """An inspection: `later` are the body's next ones, oldest first; `count` is how many recommendations it makes."""

    body: Body
    kind: str
    month: date
    pk: int = 0
    count: int = 0
    published_on: date = date.min
    later: list["Visit"] = field(default_factory=list)
    alert: int = 0


def make_reports(stage: Stage, *, recommendations: int) -> list[Visit]:
    """Make reports on every PDU and former company at least twice, and on some regions; return visits, oldest first."""
    visits = _schedule(stage, recommendations=recommendations)
    _share_out(stage, visits, recommendations)
    frameworks = {framework.code: framework for framework in Framework.objects.all()}
    standards = _standards()
    for visit in visits:
        visit.published_on = visit.month
        precision = DatePrecision.MONTH
        if stage.happens(0.5):
            visit.published_on, precision = visit.month.replace(day=stage.between(2, 28)), DatePrecision.DAY
        _inspection(stage, visit, frameworks[_framework(visit)], standards, precision)
    return visits


def _schedule(stage: Stage, *, recommendations: int) -> list[Visit]:
    crcs, pdus = stage.of_kind(OrganisationKind.CRC), stage.of_kind(OrganisationKind.PDU)
    regions = stage.of_kind(OrganisationKind.REGION)
    others = 2 * len(crcs) + len(regions) // 2 + len(regions)
    rounds = max(2, round((recommendations / PER_REPORT - others) / len(pdus)))
    visits = _rounds(stage, crcs, InspectionKind.CRC, CRC_MONTHS, rounds=2)
    visits += _rounds(stage, pdus, InspectionKind.PDU, PDU_MONTHS, rounds=rounds)
    visits += _rounds(stage, regions[::2], InspectionKind.REGION, REGION_MONTHS, rounds=1)
    visits += _rounds(stage, regions, InspectionKind.DYNAMIC, (DYNAMIC_BEGAN, date.max), rounds=1)
    visits.sort(key=lambda visit: (visit.month, visit.body.pk))
    by_body: dict[int, list[Visit]] = defaultdict(list)
    for visit in reversed(visits):
        visit.later = by_body[visit.body.pk][::-1]
        by_body[visit.body.pk].append(visit)
    return visits


def _rounds(stage: Stage, bodies: list[Body], kind: str, span: tuple[date, date], *, rounds: int) -> list[Visit]:
    """Return so many visits to each body, spread over the months of the span that lie before the world's own."""
    start, end = span[0], min(span[1], stage.on.replace(day=1))
    months = [date(year, month, 1) for year in range(start.year, end.year + 1) for month in range(1, 13)]
    months = [month for month in months if start <= month < end]
    rounds = min(rounds, len(months))
    width = len(months) // rounds if rounds else 0
    return [
        Visit(body, kind, months[turn * len(months) // rounds + stage.between(0, width - 1)])
        for body in bodies
        for turn in range(rounds)
    ]


def _share_out(stage: Stage, visits: list[Visit], recommendations: int) -> None:
    """Give each visit its share of the recommendations, a few more or fewer, that many altogether."""
    share, left = divmod(recommendations, len(visits))
    for visit in visits:
        visit.count = share
    for visit, other in zip(visits[::2], visits[1::2], strict=False):
        more = stage.between(0, share // 2)
        visit.count, other.count = visit.count - more, other.count + more
    for visit in stage.chance.sample(visits, left):
        visit.count += 1


def _framework(visit: Visit) -> str:
    if visit.kind == InspectionKind.PDU:
        return "pdu-2023" if visit.month >= NEW_STANDARDS else "pdu-2021"
    return FRAMEWORKS[InspectionKind(visit.kind)]


def _standards() -> dict[int, list[Standard]]:
    by_framework: dict[int, list[Standard]] = defaultdict(list)
    for standard in Standard.objects.order_by("position").prefetch_related("key_questions"):
        by_framework[standard.framework_id].append(standard)
    return by_framework


def _inspection(
    stage: Stage, visit: Visit, framework: Framework, standards: dict[int, list[Standard]], precision: str
) -> None:
    table = stage.tables.table_of(Inspection)
    visit.pk = table.number()
    worth = _ratings(stage, visit.pk, framework, standards[framework.pk])
    score = ratings.total_score(worth) if framework.is_rated else None
    bands = framework.rules["overall_bands"]
    suffix = {InspectionKind.PDU: " PDU", InspectionKind.REGION: " region", InspectionKind.DYNAMIC: " region"}
    table.add(
        id=visit.pk,
        organisation_id=visit.body.pk,
        organisation_as_printed=visit.body.name + suffix.get(InspectionKind(visit.kind), ""),
        kind=visit.kind,
        framework_id=framework.pk,
        status=InspectionStatus.PUBLISHED.value,
        published_on=visit.published_on,
        published_month=visit.month,
        published_precision=precision,
        score=score,
        max_score=framework.max_score,
        rating=(ratings.overall_rating(score, bands) or "") if score is not None else "",
    )
    facts = {"body": visit.body.slug, "recommendations": visit.count}
    stage.tell(
        "inspection.published", "INS", visit.pk, stage.moment(visit.published_on), stage.coordinator, after=facts
    )
    if visit.kind == InspectionKind.PDU and visit.count and stage.happens(0.08):
        _alert(stage, visit)


def _ratings(stage: Stage, inspection: int, framework: Framework, standards: list[Standard]) -> list[str]:
    """Make a row for each standard and return the ratings that count; the lowest key question rates casework."""
    printed, usual = [], stage.between(0, len(LEVELS) - 2)
    for standard in standards:
        level, rating = LEVELS[max(0, usual + stage.between(-1, 1))]
        questions = [
            (question, min(100, max(0, level + stage.between(-12, 18)))) for question in standard.key_questions.all()
        ]
        if standard.judged_by == "casework" and questions and framework.is_rated:
            lowest = ratings.standard_rating(
                [percent for _, percent in questions], framework.rules["key_question_bands"]
            )
            rating = Rating(lowest) if lowest else rating
        row = stage.tables.table_of(StandardRating).add(
            inspection_id=inspection,
            standard_id=standard.pk,
            code=standard.code,
            title=standard.title,
            position=standard.position,
            rating=rating.value if standard.is_rated else "",
        )
        for question, percent in questions if standard.judged_by == "casework" else ():
            stage.tables.table_of(KeyQuestionResult).add(
                standard_rating_id=row,
                key_question_id=question.pk,
                position=question.position,
                text=question.text,
                percent=percent,
            )
        if standard.is_rated:
            printed.append(rating.value)
    return printed


def _alert(stage: Stage, visit: Visit) -> None:
    visit.alert = stage.tables.table_of(Alert).add(
        organisation_id=visit.body.pk, inspection_id=visit.pk, raised_on=None
    )
    texts: tuple[tuple[Any, str], ...] = ((AlertConcern, "concerns"), (AlertRequiredAction, "required"))
    for model, purpose in texts:
        for position, text in enumerate(stage.words.some(purpose, stage.between(2, 4)), start=1):
            stage.tables.table_of(model).add(alert_id=visit.alert, position=position, text=text)
