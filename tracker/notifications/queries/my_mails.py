"""A person's own emails: what they chose, when the next digest is made, and what each email told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tracker.choices import MessageKind
from tracker.models import Person
from tracker.notifications.models import Bounce, EmailPreference, Message, NoticeToTell
from tracker.notifications.queries.addresses import refusal_of
from tracker.notifications.queries.ladder import rungs_now
from tracker.notifications.rules.email_preferences import AtOnce, Preference, next_digest_at
from tracker.notifications.rules.why_told import OF_ITSELF, ToldBecause, told_of
from tracker.paging import Page, Sort, page_of

NEWEST_FIRST = Sort("created_at", descending=True)
SHOWN = 20


@dataclass(frozen=True, slots=True)
class MyMails:
    """What the page of one's own emails shows."""

    preference: Preference
    at_once: AtOnce
    next_at: datetime
    sent: Page
    refusal: Bounce | None


@dataclass(frozen=True, slots=True)
class Sent:
    """One email with what it told."""

    message: Message
    told: list[ToldBecause]

    @property
    def of_itself(self) -> str:
        """Return what it told that is about no notice, '' for mail of notices."""
        return OF_ITSELF.get(MessageKind(self.message.kind), "")


def of_person(person: Person, *, at: datetime, after: str = "", before: str = "") -> MyMails:
    """Return a person's own emails; 3 queries; 20 emails on a page, newest first."""
    preference, at_once = EmailPreference.objects.choice_of(person.pk)
    page = page_of(Message.objects.of_person(person.pk), sort=NEWEST_FIRST, after=after, before=before, size=SHOWN)
    return MyMails(preference, at_once, next_digest_at(preference, at), page, refusal_of(person))


def sent_to(person_id: int, uid: UUID) -> Sent | None:
    """Return one of a person's own emails, by the reference in its footer; None for anybody else's. 2 queries."""
    message = Message.objects.of_person(person_id).with_reference(uid).first()
    return Sent(message, told(NoticeToTell.objects.told_by([message]).order_by("pk"))) if message else None


def told(notices: Iterable[NoticeToTell]) -> list[ToldBecause]:
    """Return each notice in words; no query beyond theirs."""
    days = {rung.code: rung.days for rung in rungs_now()}
    return [
        told_of(
            kind=notice.get_kind_display(), subject=notice.subject, rung=notice.rung, due_on=notice.due_on, days=days
        )
        for notice in notices
    ]
