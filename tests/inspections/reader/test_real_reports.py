"""The four published reports come out complete and exact."""

from typing import Any

import jsonschema
import pytest

from inspections.choices import Rating
from inspections.data import frameworks
from inspections.rules.ratings import standard_rating
from tests.factories.real_reports import CHECKED, NAMES, checklist, draft_of, schema, text_of

SCALARS = (
    "organisation", "region", "published", "fieldwork_started", "isbn", "lead_inspector", "framework",
    "score", "max_score", "overall_rating", "previous_report_published",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_has_the_shape_of_the_contract(name: str) -> None:
    draft = draft_of(name)

    jsonschema.Draft202012Validator(schema()).validate(draft)

    assert draft["recommendations"]


@pytest.mark.parametrize("name", CHECKED)
@pytest.mark.parametrize("fact", SCALARS)
def test_a_fact_of_the_inspection_is_as_checked(name: str, fact: str) -> None:
    expected = checklist(name)[fact]

    found = draft_of(name)[fact]

    assert found == expected


@pytest.mark.parametrize("name", CHECKED)
def test_the_rated_standards_are_as_checked(name: str) -> None:
    expected = [
        (each["code"], each["title"], each["rating"], each["key_question_percents"])
        for each in checklist(name)["standards"]
    ]

    found = [
        (each["code"], each["title"], each["rating"], [question["percent"] for question in each["key_questions"]])
        for each in draft_of(name)["standards"]
        if each["rating"]
    ]

    assert found == expected


@pytest.mark.parametrize("name", CHECKED)
def test_the_recommendations_are_as_checked(name: str) -> None:
    expected = checklist(name)["recommendations"]

    found = draft_of(name)["recommendations"]

    assert [_outline(each, checked) for each, checked in zip(found, expected, strict=True)] == expected


def _outline(recommendation: dict[str, Any], checked: dict[str, Any]) -> dict[str, Any]:
    words, begins, ends = recommendation["text"].split(), checked["begins"].split(), checked["ends"].split()
    kept = {name: recommendation[name] for name in ("number", "addressee", "flagged_repeat")}
    return {**kept, "begins": " ".join(words[: len(begins)]), "ends": " ".join(words[-len(ends) :])}


@pytest.mark.parametrize("name", CHECKED)
def test_the_earlier_recommendations_are_as_checked(name: str) -> None:
    expected = checklist(name)["previous_recommendations"]

    found = draft_of(name)["previous_recommendations"]

    for each, checked in zip(found, expected, strict=True):
        assert each["text"].startswith(checked["begins"])
        assert {key: each[key] for key in checked if key != "begins"} == {
            key: value for key, value in checked.items() if key != "begins"
        }


# Name -> concerns and actions of the organisational alert, None without one.
ALERTS = {"hfkcw-pdu-2022": (8, 4), "kirklees-pdu-2024": None, "west-yorkshire-crc-2020": None, "wigan-pdu-2023": None}


@pytest.mark.parametrize(("name", "counts"), ALERTS.items())
def test_the_alert_has_its_concerns_and_actions(name: str, counts: tuple[int, int] | None) -> None:
    alert = draft_of(name)["organisational_alert"]

    found = alert and (len(alert["concerns"]), len(alert["actions"]))

    assert found == counts


WIGAN = {
    "organisation": "Wigan PDU",
    "region": "Greater Manchester",
    "published": "2023-05",
    "fieldwork_started": "2023-03-13",
    "isbn": "978-1-915468-51-2",
    "lead_inspector": "Yvonne McGuckian",
    "framework": "pdu-2021",
    "score": 7,
    "max_score": 27,
    "overall_rating": "Requires improvement",
    "previous_overall_rating": None,
    "previous_report_published": None,
    "previous_recommendations": [],
    "warnings": [],
}


@pytest.mark.parametrize(("fact", "expected"), WIGAN.items())
def test_wigan_says(fact: str, expected: object) -> None:
    assert draft_of("wigan-pdu-2023")[fact] == expected


def test_the_standards_of_wigan() -> None:
    found = {
        each["code"]: (each["rating"], [question["percent"] for question in each["key_questions"]])
        for each in draft_of("wigan-pdu-2023")["standards"]
    }

    assert found == {
        "1.1": ("Requires improvement", []),
        "1.2": ("Good", []),
        "1.3": ("Requires improvement", []),
        "1.4": ("Good", []),
        "2.1": ("Requires improvement", [50]),
        "2.2": ("Inadequate", [64, 72, 33]),
        "2.3": ("Inadequate", [69, 64, 44]),
        "2.4": ("Inadequate", [54, 51, 41]),
        "2.5": ("Inadequate", [64, 54, 31]),
        "2.6": (None, [33]),
    }


# Report -> number of words of each recommendation, counted with wc in the report's lines.
WORDS = {
    "wigan-pdu-2023": [31, 17, 32, 12, 26, 14, 36, 33, 11],
    "west-yorkshire-crc-2020": [16, 15, 15, 17, 19, 10, 21],
    "kirklees-pdu-2024": [20, 21, 25, 29, 22, 22, 14, 16],
}


@pytest.mark.parametrize(("name", "expected"), WORDS.items())
def test_no_word_of_a_recommendation_is_lost_or_added(name: str, expected: list[int]) -> None:
    found = [len(each["text"].split()) for each in draft_of(name)["recommendations"]]

    assert found == expected


@pytest.mark.parametrize("name", NAMES)
def test_every_text_stands_in_the_report_as_read(name: str) -> None:
    report = "".join(text_of(name).replace("**", "").split())
    draft = draft_of(name)
    texts = [each["text"] for each in draft["recommendations"] + draft["previous_recommendations"]]
    texts += [each for group in (draft["organisational_alert"] or {}).values() for each in group]

    missing = [text for text in texts if "".join(text.split()) not in report]

    assert missing == []


def test_west_yorkshire_prints_previous_and_comparator_figures() -> None:
    standards = {each["code"]: each for each in draft_of("west-yorkshire-crc-2020")["standards"]}

    found = {
        code: [
            (each["previous_percent"], each["percent"], each["comparator_percent"])
            for each in standards[code]["key_questions"]
        ]
        for code in ("2.1", "2.2", "2.3", "2.4", "4.1", "4.2")
    }

    assert found == {
        "2.1": [(67, 55, 68), (65, 68, 63), (59, 44, 55)],
        "2.2": [(61, 55, 63), (52, 56, 64), (43, 44, 46)],
        "2.3": [(60, 65, 70), (50, 38, 52), (40, 30, 41)],
        "2.4": [(None, 49, 65), (None, 43, 60), (39, 39, 44)],
        "4.1": [(None, 76, None), (None, 69, None), (None, 83, None)],
        "4.2": [(93, 80, 69), (88, 77, 62), (67, 79, 59)],
    }


def test_west_yorkshire_prints_the_ratings_before() -> None:
    found = [each["previous_rating"] for each in draft_of("west-yorkshire-crc-2020")["standards"]]

    middle, low = "Requires improvement", "Inadequate"
    assert found == ["Good", middle, "Good", middle, middle, low, low, low, "Good", "Good"]


PREVIOUS_OVERALL = {
    "hfkcw-pdu-2022": None,
    "kirklees-pdu-2024": "Inadequate",
    "west-yorkshire-crc-2020": "Requires improvement",
    "wigan-pdu-2023": None,
}


@pytest.mark.parametrize(("name", "expected"), PREVIOUS_OVERALL.items())
def test_the_overall_rating_before(name: str, expected: str | None) -> None:
    assert draft_of(name)["previous_overall_rating"] == expected


# Report -> words in each account of action, and its first and last two words.
ACTIONS = {
    "kirklees-pdu-2024": [
        (55, "Overall, across", "to safeguarding."),
        (28, "Although we", "number completed."),
        (21, "Risk assessment,", "and services."),
        (51, "In only", "of work."),
        (35, "There remained", "focus groups."),
        (22, "In our", "probation practitioner."),
        (43, "Data and", "of practice."),
    ],
    "west-yorkshire-crc-2020": [
        (95, "The CRC", "between staff."),
        (104, "The CRC", "supervision data."),
        (70, "In addition", "risk’ principle."),
        (67, "The CRC", "of individuals."),
        (48, "The CRC", "relevant cases."),
        (96, "The CRC", "of fora."),
        (94, "Interserve has", "security requirements."),
        (49, "The CRC", "largely redundant."),
    ],
}


@pytest.mark.parametrize(("name", "expected"), ACTIONS.items())
def test_each_account_of_action_is_whole(name: str, expected: list[tuple[int, str, str]]) -> None:
    accounts = [each["action_taken"].split() for each in draft_of(name)["previous_recommendations"]]

    found = [(len(words), " ".join(words[:2]), " ".join(words[-2:])) for words in accounts]

    assert found == expected


def test_together_the_reports_judge_fifteen_earlier_recommendations() -> None:
    judged = [each["category"] for name in NAMES for each in draft_of(name)["previous_recommendations"]]

    found = {category: judged.count(category) for category in set(judged)}

    assert found == {"Sufficient progress": 4, "Some progress": 6, "No progress": 5}


def test_together_the_reports_make_thirty_eight_recommendations_and_flag_three() -> None:
    made = [each for name in NAMES for each in draft_of(name)["recommendations"]]

    found = (len(made), sum(each["flagged_repeat"] for each in made))

    assert found == (38, 3)


WARNINGS = {
    "hfkcw-pdu-2022": ["alert-cross-reference", "alert-cross-reference", "annexe-cross-reference"],
    "kirklees-pdu-2024": [],
    "west-yorkshire-crc-2020": ["missing-publication-date"],
    "wigan-pdu-2023": [],
}


@pytest.mark.parametrize(("name", "expected"), WARNINGS.items())
def test_the_doubts_are_few_and_right(name: str, expected: list[str]) -> None:
    assert [each["code"] for each in draft_of(name)["warnings"]] == expected


@pytest.mark.parametrize("name", NAMES)
def test_each_recommendation_says_on_which_line_it_begins(name: str) -> None:
    lines = text_of(name).splitlines()

    astray = [
        each["number"]
        for each in draft_of(name)["recommendations"]
        if not lines[each["source"]["line"] - 1].lstrip().startswith(f"{each['number']}.")
    ]

    assert astray == []


def test_the_places_of_single_facts() -> None:
    lines = text_of("wigan-pdu-2023").splitlines()
    sources = draft_of("wigan-pdu-2023")["sources"]

    found = {pointer: lines[sources[pointer]["line"] - 1] for pointer in ("/score", "/isbn", "/standards/1/rating")}

    assert found == {"/score": "Score **7/27**", "/isbn": "ISBN: 978-1-915468-51-2", "/standards/1/rating": "Good"}


def test_the_printed_ratings_follow_from_their_key_questions() -> None:
    bands = {framework.code: framework.key_question_bands for framework in frameworks()}
    rated = [
        (each, bands[draft_of(name)["framework"]])
        for name in NAMES
        for each in draft_of(name)["standards"]
        if each["rating"] and each["key_questions"]
    ]

    derived = [standard_rating([question["percent"] for question in each["key_questions"]], own) for each, own in rated]

    assert len(rated) == 20
    assert [Rating(rating).label for rating in derived] == [each["rating"] for each, _ in rated]
