"""The list of chains that were made again: how long each is, in what order, and themes by the lengths of theirs."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from inspections.models import Inspection
from tests.factories.recurrence import link, make_earlier, make_line
from tests.factories.world import TODAY, World, make_recommendation
from tracker.models import Recommendation, RecommendationTheme, Theme
from tracker.queries.repeats import Lengths, RepeatSelection, lengths, page_of_repeats, repeats, shown
from tracker.rules.access import SERVICE, Actor

Acting = Callable[[str], Actor]
ALL = RepeatSelection()


def give_theme(recommendation: Recommendation, code: str) -> None:
    theme, _ = Theme.objects.get_or_create(code=code, defaults={"name": code.capitalize(), "position": 1})
    RecommendationTheme.objects.create(recommendation=recommendation, theme=theme, is_primary=True)


def latest(world: World, **filters: Any) -> list[str]:
    """The places of the newest recommendation of each chain, in the order of the list."""
    keys = {recommendation.pk: key for key, recommendation in world.recommendations.items()}
    return [keys[chain.pk] for chain in repeats(SERVICE, RepeatSelection(**filters))]


def test_without_a_link_there_is_no_chain(world: World) -> None:
    assert list(repeats(SERVICE, ALL)) == []


def test_a_chain_in_short(world: World) -> None:
    line = make_line(world, 2019, 2022)
    give_theme(line[-1], "staffing")
    give_theme(line[0], "partners")

    [chain] = repeats(SERVICE, ALL)

    assert (chain.times, chain.years, chain.theme.name) == (3, 5, "Staffing")
    assert (chain.first_on, chain.last_on, chain.pk) == (date(2019, 5, 1), date(2024, 11, 1), line[-1].pk)


def test_a_page_says_how_many_there_are_and_whether_more_follow(
    world: World, acting: Acting, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    make_line(world, 2021, place="leeds", body="leeds")
    make_line(world, 2019, 2022)
    monkeypatch.setattr("tracker.queries.repeats.PAGE_SIZE", 1)
    expected = [chain.pk for chain in repeats(SERVICE, ALL)]
    lead = acting("lead")

    with django_assert_num_queries(8):
        pages = [page_of_repeats(lead, ALL, page=number, on=TODAY) for number in (1, 2)]

    assert [[row.brief.pk for row in page.rows] for page in pages] == [[pk] for pk in expected]
    assert [(page.count, page.has_more) for page in pages] == [("2", True), ("2", False)]
    assert page_of_repeats(acting("lead"), ALL, page=3, on=TODAY).rows == []


def test_a_page_is_narrowed_as_the_list_is(world: World, acting: Acting) -> None:
    make_line(world, 2021, place="leeds", body="leeds")
    give_theme(make_line(world, 2019, 2022)[-1], "staffing")
    bodies = world.organisations

    for filters in (
        {"region": bodies["yorkshire"]},
        {"pdu": bodies["leeds"]},
        {"theme": "staffing"},
        {"theme": "none"},
    ):
        selection = RepeatSelection(**filters)
        page = page_of_repeats(acting("lead"), selection, page=1, on=TODAY)
        assert [row.brief.pk for row in page.rows] == [chain.pk for chain in repeats(SERVICE, selection)], filters


def test_most_often_first_and_then_the_longest(world: World) -> None:
    make_line(world, 2021, place="leeds", body="leeds")
    make_line(world, 2018, place="wigan", body="wigan")
    make_line(world, 2019, 2022)

    assert latest(world) == ["kirklees", "wigan", "leeds"]


def test_a_split_has_two_latest_and_was_made_twice(world: World) -> None:
    first, last = make_line(world, 2019)
    branch = make_recommendation(world, "branch", inspection="kirklees", addressee="yorkshire")
    link(first, branch)

    [chain] = repeats(SERVICE, ALL)

    assert (chain.times, chain.first_latest, chain.pk) == (2, last.pk, branch.pk)


def test_an_unknown_date_leaves_the_known_ones(world: World) -> None:
    line = make_line(world, 2019, 2022)
    Inspection.objects.filter(pk=line[0].inspection_id).update(published_on=None, published_month=None)

    [chain] = repeats(SERVICE, ALL)

    assert (chain.times, chain.first_on, chain.years) == (3, date(2022, 5, 1), 2)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"region": "yorkshire"}, ["kirklees"]),
        ({"pdu": "wigan"}, ["wigan"]),
        ({"pdu": "leeds"}, []),
        ({"region": "manchester", "pdu": "kirklees"}, []),
    ],
)
def test_a_chain_concerns_an_area(world: World, filters: dict[str, str], expected: list[str]) -> None:
    make_line(world, 2019)
    make_line(world, 2019, place="wigan", body="wigan")

    assert latest(world, **{name: world.organisations[key] for name, key in filters.items()}) == expected


def test_a_theme_of_any_of_its_recommendations_keeps_a_chain(world: World) -> None:
    give_theme(make_line(world, 2019)[0], "staffing")
    make_line(world, 2019, place="wigan", body="wigan")

    assert latest(world, theme="staffing") == ["kirklees"]


def test_a_row_shows_its_latest_as_the_reader_may_see_it(world: World, acting: Acting) -> None:
    make_line(world, 2019, 2022)
    chains = list(repeats(SERVICE, ALL))

    [inside], [outside] = (shown(acting(person), chains, on=TODAY) for person in ("head", "other_head"))

    assert (inside.since, inside.row.recommendation.pk) == ("May 2019", world.recommendations["kirklees"].pk)
    assert (inside.row.actions, outside.row.actions) == (1, 0)


def test_themes_by_how_often_theirs_were_made(world: World) -> None:
    give_theme(make_line(world, 2019, 2022)[-1], "staffing")
    give_theme(make_line(world, 2019, place="wigan", body="wigan")[-1], "partners")
    give_theme(world.recommendations["leeds"], "staffing")

    found = lengths()

    assert found == [
        Lengths("Staffing", (1, 0, 1)),
        Lengths("Partners", (0, 1, 0)),
        Lengths("No theme", (1, 0, 0)),
    ]


def test_four_times_is_three_or_more(world: World) -> None:
    make_line(world, 2015, 2018, 2021)

    [found] = lengths()

    assert found.counts == (3, 0, 1)


@pytest.mark.parametrize("more", [0, 6])
def test_the_list_costs_no_more_for_more_chains(
    world: World, django_assert_num_queries: Any, django_assert_max_num_queries: Any, more: int
) -> None:
    make_line(world, 2019)
    for number in range(more):
        link(make_earlier(world, 1990 + number, body="leeds"), make_earlier(world, 2010 + number, body="leeds"))

    with django_assert_num_queries(1):
        chains = list(repeats(SERVICE, ALL))

    with django_assert_num_queries(1):
        lengths()

    with django_assert_max_num_queries(4):
        shown(SERVICE, chains, on=TODAY)
