"""Who is to be told what on a day, and why: what the ladder has reached and nobody was told, and what still holds."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from inspections.models.reference import reference
from tracker.models import Action, Notice, Snooze
from tracker.models.action_ladder import dated_of, noted
from tracker.portfolio import ladder_things
from tracker.portfolio.accountable import AGENCY, NOBODY, PDU, REGION, Accountable, accountable, places_up
from tracker.rules import ladder, working_days
from tracker.rules.ladder import About, Dated, Rung, To, Today, Told
from tracker.rules.snooze import SNOOZED_KEYS

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
    def key(self) -> str:
        """What is told once."""
        return ladder.key_of(
            self.rung, ref=self.subject, number=self.number, dated=self.dated, person_id=self.person_id
        )


def rungs_now(about: About | None = None) -> tuple[Rung, ...]:
    """The ladder with the numbers of days that the settings give, or the part of it that is about one kind of thing."""
    found = ladder.ladder(settings.LADDER_DAYS)
    return ladder.of(about, found) if about else found


def untold(*, on: date) -> list[ToTell]:
    """Everything that is reached on the day and not yet noted; nothing at weekends and on bank holidays.

    3 queries for all actions, and at most 20 for everything else.
    """
    if not working_days.is_working_day(on, working_days.bank_holidays()):
        return []
    people = accountable(on=on)
    return untold_of_actions(on=on, people=people) + _untold_of_others(on=on, people=people)


def untold_of_actions(*, on: date, people: Accountable) -> list[ToTell]:
    """Of every open action; 2 queries."""
    rungs, holidays = rungs_now(About.ACTION), working_days.bank_holidays()
    reached = Action.objects.reaching(rungs, on=on, holidays=holidays)
    rows = list(reached.dated())
    told = _told(reached.told(rungs)) if rows else {}
    today = Today(rungs, on=on, holidays=holidays)
    audiences: dict[int, Audiences] = {}
    found = []
    for number, post, *facts in rows:
        if post not in audiences:
            audiences[post] = audiences_of_post(post, people)
        dated = dated_of(*facts)
        subject = reference(Action.REF_PREFIX, number)
        known = told.get((subject, str(number)), ())
        for person, rung in ladder.highest(today.reached(dated), audiences[post]).items():
            if not ladder.knows(person, rung, dated, known):
                found.append(ToTell(person, rung, subject, number, dated))
    return found


def _untold_of_others(*, on: date, people: Accountable) -> list[ToTell]:
    holidays = working_days.bank_holidays()
    found = []
    for about in ladder_things.SOURCES:
        rungs = rungs_now(about)
        today = Today(rungs, on=on, holidays=holidays)
        for each in ladder_things.things(about, on=on, people=people):
            for person, rung in ladder.highest(today.reached(each.dated), lambda _, each=each: each.people).items():
                found.append(ToTell(person, rung, each.subject, each.number, each.dated))
    return _without_known(found)


def _without_known(found: list[ToTell]) -> list[ToTell]:
    """Those that their person does not know; 1 query."""
    subjects = {each.subject for each in found}
    told = _told(noted(rungs_now(), subjects)) if subjects else {}
    return [
        each
        for each in found
        if not ladder.knows(each.person_id, each.rung, each.dated, told.get((each.subject, str(each.number)), ()))
    ]


def audiences_of_post(post_id: int, people: Accountable) -> Audiences:
    """Who is told each rung of an action that this post owns.

    The owner's are told to who covers or holds the post, and where nobody can be told to the head of the PDU, or who
    is above. Nobody is told of their own action as somebody's head or lead.
    """
    path = people.path_of_post.get(post_id, "")
    owners = people.for_post(post_id)
    told = {
        To.OWNER: owners,
        To.HEAD: people.managers_of(path, PDU) - owners,
        To.REGION: people.managers_of(path, REGION) - owners,
        To.NATIONAL: people.managers_of(path, AGENCY) - owners,
    }
    return lambda rung: told.get(rung.to, NOBODY)


def _told(rows: Iterable[tuple[str, str, str, int, date, date]]) -> dict[tuple[str, str], list[Told]]:
    """By subject and number: one report asks several bodies."""
    found: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for subject, key, code, person, due_on, told_on in rows:
        found[subject, key.split(":", 3)[2]].append(Told(code, person, due_on, told_on))
    return found


def holding(notices: Iterable[Notice], *, on: date) -> set[str]:
    """The keys of those of these notices, of rungs and of snoozes, that still hold on the day; at most 25 queries.

    A rung holds while it is the highest that its person is to be told of its thing: not once the thing is done, has
    another date, was updated or put off, belongs to somebody else, or has climbed on; nor for somebody who has left,
    has no role there any more or whose address does not work. At weekends what held on the last working day holds.
    """
    wanted = list(notices)
    on = working_days.before(on, 0, working_days.bank_holidays())
    by_about: dict[About, set[int]] = defaultdict(set)
    about = {rung.code: rung.about for rung in ladder.LADDER}
    for each in wanted:
        if each.rung in about and about[each.rung] is not About.EVIDENCE:
            by_about[about[each.rung]].add(int(each.key.split(":")[2]))
    found = Snooze.objects.keys_that_stand([each.key for each in wanted if each.key.startswith(SNOOZED_KEYS)], on=on)
    if by_about:
        people = accountable(on=on)
        for kind, numbers in by_about.items():
            found |= _due_keys(kind, numbers, on=on, people=people)
    return found & {each.key for each in wanted}


def _due_keys(about: About, numbers: set[int], *, on: date, people: Accountable) -> set[str]:
    """The keys of what is to be told of these on the day, told or not."""
    today = Today(rungs_now(about), on=on, holidays=working_days.bank_holidays())
    keys = set()
    things: Sequence[tuple[str, int, Dated, Audiences]]
    if about is About.ACTION:
        rows = Action.objects.open().filter(pk__in=numbers, due_on__isnull=False).with_quiet().dated()
        things = [
            (reference(Action.REF_PREFIX, number), number, dated_of(*facts), audiences_of_post(post, people))
            for number, post, *facts in rows
        ]
    else:
        found = ladder_things.things(about, on=on, people=people)
        things = [(each.subject, each.number, each.dated, lambda _, each=each: each.people) for each in found]
    for subject, number, dated, audiences in things:
        for person, rung in ladder.highest(today.reached(dated), audiences).items():
            keys.add(ToTell(person, rung, subject, number, dated).key)
    return keys


__all__ = ["ToTell", "audiences_of_post", "holding", "places_up", "rungs_now", "untold", "untold_of_actions"]
