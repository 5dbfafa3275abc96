"""Actions as rows show them: who owns each, when it is due, and what it answers as far as the reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from inspections.models.reference import reference
from tracker.choices import ActionStatus
from tracker.models import Action, Answers, Recommendation
from tracker.models.statements import Question
from tracker.queries.body_lines import BodyLine, body_line
from tracker.rules import deadlines
from tracker.rules.access import Actor, seeing


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post as a row names it."""

    pk: int
    title: str
    organisation: BodyLine

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation.name}"


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """A recommendation as an action names it."""

    pk: int
    number: int | None
    short_title: str

    @property
    def ref(self) -> str:
        return reference(Recommendation.REF_PREFIX, self.pk)


@dataclass(frozen=True, slots=True)
class AnswerableLine:
    """What an action answers: a recommendation, for a body."""

    recommendation: AnsweredLine
    organisation: BodyLine


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """That an action answers something now."""

    answerable: AnswerableLine


@dataclass(slots=True)
class ActionLine:
    """An action in a list; `current_answers` are those that the reader may see, the oldest first.

    `holder_id` and `holder_name` are of who holds the owning post on the day, where that was asked for.
    """

    pk: int
    title: str
    success_measure: str
    status: str
    due_on: date | None
    due_precision: str
    first_due_on: date | None
    blocked_by_whom: str
    blocked_since_on: date | None
    last_update_at: datetime | None
    version: int
    moves: int
    owner_post: PostLine
    owner_path: str
    current_answers: list[AnswerLine] = field(default_factory=list)
    holder_id: int | None = None
    holder_name: str | None = None

    @property
    def ref(self) -> str:
        return reference(Action.REF_PREFIX, self.pk)

    @property
    def owner_post_id(self) -> int:
        return self.owner_post.pk

    @property
    def state(self) -> ActionStatus:
        return ActionStatus(self.status)

    @property
    def slip_words(self) -> str:
        """Return 'Moved twice, 40 days later than first planned', or '' where the date stands."""
        return deadlines.slip_words(moves=self.moves, first_due_on=self.first_due_on, due_on=self.due_on)

    def get_status_display(self) -> str:
        return self.state.label

    def urgency(self, *, on: date) -> deadlines.Urgency:
        """Return whether it is overdue, due this week or due later, derived on the day of the question."""
        return deadlines.urgency(status=self.state, due_on=self.due_on, on=on)

    def paths(self) -> tuple[str, ...]:
        """Return the places that editing rights come from: the owning post's body (docs/model.md, decision 4)."""
        return (self.owner_path,)


ACTION_COLUMNS = (
    "pk", "title", "success_measure", "status", "due_on", "due_precision", "first_due_on", "blocked_by_whom",
    "blocked_since_on", "last_update_at", "version", "moves", "owner_post_id", "owner_post__title",
    "owner_post__organisation__path", "owner_post__organisation_id", "owner_post__organisation__name",
    "owner_post__organisation__slug", "owner_post__organisation__kind",
)  # fmt: skip
HOLDER_COLUMNS = ("holder_id", "holder_name")
_ANSWER = (
    "action_id", "answerable__kept__seen_from", "answerable__recommendation_id",
    "answerable__recommendation__number", "answerable__recommendation__short_title", "answerable__organisation_id",
    "answerable__organisation__name", "answerable__organisation__slug", "answerable__organisation__kind",
)  # fmt: skip


_ROWS = Question(lambda actions: Action.objects.filter(pk__in=actions).with_slips().values_list(*ACTION_COLUMNS))
_ANSWERS = Question(
    lambda actions: Answers.objects.current().filter(action__in=actions).order_by("pk").values_list(*_ANSWER)
)


def action_rows_of(actor: Actor, actions: Sequence[int], *, on: date) -> list[ActionLine]:
    """Return the rows of these actions, in this order; 2 queries for any number.

    Which of them may be listed, the caller has asked; which of their answers are shown is decided here.
    """
    if not actions:
        return []
    rows = {row.pk: row for row in lines_of(actor, _ROWS.rows(actions=list(actions)))}
    return [rows[pk] for pk in actions if pk in rows]


def lines_of(actor: Actor, read: Sequence[Any]) -> list[ActionLine]:
    """Return rows of ACTION_COLUMNS, and of the two of HOLDER_COLUMNS where those were read, as lines; 1 query."""
    bodies: dict[int, BodyLine] = {}
    lines = []
    for row in read:
        post = PostLine(row[12], row[13], body_line(bodies, row[15:19]))
        lines.append(ActionLine(*(*row[:12], post, row[14], [], *row[19:21])))
    _add_answers(actor, {line.pk: line for line in lines}, bodies)
    return lines


def _add_answers(actor: Actor, rows: dict[int, ActionLine], bodies: dict[int, BodyLine]) -> None:
    """Add what each answers now: what is seen in the area, and all of an action that the actor owns; 1 query."""
    sees = seeing(actor)
    for action, seen_from, recommendation, number, title, *body in _ANSWERS.rows(actions=list(rows)):
        row = rows[action]
        is_own = row.owner_post.pk in actor.post_ids
        if is_own or sees((seen_from or "").split()):
            answered = AnswerableLine(AnsweredLine(recommendation, number, title), body_line(bodies, body))
            row.current_answers.append(AnswerLine(answered))
