"""PDF reports become lines with pages: tables as rows, running lines gone, reading order kept."""

import pytest

from inspections.reader.source import Source, read_source
from tests.inspections.reader import report_pdfs


@pytest.fixture(scope="module")
def report() -> Source:
    return read_source(report_pdfs.report_pdf())


def texts(source: Source) -> list[str]:
    return [line.text for line in source.lines if line.text]


def test_lines_are_numbered_from_one_and_pages_never_go_back(report: Source) -> None:
    numbers = [line.number for line in report.lines]
    pages = [line.page for line in report.lines if line.text and not line.text.startswith("¹")]

    assert numbers == list(range(1, len(numbers) + 1))
    assert pages[:-1] == sorted(page for page in pages if page)
    assert report.pages == 11


def test_the_foot_of_the_page_is_in_no_line(report: Source) -> None:
    running = [text for text in texts(report) if report_pdfs.FOOTER in text]

    assert running == []


def test_a_running_head_that_changes_with_the_chapter_is_in_no_line() -> None:
    source = read_source(report_pdfs.chapters_pdf())

    running = [text for text in texts(source) if "Chapter on subject" in text or report_pdfs.FOOTER in text]

    assert running == []


def test_list_numbers_stay_beside_their_items_over_a_page_break(report: Source) -> None:
    found = [(text[:2], line.page) for line in report.lines if (text := line.text)[1:3] == ". " and line.page in {5, 6}]

    assert found == [("1.", 5), ("2.", 5), ("3.", 5), ("4.", 6), ("5.", 6)]


def test_a_rating_in_a_box_stands_behind_its_name(report: Source) -> None:
    found = texts(report)

    assert [f"{code} {title}  {rating}" for code, title, rating in report_pdfs.RATINGS] == [
        text for text in found if text.startswith("P ") and "  " in text
    ]


def test_a_table_is_rows_of_cells_and_its_text_stands_once(report: Source) -> None:
    question, percent = report_pdfs.QUESTIONS["P 2.1"][1]

    rows = [line for line in report.lines if question[:40] in line.text]

    assert [row.cells for row in rows] == [(question, f"{percent}%")]


def test_a_table_over_three_pages_is_one_table_with_one_heading(report: Source) -> None:
    rows = [line for line in report.lines if len(line.cells) == 4]

    assert [row.cells[2] for row in rows[2:]] == [category for _, _, category, _ in report_pdfs.EARLIER]
    assert [row.number - rows[0].number for row in rows] == list(range(5))
    assert len({row.page for row in rows}) > 1


def test_a_footnote_mark_does_not_stick_to_a_word_and_the_note_stands_at_the_end(report: Source) -> None:
    found = texts(report)

    assert "The unit works under the national framework and inspects its own cases every quarter." in found
    assert found[-1].startswith("¹ Published on the pages of the service in the spring of that year.")


def test_wrapped_lines_stay_lines_and_paragraphs_are_set_apart(report: Source) -> None:
    first = next(line for line in report.lines if line.text.startswith("1. give every"))

    after = report.lines[first.number : first.number + 1]

    assert after[0].text == "with the practitioner"


def test_a_row_broken_by_the_page_is_one_row() -> None:
    source = read_source(report_pdfs.broken_row_pdf())

    rows = [line.cells for line in source.lines if line.cells]

    assert rows[2] == (
        "Visit homes before release from custody",
        "Visits were made in the first weeks and then stopped.",
        "Some progress",
    )
    assert [row[2] for row in rows] == ["Categorisation", "Sufficient progress", "Some progress", "No progress"]


def test_a_table_without_lines_between_columns_is_rows_of_cells() -> None:
    source = read_source(report_pdfs.lined_table_pdf())

    rows = [line.cells for line in source.lines if line.cells]

    questions = [(text, f"{percent}%") for text, percent in report_pdfs.QUESTIONS["P 2.1"]]
    assert rows == [("Key question", "Percentage 'Yes'"), *questions]


def test_a_page_in_two_columns_is_read_column_by_column() -> None:
    source = read_source(report_pdfs.two_columns_pdf())

    found = texts(source)[2:]

    assert found == [text for code, title, rating in report_pdfs.RATINGS for text in (f"{code} {title}", rating)]


def test_a_rating_that_is_a_picture_is_read_from_its_words() -> None:
    source = read_source(report_pdfs.pictured_ratings_pdf())

    found = texts(source)[1:]

    assert found == [f"{code} {title}  {rating}" for code, title, rating in report_pdfs.RATINGS]


def test_150_pages_are_read() -> None:
    source = read_source(report_pdfs.plain_pdf(150, "Words of a page that stand on no other page."))

    pages = source.pages

    assert pages == 150


def test_a_pdf_is_told_by_its_content() -> None:
    source = read_source(b"\n\n" + report_pdfs.plain_pdf(1), "report.html")

    form = source.form

    assert form == "pdf"
