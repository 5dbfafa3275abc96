"""Recommendations as printed, their themes, and who answers for each, from when to when."""

from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Coalesce

from inspections.choices import DatePrecision, OrganisationKind
from inspections.models import Inspection, Organisation, Standard, within
from inspections.models.reference import Referenced, ReferencedQuerySet
from tracker.choices import Ending, Judge
from tracker.models.person import Person
from tracker.models.theme import Theme
from tracker.rules.access import ROLES, Actor, Doing
from tracker.rules.responses import WITH_OWN_MANAGERS, asked_on


class RecommendationQuerySet(ReferencedQuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Return those that the actor may see.

        Published wording is open to every signed-in person (docs/model.md, decision 3).
        """
        return self if actor.is_service or actor.person_id else self.none()

    def in_area_of(self, actor: Actor) -> Self:
        """Return those that stand in the actor's area. What of the work is seen is each answer's (`answer_in_area`)."""
        return self.filter(_stands_in_area(actor))

    def open(self) -> Self:
        """Return those that at least one body still answers for: it has ended when each of its bodies has."""
        return self.filter(Exists(Answerable.objects.open().filter(recommendation=OuterRef("pk"))))

    def matching(self, words: str) -> Self:
        """Return those with these words in their text, title, addressee or body, or with this reference."""
        return self.filter(
            Q(pk=self.model.number_of(words) or 0)
            | Q(text__icontains=words)
            | Q(short_title__icontains=words)
            | Q(addressee_as_printed__icontains=words)
            | Q(inspection__organisation__in=Organisation.objects.matching(words).values("pk"))
        )

    def with_evidence(self, uses: Any, answers: Any) -> Self:
        """Return those with one of these uses of evidence.

        It is used for the recommendation itself, or for an action that answers it by one of these answers.
        """
        own = uses.filter(answerable__recommendation=OuterRef("pk"))
        answered = answers.filter(answerable__recommendation=OuterRef("pk"), action__in=uses.values("action_id"))
        return self.filter(Exists(own) | Exists(answered))

    def in_printed_order(self) -> Self:
        return self.order_by("inspection_id", "position")


class Recommendation(Referenced):
    """One improvement that a report asks of a named body, word for word as printed."""

    REF_PREFIX = "REC"

    open_answerables: list["Answerable"]  # by queries/carry_over

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="recommendations")
    position = models.PositiveSmallIntegerField(help_text="Its place in the report, from 1")
    number = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty where the report prints none")
    short_title = models.CharField(max_length=200)
    text = models.TextField()
    addressee = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="recommendations_addressed",
    )
    addressee_as_printed = models.CharField(max_length=300, blank=True)
    flagged_repeat = models.BooleanField(default=False, help_text="The report itself says that it is a repeat")
    source_line = models.PositiveIntegerField(null=True, blank=True)
    source_page = models.PositiveIntegerField(null=True, blank=True)
    themes = models.ManyToManyField(Theme, through="RecommendationTheme", related_name="recommendations")
    standards = models.ManyToManyField(Standard, related_name="+", blank=True, help_text="Which it is about")
    version = models.PositiveIntegerField(default=1, db_default=1)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="recommendation_once_per_place", fields=["inspection", "position"]),
            models.CheckConstraint(name="recommendation_has_words", condition=~Q(text="") & ~Q(short_title="")),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.short_title}"


class RecommendationTheme(models.Model):
    """A theme of a recommendation; one of them is the primary one."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="theme_links")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT)
    is_primary = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="recommendation_theme_once", fields=["recommendation", "theme"]),
            models.UniqueConstraint(
                name="recommendation_one_primary_theme",
                fields=["recommendation"],
                condition=Q(is_primary=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.theme)


class AnswerableQuerySet(models.QuerySet["Answerable"]):
    def open(self) -> Self:
        return self.filter(to_on__isnull=True)

    def of_closed_bodies(self, *, on: date) -> Self:
        """Return the open ones of a body that no longer exists: a person says who takes over, or why they end."""
        return self.open().filter(organisation__closed_on__lte=on)

    def asked(self) -> Self:
        """Return those of which something is owed (rules/intake/said_before.is_asked), as kept with the answer.

        They are open, of a report that is recorded itself, and no later report has judged them.
        """
        return self.filter(kept__is_asked=True)

    def with_answering(self) -> Self:
        """Add `is_answered` (HMPPS has confirmed a response), `is_acknowledged`, and what stands beside them.

        All as kept with the answer: also whether anything `is_asked`, and what a later report judged or paper answered.
        What was answered before a body took over still stands, and so does what the body itself answered before a check
        after closing failed; that it is open again is a new thing to acknowledge.
        """
        return self.annotate(
            is_answered=F("kept__is_answered"),
            is_acknowledged=F("kept__is_acknowledged"),
            is_asked=F("kept__is_asked"),
            is_judged=F("kept__is_judged"),
            judged_on=F("kept__judged_on"),
            judged_precision=F("kept__judged_precision"),
            answered_before_on=F("kept__answered_before_on"),
        )

    def with_ending_asked(self) -> Self:
        """Add `is_ending_asked`: somebody has asked to end it and nobody has decided, as kept with the answer."""
        return self.annotate(is_ending_asked=F("kept__is_ending_asked"))

    def ending_asked(self) -> Self:
        """Return those of which somebody has asked to end them, which nobody has decided."""
        return self.filter(kept__is_ending_asked=True)

    def with_owner_state(self) -> Self:
        """Add `owner_state`: where the owner's latest view stands in its review, as kept; '' without one."""
        return self.annotate(owner_state=F("kept__owner_state"))

    def with_work_seen_by(self, actor: Actor) -> Self:
        """Add `is_seen`: whether the actor sees the work on this body's answer."""
        return self.annotate(is_seen=Case(When(answer_in_area(actor), then=True), default=False))

    def work_seen_by(self, actor: Actor) -> Self:
        return self.filter(answer_in_area(actor))

    def unanswered(self) -> Self:
        return self.asked().filter(kept__is_answered=False).with_answering()

    def not_self_assessed(self) -> Self:
        """Return the answered ones whose owner has not yet said how far they have got."""
        self_assessed = self.model.objects.filter(pk=OuterRef("pk"), judgements__judge=Judge.OWNER)
        return self.asked().with_answering().filter(~Exists(self_assessed), is_answered=True)

    def unacknowledged(self) -> Self:
        return self.asked().filter(kept__is_acknowledged=False).with_answering()

    def answer_overdue(self, *, on: date, days: int) -> Self:
        """Return those unanswered for more than `days` after they were asked (rules/responses.due_on)."""
        return self.unanswered().filter(kept__asked_on__lt=on - timedelta(days=days))

    def live_for(self, organisation: Organisation) -> Self:
        """Return what a new inspection of the body looks into: its own duties, and what its reports ask of anybody."""
        return self.open().filter(
            Q(organisation=organisation) | Q(recommendation__inspection__organisation=organisation)
        )

    def own(self, actor: Actor) -> Self:
        """Return those of the very bodies that the actor manages (rules/responses.is_own_body)."""
        places = [grant.path for grant in actor.grants if grant.role in ROLES[Doing.RESPOND]]
        body = "kept__organisation__"  # the same body, by which what is owed is found in an index
        below = within(places, body) & ~Q(**{f"{body}kind__in": WITH_OWN_MANAGERS})
        return self.filter(Q(**{f"{body}path__in": places}) | below)

    def waiting(self) -> Self:
        """Return those not acknowledged, or not answered and not drafted either, which `needs_draft` says."""
        drafted = self.model.objects.filter(pk=OuterRef("pk"), responses__isnull=False)
        owing = Q(kept__is_answered=False) | Q(kept__is_acknowledged=False)
        asked = self.filter(owing, kept__is_asked=True).with_answering()
        asked = asked.annotate(
            needs_draft=Case(When(Q(is_answered=False) & ~Exists(drafted), then=True), default=False)
        )
        return asked.filter(Q(is_acknowledged=False) | Q(needs_draft=True))

    def of_report(self, inspection: int) -> Self:
        """Return those of any recommendation of the report of the inspection with this number."""
        return self.filter(recommendation__inspection=inspection)

    def of_recommendation(self, recommendation: "Recommendation") -> Self:
        return self.filter(recommendation=recommendation)

    def of_body(self, organisation: Organisation) -> Self:
        """Return those for which the body or one below it answers."""
        return self.filter(within([organisation.path], "organisation__"))

    def published_here(self, *, since: date | None = None) -> Self:
        """Return those of reports that were published with this service, from a day on; adds `published_at`.

        To a body that a person added later it was published when it was added.
        """
        published_at = Coalesce("given_at", "recommendation__inspection__draft__published_at")
        published = self.annotate(published_at=published_at).filter(published_at__isnull=False)
        return published.filter(published_at__date__gte=since) if since else published

    def for_row(self) -> Self:
        return self.select_related("recommendation__inspection__organisation", "organisation__parent")

    def by_body(self) -> Self:
        return self.order_by("organisation__name", "pk")

    def longest_asked_first(self) -> Self:
        return self.order_by(F("recommendation__inspection__published_on").asc(nulls_last=True), "from_on", "pk")

    def to_answer_as_well(self, actor: Actor, *, of: Organisation) -> Self:
        """Return what an action of this body may answer too.

        It is open, and of the region's bodies for which the actor plans.
        """
        region = of.parent if of.kind == OrganisationKind.PDU and of.parent else of
        near = Q(organisation=of) if of.kind == OrganisationKind.AGENCY else within([region.path], "organisation__")
        open_near = self.open().filter(near, within(actor.areas(Doing.PLAN_ACTIONS), "organisation__"))
        return open_near.select_related("recommendation", "organisation__parent").by_body()

    def to_plan_for(self, actor: Actor, recommendation: "Recommendation") -> Self:
        """Return the bodies that answer for it now and for which the actor may plan actions."""
        mine = within(actor.areas(Doing.PLAN_ACTIONS), "organisation__")
        return self.open().filter(mine, recommendation=recommendation).select_related("organisation__parent").by_body()


class Answerable(models.Model):
    """A body that answers for a recommendation; all that is said of it is held per body (docs/model.md, decision 1)."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="answerables")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="answerables")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    ending = models.CharField(max_length=20, choices=Ending.choices, blank=True)
    ending_reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    follows = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followers",
        help_text="The ended row it took over from: of a predecessor body, or its own before a check failed",
    )
    asked_from_on = models.DateField(
        null=True,
        blank=True,
        help_text="From when the first of the rows that it follows answered: taking over does not make it younger",
    )

    given_at = models.DateTimeField(null=True, blank=True, help_text="When a person added the body after publishing")
    given_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_reason = models.TextField(blank=True)

    is_answered: bool  # by with_answering()
    is_acknowledged: bool  # by with_answering()
    is_ending_asked: bool  # by with_ending_asked()
    is_asked: bool  # by with_answering()
    is_judged: bool  # by with_answering()
    judged_on: date | None  # by with_answering()
    judged_precision: str  # by with_answering()
    answered_before_on: date | None  # by with_answering()
    published_at: datetime  # by published_here()
    needs_draft: bool  # by waiting()
    is_seen: bool  # by with_work_seen_by()
    owner_state: str  # by with_owner_state()

    objects = AnswerableQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="answerable_once_per_body",
                fields=["recommendation", "organisation"],
                condition=Q(to_on__isnull=True),
            ),
            models.CheckConstraint(
                name="answerable_ends_with_an_ending",
                condition=Q(to_on__isnull=True, ending="", ended_at__isnull=True)
                | Q(to_on__isnull=False, ending__in=Ending.values, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="answerable_given_with_a_reason", condition=Q(given_at__isnull=True) | ~Q(given_reason="")
            ),
            models.CheckConstraint(
                name="answerable_ends_after_it_starts",
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "recommendation"], name="answerable_by_body")]

    def __str__(self) -> str:
        return f"{self.organisation} for {self.recommendation}"

    def paths(self) -> list[str]:
        """Return the places from which the work on an open one is seen, as `answer_in_area` asks; reads the bodies."""
        bodies = (self.organisation, self.recommendation.inspection.organisation, self.recommendation.addressee)
        return [body.path for body in bodies if body]

    def asked_on(self) -> date:
        """Return the day from which its clock runs, whichever body was asked first.

        Reads the recommendation's inspection.
        """
        return self._asked_on(self.asked_from_on or self.from_on)

    def told_on(self) -> date:
        """Return the day from which its own silence counts: a body that took over was told when it did."""
        return self._asked_on(self.from_on)

    def _asked_on(self, answers_from: date) -> date:
        report = self.recommendation.inspection
        precision = DatePrecision(report.published_precision or DatePrecision.DAY)
        return asked_on(published_on=report.published_on, precision=precision, answers_from=answers_from)


def _stands_in_area(actor: Actor) -> Q:
    """Return the condition that the inspected body or the addressee is there, or any body that answers for it."""
    areas = actor.areas(Doing.SEE_WORK)
    answered = Answerable.objects.filter(within(areas, "organisation__"), recommendation=OuterRef("pk"))
    return within(areas, "inspection__organisation__") | within(areas, "addressee__") | Q(Exists(answered))


def answer_in_area(actor: Actor, prefix: str = "") -> Q:
    """Return the condition on a body's answer that the actor sees the work on it (docs/model.md, decision 3).

    The answering body, the addressee or the inspected body is in their area, or a body to which the answer passed on:
    all of their places are kept with the answer. A place is named in full and found nowhere but at its start. An
    action's owning post is the action's own matter.
    """
    condition = Q(pk__in=[])
    for area in actor.areas(Doing.SEE_WORK):
        condition |= Q(**{f"{prefix}kept__seen_from__contains": area})
    return condition
