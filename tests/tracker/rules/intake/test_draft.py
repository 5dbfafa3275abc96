"""A report as it was read: the contract's words become the plain values that rules compare."""

from datetime import date

import pytest

from inspections.choices import DatePrecision, Rating
from tests.factories import reports
from tracker.choices import Progress
from tracker.rules.intake.draft import StatedDate, from_contract, stated_date


@pytest.mark.parametrize(
    ("text", "on", "precision"),
    [("2024-11", date(2024, 11, 1), DatePrecision.MONTH), ("2024-11-05", date(2024, 11, 5), DatePrecision.DAY)],
)
def test_a_date_is_as_exact_as_the_report_states_it(text, on, precision):
    stated = stated_date(text)

    assert stated == StatedDate(on, precision)
    assert (stated.month, stated.text) == (date(2024, 11, 1), text)


@pytest.mark.parametrize("text", [None, ""])
def test_a_report_may_state_no_date(text):
    assert stated_date(text) is None


@pytest.mark.parametrize("text", ["2024-13", "2024-11-31", "soon"])
def test_a_date_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        stated_date(text)


def test_printed_words_become_codes_and_places_become_keys():
    read = from_contract(reports.draft(previous_recommendations=[reports.earlier("keep a list")]))

    assert read.rating == Rating.REQUIRES_IMPROVEMENT
    assert [(row.key, row.number, row.line) for row in read.recommendations] == [
        ("1", 1, 10),
        ("2", 2, 20),
        ("3", 3, 30),
    ]
    assert [(row.key, row.category) for row in read.earlier] == [("1", Progress.SOME)]


def test_what_the_report_does_not_say_is_empty():
    silent = {"organisation": None, "region": None, "overall_rating": None, "published": None}
    rows = [reports.earlier("keep a list", category=None)]

    read = from_contract(reports.draft(previous_recommendations=rows, **silent))

    assert (read.organisation, read.region, read.rating, read.published) == ("", "", "", None)
    assert (read.concerns, read.earlier[0].category, read.isbn) == ((), None, "")


def test_a_warning_keeps_the_line_it_is_about():
    warnings = [
        {"code": "odd-wording", "message": "Odd.", "source": {"line": 20, "page": None}},
        {"code": "score-differs-from-sum", "message": "Differs."},
    ]

    read = from_contract(reports.draft(warnings=warnings))

    assert [(warned.code, warned.line) for warned in read.warnings] == [
        ("odd-wording", 20),
        ("score-differs-from-sum", None),
    ]


def test_a_standard_has_its_key_questions_in_per_cent():
    question = {"text": "Is there a plan?", "percent": 60}
    standard = {"code": "P1", "title": "Leadership", "rating": "Good", "key_questions": [question]}

    [read] = from_contract(reports.draft(standards=[standard])).standards

    assert (read.rating, read.previous_rating) == (Rating.GOOD, "")
    assert [(row.text, row.percent, row.comparator_percent) for row in read.key_questions] == [
        ("Is there a plan?", 60, None)
    ]
