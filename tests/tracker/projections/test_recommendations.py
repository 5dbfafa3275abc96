"""How often each was made and since when, along splits and mergers; without a database."""

from datetime import date

import pytest

from tracker.projections.recommendations import Links

DATES = {
    1: (date(2015, 5, 1), "month"),
    2: (date(2016, 5, 2), "day"),
    3: (date(2018, 1, 1), "day"),
    4: (date(2020, 1, 1), "day"),
    8: (None, ""),
}
NEVER = (1, (None, ""))


@pytest.mark.parametrize(
    ("edges", "node", "made"),
    [
        ([], 4, NEVER),
        ([(1, 4)], 1, NEVER),
        ([(1, 4)], 4, (2, DATES[1])),
        ([(1, 3), (3, 4)], 4, (3, DATES[1])),
        # A merger counts once, and began with the earliest.
        ([(1, 4), (2, 4)], 4, (2, DATES[1])),
        # A split counts once for each part.
        ([(1, 3), (1, 4)], 3, (2, DATES[1])),
        # The longest way back counts, and the earliest date of any way.
        ([(1, 2), (2, 4), (3, 4)], 4, (3, DATES[1])),
        ([(2, 3), (3, 4), (1, 4)], 4, (3, DATES[1])),
        # One without a date says nothing of when; it counts all the same.
        ([(8, 4)], 4, (2, (None, ""))),
        ([(8, 4), (3, 4)], 4, (2, DATES[3])),
        ([(8, 3), (3, 4)], 4, (3, (None, ""))),
        # Other chains say nothing of this one.
        ([(1, 2), (3, 4)], 4, (2, DATES[3])),
    ],
)
def test_times_and_first(edges, node, made):
    assert Links(edges, DATES).made(node) == made
