"""One entry of a confirmed carry-over is corrected: its ending, its links, a verdict that was missing."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.carry_over import actor, answer, board, confirm_it, decide_both, make_reinspection
from tests.factories.world import NOW, World
from tracker.choices import Ending, NoticeKind, Progress, Relation
from tracker.errors import EditConflict, InvalidInput, NotAllowed, WrongState
from tracker.models import (
    Answerable,
    CarryOverDecision,
    Correction,
    Event,
    Judgement,
    Link,
    Notice,
    SustainCheck,
)
from tracker.operations.corrections.carry_over_entries import correct_entry
from tracker.projections.rebuild import differences
from tracker.queries.corrections.carry_overs import entry_of
from tracker.rules.carry_over import TaskAnswer

LATER = NOW + timedelta(days=9)
WHY = "The wrong line of the report was taken"


@pytest.fixture(autouse=True)
def confirmed(world: World) -> None:
    make_reinspection(world)
    decide_both(world)
    confirm_it(world)


def correct(world: World, key: str, given: TaskAnswer, *, by: str = "lead", **more: Any) -> CarryOverDecision:
    inspection = world.inspections["again"]
    [task] = board(world).tasks_of(world.recommendations[key].ref)
    assert task.decision is not None
    more = {"version": task.decision.version, "why": WHY, "at": LATER} | more
    return correct_entry(
        inspection=inspection, task=entry_of(task, inspection), answer=given, by=actor(world, by), **more
    )


def row_of(world: World, key: str) -> Answerable:
    return Answerable.objects.get(recommendation=world.recommendations[key])


def test_what_replaces_it_is_corrected(world: World) -> None:
    earlier = world.recommendations["kirklees"]

    entry = correct(world, "kirklees", answer(world, "new-2", relation=Relation.REWORDED))

    link = Link.objects.get(earlier=earlier)
    assert (link.later, link.relation) == (world.recommendations["new-2"], Relation.REWORDED)
    assert (entry.relation, entry.version) == (Relation.REWORDED, 2)
    rows = {row.field: (row.before, row.after) for row in Correction.objects.filter(subject=earlier.ref)}
    assert rows["relation"] == ("repeated", "reworded")
    assert rows["taken-up-in"] == ([world.recommendations["new-1"].ref], [world.recommendations["new-2"].ref])
    event = Event.objects.get(verb="recommendation.carry-over-corrected")
    assert (event.subject, event.after["reason"]) == (earlier.ref, WHY)
    assert list(differences(mend=False)) == []


def test_an_ending_is_corrected_and_opened_again(world: World) -> None:
    correct(world, "region", answer(world, ending=Ending.OVERTAKEN, reason="The team was closed"))
    row = row_of(world, "region")
    assert (row.ending, row.ending_reason) == (Ending.OVERTAKEN, "The team was closed")

    correct(world, "region", answer(world, ending=None))

    row = row_of(world, "region")
    assert (row.to_on, row.ending) == (None, "")
    assert list(differences(mend=False)) == []
    correct(world, "region", answer(world, ending=Ending.LAPSED, reason="Nothing covers it"))
    assert row_of(world, "region").ending == Ending.LAPSED


def test_a_verdict_that_nobody_entered_is_added_with_what_follows(world: World) -> None:
    correct(world, "region", answer(world, verdict=Progress.SUFFICIENT, ending=Ending.SUFFICIENT))

    judged = Judgement.objects.get(inspection=world.inspections["again"])
    assert (judged.category, judged.answerable) == (Progress.SUFFICIENT, row_of(world, "region"))
    assert SustainCheck.objects.waiting().filter(answerable=judged.answerable).count() == 3
    assert list(differences(mend=False)) == []


def test_who_answers_is_told(world: World) -> None:
    correct(world, "region", answer(world, ending=None), by="national")

    told = Notice.objects.filter(kind=NoticeKind.CORRECTED).values_list("person__email", flat=True)
    assert set(told) == {"lead@example.org"}


def test_what_cannot_be_is_refused(world: World) -> None:
    lapsed = answer(world, ending=Ending.LAPSED, reason="The need went away")
    for given, more, field in (
        (lapsed, {}, ""),
        (answer(world, ending=None), {"why": ""}, "why"),
        (answer(world, ending=Ending.SUFFICIENT), {}, "ending"),
    ):
        with pytest.raises(InvalidInput) as refused:
            correct(world, "region", given, **more)
        assert refused.value.field == field
    with pytest.raises(NotAllowed):
        correct(world, "region", answer(world, ending=None), by="head")
    assert not Correction.objects.exists()


def test_a_second_saver_is_told_and_what_has_changed_since_stays(world: World) -> None:
    correct(world, "region", answer(world, ending=None), version=1)
    with pytest.raises(EditConflict):
        correct(world, "region", answer(world, ending=Ending.LAPSED, reason="Other"), version=1)
    row = row_of(world, "kirklees")
    Answerable.objects.filter(pk=row.pk).update(ending=Ending.SUFFICIENT)

    with pytest.raises(WrongState, match="has changed since"):
        correct(world, "kirklees", answer(world, "new-2"))
