"""Who was inspected, where and when, in every form of the first pages."""

import pytest

from tests.factories.short_reports import BACKGROUND, COVER, draft, report

COVERS = {
    "An inspection of probation services in: Harbour PDU\nThe Probation Service – East of England region\n"
    "HM Inspectorate of Probation, 14 November 2024\n": ("Harbour PDU", "East of England", "2024-11-14"),
    "An inspection of probation services in:\nHarbour, Heath\nand Hill PDU\nThe Probation "
    "Service, Wales region\n"
    "HM Inspectorate of Probation,\nMarch 2023\n": ("Harbour, Heath and Hill PDU", "Wales", "2023-03"),
    "# An inspection of probation services in:\n\n# **Harbour and\nHeath PDU**\n\n**The Probation "
    "Service - London region**\n\n"
    "*HM Inspectorate of Probation, March 2023*\n": ("Harbour and Heath PDU", "London", "2023-03"),
    "An inspection of probation services in:\nHarbour Community Rehabilitation\nCompany\nHMI "
    "Probation, May 2020\n": (
        "Harbour Community Rehabilitation Company", None, "2020-05",
    ),
    "Her Majesty’s Inspectorate of Probation\nAn inspection of:\nNational Probation Service\n"
    "North East division\n"
    "HMI Probation, JANUARY 2020\n": ("National Probation Service North East division", None, "2020-01"),
    "Skip to content\nAn inspection of Probation Services – North East region\nPublished:\n6 August 2025\n"
    "HM Inspectorate of Probation\n": ("North East region", "North East", "2025-08-06"),
    "HM Inspectorate of Probation\nDynamic Inspection of Public Protection in South West region\n"
    "Published: 3rd March 2026\n": (
        "South West region", "South West", "2026-03-03",
    ),
    "HM Inspectorate of Probation\n": ("Harbour PDU", None, None),
}  # fmt: skip


@pytest.mark.parametrize(("cover", "expected"), COVERS.items())
def test_the_title_names_the_body_the_region_and_the_date(cover: str, expected: tuple[str | None, ...]) -> None:
    found = draft(report(cover=cover))

    assert (found["organisation"], found["region"], found["published"]) == expected


FIELDWORK = {
    "We conducted fieldwork in Harbour over two weeks, beginning 12 August 2024.": "2024-08-12",
    "We conducted fieldwork in Harbour over a week, beginning on 13 March 2023. Orders "
    "began on 2 May 2022.": "2023-03-13",
    "The fieldwork for this inspection started on 06 January 2020.": "2020-01-06",
    "The fieldwork for this inspection started in June 2019.": "2019-06",
    "Fieldwork took place between 10 June 2024 and 21 June 2024.": "2024-06-10",
    "We carried out fieldwork from 3 to 14 November 2025.": "2025-11-03",
    "Fieldwork dates: 3–14 November 2025": "2025-11-03",
    "Fieldwork: November 2025": "2025-11",
    "We read cases that began in May 2024.": None,
}


@pytest.mark.parametrize(("sentence", "expected"), FIELDWORK.items())
def test_fieldwork_started(sentence: str, expected: str | None) -> None:
    text = report(ratings="", background=f"Background\n\n{sentence}\n")

    assert draft(text)["fieldwork_started"] == expected


def test_the_day_is_taken_before_the_month() -> None:
    assert draft(report())["fieldwork_started"] == "2024-02-12"


INSPECTORS = {
    "This inspection was led by HM Inspector Avis McTern, supported by others.": "Avis McTern",
    "This inspection was led by HM Inspector Jo-Ann\nO’Tallow-Smith, supported by others.": "Jo-Ann O’Tallow-Smith",
    "This inspection was led by Dr Avis de Tern and a team.": "Dr Avis de Tern",
    "The lead inspector was Avis Tern.": "Avis Tern",
    "The team was led by its own wish to help.": None,
}


@pytest.mark.parametrize(("sentence", "expected"), INSPECTORS.items())
def test_the_lead_inspector(sentence: str, expected: str | None) -> None:
    assert draft(report(cover=f"{COVER}\n{sentence}\n"))["lead_inspector"] == expected


NUMBERS = (
    "ISBN: 978-1-914478-12-3",
    "ISBN 978-1-914478-12-3",
    "ISBN 978-1-914478-\n12-3",
    "ISBN-13: 978–1–914478–12–3",
)


@pytest.mark.parametrize("line", NUMBERS)
def test_the_isbn(line: str) -> None:
    assert draft(report(cover=f"{COVER}\n{line}\n"))["isbn"] == "978-1-914478-12-3"


def test_the_region_may_stand_in_the_background_only() -> None:
    background = f"{BACKGROUND}Harbour is one of six PDUs in the Kent, Surrey and Sussex region.\n"

    found = draft(report(cover="HM Inspectorate of Probation\n", background=background))

    assert found["region"] == "Kent, Surrey and Sussex"


def test_a_date_in_the_findings_is_not_the_date_of_publication() -> None:
    text = report(cover="HM Inspectorate of Probation\n", rest="1. Findings\n\nA plan was published in May 2021.\n")

    assert draft(text)["published"] is None
