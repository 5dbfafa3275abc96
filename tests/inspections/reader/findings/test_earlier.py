"""Earlier recommendations and what became of them, told in a table or in prose."""

from typing import Any

import pytest

from tests.factories.short_reports import draft, report

HEADER = "Previous recommendation\tAction taken and impact\tCategorisation\tImprovement still required?"
HELP = (
    "From previous inspection of Harbour PDU (March 2022)\tBriefly describe action taken and impact\t"
    "Sufficient progress / Some progress / No progress\tYes / no If yes, consider repeating "
    "the recommendation"
)
ROWS = (
    "Give each officer a mentor\tMentors were found for most.\tNo progress\tYes\nListen more\tA "
    "forum met. It met twice.\tSome progress\tNo"
)
TABLES = {
    "tabs": f"{HEADER}\n{HELP}\n{ROWS}",
    "without help": f"{HEADER}\n{ROWS}",
    "pipes": "\n".join(f"| {line.replace(chr(9), ' | ')} |" for line in f"{HEADER}\n{HELP}\n{ROWS}".split("\n")),
    "cells over lines": f"{HEADER}\n{HELP}\n{ROWS}".replace("a mentor", "a\nmentor").replace("met twice", "met\ntwice"),
    "a grid": "| Previous recommendation | Action taken and impact | Categorisation | Improvement "
              "still required? |\n|---|---|---|---|\n"
    "| Give each officer | Mentors were found | No | Yes |\n| a mentor | for most. | progress | |\n"
    "| Listen more | A forum met. It met twice. | Some progress | No |",
    "header again on the next page": f"{HEADER}\n{ROWS.splitlines()[0]}\n\nInspection of probation "
                                     f"services: Harbour 9\n\n"
    f"{HEADER}\n{ROWS.splitlines()[1]}",
    "run together": f"{HEADER}\n{HELP}\n{ROWS}".replace("\t", " "),
    "run together and wrapped": f"{HEADER}\n{HELP}\n{ROWS}".replace("\t", " ").replace("for most. No", "for\nmost. No"),
}  # fmt: skip


def judged(words: str) -> list[tuple[Any, ...]]:
    found = draft(
        report(rest=f"Progress on previous recommendations\n\n{words}\n\nAnnexe one – Web links\n\nSee our pages.")
    )
    return [
        tuple(each[name] for name in ("text", "action_taken", "category", "improvement_still_required"))
        for each in found["previous_recommendations"]
    ]


@pytest.mark.parametrize("table", TABLES)
def test_a_progress_table_is_read_in_any_form(table: str) -> None:
    assert judged(TABLES[table]) == [
        ("Give each officer a mentor", "Mentors were found for most.", "No progress", True),
        ("Listen more", "A forum met. It met twice.", "Some progress", False),
    ]


def test_a_table_may_name_who_was_addressed() -> None:
    words = (
        f"{HEADER}\nHarbour PDU should:\t\t\t\nListen\tA forum met.\tSome progress\tNo\nHMPPS "
        f"should:\t\t\t\nPay\tIt paid.\tNo progress\tYes"
    )
    found = draft(report(rest=f"Progress on previous recommendations\n\n{words}"))["previous_recommendations"]

    assert [(each["addressee"], each["text"]) for each in found] == [("Harbour PDU", "Listen"), ("HMPPS", "Pay")]


PROSE = {
    "verdict below": "1. Give help.\nThe company has made some progress on this recommendation.\nMentors "
    "came.\nThey stayed.",
    "verdict over two lines": "1. Give help.\nThe company has made some progress on this\nrecommendation.\n"
    "Mentors came.\nThey stayed.",
    "text over a blank line": "1. Give\n\nhelp.\nThe company has made some progress on this "
    "recommendation.\nMentors came. They stayed.",
    "text without a stop": "1. Give help\n\nThe Home Office has made some progress on this "
    "recommendation.\nMentors came. They stayed.",
    "label": "1. Give help.\n\nSome progress\n\nMentors came.\n\nThey stayed.",
    "label with a name": "1. Give help.\n\nProgress: Some progress.\n\nMentors came. They stayed.",
    "passive": "1. Give help.\nSome progress has been made on this recommendation. Mentors came. They stayed.",
    "verdict last": "1. Give help.\n\nMentors came. They stayed.\n\nWe judge that some progress has "
    "been made on this recommendation.",
    "paragraphs": "1. Give help.\nThe company has made some progress on this recommendation.\nMentors "
    "came.\n\nThey stayed.",
}


@pytest.mark.parametrize("layout", PROSE)
def test_prose_is_parted_into_text_verdict_and_account(layout: str) -> None:
    found = judged(f"We recommended that Harbour PDU should:\n\n{PROSE[layout]}")

    assert [(text.rstrip("."), action, category) for text, action, category, _ in found] == [
        ("Give help", "Mentors came. They stayed.", "Some progress")
    ]


def test_the_words_before_the_next_group_belong_to_no_recommendation() -> None:
    words = (
        "We recommended that Harbour PDU:\n1. Give help.\nIt has made no progress on this "
        "recommendation.\nNobody came.\n\n"
        "We also made one recommendation for another body.\n\nWe recommended that Interserve:\n"
        "2. Should pay.\n"
        "Interserve has made sufficient progress on this recommendation.\nIt paid."
    )
    found = draft(report(rest=f"Achievement of recommendations from the previous inspection\n\n{words}"))

    assert [
        (each["number"], each["addressee"], each["text"], each["action_taken"])
        for each in found["previous_recommendations"]
    ] == [(1, "Harbour PDU", "Give help.", "Nobody came."), (2, "Interserve", "Should pay.", "It paid.")]


DATES = {
    "In our earlier report, published in October 2018, we made two.": "2018-10",
    "In our earlier report, published on 14 March 2018, we made two.": "2018-03-14",
    "The last report was published in March 2022.": "2022-03",
    "We last came in March 2022.": None,
}


@pytest.mark.parametrize(("sentence", "expected"), DATES.items())
def test_when_the_previous_report_was_published(sentence: str, expected: str | None) -> None:
    rest = (
        f"Progress on previous recommendations\n\n{sentence}\n\nHarbour PDU should:\n1. Listen.\nSome progress\nIt did."
    )

    assert draft(report(rest=rest))["previous_report_published"] == expected


OVERALL = {
    "Harbour was last inspected in 2022, when it was rated overall as ‘Inadequate’.": "Inadequate",
    "Harbour was previously inspected two years ago. At that time it was rated ‘Good’.": "Good",
    "At our last inspection the PDU was rated ‘Requires improvement’. Today it is better.": "Requires improvement",
    "We have rated Harbour as ‘Good’. Our last inspection was in 2022.": None,
    "At our last inspection leadership was rated as ‘Good’.": None,
    "Harbour continues to be rated as ‘Inadequate’.": None,
}


@pytest.mark.parametrize(("sentence", "expected"), OVERALL.items())
def test_the_overall_rating_before(sentence: str, expected: str | None) -> None:
    assert draft(report(foreword=f"Foreword\n\n{sentence}\n"))["previous_overall_rating"] == expected


def test_a_sentence_about_progress_begins_no_part() -> None:
    rest = "Progress made against earlier recommendations can be read in the last part of this report.\n\n1. One\n"

    assert draft(report(rest=rest))["previous_recommendations"] == []
