"""Mail that was made, as a person looks at it before it goes: to whom, its subject, and what it tells and why."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.choices import MessageKind
from tracker.notifications.models import Message, NoticeToTell
from tracker.notifications.queries import mails
from tracker.notifications.queries.day import Day
from tracker.notifications.queries.jobs import jobs_ran
from tracker.notifications.queries.mails import Content
from tracker.notifications.queries.my_mails import told
from tracker.notifications.rules import addresses, invitations, list_files
from tracker.notifications.rules.why_told import OF_ITSELF, ToldBecause


@dataclass(frozen=True, slots=True)
class Planned:
    """One mail: `subject` is '' where nothing is left to say, `state` is in words."""

    person_id: int
    person: str
    email: str
    kind: str
    subject: str
    state: str
    told: tuple[ToldBecause, ...]


def planned(
    messages: Sequence[Message], *, on: date, at: datetime, state: Callable[[Message], str]
) -> tuple[Planned, ...]:
    """Return each message with its subject and what it tells; `person` of each must be loaded.

    What has not gone is shown as it would go now: a notice that no longer holds is left out. What is over is shown with
    all that was put into it. At most 80 queries for any number of messages.
    """
    contents = mails.of_messages([message for message in messages if _is_to_be_written(message)], Day(on))
    notices: dict[int, list[NoticeToTell]] = defaultdict(list)
    for notice in NoticeToTell.objects.told_by(messages).order_by("pk"):
        notices[notice.message_id or 0].append(notice)
    own = _own_subjects({MessageKind(message.kind) for message in messages}, at=at)
    planned_mails = []
    for message in messages:
        content = contents.get(message.pk, mails.NOTHING)
        theirs = notices[message.pk]
        if _is_to_be_written(message):
            theirs = [notice for notice in theirs if notice.pk in content.told]
        itself = OF_ITSELF.get(MessageKind(message.kind))
        planned_mails.append(
            Planned(
                person_id=message.person_id,
                person=message.person.name,
                email=message.person.email,
                kind=message.get_kind_display(),
                subject=message.subject or own.get(MessageKind(message.kind)) or _subject(content),
                state=state(message),
                told=(ToldBecause("", itself, ""),) if itself else tuple(told(theirs)),
            )
        )
    return tuple(planned_mails)


def _subject(content: Content) -> str:
    return "" if content.digest.is_empty else content.digest.subject


def _is_to_be_written(message: Message) -> bool:
    return message.kind not in OF_ITSELF and not message.subject and message.is_waiting


def _own_subjects(kinds: Collection[MessageKind], *, at: datetime) -> dict[MessageKind, str]:
    """Return the subjects of mail about the service or an account: the same for everybody."""
    subjects = {
        MessageKind.INVITATION: invitations.SUBJECT,
        MessageKind.ADDRESS_CHANGED: addresses.SUBJECT,
        MessageKind.LIST_FILE: list_files.SUBJECT,
    }
    return subjects | ({MessageKind.JOBS_RAN: jobs_ran(at=at).subject} if MessageKind.JOBS_RAN in kinds else {})
