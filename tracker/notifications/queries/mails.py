"""What mail would tell people, for many of them at once: the contents of messages on their way, and of what waits."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from tracker.choices import MessageKind, NoticeKind, NoticeWay
from tracker.notifications.kinds import KINDS
from tracker.notifications.kinds import Rows as RowsOf
from tracker.notifications.models import Message, NoticeToTell
from tracker.notifications.models.notice_to_tell import with_choices
from tracker.notifications.queries import action_rows, ladder, mail_news, regular_lists
from tracker.notifications.queries.action_rows import Actions
from tracker.notifications.queries.day import Day
from tracker.notifications.rules.digests import NO_NEWS, Digest, DigestFacts, News, digest_of
from tracker.notifications.rules.email_preferences import DEFAULT, Preference, tells_news
from tracker.notifications.rules.mail_rows import MailRow
from tracker.notifications.rules.regular_lists import week_list
from tracker.queries.accountable import who_can_be_told
from tracker.rules.notices import Identity


@dataclass(frozen=True, slots=True)
class Content:
    """What one mail tells: `told` are the numbers of its notices, and `subjects` what they are about."""

    digest: Digest
    preference: Preference = DEFAULT
    told: frozenset[int] = frozenset()
    subjects: frozenset[str] = frozenset()


NOTHING = Content(Digest())


@dataclass(slots=True)
class Rows:
    """What one mail tells, and the numbers and subjects of the notices that it tells."""

    facts: DigestFacts = field(default_factory=DigestFacts)
    told: set[int] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)


def contents(people: Iterable[int], day: Day, *, at: datetime) -> dict[int, Content]:
    """Return, by person, the digest of everything that waits to be told, as if it were made now. Nothing is kept.

    At most 70 queries for any number of people. People with nothing to be told have no entry.
    """
    chosen = set(people)
    notices = list(NoticeToTell.objects.waiting_for(*chosen).order_by("pk"))
    late = chosen & regular_lists.with_overdue(day)
    notices += [_overdue_list(person, on=day.on, at=at) for person in sorted(late)]
    return _contents(with_choices(notices), of=lambda notice: notice.person_id, kinds={}, day=day)


def _overdue_list(person_id: int, *, on: date, at: datetime) -> NoticeToTell:
    """Return what would be noted, if a digest were made now, of somebody with something overdue."""
    return NoticeToTell.made(week_list(NoticeKind.OVERDUE_LIST, on, person_id=person_id), way=NoticeWay.DIGEST, at=at)


def of_messages(messages: Sequence[Message], day: Day) -> dict[int, Content]:
    """Return, by message, what it tells on the day of what was put into it; at most 70 queries for any number.

    A message whose notices no longer hold has an empty digest or no entry.
    """
    notices = NoticeToTell.objects.told_by(messages).with_choices()
    kinds = {message.pk: MessageKind(message.kind) for message in messages}
    return _contents(notices, of=lambda notice: notice.message_id or 0, kinds=kinds, day=day)


def _contents(
    notices: Sequence[NoticeToTell],
    *,
    of: Callable[[NoticeToTell], int],
    kinds: dict[int, MessageKind],
    day: Day,
) -> dict[int, Content]:
    first = {of(notice): notice for notice in notices}
    digests = {number for number in first if kinds.get(number, MessageKind.DIGEST) is MessageKind.DIGEST}
    mails = _rows(notices, of=of, digests=digests, day=day)
    with_rows = {number for number, rows in mails.items() if rows.told}
    with_news = {number for number in with_rows & digests if tells_news(first[number].preference.frequency)}
    news = mail_news.of_people({first[number].person_id for number in with_news}, day)
    return {
        number: _content(
            mails[number],
            first[number],
            kind=kinds.get(number, MessageKind.DIGEST),
            news=news.get(first[number].person_id, NO_NEWS) if number in with_news else NO_NEWS,
        )
        for number in with_rows
    }


def _rows(
    notices: Sequence[NoticeToTell], *, of: Callable[[NoticeToTell], int], digests: Collection[int], day: Day
) -> dict[int, Rows]:
    """Return the rows of each mail, by what `of` says of a notice; at most 60 queries for any number of notices.

    Of the mails in `digests`, all of their person's actions that are overdue or due this week, told before or not, if
    the person wants to be told of such.
    """
    able = who_can_be_told((notice.person_id for notice in notices), on=day.on)
    wanted = [notice for notice in notices if notice.is_wanted and notice.person_id in able]
    actions = action_rows.actions_of(wanted, day)
    rows = _rows_by_notice(wanted, actions, day)
    mails: dict[int, Rows] = {}
    for notice in wanted:
        number = of(notice)
        if number not in mails:
            mails[number] = Rows()
            if number in digests:
                mails[number].facts.reminders.extend(actions.urgent.get(notice.person_id, ()))
        theirs = rows.get(notice.identity)
        if theirs is not None:
            getattr(mails[number].facts, KINDS[notice.kind].group).extend(theirs)
            mails[number].told.add(notice.pk)
            mails[number].subjects.add(notice.subject)
    return mails


def _rows_by_notice(notices: Sequence[NoticeToTell], actions: Actions, day: Day) -> dict[Identity, Sequence[MailRow]]:
    """Return the rows of those of these notices that still hold."""
    rungs = [notice for notice in notices if notice.rung]
    holding = ladder.holding(rungs, day) if rungs else set()
    asked: dict[RowsOf, list[NoticeToTell]] = defaultdict(list)
    for notice in notices:
        if not notice.rung or notice.identity in holding:
            asked[KINDS[notice.kind].rows].append(notice)
    return {identity: rows for read, theirs in asked.items() for identity, rows in read(theirs, actions).items()}


def _content(rows: Rows, notice: NoticeToTell, *, kind: MessageKind, news: News) -> Content:
    return Content(
        digest=digest_of(rows.facts, news=news, kind=kind),
        preference=notice.preference,
        told=frozenset(rows.told),
        subjects=frozenset(rows.subjects),
    )
