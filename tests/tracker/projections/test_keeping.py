"""What an operation touches is kept in its transaction: once, at the end, and before anything reads it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections, transaction

from tests.factories.self_assessments import answerable, make_self_assessment
from tests.factories.world import NOW, World, make_world
from tests.harness import keeping as harness
from tracker.choices import ActionStatus, Progress
from tracker.models import Action, ActionPlace, Judgement, KeptAnswer, OpenActions, Recommendation
from tracker.operations import history
from tracker.projections import keeping
from tracker.projections.rebuild import differences
from tracker.projections.touched import Touched
from tracker.rules.access import SERVICE


def complete(action: Action) -> None:
    """Change an action past every operation, which notes it with an event."""
    Action.objects.filter(pk=action.pk).update(status=ActionStatus.COMPLETED)
    history.record(verb="action.updated", subject=action.ref, by=SERVICE, at=NOW, after={})


def fails(block: AbstractContextManager[Any], step: Callable[[], Any]) -> None:
    """Take the step in the transaction, which then fails."""

    def run() -> None:
        with block:
            step()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        run()


def is_open(action: Action) -> bool:
    """Return what is kept, past whatever settles before it is read."""
    return bool(ActionPlace.objects.filter(action=action).values_list("is_open", flat=True)[0])


@pytest.fixture
def kept_times(monkeypatch: pytest.MonkeyPatch) -> list[Touched]:
    """What was kept, each time that anything was."""
    times: list[Touched] = []
    refresh: Callable[[Touched], None] = keeping.refresh

    def noted(touched: Touched) -> None:
        times.append(touched)
        refresh(touched)

    monkeypatch.setattr(keeping, "refresh", noted)
    return times


@pytest.fixture
def committed(transactional_db: None) -> World:
    return make_world()


@pytest.mark.django_db
class TestInAnOperation:
    def test_what_it_touched_is_kept_at_its_end(self, world: World) -> None:
        action = world.actions["kirklees"]

        with keeping.atomic():
            complete(action)

        assert not is_open(action)
        assert differences(mend=False) == []

    def test_one_that_fails_keeps_nothing(self, world: World, kept_times: list[Touched]) -> None:
        action = world.actions["kirklees"]

        fails(keeping.atomic(), lambda: complete(action))

        assert kept_times == []
        assert is_open(action)
        assert not keeping._state.touched

    def test_a_part_of_another_leaves_it_to_the_outermost(self, world: World, kept_times: list[Touched]) -> None:
        with keeping.atomic():
            for place in ("kirklees", "leeds"):
                with keeping.atomic():
                    complete(world.actions[place])
            during = list(kept_times)

        assert during == []
        assert [touched.actions for touched in kept_times] == [
            {world.actions["kirklees"].pk, world.actions["leeds"].pk}
        ]

    def test_it_reads_what_it_has_just_changed(self, world: World) -> None:
        action = world.actions["kirklees"]

        with keeping.atomic():
            complete(action)
            seen = is_open(action)

        assert not seen

    def test_a_part_that_fails_takes_nothing_of_the_whole_with_it(self, world: World) -> None:
        """What the whole had touched was kept inside the part, and went when the part was taken back."""
        action, seen = world.actions["kirklees"], list[bool]()

        with keeping.atomic():
            complete(action)
            fails(keeping.atomic(), lambda: seen.append(is_open(action)))

        assert seen == [False]
        assert not is_open(action)
        assert differences(mend=False) == []

    def test_one_that_fails_forgets_nothing_of_what_it_stands_in(self, world: World) -> None:
        """A transaction that is no operation touched something before."""
        action = world.actions["kirklees"]

        with transaction.atomic():
            complete(action)
            fails(keeping.atomic(), lambda: None)

        assert not is_open(action)

    def test_a_decorated_function_is_one_too(self, world: World, kept_times: list[Touched]) -> None:
        keeping.atomic(complete)(world.actions["kirklees"])

        assert len(kept_times) == 1


class TestOutsideAnOperation:
    def test_it_is_kept_when_the_transaction_has_ended(self, committed: World) -> None:
        action = committed.actions["kirklees"]

        with transaction.atomic():
            history.record(verb="action.updated", subject=action.ref, by=SERVICE, at=NOW, after={})
            waiting = keeping._state.touched.copy()

        assert waiting.actions == {action.pk}
        assert not keeping._state.touched

    def test_a_transaction_that_failed_is_kept_as_before(self, committed: World) -> None:
        action = committed.actions["kirklees"]

        fails(transaction.atomic(), lambda: complete(action))

        assert is_open(action)
        assert differences(mend=False) == []


@pytest.mark.django_db
class TestTheHarness:
    """Tests/harness/keeping.py can fail."""

    def test_an_operation_that_tells_nothing_of_an_action_fails(self, world: World) -> None:
        with pytest.raises(AssertionError, match="events do not touch"), keeping.atomic():
            Action.objects.filter(pk=world.actions["kirklees"].pk).update(due_on=date(2027, 1, 1))

    def test_an_operation_that_tells_nothing_of_what_was_said_fails(self, world: World) -> None:
        made = make_self_assessment(world)

        with pytest.raises(AssertionError, match="events do not touch"), keeping.atomic():
            Judgement.objects.filter(pk=made.pk).update(category=Progress.NONE)

    def test_an_event_of_something_else_does_not_do(self, world: World) -> None:
        changed, other = world.actions["kirklees"], world.actions["leeds"]

        @keeping.atomic
        def change() -> None:
            Action.objects.filter(pk=changed.pk).update(due_on=date(2027, 1, 1))
            history.record(verb="action.updated", subject=other.ref, by=SERVICE, at=NOW, after={})

        with pytest.raises(AssertionError, match="events do not touch"):
            change()

    def test_what_a_test_writes_itself_is_kept_before_it_is_read(self, world: World) -> None:
        action = world.actions["kirklees"]

        Action.objects.filter(pk=action.pk).update(due_on=action.due_on + timedelta(days=1))

        assert ActionPlace.objects.filter(action=action, open_due_on=date(2026, 11, 21)).exists()

    @pytest.mark.parametrize("model", sorted(harness.FACTS, key=str), ids=lambda model: model.__name__)
    def test_each_fact_touches_something_that_there_is(self, model: Any) -> None:
        name, _ = harness.FACTS[model]

        assert name in Touched.__slots__


@pytest.mark.django_db
def test_what_was_said_is_kept(world: World) -> None:
    made = make_self_assessment(world)

    kept = KeptAnswer.objects.get(answerable=answerable(world))
    assert (kept.owner_view_id, kept.owner_category, kept.owner_on) == (made.pk, Progress.SOME, date(2026, 11, 18))


@pytest.mark.django_db
def test_a_name_is_noted_without_an_event(world: World) -> None:
    body = world.organisations["kirklees"]
    type(body)._base_manager.filter(pk=body.pk).update(name="Kirklees and Calderdale")

    with keeping.atomic():
        keeping.touch_bodies(bodies={body.pk})

    recommendation = Recommendation.objects.get(pk=world.recommendations["kirklees"].pk)
    assert recommendation.kept.inspected == "Kirklees and Calderdale"
    assert OpenActions.objects.filter(organisation=body).exists()


def test_who_wraps_a_connection_as_it_opens_takes_their_own_wrapper_off() -> None:
    """Django takes the last wrapper off, whoever's it is."""
    connection = connections.create_connection("default")

    with connection.execute_wrapper(lambda execute, *asked: execute(*asked)):
        keeping.watch(connection)

    assert connection.execute_wrappers == [keeping.settle_before_reading]
