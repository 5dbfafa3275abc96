"""Ending a duty: its dates and reason, what becomes of the actions that answered it, and the trail."""

from datetime import date

import pytest

from tests.factories.answers import make_alert
from tests.factories.rows import save_changed
from tests.factories.self_assessments import actor, answerable
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus, Ending
from tracker.models import Action, AlertAction, Answerable, Answers, Event
from tracker.operations.endings import end_answerable, withdraw_action
from tracker.rules.access import SERVICE


def end(world: World, place: str = "kirklees", ending: Ending = Ending.LAPSED) -> Answerable:
    row = answerable(world, place)
    return end_answerable(answerable=row, ending=ending, reason="No need", by=actor(world, "lead"), at=NOW)


def action(world: World, key: str = "kirklees") -> Action:
    return Action.objects.get(pk=world.actions[key].pk)


def test_a_duty_ends_today_with_who_ended_it_and_why(world: World) -> None:
    row = end(world)

    row.refresh_from_db()
    assert (row.to_on, row.ending, row.ending_reason) == (TODAY, Ending.LAPSED, "No need")
    assert (row.ended_at, row.ended_by) == (NOW, world.people["lead"])


def test_a_duty_that_begins_later_ends_on_its_first_day(world: World) -> None:
    save_changed(answerable(world), from_on=date(2026, 12, 1))

    assert end(world).to_on == date(2026, 12, 1)


def test_an_action_that_then_answers_nothing_is_withdrawn(world: World) -> None:
    save_changed(world.actions["kirklees"], blocked_by_whom="Estates", blocked_since_on=TODAY)

    end(world)

    withdrawn = action(world)
    assert (withdrawn.status, withdrawn.blocked_by_whom, withdrawn.version) == (ActionStatus.WITHDRAWN, "", 2)
    assert withdrawn.updates.get().text == "Withdrawn because the recommendation has ended: lapsed."
    assert Event.objects.get(verb="action.updated").subject == withdrawn.ref


def test_an_action_stops_answering_from_that_day(world: World) -> None:
    end(world)

    answers = Answers.objects.get(action=world.actions["kirklees"])
    assert (answers.to_on, answers.reason) == (TODAY, "The recommendation has ended: lapsed")


def test_an_action_that_answers_something_else_goes_on(world: World) -> None:
    other = answerable(world, "region")
    Answers.objects.create(action=world.actions["kirklees"], answerable=other, from_on=TODAY)

    end(world)

    assert action(world).status == ActionStatus.NOT_STARTED


def test_an_action_that_an_alert_asks_for_goes_on(world: World) -> None:
    AlertAction.objects.create(alert=make_alert(world, "kirklees"), action=world.actions["kirklees"])

    end(world)

    assert action(world).status == ActionStatus.NOT_STARTED


def test_a_completed_action_stays_completed(world: World) -> None:
    save_changed(world.actions["kirklees"], status=ActionStatus.COMPLETED)

    end(world)

    assert action(world).status == ActionStatus.COMPLETED
    assert not Event.objects.filter(verb="action.updated").exists()


@pytest.mark.parametrize(("ending", "checks"), [(Ending.SUFFICIENT, 3), (Ending.LAPSED, 0)])
def test_only_what_is_sufficient_is_checked_later(world: World, ending: Ending, checks: int) -> None:
    assert end(world, ending=ending).sustain_checks.count() == checks


def test_the_trail_says_which_body_has_ended_it(world: World) -> None:
    end(world)

    event = Event.objects.get(verb="recommendation.ended")
    assert event.subject == world.recommendations["kirklees"].ref
    assert event.after == {"ending": "lapsed", "organisation": "kirklees"}


def test_an_action_withdrawn_by_itself_says_why_and_keeps_its_date(world: World) -> None:
    update = withdraw_action(action=world.actions["leeds"], because="Merged", by=SERVICE, at=NOW)

    withdrawn = action(world, "leeds")
    assert (update.text, update.status, update.posted_by) == ("Merged", ActionStatus.WITHDRAWN, None)
    assert (withdrawn.due_on, withdrawn.last_update_at) == (date(2026, 11, 20), NOW)
