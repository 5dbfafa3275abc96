"""What published records say now, as the pages of corrections show it and their operations compare it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from inspections.choices import DatePrecision
from inspections.models import Alert, Inspection, Organisation, Standard, StandardRating
from inspections.rules.frameworks import normalise_code
from tracker.choices import CorrectedField, Judge
from tracker.models import Answerable, Judgement, Recommendation, Theme
from tracker.models.kept_row import KeptRow
from tracker.rules import access
from tracker.rules.access import Actor, Doing
from tracker.rules.corrections import Change, FactOf, Said
from tracker.rules.intake.draft import StatedDate
from tracker.rules.published_facts import (
    DetailsSays,
    InspectionSays,
    Names,
    QuestionSays,
    RatingSays,
    RecommendationSays,
    VerdictSays,
    body_said,
    date_said,
    lines_said,
    question_name,
    several,
)
from tracker.rules.wording import date_long

VERDICTS = frozenset({CorrectedField.VERDICT, CorrectedField.STILL_REQUIRED})


def may_correct(actor: Actor, inspection: Inspection) -> bool:
    """Return whether the actor may correct what this report says: for links. Reads the inspected body."""
    return access.may(actor, Doing.CORRECT_REPORTS, paths=paths_of(inspection))


def paths_of(inspection: Inspection) -> list[str]:
    """Return where a report stands: at the inspected body."""
    return [inspection.organisation.path] if inspection.organisation else []


def names_of_facts() -> Names:
    """Return what every body, theme and standard is called; 3 queries."""
    bodies = Organisation.objects.order_by("pk")
    standards = Standard.objects.order_by("framework", "position")
    return Names(
        bodies={body.pk: (body.slug, body.display_name) for body in bodies},
        themes=dict(Theme.objects.values_list("code", "name")),
        standards={standard.pk: str(standard) for standard in standards},
    )


def recommendation_says(recommendation: Recommendation) -> RecommendationSays:
    """Return what a recommendation says now, with the bodies that answer for it; 3 queries."""
    themes = recommendation.theme_links.order_by("-is_primary", "theme__code").values_list("theme__code", flat=True)
    rows = Answerable.objects.open().of_recommendation(recommendation).by_body()
    return RecommendationSays(
        short_title=recommendation.short_title,
        text=recommendation.text,
        number=recommendation.number,
        addressee=recommendation.addressee_id,
        addressee_as_printed=recommendation.addressee_as_printed,
        flagged_repeat=recommendation.flagged_repeat,
        themes=tuple(themes),
        standards=frozenset(recommendation.standards.values_list("pk", flat=True)),
        bodies=dict(rows.values_list("pk", "organisation_id")),
    )


def inspection_says(inspection: Inspection) -> InspectionSays:
    """Return what a report says now, in printed order; 3 queries."""
    ratings = list(StandardRating.objects.filter(inspection=inspection).prefetch_related("key_questions"))
    return InspectionSays(
        details=details_say(inspection),
        ratings={row.pk: RatingSays(row.code, _standard(row), row.rating, row.previous_rating) for row in ratings},
        questions={
            question.pk: QuestionSays(
                *question_name(row.code, question.position),
                question.text,
                question.percent,
                question.previous_percent,
                question.comparator_percent,
            )
            for row in ratings
            for question in row.key_questions.all()
        },
        verdicts={row.pk: _verdict(row) for row in verdicts_of(inspection)},
    )


def details_say(inspection: Inspection) -> DetailsSays:
    """Return what the cover of a report says now."""
    return DetailsSays(
        published=_stated(inspection.published_on, inspection.published_precision),
        fieldwork_started=_stated(inspection.fieldwork_started_on, inspection.fieldwork_precision),
        rating=inspection.rating,
        score=inspection.score,
        max_score=inspection.max_score,
        isbn=inspection.isbn,
        lead_inspector=inspection.lead_inspector,
    )


def verdicts_of(inspection: Inspection) -> list[Judgement]:
    """Return what a report says of earlier recommendations, in their order; 1 query."""
    printed = Judgement.objects.filter(judge=Judge.INSPECTORATE, inspection=inspection)
    rows = printed.select_related("answerable__recommendation__inspection", "answerable__organisation")
    return list(rows.order_by("answerable__recommendation__position", "pk"))


def standards_of(inspection: Inspection) -> list[Standard]:
    """Return the standards that a report's recommendations can be about: those of its framework. 1 query."""
    return list(Standard.objects.filter(framework=inspection.framework_id).order_by("position"))


def ratings_of(inspection: Inspection) -> list[StandardRating]:
    """Return the standards that are recorded of a report, as printed; 1 query."""
    return list(
        StandardRating.objects.filter(inspection=inspection).select_related("standard").order_by("position", "pk")
    )


def standards_to_add(inspection: Inspection) -> list[Standard]:
    """Return the standards of a report's framework that are not recorded of it; 2 queries."""
    ratings = ratings_of(inspection)
    keys, codes = {row.standard_id for row in ratings}, {normalise_code(row.code) for row in ratings}
    return [row for row in standards_of(inspection) if row.pk not in keys and normalise_code(row.code) not in codes]


def alert_lines(alert: Alert) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return an alert's concerns, and what the inspectorate asked for, in their order; 2 queries."""
    concerns = alert.concerns.order_by("position").values_list("text", flat=True)
    return tuple(concerns), tuple(alert.required_actions.order_by("position").values_list("text", flat=True))


def alert_facts(alert: Alert) -> dict[FactOf, Said]:
    """Return what an alert says now; 2 queries."""
    return alert_said(alert.raised_on, *alert_lines(alert))


def alert_said(
    raised_on: date | None, concerns: tuple[str, ...], required_actions: tuple[str, ...]
) -> dict[FactOf, Said]:
    """Return what an alert says, fact by fact."""
    return {
        FactOf(CorrectedField.RAISED): Said(raised_on.isoformat() if raised_on else None, date_long(raised_on)),
        FactOf(CorrectedField.CONCERNS): lines_said(concerns),
        FactOf(CorrectedField.REQUIRED_ACTIONS): lines_said(required_actions),
    }


def recommendation_facts(recommendation: Recommendation, names: Names) -> dict[FactOf, Said]:
    """Return all that a full report may change in a recommendation known from a later one; 4 queries."""
    rows = list(Answerable.objects.of_recommendation(recommendation).order_by("from_on", "pk"))
    said = replace(recommendation_says(recommendation), bodies={}).facts(names)
    for place, row in enumerate(rows, start=1):
        body, since = CorrectedField.BODY, CorrectedField.RESPONSIBLE_FROM
        said[several(body, place, row=row.pk, count=len(rows))] = body_said(row.organisation_id, names)
        said[several(since, place, row=row.pk, count=len(rows))] = date_said(_stated(row.from_on, ""))
    return said


def _verdict(row: Judgement) -> VerdictSays:
    recommendation, body = row.answerable.recommendation, row.answerable.organisation
    about = f"{recommendation.ref}, {body.display_name}"
    return VerdictSays(f"{recommendation.ref}/{body.slug}", about, row.category, row.improvement_still_required)


def _standard(row: StandardRating) -> str:
    return f"{row.code} {row.title}"


def _stated(on: date | None, precision: str) -> StatedDate | None:
    return StatedDate(on, DatePrecision(precision or DatePrecision.DAY)) if on else None


def has_answered(row: Answerable) -> bool:
    """Return whether anything was said or done on a body's answer; a query for each kind, up to the first."""
    return any(kind.exists() for kind in said_on([row.pk]).values())


def said_on(answerables: Collection[int]) -> dict[str, QuerySet[Any, Any]]:
    """Return all that rests on these answers, by the table that holds it: what is only kept for lists apart."""
    relations = [relation for relation in Answerable._meta.related_objects if relation.field.name == "answerable"]
    tables: list[Any] = [relation.related_model for relation in relations]
    return {
        model.__name__: model._base_manager.filter(answerable__in=answerables)
        for model in tables
        if not issubclass(model, KeptRow)
    }


def who_answers(inspection: Inspection, changes: Sequence[Change] = ()) -> list[Organisation]:
    """Return the inspected body, the bodies that answer for what the report asks, and for what it judges anew."""
    rows = Answerable.objects.open()
    asked = rows.filter(recommendation__inspection=inspection)
    parts = [change.fact.part.partition("/") for change in changes if change.fact.field in VERDICTS]
    judged = rows.filter(recommendation__in=[Recommendation.number_of(ref) for ref, _, _ in parts])
    bodies = Organisation.objects.filter(answerables__in=(asked | judged)).distinct()
    return [*bodies, *([inspection.organisation] if inspection.organisation else [])]
