"""The carry-over of an inspection as its pages show it: one task for each earlier recommendation and body."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Prefetch

from inspections.choices import OrganisationKind
from inspections.models import Inspection, Organisation, Succession
from inspections.rules import succession
from tracker.choices import Judge, Progress
from tracker.models import Action, Answerable, Answers, CarryOver, CarryOverDecision, Judgement, Recommendation
from tracker.models.carry_over import to_carry_over
from tracker.rules import access, carry_over, suggestions
from tracker.rules.access import Actor, Doing
from tracker.rules.lifecycle import OPEN_STATUSES

SUGGESTED = 5
SHOWN = 10  # on Your work


@dataclass(frozen=True, slots=True)
class EarlierTask:
    """What is to be decided, or was decided, on one earlier recommendation of one body.

    `printed` is the inspectorate's judgement in this report. `changes` say what is no longer as it was decided.
    `actions` are the open ones that the reader may see, `hidden` how many more there are.
    """

    answerable: Answerable
    printed: Judgement | None
    decision: CarryOverDecision | None
    open_actions: list[Action] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    changes: tuple[str, ...] = ()

    @property
    def recommendation(self) -> Recommendation:
        return self.answerable.recommendation

    @property
    def body(self) -> Organisation:
        return self.answerable.organisation

    @property
    def is_decided(self) -> bool:
        return self.decision is not None and not self.changes

    @property
    def hidden(self) -> int:
        return len(self.open_actions) - len(self.actions)

    @property
    def verdict(self) -> Progress | None:
        """Return the verdict as printed, or else as decided."""
        if self.printed is not None:
            return Progress(self.printed.category)
        return self.decision.answer().verdict if self.decision else None


@dataclass(frozen=True, slots=True)
class Board:
    """The whole carry-over of an inspection: every task, oldest report first, and the new recommendations.

    `dropped` are decisions on what has ended meanwhile: nothing is done about them. `bodies` are the open answering
    rows of each new recommendation.
    """

    inspection: Inspection
    carry_over: CarryOver | None
    tasks: list[EarlierTask]
    new: list[Recommendation]
    can_decide: bool
    dropped: list[CarryOverDecision] = field(default_factory=list)

    @property
    def is_confirmed(self) -> bool:
        return self.carry_over is not None and self.carry_over.confirmed_at is not None

    @property
    def waiting(self) -> list[EarlierTask]:
        return [] if self.is_confirmed else [task for task in self.tasks if not task.is_decided]

    @property
    def decided(self) -> list[EarlierTask]:
        return self.tasks if self.is_confirmed else [task for task in self.tasks if task.is_decided]

    def tasks_of(self, ref: str) -> list[EarlierTask]:
        """Return the tasks of a recommendation: one for each of its bodies here."""
        return [task for task in self.tasks if task.recommendation.ref == ref]

    def after(self, task: EarlierTask) -> EarlierTask | None:
        """Return the next task that needs a decision, from this one on and then from the first."""
        place = next(at for at, other in enumerate(self.tasks) if other.answerable == task.answerable)
        return next((other for other in (*self.tasks[place + 1 :], *self.tasks[:place]) if not other.is_decided), None)

    def receiver(self, new: Recommendation, body: int) -> Answerable | None:
        """Return whose work takes over actions that follow to a new recommendation."""
        rows = {row.organisation_id: row for row in new.open_answerables}
        receiving_body = carry_over.who_receives(list(rows), body=body, addressee=new.addressee_id)
        return rows[receiving_body] if receiving_body is not None else None


@dataclass(frozen=True, slots=True)
class CarryOverChoice:
    """A new recommendation that may take an earlier one up, with the reasons why it is suggested, if it is."""

    recommendation: Recommendation
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """The earlier recommendations on the page of an inspection: in words for everybody, the work for those who see it.

    `decided` of `count` tasks; 0 of 0 where nothing is left to decide and nothing was.
    """

    words: str
    carry_over: CarryOver | None = None
    sees_work: bool = False
    can_decide: bool = False
    decided: int = 0
    count: int = 0


def inspection_for(actor: Actor, ref: str) -> Inspection | None:
    """Return the published inspection whose carry-over the actor may see: it follows the inspected body's area."""
    inspections = Inspection.objects.published().by_ref(ref).in_areas(actor.areas(Doing.SEE_WORK))
    return inspections.select_related("organisation__parent", "framework").first()


def summary_of(actor: Actor, inspection: Inspection) -> Summary:
    """Return the summary on an inspection's page; everybody reads the same words.

    At most 16 queries; 5 for those who see only what is published.
    """
    paths = [inspection.organisation.path] if inspection.organisation else []
    if not access.may(actor, Doing.SEE_WORK, paths=paths):
        return Summary(_in_words(inspection, _verdicts(inspection)))
    board = board_of(actor, inspection)
    decided = {task.answerable.pk: task.verdict if board.is_confirmed else None for task in board.tasks}
    return Summary(
        words=_in_words(inspection, decided),
        carry_over=board.carry_over,
        sees_work=True,
        can_decide=board.can_decide,
        decided=len(board.decided),
        count=len(board.tasks),
    )


def _verdicts(inspection: Inspection) -> dict[int, Progress | None]:
    """Return the verdicts by answering row: those decided once that is confirmed, until then those yet to decide.

    4 queries.
    """
    held = CarryOver.objects.of_inspection(inspection)
    if held is not None and held.confirmed_at is not None:
        said = held.decisions.values_list("answerable_id", "verdict")
        return {pk: Progress(verdict) if verdict else None for pk, verdict in said}
    rows = to_carry_over(inspection, _sole_predecessors(inspection))
    return dict.fromkeys(rows.values_list("pk", flat=True))


def _in_words(inspection: Inspection, verdicts: dict[int, Progress | None]) -> str:
    """Return the sentence on these verdicts and on what the report judges beside them; 1 query."""
    judged = Judgement.objects.filter(judge=Judge.INSPECTORATE, inspection=inspection)
    all_verdicts = verdicts | {pk: Progress(said) for pk, said in judged.values_list("answerable_id", "category")}
    return carry_over.sum_up(all_verdicts.values())


def to_decide(actor: Actor) -> list[CarryOver]:
    """Return carry-overs that wait for the actor, with `decisions_count`.

    1 query, none for those who never decide one.
    """
    if not actor.areas(Doing.DECIDE_CARRY_OVER):
        return []
    return list(CarryOver.objects.to_decide(actor).annotate(decisions_count=Count("decisions"))[:SHOWN])


def board_of(actor: Actor, inspection: Inspection) -> Board:
    """Return the board of an inspection; at most 15 queries for any number of recommendations and actions."""
    held = CarryOver.objects.of_inspection(inspection)
    decisions = {decision.answerable_id: decision for decision in held.decisions.for_page()} if held else {}
    new = _new(inspection)
    paths = [inspection.organisation.path] if inspection.organisation else []
    can_decide = access.may(actor, Doing.DECIDE_CARRY_OVER, paths=paths)
    if held is not None and held.confirmed_at is not None:
        tasks = [EarlierTask(decision.answerable, None, decision) for decision in decisions.values()]
        return Board(inspection, held, sorted(tasks, key=_place), new, can_decide)
    rows = _rows(inspection)
    board = Board(inspection, held, [], new, can_decide)
    board.tasks.extend(_tasks(actor, board, rows, decisions))
    keys = {row.pk for row in rows}
    board.dropped.extend(decision for key, decision in decisions.items() if key not in keys)
    return board


def is_needed(inspection: Inspection) -> bool:
    """Return whether there is anything to decide at all; 3 queries."""
    return to_carry_over(inspection, _sole_predecessors(inspection)).exists()


def choices(task: EarlierTask, new: Iterable[Recommendation]) -> list[CarryOverChoice]:
    """Return every new recommendation, the likeliest first with its reasons, the others as printed; 1 query."""
    rows = {recommendation.ref: recommendation for recommendation in new}
    earlier = Recommendation.objects.prefetch_related("themes").select_related("addressee", "inspection")
    ranked = suggestions.rank(
        _candidate(earlier.get(pk=task.recommendation.pk)),
        [_candidate(recommendation) for recommendation in rows.values()],
        SUGGESTED,
    )
    suggested = [
        CarryOverChoice(rows.pop(suggestion.candidate.key), tuple(reason.text for reason in suggestion.reasons))
        for suggestion in ranked
    ]
    return suggested + [CarryOverChoice(recommendation) for recommendation in rows.values()]


def _candidate(recommendation: Recommendation) -> suggestions.Candidate:
    return suggestions.Candidate(
        key=recommendation.ref,
        text=recommendation.text,
        title=recommendation.short_title,
        themes=frozenset(theme.name for theme in recommendation.themes.all()),
        flagged_repeat=recommendation.flagged_repeat,
        level=OrganisationKind(recommendation.addressee.kind) if recommendation.addressee else None,
        made_on=recommendation.inspection.published_on,
    )


def _new(inspection: Inspection) -> list[Recommendation]:
    """Return the inspection's own recommendations with their themes and with who answers for them; 4 queries."""
    rows = Answerable.objects.open().select_related("organisation__parent").by_body()
    recommendations = Recommendation.objects.filter(inspection=inspection).select_related("addressee", "inspection")
    return list(
        recommendations.prefetch_related(
            "themes", Prefetch("answerables", queryset=rows, to_attr="open_answerables")
        ).order_by("position")
    )


def _rows(inspection: Inspection) -> list[Answerable]:
    return list(
        to_carry_over(inspection, _sole_predecessors(inspection))
        .select_related("organisation__parent", "recommendation__inspection__organisation__parent")
        .order_by(
            F("recommendation__inspection__published_on").asc(nulls_first=True),
            "recommendation__inspection_id",
            "recommendation__position",
            "organisation__name",
            "pk",
        )
    )


def _place(task: EarlierTask) -> tuple[date, int, int, str, int]:
    report, row = task.recommendation.inspection, task.answerable
    return (report.published_on or date.min, report.pk, task.recommendation.position, task.body.name, row.pk)


def _sole_predecessors(inspection: Inspection) -> list[int]:
    """Return the closed bodies whose duty came to the inspected body alone, where the records did not pass it on.

    2 queries.
    """
    body = inspection.organisation_id
    if body is None:
        return []
    edges = [succession.Edge(*row) for row in Succession.objects.values_list("predecessor_id", "successor_id", "on")]
    before = [predecessor.body for predecessor in succession.predecessors(body, edges)]
    if not before:
        return []
    closed = {pk: on for pk, on in Organisation.objects.values_list("pk", "closed_on") if on is not None}
    on = max([edge.on for edge in edges] + list(closed.values()))
    return [predecessor for predecessor in before if succession.living_bodies(predecessor, edges, closed, on) == {body}]


def _tasks(
    actor: Actor, board: Board, rows: list[Answerable], decisions: dict[int, CarryOverDecision]
) -> Iterable[EarlierTask]:
    printed = {
        judgement.answerable_id: judgement
        for judgement in Judgement.objects.filter(
            judge=Judge.INSPECTORATE, inspection=board.inspection, answerable__in=rows
        ).select_related("inspection")
    }
    actions: dict[int, list[Action]] = defaultdict(list)
    current = Answers.objects.current().filter(answerable__in=rows, action__status__in=OPEN_STATUSES)
    for answer in current.select_related("action__owner_post__organisation").order_by("action_id"):
        actions[answer.answerable_id].append(answer.action)
    numbers = {action.pk for of_row in actions.values() for action in of_row}
    seen = set(Action.objects.visible_to(actor).filter(pk__in=numbers).values_list("pk", flat=True))
    for row in rows:
        decision, verdict = decisions.get(row.pk), printed.get(row.pk)
        if decision is not None:
            decision.answerable = row
        yield EarlierTask(
            answerable=row,
            printed=verdict,
            decision=decision,
            open_actions=actions[row.pk],
            actions=[action for action in actions[row.pk] if action.pk in seen],
            changes=_changes(board, row, decision, verdict, actions[row.pk]) if decision else (),
        )


def _changes(
    board: Board, row: Answerable, decision: CarryOverDecision, printed: Judgement | None, actions: list[Action]
) -> tuple[str, ...]:
    answer = decision.answer()
    if answer.ending is carry_over.STAYS_OPEN:
        actions = []  # whatever answers it goes on doing so
    said = carry_over.changes_since(
        decided_on=answer.verdict,
        printed=Progress(printed.category) if printed else None,
        actions_then=frozenset(decided_action.action.ref for decided_action in decision.actions.all()),
        actions_now=frozenset(action.ref for action in actions),
    )
    follow = any(decided_action.follows for decided_action in decision.actions.all())
    held = {new.pk: new for new in board.new}
    unanswered = tuple(
        f"Nobody answers for {held[pk].ref} now, so no action can follow to it."
        for pk in sorted(answer.taken_up_in)
        if follow and board.receiver(held[pk], row.organisation_id) is None
    )
    return said + unanswered
