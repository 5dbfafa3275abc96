"""What goes out by mail: each message is written when it is sent, from what is true then, and sent once."""

import logging
import os
import smtplib
import socket
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from inspections.choices import DatePrecision
from tracker.choices import NoticeKind
from tracker.email_links import preferences_address
from tracker.models import Action, Message, Notice
from tracker.operations import outbox
from tracker.portfolio import assignments, decisions, given, stale_evidence
from tracker.rules import reminders
from tracker.rules.access import SERVICE, Actor
from tracker.rules.email_preferences import Preference
from tracker.rules.posts import NEWS
from tracker.rules.reminders import DECISION_KEYS, Decision, Digest, Reminder

BATCH = 20  # messages claimed at a time, sent over one connection
TRIES_TO_WRITE = 3  # a message that cannot even be written is given up after that many
NOTHING_LEFT = "Nothing left to say: what it was about is done, has moved or belongs to somebody else now."

log = logging.getLogger("tracker.emails")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to go with the references it tells, or no mail when nothing is left to say."""

    mail: EmailMultiAlternatives | None
    told: frozenset[str] = frozenset()


@dataclass(slots=True)
class Run:
    """What became of the messages of one run."""

    sent: int = 0
    failed: int = 0
    suppressed: int = 0
    later: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the server did not take a mail: for good or for now, and whether the server itself is the trouble."""

    reason: str
    for_good: bool = False
    of_server: bool = False


def digest(message: Message, at: datetime) -> EmailMultiAlternatives | None:
    """The digest as it would be sent at this moment; None when nothing is left to say.

    3 queries, 6 more where it has decisions to tell.
    """
    return _write(message, at=at).mail


def next_digest(*, person_id: int, at: datetime) -> Digest:
    """What the person's next digest would say if it were made at this moment; it may be empty. Nothing is kept."""
    return _found(Notice.objects.waiting_for(person_id), person_id, on=reminders.london_date(at))[0]


def send_due(*, by: Actor, at: datetime, seconds: float = 25) -> Run:
    """Send what is due until nothing is left or `seconds` have passed; a hanging server adds one socket time-out.

    Each message is claimed, written, sent and recorded before the next. When the server itself is the trouble the run
    ends: what it had claimed goes back, and the next run tries again.
    """
    run = Run()
    started = time.monotonic()
    outbox.expire_digests(by=by, at=at)
    is_over = False
    while not is_over:
        sender = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
        waiting = outbox.claim(sender=sender, limit=BATCH, by=by, at=at)
        if not waiting:
            break
        connection = get_connection()
        try:
            while waiting and not is_over:
                trouble = _send(waiting.pop(0), connection, run, by=by, at=at)
                is_over = trouble or time.monotonic() - started > seconds
        finally:
            outbox.give_back(messages=waiting, sender=sender, by=by, at=at)
            _close(connection)
    return run


def _send(message: Message, connection: BaseEmailBackend, run: Run, *, by: Actor, at: datetime) -> bool:
    """Send one message and record what became of it; true when the server is in trouble."""
    try:
        letter = _write(message, at=at)
    except Exception as error:  # whatever is wrong with one message, the others go on
        log.exception("Message %s could not be written", message.pk)
        _record_problem(message, _unwritable(message, error), run, by=by, at=at)
        return False
    if letter.mail is None:
        outbox.record_suppressed(message=message, reason=NOTHING_LEFT, by=by, at=at)
        run.suppressed += 1
        return False
    problem = _hand_over(letter.mail, connection)
    if problem is not None:
        _record_problem(message, problem, run, by=by, at=at)
        return problem.of_server
    outbox.record_sent(message=message, subject=str(letter.mail.subject), told=letter.told, by=by, at=at)
    run.sent += 1
    return False


def _record_problem(message: Message, problem: Problem, run: Run, *, by: Actor, at: datetime) -> None:
    log.warning("Message %s was not sent: %s", message.pk, problem.reason)
    run.problems.append(problem.reason)
    if problem.for_good:
        outbox.record_failed(message=message, reason=problem.reason, by=by, at=at)
        run.failed += 1
    else:
        outbox.record_retry(message=message, reason=problem.reason, by=by, at=at)
        run.later += 1


def _unwritable(message: Message, error: Exception) -> Problem:
    return Problem(
        f"The mail could not be written: {type(error).__name__}", for_good=message.attempts >= TRIES_TO_WRITE
    )


def _hand_over(mail: EmailMultiAlternatives, connection: BaseEmailBackend) -> Problem | None:
    """Give the mail to the server; None when the server has taken it."""
    try:
        connection.open()  # a connection opened here stays open for the next mail
        if connection.send_messages([mail]):
            return None
        return Problem("The mail server took no mail", of_server=True)
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        return _refusal(error)
    except (smtplib.SMTPException, OSError) as error:
        return Problem(f"The mail server could not be used: {error or type(error).__name__}", of_server=True)
    except ValueError as error:
        return Problem(f"Mail cannot be addressed to this person: {error}", for_good=True)


def _refusal(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> Problem:
    """The server's answer about this one mail: 5xx is for good, 4xx for now, and 421 is about the server."""
    words: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    else:
        code, words = error.smtp_code, error.smtp_error
    answer = words.decode(errors="replace") if isinstance(words, bytes) else words
    return Problem(f"The mail server answered {code} {answer}", for_good=code >= 500, of_server=code == 421)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError) as error:
        log.info("The connection to the mail server did not end well: %s", error)


def _write(message: Message, *, at: datetime) -> Letter:
    notices = list(message.notices.all().with_preference())
    found, others = _found(notices, message.person_id, on=reminders.london_date(at))
    if found.is_empty:
        return Letter(None)
    preference = notices[0].preference
    return Letter(_mail(message, _facts(message, found, preference, others=others, at=at)), found.told)


def _found(notices: Iterable[Notice], person_id: int, *, on: date) -> tuple[Digest, int]:
    """What these notices tell their person on the day, and how many urgent actions were told before."""
    wanted = [each for each in notices if each.is_wanted]
    noted = {each.key: each.subject for each in wanted}
    refs = set(noted.values())
    urgent = list(Action.objects.to_tell(on=on).told_to(person_id).for_list(SERVICE))
    actions = [_reminder(action) for action in urgent if action.ref in refs]
    news = {each.key for each in wanted if each.kind in NEWS}
    theirs = given.still_given(news, on=on).values() if news else ()
    assigned = assignments.still_theirs(noted, on=on).values()
    stale = {each.key for each in wanted if each.kind == NoticeKind.STALE_EVIDENCE}
    found = reminders.digest_of(
        actions,
        decisions=_decisions(noted, on=on),
        given=theirs,
        assigned=assigned,
        to_renew=stale_evidence.still_stale(stale, on=on).values() if stale else (),
        on=on,
    )
    return found, len(urgent) - len(found.overdue) - len(found.due)


def _decisions(noted: Iterable[str], *, on: date) -> list[Decision]:
    """Of the notices with these keys: the decisions that still wait for the person."""
    keys = {key for key in noted if key.startswith(DECISION_KEYS)}
    return [each.decision for each in decisions.waiting(on=on) if each.key in keys] if keys else []


def _reminder(action: Action) -> Reminder:
    due_on = action.due_on
    assert due_on is not None, f"{action.ref} was selected by its date"
    precision = DatePrecision(action.due_precision)
    return Reminder(action.ref, action.title, _about(action), action.state, due_on, precision)


def _about(action: Action) -> str:
    """The first recommendation it answers for the owner's own body, one below or one above; '' if there is none.

    That it also answers another area's recommendation is that area's to show (MODEL decision 4).
    """
    own = action.owner_post.organisation.path
    for answer in sorted(action.current_answers, key=lambda each: each.pk):
        path = answer.answerable.organisation.path
        if path.startswith(own) or own.startswith(path):
            title = answer.answerable.recommendation.short_title
            return title[:1].upper() + title[1:]
    return ""


def _facts(message: Message, found: Digest, preference: Preference, *, others: int, at: datetime) -> dict[str, object]:
    return {
        "digest": found,
        "others": others,
        "name": message.person.name,
        "how_often": preference.words,
        "preferences_address": preferences_address(person_id=message.person_id, at=at),
        "service_name": settings.SERVICE_NAME,
        "service_url": settings.SERVICE_URL,
        "classification": settings.CLASSIFICATION,
        "reference": message.message_id.strip("<>").partition("@")[0],
        "on": reminders.london_date(at),
    }


def _mail(message: Message, facts: dict[str, object]) -> EmailMultiAlternatives:
    """The message's three templates as one mail. No header can hold a line break."""
    subject = " ".join(render_to_string("emails/digest/subject.txt", facts).split())
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("emails/digest/body.txt", facts),
        to=[message.person.email],
        headers={
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            # RFC 8058: a mail program's own 'Unsubscribe' posts to this address and stops the digest.
            "List-Unsubscribe": f"<{facts['preferences_address']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    mail.attach_alternative(render_to_string("emails/digest/body.html", facts), "text/html")
    return mail
