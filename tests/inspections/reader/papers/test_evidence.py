"""A report is let in for what it is, however it looks and whatever its title and foreword speak of."""

import pytest

from tests.factories.short_reports import draft
from tests.inspections.reader.papers.reports_and_others import REPORTS


@pytest.mark.parametrize("which", REPORTS)
def test_a_report_is_let_in(which: str) -> None:
    assert set(draft(REPORTS[which])) >= {"organisation", "recommendations"}
