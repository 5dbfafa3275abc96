"""Lists in the rarer forms: headings that are entries, entries counted in words or letters, lines beside them."""

from typing import Any

import pytest

from tests.factories.short_reports import codes, draft, recommended, report

LOG, READ, PAY = "keep a log", "read it.", "pay."
BOTH = [("Harbour PDU", LOG), ("Harbour PDU", READ), ("HMPPS", PAY)]
GROUPS = {
    "bullets": "• Harbour PDU should:\n\n  • keep a log\n  • read it.\n• HMPPS should:\n  • pay.",
    "dashes in bold": "- **Harbour PDU should:**\n  - keep a log\n  - read it.\n- **HMPPS should:**\n  - pay.",
    "names with colons": "* Harbour PDU:\n    * keep a log\n    * read it.\n* HMPPS:\n    * pay.",
    "names alone": "• Harbour PDU\n   • keep a log\n   • read it.\n• HMPPS\n   • pay.",
    "names alone above numbers": "Harbour PDU\n\n1. keep a log\n2. read it.\n\nHMPPS\n\n3. pay.",
    "numbers": "1. Harbour PDU should:\n  • keep a log\n  • read it.\n2. HMPPS should:\n  • pay.",
    "letters": "A. Harbour PDU should:\n  (i) keep a log\n  (ii) read it.\nB. HMPPS should:\n  (iii) pay.",
    "small letters": "a) Harbour PDU should:\n  1. keep a log\n  2. read it.\nb) HMPPS should:\n  3. pay.",
    "printed o": "o Harbour PDU should:\n  o keep a log\n  o read it.\no HMPPS should:\n  o pay.",
    "one entry on the line": "Harbour PDU should: keep a log\n\nHarbour PDU should: read it.\nHMPPS should: pay.",
}


def whose(words: str) -> list[tuple[str | None, str]]:
    return [(addressee, text) for _, addressee, text in recommended(words)]


@pytest.mark.parametrize("form", GROUPS)
def test_a_heading_may_be_an_entry_of_an_outer_list(form: str):
    assert whose(GROUPS[form]) == BOTH


def test_a_part_that_asks_somebody_for_something_is_no_heading():
    words = "Harbour PDU should:\n\n1. make sure that:\n   • probation officers should:\n   • read it\n2. pay."

    assert [text for _, _, text in recommended(words)] == ["make sure that: probation officers should: read it", PAY]


COUNTED = {
    "Recommendation one: Harbour PDU should act.\nRecommendation two: HMPPS should pay.": [1, 2],
    "Recommendation One\nHarbour PDU should act.\nRecommendation Two\nHMPPS should pay.": [1, 2],
    "First, Harbour PDU should act.\n\nSecond, HMPPS should pay.\n\nFinally, HMPPS should stay.": [1, 2, 3],
    "Firstly: Harbour PDU should act.\nSecondly: HMPPS should pay.": [1, 2],
    "The first recommendation is that Harbour PDU should act.\nThe second recommendation is that HMPPS should pay.": [
        1, 2,
    ],
    "1st recommendation: Harbour PDU should act.\n2nd recommendation: HMPPS should pay.": [1, 2],
    "Harbour PDU should:\nOne: act.\nTwo: pay.": [1, 2],
    "Recommendation I – Harbour PDU should act.\nRecommendation II – HMPPS should pay.": [1, 2],
    "Recommendation 1 of 2: Harbour PDU should act.\nRecommendation 2 of 2: HMPPS should pay.": [1, 2],
    "Rec. 1: Harbour PDU should act.\nRec. 2: HMPPS should pay.": [1, 2],
    "No. 1 – Harbour PDU should act.\nNo. 2 – HMPPS should pay.": [1, 2],
    "Harbour PDU should:\n(i) act\n(ii) pay\n(iii) stay": [1, 2, 3],
    "Harbour PDU should:\nI. act\nII. pay": [1, 2],
    "Harbour PDU should:\n1 act\n2 pay": [1, 2],
    "Recommendation A: Harbour PDU should act.\nRecommendation B: HMPPS should pay.": [None, None],
}  # fmt: skip


@pytest.mark.parametrize(("words", "numbers"), COUNTED.items())
def test_entries_may_be_counted_in_words(words: str, numbers: list[int | None]):
    found = recommended(words)

    assert [number for number, _, _ in found] == numbers
    assert all(text.endswith(("act", "act.", "pay", "pay.", "stay", "stay.")) for _, _, text in found)


def test_a_word_of_number_may_begin_a_sentence():
    found = recommended("Harbour PDU should:\n\n1. keep a log.\nFirst, it should be short.\n2. read it.")

    assert [number for number, _, _ in found] == [1, 2]


LETTERED = {
    "letters and brackets": "a) keep a log\nb) read it\nc) pay",
    "letters in brackets": "(a) keep a log\n(b) read it\n(c) pay",
    "capitals": "A. keep a log\nB. read it\nC. pay",
    "a letter for a square": "n keep a log\nn read it\nn pay",
    "a letter for an arrow": "Ø keep a log\nØ read it\nØ pay",
    "a letter for a tick": "ü keep a log\nü read it\nü pay",
    "a sign of the font": "\uf0d8 keep a log\n\uf0d8 read it\n\uf0d8 pay",
    "circles": "◦ keep a log\n◦ read it\n◦ pay",
}


@pytest.mark.parametrize("form", LETTERED)
def test_lists_that_are_lettered_lose_the_letter_only(form: str):
    assert [text for _, _, text in recommended(f"Harbour PDU should:\n{LETTERED[form]}")] == [LOG, "read it", "pay"]


def test_parts_of_a_lettered_entry_belong_to_it():
    found = recommended("Harbour PDU should:\nA. keep a log:\n  • now\n  • then\nB. pay.")

    assert [text for _, _, text in found] == ["keep a log: now then", PAY]


TIMES = {
    "above": "Harbour PDU should:\n\nImmediately\n\n1. keep a log\n\nWithin three months\n\n2. read it.",
    "above, with colons": "Harbour PDU should:\nBy March 2027:\n1. keep a log\nBy the end of 2027:\n2. read it.",
    "below": "Harbour PDU should:\n1. keep a log\nBy March 2027\n2. read it.\nWithin six months of publication",
    "with a label": "Harbour PDU should:\n1. keep a log\nTimescale: six months\n2. read it.\nBy when: Immediately",
    "as a bullet": "Harbour PDU should:\n1. keep a log\n  • By March 2027\n2. read it.\n  • With immediate effect",
    "in brackets": "Harbour PDU should:\n1. keep a log\n(Within a year)\n2. read it.\n(In the next 12 months)",
    "a deadline": "Harbour PDU should:\n1. keep a log\nDeadline – 1 May 2027\n2. read it.\nTo be completed by"
    " June 2027",
}


@pytest.mark.parametrize("form", TIMES)
def test_a_line_that_says_by_when_is_no_part_of_an_entry_and_a_doubt(form: str):
    words = TIMES[form]

    assert recommended(words) == [(1, "Harbour PDU", LOG), (2, "Harbour PDU", READ)]
    assert "says-by-when" in codes(report(recommendations=f"Recommendations\n\n{words}\n"))


@pytest.mark.parametrize("heading", [
    "Immediately, Harbour PDU should:", "By May 2027 Harbour PDU should:", "Harbour PDU should, within six months:",
    "With immediate effect, Harbour PDU should:", "Harbour PDU should by March 2027:",
])  # fmt: skip
def test_a_heading_may_say_by_when(heading: str):
    assert recommended(f"{heading}\n1. keep a log") == [(1, "Harbour PDU", LOG)]


def test_words_by_when_inside_a_sentence_stay():
    found = recommended(
        "Harbour PDU should:\n1. keep a log that everyone in the unit can read without help\nby March 2027."
    )

    assert found[0][2].endswith("without help by March 2027.")


LABELLED = {
    "numbers": "1. Keep a log.\nWho: Harbour PDU\nBy when: six months\n2. Pay.\nWho should act: HMPPS\nBy when: now",
    "labels": "Recommendation: Keep a log.\nOwner: Harbour PDU\n\nRecommendation: Pay.\nOwner: HMPPS",
    "numbers with labels": "No: 1\nRecommendation: Keep a log.\nLead: Harbour PDU\n\nNo: 2\nWhat: Pay.\nLead: HMPPS",
}


@pytest.mark.parametrize("form", LABELLED)
def test_lines_with_labels_say_who(form: str):
    assert whose(LABELLED[form]) == [("Harbour PDU", "Keep a log."), ("HMPPS", "Pay.")]


ASIDES = {
    "a call-out": "1. keep a log\n2. read it.\n\nGood practice example\n\n• It went well there\n• They liked it"
    "\n\n3. pay.",
    "a quotation": "1. keep a log\n2. read it.\n\n“It was hard to read,” one said.\n\n3. pay.",
    "a whole quotation": "1. keep a log\n2. read it\n“Nobody read it.”\n3. pay.",
    "titles": "1. keep a log\nStaffing\n2. read it.\nData and information\n3. pay.",
    "the next chapter": "1. keep a log\n2. read it.\n3. pay.\n\n1. Why we looked\n\nWe looked at it for a good"
    " reason.\n",
    "a case": "1. keep a log\n2. read it.\n\nCase study\n\nA log was kept there.\n\n3. pay.",
}


@pytest.mark.parametrize("form", ASIDES)
def test_call_outs_and_titles_beside_a_list_are_no_part_of_it(form: str):
    found = recommended(f"HMPPS should:\n\n{ASIDES[form]}")

    assert [(number, text.rstrip(".")) for number, _, text in found] == [(1, LOG), (2, "read it"), (3, "pay")]


def test_titles_above_paragraphs_are_no_entries():
    words = "## Recommendations\n\n### HMPPS should:\n\n#### Staffing\n\nkeep a log\n\n#### Data\n\nread it\n"

    found = draft(report(recommendations=words))["recommendations"]

    assert [each["text"] for each in found] == [LOG, "read it"]


@pytest.mark.parametrize(
    "title", ["### Recommendation 1: Logs", "**Recommendation 1: Logs**", "Recommendation one – Logs"]
)
def test_the_title_of_an_entry_is_no_part_of_its_words(title: str):
    found = recommended(f"{title}\n\nHarbour PDU should keep a log.")

    assert found == [(1, "Harbour PDU", "Harbour PDU should keep a log.")]


REPEATED: dict[str, list[bool]] = {
    "1. keep a log.\nThis recommendation is repeated from our 2021 report.\n2. read it.": [True, False],
    "1. keep a log\nRepeated recommendation\n2. read it.": [True, False],
    "1. keep a log\n2. read it.\n\n(Repeated from our last inspection)": [False, True],
    "Repeated recommendations:\n1. keep a log\nNew recommendations:\n2. read it.": [True, False],
    "Recommendation 1 (repeated): keep a log\nRecommendation 2: read it.": [True, False],
    "Recommendation 1 (repeated)\nkeep a log\nRecommendation 2\nread it.": [True, False],
    "As in our last inspection:\n1. keep a log.\n2. read it.": [True, False],
    "1. As in our last inspection, keep a log\n2. read it.": [True, False],
    "1. keep a log. We made this recommendation in 2021.\n2. read it.": [True, False],
}


@pytest.mark.parametrize(("words", "expected"), REPEATED.items())
def test_a_repeat_may_be_noted_beside_an_entry(words: str, expected: list[bool]):
    found: list[dict[str, Any]] = draft(report(recommendations=f"Recommendations\n\nHarbour PDU should:\n{words}\n"))[
        "recommendations"
    ]

    assert [(each["text"].rstrip("."), each["flagged_repeat"]) for each in found] == [
        (LOG, expected[0]), ("read it", expected[1]),
    ]  # fmt: skip
