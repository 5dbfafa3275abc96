"""Who reviews a self-assessment, and what a review must say.

The next body up does, never who made it (docs/model.md, decision 5).
"""

from collections.abc import Iterable
from datetime import date

from inspections.choices import OrganisationKind
from tracker.choices import Progress, ReviewOutcome
from tracker.errors import InvalidInput, NotAllowed
from tracker.rules.access import ROLES, Actor, Doing
from tracker.rules.self_assessments import check_words
from tracker.rules.wording import date_long

# Above HMPPS there is nobody who assures.
NOT_REVIEWED = frozenset({OrganisationKind.AGENCY, OrganisationKind.MINISTRY})
NO_PROOF = (
    "Select no progress or some progress: this self-assessment names no effect with evidence, "
    "which sufficient progress needs"
)


def is_reviewed(kind: OrganisationKind) -> bool:
    """Return whether self-assessments of a body of this kind go to the next body up at all."""
    return kind not in NOT_REVIEWED


def reviews_at(actor: Actor) -> tuple[str, ...]:
    """Return the places of the bodies for which the actor reviews self-assessments of the bodies right below.

    Unlike `Actor.areas`, a place inside another one counts: a role for HMPPS reviews regions, not PDUs.
    """
    return tuple(sorted({grant.path for grant in actor.grants if grant.role in ROLES[Doing.REVIEW]}))


def may_review(actor: Actor, *, kind: OrganisationKind, reviewer_path: str, made_by: int | None) -> bool:
    """Return whether the actor may decide on a self-assessment: for links, buttons and pages."""
    try:
        check_may_review(actor, kind=kind, reviewer_path=reviewer_path, made_by=made_by)
    except NotAllowed:
        return False
    return True


def check_may_review(actor: Actor, *, kind: OrganisationKind, reviewer_path: str, made_by: int | None) -> None:
    """Raise NotAllowed unless the actor reviews for the body at `reviewer_path`, the one above the body."""
    if not is_reviewed(kind):
        raise NotAllowed("What HMPPS says of its own recommendations is not reviewed by anybody.")
    if reviewer_path not in reviews_at(actor):
        raise NotAllowed(
            "You cannot review this self-assessment. A lead of the body right above the one that made it can."
        )
    if made_by is not None and made_by == actor.person_id:
        raise NotAllowed(
            "You made this self-assessment, so somebody else reviews it. Nobody reviews their own self-assessment."
        )


def check_review(
    *,
    decision: ReviewOutcome,
    category: Progress,
    self_assessed: Progress,
    has_proof: bool,
    reason: str,
    answer_by_on: date | None,
    on: date,
) -> None:
    """Raise InvalidInput unless the review gives its reason and, for a returned self-assessment, a day after today.

    `has_proof` says that the self-assessment names an effect and evidence of it: without, nobody says sufficient.
    """
    if category is Progress.SUFFICIENT and not has_proof:
        raise InvalidInput(NO_PROOF, field="category")
    is_plain = decision is ReviewOutcome.ASSURED and category is self_assessed
    if not reason and not is_plain:
        missing = "you return it" if decision is ReviewOutcome.RETURNED else "your view differs from the owner’s"
        raise InvalidInput(f"Enter why {missing}", field="reason")
    check_words(reason, field="reason", noun="the reason")
    if decision is not ReviewOutcome.RETURNED:
        return
    if answer_by_on is None:
        raise InvalidInput("Enter the date by which you expect an answer", field="answer_by_on")
    if answer_by_on <= on:
        raise InvalidInput(f"The date must be after {date_long(on)}", field="answer_by_on")


def version_of(*, self_assessment: int, newest_versions: Iterable[int]) -> str:
    """Return '57.12-31': what a reviewer has before them.

    It names the self-assessment, and the newest version of each piece of its evidence.
    """
    return f"{self_assessment}.{'-'.join(str(version) for version in sorted(newest_versions))}"
