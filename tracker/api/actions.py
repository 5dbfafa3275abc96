"""Actions in the API: those you can see, and posting an update to one that is yours to update."""

import uuid
from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import Http404
from django_filters import ChoiceFilter
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from inspections.choices import DatePrecision
from tracker.api import examples, filters
from tracker.api.doors import Door, ListDoor
from tracker.api.errors import Error, refusal
from tracker.api.fields import Day, Words
from tracker.api.inspections import RecommendationLink
from tracker.api.organisations import OrganisationLink
from tracker.api.pagination import Keys
from tracker.choices import ActionStatus
from tracker.errors import EditConflict
from tracker.models import Action, Update
from tracker.operations.action_changes import REASON_LIMIT, WHOM_LIMIT, Blocked, NewDate
from tracker.operations.actions import UPDATE_LIMIT, UpdateAnswers, update_action
from tracker.operations.evidence import NewEvidence
from tracker.paging import Page
from tracker.queries import actions, evidence
from tracker.rules import access, lifecycle
from tracker.rules.access import Doing
from tracker.rules.deadlines import Urgency, urgency
from tracker.rules.evidence import LINK_LIMIT, MAX_AT_ONCE, SHOWS_LIMIT

KEY_HEADER = "Idempotency-Key"
STATES = [
    ("open", "Open"),
    ("overdue", "Overdue"),
    ("due-this-week", "Due this week"),
    ("later", "Due later or without a date"),
    *ActionStatus.choices,
]


class Owner(serializers.Serializer[Action]):
    """The owning post, and who holds it today."""

    post = serializers.CharField(source="owner_post.title")
    organisation = OrganisationLink(source="owner_post.organisation")
    holder = serializers.CharField(source="holder_name", allow_null=True, help_text="Null while the post is vacant")


class Answer(serializers.Serializer[Any]):
    """That an action answers a recommendation for a body."""

    recommendation = RecommendationLink(source="answerable.recommendation")
    organisation = OrganisationLink(source="answerable.organisation")


class ActionRow(serializers.Serializer[Action]):
    """An action, its owner and what it answers."""

    ref = serializers.CharField()
    title = serializers.CharField()
    success_measure = serializers.CharField()
    status = serializers.ChoiceField(choices=ActionStatus.choices)
    urgency = serializers.SerializerMethodField(help_text="Where it stands today; worked out, never stored")
    owner = Owner(source="*")
    answers = Answer(many=True, source="current_answers")
    due_on = serializers.DateField(allow_null=True, help_text="The last day of the month where that is all")
    due_precision = serializers.ChoiceField(choices=DatePrecision.choices)
    first_due_on = serializers.DateField(allow_null=True, help_text="The first date it had; it stays when dates move")
    blocked_by_whom = serializers.CharField()
    blocked_since_on = serializers.DateField(allow_null=True)
    last_update_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField(help_text="Send it back with an update")

    def get_urgency(self, action: Action) -> Urgency:
        return urgency(status=action.state, due_on=action.due_on, on=self.context["on"])


class PostedUpdate(serializers.Serializer[Update]):
    """An update as it was posted."""

    status = serializers.ChoiceField(choices=ActionStatus.choices)
    text = serializers.CharField()
    posted_at = serializers.DateTimeField()
    posted_by = serializers.CharField(source="posted_by.name", default="", help_text="Empty for the service itself")


class ActionRecord(ActionRow):
    """One action with its last update, and what you may do to it."""

    created_at = serializers.DateTimeField()
    last_update = serializers.SerializerMethodField()
    can_update = serializers.SerializerMethodField()
    next_statuses = serializers.SerializerMethodField(
        help_text="What an update may choose; empty for who may not update it"
    )

    @extend_schema_field(PostedUpdate(allow_null=True))
    def get_last_update(self, action: Action) -> Any:
        newest = Update.objects.newest_of(action)
        return PostedUpdate(newest).data if newest else None

    def get_can_update(self, action: Action) -> bool:
        return access.may_update(self.context["actor"], action) and lifecycle.can_update(action.state)

    def get_next_statuses(self, action: Action) -> list[ActionStatus]:
        may = access.may_update(self.context["actor"], action)
        return list(lifecycle.next_statuses(action.state)) if may else []


class NewEvidencePart(serializers.Serializer[Any]):
    """A link with what it shows and the day it is about, or pieces that are held already, or both."""

    link = Words(
        noun="the web address",
        max_length=LINK_LIMIT,
        allow_blank=True,
        default="",
        help_text="A web address; it is kept and never opened",
    )
    shows = Words(
        noun="the description of what it shows",
        max_length=SHOWS_LIMIT,
        allow_blank=True,
        default="",
        help_text="What the link shows; needed with a link",
    )
    about_on = Day(allow_null=True, default=None, help_text="The day of what the link shows; needed with a link")
    ids = serializers.ListField(
        child=serializers.UUIDField(),
        max_length=MAX_AT_ONCE,
        default=list,
        help_text="Evidence that is attached already to what the action answers",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs["link"] and not attrs["ids"]:
            raise ValidationError("Send a link, or ids of evidence that is attached already")
        return attrs


class NewUpdate(serializers.Serializer[Any]):
    """What has changed. Either text, another status or a new date is needed."""

    version = serializers.IntegerField(min_value=1, help_text="The version of the action that you read")
    status = serializers.ChoiceField(choices=ActionStatus.choices, help_text="The present one where it stays")
    text = Words(
        noun="the update",
        max_length=UPDATE_LIMIT,
        allow_blank=True,
        default="",
        help_text="No names or case numbers of people on probation",
    )
    new_due_on = Day(allow_null=True, default=None, help_text="Only if the date moves")
    new_due_precision = serializers.ChoiceField(choices=DatePrecision.choices, default=DatePrecision.DAY)
    reason = Words(
        noun="the reason for the new date",
        max_length=REASON_LIMIT,
        allow_blank=True,
        default="",
        help_text="Why the date moves; needed with a new date",
    )

    blocked_by_whom = Words(
        noun="the team or organisation it is waiting on",
        max_length=WHOM_LIMIT,
        allow_null=True,
        allow_blank=True,
        default=None,
        help_text="Whom it waits on; empty when it is no longer blocked; null leaves it as it is",
    )
    blocked_since_on = Day(allow_null=True, default=None, help_text="Today where it is not sent")
    evidence = NewEvidencePart(allow_null=True, default=None, help_text="What is attached to the update")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["reason"] and not attrs["new_due_on"]:
            raise ValidationError({"new_due_on": ["Send the new due date, or take the reason out"]})
        if attrs["blocked_since_on"] and not attrs["blocked_by_whom"]:
            raise ValidationError({"blocked_by_whom": ["Send whom it waits on, or take the date out"]})
        return attrs

    def validate_evidence(self, part: dict[str, Any] | None) -> NewEvidence:
        """Return what is attached; only what belongs to the same recommendations can be used once more."""
        if part is None:
            return NewEvidence()
        reused = self.context["named"](part["ids"]) if part["ids"] else ()
        if {piece.uid for piece in reused} != set(part["ids"]):
            raise ValidationError("Send ids of evidence that is attached to what this action answers")
        return NewEvidence(shows=part["shows"], about_on=part["about_on"], link=part["link"], reused=tuple(reused))

    def answers(self, token: uuid.UUID) -> UpdateAnswers:
        """Return what `update_action` takes."""
        given = self.validated_data
        moved, precision = given["new_due_on"], DatePrecision(given["new_due_precision"])
        whom = given["blocked_by_whom"]
        return UpdateAnswers(
            version=given["version"],
            status=ActionStatus(given["status"]),
            text=given["text"],
            token=token,
            new_date=NewDate(moved, precision, given["reason"]) if moved else None,
            blocked=None if whom is None else Blocked(whom, given["blocked_since_on"]),
            evidence=given["evidence"] or NewEvidence(),
        )


class SavedUpdate(PostedUpdate):
    """The update that was saved, with the version that the action has now."""

    action = serializers.CharField(source="action.ref")
    version = serializers.IntegerField(source="action.version")


class Conflict(Error):
    """Somebody saved meanwhile, or the action's status does not allow it; `current` comes with the first."""

    current = ActionRecord(required=False)


class ActionFilters(filters.Filters):
    """The filters of the list."""

    mine = ChoiceFilter(choices=[("yes", "Your own")], help_text="Those of your posts; for a head, all of the PDU's")
    region = filters.region()
    pdu = filters.pdu()
    state = ChoiceFilter(choices=STATES, help_text="A status, or where it stands today")
    quiet = ChoiceFilter(
        choices=[("30", "For 30 days"), ("60", "For 60 days"), ("90", "For 90 days"), ("never", "Never")],
        help_text="Open, and without an update for so many days since the last one or since it was planned; or never",
    )
    sort = filters.sort_by(actions.SORTS, default=actions.DEFAULT_SORT)


@extend_schema_view(
    get=extend_schema(
        responses=ActionRow(many=True),
        summary="List actions",
        description="The actions that you can see: in your area, answering a recommendation of it, or your own.",
        examples=[examples.ACTION],
    )
)
class Actions(ListDoor):
    queryset = Action.objects.none()
    serializer_class = ActionRow
    filterset_class = ActionFilters
    sorts, default_sort = actions.SORTS, actions.DEFAULT_SORT

    def page(self, chosen: dict[str, Any], keys: Keys) -> tuple[Page, Sequence[Any]]:
        narrowed = actions.ActionSelection(
            mine=chosen["mine"] == "yes",
            region=chosen["region"],
            pdu=chosen["pdu"],
            state=chosen["state"],
            words=chosen["q"],
            quiet=chosen["quiet"] or "",
        )
        page = actions.page_of_actions(
            self.actor,
            narrowed,
            sort=chosen["sort"],
            after=keys.after,
            before=keys.before,
            on=self.on,
            size=keys.size,
            with_holders=True,
        )
        return page, page.rows


class ActionDoor(Door):
    """What the doors of one action share: finding it through the gate."""

    queryset = Action.objects.none()

    def find(self, ref: str) -> Action:
        """Return the action; Http404 is raised for what is not there and for what is out of reach alike."""
        visible = Action.objects.visible_to(self.actor).by_ref(ref)
        action: Action | None = visible.for_list(self.actor).with_owner(on=self.on).first()
        if action is None:
            raise Http404
        return action

    def record(self, action: Action) -> Any:
        return ActionRecord(action, context=self.get_serializer_context()).data


class OneAction(ActionDoor):
    serializer_class = ActionRecord

    @extend_schema(summary="Read an action")
    def get(self, request: Request, ref: str) -> Response:
        """An action with its owner, what it answers, its date and its last update."""
        return Response(self.record(self.find(ref)))


class Updates(ActionDoor):
    serializer_class = NewUpdate

    @extend_schema(
        summary="Post an update",
        parameters=[
            OpenApiParameter(
                KEY_HEADER,
                OpenApiTypes.UUID,
                OpenApiParameter.HEADER,
                required=True,
                description="A new UUID for each update. Sent again with the same body, it is the same update.",
            )
        ],
        responses={201: SavedUpdate, 400: Error, 403: Error, 404: Error, 409: Conflict, 422: Error},
        examples=[examples.NEW_UPDATE, examples.SAVED_UPDATE],
    )
    def post(self, request: Request, ref: str) -> Response:
        """Say what has changed, change the status, move the date with a reason, say whom it waits on, attach evidence.

        409 when somebody saved after you read the action (with the action as it stands) or when its status does not
        allow it; 422 when the key was used for another update.
        """
        action = self.find(ref)
        access.check_may(self.actor, Doing.UPDATE_ACTIONS, paths=action.paths(), post_id=action.owner_post_id)
        key = _key(request)
        sent = NewUpdate(data=request.data, context={"named": partial(evidence.named, self.actor, action)})
        sent.is_valid(raise_exception=True)
        try:
            update = update_action(action=action, given=sent.answers(key), by=self.actor, at=self.at)
        except EditConflict as changed:
            return refusal(HTTPStatus.CONFLICT, "changed", str(changed), current=self.record(self.find(ref)))
        return Response(SavedUpdate(update).data, status=HTTPStatus.CREATED)


def _key(request: Request) -> uuid.UUID:
    try:
        return uuid.UUID(request.headers.get(KEY_HEADER, ""))
    except ValueError:
        raise ValidationError({KEY_HEADER: ["Send a UUID that is new for each update"]}) from None
