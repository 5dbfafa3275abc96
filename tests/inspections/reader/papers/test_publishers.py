"""Reports of other inspectorates, and on youth justice, are refused by whose they are."""

import pytest

from inspections.errors import ReportRefused
from tests.factories.short_reports import draft
from tests.inspections.reader.papers.reports_and_others import OTHERS, YOUTH


@pytest.mark.parametrize("which", OTHERS)
def test_a_report_of_another_is_refused_by_its_name(which: str) -> None:
    text, name = OTHERS[which]

    with pytest.raises(ReportRefused, match=name) as refusal:
        draft(text)

    assert refusal.value.code == "other-inspectorate"


@pytest.mark.parametrize("which", YOUTH)
def test_a_report_on_youth_justice_is_refused(which: str) -> None:
    with pytest.raises(ReportRefused, match="youth justice") as refusal:
        draft(YOUTH[which])

    assert refusal.value.code == "youth-justice"
