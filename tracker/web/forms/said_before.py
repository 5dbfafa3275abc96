"""The question of a report's time before this service, with the table of HMPPS's answers: at publishing, and later."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from django import forms

from tracker.choices import BeforeService, Decision
from tracker.models import SaidBefore
from tracker.queries.corrections.said_before import Asked
from tracker.rules.intake.said_before import PaperAnswer, SaysBefore
from tracker.rules.wording import date_long
from tracker.web.forms.base import DateInputField, LongTextField, Radios, VersionedForm

DECISIONS = [("", "No answer"), *Decision.choices]
JUDGED_HINT = "It asks for nothing: no acknowledgement, response, action, self-assessment or answer to its alert."
ANSWERED_HINT = "Enter the day and the answers in the table. They owe no acknowledgement and are never overdue."


def asked_hint(due_on: date | None, *, on: date) -> str:
    """Return what follows where HMPPS has not answered, or the question is left out."""
    what = "Each body is asked to acknowledge it and to respond"
    if due_on is None:
        return f"{what}."
    if due_on < on:
        return f"{what}. Responses were due by {date_long(due_on)}, so they show as overdue at once."
    return f"{what} by {date_long(due_on)}."


class SaidBeforeForm(VersionedForm):
    """Whether HMPPS has answered, or a later report judged; a row's questions are `decision_` and `words_` its key."""

    nouns = {"said": "whether HMPPS has answered", "said_on": "the day"}

    said = forms.ChoiceField(
        label="Has HMPPS answered this report already?", choices=BeforeService.choices, widget=Radios()
    )
    said_on = DateInputField(
        label="On which day?",
        help_text="The day on which HMPPS answered, or the day of the later report. For example, 3 5 2024",
        required=False,
    )

    def __init__(
        self, *args: Any, rows: Sequence[Asked], hint: str, said_is_needed: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        self.fields["said"].required = said_is_needed
        hints = {BeforeService.NOT_YET: hint, BeforeService.ANSWERED: ANSWERED_HINT, BeforeService.JUDGED: JUDGED_HINT}
        self.fields["said"].widget.hints = {choice.value: words for choice, words in hints.items()}
        for row in rows:
            self._ask(row)

    def _ask(self, row: Asked) -> None:
        what = f"{f'recommendation {row.number}' if row.number else row.title}, {row.body}"
        held = row.paper
        decision = forms.ChoiceField(
            label=f"Answer to {what}", choices=DECISIONS, required=False, initial=held.decision if held else ""
        )
        words = LongTextField(
            label=f"What HMPPS said to {what}",
            rows=2,
            required=False,
            initial=held.reasons if held else "",
        )
        self.add_field(f"decision_{row.key}", decision, noun=f"the answer to {what}")
        self.add_field(f"words_{row.key}", words, noun=f"what HMPPS said to {what}")

    @staticmethod
    def opening(held: SaidBefore | None) -> dict[str, Any]:
        """Return the answers with which the form opens: what is recorded."""
        if held is None:
            return {"version": 0}
        return {"version": held.version, "said": held.said, "said_on": held.said_on}

    @property
    def is_open(self) -> bool:
        """Return whether the table of answers is shown at once: something of it was sent before, or put back."""
        return self.is_bound or self.is_put_back

    def parts(self) -> Iterator[tuple[Asked, SimpleNamespace]]:
        """Yield each row with its questions."""
        for row in self.rows:
            yield row, SimpleNamespace(decision=self[f"decision_{row.key}"], words=self[f"words_{row.key}"])

    def clean(self) -> dict[str, Any]:
        """Refuse what a row says without an answer, and answers of a report that is said to have none."""
        given: dict[str, Any] = super().clean() or {}
        for row in self.rows:
            if given.get(f"decision_{row.key}"):
                continue
            if row.paper:
                self.add_error(f"decision_{row.key}", "This answer is recorded. Change it, or leave it as it is")
            elif given.get(f"words_{row.key}"):
                self.add_error(f"decision_{row.key}", "Select the answer to which these words belong")
        if "said" in given and given["said"] != BeforeService.ANSWERED and self._changed_rows(given):
            self.add_error("said", "Select ‘Yes’ to record these answers, or take them out")
        return given

    def _changed_rows(self, given: dict[str, Any]) -> Iterable[Asked]:
        """Return the rows that say something else than is recorded."""
        now = {row.key: (row.paper.decision, row.paper.reasons) if row.paper else ("", "") for row in self.rows}
        said = {row.key: (given.get(f"decision_{row.key}"), given.get(f"words_{row.key}")) for row in self.rows}
        return [row for row in self.rows if said[row.key] != now[row.key]]

    def says(self) -> SaysBefore | None:
        """Return what was said; None where the question was left out."""
        given = self.cleaned_data
        if not given["said"]:
            return None
        answers = {
            row.key: PaperAnswer(Decision(given[f"decision_{row.key}"]), given[f"words_{row.key}"])
            for row in self.rows
            if given[f"decision_{row.key}"]
        }
        return SaysBefore(BeforeService(given["said"]), given["said_on"], answers)
