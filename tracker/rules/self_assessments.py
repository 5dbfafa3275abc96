"""What an owner may self-assess, when, and where a self-assessment stands on its way through review."""

from enum import Enum

from tracker.choices import Progress, ReviewOutcome
from tracker.errors import InvalidInput, WrongState
from tracker.rules.free_text import check_free_text
from tracker.rules.wording import too_long

REASONS_LIMIT = 2000  # characters of each answer, as the boxes on the pages count them


class SelfAssessmentState(Enum):
    """Where a self-assessment stands; `label` is the word on screen."""

    WAITING = "Not yet reviewed"
    RETURNED = "Returned"
    ASSURED = "Assured"
    WITHDRAWN = "Withdrawn"
    REPLACED = "Replaced by a newer one"
    NOT_FOR_REVIEW = "Not for review"

    @property
    def label(self) -> str:
        return self.value


def state_of(
    *, decision: ReviewOutcome | None, is_withdrawn: bool, is_newest: bool, is_for_review: bool
) -> SelfAssessmentState:
    """Return the state of a self-assessment; a decision on it stays whatever came later.

    HMPPS's own self-assessments are not for review (docs/model.md, decision 5).
    """
    if decision is not None:
        return SelfAssessmentState.ASSURED if decision is ReviewOutcome.ASSURED else SelfAssessmentState.RETURNED
    if is_withdrawn:
        return SelfAssessmentState.WITHDRAWN
    if not is_for_review:
        return SelfAssessmentState.NOT_FOR_REVIEW
    return SelfAssessmentState.WAITING if is_newest else SelfAssessmentState.REPLACED


def check_can_self_assess(*, is_open: bool) -> None:
    """Raise WrongState once the body no longer answers for the recommendation."""
    if not is_open:
        raise WrongState("This body no longer answers for the recommendation, so there is nothing left to say of it.")


def check_can_withdraw(state: SelfAssessmentState) -> None:
    """Raise WrongState unless nobody has reviewed, replaced or withdrawn the self-assessment."""
    if state in (SelfAssessmentState.ASSURED, SelfAssessmentState.RETURNED):
        raise WrongState("This was reviewed, so it cannot be withdrawn. Send a new self-assessment instead.")
    if state is SelfAssessmentState.REPLACED:
        raise WrongState("A newer self-assessment has replaced this one. Withdraw the newer one if you need to.")
    if state is SelfAssessmentState.WITHDRAWN:
        raise WrongState("This self-assessment was withdrawn before.")


def check_self_assessment(*, category: Progress, reasons: str, effect: str, evidence: int) -> None:
    """Raise InvalidInput unless it says why and, for sufficient progress, what effect `evidence` pieces show."""
    if not reasons:
        raise InvalidInput("Enter why", field="reasons")
    check_words(reasons, field="reasons", noun="the reasons")
    if category is Progress.SUFFICIENT and not effect:
        raise InvalidInput("Enter what effect has been seen", field="effect")
    check_words(effect, field="effect", noun="the effect")
    if category is Progress.SUFFICIENT and not evidence:
        raise InvalidInput("Select the evidence of the effect", field="evidence")


def check_words(words: str, *, field: str, noun: str) -> None:
    """Raise InvalidInput for typed text that is too long or holds what looks like a number of a person."""
    if len(words) > REASONS_LIMIT:
        raise InvalidInput(too_long(noun, REASONS_LIMIT), field=field)
    check_free_text(words, field=field)
