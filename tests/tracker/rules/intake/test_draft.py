"""A report as it was read: the contract's words become the plain values that rules compare."""

from datetime import date

import pytest

from inspections.choices import DatePrecision, Rating
from tests.factories import reports
from tracker.choices import Progress
from tracker.rules.intake.draft import StatedDate, from_contract, pages_to_show, stated_date


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


def on_page(page: int | None, **row) -> dict:
    return row | {"source": {"line": None, "page": page}}


def test_the_pages_to_show_are_those_on_which_something_stands_recommendations_first():
    read = from_contract(
        reports.draft(
            recommendations=[on_page(7, **row) for row in reports.draft()["recommendations"]],
            previous_recommendations=[on_page(20, **reports.earlier("keep a list"))],
            sources={
                "/isbn": {"line": 3, "page": 2},
                "/score": {"line": 90, "page": 7},
                "/published": {"line": 1, "page": None},
            },
        )
    )

    assert pages_to_show(read) == (7, 20, 2)


def test_no_more_than_forty_pages_are_shown_and_none_of_a_text():
    many = {f"/standards/{n}/rating": {"line": n, "page": n} for n in range(1, 60)}

    assert pages_to_show(from_contract(reports.draft(sources=many))) == tuple(range(1, 41))
    assert pages_to_show(from_contract(reports.draft())) == ()
