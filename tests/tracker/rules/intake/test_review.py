"""The review of a draft: answers stand over what was read, doubtful rows come first, and each task has its state."""

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import reports
from tests.factories.reviews_of_drafts import (
    CRC,
    KIRKLEES,
    KNOWN,
    LEEDS,
    YORKSHIRE,
    held,
    report,
    reviewed,
)
from tracker.rules.intake import proposals
from tracker.rules.intake.proposals import Task, TaskState
from tracker.rules.intake.review import bodies_of, wordings


def test_doubtful_rows_come_first():
    rows = [*reports.draft()["recommendations"], reports.recommendation(4, "too short")]

    found = reviewed(recommendations=rows).sorted_rows(Task.RECOMMENDATIONS)

    assert [row.key for row in found] == ["4", "1", "2", "3"]


def test_an_answer_settles_the_doubt_and_stands_over_what_was_read():
    answers = {"recommendations": {"1": {"text": "words of a person", "short_title": "", "addressee": LEEDS}}}

    found = reviewed(answers).recommendation("1")

    assert (found.text, found.short_title, found.body) == ("words of a person", "Words of a person", LEEDS)
    assert found.is_checked


@pytest.mark.parametrize(
    ("answers", "task", "state"),
    [
        ({}, Task.DETAILS, TaskState.NOT_STARTED),
        ({"confirmed": ["details"]}, Task.DETAILS, TaskState.COMPLETED),
        ({}, Task.EARLIER, TaskState.COMPLETED),
        ({"recommendations": {"1": {"text": "a"}}}, Task.RECOMMENDATIONS, TaskState.IN_PROGRESS),
        ({"recommendations": {n: {"text": "a"} for n in "123"}}, Task.RECOMMENDATIONS, TaskState.COMPLETED),
        ({"confirmed": ["recommendations"]}, Task.RECOMMENDATIONS, TaskState.COMPLETED),
        ({}, Task.PUBLISH, TaskState.CANNOT_START),
        ({"confirmed": ["details", "recommendations", "addressees"]}, Task.PUBLISH, TaskState.NOT_STARTED),
    ],
)
def test_how_far_a_task_is(answers, task, state):
    assert reviewed(answers).states[task] is state


def test_nothing_blocks_once_all_is_confirmed():
    problems = reviewed({"confirmed": list(Task)}).problems

    proposals.check_can_publish(problems)
    assert proposals.can_publish(problems)


def test_a_score_above_its_maximum_blocks():
    problems = reviewed({"confirmed": list(Task)}, score=30, max_score=21).problems

    assert problems == ("Enter a score of 21 or less in the report details",)


@pytest.mark.parametrize(
    ("changes", "held_reports", "key", "body"),
    [
        ({"previous_report_published": "2023-03"}, [held()], 9, KIRKLEES),
        ({"previous_report_published": "2023-04"}, [held()], None, KIRKLEES),
        ({"previous_report_published": None}, [held()], 9, KIRKLEES),
        ({"previous_report_published": "2018-10"}, [held(body=CRC, month=date(2018, 10, 1))], 9, CRC),
        ({"previous_report_published": "2018-10"}, [], None, CRC),
        ({"previous_report_published": "2023-03"}, [held(body=LEEDS)], None, KIRKLEES),
        ({"previous_report_published": "2023-03"}, [held(known_from_later=True, key=8), held()], 9, KIRKLEES),
    ],
)
def test_which_inspection_the_earlier_recommendations_are_of(changes, held_reports, key, body):
    rows = [reports.earlier(text) for text in reports.EARLIER_WORDS]

    found = reviewed(known=replace(KNOWN, held=tuple(held_reports)), previous_recommendations=rows, **changes).previous

    assert (found.held.key if found.held else None, found.body) == (key, body)


def test_earlier_recommendations_are_matched_by_their_words():
    rows = [reports.earlier(text.capitalize()) for text in reversed(reports.EARLIER_WORDS)]
    changes = {"previous_report_published": "2023-03", "previous_recommendations": rows}

    found = reviewed(known=replace(KNOWN, held=(held(),)), **changes).earlier

    assert [row.match for row in found] == [72, 71]


def test_two_earlier_ones_cannot_be_the_same():
    rows = [reports.earlier(text) for text in reports.EARLIER_WORDS]
    answers = {"confirmed": list(Task), "earlier": {"1": {"match": "71"}, "2": {"match": "71"}}}
    changes = {"previous_report_published": "2023-03", "previous_recommendations": rows}

    found = reviewed(answers, known=replace(KNOWN, held=(held(),)), **changes).problems

    assert found == ("Match earlier recommendations 1 and 2 to different ones",)


def test_a_row_that_was_left_out_is_neither_recorded_nor_lost():
    answers = {"recommendations": {"2": {"text": reports.WORDS[1], "left_out": "A heading"}}}

    found = reviewed(answers)

    assert [row.key for row in found.recorded] == ["1", "3"]
    assert found.recommendation("2").left_out == "A heading"
    assert found.next_unchecked(Task.RECOMMENDATIONS) == "1"


def test_a_row_that_a_person_added_stands_last():
    added = {"text": reports.WORDS[3], "is_added": True, "addressee_as_printed": "Leeds PDU"}

    found = reviewed({"recommendations": {"added-1": added}})

    last = found.recommendations[-1]
    assert (last.key, last.read, last.body) == ("added-1", None, LEEDS)
    assert wordings(found.recommendations)[-1].text == reports.WORDS[3]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, (KIRKLEES, CRC)),
        ({"details": {"organisation": YORKSHIRE}}, (YORKSHIRE,)),
        ({"details": {"organisation": None}}, ()),
    ],
)
def test_the_inspected_body_comes_before_its_predecessors(answers, expected):
    assert bodies_of(report(), answers, KNOWN) == expected
