"""Two windows save the same action from the same version, on real connections: nothing is overwritten in silence."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tests.factories.world import NOW, World, make_world
from tracker.choices import ActionStatus
from tracker.errors import EditConflict, TokenReused
from tracker.models import Action, Event, Update
from tracker.operations.action_edits import Edit, edit_action
from tracker.operations.actions import UpdateAnswers, plan_action, update_action
from tracker.rules.access import SERVICE
from tracker.rules.action_words import ActionWords

IN_CI, IN_BATTERY = 100, 1_000
SUBMITS = 50


@pytest.fixture
def cast(transactional_db: None) -> World:
    return make_world()


def at_once(windows: list[Callable[[], Any]], *, rounds: int = 1) -> list[list[Any]]:
    """What each window got in each round; all of a round start together, on a connection each."""
    start = Barrier(len(windows))

    def sit_at(window: Callable[[], Any]) -> list[Any]:
        try:
            found = []
            for _ in range(rounds):
                start.wait(timeout=60)
                found.append(window())
                start.wait(timeout=60)
            return found
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(windows)) as pool:
        return list(pool.map(sit_at, windows))


def update(action: Action, *, version: int, text: str, token: uuid.UUID) -> str:
    try:
        saved = update_action(
            action=action,
            given=UpdateAnswers(version=version, status=ActionStatus.IN_PROGRESS, text=text, token=token),
            by=SERVICE,
            at=NOW,
        )
    except (EditConflict, TokenReused) as refusal:
        return type(refusal).__name__
    return saved.text


def race(cast: World, *, rounds: int) -> None:
    """Each round both windows save from the version that the round began with."""
    action = cast.actions["kirklees"]
    versions = {"one": 1, "two": 1}

    def window(name: str) -> Callable[[], str]:
        def save() -> str:
            version = versions[name]
            versions[name] += 1
            return update(action, version=version, text=f"{name} {version}", token=uuid.uuid4())

        return save

    one, two = at_once([window("one"), window("two")], rounds=rounds)

    for number, pair in enumerate(zip(one, two, strict=True), start=1):
        assert sorted(pair) in (["EditConflict", f"one {number}"], ["EditConflict", f"two {number}"])
    saved = [text for text in [*one, *two] if text != "EditConflict"]
    assert sorted(Update.objects.values_list("text", flat=True)) == sorted(saved)
    assert Action.objects.get(pk=action.pk).version == 1 + rounds
    assert Event.objects.about(action.ref).filter(verb="action.updated").count() == rounds


def test_of_two_saves_from_one_version_one_is_refused(cast: World) -> None:
    race(cast, rounds=IN_CI)


@pytest.mark.battery
def test_of_two_saves_from_one_version_one_is_refused_a_thousand_times(cast: World) -> None:
    race(cast, rounds=IN_BATTERY)


def test_one_form_sent_many_times_at_once_is_one_update(cast: World) -> None:
    action, token = cast.actions["kirklees"], uuid.uuid4()

    one, two = at_once(
        [lambda: update(action, version=1, text="Two briefings held", token=token)] * 2, rounds=SUBMITS // 2
    )

    assert {*one, *two} == {"Two briefings held"}
    assert Update.objects.count() == 1


def test_a_token_used_at_once_for_other_words_is_refused(cast: World) -> None:
    action, token = cast.actions["kirklees"], uuid.uuid4()

    answers = at_once(
        [lambda text=text: update(action, version=1, text=text, token=token) for text in ("These words", "Other words")]
    )

    found = [text for [text] in answers]
    assert found.count("TokenReused") == 1
    assert Update.objects.get().text in found


def test_one_form_sent_twice_at_once_plans_one_action(cast: World) -> None:
    token = uuid.uuid4()
    planned = {
        "words": ActionWords("Sample ten plans a month"),
        "owner_post": cast.posts["Head of PDU, kirklees"],
        "answers": list(cast.recommendations["kirklees"].answerables.all()),
        "due_on": None,
        "token": token,
    }

    answers = at_once([lambda: plan_action(**planned, by=SERVICE, at=NOW).pk] * 2, rounds=5)

    assert len({pk for found in answers for pk in found}) == 1


def test_of_two_edits_at_once_one_is_refused(cast: World) -> None:
    action = cast.actions["kirklees"]

    def edit(title: str) -> str:
        wanted = Edit(words=ActionWords(title), owner_post=cast.posts["Head of PDU, kirklees"])
        try:
            return edit_action(action=action, version=1, edit=wanted, by=SERVICE, at=NOW).title
        except EditConflict:
            return "EditConflict"

    answers = at_once([lambda title=title: edit(title) for title in ("Brief all", "Brief some")])

    found = [title for [title] in answers]
    assert found.count("EditConflict") == 1
    assert Action.objects.get(pk=action.pk).title in found


def test_one_token_for_two_actions_at_once_makes_one_update(cast: World) -> None:
    token = uuid.uuid4()
    actions = [cast.actions["kirklees"], cast.actions["leeds"]]

    said = at_once([lambda action=each: update(action, version=1, text="Sent twice", token=token) for each in actions])

    assert sorted(row[0] for row in said) == ["Sent twice", "TokenReused"]
    assert Update.objects.filter(token=token).count() == 1
