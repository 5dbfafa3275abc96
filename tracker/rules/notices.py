"""What makes a notice one of its own, and how something that a person did is first told: at once, or with a digest."""

from datetime import date
from typing import NamedTuple

from tracker.choices import NoticeKind, NoticeWay

EVER = date(1, 1, 1)  # stands in a column of days where there is none: databases take two NULLs for two things

# What somebody else gave to do (docs/pages.md#what-an-email-says); the ladder says what else goes at once.
AT_ONCE = frozenset({NoticeKind.ASSIGNED, NoticeKind.SELF_ASSESSMENT_RETURNED})
# A digest could come when the cover is over, and reminders for a post that nobody spoke of puzzle its holder.
THAT_DAY = frozenset({NoticeKind.POST_GIVEN, NoticeKind.COVER_GIVEN})


class Identity(NamedTuple):
    """What is told once: the columns of a notice that its unique constraints name (models/notice).

    `number` says which one, where `subject` has several: the version of an action, a self-assessment, a body.
    `since_on` is the day since when it is so, or the last one on which a ladder was quiet. A rung is told for its date,
    `due_on`.
    """

    kind: str
    subject: str
    person_id: int
    number: int = 0
    since_on: date = EVER
    rung: str = ""
    due_on: date | None = None


def first_way(kind: NoticeKind) -> NoticeWay:
    """Return how a notice of this kind is told; the ladder says it of each of its own rungs."""
    if kind in AT_ONCE:
        return NoticeWay.INSTANT
    return NoticeWay.DAY if kind in THAT_DAY else NoticeWay.DIGEST
