"""Which bodies answer for a recommendation: what adding and ending one asks for."""

from tracker.errors import InvalidInput, WrongState
from tracker.rules.free_text import check_free_text
from tracker.rules.typed.text import paragraphs
from tracker.rules.wording import too_long

REASON_LIMIT = 1000  # characters


def check_reason(reason: str, *, missing: str) -> str:
    """Return the reason without blanks around it. Raises InvalidInput for none, and for one that cannot be kept."""
    words = paragraphs(reason)
    if not words:
        raise InvalidInput(missing, field="reason")
    if len(words) > REASON_LIMIT:
        raise InvalidInput(too_long("the reason", REASON_LIMIT), field="reason")
    check_free_text(words, field="reason")
    return words


def check_can_end(*, is_open: bool, others: int) -> None:
    """Raise WrongState unless the body still answers, and somebody else goes on answering: `others` are how many."""
    if not is_open:
        raise WrongState("This body no longer answers for the recommendation, so there is nothing to end.")
    if not others:
        raise WrongState("No other body answers for this recommendation. Add the body that does first, then end this.")
