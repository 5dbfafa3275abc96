"""Thousands of days of people's work with faults put in: each rung is told once, none is missed, none too often.

What the rule of rules/ladder says one action at a time, day by day, with a memory of its own, is compared with what the
service noted in its database, where it looks at all actions at once and remembers what it has looked through.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories.bounces import refuse
from tests.factories.world import STARTED, World, make_action, make_person, make_world
from tracker.choices import ActionStatus, MessageState, Role
from tracker.models import Action, Deputy, Person, Post, PostHolder
from tracker.notifications.models import Bounce, Message, NoticeToTell, Snooze
from tracker.notifications.operations.ladder import raise_rungs
from tracker.notifications.operations.reminders import remind
from tracker.notifications.queries import ladder as portfolio
from tracker.notifications.rules import delivery, ladder
from tracker.notifications.rules.ladder import About, Dated, Told
from tracker.queries.accountable import accountable
from tracker.rules import working_days
from tracker.rules.access import SERVICE
from tracker.rules.notices import Identity

HOLIDAYS = working_days.bank_holidays()
FIRST = date(2026, 11, 16)  # Christmas, New Year and Easter lie ahead
DAYS = 50
PEOPLE = 20
DAY = timedelta(days=1)


@dataclass
class Simulation:
    """A PDU's posts with their actions, and what the rule expects to have been told."""

    world: World
    chance: random.Random
    actions: list[Action] = field(default_factory=list)
    expected: Counter[Identity] = field(default_factory=Counter)
    known: dict[int, list[Told]] = field(default_factory=dict)

    def at(self, day: date, hour: int = 8) -> datetime:
        return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)

    def somebody_works(self, day: date) -> None:
        """Each action may be updated, moved, snoozed or handed on; each holder may go on leave or leave."""
        for action in self.actions:
            event = self.chance.random()
            if event < 0.02:
                Action.objects.filter(pk=action.pk).update(last_update_at=self.at(day, self.chance.choice([6, 12])))
            elif event < 0.03:
                due_on = day + DAY * self.chance.randint(-10, 40)
                Action.objects.filter(pk=action.pk).update(due_on=due_on, first_due_on=due_on)
            elif event < 0.04 and not Snooze.objects.filter(action=action, ended_at=None).exists():
                until_on = day + DAY * self.chance.randint(1, 20)
                Snooze.objects.create(action=action, until_on=until_on, reason="Waits", made_at=self.at(day))
            elif event < 0.05:
                Snooze.objects.filter(action=action, ended_at=None).update(ended_at=self.at(day, 6))
            elif event < 0.052:
                Action.objects.filter(pk=action.pk).update(status=ActionStatus.COMPLETED)
        post = self.chance.choice(list(Post.objects.order_by("pk")))
        person = self.chance.choice(list(Person.objects.order_by("pk")))
        change = self.chance.random()
        if change < 0.2:
            PostHolder.objects.filter(post=post, to_on=None, from_on__lt=day).update(to_on=day)
            if not PostHolder.objects.filter(post=post, to_on=None).exists() and change < 0.15:
                PostHolder.objects.create(post=post, person=person, from_on=day)
        elif change < 0.3:
            Deputy.objects.create(post=post, person=person, from_on=day, to_on=day + DAY * 7)
        elif change < 0.35:
            Person.objects.filter(pk=person.pk).update(is_active=not person.is_active)
        elif change < 0.4 and not Bounce.objects.filter(person=person, cleared_at=None).exists():
            refuse(person=person, address=person.email, reason="550", bounced_at=self.at(day))
        elif change < 0.45:
            Bounce.objects.filter(person=person).update(cleared_at=self.at(day))

    def rule_says(self, day: date) -> None:
        """What a run on this day must tell, by the rule of one action and with the memory of this test."""
        people = accountable(on=day)
        rungs = ladder.rungs_about(About.ACTION, ladder.LADDER)
        for action in Action.objects.open().filter(due_on__isnull=False).order_by("pk"):
            dated = Dated(action.due_on, self._updated_on(action), self._snoozed_until(action), is_repeated=False)
            known = self.known.setdefault(action.pk, [])
            audiences = portfolio.audiences_of_post(action.owner_post_id, people)
            reached = ladder.reached(rungs, dated, on=day, holidays=HOLIDAYS)
            for person, rung in ladder.highest(reached, audiences).items():
                if not ladder.knows(person, rung, dated, known):
                    known.append(Told(rung.code, person, dated.due_on, day))
                    told = ladder.identity(rung, subject=action.ref, number=action.pk, dated=dated, person_id=person)
                    self.expected[told] += 1

    @staticmethod
    def _updated_on(action: Action) -> date | None:
        return action.last_update_at.date() if action.last_update_at else None

    @staticmethod
    def _snoozed_until(action: Action) -> date | None:
        newest = Snooze.objects.filter(action=action).order_by("-pk").first()
        if newest is None:
            return None
        return min(newest.until_on, newest.ended_at.date()) if newest.ended_at else newest.until_on

    def is_missed(self) -> bool:
        return self.chance.random() < 0.2


def simulation(seed: int) -> Simulation:
    """`PEOPLE` holders of posts in two PDUs, each with an action; the others of the cast above them."""
    world, chance = make_world(), random.Random(seed)
    for number in range(PEOPLE):
        body = chance.choice(["kirklees", "leeds"])
        make_person(world, f"m{number}", role=Role.ACTION_OWNER, body=body, title=f"Manager {number}")
        due_on = FIRST + DAY * chance.randint(-30, 60)
        make_action(world, f"a{number}", recommendation=body, post=f"Manager {number}, {body}", due_on=due_on)
    Person.objects.update(first_signed_in_at=datetime(2026, 1, 5, tzinfo=UTC))
    Person.objects.filter(pk=world.people["m0"].pk).update(first_signed_in_at=None)
    return Simulation(world, chance, list(Action.objects.order_by("pk")))


def days_with_outage(chance: random.Random) -> Iterator[tuple[date, bool]]:
    """Each day, and whether the service runs on it: one outage of 1 to 14 days, and missed days besides."""
    start, length = chance.randint(5, 30), chance.randint(1, 14)
    for number in range(DAYS):
        yield FIRST + DAY * number, not (start <= number < start + length or chance.random() < 0.1)


def live(seed: int) -> Simulation:
    """Live through `DAYS` days; on those on which the service runs it runs up to three times."""
    simulated = simulation(seed)
    for day, runs in days_with_outage(simulated.chance):
        simulated.somebody_works(day)
        if not runs:
            continue
        simulated.rule_says(day)
        for hour in range(simulated.chance.choice([1, 1, 2, 3])):
            raise_rungs(by=SERVICE, at=simulated.at(day, 8 + hour))
    return simulated


def check(seed: int) -> None:
    """0 duplicates, 0 missed, nothing that the rule does not say."""
    simulated = live(seed)
    rungs = NoticeToTell.objects.exclude(rung="").filter(subject__startswith="ACT-")
    noted = Counter(notice.identity for notice in rungs)

    assert simulated.expected.keys() - noted.keys() == set(), "missed"
    assert noted.keys() - simulated.expected.keys() == set(), "not by the rule"
    assert max(simulated.expected.values()) == 1, "told twice"
    assert len(noted) > PEOPLE


@pytest.mark.django_db
def test_a_thousand_person_days():
    assert PEOPLE * DAYS == 1_000

    check(seed=1)


@pytest.mark.battery
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(2, 12))
def test_ten_thousand_person_days(seed):
    check(seed)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [99, *(pytest.param(seed, marks=pytest.mark.battery) for seed in range(100, 109))])
def test_nobody_gets_more_than_one_mail_of_the_day(seed):
    """With the whole run of reminders, on days with and without faults: the limit is for each person and day."""
    simulated = simulation(seed)
    for day, runs in days_with_outage(simulated.chance):
        simulated.somebody_works(day)
        for hour in range(2 if runs else 0):
            remind(by=SERVICE, at=simulated.at(day, 8 + hour))
        Message.objects.filter(state=MessageState.PENDING).update(
            state=MessageState.SENT, sent_at=simulated.at(day, 12)
        )

    once = Message.objects.filter(kind__in=delivery.ONCE_A_DAY).values_list("person", "day_on")
    assert max(Counter(once).values()) == 1
    assert not any(delivery.is_working_day(day) is False for _, day in once)
    assert len(once) > PEOPLE


def test_the_faults_are_put_in():
    """An outage of each length comes up among the seeds of the battery, and none runs on every day."""
    outages = [sum(not runs for _, runs in days_with_outage(random.Random(seed))) for seed in range(1, 12)]

    assert min(outages) >= 1
    assert max(outages) >= 14
    assert STARTED < FIRST
