"""Recording a reorganisation in steps, deciding who takes over, undoing."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from inspections.choices import OrganisationKind
from inspections.models import Organisation
from tracker.choices import ReorganisationKind
from tracker.operations.reorganisations import BodyChange, NewBody
from tracker.operations.takeovers import TakeoverChoice
from tracker.queries.reorganisations import ActionRow, TakeoverRow, WhoTakesOver
from tracker.rules import reorganisations as rules
from tracker.web.forms.base import DateInputField, Form, LongTextField, Radios, TextField, VersionedForm

DAY = "The first day of the new bodies. It can be past, today or to come. For example, 27 3 2026"
ENDS = [("", "No, it passes on"), *[(ending.value, f"Yes: {ending.label.lower()}") for ending in rules.ENDINGS]]


class StartForm(Form):
    """What happened, and in which region: asked in the address, so that 'back' works."""

    nouns = {"kind": "the kind of reorganisation", "region": "a region"}

    kind = forms.ChoiceField(
        label="What happened?",
        choices=ReorganisationKind.choices,
        widget=Radios(hints={kind.value: words for kind, words in rules.MEANS.items()}),
    )
    region = forms.ChoiceField(label="In which region?", help_text="The region of the bodies that go on")

    def __init__(self, *args: Any, regions: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.regions = {region.slug: region for region in regions}
        choices = [(slug, region.display_name) for slug, region in self.regions.items()]
        self.fields["region"].choices = [("", "Choose a region"), *choices]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class NewName:
    """A body's new name, and the first day on which it bears it."""

    organisation: Organisation
    name: str
    on: date
    token: uuid.UUID


class RenameForm(Form):
    """A body, its new name and the day from which it has it."""

    nouns = {"body": "a body", "name": "the new name", "on": "the date"}

    token = forms.UUIDField(widget=forms.HiddenInput())
    body = forms.TypedChoiceField(label="Which body?", coerce=int)
    name = TextField(label="New name", help_text="Without ‘PDU’ or ‘region’", max_length=rules.NAME_LIMIT)
    on = DateInputField(label="From which day?", help_text="It can be past, today or to come. For example, 27 3 2026")

    def __init__(self, *args: Any, bodies: Iterable[Organisation], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"token": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        self.bodies = {body.pk: body for body in bodies}
        choices = [(pk, body.display_name) for pk, body in self.bodies.items()]
        self.fields["body"].choices = [("", "Choose a body"), *choices]  # type: ignore[attr-defined]

    def answers(self) -> NewName:
        """Return the new name, and from which day it is borne."""
        given = self.cleaned_data
        body = self.bodies[given["body"]]
        return NewName(organisation=body, name=given["name"], on=given["on"], token=given["token"])


class ReorganisationForm(Form):
    """Who closes, who takes over and what is made, from which day."""

    nouns = {
        "on": "the date",
        "closing": "a body that closes",
        "into": "a body that takes over",
        "new": "the new bodies",
        "others": "the bodies of other regions",
    }

    token = forms.UUIDField(widget=forms.HiddenInput())
    on = DateInputField(label="From which day?", help_text=DAY)
    closing = forms.TypedMultipleChoiceField(
        label="Which bodies close?", coerce=int, required=False, widget=forms.CheckboxSelectMultiple()
    )
    earlier = forms.TypedChoiceField(
        label="A body of before June 2021 that closes",
        help_text="A community rehabilitation company or a division of the National Probation Service",
        coerce=int,
        required=False,
        empty_value=None,
    )
    into = forms.TypedMultipleChoiceField(
        label="Which bodies that exist take over? (optional)",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(),
    )
    new = LongTextField(
        label="Which new bodies take over?",
        help_text="One name on each line, without ‘PDU’. They are made with this region above them",
        rows=3,
        required=False,
    )
    others = LongTextField(
        label="Which bodies of other regions take over?",
        help_text="One name on each line, as this service has it",
        rows=2,
        required=False,
    )

    def __init__(
        self, *args: Any, kind: ReorganisationKind, region: Organisation, bodies: Sequence[Organisation],
        earlier: Sequence[Organisation], elsewhere: Iterable[Organisation], **kwargs: Any,
    ) -> None:  # fmt: skip
        kwargs.setdefault("initial", {"token": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        self.kind, self.region = kind, region
        self.bodies = {body.pk: body for body in [*bodies, *earlier]}
        self.elsewhere = {rules.plain(organisation.name): organisation for organisation in elsewhere}
        near = [(body.pk, body.display_name) for body in bodies if body.kind != OrganisationKind.REGION]
        before = [("", "None"), *[(body.pk, body.display_name) for body in earlier]]
        self.fields["closing"].choices = near  # type: ignore[attr-defined]
        self.fields["into"].choices = near  # type: ignore[attr-defined]
        self.fields["earlier"].choices = before  # type: ignore[attr-defined]

    def clean_others(self) -> list[Organisation]:
        """Return the bodies that these names mean."""
        names = _lines(self.cleaned_data["others"])
        unknown = [name for name in names if rules.plain(name) not in self.elsewhere]
        if unknown:
            raise forms.ValidationError(f"There is no body called {unknown[0]} today. Check how its page names it")
        return [self.elsewhere[rules.plain(name)] for name in names]

    def change(self, pairs: Iterable[tuple[int, int]] | None = None) -> BodyChange:
        """Return what `record` takes."""
        given = self.cleaned_data
        closing = [*given["closing"], *([given["earlier"]] if given["earlier"] else [])]
        following = dict.fromkeys([*(self.bodies[pk] for pk in given["into"]), *given["others"]])
        return BodyChange(
            kind=self.kind,
            on=given["on"],
            closing=tuple(self.bodies[pk] for pk in dict.fromkeys(closing)),
            following=tuple(following),
            new=tuple(NewBody(name, self.region) for name in _lines(given["new"])),
            pairs=None if pairs is None else frozenset(pairs),
        )


class PairsForm(Form):
    """Who follows whom, where several close and several take over: nothing is ticked for anybody."""

    def __init__(self, *args: Any, change: BodyChange, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        after = [body.display_name for body in change.following] + [body.name for body in change.new]
        for place, body in enumerate(change.closing):
            asked = forms.TypedMultipleChoiceField(
                label=f"Who takes over from {body.display_name}?",
                coerce=int,
                choices=list(enumerate(after)),
                widget=forms.CheckboxSelectMultiple(),
                error_messages={"required": f"Select the bodies that follow {body.display_name}"},
            )
            self.add_field(f"follows-{place}", asked, noun="the bodies that take over")

    def refuse(self, refusal: Exception) -> None:
        """Put what is wrong with the pairs beside the first of them."""
        self.add_errors({"follows-0" if getattr(refusal, "field", "") == "pairs" else "": str(refusal)})

    def pairs(self) -> frozenset[tuple[int, int]]:
        """Return the chosen pairs as places in the two lists."""
        return frozenset(
            (int(name.partition("-")[2]), after) for name, chosen in self.cleaned_data.items() for after in chosen
        )


class TakesOverForm(VersionedForm):
    """One group of answers for each open recommendation of a closed body, and the owner of each open action."""

    def __init__(self, data: QueryDict | None = None, *, whole: WhoTakesOver, version: int, **kwargs: Any) -> None:
        super().__init__(data, initial={"version": version}, **kwargs)
        self.rows = whole.rows
        self.action_rows = whole.actions
        for row in whole.rows:
            self._add_row(row)
        for action in whole.actions:
            self._add_action(action)

    def choices(self) -> list[TakeoverChoice]:
        """Return what `decide` takes, for the recommendations on the page."""
        given = self.cleaned_data
        return [
            TakeoverChoice(
                answerable=pk,
                bodies=() if given[f"ending-{pk}"] else tuple(given[f"bodies-{pk}"]),
                ending=given[f"ending-{pk}"],
                reason=given[f"reason-{pk}"] if given[f"ending-{pk}"] else "",
            )
            for pk in (row.answerable.pk for row in self.rows)
        ]

    def posts(self) -> dict[int, int | None]:
        """Return the post that is to own each action; None keeps it."""
        return {row.action.pk: self.cleaned_data[f"post-{row.action.pk}"] for row in self.action_rows}

    def _add_row(self, row: TakeoverRow) -> None:
        pk, held = row.answerable.pk, row.decision
        about = row.answerable.recommendation.ref
        bodies = forms.TypedMultipleChoiceField(
            label=f"Who takes over {about}?",
            coerce=int,
            required=False,
            choices=[(body.pk, body.display_name) for body in row.proposed],
            initial=row.chosen,
            widget=forms.CheckboxSelectMultiple(),
        )
        ending = forms.ChoiceField(
            label=f"Does {about} end instead?", required=False, choices=ENDS, initial=held.ending if held else ""
        )
        reason = TextField(
            label=f"If {about} ends, why?",
            required=False,
            max_length=rules.REASON_LIMIT,
            initial=held.reason if held else "",
        )
        self.add_field(f"bodies-{pk}", bodies, noun=f"the bodies that take over {about}")
        self.add_field(f"ending-{pk}", ending, noun=f"how {about} ends")
        self.add_field(f"reason-{pk}", reason, noun=f"the reason for ending {about}")

    def _add_action(self, row: ActionRow) -> None:
        keep = [("", f"Keep {row.action.owner_post}")]
        owner = forms.TypedChoiceField(
            label=f"Which post owns {row.action.ref}?",
            coerce=int,
            required=False,
            empty_value=None,
            choices=[*keep, *[(post.pk, str(post)) for post in row.posts]],
            initial=row.chosen or "",
        )
        self.add_field(f"post-{row.action.pk}", owner, noun=f"the owner of {row.action.ref}")


class UndoForm(Form):
    """Why it is taken back."""

    nouns = {"reason": "the reason"}

    reason = LongTextField(
        label="Why do you undo it?",
        help_text="It is kept with the record",
        max_length=rules.REASON_LIMIT,
        rows=3,
        error_messages={"required": "Enter why you undo it"},
    )


def as_proposed(whole: WhoTakesOver) -> tuple[list[TakeoverChoice], dict[int, int | None]]:
    """Return the answers by which all who are proposed take over; where nobody is, nothing is decided."""
    choices = [
        TakeoverChoice(row.answerable.pk, tuple(body.pk for body in row.proposed)) for row in whole.rows if row.proposed
    ]
    return choices, {action.action.pk: action.chosen for action in whole.actions}


def carried(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the answers of earlier steps as hidden fields, each value apart."""
    own = {"csrfmiddlewaretoken", "step", "change", "confirmed"}
    rows: list[tuple[str, list[str]]] = list(data.lists())  # type: ignore[attr-defined]
    return [(name, value) for name, values in rows if name not in own for value in values]


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
