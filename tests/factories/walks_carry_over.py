"""Steps of a random walk: a body inspected again, what becomes of each earlier recommendation, checks after closing."""

from random import Random
from typing import Any

import pytest

from inspections.models import Inspection, Organisation
from tests.factories.carry_over import make_next_inspection
from tests.factories.reorganisations import actor
from tests.factories.walks import Walk, go_to
from tests.factories.world import make_recommendation
from tracker.choices import Ending, Judge, Progress, Relation
from tracker.errors import EditConflict, WrongState
from tracker.models import (
    Action,
    Answerable,
    Answers,
    CarryOver,
    CarryOverDecision,
    Event,
    Judgement,
    Link,
    Post,
    SustainCheck,
)
from tracker.operations import carry_over, carry_over_confirm
from tracker.operations.actions import plan_action
from tracker.operations.carry_over_confirm import Confirmed
from tracker.operations.sustain_checks import drop_checks, record_check
from tracker.queries.carry_over import Board, EarlierTask, board_of
from tracker.queries.carry_over_plan import Plan, plan_of
from tracker.rules.access import SERVICE
from tracker.rules.action_words import ActionWords
from tracker.rules.carry_over import COUNTS, WITH_A_REASON, TaskAnswer, fitting


def inspect_again(walk: Walk, random: Random) -> Inspection:
    """A new report of a living body: 1 to 4 recommendations, verdicts on some earlier ones, actions for the new."""
    regions = Organisation.objects.regions().living(on=walk.on).order_by("pk")
    body = random.choice([*walk.pdus(random, 4, 4), *regions])
    month = walk.on.replace(day=1)
    if Inspection.objects.filter(organisation=body, published_month=month).exists():
        raise WrongState("It was inspected this month.")
    walk.world.organisations[body.slug] = body
    inspection = make_next_inspection(walk.world, body.slug, on=walk.on)
    at = walk.at()
    for number in range(random.randint(1, 4)):
        _ask(walk, random, body, f"{inspection.ref}-{number}", inspected=body.slug)
    for row in board_of(SERVICE, inspection).tasks:
        if random.random() < 0.5:
            _print(row.answerable, inspection, random.choice(list(Progress)), at=at)
    carry_over.open_for(inspection=inspection, by=SERVICE, at=at)
    _plan(walk, random, body)
    return inspection


def decide(walk: Walk, random: Random) -> Board:
    """Most of what waits in one carry-over, each at random within the rules; saving the same again changes nothing."""
    inspection = _unfinished(random).inspection
    for task in _board(walk, inspection).waiting:
        if random.random() < 0.8:
            _decide(walk, random, inspection, task)
    return _board(walk, inspection)


def think_again(walk: Walk, random: Random) -> CarryOverDecision:
    """Another answer to what was decided, from the page as it is; the page as it was is refused."""
    inspection = _unfinished(random).inspection
    decided = _board(walk, inspection).decided
    if not decided:
        raise WrongState("Nothing is decided.")
    task = random.choice(decided)
    saved = _decide(walk, random, inspection, task)
    assert task.decision is not None
    before = task.decision.answer()
    if saved.answer() != before:
        stale = {"version": task.decision.version, "by": actor(walk.world, "coordinator"), "at": walk.at()}
        with pytest.raises(EditConflict):
            carry_over.decide(inspection=inspection, task=task, answer=before, **stale)
    return saved


def confirm(walk: Walk, random: Random) -> CarryOver:
    """One carry-over, decided to its end before; it does what its page says, once."""
    inspection = _unfinished(random).inspection
    for task in _board(walk, inspection).waiting:
        if random.random() < 0.95:
            _decide(walk, random, inspection, task)
    plan = _without_problems(walk, inspection)
    expected = _answers_after(plan)
    given: dict[str, Any] = {"inspection": inspection, "seen": plan.seen, "at": walk.at()}
    held = carry_over_confirm.confirm(by=actor(walk.world, "national"), **given)
    assert set(Answers.objects.current().values_list("action_id", "answerable_id")) == expected
    walk.answers = expected
    _check_done(plan)
    events = Event.objects.count()
    assert carry_over_confirm.confirm(by=actor(walk.world, "national"), **given).confirmed_at == held.confirmed_at
    with pytest.raises(Confirmed):
        carry_over_confirm.confirm(by=actor(walk.world, "coordinator"), **given)
    assert Event.objects.count() == events, "confirming twice did something"
    return held


def check_after_closing(walk: Walk, random: Random) -> SustainCheck:
    """On its day or before; what has not lasted is open again, as old as it was."""
    check = random.choice(list(SustainCheck.objects.waiting().for_row().order_by("pk")) or [None])
    if check is None:
        raise WrongState("There is none yet.")
    if random.random() < 0.7:
        go_to(walk, max(walk.on, check.due_on))
    has_lasted = random.random() < 0.5
    said = {"has_lasted": has_lasted, "found": "Seen", "by": actor(walk.world, "national"), "at": walk.at()}
    found = record_check(check=check, **said)
    assert record_check(check=check, **said) == found
    if not has_lasted:
        reopened, ended = found.reopened, found.answerable
        assert reopened is not None
        assert reopened.to_on is None
        assert (reopened.recommendation_id, reopened.organisation_id) == walk.duties[ended.pk]
        assert not SustainCheck.objects.waiting().filter(answerable=ended).exists()
    return found


def _ask(walk: Walk, random: Random, body: Organisation, key: str, *, inspected: str) -> None:
    """To the body or to its region; one in four is asked of a second body too."""
    region = body.parent if body.parent and random.random() < 0.2 else body
    walk.world.organisations[region.slug] = region
    made = make_recommendation(walk.world, key, inspection=f"again-{inspected}", addressee=region.slug)
    made.answerables.update(from_on=walk.on)
    if random.random() < 0.25:
        for other in walk.pdus(random, 1, 1):
            Answerable.objects.get_or_create(recommendation=made, organisation=other, defaults={"from_on": walk.on})
    made.flagged_repeat = random.random() < 0.3
    made.save(update_fields=["flagged_repeat"])
    walk.recommendations += 1


def _print(answerable: Answerable, inspection: Inspection, category: Progress, *, at: Any) -> None:
    """As publishing records a verdict (operations/intake_earlier)."""
    Judgement.objects.create(
        answerable=answerable, judge=Judge.INSPECTORATE, category=category, dated_on=inspection.published_on,
        inspection=inspection, improvement_still_required=category != Progress.SUFFICIENT, made_at=at,
    )  # fmt: skip
    drop_checks(recommendation=answerable.recommendation, inspection=inspection, by=SERVICE, at=at)


def _plan(walk: Walk, random: Random, body: Organisation) -> None:
    """Up to two actions; each answers some of what the body answers for, old and new."""
    post = Post.objects.filter(organisation=body).order_by("pk").first() or next(iter(walk.world.posts.values()))
    rows = list(Answerable.objects.open().filter(organisation=body).order_by("pk"))
    for number in range(random.randint(0, 2) if rows else 0):
        plan_action(
            words=ActionWords(f"Do what is asked ({number})"), owner_post=post, due_on=walk.on, by=SERVICE,
            at=walk.at(),
            answers=random.sample(rows, random.randint(1, min(3, len(rows)))),
        )  # fmt: skip


def _unfinished(random: Random) -> CarryOver:
    held = random.choice(list(CarryOver.objects.unfinished().select_related("inspection").order_by("pk")) or [None])
    if held is None:
        raise WrongState("There is none yet.")
    return held


def _board(walk: Walk, inspection: Inspection) -> Board:
    fresh = Inspection.objects.select_related("organisation__parent").get(pk=inspection.pk)
    return board_of(actor(walk.world, "national"), fresh)


def _decide(
    walk: Walk, random: Random, inspection: Inspection, task: EarlierTask, answer: TaskAnswer | None = None
) -> CarryOverDecision:
    given = answer or _answer(random, task, [each.pk for each in _board(walk, inspection).new])
    ends = {action.pk: "It was done" for action in task.open_actions if random.random() < 0.2}
    said: dict[str, Any] = {
        "inspection": inspection, "task": task, "answer": given, "ends": ends, "by": actor(walk.world, "national"),
    }  # fmt: skip
    saved = carry_over.decide(version=task.decision.version if task.decision else 0, at=walk.at(), **said)
    again = carry_over.decide(version=saved.version, at=walk.at(), **said)
    assert (again.pk, again.version) == (saved.pk, saved.version)
    return saved


def _answer(random: Random, task: EarlierTask, new: list[int]) -> TaskAnswer:
    """Every relation and every ending that fits; one in fifty does not fit."""
    verdict = Progress(task.printed.category) if task.printed else random.choice([None, *Progress])
    relation, taken_up = None, frozenset[int]()
    fitting_relations = [each for each in Relation if COUNTS[each][0] <= len(new)]
    if random.random() < 0.65 and fitting_relations:
        relation = random.choice([*fitting_relations, Relation.MERGED])
        least, most = COUNTS[relation]
        # The first most often: several earlier ones are merged into one.
        picked = random.sample(new, random.randint(least, most or len(new)))
        taken_up = frozenset(new[:1] if most == 1 and random.random() < 0.6 else picked)
    endings = list(Ending) if random.random() < 0.02 else list(fitting(verdict, is_linked=bool(taken_up)))
    ending = random.choice(endings)
    return TaskAnswer(
        verdict=verdict, ending=ending, relation=relation, taken_up_in=taken_up,
        reason=f"Because {random.randint(1, 99)}" if ending in WITH_A_REASON else "",
        improvement_still_required=None if verdict is None else verdict is not Progress.SUFFICIENT,
    )  # fmt: skip


def _without_problems(walk: Walk, inspection: Inspection) -> Plan:
    """A merger of one alone becomes 'Reworded', as its page says."""
    plan = plan_of(_board(walk, inspection))
    for task, _ in plan.problems:
        assert task.decision is not None
        now = next(each for each in _board(walk, inspection).tasks if each.answerable == task.answerable)
        held = task.decision.answer()
        changed = TaskAnswer(
            verdict=held.verdict, ending=held.ending, relation=Relation.REWORDED, taken_up_in=held.taken_up_in,
            improvement_still_required=held.improvement_still_required,
        )  # fmt: skip
        _decide(walk, Random(0), inspection, now, changed)
    return plan_of(_board(walk, inspection))


def _answers_after(plan: Plan) -> set[tuple[int, int]]:
    """What each action answers once the plan is done, worked out from the decisions alone."""
    now = set(Answers.objects.current().values_list("action_id", "answerable_id"))
    for step in plan.steps:
        decision = step.task.decision
        assert decision is not None
        if not decision.ending:
            continue
        row = step.task.answerable
        now = {pair for pair in now if pair[1] != row.pk}
        for each in decision.actions.filter(follows=True):
            for new in decision.taken_up_in.all():
                rows = {one.organisation_id: one.pk for one in new.answerables.filter(to_on__isnull=True)}
                names = new.answerables.filter(to_on__isnull=True).order_by("organisation__name", "pk")
                first = names.values_list("organisation_id", flat=True).first()
                wanted = [row.organisation_id, new.addressee_id, first]
                now.add((each.action_id, next(rows[body] for body in wanted if body in rows)))
    return now


def _check_done(plan: Plan) -> None:
    """Each row ended as decided, is linked as decided, and judged once; each action ended says why."""
    for step in plan.steps:
        decision, row = step.task.decision, Answerable.objects.get(pk=step.task.answerable.pk)
        assert decision is not None
        assert row.ending == decision.ending
        said = Judgement.objects.filter(
            judge=Judge.INSPECTORATE, answerable=row, inspection=plan.board.inspection
        ).values_list("category", flat=True)
        assert list(said) == ([decision.verdict] if decision.verdict else [])
        taken_up = set(decision.taken_up_in.values_list("pk", flat=True))
        linked = Link.objects.filter(earlier=row.recommendation_id, later__inspection=plan.board.inspection)
        assert taken_up <= set(linked.values_list("later_id", flat=True))
        for move in step.moves:
            action = Action.objects.get(pk=move.action.pk)
            assert (action.status == "withdrawn") == move.is_withdrawn
