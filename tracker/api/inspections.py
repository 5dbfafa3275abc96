"""Inspections in the API: what a published report found."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django_filters import ChoiceFilter
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from inspections.choices import DatePrecision, InspectionKind, Rating
from inspections.models import Inspection
from tracker.api import examples, filters
from tracker.api.doors import Door, ListDoor
from tracker.api.fields import Coded, Texts
from tracker.api.organisations import OrganisationLink
from tracker.api.pagination import Keys
from tracker.choices import Progress
from tracker.models import Judgement, Recommendation
from tracker.paging import Page
from tracker.queries import inspections


class InspectionLink(serializers.Serializer[Inspection]):
    """An inspection as other records name it."""

    ref = serializers.CharField(help_text="The address of the record: /api/v1/inspections/{ref}/")
    organisation = OrganisationLink()
    published_on = serializers.DateField(allow_null=True)


class InspectionFacts(serializers.Serializer[Inspection]):
    """What the cover and the summary of a report say; null is what the report does not say."""

    ref = serializers.CharField()
    organisation = OrganisationLink()
    kind = serializers.ChoiceField(choices=InspectionKind.choices)
    framework = serializers.CharField(source="framework.code", allow_null=True, default=None)
    published_on = serializers.DateField(allow_null=True, help_text="The first day of the month where that is all")
    published_precision = Coded(choices=DatePrecision.choices)
    fieldwork_started_on = serializers.DateField(allow_null=True)
    fieldwork_precision = Coded(choices=DatePrecision.choices)
    rating = Coded(choices=Rating.choices, help_text="The overall rating as printed")
    score = serializers.IntegerField(allow_null=True)
    max_score = serializers.IntegerField(allow_null=True)
    known_from_later = serializers.BooleanField(help_text="Known only because a later report judged it")


class InspectionRow(InspectionFacts):
    """An inspection in the list."""

    recommendation_count = serializers.IntegerField()


class KeyQuestion(serializers.Serializer[Any]):
    """The share of cases, in whole per cent, that met a key question."""

    text = serializers.CharField()
    percent = serializers.IntegerField(allow_null=True)
    previous_percent = serializers.IntegerField(allow_null=True)
    comparator_percent = serializers.IntegerField(allow_null=True)


class Standard(serializers.Serializer[Any]):
    """A standard's rating as printed, with its key questions."""

    code = serializers.CharField()
    title = serializers.CharField()
    rating = Coded(choices=Rating.choices)
    previous_rating = Coded(choices=Rating.choices)
    key_questions = KeyQuestion(many=True)


class Alert(serializers.Serializer[Any]):
    """An organisational alert: what was of urgent concern, and what was asked for at once."""

    raised_on = serializers.DateField(allow_null=True)
    concerns = Texts(of="text")
    required_actions = Texts(of="text")


class RecommendationLink(serializers.Serializer[Recommendation]):
    """A recommendation as other records name it."""

    ref = serializers.CharField(help_text="The address of the record: /api/v1/recommendations/{ref}/")
    number = serializers.IntegerField(allow_null=True)
    short_title = serializers.CharField()


class EarlierJudgement(serializers.Serializer[Judgement]):
    """What this report says of an earlier recommendation."""

    recommendation = RecommendationLink(source="answerable.recommendation")
    organisation = OrganisationLink(source="answerable.organisation")
    category = serializers.ChoiceField(choices=Progress.choices)
    reasons = serializers.CharField()
    improvement_still_required = serializers.BooleanField(allow_null=True)


class InspectionRecord(InspectionFacts):
    """One inspection with all that its report printed."""

    isbn = serializers.CharField()
    lead_inspector = serializers.CharField()
    standards = Standard(many=True, source="standard_ratings")
    alerts = Alert(many=True)
    recommendations = serializers.SerializerMethodField()
    judgements = serializers.SerializerMethodField()

    @extend_schema_field(RecommendationLink(many=True))
    def get_recommendations(self, _: Inspection) -> Any:
        printed: Any = [row.recommendation for row in self.context["whole"].rows]
        return RecommendationLink(printed, many=True).data

    @extend_schema_field(EarlierJudgement(many=True))
    def get_judgements(self, _: Inspection) -> Any:
        return EarlierJudgement(self.context["whole"].judgements, many=True).data


class InspectionFilters(filters.Filters):
    """The filters of the list."""

    region = filters.region()
    kind = ChoiceFilter(choices=InspectionKind.choices, help_text="What kind of inspection")
    rating = ChoiceFilter(choices=Rating.choices, help_text="The overall rating")
    sort = filters.sort_by(inspections.SORTS, default=inspections.DEFAULT_SORT)


@extend_schema_view(
    get=extend_schema(
        responses=InspectionRow(many=True),
        summary="List inspections",
        description="Published inspections; open to everybody.",
        examples=[examples.INSPECTION],
    )
)
class Inspections(ListDoor):
    queryset = Inspection.objects.none()
    serializer_class = InspectionRow
    filterset_class = InspectionFilters
    sorts, default_sort = inspections.SORTS, inspections.DEFAULT_SORT

    def page(self, chosen: dict[str, Any], keys: Keys) -> tuple[Page, Sequence[Any]]:
        narrowed = inspections.InspectionSelection(
            region=chosen["region"], kind=chosen["kind"], rating=chosen["rating"], words=chosen["q"]
        )
        page = inspections.page_of_inspections(
            narrowed, sort=chosen["sort"], after=keys.after, before=keys.before, size=keys.size
        )
        return page, page.rows


class OneInspection(Door):
    queryset = Inspection.objects.none()
    serializer_class = InspectionRecord

    @extend_schema(summary="Read an inspection")
    def get(self, request: Request, ref: str) -> Response:
        """A published inspection with its ratings, key questions, alerts and recommendations; open to everybody."""
        inspection = Inspection.objects.published().by_ref(ref).for_page().first()
        if inspection is None:
            raise Http404
        context = self.get_serializer_context() | {
            "whole": inspections.whole(self.actor, inspection, on=self.on),
        }
        return Response(InspectionRecord(inspection, context=context).data)
