"""What mail would tell people, for many of them at once: the contents of messages on their way, and of what waits."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.choices import MessageKind
from tracker.models import Message, Notice
from tracker.portfolio import mail_news, mail_rows
from tracker.portfolio.mail_rows import Facts, Rows
from tracker.rules.digests import NO_NEWS, Digest, News, digest_of
from tracker.rules.email_preferences import DEFAULT, Preference


@dataclass(frozen=True, slots=True)
class Content:
    """What one mail tells: `told` and `subjects` are of its notices, `others` counts urgent actions told of before."""

    digest: Digest
    preference: Preference = DEFAULT
    told: frozenset[int] = frozenset()
    subjects: frozenset[str] = frozenset()
    others: int = 0


NOTHING = Content(Digest())


def contents(people: Iterable[int], *, on: date, at: datetime) -> dict[int, Content]:
    """By person: the digest of everything that waits to be told, as if it were made now. Nothing is kept.

    At most 70 queries for any number of people. People with nothing to be told have no entry.
    """
    notices = list(Notice.objects.waiting_for(*people))
    return _contents(notices, of=lambda each: each.person_id, kinds={}, on=on, at=at)


def of_messages(messages: Sequence[Message], *, on: date, at: datetime) -> dict[int, Content]:
    """By message: what it tells on the day of what was put into it; at most 70 queries for any number.

    A message whose notices no longer hold has an empty digest or no entry.
    """
    notices = list(Notice.objects.told_by(messages).with_preference())
    kinds = {each.pk: MessageKind(each.kind) for each in messages}
    return _contents(notices, of=lambda each: each.message_id or 0, kinds=kinds, on=on, at=at)


def _contents(
    notices: Sequence[Notice],
    *,
    of: Callable[[Notice], int],
    kinds: dict[int, MessageKind],
    on: date,
    at: datetime,
) -> dict[int, Content]:
    found, facts = mail_rows.rows(notices, of=of, on=on)
    first = {of(each): each for each in notices}
    with_rows = {number for number, each in found.items() if each.told}
    digests = {number for number in with_rows if kinds.get(number, MessageKind.DIGEST) is MessageKind.DIGEST}
    news = mail_news.of_people({first[number].person_id for number in digests}, on=on, at=at)
    return {
        number: _content(
            found[number],
            facts,
            first[number],
            kind=kinds.get(number, MessageKind.DIGEST),
            news=news.get(first[number].person_id, NO_NEWS) if number in digests else NO_NEWS,
            on=on,
        )
        for number in with_rows
    }


def _content(rows: Rows, facts: Facts, notice: Notice, *, kind: MessageKind, news: News, on: date) -> Content:
    digest = digest_of(rows.found, on=on, news=news, kind=kind)
    told = {row.ref for row in (*digest.overdue, *digest.due)}
    return Content(
        digest=digest,
        preference=notice.preference,
        told=frozenset(rows.told),
        subjects=frozenset(rows.subjects),
        others=len(facts.urgent.get(notice.person_id, frozenset()) - told) if kind is MessageKind.DIGEST else 0,
    )
