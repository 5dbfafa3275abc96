"""What is being done about an organisational alert: who owns it, by when, by which actions, for what."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from inspections.choices import InspectionStatus
from inspections.models import Alert, within
from inspections.models.days import days_in_bounds
from inspections.models.inspection import AlertQuerySet
from tracker.choices import ActionStatus, BeforeService, Role
from tracker.models.action import Action
from tracker.models.kept import KeptAnswer
from tracker.models.person import Person
from tracker.models.post import Post
from tracker.models.recommendation import Answerable
from tracker.models.said_before import SaidBefore
from tracker.rules import alerts
from tracker.rules.access import Actor, Doing
from tracker.rules.lifecycle import OPEN_STATUSES


def alerts_visible_to(actor: Actor) -> AlertQuerySet:
    """Return those that the actor may see.

    An alert is public once its report is; before, it follows the area (docs/model.md, decision 3). Whoever holds or
    covers the post that owns it sees it too.
    """
    if not (actor.is_service or actor.person_id):
        return Alert.objects.none()
    public = Q(inspection__status=InspectionStatus.PUBLISHED)
    here = within([*actor.areas(Doing.SEE_WORK), *actor.areas(Doing.RECORD_ALERTS)], "organisation__")
    return Alert.objects.filter(public | here | Q(duty__owner_post_id__in=actor.post_ids))


class AlertDutyQuerySet(models.QuerySet["AlertDuty"]):
    def visible_to(self, actor: Actor) -> Self:
        """Return those that the actor may see.

        Who owns an alert and what is done about it is work of its area and of the owning post.
        """
        here = within(actor.areas(Doing.SEE_WORK), "alert__organisation__")
        return self.filter(here | Q(owner_post_id__in=actor.post_ids))

    def open(self) -> Self:
        """Return those not answered (rules/alerts.state_of): no action counts yet, or one that does is open.

        What a later report has judged asks for no answer. The actions are asked as one value of each alert: asked as
        two conditions, PostgreSQL reads every action for them.
        """
        counted = AlertAction.objects.filter(alert=OuterRef("alert")).exclude(action__status=ActionStatus.WITHDRAWN)
        is_open = Case(When(action__status__in=OPEN_STATUSES, then=True), default=False)
        first = counted.annotate(is_open=is_open).order_by("-is_open").values("is_open")[:1]
        return self.filter(~_is_judged()).annotate(has_open=Coalesce(Subquery(first), True)).filter(has_open=True)

    def with_judged(self) -> Self:
        """Add `is_judged`: a later report has judged what the alert's report asks, so no answer is owed."""
        return self.annotate(is_judged=Case(When(_is_judged(), then=True), default=False))

    def of_area(self, path: str) -> Self:
        """Return those about the body at this path or one below it."""
        return self.filter(within([path], "alert__organisation__"))

    def mine(self, actor: Actor) -> Self:
        """Return what a person answers for: alerts of posts held or covered, and of the body that they lead."""
        led = actor.places(Role.HEAD_OF_PDU, Role.REGIONAL_LEAD, Role.NATIONAL)
        posts = AlertDuty.objects.filter(owner_post_id__in=actor.post_ids).values("pk")
        bodies = AlertDuty.objects.filter(alert__organisation__path__in=led).values("pk")
        return self.filter(pk__in=posts.union(bodies))

    def for_row(self) -> Self:
        return self.select_related("alert__organisation__parent", "owner_post__organisation").order_by(
            "answer_by_on", "pk"
        )


def _is_judged() -> Q:
    """Return the condition on a duty that rules/intake/said_before.alert_is_asked denies."""
    answers = KeptAnswer.objects.filter(recommendation__inspection=OuterRef("alert__inspection"))
    judged, asked = Exists(answers.filter(is_judged=True)), Exists(answers.filter(is_open=True, is_judged=False))
    said = SaidBefore.objects.filter(inspection=OuterRef("alert__inspection"), said=BeforeService.JUDGED)
    return Q(Exists(said)) | (Q(judged) & ~Q(asked))


class AlertDuty(models.Model):
    """The post that owns the answer to an alert, and the day by which every action is to be complete.

    Without a post, as where the body has none, who leads the body is told.
    """

    alert = models.OneToOneField(Alert, on_delete=models.PROTECT, related_name="duty")
    owner_post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="alerts")
    answer_by_on = models.DateField()
    first_answer_by_on = models.DateField(help_text="The day that was set first; moves are in AlertDateChange")
    is_named = models.BooleanField(default=True, help_text="A person named its owner and day")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    is_judged: bool  # by with_judged()

    objects = AlertDutyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "alert duties"
        constraints = [days_in_bounds("alert_duty", "answer_by_on", "first_answer_by_on")]

    def __str__(self) -> str:
        return f"{self.owner_post or 'Nobody yet'} for {self.alert}"

    @property
    def is_moved(self) -> bool:
        return self.answer_by_on != self.first_answer_by_on

    def is_late(self, *, on: date) -> bool:
        """Return whether the day to answer by has passed, for an alert that is open."""
        return alerts.is_overdue(state=alerts.AlertState.UNDER_WAY, answer_by_on=self.answer_by_on, on=on)


class AlertDateChange(models.Model):
    """That the day to answer an alert by moved, and why; rows are only added."""

    duty = models.ForeignKey(AlertDuty, on_delete=models.PROTECT, related_name="date_changes")
    old_on = models.DateField()
    new_on = models.DateField()
    reason = models.TextField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="alert_date_change_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="alert_date_change_moves_the_day", condition=~Q(old_on=F("new_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.old_on} to {self.new_on}"


class AlertAction(models.Model):
    """That an action answers an alert; it also answers the recommendations that point to the alert."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="actions")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="alerts")

    class Meta:
        constraints = [models.UniqueConstraint(name="alert_action_once", fields=["alert", "action"])]

    def __str__(self) -> str:
        return f"{self.action} for {self.alert}"


class AlertLink(models.Model):
    """That a recommendation asks a body for what its alert asked: each action for the alert answers it too."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="links")
    answerable = models.ForeignKey(Answerable, on_delete=models.PROTECT, related_name="alert_links")
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="alert_linked_once", fields=["alert", "answerable"])]

    def __str__(self) -> str:
        return f"{self.answerable} by {self.alert}"
