"""The form of one task of a carry-over: the verdict, what takes it up, how it ends, and its open actions."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from tracker.choices import Ending, Progress, Relation
from tracker.errors import InvalidInput
from tracker.models import CarryOverDecision
from tracker.queries.carry_over import CarryOverChoice, EarlierTask
from tracker.rules import carry_over
from tracker.rules.carry_over import REASON_LIMIT, TaskAnswer
from tracker.web.forms.base import LongTextField, Radios, TextField, VersionedForm

Asked = tuple[str, str, forms.Field]  # name, noun, field

NOT_JUDGED, NOT_SAID, OPEN, WITH, ENDS = "not-judged", "not-said", "open", "with", "ends"
VERDICTS = [*Progress.choices, (NOT_JUDGED, "Not yet judged")]
STILL = [("yes", "Yes"), ("no", "No"), (NOT_SAID, "The report does not say")]
LINKS = [("", "Does not take it up"), *Relation.choices]
ENDING_HINTS = {
    Ending.CARRIED_OVER.value: "A new recommendation takes it up, as selected above.",
    Ending.SUFFICIENT.value: "The inspectorate found sufficient progress.",
    Ending.OVERTAKEN.value: "What happened since took the need away. Say what.",
    Ending.NOT_AGREED.value: "HMPPS does not agree with it. Say why.",
    Ending.LAPSED.value: "No new recommendation covers it. Say why it is not followed up.",
    OPEN: "The report does not judge it, and the body goes on answering for it.",
}
ACTIONS = [
    (WITH, "Goes with the recommendation: follows to the new one, or ends when this one ends"),
    (ENDS, "Ends now, for a reason of its own"),
]


class TaskForm(VersionedForm):
    """`version` is the decision's when the page was opened, 0 where there was none."""

    def __init__(self, *args: Any, task: EarlierTask, choices: Sequence[CarryOverChoice], **kwargs: Any) -> None:
        self.task, self.links = task, [choice.recommendation.pk for choice in choices]
        kwargs.setdefault("initial", self.opening(task))
        super().__init__(*args, **kwargs)
        asked = list(self._fields(choices))
        for name, noun, field in asked:
            self.add_field(name, field, noun=noun)
        self.order_fields([name for name, _, _ in asked])

    def _fields(self, choices: Sequence[CarryOverChoice]) -> Iterator[Asked]:
        if self.task.printed is None:
            yield from self._verdict_fields()
        yield from self._link_fields(choices)
        yield (
            "ending",
            "what happens to it",
            forms.ChoiceField(
                label="What becomes of it?",
                help_text="You can leave this out where you selected a new recommendation." if choices else "",
                choices=self._endings(),
                widget=Radios(hints=ENDING_HINTS),
                required=False,
            ),
        )
        yield (
            "reason",
            "the reason",
            LongTextField(
                label="Why?",
                help_text="For ‘Overtaken by events’, ‘Not agreed’ and ‘Lapsed’.",
                rows=3,
                required=False,
                max_length=REASON_LIMIT,
            ),
        )
        yield from self._action_fields()

    @staticmethod
    def _verdict_fields() -> Iterator[Asked]:
        yield (
            "verdict",
            "what the inspectorate said",
            forms.ChoiceField(
                label="What did the inspectorate say in this report?",
                choices=VERDICTS,
                widget=Radios(hints={NOT_JUDGED: "The report does not mention this recommendation."}),
            ),
        )
        yield (
            "still",
            "whether improvement is still required",
            forms.ChoiceField(label="Is improvement still required?", choices=STILL, widget=Radios(), required=False),
        )

    @staticmethod
    def _link_fields(choices: Iterable[CarryOverChoice]) -> Iterator[Asked]:
        for choice in choices:
            new = choice.recommendation
            label = f"{new.number}. {new.short_title}" if new.number else new.short_title
            yield (
                f"link-{new.pk}",
                "how it takes the earlier one up",
                forms.ChoiceField(
                    label=label,
                    help_text=f"Suggested. {'. '.join(choice.reasons)}." if choice.reasons else "",
                    choices=LINKS,
                    required=False,
                ),
            )

    def _action_fields(self) -> Iterator[Asked]:
        for action in self.task.actions:
            yield (
                f"action-{action.pk}",
                f"what happens to {action.ref}",
                forms.ChoiceField(
                    label=f"{action.ref} {action.title}", choices=ACTIONS, widget=Radios(), required=False
                ),
            )
            yield (
                f"why-{action.pk}",
                f"the reason for ending {action.ref}",
                TextField(label=f"Why {action.ref} ends", required=False, max_length=REASON_LIMIT),
            )

    def _endings(self) -> list[tuple[str, str]]:
        if self.task.printed is None:
            fits: set[Ending | None] = {Ending.SUFFICIENT, None, *carry_over.WITH_A_REASON}
        else:
            verdict = Progress(self.task.printed.category)
            fits = {
                ending for is_linked in (True, False) for ending in carry_over.fitting(verdict, is_linked=is_linked)
            }
        fits = fits | {Ending.CARRIED_OVER} if self.links else fits - {Ending.CARRIED_OVER}
        order = sorted(Ending, key=lambda ending: ending is not Ending.CARRIED_OVER)
        endings = [(ending.value, str(ending.label)) for ending in order if ending in fits]
        return endings + ([(OPEN, "Stays open")] if None in fits else [])

    @staticmethod
    def opening(task: EarlierTask) -> dict[str, Any]:
        """Return what was decided, to change; else only what is so unless somebody says otherwise.

        Actions go with it.
        """
        start: dict[str, Any] = {f"action-{action.pk}": WITH for action in task.actions} | {
            "version": 0,
            "still": NOT_SAID,
        }
        return start | (_decided(task.decision) if task.decision else {})

    def link_fields(self) -> list[BoundField]:
        return [self[f"link-{pk}"] for pk in self.links]

    def action_fields(self) -> list[tuple[BoundField, BoundField]]:
        return [(self[f"action-{action.pk}"], self[f"why-{action.pk}"]) for action in self.task.actions]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        try:
            carry_over.check_answer(self.answer())
        except InvalidInput as refusal:
            self.refuse(refusal)
        return given

    def refuse(self, refusal: Exception) -> None:
        """Put what is wrong beside its answer; what is wrong with the links, beside the first of them."""
        first = f"link-{self.links[0]}" if self.links else "ending"
        field = getattr(refusal, "field", "")
        self.add_errors({first if field == "links" else field: str(refusal)})

    def answer(self) -> TaskAnswer:
        """Return what was chosen; a link without another ending carries it over.

        Raises InvalidInput for an unfinished one.
        """
        given = self.cleaned_data
        said = self.task.printed.category if self.task.printed else given["verdict"]
        verdict = None if said == NOT_JUDGED else Progress(said)
        chosen = {pk: given[f"link-{pk}"] for pk in self.links if given.get(f"link-{pk}")}
        if len(set(chosen.values())) > 1:
            raise InvalidInput("Select the same for each new recommendation that takes it up", field="links")
        if not chosen and not given["ending"]:
            raise InvalidInput("Select what happens to it, or the new recommendation that takes it up", field="ending")
        ending = None if given["ending"] == OPEN else Ending(given["ending"] or Ending.CARRIED_OVER)
        return TaskAnswer(
            verdict=verdict,
            ending=ending,
            relation=Relation(next(iter(chosen.values()))) if chosen else None,
            taken_up_in=frozenset(chosen),
            reason=given["reason"],
            improvement_still_required={"yes": True, "no": False}.get(given.get("still", "")),
        )

    def ends(self) -> dict[int, str]:
        """Return the actions that end for a reason of their own."""
        given = self.cleaned_data
        return {
            action.pk: given[f"why-{action.pk}"]
            for action in self.task.actions
            if given.get(f"action-{action.pk}") == ENDS
        }


def _decided(decision: CarryOverDecision) -> dict[str, Any]:
    answer = decision.answer()
    still = {True: "yes", False: "no", None: NOT_SAID}[answer.improvement_still_required]
    start: dict[str, Any] = {"version": decision.version, "reason": answer.reason, "still": still}
    start["verdict"] = answer.verdict or NOT_JUDGED
    start["ending"] = answer.ending or OPEN
    start |= {f"link-{pk}": answer.relation for pk in answer.taken_up_in}
    for action in decision.actions.all():
        ends = not action.follows and answer.is_linked
        start |= {
            f"action-{action.action_id}": ENDS if ends else WITH,
            f"why-{action.action_id}": action.reason if ends else "",
        }
    return start
