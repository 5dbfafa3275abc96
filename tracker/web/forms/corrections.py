"""Forms that correct what was published: each opens with what is said now, and asks for the reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, cast

from django import forms

from inspections.choices import Rating
from inspections.models import Alert, Standard, StandardRating
from tracker.choices import Progress
from tracker.models import Theme
from tracker.rules.corrections import REASON_LIMIT
from tracker.rules.published_facts import (
    PRINTED_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    DetailsSays,
    InspectionSays,
    QuestionAdded,
    QuestionSays,
    RatingSays,
    RecommendationSays,
    StandardAdded,
    VerdictSays,
)
from tracker.web.forms.base import DateInputField, Form, LongTextField, Radios, TextField, VersionedForm
from tracker.web.forms.carry_over import TaskForm
from tracker.web.forms.intake import StatedDateField

Choices = Sequence[tuple[Any, Any]]
NOT_PRINTED = "none"
RATINGS: Choices = [*Rating.choices, (NOT_PRINTED, "Not printed")]
STILL = {"yes": True, "no": False, NOT_PRINTED: None}
IN_TIMELINE = "Everybody can read this in the timeline, beside what was said before."


class ReasonForm(Form):
    """Why something is put right."""

    nouns = {"reason": "the reason"}

    reason = LongTextField(
        label="Why is this corrected?",
        help_text=f"{IN_TIMELINE} Do not include names or case numbers.",
        rows=3,
        max_length=REASON_LIMIT,
        error_messages={"required": "Enter why this is corrected"},
    )


class TakeBackForm(Form):
    """Why something that was published or confirmed is taken back."""

    nouns = {"reason": "the reason"}

    reason = LongTextField(
        label="Why?", help_text=f"{IN_TIMELINE} Do not include names or case numbers.", rows=3, max_length=REASON_LIMIT
    )


class EntryCorrection(TaskForm):
    """One entry of a confirmed carry-over as it should have been, and why it is corrected."""

    why = ReasonForm.base_fields["reason"]
    nouns = {"why": "the reason for the correction"}


class CorrectionForm(ReasonForm, VersionedForm):
    """What every correction asks: the version of the record that was opened, and why it is corrected."""

    def asked(self) -> list[forms.BoundField]:
        """Return the questions before the reason, in order."""
        return [bound for bound in self.visible_fields() if bound.name != "reason"]


class RecommendationCorrection(CorrectionForm):
    """Everything that a report says in a recommendation, to whom, and who answers for it."""

    nouns = {"text": "the recommendation", "short_title": "the short title", "theme": "the main theme"}

    short_title = TextField(label="Short title", max_length=TITLE_LIMIT)
    text = LongTextField(label="Recommendation", help_text="Word for word as printed.", rows=6, max_length=TEXT_LIMIT)
    number = forms.IntegerField(label="Number in the report", min_value=1, max_value=999, required=False)
    flagged_repeat = forms.BooleanField(label="The report says that this is a repeat", required=False)
    addressee = forms.TypedChoiceField(label="Addressed to", coerce=int, empty_value=None, required=False)
    addressee_as_printed = TextField(label="Addressee as printed", max_length=PRINTED_LIMIT, required=False)
    theme = forms.ChoiceField(label="Main theme", required=False)
    other_themes = forms.MultipleChoiceField(
        label="Other themes", required=False, widget=forms.CheckboxSelectMultiple()
    )
    standards = forms.TypedMultipleChoiceField(
        label="Standards that it is about", coerce=int, required=False, widget=forms.CheckboxSelectMultiple()
    )

    def __init__(
        self,
        *args: Any,
        said: RecommendationSays,
        version: int,
        bodies: Choices,
        themes: Iterable[Theme],
        standards: Choices,
        **kwargs: Any,
    ) -> None:
        self.rows = list(said.bodies)
        names = ("short_title", "text", "number", "flagged_repeat", "addressee", "addressee_as_printed")
        opening = {name: getattr(said, name) for name in names}
        opening |= {"theme": next(iter(said.themes), ""), "other_themes": list(said.themes[1:])}
        opening |= {"standards": list(said.standards), "version": version}
        super().__init__(*args, initial=opening, **kwargs)
        named = [(theme.code, theme.name) for theme in themes if not theme.is_retired or theme.code in said.themes]
        _offer(self, addressee=[("", "Nobody is named"), *bodies], theme=[("", "None yet"), *named])
        _offer(self, other_themes=named, standards=standards)
        for name, offered in (("standards", standards), ("other_themes", named)):
            if not offered:
                del self.fields[name]
        for place, (row, body) in enumerate(said.bodies.items(), start=1):
            label = "Responsible body" if len(said.bodies) == 1 else f"Responsible body {place}"
            asked = forms.TypedChoiceField(label=label, coerce=int, choices=bodies, initial=body)
            self.add_field(f"body_{row}", asked, noun="the responsible body")
        self.order_fields(
            ["short_title", "text", "number", "flagged_repeat", "addressee", "addressee_as_printed", *self._body_names]
        )

    @property
    def _body_names(self) -> list[str]:
        return [f"body_{row}" for row in self.rows]

    def says(self) -> RecommendationSays:
        """Return the recommendation as it is to be."""
        given = self.cleaned_data
        main = [given["theme"]] if given["theme"] else []
        return RecommendationSays(
            short_title=given["short_title"],
            text=given["text"],
            number=given["number"],
            addressee=given["addressee"],
            addressee_as_printed=given["addressee_as_printed"],
            flagged_repeat=given["flagged_repeat"],
            themes=(*main, *(code for code in given.get("other_themes", ()) if code not in main)),
            standards=frozenset(given.get("standards", ())),
            bodies={row: given[f"body_{row}"] for row in self.rows},
        )


class InspectionCorrection(CorrectionForm):
    """The cover of a report and the ratings of its standards."""

    nouns = {
        "published": "the date of the report",
        "fieldwork_started": "the first day of fieldwork",
        "max_score": "the highest score",
    }

    published = StatedDateField(
        label="Report published",
        help_text="For example, 27 3 2026. Leave the day empty if the report gives the month only.",
        required=False,
    )
    fieldwork_started = StatedDateField(label="Fieldwork started", help_text="For example, 27 3 2026", required=False)
    rating = forms.ChoiceField(label="Overall rating", choices=RATINGS, widget=Radios())
    score = forms.IntegerField(label="Score", min_value=0, max_value=99, required=False)
    max_score = forms.IntegerField(label="Highest possible score", min_value=0, max_value=99, required=False)
    isbn = TextField(label="ISBN", max_length=40, required=False)
    lead_inspector = TextField(label="Lead inspector", max_length=200, required=False)

    def __init__(self, *args: Any, said: InspectionSays, version: int, **kwargs: Any) -> None:
        details = cast(DetailsSays, said.details)
        names = ("published", "fieldwork_started", "score", "max_score", "isbn", "lead_inspector")
        opening = {name: getattr(details, name) for name in names}
        opening |= {"rating": details.rating or NOT_PRINTED, "version": version}
        super().__init__(*args, initial=opening, **kwargs)
        self.said = said
        for key, row in said.ratings.items():
            self._ask(f"rating_{key}", f"Rating of {row.about}", row.rating)
            self._ask(f"before_{key}", f"Rating before of {row.about}", row.before)

    def _ask(self, name: str, label: str, rating: str) -> None:
        asked = forms.ChoiceField(label=label, choices=RATINGS, initial=rating or NOT_PRINTED)
        self.add_field(name, asked, noun="a rating")

    def standards(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Return each standard with the questions about it."""
        return [(row.about, self[f"rating_{key}"], self[f"before_{key}"]) for key, row in self.said.ratings.items()]

    def says(self) -> InspectionSays:
        """Return the report as it is to be."""
        given = self.cleaned_data
        details = DetailsSays(
            published=given["published"],
            fieldwork_started=given["fieldwork_started"],
            rating=_printed(given["rating"]),
            score=given["score"],
            max_score=given["max_score"],
            isbn=given["isbn"],
            lead_inspector=given["lead_inspector"],
        )
        ratings = {key: self._row(key, row) for key, row in self.said.ratings.items()}
        return InspectionSays(details=details, ratings=ratings)

    def _row(self, key: int, row: RatingSays) -> RatingSays:
        given = self.cleaned_data
        return replace(row, rating=_printed(given[f"rating_{key}"]), before=_printed(given[f"before_{key}"]))


class QuestionsCorrection(CorrectionForm):
    """The key questions of a report, with their shares of cases in whole per cent."""

    def __init__(self, *args: Any, said: InspectionSays, version: int, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": version}, **kwargs)
        self.said = said
        for key, row in said.questions.items():
            words = LongTextField(label=f"{row.about}: words", rows=2, max_length=1_000, initial=row.text)
            self.add_field(f"text_{key}", words, noun="the key question")
            self._ask(f"percent_{key}", f"{row.about}: this inspection, per cent", row.percent)
            self._ask(f"before_{key}", f"{row.about}: the one before, per cent", row.before)
            self._ask(f"of_all_{key}", f"{row.about}: all comparable, per cent", row.of_all)

    def _ask(self, name: str, label: str, percent: int | None) -> None:
        asked = forms.IntegerField(label=label, min_value=0, max_value=100, required=False, initial=percent)
        self.add_field(name, asked, noun="the share of cases")

    def questions(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return each key question with the questions about it."""
        names = ("text", "percent", "before", "of_all")
        return [(row.about, [self[f"{name}_{key}"] for name in names]) for key, row in self.said.questions.items()]

    def says(self) -> InspectionSays:
        """Return the key questions as they are to be."""
        return InspectionSays(questions={key: self._row(key, row) for key, row in self.said.questions.items()})

    def _row(self, key: int, row: QuestionSays) -> QuestionSays:
        given = self.cleaned_data
        percents = {name: given[f"{name}_{key}"] for name in ("percent", "before", "of_all")}
        return replace(row, text=given[f"text_{key}"], **percents)


class StandardAddition(CorrectionForm):
    """A standard that the report rates and nobody recorded: one of its framework, or another by code and title."""

    nouns = {"standard": "the standard", "rating": "the rating", "before": "the rating before"}

    standard = forms.TypedChoiceField(label="Standard", coerce=int, empty_value=None, required=False)
    code = TextField(label="Code of another standard", max_length=20, required=False)
    title = TextField(label="Title of another standard", max_length=200, required=False)
    rating = forms.ChoiceField(label="Rating", choices=[("", "Choose the rating"), *RATINGS])
    before = forms.ChoiceField(label="Rating before", choices=RATINGS, initial=NOT_PRINTED)

    def __init__(self, *args: Any, standards: Sequence[Standard], version: int, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": version}, **kwargs)
        self.offered = {standard.pk: standard for standard in standards}
        named = [(key, str(standard)) for key, standard in self.offered.items()]
        _offer(self, standard=[("", "Another standard, named below"), *named])
        self.order_fields(["standard", "code", "title", "rating", "before", "reason"])
        if not named:
            del self.fields["standard"]
            self.fields["code"].label, self.fields["title"].label = "Code of the standard", "Title of the standard"

    def adds(self) -> StandardAdded:
        """Return the standard that was chosen, or else the one that was named."""
        given = self.cleaned_data
        chosen = self.offered.get(given.get("standard") or 0)
        return StandardAdded(
            code=chosen.code if chosen else given["code"],
            title=chosen.title if chosen else given["title"],
            rating=_printed(given["rating"]),
            before=_printed(given["before"]),
            standard=chosen.pk if chosen else None,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a standard that is both chosen and named, so that none of the two is lost."""
        given = super().clean() or self.cleaned_data
        if given.get("standard") and (given.get("code") or given.get("title")):
            self.add_error("code", "Either choose a standard or name another one")
        return given


class QuestionAddition(CorrectionForm):
    """A key question that the report answers and nobody recorded, under a standard that is recorded."""

    nouns = {"standard": "the standard", "text": "the key question", "percent": "the share of cases"}
    nouns |= {"before": "the share of cases before", "of_all": "the share of all comparable cases"}

    standard = forms.TypedChoiceField(label="Standard", coerce=int)
    text = LongTextField(label="Words of the key question", rows=2, max_length=1_000)
    percent = forms.IntegerField(label="This inspection, per cent", min_value=0, max_value=100, required=False)
    before = forms.IntegerField(label="The one before, per cent", min_value=0, max_value=100, required=False)
    of_all = forms.IntegerField(label="All comparable, per cent", min_value=0, max_value=100, required=False)

    def __init__(self, *args: Any, ratings: Sequence[StandardRating], version: int, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": version}, **kwargs)
        self.ratings = ratings
        self.order_fields(["standard", "text", "percent", "before", "of_all", "reason"])
        _offer(self, standard=[("", "Choose the standard"), *((row.pk, f"{row.code} {row.title}") for row in ratings)])

    def adds(self) -> QuestionAdded:
        """Return the key question that is added."""
        given = self.cleaned_data
        return QuestionAdded(given["standard"], *(given[name] for name in ("text", "percent", "before", "of_all")))


class VerdictsCorrection(CorrectionForm):
    """What a report says of each earlier recommendation that it judges."""

    def __init__(self, *args: Any, said: InspectionSays, version: int, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": version}, **kwargs)
        self.said = said
        for key, row in said.verdicts.items():
            verdict = forms.ChoiceField(
                label=f"What the inspectorate said of {row.about}", choices=Progress.choices, initial=row.category
            )
            self.add_field(f"category_{key}", verdict, noun="what the inspectorate said")
            still = next(name for name, value in STILL.items() if value is row.still_required)
            asked = forms.ChoiceField(
                label=f"Improvement still required for {row.about}",
                choices=[("yes", "Yes"), ("no", "No"), (NOT_PRINTED, "Not stated")],
                initial=still,
            )
            self.add_field(f"still_{key}", asked, noun="whether improvement is still required")

    def says(self) -> InspectionSays:
        """Return the verdicts as they are to be."""
        return InspectionSays(verdicts={key: self._row(key, row) for key, row in self.said.verdicts.items()})

    def verdicts(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """Return, by the key of its verdict, the questions about each judged recommendation."""
        return [(key, self[f"category_{key}"], self[f"still_{key}"]) for key in self.said.verdicts]

    def _row(self, key: int, row: VerdictSays) -> VerdictSays:
        given = self.cleaned_data
        return replace(row, category=given[f"category_{key}"], still_required=STILL[given[f"still_{key}"]])


class AlertCorrection(CorrectionForm):
    """The words of an alert as the inspectorate wrote them."""

    nouns = {"raised_on": "the day of the alert", "concerns": "the concerns", "required_actions": "the actions"}

    raised_on = DateInputField(label="When was the alert raised?", help_text="For example, 27 3 2026", required=False)
    concerns = LongTextField(
        label="What is the inspectorate concerned about?",
        help_text="One concern on each line.",
        rows=6,
        required=False,
    )
    required_actions = LongTextField(
        label="What does the inspectorate ask for?",
        help_text="One action on each line.",
        rows=6,
        required=False,
    )

    def __init__(self, *args: Any, alert: Alert, said: Mapping[str, tuple[str, ...]], **kwargs: Any) -> None:
        opening: dict[str, Any] = {name: "\n".join(lines) for name, lines in said.items()}
        opening |= {"raised_on": alert.raised_on, "version": alert.version}
        super().__init__(*args, initial=opening, **kwargs)

    def raised(self) -> date | None:
        day: date | None = self.cleaned_data["raised_on"]
        return day

    def lines(self, name: str) -> tuple[str, ...]:
        """Return each line that says something."""
        return tuple(line.strip() for line in self.cleaned_data[name].splitlines() if line.strip())


def _offer(form: Form, **choices: Choices) -> None:
    for name, offered in choices.items():
        form.fields[name].choices = offered  # type: ignore[attr-defined]


def _printed(rating: str) -> str:
    return "" if rating == NOT_PRINTED else rating
