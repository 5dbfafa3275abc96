"""Web page reports become lines with heading levels, list numbers and table cells."""

import pytest

from inspections.reader.source import Line, read_source


def lines_of(body: str) -> list[Line]:
    page = f"<!DOCTYPE html><html><head><title>No</title></head><body>{body}</body></html>"
    return [line for line in read_source(page.encode()).lines if line.text]


def texts(body: str) -> list[str]:
    return [line.text for line in lines_of(body)]


def test_headings_keep_their_level() -> None:
    body = "<h1>One</h1><h3>Three</h3><p role='heading' aria-level='2'>Two</p><p>None</p>"

    found = [(line.text, line.level) for line in lines_of(body)]

    assert found == [("One", 1), ("Three", 3), ("Two", 2), ("None", 0)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol><li>a</li><li>b</li></ol>", ["1. a", "2. b"]),
        ("<ol start='5'><li>a</li><li>b</li></ol>", ["5. a", "6. b"]),
        ("<ol><li>a</li><li value='9'>b</li><li>c</li></ol>", ["1. a", "9. b", "10. c"]),
        ("<ol reversed><li>a</li><li>b</li></ol>", ["2. a", "1. b"]),
        ("<ol type='a'><li>x</li><li>y</li></ol>", ["a. x", "b. y"]),
        ("<ol type='I' start='4'><li>x</li></ol>", ["IV. x"]),
        ("<ol start='many'><li>a</li></ol>", ["1. a"]),
        ("<ul><li>a</li><li>b</li></ul>", ["• a", "• b"]),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", ["1. a", "  • b", "2. c"]),
        ("<ol><li><p>a</p><p>more</p></li><li>b</li></ol>", ["1. a", "more", "2. b"]),
        ("<ol><li>a<li>b</ol>", ["1. a", "2. b"]),
    ],
)
def test_list_items_begin_with_their_number_or_bullet(body: str, expected: list[str]) -> None:
    found = texts(body)

    assert found == expected


def test_a_table_row_is_cells() -> None:
    body = "<table><tr><th>Key question</th><th>Yes</th></tr><tr><td><p>Is</p><p>it?</p></td><td>37%</td></tr></table>"

    rows = lines_of(body)

    assert [row.cells for row in rows] == [("Key question", "Yes"), ("Is it?", "37%")]
    assert rows[1].text == "Is it?\t37%"


def test_a_cell_over_two_columns_keeps_the_others_in_theirs() -> None:
    body = "<table><tr><td colspan='2'>a</td><td>b</td></tr></table>"

    cells = lines_of(body)[0].cells

    assert cells == ("a", "", "b")


def test_a_table_that_only_arranges_the_page_is_read_as_text() -> None:
    body = "<table role='presentation'><tr><td><h2>Ratings</h2></td><td><p>Good</p></td></tr></table>"

    found = lines_of(body)

    assert [(line.text, line.level, line.cells) for line in found] == [("Ratings", 2, ()), ("Good", 0, ())]


@pytest.mark.parametrize(
    "dropped",
    [
        "<nav>menu</nav>",
        "<header><p>site</p></header>",
        "<footer>foot</footer>",
        "<script>let x</script>",
        "<style>p{}</style>",
        "<noscript>turn on</noscript>",
        "<div class='cookie-banner'>cookies</div>",
        "<div role='navigation'>menu</div>",
        "<div hidden>hidden</div>",
        "<div style='display: none'>hidden</div>",
        "<!-- note -->",
        "<form><label>Search</label><input></form>",
        "<p><a href='#top'>(Back to top)</a></p>",
        "<svg><text>drawn</text></svg>",
    ],
)
def test_what_surrounds_the_report_is_dropped(dropped: str) -> None:
    found = texts(f"<p>before</p>{dropped}<p>after</p>")

    assert found == ["before", "after"]


def test_a_page_header_that_holds_the_title_is_kept() -> None:
    found = texts("<header><h1>An inspection of Wigan PDU</h1></header><p>Text</p>")

    assert found == ["An inspection of Wigan PDU", "Text"]


def test_the_way_back_to_the_top_is_cut_from_a_heading() -> None:
    found = texts("<h2>Recommendations <a href='#top'>(Back to top)</a></h2>")

    assert found == ["Recommendations"]


def test_only_the_main_part_is_read_where_it_holds_the_text() -> None:
    found = texts("<div><p>Related</p></div><main><p>The report's own words are all in here.</p></main>")

    assert found == ["The report's own words are all in here."]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>framework<sup>2</sup> and</p>", ["framework and"]),
        ("<p>framework<sup><a href='#n2'>[2]</a></sup>.</p>", ["framework."]),
        ("<p><sup>2</sup> Source: a note</p>", ["² Source: a note"]),
        ("<p>the 21<sup>st</sup> of May</p>", ["the 21st of May"]),
    ],
)
def test_footnote_marks_do_not_stick_to_words(body: str, expected: list[str]) -> None:
    found = texts(body)

    assert found == expected


def test_breaks_entities_and_inline_marks_are_read_as_a_person_sees_them() -> None:
    found = texts("<p>Staff &amp; <b>plan</b>ning&nbsp;2024<br/>next&#8217;s</p>")

    assert found == ["Staff & planning 2024", "next’s"]


def test_folded_details_are_read() -> None:
    found = texts("<details><summary>Ratings</summary><p>Good</p></details>")

    assert found == ["Ratings", "Good"]


def test_a_picture_of_a_rating_gives_the_rating() -> None:
    found = texts("<p>P 1.1 Leadership <img src='x' alt='Rating: requires improvement'></p><img alt='A bridge'>")

    assert found == ["P 1.1 Leadership Requires improvement"]


PICTURES = {
    "<img alt='P 1.1 Leadership: Good'><img alt='P 1.2 Staffing - inadequate'>": [
        "P 1.1 Leadership: Good", "P 1.2 Staffing: Inadequate",
    ],
    "<img alt='Score 3 out of 21. Overall rating: Good. Leadership rated good'>": [
        "Score 3 out of 21", "Overall rating: Good", "Leadership: Good",
    ],
    "<figure role=img aria-label='Leadership rated good; Staffing rated inadequate'></figure>": [
        "Leadership: Good", "Staffing: Inadequate",
    ],
    "<p>P 1.1 Leadership <svg><title>Good</title><path/></svg></p>": ["P 1.1 Leadership Good"],
    "<p>Staff <img alt='A good day at work'></p>": ["Staff"],
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), PICTURES.items())
def test_the_words_of_pictures_tell_their_ratings(body: str, expected: list[str]):
    assert texts(body) == expected


def test_a_term_and_its_meaning_are_one_line():
    assert texts("<dl><dt>Overall rating</dt><dd>Good</dd></dl>") == ["Overall rating: Good"]


def test_several_meanings_of_a_term_are_a_list():
    assert texts("<dl><dt>We saw:</dt><dd>a</dd><dd>b</dd></dl>") == ["We saw:", "• a", "• b"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_a_page_is_read_in_every_encoding(encoding: str) -> None:
    named = f"<meta charset='{encoding}'>" if encoding == "windows-1252" else ""
    page = f"<!DOCTYPE html><html><head>{named}</head><body><p>‘Good’ – now</p></body></html>"

    lines = read_source(page.encode(encoding)).lines

    assert [line.text for line in lines if line.text] == ["‘Good’ – now"]


@pytest.mark.parametrize("opening", ["<?xml version='1.0' encoding='utf-8'?>\n<html>", "<HTML>", "\n <!-- a --><div>"])
def test_a_page_is_told_by_its_content(opening: str) -> None:
    source = read_source(f"{opening}<p>Text of a page</p>".encode(), "report.txt")

    form = source.form

    assert form == "html"
