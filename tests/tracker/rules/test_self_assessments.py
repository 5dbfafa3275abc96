"""What may be claimed, when, and where a claim stands."""

from itertools import product

import pytest

from tracker.choices import AssuranceDecision, Progress
from tracker.errors import NotNow, Unacceptable
from tracker.rules.self_assessments import (
    REASONS_LIMIT,
    ClaimState,
    check_can_claim,
    check_can_withdraw,
    check_claim,
    state_of,
)

ASSURED, RETURNED = AssuranceDecision.ASSURED, AssuranceDecision.RETURNED


@pytest.mark.parametrize(
    ("decision", "is_withdrawn", "is_newest", "is_for_review", "expected"),
    [
        (None, False, True, True, ClaimState.WAITING),
        (None, False, False, True, ClaimState.REPLACED),
        (None, True, True, True, ClaimState.WITHDRAWN),
        (None, True, False, True, ClaimState.WITHDRAWN),
        (None, False, True, False, ClaimState.NOT_FOR_REVIEW),
        (None, False, False, False, ClaimState.NOT_FOR_REVIEW),
        (None, True, True, False, ClaimState.WITHDRAWN),
        (ASSURED, False, True, True, ClaimState.ASSURED),
        (RETURNED, False, False, True, ClaimState.RETURNED),
    ],
)
def test_where_a_claim_stands(
    decision: AssuranceDecision | None, is_withdrawn: bool, is_newest: bool, is_for_review: bool, expected: ClaimState
) -> None:
    found = state_of(decision=decision, is_withdrawn=is_withdrawn, is_newest=is_newest, is_for_review=is_for_review)

    assert found is expected


@pytest.mark.parametrize("flags", list(product([True, False], repeat=3)))
@pytest.mark.parametrize("decision", AssuranceDecision)
def test_a_decision_stays_what_it_was(decision: AssuranceDecision, flags: tuple[bool, bool, bool]) -> None:
    withdrawn, newest, for_review = flags

    found = state_of(decision=decision, is_withdrawn=withdrawn, is_newest=newest, is_for_review=for_review)

    assert found.label == decision.label


def test_only_who_answers_now_can_claim() -> None:
    check_can_claim(is_open=True)

    with pytest.raises(NotNow, match="no longer answers"):
        check_can_claim(is_open=False)


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        (ClaimState.WAITING, True),
        (ClaimState.NOT_FOR_REVIEW, True),
        (ClaimState.RETURNED, False),
        (ClaimState.ASSURED, False),
        (ClaimState.WITHDRAWN, False),
        (ClaimState.REPLACED, False),
    ],
)
def test_a_claim_is_withdrawn_until_it_is_reviewed(state: ClaimState, allowed: bool) -> None:
    refused = False
    try:
        check_can_withdraw(state)
    except NotNow:
        refused = True

    assert refused is not allowed


@pytest.mark.parametrize(
    ("category", "reasons", "effect", "evidence", "field"),
    [
        (Progress.NONE, "", "", 0, "reasons"),
        (Progress.NONE, "Nothing done yet", "", 0, None),
        (Progress.SOME, "Half done", "", 0, None),
        (Progress.SOME, "Half done", "Fewer gaps", 1, None),
        (Progress.SUFFICIENT, "Done", "", 1, "effect"),
        (Progress.SUFFICIENT, "Done", "Fewer gaps", 0, "evidence"),
        (Progress.SUFFICIENT, "", "Fewer gaps", 1, "reasons"),
        (Progress.SUFFICIENT, "Done", "Fewer gaps", 1, None),
        (Progress.SOME, "x" * REASONS_LIMIT, "", 0, None),
        (Progress.SOME, "x" * (REASONS_LIMIT + 1), "", 0, "reasons"),
        (Progress.SOME, "Half done", "x" * (REASONS_LIMIT + 1), 0, "effect"),
        (Progress.SOME, "As X123456 shows", "", 0, "reasons"),
        (Progress.SUFFICIENT, "Done", "As X123456 shows", 1, "effect"),
    ],
)
def test_what_a_claim_must_say(category: Progress, reasons: str, effect: str, evidence: int, field: str | None) -> None:
    refused_at = None
    try:
        check_claim(category=category, reasons=reasons, effect=effect, evidence=evidence)
    except Unacceptable as refusal:
        refused_at = refusal.field

    assert refused_at == field
