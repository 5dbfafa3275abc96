"""The arithmetic reproduces what five real reports print: scores, overall ratings, and 20 of 20 standards."""

import json
from pathlib import Path

import pytest

from inspections.choices import Rating
from inspections.data import frameworks
from inspections.rules import ratings

EXPECTED = Path(__file__).resolve().parents[4] / "shared" / "reports" / "expected"
INADEQUATE, IMPROVE, GOOD, OUTSTANDING = Rating.values
CODES = {label: value for value, label in Rating.choices}
FRAMEWORKS = {framework.code: framework for framework in frameworks()}

# The ratings of each report in printed order, its score and its overall rating (facts only).
REPORTS = {
    "West Yorkshire CRC 2020": (
        "crc-2018",
        [GOOD, IMPROVE, GOOD, GOOD, *[INADEQUATE] * 4, GOOD, GOOD],
        11,
        IMPROVE,
    ),
    "HFKCW PDU 2022": ("pdu-2021", [INADEQUATE] * 9, 0, INADEQUATE),
    "Wigan PDU 2023": ("pdu-2021", [IMPROVE, GOOD, IMPROVE, GOOD, IMPROVE, *[INADEQUATE] * 4], 7, IMPROVE),
    "Wakefield PDU 2024": (
        "pdu-2023",
        [GOOD, IMPROVE, IMPROVE, IMPROVE, IMPROVE, INADEQUATE, INADEQUATE],
        6,
        IMPROVE,
    ),
    "Kirklees PDU 2024": ("pdu-2023", [*[IMPROVE] * 3, *[INADEQUATE] * 4], 3, INADEQUATE),
}

# Wigan has no checklist: code, key-question percentages and rating as printed.
WIGAN = [
    ("2.1", [50], IMPROVE),
    ("2.2", [64, 72, 33], INADEQUATE),
    ("2.3", [69, 64, 44], INADEQUATE),
    ("2.4", [54, 51, 41], INADEQUATE),
    ("2.5", [64, 54, 31], INADEQUATE),
]


def printed_standards():
    rows = [("wigan-pdu-2023", "pdu-2021", *standard) for standard in WIGAN]
    for path in sorted(EXPECTED.glob("*.json")):
        report = json.loads(path.read_text())
        rows += [
            (path.stem, report["framework"], row["code"], row["key_question_percents"], CODES[row["rating"]])
            for row in report["standards"]
            if row["key_question_percents"]
        ]
    return rows


PRINTED = printed_standards()


@pytest.mark.parametrize(("code", "each", "score", "overall"), REPORTS.values(), ids=REPORTS)
def test_score_and_overall_rating_come_out_as_printed(code, each, score, overall):
    framework = FRAMEWORKS[code]

    total = ratings.total_score(each)

    assert len(each) == len(framework.rated_standards)
    assert total == score
    assert ratings.overall_rating(total, framework.overall_bands) == overall


def test_the_four_reports_print_figures_for_twenty_standards():
    assert len(PRINTED) == 20


@pytest.mark.parametrize(
    ("framework", "code", "percentages", "printed"),
    [row[1:] for row in PRINTED],
    ids=[f"{row[0]} {row[2]}" for row in PRINTED],
)
def test_a_standard_with_printed_figures_derives_the_printed_rating(framework, code, percentages, printed):
    standard = {standard.code: standard for standard in FRAMEWORKS[framework].standards}[code]
    bands = FRAMEWORKS[framework].key_question_bands

    derived = ratings.standard_rating(percentages, bands)

    assert standard.judgement in ("casework", "programme")
    assert len(percentages) == sum(not question.qualitative for question in standard.key_questions)
    assert ratings.compare(printed, derived, of="standard") is None
