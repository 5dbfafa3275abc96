"""A fault inside the reader costs one fact, with a doubt that names it, and never the report."""

from typing import Any

import pytest

from inspections.errors import ReportRefused
from inspections.reader.faults import Faults
from tests.factories.short_reports import codes, draft, report

PROGRESS = (
    "Progress on previous recommendations\n\nPrevious recommendation\tAction taken\tCategorisation\n"
    "Keep a book\tOne was kept.\tSome progress\n"
)
ALERT = "Annexe two – Organisational alert\n\nOur concerns were:\n\n- no book\n\nThe actions were:\n\n- buy one\n"
WHOLE = report(rest=f"{PROGRESS}\n{ALERT}")
READER = "inspections.reader.report."
COVER = "inspections.reader.findings.cover."
# What fails -> what is missing then; each case with words of the doubt.
FINDINGS = {
    f"{READER}rows_of": ("laid out", None),
    f"{READER}sections_of": ("headings", None),
    f"{READER}check_is_probation_report": ("kind of document", None),
    f"{COVER}title_in": ("the title", None),
    f"{COVER}parted": ("cover on one line", None),
    f"{COVER}_published": ("date of publication", "published"),
    f"{COVER}_isbn": ("ISBN", "isbn"),
    f"{COVER}_lead_inspector": ("who led", "lead_inspector"),
    f"{COVER}_fieldwork": ("fieldwork", "fieldwork_started"),
    f"{READER}ratings_in": ("the ratings", "score"),
    f"{READER}standards_in": ("own parts", None),
    f"{READER}_standards": ("ratings of the standards", "standards"),
    f"{READER}framework_of": ("which standards", "framework"),
    f"{READER}recommendations_in": ("the recommendations", "recommendations"),
    f"{READER}earlier_in": ("earlier recommendations", "previous_recommendations"),
    f"{READER}previous_report_in": ("previous report", "previous_report_published"),
    f"{READER}previous_overall_in": ("previous overall rating", "previous_overall_rating"),
    f"{READER}alert_in": ("organisational alert", "organisational_alert"),
    f"{READER}checked": ("what its words may be", None),
}


def broken(*_: Any, **__: Any) -> Any:
    raise KeyError("no such thing")


@pytest.mark.parametrize("name", FINDINGS)
def test_a_finding_that_fails_costs_its_fact_only(name: str, monkeypatch: pytest.MonkeyPatch):
    whole = draft(WHOLE)
    named, lost = FINDINGS[name]
    monkeypatch.setattr(name, broken)

    found = draft(WHOLE)

    [doubt] = [each for each in found["warnings"] if each["code"] == "not-read"]
    assert named in doubt["message"]
    assert lost is None or not found[lost]
    if lost:
        kept = set(whole) - {lost, "warnings", "sources", "framework", "overall_rating", "max_score", "standards"}
        assert {key: found[key] for key in kept} == {key: whole[key] for key in kept}


@pytest.mark.parametrize("name", ["cover", "ratings", "recommendations", "earlier", "alert", "cross_references"])
def test_a_doubt_that_fails_does_not_cost_the_others(name: str, monkeypatch: pytest.MonkeyPatch):
    text = report(recommendations="Recommendations\n\n1. keep a log\n3. read it\n")
    expected = set() if name == "recommendations" else {"numbering-gap", "missing-addressee"}
    monkeypatch.setattr(f"inspections.reader.findings.doubts._about_the_{name}".replace("the_cross", "cross"), broken)

    found = codes(text)

    assert expected < set(found)
    assert found.count("not-read") == 1


def test_a_refusal_is_no_fault():
    def refuse() -> None:
        raise ReportRefused("not-text", "No.")

    with pytest.raises(ReportRefused):
        Faults().attempt("anything", refuse, None)


def test_memory_that_has_run_out_is_told_to_the_sandbox():
    def fill() -> None:
        raise MemoryError

    with pytest.raises(MemoryError):
        Faults().attempt("anything", fill, None)
