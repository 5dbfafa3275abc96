"""The review of a report: dates as exactly as it states them, what each form opens with, and what it hands over."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from inspections.choices import DatePrecision, InspectionKind
from tracker.choices import Progress
from tracker.models import Theme
from tracker.queries.endings import BodiesToName
from tracker.rules.intake.answers import (
    AddresseesAnswers,
    DetailsAnswers,
    RecommendationAnswers,
)
from tracker.rules.intake.draft import ReadEarlier, ReadRecommendation, StatedDate
from tracker.rules.intake.proposals import ProposedValue
from tracker.rules.intake.rows import Details, EarlierRow, NewRow, RowGroup
from tracker.rules.intake.themes import ProposedStandards
from tracker.web.forms.intake import (
    AddresseesForm,
    DetailsForm,
    RecommendationForm,
    StatedDateField,
    UploadForm,
    differences,
)
from tracker.web.forms.intake_findings import EarlierForm

THEMES = [("staffing", "Staffing")]
STANDARDS = [("P 1.2", "P 1.2 Staffing")]
BODIES = [(1, "Kirklees PDU"), (2, "Leeds PDU")]
HELD = [("61", "REC-0061 check plans")]
TEXT = "check each plan with a second manager before it is agreed"
NOVEMBER = StatedDate(date(2024, 11, 1), DatePrecision.MONTH)
EARLIER = {
    "version": "1", "match": "61", "addressee": "1", "text": TEXT, "short_title": "Check each plan",
    "category": "some", "improvement": "yes",
}  # fmt: skip
DETAILS = {"version": "1", "organisation": "1", "kind": "pdu", "rating": "unrated"}


def row(**changes: Any) -> NewRow:
    """A recommendation of the report whose heading means Kirklees."""
    read = ReadRecommendation("1", 4, "Kirklees PDU", TEXT, flagged_repeat=False, line=1, page=None)
    facts = {
        "key": "1", "read": read, "number": 4, "text": TEXT, "short_title": "check each plan", "body": 1,
        "addressee_as_printed": "Kirklees PDU", "group_body": 1, "theme": "", "flagged_repeat": False, "left_out": "",
        "is_checked": False, "standards": (), "themes": (), "proposed_standards": ProposedStandards((), ""),
    }  # fmt: skip
    return NewRow(**(facts | changes))


def earlier(**changes: Any) -> EarlierRow:
    """An earlier recommendation that was matched with one that is held."""
    read = ReadEarlier("1", 4, "Kirklees PDU", TEXT, "", None, improvement_still_required=None, line=1, page=None)
    facts = {
        "body": 1, "group_body": 1, "match": 61, "pair": None, "left_out": False, "is_checked": False, "number": 4,
        "text": TEXT, "short_title": "Check each plan", "category": Progress.SOME, "action_taken": "Some are checked.",
        "improvement_still_required": True, "theme": "", "themes": (),
    }  # fmt: skip
    return EarlierRow(key="1", read=read, **(facts | changes))


def recommendation(row: NewRow | None, **changes: str) -> RecommendationForm:
    sent = {"version": "1", "text": TEXT, "short_title": "check each plan", "number": "4", "addressee": "1"}
    return RecommendationForm(sent | changes, bodies=BODIES, standards=STANDARDS, row=row)


def details(**changes: str) -> DetailsForm:
    return DetailsForm(DETAILS | changes, bodies=BODIES)


def published(day: str, month: str, year: str) -> dict[str, str]:
    return {"published_day": day, "published_month": month, "published_year": year}


@pytest.mark.parametrize(
    ("typed", "stated"),
    [
        (["5", "November", "2024"], StatedDate(date(2024, 11, 5), DatePrecision.DAY)),
        (["", "11", "2024"], NOVEMBER),
        ([" ", "nov", "2024"], NOVEMBER),
        (["", "", ""], None),
    ],
)
def test_a_date_is_as_exact_as_the_report_states_it(typed: list[str], stated: StatedDate | None) -> None:
    assert StatedDateField(label="Report published", required=False).clean(typed) == stated


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (["5", "", "2024"], "Report published must include a month"),
        (["", "11", ""], "Report published must include a year"),
        (["", "13", "2024"], "Report published must be a real date"),
    ],
)
def test_a_date_of_a_report_says_what_is_wrong(typed: list[str], message: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        StatedDateField(label="Report published", required=False).clean(typed)

    assert refusal.value.message == message


def test_every_refusal_of_an_upload_stands_beside_the_file() -> None:
    form = UploadForm({}, {})

    form.refuse(ValueError("This file is not a report"))

    assert form.errors == {"document": ["Select a report", "This file is not a report"]}


@pytest.mark.django_db
def test_the_facts_are_handed_over_as_the_draft_keeps_them() -> None:
    form = details(score="6", max_score="21", isbn="978-1", **published("", "11", "2024"))

    assert form.is_valid()
    assert form.answers() == DetailsAnswers(
        organisation=1,
        kind="pdu",
        framework="",
        published="2024-11",
        fieldwork_started=None,
        score=6,
        max_score=21,
        rating="",
        isbn="978-1",
        lead_inspector="",
    )


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"organisation": ""}, {"organisation": ["Select the inspected body"]}),
        ({"kind": "visit"}, {"kind": ["Select the kind of inspection from the list"]}),
        ({"rating": ""}, {"rating": ["Select overall rating"]}),
        ({"score": "22", "max_score": "21"}, {"score": ["Score must be 21 or fewer"]}),
        ({"max_score": "100"}, {"max_score": ["The highest score must be 99 or fewer"]}),
        ({"framework": "none-such"}, {"framework": ["Select standards framework from the list"]}),
    ],
)
@pytest.mark.django_db
def test_the_facts_say_what_is_wrong(changes: dict[str, str], errors: dict[str, list[str]]) -> None:
    assert details(**changes).errors == errors


def test_the_facts_open_as_they_will_be_recorded() -> None:
    facts = Details(1, InspectionKind.PDU, "", NOVEMBER, None, "978-1", "Ann Lee", 6, 21, "", "")
    review: Any = SimpleNamespace(details=facts)

    opening = DetailsForm.opening(review)

    assert (opening["organisation"], opening["published"]) == (1, NOVEMBER)
    assert (opening["rating"], opening["lead_inspector"]) == ("unrated", "Ann Lee")


@pytest.mark.parametrize(
    ("changes", "addressee", "short_title"),
    [
        ({}, None, "check each plan"),
        ({"addressee": "2"}, 2, "check each plan"),
        ({"addressee": ""}, None, "check each plan"),
        ({"text": "visit each home"}, None, ""),
        ({"text": "visit each home", "short_title": "visits"}, None, "visits"),
    ],
)
@pytest.mark.django_db
def test_what_is_still_automatic_goes_on_following(
    changes: dict[str, str], addressee: int | None, short_title: str
) -> None:
    form = recommendation(row(), **changes)

    assert form.is_valid()
    assert (form.answers().addressee, form.answers().short_title) == (addressee, short_title)


@pytest.mark.parametrize(
    ("held", "added_for"), [(None, ""), (row(), None), (row(read=None, addressee_as_printed="Leeds"), "Leeds")]
)
@pytest.mark.django_db
def test_what_a_person_added_keeps_its_heading(held: NewRow | None, added_for: str | None) -> None:
    form = recommendation(held, addressee="2", left_out="")

    assert form.is_valid()
    assert form.answers() == RecommendationAnswers(
        text=TEXT,
        short_title="check each plan",
        number=4,
        addressee=2,
        theme="",
        flagged_repeat=False,
        added_for=added_for,
    )


@pytest.mark.django_db
def test_other_themes_stand_beside_the_main_one() -> None:
    for place, code in enumerate(("staffing", "courts"), start=1):
        Theme.objects.get_or_create(code=code, defaults={"name": code, "position": place})

    form = recommendation(row(other_themes=("courts",)), theme="staffing", other_themes=["courts", "staffing"])

    assert form.is_valid(), form.errors
    assert form.answers().other_themes == ("courts",)
    assert RecommendationForm.opening(row(other_themes=("courts",)))["other_themes"] == ("courts",)


@pytest.mark.django_db
def test_only_what_was_read_can_be_left_out() -> None:
    assert "left_out" in recommendation(row()).fields
    assert "left_out" not in recommendation(None).fields


@pytest.mark.django_db
def test_the_standards_that_it_is_about_are_chosen_of_the_framework() -> None:
    chosen = RecommendationForm(
        {"version": "1", "text": TEXT, "standards": ["P 1.2"]}, bodies=BODIES, standards=STANDARDS, row=row()
    )

    assert chosen.is_valid()
    assert chosen.answers().standards == ("P 1.2",)
    assert "standards" not in RecommendationForm(None, bodies=BODIES, standards=[], row=row()).fields


@pytest.mark.django_db
def test_a_retired_theme_is_refused() -> None:
    Theme.objects.create(code="staffing", name="Staffing", position=1, is_retired=True)

    assert recommendation(row(), theme="staffing").errors == {"theme": ["Select main theme from the list"]}


def test_a_recommendation_opens_as_it_will_be_recorded() -> None:
    assert RecommendationForm.opening(None) == {}
    assert RecommendationForm.opening(row(body=2, theme="staffing")) == {
        "text": TEXT,
        "short_title": "check each plan",
        "number": 4,
        "theme": "staffing",
        "other_themes": (),
        "standards": (),
        "flagged_repeat": False,
        "left_out": "",
        "addressee": 2,
    }


GROUPS = (
    RowGroup("new:kirklees", "Kirklees PDU", is_earlier=False, count=1, proposal=ProposedValue(1, "Same name", False),
             body=1),
    RowGroup("earlier:", "", is_earlier=True, count=3, proposal=ProposedValue(None, "No name", True), body=None),
)  # fmt: skip


def addressees(sent: str | None = None) -> AddresseesForm:
    review: Any = SimpleNamespace(groups=GROUPS)
    return AddresseesForm(None if sent is None else QueryDict(sent), review=review, bodies=BODIES)


def test_each_heading_is_asked_for_with_what_is_proposed() -> None:
    fields = [field for field in addressees() if field.name != "version"]

    assert [(field.label, field.help_text, field.value()) for field in fields] == [
        ("‘Kirklees PDU’", "1 recommendation. Same name.", 1),
        ("No addressee named", "3 earlier recommendations. No name.", None),
    ]


def test_the_bodies_are_handed_over_by_heading() -> None:
    form = addressees("version=1&group-1=2&group-2=")

    assert form.is_valid()
    assert form.answers() == AddresseesAnswers({"new:kirklees": 2, "earlier:": None})


OFFERED = BodiesToName(
    groups=[("regions", "Every probation region (2)")],
    bodies=[("Regions", [(2, "Yorkshire region"), (3, "London region")]), ("London", [(4, "Croydon PDU")])],
    members={"regions": frozenset({2, 3})},
)


def asking_for_others(sent: str | None = None, *, also: tuple[int, ...] = ()) -> AddresseesForm:
    review: Any = SimpleNamespace(groups=(replace(GROUPS[0], also=also), GROUPS[1]))
    data = None if sent is None else QueryDict(sent)
    return AddresseesForm(data, review=review, bodies=BODIES, offered=OFFERED)


@pytest.mark.parametrize(
    ("sent", "also"),
    [
        ("group-1-all=regions", {2, 3}),
        ("group-1-1=4&group-1-2=3", {3, 4}),
        ("group-1=2&group-1-1=2", set()),  # the addressee itself
    ],
)
def test_who_else_answers_below_a_heading_is_handed_over(sent: str, also: set[int]) -> None:
    form = asking_for_others(f"version=1&group-1=1&{sent}")

    assert form.is_valid()
    assert form.answers().also == ({"new:kirklees": also} if also else {})


def test_who_was_named_before_is_shown_by_group_or_one_by_one() -> None:
    form = asking_for_others(also=(2, 3, 4))

    shown = {question.name: question.value() for question in form.others("group-1") if question.value()}
    assert shown == {"group-1-all": ["regions"], "group-1-held": [4]}
    assert form.others("group-2") == []


def test_who_was_named_before_can_be_unticked() -> None:
    form = asking_for_others("version=1&group-1=1", also=(4,))

    assert form.is_valid()
    assert form.answers().also == {}


def test_a_body_that_is_not_offered_is_refused_beside_its_heading() -> None:
    assert addressees("version=1&group-1=9").errors == {"group-1": ["Select the addressee from the list"]}


@pytest.mark.parametrize(
    ("sent", "answers"),
    [
        ({"match": "61", "addressee": "1"}, {"match": "61", "addressee": None}),
        ({"match": "new", "addressee": "2"}, {"match": "new", "addressee": 2}),
        ({"match": "leave-out", "addressee": ""}, {"match": "leave-out", "addressee": None}),
        ({"theme": "staffing"}, {"theme": "staffing"}),
        ({"text": "visit each home"}, {"text": "visit each home", "short_title": ""}),
        ({"category": "unrated", "improvement": "no"}, {"category": "", "improvement": "no"}),
    ],
)
def test_what_an_earlier_one_is_and_what_is_said_of_it_can_be_corrected(
    sent: dict[str, str], answers: dict[str, Any]
) -> None:
    form = EarlierForm(EARLIER | sent, row=earlier(), held=HELD, bodies=BODIES, themes=THEMES)

    assert form.is_valid(), form.errors
    kept = form.answers().kept()
    assert kept | answers == kept


def test_an_earlier_one_must_be_one_of_those_that_are_held() -> None:
    form = EarlierForm(EARLIER | {"match": "99"}, row=earlier(), held=HELD, bodies=BODIES, themes=THEMES)

    assert form.errors == {"match": ["Select which recommendation this is from the list"]}


@pytest.mark.parametrize(
    ("held", "match"),
    [(earlier(), "61"), (earlier(match=None), "new"), (earlier(left_out=True), "leave-out")],
)
def test_an_earlier_one_opens_with_what_was_matched(held: EarlierRow, match: str) -> None:
    opening = EarlierForm.opening(held)

    assert (opening["match"], opening["addressee"]) == (match, 1)
    assert (opening["category"], opening["improvement"], opening["number"]) == (Progress.SOME, "yes", 4)


@pytest.mark.django_db
def test_what_somebody_else_saved_is_told_as_people_read_it() -> None:
    mine = recommendation(row(), addressee="2", number="5", flagged_repeat="on")
    saved = RecommendationForm(
        initial=RecommendationForm.opening(row(number=None)), bodies=BODIES, standards=STANDARDS, row=row()
    )

    assert differences(mine, saved) == [
        ("Number in the report", "Nothing"),
        ("Addressee", "Kirklees PDU"),
        ("The report says that this is a repeat", "No"),
    ]


@pytest.mark.django_db
def test_dates_of_two_people_are_compared_by_their_parts() -> None:
    mine = details(**published("5", "11", "2024"))
    saved = DetailsForm(
        initial={"organisation": 1, "kind": "pdu", "rating": "unrated", "published": NOVEMBER}, bodies=BODIES
    )

    assert differences(mine, saved) == [("Report published", "11 2024")]
