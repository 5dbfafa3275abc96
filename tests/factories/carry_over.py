"""A body that was inspected again: its new report, decisions on the earlier recommendations, and their confirmation."""

from datetime import date, datetime
from typing import Any

from inspections.choices import DatePrecision, InspectionKind, InspectionStatus, OrganisationKind
from inspections.models import Inspection
from tests.factories.world import NOW, TODAY, World, make_action, make_recommendation
from tracker.choices import Ending, Judge, Progress, Relation
from tracker.errors import InvalidInput
from tracker.models import CarryOver, CarryOverDecision, Judgement, Recommendation, actor_of
from tracker.operations import carry_over
from tracker.operations.carry_over_confirm import confirm
from tracker.queries.carry_over import Board, EarlierTask, board_of
from tracker.queries.carry_over_plan import plan_of
from tracker.rules.access import SERVICE, Actor
from tracker.rules.carry_over import TaskAnswer, check_answer

PUBLISHED = date(2026, 10, 1)


def make_reinspection(world: World, body: str = "kirklees", *, new: int = 2) -> Inspection:
    """A second inspection, of October 2026, with so many recommendations ('new-1'), each answered for by the body.

    In the cast's world two of Kirklees are open then: its own ('kirklees') and the region's ('region').
    """
    key = "again" if body == "kirklees" else f"again-{body}"
    inspection = world.inspections[key] = make_next_inspection(world, body)
    for number in range(1, new + 1):
        name = f"new-{number}" if body == "kirklees" else f"new-{number}-{body}"
        make_recommendation(world, name, inspection=key, addressee=body)
    return inspection


def make_next_inspection(world: World, body: str, *, on: date = PUBLISHED) -> Inspection:
    """Published in October 2026 and not yet with a recommendation, known as 'again-' and the body."""
    organisation = world.organisations[body]
    inspection = Inspection.objects.create(
        organisation=organisation,
        organisation_as_printed=organisation.display_name,
        kind=InspectionKind.REGION if organisation.kind == OrganisationKind.REGION else InspectionKind.PDU,
        status=InspectionStatus.PUBLISHED,
        published_on=on,
        published_month=on.replace(day=1),
        published_precision=DatePrecision.MONTH,
    )
    world.inspections[f"again-{body}"] = inspection
    return inspection


def make_earlier(world: World, count: int, *, body: str = "kirklees", actions: int = 1) -> list[Recommendation]:
    """So many more recommendations of the body's first report ('old-1'), each with so many actions of its head."""
    made = []
    for number in range(1, count + 1):
        key = f"old-{number}"
        made.append(make_recommendation(world, key, inspection=body, addressee=body))
        for turn in range(actions):
            make_action(world, f"{key}-{turn}", recommendation=key, post=f"Head of PDU, {body}")
    return made


def make_verdict(world: World, key: str, category: Progress = Progress.SOME, *, report: str = "again") -> Judgement:
    """What the new report prints about an earlier recommendation: on record since it was published."""
    return Judgement.objects.create(
        answerable=world.recommendations[key].answerables.get(to_on=None),
        judge=Judge.INSPECTORATE,
        category=category,
        dated_on=PUBLISHED,
        inspection=world.inspections[report],
        improvement_still_required=category != Progress.SUFFICIENT,
        made_at=NOW,
    )


def actor(world: World, key: str) -> Actor:
    return actor_of(world.people[key], on=TODAY)


def board(world: World, *, by: str = "lead", report: str = "again") -> Board:
    return board_of(actor(world, by), world.inspections[report])


def task(world: World, key: str, *, report: str = "again") -> EarlierTask:
    return next(each for each in board(world, report=report).tasks if each.recommendation == world.recommendations[key])


def answer(world: World, *new: str, **changes: Any) -> TaskAnswer:
    """Repeated in the new recommendation of that key, unless told otherwise."""
    found = {"verdict": None, "ending": Ending.CARRIED_OVER, "relation": Relation.REPEATED if new else None}
    keys = frozenset(world.recommendations[key].pk for key in new)
    return TaskAnswer(**(found | {"taken_up_in": keys} | changes))


def decide(
    world: World,
    key: str,
    given: TaskAnswer,
    *,
    of: EarlierTask | None = None,
    by: str = "lead",
    at: datetime = NOW,
    version: int = 0,
    **changes: Any,
) -> CarryOverDecision:
    """What one person of the cast decides on one earlier recommendation; `of` is its task where it was read before."""
    return carry_over.decide(
        inspection=world.inspections["again"],
        task=of or task(world, key),
        answer=given,
        version=version,
        by=actor(world, by),
        at=at,
        **changes,
    )


def decide_both(world: World) -> None:
    """Kirklees's own is repeated in the first new one; the region's lapses."""
    decide(world, "kirklees", answer(world, "new-1"))
    decide(world, "region", answer(world, ending=Ending.LAPSED, reason="The need went away"))


def confirm_it(world: World, *, by: str = "lead", at: datetime = NOW, seen: str | None = None) -> CarryOver:
    inspection = world.inspections["again"]
    shown = plan_of(board_of(SERVICE, inspection)).seen if seen is None else seen
    return confirm(inspection=inspection, seen=shown, by=actor(world, by), at=at)


def is_accepted(answer: TaskAnswer) -> bool:
    """Return whether a carry-over would take this answer."""
    try:
        check_answer(answer)
    except InvalidInput:
        return False
    return True
