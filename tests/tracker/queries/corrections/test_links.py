"""What is found to be linked, what is linked, and which carry-over says so."""

from typing import Any

from tests.factories import carry_over
from tests.factories.recurrence import make_line
from tests.factories.self_assessments import actor
from tests.factories.world import TODAY, World
from tracker.models import Link
from tracker.queries.corrections.links import carry_over_that_says, dated, links_said, search


def test_others_are_found_by_words_or_reference_and_itself_is_not(world: World) -> None:
    earlier, later = make_line(world, 2019)
    who = actor(world, "coordinator")

    by_words, by_ref = (search(who, later, words, on=TODAY) for words in ("second manager", earlier.ref))

    refs = {row.recommendation.ref for row in by_words.rows}
    assert refs == {earlier.ref, *(world.recommendations[key].ref for key in ("leeds", "region", "wigan"))}
    assert [row.recommendation.pk for row in by_ref.rows] == [earlier.pk]
    assert earlier.pk in by_words.linked
    assert world.recommendations["leeds"].pk not in by_words.linked


def test_searching_costs_few_queries(world: World, django_assert_max_num_queries: Any) -> None:
    make_line(world, 2019)

    with django_assert_max_num_queries(7):
        search(actor(world, "coordinator"), world.recommendations["kirklees"], "plan", on=TODAY)


def test_what_it_says_of_its_links(world: World) -> None:
    first, second, last = make_line(world, 2015, 2019)

    earlier, later = links_said(second)

    assert (earlier.value, earlier.words) == ([[first.ref, "repeated"]], f"{first.ref} (repeated)")
    assert (later.value, later.words) == ([[last.ref, "repeated"]], f"{last.ref} (repeated)")
    assert links_said(first)[0].shown == "nothing"


def test_what_orders_it(world: World) -> None:
    held = dated(world.recommendations["kirklees"])

    assert (held.ref, str(held.published_on), held.precision) == (
        world.recommendations["kirklees"].ref, "2024-11-01", "month",
    )  # fmt: skip


def test_a_confirmed_carry_over_says_its_links_and_one_by_hand_none(world: World) -> None:
    make_line(world, 2019)
    carry_over.make_reinspection(world)
    carry_over.decide_both(world)
    before = [carry_over_that_says(link) for link in Link.objects.all()]
    carry_over.confirm_it(world)

    said = {link.inspection: carry_over_that_says(link) for link in Link.objects.select_related("inspection")}

    assert before == [None]
    assert said[world.inspections["again"]] == world.inspections["again"]
