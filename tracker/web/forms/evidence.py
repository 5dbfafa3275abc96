"""Attaching evidence: by itself, with an update, and as a new version of a piece that is held."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from tracker.models import Answerable, Evidence
from tracker.operations.evidence import NewEvidence, Source
from tracker.rules.evidence import ENDINGS, LINK_LIMIT, SHOWS_LIMIT
from tracker.rules.typed.dates import Towards
from tracker.rules.wording import date_long
from tracker.web.chosen_files import Chosen
from tracker.web.forms.base import DatePickerField, Form, Radios, TextField, VersionedForm

ACCEPTED = ",".join(f".{ending}" for endings in ENDINGS.values() for ending in endings)
TAKEN = "PDF, Word, Excel, PowerPoint, an email (EML or MSG), CSV, JPG or PNG, each smaller than 15MB. No macros."


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A newer file or link; `number` is the newest version's when the page was opened."""

    number: int
    source: Source
    about_on: date


class FilesInput(forms.FileInput):
    """One or more files; what they are is asked of the files themselves (web/chosen_files.py)."""

    def __init__(self, *, multiple: bool = True) -> None:
        super().__init__({"accept": ACCEPTED})
        self.is_multiple = multiple


class FilesField(forms.Field):
    """Gives nothing: the form has its files from `Chosen`, where they are kept before the form is looked at."""

    def __init__(self, *, multiple: bool = True, **kwargs: Any) -> None:
        super().__init__(required=False, widget=FilesInput(multiple=multiple), **kwargs)


class EvidencePart(Form):
    """The optional part of an update: files, or pieces that are attached already."""

    nouns = {
        "upload": "a file",
        "shows": "the description of what it shows",
        "about_on": "the date it is about",
        "reused": "evidence",
    }

    upload = FilesField(label="Select files", help_text=TAKEN)
    shows = TextField(
        label="What does it show?",
        help_text="Do not include names or case numbers of people on probation.",
        max_length=SHOWS_LIMIT,
        required=False,
    )
    about_on = DatePickerField(
        label="What date is it about?",
        help_text="The day of what it shows, not of the upload. For example, 27/3/2026, or today",
        required=False,
        towards=Towards.PAST,
    )
    reused = forms.TypedMultipleChoiceField(
        label="Use what is attached already", coerce=int, required=False, widget=forms.CheckboxSelectMultiple()
    )

    def __init__(
        self, *args: Any, chosen: Chosen | None = None, reusable: Iterable[Evidence] = (), on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.chosen = chosen or Chosen()
        self.reusable = {evidence.pk: evidence for evidence in reusable}
        self.fields["reused"].choices = [(pk, _words(evidence)) for pk, evidence in self.reusable.items()]  # type: ignore[attr-defined]
        if not self.reusable:
            del self.fields["reused"]

    @property
    def is_open(self) -> bool:
        """Return whether the part is to be seen at once: it holds something, or something in it is to be corrected."""
        touched = self.chosen.files or self.data.get("shows") or self.data.get("reused") or self.initial.get("shows")
        return bool(touched or (self.is_bound and self.errors))

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if self.chosen.problem:
            self.add_error("upload", self.chosen.problem)
        elif answers.get("shows") and not self._has_source(answers) and not answers.get("reused"):
            self.add_error("upload", "Select a file")
        if self._has_source(answers) and not answers.get("shows") and "shows" not in self.errors:
            self.add_error("shows", "Enter what it shows")
        if self._has_source(answers) and not answers.get("about_on") and "about_on" not in self.errors:
            self.add_error("about_on", "Enter the date it is about")
        return answers

    def _has_source(self, answers: dict[str, Any]) -> bool:
        return bool(self.chosen.files or answers.get("link"))

    def given(self) -> NewEvidence:
        """Return what `attach_evidence` takes."""
        answers = self.cleaned_data
        return NewEvidence(
            shows=answers["shows"],
            about_on=answers["about_on"],
            files=tuple(self.chosen.files),
            link=answers.get("link", ""),
            reused=tuple(self.reusable[pk] for pk in answers.get("reused", ())),
        )


class EvidenceForm(EvidencePart):
    """Evidence for an action or a recommendation: a file, a link or what is attached already."""

    nouns = {"link": "the web address", "body": "the body it is for"}

    link = TextField(
        label="Or enter a link",
        help_text="A web address that those who read this can open. It is kept, and never opened by this service.",
        max_length=LINK_LIMIT,
        required=False,
    )
    body = forms.TypedChoiceField(label="Which body is it for?", coerce=int, widget=Radios())
    field_order = ["body", "upload", "link", "reused", "shows", "about_on"]

    def __init__(self, *args: Any, answerables: Sequence[Answerable] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answerables = {answerable.pk: answerable for answerable in answerables}
        if len(self.answerables) < 2:
            del self.fields["body"]
        else:
            bodies = [(pk, answerable.organisation.display_name) for pk, answerable in self.answerables.items()]
            self.fields["body"].choices = bodies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if not (self._has_source(answers) or answers.get("reused") or "upload" in self.errors or "link" in self.errors):
            self.add_error("upload", "Select a file or enter a link")
        return answers

    def answerable(self) -> Answerable:
        """Return the body's recommendation that the evidence supports."""
        if "body" in self.fields:
            return self.answerables[self.cleaned_data["body"]]
        return next(iter(self.answerables.values()))


class EvidenceVersionForm(VersionedForm):
    """A newer file or link; `version` is the number of the newest version when the page was opened."""

    nouns = {"upload": "a file", "link": "the web address", "about_on": "the date it is about"}

    upload = FilesField(
        multiple=False,
        label="Select a file",
        help_text=f"One file: {TAKEN}",
    )
    link = TextField(label="Or enter a link", max_length=LINK_LIMIT, required=False)
    about_on = DatePickerField(
        label="What date is it about?", help_text="For example, 27/3/2026, or today", towards=Towards.PAST
    )

    def __init__(self, *args: Any, chosen: Chosen | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chosen = chosen or Chosen()

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if self.chosen.problem:
            self.add_error("upload", self.chosen.problem)
        elif bool(self.chosen.files) == bool(answers.get("link")) and "link" not in self.errors:
            both = "Select a file or enter a link, not both"
            self.add_error("upload", both if answers.get("link") else "Select a file or enter a link")
        return answers

    def answers(self) -> NewVersion:
        """Return the newer file or link."""
        given = self.cleaned_data
        source = self.chosen.files[0] if self.chosen.files else given["link"]
        return NewVersion(number=given["version"], source=source, about_on=given["about_on"])


def _words(evidence: Evidence) -> str:
    version = evidence.newest
    return f"{evidence.shows} ({version.file_name or version.link}, {date_long(version.about_on)})"
