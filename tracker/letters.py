"""What each mail says: its subject, text and HTML, written for many messages at once from what is true then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template

from tracker.choices import MessageKind
from tracker.email_links import preferences_address
from tracker.models import Membership, Message
from tracker.portfolio import mails
from tracker.portfolio.jobs import JobsRan, jobs_ran
from tracker.portfolio.mails import Content
from tracker.rules.digests import Digest
from tracker.rules.reminders import london_date
from tracker.rules.why_mailed import why

# What can be stopped with one click. What was given or returned to somebody always comes.
NEWS_KINDS = frozenset({MessageKind.DIGEST, MessageKind.REMINDER})


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to go, or no mail when nothing is left to say.

    `told` are the references in it and `notices` the numbers of the notices that it tells; any other notice of the
    message was not told.
    """

    mail: EmailMultiAlternatives | None
    told: frozenset[str] = frozenset()
    notices: frozenset[int] = frozenset()


def written(messages: Sequence[Message], *, at: datetime) -> dict[int, Letter]:
    """By the message's number, the mail as it would be sent at this moment; `person` of each must be loaded.

    At most 80 queries for any number of messages. Whatever is wrong with one message raises for all of them.
    """
    notes = [message for message in messages if message.kind == MessageKind.JOBS_RAN]
    found = mails.of_messages([each for each in messages if each not in notes], on=london_date(at), at=at)
    ran = jobs_ran(at=at) if notes else None
    administrators = set(Membership.objects.administrators(on=london_date(at))) if notes else set()
    letters: dict[int, Letter] = {}
    for message in messages:
        if message.kind == MessageKind.JOBS_RAN and ran is not None:
            is_theirs = message.person_id in administrators
            letters[message.pk] = Letter(_note(message, ran, at=at) if is_theirs else None)
        else:
            letters[message.pk] = _letter(message, found.get(message.pk), at=at)
    return letters


def next_digest(*, person_id: int, at: datetime) -> Digest:
    """What the person's next digest would say if it were made at this moment; it may be empty. Nothing is kept."""
    return mails.contents([person_id], on=london_date(at), at=at).get(person_id, mails.NOTHING).digest


def _letter(message: Message, content: Content | None, *, at: datetime) -> Letter:
    if content is None or content.digest.is_empty:
        return Letter(None)
    digest = content.digest
    facts = {
        "kind": digest.kind.value,
        "subject": digest.subject,
        "opening": digest.opening,
        "groups": digest.groups,
        "why": why(digest, content.preference),
    }
    return Letter(_mail(message, "digest", facts, at=at), digest.told | content.subjects, content.told)


def _note(message: Message, ran: JobsRan, *, at: datetime) -> EmailMultiAlternatives:
    return _mail(message, "jobs_ran", {"subject": ran.subject, "ran": ran}, at=at)


def _mail(message: Message, folder: str, facts: dict[str, Any], *, at: datetime) -> EmailMultiAlternatives:
    """The message's templates as one mail. No header can hold a line break."""
    link = preferences_address(person_id=message.person_id, at=at)
    facts |= {
        "name": message.person.name,
        "preferences_address": link,
        "service_name": settings.SERVICE_NAME,
        "service_url": settings.SERVICE_URL,
        "support_email": settings.SUPPORT_EMAIL,
        "classification": settings.CLASSIFICATION,
        "reference": message.message_id.strip("<>").partition("@")[0],
    }
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    if message.kind in NEWS_KINDS:
        # RFC 8058: a mail program's own 'Unsubscribe' posts to this address and stops the digest.
        headers |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    text, html = _templates(folder)
    mail = Mail(
        subject=" ".join(str(facts["subject"]).split()),
        body=text.render(facts),
        to=[message.person.email],
        headers=headers,
    )
    mail.attach_alternative(html.render(facts), "text/html")
    return mail


class Mail(EmailMultiAlternatives):
    """A mail whose parts are told apart by its own reference.

    The library would look for a line that the text does not hold, again for each try: a fifth of the time of composing.
    """

    def message(self, **given: Any) -> Any:
        made = super().message(**given)
        made.set_boundary(f"=_{self.extra_headers['Message-ID'].strip('<>').partition('@')[0]}")
        return made


@cache
def _templates(folder: str) -> tuple[Any, Any]:
    """Found once in a process: thousands of mails are written from them."""
    return get_template(f"emails/{folder}/body.txt"), get_template(f"emails/{folder}/body.html")
