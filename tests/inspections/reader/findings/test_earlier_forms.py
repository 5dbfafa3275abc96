"""Tables of progress with other headings, merged cells and other words than the inspectorate's three."""

import pytest

from inspections.reader.report import read_report
from inspections.reader.source import read_source
from tests.factories.short_reports import codes, draft, report

HEADINGS = "Previous recommendation\tAction taken and impact\tCategorisation\tImprovement still required?"


def with_table(rows: str, heading: str = "Progress on previous recommendations") -> str:
    return report(rest=f"Annexe one: {heading}\n\n{rows}\n")


def judged(text: str) -> list[tuple[str, str | None, str | None, bool | None]]:
    return [
        (each["text"], each["action_taken"], each["category"], each["improvement_still_required"])
        for each in draft(text)["previous_recommendations"]
    ]


TABLES = {
    "| Previous recommendation | Progress |\n|---|---|\n| Keep a log | Some progress |": (None, None),
    "| No. | Recommendation | Progress |\n|---|---|---|\n| 1 | Keep a log | Some progress |": (None, None),
    "| Recommendation from 2022 | Evidence of progress | Progress judgement | Further improvement needed |\n"
    "|---|---|---|---|\n| Keep a log | It was begun. | Some progress | Yes |": ("It was begun.", True),
    f"{HEADINGS}\nKeep a log\tIt was begun.\tSOME PROGRESS\tyes – consider repeating": ("It was begun.", True),
}


@pytest.mark.parametrize(("table", "expected"), TABLES.items())
def test_a_table_is_read_by_its_headings(table: str, expected: tuple[str | None, bool | None]) -> None:
    assert judged(with_table(table)) == [("Keep a log", expected[0], "Some progress", expected[1])]


_TWO = "Keep a log\tIt was begun.\tSome progress\tYes\nRead it\tNobody did.\tNo progress\tYes"
NAMED_OTHERWISE = {
    "what was said": f"What we recommended\tWhat has been done\tOur judgement\tRepeat?\n{_TWO}",
    "progress twice": f"We said\tProgress made\tProgress\tFurther action needed\n{_TWO}",
    "progress as an account": f"Recommendation\tProgress\tOutcome\tRepeated?\n{_TWO}",
    "verdict": f"2022 recommendation\tResponse\tVerdict\tMore work needed?\n{_TWO}",
    "how far": f"Recommendation\tWhat we found\tHow far it has got\tStill to do\n{_TWO}",
    "words that say nothing": f"Column one\tColumn two\tColumn three\tColumn four\n{_TWO}",
    "no headings": _TWO,
    "one word for the category": "Recommendation\tAction taken\tProgress\tStill required?\n"
    "Keep a log\tIt was begun.\tSome\tYes\nRead it\tNobody did.\tNone\tYes",
    "another order": "Progress\tRepeat?\tRecommendation\tEvidence\nSome progress\tYes\tKeep a log\tIt was begun.\n"
    "No progress\tYes\tRead it\tNobody did.",
    "numbers": "No.\tRecommendation\tComments\tStatus\tRepeat?\n1\tKeep a log\tIt was begun.\tSome progress\tYes\n"
    "2\tRead it\tNobody did.\tNo progress\tYes",
}


@pytest.mark.parametrize("form", NAMED_OTHERWISE)
def test_columns_may_be_named_otherwise(form: str) -> None:
    assert judged(with_table(NAMED_OTHERWISE[form])) == [
        ("Keep a log", "It was begun.", "Some progress", True), ("Read it", "Nobody did.", "No progress", True),
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["Partial progress", "Limited progress", "Insufficient progress", "Not achieved"])
def test_other_words_of_progress_are_left_open(words: str) -> None:
    text = with_table(f"{HEADINGS}\nKeep a log\tIt was begun.\t{words}\tYes\nRead it\tNobody did.\tNo progress\tYes")

    assert [each[2] for each in judged(text)] == [None, "No progress"]
    assert "missing-category" in codes(text)


def test_a_cell_that_reaches_over_two_rows_of_a_web_page_is_one_recommendation() -> None:
    table = (
        "<table><tr><th>Previous recommendation</th><th>Action taken</th><th>Progress</th></tr>"
        "<tr><td rowspan='2'>Keep a log</td><td>It was begun.</td><td>Some progress</td></tr>"
        "<tr><td>It went on.</td><td></td></tr></table>"
    )
    words = "".join(f"<p>{line}</p>" for line in report().splitlines())
    page = f"<html><body><main>{words}<h2>Progress on previous recommendations</h2>{table}</main></body></html>"

    found = read_report(read_source(page.encode())).previous_recommendations

    assert [(each.text, each.action_taken) for each in found] == [("Keep a log", "It was begun. It went on.")]


def test_a_missing_number_among_the_earlier_ones_is_a_doubt() -> None:
    rows = "1. Keep a log\tBegun.\tSome progress\tYes\n3. Read it\tNo one.\tNo progress\tYes"

    assert "numbering-gap" in codes(with_table(f"{HEADINGS}\n{rows}"))


def test_judgements_that_were_not_read_are_a_doubt() -> None:
    rows = "Keep a log\tBegun.\tSome progress\tYes\n\nRead it  Nobody did  No progress  Yes"

    assert "earlier-recommendations-incomplete" in codes(with_table(f"{HEADINGS}\n{rows}"))


def test_the_title_may_date_the_earlier_report() -> None:
    text = with_table(
        f"{HEADINGS}\nKeep a log\tBegun.\tSome progress\tYes",
        heading="Progress against recommendations from the May 2022 report",
    )

    assert draft(text)["previous_report_published"] == "2022-05"
