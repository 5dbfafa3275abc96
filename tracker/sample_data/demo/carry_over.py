"""Makes the demo's carry-overs: two that were confirmed, so that chains are there, and two that wait for a decision."""

from dataclasses import dataclass
from datetime import date, datetime

from inspections.models import Inspection
from tracker.choices import Ending, Judge, Relation, Role
from tracker.models import Answerable, CarryOver, CarryOverDecision, Judgement, Link, Person, Recommendation
from tracker.operations import history
from tracker.operations.carry_over import open_for
from tracker.rules.access import Actor
from tracker.sample_data.demo.dates import noon


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of an earlier recommendation: taken up in new ones by their places, or ended for a reason."""

    relation: Relation | None = None
    new: tuple[int, ...] = ()
    ending: Ending | None = Ending.CARRIED_OVER
    reason: str = ""


# By the later report and the earlier one, by place. The three repeats of 2020 are flagged by that report.
CRC_2020 = {
    1: Settled(Relation.REWORDED, (1,)),
    2: Settled(Relation.REPEATED, (2,)),
    3: Settled(Relation.REPEATED, (3,)),
    4: Settled(Relation.REPEATED, (4,)),
    5: Settled(Relation.REPEATED, (6,)),
    6: Settled(ending=Ending.SUFFICIENT),
    7: Settled(ending=Ending.SUFFICIENT),
    8: Settled(ending=Ending.OVERTAKEN, reason="The reform of probation took the need away."),
}
# What Kirklees had taken over. Nobody holds the report of 2023, so nobody knows what it said of these.
KIRKLEES_2023 = {
    1: Settled(Relation.MERGED, (5,)),
    2: Settled(Relation.SPLIT, (2, 3)),
    3: Settled(Relation.REWORDED, (1,)),
    4: Settled(ending=None),
    5: Settled(ending=Ending.LAPSED, reason="Kirklees no longer buys these services itself."),
    6: Settled(Relation.MERGED, (5,)),
    7: Settled(ending=Ending.OVERTAKEN, reason="Unpaid work moved to the region in 2021."),
}
WAITING = ("wakefield-2024", "kirklees-2024")


def settle_company(inspections: dict[str, Inspection], *, by: Actor) -> None:
    """Settle what was decided while the company was there."""
    _settle(inspections, "west-yorkshire-crc-2020", "west-yorkshire-crc-2018", CRC_2020, by=by)


def settle_successor(inspections: dict[str, Inspection], *, by: Actor) -> None:
    """Settle what one of its successors decided when it was inspected; the others have not been."""
    _settle(inspections, "kirklees-2023", "west-yorkshire-crc-2020", KIRKLEES_2023, body="kirklees", by=by)


def open_waiting(inspections: dict[str, Inspection], *, by: Actor, at: datetime) -> None:
    """Open what waits, as publishing these reports does."""
    for key in WAITING:
        open_for(inspection=inspections[key], by=by, at=at)


def _settle(
    inspections: dict[str, Inspection],
    later: str,
    earlier: str,
    settled: dict[int, Settled],
    *,
    body: str = "",
    by: Actor,
) -> None:
    report = inspections[later]
    on = report.published_on
    if on is None or CarryOver.objects.of_inspection(report) is not None:
        return
    at, who = noon(on), _coordinator(on=on)
    held = CarryOver.objects.create(inspection=report, started_at=at, started_by=who, confirmed_at=at, confirmed_by=who)
    new = {recommendation.position: recommendation for recommendation in report.recommendations.all()}
    rows = Answerable.objects.open().filter(recommendation__inspection=inspections[earlier])
    rows = rows.filter(organisation__slug=body) if body else rows
    for row in rows.select_related("recommendation", "organisation").order_by("recommendation__position"):
        what = settled.get(row.recommendation.position)
        if what is not None:
            _decide(held, row, what, [new[place] for place in what.new], at=at, by=by)
    after = {"recommendations": held.decisions.count()}
    history.record(verb="carry-over.confirmed", subject=report.ref, by=by, at=at, after=after)


def _coordinator(*, on: date) -> Person | None:
    """Return who was the coordinator then; None before there was one, when the service decides by itself."""
    coordinators = Person.objects.filter(is_demo=True, memberships__role=Role.COORDINATOR, memberships__from_on__lte=on)
    return coordinators.first()


def _decide(
    held: CarryOver, row: Answerable, what: Settled, new: list[Recommendation], *, at: datetime, by: Actor
) -> None:
    said = Judgement.objects.filter(judge=Judge.INSPECTORATE, inspection=held.inspection, answerable=row).first()
    decision = CarryOverDecision.objects.create(
        carry_over=held,
        answerable=row,
        verdict=said.category if said else "",
        improvement_still_required=said.improvement_still_required if said else None,
        relation=what.relation or "",
        ending=what.ending or "",
        reason=what.reason,
        decided_at=at,
        decided_by=held.confirmed_by,
    )
    decision.taken_up_in.set(new)
    for later in new:
        link = Link.objects.create(
            earlier=row.recommendation,
            later=later,
            relation=what.relation or "",
            is_flagged=later.flagged_repeat,
            inspection=held.inspection,
            linked_at=at,
            linked_by=held.confirmed_by,
        )
        after = {"relation": link.relation, "earlier": link.earlier.ref, "later": later.ref, "flagged": link.is_flagged}
        for ref in (link.earlier.ref, later.ref):
            history.record(verb="recommendation.linked", subject=ref, by=by, at=at, after=after)
    if what.ending is not None:
        _end(row, what, new, held.confirmed_by, at=at)


def _end(row: Answerable, what: Settled, new: list[Recommendation], who: Person | None, *, at: datetime) -> None:
    """End a duty as in a past year: its checks after closing are long over."""
    assert what.ending is not None
    links = f"{what.relation.label} in {', '.join(later.ref for later in new)}." if what.relation else ""
    row.to_on, row.ended_at, row.ended_by = at.date(), at, who
    row.ending = what.ending
    row.ending_reason = what.reason or links or "The inspectorate found sufficient progress."
    row.save(update_fields=["to_on", "ended_at", "ended_by", "ending", "ending_reason"])
