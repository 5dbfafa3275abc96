"""Owners' self-assessments as pages show them.

For whom one may be made, what was said before, and the evidence to choose.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from inspections.choices import OrganisationKind
from inspections.models import Framework
from tracker.choices import Judge, Progress
from tracker.models import Answerable, Judgement, JudgementEvidence, Recommendation
from tracker.models.judgement import JudgementQuerySet
from tracker.models.statements import Question
from tracker.rules import reviews
from tracker.rules.access import Actor, Doing, may
from tracker.rules.self_assessments import SelfAssessmentState

LAST = 3


@dataclass(frozen=True, slots=True)
class SelfAssessment:
    """One view of an owner, or of a region that gave it unasked (`state` is None), with what came of it."""

    judgement: Judgement
    state: SelfAssessmentState | None
    evidence: list[JudgementEvidence]

    @property
    def region_view(self) -> Judgement | None:
        """Return the reviewing body's own view, where it was reviewed."""
        review = getattr(self.judgement, "review", None)
        return review.region_view if review else None

    @property
    def is_waiting(self) -> bool:
        return self.state is SelfAssessmentState.WAITING

    @property
    def can_be_withdrawn(self) -> bool:
        return self.state in (SelfAssessmentState.WAITING, SelfAssessmentState.NOT_FOR_REVIEW)


@dataclass(frozen=True, slots=True)
class SelfAssessing:
    """What a recommendation's page shows of self-assessments.

    The bodies one may speak for, and every view of them in full.
    """

    bodies: list[Answerable]
    history: list[SelfAssessment]
    can_review: bool

    @property
    def own(self) -> frozenset[int]:
        """Return the keys of the bodies for which one may speak."""
        return frozenset(body.pk for body in self.bodies)


def self_assessing(
    actor: Actor, recommendation: Recommendation, answerables: Iterable[Answerable] | None = None
) -> SelfAssessing:
    """Return what the page of self-assessments shows, in 2 queries, 1 where nothing was said yet.

    One more where its `answerables` were not read before.
    """
    views = history(actor, recommendation)
    can_review = any(
        self_assessment.is_waiting and _may_review(actor, self_assessment.judgement) for self_assessment in views
    )
    return SelfAssessing(own_bodies(actor, recommendation, answerables), views, can_review)


def own_bodies(
    actor: Actor, recommendation: Recommendation, answerables: Iterable[Answerable] | None = None
) -> list[Answerable]:
    """Return the bodies for which the actor may say how far it has got; those that still answer for it come first.

    1 query, none where its `answerables` were read before, with their bodies.
    """
    if answerables is None:
        answerables = Answerable.objects.filter(recommendation=recommendation).select_related("organisation__parent")
    mine = [
        answerable for answerable in answerables if may(actor, Doing.SELF_ASSESS, paths=[answerable.organisation.path])
    ]
    return sorted(mine, key=lambda row: (row.to_on is not None, row.organisation.name, row.pk))


def history(actor: Actor, recommendation: Recommendation) -> list[SelfAssessment]:
    """Return every view of owners and regions that the actor may see, newest first.

    A review stands with its self-assessment.
    """
    return _with_evidence(_HISTORY.rows(actor, recommendation=recommendation.pk))


def last_three(actor: Actor, answerable: Answerable) -> list[SelfAssessment]:
    """Return the body's last three self-assessments, newest first."""
    return with_evidence(
        Judgement.objects.visible_to(actor).self_assessments().filter(answerable=answerable), most=LAST
    )


def returned_self_assessment(self_assessments: Iterable[SelfAssessment]) -> SelfAssessment | None:
    """Return the newest standing self-assessment where it was returned: its answers are where the next one starts."""
    newest = standing(self_assessments)
    return newest if newest and newest.state is SelfAssessmentState.RETURNED else None


def standing(self_assessments: Iterable[SelfAssessment]) -> SelfAssessment | None:
    """Return the newest self-assessment that was not withdrawn; the newest of all where each was."""
    listed = list(self_assessments)
    return next(
        (self_assessment for self_assessment in listed if self_assessment.state is not SelfAssessmentState.WITHDRAWN),
        listed[0] if listed else None,
    )


def _may_review(actor: Actor, self_assessment: Judgement) -> bool:
    body = self_assessment.answerable.organisation
    above = body.parent.path if body.parent else ""
    return reviews.may_review(
        actor, kind=OrganisationKind(body.kind), reviewer_path=above, made_by=self_assessment.made_by_id
    )


def with_evidence(found: JudgementQuerySet, *, most: int | None = None) -> list[SelfAssessment]:
    """Return these views, or the newest of them, with their state and evidence, newest first; 2 queries."""
    return _with_evidence(list(_to_show(found)[:most]))


def _to_show(found: JudgementQuerySet) -> JudgementQuerySet:
    """Return these as a page shows them, newest first."""
    return found.for_list().with_newest().order_by("-dated_on", "-pk")


_HISTORY = Question(
    lambda actor, recommendation: _to_show(
        Judgement.objects.visible_to(actor)
        .filter(answerable__recommendation=recommendation, given_with__isnull=True)
        .exclude(judge=Judge.INSPECTORATE)
    )
)
_EVIDENCE = Question(
    lambda keys: JudgementEvidence.objects.filter(judgement__in=keys).select_related("version__evidence").order_by("pk")
)


def _with_evidence(rows: list[Judgement]) -> list[SelfAssessment]:
    """Return these views with their state and evidence; 1 query, none where there are none."""
    evidence: dict[int, list[JudgementEvidence]] = defaultdict(list)
    for used in _EVIDENCE.rows(keys=[view.pk for view in rows]):
        evidence[used.judgement_id].append(used)
    return [
        SelfAssessment(
            judgement=view,
            state=view.self_assessment_state(is_newest=view.is_newest) if view.judge == Judge.OWNER else None,
            evidence=evidence[view.pk],
        )
        for view in rows
    ]


def meanings(recommendation: Recommendation) -> dict[str, str]:
    """Return what earns each category, by its value: of the recommendation's own framework, else of the newest one."""
    framework = recommendation.inspection.framework or Framework.objects.order_by("-pk").first()
    listed = framework.rules.get("progress_categories", []) if framework else []
    by_name = {category["name"]: category["meaning"] for category in listed}
    return {category.value: by_name[category.label] for category in Progress if category.label in by_name}
