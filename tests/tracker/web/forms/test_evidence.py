"""Attaching evidence: a file, a link or what is attached already, what it shows and the date it is about."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from tests.factories.unsaved import answerable, leeds
from tracker.models import ChosenFile, Evidence, EvidenceVersion
from tracker.operations.evidence import NewEvidence
from tracker.web.chosen_files import Chosen
from tracker.web.forms.evidence import EvidenceForm, EvidencePart, EvidenceVersionForm, NewVersion

TODAY = date(2026, 11, 18)
MINUTES = ChosenFile(pk=1, file_name="minutes.pdf")
LINK = "https://example.org/minutes"
SECOND_OF_MARCH = "about_on=2+March+2026"


def piece(pk: int, shows: str, **version: Any) -> Evidence:
    """A piece with one version, as the pages fetch it."""
    evidence = Evidence(pk=pk, shows=shows)
    newest = EvidenceVersion(evidence=evidence, number=1, about_on=date(2026, 3, 2), **version)
    evidence._prefetched_objects_cache = {"versions": [newest]}  # type: ignore[attr-defined]
    return evidence


SAMPLE = piece(70, "Ten plans", file_name="sample.xlsx")
ANSWERABLE, OTHER = answerable(30), answerable(31, organisation=leeds())
PAGE = piece(71, "Our page", link=LINK)


def part(sent: str = "", *files: ChosenFile, **options: Any) -> EvidencePart:
    return EvidencePart(QueryDict(sent), chosen=Chosen(list(files)), on=TODAY, **options)


def attaching(sent: str = "", *files: ChosenFile, **options: Any) -> EvidenceForm:
    return EvidenceForm(QueryDict(sent), chosen=Chosen(list(files)), on=TODAY, **options)


def replacing(sent: str = "", *files: ChosenFile) -> EvidenceVersionForm:
    return EvidenceVersionForm(QueryDict(f"version=1&{sent}"), chosen=Chosen(list(files)))


def test_an_update_needs_no_evidence() -> None:
    form = part()

    assert form.is_valid()
    assert form.given() == NewEvidence()


def test_files_are_handed_over_with_what_they_show_and_their_date() -> None:
    form = part(f"shows=Minutes&{SECOND_OF_MARCH}", MINUTES)

    assert form.is_valid()
    assert form.given() == NewEvidence("Minutes", date(2026, 3, 2), (MINUTES,))


@pytest.mark.parametrize(
    ("sent", "files", "errors"),
    [
        ("shows=Minutes", [], {"upload": ["Select a file"]}),
        (SECOND_OF_MARCH, [MINUTES], {"shows": ["Enter what it shows"]}),
        ("shows=Minutes", [MINUTES], {"about_on": ["Enter the date it is about"]}),
        (
            "shows=Minutes&about_on=2",
            [MINUTES],
            {"about_on": ["The date it is about must be a real date, like 27/3/2026"]},
        ),
        (
            f"shows={'x' * 301}&{SECOND_OF_MARCH}",
            [MINUTES],
            {"shows": ["The description of what it shows must be 300 characters or fewer"]},
        ),
    ],
)
def test_what_is_missing_of_a_file_is_said_once(sent: str, files: list[Any], errors: dict[str, list[str]]) -> None:
    assert part(sent, *files).errors == errors


def test_a_file_that_was_refused_is_told_instead_of_a_missing_one() -> None:
    form = EvidencePart(QueryDict("shows=Minutes"), chosen=Chosen([], "The selected file is empty"), on=TODAY)

    assert form.errors == {"upload": ["The selected file is empty"]}


def test_what_is_attached_already_is_offered_with_its_name_and_date() -> None:
    field: Any = part(reusable=[SAMPLE, PAGE]).fields["reused"]

    assert field.choices == [
        (70, "Ten plans (sample.xlsx, 2 March 2026)"),
        (71, f"Our page ({LINK}, 2 March 2026)"),
    ]


def test_what_is_attached_already_is_used_again_without_more_words() -> None:
    form = part("reused=71", reusable=[SAMPLE, PAGE])

    assert form.is_valid()
    assert form.given().reused == (PAGE,)


def test_what_is_not_offered_cannot_be_used() -> None:
    assert part("reused=99", reusable=[SAMPLE]).errors == {"reused": ["Select evidence from the list"]}
    assert "reused" not in part().fields


@pytest.mark.parametrize(
    ("form", "is_open"),
    [
        (EvidencePart(on=TODAY), False),
        (part(), False),
        (part("shows=Minutes"), True),
        (part("", MINUTES), True),
        (part("about_on=2"), True),
        (EvidencePart(on=TODAY, initial={"shows": "Minutes"}), True),
    ],
)
def test_the_part_is_open_where_it_holds_something_or_is_wrong(form: EvidencePart, is_open: bool) -> None:
    assert form.is_open is is_open


def test_the_date_is_asked_for_and_never_todays_by_itself() -> None:
    assert EvidencePart(on=TODAY)["about_on"].value() is None


@pytest.mark.parametrize(
    ("typed", "about_on"), [("today", TODAY), ("2/3", date(2026, 3, 2)), ("2 March", date(2026, 3, 2))]
)
def test_a_date_without_its_year_is_the_last_one(typed: str, about_on: date) -> None:
    form = EvidencePart(QueryDict(f"shows=Minutes&about_on={typed}"), chosen=Chosen([MINUTES], ""), on=TODAY)

    assert form.is_valid()
    assert form.given().about_on == about_on


def test_a_link_is_handed_over() -> None:
    form = attaching(f"link={LINK}&shows=Minutes&{SECOND_OF_MARCH}")

    assert form.is_valid()
    assert form.given() == NewEvidence("Minutes", date(2026, 3, 2), link=LINK)


def test_without_file_or_link_one_is_asked_for() -> None:
    assert attaching().errors == {"upload": ["Select a file or enter a link"]}


def test_where_several_bodies_answer_it_is_asked_which_the_evidence_is_for() -> None:
    sent = f"body=31&link={LINK}&shows=Minutes&{SECOND_OF_MARCH}"

    form = attaching(sent, answerables=[ANSWERABLE, OTHER])
    field: Any = form.fields["body"]

    assert field.choices == [(30, "Kirklees PDU"), (31, "Leeds PDU")]
    assert form.is_valid()
    assert form.answerable() == OTHER


def test_where_one_body_answers_the_evidence_is_for_it() -> None:
    form = attaching(answerables=[ANSWERABLE])

    assert "body" not in form.fields
    assert form.answerable() == ANSWERABLE


def test_a_body_that_was_not_chosen_is_asked_for() -> None:
    sent = f"link={LINK}&shows=Minutes&{SECOND_OF_MARCH}"

    form = attaching(sent, answerables=[ANSWERABLE, OTHER])

    assert form.errors == {"body": ["Select the body it is for"]}


@pytest.mark.parametrize(("sent", "files", "source"), [("", [MINUTES], MINUTES), (f"link={LINK}", [], LINK)])
def test_a_newer_version_is_a_file_or_a_link(sent: str, files: list[ChosenFile], source: Any) -> None:
    form = replacing(f"{sent}&{SECOND_OF_MARCH}", *files)

    assert form.is_valid()
    assert form.answers() == NewVersion(number=1, source=source, about_on=date(2026, 3, 2))


@pytest.mark.parametrize(
    ("sent", "files", "errors"),
    [
        (SECOND_OF_MARCH, [], {"upload": ["Select a file or enter a link"]}),
        (f"link={LINK}&{SECOND_OF_MARCH}", [MINUTES], {"upload": ["Select a file or enter a link, not both"]}),
        (f"link={LINK}", [], {"about_on": ["Enter the date it is about"]}),
    ],
)
def test_a_newer_version_says_what_is_missing(sent: str, files: list[Any], errors: dict[str, list[str]]) -> None:
    assert replacing(sent, *files).errors == errors
