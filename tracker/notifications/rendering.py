"""What each mail says: its subject, text and HTML, written for many messages at once from what is true then."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.policy import Compat32
from functools import cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template

from tracker.choices import MessageKind
from tracker.models import Membership
from tracker.notifications.models import Message
from tracker.notifications.queries import addresses, invitations, list_files, mails
from tracker.notifications.queries.addresses import AddressChange
from tracker.notifications.queries.day import Day
from tracker.notifications.queries.invitations import Invited
from tracker.notifications.queries.jobs import jobs_ran
from tracker.notifications.queries.mails import Content
from tracker.notifications.rules.addresses import SUBJECT as ADDRESS_CHANGED
from tracker.notifications.rules.digests import Digest
from tracker.notifications.rules.invitations import SUBJECT as INVITATION
from tracker.notifications.rules.list_files import FileNews
from tracker.notifications.rules.why_mailed import why
from tracker.notifications.signed_links import preferences_address
from tracker.rules.calendar import london_date

# What can be stopped with one click. What was given or returned to somebody always comes.
NEWS_KINDS = frozenset({MessageKind.DIGEST, MessageKind.REMINDER})
LINE_LIMIT = 998  # characters of a header's line, RFC 5322; no header of ours is wrapped before


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to go, or no mail when nothing is left to say.

    `told` are the references in it and `notices` the numbers of the notices that it tells; any other notice of the
    message was not told. `why_not` says why there is no mail, where it is not that nothing is left to say.
    """

    mail: EmailMultiAlternatives | None
    told: frozenset[str] = frozenset()
    notices: frozenset[int] = frozenset()
    why_not: str = ""


def written(messages: Sequence[Message], *, at: datetime, day: Day | None = None) -> dict[int, Letter]:
    """Return, by the message's number, the mail as it would be sent now; `person` of each must be loaded.

    `day` is what a run of many batches hands to each. At most 80 queries for any number of messages.
    Whatever is wrong with one message raises for all of them.
    """
    by_kind: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        by_kind[message.kind].append(message)
    letters = _notes(by_kind[MessageKind.JOBS_RAN], at=at)
    letters |= _invitations(by_kind[MessageKind.INVITATION], at=at)
    letters |= _changes(by_kind[MessageKind.ADDRESS_CHANGED], at=at)
    letters |= _files(by_kind[MessageKind.LIST_FILE], at=at)
    others = [message for message in messages if message.pk not in letters]
    contents = mails.of_messages(others, day or Day(london_date(at))) if others else {}
    return letters | {message.pk: _letter(message, contents.get(message.pk), at=at) for message in others}


def next_digest(*, person_id: int, at: datetime) -> Digest:
    """Return what the person's next digest would say if it were made at this moment; it may be empty.

    Nothing is kept.
    """
    return mails.contents([person_id], Day(london_date(at)), at=at).get(person_id, mails.NOTHING).digest


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


def _notes(messages: Sequence[Message], *, at: datetime) -> dict[int, Letter]:
    """Return the weekly note that the jobs ran; the same for everybody who is still an administrator."""
    if not messages:
        return {}
    ran, administrators = jobs_ran(at=at), set(Membership.objects.administrators(on=london_date(at)))
    facts = {"subject": ran.subject, "ran": ran}
    return {
        message.pk: Letter(
            _mail(message, "jobs_ran", facts.copy(), at=at) if message.person_id in administrators else None
        )
        for message in messages
    }


def _invitations(messages: Sequence[Message], *, at: datetime) -> dict[int, Letter]:
    """Return the invitations: nothing else is mailed to somebody who has never signed in."""
    invited = invitations.of_people([message.person for message in messages], on=london_date(at))
    return {message.pk: _invitation(message, invited[message.person_id], at=at) for message in messages}


def _invitation(message: Message, invited: Invited, *, at: datetime) -> Letter:
    if invited.why_not:
        return Letter(None, why_not=invited.why_not)
    facts = {"subject": INVITATION, "invited": invited, "email": message.person.email}
    return Letter(_mail(message, "invitation", facts, at=at))


def _changes(messages: Sequence[Message], *, at: datetime) -> dict[int, Letter]:
    """Return the mails that somebody's address was changed: it is what they sign in with, so they must know."""
    changes = addresses.of_people([message.person for message in messages], on=london_date(at))
    return {message.pk: _change(message, changes[message.person_id], at=at) for message in messages}


def _change(message: Message, changed: AddressChange, *, at: datetime) -> Letter:
    if changed.why_not:
        return Letter(None, why_not=changed.why_not)
    facts = {"subject": ADDRESS_CHANGED, "changed": changed, "email": message.person.email}
    return Letter(_mail(message, "address_changed", facts, at=at))


def _files(messages: Sequence[Message], *, at: datetime) -> dict[int, Letter]:
    """Return the mails that a file is ready or could not be made; none where it has gone or is being made again."""
    news_of = list_files.of_messages(messages, on=london_date(at))
    return {message.pk: _file(message, news_of[message.pk], at=at) for message in messages}


def _file(message: Message, news: FileNews, *, at: datetime) -> Letter:
    if news.why_not:
        return Letter(None, why_not=news.why_not)
    return Letter(_mail(message, "list_file", {"subject": news.subject, "news": news}, at=at))


def _mail(message: Message, folder: str, facts: dict[str, Any], *, at: datetime) -> EmailMultiAlternatives:
    """Return the message's templates as one mail. No header can hold a line break."""
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
    # RFC 3834, and what Exchange asks in its place: nobody's absence is answered. Bounces are wanted, so not 'All'.
    headers = {
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }
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


class QuickHeaders(Compat32):
    """Writes a header that fits on its line as it is; the library takes each apart: a tenth of the time of sending."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        line = f"{name}: {value}"
        if isinstance(value, str) and len(line) <= LINE_LIMIT and line.isascii() and line.isprintable():
            return f"{line}{self.linesep}".encode("ascii")
        return super().fold_binary(name, value)


class Mail(EmailMultiAlternatives):
    """A mail whose parts are told apart by its own reference.

    The library would look for a line that the text does not hold, again for each try: a fifth of the time of composing.
    """

    def message(self, **given: Any) -> Any:
        made = super().message(**given)
        made.policy = QUICK_HEADERS
        made.set_boundary(f"=_{self.extra_headers['Message-ID'].strip('<>').partition('@')[0]}")
        return made


QUICK_HEADERS = QuickHeaders(max_line_length=LINE_LIMIT)


@cache
def _templates(folder: str) -> tuple[Any, Any]:
    """Return the templates, found once in a process: thousands of mails are written from them."""
    return get_template(f"emails/{folder}/body.txt"), get_template(f"emails/{folder}/body.html")
