"""Views of progress by three judges in one table; append-only, so the newest of each judge is today's."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from inspections.choices import DatePrecision, OrganisationKind
from inspections.models import Inspection, Organisation, within
from tracker.choices import Judge, Progress, ReviewOutcome, Role
from tracker.models.evidence import EvidenceVersion
from tracker.models.person import Person
from tracker.models.recommendation import Answerable, Recommendation, answer_in_area
from tracker.models.statements import Question
from tracker.rules.access import Actor
from tracker.rules.progress import View
from tracker.rules.reviews import is_reviewed, reviews_at
from tracker.rules.self_assessments import SelfAssessmentState, state_of

ANY = Q()  # no condition


class JudgementQuerySet(models.QuerySet["Judgement"]):
    def visible_to(self, actor: Actor) -> Self:
        """Return those that the actor may see.

        The inspectorate's are public; the others' follow the area (docs/model.md, decision 3).
        """
        if not (actor.is_service or actor.person_id):
            return self.none()
        return self.filter(Q(judge=Judge.INSPECTORATE) | answer_in_area(actor, "answerable__"))

    def standing(self) -> Self:
        """Leave out the self-assessments that their owner took back."""
        return self._without("withdrawal")

    def _without(self, kind: str) -> Self:
        """Return those that have no row of this kind.

        PostgreSQL takes a join that must find nothing for far too rare.
        """
        rows: Any = self.model._meta.get_field(kind).related_model
        return self.filter(~Exists(rows.objects.filter(judgement=OuterRef("pk"))))

    def self_assessments(self) -> Self:
        """Return what owners said, newest first."""
        return self.filter(judge=Judge.OWNER).order_by("-made_at", "-pk")

    def newest_self_assessment_of(self, answerable: Answerable) -> "Judgement | None":
        """Return a body's newest self-assessment, withdrawn or not."""
        return self.filter(judge=Judge.OWNER, answerable=answerable).order_by("-pk").first()

    def newest_self_assessments(self) -> Self:
        """Return owners' standing self-assessments that no newer one has replaced, of bodies that still answer.

        A newer one that was withdrawn replaces nothing: the one before it stands again.
        """
        newer = Judgement.objects.standing().filter(
            judge=Judge.OWNER, answerable=OuterRef("answerable"), pk__gt=OuterRef("pk")
        )
        return self.standing().filter(~Exists(newer), judge=Judge.OWNER, answerable__to_on__isnull=True)

    def with_newest(self) -> Self:
        """Add `is_newest`: whether it is one of `newest_self_assessments`."""
        newest = Judgement.objects.newest_self_assessments().filter(pk=OuterRef("pk"))
        return self.annotate(is_newest=Exists(newest))

    def waiting(self) -> Self:
        """Return the newest self-assessments that nobody has reviewed, oldest first.

        HMPPS's own wait for nobody (rules/reviews).
        """
        return self._latest_of_owners(SelfAssessmentState.WAITING).order_by("made_at", "pk")

    def _latest_of_owners(self, state: SelfAssessmentState, of: Q = ANY) -> Self:
        """Return the latest views of owners in a state, of bodies that still answer, as kept with their answers.

        What a later report has judged waits for nobody (rules/intake/said_before). `of` is a condition on the kept
        answer, `kept_as_owners__`, asked of the same row.
        """
        waits = {"is_open": True, "is_judged": False, "owner_state": state.name}
        return self.filter(of, **{f"kept_as_owners__{name}": value for name, value in waits.items()})

    def to_review(self, actor: Actor) -> Self:
        """Return those that wait, of bodies right below the actor's own (docs/model.md, decision 5).

        Those that the actor made are left out.
        """
        below = Q(kept_as_owners__organisation__parent__path__in=reviews_at(actor))
        waiting = self._latest_of_owners(SelfAssessmentState.WAITING, below)
        return waiting.exclude(made_by=actor.person_id).order_by("made_at", "pk")

    def returned(self) -> Self:
        """Return owners' newest self-assessments that came back and are not made again, the soonest answer first."""
        return self._returned()

    def _returned(self, of: Q = ANY) -> Self:
        returned = self._latest_of_owners(SelfAssessmentState.RETURNED, of)
        return returned.order_by("review__answer_by_on", "pk")

    def returned_to(self, actor: Actor) -> Self:
        """Return the returned self-assessments for the actor to make again: a head's whole PDU, a lead's own body."""
        body = "kept_as_owners__organisation__"  # by which what came back is found in an index
        own = Q(**{f"{body}path__in": actor.places(Role.REGIONAL_LEAD, Role.NATIONAL)})
        return self._returned(within(actor.places(Role.HEAD_OF_PDU), body) | own)

    def of_recommendation(self, recommendation: Recommendation) -> Self:
        return self.filter(answerable__recommendation=recommendation)

    def of_body(self, organisation: Organisation) -> Self:
        """Return those made for the body or for a body below it."""
        return self.filter(within([organisation.path], "answerable__organisation__"))

    def matching(self, words: str) -> Self:
        """Return those of recommendations with these words in title or text, of a body so named, or so referenced."""
        recommendation = "answerable__recommendation"
        return self.filter(
            Q(**{f"{recommendation}_id": Recommendation.number_of(words) or 0})
            | Q(**{f"{recommendation}__short_title__icontains": words})
            | Q(**{f"{recommendation}__text__icontains": words})
            | Q(answerable__organisation__in=Organisation.objects.matching(words).values("pk"))
        )

    def for_list(self) -> Self:
        """Return these with what a row and a page of self-assessments show, in one query; the evidence apart."""
        return self.select_related(
            "answerable__organisation__parent",
            "answerable__recommendation__inspection",
            "made_by",
            "review__decided_by",
            "review__region_view",
            "withdrawal__withdrawn_by",
        )

    def for_list_of(self, pks: list[int]) -> "list[Judgement]":
        """Return these for a list, in this order. Choose them first.

        PostgreSQL plans both in one for longer than it works.
        """
        rows = {row.pk: row for row in _OF_LIST.rows(pks=pks)}
        return [rows[pk] for pk in pks]

    def newest_first(self) -> Self:
        return self.order_by("-dated_on", "-pk")


_OF_LIST = Question(lambda pks: Judgement.objects.for_list().filter(pk__in=pks))


class Judgement(models.Model):
    """No, some or sufficient progress, by the owner, the region or the inspectorate."""

    answerable = models.ForeignKey(Answerable, on_delete=models.PROTECT, related_name="judgements")
    judge = models.CharField(max_length=20, choices=Judge.choices)
    category = models.CharField(max_length=20, choices=Progress.choices)
    reasons = models.TextField(blank=True)
    effect = models.TextField(blank=True, help_text="What effect was seen; a reviewer takes it from what they review")
    proof = models.ForeignKey(
        EvidenceVersion,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The first piece of evidence that it rests on; the others stand beside it",
    )
    dated_on = models.DateField(null=True, blank=True, help_text="Empty where the report gives no date")
    inspection = models.ForeignKey(
        Inspection, null=True, blank=True, on_delete=models.PROTECT, related_name="judgements"
    )
    improvement_still_required = models.BooleanField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    is_newest: bool  # by with_newest()

    objects = JudgementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="judgement_judge_known", condition=Q(judge__in=Judge.values)),
            models.CheckConstraint(name="judgement_category_known", condition=Q(category__in=Progress.values)),
            models.CheckConstraint(
                name="judgement_of_the_inspectorate_names_its_report",
                condition=~Q(judge=Judge.INSPECTORATE) | Q(inspection__isnull=False),
            ),
            models.CheckConstraint(
                name="judgement_sufficient_with_effect_and_evidence",
                condition=Q(judge=Judge.INSPECTORATE)
                | ~Q(category=Progress.SUFFICIENT)
                | (~Q(effect="") & Q(proof__isnull=False)),
            ),
            models.UniqueConstraint(
                name="judgement_once_per_report",
                fields=["answerable", "inspection"],
                condition=Q(judge=Judge.INSPECTORATE),
            ),
        ]
        indexes = [models.Index(fields=["answerable", "judge", "-dated_on"], name="judgement_latest")]

    def __str__(self) -> str:
        return f"{self.get_judge_display()}: {self.get_category_display()}"

    @property
    def has_proof(self) -> bool:
        """Return whether it names an effect and evidence of it, without which nobody says sufficient progress."""
        return bool(self.effect) and self.proof_id is not None

    def precision(self) -> DatePrecision:
        """Return how exactly its date is known; the inspectorate's is as exact as its report's. Reads `inspection`."""
        report = self.inspection if self.judge == Judge.INSPECTORATE else None
        return DatePrecision(report.published_precision or DatePrecision.DAY) if report else DatePrecision.DAY

    def self_assessment_state(self, *, is_newest: bool = True) -> SelfAssessmentState:
        """Return where an owner's self-assessment stands.

        Reads `review`, `withdrawal` and `answerable.organisation`.
        """
        review = getattr(self, "review", None)
        return state_of(
            decision=ReviewOutcome(review.decision) if review else None,
            is_withdrawn=getattr(self, "withdrawal", None) is not None,
            is_newest=is_newest,
            is_for_review=is_reviewed(OrganisationKind(self.answerable.organisation.kind)),
        )

    def view(self) -> View:
        """Return the judgement as the rule in rules/progress takes it.

        The judgement is one that `standing` has let through.
        """
        is_self_assessment = self.judge == Judge.OWNER
        review = getattr(self, "review", None) if is_self_assessment else None
        return View(
            judge=Judge(self.judge),
            category=Progress(self.category),
            dated_on=self.dated_on,
            reasons=self.reasons,
            order=self.pk,
            precision=self.precision(),
            state=self.self_assessment_state() if is_self_assessment else None,
            answer_by_on=review.answer_by_on if review else None,
        )
