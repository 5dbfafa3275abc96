"""What depends on a published report, which keeps it from being withdrawn; and all that it made, to keep on record."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from inspections.models import Alert, Inspection, Organisation
from tracker.choices import Judge
from tracker.models import (
    AlertAction,
    AlertDateChange,
    AlertDuty,
    Answerable,
    CarryOver,
    Event,
    Fieldwork,
    Judgement,
    Link,
    Recommendation,
    Response,
    SaidBefore,
)
from tracker.queries.corrections.said import inspection_says, names_of_facts, recommendation_says, said_on
from tracker.rules.withdrawals import RESTS_ON

# When a row that rests on an answer was made, where publishing makes such rows too.
MADE_AT = {
    "Acknowledgement": "acknowledged_at",
    "AlertLink": "linked_at",
    "Judgement": "made_at",
    "Response": "drafted_at",
    "SustainCheck": "",
}


def published_at(inspection: Inspection) -> datetime | None:
    """Return when a report was published here; None where it has no draft."""
    draft = getattr(inspection, "draft", None)
    at: datetime | None = draft.published_at if draft else None
    return at


def made_with(inspection: Inspection) -> QuerySet[Recommendation]:
    """Return the recommendations that publishing made: its own, and earlier ones that are known from it alone."""
    at = published_at(inspection)
    told = Event.objects.filter(verb="recommendation.known-from-later", at=at) if at else Event.objects.none()
    numbers = [Recommendation.number_of(ref) for ref in told.values_list("subject", flat=True)]
    earlier = Q(
        pk__in=[number for number in numbers if number],
        inspection__known_from_later=True,
        answerables__judgements__inspection=inspection,
    )
    own = Recommendation.objects.filter(Q(inspection=inspection) | earlier)
    return Recommendation.objects.filter(pk__in=own.values("pk"))


def depending_on(inspection: Inspection) -> dict[str, int]:
    """Return what rests on a report beside what publishing made: how many of each, in words. About 20 queries."""
    at = published_at(inspection)
    made = list(made_with(inspection).values_list("pk", flat=True))
    answers = list(Answerable.objects.filter(recommendation__in=made).values_list("pk", flat=True))
    counts = {kind: _others(rows, kind, inspection, at).count() for kind, rows in said_on(answers).items()}
    ended = Answerable.objects.filter(pk__in=answers, ended_at__isnull=False)
    links = Link.objects.filter(Q(earlier__in=made) | Q(later__in=made) | Q(inspection=inspection))
    carry_over = CarryOver.objects.filter(inspection=inspection)
    counts |= {
        "Ending": (ended.exclude(ended_at=at) if at else ended).count(),
        "Link": links.count(),
        "CarryOver": carry_over.filter(confirmed_at__isnull=False).count(),
        "CarryOverEntry": sum(held.decisions.count() for held in carry_over),
        "AlertAction": AlertAction.objects.filter(alert__inspection=inspection).count(),
        "AlertOwner": _named_since(inspection).count(),
        "OwnReport": _told_of_first(inspection),
        "Fieldwork": _newer_fieldwork(inspection),
    }
    return {RESTS_ON[kind][number > 1]: number for kind, number in counts.items() if number}


def _told_of_first(inspection: Inspection) -> int:
    """Return how many of its recommendations a later report told of before it: it cannot be as if it never came."""
    rows = Recommendation.objects.filter(inspection=inspection)
    refs = [row.ref for row in rows]
    return Event.objects.filter(verb="recommendation.known-from-later", subject__in=refs).count()


def _newer_fieldwork(inspection: Inspection) -> int:
    """Return whether fieldwork was announced since: the fieldwork that led to the report could not be open again."""
    led_to = Fieldwork.objects.filter(inspection=inspection)
    newer = Fieldwork.objects.open().filter(organisation=inspection.organisation_id, kind=inspection.kind)
    return newer.count() if led_to.exists() else 0


def snapshot(inspection: Inspection) -> dict[str, Any]:
    """Return everything that a report says and made, in plain words and values, to be kept when it is withdrawn."""
    names = names_of_facts()
    recommendations = list(made_with(inspection).order_by("pk"))
    return {
        "said before": list(SaidBefore.objects.filter(inspection=inspection).values_list("said", flat=True)),
        "answered before": [
            [held.answerable.recommendation.ref, str(held.answerable.organisation), held.decision, held.reasons]
            for held in Response.objects.filter(answerable__recommendation__in=recommendations)
            .select_related("answerable__recommendation", "answerable__organisation")
            .order_by("pk")
        ],
        "report": {fact.label: said.value for fact, said in inspection_says(inspection).facts().items()},
        "recommendations": {
            row.ref: {
                f"{fact.field.value} {fact.part}".strip(): said.value
                for fact, said in recommendation_says(row).facts(names).items()
            }
            for row in recommendations
        },
        "alerts": {
            alert.ref: {
                "concerns": list(alert.concerns.values_list("text", flat=True)),
                "required_actions": list(alert.required_actions.values_list("text", flat=True)),
            }
            for alert in Alert.objects.filter(inspection=inspection).order_by("pk")
        },
    }


def judged_by(inspection: Inspection) -> Collection[str]:
    """Return the references of the recommendations that a report judges."""
    judged = Judgement.objects.filter(judge=Judge.INSPECTORATE, inspection=inspection)
    numbers = judged.values_list("answerable__recommendation", flat=True)
    return sorted({row.ref for row in Recommendation.objects.filter(pk__in=numbers)})


def answering_for(inspection: Inspection) -> list[Organisation]:
    """Return the inspected body, and those that answer for what a report asks or judges; 1 query."""
    asked = Q(recommendation__inspection=inspection) | Q(judgements__inspection=inspection)
    rows = Answerable.objects.open().filter(asked)
    bodies = Organisation.objects.filter(Q(answerables__in=rows) | Q(inspections=inspection))
    return list(bodies.distinct().order_by("pk"))


def _others(rows: QuerySet[Any, Any], kind: str, inspection: Inspection, at: datetime | None) -> QuerySet[Any, Any]:
    """Return those that publishing did not make itself."""
    if kind == "Judgement":
        rows = rows.exclude(judge=Judge.INSPECTORATE, inspection=inspection)
    moment = MADE_AT.get(kind)
    return rows.exclude(**{moment: at}) if moment and at else rows


def _named_since(inspection: Inspection) -> QuerySet[AlertDuty]:
    """Return the duties of alerts that came with the report, where somebody named an owner or moved the day since."""
    duties = AlertDuty.objects.filter(alert__inspection=inspection, alert__raised_on__isnull=True)
    moved = AlertDateChange.objects.filter(duty=OuterRef("pk"))
    return duties.filter(Q(is_named=True) | Exists(moved))
