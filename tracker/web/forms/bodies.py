"""The forms that say which bodies answer for a recommendation."""

from dataclasses import dataclass
from typing import Any

from django import forms

from tracker.queries.endings import BodiesToName
from tracker.rules.bodies import REASON_LIMIT
from tracker.web.forms.action_words import NO_NAMES
from tracker.web.forms.base import Form, LongTextField

SINGLES = ("first", "second", "third")


@dataclass(frozen=True, slots=True)
class NamedBodies:
    """The bodies that answer too, by key, and why."""

    bodies: frozenset[int]
    reason: str


class AddBodiesForm(Form):
    """Whole groups of bodies and up to three single ones that answer too, and why."""

    nouns = {"reason": "the reason"}

    groups = forms.MultipleChoiceField(
        label="Whole groups", required=False, widget=forms.CheckboxSelectMultiple(), help_text="Select all that apply."
    )
    first = forms.TypedChoiceField(label="A body", coerce=int, empty_value=None, required=False)
    second = forms.TypedChoiceField(label="A second body", coerce=int, empty_value=None, required=False)
    third = forms.TypedChoiceField(label="A third body", coerce=int, empty_value=None, required=False)
    reason = LongTextField(
        label="Why do these bodies answer too?",
        help_text=f"Each is told, and answers for itself. {NO_NAMES}",
        rows=3,
        max_length=REASON_LIMIT,
        error_messages={"required": "Enter why these bodies answer too"},
    )

    def __init__(self, *args: Any, offered: BodiesToName, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        self.fields["groups"].choices = offered.groups  # type: ignore[attr-defined]
        for name in SINGLES:
            self.fields[name].choices = [("", "None"), *offered.bodies]  # type: ignore[attr-defined]
        if not offered.groups:
            del self.fields["groups"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors.keys() & {"groups", *SINGLES} and not self._bodies(given):
            self.add_error("first", "Select a body or a whole group")
        return given

    def answers(self) -> NamedBodies:
        """Return who answers too, and why."""
        return NamedBodies(self._bodies(self.cleaned_data), self.cleaned_data["reason"])

    def _bodies(self, given: dict[str, Any]) -> frozenset[int]:
        singles = [given[name] for name in SINGLES if given.get(name) is not None]
        return self.offered.chosen(groups=given.get("groups", ()), bodies=singles)


class EndBodyForm(Form):
    """Why a body no longer answers."""

    nouns = {"reason": "the reason"}

    reason = LongTextField(
        label="Why does it no longer answer?",
        help_text=NO_NAMES,
        rows=3,
        max_length=REASON_LIMIT,
        error_messages={"required": "Enter why this body no longer answers"},
    )
