"""What an owner says of a recommendation's progress, and what the next body up decides on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django import forms
from django.http import QueryDict

from tracker.choices import Progress, ReviewOutcome
from tracker.errors import InvalidInput
from tracker.models import Evidence, EvidenceVersion, Judgement
from tracker.queries import reviews
from tracker.rules.reviews import check_review
from tracker.rules.self_assessments import REASONS_LIMIT, check_self_assessment
from tracker.rules.wording import date_long
from tracker.web.forms.base import DatePickerField, Form, LongTextField, Radios
from tracker.web.forms.filters import AreaFilters

NO_NAMES = "Do not include names or case numbers of people on probation."


@dataclass(frozen=True, slots=True)
class SelfAssessmentAnswers:
    """How far a recommendation has got; `newest` is the key of the newest one when the page was opened."""

    category: Progress
    reasons: str
    effect: str
    evidence: tuple[Evidence, ...]
    newest: int


@dataclass(frozen=True, slots=True)
class ReviewAnswers:
    """The reviewing body's own view, and its decision."""

    category: Progress
    decision: ReviewOutcome
    reason: str
    answer_by_on: date | None


class SelfAssessmentForm(Form):
    """How far it has got, why, and for sufficient progress the effect and its evidence.

    `newest` is the key of the body's newest self-assessment when the page was opened.
    """

    nouns = {
        "category": "how far it has got",
        "reasons": "the reasons",
        "effect": "the effect",
        "evidence": "evidence",
    }

    category = forms.ChoiceField(label="How far has it got?", choices=Progress.choices)
    reasons = LongTextField(
        label="Why do you say so?",
        help_text=NO_NAMES,
        max_length=REASONS_LIMIT,
        error_messages={"required": "Enter why"},
    )
    effect = LongTextField(
        label="What effect has been seen?",
        help_text="Needed for sufficient progress: what has changed in practice, and how you know.",
        rows=4,
        required=False,
        max_length=REASONS_LIMIT,
    )
    evidence = forms.TypedMultipleChoiceField(
        label="Which evidence shows it?",
        help_text="Needed for sufficient progress. The newest version is sent.",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"invalid_choice": "Select evidence from the list: some of it was removed meanwhile"},
    )
    newest = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(
        self, *args: Any, offered: Iterable[EvidenceVersion], meanings: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {version.evidence_id: version for version in offered}
        self.fields["category"].widget = Radios(hints=meanings, choices=Progress.choices)
        self.fields["evidence"].choices = [(pk, _words(version)) for pk, version in self.offered.items()]  # type: ignore[attr-defined]

    def take_newest(self, newest: int) -> None:
        """Keep the same answers after somebody else's self-assessment, now beside theirs."""
        answers = QueryDict(mutable=True)
        for name in self.data:
            answers.setlist(name, self.data.getlist(name))  # type: ignore[attr-defined]
        answers["newest"] = str(newest)
        self.data = answers

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if {"category", "reasons", "effect", "evidence"} <= given.keys():
            try:
                check_self_assessment(
                    category=Progress(given["category"]),
                    reasons=given["reasons"],
                    effect=given["effect"],
                    evidence=len(given["evidence"]),
                )
            except InvalidInput as refusal:
                self.refuse(refusal)
        return given

    def refuse(self, refusal: Exception) -> None:
        """Put a refusal beside its answer; evidence that nobody has attached yet cannot be chosen."""
        if getattr(refusal, "field", "") == "evidence" and not self.offered:
            self.add_errors({"category": "Attach the evidence of the effect first, or select another category"})
        else:
            super().refuse(refusal)

    def chosen(self) -> list[EvidenceVersion]:
        """Return the newest version of each chosen piece."""
        return [self.offered[pk] for pk in self.cleaned_data["evidence"]]

    def answers(self) -> SelfAssessmentAnswers:
        """Return how far it has got, and what shows it."""
        given = self.cleaned_data
        return SelfAssessmentAnswers(
            category=Progress(given["category"]),
            reasons=given["reasons"],
            effect=given["effect"],
            evidence=tuple(version.evidence for version in self.chosen()),
            newest=given["newest"],
        )


class WithdrawSelfAssessmentForm(Form):
    """Taking a self-assessment back; `self_assessment` is the one on the page."""

    nouns = {"reason": "the reason"}

    reason = LongTextField(
        label="Why do you withdraw it?", help_text=NO_NAMES, rows=3, required=False, max_length=REASONS_LIMIT
    )
    self_assessment = forms.IntegerField(widget=forms.HiddenInput())


class ReviewForm(Form):
    """The reviewing body's own view and its decision. No view is chosen beforehand, so that it is its own."""

    nouns = {
        "category": "how far you think it has got",
        "decision": "whether you assure or return it",
        "reason": "the reason",
        "answer_by_on": "the date by which you expect an answer",
    }

    category = forms.ChoiceField(label="How far do you think it has got?", choices=Progress.choices)
    decision = forms.ChoiceField(
        label="Do you assure this self-assessment?",
        choices=ReviewOutcome.choices,
        widget=Radios(
            hints={
                "assured": "Say why if your view differs from the owner’s.",
                "returned": "Say why, and by when you expect an answer.",
            }
        ),
    )
    reason = LongTextField(label="Reason", help_text=NO_NAMES, rows=4, required=False, max_length=REASONS_LIMIT)
    answer_by_on = DatePickerField(
        label="Date by which you expect an answer",
        help_text="Only if you return it. For example, 27/3/2027",
        required=False,
    )
    self_assessment = forms.IntegerField(widget=forms.HiddenInput())
    version = forms.CharField(widget=forms.HiddenInput(), max_length=5000)

    def __init__(self, *args: Any, meanings: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].widget = Radios(hints=meanings, choices=Progress.choices)

    def check(self, self_assessment: Judgement, *, on: date) -> bool:
        """Return whether it can be saved for this self-assessment.

        Says beside the answers what is missing.
        """
        if self.is_valid():
            try:
                said = self.answers()
                check_review(
                    decision=said.decision,
                    category=said.category,
                    self_assessed=Progress(self_assessment.category),
                    has_proof=self_assessment.has_proof,
                    reason=said.reason,
                    answer_by_on=said.answer_by_on,
                    on=on,
                )
            except InvalidInput as refusal:
                self.add_errors({refusal.field: str(refusal)})
        return not self.errors

    def take(self, *, self_assessment: int, version: str) -> Self:
        """Return the same answers, about the self-assessment as it stands now."""
        answers = QueryDict(mutable=True)
        for name in self.data:
            answers.setlist(name, self.data.getlist(name))  # type: ignore[attr-defined]
        answers["self_assessment"], answers["version"] = str(self_assessment), version
        self.data = answers
        return self

    def answers(self) -> ReviewAnswers:
        """Return what was decided."""
        given = self.cleaned_data
        return ReviewAnswers(
            category=Progress(given["category"]),
            decision=ReviewOutcome(given["decision"]),
            reason=given["reason"],
            answer_by_on=given["answer_by_on"],
        )


class ReviewFilters(AreaFilters):
    """The filters of /reviews/."""

    field_order = ["q", "region", "pdu"]

    def filters(self) -> reviews.ReviewSelection:
        return reviews.ReviewSelection(region=self.body("region"), pdu=self.body("pdu"), words=self.words())

    def query(self) -> dict[str, str]:
        """Return what keeps the filters in the address of a self-assessment's page."""
        return {name: str(self.value(name)) for name in self.fields if self.value(name)}


def first_answers(self_assessment: Judgement, pieces: Iterable[int]) -> dict[str, Any]:
    """Return a returned self-assessment's answers, with which the next one starts."""
    return {
        "category": self_assessment.category,
        "reasons": self_assessment.reasons,
        "effect": self_assessment.effect,
        "evidence": list(pieces),
    }


def _words(version: EvidenceVersion) -> str:
    return f"{version.evidence.shows} (about {date_long(version.about_on)})"
