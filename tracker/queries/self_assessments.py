"""Owners' claims as pages show them: for whom one may be made, what was said before, and the evidence to choose."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from inspections.choices import OrganisationKind
from inspections.models import Framework, within
from tracker.choices import Judge, Progress
from tracker.models import Answerable, Judgement, JudgementEvidence, Recommendation
from tracker.models.judgement import JudgementQuerySet
from tracker.rules import reviews
from tracker.rules.access import Actor, Doing
from tracker.rules.self_assessments import ClaimState

LAST = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """One view of an owner, or of a region that gave it without a claim (`state` is None), with what came of it."""

    judgement: Judgement
    state: ClaimState | None
    evidence: list[JudgementEvidence]

    @property
    def region_view(self) -> Judgement | None:
        """The reviewing body's own view, where it was reviewed."""
        assurance = getattr(self.judgement, "assurance", None)
        return assurance.region_view if assurance else None

    @property
    def is_waiting(self) -> bool:
        return self.state is ClaimState.WAITING

    @property
    def can_be_withdrawn(self) -> bool:
        return self.state in (ClaimState.WAITING, ClaimState.NOT_FOR_REVIEW)


@dataclass(frozen=True, slots=True)
class Claiming:
    """What a recommendation's page shows of claims: the bodies one may speak for, and every view of them in full."""

    bodies: list[Answerable]
    history: list[Claim]
    can_review: bool

    @property
    def own(self) -> frozenset[int]:
        """The keys of the bodies one may speak for."""
        return frozenset(body.pk for body in self.bodies)


def claiming(actor: Actor, recommendation: Recommendation) -> Claiming:
    """In 4 queries."""
    views = history(actor, recommendation)
    can_review = any(claim.is_waiting and _may_review(actor, claim.judgement) for claim in views)
    return Claiming(own_bodies(actor, recommendation), views, can_review)


def own_bodies(actor: Actor, recommendation: Recommendation) -> list[Answerable]:
    """The bodies for which the actor may say how far it has got; those that still answer for it come first."""
    mine = within(actor.areas(Doing.CLAIM), "organisation__")
    found = Answerable.objects.filter(mine, recommendation=recommendation).select_related("organisation__parent")
    return sorted(found.order_by("organisation__name"), key=lambda each: each.to_on is not None)


def history(actor: Actor, recommendation: Recommendation) -> list[Claim]:
    """Every view of owners and regions that the actor may see, newest first; a review stands with its claim."""
    found = Judgement.objects.visible_to(actor).filter(answerable__recommendation=recommendation)
    return with_evidence(found.exclude(judge=Judge.INSPECTORATE).filter(given_with__isnull=True))


def last_three(actor: Actor, answerable: Answerable) -> list[Claim]:
    """The body's last three claims, newest first."""
    return with_evidence(Judgement.objects.visible_to(actor).claims().filter(answerable=answerable), most=LAST)


def returned_claim(claims: Iterable[Claim]) -> Claim | None:
    """The newest standing claim where it was returned: its answers are where the next one starts."""
    newest = standing(claims)
    return newest if newest and newest.state is ClaimState.RETURNED else None


def standing(claims: Iterable[Claim]) -> Claim | None:
    """The newest claim that was not withdrawn; the newest of all where each was."""
    listed = list(claims)
    return next((claim for claim in listed if claim.state is not ClaimState.WITHDRAWN), listed[0] if listed else None)


def _may_review(actor: Actor, claim: Judgement) -> bool:
    body = claim.answerable.organisation
    above = body.parent.path if body.parent else ""
    return reviews.may_review(actor, kind=OrganisationKind(body.kind), reviewer_path=above, made_by=claim.made_by_id)


def with_evidence(found: JudgementQuerySet, *, most: int | None = None) -> list[Claim]:
    """These views, or the newest of them, with their state and evidence, newest first; 3 queries."""
    rows = list(found.for_list().order_by("-dated_on", "-pk")[:most])
    newest = set(Judgement.objects.newest_claims().filter(pk__in=[each.pk for each in rows]))
    evidence: dict[int, list[JudgementEvidence]] = defaultdict(list)
    for used in JudgementEvidence.objects.filter(judgement__in=rows).select_related("version__evidence").order_by("pk"):
        evidence[used.judgement_id].append(used)
    return [
        Claim(
            judgement=each,
            state=each.claim_state(is_newest=each in newest) if each.judge == Judge.OWNER else None,
            evidence=evidence[each.pk],
        )
        for each in rows
    ]


def meanings(recommendation: Recommendation) -> dict[str, str]:
    """What earns each category, by its value: of the recommendation's own framework, else of the newest one."""
    framework = recommendation.inspection.framework or Framework.objects.order_by("-pk").first()
    listed = framework.rules.get("progress_categories", []) if framework else []
    by_name = {each["name"]: each["meaning"] for each in listed}
    return {each.value: by_name[each.label] for each in Progress if each.label in by_name}


def returned_to(actor: Actor, *, most: int) -> list[Judgement]:
    """The first claims that came back to the actor, the soonest answer first; 1 query, 2 where there are any."""
    found = Judgement.objects.visible_to(actor).returned_to(actor).values_list("pk", flat=True)[:most]
    return Judgement.objects.for_list_of(list(found))
