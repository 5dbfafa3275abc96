"""How many open actions bodies have: from what is kept for one area, else asked of each, and always the same."""

from datetime import date

import pytest

from tests.factories.definition import counts_of
from tests.factories.rows import keys_of
from tests.factories.shared import make_shared
from tests.factories.world import NOW, STARTED, TODAY, World, make_action
from tracker.choices import ActionStatus, Role
from tracker.models import Action, DateChange, Membership, PostHolder, actor_of
from tracker.queries.open_actions import NONE, OpenCounts, open_counts, overdue_of
from tracker.rules.access import Actor
from tracker.rules.deadlines import Urgency

YESTERDAY, NEXT_WEEK = date(2026, 11, 17), date(2026, 11, 25)


def spread(world: World) -> None:
    """One overdue after a move, one of next week, one without a date and one that is done, all of Kirklees."""
    for key, due_on in (("late", YESTERDAY), ("later", NEXT_WEEK), ("never", None), ("done", YESTERDAY)):
        make_action(world, key, recommendation="kirklees", post="Head of PDU, kirklees", due_on=due_on)
    DateChange.objects.create(
        action=world.actions["late"], old_on=date(2026, 11, 1), new_on=YESTERDAY, reason="Later", changed_at=NOW
    )
    Action.objects.filter(pk=world.actions["done"].pk).update(status=ActionStatus.COMPLETED)


def counts(world: World, by: Actor, body: str) -> OpenCounts:
    organisation = world.organisations[body]
    return open_counts(by, [organisation], on=TODAY)[organisation.pk]


@pytest.mark.django_db
class TestOpenCounts:
    @pytest.mark.parametrize(
        ("key", "body", "counted"),
        [
            ("head", "kirklees", OpenCounts(4, 1, 1, 1)),
            ("lead", "kirklees", OpenCounts(4, 1, 1, 1)),
            ("lead", "yorkshire", OpenCounts(6, 1, 3, 1)),
            ("national", "hmpps", OpenCounts(7, 1, 4, 1)),
            ("sibling_head", "kirklees", NONE),
            ("other_head", "yorkshire", NONE),
            # Of the region a head sees the own part, and the lead's action that serves an answer there.
            ("head", "yorkshire", OpenCounts(5, 1, 2, 1)),
            ("sibling_head", "yorkshire", OpenCounts(1, 0, 1, 0)),
            ("head", "wigan", NONE),
        ],
    )
    def test_each_reader_counts_what_they_see(self, world: World, acting, key, body, counted) -> None:
        spread(world)

        assert counts(world, acting(key), body) == counted

    def test_one_outside_the_area_is_counted_that_serves_an_answer_there(self, world: World, acting) -> None:
        make_shared(world)
        answered = world.recommendations["shared"].answerables.get(organisation=world.organisations["kirklees"])
        wigan = world.actions["wigan"]
        wigan.answers.create(answerable=answered, from_on=TODAY)

        assert counts(world, acting("head"), "wigan").open == 1

    def test_two_areas_are_asked_of_each_action_and_give_the_same(self, world: World, acting) -> None:
        spread(world)
        Membership.objects.create(
            person=world.people["head"], organisation=world.organisations["wigan"], role=Role.HEAD_OF_PDU,
            from_on=STARTED,
        )  # fmt: skip
        by, bodies = acting("head"), list(world.organisations.values())

        kept = open_counts(by, bodies, on=TODAY)

        rows = {pk: (held.open, held.overdue, held.this_week, held.late_and_moved) for pk, held in kept.items()}
        assert not by.sees_by_area_alone
        assert rows == counts_of(by, bodies, on=TODAY)

    def test_whoever_has_a_post_alone_counts_what_it_owns(self, world: World) -> None:
        person = world.people["disabled"]
        type(person).objects.filter(pk=person.pk).update(is_active=True)
        Membership.objects.filter(person=person).delete()
        PostHolder.objects.filter(post=world.posts["Head of PDU, wigan"]).update(person=person)
        person.refresh_from_db()
        by = actor_of(person, on=TODAY)

        assert [counts(world, by, body).open for body in ("wigan", "kirklees")] == [1, 0]

    def test_it_asks_once_for_any_number_of_bodies_of_the_area(
        self, world: World, acting, django_assert_num_queries
    ) -> None:
        by, bodies = acting("lead"), [world.organisations[key] for key in ("yorkshire", "kirklees", "leeds")]

        with django_assert_num_queries(1):
            open_counts(by, bodies, on=TODAY)
        with django_assert_num_queries(2):
            open_counts(by, [*bodies, world.organisations["wigan"]], on=TODAY)
        with django_assert_num_queries(0):
            open_counts(by, [], on=TODAY)


@pytest.mark.django_db
class TestOverdueOf:
    @pytest.mark.parametrize(
        ("key", "body", "keys"),
        [
            ("head", "kirklees", {"late"}),
            ("head", "yorkshire", {"late"}),
            ("lead", "yorkshire", {"late"}),
            ("sibling_head", "kirklees", set()),
            ("national", "wigan", set()),
        ],
    )
    def test_each_reader_gets_what_they_see(self, world: World, acting, key, body, keys) -> None:
        spread(world)

        rows = overdue_of(acting(key), world.organisations[body], on=TODAY)

        assert keys_of(world.actions, rows) == keys


def test_what_is_neither_late_nor_of_this_week_is_later() -> None:
    assert OpenCounts(5, 2, 1, 1).by_urgency() == {
        Urgency.OVERDUE: 2,
        Urgency.DUE_THIS_WEEK: 1,
        Urgency.LATER: 2,
    }
