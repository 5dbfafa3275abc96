"""Makes the demo's inspections as publishing them one after the other would have left them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from inspections.choices import DatePrecision, InspectionStatus
from inspections.models import (
    Alert,
    AlertConcern,
    AlertRequiredAction,
    Framework,
    Inspection,
    KeyQuestion,
    KeyQuestionResult,
    Organisation,
    Standard,
    StandardRating,
    Succession,
)
from tracker.choices import Ending, Judge
from tracker.models import Answerable, Judgement, Recommendation, RecommendationTheme, Theme
from tracker.operations import history
from tracker.rules.access import Actor
from tracker.sample_data.demo.carry_over import settle_company, settle_successor
from tracker.sample_data.demo.dates import noon
from tracker.sample_data.demo.facts import RecommendationData, ReportData, StandardRow


def make_reports(*, reports: Iterable[ReportData], by: Actor) -> dict[str, Inspection]:
    """Make each inspection with all that its report says, oldest first; what is held already is left as it is."""
    made: dict[str, Inspection] = {}
    for report in reports:
        if report.earlier:
            made[report.earlier.key] = _inspection(report.earlier, by=by, known_from=report)
        made[report.key] = _inspection(report, by=by)
        if report.earlier:
            _judge_earlier(report, made, by=by)
    settle_company(made, by=by)
    _pass_on(made.values())
    settle_successor(made, by=by)
    return made


def _inspection(report: ReportData, *, by: Actor, known_from: ReportData | None = None) -> Inspection:
    body = Organisation.objects.get(slug=report.organisation)
    held = _held(report, body)
    if held is not None:
        return held
    framework = Framework.objects.filter(code=report.framework).first()
    inspection = Inspection.objects.create(
        organisation=body,
        organisation_as_printed=report.as_printed,
        kind=report.kind,
        framework=framework,
        status=InspectionStatus.PUBLISHED,
        published_on=report.published_on,
        published_month=report.published_on.replace(day=1),
        published_precision=DatePrecision.MONTH,
        fieldwork_started_on=report.fieldwork_on,
        fieldwork_precision=DatePrecision.DAY if report.fieldwork_on else "",
        isbn=report.isbn,
        score=report.score,
        max_score=framework.max_score if framework else None,
        rating=report.rating,
        known_from_later=known_from is not None,
    )
    for position, row in enumerate(report.standards, start=1):
        _rating(inspection, position, row)
    _alert(report, inspection)
    for recommendation in report.recommendations:
        _recommendation(recommendation, inspection, by=by)
    facts = {"body": body.slug, "recommendations": len(report.recommendations)}
    history.record(
        verb="inspection.published", subject=inspection.ref, by=by, at=noon(report.published_on), after=facts
    )
    return inspection


def _held(report: ReportData, body: Organisation) -> Inspection | None:
    """Return the same report held before the demo was made (docs/model.md, decision 8), or one without a known date."""
    month = report.published_on.replace(day=1)
    unknown = Q(published_month__isnull=True, score=report.score, score__isnull=False)
    same = Inspection.objects.published().of_organisation(body).filter(kind=report.kind)
    return same.filter(Q(published_month=month) | unknown).first()


def _rating(inspection: Inspection, position: int, row: StandardRow) -> None:
    standard = Standard.objects.get(framework=inspection.framework, code=row.code)
    rating = StandardRating.objects.create(
        inspection=inspection,
        standard=standard,
        code=standard.code,
        title=standard.title,
        position=position,
        rating=row.rating,
    )
    questions = {question.position: question for question in KeyQuestion.objects.filter(standard=standard)}
    KeyQuestionResult.objects.bulk_create(
        KeyQuestionResult(
            standard_rating=rating,
            key_question=questions[place],
            position=place,
            text=questions[place].text,
            percent=now,
            previous_percent=previous,
            comparator_percent=comparator,
        )
        for place, (now, previous, comparator) in row.percents.items()
    )


def _alert(report: ReportData, inspection: Inspection) -> None:
    if report.alert is None or inspection.organisation is None:
        return
    alert = Alert.objects.create(organisation=inspection.organisation, inspection=inspection)
    for model, texts in ((AlertConcern, report.alert.concerns), (AlertRequiredAction, report.alert.actions)):
        for position, text in enumerate(texts, start=1):
            model.objects.create(alert=alert, position=position, text=text)


def _recommendation(data: RecommendationData, inspection: Inspection, *, by: Actor) -> None:
    addressee = Organisation.objects.get(slug=data.addressee)
    recommendation = Recommendation.objects.create(
        inspection=inspection,
        position=data.position,
        number=data.number,
        short_title=data.title,
        text=data.text,
        addressee=addressee,
        addressee_as_printed=data.as_printed,
        flagged_repeat=data.flagged_repeat,
    )
    themes = {theme.code: theme for theme in Theme.objects.filter(code__in=data.themes)}
    RecommendationTheme.objects.bulk_create(
        RecommendationTheme(recommendation=recommendation, theme=themes[code], is_primary=code == data.themes[0])
        for code in data.themes
    )
    assert inspection.published_on is not None
    Answerable.objects.create(recommendation=recommendation, organisation=addressee, from_on=inspection.published_on)
    facts = {"inspection": inspection.ref, "addressee": addressee.slug}
    history.record(
        verb="recommendation.published",
        subject=recommendation.ref,
        by=by,
        at=noon(inspection.published_on),
        after=facts,
    )


def _judge_earlier(report: ReportData, made: dict[str, Inspection], *, by: Actor) -> None:
    """Record the report's verdicts on earlier recommendations."""
    earlier, later, said_on = report.earlier, made[report.key], report.published_on
    if earlier is None:
        return
    for verdict in earlier.recommendations:
        answerable = Answerable.objects.filter(
            recommendation__inspection=made[earlier.key], recommendation__position=verdict.position
        ).first()
        if answerable is None or answerable.judgements.filter(inspection=later).exists():
            continue
        Judgement.objects.create(
            answerable=answerable,
            judge=Judge.INSPECTORATE,
            category=verdict.category,
            reasons=verdict.found,
            dated_on=said_on,
            inspection=later,
            improvement_still_required=verdict.required,
            made_at=noon(said_on),
        )
        facts = {"inspection": later.ref, "category": verdict.category}
        ref = answerable.recommendation.ref
        history.record(verb="recommendation.judged", subject=ref, by=by, at=noon(said_on), after=facts)


def _end(answerable: Answerable, ending: Ending, reason: str, *, on: date) -> None:
    answerable.to_on, answerable.ended_at = on, noon(on)
    answerable.ending, answerable.ending_reason = ending, reason
    answerable.save(update_fields=["to_on", "ended_at", "ending", "ending_reason"])


def _pass_on(inspections: Iterable[Inspection]) -> None:
    """Pass what a closed body answered for to each body that followed it, on the day it followed."""
    held = Answerable.objects.open().filter(recommendation__inspection__in=list(inspections))
    for answerable in held.select_related("organisation", "recommendation"):
        successions = list(Succession.objects.filter(predecessor=answerable.organisation).select_related("successor"))
        if answerable.organisation.closed_on is None or not successions:
            continue
        names = ", ".join(sorted(succession.successor.name for succession in successions))
        _end(answerable, Ending.PASSED_ON, f"Passed to {names}.", on=successions[0].on)
        Answerable.objects.bulk_create(
            Answerable(
                recommendation=answerable.recommendation, organisation=succession.successor, from_on=succession.on
            )
            for succession in successions
        )
