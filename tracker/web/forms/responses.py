"""The form of a body's answer to a recommendation."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from tracker.choices import Decision
from tracker.errors import InvalidInput
from tracker.models import Response
from tracker.rules.responses import WORDS_LIMIT, check_words
from tracker.web.forms.base import Form, LongTextField, Radios

HINTS = {
    Decision.AGREED.value: "All of it is accepted, achievable and affordable.",
    Decision.PARTLY_AGREED.value: "Only a part will be done. Say which, and why not the rest.",
    Decision.NOT_AGREED.value: "Say why. Once HMPPS confirms this, the recommendation ends for this body.",
}


@dataclass(frozen=True, slots=True)
class ResponseAnswers:
    """A response and its reasons; `newest` is the key of the newest one when the page was opened."""

    decision: Decision
    agreed_part: str
    reasons: str
    newest: int


class ResponseForm(Form):
    """Agreed, partly agreed or not; `newest` is the key of the newest response when the page was opened."""

    nouns = {"decision": "the response", "agreed_part": "the agreed part", "reasons": "the reasons"}

    decision = forms.ChoiceField(label="What is the response?", choices=Decision.choices, widget=Radios(hints=HINTS))
    agreed_part = LongTextField(
        label="Which part is agreed?",
        help_text="Only where it is partly agreed.",
        rows=3,
        required=False,
        max_length=WORDS_LIMIT,
    )
    reasons = LongTextField(
        label="Why is the rest, or all of it, not agreed?",
        help_text="Only where it is partly or not agreed. Everybody reads these words once HMPPS has confirmed them.",
        required=False,
        max_length=WORDS_LIMIT,
    )
    newest = forms.IntegerField(widget=forms.HiddenInput())

    @staticmethod
    def start(newest: Response | None) -> dict[str, Any]:
        """Return what the form opens with: the newest response, to change."""
        if newest is None:
            return {"newest": 0}
        words = {"decision": newest.decision, "agreed_part": newest.agreed_part, "reasons": newest.reasons}
        return words | {"newest": newest.pk}

    def take_newest(self, newest: int) -> None:
        """Keep the same answers after somebody else's draft, now against that one."""
        answers = QueryDict(mutable=True)
        answers.update({name: str(self.data.get(name, "")) for name in self.fields} | {"newest": str(newest)})
        self.data = answers

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if {"decision", "agreed_part", "reasons"} <= given.keys():
            try:
                said = self.answers()
                check_words(decision=said.decision, agreed_part=said.agreed_part, reasons=said.reasons)
            except InvalidInput as refusal:
                self.add_errors({refusal.field: str(refusal)})
        return given

    def answers(self) -> ResponseAnswers:
        """Return the response; it is called only where all words are there."""
        given = self.cleaned_data
        return ResponseAnswers(
            decision=Decision(given["decision"]),
            agreed_part=given["agreed_part"],
            reasons=given["reasons"],
            newest=given.get("newest") or 0,
        )
