"""What mail would tell people, for many of them at once: the contents of messages on their way, and of what waits."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.choices import MessageKind, NoticeKind, NoticeWay
from tracker.notifications.models import Message, NoticeToTell
from tracker.notifications.models.notice_to_tell import with_choices
from tracker.notifications.queries import mail_news, mail_rows, regular_lists
from tracker.notifications.queries.mail_rows import Rows
from tracker.notifications.rules.digests import NO_NEWS, Digest, News, digest_of
from tracker.notifications.rules.email_preferences import DEFAULT, Preference, tells_news
from tracker.notifications.rules.regular_lists import week_list


@dataclass(frozen=True, slots=True)
class Content:
    """What one mail tells: `told` are the numbers of its notices, and `subjects` what they are about."""

    digest: Digest
    preference: Preference = DEFAULT
    told: frozenset[int] = frozenset()
    subjects: frozenset[str] = frozenset()


NOTHING = Content(Digest())


def contents(people: Iterable[int], *, on: date, at: datetime) -> dict[int, Content]:
    """By person: the digest of everything that waits to be told, as if it were made now. Nothing is kept.

    At most 70 queries for any number of people. People with nothing to be told have no entry.
    """
    chosen = set(people)
    notices = list(NoticeToTell.objects.waiting_for(*chosen))
    late = chosen & regular_lists.with_overdue(on=on)
    notices += [_overdue_list(person, on=on, at=at) for person in sorted(late)]
    return _contents(with_choices(notices), of=lambda each: each.person_id, kinds={}, on=on, at=at)


def _overdue_list(person_id: int, *, on: date, at: datetime) -> NoticeToTell:
    """What would be noted, if a digest were made now, of somebody with something overdue."""
    return NoticeToTell.made(week_list(NoticeKind.OVERDUE_LIST, on, person_id=person_id), way=NoticeWay.DIGEST, at=at)


def of_messages(messages: Sequence[Message], *, on: date, at: datetime) -> dict[int, Content]:
    """By message: what it tells on the day of what was put into it; at most 70 queries for any number.

    A message whose notices no longer hold has an empty digest or no entry.
    """
    notices = NoticeToTell.objects.told_by(messages).with_choices()
    kinds = {each.pk: MessageKind(each.kind) for each in messages}
    return _contents(notices, of=lambda each: each.message_id or 0, kinds=kinds, on=on, at=at)


def _contents(
    notices: Sequence[NoticeToTell],
    *,
    of: Callable[[NoticeToTell], int],
    kinds: dict[int, MessageKind],
    on: date,
    at: datetime,
) -> dict[int, Content]:
    first = {of(each): each for each in notices}
    digests = {number for number in first if kinds.get(number, MessageKind.DIGEST) is MessageKind.DIGEST}
    found = mail_rows.rows(notices, of=of, digests=digests, on=on)
    with_rows = {number for number, each in found.items() if each.told}
    with_news = {number for number in with_rows & digests if tells_news(first[number].preference.frequency)}
    news = mail_news.of_people({first[number].person_id for number in with_news}, on=on, at=at)
    return {
        number: _content(
            found[number],
            first[number],
            kind=kinds.get(number, MessageKind.DIGEST),
            news=news.get(first[number].person_id, NO_NEWS) if number in with_news else NO_NEWS,
            on=on,
        )
        for number in with_rows
    }


def _content(rows: Rows, notice: NoticeToTell, *, kind: MessageKind, news: News, on: date) -> Content:
    return Content(
        digest=digest_of(rows.found, on=on, news=news, kind=kind),
        preference=notice.preference,
        told=frozenset(rows.told),
        subjects=frozenset(rows.subjects),
    )
