"""Why somebody gets a mail: the sentence in its footer, made from what the mail tells."""

from tracker.choices import Frequency, MessageKind
from tracker.notifications.rules.digests import Digest
from tracker.notifications.rules.email_preferences import Preference

ALWAYS = "What is given or returned to you always comes."


def why(digest: Digest, preference: Preference) -> str:
    """Return 'You get this on Mondays, because …': how often by choice, and each reason that the mail holds."""
    reasons = _listed(_reasons(digest))
    if digest.kind is MessageKind.INSTANT:
        return f"You get this at once, because {reasons}. {ALWAYS}"
    if digest.kind is MessageKind.REMINDER:
        return f"You get this today and not with your digest, because {reasons}."
    if preference.frequency is Frequency.STOPPED:
        return f"You stopped the digest. You get this all the same, because {reasons}. {ALWAYS}"
    return f"You get this {preference.words}, because {reasons}."


def _reasons(digest: Digest) -> list[str]:
    own = digest.overdue or digest.due or digest.soon
    stands_in = any(row.instead_of for row in (*digest.overdue, *digest.due, *digest.soon))
    is_for_others = own and all(row.instead_of for row in (*digest.overdue, *digest.due, *digest.soon))
    reasons = (
        (own and not is_for_others, "actions of a post that you hold or cover are due or overdue"),
        (stands_in, "nobody can be emailed for a post that you lead, and its actions are due or overdue"),
        (digest.decisions, "something waits for you"),
        (digest.escalated, "something late was escalated to you"),
        (digest.given or digest.assigned, "something was given to you"),
        (digest.to_renew, "evidence that you look after is stale"),
        (digest.exceptions, "actions in your area are late"),
        (digest.corrected, "something was corrected in a published report that you answer for"),
        (digest.notes, "there is something to know about reminders in your area"),
        (digest.picture, "you look after recommendations that are made again"),
    )
    return [words for holds, words in reasons if holds]


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
