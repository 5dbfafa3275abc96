"""Which of two figures beside a key question is this inspection's, and what is done where that is not told."""

import pytest

from tests.factories.short_reports import codes, draft, report

ENGAGING = "Does assessment focus sufficiently on engaging the person on probation?"
SAFE = "Does assessment focus sufficiently on keeping other people safe?"
HEADINGS = {
    "Key question\tHarbour PDU\tAll PDUs inspected": (43, None, 40),
    "Key question\tAll PDUs\tHarbour PDU": (40, None, 43),
    "Key question\tPercentage ‘Yes’\tNational average": (43, None, 40),
    "Key question\t2022\t2024": (40, 43, None),
    "Key question\t2024\t2022": (43, 40, None),
    "Key question\tYes\tNo": (43, None, None),
    "Key question\tMen\tWomen": (None, None, None),
}


def standard(table: str) -> str:
    return report(rest=f"2. Service delivery\n\nP 2.1 Assessment\n\nInadequate\n\n{table}\n")


def figures(text: str) -> list[tuple[int | None, ...]]:
    questions = next(each for each in draft(text)["standards"] if each["code"] == "P 2.1")["key_questions"]
    return [(each["percent"], each["previous_percent"], each["comparator_percent"]) for each in questions]


@pytest.mark.parametrize(("heading", "expected"), HEADINGS.items())
def test_headings_tell_which_figure_is_which(heading: str, expected: tuple[int | None, ...]) -> None:
    found = figures(standard(f"{heading}\n{ENGAGING}\t43%\t40%"))

    assert found == [expected]


def test_figures_that_cannot_be_told_apart_are_a_doubt() -> None:
    found = codes(standard(f"Key question\tMen\tWomen\n{ENGAGING}\t43%\t40%"))

    assert "missing-figure" in found


@pytest.mark.parametrize("mark", ["a) ", "2.1.1 ", "C1 ", "• "])
def test_key_questions_may_be_numbered(mark: str) -> None:
    found = figures(standard(f"Key question\tPercentage ‘Yes’\n{mark}{ENGAGING}\t43%\n{SAFE}\tn/a"))

    assert found == [(43, None, None), (None, None, None)]


def test_questions_of_a_standard_whose_heading_is_missing_are_not_given_to_another() -> None:
    stray = "Does planning focus sufficiently on keeping other people safe?"
    text = standard(f"Key question\tPercentage ‘Yes’\n{ENGAGING}\t43%\n\nWords.\n\n{stray}\t12%")

    assert figures(text) == [(43, None, None)]
    assert "key-questions-without-heading" in codes(text)


def test_lines_that_begin_with_figures_in_words_are_no_running_headers() -> None:
    table = f"Key question\tPercentage ‘Yes’\n{ENGAGING}\n43 per cent of the cases\n{SAFE}\n44 per cent of the cases"

    found = draft(standard(table.replace(" of the cases", "")))["standards"][3]["key_questions"]

    assert [each["percent"] for each in found] == [43, 44]
