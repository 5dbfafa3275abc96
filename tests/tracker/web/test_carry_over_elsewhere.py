"""What a carry-over shows on other pages: the inspection's, Your work, and how little it asks of the database."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.carry_over import (
    answer,
    confirm_it,
    decide,
    decide_both,
    make_earlier,
    make_reinspection,
    make_verdict,
    task,
)
from tests.factories.world import NOW, World, make_recommendation
from tracker.choices import Ending, Progress
from tracker.models import SustainCheck
from tracker.operations.carry_over import open_for
from tracker.operations.sustain_checks import record_check
from tracker.rules.access import SERVICE

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def again(world: World) -> None:
    make_reinspection(world)
    open_for(inspection=world.inspections["again"], by=SERVICE, at=NOW)


@pytest.fixture
def base(world: World) -> str:
    return f"/inspections/{world.inspections['again'].ref}/carry-over/"


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_inspection_sums_the_earlier_ones_up(world: World, base: str, signed_in: SignIn) -> None:
    make_verdict(world, "kirklees", Progress.SOME)
    make_verdict(world, "region", Progress.NONE)

    page = text_of(signed_in("lead").get(base.removesuffix("carry-over/")))

    assert "Some or sufficient progress against 1 of 2 earlier recommendations." in page
    assert "Decide what carries over</a>: 0 of 2 decided" in page


def test_it_says_who_confirmed_it(world: World, base: str, signed_in: SignIn) -> None:
    decide_both(world)
    confirm_it(world)

    page = text_of(signed_in("head").get(base.removesuffix("carry-over/")))

    assert "confirmed on 18 November 2026 by Regional Probation Director, Yorkshire and the Humber" in page
    assert "The report judges none of 2 earlier recommendations." in page


def test_strangers_read_only_the_words(base: str, signed_in: SignIn) -> None:
    page = text_of(signed_in("other_head").get(base.removesuffix("carry-over/")))

    assert "The report judges none of 2 earlier recommendations." in page
    assert "carry-over/" not in page


@pytest.mark.parametrize("who", ["head", "other_head"])
def test_what_ended_without_a_verdict_counts_for_everybody(
    world: World, base: str, signed_in: SignIn, who: str
) -> None:
    decide_both(world)
    confirm_it(world)

    page = text_of(signed_in(who).get(base.removesuffix("carry-over/")))

    assert "The report judges none of 2 earlier recommendations." in page


@pytest.mark.parametrize("who", ["head", "other_head"])
def test_what_is_open_again_since_counts_once(world: World, base: str, signed_in: SignIn, who: str) -> None:
    make_verdict(world, "kirklees", Progress.SUFFICIENT)
    decide(world, "kirklees", answer(world, ending=Ending.SUFFICIENT))
    decide(world, "region", answer(world, ending=Ending.LAPSED, reason="The need went away"))
    confirm_it(world)
    check = SustainCheck.objects.get(answerable__recommendation=world.recommendations["kirklees"], months=3)
    record_check(check=check, has_lasted=False, found="4 of 10 plans were not checked", by=SERVICE, at=NOW)

    page = text_of(signed_in(who).get(base.removesuffix("carry-over/")))

    assert "against 1 of 2 earlier recommendations. 1 is not yet judged." in page


@pytest.mark.parametrize(("who", "sees"), [("lead", True), ("coordinator", True), ("head", False)])
def test_it_needs_a_decision_on_your_work(base: str, signed_in: SignIn, who: str, sees: bool) -> None:
    page = text_of(signed_in(who).get("/"))

    assert ("Needs your decision: what carries over (1)" in page) is sees
    assert (base in page) is sees


def test_more_recommendations_need_no_more_queries(world: World, base: str, signed_in: SignIn) -> None:
    client, task_page = signed_in("lead"), f"{base}{world.recommendations['kirklees'].ref}/"

    def count() -> list[int]:
        found = []
        for page in (base, task_page, f"{base}check/", base.removesuffix("carry-over/"), "/"):
            client.get(page)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(page).status_code == 200
            found.append(len(captured))
        return found

    decide_both(world)
    few = count()
    make_earlier(world, 6, actions=3)
    for number in range(3, 9):
        make_recommendation(world, f"new-{number}", inspection="again", addressee="kirklees")
    for number in range(1, 7):
        decide(world, f"old-{number}", answer(world, f"new-{number}"))
    for key in ("kirklees", "region"):
        given = task(world, key).decision
        assert given is not None

    assert count() == few
