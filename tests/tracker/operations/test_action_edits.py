"""Changing an action: its words, its owner, what it answers, its date and on whom it waits."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from inspections.choices import DatePrecision
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus, NoticeKind
from tracker.errors import EditConflict, InvalidInput, NotAllowed, WrongState
from tracker.models import Action, Answers, Event, Person, actor_of
from tracker.notifications.models import NoticeToTell
from tracker.operations.action_changes import Blocked, NewDate
from tracker.operations.action_edits import Edit, edit_action
from tracker.rules.action_words import WORDS


def edit(world: World, person: str = "lead", *, version: int = 1, **changes: Any) -> Action:
    """Changes are of the action's words, or of the edit itself."""
    said = {name: changes.pop(name) for name in WORDS if name in changes}
    action = Action.objects.get(pk=world.actions["kirklees"].pk)
    given = {
        "words": replace(action.words, **said),
        "owner_post": world.posts["Head of PDU, kirklees"],
    }
    by = actor_of(world.people[person], on=TODAY)
    return edit_action(action=action, version=version, edit=Edit(**(given | changes)), by=by, at=NOW)


def events(world: World) -> list[Event]:
    return list(Event.objects.about(world.actions["kirklees"].ref).filter(verb="action.edited"))


@pytest.fixture
def signed_in_once(world: World) -> None:
    Person.objects.update(first_signed_in_at=NOW)


def test_new_words_are_saved_with_an_event(world: World) -> None:
    saved = edit(world, title="Brief every manager", success_measure="Nine of ten plans are checked")

    [event] = events(world)
    assert (saved.title, saved.version) == ("Brief every manager", 2)
    assert event.before["title"] == world.actions["kirklees"].title
    assert event.after["success_measure"] == "Nine of ten plans are checked"


def test_saying_the_same_again_changes_nothing(world: World) -> None:
    edit(world, title="Brief every manager")

    again = edit(world, title="Brief every manager")

    assert again.version == 2
    assert len(events(world)) == 1


def test_saving_from_an_old_version_is_refused(world: World) -> None:
    edit(world, title="Brief every manager")

    with pytest.raises(EditConflict) as refusal:
        edit(world, title="Brief some managers")

    assert refusal.value.current.title == "Brief every manager"


def test_a_new_owner_is_told(world: World, signed_in_once: None) -> None:
    edit(world, owner_post=world.posts["Head of PDU, leeds"])

    notice = NoticeToTell.objects.get(kind=NoticeKind.ASSIGNED)
    assert notice.person == world.people["sibling_head"]
    assert notice.subject == world.actions["kirklees"].ref


def test_somebody_who_takes_an_action_over_is_not_told(world: World, signed_in_once: None) -> None:
    edit(world, owner_post=world.posts["Regional Probation Director, yorkshire"])

    assert not NoticeToTell.objects.filter(kind=NoticeKind.ASSIGNED).exists()


def test_an_owner_outside_the_area_is_refused(world: World) -> None:
    with pytest.raises(NotAllowed):
        edit(world, "head", owner_post=world.posts["Head of PDU, leeds"])

    assert not events(world)


@pytest.mark.parametrize("person", ["owner", "sibling_head", "other_lead", "coordinator", "administrator", "auditor"])
def test_others_may_not_edit(world: World, person: str) -> None:
    with pytest.raises(NotAllowed):
        edit(world, person, title="Something else")


def test_a_region_lets_an_action_answer_a_sibling_pdu_too(world: World) -> None:
    leeds = world.recommendations["leeds"].answerables.get()

    saved = edit(world, added=(leeds,))

    bodies = saved.answers.current().values_list("answerable__organisation__slug", flat=True)
    assert set(bodies) == {"kirklees", "leeds"}
    assert events(world)[0].after["answers_added"] == [world.recommendations["leeds"].ref]


def test_ending_an_answer_needs_a_reason(world: World) -> None:
    leeds = world.recommendations["leeds"].answerables.get()
    edit(world, added=(leeds,))
    ended = (Answers.objects.get(answerable=leeds, action=world.actions["kirklees"]),)

    with pytest.raises(InvalidInput) as refusal:
        edit(world, version=2, ended=ended)

    assert refusal.value.field == "ending_reason"


def test_an_answer_ends_with_its_reason_and_day(world: World) -> None:
    edit(world, added=(world.recommendations["leeds"].answerables.get(),))
    ended = Answers.objects.get(answerable__organisation__slug="leeds", action=world.actions["kirklees"])

    edit(world, version=2, ended=(ended,), ending_reason="Leeds has its own action")

    ended.refresh_from_db()
    assert (ended.to_on, ended.reason) == (TODAY, "Leeds has its own action")


def test_an_action_keeps_something_to_answer(world: World) -> None:
    ended = tuple(world.actions["kirklees"].answers.all())

    with pytest.raises(InvalidInput, match="Keep or add at least one"):
        edit(world, ended=ended, ending_reason="No longer needed")


def test_a_recommendation_of_another_region_cannot_be_added(world: World) -> None:
    with pytest.raises(NotAllowed):
        edit(world, added=(world.recommendations["wigan"].answerables.get(),))


def test_a_month_is_kept_as_a_month(world: World) -> None:
    saved = edit(world, new_date=NewDate(date(2027, 3, 1), DatePrecision.MONTH, "The trainer left"))

    [event] = events(world)
    assert (saved.due_on, saved.due_precision, saved.first_due_on) == (date(2027, 3, 31), "month", date(2026, 11, 20))
    assert (event.after["due_precision"], event.after["reason"]) == ("month", "The trainer left")


def test_blocking_says_on_whom_and_since_when(world: World) -> None:
    edit(world, blocked=Blocked("The training team", date(2026, 11, 2)))

    saved = Action.objects.blocked().get()
    assert (saved.blocked_by_whom, saved.blocked_since_on) == ("The training team", date(2026, 11, 2))


def test_a_blockage_ends(world: World) -> None:
    edit(world, blocked=Blocked("The training team"))

    saved = edit(world, version=2, blocked=Blocked(""))

    assert (saved.blocked_by_whom, saved.blocked_since_on) == ("", None)


def test_a_blockage_of_tomorrow_is_refused(world: World) -> None:
    with pytest.raises(InvalidInput) as refusal:
        edit(world, blocked=Blocked("The training team", TODAY + timedelta(days=1)))

    assert refusal.value.field == "blocked_since_on"


def test_a_withdrawn_action_stays_as_it_is(world: World) -> None:
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(status=ActionStatus.WITHDRAWN)

    with pytest.raises(WrongState):
        edit(world, title="Something else")


@pytest.mark.parametrize("name", ["title", "ending_reason"])
def test_a_number_of_a_person_is_not_saved(world: World, name: str) -> None:
    added = (world.recommendations["leeds"].answerables.get(),)

    with pytest.raises(InvalidInput):
        edit(world, added=added, **{name: "See X123456"})
