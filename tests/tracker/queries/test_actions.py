"""The list of actions: what each filter keeps and leaves out, in what order, and for whom."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.factories.evidence import make_evidence
from tests.factories.world import NOW, TODAY, World, make_action
from tracker.choices import ActionStatus
from tracker.models import Action, Answers, DateChange, Update
from tracker.queries.actions import (
    ActionSelection,
    answers_something,
    chosen,
    every_action,
    page_of_actions,
    status_before_withdrawal,
)
from tracker.rules.access import SERVICE, Actor
from tracker.rules.calendar import start_of

Acting = Callable[[str], Actor]


@pytest.fixture
def spread(world: World) -> World:
    """One action on each side of each edge: yesterday, today, in six days, in seven, without a date, completed."""
    due = {"kirklees": TODAY - timedelta(days=1), "leeds": TODAY, "wigan": TODAY + timedelta(days=6), "region": None}
    for key, due_on in due.items():
        change(world, key, due_on=due_on)
    add(world, "seventh", due_on=TODAY + timedelta(days=7))
    add(world, "done", due_on=TODAY - timedelta(days=9))
    change(world, "done", status=ActionStatus.COMPLETED)
    return world


def add(world: World, key: str, *, due_on: date) -> Action:
    return make_action(world, key, recommendation="kirklees", post="Senior Probation Officer, kirklees", due_on=due_on)


def change(world: World, key: str, **values: Any) -> None:
    Action.objects.filter(pk=world.actions[key].pk).update(**values)


def slip(world: World, key: str, *, days: int) -> None:
    """Its date is moved by so many days."""
    DateChange.objects.create(
        action=world.actions[key], old_on=TODAY, new_on=TODAY + timedelta(days=days), reason="Ill", changed_at=NOW
    )


def keys(world: World, actions: Any) -> set[str]:
    found = {action.pk for action in actions}
    return {key for key, action in world.actions.items() if action.pk in found}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("overdue", {"kirklees"}),
        ("due-this-week", {"leeds", "wigan"}),
        ("later", {"seventh", "region"}),
        ("open", {"kirklees", "leeds", "wigan", "seventh", "region"}),
        ("completed", {"done"}),
        ("withdrawn", set()),
        ("", {"kirklees", "leeds", "wigan", "seventh", "region", "done"}),
    ],
)
def test_each_state_keeps_its_days(spread: World, state: str, expected: set[str]) -> None:
    found = chosen(SERVICE, ActionSelection(state=state), on=TODAY)

    assert keys(spread, found) == expected


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("head", {"kirklees", "region"}),
        ("sibling_head", {"leeds"}),
        ("lead", {"kirklees", "leeds", "region"}),
        ("other_lead", {"wigan"}),
        ("auditor", {"kirklees", "leeds", "region", "wigan"}),
    ],
)
def test_the_gate_keeps_other_areas_out(world: World, acting: Acting, person: str, expected: set[str]) -> None:
    found = chosen(acting(person), ActionSelection(), on=TODAY)

    assert keys(world, found) == expected


@pytest.mark.parametrize(
    ("person", "expected"),
    [("head", {"kirklees", "officer"}), ("owner", {"officer"}), ("lead", {"region"}), ("auditor", set())],
)
def test_mine_keeps_what_a_person_answers_for(world: World, acting: Acting, person: str, expected: set[str]) -> None:
    add(world, "officer", due_on=TODAY)

    found = chosen(acting(person), ActionSelection(mine=True), on=TODAY)

    assert keys(world, found) == expected


@pytest.mark.parametrize(
    ("region", "pdu", "expected"),
    [
        ("yorkshire", None, {"kirklees", "leeds", "region"}),
        (None, "kirklees", {"kirklees"}),
        ("manchester", "kirklees", set()),
    ],
)
def test_a_body_keeps_the_posts_below_it(world: World, region: str | None, pdu: str | None, expected: set[str]) -> None:
    bodies = {name: world.organisations[key] for name, key in (("region", region), ("pdu", pdu)) if key}

    found = chosen(SERVICE, ActionSelection(**bodies), on=TODAY)

    assert keys(world, found) == expected


def test_waiting_on_somebody_counts_while_it_is_open(world: World) -> None:
    change(world, "kirklees", blocked_by_whom="The council", blocked_since_on=TODAY)
    change(world, "leeds", blocked_by_whom="The court", blocked_since_on=TODAY, status=ActionStatus.COMPLETED)

    found = chosen(SERVICE, ActionSelection(blocked=True, state=""), on=TODAY)

    assert keys(world, found) == {"kirklees"}


def test_moved_counts_a_later_day_and_not_an_earlier_one(world: World) -> None:
    slip(world, "kirklees", days=14)
    slip(world, "leeds", days=-1)

    found = chosen(SERVICE, ActionSelection(moved=True), on=TODAY)

    assert keys(world, found) == {"kirklees"}


@pytest.mark.parametrize(("days", "expected"), [(365, set()), (366, {"kirklees"})])
def test_evidence_is_stale_from_the_day_after_a_year(world: World, days: int, expected: set[str]) -> None:
    make_evidence(world, world.actions["kirklees"], about_on=TODAY - timedelta(days=days))

    found = chosen(SERVICE, ActionSelection(state="stale-evidence"), on=TODAY)

    assert keys(world, found) == expected


def test_words_narrow_what_the_gate_lets_through(world: World, acting: Acting) -> None:
    found = chosen(acting("lead"), ActionSelection(words="second checks (leeds)"), on=TODAY)

    assert keys(world, found) == {"leeds"}


def test_urgency_puts_what_is_done_after_what_is_due(spread: World) -> None:
    page = page_of_actions(SERVICE, ActionSelection(state=""), sort="urgency", after="", before="", on=TODAY)

    due = [action.due_on for action in page.rows]
    assert due[:4] == [TODAY + timedelta(days=days) for days in (-1, 0, 6, 7)]
    assert keys(spread, page.rows[4:]) == {"region", "done"}


def test_a_row_names_the_holder_of_the_day(world: World, acting: Acting) -> None:
    page = page_of_actions(
        acting("sibling_head"), ActionSelection(), sort="due", after="", before="", on=TODAY, with_holders=True
    )

    assert [action.holder_name for action in page.rows] == [world.people["sibling_head"].name]


@pytest.mark.parametrize("more", [0, 20])
def test_a_page_costs_two_queries(world: World, django_assert_num_queries: Any, more: int) -> None:
    for number in range(more):
        add(world, f"more-{number}", due_on=TODAY)

    with django_assert_num_queries(2):
        page_of_actions(SERVICE, ActionSelection(), sort="urgency", after="", before="", on=TODAY, size=10)


def said(world: World, *statuses: ActionStatus) -> None:
    for number, status in enumerate(statuses):
        Update.objects.create(
            action=world.actions["kirklees"],
            text="Said",
            status=status,
            token=uuid.uuid4(),
            posted_at=NOW + timedelta(minutes=number),
        )


@pytest.mark.parametrize(
    ("statuses", "before"),
    [
        ((), ActionStatus.NOT_STARTED),
        ((ActionStatus.WITHDRAWN,), ActionStatus.NOT_STARTED),
        ((ActionStatus.IN_PROGRESS, ActionStatus.WITHDRAWN), ActionStatus.IN_PROGRESS),
        ((ActionStatus.IN_PROGRESS, ActionStatus.NOT_STARTED, ActionStatus.WITHDRAWN), ActionStatus.NOT_STARTED),
        ((ActionStatus.IN_PROGRESS, ActionStatus.WITHDRAWN, ActionStatus.WITHDRAWN), ActionStatus.IN_PROGRESS),
    ],
)
def test_it_goes_back_to_what_was_last_said_before(
    world: World, statuses: tuple[ActionStatus, ...], before: ActionStatus
) -> None:
    said(world, *statuses)

    assert status_before_withdrawal(world.actions["kirklees"]) is before


def test_what_answers_nothing_any_more_has_nothing_to_go_back_for(world: World) -> None:
    action = world.actions["kirklees"]
    assert answers_something(action)

    Answers.objects.filter(action=action).update(to_on=NOW.date(), reason="It has ended")
    assert not answers_something(action)


@pytest.fixture
def silent(world: World) -> World:
    """Of the open actions one was updated 30 days ago, one 29, two never: planned today, and 90 days ago."""
    change(world, "kirklees", last_update_at=on_day(30))
    change(world, "leeds", last_update_at=on_day(29))
    change(world, "region", last_update_at=None, created_at=NOW)
    change(world, "wigan", last_update_at=None, created_at=on_day(90))
    add(world, "done", due_on=TODAY)
    change(world, "done", status=ActionStatus.COMPLETED, last_update_at=on_day(400))
    return world


def on_day(days_ago: int) -> datetime:
    """The last second of a day in London, so many days ago."""
    return start_of(TODAY - timedelta(days=days_ago - 1)) - timedelta(seconds=1)


QUIET = [
    ("", {"kirklees", "leeds", "region", "wigan"}),
    ("30", {"kirklees", "wigan"}),
    ("60", {"wigan"}),
    ("90", {"wigan"}),
    ("never", {"region", "wigan"}),
    ("nonsense", {"kirklees", "leeds", "region", "wigan"}),
]


@pytest.mark.parametrize(("quiet", "expected"), QUIET)
def test_what_nobody_has_spoken_of_is_kept(silent: World, quiet: str, expected: set[str]) -> None:
    assert keys(silent, chosen(SERVICE, ActionSelection(quiet=quiet), on=TODAY)) == expected


@pytest.mark.parametrize("state", ["open", ""])
@pytest.mark.parametrize(("quiet", "expected"), QUIET[1:5])
def test_the_page_of_one_area_keeps_the_same(
    silent: World, acting: Acting, quiet: str, expected: set[str], state: str
) -> None:
    page = page_of_actions(
        acting("national"), ActionSelection(quiet=quiet, state=state), sort="", after="", before="", on=TODAY
    )

    assert keys(silent, page.rows) == expected


def test_one_updated_ninety_days_ago_is_kept_by_each_number_of_days(world: World) -> None:
    for key in world.actions:
        change(world, key, last_update_at=on_day(90 if key == "leeds" else 1))

    for quiet in ("30", "60", "90"):
        assert keys(world, chosen(SERVICE, ActionSelection(quiet=quiet), on=TODAY)) == {"leeds"}


def test_the_days_of_one_page_are_not_those_of_the_next(silent: World, acting: Acting) -> None:
    """The SQL of a page is made once: another number of days, or another day, is another value in it."""
    found = {
        (quiet, days): keys(
            silent,
            page_of_actions(
                acting("national"),
                ActionSelection(quiet=quiet),
                sort="updated",
                after="",
                before="",
                on=TODAY + timedelta(days=days),
            ).rows,
        )
        for quiet, days in (("30", 0), ("90", 0), ("30", 1))
    }

    assert found == {("30", 0): {"kirklees", "wigan"}, ("90", 0): {"wigan"}, ("30", 1): {"kirklees", "leeds", "wigan"}}


@pytest.mark.parametrize("person", ["national", "lead"])
def test_what_was_never_updated_comes_before_the_oldest_update(silent: World, acting: Acting, person: str) -> None:
    def by(sort: str, size: int) -> list[str]:
        names = {action.pk: key for key, action in silent.actions.items()}
        found: list[str] = []
        after = ""
        while True:
            page = page_of_actions(
                acting(person), ActionSelection(), sort=sort, after=after, before="", on=TODAY, size=size
            )
            found += [names[row.pk] for row in page.rows]
            after = page.after
            if not after:
                return found

    never = ["wigan", "region"] if person == "national" else ["region"]
    for size in (1, 2, 50):
        assert by("updated", size) == [*never, "kirklees", "leeds"]
        assert by("-updated", size) == ["leeds", "kirklees", *never]


def test_the_file_has_the_same_order(silent: World) -> None:
    rows = every_action(SERVICE, ActionSelection(quiet="30"), sort="updated", on=TODAY)

    assert [row.ref for row in rows] == [silent.actions[key].ref for key in ("wigan", "kirklees")]


@pytest.mark.parametrize("quiet", ["30", "never"])
@pytest.mark.parametrize("person", ["head", "national"])
def test_the_page_needs_no_more_queries_for_it(
    silent: World, acting: Acting, person: str, quiet: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(3):
        page_of_actions(
            acting(person), ActionSelection(quiet=quiet), sort="updated", after="", before="", on=TODAY, counts=True
        )
