"""Walks along a one-way graph."""

import pytest

from inspections.rules.graph import following, reached, would_loop

# Two ways from 1 to 4, and one node apart.
DIAMOND = [(1, 2), (1, 3), (2, 4), (3, 4), (4, 5), (8, 9)]


@pytest.mark.parametrize(
    ("new_edge", "loops"),
    [
        ((5, 1), True),
        ((4, 2), True),
        ((3, 3), True),
        ((1, 5), False),
        ((2, 3), False),
        ((5, 8), False),
        ((9, 1), False),
        ((9, 8), True),
        ((6, 7), False),
    ],
)
def test_an_edge_loops_where_its_end_already_leads_to_its_start(new_edge: tuple[int, int], loops: bool) -> None:
    assert would_loop(DIAMOND, new_edge) is loops


@pytest.mark.parametrize(
    ("starts", "found"),
    [([1], {1, 2, 3, 4, 5}), ([4], {4, 5}), ([5], {5}), ([2, 8], {2, 4, 5, 8, 9}), ([7], {7}), ([], set())],
)
def test_all_that_a_node_leads_to_is_reached_once(starts: list[int], found: set[int]) -> None:
    assert reached(starts, following(DIAMOND)) == found


def test_a_loop_that_is_there_already_does_not_hold_the_walk() -> None:
    assert reached([1], following([(1, 2), (2, 3), (3, 1)])) == {1, 2, 3}


def test_a_long_line_is_walked_without_running_out_of_depth() -> None:
    line = [(place, place + 1) for place in range(5000)]

    assert would_loop(line, (5000, 0))
