"""Each paper that is no report is refused by name of what it is, with where to go instead, in every form of file."""

import pytest

from inspections.errors import ReportRefused
from inspections.reader.report import read_report
from inspections.reader.source import read_source
from tests.factories.printed_reports import printed
from tests.factories.short_reports import draft
from tests.inspections.reader.papers.other_papers import BY_NAME

PAPERS = [(name, which) for name, papers in BY_NAME.items() for which in papers]


@pytest.mark.parametrize(("name", "which"), PAPERS, ids=lambda words: words.replace(" ", "-"))
def test_a_paper_is_refused_by_name_with_where_to_go(name: str, which: str) -> None:
    with pytest.raises(ReportRefused, match=r"Choose|enter what was answered") as refusal:
        draft(BY_NAME[name][which])

    assert str(refusal.value).startswith(f"This is {name}")
    assert refusal.value.code == "not-a-probation-report"


def as_page(text: str) -> bytes:
    return b"<html><body><main>" + "".join(f"<p>{line}</p>" for line in text.split("\n")).encode() + b"</main></html>"


@pytest.mark.parametrize("form", [printed, as_page, lambda text: text.replace("\n\n", "\n").encode()])
@pytest.mark.parametrize("name", BY_NAME)
def test_it_is_refused_as_a_pdf_and_a_web_page_and_run_together_too(name: str, form) -> None:
    text = next(iter(BY_NAME[name].values()))

    with pytest.raises(ReportRefused):
        read_report(read_source(form(text)))
