"""What is doubtful in a draft: said once, beside the row it is about, until a person has answered it."""

from dataclasses import replace

import pytest

from tests.factories import reports
from tests.factories.reviews_of_drafts import (
    KNOWN,
    held,
    reviewed,
)
from tracker.rules.intake.proposals import Task


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        (reports.WORDS[3], 4, ""),
        ("too short", 4, "very short"),
        ("word " * 130, 4, "very long"),
        (reports.WORDS[0], 4, "twice"),
        (reports.WORDS[3], None, "numbered"),
        (reports.WORDS[3], 1, "more than once"),
    ],
)
def test_what_is_odd_about_a_recommendation(text, number, expected):
    rows = [*reports.draft()["recommendations"], reports.recommendation(number, text)]

    found = reviewed(recommendations=rows).doubts_in(Task.RECOMMENDATIONS, "4")

    assert [expected in doubt.message for doubt in found] == ([True] if expected else [])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, []),
        ({"published": None}, ["Enter when the report was published"]),
        ({"organisation": None}, ["Check the inspected body", "Check the kind"]),
        ({"warnings": [{"code": "score-differs-from-sum", "message": "The score differs."}]}, ["The score differs."]),
        ({"warnings": [{"code": "missing-publication-date", "message": "No date."}]}, []),
    ],
)
def test_what_is_doubtful_about_the_details(changes, words):
    found = reviewed(**changes).doubts_in(Task.DETAILS)

    assert [doubt.message.startswith(word) for doubt, word in zip(found, words, strict=True)] == [True] * len(words)


def test_a_warning_about_one_line_is_that_recommendations():
    warning = {"code": "odd-wording", "message": "Odd.", "source": {"line": 20, "page": None}}

    found = reviewed(warnings=[warning]).doubts

    assert [(doubt.task, doubt.key, doubt.message) for doubt in found] == [(Task.RECOMMENDATIONS, "2", "Odd.")]


def test_a_person_who_confirms_a_task_settles_its_warnings_and_an_operator_does_not():
    warnings = [{"code": "repeated-number", "message": "Unclear."}]
    confirmed = {"confirmed": ["recommendations"]}

    by_person = reviewed(confirmed, warnings=warnings).doubts_in(Task.RECOMMENDATIONS)
    by_operator = reviewed(confirmed | {"by_operator": True}, warnings=warnings).doubts_in(Task.RECOMMENDATIONS)

    assert by_person == ()
    assert [doubt.message for doubt in by_operator] == ["Unclear."]


def test_an_addressee_that_nobody_knows_is_doubtful_until_addressees_are_answered():
    rows = [reports.recommendation(1, reports.WORDS[0], "A charity")]

    unsure = reviewed(recommendations=rows).doubts_in(Task.ADDRESSEES)
    answered = reviewed({"addressees": {"new:A charity": None}}, recommendations=rows).doubts_in(Task.ADDRESSEES)

    assert [doubt.key for doubt in unsure] == ["new:A charity"]
    assert answered == ()


@pytest.mark.parametrize(
    ("category", "published", "expected"),
    [
        ("Some progress", "2023-03", []),
        (None, "2023-03", ["1: No category is printed, so no verdict will be recorded."]),
        (
            "Some progress",
            None,
            [": The report does not say when the earlier report was published, or gives a date that cannot be."],
        ),
    ],
)
def test_what_is_doubtful_about_an_earlier_recommendation(category, published, expected):
    rows = [reports.earlier(reports.EARLIER_WORDS[0], category=category)]

    found = reviewed(previous_recommendations=rows, previous_report_published=published).doubts_in(Task.EARLIER)

    assert [f"{doubt.key}: {doubt.message}" for doubt in found] == expected


def test_an_earlier_one_that_the_held_report_lacks_is_doubtful():
    rows = [reports.earlier("tell each visitor at the door where the fire exits are")]
    known = replace(KNOWN, held=(held(),))

    found = reviewed(known=known, previous_recommendations=rows, previous_report_published="2023-03")

    assert "We hold the earlier report, but not this recommendation of it." in [
        doubt.message for doubt in found.doubts_in(Task.EARLIER, "1")
    ]
