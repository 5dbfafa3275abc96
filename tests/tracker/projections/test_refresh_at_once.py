"""Two transactions at once leave the kept rows as the facts say, counts too, on real connections."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection

from inspections.choices import DatePrecision
from tests.factories.world import NOW, World, make_action, make_recommendation, make_world
from tracker.choices import ActionStatus, Ending
from tracker.models import Action, Answerable, Answers, OpenActions
from tracker.operations import history
from tracker.operations.action_changes import NewDate
from tracker.operations.actions import UpdateAnswers, update_action
from tracker.projections import keeping
from tracker.projections.rebuild import differences, rebuild
from tracker.rules.access import SERVICE

ROUNDS = 15


@pytest.fixture
def cast(transactional_db: None) -> World:
    """Two actions of one recommendation."""
    world = make_world()
    make_action(world, "second", recommendation="kirklees", post="Senior Probation Officer, kirklees")
    return world


def at_once(*windows: Callable[[], Any]) -> None:
    """Run these on a connection each."""

    def sit_at(window: Callable[[], Any]) -> None:
        try:
            window()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(windows)) as pool:
        for result in [pool.submit(sit_at, window) for window in windows]:
            result.result(timeout=120)


def move(action: Action, turn: int) -> None:
    """Move the date, and begin or end it."""
    held = Action.objects.get(pk=action.pk)
    status = ActionStatus.COMPLETED if turn % 3 == 2 else ActionStatus.IN_PROGRESS
    given = UpdateAnswers(
        version=held.version,
        status=status,
        text="Moved",
        token=uuid.uuid4(),
        new_date=NewDate(date(2026, 12, 1) + timedelta(days=turn), DatePrecision.DAY, "Later")
        if status == ActionStatus.IN_PROGRESS and held.state != ActionStatus.COMPLETED
        else None,
    )
    update_action(action=held, given=given, by=SERVICE, at=NOW)


def test_two_actions_of_one_recommendation(cast: World) -> None:
    start = Barrier(2)

    def window(key: str) -> Callable[[], None]:
        def moves() -> None:
            for turn in range(ROUNDS):
                start.wait(timeout=60)
                move(cast.actions[key], turn)

        return moves

    at_once(window("kirklees"), window("second"))

    assert differences(mend=False) == []
    assert OpenActions.objects.filter(organisation=cast.organisations["hmpps"]).exists()


def test_two_answers_of_one_action(cast: World) -> None:
    """Each transaction ends one answer of an action and cannot see what the other has ended."""
    wigan = cast.organisations["wigan"]
    rows = []
    for key in ("one", "two"):
        made = make_recommendation(cast, key, inspection="leeds", addressee="leeds")
        rows.append(Answerable.objects.create(recommendation=made, organisation=wigan, from_on=date(2024, 11, 1)))
        Answers.objects.create(action=cast.actions["kirklees"], answerable=rows[-1], from_on=date(2025, 1, 6))
    start, first_is_kept = Barrier(2), Event()

    def ends(row: Answerable, *, waits: bool) -> Callable[[], None]:
        def end() -> None:
            start.wait(timeout=60)
            with keeping.atomic():
                ended = {"to_on": date(2026, 11, 18), "ending": Ending.LAPSED, "ended_at": NOW}
                Answerable.objects.filter(pk=row.pk).update(**ended)
                Answers.objects.filter(answerable=row).update(to_on=date(2026, 11, 18), reason="Ended")
                history.record(
                    verb="recommendation.ended", subject=row.recommendation.ref, by=SERVICE, at=NOW, after={}
                )
                if waits and connection.vendor == "postgresql":
                    keeping.settle()
                    first_is_kept.set()
                    Event().wait(0.5)
                elif connection.vendor == "postgresql":
                    first_is_kept.wait(timeout=60)

        return end

    at_once(ends(rows[0], waits=True), ends(rows[1], waits=False))

    assert differences(mend=False) == []
    assert not cast.actions["kirklees"].places.filter(organisation=wigan).exists()


def test_rebuilding_while_people_work(cast: World) -> None:
    def moves() -> None:
        for turn in range(ROUNDS):
            move(cast.actions["kirklees"], turn)

    def rebuilds() -> None:
        for _ in range(5):
            rebuild()

    at_once(moves, rebuilds)

    assert differences(mend=False) == []


def test_checking_while_people_work_finds_nothing(cast: World) -> None:
    found = []

    def moves() -> None:
        for turn in range(ROUNDS):
            move(cast.actions["second"], turn)

    def checks() -> None:
        for _ in range(8):
            found.append(differences(mend=True))

    at_once(moves, checks)

    assert found == [[]] * 8
    assert differences(mend=False) == []
