"""The forms that end a recommendation between inspections: ask for it, decide on it, open it again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from tracker.choices import Ending
from tracker.models import Answerable, Post
from tracker.rules.endings import ASKED_FOR, WORDS_LIMIT, EndingWords
from tracker.web.forms.action_words import NO_NAMES
from tracker.web.forms.base import Form, LongTextField, Radios

CONFIRM, REFUSE = "confirm", "refuse"
MEANINGS: Mapping[str, str] = {ending.value: meaning for ending, meaning in ASKED_FOR.items()}


@dataclass(frozen=True, slots=True)
class AskedEnding:
    """For which bodies it ends, by the key of what they answer, and what is said of it."""

    duties: frozenset[int]
    words: EndingWords


@dataclass(frozen=True, slots=True)
class DecidedEnding:
    """Whether it ends, why not, and what was shown."""

    is_confirmed: bool
    reason: str
    seen: str


class AskEndingForm(Form):
    """For which bodies it ends, how, why, with which risk, and who accepts that."""

    nouns = {
        "bodies": "the bodies for which it ends",
        "ending": "how it ends",
        "reason": "the reason",
        "risk": "the risk",
        "risk_post": "the post that accepts the risk",
    }

    bodies = forms.TypedMultipleChoiceField(
        label="For which bodies does it end?",
        help_text="Select all of them to end it as a whole. Each is decided by itself.",
        coerce=int,
        widget=forms.CheckboxSelectMultiple(),
        error_messages={"required": "Select the bodies for which it ends"},
    )
    ending = forms.ChoiceField(
        label="How does it end?",
        choices=[(ending.value, ending.label) for ending in ASKED_FOR],
        widget=Radios(hints=MEANINGS),
        error_messages={"required": "Select how it ends"},
    )
    reason = LongTextField(
        label="Why does it end?",
        help_text=NO_NAMES,
        rows=4,
        max_length=WORDS_LIMIT,
        error_messages={"required": "Enter why it ends"},
    )
    risk = LongTextField(
        label="What is the risk of not doing it?",
        help_text="Say what could go wrong, for whom, and what is in place against it.",
        rows=4,
        max_length=WORDS_LIMIT,
        error_messages={"required": "Enter the risk of not doing it"},
    )
    risk_post = forms.TypedChoiceField(
        label="Which post accepts the risk?",
        help_text="A post of the body that answers, or of one above it.",
        coerce=int,
        error_messages={"required": "Select the post that accepts the risk"},
    )

    def __init__(self, *args: Any, rows: Iterable[Answerable], posts: Iterable[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {row.pk: row for row in rows}
        names = [(pk, row.organisation.display_name) for pk, row in self.rows.items()]
        self.fields["bodies"].choices = names  # type: ignore[attr-defined]
        self.fields["risk_post"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a post"),
            *((post.pk, str(post)) for post in posts),
        ]
        if len(self.rows) == 1:
            del self.fields["bodies"]

    def answers(self) -> AskedEnding:
        """Return what is asked for; the only body where there is one alone."""
        given = self.cleaned_data
        words = EndingWords(Ending(given["ending"]), given["reason"], given["risk"], given["risk_post"])
        return AskedEnding(frozenset(given.get("bodies", self.rows)), words)


class DecideEndingForm(Form):
    """Confirm or refuse; `seen` is what the page showed."""

    nouns = {"decision": "what you decide", "reason": "the reason"}

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[(CONFIRM, "Confirm: it ends today"), (REFUSE, "Refuse: it stays open")],
        widget=forms.RadioSelect(),
        error_messages={"required": "Select whether you confirm or refuse it"},
    )
    reason = LongTextField(
        label="Why does it not end?",
        help_text=f"Only where you refuse it. Who asked is told, and reads this. {NO_NAMES}",
        rows=3,
        required=False,
        max_length=WORDS_LIMIT,
    )
    seen = forms.CharField(widget=forms.HiddenInput(), required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("decision") == REFUSE and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Enter why it does not end")
        return given

    def answers(self) -> DecidedEnding:
        """Return what is decided."""
        given = self.cleaned_data
        return DecidedEnding(given["decision"] == CONFIRM, given["reason"], given["seen"])

    def take_seen(self, seen: str) -> None:
        """Keep the same answers against what would happen now."""
        answers = self.data.copy()  # type: ignore[attr-defined]
        answers["seen"] = seen
        self.data = answers


class ReopenEndingForm(Form):
    """Why a recommendation that had ended is open again."""

    nouns = {"reason": "the reason"}

    reason = LongTextField(
        label="Why is it open again?",
        help_text=NO_NAMES,
        rows=3,
        max_length=WORDS_LIMIT,
        error_messages={"required": "Enter why it is open again"},
    )
