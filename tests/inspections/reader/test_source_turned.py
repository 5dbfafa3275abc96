"""Text set sideways or upside down is read: whole pages, single annexes and tables, on pages turned or upright."""

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader, PdfWriter

from tests.factories.set_pages import (
    ANNEXE,
    EARLIER,
    PROGRESS,
    QUOTE,
    TABLE,
    WANTED,
    SetReport,
    codes,
    draft,
    judged,
    listed,
    recommended,
)

UP, OVER, DOWN = 90, 180, 270
# Where a text begins that fills the page when it is turned so.
STARTS = {UP: (80, 780), OVER: (540, 780), DOWN: (540, 60)}


def annexed(way: int) -> SetReport:
    """The annexe alone on its page, turned."""
    report = listed()
    report.page()
    report.turned(way, *STARTS[way], [PROGRESS, *ANNEXE], pitch=18)
    return report


def below_heading(way: int) -> SetReport:
    """The page's heading and foot are upright, the list is turned."""
    report = listed()
    report.page()
    report.heading(PROGRESS)
    report.line(60, 815, "HM Inspectorate of Probation  3", size=9)
    report.turned(way, *STARTS[way] if way != UP else (120, 700), ANNEXE, pitch=18)
    return report


def tabled(way: int, *, alone: bool) -> SetReport:
    """A ruled table is turned; its heading is too, or not."""
    report = listed()
    report.page()
    x, y = STARTS[way] if alone else (STARTS[way][0] + (40 if way == UP else 0), STARTS[way][1] - 60)
    widths = (150, 150, 90, 80) if way == OVER else (200, 200, 120, 120)
    if not alone:
        report.heading(PROGRESS)
        report.line(60, 84, "We came back to what we had said the last time.")
        y = y + 60 if way == DOWN else y
    with report.pdf.rotation(way, x, y):
        if alone:
            report.line(x, y, PROGRESS, size=14)
        report.table(x, y + 20, widths)
    return report


def turned_pages(report: SetReport, by: int, *pages: int) -> bytes:
    """The same with pages that are shown turned, so that their text lies sideways on the screen."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(report.data())))
    for page in pages:
        writer.pages[page].rotate(by)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def upright() -> SetReport:
    report = listed()
    report.page()
    report.lines(60, 60, [PROGRESS, *ANNEXE], pitch=18)
    return report


WHOLE: dict[str, Callable[[], bytes]] = {
    **{f"annexe at {way}": lambda way=way: annexed(way).data() for way in STARTS},
    **{f"list at {way} below its heading": lambda way=way: below_heading(way).data() for way in (UP, DOWN)},
    **{f"table at {way}": lambda way=way: tabled(way, alone=True).data() for way in STARTS},
    **{f"table at {way} below its heading": lambda way=way: tabled(way, alone=False).data() for way in STARTS},
    **{f"both pages shown at {way}": lambda way=way: turned_pages(upright(), way, 1, 2) for way in STARTS},
    "turned and shown upright": lambda: turned_pages(annexed(UP), UP, 2),
}


@pytest.mark.parametrize("case", WHOLE)
def test_what_is_turned_is_read(case: str) -> None:
    found = draft(WHOLE[case]())

    assert recommended(found) == WANTED
    assert judged(found) == EARLIER
    assert not codes(found) - {"missing-previous-date"}


def test_headings_of_columns_may_stand_upright_in_their_cells() -> None:
    report = listed()
    report.page()
    report.heading(PROGRESS)
    for at, (head, left) in enumerate(zip(TABLE[0], (60, 210, 360, 440), strict=True)):
        report.box(left, 90, left + (150 if at < 2 else 80), 250)
        report.turned(UP, left + 20, 245, head.split(" and ")[:1])
    report.table(60, 250, (150, 150, 80, 80), TABLE[1:])

    found = draft(report.data())

    assert judged(found) == EARLIER


@pytest.mark.parametrize("slope", [1.5, -2, 4])
def test_a_page_that_lies_askew_is_read_as_if_it_lay_straight(slope: float) -> None:
    report = SetReport()
    report.page()
    with report.pdf.rotation(slope, 60, 100):
        report.heading("Recommendations")
        report.lines(60, 100, LINES)

    found = draft(report.data())

    assert recommended(found) == WANTED


LINES = [
    "Teasel Vale PDU should:",
    "1. make sure that every plan names who will do what,",
    "and talk it through with the person on probation",
    "2. ask the police about domestic abuse before a sentence plan is agreed",
    "HMPPS should:",
    "3. pay for two more probation officers in the unit.",
]
MARKS: dict[str, Callable[[SetReport], None]] = {
    "a tab of the chapter": lambda report: report.turned(UP, 580, 300, ["Recommendations"]),
    "a credit": lambda report: report.turned(DOWN, 20, 300, ["Picture: the service's own"]),
    "a sentence": lambda report: report.turned(UP, 575, 500, ["What people in this place told us about this service"]),
    "a quote": lambda report: report.turned(DOWN, 500, 300, QUOTE),
    "a watermark": lambda report: report.turned(45, 150, 500, ["OFFICIAL - DRAFT"], size=50),
}


@pytest.mark.parametrize("mark", MARKS)
def test_marks_set_sideways_are_no_part_of_the_list(mark: str) -> None:
    report = listed()
    MARKS[mark](report)

    found = draft(report.data())

    assert recommended(found) == WANTED


@pytest.mark.parametrize("angle", [30, -45, 60])
def test_a_page_set_at_an_angle_is_a_doubt_with_its_number(angle: int) -> None:
    report = listed()
    report.page()
    report.turned(angle, 150, 500, ANNEXE)

    doubts = [doubt for doubt in draft(report.data()).warnings if doubt.code == "text-left-out"]

    assert [doubt.source.page for doubt in doubts if doubt.source] == [3]
    assert "page 3" in doubts[0].message
