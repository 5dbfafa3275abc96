"""Only reports of adult probation inspections are let in; each refusal says what to do."""

import pytest

from inspections.errors import ReportRefused
from inspections.reader.draft import READ_ANYWAY
from inspections.reader.report import read_report
from inspections.reader.source import read_source
from tests.factories.short_reports import draft, report

OURS = "HM Inspectorate of Probation"
REFUSED = {
    "prison": (
        "Report on an unannounced inspection of HMP Sandhill\nby HM Chief Inspector of Prisons\nHMI "
        "Prisons works with HMI Probation.\n"
        "HM Inspectorate of Prisons\nRecommendations\nThe governor should:\n1. mend doors\nHM "
        "Inspectorate of Prisons",
        "other-inspectorate",
    ),
    "police": ("PEEL 2023–2025\nAn inspection of Northshire Police\nHMICFRS\nThe chief constable "
               "should:\n1. act", "other-inspectorate"),
    "school": ("Ofsted\nInspection of Hill School\nOverall effectiveness Good\nOfsted "
               "inspectors came.", "other-inspectorate"),
    "care": ("Care Quality Commission\nHill House\nInspection report\nCQC "
             "rated it Good.", "other-inspectorate"),
    "led by prisons": (
        f"A joint inspection by HM Inspectorate of Prisons and {OURS}\nForeword\nHM Inspectorate "
        f"of Prisons led.\n"
        "HM Inspectorate of Prisons\nRecommendations\nHMPPS should:\n1. act",
        "other-inspectorate",
    ),
    "youth justice": (
        f"An inspection of youth justice services in\nNorthshire\n{OURS}, May 2024\nForeword\nChildren "
        f"were helped. Children spoke.\n"
        "Ratings\nNorthshire Youth Justice Service\nOverall rating Good\nRecommendations\nThe youth "
        "justice service should:\n1. act",
        "youth-justice",
    ),
    "youth offending": (
        "A full joint inspection of youth offending work in Northshire\nHMI Probation, May 2019\n"
        "Foreword\nThe YOS met children.\n"
        "Recommendations\nThe YOS should:\n1. act",
        "youth-justice",
    ),
    "youth justice without a title": (
        "Foreword\n" + "The youth justice service met children.\n" * 6 + "HM Chief Inspector of Probation\n"
                                                                         "Ratings\n"
                                                                         "Northshire YJS\nGood",
        "youth-justice",
    ),
    "manual": (
        "Dynamic inspection of public protection. Guidance manual\nHis Majesty’s Inspectorate of "
        "Probation inspects.\nRecommendations\n1. We recommend.",
        "not-a-probation-report",
    ),
    "letter": ("Dear Inspector\nThank you for your letter.\nYours", "not-a-probation-report"),
    "press release": (f"Press release\n{OURS} has published a report.\n"
                      f"Foreword\nA thing.", "not-a-probation-report"),
    "action plan": (f"Action plan: Harbour PDU\nAn answer to {OURS}\n1. "
                    f"Recommendation\nAgreed", "not-a-probation-report"),
    "minutes": (f"Minutes\n{OURS} came.\nRecommendations were noted.", "not-a-probation-report"),
    "punctuation": ("...\n!!!\n", "not-a-probation-report"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_probation_report_is_refused(case: str) -> None:
    text, code = REFUSED[case]

    with pytest.raises(ReportRefused, match="Choose") as refusal:
        draft(text)

    assert refusal.value.code == code


ADMITTED = {
    "plain": report(),
    "others in passing": report(
        foreword=f"Foreword\n\n{OURS} inspects youth justice and probation. Ofsted, CQC and HM "
                 f"Inspectorate of Prisons came too. "
        "The youth justice service helped people on probation.\n"
    ),
    "joint, ours first": f"A joint inspection of drug work\nby {OURS} and the Care Quality Commission\n"
                         f"August 2021\nForeword\nCQC. CQC. CQC.\n"
    "Recommendations\nThe Ministry of Justice should:\n1. pay",
    "national": "National Inspection – April 2025\nForeword (Back to top)\nHM Chief Inspector of "
                "Probation\nRecommendations (Back to top)\n"
    "HM Prison and Probation Service should:\n1. write a plan",
}  # fmt: skip


@pytest.mark.parametrize("case", ADMITTED)
def test_a_probation_report_is_admitted(case: str) -> None:
    assert draft(ADMITTED[case])["recommendations"]


@pytest.mark.parametrize("case", [case for case in REFUSED if case != "punctuation"])
def test_a_refused_file_is_read_anyway_for_a_person_who_vouches(case: str) -> None:
    source = read_source(REFUSED[case][0].encode(), "report.txt")
    with pytest.raises(ReportRefused) as refusal:
        read_report(source)

    first = read_report(source, anyway=True).warnings[0]

    assert refusal.value.can_be_vouched
    assert (first.code, first.message) == (READ_ANYWAY, str(refusal.value))


def test_what_has_no_text_is_refused_whoever_vouches() -> None:
    with pytest.raises(ReportRefused) as refusal:
        read_report(read_source(b"---\n\n-----\n", "report.txt"), anyway=True)

    assert not refusal.value.can_be_vouched


def test_a_report_that_is_let_in_is_read_the_same_way_for_whoever_vouches() -> None:
    source = read_source(ADMITTED["plain"].encode(), "report.txt")

    assert read_report(source, anyway=True) == read_report(source)
