"""Ratings, figures, the alert and the earlier report's date: as they were read, and as a person corrects them."""

from dataclasses import replace
from typing import Any

import pytest

from tests.factories import reports
from tests.factories.reviews_of_drafts import CRC, KIRKLEES, KNOWN, held, reviewed
from tracker.rules.intake.answers import AlertAnswers
from tracker.web.forms.intake_findings import EarlierReportForm, PrintedAlertForm, RatingsForm

FIGURES = {"text": "Is there a plan?", "percent": 60, "previous_percent": 40, "comparator_percent": None}
STANDARDS = [
    {"code": "P 1.1", "title": "Leadership", "rating": "Good", "key_questions": []},
    {"code": "P 2.1", "title": "Assessment", "rating": "Inadequate", "key_questions": [FIGURES]},
]
ALERT = {"concerns": ["nobody checks the lists"], "actions": ["check the lists"]}
BODIES = [(KIRKLEES, "Kirklees PDU"), (CRC, "West Yorkshire CRC")]


def ratings(sent: dict[str, Any] | None = None) -> RatingsForm:
    return RatingsForm(sent, review=reviewed(standards=STANDARDS))


def alert(sent: dict[str, Any] | None = None) -> PrintedAlertForm:
    return PrintedAlertForm(sent, review=reviewed(organisational_alert=ALERT))


def earlier_report(sent: dict[str, Any] | None = None, known: Any = KNOWN, **changes: Any) -> EarlierReportForm:
    rows = [reports.earlier(words) for words in reports.EARLIER_WORDS]
    return EarlierReportForm(
        sent, review=reviewed(known=known, previous_recommendations=rows, **changes), bodies=BODIES
    )


def as_opened(form: Any, **changes: Any) -> dict[str, Any]:
    opening = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in opening.items() if value is not None} | {"version": 1} | changes


def test_ratings_saved_as_they_open_are_those_that_were_read() -> None:
    form = ratings(as_opened(ratings()))

    assert form.is_valid(), form.errors
    [leadership, assessment] = form.answers().kept()["standards"]
    assert (leadership["code"], leadership["rating"], leadership["key_questions"]) == ("P 1.1", "good", [])
    assert assessment["key_questions"] == [FIGURES]


def test_a_rating_and_a_figure_are_corrected_one_is_left_out_and_one_added() -> None:
    changes = {"0-code": "", "1-rating": "good", "1-previous_rating": "outstanding", "1-0-comparator_percent": "55"}
    added = {
        "2-code": "P 2.2",
        "2-title": "Planning",
        "2-rating": "good",
        "1-1-text": "Is it kept?",
        "1-1-percent": "7",
    }
    form = ratings(as_opened(ratings(), **changes, **added))

    assert form.is_valid(), form.errors
    [assessment, planning] = form.answers().kept()["standards"]
    assert (assessment["rating"], assessment["previous_rating"]) == ("good", "outstanding")
    assert [row["comparator_percent"] for row in assessment["key_questions"]] == [55, None]
    assert assessment["key_questions"][1]["percent"] == 7
    assert (planning["code"], planning["rating"]) == ("P 2.2", "good")


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        (
            {"1-0-percent": "101"},
            {"1-0-percent": ["The per cent, this inspection of key question 1 of standard P 2.1 must be 100 or fewer"]},
        ),
        ({"1-code": "P 1.1"}, {"1-code": ["P 1.1 stands above already. Each standard is rated once"]}),
        ({"0-rating": "splendid"}, {"0-rating": ["Select the rating of standard P 1.1 from the list"]}),
    ],
)
def test_what_cannot_be_recorded_is_said_beside_its_field(changes: dict[str, str], errors: dict[str, Any]) -> None:
    assert ratings(as_opened(ratings(), **changes)).errors == errors


def test_lines_of_the_alert_are_corrected_left_out_and_added() -> None:
    form = alert(
        as_opened(alert(), **{"concern-1": "", "concern-2": "nobody reads them", "action-2": "tell the region"})
    )

    assert form.is_valid()
    assert form.answers() == AlertAnswers(["nobody reads them"], ["check the lists", "tell the region"])


def test_the_earlier_report_is_asked_for_its_date_and_for_its_body_where_it_is_not_held() -> None:
    form = earlier_report(
        {"version": "1", "organisation": CRC, "kind": "crc", "published_month": "3", "published_year": "2020"}
    )

    assert form.is_valid(), form.errors
    assert form.answers().kept() == {"report": {"published": "2020-03", "organisation": CRC, "kind": "crc"}}


def test_of_a_report_that_is_held_only_the_date_is_asked() -> None:
    form = earlier_report({"version": "1"}, known=replace(KNOWN, held=(held(),)))

    assert "organisation" not in form.fields
    assert form.is_valid()
    assert form.answers().organisation == KIRKLEES


def test_an_earlier_report_is_not_of_the_same_month_or_later() -> None:
    sent = {"version": "1", "organisation": KIRKLEES, "kind": "pdu", "published_month": "6", "published_year": "2026"}

    assert earlier_report(sent).errors == {
        "published": ["The date of the earlier report must be before that of this report"]
    }
