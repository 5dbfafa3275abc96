"""Changing several actions at once: all of them or none, one event each, each against its own version."""

import uuid
from datetime import date
from typing import Any

import pytest

from inspections.choices import DatePrecision
from tests.factories.world import NOW, TODAY, World, make_action
from tracker.choices import ActionStatus, NoticeKind
from tracker.errors import EditConflict, InvalidInput, NotAllowed, TokenReused, WrongState
from tracker.models import Action, DateChange, Event, Person, Update, actor_of
from tracker.notifications.models import NoticeToTell
from tracker.operations.bulk_changes import change_actions
from tracker.paging import PAGE_SIZE
from tracker.queries.bulk import BulkChange, preview

TO_MARCH = BulkChange(due_on=date(2027, 3, 1), precision=DatePrecision.MONTH)
COMPLETED = BulkChange(status=ActionStatus.COMPLETED)


@pytest.fixture
def chosen(world: World) -> dict[int, int]:
    """Two actions of Kirklees with their versions."""
    second = make_action(world, "second", recommendation="kirklees", post="Head of PDU, kirklees", title="Keep a log")
    return {world.actions["kirklees"].pk: 1, second.pk: 1}


def change(world: World, versions: dict[int, int], to: BulkChange = TO_MARCH, **changes: Any) -> list[Action]:
    given = {"reason": "The trainer left", "token": uuid.UUID(int=1), "by": actor_of(world.people["head"], on=TODAY)}
    return change_actions(versions=versions, change=to, at=NOW, **(given | changes))


def together() -> list[Event]:
    return list(Event.objects.filter(verb="action.changed-together"))


def test_dates_move_with_one_event_and_one_reason_each(world: World, chosen: dict[int, int]) -> None:
    saved = change(world, chosen)

    assert [(each.due_on, each.due_precision, each.version) for each in saved] == [(date(2027, 3, 31), "month", 2)] * 2
    assert [event.after["reason"] for event in together()] == ["The trainer left"] * 2
    assert DateChange.objects.count() == 2


def test_a_status_is_an_update_of_each(world: World, chosen: dict[int, int]) -> None:
    change(world, chosen, COMPLETED)

    assert set(Update.objects.values_list("status", "text")) == {("completed", "The trainer left")}
    assert Update.objects.count() == 2


def test_a_new_owner_is_told_of_each(world: World, chosen: dict[int, int]) -> None:
    Person.objects.update(first_signed_in_at=NOW)

    change(world, chosen, BulkChange(owner_post=world.posts["Senior Probation Officer, kirklees"]))

    told = NoticeToTell.objects.filter(kind=NoticeKind.ASSIGNED)
    assert [notice.person for notice in told] == [world.people["owner"]] * 2


def test_the_same_form_sent_twice_is_one_change(world: World, chosen: dict[int, int]) -> None:
    change(world, chosen)

    change(world, chosen)

    assert len(together()) == 2


def test_the_same_token_with_another_reason_is_refused(world: World, chosen: dict[int, int]) -> None:
    change(world, chosen)

    with pytest.raises(TokenReused):
        change(world, chosen, reason="Something else")


def test_when_one_was_saved_meanwhile_none_is_changed(world: World, chosen: dict[int, int]) -> None:
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(version=2)

    with pytest.raises(EditConflict) as refusal:
        change(world, chosen)

    assert [each.ref for each in refusal.value.current] == [world.actions["kirklees"].ref]
    assert not together()


def test_when_one_cannot_change_none_is_changed(world: World, chosen: dict[int, int]) -> None:
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(status=ActionStatus.WITHDRAWN)

    with pytest.raises(WrongState):
        change(world, chosen)

    assert not together()


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501, "See X123456"])
def test_a_reason_is_needed_and_checked(world: World, chosen: dict[int, int], reason: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        change(world, chosen, reason=reason)

    assert refusal.value.field == "reason"


def test_more_than_a_page_is_refused(world: World) -> None:
    with pytest.raises(InvalidInput):
        change(world, dict.fromkeys(range(1, PAGE_SIZE + 2), 1))


def test_an_action_out_of_reach_is_refused(world: World, chosen: dict[int, int]) -> None:
    with pytest.raises(WrongState):
        change(world, chosen | {world.actions["wigan"].pk: 1})

    assert not together()


def test_an_owner_out_of_reach_is_refused(world: World, chosen: dict[int, int]) -> None:
    with pytest.raises(NotAllowed):
        change(world, chosen, BulkChange(owner_post=world.posts["Head of PDU, wigan"]))


@pytest.mark.parametrize(
    ("person", "to", "facts", "why_not"),
    [
        ("head", COMPLETED, {}, ""),
        ("owner", COMPLETED, {}, "You cannot change this action."),
        ("head", TO_MARCH, {"due_on": date(2027, 3, 31), "due_precision": "month"}, "It is so already."),
        (
            "head",
            BulkChange(status=ActionStatus.NOT_STARTED),
            {"status": "completed"},
            "cannot become ‘Not yet started’",
        ),
        ("head", TO_MARCH, {"status": "withdrawn"}, "This action was withdrawn."),
    ],
)
def test_the_preview_says_what_cannot_change_and_why(
    world: World, person: str, to: BulkChange, facts: dict[str, Any], why_not: str
) -> None:
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(**facts)
    action = Action.objects.select_related("owner_post__organisation").get(pk=world.actions["kirklees"].pk)

    found = preview(actor_of(world.people[person], on=TODAY), [action], to)

    assert [line.why_not for line in found.will] == ([] if why_not else [""])
    assert all(why_not in line.why_not for line in found.cannot)
