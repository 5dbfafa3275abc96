"""The page of a check after closing, and where checks are listed."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.reinspection import check_of, make_closed
from tests.factories.self_assessments import make_evidence, make_self_assessment
from tests.factories.world import NOW, World
from tracker.choices import Progress
from tracker.models import Answerable, Judgement, SustainCheck
from tracker.operations.sustain_checks import record_check
from tracker.rules.access import SERVICE

SignedIn = Callable[[str], Client]
YES = {"has_lasted": "yes", "found": "10 of 10 plans were checked"}
NO = {"has_lasted": "no", "found": "4 of 10 plans were not checked"}


@pytest.fixture(autouse=True)
def in_february() -> Iterator[None]:
    """100 days after the closing: the first check is due."""
    with time_machine.travel(NOW + timedelta(days=100), tick=False):
        yield


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def address(closed: Answerable, months: int = 3) -> str:
    return f"/recommendations/{closed.recommendation.ref}/checks/{months}/"


def test_a_yes_is_saved_and_shown(world: World, signed_in: SignedIn) -> None:
    closed = make_closed(world)

    answer = signed_in("head").post(address(closed), YES, follow=True)

    words = text_of(answer)
    assert "Check recorded: the change has lasted in Kirklees PDU" in words
    assert "10 of 10 plans were checked" in words
    assert "Has lasted" in words


def test_a_no_opens_the_recommendation(world: World, signed_in: SignedIn) -> None:
    closed = make_closed(world)

    words = text_of(signed_in("head").post(address(closed), NO, follow=True))

    assert "Open again for Kirklees PDU since 26 February 2027" in words
    assert "No longer needed" in words
    assert Answerable.objects.open().filter(follows=closed).exists()


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"found": "Seen"}, "Select whether the change has lasted"),
        ({"has_lasted": "yes", "found": ""}, "Enter the findings"),
        ({"has_lasted": "yes", "found": "About X123456"}, "Remove ‘X123456’"),
    ],
)
def test_mistakes(world: World, signed_in: SignedIn, sent: dict[str, str], message: str) -> None:
    answer = signed_in("head").post(address(make_closed(world)), sent)

    assert (answer.status_code, message in text_of(answer)) == (400, True)


def test_who_self_assessed_it_is_told_who_else_can_say_yes(world: World, signed_in: SignedIn) -> None:
    closed = make_closed(world)
    made = make_self_assessment(world, effect="Fewer gaps", evidence=[make_evidence(world)])
    Judgement.objects.filter(pk=made.pk).update(answerable=closed, category=Progress.SUFFICIENT)

    answer = signed_in("head").post(address(closed), YES)

    assert answer.status_code == 403
    assert "somebody else says that it has lasted" in text_of(answer)
    assert "10 of 10 plans were checked" in text_of(answer)


def test_too_early_for_a_yes(world: World, signed_in: SignedIn) -> None:
    answer = signed_in("head").post(address(make_closed(world), 12), YES)

    assert (answer.status_code, "This check is due on 18 November 2027" in text_of(answer)) == (409, True)


def test_somebody_was_first(world: World, signed_in: SignedIn) -> None:
    closed = make_closed(world)
    record_check(check=check_of(closed), has_lasted=True, found="Sampled before", by=SERVICE, at=NOW + timedelta(99))

    answer = signed_in("head").post(address(closed), YES)

    assert answer.status_code == 409
    assert "Sampled before" in text_of(answer)
    assert "10 of 10 plans were checked" in text_of(answer)


@pytest.mark.parametrize(
    ("person", "status"),
    [("head", 200), ("lead", 200), ("national", 200), ("owner", 403), ("sibling_head", 403), ("auditor", 403)],
)
def test_who_may(world: World, signed_in: SignedIn, person: str, status: int) -> None:
    assert signed_in(person).get(address(make_closed(world))).status_code == status


def test_no_such_check(world: World, signed_in: SignedIn) -> None:
    assert signed_in("head").get(address(make_closed(world), 4)).status_code == 404


@pytest.mark.parametrize(
    ("person", "where", "words"),
    [
        ("head", "/", "Needs your decision: checks after closing (1)"),
        ("lead", "/", "Needs your decision: checks after closing (1)"),
        ("head", "/areas/yorkshire/kirklees/", "Checks due (1)"),
        ("auditor", "/areas/yorkshire/", "Checks due (1)"),
    ],
)
def test_where_it_is_listed(world: World, signed_in: SignedIn, person: str, where: str, words: str) -> None:
    make_closed(world)

    assert words in text_of(signed_in(person).get(where))


@pytest.mark.parametrize(
    ("person", "where"), [("national", "/"), ("owner", "/"), ("other_head", "/areas/yorkshire/kirklees/")]
)
def test_where_it_is_not(world: World, signed_in: SignedIn, person: str, where: str) -> None:
    make_closed(world)

    assert "hecks" not in text_of(signed_in(person).get(where))


def test_the_work_is_not_shown_outside_the_area(world: World, signed_in: SignedIn) -> None:
    closed = make_closed(world)
    SustainCheck.objects.filter(answerable=closed, months=3).update(found="Known to few")

    words = text_of(signed_in("other_head").get(f"/recommendations/{closed.recommendation.ref}/"))

    assert "After closing" not in words
    assert "Known to few" not in words


def test_strangers_sign_in(world: World) -> None:
    assert Client().get(address(make_closed(world))).status_code == 302


def test_more_checks_cost_no_more(world: World, signed_in: SignedIn, django_assert_num_queries: Any) -> None:

    make_closed(world)
    client = signed_in("lead")
    client.get("/help/")
    with CaptureQueriesContext(connection) as few:
        client.get("/areas/yorkshire/")
    for number in range(4):
        make_closed(world, "leeds", key=f"more-{number}")

    with django_assert_num_queries(len(few)):
        client.get("/areas/yorkshire/")


@pytest.mark.parametrize(("person", "leads_there"), [("lead", True), ("coordinator", False), ("auditor", False)])
def test_an_area_leads_only_those_to_a_check_who_record_it(
    world: World, signed_in: SignedIn, person: str, leads_there: bool
) -> None:
    closed = make_closed(world)

    words = text_of(signed_in(person).get("/areas/yorkshire/kirklees/"))

    assert "Checks due (1)" in words
    assert (f'href="{address(closed)}?body=kirklees"' in words) is leads_there
