"""Files of long lists: who may have which, how long they are kept, how often making one is tried, and what is said."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from tracker.choices import ListFileState, ListKind
from tracker.errors import NotAllowed, WrongState
from tracker.rules.access import Actor, Doing, check_may, who_can
from tracker.rules.reviews import reviews_at

MOST_AT_ONCE = 5_000  # rows of a list that is written while its reader waits
KEPT_FOR = timedelta(days=7)
LEASE = timedelta(minutes=2)  # renewed every few seconds: who is silent for longer has been stopped
MOST_TRIES = 3
MOST_WAITING = 5  # files of one person
UNFINISHED = (ListFileState.WAITING, ListFileState.WRITING)
STOPPED = "Making it was stopped three times."
TOO_SLOW = "It took longer than 25 minutes. Narrow the list with filters."
UNKNOWN = "Something went wrong. Those who run the service can see what it was."
CLOSED = "This account is closed."


def check_may_list(actor: Actor, kind: ListKind) -> None:
    """Raise NotAllowed, with who can, unless the actor may see this list at all."""
    CHECKS[kind](actor)


def _everybody(actor: Actor) -> None:
    if actor.person_id is None:
        raise NotAllowed(CLOSED)


def _reviewers(actor: Actor) -> None:
    if not reviews_at(actor):
        raise NotAllowed(f"You have no self-assessments to review. {who_can(Doing.REVIEW)}")


def _administrators(actor: Actor) -> None:
    check_may(actor, Doing.MANAGE_PEOPLE, paths=actor.areas(Doing.MANAGE_PEOPLE))


CHECKS: dict[ListKind, Callable[[Actor], None]] = {
    ListKind.RECOMMENDATIONS: _everybody,
    ListKind.ACTIONS: _everybody,
    ListKind.INSPECTIONS: _everybody,
    ListKind.REVIEWS: _reviewers,
    ListKind.USERS: _administrators,
}


def check_room(waiting: int) -> None:
    """Raise WrongState where this many files of one person wait already."""
    if waiting >= MOST_WAITING:
        raise WrongState(f"{MOST_WAITING} of your files are being made. Wait until one of them is ready.")


def check_fits(rows: int, *, most: int) -> None:
    """Raise WrongState for more rows than a sheet of Excel holds."""
    if rows > most:
        raise WrongState(f"A sheet of Excel holds {most:,} rows, and this list has more. Narrow it with filters.")


def is_given_up(tries: int) -> bool:
    """Return whether making it is not tried again by itself, after this many tries."""
    return tries >= MOST_TRIES


def kept_until(written_at: datetime) -> datetime:
    """Return when a file is deleted."""
    return written_at + KEPT_FOR


def mark_of(actor: Actor) -> str:
    """Return the same 64 characters as long as a person may see the same: the same roles and posts."""
    grants = sorted(f"{grant.role} {grant.path}" for grant in actor.grants)
    return hashlib.sha256(repr((actor.person_id, grants, sorted(actor.post_ids))).encode()).hexdigest()
