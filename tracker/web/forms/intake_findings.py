"""What a report found, to be checked: ratings, the figures of key questions, and the lines of the alert."""

from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from django import forms

from inspections.choices import InspectionKind, Rating
from tracker.choices import Progress
from tracker.rules.intake.answers import (
    AlertAnswers,
    EarlierAnswers,
    EarlierReportAnswers,
    KeyQuestionAnswers,
    RatingsAnswers,
    StandardAnswers,
)
from tracker.rules.intake.draft import ReadKeyQuestion, ReadStandard
from tracker.rules.intake.review import LEAVE_OUT, NEW, DraftReview
from tracker.rules.intake.rows import EarlierRow
from tracker.web.forms.base import LongTextField, Radios, TextField
from tracker.web.forms.intake import (
    TEXT_LENGTH,
    TITLE_LENGTH,
    UNRATED,
    Choices,
    DraftForm,
    StatedDateField,
    proposed_first,
)

RATINGS = [("", "None printed"), *Rating.choices]
FIGURES = ("percent", "previous_percent", "comparator_percent")
FIGURE_LABELS = {
    "percent": "This inspection",
    "previous_percent": "The one before",
    "comparator_percent": "All comparable",
}
MORE_LINES = 2
LINE_LENGTH = 2_000
NO_QUESTION = ReadKeyQuestion("", None, None, None)
NO_STANDARD = ReadStandard("", "", "", "", ())


class RatingsForm(DraftForm):
    """Every standard with its key questions, and room for one more of each; without a code nothing is recorded."""

    def __init__(self, *args: Any, review: DraftReview, **kwargs: Any) -> None:
        self.standards = [*review.standards, NO_STANDARD]
        super().__init__(*args, **kwargs)
        for place, standard in enumerate(self.standards):
            self._ask(place, standard)

    def _ask(self, place: int, standard: ReadStandard) -> None:
        what = f"standard {standard.code}" if standard.code else "the standard that is added"
        self._add(f"{place}-code", TextField(max_length=20, required=False), "Code", what, standard.code)
        self._add(f"{place}-title", TextField(max_length=200, required=False), "Title", what, standard.title)
        for name, label in (("rating", "Rating"), ("previous_rating", "Rating before")):
            field = forms.ChoiceField(choices=RATINGS, required=False)
            self._add(f"{place}-{name}", field, label, what, getattr(standard, name))
        for number, question in enumerate([*standard.key_questions, NO_QUESTION]):
            self._ask_figures(f"{place}-{number}", question, f"key question {number + 1} of {what}")

    def _ask_figures(self, prefix: str, question: ReadKeyQuestion, what: str) -> None:
        text = TextField(max_length=LINE_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 2}))
        self._add(f"{prefix}-text", text, "Words", what, question.text)
        for name, label in FIGURE_LABELS.items():
            field = forms.IntegerField(min_value=0, max_value=100, required=False)
            self._add(
                f"{prefix}-{name}", field, f"Per cent, {label[:1].lower()}{label[1:]}", what, getattr(question, name)
            )

    def _add(self, name: str, field: forms.Field, label: str, what: str, initial: Any) -> None:
        field.label, field.initial = f"{label} of {what}", initial
        self.add_field(name, field, noun=f"the {label[:1].lower()}{label[1:]} of {what}")

    def parts(self) -> Iterator[SimpleNamespace]:
        """Yield each standard with its questions; the last is the one that can be added."""
        for place, standard in enumerate(self.standards):
            bound = {name: self[f"{place}-{name}"] for name in ("code", "title", "rating", "previous_rating")}
            questions = [
                SimpleNamespace(
                    text=self[f"{place}-{number}-text"], figures=[self[f"{place}-{number}-{name}"] for name in FIGURES]
                )
                for number in range(len(standard.key_questions) + 1)
            ]
            yield SimpleNamespace(standard=standard, place=place, questions=questions, **bound)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        codes = [given.get(f"{place}-code", "") for place in range(len(self.standards))]
        for place, code in enumerate(codes):
            if code and code in codes[:place]:
                self.add_error(f"{place}-code", f"{code} stands above already. Each standard is rated once")
        return given

    def answers(self) -> RatingsAnswers:
        """Return the standards that have a code, with the key questions that have words."""
        places = range(len(self.standards))
        return RatingsAnswers(tuple(self._answers_of(place) for place in places if self.cleaned_data[f"{place}-code"]))

    def _answers_of(self, place: int) -> StandardAnswers:
        given = self.cleaned_data
        numbers = range(len(self.standards[place].key_questions) + 1)
        questions = [
            KeyQuestionAnswers(text, *(given[f"{place}-{number}-{name}"] for name in FIGURES))
            for number in numbers
            if (text := given[f"{place}-{number}-text"])
        ]
        return StandardAnswers(
            code=given[f"{place}-code"],
            title=given[f"{place}-title"],
            rating=given[f"{place}-rating"],
            previous_rating=given[f"{place}-previous_rating"],
            key_questions=tuple(questions),
        )


class PrintedAlertForm(DraftForm):
    """The lines of the alert, and room for more; an empty line is not recorded."""

    def __init__(self, *args: Any, review: DraftReview, **kwargs: Any) -> None:
        self.lines = {"concern": review.alert.concerns, "action": review.alert.required_actions}
        super().__init__(*args, **kwargs)
        for kind, lines in self.lines.items():
            for place, text in enumerate([*lines, *[""] * MORE_LINES], start=1):
                label = f"Concern {place}" if kind == "concern" else f"Action {place}"
                field = LongTextField(rows=2, label=label, max_length=LINE_LENGTH, required=False, initial=text)
                self.add_field(f"{kind}-{place}", field, noun=label.lower())

    def bound(self, kind: str) -> list[tuple[int, Any]]:
        """Return the fields of concerns or actions, each with its place from 0."""
        return [(place, self[f"{kind}-{place + 1}"]) for place in range(len(self.lines[kind]) + MORE_LINES)]

    def answers(self) -> AlertAnswers:
        return AlertAnswers(concerns=self._said("concern"), required_actions=self._said("action"))

    def _said(self, kind: str) -> Sequence[str]:
        return [text for place, _ in self.bound(kind) if (text := self.cleaned_data[f"{kind}-{place + 1}"])]


class EarlierReportForm(DraftForm):
    """When the earlier report was published; of whom it was, where we do not hold it."""

    nouns = {
        "published": "the date of the earlier report",
        "organisation": "the body of the earlier report",
        "kind": "the kind of the earlier inspection",
    }

    published = StatedDateField(
        label="Earlier report published",
        help_text="For example, 27 3 2023. Leave the day empty if the report gives the month only.",
        required=False,
    )
    organisation = forms.TypedChoiceField(label="Body that was inspected then", coerce=int)
    kind = forms.ChoiceField(label="Kind of that inspection", choices=InspectionKind.choices)

    def __init__(self, *args: Any, review: DraftReview, bodies: Choices, **kwargs: Any) -> None:
        self.before = review.details.published
        previous = review.previous
        if previous is not None:
            opening = {"published": previous.published, "organisation": previous.body, "kind": previous.kind}
            kwargs["initial"] = opening | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [("", "Choose from the list"), *bodies]  # type: ignore[attr-defined]
        self.held = previous.held if previous is not None else None
        if self.held is not None:
            del self.fields["organisation"], self.fields["kind"]

    def clean_published(self) -> Any:
        published = self.cleaned_data["published"]
        if published and self.before and published.month >= self.before.month:
            message = "The date of the earlier report must be before that of this report"
            raise forms.ValidationError(message)
        return published

    def answers(self) -> EarlierReportAnswers:
        given, published = self.cleaned_data, self.cleaned_data["published"]
        return EarlierReportAnswers(
            published=published.text if published else None,
            organisation=given["organisation"] if self.held is None else self.held.body,
            kind=given["kind"] if self.held is None else self.held.kind,
        )


class EarlierForm(DraftForm):
    """Which recommendation that we hold an earlier one is, who it was addressed to, and what this report says of it."""

    nouns = {"match": "which recommendation this is", "text": "the recommendation"}

    match = forms.ChoiceField(label="Which recommendation is this?", widget=Radios())
    addressee = forms.TypedChoiceField(label="Addressee", coerce=int, empty_value=None, required=False)
    text = LongTextField(label="Recommendation", rows=4, max_length=TEXT_LENGTH)
    short_title = TextField(
        label="Short title",
        help_text="For lists. Made of the report’s words, until you change it.",
        required=False,
        max_length=TITLE_LENGTH,
    )
    number = forms.IntegerField(label="Number in the report", min_value=1, max_value=999, required=False)
    theme = forms.ChoiceField(label="Main theme", required=False)
    category = forms.ChoiceField(
        label="Inspectorate said", choices=[*Progress.choices, (UNRATED, "None printed")], widget=Radios()
    )
    action_taken = LongTextField(label="Action taken, as the report tells it", max_length=TEXT_LENGTH, required=False)
    improvement = forms.ChoiceField(
        label="Improvement still required",
        choices=[("yes", "Yes"), ("no", "No"), (UNRATED, "The report does not say")],
        widget=Radios(),
    )

    def __init__(
        self, *args: Any, row: EarlierRow, held: Choices, bodies: Choices, themes: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        others = [(NEW, "None of these: add it"), (LEAVE_OUT, "Leave it out: it is not a recommendation")]
        self.fields["match"].choices = [*held, *others]  # type: ignore[attr-defined]
        self.fields["addressee"].choices = [("", "Not known"), *bodies]  # type: ignore[attr-defined]
        self.fields["theme"].choices = proposed_first(row.themes, themes)  # type: ignore[attr-defined]

    @staticmethod
    def opening(row: EarlierRow) -> dict[str, Any]:
        chosen = LEAVE_OUT if row.left_out else str(row.match) if row.match is not None else NEW
        required = {True: "yes", False: "no", None: UNRATED}[row.improvement_still_required]
        facts = {name: getattr(row, name) for name in ("text", "short_title", "number", "theme", "action_taken")}
        facts |= {"category": row.category or UNRATED, "improvement": required}
        return facts | {"match": chosen, "addressee": row.body}

    def answers(self) -> EarlierAnswers:
        """Return the answers; an addressee that is the group's follows it, and an automatic title its text."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if given["addressee"] == self.row.group_body:
            given["addressee"] = None
        if given["short_title"] == self.row.short_title and given["text"] != self.row.text:
            given["short_title"] = ""
        for name in ("category", "improvement"):
            given[name] = "" if given[name] == UNRATED else given[name]
        return EarlierAnswers(**given)
