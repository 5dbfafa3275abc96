"""What may be self-assessed, when, and where a self-assessment stands."""

from itertools import product

import pytest

from tracker.choices import Progress, ReviewOutcome
from tracker.errors import InvalidInput, WrongState
from tracker.rules.self_assessments import (
    REASONS_LIMIT,
    SelfAssessmentState,
    check_can_self_assess,
    check_can_withdraw,
    check_self_assessment,
    state_of,
)

ASSURED, RETURNED = ReviewOutcome.ASSURED, ReviewOutcome.RETURNED


@pytest.mark.parametrize(
    ("decision", "is_withdrawn", "is_newest", "is_for_review", "expected"),
    [
        (None, False, True, True, SelfAssessmentState.WAITING),
        (None, False, False, True, SelfAssessmentState.REPLACED),
        (None, True, True, True, SelfAssessmentState.WITHDRAWN),
        (None, True, False, True, SelfAssessmentState.WITHDRAWN),
        (None, False, True, False, SelfAssessmentState.NOT_FOR_REVIEW),
        (None, False, False, False, SelfAssessmentState.NOT_FOR_REVIEW),
        (None, True, True, False, SelfAssessmentState.WITHDRAWN),
        (ASSURED, False, True, True, SelfAssessmentState.ASSURED),
        (RETURNED, False, False, True, SelfAssessmentState.RETURNED),
    ],
)
def test_where_a_self_assessment_stands(
    decision: ReviewOutcome | None,
    is_withdrawn: bool,
    is_newest: bool,
    is_for_review: bool,
    expected: SelfAssessmentState,
) -> None:
    found = state_of(decision=decision, is_withdrawn=is_withdrawn, is_newest=is_newest, is_for_review=is_for_review)

    assert found is expected


@pytest.mark.parametrize("flags", list(product([True, False], repeat=3)))
@pytest.mark.parametrize("decision", ReviewOutcome)
def test_a_decision_stays_what_it_was(decision: ReviewOutcome, flags: tuple[bool, bool, bool]) -> None:
    withdrawn, newest, for_review = flags

    found = state_of(decision=decision, is_withdrawn=withdrawn, is_newest=newest, is_for_review=for_review)

    assert found.label == decision.label


def test_only_who_answers_now_can_self_assess() -> None:
    check_can_self_assess(is_open=True)

    with pytest.raises(WrongState, match="no longer answers"):
        check_can_self_assess(is_open=False)


@pytest.mark.parametrize(
    ("state", "allowed"),
    [
        (SelfAssessmentState.WAITING, True),
        (SelfAssessmentState.NOT_FOR_REVIEW, True),
        (SelfAssessmentState.RETURNED, False),
        (SelfAssessmentState.ASSURED, False),
        (SelfAssessmentState.WITHDRAWN, False),
        (SelfAssessmentState.REPLACED, False),
    ],
)
def test_a_self_assessment_is_withdrawn_until_it_is_reviewed(state: SelfAssessmentState, allowed: bool) -> None:
    refused = False
    try:
        check_can_withdraw(state)
    except WrongState:
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
def test_what_a_self_assessment_must_say(
    category: Progress, reasons: str, effect: str, evidence: int, field: str | None
) -> None:
    refused_at = None
    try:
        check_self_assessment(category=category, reasons=reasons, effect=effect, evidence=evidence)
    except InvalidInput as refusal:
        refused_at = refusal.field

    assert refused_at == field
