"""People and their roles: the areas offered, what is handed over, and the filters of the users' table."""

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from tests.factories.unsaved import body, yorkshire
from tests.factories.world import TODAY, World
from tracker.choices import Role
from tracker.queries.people import PersonSelection
from tracker.web.forms.people import (
    AddPersonForm,
    AddressForm,
    EndRoleForm,
    GiveRoleForm,
    NewAddress,
    NewPerson,
    PeopleFilters,
    RoleForm,
    RoleInArea,
)

PLACES = [yorkshire(), body()]


def test_areas_are_offered_by_name_beginning_with_none() -> None:
    field: Any = RoleForm(places=PLACES).fields["organisation"]

    assert field.choices == [
        ("", "Choose an area"),
        ("yorkshire", "Yorkshire region"),
        ("kirklees", "Kirklees PDU"),
    ]


def test_a_new_person_is_handed_over_with_their_first_role() -> None:
    sent = {"name": "Sam Okafor", "email": "sam@example.org", "role": "head-of-pdu", "organisation": "kirklees"}

    form = AddPersonForm(sent, places=PLACES)

    assert form.is_valid()
    assert form.answers() == NewPerson("Sam Okafor", "sam@example.org", Role.HEAD_OF_PDU, PLACES[1])


def test_one_more_role_is_handed_over_with_its_first_day() -> None:
    sent = {"role": "auditor", "organisation": "yorkshire", "from_on": "27/3/2027"}

    form = GiveRoleForm(sent, places=PLACES)

    assert form.is_valid()
    assert form.given() == RoleInArea(Role.AUDITOR, PLACES[0])
    assert form.first_day() == date(2027, 3, 27)


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        (
            {},
            {
                "name": ["Enter their name"],
                "email": ["Enter their email address"],
                "role": ["Select a role"],
                "organisation": ["Select an area"],
            },
        ),
        (
            {"name": "Sam", "email": "sam", "role": "king", "organisation": "leeds"},
            {
                "email": ["Enter an email address in the correct format, like name@example.com"],
                "role": ["Select a role from the list"],
                "organisation": ["Select an area from the list"],
            },
        ),
    ],
)
def test_a_new_person_is_refused_with_what_to_do(sent: dict[str, str], errors: dict[str, list[str]]) -> None:
    assert AddPersonForm(sent, places=PLACES).errors == errors


def test_an_address_is_handed_over_with_the_one_that_was_shown() -> None:
    form = AddressForm.showing(QueryDict("email=new@example.org&was=old@example.org"), "other@example.org")

    assert form.is_valid()
    assert form.answers() == NewAddress("new@example.org", "old@example.org")


def test_after_somebody_elses_change_the_address_that_was_typed_stays() -> None:
    form = AddressForm.showing(QueryDict("email=new@example.org&was=old@example.org"), "other@example.org")

    form.take("other@example.org")

    assert form.is_valid()
    assert form.answers() == NewAddress("new@example.org", "other@example.org")


def test_the_address_of_now_is_what_the_form_opens_with() -> None:
    form = AddressForm.showing(None, "old@example.org")

    assert (form["email"].value(), form["was"].value()) == ("old@example.org", "old@example.org")


def test_every_refusal_of_an_ending_stands_beside_its_day() -> None:
    form = EndRoleForm({"to_on": "27/3/2027"})

    form.refuse(ValueError("They are the only administrator"))

    assert form.errors == {"to_on": ["They are the only administrator"]}


def filters(address: str) -> PersonSelection:
    request: Any = RequestFactory().get(address)
    request.on = TODAY
    return PeopleFilters.from_request(request).filters()


@pytest.mark.parametrize(
    ("query", "selection"),
    [
        ("", PersonSelection(organisation=None, role="", is_open=None, words="")),
        ("q=sam&role=auditor&account=open", PersonSelection(None, role="auditor", is_open=True, words="sam")),
        ("account=closed", PersonSelection(None, is_open=False)),
        ("role=king&account=lost&region=nowhere", PersonSelection(None)),
    ],
)
@pytest.mark.django_db
def test_filters_are_read_from_the_address(query: str, selection: PersonSelection) -> None:
    assert filters(f"/users/?{query}") == selection


@pytest.mark.parametrize(
    ("query", "place"), [("region=yorkshire", "yorkshire"), ("region=yorkshire&pdu=leeds", "leeds")]
)
def test_the_smaller_of_two_bodies_counts(world: World, query: str, place: str) -> None:
    assert filters(f"/users/?{query}").organisation == world.organisations[place]
