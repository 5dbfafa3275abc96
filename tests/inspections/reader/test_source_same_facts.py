"""The same report gives the same draft as text, as PDF and as web page."""

from typing import Any

import pytest

from inspections.reader.report import read_report
from inspections.reader.source import read_source
from tests.inspections.reader import report_copies, report_pdfs


def facts(data: bytes) -> dict[str, Any]:
    draft = read_report(read_source(data)).as_dict()
    return {key: without_places(value) for key, value in draft.items() if key not in {"sources", "warnings"}}


def without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_places(inner) for key, inner in value.items() if key != "source"}
    return [without_places(inner) for inner in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def from_pdf() -> dict[str, Any]:
    return facts(report_pdfs.report_pdf())


def test_a_text_says_what_the_pdf_says(from_pdf: dict[str, Any]) -> None:
    from_text = facts(report_copies.report_text().encode())

    assert from_text == from_pdf


def test_a_web_page_says_what_the_pdf_says(from_pdf: dict[str, Any]) -> None:
    from_page = facts(report_copies.report_page().encode())

    assert from_page == from_pdf


def test_the_pdf_says_what_was_written(from_pdf: dict[str, Any]) -> None:
    written = [(name, text) for name, texts in report_pdfs.RECOMMENDATIONS for text in texts]

    found = [(one["addressee"], one["text"].rstrip(".")) for one in from_pdf["recommendations"]]

    assert found == [(name, text.rstrip(".")) for name, text in written]
    assert [one["category"] for one in from_pdf["previous_recommendations"]] == [row[2] for row in report_pdfs.EARLIER]


def test_recommendations_of_a_pdf_carry_their_page() -> None:
    draft = read_report(read_source(report_pdfs.report_pdf())).as_dict()

    pages = [one["source"]["page"] for one in draft["recommendations"]]

    assert pages == [5, 5, 5, 6, 6]
