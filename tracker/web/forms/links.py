"""The forms that link a recommendation to an earlier or later one outside a carry-over, and undo that."""

from dataclasses import dataclass

from django import forms

from tracker.choices import Relation
from tracker.rules.corrections import REASON_LIMIT
from tracker.web.forms.base import Form, LongTextField, Radios
from tracker.web.forms.corrections import IN_TIMELINE
from tracker.web.forms.filters import FilterForm

HINTS = {
    Relation.REPEATED.value: "It asks for the same in the same words, or nearly so.",
    Relation.REWORDED.value: "It asks for the same in other words.",
    Relation.MERGED.value: "It takes up several earlier ones at once.",
    Relation.SPLIT.value: "It is one of several that take up parts of the earlier one.",
    Relation.REPLACED.value: "It asks for something else instead.",
}


@dataclass(frozen=True, slots=True)
class NewLink:
    """How the later one takes up the earlier one, and why they belong together."""

    relation: Relation
    reason: str


class LinkSearchForm(FilterForm):
    """Words or a reference, sent by GET."""


class LinkForm(Form):
    """How the later one takes up the earlier one, and why they belong together."""

    nouns = {"relation": "how the later one takes up the earlier one", "reason": "the reason"}

    relation = forms.ChoiceField(
        label="How does the later one take up the earlier one?",
        choices=Relation.choices,
        widget=Radios(hints=HINTS),
        error_messages={"required": "Select how the later one takes up the earlier one"},
    )
    reason = LongTextField(
        label="Why do they belong together?",
        help_text=f"{IN_TIMELINE} Do not include names or case numbers.",
        rows=3,
        max_length=REASON_LIMIT,
        error_messages={"required": "Enter why they belong together"},
    )

    def answers(self) -> NewLink:
        """Return how they are linked, and why."""
        return NewLink(Relation(self.cleaned_data["relation"]), self.cleaned_data["reason"])


class UndoLinkForm(Form):
    """Why a link is undone."""

    nouns = {"reason": "the reason"}

    reason = LongTextField(
        label="Why is this link undone?",
        help_text=f"{IN_TIMELINE} Do not include names or case numbers.",
        rows=3,
        max_length=REASON_LIMIT,
        error_messages={"required": "Enter why this link is undone"},
    )
