"""Who answers for a closed body: truth tables of known cases, and properties of any history."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.data import organisations, successions
from inspections.rules.succession import (
    Edge,
    Interval,
    Predecessor,
    answerable_intervals,
    living_bodies,
    predecessors,
    would_loop,
)

# A busy machine may take long over one example; that is no failure.
unhurried = settings(deadline=None)

START = date(2020, 1, 1)
UNIFIED = date(2021, 6, 26)
MERGED = date(2025, 3, 1)

# One company became two units; later the first unit and another one merged.
EDGES = [
    Edge("company", "north", UNIFIED),
    Edge("company", "south", UNIFIED),
    Edge("south", "new", MERGED),
    Edge("east", "new", MERGED),
]
CLOSED = {"company": UNIFIED, "south": MERGED, "east": MERGED}


@pytest.mark.parametrize(
    ("predecessor", "successor", "loops"),
    [
        ("new", "later", False),
        ("north", "new", False),
        ("company", "new", False),
        ("new", "company", True),
        ("south", "company", True),
        ("new", "south", True),
        ("new", "new", True),
        ("elsewhere", "company", False),
    ],
)
def test_an_edge_that_would_loop_is_seen(predecessor, successor, loops):
    assert would_loop(EDGES, Edge(predecessor, successor, MERGED)) is loops


@pytest.mark.parametrize(
    ("body", "on", "living"),
    [
        ("company", date(2020, 3, 1), {"company"}),
        ("company", date(2021, 6, 25), {"company"}),
        ("company", UNIFIED, {"north", "south"}),
        ("company", date(2025, 2, 28), {"north", "south"}),
        ("company", MERGED, {"north", "new"}),
        ("south", MERGED, {"new"}),
        ("north", MERGED, {"north"}),
        ("new", MERGED, {"new"}),
        ("stranger", MERGED, {"stranger"}),
    ],
)
def test_the_living_bodies_that_answer(body, on, living):
    assert living_bodies(body, EDGES, CLOSED, on) == living


def test_a_closed_body_without_successors_has_nobody_to_answer():
    assert living_bodies("gone", EDGES, {"gone": UNIFIED}, MERGED) == set()


@pytest.mark.parametrize(
    ("body", "before"),
    [
        ("company", ()),
        ("north", (Predecessor("company", UNIFIED),)),
        (
            "new",
            (Predecessor("south", MERGED), Predecessor("east", MERGED), Predecessor("company", UNIFIED)),
        ),
    ],
)
def test_predecessors_at_any_depth_latest_first(body, before):
    assert predecessors(body, EDGES) == before


@pytest.mark.parametrize(
    ("body", "from_on", "intervals"),
    [
        (
            "company",
            date(2020, 3, 1),
            (
                Interval("company", date(2020, 3, 1), UNIFIED),
                Interval("north", UNIFIED, None),
                Interval("south", UNIFIED, MERGED),
                Interval("new", MERGED, None),
            ),
        ),
        ("north", date(2023, 1, 1), (Interval("north", date(2023, 1, 1), None),)),
        ("south", date(2025, 6, 1), (Interval("new", date(2025, 6, 1), None),)),
        ("east", MERGED, (Interval("new", MERGED, None),)),
    ],
)
def test_who_answers_from_when_to_when(body, from_on, intervals):
    found = answerable_intervals(body, EDGES, CLOSED, from_on)

    assert sorted(found, key=str) == sorted(intervals, key=str)


def test_two_ways_to_one_successor_answer_once_from_the_earlier_day():
    edges = [
        Edge("a", "b", START),
        Edge("a", "c", START),
        Edge("b", "d", MERGED),
        Edge("c", "d", UNIFIED),
    ]
    closed = {"a": START, "b": MERGED, "c": UNIFIED}

    found = answerable_intervals("a", edges, closed, START)

    assert [row for row in found if row.body == "d"] == [Interval("d", UNIFIED, None)]


def test_west_yorkshire_is_answered_for_by_four_units():
    edges = [Edge(row.predecessor, row.successor, row.on) for row in successions()]
    closed = {row.slug: row.closed_on for row in organisations() if row.closed_on}

    living = living_bodies("west-yorkshire-crc", edges, closed, UNIFIED)

    assert living == {"leeds", "bradford-and-calderdale", "kirklees", "wakefield"}


@st.composite
def histories(draw):
    """Bodies 0..n in order of time: each edge leads to a later body, so days and bodies agree."""
    size = draw(st.integers(min_value=1, max_value=9))
    closing = {}
    edges = []
    for body in range(size):
        heirs = draw(st.sets(st.integers(min_value=body + 1, max_value=size), max_size=3))
        if heirs:
            closing[body] = START + timedelta(days=draw(st.integers(min_value=0, max_value=400)))
            edges += [Edge(body, heir, closing[body]) for heir in sorted(heirs)]
    return size, edges, closing


@unhurried
@given(histories(), st.integers(min_value=0, max_value=9), st.integers(min_value=0, max_value=9))
def test_refusing_loops_leaves_no_body_among_its_own_predecessors(history, first, second):
    _, edges, _ = history
    new_edge = Edge(first, second, UNIFIED)

    kept = edges if would_loop(edges, new_edge) else [*edges, new_edge]

    assert all(body not in {row.body for row in predecessors(body, kept)} for body in range(11))


@unhurried
@given(st.lists(st.builds(Edge, st.integers(0, 6), st.integers(0, 6), st.dates(START, MERGED)), max_size=20))
def test_any_sequence_of_accepted_edges_stays_without_loops(offered):
    accepted = []
    for edge in offered:
        if not would_loop(accepted, edge):
            accepted.append(edge)

    assert all(body not in {row.body for row in predecessors(body, accepted)} for body in range(7))


@unhurried
@given(
    st.lists(st.builds(Edge, st.integers(0, 6), st.integers(0, 6), st.dates(START, MERGED)), max_size=20),
    st.dictionaries(st.integers(0, 6), st.dates(START, MERGED)),
    st.dates(START, MERGED),
)
def test_even_a_looped_history_is_answered_and_names_only_the_living(edges, closed, on):
    living = living_bodies(0, edges, closed, on)
    intervals = answerable_intervals(0, edges, closed, START)

    assert all(body not in closed or closed[body] > on for body in living)
    assert len({interval.body for interval in intervals}) == len(intervals)


@unhurried
@given(histories())
def test_every_closed_body_with_successors_resolves_to_living_ones(history):
    size, edges, closing = history
    after = START + timedelta(days=401)

    resolved = [living_bodies(body, edges, closing, after) for body in range(size + 1)]

    assert all(living and not living & closing.keys() for living in resolved)


@unhurried
@given(histories(), st.integers(min_value=0, max_value=500))
def test_intervals_and_living_bodies_agree_on_every_day(history, days):
    size, edges, closing = history
    on = START + timedelta(days=days)

    for body in range(size + 1):
        intervals = answerable_intervals(body, edges, closing, START)
        answering = {row.body for row in intervals if row.from_on <= on and (row.to_on is None or on < row.to_on)}
        assert answering == living_bodies(body, edges, closing, on)
