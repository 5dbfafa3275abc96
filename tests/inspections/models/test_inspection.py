"""Inspections: which report is which, whose it is, and what of a printed fact cannot be kept."""

from datetime import date
from typing import Any

import pytest

from inspections.choices import InspectionKind, InspectionStatus, OrganisationKind
from inspections.models import (
    Alert,
    AlertConcern,
    AlertRequiredAction,
    Alias,
    Inspection,
    KeyQuestionResult,
    Organisation,
    StandardRating,
)
from inspections.operations.organisations import establish
from tests.factories.rows import refused_by, save_changed, save_twin

PUBLISHED_ON = date(2024, 11, 14)


@pytest.fixture
def region(db: None) -> Organisation:
    return establish(kind=OrganisationKind.REGION, name="Yorkshire", slug="yorkshire")


@pytest.fixture
def leeds(region: Organisation) -> Organisation:
    return establish(kind=OrganisationKind.PDU, name="Leeds", slug="leeds", parent=region)


def make_inspection(body: Organisation | None, *, on: date | None = PUBLISHED_ON, **more: Any) -> Inspection:
    """A published report; its month follows from its day."""
    given = {"kind": InspectionKind.PDU, "status": InspectionStatus.PUBLISHED} | more
    month = on.replace(day=1) if on else None
    return Inspection.objects.create(organisation=body, published_on=on, published_month=month, **given)


def rate(inspection: Inspection, code: str = "P1", position: int = 1) -> StandardRating:
    return StandardRating.objects.create(inspection=inspection, code=code, title="Leadership", position=position)


class TestWhichReport:
    def test_drafts_and_published_ones_stand_apart(self, leeds: Organisation) -> None:
        published, draft = make_inspection(leeds), make_inspection(leeds, status=InspectionStatus.DRAFT)

        assert list(Inspection.objects.published()) == [published]
        assert list(Inspection.objects.drafts()) == [draft]

    @pytest.mark.parametrize(
        ("kind", "published_on", "expected"),
        [
            (InspectionKind.PDU, date(2024, 11, 30), 1),
            (InspectionKind.PDU, date(2024, 12, 1), 0),
            (InspectionKind.DYNAMIC, PUBLISHED_ON, 0),
        ],
    )
    def test_the_same_report_has_the_same_body_kind_and_month(
        self, leeds: Organisation, kind: str, published_on: date, expected: int
    ) -> None:
        make_inspection(leeds)

        same = Inspection.objects.same_report(organisation=leeds, kind=kind, published_on=published_on)

        assert same.count() == expected

    def test_the_newest_comes_first_and_those_without_a_date_last(self, leeds: Organisation) -> None:
        undated = make_inspection(leeds, on=None)
        older, newer = make_inspection(leeds, on=date(2022, 5, 1)), make_inspection(leeds)
        last = make_inspection(leeds, kind=InspectionKind.DYNAMIC)

        assert list(Inspection.objects.newest_first()) == [last, newer, older, undated]


class TestWhoseReport:
    def test_a_bodys_own_and_those_of_an_area(self, region: Organisation, leeds: Organisation) -> None:
        of_region, of_pdu = make_inspection(region, kind=InspectionKind.REGION), make_inspection(leeds)

        assert list(Inspection.objects.of_organisation(region)) == [of_region]
        assert set(Inspection.objects.within(region)) == {of_region, of_pdu}
        assert list(Inspection.objects.in_areas([leeds.path])) == [of_pdu]
        assert not Inspection.objects.in_areas([]).exists()

    @pytest.mark.parametrize(("isbn", "expected"), [("978-1", ["of_body", "of_isbn"]), ("", ["of_body"])])
    def test_of_one_of_these_bodies_or_with_this_isbn(
        self, region: Organisation, leeds: Organisation, isbn: str, expected: list[str]
    ) -> None:
        held = {
            "of_body": make_inspection(leeds),
            "of_isbn": make_inspection(region, isbn="978-1"),
            "other": make_inspection(region, on=date(2022, 5, 1)),
        }

        rows = Inspection.objects.of_any([leeds.pk], isbn=isbn).order_by("pk")

        assert list(rows) == [held[key] for key in expected]

    @pytest.mark.parametrize("words", ["leed", "LDS", "as printed"])
    def test_words_of_the_bodys_names_or_of_the_printed_one(
        self, region: Organisation, leeds: Organisation, words: str
    ) -> None:
        Alias.objects.create(organisation=leeds, name="LDS")
        inspection = make_inspection(leeds, organisation_as_printed="Leodis, as printed")
        make_inspection(region, kind=InspectionKind.REGION)

        assert list(Inspection.objects.matching(words)) == [inspection]
        assert list(Inspection.objects.matching(inspection.ref)) == [inspection]

    def test_alerts_that_still_wait_for_their_report_come_newest_first(self, leeds: Organisation) -> None:
        older, newer, undated = (
            Alert.objects.create(organisation=leeds, raised_on=day) for day in (date(2024, 1, 1), PUBLISHED_ON, None)
        )
        Alert.objects.create(organisation=leeds, raised_on=PUBLISHED_ON, inspection=make_inspection(leeds))

        assert list(Alert.objects.without_report(leeds)) == [newer, older, undated]


def test_a_page_costs_five_queries_more(leeds: Organisation, django_assert_num_queries: Any) -> None:
    inspection = make_inspection(leeds)
    for position in (2, 1):
        rating = rate(inspection, f"P{position}", position)
        KeyQuestionResult.objects.create(standard_rating=rating, position=1, text="Is there a plan?", percent=50)
    alert = Alert.objects.create(organisation=leeds, inspection=inspection)
    AlertConcern.objects.create(alert=alert, position=1, text="Plans are late")

    with django_assert_num_queries(6):
        page = Inspection.objects.for_page().get(pk=inspection.pk)
        ratings = [
            (row.code, [str(question) for question in row.key_questions.all()]) for row in page.standard_ratings.all()
        ]
        concerns = [[str(row) for row in held.concerns.all()] for held in page.alerts.all()]

    assert ratings == [("P1", ["Is there a plan?"]), ("P2", ["Is there a plan?"])]
    assert (page.organisation.parent.name, concerns) == ("Yorkshire", [["Plans are late"]])


def test_the_alerts_of_a_page_come_as_they_were_raised(leeds: Organisation) -> None:
    inspection = make_inspection(leeds)
    days = (None, PUBLISHED_ON, date(2024, 1, 1))
    undated, later, first = (
        Alert.objects.create(organisation=leeds, inspection=inspection, raised_on=day) for day in days
    )

    page = Inspection.objects.for_page().get(pk=inspection.pk)

    assert list(page.alerts.all()) == [first, later, undated]


def test_a_body_is_refused_a_second_report_of_a_kind_in_a_month(leeds: Organisation) -> None:
    inspection = make_inspection(leeds)

    with refused_by(Inspection, "inspection_once_per_body_kind_and_month"):
        save_twin(inspection, published_on=date(2024, 11, 30))


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("inspection_published_names_its_body", {"organisation": None}),
        ("inspection_month_with_date", {"published_on": None}),
        ("inspection_month_with_date", {"published_month": None}),
        ("inspection_score_within_its_maximum", {"score": 22, "max_score": 21}),
        ("inspection_report_url_is_safe", {"report_url": "http://example.org/"}),
        ("inspection_report_url_is_safe", {"report_url": "javascript:alert(1)"}),
        ("inspection_rating_known", {"rating": "splendid"}),
        ("inspection_kind_known", {"kind": "visit"}),
        ("inspection_status_known", {"status": "lost"}),
    ],
)
def test_an_inspection_that_cannot_be_is_refused(leeds: Organisation, constraint: str, changes: dict[str, Any]) -> None:
    with refused_by(Inspection, constraint):
        save_changed(make_inspection(leeds), **changes)


@pytest.mark.parametrize("field", ["rating", "previous_rating"])
def test_a_standards_second_and_unknown_rating_is_refused(leeds: Organisation, field: str) -> None:
    rating = rate(make_inspection(leeds))

    with refused_by(StandardRating, "standard_rated_once_per_inspection"):
        save_twin(rating)
    with refused_by(StandardRating, "standard_rating_known"):
        save_changed(rating, **{field: "splendid"})


@pytest.mark.parametrize("field", ["percent", "previous_percent", "comparator_percent"])
def test_more_than_a_hundred_per_cent_and_a_second_result_is_refused(leeds: Organisation, field: str) -> None:
    rating = rate(make_inspection(leeds))
    result = KeyQuestionResult.objects.create(standard_rating=rating, position=1, text="Is there a plan?", percent=100)

    with refused_by(KeyQuestionResult, "key_question_result_once"):
        save_twin(result)
    with refused_by(KeyQuestionResult, "key_question_percent_range"):
        save_changed(result, **{field: 101})


@pytest.mark.parametrize(
    ("model", "constraint"),
    [(AlertConcern, "alert_concern_once"), (AlertRequiredAction, "alert_required_action_once")],
)
def test_a_place_in_an_alert_is_refused_a_second_time(leeds: Organisation, model: Any, constraint: str) -> None:
    row = model.objects.create(alert=Alert.objects.create(organisation=leeds), position=1, text="Plans are late")

    with refused_by(model, constraint):
        save_twin(row)
