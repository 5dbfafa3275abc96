"""Adding people, giving and ending roles, and the filters of the users' table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Self, cast

from django import forms
from django.http import QueryDict

from inspections.models import Organisation
from tracker.choices import Role
from tracker.queries.people import PersonSelection
from tracker.rules.people import MEANS
from tracker.web.forms.base import DatePickerField, Form, Radios, TextField
from tracker.web.forms.filters import AreaFilters

BODY = "Whose work do they see? Everything below it is included."


@dataclass(frozen=True, slots=True)
class RoleInArea:
    """A role, and the body over whose area it reaches."""

    role: Role
    organisation: Organisation


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Whom a new account is for, with the first role."""

    name: str
    email: str
    role: Role
    organisation: Organisation


@dataclass(frozen=True, slots=True)
class NewAddress:
    """Another address; `was` is the one that the page showed."""

    email: str
    was: str


class RoleForm(Form):
    """A role, in plain words, and the body it is for."""

    nouns = {"role": "a role", "organisation": "an area"}

    role = forms.ChoiceField(
        label="Role", choices=Role.choices, widget=Radios(hints={role.value: words for role, words in MEANS.items()})
    )
    organisation = forms.ChoiceField(label="Area", help_text=BODY)

    def __init__(self, *args: Any, places: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {place.slug: place for place in places}
        choices = [(slug, place.display_name) for slug, place in self.places.items()]
        self.fields["organisation"].choices = [("", "Choose an area"), *choices]  # type: ignore[attr-defined]

    def given(self) -> RoleInArea:
        """Return the role and the body."""
        answers = self.cleaned_data
        return RoleInArea(role=Role(answers["role"]), organisation=self.places[answers["organisation"]])


class AddPersonForm(RoleForm):
    """A new account with its first role."""

    nouns = {"name": "their name", "email": "their email address"}

    name = TextField(label="Name", max_length=200)
    email = forms.EmailField(label="Email address", max_length=254)
    field_order = ["name", "email", "role", "organisation"]

    def answers(self) -> NewPerson:
        """Return who gets the new account."""
        given = self.given()
        return NewPerson(
            name=self.cleaned_data["name"],
            email=self.cleaned_data["email"],
            role=given.role,
            organisation=given.organisation,
        )


class AddressForm(Form):
    """Another address for somebody; `was` is the one that the page showed."""

    nouns = {"email": "an email address"}

    email = forms.EmailField(label="Email address", max_length=254)
    was = forms.CharField(max_length=254, widget=forms.HiddenInput())

    @classmethod
    def showing(cls, data: QueryDict | None, address: str) -> Self:
        return cls(data, initial={"email": address, "was": address})

    def take(self, address: str) -> None:
        """Keep the same answer after somebody else's change, now against the address as it stands."""
        answers = cast(QueryDict, self.data).copy()
        answers["was"] = address
        self.data = answers

    def answers(self) -> NewAddress:
        """Return the address, and the one that the page showed."""
        return NewAddress(email=self.cleaned_data["email"], was=self.cleaned_data["was"])


class GiveRoleForm(RoleForm):
    """One more role for somebody, from a day."""

    nouns = {"from_on": "the first day"}

    from_on = DatePickerField(label="From which day?", help_text="For example, 27/3/2027")

    def first_day(self) -> date:
        """Return the first day of the role."""
        day: date = self.cleaned_data["from_on"]
        return day


class EndRoleForm(Form):
    """The first day on which somebody no longer has a role."""

    nouns = {"to_on": "the day"}

    to_on = DatePickerField(label="From which day do they no longer have it?", help_text="For example, 27/3/2027")

    def refuse(self, refusal: Exception) -> None:
        """Put every refusal beside the day, which is all that is asked."""
        self.add_errors({"to_on": str(refusal)})


class PeopleFilters(AreaFilters):
    """The filters of /users/."""

    role = forms.ChoiceField(label="Role", required=False, choices=[("", "Any"), *Role.choices])
    account = forms.ChoiceField(
        label="Account", required=False, choices=[("", "Any"), ("open", "Open"), ("closed", "Closed")]
    )
    field_order = ["q", "region", "pdu", "role", "account"]

    def filters(self) -> PersonSelection:
        return PersonSelection(
            organisation=self.body("pdu") or self.body("region"),
            role=self.value("role") or "",
            is_open={"open": True, "closed": False}.get(self.value("account") or ""),
            words=self.words(),
        )
