"""Who is to be told what on a day, and why: what the ladder has reached and nobody was told, and what still holds."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings

from inspections.models.reference import reference
from tracker.choices import NoticeKind
from tracker.models import Action
from tracker.notifications.models import NoticeToTell, Snooze, actions_on_ladder
from tracker.notifications.models.action_ladder import Row, dated_of, mark_of, noted
from tracker.notifications.queries import dated_items
from tracker.notifications.queries.day import Day
from tracker.notifications.rules import ladder
from tracker.notifications.rules.ladder import About, Dated, LadderStanding, Rung, To, Today, Told
from tracker.queries.accountable import AGENCY, NOBODY, PDU, REGION, Accountable
from tracker.rules import working_days
from tracker.rules.notices import Identity

MOST_NAMED = 2_000  # subjects that a query names one by one; of more it asks again which they are
Audiences = Callable[[Rung], frozenset[int]]


@dataclass(frozen=True, slots=True)
class ToTell:
    """A rung that one person is to be told: what becomes a notice. `subject` is the reference of what it is about."""

    person_id: int
    rung: Rung
    subject: str
    number: int
    dated: Dated

    @property
    def identity(self) -> Identity:
        """Return what is told once."""
        return ladder.identity(
            self.rung, subject=self.subject, number=self.number, dated=self.dated, person_id=self.person_id
        )


def rungs_now(about: About | None = None) -> tuple[Rung, ...]:
    """Return the ladder with the days that the settings give, or the part of it about one kind of thing."""
    rungs = ladder.ladder(settings.LADDER_DAYS)
    return ladder.rungs_about(about, rungs) if about else rungs


@dataclass(slots=True)
class Due:
    """An action of which something is reached: its plain facts, how it stands, and who is to be told what of it."""

    row: Row
    standing: LadderStanding
    tells: Sequence[tuple[int, Rung]]

    def to_tell(self) -> list[ToTell]:
        number, dated = self.row[0], dated_of(self.row)
        subject = reference(Action.REF_PREFIX, number)
        return [ToTell(person, rung, subject, number, dated) for person, rung in self.tells]


@dataclass(slots=True)
class Look:
    """What one look for reminders found, and what it needs not look through again (models/action_ladder.unsettled)."""

    actions: list[Due] = field(default_factory=list)  # all that were looked through, some with nothing to tell
    others: list[ToTell] = field(default_factory=list)
    marks: dict[int, str] = field(default_factory=dict)  # of every post: who is told, and on which ladder
    changed: frozenset[int] = frozenset()  # posts whose mark in the database is an old one

    def found(self) -> list[ToTell]:
        """Return everything that is to be told now."""
        return [to_tell for due in self.actions for to_tell in due.to_tell()] + self.others

    def looked_through(self) -> Iterator[tuple[int, str, date]]:
        """Yield, of each action, its number, its mark, and the day on which to look again whatever happens."""
        for due in self.actions:
            yield due.row[0], mark_of(self.marks[due.row[1]], dated_of(due.row)), due.standing.again_on


def look(day: Day) -> Look:
    """Return everything that is reached on the day and not yet noted; nothing at weekends and on bank holidays.

    3 queries for all actions, and at most 20 for everything else.
    """
    if not working_days.is_working_day(day.on, working_days.bank_holidays()):
        return Look()
    seen = look_at_actions(on=day.on, people=day.people)
    seen.others = _untold_of_others(on=day.on, people=day.people)
    return seen


def look_at_actions(*, on: date, people: Accountable) -> Look:
    """Return how every open action stands that was not looked through as it is; 2 queries, 1 where there is none."""
    rungs, holidays = rungs_now(About.ACTION), working_days.bank_holidays()
    telling = Telling(Today(rungs, on=on, holidays=holidays), people)
    days = [(rung.code, rung.days) for rung in rungs]
    marks = {post: _audience_mark(telling.audience(post), days) for post in people.path_of_post}
    seen = Look(marks=marks, changed=frozenset(post for post, mark in marks.items() if mark != people.marks[post]))
    reached = actions_on_ladder().reaching(rungs, on=on, holidays=holidays)
    unsettled = reached.with_quiet().unsettled(on=on, changed=seen.changed)
    rows = list(unsettled.dated())
    refs = [reference(Action.REF_PREFIX, row[0]) for row in rows[: MOST_NAMED + 1]]
    told = _told(noted(rungs, refs) if len(refs) <= MOST_NAMED else unsettled.told(rungs)) if refs else {}
    known = {number: rungs_told for (_, number), rungs_told in told.items()}
    for row in rows:
        standing, tells = telling.tell(row)
        told_now = _without_told(tells, dated_of(row), known[row[0]]) if row[0] in known else tells
        seen.actions.append(Due(row, standing, told_now))
    return seen


@dataclass(slots=True)
class Telling:
    """How actions stand on a day, and who is told what of them; those that stand alike share one answer."""

    today: Today
    people: Accountable
    _audiences: dict[int, dict[To, frozenset[int]]] = field(default_factory=dict)
    _alike: dict[tuple[int, tuple[str, ...]], tuple[tuple[int, Rung], ...]] = field(default_factory=dict)

    def audience(self, post: int) -> dict[To, frozenset[int]]:
        audience = self._audiences.get(post)
        if audience is None:
            audience = self._audiences[post] = _audience(post, self.people)
        return audience

    def tell(self, row: Row) -> tuple[LadderStanding, tuple[tuple[int, Rung], ...]]:
        """Return the highest rung that each person is to be told of this action, whether it was told or not."""
        _, post, due_on, updated_on, snoozed_until, is_repeated = row
        standing = self.today.standing(due_on, updated_on, snoozed_until, is_repeated)
        alike = post, standing.codes
        tells = self._alike.get(alike)
        if tells is None:
            told = ladder.highest(standing.reached, _by_rung(self.audience(post)))
            tells = self._alike[alike] = tuple(told.items())
        return standing, tells


def _without_told(tells: Iterable[tuple[int, Rung]], dated: Dated, known: Sequence[Told]) -> list[tuple[int, Rung]]:
    return [(person, rung) for person, rung in tells if not ladder.knows(person, rung, dated, known)]


def _untold_of_others(*, on: date, people: Accountable) -> list[ToTell]:
    holidays = working_days.bank_holidays()
    reached = []
    for about in dated_items.SOURCES:
        rungs = rungs_now(about)
        today = Today(rungs, on=on, holidays=holidays)
        for dated_item in dated_items.things(about, on=on, people=people):
            for person, rung in ladder.highest(today.reached(dated_item.dated), dated_item.told).items():
                reached.append(ToTell(person, rung, dated_item.subject, dated_item.number, dated_item.dated))
    return _without_known(reached)


def _without_known(reached: list[ToTell]) -> list[ToTell]:
    """Return those that their person does not know; 1 query."""
    subjects = {to_tell.subject for to_tell in reached}
    told = _told(noted(rungs_now(), subjects)) if subjects else {}
    return [
        to_tell
        for to_tell in reached
        if not ladder.knows(
            to_tell.person_id, to_tell.rung, to_tell.dated, told.get((to_tell.subject, to_tell.number), ())
        )
    ]


def audiences_of_post(post_id: int, people: Accountable) -> Audiences:
    """Return who is told each rung of an action that this post owns.

    The owner's are told to who covers or holds the post, and where nobody can be told to the head of the PDU, or who
    is above. What is escalated goes to one person: who leads the PDU, the region or HMPPS (`Accountable.lead_of`); its
    other managers find it in lists. Nobody is told of their own action as somebody's head or lead.
    """
    return _by_rung(_audience(post_id, people))


def _audience(post_id: int, people: Accountable) -> dict[To, frozenset[int]]:
    path = people.path_of_post.get(post_id, "")
    owners = people.for_post(post_id)
    return {
        To.OWNER: owners,
        To.HEAD: people.lead_of(path, PDU) - owners,
        To.REGION: people.lead_of(path, REGION) - owners,
        To.NATIONAL: people.lead_of(path, AGENCY) - owners,
    }


def _by_rung(audience: Mapping[To, frozenset[int]]) -> Audiences:
    return lambda rung: audience.get(rung.to, NOBODY)


def every_rung(people: frozenset[int]) -> Audiences:
    """Return the same people whichever rung it is: of evidence."""
    return lambda rung: people


def _audience_mark(audience: Mapping[To, frozenset[int]], days: list[tuple[str, int]]) -> str:
    """Return a mark, which is another one for other people or another ladder (`days` by code)."""
    told = [(to.name, sorted(people)) for to, people in audience.items()]
    return hashlib.sha256(repr((told, days)).encode()).hexdigest()[:40]


def _told(rows: Iterable[tuple[str, int, str, int, date, date]]) -> dict[tuple[str, int], list[Told]]:
    """Return what was told, by subject and by number: one report asks several bodies."""
    by_subject: dict[tuple[str, int], list[Told]] = defaultdict(list)
    for subject, number, code, person, due_on, told_on in rows:
        by_subject[subject, number].append(Told(code, person, due_on, told_on))
    return by_subject


def holding(notices: Iterable[NoticeToTell], day: Day) -> set[Identity]:
    """Return those of these notices, of rungs and of snoozes, that still hold on the day; at most 25 queries.

    A rung holds while it is the highest that its person is to be told of its thing: not once the thing is done, has
    another date, was updated or put off, belongs to somebody else, or has climbed on; nor for somebody who has left,
    has no role there any more or whose address does not work. At weekends what held on the last working day holds.
    """
    wanted = list(notices)
    day = day.last_working_day()
    by_about: dict[About, set[int]] = defaultdict(set)
    about = {rung.code: rung.about for rung in ladder.LADDER}
    for notice in wanted:
        if notice.rung in about and about[notice.rung] is not About.EVIDENCE:
            by_about[about[notice.rung]].add(notice.number)
    people = day.people
    put_off = [notice for notice in wanted if notice.kind == NoticeKind.ACTION_SNOOZED]
    still_holding = _put_off(put_off, people) if put_off else set()
    if by_about:
        for kind, numbers in by_about.items():
            still_holding |= _due(kind, numbers, on=day.on, people=people)
    return still_holding & {notice.identity for notice in wanted}


def _put_off(notices: Iterable[NoticeToTell], people: Accountable) -> set[Identity]:
    """Return those whose person still leads the PDU or the region of the action; 1 query. Their number is a snooze."""
    paths = dict(Snooze.objects.told_of({notice.number for notice in notices}))
    leads = {path: people.managers_of(path, PDU) | people.managers_of(path, REGION) for path in set(paths.values())}
    return {
        notice.identity for notice in notices if (path := paths.get(notice.number)) and notice.person_id in leads[path]
    }


def _due(about: About, numbers: set[int], *, on: date, people: Accountable) -> set[Identity]:
    """Return what is to be told of these on the day, told or not."""
    today = Today(rungs_now(about), on=on, holidays=working_days.bank_holidays())
    if about is About.ACTION:
        telling = Telling(today, people)
        rows = actions_on_ladder().to_remind().filter(pk__in=numbers).with_quiet().dated()
        return {to_tell.identity for row in rows for to_tell in Due(row, *telling.tell(row)).to_tell()}
    return {
        ToTell(person, rung, dated_item.subject, dated_item.number, dated_item.dated).identity
        for dated_item in dated_items.things(about, on=on, people=people)
        for person, rung in ladder.highest(today.reached(dated_item.dated), dated_item.told).items()
    }
