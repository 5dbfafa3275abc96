"""HMPPS's formal answers to recommendations; changing one adds a row and keeps the earlier one."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from inspections.models import within
from tracker.choices import Decision
from tracker.models.person import Person
from tracker.models.recommendation import Answerable, Recommendation, answer_in_area
from tracker.rules.access import Actor


class Acknowledgement(models.Model):
    """That somebody of the answering body has seen a new recommendation; its absence is silence that shows."""

    answerable = models.OneToOneField(Answerable, on_delete=models.PROTECT, related_name="acknowledgement")
    acknowledged_at = models.DateTimeField()
    acknowledged_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Seen: {self.answerable}"


class ResponseQuerySet(models.QuerySet["Response"]):
    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)

    def visible_to(self, actor: Actor) -> Self:
        """Return those that the actor may see.

        Confirmed ones are public; drafts follow the answering body (docs/model.md, decision 3).
        """
        if not (actor.is_service or actor.person_id):
            return self.none()
        return self.filter(Q(confirmed_at__isnull=False) | answer_in_area(actor, "answerable__"))

    def to_confirm(self) -> Self:
        """Return the newest draft of each body that answers now, as kept with the answer, longest waiting first."""
        newer = Response.objects.filter(answerable=OuterRef("answerable"), pk__gt=OuterRef("pk"))
        drafts = self.filter(~Exists(newer), confirmed_at__isnull=True, answerable__kept__is_drafted=True)
        return drafts.order_by("drafted_at", "pk")

    def in_areas(self, places: tuple[str, ...]) -> Self:
        """Return those of bodies at or below these places, by what is kept of the answer."""
        return self.filter(within(places, "answerable__kept__organisation__"))

    def for_row(self) -> Self:
        return self.select_related("answerable__recommendation__inspection", "answerable__organisation")

    def newest_of(self, answerable: Answerable) -> "Response | None":
        return self.filter(answerable=answerable).order_by("-pk").first()

    def of_recommendation(self, recommendation: Recommendation) -> Self:
        """Return the responses to a recommendation, newest first, with the answering body."""
        return (
            self.filter(answerable__recommendation=recommendation)
            .select_related("answerable__organisation", "drafted_by", "confirmed_by")
            .order_by("-drafted_at", "-pk")
        )


class Response(models.Model):
    """Agreed, partly agreed or not agreed; drafted by the addressee, confirmed by HMPPS. Append-only."""

    answerable = models.ForeignKey(Answerable, on_delete=models.PROTECT, related_name="responses")
    decision = models.CharField(max_length=20, choices=Decision.choices)
    agreed_part = models.TextField(blank=True, help_text="Which part is agreed, where it is not the whole")
    reasons = models.TextField(blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(
        null=True, blank=True, help_text="When HMPPS answered, for an answer that was given before this service"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="response_gives_reasons_unless_agreed",
                condition=Q(decision=Decision.AGREED) | ~Q(reasons=""),
            ),
            models.CheckConstraint(
                name="response_partly_agreed_says_which_part",
                # What was said on paper is one text, its reasons.
                condition=~Q(decision=Decision.PARTLY_AGREED) | ~Q(agreed_part="") | Q(answered_on__isnull=False),
            ),
            models.CheckConstraint(
                name="response_before_the_service_is_confirmed",
                condition=Q(answered_on__isnull=True) | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(name="response_decision_known", condition=Q(decision__in=Decision.values)),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.answerable}"
