"""Ending a recommendation between inspections: what is asked for, who confirms it, and who may open it again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inspections.choices import OrganisationKind
from tracker.choices import Confirmer, Ending, EndingDecision, Role
from tracker.errors import InvalidInput, NotAllowed, WrongState
from tracker.rules import access
from tracker.rules.access import Actor, Doing
from tracker.rules.free_text import check_free_text
from tracker.rules.responses import is_own_body
from tracker.rules.typed.text import paragraphs
from tracker.rules.wording import too_long

WORDS_LIMIT = 1000  # characters of each answer
# The endings that a body can ask for, with what each means; the others are the inspectorate's or a reorganisation's.
ASKED_FOR: Mapping[Ending, str] = {
    Ending.OVERTAKEN: "What it asks for no longer fits: the law, the service or the work has changed.",
    Ending.NOT_AGREED: "It was agreed, and that has changed: it will not be done.",
    Ending.LAPSED: "Nothing more will be done, and no newer recommendation covers it.",
    Ending.NO_LONGER_OURS: "Another body does this work now.",
}
# The next body up from the one that answers, where that body's own managers ask.
CONFIRMERS: Mapping[OrganisationKind, Confirmer] = {
    OrganisationKind.MINISTRY: Confirmer.HMPPS,
    OrganisationKind.AGENCY: Confirmer.HMPPS,
    OrganisationKind.REGION: Confirmer.HMPPS,
    OrganisationKind.FUNCTION: Confirmer.HMPPS,  # the region above manages it, so that the region asks
    OrganisationKind.PDU: Confirmer.REGION,
    OrganisationKind.CRC: Confirmer.HMPPS,
    OrganisationKind.NPS_DIVISION: Confirmer.HMPPS,
    OrganisationKind.COMPANY: Confirmer.HMPPS,
    OrganisationKind.OTHER: Confirmer.HMPPS,
}
CONFIRMING_ROLE: Mapping[Confirmer, Role] = {
    Confirmer.REGION: Role.REGIONAL_LEAD,
    Confirmer.HMPPS: Role.NATIONAL,
}
ASKED = "Ending asked for"
NOT_OPEN = "This body no longer answers for the recommendation, so there is nothing to end."
OWN = "You asked for this ending, so somebody else confirms it. Nobody confirms what they asked for."
# What a request that is decided says to whoever decides again.
DECIDED: Mapping[EndingDecision, str] = {
    EndingDecision.CONFIRMED: "This ending was confirmed already. Nothing was changed.",
    EndingDecision.REFUSED: "This ending was refused already. Nothing was changed.",
    EndingDecision.TAKEN_BACK: "This request was taken back, so there is nothing to decide.",
}


@dataclass(frozen=True, slots=True)
class EndingWords:
    """What somebody says who asks to end it; `risk_post` is the key of the post that accepts the risk."""

    ending: Ending
    reason: str
    risk: str
    risk_post: int

    def stripped(self) -> "EndingWords":
        """Return the same without blanks around what was typed."""
        return EndingWords(self.ending, paragraphs(self.reason), paragraphs(self.risk), self.risk_post)


def check_words(words: EndingWords) -> None:
    """Raise InvalidInput unless the ending can be asked for, and reason and risk can be kept."""
    if words.ending not in ASKED_FOR:
        raise InvalidInput("Select how it ends from the list", field="ending")
    check_text(words.reason, field="reason", noun="the reason", missing="Enter why it ends")
    check_text(words.risk, field="risk", noun="the risk", missing="Enter the risk of not doing it")


def check_text(text: str, *, field: str, noun: str, missing: str) -> None:
    """Raise InvalidInput for no words, for too many, and for a number of a person."""
    if not text:
        raise InvalidInput(missing, field=field)
    if len(text) > WORDS_LIMIT:
        raise InvalidInput(too_long(noun, WORDS_LIMIT), field=field)
    check_free_text(text, field=field)


def check_accepts(*, post_path: str, body_path: str, body: str) -> None:
    """Raise InvalidInput unless the post that accepts the risk is of the body or of one above it."""
    if not body_path.startswith(post_path):
        raise InvalidInput(f"Select a post of {body}, or of a body above it", field="risk_post")


def confirmer_of(*, kind: OrganisationKind, is_own: bool) -> Confirmer:
    """Return who confirms it: the next body up; HMPPS where somebody above the body asked for it.

    HMPPS's own have nobody above them here, so that a second person of HMPPS confirms them.
    """
    return CONFIRMERS[kind] if is_own else Confirmer.HMPPS


def asks_for_own(actor: Actor, *, path: str, kind: str) -> bool:
    """Return whether the actor asks as a manager of this very body, and not of one above it."""
    return is_own_body(actor, path=path, kind=kind)


def confirms_at(actor: Actor, confirmer: Confirmer) -> tuple[str, ...]:
    """Return the places for whose bodies the actor confirms what waits for this level."""
    return actor.places(CONFIRMING_ROLE[confirmer])


def check_may_confirm(actor: Actor, *, confirmer: Confirmer, path: str, asked_by: int | None) -> None:
    """Raise NotAllowed unless the actor has the role of the level that confirms, and did not ask for it."""
    if not _has_level(actor, confirmer, path):
        role = CONFIRMING_ROLE[confirmer]
        raise NotAllowed(f"You cannot decide on this ending. A person with the role {role.label} for this area can.")
    if asked_by is not None and asked_by == actor.person_id:
        raise NotAllowed(OWN)


def may_confirm(actor: Actor, *, confirmer: Confirmer, path: str, asked_by: int | None) -> bool:
    """Return whether the actor may decide on it: for links and buttons."""
    try:
        check_may_confirm(actor, confirmer=confirmer, path=path, asked_by=asked_by)
    except NotAllowed:
        return False
    return True


def may_reopen(actor: Actor, *, confirmer: Confirmer, path: str) -> bool:
    """Return whether the actor may open it again: who confirms such endings, or who says which bodies answer."""
    return _has_level(actor, confirmer, path) or access.may(actor, Doing.NAME_BODIES, paths=[path])


def check_may_reopen(actor: Actor, *, confirmer: Confirmer, path: str) -> None:
    """Raise NotAllowed unless `may_reopen`."""
    if not may_reopen(actor, confirmer=confirmer, path=path):
        raise NotAllowed(
            "You cannot open this recommendation again. Who confirms its ending can, or an inspection coordinator."
        )


def check_can_ask(*, is_open: bool) -> None:
    """Raise WrongState once the body no longer answers."""
    if not is_open:
        raise WrongState(NOT_OPEN)


def check_can_decide(*, decision: str, is_open: bool) -> None:
    """Raise WrongState unless the request waits and the body still answers."""
    if decision:
        raise WrongState(DECIDED[EndingDecision(decision)])
    check_can_ask(is_open=is_open)


def check_can_reopen(*, decision: str, is_open: bool, is_reopened: bool, answers_again: bool) -> None:
    """Raise WrongState unless it ended by this request, and the body does not answer again already."""
    if decision != EndingDecision.CONFIRMED or is_open:
        raise WrongState("This recommendation did not end by a confirmed request, so it cannot be opened again here.")
    if is_reopened or answers_again:
        raise WrongState("This body answers for the recommendation again already. Nothing was changed.")


def version_of(*, request: int, withdrawn: Iterable[int]) -> str:
    """Return '12.31-40': what a confirmer has before them: the request, and the actions that it would withdraw."""
    return f"{request}.{'-'.join(str(action) for action in sorted(withdrawn))}"


def _has_level(actor: Actor, confirmer: Confirmer, path: str) -> bool:
    return actor.is_service or any(path.startswith(place) for place in confirms_at(actor, confirmer))
