"""Proposals for a report on its way in, its doubts, its tasks and what blocks publishing."""

from dataclasses import replace
from datetime import date

import pytest

from inspections.choices import InspectionKind, OrganisationKind
from inspections.rules.names import NameCandidate
from inspections.rules.succession import Edge
from tests.factories import reports
from tracker.errors import WrongState
from tracker.rules.intake import proposals
from tracker.rules.intake.draft import ReadReport, from_contract
from tracker.rules.intake.matching import HeldReport, HeldWording
from tracker.rules.intake.proposals import Known, Task, TaskState
from tracker.rules.intake.review import DraftReview, review

HMPPS, YORKSHIRE, KIRKLEES, CRC, LEEDS = 1, 2, 3, 4, 5
UNIFIED = date(2021, 6, 26)
KNOWN = Known(
    bodies={
        HMPPS: NameCandidate(HMPPS, OrganisationKind.AGENCY, ("HMPPS", "HM Prison and Probation Service")),
        YORKSHIRE: NameCandidate(YORKSHIRE, OrganisationKind.REGION, ("Yorkshire and the Humber",), UNIFIED),
        KIRKLEES: NameCandidate(KIRKLEES, OrganisationKind.PDU, ("Kirklees",), UNIFIED),
        CRC: NameCandidate(CRC, OrganisationKind.CRC, ("West Yorkshire CRC",), None, UNIFIED),
        LEEDS: NameCandidate(LEEDS, OrganisationKind.PDU, ("Leeds",), UNIFIED),
    },
    parents={HMPPS: None, YORKSHIRE: HMPPS, KIRKLEES: YORKSHIRE, CRC: None, LEEDS: YORKSHIRE},
    edges=(Edge(CRC, KIRKLEES, UNIFIED), Edge(CRC, LEEDS, UNIFIED)),
    frameworks={"pdu-2023": "pdu", "crc-2018": "crc"},
    held=(),
)


def report(**changes) -> ReadReport:
    return from_contract(reports.draft(**changes))


def reviewed(answers=None, known=KNOWN, **changes) -> DraftReview:
    return review(report(**changes), answers or {}, known)


def held(**changes) -> HeldReport:
    words = tuple(HeldWording(str(n), None, text) for n, text in enumerate(reports.EARLIER_WORDS, start=71))
    facts = {"key": 9, "body": KIRKLEES, "kind": "pdu", "month": date(2023, 3, 1), "known_from_later": False}
    return HeldReport(**facts | {"isbn": "", "recommendations": words} | changes)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("one two three", "one two three"),
        ("one two three four five six seven eight nine ten eleven", "one two three four five six seven eight nine ten"),
        ("x" * 300, "x" * 200),
    ],
)
def test_a_short_title_is_the_first_ten_words(text, title):
    assert proposals.short_title(text) == title


@pytest.mark.parametrize(
    ("printed", "body", "needs_check"),
    [
        ("Kirklees PDU", KIRKLEES, False),
        ("Kirklees", KIRKLEES, False),
        ("The PDU", KIRKLEES, False),
        ("Yorkshire and the Humber region", YORKSHIRE, False),
        ("The region", YORKSHIRE, False),
        ("HM Prison and Probation Service", HMPPS, False),
        ("", KIRKLEES, True),
        ("The CRC", None, True),
        ("A charity nobody has heard of", None, True),
    ],
)
def test_who_a_heading_names(printed, body, needs_check):
    found = proposals.propose_addressee(printed, inspected=KIRKLEES, known=KNOWN, on=date(2026, 6, 1))

    assert (found.body, found.needs_check) == (body, needs_check)


@pytest.mark.parametrize(
    ("framework", "body", "kind", "unsure"),
    [
        ("pdu-2023", KIRKLEES, InspectionKind.PDU, False),
        ("crc-2018", None, InspectionKind.CRC, False),
        ("", KIRKLEES, InspectionKind.PDU, False),
        ("", YORKSHIRE, InspectionKind.REGION, False),
        ("unheard-of", HMPPS, InspectionKind.THEMATIC, True),
        ("", None, InspectionKind.THEMATIC, True),
    ],
)
def test_the_kind_of_inspection(framework, body, kind, unsure):
    assert proposals.propose_kind(framework=framework, body=body, known=KNOWN) == (kind, unsure)


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


def test_doubtful_rows_come_first():
    rows = [*reports.draft()["recommendations"], reports.recommendation(4, "too short")]

    found = reviewed(recommendations=rows).sorted_rows(Task.RECOMMENDATIONS)

    assert [row.key for row in found] == ["4", "1", "2", "3"]


def test_an_answer_settles_the_doubt_and_stands_over_what_was_read():
    answers = {"recommendations": {"1": {"text": "words of a person", "short_title": "", "addressee": LEEDS}}}

    found = reviewed(answers).recommendation("1")

    assert (found.text, found.short_title, found.body) == ("words of a person", "words of a person", LEEDS)
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


def test_what_blocks_publishing_is_refused_and_answered_alike():
    problems = reviewed(organisation=None).problems

    assert problems[0] == "Choose the inspected body in the report details"
    assert not proposals.can_publish(problems)
    with pytest.raises(WrongState, match="Check the recommendations"):
        proposals.check_can_publish(problems)


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
