"""What confirming a carry-over does, exactly: worked out once, for the page that shows it and for the doing."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from inspections.rules.graph import would_loop
from tracker.choices import ActionStatus, Relation
from tracker.models import Action, AlertAction, Answerable, Answers, CarryOverAction, Event, Link, Recommendation
from tracker.queries.carry_over import Board, EarlierTask
from tracker.rules import carry_over
from tracker.rules.timeline import describe
from tracker.rules.wording import date_long


@dataclass(frozen=True, slots=True)
class Move:
    """What happens to one open action of an earlier recommendation.

    It follows to `to`; or it ends there for `reason`, and is withdrawn unless it answers something else.
    """

    action: Action
    follows: bool
    to: tuple[Answerable, ...]
    reason: str
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class PlanStep:
    """What is done about one earlier recommendation of one body."""

    task: EarlierTask
    new: tuple[Recommendation, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Every step. `problems` stand in the way, each with its task; `notes` say what happened since it was decided.

    `seen` changes with anything that the page shows: what is confirmed is what was read.
    """

    board: Board
    steps: tuple[PlanStep, ...]
    problems: tuple[tuple[EarlierTask, str], ...]
    notes: tuple[str, ...]
    seen: str

    @property
    def can_confirm(self) -> bool:
        return bool(self.steps) and not self.problems and not self.board.waiting

    @property
    def following(self) -> int:
        """Return how many actions follow to a new recommendation."""
        return len({move.action.pk for step in self.steps for move in step.moves if move.follows})

    @property
    def withdrawn(self) -> int:
        return len({move.action.pk for step in self.steps for move in step.moves if move.is_withdrawn})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a set of steps comes to: the endings in words, and how many actions follow or end, each counted once."""

    words: str
    following: int
    ending: int


def outcome_of(steps: Iterable[PlanStep]) -> Outcome:
    """Return the outcome of the steps, in words and in numbers.

    An action that follows from one recommendation and ends with another is counted as following.
    """
    listed = list(steps)
    moves = [move for step in listed for move in step.moves]
    following = {move.action.pk for move in moves if move.follows}
    return Outcome(
        words=carry_over.outcomes(step.task.decision.answer().ending for step in listed if step.task.decision),
        following=len(following),
        ending=len({move.action.pk for move in moves} - following),
    )


def plan_of(board: Board) -> Plan:
    """Return what confirming will do; at most 5 queries beside the board's."""
    decided = [task for task in board.decided if task.decision is not None]
    to = {task.answerable.pk: _receivers(board, task) for task in decided}
    withdrawn = _withdrawn(decided, to)
    steps = tuple(_step(board, task, to[task.answerable.pk], withdrawn) for task in decided)
    return Plan(
        board=board,
        steps=steps,
        problems=tuple(_problems(board, decided)),
        notes=tuple(_notes(board, decided)),
        seen=_seen(board),
    )


def steps_done(board: Board) -> tuple[PlanStep, ...]:
    """Return what a confirmed carry-over did; no query. What ended there and is withdrawn now counts as withdrawn."""
    return tuple(
        _step(
            board,
            task,
            (),
            {
                decided_action.action_id
                for decided_action in _decided_actions(task)
                if not decided_action.follows and decided_action.action.status == ActionStatus.WITHDRAWN
            },
        )
        for task in board.tasks
    )


def _receivers(board: Board, task: EarlierTask) -> tuple[Answerable, ...]:
    wanted = _taken_up_in(board, task)
    rows = [board.receiver(new, task.answerable.organisation_id) for new in wanted]
    return tuple(row for row in rows if row is not None)


def _taken_up_in(board: Board, task: EarlierTask) -> tuple[Recommendation, ...]:
    keys = task.decision.answer().taken_up_in if task.decision else frozenset()
    return tuple(new for new in board.new if new.pk in keys)


def _step(board: Board, task: EarlierTask, to: tuple[Answerable, ...], withdrawn: set[int]) -> PlanStep:
    moves = tuple(
        Move(
            action=decided_action.action,
            follows=decided_action.follows,
            to=to if decided_action.follows else (),
            reason=decided_action.reason,
            is_withdrawn=not decided_action.follows and decided_action.action_id in withdrawn,
        )
        for decided_action in _decided_actions(task)
    )
    return PlanStep(task, _taken_up_in(board, task), moves)


def _decided_actions(task: EarlierTask) -> list[CarryOverAction]:
    return list(task.decision.actions.all()) if task.decision else []


def _withdrawn(decided: Iterable[EarlierTask], to: dict[int, tuple[Answerable, ...]]) -> set[int]:
    """Return the actions that answer nothing once all is done, and no alert; 2 queries."""
    left: dict[int, set[int]] = defaultdict(set)
    going: dict[int, set[int]] = defaultdict(set)
    for task in decided:
        for decided_action in _decided_actions(task):
            left[decided_action.action_id].add(task.answerable.pk)
            if decided_action.follows:
                going[decided_action.action_id] |= {row.pk for row in to[task.answerable.pk]}
    for action, answerable in Answers.objects.current().filter(action__in=left).values_list("action", "answerable"):
        if answerable not in left[action]:
            going[action].add(answerable)
    alerted = set(AlertAction.objects.filter(action__in=left).values_list("action_id", flat=True))
    return {action for action in left if not going[action] and action not in alerted}


def _problems(board: Board, decided: list[EarlierTask]) -> Iterable[tuple[EarlierTask, str]]:
    """Yield the links that would lead in a loop, and mergers of only one recommendation; 1 query."""
    edges = list(Link.objects.values_list("earlier_id", "later_id"))
    planned = [
        (task, new, relation)
        for task in decided
        if task.decision and (relation := task.decision.answer().relation)
        for new in _taken_up_in(board, task)
    ]
    merged = [(task.recommendation.pk, new.pk) for task, new, relation in planned if relation is Relation.MERGED]
    pairs = [(task.recommendation.pk, new.pk) for task, new, _ in planned]
    alone = carry_over.alone_in_a_merger(merged, [*edges, *pairs])
    for task, new, relation in planned:
        pair = (task.recommendation.pk, new.pk)
        if would_loop(edges, pair):
            yield task, f"{new.ref} leads to {task.recommendation.ref} already, so it cannot take it up."
        elif relation is Relation.MERGED and new.pk in alone:
            yield task, f"It is the only one merged into {new.ref}. Select ‘Reworded’, or merge another into it."
        edges.append(pair)


def _notes(board: Board, decided: list[EarlierTask]) -> Iterable[str]:
    """Yield what happened to an action after its decision, and what ended meanwhile; 1 query."""
    for decision in board.dropped:
        row = decision.answerable
        ended = (
            f"ended on {date_long(row.ended_at)} ({row.get_ending_display().lower()})" if row.ended_at else "is settled"
        )
        yield f"{row.recommendation.ref} for {row.organisation.display_name} {ended}, so nothing is done about it here."
    at = {
        decided_action.action.ref: task.decision.decided_at
        for task in decided
        if task.decision
        for decided_action in _decided_actions(task)
    }
    first = min(at.values(), default=None)
    if first is None:
        return
    for event in Event.objects.about(*at).filter(at__gt=first).order_by("at", "pk"):
        if event.at > at[event.subject]:
            said = describe(event.verb, event.before, event.after)
            by = event.by.name if event.by else "the service"
            yield f"{event.subject} changed after this was decided: {said} ({date_long(event.at)}, {by})."


def _seen(board: Board) -> str:
    facts: list[object] = [
        (
            task.answerable.pk,
            task.changes,
            (task.decision.pk, task.decision.version) if task.decision else None,
            [(action.pk, action.version) for action in task.open_actions],
        )
        for task in board.tasks
    ]
    facts.append(sorted(decision.pk for decision in board.dropped))
    facts.append([(new.pk, [row.pk for row in new.open_answerables]) for new in board.new])
    return hashlib.sha256(repr(facts).encode()).hexdigest()
