"""Finding a framework and a standard by what a report prints."""

from datetime import date

import pytest

from inspections.data import frameworks
from inspections.rules.frameworks import (
    comparable,
    find_standard,
    normalise_code,
    rank_frameworks,
    was_used,
)

FRAMEWORKS = {framework.code: framework for framework in frameworks()}
SHARED_STANDARDS = [
    ("1.1", "Leadership"),
    ("1.2", "Staff"),
    ("1.3", "Services"),
    ("1.4", "Information and facilities"),
]


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("P 1.1", "P 1.1"),
        ("P 1.1.", "P 1.1"),
        ("P1.1", "P 1.1"),
        ("p  2.3 ", "P 2.3"),
        ("1.1  ", "1.1"),
        ("2.6.", "2.6"),
        ("R 2. 1", "R 2.1"),
        ("Annexe  one", "Annexe one"),
        ("", ""),
    ],
)
def test_a_code_is_read_in_every_form(printed, code):
    assert normalise_code(printed) == code


def test_frameworks_are_ranked_by_how_many_standards_they_know():
    ranked = rank_frameworks([*SHARED_STANDARDS, ("2.1", "Court work")], frameworks())

    assert [(match.framework.code, match.known, match.missing) for match in ranked] == [
        ("pdu-2021", 5, 4),
        ("crc-2018", 4, 6),
    ]


@pytest.mark.parametrize(
    ("framework", "code", "title", "found"),
    [
        ("crc-2018", "2.1", "Assessment", "2.1"),
        ("pdu-2021", "2.1", "Assessment", None),
        ("pdu-2021", "2.1", "Court work", "2.1"),
        ("pdu-2023", "P 2.1", "Assessment", "P 2.1"),
        ("pdu-2023", "2.1", "Assessment", None),
        ("pdu-2021", "2.6.", "Outcomes", "2.6"),
        ("pdu-2021", "2.4", "Implementation and delivry", "2.4"),
        ("pdu-2021", "2.4", "", "2.4"),
        ("pdu-2021", "", "Reviewing", "2.5"),
        ("pdu-2021", "", "", None),
        ("region-2023", "R 2.4", "Court work", "R 2.5"),
        ("region-2023", "R 2.4", "", None),
        ("region-2023", "P 2.4", "Court work", None),
        ("dynamic-2025", "1.1", "Leadership", None),
    ],
)
def test_a_standard_is_found_when_code_and_title_agree(framework, code, title, found):
    standard = find_standard(FRAMEWORKS[framework], code, title)

    assert (standard and standard.code) == found


@pytest.mark.parametrize(
    ("framework", "on", "used"),
    [
        ("pdu-2023", date(2023, 9, 30), False),
        ("pdu-2023", date(2023, 10, 1), True),
        ("pdu-2023", date(2026, 9, 30), True),
        ("pdu-2023", date(2026, 10, 1), False),
        ("dynamic-2025", date(2040, 1, 1), True),
    ],
)
def test_reports_appear_up_to_a_year_after_a_framework_was_in_use(framework, on, used):
    assert was_used(FRAMEWORKS[framework], on) is used


@pytest.mark.parametrize(
    ("first", "second", "answer"),
    [
        ("pdu-2023", "pdu-2023", True),
        ("pdu-2021", "pdu-2023", False),
        ("crc-2018", "pdu-2021", False),
        ("pdu-2023", None, False),
        (None, None, False),
    ],
)
def test_scores_compare_only_within_one_framework(first, second, answer):
    assert comparable(first, second) is answer
