"""Links what later reports of the national world repeat, and confirms the carry-overs that decided it."""

from array import array
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from struct import Struct

from inspections.models.reference import reference
from tracker.choices import Ending, Progress, Relation
from tracker.models import CarryOver, CarryOverDecision, Link
from tracker.sample_data.national.lives import Life
from tracker.sample_data.national.stage import Stage

# A merger needs two earlier ones in one new one, which is left to chance.
RELATIONS = {Relation.REPEATED: 35, Relation.REWORDED: 45, Relation.SPLIT: 8, Relation.REPLACED: 12}
TAKEN_UP = CarryOverDecision.taken_up_in.through


# Keys of the recommendation and of its answerable, theme, flag, what the last report said of it, how it ended.
ROW = Struct("<qqHBBB")
CATEGORIES, ENDINGS = list(Progress), (Ending.SUFFICIENT, Ending.CARRIED_OVER)


@dataclass(frozen=True, slots=True)
class Kept:
    """What carry-overs need to know of one recommendation; `category` and `ending` are of one that a report ended."""

    pk: int
    answerable: int
    theme: str
    is_flagged: bool
    category: Progress
    ending: Ending


class Ledger:
    """Keeps every recommendation of the world until its carry-overs are made, in 21 to 29 bytes: a million fit."""

    def __init__(self) -> None:
        self._rows = bytearray()
        self._themes: list[str] = []
        self._count = 0
        self._new: dict[int, range] = {}
        self._ended: dict[int, array[int]] = defaultdict(lambda: array("q"))
        self._published: dict[int, date] = {}

    def note(self, life: Life) -> None:
        """Keep a recommendation; those of one report come one after the other."""
        if life.theme not in self._themes:
            self._themes.append(life.theme)
        is_ended = bool(life.verdicts) and life.ending in ENDINGS
        category = CATEGORIES.index(life.verdicts[-1][1]) if is_ended else 0
        ending = ENDINGS.index(life.ending) if is_ended and life.ending else 0
        self._rows += ROW.pack(
            life.pk, life.answerable, self._themes.index(life.theme), life.is_flagged, category, ending
        )
        begun = self._new.get(life.visit.pk, range(self._count, self._count))
        self._new[life.visit.pk] = range(begun.start, self._count + 1)
        if is_ended:
            report = life.verdicts[-1][0]
            self._ended[report.pk].append(self._count)
            self._published[report.pk] = report.published_on
        self._count += 1

    def reports(self) -> list[tuple[int, date]]:
        """Return each report that ended an earlier recommendation, with its day."""
        return [(report, self._published[report]) for report in self._ended]

    def ended_by(self, report: int) -> list[Kept]:
        return [self._kept(at) for at in self._ended[report]]

    def new_in(self, report: int) -> list[Kept]:
        return [self._kept(at) for at in self._new.get(report, ())]

    def _kept(self, at: int) -> Kept:
        pk, answerable, theme, is_flagged, category, ending = ROW.unpack_from(self._rows, at * ROW.size)
        return Kept(pk, answerable, self._themes[theme], bool(is_flagged), CATEGORIES[category], ENDINGS[ending])


def carry_over(stage: Stage, ledger: Ledger) -> None:
    """Make a confirmed carry-over for each report that ended an earlier recommendation, with decisions and links."""
    for report, published_on in ledger.reports():
        earlier, new = ledger.ended_by(report), ledger.new_in(report)
        at = stage.moment(published_on)
        held = stage.tables.table_of(CarryOver).add(
            inspection_id=report,
            started_at=at,
            started_by_id=stage.coordinator,
            confirmed_at=at,
            confirmed_by_id=stage.coordinator,
        )
        for kept in earlier:
            _decide(stage, held, kept, new, report=report, at=stage.moment(published_on))
        facts = {"recommendations": len(earlier)}
        stage.tell("carry-over.confirmed", "INS", report, at, stage.coordinator, after=facts)
        stage.tables.write_when_full()


def _decide(stage: Stage, held: int, earlier: Kept, new: list[Kept], *, report: int, at: datetime) -> None:
    taken_up = _taken_up(stage, earlier, new)
    relation = _relation(stage, taken_up) if taken_up else None
    decision = stage.tables.table_of(CarryOverDecision).add(
        carry_over_id=held,
        answerable_id=earlier.answerable,
        verdict=earlier.category.value,
        improvement_still_required=earlier.ending != Ending.SUFFICIENT,
        relation=relation.value if relation else "",
        ending=earlier.ending.value,
        decided_at=at,
        decided_by_id=stage.coordinator,
    )
    for successor in taken_up if relation is Relation.SPLIT else taken_up[:1]:
        stage.tables.table_of(TAKEN_UP).add(carryoverdecision_id=decision, recommendation_id=successor.pk)
        stage.tables.table_of(Link).add(
            earlier_id=earlier.pk,
            later_id=successor.pk,
            relation=relation.value if relation else "",
            is_flagged=successor.is_flagged,
            inspection_id=report,
            linked_at=at,
            linked_by_id=stage.coordinator,
        )
        refs = {"earlier": reference("REC", earlier.pk), "later": reference("REC", successor.pk)}
        facts = {"relation": relation.value if relation else "", "flagged": successor.is_flagged, **refs}
        for number in (earlier.pk, successor.pk):
            stage.tell("recommendation.linked", "REC", number, at, stage.coordinator, after=facts)


def _relation(stage: Stage, taken_up: list[Kept]) -> Relation:
    [relation] = stage.chance.choices(list(RELATIONS), list(RELATIONS.values()))
    return relation if relation is not Relation.SPLIT or len(taken_up) > 1 else Relation.REWORDED


def _taken_up(stage: Stage, earlier: Kept, new: list[Kept]) -> list[Kept]:
    """Return up to two of the later report's recommendations, of the same theme if any is; none if not carried over."""
    if earlier.ending != Ending.CARRIED_OVER:
        return []
    same = [other for other in new if other.theme == earlier.theme]
    return (same or stage.chance.sample(new, min(2, len(new))))[:2]
