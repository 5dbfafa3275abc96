"""Recommendations that were made again, for tests: earlier inspections of a body, and links between them."""

from datetime import date
from itertools import pairwise

from inspections.choices import DatePrecision, InspectionKind, InspectionStatus
from inspections.models import Inspection
from tests.factories.world import NOW, World
from tracker.choices import Ending, Judge, Progress, Relation
from tracker.models import Answerable, Judgement, Link, Recommendation


def make_earlier(world: World, year: int, *, body: str = "kirklees", title: str = "") -> Recommendation:
    """A recommendation of May of that year to the body, which ended as carried over when it was made again."""
    of, day = world.organisations[body], date(year, 5, 1)
    inspection, _ = Inspection.objects.get_or_create(
        organisation=of,
        kind=InspectionKind.PDU,
        published_month=day,
        defaults={
            "status": InspectionStatus.PUBLISHED,
            "published_on": day,
            "published_precision": DatePrecision.MONTH,
        },
    )
    made = Recommendation.objects.create(
        inspection=inspection,
        position=inspection.recommendations.count() + 1,
        short_title=title or f"check plans, as said in {year}",
        text="check each plan with a second manager",
        addressee=of,
        addressee_as_printed=of.display_name,
    )
    Answerable.objects.create(
        recommendation=made,
        organisation=of,
        from_on=day,
        to_on=date(year + 2, 5, 1),
        ending=Ending.CARRIED_OVER,
        ended_at=NOW,
    )
    return made


def link(
    earlier: Recommendation, later: Recommendation, *, relation: Relation = Relation.REPEATED, is_flagged: bool = False
) -> Link:
    return Link.objects.create(
        earlier=earlier,
        later=later,
        relation=relation,
        is_flagged=is_flagged,
        inspection=later.inspection,
        linked_at=NOW,
    )


def make_line(world: World, *years: int, place: str = "kirklees", body: str = "kirklees") -> list[Recommendation]:
    """Made in each of these years and then in that place's own report of November 2024; the first link is flagged."""
    line = [*(make_earlier(world, year, body=body) for year in years), world.recommendations[place]]
    for number, (earlier, later) in enumerate(pairwise(line)):
        link(earlier, later, is_flagged=number == 0)
    return line


def judge(earlier: Recommendation, by: Inspection, category: Progress = Progress.SOME) -> Judgement:
    return Judgement.objects.create(
        answerable=earlier.answerables.get(),
        judge=Judge.INSPECTORATE,
        category=category,
        dated_on=by.published_on,
        inspection=by,
        made_at=NOW,
    )
