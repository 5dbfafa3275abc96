"""What every correction writes."""

import pytest

from tests.factories.self_assessments import actor
from tests.factories.world import NOW, World
from tracker.choices import CorrectedField
from tracker.errors import InvalidInput
from tracker.models import Correction, Event, Notice, PostHolder
from tracker.operations.corrections.saving import (
    check_something_changed,
    save_changes,
    tell_those_who_answer,
)
from tracker.rules.corrections import Change, FactOf, Said

CHANGE = Change(
    FactOf(CorrectedField.RATING, "P 1.1", "P 1.1 Leadership"), Said("good", "Good"), Said("", "not printed")
)


def test_a_row_for_each_fact_and_one_event(world: World) -> None:
    ref = world.inspections["leeds"].ref

    [row] = save_changes(
        verb="inspection.corrected", subject=ref, version=5, changes=[CHANGE], reason="Misread",
        by=actor(world, "coordinator"), at=NOW,
    )  # fmt: skip

    kept = Correction.objects.get(pk=row.pk)
    assert (kept.field, kept.part, kept.before, kept.after, kept.version) == ("rating", "P 1.1", "good", "", 5)
    assert Event.objects.get(subject=ref).after == {"Rating, P 1.1 Leadership": "not printed", "reason": "Misread"}


def test_who_manages_the_body_or_the_next_above_is_told_once(world: World) -> None:
    PostHolder.objects.filter(person=world.people["sibling_head"]).delete()
    bodies = [world.organisations["leeds"], world.organisations["yorkshire"], world.organisations["kirklees"]]
    given = {"subject": "REC-0001", "version": 2, "bodies": bodies, "by": actor(world, "coordinator"), "at": NOW}

    tell_those_who_answer(**given)
    tell_those_who_answer(**given)

    assert sorted(Notice.objects.values_list("person__email", flat=True)) == ["head@example.org", "lead@example.org"]
    assert tell_those_who_answer(**given | {"bodies": []}) == []


def test_nothing_changed_is_said_unless_it_was_saved_just_before() -> None:
    with pytest.raises(InvalidInput, match="Nothing was changed"):
        check_something_changed(changes=[], is_newest=True)

    assert check_something_changed(changes=[], is_newest=False) is False
    assert check_something_changed(changes=[CHANGE], is_newest=False) is True
