"""What a visit is, and what changed since the one before."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus
from tracker.errors import NotAllowed
from tracker.models import Person, actor_of
from tracker.operations.action_changes import Blocked
from tracker.operations.actions import UpdateAnswers, update_action
from tracker.operations.visits import note_visit
from tracker.queries.changes import since_last_visit

HOUR = timedelta(hours=1)


def visit(world: World, *, hours: int) -> Person:
    person = world.people["head"]
    return note_visit(person=person, by=actor_of(person, on=TODAY), at=NOW + hours * HOUR)


def update(world: World, person: str, *, number: int, hours: int) -> None:
    action = world.actions["kirklees"]
    action.refresh_from_db()
    update_action(
        action=action,
        given=UpdateAnswers(
            version=action.version,
            status=ActionStatus.IN_PROGRESS,
            text=f"Briefing {number} held",
            token=UUID(int=number),
            blocked=Blocked("The training team") if number == 1 else None,
        ),
        by=actor_of(world.people[person], on=TODAY),
        at=NOW + hours * HOUR,
    )


def test_the_first_visit_has_none_before_it(world: World) -> None:
    person = visit(world, hours=0)

    assert (person.visited_at, person.last_visit_at) == (NOW, None)


def test_a_new_visit_makes_the_one_before_the_last(world: World) -> None:
    visit(world, hours=0)

    person = visit(world, hours=9)

    assert (person.visited_at, person.last_visit_at) == (NOW + 9 * HOUR, NOW)


def test_the_same_moment_is_one_visit(world: World) -> None:
    visit(world, hours=0)
    visit(world, hours=1)

    assert visit(world, hours=1).last_visit_at == NOW


def test_nobody_visits_for_somebody_else(world: World) -> None:
    with pytest.raises(NotAllowed):
        note_visit(person=world.people["head"], by=actor_of(world.people["lead"], on=TODAY), at=NOW)


def test_what_others_did_since_the_last_visit_is_told_in_words(world: World) -> None:
    visit(world, hours=0)
    update(world, "lead", number=1, hours=1)
    update(world, "head", number=2, hours=2)
    visit(world, hours=3)

    [one] = since_last_visit(actor_of(world.people["head"], on=TODAY)).rows

    assert (one.ref, one.by) == (world.actions["kirklees"].ref, world.people["lead"].name)
    assert one.what == (
        "Status changed from ‘Not yet started’ to ‘In progress’; "
        "blocked: waiting on The training team since 18 November 2026"
    )


def test_what_happened_before_is_not_told_again(world: World) -> None:
    update(world, "lead", number=1, hours=1)
    visit(world, hours=2)
    visit(world, hours=3)

    assert since_last_visit(actor_of(world.people["head"], on=TODAY)).rows == []


def test_a_first_visit_has_nothing_to_tell(world: World) -> None:
    update(world, "lead", number=1, hours=1)
    visit(world, hours=2)

    assert since_last_visit(actor_of(world.people["head"], on=TODAY)).rows == []


def test_another_areas_changes_are_not_told(world: World) -> None:
    visit(world, hours=0)
    visit(world, hours=1)
    Person.objects.filter(pk=world.people["sibling_head"].pk).update(last_visit_at=NOW)
    update(world, "lead", number=1, hours=2)

    assert since_last_visit(actor_of(world.people["sibling_head"], on=TODAY)).rows == []


def test_ten_at_a_time_and_whether_there_are_more(world: World, django_assert_max_num_queries) -> None:
    visit(world, hours=0)
    for number in range(1, 13):
        update(world, "lead", number=number, hours=1)
    visit(world, hours=2)
    actor = actor_of(world.people["head"], on=TODAY)

    with django_assert_max_num_queries(6):
        found = since_last_visit(actor, size=10)

    assert (len(found.rows), found.more) == (10, True)
    assert len(since_last_visit(actor, page=2, size=10).rows) == 2
