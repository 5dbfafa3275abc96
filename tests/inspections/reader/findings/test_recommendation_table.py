"""Recommendations in tables and definition lists of a web page: what, who and by when."""

from typing import Any

import pytest

from inspections.reader.report import read_report
from inspections.reader.source import read_source

Row = tuple[str, ...]


def table(*rows: Row) -> str:
    written = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{cells}</tr>" for cells in written) + "</table>"


def read(body: str) -> list[dict[str, Any]]:
    page = (
        "<!doctype html><html lang=en><title>x</title><main><h1>An inspection of probation services in Harbour PDU</h1>"
        f"<p>HM Inspectorate of Probation, May 2024</p><h2>Recommendations</h2>{body}"
        "<h2>Background</h2><p>We looked at it.</p></main></html>"
    )
    return read_report(read_source(page.encode())).as_dict()["recommendations"]


TABLES = {
    "who should act": table(
        ("Recommendation", "Who should act", "By when"), ("1. Keep a log.", "Harbour PDU", "Six months"),
        ("2. Pay.", "HMPPS", "May 2027"),
    ),
    "another order": table(
        ("By when", "Body", "What must be done", "No."), ("Six months", "Harbour PDU", "Keep a log.", "1"),
        ("Now", "HMPPS", "Pay.", "2"),
    ),
    "other names": table(
        ("Ref", "Required action", "Responsible", "Timescale"), ("R1", "Keep a log.", "Harbour PDU", "Six months"),
        ("R2", "Pay.", "HMPPS", "Now"),
    ),
    "asked": table(("No.", "We recommend", "Owner"), ("1", "Keep a log.", "Harbour PDU"), ("2", "Pay.", "HMPPS")),
    "bodies over the rows": "<table><tr><th>No</th><th>Recommendation</th></tr><tr><td colspan=2>Harbour PDU"
    " should:</td></tr>"
    "<tr><td>1</td><td>Keep a log.</td></tr><tr><td colspan=2>HMPPS should:</td></tr><tr><td>2</td><td>Pay.</td>"
    "</tr></table>",
    "downwards": table(("Recommendation 1", "Keep a log."), ("Who", "Harbour PDU"), ("By when", "Now"))
    + table(("Recommendation 2", "Pay."), ("Who", "HMPPS"), ("By when", "May 2027")),
    "inside another": "<table><tr><td>"
    + table(("Recommendation", "For", "When"), ("1. Keep a log.", "Harbour PDU", "Now"), ("2. Pay.", "HMPPS", "Now"))
    + "</td></tr></table>",
}  # fmt: skip


@pytest.mark.parametrize("form", TABLES)
def test_a_table_is_read_by_its_headings(form: str):
    found = read(TABLES[form])

    assert [(each["number"], each["addressee"], each["text"]) for each in found] == [
        (1, "Harbour PDU", "Keep a log."), (2, "HMPPS", "Pay."),
    ]  # fmt: skip


def test_a_body_that_reaches_over_two_rows_must_act_on_both():
    rows = (
        "<table><tr><th>Ref</th><th>Recommendation</th><th>Lead</th></tr>"
        "<tr><td>1</td><td>Keep a log</td><td rowspan=2>Harbour PDU</td></tr><tr><td>2</td><td>Read it</td></tr>"
        "</table>"
    )

    assert [each["addressee"] for each in read(rows)] == ["Harbour PDU", "Harbour PDU"]


FLAGGED = {
    "a column": table(("No.", "Recommendation", "Repeated?"), ("1", "Keep a log", "Yes"), ("2", "Pay", "No")),
    "the number": table(("No.", "Recommendation", "Owner"), ("1 (repeated)", "Keep a log", "A"), ("2", "Pay", "B")),
    "the text": table(("No.", "Recommendation", "Owner"), ("1", "Keep a log (repeated)", "A"), ("2", "Pay", "B")),
}


@pytest.mark.parametrize("form", FLAGGED)
def test_a_table_may_flag_what_is_repeated(form: str):
    assert [(each["text"], each["flagged_repeat"]) for each in read(FLAGGED[form])] == [
        ("Keep a log", True), ("Pay", False),
    ]  # fmt: skip


LISTS = {
    "nested lists": "<ul><li>Harbour PDU should:<ul><li>keep a log</li></ul></li><li>HMPPS should:<ul><li>pay"
    "</li></ul></li></ul>",
    "numbered lists": "<ol><li>Harbour PDU should:<ol><li>keep a log</li></ol></li><li>HMPPS should:<ol><li>pay"
    "</li></ol></li></ol>",
    "paragraphs in them": "<ul><li><p><b>Harbour PDU should:</b></p><ol><li><p>keep a log</p></li></ol></li>"
    "<li><p><b>HMPPS should:</b></p><ol start=2><li><p>pay</p></li></ol></li></ul>",
    "names alone": "<ul><li>Harbour PDU<ul><li>keep a log</li></ul></li><li>HMPPS<ul><li>pay</li></ul></li></ul>",
    "definitions": "<dl><dt>Harbour PDU should:</dt><dd>keep a log</dd><dt>HMPPS should:</dt><dd>pay</dd></dl>",
    "numbered by hand": "<p>Harbour PDU should:</p><p>1. keep a log</p><p>HMPPS should:</p><p>2. pay</p>",
    "letters": "<p>Harbour PDU should:</p><ol type=a><li>keep a log</li></ol><p>HMPPS should:</p><ol type=i>"
    "<li>pay</li></ol>",
    "by when in them": "<p>Harbour PDU should:</p><ul><li>keep a log<br>By March 2027</li></ul><p>HMPPS should:</p>"
    "<ul><li>Within a year:<ul><li>pay</li></ul></li></ul>",
}  # fmt: skip


@pytest.mark.parametrize("form", LISTS)
def test_lists_of_a_web_page_keep_their_groups(form: str):
    assert [(each["addressee"], each["text"]) for each in read(LISTS[form])] == [
        ("Harbour PDU", "keep a log"), ("HMPPS", "pay"),
    ]  # fmt: skip


def test_definitions_may_name_what_who_and_by_when():
    body = "".join(
        f"<dt>Recommendation</dt><dd>{what}</dd><dt>Who</dt><dd>{who}</dd><dt>By when</dt><dd>Six months</dd>"
        for what, who in (("Keep a log.", "Harbour PDU"), ("Pay.", "HMPPS"))
    )

    assert [(each["addressee"], each["text"]) for each in read(f"<dl>{body}</dl>")] == [
        ("Harbour PDU", "Keep a log."), ("HMPPS", "Pay."),
    ]  # fmt: skip
