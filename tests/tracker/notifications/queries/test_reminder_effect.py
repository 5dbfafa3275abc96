"""What reminders achieve: the figures of actions that the reader may see, in an area and a period."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.mail import make_message
from tests.factories.notices import make_notice
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, World, make_action
from tracker.choices import MessageState, NoticeKind
from tracker.models import Action, Update
from tracker.notifications.queries.reminder_effect import (
    BEFORE_RUNGS,
    ReminderEffectSelection,
    effect,
    words_of_rungs,
)
from tracker.notifications.rules.reminder_effect import Effect

DAY = timedelta(days=1)
HEADS = {"kirklees": "head", "wigan": "other_head"}
LATE = "To the owner, 1 working day after the date"


def remind(world: World, place: str, *, ago: int = 20, rung: str = "action-late", **fields: Any) -> Action:
    """An action whose owner was mailed so many days ago."""
    key = f"{place}-{len(world.actions)}"
    action = make_action(world, key, recommendation=place, post=f"Head of PDU, {place}")
    person, at = world.people[HEADS[place]], NOW - ago * DAY
    message = make_message(person, uid=key, **({"state": MessageState.SENT, "sent_at": at} | fields))
    due_on = NOW.date() if rung else None
    make_notice(person, NoticeKind.ACTION_LATE, action.ref, rung=rung, due_on=due_on, created_at=at, message=message)
    return action


def update(action: Action, *, ago: int) -> None:
    Update.objects.create(
        action=action, text="Done", status="in-progress", token=uuid.uuid4(), posted_at=NOW - ago * DAY
    )


def figures(world: World, key: str = "national", **chosen: Any) -> Effect:
    return effect(actor(world, key), ReminderEffectSelection(**chosen), at=NOW)


def steps(found: Effect) -> list[tuple[str, int, int]]:
    return [(step.code, step.reminders, step.updates) for step in found.steps]


def test_an_update_counts_for_the_reminder_before_it_or_for_none(world: World) -> None:
    for days in (1, 2, 3):
        update(remind(world, "kirklees"), ago=20 - days)
    update(world.actions["leeds"], ago=5)

    found = figures(world)

    assert (steps(found), found.steps[0].median_days) == ([(LATE, 3, 3)], 2.0)
    assert (found.updates, found.without) == (4, 1)


@pytest.mark.parametrize(("weeks", "ago", "counted"), [(4, 28, 1), (4, 29, 0), (12, 29, 1)])
def test_only_the_weeks_that_were_chosen_count(world: World, weeks: int, ago: int, counted: int) -> None:
    update(remind(world, "kirklees", ago=ago), ago=ago)

    found = figures(world, weeks=weeks)

    assert (found.updates, sum(step.reminders for step in found.steps)) == (counted, counted)


@pytest.mark.parametrize(
    ("key", "chosen", "updates"),
    [
        ("head", {}, 1),
        ("other_head", {}, 2),
        ("national", {}, 3),
        ("national", {"region": "manchester"}, 2),
        ("national", {"region": "manchester", "pdu": "kirklees"}, 1),
        ("head", {"pdu": "wigan"}, 0),
    ],
)
def test_each_sees_the_figures_of_actions_that_they_see(
    world: World, key: str, chosen: dict[str, str], updates: int
) -> None:
    for place in ("kirklees", "wigan", "wigan"):
        update(remind(world, place), ago=10)

    found = figures(world, key, **{part: world.organisations[body] for part, body in chosen.items()})

    assert (found.updates, sum(step.reminders for step in found.steps)) == (updates, updates)


def test_what_was_not_sent_reminded_nobody(world: World) -> None:
    update(remind(world, "kirklees", state=MessageState.PENDING, sent_at=None), ago=10)

    assert (figures(world).steps, figures(world).without) == ((), 1)


def test_steps_stand_in_the_order_of_the_ladder_and_what_is_older_last(world: World) -> None:
    for rung in ("", "action-head", "action-near"):
        remind(world, "kirklees", rung=rung)

    assert [step.code for step in figures(world).steps] == [
        "To the owner, 3 working days before the date",
        "To the head of the PDU, 5 working days after the date",
        BEFORE_RUNGS,
    ]


def test_each_rung_has_words_of_its_own_with_the_days_of_the_settings(settings: Any) -> None:
    settings.LADDER_DAYS = {"action-near": 4}

    found = words_of_rungs()

    assert found["action-near"] == "To the owner, 4 working days before the date"
    assert found["action-repeat"] == "To HMPPS, 1 working day after the date, a repeated recommendation"
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize("count", [1, 12])
def test_it_costs_three_queries_for_any_number(world: World, count: int, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        update(remind(world, "kirklees"), ago=10)
    by = actor(world, "national")

    with django_assert_num_queries(3):
        assert effect(by, ReminderEffectSelection(), at=NOW).updates == count
