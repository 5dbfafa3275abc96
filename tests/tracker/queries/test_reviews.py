"""The queue of reviews: how many wait for whom, in what order, and what a review page sets beside a self-assessment."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.self_assessments import make_return, make_review, make_self_assessment
from tests.factories.world import NOW, TODAY, World, make_recommendation
from tracker.models import Judgement, Person
from tracker.models.review import version_of
from tracker.operations.self_assessments import withdraw
from tracker.queries import reviews
from tracker.queries.area_facts import area_facts
from tracker.queries.reviews import ReviewSelection
from tracker.rules.access import Actor

Acting = Callable[[str], Actor]
MAKERS = {"kirklees": "head", "leeds": "sibling_head", "wigan": "other_head", "region": "lead"}
ALL = ReviewSelection()


@pytest.fixture
def queue(world: World) -> dict[str, Judgement]:
    """A self-assessment of every body, Leeds' made first and each of the others an hour later."""
    order = ("leeds", "kirklees", "wigan", "region")
    return {
        place: make_self_assessment(world, place, by=MAKERS[place], at=NOW + timedelta(hours=hours))
        for hours, place in enumerate(order)
    }


def count_of(actor: Actor) -> int | None:
    [row] = Person.objects.filter(pk=actor.person_id).values_list(reviews.count_of_reviews(actor))
    return row[0]


@pytest.mark.parametrize(
    ("person", "places", "count"),
    [
        ("lead", ["leeds", "kirklees"], 2),
        ("other_lead", ["wigan"], 1),
        ("national", ["region"], 1),
        ("head", [], 0),
        ("auditor", [], 0),
    ],
)
def test_each_reviews_the_bodies_right_below_oldest_first(
    queue: dict[str, Judgement], acting: Acting, person: str, places: list[str], count: int
) -> None:
    assert list(reviews.chosen(acting(person), ALL)) == [queue[place] for place in places]
    assert count_of(acting(person)) == count


def test_nobody_reviews_their_own(world: World, acting: Acting) -> None:
    make_self_assessment(world, by="lead")

    assert count_of(acting("lead")) == 0


def test_what_is_reviewed_or_taken_back_no_longer_waits(
    world: World, queue: dict[str, Judgement], acting: Acting
) -> None:
    make_review(world, queue["kirklees"])
    withdraw(self_assessment=queue["leeds"], by=acting("sibling_head"), at=NOW + timedelta(days=1))

    assert count_of(acting("lead")) == 0


def test_a_newer_one_waits_in_the_place_of_the_one_before(
    world: World, queue: dict[str, Judgement], acting: Acting
) -> None:
    newer = make_self_assessment(world, "kirklees", at=NOW + timedelta(days=1))

    assert list(reviews.chosen(acting("lead"), ALL)) == [queue["leeds"], newer]


@pytest.mark.parametrize(
    ("region", "pdu", "words", "count"),
    [("yorkshire", None, "", 2), (None, "leeds", "", 1), ("manchester", None, "", 0), (None, None, "in Kirklees", 1)],
)
def test_the_queue_is_narrowed(
    world: World,
    queue: dict[str, Judgement],
    acting: Acting,
    region: str | None,
    pdu: str | None,
    words: str,
    count: int,
) -> None:
    bodies = {name: world.organisations[key] for name, key in (("region", region), ("pdu", pdu)) if key}

    assert reviews.chosen(acting("lead"), ReviewSelection(words=words, **bodies)).count() == count


@pytest.mark.parametrize(("after", "expected"), [("leeds", "kirklees"), ("kirklees", "last"), ("last", "leeds")])
def test_the_next_one_is_later_or_else_the_first(
    world: World, queue: dict[str, Judgement], acting: Acting, after: str, expected: str
) -> None:
    make_recommendation(world, "last", inspection="kirklees", addressee="kirklees")
    queue["last"] = make_self_assessment(world, "last", at=NOW + timedelta(hours=9))

    assert reviews.next_review(acting("lead"), ALL, after=queue[after]) == queue[expected]


def test_after_the_only_one_there_is_no_next(queue: dict[str, Judgement], acting: Acting) -> None:
    assert reviews.next_review(acting("other_lead"), ALL, after=queue["wigan"]) is None


@pytest.mark.parametrize(("body", "expected"), [("", 1), ("kirklees", 1), ("leeds", 0)])
def test_the_page_is_of_bodies_right_below_by_name(
    world: World, queue: dict[str, Judgement], acting: Acting, body: str, expected: int
) -> None:
    recommendation = world.recommendations["kirklees"]

    assert len(reviews.self_assessments_of(acting("lead"), recommendation, body=body)) == expected
    assert reviews.self_assessments_of(acting("national"), recommendation) == []


def test_a_page_has_the_views_before_it_and_what_is_held(world: World, acting: Acting) -> None:
    first = make_self_assessment(world, at=NOW - timedelta(days=9))
    make_return(world, first)
    newest = make_self_assessment(world)
    [shown, _] = reviews.self_assessments_of(acting("lead"), world.recommendations["kirklees"])

    page = reviews.review_of(acting("lead"), shown)

    assert (page.self_assessment.judgement, page.version) == (newest, version_of(newest))
    assert [each.judgement for each in page.earlier] == [first]


def test_your_work_counts_all_and_lists_what_came_back(
    world: World, queue: dict[str, Judgement], acting: Acting
) -> None:
    make_return(world, queue["kirklees"])

    lead, head = reviews.decisions(acting("lead"), on=TODAY), reviews.decisions(acting("head"), on=TODAY)

    assert (lead.to_review, lead.reviews, lead.returned) == (1, [queue["leeds"]], [])
    assert (head.to_review, head.reviews, head.returned) == (0, [], [queue["kirklees"]])
    assert not reviews.decisions(acting("auditor"), on=TODAY)


@pytest.mark.parametrize(
    ("person", "body", "expected"),
    [
        ("lead", "yorkshire", (3, 2)),
        ("lead", "leeds", (1, 1)),
        ("head", "kirklees", (1, 0)),
        ("national", "hmpps", (4, 1)),
        ("other_head", "kirklees", (0, 0)),
    ],
)
def test_an_area_counts_what_waits_for_anybody_and_for_oneself(
    world: World, queue: dict[str, Judgement], acting: Acting, person: str, body: str, expected: tuple[int, int]
) -> None:
    assert area_facts(acting(person), world.organisations[body], on=TODAY).to_review == expected


def test_the_queue_costs_one_query_and_your_work_two(
    queue: dict[str, Judgement], acting: Acting, django_assert_num_queries: Any
) -> None:
    actor = acting("lead")

    with django_assert_num_queries(1):
        reviews.page_of_reviews(actor, ALL, after="", before="")

    with django_assert_num_queries(2):
        reviews.decisions(actor, on=TODAY)
