"""Whether a published report can be taken back: while nothing depends on it."""

from collections.abc import Mapping

from tracker.errors import WrongState

# What rests on a report, one and several of it.
RESTS_ON: Mapping[str, tuple[str, str]] = {
    "Acknowledgement": ("acknowledgement", "acknowledgements"),
    "AlertAction": ("action for its alert", "actions for its alert"),
    "AlertLink": ("link to its alert", "links to its alert"),
    "AlertOwner": ("owner named for its alert", "owners named for its alert"),
    "Answers": ("action", "actions"),
    "CarryOver": ("confirmed carry-over", "confirmed carry-overs"),
    "CarryOverDecision": ("decision in a later carry-over", "decisions in later carry-overs"),
    "CarryOverEntry": ("decision in its carry-over", "decisions in its carry-over"),
    "Ending": ("ending", "endings"),
    "EndingRequest": ("request to end one", "requests to end them"),
    "EvidenceUse": ("piece of evidence", "pieces of evidence"),
    "Fieldwork": ("newer fieldwork", "newer fieldworks"),
    "FrozenView": ("view kept for fieldwork", "views kept for fieldwork"),
    "Judgement": ("view of progress", "views of progress"),
    "Link": ("link to another recommendation", "links to other recommendations"),
    "OwnReport": (
        "recommendation that a later report told of first",
        "recommendations that a later report told of first",
    ),
    "Response": ("response", "responses"),
    "SustainCheck": ("check after closing", "checks after closing"),
    "Takeover": ("decision on who takes over", "decisions on who takes over"),
}


def check_can_withdraw(*, depending: Mapping[str, int], is_known_from_later: bool) -> None:
    """Raise WrongState, with what depends on it, unless the report can be withdrawn."""
    if is_known_from_later:
        raise WrongState("This inspection is known from a later report. Withdraw or correct that report instead.")
    if depending:
        raise WrongState(
            f"This report cannot be withdrawn, because of {depending_words(depending)}. Correct it instead."
        )


def depending_words(depending: Mapping[str, int]) -> str:
    """Return '2 actions, 1 response': how many of each."""
    return ", ".join(f"{number:,} {words}" for words, number in depending.items())
