"""Forms of the review of a report: each opens with what is proposed, and carries the draft's version."""

from collections.abc import Sequence
from typing import Any

from django import forms

from inspections.choices import DatePrecision, InspectionKind, Rating
from inspections.models import Framework
from tracker.models import Theme
from tracker.queries.endings import BodiesToName
from tracker.rules.intake.answers import (
    AddresseesAnswers,
    DetailsAnswers,
    RecommendationAnswers,
    TaskAnswers,
)
from tracker.rules.intake.draft import StatedDate
from tracker.rules.intake.origin import URL_LIMIT
from tracker.rules.intake.review import DraftReview
from tracker.rules.intake.rows import NewRow, RowGroup
from tracker.rules.intake.themes import ProposedTheme
from tracker.rules.wording import exact_plural
from tracker.web.forms import base
from tracker.web.forms.base import DateInputField, Form, LongTextField, Radios, TextField, VersionedForm

Choices = Sequence[tuple[str, Any]]
TITLE_LENGTH = 200
TEXT_LENGTH = 5_000
REASON_LENGTH = 500
UNRATED = "unrated"
# The name of the button that has a refused file read.
ANYWAY = "anyway"


class StatedDateInput(base.DateInput):
    """Day, month and year, where the day may be empty because the report states the month only."""

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, StatedDate):
            day = value.on.day if value.precision is DatePrecision.DAY else ""
            return [day, value.on.month, value.on.year]
        return super().decompress(value)


class StatedDateField(DateInputField):
    """A date as exactly as a report states it. Gives a StatedDate, or None when empty."""

    widget = StatedDateInput

    def clean(self, value: Any) -> Any:
        day, *month_and_year = value or ["", "", ""]
        is_month = not (day or "").strip() and any((part or "").strip() for part in month_and_year)
        day_it_counts_on = super().clean(["1", *month_and_year] if is_month else value)
        precision = DatePrecision.MONTH if is_month else DatePrecision.DAY
        return StatedDate(day_it_counts_on, precision) if day_it_counts_on else None


class UploadForm(Form):
    """One file; what the reader refuses becomes its error. For a refused one it asks why a person vouches for it."""

    nouns = {"because": "the reason"}

    document = forms.FileField(
        label="Inspection report",
        help_text="The published report as a PDF, a saved web page or a text file, up to 30 MB.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.html,.htm,.txt,.md"}),
        error_messages={
            "required": "Select a report",
            "missing": "Select a report",
            "empty": "The selected file is empty",
            "invalid": "The selected file could not be uploaded. Try again",
        },
    )

    because = LongTextField(
        label="Why is this file a report?",
        help_text="For example, that you took it from the inspectorate’s website, and what led to the refusal.",
        rows=3,
        max_length=REASON_LENGTH,
        required=False,
    )
    can_be_vouched = False

    @property
    def asks_why(self) -> bool:
        """Return whether a file was refused that a person may vouch for, or was sent as one."""
        return self.can_be_vouched or ANYWAY in self.data

    @property
    def vouched_because(self) -> str:
        """Return why the file is to be read although it may be refused; empty where nobody vouches for it."""
        return str(self.cleaned_data["because"]) if ANYWAY in self.data else ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if ANYWAY in self.data and not given.get("because") and "because" not in self.errors:
            self.add_error("because", "Enter why this file is a report")
        return given

    def refuse(self, refusal: Exception) -> None:
        """Put a refusal beside the file, or beside the reason where it is about that."""
        self.can_be_vouched = getattr(refusal, "can_be_vouched", False)
        self.add_errors({getattr(refusal, "field", "") or "document": str(refusal)})


class DraftForm(VersionedForm):
    """A task's questions; `version` is that of the draft when the page was opened."""

    def answers(self) -> TaskAnswers:
        """Return what `save_answers` keeps."""
        return TaskAnswers()


class DetailsForm(DraftForm):
    """The facts of the inspection."""

    nouns = {
        "organisation": "the inspected body",
        "kind": "the kind of inspection",
        "published": "the date of the report",
        "fieldwork_started": "the first day of fieldwork",
        "max_score": "the highest score",
    }

    organisation = forms.TypedChoiceField(label="Inspected body", coerce=int)
    kind = forms.ChoiceField(label="Kind of inspection", choices=InspectionKind.choices)
    framework = forms.ChoiceField(label="Standards framework", required=False)
    published = StatedDateField(
        label="Report published",
        help_text="For example, 27 3 2026. Leave the day empty if the report gives the month only.",
        required=False,
    )
    fieldwork_started = StatedDateField(label="Fieldwork started", help_text="For example, 27 3 2026", required=False)
    score = forms.IntegerField(label="Score", min_value=0, max_value=99, required=False)
    max_score = forms.IntegerField(label="Highest possible score", min_value=0, max_value=99, required=False)
    rating = forms.ChoiceField(
        label="Overall rating", choices=[*Rating.choices, (UNRATED, "None printed")], widget=Radios()
    )
    isbn = TextField(label="ISBN", max_length=40, required=False)
    lead_inspector = TextField(label="Lead inspector", max_length=200, required=False)
    report_url = TextField(
        label="Web page of the report",
        help_text="The publisher’s page, if you know it. It begins with https://",
        max_length=URL_LIMIT,
        required=False,
    )

    def __init__(self, *args: Any, bodies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        frameworks = [("", "None"), *Framework.objects.order_by("name", "pk").values_list("code", "name")]
        self.fields["organisation"].choices = [("", "Choose from the list"), *bodies]  # type: ignore[attr-defined]
        self.fields["framework"].choices = frameworks  # type: ignore[attr-defined]

    @staticmethod
    def opening(review: DraftReview) -> dict[str, Any]:
        details = review.details
        names = (
            "kind",
            "framework",
            "published",
            "fieldwork_started",
            "score",
            "max_score",
            "rating",
            "isbn",
            "report_url",
        )
        facts = {name: getattr(details, name) for name in names}
        facts |= {"organisation": details.body, "lead_inspector": details.lead_inspector}
        return facts | {"rating": details.rating or UNRATED}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        score, most = given.get("score"), given.get("max_score")
        if score is not None and most is not None and score > most:
            self.add_error("score", f"Score must be {most} or fewer")
        return given

    def answers(self) -> DetailsAnswers:
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        given["rating"] = "" if given["rating"] == UNRATED else given["rating"]
        for name in ("published", "fieldwork_started"):
            given[name] = given[name].text if given[name] else None
        return DetailsAnswers(**given)


class RecommendationForm(DraftForm):
    """One recommendation; an empty addressee leaves it to the group's."""

    nouns = {"text": "the recommendation", "left_out": "the reason"}

    text = LongTextField(label="Recommendation", rows=6, max_length=TEXT_LENGTH)
    short_title = TextField(
        label="Short title",
        help_text="For lists. Made of the report’s words, until you change it.",
        required=False,
        max_length=TITLE_LENGTH,
    )
    number = forms.IntegerField(label="Number in the report", min_value=1, max_value=999, required=False)
    addressee = forms.TypedChoiceField(label="Addressee", coerce=int, empty_value=None, required=False)
    theme = forms.ChoiceField(label="Main theme", required=False)
    other_themes = forms.MultipleChoiceField(
        label="Other themes", required=False, widget=forms.CheckboxSelectMultiple()
    )
    standards = forms.MultipleChoiceField(
        label="Standards that it is about", required=False, widget=forms.CheckboxSelectMultiple()
    )
    flagged_repeat = forms.BooleanField(label="The report says that this is a repeat", required=False)
    left_out = TextField(
        label="Why leave this out?",
        help_text="Only if this is not a recommendation, or was read twice. It will not be recorded.",
        required=False,
        max_length=500,
    )

    def __init__(
        self, *args: Any, bodies: Choices, standards: Choices, row: NewRow | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        themes = list(Theme.objects.filter(is_retired=False).values_list("code", "name"))
        self.row = row
        self.fields["addressee"].choices = [("", "Nobody is named"), *bodies]  # type: ignore[attr-defined]
        self.fields["theme"].choices = [("", "None yet"), *themes]  # type: ignore[attr-defined]
        self.fields["other_themes"].choices = themes  # type: ignore[attr-defined]
        self.fields["standards"].choices = standards  # type: ignore[attr-defined]
        if not standards:
            del self.fields["standards"]
        if row is None:
            del self.fields["left_out"]

    @staticmethod
    def opening(row: NewRow | None) -> dict[str, Any]:
        if row is None:
            return {}
        names = ("text", "short_title", "number", "theme", "other_themes", "standards", "flagged_repeat", "left_out")
        return {name: getattr(row, name) for name in names} | {"addressee": row.body}

    def answers(self) -> RecommendationAnswers:
        """Return the answers; a title that is still the automatic one is not kept, so that it follows the text."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        given["standards"] = tuple(given.get("standards", ()))
        given["other_themes"] = tuple(code for code in given["other_themes"] if code != given["theme"])
        if self.row is None:
            return RecommendationAnswers(**given, added_for="")
        if given["addressee"] == self.row.group_body:
            given["addressee"] = None  # follows the group
        if given["short_title"] == self.row.short_title and given["text"] != self.row.text:
            given["short_title"] = ""
        return RecommendationAnswers(
            **given, added_for=self.row.addressee_as_printed if self.row.read is None else None
        )


def _singles(name: str) -> tuple[str, ...]:
    return tuple(f"{name}-{place}" for place in (1, 2, 3))


class AddresseesForm(DraftForm):
    """One choice for each heading of the report; `groups` are named 'group-1' and so on.

    Under the name with '-all' stand whole groups of bodies that answer too, under '-1' to '-3' single ones; whoever
    was named before and is in none of them stays ticked under '-held'.
    """

    def __init__(
        self, *args: Any, review: DraftReview, bodies: Choices, offered: BodiesToName | None = None, **kwargs: Any
    ) -> None:
        self.offered = offered
        self.groups = {f"group-{place}": group for place, group in enumerate(review.groups, start=1)}
        super().__init__(*args, **kwargs)
        for name, group in self.groups.items():
            what = "earlier recommendation" if group.is_earlier else "recommendation"
            asked = forms.TypedChoiceField(
                label=f"‘{group.printed}’" if group.printed else "No addressee named",
                help_text=f"{exact_plural(group.count, what)}. {group.proposal.reason}.",
                choices=[("", "Not known"), *bodies],
                coerce=int,
                empty_value=None,
                required=False,
                initial=group.body,
            )
            self.add_field(name, asked, noun="the addressee")
            if offered is not None and not group.is_earlier:
                self._ask_for_others(name, group, offered)

    def answers(self) -> AddresseesAnswers:
        also = {group.key: self._others(name) for name, group in self.groups.items()}
        return AddresseesAnswers(
            {group.key: self.cleaned_data[name] for name, group in self.groups.items()},
            also={key: bodies for key, bodies in also.items() if bodies},
        )

    def others(self, name: str) -> list[forms.BoundField]:
        """Return the questions about who else answers below a heading; none of an earlier list."""
        return [self[other] for other in (f"{name}-all", f"{name}-held", *_singles(name)) if other in self.fields]

    def _ask_for_others(self, name: str, group: RowGroup, offered: BodiesToName) -> None:
        """Ask who else answers; bodies that were named before are shown as they were: by whole group, or each."""
        also = set(group.also)
        whole = [code for code, _ in offered.groups if offered.members[code] <= also]
        left = also - offered.chosen(groups=whole, bodies=())
        names = {key: words for _, rows in offered.bodies for key, words in rows}
        if offered.groups:
            asked = forms.MultipleChoiceField(
                label="Whole groups that answer too", choices=offered.groups, required=False,
                widget=forms.CheckboxSelectMultiple(), initial=whole,
            )  # fmt: skip
            self.add_field(f"{name}-all", asked, noun="whole groups")
        if left:
            held = forms.TypedMultipleChoiceField(
                label="Other bodies that answer too", choices=[(key, names.get(key, "A closed body")) for key in left],
                required=False, coerce=int, widget=forms.CheckboxSelectMultiple(), initial=sorted(left),
            )  # fmt: skip
            self.add_field(f"{name}-held", held, noun="a body")
        for place, single in zip(("A", "A second", "A third"), _singles(name), strict=True):
            other = forms.TypedChoiceField(
                label=f"{place} other body", choices=[("", "None"), *offered.bodies], coerce=int,
                empty_value=None, required=False,
            )  # fmt: skip
            self.add_field(single, other, noun="a body")

    def _others(self, name: str) -> frozenset[int]:
        given = self.cleaned_data
        singles = [given[single] for single in _singles(name) if given.get(single) is not None]
        chosen = frozenset([*singles, *given.get(f"{name}-held", ())])
        if self.offered is not None:
            chosen |= self.offered.chosen(groups=given.get(f"{name}-all", ()), bodies=())
        return chosen - {given[name]}


def proposed_first(proposed_themes: Sequence[ProposedTheme], themes: Choices) -> list[tuple[str, Any]]:
    """Return the themes in two groups: those that are proposed, the likeliest first, and the others."""
    names = dict(themes)
    proposed = [(theme.code, names[theme.code]) for theme in proposed_themes if theme.code in names]
    others = [(code, name) for code, name in themes if code not in dict(proposed)]
    groups = [("Proposed", proposed), ("Other themes", others)]
    return [("", "None yet"), *[(label, rows) for label, rows in groups if rows]]


def differences(form: DraftForm, saved: DraftForm) -> list[tuple[str, str]]:
    """Return label and what is saved now, of each field whose saved answer is not the one in the form."""
    different = []
    for bound in form.visible_fields():
        if bound.name in saved.fields:
            mine, theirs = _shown(form, bound.name), _shown(saved, bound.name)
            if mine != theirs:
                different.append((str(bound.label), theirs or "Nothing"))
    return different


def _shown(form: DraftForm, name: str) -> str:
    """Return a field's value as a person reads it."""
    field, value = form.fields[name], form[name].value()
    if isinstance(field, DateInputField):
        parts = StatedDateInput().parts(value)
        return " ".join(part for part in parts.values() if part)
    if isinstance(field, forms.BooleanField):
        return "Yes" if value else "No"
    if isinstance(field, forms.MultipleChoiceField):
        return ", ".join(label for key, label in _flat(field.choices) if str(key) in (value or ()))
    if isinstance(field, forms.ChoiceField):
        chosen = str(value if value is not None else "")
        return next((label for key, label in _flat(field.choices) if str(key) == chosen), chosen)
    return str(value if value is not None else "").replace("\r\n", "\n")


def _flat(choices: Any) -> list[tuple[Any, str]]:
    rows: list[tuple[Any, str]] = []
    for key, label in choices:
        rows += label if isinstance(label, list | tuple) else [(key, label)]
    return rows
