"""A recommendation's history: how often it was made, since when, over how many years, and who answers today."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from inspections.models import Inspection
from tests.factories.recurrence import judge, link, make_earlier, make_line
from tests.factories.self_assessments import make_self_assessment
from tests.factories.world import World, make_recommendation
from tracker.choices import Progress
from tracker.models import Recommendation
from tracker.queries.recurrence import MadeAgain, chain, made_of, ties_of
from tracker.rules.access import SERVICE, Actor

Acting = Callable[[str], Actor]
STRANGER = Actor(person_id=None, name="Nobody")


def said(recommendation: Recommendation) -> list[Recommendation]:
    return [each.recommendation for each in chain(SERVICE, recommendation).said]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_whole_line_is_told_oldest_first_from_each_of_its_places(world: World, place: int) -> None:
    line = make_line(world, 2019, 2022)

    found = chain(SERVICE, line[place])

    assert [each.recommendation for each in found.said] == line
    assert (found.one.recommendation, found.times, found.years, found.flagged) == (line[place], 3, 5, 1)


def test_one_that_is_not_linked_was_made_once(world: World) -> None:
    found = chain(SERVICE, world.recommendations["kirklees"])

    assert (found.times, found.years, len(found.said), found.joins) == (1, 0, 1, [])


def test_each_says_how_often_it_had_been_made_by_then(world: World) -> None:
    line = make_line(world, 2019, 2022)

    assert [each.times for each in chain(SERVICE, line[0]).said] == [1, 2, 3]


def test_a_split_is_one_time_more_and_not_two(world: World) -> None:
    first, last = make_line(world, 2019)
    branch = make_recommendation(world, "branch", inspection="kirklees", addressee="yorkshire")
    link(first, branch)

    assert chain(SERVICE, branch).times == 2
    assert said(branch) == [first, last, branch]


def test_a_report_without_a_date_stands_after_what_it_follows(world: World) -> None:
    line = make_line(world, 2019, 2022)
    Inspection.objects.filter(pk__in=[each.inspection_id for each in line]).update(
        published_on=None, published_month=None
    )

    found = chain(SERVICE, line[-1])

    assert [each.recommendation for each in found.said] == line
    assert (found.years, found.first.said_on) == (0, "date not in the report")


def test_who_answers_today_is_who_has_not_ended(world: World) -> None:
    line = make_line(world, 2019, 2022)

    found = chain(SERVICE, line[0])

    assert found.answering == [world.recommendations["kirklees"].answerables.get()]


def test_an_ended_one_says_how_it_ended_whatever_was_said(world: World) -> None:
    line = make_line(world, 2019)
    judge(line[0], line[1].inspection)

    assert chain(SERVICE, line[0]).first.status == "Ended: carried over"


def test_an_open_one_says_what_was_said_last(world: World) -> None:
    recommendation = world.recommendations["kirklees"]
    before = chain(SERVICE, recommendation).one.status

    for place, category in (("leeds", Progress.NONE), ("wigan", Progress.SOME)):
        judge(recommendation, world.inspections[place], category)

    after = chain(SERVICE, recommendation).one.status
    assert before == "Open, not yet judged"
    assert after == "Open: inspectorate said some progress"


def test_one_that_nobody_answers_for_says_so(world: World) -> None:
    first = make_earlier(world, 2019)
    first.answerables.all().delete()

    assert chain(SERVICE, first).one.status == "Nobody answers for it yet, not yet judged"


def test_flagged_by_its_report_and_not_linked_is_told_apart(world: World) -> None:
    line = make_line(world, 2019)
    Recommendation.objects.filter(pk__in=[each.pk for each in line]).update(flagged_repeat=True)

    assert [each.recommendation for each in chain(SERVICE, line[0]).not_linked] == [line[0]]


def test_only_the_inspectorate_is_quoted(world: World, acting: Acting) -> None:
    make_self_assessment(world)

    assert chain(acting("head"), world.recommendations["kirklees"]).one.judgements == []


def test_the_picture_is_drawn_of_three_and_more(world: World) -> None:
    middle = make_line(world, 2019, 2022)[1]
    two = make_line(world, 2021, place="leeds", body="leeds")

    assert chain(SERVICE, middle).picture() is not None
    assert chain(SERVICE, two[0]).picture() is None


def test_made_again_counts_up_to_that_time(world: World) -> None:
    first, middle, last = make_line(world, 2019, 2022)

    found = made_of(SERVICE, [first.pk, middle.pk, last.pk, world.recommendations["leeds"].pk])

    since = date(2019, 5, 1)
    assert found == {middle.pk: MadeAgain(2, since, "month"), last.pk: MadeAgain(3, since, "month")}
    assert found[last.pk].words == "Made 3 times since May 2019"


def test_made_again_counts_since_the_earliest_beginning_that_is_known(world: World) -> None:
    later = make_line(world, 2021)[-1]
    other = make_earlier(world, 2018)
    link(other, later)
    undated = make_earlier(world, 2015)
    link(undated, later)
    Inspection.objects.filter(pk=undated.inspection_id).update(published_on=None, published_month=None)

    assert made_of(SERVICE, [later.pk])[later.pk].since == date(2018, 5, 1)


def test_ties_are_direct_links_alone(world: World) -> None:
    first, middle, last = make_line(world, 2019, 2022)

    ties = ties_of(SERVICE, middle)

    assert [each.earlier for each in ties.repeats] == [first]
    assert [each.later for each in ties.taken_up] == [last]


def test_who_has_not_signed_in_reads_no_history(world: World) -> None:
    line = make_line(world, 2019)

    ties = ties_of(STRANGER, line[1])

    assert (ties.repeats, made_of(STRANGER, [line[1].pk])) == ([], {})


@pytest.mark.parametrize("more", [0, 12])
def test_a_history_costs_five_queries_however_long(world: World, django_assert_max_num_queries: Any, more: int) -> None:
    line = make_line(world, 2019)
    older = [make_earlier(world, 1990 + number) for number in range(more)]
    for earlier, later in pairwise([*older, line[0]]):
        link(earlier, later)

    with django_assert_max_num_queries(5):
        chain(SERVICE, line[1])


def test_made_again_costs_two_queries_and_one_where_nothing_was(world: World, django_assert_num_queries: Any) -> None:
    line = make_line(world, 2019, 2022)

    with django_assert_num_queries(2):
        made_of(SERVICE, [each.pk for each in line])

    with django_assert_num_queries(1):
        made_of(SERVICE, [world.recommendations["leeds"].pk])
