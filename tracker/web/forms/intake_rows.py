"""All recommendations of a report in one form, each row as it will be recorded, to be confirmed at once."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from tracker.rules.intake.answers import RecommendationAnswers, RowsAnswers
from tracker.rules.intake.proposals import Task
from tracker.rules.intake.review import DraftReview
from tracker.rules.intake.rows import NewRow
from tracker.web.forms.base import LongTextField, TextField
from tracker.web.forms.intake import TEXT_LENGTH, TITLE_LENGTH, Choices, DraftForm, proposed_first

NOUNS = {
    "short_title": "the short title",
    "theme": "the theme",
    "other_themes": "the other themes",
    "standards": "the standards",
    "addressee": "the addressee",
    "number": "the number",
    "flagged_repeat": "the repeat",
    "text": "the words",
    "left_out": "the reason",
}
ASKED = tuple(NOUNS)


class RecommendationRowsForm(DraftForm):
    """Every recommendation, in the order in which it is checked; a row's fields are named by its key: `1-theme`."""

    def __init__(
        self, *args: Any, review: DraftReview, bodies: Choices, themes: Choices, standards: Choices, **kwargs: Any
    ) -> None:
        self.rows = {row.key: row for row in review.sorted_rows(Task.RECOMMENDATIONS) if isinstance(row, NewRow)}
        super().__init__(*args, **kwargs)
        near = _near(review, bodies)
        for row in self.rows.values():
            self._ask(row, near, themes, list(standards))

    def _ask(self, row: NewRow, bodies: Choices, themes: Choices, standards: Choices) -> None:
        what = f"recommendation {row.number or row.key}"
        themed = proposed_first(row.themes, themes)
        own = [("", "Not known" if row.addressee_as_printed else "Nobody is named"), *bodies]
        asked: dict[str, tuple[str, forms.Field]] = {
            "short_title": ("Short title", _title()),
            "theme": ("Main theme", forms.ChoiceField(choices=themed, required=False)),
            "other_themes": ("Other themes", _several(themes)),
            "standards": ("Standards", _several(standards)),
            "addressee": (
                "Addressee",
                forms.TypedChoiceField(choices=own, coerce=int, empty_value=None, required=False),
            ),
            "number": ("Number", forms.IntegerField(min_value=1, max_value=999, required=False)),
            "flagged_repeat": ("The report says that this is a repeat", forms.BooleanField(required=False)),
            "text": ("Words", LongTextField(rows=5, max_length=TEXT_LENGTH)),
            "left_out": ("Why leave this out?", TextField(max_length=500, required=False)),
        }
        unasked = {"standards"} if not standards else set()
        unasked |= {"left_out"} if row.read is None else set()
        for name, (label, field) in asked.items():
            if name not in unasked:
                field.label, field.initial = f"{label} ({what})", _opening(row, name)
                self.add_field(f"{row.key}-{name}", field, noun=f"{NOUNS[name]} of {what}")

    def parts(self) -> Iterator[tuple[NewRow, SimpleNamespace]]:
        """Yield each row with its questions by name; `is_open` where its words are changed or wrong."""
        for row in self.rows.values():
            names = {name: f"{row.key}-{name}" for name in ASKED if f"{row.key}-{name}" in self.fields}
            bound = {name: self[field] for name, field in names.items()}
            is_open = any(
                self.errors.get(names[name]) for name in ("text", "left_out") if name in names and self.is_bound
            )
            is_changed = bool(row.read and row.text != row.read.text) or bool(row.left_out)
            has_others = bool(bound["other_themes"].value() or bound["other_themes"].errors)
            yield row, SimpleNamespace(**bound, is_open=is_open or is_changed, has_others=has_others)

    def answers(self) -> RowsAnswers:
        """Return every row; a title that is still the automatic one follows its text."""
        return RowsAnswers({row.key: self._answers_of(row) for row in self.rows.values()})

    def _answers_of(self, row: NewRow) -> RecommendationAnswers:
        given: dict[str, Any] = {name: self.cleaned_data.get(f"{row.key}-{name}") for name in ASKED}
        if given["addressee"] == row.group_body:
            given["addressee"] = None  # follows the group
        if given["short_title"] == row.short_title and given["text"] != row.text:
            given["short_title"] = ""
        given["short_title"] = " ".join(given["short_title"].split())
        given["other_themes"] = tuple(code for code in given["other_themes"] or () if code != given["theme"])
        given |= {"standards": tuple(given["standards"] or ()), "left_out": given["left_out"] or ""}
        return RecommendationAnswers(**given, added_for=row.addressee_as_printed if row.read is None else None)


def _opening(row: NewRow, name: str) -> Any:
    if name == "addressee":
        return row.body
    return list(getattr(row, name)) if name in ("standards", "other_themes") else getattr(row, name)


def _near(review: DraftReview, bodies: Choices) -> list[tuple[Any, str]]:
    """Return the bodies that this report speaks of: every other one is chosen on the row's own page."""
    names = {key: name for _, rows in bodies for key, name in rows}
    spoken = [
        review.details.body,
        *(group.body for group in review.groups),
        *(row.body for row in review.recommendations),
    ]
    spoken += [body for group in review.groups for body in group.proposal.others]
    return [(body, names[body]) for body in dict.fromkeys(spoken) if body in names]


def _title() -> forms.Field:
    """Return a field of two lines, in which a whole title is seen on a narrow screen too."""
    two_lines = forms.Textarea(attrs={"rows": 2})
    return TextField(required=False, widget=two_lines, validators=[MaxLengthValidator(TITLE_LENGTH)])


def _several(choices: Choices) -> forms.Field:
    return forms.MultipleChoiceField(choices=list(choices), required=False, widget=forms.CheckboxSelectMultiple())


def _body(choices: Choices) -> forms.Field:
    return forms.TypedChoiceField(choices=list(choices), coerce=int, empty_value=None, required=False)
