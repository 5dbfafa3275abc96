"""From where the work on an answer is seen: the answering body and those to which it passed on; without a database."""

from datetime import UTC, datetime

import pytest

from tracker.projections.answers import seen_from
from tracker.projections.facts import AnswerFact

THEN, LATER = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)


def row(pk, *, ended_at=None, follows=None):
    return AnswerFact(pk, pk * 10, f"/{pk}/", ended_at is None, ended_at, False, follows)


@pytest.mark.parametrize(
    ("rows", "named", "places"),
    [
        ([row(1)], {}, {1: {"/1/"}}),
        ([row(1), row(2)], {}, {1: {"/1/"}, 2: {"/2/"}}),
        # It ended and passed on to who follows; who follows is not seen from before.
        ([row(1, ended_at=THEN), row(2, follows=1)], {}, {1: {"/1/", "/2/"}, 2: {"/2/"}}),
        # One that is open passed on to nobody, whatever follows it.
        ([row(1), row(2, follows=1)], {}, {1: {"/1/"}, 2: {"/2/"}}),
        # Over two reorganisations.
        (
            [row(1, ended_at=THEN), row(2, ended_at=LATER, follows=1), row(3, follows=2)],
            {},
            {1: {"/1/", "/2/", "/3/"}, 2: {"/2/", "/3/"}, 3: {"/3/"}},
        ),
        # Two became one: a confirmed takeover names the body of the row that stayed.
        ([row(1, ended_at=THEN), row(2)], {1: {20}}, {1: {"/1/", "/2/"}, 2: {"/2/"}}),
        ([row(1, ended_at=THEN), row(2)], {1: {30}}, {1: {"/1/"}, 2: {"/2/"}}),
        # What had ended before took nothing over; what ended at the same moment or later did.
        ([row(1, ended_at=LATER), row(2, ended_at=THEN)], {1: {20}}, {1: {"/1/"}, 2: {"/2/"}}),
        ([row(1, ended_at=THEN), row(2, ended_at=THEN)], {1: {20}}, {1: {"/1/", "/2/"}, 2: {"/2/"}}),
        # Two that ended at one moment and name each other: no endless walk.
        (
            [row(1, ended_at=THEN), row(2, ended_at=THEN)],
            {1: {20}, 2: {10}},
            {1: {"/1/", "/2/"}, 2: {"/1/", "/2/"}},
        ),
        # A body does not take over from itself by being named.
        ([row(1, ended_at=THEN)], {1: {10}}, {1: {"/1/"}}),
    ],
)
def test_seen_from(rows, named, places):
    assert seen_from(rows, named) == places
