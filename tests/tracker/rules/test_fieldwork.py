"""Announced fieldwork: kinds, days, reasons, and which report came of it."""

from datetime import date

import pytest

from inspections.choices import DatePrecision, InspectionKind, OrganisationKind
from tracker.errors import InvalidInput, WrongState
from tracker.rules import fieldwork

TODAY = date(2026, 11, 18)
STARTS = date(2026, 12, 7)


@pytest.mark.parametrize("of", list(OrganisationKind))
@pytest.mark.parametrize("kind", list(InspectionKind))
def test_each_kind_of_body_gets_its_own_kinds_of_inspection(of: OrganisationKind, kind: InspectionKind) -> None:
    if kind in fieldwork.KINDS.get(of, ()):
        fieldwork.check_kind(kind, of=of)
    else:
        with pytest.raises(InvalidInput):
            fieldwork.check_kind(kind, of=of)


def test_a_pdu_is_inspected_as_a_pdu_or_dynamically() -> None:
    assert fieldwork.KINDS[OrganisationKind.PDU] == (InspectionKind.PDU, InspectionKind.DYNAMIC)


@pytest.mark.parametrize(
    ("starts_on", "message"),
    [
        (date(2026, 11, 17), "today or later"),
        (TODAY, ""),
        (date(2027, 11, 19), ""),
        (date(2027, 11, 20), "by 19 November 2027"),
    ],
)
def test_fieldwork_starts_within_a_year(starts_on: date, message: str) -> None:
    if not message:
        fieldwork.check_start(starts_on, on=TODAY)
        return
    with pytest.raises(InvalidInput, match=message):
        fieldwork.check_start(starts_on, on=TODAY)


@pytest.mark.parametrize(
    ("closed_on", "lives"), [(None, True), (date(2026, 12, 8), True), (STARTS, False), (TODAY, False)]
)
def test_a_body_that_has_closed_is_not_inspected(closed_on: date | None, lives: bool) -> None:
    if lives:
        fieldwork.check_lives(closed_on=closed_on, starts_on=STARTS)
    else:
        with pytest.raises(WrongState):
            fieldwork.check_lives(closed_on=closed_on, starts_on=STARTS)


@pytest.mark.parametrize("reason", ["", "x" * 501, "About X123456"])
def test_a_reason_is_given(reason: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        fieldwork.check_reason(reason, why="the date moves")

    assert refused.value.field == "reason"


@pytest.mark.parametrize(
    ("is_withdrawn", "is_reported", "is_open"),
    [(False, False, True), (True, False, False), (False, True, False), (True, True, False)],
)
def test_what_is_over_does_not_change(is_withdrawn: bool, is_reported: bool, is_open: bool) -> None:
    if is_open:
        fieldwork.check_is_open(is_withdrawn=is_withdrawn, is_reported=is_reported)
    else:
        with pytest.raises(WrongState):
            fieldwork.check_is_open(is_withdrawn=is_withdrawn, is_reported=is_reported)


@pytest.mark.parametrize(
    ("is_open", "on", "can"),
    [
        (True, TODAY, True),
        (True, date(2026, 12, 6), True),
        (True, STARTS, False),
        (True, date(2027, 1, 1), False),
        (False, TODAY, False),
    ],
)
def test_confidence_is_given_before_fieldwork_starts(is_open: bool, on: date, can: bool) -> None:
    assert fieldwork.can_give_confidence(is_open=is_open, starts_on=STARTS, on=on) is can
    if not can:
        with pytest.raises(WrongState):
            fieldwork.check_can_give_confidence(is_open=is_open, starts_on=STARTS, on=on)


@pytest.mark.parametrize(
    ("published_on", "precision", "is_its_own"),
    [
        (date(2027, 3, 1), DatePrecision.MONTH, True),
        (STARTS, DatePrecision.DAY, True),
        (date(2026, 12, 1), DatePrecision.MONTH, True),
        (date(2026, 12, 1), DatePrecision.DAY, False),
        (date(2026, 11, 1), DatePrecision.MONTH, False),
        (date(2019, 5, 1), "", False),
        (None, "", False),
    ],
)
def test_the_report_is_one_published_since(published_on: date | None, precision: str, is_its_own: bool) -> None:
    assert fieldwork.is_report_of(starts_on=STARTS, published_on=published_on, precision=precision) is is_its_own


@pytest.mark.parametrize(("confidence", "words"), [("high", "High"), ("low", "Low"), ("", "Not given")])
def test_confidence_in_words(confidence: str, words: str) -> None:
    assert fieldwork.confidence_words(confidence) == words
