"""A confirmed carry-over is opened again for a day: what it did is taken back, and its decisions stay."""

from datetime import timedelta

import pytest

from tests.factories.carry_over import actor, answer, confirm_it, decide, decide_both, make_reinspection
from tests.factories.world import NOW, World
from tracker.choices import ActionStatus, Ending
from tracker.errors import InvalidInput, NotAllowed, WrongState
from tracker.models import Action, Answerable, Answers, CarryOver, Event, Judgement, Link, SustainCheck
from tracker.operations.corrections.carry_over_reopening import reopen
from tracker.projections.rebuild import differences

LATER = NOW + timedelta(hours=3)
WHY = "One verdict was read wrongly"


@pytest.fixture(autouse=True)
def confirmed(world: World) -> CarryOver:
    make_reinspection(world)
    decide_both(world)
    return confirm_it(world)


def open_again(world: World, *, by: str = "lead", reason: str = WHY, at=LATER) -> CarryOver:
    return reopen(inspection=world.inspections["again"], reason=reason, by=actor(world, by), at=at)


def test_everything_it_did_is_taken_back_and_can_be_confirmed_again(world: World) -> None:
    done = [Link.objects.count(), Judgement.objects.count(), Answerable.objects.open().count()]
    current = Answers.objects.current().count()

    held = open_again(world)

    assert (held.confirmed_at, held.made, held.decisions.count()) == (None, {}, 2)
    assert Link.objects.count() == 0
    row = Answerable.objects.get(recommendation=world.recommendations["kirklees"])
    assert (row.to_on, row.ending, row.ending_reason) == (None, "", "")
    assert list(differences(mend=False)) == []
    event = Event.objects.get(verb="carry-over.reopened")
    assert (event.after["reason"], len(event.before["made"]["links"])) == (WHY, done[0])

    confirm_it(world, at=LATER + timedelta(minutes=5))

    assert [Link.objects.count(), Judgement.objects.count(), Answerable.objects.open().count()] == done
    assert Answers.objects.current().count() == current
    assert list(differences(mend=False)) == []


def test_an_action_that_it_withdrew_is_as_it_was(world: World) -> None:
    open_again(world)
    action = world.actions["kirklees"]
    given = answer(world, ending=Ending.LAPSED, reason="Nothing covers it")
    decide(world, "kirklees", given, version=1, at=LATER)
    confirm_it(world, at=LATER)
    assert Action.objects.get(pk=action.pk).status == ActionStatus.WITHDRAWN

    open_again(world, at=LATER + timedelta(hours=1))

    restored = Action.objects.get(pk=action.pk)
    assert (restored.status, restored.last_update_at) == (ActionStatus.NOT_STARTED, action.last_update_at)
    assert not restored.updates.exists()
    assert Answers.objects.current().filter(action=restored).exists()


def test_a_day_later_it_stays_and_so_does_what_something_depends_on(world: World) -> None:
    with pytest.raises(WrongState, match="more than a day ago"):
        open_again(world, at=NOW + timedelta(days=1, minutes=1))
    [moved] = Answers.objects.filter(pk__in=CarryOver.objects.get().made["answers"])[:1]
    Answers.objects.filter(pk=moved.pk).update(to_on=NOW.date(), reason="Done")

    with pytest.raises(WrongState, match="1 action that answers another recommendation by now"):
        open_again(world)
    assert Link.objects.exists()
    assert not SustainCheck.objects.filter(dropped_at=LATER).exists()


@pytest.mark.parametrize("person", ["head", "other_lead", "administrator", "auditor"])
def test_only_who_decides_opens_it_again(world: World, person: str) -> None:
    with pytest.raises(NotAllowed):
        open_again(world, by=person)


def test_it_needs_a_reason_and_again_changes_nothing(world: World) -> None:
    with pytest.raises(InvalidInput, match="Enter why it is opened again"):
        open_again(world, reason="")
    open_again(world)

    assert open_again(world).confirmed_at is None
    assert Event.objects.filter(verb="carry-over.reopened").count() == 1
