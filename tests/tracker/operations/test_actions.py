"""Planning and updating actions: effect, refusal, event, and doing it twice."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest

from inspections.choices import DatePrecision
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus, NoticeKind
from tracker.errors import EditConflict, InvalidInput, NotAllowed, TokenReused, WrongState
from tracker.models import Action, DateChange, Event, Person, Update, actor_of
from tracker.notifications.models import NoticeToTell
from tracker.operations.action_changes import Blocked, NewDate
from tracker.operations.actions import UpdateAnswers, plan_action, update_action
from tracker.rules.access import Actor
from tracker.rules.action_words import ActionWords
from tracker.rules.timeline import describe

TOKEN = uuid.UUID(int=1)


def actor(world: World, key: str) -> Actor:
    return actor_of(world.people[key], on=TODAY)


def update(world: World, person: str = "head", **changes: Any) -> Update:
    action = world.actions["kirklees"]
    action, at = changes.pop("action", action), changes.pop("at", NOW)
    answers = {
        "version": action.version,
        "status": ActionStatus.IN_PROGRESS,
        "text": "Two briefings held",
        "token": TOKEN,
    }
    given = UpdateAnswers(**(answers | changes))
    return update_action(action=action, given=given, by=actor(world, person), at=at)


def plan(world: World, person: str = "head", **changes: Any) -> Action:
    given = {
        "words": ActionWords("Sample ten plans a month"),
        "owner_post": world.posts["Head of PDU, kirklees"],
        "answers": list(world.recommendations["kirklees"].answerables.all()),
        "due_on": date(2027, 3, 1),
        "precision": DatePrecision.MONTH,
        "by": actor(world, person),
        "at": NOW,
    }
    return plan_action(**(given | changes))


def test_planning_makes_an_action_that_answers_and_counts_a_month_to_its_last_day(world: World) -> None:
    action = plan(world)

    assert (action.due_on, action.first_due_on, action.due_precision) == (date(2027, 3, 31), date(2027, 3, 31), "month")
    assert action.answers.get().answerable.recommendation == world.recommendations["kirklees"]


def test_planning_is_recorded(world: World) -> None:
    action = plan(world)

    event = Event.objects.about(action.ref).get()
    assert (event.verb, event.by, event.at) == ("action.planned", world.people["head"], NOW)


def test_what_is_kept_has_no_marks_that_turn_its_direction(world: World) -> None:
    asked = Blocked("Estates\u202e team\r\nof the region")
    saved = update(world, text="\u202dTwo briefings\r\nheld \u2066", blocked=asked)

    assert saved.text == "Two briefings\nheld"
    assert saved.action.blocked_by_whom == "Estates team of the region"
    assert update(world, version=1, text="\u202dTwo briefings\r\nheld \u2066", blocked=asked) == saved


@pytest.mark.parametrize("title", ["\u200b", " \u2060\n"])
def test_a_title_of_invisible_characters_is_no_title(world: World, title: str) -> None:
    with pytest.raises(InvalidInput, match="Enter the action"):
        plan(world, words=ActionWords(title))


@pytest.mark.parametrize("person", ["owner", "sibling_head", "coordinator", "auditor"])
def test_planning_outside_ones_area_or_role_is_refused(world: World, person: str) -> None:
    count = Action.objects.count()

    with pytest.raises(NotAllowed):
        plan(world, person)

    assert Action.objects.count() == count


@pytest.mark.parametrize(("changes", "field"), [({"words": ActionWords(" ")}, "title"), ({"answers": []}, "answers")])
def test_planning_without_a_title_or_a_recommendation_is_refused(
    world: World, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        plan(world, **changes)

    assert refusal.value.field == field


def test_an_update_changes_the_action_and_keeps_the_words(world: World) -> None:
    made = update(world)

    action = Action.objects.get(pk=made.action_id)
    assert (action.status, action.version, action.last_update_at) == (ActionStatus.IN_PROGRESS, 2, NOW)
    assert (made.text, made.posted_by) == ("Two briefings held", world.people["head"])


def test_an_update_is_recorded_with_before_and_after(world: World) -> None:
    made = update(world)

    event = Event.objects.about(made.action.ref).get(verb="action.updated")
    assert event.before == {"status": "not-started"}
    assert event.after == {"status": "in-progress", "update": made.pk}


def test_the_same_form_sent_twice_is_one_update(world: World) -> None:
    first = update(world)

    second = update(world)

    assert first == second
    assert Update.objects.count() == 1
    assert Event.objects.filter(verb="action.updated").count() == 1


def test_the_same_token_with_other_words_is_refused(world: World) -> None:
    update(world)

    with pytest.raises(WrongState):
        update(world, text="Something else")

    assert Update.objects.count() == 1


def test_saving_from_an_old_version_is_refused_with_the_present_action(world: World) -> None:
    update(world)

    with pytest.raises(EditConflict) as refusal:
        update(world, token=uuid.UUID(int=2), text="Also trained two staff")

    assert refusal.value.current.version == 2
    assert Update.objects.count() == 1


@pytest.mark.parametrize(
    "person", ["sibling_head", "other_lead", "coordinator", "administrator", "auditor", "disabled"]
)
def test_an_update_by_somebody_else_is_refused(world: World, person: str) -> None:
    with pytest.raises(NotAllowed):
        update(world, person)

    assert not Update.objects.exists()


@pytest.mark.parametrize("person", ["head", "lead", "national"])
def test_the_area_above_may_update(world: World, person: str) -> None:
    assert update(world, person).posted_by == world.people[person]


def test_an_update_that_says_and_changes_nothing_is_refused(world: World) -> None:
    with pytest.raises(InvalidInput, match="Enter what has changed"):
        update(world, text="  ", status=ActionStatus.NOT_STARTED)


def test_a_status_alone_is_an_update(world: World) -> None:
    assert update(world, text="").status == ActionStatus.IN_PROGRESS


def test_too_many_words_are_refused(world: World) -> None:
    with pytest.raises(InvalidInput, match="1,000 characters or fewer"):
        update(world, text="x" * 1001)


def test_moving_the_date_keeps_the_first_one_and_the_reason(world: World) -> None:
    update(world, new_date=NewDate(date(2027, 1, 29), DatePrecision.DAY, "The trainer left"))

    action = Action.objects.get(pk=world.actions["kirklees"].pk)
    change = DateChange.objects.get()
    assert (action.due_on, action.first_due_on) == (date(2027, 1, 29), date(2026, 11, 20))
    assert (change.old_on, change.new_on, change.reason) == (date(2026, 11, 20), date(2027, 1, 29), "The trainer left")


def test_moving_the_date_without_a_reason_is_refused_and_nothing_is_saved(world: World) -> None:
    with pytest.raises(InvalidInput, match="Enter why the date moves"):
        update(world, new_date=NewDate(date(2027, 1, 29), DatePrecision.DAY, " "))

    assert not Update.objects.exists()


def withdrawn(world: World) -> dict[str, Any]:
    """Withdraw the action; give what a later update of it says besides."""
    update(world, status=ActionStatus.WITHDRAWN)
    action = Action.objects.get(pk=world.actions["kirklees"].pk)
    return {"action": action, "version": 2, "token": uuid.UUID(int=2), "at": datetime(2026, 11, 19, tzinfo=UTC)}


@pytest.mark.parametrize("status", [ActionStatus.WITHDRAWN, ActionStatus.COMPLETED])
def test_a_withdrawn_action_takes_no_update(world: World, status: ActionStatus) -> None:
    later = withdrawn(world)

    with pytest.raises(WrongState, match="Put it back first"):
        update(world, status=status, **later)


def test_a_withdrawn_action_is_put_back_with_words(world: World) -> None:
    later = withdrawn(world)
    with pytest.raises(InvalidInput, match="Enter why the action is put back"):
        update(world, text=" ", **later)

    saved = update(world, text="The region gave it back", **later)

    assert saved.action.status == ActionStatus.IN_PROGRESS
    event = Event.objects.about(saved.action.ref).order_by("-pk").first()
    assert event
    assert (event.before["status"], event.after["status"]) == ("withdrawn", "in-progress")


def test_a_withdrawn_action_that_answers_nothing_stays_withdrawn(world: World) -> None:
    later = withdrawn(world)
    later["action"].answers.update(to_on=TODAY, reason="The recommendation has ended")

    with pytest.raises(WrongState, match="Everything that this action answered has ended"):
        update(world, **later)
    assert Action.objects.get(pk=later["action"].pk).status == ActionStatus.WITHDRAWN


@pytest.mark.parametrize("status", [ActionStatus.COMPLETED, ActionStatus.WITHDRAWN])
def test_what_ends_an_action_says_why(world: World, status: ActionStatus) -> None:
    with pytest.raises(InvalidInput, match="Enter w") as refusal:
        update(world, status=status, text="\u200b")

    assert refusal.value.field == "text"
    assert not Update.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "Spoke to X123456"}, "text"),
        ({"new_date": NewDate(date(2027, 1, 29), DatePrecision.DAY, "A1234BC was recalled")}, "reason"),
    ],
)
def test_a_number_of_a_person_is_not_saved(world: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput, match="looks like a case, prison or police number") as refusal:
        update(world, **changes)

    assert refusal.value.field == field
    assert not Update.objects.exists()


def test_words_are_checked_before_they_are_planned(world: World) -> None:
    with pytest.raises(InvalidInput, match="looks like a case, prison or police number"):
        plan(world, words=ActionWords("See 2001/1234567A"))


@pytest.mark.parametrize("text", ["", "  "])
def test_taking_up_a_completed_action_again_needs_words(world: World, text: str) -> None:
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(status=ActionStatus.COMPLETED)

    with pytest.raises(InvalidInput, match="Enter why the action is taken up again"):
        update(world, text=text)


def test_completing_ends_a_blockage(world: World) -> None:
    update(world, blocked=Blocked("The training team"))
    update(world, version=2, token=uuid.UUID(int=2), status=ActionStatus.COMPLETED)

    event = Event.objects.filter(verb="action.updated").latest("pk")
    assert Action.objects.get(pk=world.actions["kirklees"].pk).blocked_by_whom == ""
    assert describe(event.verb, event.before, event.after).endswith("; no longer blocked")


def test_an_action_that_ends_cannot_be_blocked(world: World) -> None:
    with pytest.raises(InvalidInput) as refusal:
        update(world, status=ActionStatus.COMPLETED, blocked=Blocked("The training team"))

    assert refusal.value.field == "blocked_by_whom"


@pytest.mark.parametrize(
    "changes",
    [
        {"blocked": None},
        {"blocked": Blocked("Somebody else")},
        {"status": ActionStatus.COMPLETED, "blocked": None},
        {"new_date": NewDate(date(2027, 1, 29), DatePrecision.DAY, "The trainer left")},
    ],
)
def test_a_token_with_anything_else_is_refused(world: World, changes: dict[str, Any]) -> None:
    given = {"blocked": Blocked("The training team")}
    update(world, **given)

    with pytest.raises(TokenReused):
        update(world, **(given | changes))


def test_slips_are_counted_and_earlier_dates_are_none(world: World) -> None:
    for number, day in enumerate([date(2026, 11, 30), date(2026, 11, 25), date(2026, 12, 30)], start=1):
        moved = NewDate(day, DatePrecision.DAY, "The trainer left")
        update(world, version=number, token=uuid.UUID(int=number), new_date=moved)

    action = Action.objects.with_slips().get(pk=world.actions["kirklees"].pk)
    assert action.slip_words == "Moved twice, 40 days later than first planned"
    assert Action.objects.moved().get() == action


def test_the_same_form_plans_one_action(world: World) -> None:
    first = plan(world, token=TOKEN)

    assert plan(world, token=TOKEN) == first


@pytest.mark.parametrize("changes", [{"words": ActionWords("Something else")}, {"due_on": date(2028, 1, 1)}])
def test_the_same_form_with_other_words_is_refused(world: World, changes: dict[str, Any]) -> None:
    plan(world, token=TOKEN)

    with pytest.raises(TokenReused):
        plan(world, token=TOKEN, **changes)


def test_whoever_gets_an_action_is_told(world: World) -> None:
    Person.objects.update(first_signed_in_at=NOW)

    plan(world, "lead")

    assert NoticeToTell.objects.get(kind=NoticeKind.ASSIGNED).person == world.people["head"]


def test_who_plans_for_themselves_is_not_told(world: World) -> None:
    Person.objects.update(first_signed_in_at=NOW)

    plan(world, "head")

    assert not NoticeToTell.objects.filter(kind=NoticeKind.ASSIGNED).exists()
