"""Who reviews whose self-assessment, and what a review must say."""

from datetime import date

import pytest

from inspections.choices import OrganisationKind
from tracker.choices import Progress, ReviewOutcome, Role
from tracker.errors import InvalidInput, NotAllowed
from tracker.rules.access import SERVICE, Actor, Grant
from tracker.rules.reviews import check_may_review, check_review, is_reviewed, may_review, reviews_at, version_of

HMPPS = "/moj/hmpps/"
REGION = f"{HMPPS}yorkshire/"
KIRKLEES = f"{REGION}kirklees/"
OTHER = f"{HMPPS}manchester/"
ON = date(2026, 11, 18)
LATER = date(2026, 11, 19)
ASSURED, RETURNED = ReviewOutcome.ASSURED, ReviewOutcome.RETURNED
PDU, A_REGION, AGENCY = OrganisationKind.PDU, OrganisationKind.REGION, OrganisationKind.AGENCY


def actor(*grants: tuple[Role, str]) -> Actor:
    return Actor(1, "somebody", tuple(Grant(role, path) for role, path in grants))


@pytest.mark.parametrize(
    ("role", "path", "kind", "reviewer", "made_by", "expected"),
    [
        (Role.REGIONAL_LEAD, REGION, PDU, REGION, 2, True),
        (Role.REGIONAL_LEAD, REGION, PDU, REGION, None, True),
        (Role.REGIONAL_LEAD, REGION, PDU, REGION, 1, False),  # one's own
        (Role.REGIONAL_LEAD, OTHER, PDU, REGION, 2, False),
        (Role.NATIONAL, HMPPS, PDU, REGION, 2, False),  # the next body up only
        (Role.NATIONAL, HMPPS, A_REGION, HMPPS, 2, True),
        (Role.REGIONAL_LEAD, REGION, A_REGION, HMPPS, 2, False),
        (Role.NATIONAL, HMPPS, AGENCY, "/moj/", 2, False),  # HMPPS's own are not assured
        (Role.NATIONAL, "/moj/", AGENCY, "/moj/", 2, False),
        (Role.HEAD_OF_PDU, REGION, PDU, REGION, 2, False),
        (Role.ACTION_OWNER, REGION, PDU, REGION, 2, False),
        (Role.COORDINATOR, REGION, PDU, REGION, 2, False),
        (Role.ADMINISTRATOR, REGION, PDU, REGION, 2, False),
        (Role.AUDITOR, REGION, PDU, REGION, 2, False),
    ],
)
def test_who_reviews(
    role: Role, path: str, kind: OrganisationKind, reviewer: str, made_by: int | None, expected: bool
) -> None:
    assert may_review(actor((role, path)), kind=kind, reviewer_path=reviewer, made_by=made_by) is expected


@pytest.mark.parametrize(
    ("kind", "reviewer", "made_by", "words"),
    [
        (AGENCY, "/moj/", 2, "not reviewed by anybody"),
        (PDU, OTHER, 2, "right above"),
        (PDU, REGION, 1, "Nobody reviews their own self-assessment"),
    ],
)
def test_a_refusal_says_why(kind: OrganisationKind, reviewer: str, made_by: int, words: str) -> None:
    lead = actor((Role.REGIONAL_LEAD, REGION))

    with pytest.raises(NotAllowed, match=words):
        check_may_review(lead, kind=kind, reviewer_path=reviewer, made_by=made_by)


def test_a_role_for_hmpps_does_not_hide_one_for_a_region() -> None:
    both = actor((Role.NATIONAL, HMPPS), (Role.REGIONAL_LEAD, REGION))

    assert reviews_at(both) == (HMPPS, REGION)


def test_the_service_reviews_nothing() -> None:
    assert reviews_at(SERVICE) == ()


@pytest.mark.parametrize("kind", OrganisationKind)
def test_only_hmpps_and_above_are_not_reviewed(kind: OrganisationKind) -> None:
    assert is_reviewed(kind) is (kind not in (AGENCY, OrganisationKind.MINISTRY))


@pytest.mark.parametrize(
    ("decision", "category", "reason", "answer_by_on", "field"),
    [
        (ASSURED, Progress.SOME, "", None, None),
        (ASSURED, Progress.SOME, "Seen on a visit", LATER, None),
        (ASSURED, Progress.NONE, "", None, "reason"),
        (ASSURED, Progress.NONE, "Half the sample fails", None, None),
        (ASSURED, Progress.SUFFICIENT, "", None, "category"),
        (ASSURED, Progress.SUFFICIENT, "Seen on a visit", None, "category"),
        (RETURNED, Progress.SUFFICIENT, "Show the sample", LATER, "category"),
        (RETURNED, Progress.SOME, "", LATER, "reason"),
        (RETURNED, Progress.SOME, "Show the sample", None, "answer_by_on"),
        (RETURNED, Progress.SOME, "Show the sample", ON, "answer_by_on"),
        (RETURNED, Progress.SOME, "Show the sample", LATER, None),
        (RETURNED, Progress.NONE, "Show the sample", LATER, None),
        (ASSURED, Progress.SOME, "x" * 2001, None, "reason"),
        (RETURNED, Progress.SOME, "Show what X123456 got", LATER, "reason"),
    ],
)
def test_what_a_review_must_say(
    decision: ReviewOutcome, category: Progress, reason: str, answer_by_on: date | None, field: str | None
) -> None:
    refused_at = None
    try:
        check_review(
            decision=decision,
            category=category,
            self_assessed=Progress.SOME,
            has_proof=False,
            reason=reason,
            answer_by_on=answer_by_on,
            on=ON,
        )
    except InvalidInput as refusal:
        refused_at = refusal.field

    assert refused_at == field


@pytest.mark.parametrize("self_assessed", [Progress.SOME, Progress.SUFFICIENT])
def test_sufficient_progress_rests_on_what_the_self_assessment_names(self_assessed: Progress) -> None:
    check_review(
        decision=ASSURED,
        category=Progress.SUFFICIENT,
        self_assessed=self_assessed,
        has_proof=True,
        reason="Seen on a visit",
        answer_by_on=None,
        on=ON,
    )


def test_what_a_reviewer_has_before_them_is_the_same_in_any_order() -> None:
    assert (
        version_of(self_assessment=57, newest_versions=[31, 12])
        == version_of(self_assessment=57, newest_versions=[12, 31])
        == "57.12-31"
    )
