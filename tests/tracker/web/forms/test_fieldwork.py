"""Announced fieldwork: the kinds of inspection a body can have, the day, and how sure the owners are."""

from datetime import date
from typing import Any

import pytest

from inspections.choices import InspectionKind
from inspections.models import Organisation
from tests.factories.unsaved import answerable, body, leeds, yorkshire
from tracker.choices import Confidence
from tracker.models import FrozenView
from tracker.web.forms.fieldwork import (
    AnnounceForm,
    ConfidenceForm,
    MoveForm,
    NewFieldwork,
    WithdrawFieldworkForm,
)

VIEWS = [
    FrozenView(pk=80, answerable=answerable(30), confidence=Confidence.HIGH),
    FrozenView(pk=81, answerable=answerable(31, "visit each home", leeds()), confidence=""),
]


def confidence(**sent: str) -> ConfidenceForm:
    return ConfidenceForm({"version": "1"} | sent, views=VIEWS)


@pytest.mark.parametrize(("place", "kinds"), [(body(), ["pdu", "dynamic"]), (yorkshire(), ["region", "dynamic"])])
def test_the_kinds_offered_are_those_of_the_body(place: Organisation, kinds: list[str]) -> None:
    field: Any = AnnounceForm(organisation=place).fields["kind"]

    assert [value for value, _label in field.choices] == kinds


def test_the_announcement_is_handed_over() -> None:
    form = AnnounceForm({"kind": "pdu", "starts_on": "27 March 2027"}, organisation=body())

    assert form.is_valid()
    assert form.answers() == NewFieldwork(InspectionKind.PDU, date(2027, 3, 27))


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        (
            {},
            {
                "kind": ["Select the kind of inspection"],
                "starts_on": ["Enter the day on which fieldwork starts"],
            },
        ),
        (
            {"kind": "region", "starts_on": "soon"},
            {
                "kind": ["Select the kind of inspection from the list"],
                "starts_on": ["The day on which fieldwork starts must be a real date, like 27/3/2026"],
            },
        ),
    ],
)
def test_the_announcement_says_what_is_missing_or_wrong(sent: dict[str, str], errors: dict[str, list[str]]) -> None:
    assert AnnounceForm(sent, organisation=body()).errors == errors


def test_moving_and_withdrawing_ask_why() -> None:
    assert MoveForm({"version": "1", "starts_on": "27/3/2027"}).errors == {"reason": ["Enter why the date moves"]}
    assert WithdrawFieldworkForm({"version": "1"}).errors == {"reason": ["Enter why it is withdrawn"]}


def test_each_recommendation_shows_how_sure_its_owner_was() -> None:
    rows = ConfidenceForm(views=VIEWS).rows()

    assert [(view.pk, field.label, field.value()) for view, field in rows] == [
        (80, "REC-0030 check each plan (Kirklees PDU)", "high"),
        (81, "REC-0031 visit each home (Leeds PDU)", "not-given"),
    ]


@pytest.mark.parametrize(
    ("sent", "given"),
    [
        ({"view-80": "low", "view-81": "medium"}, {80: Confidence.LOW, 81: Confidence.MEDIUM}),
        ({"view-80": "not-given"}, {80: None}),
        ({}, {}),
        ({"view-99": "low"}, {}),
    ],
)
def test_only_what_was_sent_is_changed(sent: dict[str, str], given: dict[int, Confidence | None]) -> None:
    form = confidence(**sent)

    assert form.is_valid()
    assert form.given() == given


def test_another_word_is_refused_beside_its_recommendation() -> None:
    assert list(confidence(**{"view-80": "certain"}).errors) == ["view-80"]
