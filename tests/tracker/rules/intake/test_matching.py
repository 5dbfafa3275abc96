"""Which recommendations are the same, and which held inspection a report is."""

from datetime import date

import pytest

from tests.factories.reports import EARLIER_WORDS, WORDS
from tracker.rules.intake.matching import HeldReport, HeldWording, Sureness, alike, closest, pair_up, same_report

MONTH = date(2026, 6, 1)

RATINGS = ("good", "requires-improvement", "good", "good", "inadequate", "inadequate", "good")


def wordings(*texts: str) -> tuple[HeldWording, ...]:
    return tuple(HeldWording(str(n), n, text) for n, text in enumerate(texts, start=1))


def held(**changes) -> HeldReport:
    facts = {"key": 7, "body": 1, "kind": "pdu", "month": MONTH, "known_from_later": False, "isbn": ""}
    return HeldReport(**facts | {"recommendations": wordings(*WORDS[:3])} | changes)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (WORDS[0], WORDS[0].capitalize() + ".", True),
        (WORDS[0], f"Should {WORDS[0]}", True),
        (WORDS[0], WORDS[1], False),
    ],
)
def test_case_stops_and_a_leading_should_do_not_count(first, second, same):
    assert (alike(first, second) == 100) is same


def test_pairs_are_the_same_from_either_side():
    left, right = wordings(*WORDS), wordings(*reversed(WORDS))

    there = {(pair.left, pair.right) for pair in pair_up(left, right).values()}
    back = {(pair.right, pair.left) for pair in pair_up(right, left).values()}

    assert there == back == {("1", "4"), ("2", "3"), ("3", "2"), ("4", "1")}


@pytest.mark.parametrize(
    ("text", "number", "sureness"),
    [
        (WORDS[1], 1, Sureness.CERTAIN),
        ("hold a monthly meeting with the council and the schools about families at risk", 9, Sureness.LIKELY),
        ("hold a meeting with the council", 1, Sureness.LIKELY),
        ("hold a meeting with the council", 9, None),
        (EARLIER_WORDS[0], 1, None),
    ],
)
def test_a_number_that_agrees_helps_words_that_differ(text, number, sureness):
    pairs = pair_up([HeldWording("a", number, text)], [HeldWording("b", 1, WORDS[1])])

    assert (pairs["a"].sureness if pairs else None) is sureness


@pytest.mark.parametrize(
    ("held_changes", "changes", "found"),
    [
        ({}, {}, True),
        ({"month": date(2025, 6, 1)}, {}, False),
        ({"kind": "region"}, {}, False),
        ({"body": 2}, {}, False),
        ({"body": 2, "isbn": "978-1-000000-00-1"}, {"isbn": "9781000000001"}, True),
        ({"month": None}, {}, True),
        ({}, {"month": None}, True),
        ({"month": None}, {"recommendations": wordings(*EARLIER_WORDS)}, False),
        ({}, {"recommendations": ()}, True),
        ({"month": None}, {"recommendations": ()}, False),
        ({}, {"body": None}, False),
        ({"ratings": RATINGS}, {"month": None, "recommendations": (), "ratings": RATINGS}, True),
        ({"ratings": RATINGS[::-1]}, {"month": None, "recommendations": (), "ratings": RATINGS}, False),
        ({"ratings": RATINGS[:6]}, {"month": None, "recommendations": (), "ratings": RATINGS[:6]}, False),
        ({"ratings": RATINGS}, {"month": date(2020, 1, 1), "recommendations": (), "ratings": RATINGS}, False),
    ],
)
def test_the_same_report(held_changes, changes, found):
    facts = {"body": 1, "kind": "pdu", "month": MONTH, "isbn": "", "recommendations": wordings(*WORDS[:3])}

    assert (same_report([held(**held_changes)], **facts | changes) is not None) is found


@pytest.mark.parametrize(
    ("text", "key"),
    [("Does the assessment focus sufficiently on safety?", 1), ("Is there a plan for each release?", None)],
)
def test_the_closest_question(text, key):
    assert closest(text, {1: "Does assessment focus sufficiently on safety?", 2: "Who pays?"}) == key
