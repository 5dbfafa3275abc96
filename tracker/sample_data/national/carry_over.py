"""Links what later reports of the national world repeat, and confirms the carry-overs that decided it."""

from collections import defaultdict
from collections.abc import Iterable

from inspections.models.reference import reference
from tracker.choices import Ending, Relation
from tracker.models import CarryOver, CarryOverDecision, Link
from tracker.sample_data.national.lives import Life
from tracker.sample_data.national.stage import Stage

# A merger needs two earlier ones in one new one, which is left to chance.
RELATIONS = {Relation.REPEATED: 35, Relation.REWORDED: 45, Relation.SPLIT: 8, Relation.REPLACED: 12}
TAKEN_UP = CarryOverDecision.taken_up_in.through


def carry_over(stage: Stage, lives: Iterable[Life]) -> None:
    """Make a confirmed carry-over for each report that ended an earlier recommendation, with decisions and links."""
    new: dict[int, list[Life]] = defaultdict(list)
    ended: dict[int, list[Life]] = defaultdict(list)
    for life in lives:
        new[life.visit.pk].append(life)
        if life.verdicts and life.ending in (Ending.SUFFICIENT, Ending.CARRIED_OVER):
            ended[life.verdicts[-1][0].pk].append(life)
    for inspection, earlier in ended.items():
        at = stage.moment(earlier[0].verdicts[-1][0].published_on)
        held = stage.tables.table_of(CarryOver).add(
            inspection_id=inspection,
            started_at=at,
            started_by_id=stage.coordinator,
            confirmed_at=at,
            confirmed_by_id=stage.coordinator,
        )
        for life in earlier:
            _decide(stage, held, life, new[inspection])
        facts = {"recommendations": len(earlier)}
        stage.tell("carry-over.confirmed", "INS", inspection, at, stage.coordinator, after=facts)


def _decide(stage: Stage, held: int, life: Life, new: list[Life]) -> None:
    later, category = life.verdicts[-1]
    at, taken_up = stage.moment(later.published_on), _taken_up(stage, life, new)
    relation = _relation(stage, taken_up) if taken_up else None
    decision = stage.tables.table_of(CarryOverDecision).add(
        carry_over_id=held,
        answerable_id=life.answerable,
        verdict=category.value,
        improvement_still_required=life.ending != Ending.SUFFICIENT,
        relation=relation.value if relation else "",
        ending=life.ending.value if life.ending else "",
        decided_at=at,
        decided_by_id=stage.coordinator,
    )
    for successor in taken_up if relation is Relation.SPLIT else taken_up[:1]:
        stage.tables.table_of(TAKEN_UP).add(carryoverdecision_id=decision, recommendation_id=successor.pk)
        stage.tables.table_of(Link).add(
            earlier_id=life.pk,
            later_id=successor.pk,
            relation=relation.value if relation else "",
            is_flagged=successor.is_flagged,
            inspection_id=later.pk,
            linked_at=at,
            linked_by_id=stage.coordinator,
        )
        refs = {"earlier": reference("REC", life.pk), "later": reference("REC", successor.pk)}
        facts = {"relation": relation.value if relation else "", "flagged": successor.is_flagged, **refs}
        for number in (life.pk, successor.pk):
            stage.tell("recommendation.linked", "REC", number, at, stage.coordinator, after=facts)


def _relation(stage: Stage, taken_up: list[Life]) -> Relation:
    [relation] = stage.chance.choices(list(RELATIONS), list(RELATIONS.values()))
    return relation if relation is not Relation.SPLIT or len(taken_up) > 1 else Relation.REWORDED


def _taken_up(stage: Stage, life: Life, new: list[Life]) -> list[Life]:
    """Return up to two of the later report's recommendations, of the same theme if any is; none if not carried over."""
    if life.ending != Ending.CARRIED_OVER:
        return []
    same = [other for other in new if other.theme == life.theme]
    return (same or stage.chance.sample(new, min(2, len(new))))[:2]
