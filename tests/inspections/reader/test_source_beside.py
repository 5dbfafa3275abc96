"""What stands beside a list is no part of it: quotes, boxes and notes on either side; lists in columns are read."""

from collections.abc import Callable

import pytest

from inspections.reader.source import read_source
from tests.factories.set_pages import LIST, QUOTE, WANTED, SetReport, codes, draft, listed, recommended

Setting = Callable[[], SetReport]


def right(texts: tuple[str, ...] = QUOTE, *, x: float = 370, y: float = 100, box: str = "", **how: object) -> Setting:
    """Beside the list, on its right."""

    def make() -> SetReport:
        report = listed()
        if box:
            report.box(x - 8, y - 14, 560, y + 16 * len(texts), style=box)
        report.lines(x, y, texts, **how)
        return report

    return make


def left(*, y: float = 100, box: str = "", **how: object) -> Setting:
    def make() -> SetReport:
        report = listed(x=240)
        if box:
            report.box(52, y - 16, 225, y + 60, style=box)
        report.lines(60, y, QUOTE, **how)
        return report

    return make


def centred() -> SetReport:
    report = listed()
    report.pdf.set_font("Helvetica", "", 11)
    for at, text in enumerate(QUOTE):
        report.line(440 - report.pdf.get_string_width(text) / 2, 102 + 14 * at, text)
    return report


def drawn_line_by_line() -> SetReport:
    """Each line of the list and of the quote in one go, as some programs draw a page."""
    report = SetReport()
    report.page()
    report.heading("Recommendations")
    for at, text in enumerate(LIST):
        report.line(60, 100 + 14 * at, text)
        if at < len(QUOTE):
            report.line(348, 100 + 14 * at, QUOTE[at])
    return report


def with_name() -> SetReport:
    report = right(style="I", size=13, pitch=17)()
    report.line(370, 154, "A person on probation", size=9)
    return report


def with_title() -> SetReport:
    report = listed()
    report.line(370, 98, "In their own words", style="B", size=12)
    report.lines(370, 116, QUOTE, style="I", size=10, pitch=13)
    return report


def over_the_page() -> SetReport:
    report = listed(lines=LIST[:4])
    report.lines(370, 104, QUOTE)
    report.page()
    report.lines(60, 80, LIST[4:])
    return report


ASIDES: dict[str, Setting] = {
    "on the same lines": right(),
    "between the lines": right(y=105),
    "larger": right(size=14, pitch=19),
    "smaller": right(size=9, pitch=11),
    "quoted": right(("'I was asked once what", "I needed, and nobody", "wrote it down.'"), size=13, pitch=18),
    "in capitals": right(("THIS IS WHAT PEOPLE", "WANT TO SEE CHANGE", "BEFORE NEXT YEAR"), x=350, size=12),
    "short sentences": right(("Plans need time.", "Officers need space.", "People need answers."), x=350),
    "a box": right(box="D"),
    "a filled box": right(box="F", y=106),
    "one line in a box": right(("See what people told us",), box="F", y=113),
    "two paragraphs": right(
        ("People said that they", "were seen on time.", " ", "Officers were kind to", "them, and patient.")
    ),
    "centred": centred,
    "drawn line by line": drawn_line_by_line,
    "with a name below": with_name,
    "with a title": with_title,
    "where the list goes over the page": over_the_page,
    "on the left": left(),
    "on the left, larger": left(y=107, size=13, pitch=18),
    "on the left in a box": left(y=107, box="D"),
    "on the left in a filled box": left(y=104, box="F"),
}


@pytest.mark.parametrize("case", ASIDES)
def test_words_beside_a_list_are_no_part_of_it_and_a_doubt(case: str) -> None:
    found = draft(ASIDES[case]().data())

    assert recommended(found) == WANTED
    assert codes(found) == {"text-beside-list"}


def test_words_beside_a_list_stand_after_it_among_the_lines() -> None:
    source = read_source(right()().data())

    beside = [line.text for line in source.lines if line.aside]

    assert beside == list(QUOTE)
    assert [line.text for line in source.lines if line.text][-len(beside) :] == beside


def two_columns(at: int) -> SetReport:
    report = listed(lines=LIST[:at])
    report.lines(345, 100, LIST[at:])
    return report


def two_columns_and_box() -> SetReport:
    report = two_columns(5)
    report.box(335, 150, 545, 210)
    report.lines(345, 168, QUOTE)
    return report


def gapped_columns() -> SetReport:
    report = SetReport()
    report.page()
    report.heading("Recommendations")
    y = report.lines(60, 100, LIST[:3])
    report.lines(60, y + 8, LIST[3:5])
    report.lines(345, 100, LIST[5:])
    return report


COLUMNS: dict[str, Setting] = {
    "a group in each": lambda: two_columns(5),
    "broken within an item": lambda: two_columns(4),
    "broken between items": lambda: two_columns(3),
    "with a box below": two_columns_and_box,
    "with white between the items": gapped_columns,
}


@pytest.mark.parametrize("case", COLUMNS)
def test_a_list_in_two_columns_is_read_column_by_column(case: str) -> None:
    found = draft(COLUMNS[case]().data())

    assert recommended(found) == WANTED


def test_ratings_and_figures_stay_beside_their_names() -> None:
    report = SetReport()
    report.page()
    report.heading("Ratings")
    names = ("P 1.1 Leadership", "P 1.2 Staffing", "P 1.3 Services")
    report.lines(60, 100, names)
    report.lines(340, 100, ("Good", "Requires improvement", "Inadequate"), size=12)
    report.lines(60, 200, ("Was the plan made", "with the person?", "Was it reviewed?"))
    report.lines(340, 200, ("61%", " ", "48%"))

    texts = [line.text for line in read_source(report.data()).lines]

    assert "P 1.2 Staffing  Requires improvement" in texts
    assert "Was it reviewed?  48%" in texts
