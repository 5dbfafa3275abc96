"""Group headings, numbers and lists of recommendations in the rarer forms that reports print."""

import pytest

from tests.factories.short_reports import RECOMMENDATIONS, codes, draft, recommended, report

HEADINGS = {
    "harbour PDU should:": "harbour PDU",
    "HARBOUR PDU SHOULD:": "HARBOUR PDU",
    "*Harbour PDU should:*": "Harbour PDU",
    "Harbour PDU should ensure:": "Harbour PDU",
    "Harbour PDU is required to:": "Harbour PDU",
    "Harbour PDU and the region should": "Harbour PDU and the region",
    "HMPPS and the Ministry of Justice should:": "HMPPS and the Ministry of Justice",
    "The Probation Service – Southern Coast region should:": "The Probation Service – Southern Coast region",
    "Within three months, HMPPS should:": "HMPPS",
    "In the next 12 months the Ministry of Justice should:": "Ministry of Justice",
    "Uned Gyflawni Cwm Taf Morgannwg PDU should:": "Uned Gyflawni Cwm Taf Morgannwg PDU",
    "We were sorry to see so little read. Harbour PDU should:": "Harbour PDU",
}


@pytest.mark.parametrize(("heading", "addressee"), HEADINGS.items())
def test_a_heading_names_who_must_act(heading: str, addressee: str) -> None:
    found = recommended(f"{heading}\n\n1. keep a log of risks\n2. read it each week.")

    assert found == [(1, addressee, "keep a log of risks"), (2, addressee, "read it each week.")]


@pytest.mark.parametrize("sign", ["R{}", "R{}.", "R{}:", "({})", "{} -", "{} –", "{} .", "Recommendation {} –"])
def test_numbers_may_have_any_sign(sign: str) -> None:
    found = recommended(f"Harbour PDU should:\n\n{sign.format(1)} keep a log\n{sign.format(2)} read it.")

    assert found == [(1, "Harbour PDU", "keep a log"), (2, "Harbour PDU", "read it.")]


def test_a_line_that_begins_with_a_number_may_be_the_middle_of_a_sentence() -> None:
    found = recommended("Harbour PDU should:\n\n1. tell staff what is told in rule\n12. of the book\n2. read it.")

    assert [text for _, _, text in found] == ["tell staff what is told in rule 12. of the book", "read it."]


def test_a_missing_number_is_not_taken_for_the_middle_of_a_sentence() -> None:
    found = recommended("Harbour PDU should:\n\n1. keep a log\n3. read it.")

    assert [number for number, _, _ in found] == [1, 3]


def test_recommendations_may_stand_in_a_table() -> None:
    found = recommended("| No | Recommendation | For |\n|---|---|---|\n| 1 | Keep a log | Harbour PDU |")

    assert found == [(1, "Harbour PDU", "Keep a log")]


def test_a_copy_in_the_summary_does_not_hide_that_one_is_a_repeat() -> None:
    summary = f"Executive summary\n\nWe looked at it.\n\n{RECOMMENDATIONS}"
    chapter = RECOMMENDATIONS.replace("of risks", "of risks (repeated recommendation)")

    found = draft(report(foreword=summary, recommendations=chapter))["recommendations"]

    assert [each["flagged_repeat"] for each in found] == [True, False]


def test_what_was_recommended_before_is_not_new_beside_what_is() -> None:
    before = "We recommended that HMPPS:\n\n1. Should pay.\n\n"

    found = recommended(f"{before}Harbour PDU should:\n\n1. keep a log.")

    assert found == [(1, "Harbour PDU", "keep a log.")]


def test_a_running_header_without_its_number_is_left_out() -> None:
    header = "Inspection of probation services in Harbour PDU"

    found = recommended(f"Harbour PDU should:\n\n1. keep a log\n{header} 7\n2. read it\n8\n{header}\neach week.")

    assert [text for _, _, text in found] == ["keep a log", "read it each week."]


def test_numbers_that_start_again_are_a_doubt_and_no_repeat() -> None:
    words = "Recommendations\n\nHarbour PDU should:\n\n1. keep a log\n2. read it.\n\nHMPPS should:\n\n1. pay."

    found = codes(report(recommendations=words))

    assert "numbering-restarts" in found
    assert "repeated-number" not in found
