"""Key questions and their figures, in tables of every kind; percentages in prose are none."""

import pytest

from tests.factories.short_reports import draft, report

FIRST = "Does assessment focus sufficiently on engaging the person on probation?"
SECOND = "Does assessment focus sufficiently on keeping other people safe?"
TABLES = {
    "tabs": f"Key question\tPercentage 'Yes'\n{FIRST}\t43%\n{SECOND}\t29%",
    "pipes": f"| Key question | Percentage 'Yes' |\n|---|---|\n| {FIRST} | 43% |\n| **{SECOND}** | **29%** |",
    "below": f"Key question\nPercentage 'Yes'\n{FIRST}\n43%\n{SECOND}\n\n29%",
    "same line": f"Key question Percentage 'Yes'\n{FIRST} 43%\n{SECOND} 29 per cent",
    "run together": f"Key question Percentage 'Yes'\n{FIRST}43%{SECOND}29%",
    "bullets": f"Key question\tPercentage 'Yes'\n{FIRST}\t• 43%\n{SECOND}\t**• 29%**",
    "bare numbers": f"Key question\tPercentage 'Yes'\n{FIRST}\t43\n{SECOND}\t29",
    "wrapped beside": "Key question Percentage 'Yes'\nDoes assessment focus sufficiently on engaging "
                      "the 43%\nperson on probation?\n"
    "Does assessment focus sufficiently on keeping other\npeople safe? 29%",
    "footnotes": f"Our rating4 for assessment is based on two key questions:\n{FIRST}5\n43%\n{SECOND}5 29%",
}  # fmt: skip


def questions(words: str) -> list[tuple[str, int | None, int | None, int | None]]:
    found = draft(
        report(rest=f"P 2.1. Assessment\n\nAssessment is good work.\n\nInadequate\n\n{words}\n\n- More was needed.")
    )
    standard = next(each for each in found["standards"] if each["code"] == "P 2.1")
    return [
        (each["text"], each["previous_percent"], each["percent"], each["comparator_percent"])
        for each in standard["key_questions"]
    ]


@pytest.mark.parametrize("table", TABLES)
def test_figures_are_read_in_any_table(table: str) -> None:
    assert questions(TABLES[table]) == [(FIRST, None, 43, None), (SECOND, None, 29, None)]


COLUMNS = {
    "Key question\tPrevious inspection\tCurrent inspection\n{q}\t40%\t43%": (40, 43, None),
    "Key question\tCurrent inspection\tPrevious inspection\n{q}\t40%\t43%": (43, 40, None),
    "Key question\tThis inspection\tAll PDUs\n{q}\t40%\t43%": (None, 40, 43),
    "Key question\nPrevious \ninspection\n\nCurrent \ninspection\n\nAll CRCs9\n{q}\nNo \ncomparable \n"
    "data available\n\n49% 65%": (
        None, 49, 65,
    ),
    "Key question\tPrevious inspection\tCurrent inspection\n{q}\t-\t43%": (None, 43, None),
}  # fmt: skip


@pytest.mark.parametrize(("table", "expected"), COLUMNS.items())
def test_figures_go_to_their_columns(table: str, expected: tuple[int | None, ...]) -> None:
    [(_, *figures)] = questions(table.format(q=FIRST))

    assert tuple(figures) == expected


PROSE = (
    f"{FIRST}\nIn 40% of cases it did.",
    "Asked ‘Do staff read plans?’ 12% said no.",
    "Key question\tPercentage 'Yes'\nDoes this matter?\nThis question gives words only.",
)


@pytest.mark.parametrize("words", PROSE)
def test_percentages_in_prose_are_no_figures(words: str) -> None:
    assert questions(words) == []


def test_detailed_data_in_an_annexe_is_left_out() -> None:
    rest = (
        f"P 2.1. Assessment\n\nInadequate\n\n{FIRST} 43%\n\nAnnexe 4: Inspection data\n\nP 2.1. "
        f"Assessment\n\nDoes it read?\t99%\n"
    )
    standard = draft(report(rest=rest))["standards"][3]

    assert [each["percent"] for each in standard["key_questions"]] == [43]
