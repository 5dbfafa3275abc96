"""What a person was mailed, and what the next digest would say."""

from dataclasses import dataclass
from datetime import datetime

from tracker.models import EmailPreference, Message
from tracker.rules.email_preferences import Preference, next_digest_at

SHOWN = 10  # the newest


@dataclass(frozen=True, slots=True)
class Mails:
    """A person's choice, when the next digest is made if there is anything to tell, and the newest messages."""

    preference: Preference
    next_at: datetime
    sent: list[Message]


def of_person(person_id: int, *, at: datetime) -> Mails:
    """2 queries."""
    preference = EmailPreference.objects.of(person_id)
    sent = list(Message.objects.of_person(person_id)[:SHOWN])
    return Mails(preference=preference, next_at=next_digest_at(preference, at), sent=sent)
