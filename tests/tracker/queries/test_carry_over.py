"""The carry-over as its pages show it: what waits and what is decided, in numbers, and who may see and decide it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from inspections.models import Inspection
from tests.factories.carry_over import (
    actor,
    answer,
    board,
    confirm_it,
    decide,
    decide_both,
    make_earlier,
    make_reinspection,
    make_verdict,
    task,
)
from tests.factories.reinspection import check_of
from tests.factories.world import NOW, World, make_action, make_recommendation
from tracker.choices import Ending, Progress
from tracker.models import Answerable, Recommendation
from tracker.operations.carry_over import open_for
from tracker.operations.endings import end_answerable
from tracker.operations.sustain_checks import record_check
from tracker.queries import carry_over
from tracker.queries.carry_over import board_of, choices, inspection_for, is_needed, summary_of, to_decide
from tracker.rules.access import SERVICE, Actor

Acting = Callable[[str], Actor]


@pytest.fixture(autouse=True)
def again(world: World) -> Inspection:
    """Kirklees was inspected again: two earlier recommendations are open, and two are new."""
    return make_reinspection(world)


def refs(world: World, *keys: str) -> list[str]:
    return [world.recommendations[key].ref for key in keys]


def shown(tasks: Any) -> list[str]:
    return [each.recommendation.ref for each in tasks]


def test_everything_waits_before_it_is_decided(world: World) -> None:
    held = board(world)

    assert (shown(held.waiting), held.decided) == (refs(world, "kirklees", "region"), [])


def test_what_is_decided_no_longer_waits(world: World) -> None:
    decide(world, "kirklees", answer(world, "new-1"))

    held = board(world)

    assert (shown(held.waiting), shown(held.decided)) == (refs(world, "region"), refs(world, "kirklees"))


def test_a_new_verdict_makes_a_decision_wait_again(world: World) -> None:
    decide(world, "kirklees", answer(world, "new-1"))
    make_verdict(world, "kirklees", Progress.SOME)

    held = task(world, "kirklees")

    assert (held.is_decided, held.verdict) == (False, Progress.SOME)
    assert held.changes == ("The report’s verdict is on record now: Some progress.",)


def test_an_action_that_came_since_makes_a_decision_wait_again(world: World) -> None:
    decide(world, "kirklees", answer(world, "new-1"))
    added = make_action(world, "added", recommendation="kirklees", post="Head of PDU, kirklees")

    assert task(world, "kirklees").changes == (f"{added.ref} answers it now.",)


def test_what_stays_open_is_not_changed_by_its_actions(world: World) -> None:
    decide(world, "kirklees", answer(world, ending=None))
    make_action(world, "added", recommendation="kirklees", post="Head of PDU, kirklees")

    assert task(world, "kirklees").is_decided


def test_actions_cannot_follow_where_nobody_answers_any_more(world: World) -> None:
    decide(world, "kirklees", answer(world, "new-1"))
    row = world.recommendations["new-1"].answerables.get()
    end_answerable(answerable=row, ending=Ending.LAPSED, reason="Dropped", by=SERVICE, at=NOW)

    [ref] = refs(world, "new-1")
    assert task(world, "kirklees").changes == (f"Nobody answers for {ref} now, so no action can follow to it.",)


def test_a_decision_on_what_ended_meanwhile_is_dropped(world: World) -> None:
    decide_both(world)
    row = world.recommendations["kirklees"].answerables.get()
    end_answerable(answerable=row, ending=Ending.OVERTAKEN, reason="Closed", by=SERVICE, at=NOW)

    held = board(world)

    assert shown(held.tasks) == refs(world, "region")
    assert [each.answerable for each in held.dropped] == [row]


def test_a_confirmed_board_shows_what_was_decided(world: World) -> None:
    decide_both(world)
    confirm_it(world)

    held = board(world)

    assert (held.is_confirmed, held.waiting) == (True, [])
    assert shown(held.decided) == refs(world, "kirklees", "region")


def test_the_oldest_report_comes_first(world: World) -> None:
    make_recommendation(world, "elsewhere", inspection="leeds", addressee="kirklees")
    Inspection.objects.filter(pk=world.inspections["leeds"].pk).update(published_on=date(2023, 1, 1))

    assert shown(board(world).tasks) == refs(world, "elsewhere", "kirklees", "region")


@pytest.mark.parametrize(("after", "expected"), [("kirklees", "region"), ("region", "kirklees")])
def test_the_next_task_is_looked_for_from_the_first_again(world: World, after: str, expected: str) -> None:
    held = board(world)
    [this] = held.tasks_of(world.recommendations[after].ref)

    following = held.after(this)

    assert following is not None
    assert following.recommendation == world.recommendations[expected]


def test_after_the_last_decision_there_is_no_next(world: World) -> None:
    decide_both(world)
    held = board(world)

    assert held.after(held.tasks[0]) is None


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [(("kirklees", "leeds"), "kirklees"), (("leeds", "yorkshire"), "yorkshire"), (("leeds",), "leeds"), ((), None)],
)
def test_the_body_itself_receives_else_the_addressee_else_the_first(
    world: World, bodies: tuple[str, ...], expected: str | None
) -> None:
    Recommendation.objects.filter(pk=world.recommendations["new-1"].pk).update(
        addressee=world.organisations["yorkshire"]
    )
    world.recommendations["new-1"].answerables.all().delete()
    for key in bodies:
        Answerable.objects.create(
            recommendation=world.recommendations["new-1"], organisation=world.organisations[key], from_on=NOW.date()
        )
    held = board(world)

    row = held.receiver(held.new[0], world.organisations["kirklees"].pk)

    assert (row.organisation.slug if row else None) == expected


def test_actions_that_a_reader_does_not_see_are_counted(world: World, acting: Acting) -> None:
    own = board_of(acting("sibling_head"), world.inspections["again"]).tasks[0]

    assert (len(own.open_actions), own.actions, own.hidden) == (1, [], 1)
    assert board(world).tasks[0].hidden == 0


@pytest.mark.parametrize(
    ("person", "sees", "decides"),
    [
        ("lead", True, True),
        ("national", True, True),
        ("coordinator", True, True),
        ("head", True, False),
        ("auditor", True, False),
        ("other_lead", False, False),
    ],
)
def test_it_follows_the_inspected_bodys_area(
    world: World, acting: Acting, person: str, sees: bool, decides: bool
) -> None:
    again = world.inspections["again"]

    assert (inspection_for(acting(person), again.ref) == again) is sees
    assert board_of(acting(person), again).can_decide is decides


@pytest.mark.parametrize(
    ("person", "sees_work", "count"), [("lead", True, 2), ("head", True, 2), ("other_head", False, 0)]
)
def test_everybody_reads_the_same_words(world: World, acting: Acting, person: str, sees_work: bool, count: int) -> None:
    make_verdict(world, "kirklees", Progress.SOME)

    found = summary_of(acting(person), world.inspections["again"])

    assert found.words == "Some or sufficient progress against 1 of 2 earlier recommendations. 1 is not yet judged."
    assert (found.sees_work, found.decided, found.count) == (sees_work, 0, count)


@pytest.mark.parametrize("person", ["lead", "other_head"])
def test_what_was_decided_by_hand_counts_once_it_is_confirmed(world: World, acting: Acting, person: str) -> None:
    decide(world, "kirklees", answer(world, "new-1", verdict=Progress.SOME))
    decide(world, "region", answer(world, ending=Ending.LAPSED, reason="The need went away"))
    before = summary_of(acting(person), world.inspections["again"]).words

    confirm_it(world)

    after = summary_of(acting(person), world.inspections["again"]).words
    assert before == "The report judges none of 2 earlier recommendations."
    assert after == "Some or sufficient progress against 1 of 2 earlier recommendations. 1 is not yet judged."


@pytest.mark.parametrize("person", ["lead", "other_head"])
def test_what_is_open_again_since_counts_once(world: World, acting: Acting, person: str) -> None:
    make_verdict(world, "kirklees", Progress.SUFFICIENT)
    decide(world, "kirklees", answer(world, ending=Ending.SUFFICIENT))
    decide(world, "region", answer(world, ending=Ending.LAPSED, reason="The need went away"))
    confirm_it(world)
    check = check_of(world.recommendations["kirklees"].answerables.get())
    record_check(check=check, has_lasted=False, found="4 of 10 plans were not checked", by=SERVICE, at=NOW)

    words = summary_of(acting(person), world.inspections["again"]).words

    assert words == "Some or sufficient progress against 1 of 2 earlier recommendations. 1 is not yet judged."


@pytest.mark.parametrize(("person", "count"), [("lead", 1), ("coordinator", 1), ("head", 0), ("other_lead", 0)])
def test_one_that_is_not_confirmed_waits_for_who_decides(world: World, acting: Acting, person: str, count: int) -> None:
    decide(world, "kirklees", answer(world, "new-1"))

    assert [each.decisions_count for each in to_decide(acting(person))] == [1] * count


def test_a_confirmed_one_waits_for_nobody(world: World, acting: Acting) -> None:
    decide_both(world)
    confirm_it(world)

    assert to_decide(acting("lead")) == []


def test_it_is_needed_while_something_earlier_is_open(world: World) -> None:
    assert is_needed(world.inspections["again"])
    assert not is_needed(world.inspections["leeds"])


def test_the_likeliest_choice_comes_first_and_all_others_follow(world: World) -> None:
    Recommendation.objects.filter(pk=world.recommendations["new-1"].pk).update(
        text="repair the roof of the office", short_title="repair the roof", addressee=None
    )
    held = board(world)

    found = choices(held.tasks[0], held.new)

    assert [each.recommendation.ref for each in found] == refs(world, "new-2", "new-1")
    assert found[0].reasons


@pytest.mark.parametrize("more", [0, 8])
def test_a_board_costs_fifteen_queries_and_a_summary_sixteen(
    world: World, django_assert_max_num_queries: Any, more: int
) -> None:
    make_earlier(world, more)
    decide(world, "kirklees", answer(world, "new-1"))
    by = actor(world, "lead")

    with django_assert_max_num_queries(15):
        board_of(by, world.inspections["again"])

    with django_assert_max_num_queries(16):
        summary_of(by, world.inspections["again"])


def test_the_list_of_what_waits_costs_nothing_for_others(
    world: World, acting: Acting, django_assert_num_queries: Any
) -> None:
    open_for(inspection=world.inspections["again"], by=SERVICE, at=NOW)
    lead, head = acting("lead"), acting("head")

    with django_assert_num_queries(1):
        carry_over.to_decide(lead)

    with django_assert_num_queries(0):
        carry_over.to_decide(head)
