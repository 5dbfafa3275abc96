"""The forms of announced fieldwork: announce, move, withdraw, and how sure the owners are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from inspections.choices import InspectionKind, OrganisationKind
from inspections.models import Organisation
from tracker.choices import Confidence
from tracker.models import FrozenView
from tracker.rules.fieldwork import KINDS, REASON_LIMIT
from tracker.web.forms.base import DatePickerField, Form, Radios, TextField, VersionedForm

EXAMPLE = "For example, 27/3/2027"
NOT_GIVEN = "not-given"


@dataclass(frozen=True, slots=True)
class NewFieldwork:
    """The kind of an inspection, and the day on which its fieldwork starts."""

    kind: InspectionKind
    starts_on: date


class AnnounceForm(Form):
    """What is inspected, and from when."""

    nouns = {"kind": "the kind of inspection", "starts_on": "the day on which fieldwork starts"}

    kind = forms.ChoiceField(label="What kind of inspection is it?", widget=Radios())
    starts_on = DatePickerField(label="When does fieldwork start?", help_text=EXAMPLE)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = KINDS[OrganisationKind(organisation.kind)]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]

    def answers(self) -> NewFieldwork:
        """Return what is inspected, and from when."""
        given = self.cleaned_data
        return NewFieldwork(kind=InspectionKind(given["kind"]), starts_on=given["starts_on"])


class MoveForm(VersionedForm):
    """The new day, and why."""

    nouns = {"starts_on": "the day on which fieldwork starts", "reason": "the reason"}

    starts_on = DatePickerField(label="When does fieldwork start now?", help_text=EXAMPLE)
    reason = TextField(
        label="Why does the date move?",
        max_length=REASON_LIMIT,
        error_messages={"required": "Enter why the date moves"},
    )


class WithdrawFieldworkForm(VersionedForm):
    """Why it does not take place."""

    nouns = {"reason": "the reason"}

    reason = TextField(
        label="Why is it withdrawn?",
        max_length=REASON_LIMIT,
        error_messages={"required": "Enter why it is withdrawn"},
    )


class ConfidenceForm(VersionedForm):
    """Low, medium or high for each recommendation that the person speaks for; nothing is a word too."""

    def __init__(self, *args: Any, views: Iterable[FrozenView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.views = {f"view-{view.pk}": view for view in views}
        for name, view in self.views.items():
            about = view.answerable.recommendation
            asked = forms.ChoiceField(
                label=f"{about.ref} {about.short_title} ({view.answerable.organisation.display_name})",
                choices=[*Confidence.choices, (NOT_GIVEN, "Not given")],
                widget=Radios(),
                required=False,
                initial=view.confidence or NOT_GIVEN,
            )
            self.add_field(name, asked, noun=f"the confidence in {about.ref}")

    def given(self) -> dict[int, Confidence | None]:
        """Return, by frozen view, what was sent for it; one that was not on the page is left as it is."""
        return {
            view.pk: None if self.cleaned_data[name] == NOT_GIVEN else Confidence(self.cleaned_data[name])
            for name, view in self.views.items()
            if self.cleaned_data.get(name)
        }

    def rows(self) -> list[tuple[FrozenView, Any]]:
        """Return each view with its field, for the page."""
        return [(view, self[name]) for name, view in self.views.items()]
