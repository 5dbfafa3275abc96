"""The life of actions under any order of work: rules that hold after every step, and totals that agree everywhere."""

import re
import uuid
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from inspections.choices import DatePrecision
from tests.factories.world import NOW, TODAY, World, make_world
from tracker.choices import ActionStatus
from tracker.errors import EditConflict, InvalidInput, NotAllowed, TokenReused, WrongState
from tracker.models import Action, Answers, DateChange, Event, Membership, Person, Update, actor_of
from tracker.notifications import sending
from tracker.notifications.models import Message
from tracker.notifications.operations.ladder import raise_rungs
from tracker.notifications.operations.reminders import collect_day
from tracker.operations.action_changes import Blocked, NewDate
from tracker.operations.action_edits import Edit, edit_action
from tracker.operations.actions import UpdateAnswers, plan_action, update_action
from tracker.operations.bulk_changes import change_actions
from tracker.queries import actions as lists
from tracker.queries.areas import area
from tracker.queries.bulk import BulkChange, preview
from tracker.queries.work import your_work
from tracker.rules import lifecycle
from tracker.rules.access import SERVICE, Actor
from tracker.rules.action_words import ActionWords

PEOPLE = ("lead", "head", "lead", "sibling_head", "lead", "owner", "auditor")  # more often somebody who may
POSTS = ("Head of PDU, kirklees", "Senior Probation Officer, kirklees", "Head of PDU, leeds")
REFUSALS = (EditConflict, TokenReused, NotAllowed, WrongState, InvalidInput)
EVERY_STATUS = st.sampled_from(list(ActionStatus))
WORDS = st.sampled_from(["", "Two briefings held", "Waiting for the trainer"])
DAYS = st.integers(min_value=-10, max_value=60).map(lambda days: TODAY + timedelta(days=days))
PRECISIONS = st.sampled_from([DatePrecision.DAY, DatePrecision.MONTH])
SELDOM = st.sampled_from([False, False, False, True])
MOST_ACTIONS = 8
SEVERAL = 5  # changes from one whole run of the mail to the next, which takes longer than they do
FOUR_WEEKS = TODAY + timedelta(days=1 + 28)  # 20 working days: by then the ladder's first rung is reached


class ActionsInUse(RuleBasedStateMachine):
    """People of one region plan, update, change and withdraw actions, sometimes from an old version or twice."""

    steps: ClassVar[int] = 0  # really taken, by all machines

    def __init__(self) -> None:
        super().__init__()
        ActionsInUse.steps -= 1  # what holds is looked at before the first step too
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.world: World = make_world()
        Person.objects.update(first_signed_in_at=NOW)
        self.minutes = 0
        self.recorded = Event.objects.count()
        self.statuses = dict(Action.objects.values_list("pk", "status"))
        self.used: list[uuid.UUID] = []
        self.actors: dict[str, Actor] = {}
        # After how many events each was looked at: nothing new can be seen until there is another.
        self.totals_seen, self.digest_seen = -1, -SEVERAL

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def by(self, person: str) -> dict[str, Any]:
        self.minutes += 1
        return {"by": self.actor(person), "at": NOW + timedelta(minutes=self.minutes)}

    def actor(self, person: str) -> Actor:
        """Nobody's post or role changes here: each is looked up once."""
        if person not in self.actors:
            self.actors[person] = actor_of(self.world.people[person], on=TODAY)
        return self.actors[person]

    def action(self, number: int) -> Action:
        """One of the three that most has happened to: rare things need several changes of one action."""
        yorkshire = Action.objects.of_body(self.world.organisations["yorkshire"])
        found = yorkshire.exclude(status=ActionStatus.WITHDRAWN).order_by("-version", "pk")
        rows = list((found if found.exists() and number % 5 else yorkshire).select_related("owner_post__organisation"))
        return rows[number % min(len(rows), 3)]

    def attempt(self, operation: Any, *, events: int, moves_to: ActionStatus | None = None, **given: Any) -> Any:
        """Do it or be refused: one event for each record that changed, none after a refusal."""
        versions = dict(Action.objects.values_list("pk", "version"))
        try:
            with transaction.atomic():
                result = operation(**given)
        except REFUSALS:
            assert Event.objects.count() == self.recorded, "a refusal left an event behind"
            assert dict(Action.objects.values_list("pk", "version")) == versions, "a refusal changed an action"
            return None
        now = dict(Action.objects.values_list("pk", "version"))
        changed = [pk for pk, version in now.items() if versions.get(pk, 0) != version]
        assert all(now[pk] == versions.get(pk, 0) + 1 for pk in changed), "a version was left out"
        assert len(changed) <= events
        assert Event.objects.count() == self.recorded + len(changed), "not one event for one change"
        self.recorded += len(changed)
        return result

    @precondition(lambda self: Action.objects.count() < MOST_ACTIONS)
    @rule(person=st.sampled_from(PEOPLE), post=st.sampled_from(POSTS), on=st.none() | DAYS, precision=PRECISIONS)
    def plan(self, person: str, post: str, on: date | None, precision: DatePrecision) -> None:
        answers = list(self.world.recommendations["leeds" if "leeds" in post else "kirklees"].answerables.all())
        planned = {"words": ActionWords("Sample ten plans"), "owner_post": self.world.posts[post], "answers": answers}
        token = uuid.uuid4()
        given = planned | {"due_on": on, "precision": precision, "token": token} | self.by(person)
        first = self.attempt(plan_action, events=1, **given)
        if first is not None:
            assert self.attempt(plan_action, events=0, **given) == first

    @rule(
        person=st.sampled_from(PEOPLE), number=st.integers(0, 99), status=EVERY_STATUS, text=WORDS,
        on=st.none() | DAYS, precision=PRECISIONS, whom=st.sampled_from([None, "", "The trainers"]),
        is_old=SELDOM, again=st.booleans(),
    )  # fmt: skip
    def update(
        self, person: str, number: int, status: ActionStatus, text: str, on: date | None, precision: DatePrecision,
        whom: str | None, is_old: bool, again: bool,
    ) -> None:  # fmt: skip
        action = self.action(number)
        given = UpdateAnswers(
            version=action.version - is_old,
            status=status,
            text=text,
            token=uuid.uuid4(),
            new_date=NewDate(on, precision, "The trainer left") if on else None,
            blocked=None if whom is None else Blocked(whom),
        )
        asked = {"action": action, **self.by(person)}
        saved = self.attempt(update_action, events=1, given=given, **asked)
        if saved is not None:
            assert not is_old, "a save from an old version went through"
            assert status in lifecycle.TRANSITIONS[ActionStatus(self.statuses[action.pk])]
        if saved is not None and again:
            assert self.attempt(update_action, events=0, given=given, **asked) == saved
            other = replace(given, text="Other words")
            assert self.attempt(update_action, events=0, given=other, **asked) is None

    @rule(
        person=st.sampled_from(PEOPLE), number=st.integers(0, 99), post=st.sampled_from(POSTS),
        title=st.sampled_from(["Sample ten plans", "Brief every manager"]), adds=st.booleans(), ends=st.booleans(),
        is_old=SELDOM,
    )  # fmt: skip
    def edit(self, person: str, number: int, post: str, title: str, adds: bool, ends: bool, is_old: bool) -> None:
        action = self.action(number)
        answerables = list(self.world.recommendations["leeds"].answerables.all())
        wanted = Edit(
            words=ActionWords(title),
            owner_post=self.world.posts[post],
            added=tuple(answerables) if adds else (),
            ended=tuple(Answers.objects.current().filter(action=action)[:1]) if ends else (),
            ending_reason="It has its own action",
        )
        given = {"action": action, "version": action.version - is_old, "edit": wanted}
        self.attempt(edit_action, events=1, **given, **self.by(person))

    @rule(person=st.sampled_from(PEOPLE), status=st.none() | EVERY_STATUS, on=DAYS, is_old=SELDOM)
    def change_together(self, person: str, status: ActionStatus | None, on: date, is_old: bool) -> None:
        change = BulkChange(status=status) if status else BulkChange(due_on=on)
        actor = self.by(person)
        seen = Action.objects.visible_to(actor["by"]).select_related("owner_post__organisation")
        will = [line.action for line in preview(actor["by"], seen, change).will][:3]
        versions = {action.pk: action.version - is_old for action in will}
        saved = self.attempt(
            change_actions,
            events=len(will),
            versions=versions,
            change=change,
            reason="A new plan",
            token=uuid.uuid4(),
            **actor,
        )
        assert bool(saved) is (bool(will) and not is_old), "what the page said would change did not, or the reverse"

    @invariant()
    def a_step_was_taken(self) -> None:
        ActionsInUse.steps += 1

    @invariant()
    def statuses_moved_as_allowed(self) -> None:
        now = dict(Action.objects.values_list("pk", "status"))
        for pk, status in now.items():
            before = self.statuses.get(pk, ActionStatus.NOT_STARTED)
            assert status == before or status in lifecycle.TRANSITIONS[ActionStatus(before)]
        assert self.statuses.keys() <= now.keys(), "an action is gone"
        self.statuses = now

    @invariant()
    def nothing_is_an_orphan(self) -> None:
        assert not Action.objects.exclude(pk__in=Answers.objects.current().values("action")).exists()
        assert not Action.objects.filter(due_on__isnull=False, first_due_on__isnull=True).exists()
        assert not Action.objects.exclude(status__in=lifecycle.OPEN_STATUSES).exclude(blocked_by_whom="").exists()

    @invariant()
    def caches_say_what_the_facts_say(self) -> None:
        said = dict(Update.objects.order_by("posted_at", "pk").values_list("action_id", "status"))
        moved = dict(DateChange.objects.order_by("changed_at", "pk").values_list("action_id", "new_on"))
        events = Counter(Event.objects.values_list("subject", flat=True))
        for action in Action.objects.all():
            assert action.status == said.get(action.pk, ActionStatus.NOT_STARTED)
            assert action.due_on == moved.get(action.pk, action.due_on)
            assert events[action.ref] == action.version, "the version does not count the events"

    @precondition(lambda self: self.totals_seen != self.recorded)
    @rule()
    def totals_agree_on_every_page(self) -> None:
        self.totals_seen = self.recorded
        for key in ("head", "sibling_head"):
            person = self.world.people[key]
            actor = self.actor(key)
            body = Membership.objects.get(person=person).organisation
            work = {group.urgency: group.count for group in your_work(actor, on=TODAY).groups}
            mine = {
                urgency: lists.chosen(actor, lists.ActionSelection(mine=True, state=urgency.value), on=TODAY).count()
                for urgency in work
            }
            assert work == mine == area(actor, body, on=TODAY).counts
            assert not lists.chosen(actor, lists.ActionSelection(moved=True, state=""), on=TODAY).filter(
                due_on__lt=F("first_due_on"), date_changes__isnull=True
            )

    @precondition(lambda self: self.recorded >= self.digest_seen + SEVERAL)
    @rule()
    def digest_says_the_same(self) -> None:
        """What the digest of each person counts is what the lists count of the posts that they hold.

        On the next day: on the very day of an update nobody is told that the action is overdue.
        """
        self.digest_seen = self.recorded
        on, at = TODAY + timedelta(days=1), NOW + timedelta(days=1)
        with transaction.atomic():
            raise_rungs(by=SERVICE, at=at)
            collect_day(by=SERVICE, at=at)
            for key in ("head", "sibling_head", "owner"):
                person = self.world.people[key]
                message = Message.objects.filter(person=person).first()
                mail = sending.digest(message, at) if message else None
                held = Action.objects.filter(owner_post__holders__person=person)
                overdue, due = held.overdue(on=on).count(), held.due_this_week(on=on).count()
                ahead = held.due_later(on=on).filter(due_on__lte=FOUR_WEEKS).count()
                said = counts_of(mail.subject if mail else "")
                assert said == (overdue, due) or (not overdue and not due and said == (0, ahead))
            transaction.set_rollback(True)


def counts_of(subject: str) -> tuple[int, int]:
    """Overdue and due this week, as the subject of a digest says."""
    overdue, due = re.search(r"(\d+) overdue", subject), re.search(r"(\d+) (?:due this week|actions? due by)", subject)
    return int(overdue[1]) if overdue else 0, int(due[1]) if due else 0


def run(*, examples: int, steps: int, shrink: bool = False) -> int:
    """Returns the steps really taken. `shrink` looks for the shortest way to a fault, which takes minutes."""
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    before = ActionsInUse.steps
    run_state_machine_as_test(
        ActionsInUse,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.generate, *([Phase.shrink] if shrink else [])],
            suppress_health_check=quiet,
            database=None,
            derandomize=not shrink,
        ),
    )
    return ActionsInUse.steps - before


@pytest.mark.django_db
def test_the_rules_hold_through_two_thousand_steps() -> None:
    assert run(examples=50, steps=50) >= 2_000


@pytest.mark.battery
@pytest.mark.django_db
def test_the_rules_hold_through_twenty_thousand_steps(capsys: pytest.CaptureFixture[str]) -> None:
    steps = run(examples=500, steps=50, shrink=True)

    with capsys.disabled():
        print(f"\n{steps:,} steps in the life of actions")
    assert steps >= 20_000
