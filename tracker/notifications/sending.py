"""What goes out by mail: each message is written when it is sent, from what is true then, and sent once."""

import logging
import os
import smtplib
import socket
import time
import uuid
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address

from tracker.choices import MessageKind
from tracker.errors import SendFailed
from tracker.notifications import rendering
from tracker.notifications.models import Message
from tracker.notifications.operations import bounces, message_queue
from tracker.notifications.queries.day import Day
from tracker.notifications.rendering import Letter, next_digest
from tracker.notifications.rules import delivery
from tracker.rules.access import Actor
from tracker.rules.calendar import london_date

BATCH = 500  # messages leased and written at a time, sent over one connection
OF_SERVER = (421, 530)  # it closes, or asks to sign in first
TRIES_TO_WRITE = 3  # a message that cannot even be written is given up after that many
NOTHING_LEFT = "Nothing left to say: what it was about is done, has moved or belongs to somebody else now."

__all__ = ["Letter", "SendingRun", "digest", "next_digest", "send_due"]

log = logging.getLogger("tracker.notifications.sending")


@dataclass(slots=True)
class SendingRun:
    """What became of the messages of one run; `is_cut_short`: the time was over and more waits."""

    sent: int = 0
    failed: int = 0
    suppressed: int = 0
    later: int = 0
    is_cut_short: bool = False
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Sender:
    """One run's way out: who it is for the leases, until when it sends, and what it has done so far."""

    by: Actor
    at: datetime
    until: float
    day: Day
    run: SendingRun = field(default_factory=SendingRun)
    name: str = field(default_factory=lambda: f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:12]}")
    is_over: bool = False

    def look_at_the_clock(self) -> None:
        if time.monotonic() > self.until:
            self.is_over = self.run.is_cut_short = True


def digest(message: Message, at: datetime) -> EmailMultiAlternatives | None:
    """Return the mail as it would be sent at this moment; None when nothing is left to say."""
    return rendering.written([message], at=at)[message.pk].mail


def send_due(*, by: Actor, at: datetime, seconds: float = 25) -> SendingRun:
    """Send what is due until nothing is left or `seconds` have passed; a hanging server adds one socket time-out.

    Messages are leased and written 500 at a time, in a constant number of queries, and sent over one connection; each
    is recorded as sent before the next one goes. When the server itself is the trouble the run ends: what it had
    leased goes back, and the next run tries again. Nothing goes at weekends and on bank holidays.
    """
    sender = Sender(by, at, until=time.monotonic() + seconds, day=Day(london_date(at)))
    message_queue.expire_digests(by=by, at=at)
    while delivery.may_go(at) and not sender.is_over:
        leased = message_queue.lease(sender=sender.name, limit=BATCH, by=by, at=at)
        if not leased:
            break
        _send_batch(leased, sender)
    return sender.run


def _send_batch(leased: Sequence[Message], sender: Sender) -> None:
    """Send what was leased, in its order; what the run does not come to goes back."""
    waiting = deque(leased)
    connection = get_connection()
    try:
        written = _written(leased, sender)
        waiting = deque(message for message in leased if message.pk in written)
        while waiting and not sender.is_over:
            message = waiting.popleft()
            _send(message, written[message.pk], connection, sender)
            sender.look_at_the_clock()
    finally:
        message_queue.give_back(messages=waiting, sender=sender.name, by=sender.by, at=sender.at)
        _close(connection)


def _written(leased: Sequence[Message], sender: Sender) -> dict[int, Letter]:
    """Return the letters of these messages; whatever is wrong with one message, the others go on."""
    try:
        letters = rendering.written(leased, at=sender.at, day=sender.day)
    except SoftTimeLimitExceeded:
        raise
    except Exception:
        log.exception("A batch could not be written as one; each message is written on its own")
        letters = {}
        for message in leased:
            letters |= _written_alone(message, sender)
    told = {number for letter in letters.values() for number in letter.notices}
    to_send = [message for message in leased if message.pk in letters and letters[message.pk].mail is not None]
    message_queue.release_dropped(messages=to_send, told=told, by=sender.by, at=sender.at)
    return letters


def _written_alone(message: Message, sender: Sender) -> dict[int, Letter]:
    try:
        return rendering.written([message], at=sender.at, day=sender.day)
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:
        log.exception("Message %s could not be written", message.pk)
        reason = f"The mail could not be written: {type(error).__name__}"
        _record_problem(message, SendFailed(reason, for_good=message.attempts >= TRIES_TO_WRITE), sender)
        return {}


def _send(message: Message, letter: Letter, connection: BaseEmailBackend, sender: Sender) -> None:
    """Send one message and record what became of it."""
    by, at = sender.by, sender.at
    if letter.mail is None:
        message_queue.record_suppressed(message=message, reason=letter.why_not or NOTHING_LEFT, by=by, at=at)
        sender.run.suppressed += 1
        return
    problem = _hand_over(letter.mail, message, connection)
    if problem is not None:
        sender.is_over = problem.of_server
        _record_problem(message, problem, sender, address=letter.mail.to[0])
        return
    reference = getattr(letter.mail, "provider_reference", "")
    subject, address = str(letter.mail.subject), letter.mail.to[0]
    message_queue.record_sent(message=message, subject=subject, address=address, reference=reference, by=by, at=at)
    sender.run.sent += 1


def _record_problem(message: Message, problem: SendFailed, sender: Sender, *, address: str = "") -> None:
    """Record what went wrong; `address` is the one that the mail had, which need not be its person's any more."""
    by, at, run = sender.by, sender.at, sender.run
    log.warning("Message %s was not sent: %s", message.pk, problem)
    run.problems.append(str(problem))
    is_too_late = delivery.has_run_out(MessageKind(message.kind), first_at=message.created_at, at=at)
    if not (problem.for_good or is_too_late):
        message_queue.record_retry(message=message, reason=str(problem), of_server=problem.of_server, by=by, at=at)
        run.later += 1
        return
    message_queue.record_failed(message=message, reason=str(problem), address=address, by=by, at=at)
    run.failed += 1
    if problem.is_bounce:
        bounces.note_bounce(person=message.person, address=address, reason=str(problem), by=by, at=at)


def _hand_over(mail: EmailMultiAlternatives, message: Message, connection: BaseEmailBackend) -> SendFailed | None:
    """Give the mail to the server; None when the server has taken it.

    A way out that is not SMTP raises SendFailed itself, and leaves its own reference on the mail. It may ask for what
    it took before when this is not the first try, which SMTP cannot.
    """
    mail.kind, mail.is_tried_again = message.kind, message.attempts > 1  # type: ignore[attr-defined]
    try:
        connection.open()  # a connection opened here stays open for the next mail
        if connection.send_messages([mail]):
            return None
        return _not_addressed(mail) or SendFailed("The mail server took no mail", of_server=True)
    except SendFailed as problem:
        return problem
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        return _refusal(error)
    except (smtplib.SMTPException, OSError) as error:
        return SendFailed(f"The mail server could not be used: {error or type(error).__name__}", of_server=True)
    except ValueError as error:
        return _not_addressed(mail) or SendFailed(f"The mail cannot be sent: {error}", for_good=True)


def _not_addressed(mail: EmailMultiAlternatives) -> SendFailed | None:
    """Return a refusal where the address can be none, None where it can.

    Asked only when a mail could not be made, because parsing is slow.
    """
    try:
        sanitize_address(mail.to[0], settings.DEFAULT_CHARSET)
    except ValueError as error:
        return SendFailed(f"Mail cannot be addressed to this person: {error}", for_good=True, is_bounce=True)
    return None


def _refusal(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> SendFailed:
    """Return the server's answer about this one mail: 5xx is for good, 4xx for now; 421 and 530 are about the server.

    Only a 5xx for the recipient says that the address does not work, unless it is about rights (5.7.x of RFC 3463, such
    as a relay that is refused); one for the content says nothing of the address.
    """
    words: bytes | str
    is_recipient = isinstance(error, smtplib.SMTPRecipientsRefused)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    else:
        code, words = error.smtp_code, error.smtp_error
    answer = words.decode(errors="replace") if isinstance(words, bytes) else words
    of_server = code in OF_SERVER
    return SendFailed(
        f"The mail server answered {code} {answer}",
        for_good=code >= 500 and not of_server,
        of_server=of_server,
        is_bounce=is_recipient and code >= 500 and not of_server and not answer.startswith("5.7."),
    )


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError) as error:
        log.info("The connection to the mail server did not end well: %s", error)
