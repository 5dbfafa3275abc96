"""Recommendations in the API: the published words for everybody, and the work for those whose area it stands in."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django_filters import ChoiceFilter
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from inspections.choices import DatePrecision
from tracker.api import examples, filters
from tracker.api.doors import Door, ListDoor
from tracker.api.fields import Coded
from tracker.api.inspections import InspectionLink
from tracker.api.organisations import OrganisationLink
from tracker.api.pagination import Keys
from tracker.choices import ActionStatus, Confirmer, Decision, Ending, EndingDecision, Judge, Progress, Relation
from tracker.models import Link, Recommendation, Theme
from tracker.paging import Page
from tracker.queries import recommendations
from tracker.queries.endings import may_have_requests, requests_of
from tracker.queries.recommendation_rows import ListedRecommendation
from tracker.queries.recommendations import WholeRecommendation
from tracker.queries.recurrence import ties_of

SCOPES = [("area", "Your area"), ("all", "All published")]
STATES = [
    ("open", "Open"),
    ("overdue", "With overdue actions"),
    ("ending-asked", "Ending asked for"),
    ("ended", "Ended"),
]


class RecommendationTheme(serializers.Serializer[Any]):
    """A theme of a recommendation."""

    code = serializers.SlugField()
    name = serializers.CharField()
    is_primary = serializers.BooleanField()


class ProgressView(serializers.Serializer[Any]):
    """What one judge said last."""

    category = serializers.ChoiceField(choices=Progress.choices)
    dated_on = serializers.DateField(allow_null=True)
    reasons = serializers.CharField()


class BodyViews(serializers.Serializer[Any]):
    """A body's progress in three views side by side; null is not said, or not yours to see."""

    organisation = OrganisationLink()
    owner = ProgressView(source="views.owner", allow_null=True)
    region = ProgressView(source="views.region", allow_null=True)
    inspectorate = ProgressView(source="views.inspectorate", allow_null=True)


class NextDue(serializers.Serializer[Any]):
    """The nearest date of the open actions that you can see."""

    on = serializers.DateField()
    precision = serializers.ChoiceField(choices=DatePrecision.choices)


class RecommendationRow(serializers.Serializer[ListedRecommendation]):
    """A recommendation as printed, and what you may see of the work on it."""

    ref = serializers.CharField(source="recommendation.ref")
    inspection = InspectionLink(source="recommendation.inspection")
    number = serializers.IntegerField(source="recommendation.number", allow_null=True)
    short_title = serializers.CharField(source="recommendation.short_title")
    text = serializers.CharField(source="recommendation.text")
    addressee = OrganisationLink(source="recommendation.addressee", allow_null=True)
    addressee_as_printed = serializers.CharField(source="recommendation.addressee_as_printed")
    flagged_repeat = serializers.BooleanField(source="recommendation.flagged_repeat")
    themes = RecommendationTheme(many=True, source="recommendation.themes")
    bodies = BodyViews(many=True, help_text="The bodies that answer for it, with three views of progress")
    next_due = serializers.SerializerMethodField()
    actions_count = serializers.IntegerField(source="actions", help_text="Actions that you can see")
    overdue_actions_count = serializers.IntegerField(source="overdue")
    state = serializers.CharField(help_text="Open, Ended, or Ending asked for where you see the work on it")
    response_notes = serializers.ListField(
        child=serializers.CharField(),
        source="notes",
        help_text="What is owed of its responses, or was said before this service or by a later report, in words",
    )

    @extend_schema_field(NextDue(allow_null=True))
    def get_next_due(self, row: ListedRecommendation) -> Any:
        return {"on": row.next_due[0].isoformat(), "precision": row.next_due[1]} if row.next_due else None


class AnswerableBody(serializers.Serializer[Any]):
    """Who answers for a recommendation, from when to when, and how that ended."""

    organisation = OrganisationLink()
    from_on = serializers.DateField()
    to_on = serializers.DateField(allow_null=True)
    ending = Coded(choices=Ending.choices)
    sees_work = serializers.BooleanField(source="is_seen", help_text="Whether the work on its answer is yours to see")
    is_asked = serializers.BooleanField(help_text="Whether anything is owed; not of what a later report has judged")
    judged_on = serializers.DateField(allow_null=True, help_text="The day of the later report that has judged it")
    answered_before_on = serializers.DateField(allow_null=True, help_text="When it was answered, before this service")


class RecommendationTie(serializers.Serializer[Any]):
    """A recommendation that it takes up, or that takes it up; made again counts along these."""

    ref = serializers.CharField()
    relation = serializers.ChoiceField(choices=Relation.choices)
    is_flagged = serializers.BooleanField(help_text="The later report itself says that it is a repeat")
    linked_at = serializers.DateTimeField()


class EndingAsked(serializers.Serializer[Any]):
    """A request to end it for a body, while one waits or has ended it; newest first. It counts once confirmed."""

    organisation = OrganisationLink(source="answerable.organisation")
    ending = serializers.ChoiceField(choices=Ending.choices)
    reason = serializers.CharField()
    risk = serializers.CharField(help_text="Of not doing it")
    risk_accepted_by = serializers.CharField(source="risk_post", help_text="The post whose holder accepts the risk")
    confirmer = serializers.ChoiceField(choices=Confirmer.choices)
    asked_at = serializers.DateTimeField()
    decision = Coded(choices=EndingDecision.choices)
    decision_reason = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True, help_text="Null while it waits")
    reopened_at = serializers.DateTimeField(allow_null=True, help_text="When it was opened again after it had ended")


class FormalResponse(serializers.Serializer[Any]):
    """The formal answer for a body; drafts are seen in their own area only."""

    organisation = OrganisationLink(source="answerable.organisation")
    decision = serializers.ChoiceField(choices=Decision.choices)
    reasons = serializers.CharField()
    drafted_at = serializers.DateTimeField()
    confirmed_at = serializers.DateTimeField(allow_null=True, help_text="Null for a draft")
    answered_on = serializers.DateField(allow_null=True, help_text="When HMPPS answered, if before this service")


class JudgementMade(serializers.Serializer[Any]):
    """One view of progress, newest first; each is kept."""

    organisation = OrganisationLink(source="answerable.organisation")
    judge = serializers.ChoiceField(choices=Judge.choices)
    category = serializers.ChoiceField(choices=Progress.choices)
    reasons = serializers.CharField()
    effect = serializers.CharField()
    dated_on = serializers.DateField(allow_null=True)
    inspection = serializers.CharField(source="inspection.ref", allow_null=True, default=None)
    improvement_still_required = serializers.BooleanField(allow_null=True)


class ActionLink(serializers.Serializer[Any]):
    """An action as a recommendation names it."""

    ref = serializers.CharField(help_text="The address of the record: /api/v1/actions/{ref}/")
    title = serializers.CharField()
    status = serializers.ChoiceField(choices=ActionStatus.choices)
    due_on = serializers.DateField(allow_null=True)
    due_precision = serializers.ChoiceField(choices=DatePrecision.choices)


class RecommendationRecord(RecommendationRow):
    """One recommendation with who answers for it, responses, actions and every judgement that you may see."""

    sees_work = serializers.SerializerMethodField(help_text="Whether the work on it, of any body, is yours to see")
    answerable_bodies = serializers.SerializerMethodField()
    replaces = serializers.SerializerMethodField()
    replaced_by = serializers.SerializerMethodField()
    endings_asked = serializers.SerializerMethodField()
    responses = serializers.SerializerMethodField()
    actions = serializers.SerializerMethodField()
    judgements = serializers.SerializerMethodField()

    @property
    def whole(self) -> WholeRecommendation:
        whole: WholeRecommendation = self.context["whole"]
        return whole

    def get_sees_work(self, _: ListedRecommendation) -> bool:
        return self.whole.sees_work

    @extend_schema_field(AnswerableBody(many=True))
    def get_answerable_bodies(self, _: ListedRecommendation) -> Any:
        return AnswerableBody(self.whole.answerables, many=True).data

    @extend_schema_field(RecommendationTie(many=True))
    def get_replaces(self, _: ListedRecommendation) -> Any:
        return [_tie(link, link.earlier) for link in self.context["ties"].repeats]

    @extend_schema_field(RecommendationTie(many=True))
    def get_replaced_by(self, _: ListedRecommendation) -> Any:
        return [_tie(link, link.later) for link in self.context["ties"].taken_up]

    @extend_schema_field(EndingAsked(many=True))
    def get_endings_asked(self, _: ListedRecommendation) -> Any:
        return EndingAsked(self.context["endings"], many=True).data

    @extend_schema_field(FormalResponse(many=True))
    def get_responses(self, _: ListedRecommendation) -> Any:
        return FormalResponse(self.whole.responses, many=True).data

    @extend_schema_field(ActionLink(many=True))
    def get_actions(self, _: ListedRecommendation) -> Any:
        return ActionLink(self.whole.actions, many=True).data

    @extend_schema_field(JudgementMade(many=True))
    def get_judgements(self, _: ListedRecommendation) -> Any:
        return JudgementMade(self.whole.judgements, many=True).data


def _tie(link: Link, other: Recommendation) -> Any:
    facts = {"ref": other.ref, "relation": link.relation, "is_flagged": link.is_flagged, "linked_at": link.linked_at}
    return RecommendationTie(facts).data


class RecommendationFilters(filters.Filters):
    """The filters of the list."""

    scope = ChoiceFilter(choices=SCOPES, help_text="Your area unless you say otherwise")
    region = filters.region()
    pdu = filters.pdu()
    theme = filters.text_of(Theme, by="code", words="The code of a theme")
    state = ChoiceFilter(choices=STATES, help_text="Open, ended, or with overdue actions that you can see")
    sort = filters.sort_by(recommendations.SORTS, default=recommendations.DEFAULT_SORT)


@extend_schema_view(
    get=extend_schema(
        responses=RecommendationRow(many=True),
        summary="List recommendations",
        description="Recommendations of your area; ?scope=all for every published one.",
        examples=[examples.RECOMMENDATION],
    )
)
class Recommendations(ListDoor):
    queryset = Recommendation.objects.none()
    serializer_class = RecommendationRow
    filterset_class = RecommendationFilters
    sorts, default_sort = recommendations.SORTS, recommendations.DEFAULT_SORT

    def page(self, chosen: dict[str, Any], keys: Keys) -> tuple[Page, Sequence[Any]]:
        narrowed = recommendations.RecommendationSelection(
            scope=chosen["scope"] or "area",
            region=chosen["region"],
            pdu=chosen["pdu"],
            theme=chosen["theme"].code if chosen["theme"] else "",
            state=chosen["state"],
            words=chosen["q"],
        )
        return recommendations.page_of_recommendations(
            self.actor,
            narrowed,
            sort=chosen["sort"],
            after=keys.after,
            before=keys.before,
            on=self.on,
            size=keys.size,
            with_themes=True,
            with_reasons=True,
        )


class OneRecommendation(Door):
    queryset = Recommendation.objects.none()
    serializer_class = RecommendationRecord

    @extend_schema(summary="Read a recommendation")
    def get(self, request: Request, ref: str) -> Response:
        """The published part for everybody; actions, unconfirmed responses and views follow your area."""
        visible = Recommendation.objects.visible_to(self.actor).by_ref(ref)
        recommendation = visible.select_related("inspection__organisation__parent", "addressee__parent").first()
        if recommendation is None:
            raise Http404
        whole = recommendations.whole(self.actor, recommendation, on=self.on, with_reasons=True)
        context = self.get_serializer_context() | {
            "whole": whole,
            "endings": requests_of(self.actor, recommendation) if may_have_requests(whole.answerables) else [],
            "ties": ties_of(self.actor, recommendation),
        }
        return Response(RecommendationRecord(whole.row, context=context).data)
