"""Chains of recommendations: what belongs together, how often it was said, since when."""

from datetime import date

import pytest

from tracker.errors import InvalidInput
from tracker.rules import recurrence
from tracker.rules.recurrence import DatedReport, Edge

LINE = [(1, 2), (2, 3)]
SPLIT = [(1, 2), (1, 3)]
SPLIT_AND_MERGED = [(1, 2), (1, 3), (2, 4), (3, 4)]
# Made in 2019 (1), again in 2021 (2) and, from both, in 2023 (3).
SHORT_CUT = [(1, 2), (2, 3), (1, 3)]
APART = [(1, 2), (7, 8)]


@pytest.mark.parametrize(
    ("edges", "node", "times", "firsts"),
    [
        (LINE, 1, 1, {1}),
        (LINE, 3, 3, {1}),
        (SPLIT, 2, 2, {1}),
        (SPLIT, 3, 2, {1}),
        (SPLIT_AND_MERGED, 4, 3, {1}),
        (SHORT_CUT, 3, 3, {1}),
        ([(1, 3), (2, 3)], 3, 2, {1, 2}),
        (APART, 8, 2, {7}),
    ],
)
def test_times_made_is_the_longest_line_that_leads_to_it(
    edges: list[Edge], node: int, times: int, firsts: set[int]
) -> None:
    assert recurrence.times_made(edges)[node] == times
    assert recurrence.firsts_of(node, edges) == firsts


@pytest.mark.parametrize(
    ("edges", "start", "chain"),
    [
        (LINE, 2, {1, 2, 3}),
        (SPLIT, 3, {1, 2, 3}),
        (SPLIT_AND_MERGED, 2, {1, 2, 3, 4}),
        (APART, 1, {1, 2}),
        (APART, 5, {5}),
        ([], 5, {5}),
    ],
)
def test_a_chain_is_all_that_hangs_together(edges: list[Edge], start: int, chain: set[int]) -> None:
    assert recurrence.chain_of(start, edges) == chain


def test_only_the_edges_of_these_chains_are_around_them() -> None:
    assert recurrence.around([3, 5], [*LINE, (7, 8)]) == LINE


def test_each_chain_is_found_once() -> None:
    assert sorted(map(sorted, recurrence.chains([*SPLIT_AND_MERGED, (7, 8)]))) == [[1, 2, 3, 4], [7, 8]]


def test_what_is_not_linked_is_in_no_chain() -> None:
    assert recurrence.chains([]) == []
    assert recurrence.times_made([]) == {}


@pytest.mark.parametrize(
    ("new_edge", "loops"), [((4, 1), True), ((4, 2), True), ((2, 2), True), ((2, 3), False), ((4, 5), False)]
)
def test_a_link_that_would_loop(new_edge: Edge, loops: bool) -> None:
    assert recurrence.would_loop(SPLIT_AND_MERGED, new_edge) is loops


def test_a_loop_is_refused_rather_than_counted() -> None:
    with pytest.raises(ValueError, match="loop"):
        recurrence.times_made([(1, 2), (2, 1)])


def test_a_line_of_thousands_is_counted() -> None:
    assert recurrence.times_made([(place, place + 1) for place in range(5000)])[5000] == 5001


@pytest.mark.parametrize(
    ("times", "since", "precision", "words"),
    [
        (1, date(2019, 5, 1), "month", ""),
        (2, date(2019, 5, 1), "month", "Made twice since May 2019"),
        (3, date(2019, 5, 7), "day", "Made 3 times since 7 May 2019"),
        (3, None, "", "Made 3 times"),
    ],
)
def test_the_words_for_times_made(times: int, since: date | None, precision: str, words: str) -> None:
    assert recurrence.made_words(times=times, since=since, precision=precision) == words


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (date(2019, 12, 1), date(2020, 1, 1), 0),
        (date(2018, 10, 1), date(2023, 3, 1), 4),
        (date(2018, 10, 1), date(2023, 10, 1), 5),
        (date(2020, 2, 29), date(2021, 2, 28), 0),
        (date(2019, 1, 1), date(2019, 12, 1), 0),
        (None, date(2019, 1, 1), 0),
        (date(2019, 1, 1), None, 0),
    ],
)
def test_years_are_whole_ones(first: date | None, last: date | None, years: int) -> None:
    assert recurrence.years_between(first, last) == years


@pytest.mark.parametrize(("times", "words"), [(1, "1"), (2, "2"), (3, "3 or more"), (7, "3 or more")])
def test_lengths_are_counted_in_three_columns(times: int, words: str) -> None:
    assert recurrence.length_words(times) == words


def dated(key: int, on: date | None, precision: str = "day") -> DatedReport:
    return DatedReport(key, f"REC-{key:04}", on, precision)


DAY_IN_MAY, MAY, JUNE = dated(1, date(2023, 5, 15)), dated(2, date(2023, 5, 1), "month"), dated(3, date(2023, 6, 1))


@pytest.mark.parametrize(
    ("one", "other", "first"),
    [
        (DAY_IN_MAY, JUNE, 1),
        (JUNE, DAY_IN_MAY, 1),
        (MAY, JUNE, 2),
        (JUNE, MAY, 2),
        (dated(4, date(2023, 4, 30)), MAY, 4),
        (DAY_IN_MAY, MAY, None),  # the month's report could be of any of its days
        (MAY, DAY_IN_MAY, None),
        (MAY, dated(5, date(2023, 5, 1), "month"), None),
        (DAY_IN_MAY, dated(6, date(2023, 5, 15)), None),
        (DAY_IN_MAY, dated(7, None), None),
        (dated(7, None), DAY_IN_MAY, None),
        (DAY_IN_MAY, DAY_IN_MAY, None),
    ],
)
def test_links_run_from_the_earlier_report_to_the_later(
    one: DatedReport, other: DatedReport, first: int | None
) -> None:
    if first is None:
        with pytest.raises(InvalidInput) as refused:
            recurrence.in_order(one, other)
        assert refused.value.field == "other"
        return
    assert [row.key for row in recurrence.in_order(one, other)] == [first, ({one.key, other.key} - {first}).pop()]


@pytest.mark.parametrize(
    ("edges", "loops"), [([], False), ([(1, 3)], False), ([(3, 1)], True), ([(3, 2), (2, 1)], True), ([(3, 2)], False)]
)
def test_no_circle_is_linked(edges: list[Edge], loops: bool) -> None:
    if loops:
        with pytest.raises(InvalidInput, match="already"):
            recurrence.check_can_link(edges, earlier=DAY_IN_MAY, later=JUNE)
        return
    recurrence.check_can_link(edges, earlier=DAY_IN_MAY, later=JUNE)
