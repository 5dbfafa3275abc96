"""Who reviews a claim, and what a review must say: docs/model.md, decision 5 (the next body up, never the claimant)."""

from collections.abc import Iterable
from datetime import date

from inspections.choices import OrganisationKind
from tracker.choices import AssuranceDecision, Progress
from tracker.errors import InvalidInput, NotAllowed
from tracker.rules.access import ROLES, Actor, Doing
from tracker.rules.self_assessments import check_words

# Above HMPPS there is nobody who assures.
NOT_REVIEWED = frozenset({OrganisationKind.AGENCY, OrganisationKind.MINISTRY})


def is_reviewed(kind: OrganisationKind) -> bool:
    """Whether claims of a body of this kind go to the next body up at all."""
    return kind not in NOT_REVIEWED


def reviews_at(actor: Actor) -> tuple[str, ...]:
    """The bodies, by their place in the tree, for which the actor reviews claims of the bodies right below.

    Unlike `Actor.areas`, a place inside another one counts: a role for HMPPS reviews regions, not PDUs.
    """
    return tuple(sorted({grant.path for grant in actor.grants if grant.role in ROLES[Doing.ASSURE]}))


def may_review(actor: Actor, *, kind: OrganisationKind, reviewer_path: str, made_by: int | None) -> bool:
    """Whether the actor may decide on a claim: for links, buttons and pages."""
    try:
        check_may_review(actor, kind=kind, reviewer_path=reviewer_path, made_by=made_by)
    except NotAllowed:
        return False
    return True


def check_may_review(actor: Actor, *, kind: OrganisationKind, reviewer_path: str, made_by: int | None) -> None:
    """Raise NotAllowed unless the actor reviews for the body at `reviewer_path`, the one above the claiming body."""
    if not is_reviewed(kind):
        raise NotAllowed("What HMPPS says of its own recommendations is not reviewed by anybody.")
    if reviewer_path not in reviews_at(actor):
        raise NotAllowed("You cannot review this claim. A lead of the body right above the one that made it can.")
    if made_by is not None and made_by == actor.person_id:
        raise NotAllowed("You made this claim, so somebody else reviews it. Nobody reviews their own claim.")


def check_review(
    *,
    decision: AssuranceDecision,
    category: Progress,
    claimed: Progress,
    reason: str,
    answer_by_on: date | None,
    on: date,
) -> None:
    """Raise InvalidInput unless the review gives its reason and, for a returned claim, a day after today."""
    is_plain = decision is AssuranceDecision.ASSURED and category is claimed
    if not reason and not is_plain:
        missing = "you return it" if decision is AssuranceDecision.RETURNED else "your view differs from the owner’s"
        raise InvalidInput(f"Enter why {missing}", field="reason")
    check_words(reason, field="reason", what="Reason")
    if decision is not AssuranceDecision.RETURNED:
        return
    if answer_by_on is None:
        raise InvalidInput("Enter the date by which you expect an answer", field="answer_by_on")
    if answer_by_on <= on:
        raise InvalidInput(f"The date must be after {on.day} {on:%B %Y}", field="answer_by_on")


def version_of(*, claim: int, newest_versions: Iterable[int]) -> str:
    """What a reviewer has before them, '57.12-31': the claim, and the newest version of each piece of its evidence."""
    return f"{claim}.{'-'.join(str(each) for each in sorted(newest_versions))}"
