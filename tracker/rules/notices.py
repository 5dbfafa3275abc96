"""How something that a person did is first told: at once, in the mail of that day, or with the digest."""

from tracker.choices import NoticeKind, NoticeWay

# What somebody else gave to do (docs/pages.md#what-an-email-says); the ladder says what else goes at once.
AT_ONCE = frozenset({NoticeKind.ASSIGNED, NoticeKind.SELF_ASSESSMENT_RETURNED})
# A digest could come when the cover is over, and reminders for a post that nobody spoke of puzzle its holder.
THAT_DAY = frozenset({NoticeKind.POST_GIVEN, NoticeKind.COVER_GIVEN})


def first_way(kind: NoticeKind) -> NoticeWay:
    """Return how a notice of this kind is told; the ladder says it of each of its own rungs."""
    if kind in AT_ONCE:
        return NoticeWay.INSTANT
    return NoticeWay.DAY if kind in THAT_DAY else NoticeWay.DIGEST


def assigned_key(*, ref: str, version: int, person_id: int) -> str:
    """Return 'assigned:ACT-0412:3:7': told once for each time that the action was given to somebody."""
    return f"{NoticeKind.ASSIGNED.value}:{ref}:{version}:{person_id}"
