"""Damaged files: every variant of a PDF with changed bytes is read or refused, never a crash."""

import contextlib

import pytest

from inspections.errors import ReportRefused
from inspections.reader.sandbox import read_in_child
from inspections.reader.source import Source, read_source
from tests.inspections.reader import report_pdfs
from tests.inspections.reader.hostile_files import flipped


def outcome(data: bytes) -> Source | ReportRefused:
    try:
        return read_source(data)
    except ReportRefused as refused:
        return refused


@pytest.mark.parametrize("seed", range(50))
def test_a_pdf_with_changed_bytes_is_read_or_refused(seed: int) -> None:
    whole = report_pdfs.broken_row_pdf(packed=bool(seed % 2))

    result = outcome(flipped(whole, seed))

    assert isinstance(result, Source | ReportRefused)


@pytest.mark.battery
@pytest.mark.parametrize("seed", range(500))
def test_the_child_survives_a_pdf_with_changed_bytes(seed: int, caplog: pytest.LogCaptureFixture) -> None:
    whole = report_pdfs.report_pdf() if seed % 2 else report_pdfs.broken_row_pdf(packed=False)

    with contextlib.suppress(ReportRefused):
        read_in_child(flipped(whole, seed))

    assert caplog.records == []  # what the parent logs when a child dies


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_pdf_cut_short_is_refused(share: float) -> None:
    whole = report_pdfs.report_pdf()

    result = outcome(whole[: int(len(whole) * share)])

    assert isinstance(result, ReportRefused)
    assert result.code == "truncated-pdf"
