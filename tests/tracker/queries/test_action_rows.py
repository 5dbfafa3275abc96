"""Actions as rows: owner, dates and what each answers, as far as the reader sees it, in two queries."""

from datetime import date

import pytest

from tests.factories.rows import STRANGER
from tests.factories.shared import make_shared
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus
from tracker.models import Answers, DateChange
from tracker.queries.action_rows import action_rows_of
from tracker.rules.deadlines import Urgency


def answered(row) -> list[str]:
    return [answer.answerable.organisation.slug for answer in row.current_answers]


@pytest.mark.django_db
class TestActionRows:
    def test_a_row_says_who_owns_it_and_when_it_is_due(self, world: World, acting) -> None:
        [row] = action_rows_of(acting("head"), [world.actions["kirklees"].pk], on=TODAY)

        assert (row.ref, str(row.owner_post)) == (world.actions["kirklees"].ref, "Head of PDU, Kirklees")
        assert (row.due_on, row.state, row.urgency(on=TODAY)) == (
            date(2026, 11, 20),
            ActionStatus.NOT_STARTED,
            Urgency.DUE_THIS_WEEK,
        )
        assert (row.paths(), row.get_status_display()) == ((world.organisations["kirklees"].path,), "Not yet started")

    def test_the_order_is_the_one_that_was_asked_for(self, world: World, acting) -> None:
        keys = [world.actions[key].pk for key in ("leeds", "kirklees", "region")]

        rows = action_rows_of(acting("lead"), [*keys, 99_999], on=TODAY)

        assert [row.pk for row in rows] == keys

    def test_it_counts_the_moves_to_a_later_day(self, world: World, acting) -> None:
        action = world.actions["kirklees"]
        for new_on in (date(2026, 11, 25), date(2026, 11, 1)):
            DateChange.objects.create(
                action=action, old_on=date(2026, 11, 20), new_on=new_on, reason="Later", changed_at=NOW
            )

        [row] = action_rows_of(acting("head"), [action.pk], on=TODAY)

        assert (row.moves, bool(row.slip_words)) == (1, True)

    @pytest.mark.parametrize(
        ("key", "bodies"), [("owner", ["kirklees"]), ("sibling_head", ["leeds"]), ("lead", ["kirklees", "leeds"])]
    )
    def test_it_names_the_answers_that_the_reader_sees(self, world: World, acting, key, bodies) -> None:
        make_shared(world)
        action = world.actions["kirklees"]
        leeds = world.recommendations["shared"].answerables.get(organisation=world.organisations["leeds"])
        Answers.objects.create(action=action, answerable=leeds, from_on=TODAY)

        [row] = action_rows_of(acting(key), [action.pk], on=TODAY)

        assert answered(row) == bodies

    def test_an_owner_reads_all_that_their_own_action_answers(self, world: World, acting) -> None:
        action = world.actions["leeds"]
        kirklees = world.recommendations["kirklees"].answerables.get()
        Answers.objects.create(action=action, answerable=kirklees, from_on=TODAY)

        [row] = action_rows_of(acting("sibling_head"), [action.pk], on=TODAY)

        assert answered(row) == ["leeds", "kirklees"]

    def test_what_it_no_longer_answers_is_not_named(self, world: World, acting) -> None:
        action = world.actions["kirklees"]
        Answers.objects.filter(action=action).update(to_on=TODAY, reason="Ended")

        [row] = action_rows_of(acting("head"), [action.pk], on=TODAY)

        assert answered(row) == []

    def test_a_stranger_is_told_of_no_answer(self, world: World) -> None:
        [row] = action_rows_of(STRANGER, [world.actions["kirklees"].pk], on=TODAY)

        assert answered(row) == []

    def test_it_asks_twice_for_any_number(self, world: World, acting, django_assert_num_queries) -> None:
        by, keys = acting("national"), [action.pk for action in world.actions.values()]

        with django_assert_num_queries(2):
            action_rows_of(by, keys, on=TODAY)
        with django_assert_num_queries(0):
            action_rows_of(by, [], on=TODAY)
