"""Recommendations are found by what they are: items below a heading that says who must act."""

import pytest

from tests.factories.short_reports import draft, recommended, report

HEADINGS = {
    "Harbour PDU should:": "Harbour PDU",
    "HFKCW should:": "HFKCW",
    "London region should:": "London region",
    "HM Prison and Probation Service should:": "HM Prison and Probation Service",
    "Her Majesty’s Prison and Probation Service should:": "Her Majesty’s Prison and Probation Service",
    "His Majesty's Prison and Probation Service (HMPPS) should:": "His Majesty's Prison and Probation Service (HMPPS)",
    "The Ministry of Justice should:": "The Ministry of Justice",
    "**The Ministry of Justice should:**": "The Ministry of Justice",
    "### HMPPS should": "HMPPS",
    "The Probation Service – Southern Coast region should:": "The Probation Service – Southern Coast region",
    "Heads of PDUs and regional directors must:": "Heads of PDUs and regional directors",
    "We recommended that Interserve:": "Interserve",
    "We recommended that the Ministry of Justice:": "Ministry of Justice",
    "We recommend that Harbour PDU should:": "Harbour PDU",
    "Because of what our inspectors found, we recommend that Harbour PDU should:": "Harbour PDU",
    "Recommendations for HMPPS": "HMPPS",
    "Harbour PDU:": "Harbour PDU",
    "HARBOUR PDU SHOULD:": "HARBOUR PDU",
    "Harbour PDU should, with the region:": "Harbour PDU, with the region",
    "HMPPS, in partnership with the Home Office, should:": "HMPPS, in partnership with the Home Office",
    "Police forces should:": "Police forces",
    "HM Prison and Probation Service and\nNHS England should:": "HM Prison and Probation Service and NHS England",
}


@pytest.mark.parametrize(("heading", "addressee"), HEADINGS.items())
def test_a_heading_names_who_must_act(heading: str, addressee: str) -> None:
    found = recommended(f"{heading}\n\n1. keep a log\n2. read it.")

    assert found == [(1, addressee, "keep a log"), (2, addressee, "read it.")]


def test_we_recommend_that_alone_names_nobody() -> None:
    found = recommended("Harbour PDU should:\n1. keep a log\n\nWe recommend that:\n2. all read it")

    assert found == [(1, "Harbour PDU", "keep a log"), (2, None, "all read it")]


TWO = [(1, "keep a log of risks"), (2, "read it.")]
LISTS = {
    "numbers and stops": "1. keep a log of risks\n2. read it.",
    "numbers and brackets": "1) keep a log of risks\n2) read it.",
    "numbers in brackets": "(1) keep a log of risks\n(2) read it.",
    "bold numbers": "**1.** keep a log of risks\n**2.** read it.",
    "escaped numbers": "1\\. keep a log of risks\n2\\. read it.",
    "tabs": "1\tkeep a log of risks\n2\tread it.",
    "pipes": "| 1 | keep a log of risks |\n|---|---|\n| 2 | read it. |",
    "numbers on lines of their own": "1.\nkeep a log of risks\n\n2.\nread it.",
    "titles": "Recommendation 1\n\nkeep a log of risks\n\nRecommendation 2\n\nread it.",
    "wrapped lines": "1. keep a log \n   of risks \n2. read \nit.",
    "a blank line in mid-sentence": "1. keep a log of\n\nrisks\n\n2. read it.",
    "a running header": "1. keep a log\n\nInspection of probation services: Harbour PDU   6\n\nof risks\n2. read it.",
    "a page number": "1. keep a log of risks\n\n7\n\n2. read it.",
    "no blank lines after": "1. keep a log of risks\n2. read it.\nWe shall come back in a year.",
    "a paragraph after": "1. keep a log of risks\n2. read it.\n\nWe shall come back in a year.",
    "another list after": "1. keep a log of risks\n2. read it.\n\nWe came in:\n1. May\n2. June",
}


@pytest.mark.parametrize("layout", LISTS)
def test_items_are_told_apart_in_any_layout(layout: str) -> None:
    found = recommended(f"Harbour PDU should:\n\n{LISTS[layout]}")

    assert [(number, text) for number, _, text in found] == TWO


def test_a_heading_and_its_first_item_share_a_line() -> None:
    found = recommended("Harbour PDU should: 1. keep a log\n2. read it.\nHMPPS should: 3. pay.")

    assert found == [(1, "Harbour PDU", "keep a log"), (2, "Harbour PDU", "read it."), (3, "HMPPS", "pay.")]


NOTES = {
    "superscript": "keep a log¹ of risks",
    "tag": "keep a log<sup>1</sup> of risks",
    "bracket": "keep a log[1] of risks",
    "Markdown": "keep a log[^1] of risks",
    "linked": "keep a log<sup>[1](#note)</sup> of risks",
    "caret": "keep a log^1^ of risks",
    "glued": "keep a log1 of risks",
    "glued after a stop": "keep a log of risks.1",
}


@pytest.mark.parametrize("mark", NOTES)
def test_footnote_marks_are_no_part_of_the_text(mark: str) -> None:
    found = recommended(f"Harbour PDU should:\n\n1. {NOTES[mark]}\n2. read it.")

    assert found[0][2].rstrip(".") == "keep a log of risks"


def test_a_footnote_inside_a_list_is_no_part_of_it() -> None:
    found = recommended(
        "Harbour PDU should:\n\n1. keep a log1 of\n\n1 A log is a list of the entries that someone "
        "made about the work, and of\ntheir dates.\n\nrisks\n2. use the RAR2 well.\n\n"
        "2 Rehabilitation activity requirement."
    )

    assert [text for _, _, text in found] == ["keep a log of risks", "use the RAR well."]


KEPT = ("look after OASys layer 3", "use P3 and T2A", "meet every 12 months from 1 May 2024", "act on section 10.")


@pytest.mark.parametrize("words", KEPT)
def test_numbers_that_are_no_marks_stay(words: str) -> None:
    assert recommended(f"Harbour PDU should:\n\n1. {words}\n2. read.")[0][2] == words


MARKERS = (
    "keep a log (this recommendation has been repeated from our previous inspection)",
    "keep a log (this\nrecommendation has been repeated from our previous inspection)",
    "keep a log\n(this recommendation has been repeated from our previous inspection)",
    "keep a log (this recommendation has been\n\nrepeated from our previous inspection)",
    "keep a log [repeated recommendation]",
    "keep a log (repeated)",
    "keep a log. This recommendation is repeated from our last report.",
    "Repeat recommendation: keep a log",
    "keep a log (carried forward from our 2019 report)",
)


@pytest.mark.parametrize("words", MARKERS)
def test_a_repeat_is_flagged_and_its_marker_taken_out(words: str) -> None:
    text = report(recommendations=f"Recommendations\n\nHarbour PDU should:\n\n1. {words}\n2. read it.")

    first = draft(text)["recommendations"][0]

    assert (first["text"].rstrip("."), first["flagged_repeat"]) == ("keep a log", True)


def test_words_on_repeat_offending_are_no_marker() -> None:
    words = "act (also on repeat offending and repeated breaches)"
    text = report(recommendations=f"Recommendations\n\nHarbour PDU should:\n\n1. {words}\n2. read it.")

    first = draft(text)["recommendations"][0]

    assert (first["text"], first["flagged_repeat"]) == (words, False)


def test_parts_of_an_item_belong_to_it() -> None:
    found = recommended(
        "Harbour PDU should:\n\n1. keep a log that is:\n   • short\n   • clear\n2. act:\n a) now\n b) well"
    )

    assert [text for _, _, text in found] == ["keep a log that is: short clear", "act: a) now b) well"]


def test_bullets_without_numbers_are_items() -> None:
    found = recommended("The region should:\n\n- keep a log\n- read it\n  - on Mondays\n  - on Fridays")

    assert found == [(None, "The region", "keep a log"), (None, "The region", "read it on Mondays on Fridays")]


def test_paragraphs_without_marks_are_items() -> None:
    found = recommended("The region should:\n\nkeep a log of risks\n\nread it each week.")

    assert found == [(None, "The region", "keep a log of risks"), (None, "The region", "read it each week.")]


def test_lists_before_the_first_heading_are_something_else() -> None:
    found = recommended("We looked at:\n1. logs\n2. plans\n\nHarbour PDU should:\n1. keep a log")

    assert found == [(1, "Harbour PDU", "keep a log")]


def test_a_sentence_may_name_who_must_act() -> None:
    found = recommended("1. The Southern Coast region should keep a log.\n\n2. Someone must read it.")

    assert [(number, addressee) for number, addressee, _ in found] == [(1, "The Southern Coast region"), (2, None)]


def test_a_list_printed_twice_counts_once() -> None:
    text = "Harbour PDU should:\n\n1. keep a log\n2. read it."
    again = f"Recommendations\n\n{text}\n"

    found = draft(report(foreword=f"Executive summary\n\nGood.\n\n{again}", recommendations=again))["recommendations"]

    assert [each["number"] for each in found] == [1, 2]


def test_recommendations_without_a_heading_of_their_own_are_found() -> None:
    text = report(recommendations="", background="Background\n\nWe came.\n\nHarbour PDU should:\n\n1. keep a log")

    found = draft(text)["recommendations"]

    assert [each["text"] for each in found] == ["keep a log"]
