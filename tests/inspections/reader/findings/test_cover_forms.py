"""Titles broken by large type, and dates, numbers and names in the rarer forms of the first pages."""

import pytest

from tests.factories.short_reports import COVER, RATINGS, draft, report

_REGION = "The Probation Service – Southern Coast region"
TITLES = {
    f"An inspection of probation\nservices in: Harbour PDU\n{_REGION}": ("Harbour PDU", "Southern Coast"),
    f"An inspection of probation services\nin: Harbour PDU\n{_REGION}": ("Harbour PDU", "Southern Coast"),
    f"An inspection of probation services in: Harbour\nPDU\n\n{_REGION}": ("Harbour PDU", "Southern Coast"),
    "An inspection of probation services in:\nHarbour PDU\nThe Probation Service – Southern\nCoast region": (
        "Harbour PDU", "Southern Coast",
    ),
    "Inspection of probation services\nHarbour PDU\nSouthern Coast region": ("Harbour PDU", "Southern Coast"),
    "An inspection of probation services in Harbour PDU": ("Harbour PDU", None),
}  # fmt: skip


@pytest.mark.parametrize(("title", "expected"), TITLES.items())
def test_a_title_may_be_broken_anywhere(title: str, expected: tuple[str, str | None]) -> None:
    found = draft(report(cover=f"{title}\n\nHM Inspectorate of Probation, May 2024\n"))

    assert (found["organisation"], found["region"]) == expected


def test_a_running_header_like_the_title_does_not_hide_it() -> None:
    title = "An inspection of probation services in Harbour PDU"
    text = report(
        cover=f"{title}\n\nHM Inspectorate of Probation\n", rest=f"{title} 2\n\nWords.\n\n{title} 3\n\nWords.\n"
    )

    assert draft(text)["organisation"] == "Harbour PDU"


_PUBLISHER = "HM Inspectorate of Probation"
_ISBN = "ISBN: 978-1-914478-12-3"
ONE_LINE = {
    f"An inspection of probation services in: Harbour PDU {_REGION} {_PUBLISHER}, May 2024": "2024-05",
    f"{_PUBLISHER} An inspection of probation services in: Harbour PDU Southern Coast region May 2024": "2024-05",
    f"{_PUBLISHER}, May 2024 An inspection of probation services in Harbour PDU {_REGION}": "2024-05",
    f"An inspection of probation services in Harbour PDU | Southern Coast region | {_PUBLISHER} | May 2024": "2024-05",
    f"An inspection of probation services in:\nHarbour PDU {_REGION} {_PUBLISHER}, May 2024": "2024-05",
    f"An inspection of probation services in Harbour PDU {_REGION} Published: 7 May 2024 {_ISBN}": "2024-05-07",
}


@pytest.mark.parametrize(("cover", "published"), ONE_LINE.items())
def test_a_cover_may_be_run_together_on_one_line(cover: str, published: str) -> None:
    found = draft(report(cover=f"{cover}\n\n{_PUBLISHER}\n"))

    assert (found["organisation"], found["region"]) == ("Harbour PDU", "Southern Coast")
    assert found["published"] == published


def test_a_region_on_one_line_is_the_body_itself() -> None:
    cover = f"An inspection of probation services in: {_REGION} {_PUBLISHER}, May 2024\n"

    found = draft(report(cover=cover))

    assert (found["organisation"], found["region"]) == ("Southern Coast region", "Southern Coast")


def test_a_date_beside_the_title_is_no_part_of_the_name() -> None:
    found = draft(report(cover=f"Inspection of probation services in Harbour PDU – May 2024\n\n{_PUBLISHER}\n"))

    assert (found["organisation"], found["published"]) == ("Harbour PDU", "2024-05")


NATIONAL = {
    "National Inspection – June 2028": ("HMPPS", "2028-06"),
    "National inspection: 7 June 2028 HM Inspectorate of Probation": ("HMPPS", "2028-06-07"),
    "A national inspection of public protection\nHM Inspectorate of Probation\nJune 2028": ("HMPPS", "2028-06"),
    "National inspection of HM Prison and Probation Service, June 2028": ("HM Prison and Probation Service", "2028-06"),
    "Dynamic inspection of public protection: national arrangements (June 2028)": ("HMPPS", "2028-06"),
}


@pytest.mark.parametrize(("title", "expected"), NATIONAL.items())
def test_a_national_inspection_is_of_the_agency(title: str, expected: tuple[str, str]) -> None:
    found = draft(report(cover=f"{title}\n\n{_PUBLISHER}\n", ratings=""))

    assert (found["organisation"], found["published"]) == expected


DATES = {
    "HM Inspectorate of Probation, May\n2024": "2024-05",
    "Report published: Wednesday 5 March 2025": "2025-03-05",
    "Published:": None,
    "© Crown copyright 2025": None,
}


@pytest.mark.parametrize(("line", "expected"), DATES.items())
def test_the_date_of_publication(line: str, expected: str | None) -> None:
    cover = COVER.replace("HM Inspectorate of Probation, May 2024", line)

    assert draft(report(cover=cover))["published"] == expected


def test_the_date_may_stand_in_the_running_lines_only() -> None:
    cover = COVER.replace("HM Inspectorate of Probation, May 2024\n", "")
    lines = "HM Inspectorate of Probation, May 2024   7\n\nWords.\n\nHM Inspectorate of Probation, May 2024   8\n"

    assert draft(report(cover=cover, rest=lines))["published"] == "2024-05"


FIELDWORK = {
    "Fieldwork started 13/03/2023": "2023-03-13",
    "The fieldwork for this inspection was in February and March 2024.": "2024-02",
    "Fieldwork in Harbour ran from Monday 12 February 2024.": "2024-02-12",
    "We conducted fieldwork over a week, beginning\n01 August 2022. We read cases.": "2022-08-01",
    "Fieldwork was on 28 and 29 January and 4 March 2024.": "2024-01-28",
    "Fieldwork: 3, 4 and 5 March 2024": "2024-03-03",
    "Fieldwork (weeks beginning 5 and 12 February 2024)": "2024-02-05",
    "Fieldwork took place in two weeks: 4 to 8 March and 18 to 22 March 2024.": "2024-03-04",
    "We spent two weeks on fieldwork: 29 January to 2 February and 12 to 16 February 2024.": "2024-01-29",
    "We did our fieldwork between January and March 2024.": "2024-01",
    "Fieldwork began in December and ended in January 2024.": "2023-12",
    "First day of fieldwork: 4 March 2024\nLast day of fieldwork: 15 March 2024": "2024-03-04",
    "Fieldwork ended on 14 March 2024.": None,
    "We conducted fieldwork with 24 interviews\n\nPrior to 26 June 2021 it was another's.": None,
}


@pytest.mark.parametrize(("words", "expected"), FIELDWORK.items())
def test_when_fieldwork_started(words: str, expected: str | None) -> None:
    ratings = RATINGS.replace("Fieldwork started February 2024\n\n", "")

    assert draft(report(ratings=ratings, background=f"Background\n\n{words}\n"))["fieldwork_started"] == expected


NUMBERS = {
    "ISBN number: 978-1-914478-12-3": "978-1-914478-12-3",
    "ISBN: 978‑1‑914478‑12‑3": "978-1-914478-12-3",
    "ISBN 9781914478123": "9781914478123",
    "ISBN: 978-1-914478": None,
}


@pytest.mark.parametrize(("line", "expected"), NUMBERS.items())
def test_only_a_whole_isbn_is_one(line: str, expected: str | None) -> None:
    assert draft(report(cover=f"{COVER}\n{line}\n"))["isbn"] == expected


LEADERS = {
    "Lead inspector: Bryn O'Tallow": "Bryn O'Tallow",
    "Lead inspector\nBryn Tallow": "Bryn Tallow",
    "This inspection was led by Lead Inspector Bryn Tallow-Smith.": "Bryn Tallow-Smith",
    "This inspection was led by Bryn J. Tallow": "Bryn J. Tallow",
    "This inspection was led by a team of inspectors.": None,
}


@pytest.mark.parametrize(("words", "expected"), LEADERS.items())
def test_who_led_the_inspection(words: str, expected: str | None) -> None:
    assert draft(report(cover=f"{COVER}\n{words}\n"))["lead_inspector"] == expected
