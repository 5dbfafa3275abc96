"""What is held altogether, in one sentence: for the command that loads reports."""

from dataclasses import dataclass

from django.db.models import Count

from inspections.models import Inspection
from tracker.choices import Judge, Progress
from tracker.models import Judgement, Recommendation


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over all published inspections."""

    inspections: int
    recommendations: int
    by_category: dict[str, int]
    flagged_repeats: int

    def __str__(self) -> str:
        judgements = sum(self.by_category.values())
        categories = ", ".join(
            f"{self.by_category.get(each, 0)} {each.value}"
            for each in (Progress.SUFFICIENT, Progress.SOME, Progress.NONE)
        )
        return ", ".join(
            [
                _counted(self.inspections, "inspection"),
                _counted(self.recommendations, "recommendation"),
                f"{_counted(judgements, 'judgement')} ({categories})",
                _counted(self.flagged_repeats, "flagged repeat"),
            ]
        )


def totals() -> Totals:
    """Return the counts of today; 4 queries."""
    published = Recommendation.objects.filter(inspection__in=Inspection.objects.published())
    said = Judgement.objects.filter(judge=Judge.INSPECTORATE).values_list("category")
    return Totals(
        inspections=Inspection.objects.published().count(),
        recommendations=published.count(),
        by_category=dict(said.annotate(n=Count("pk")).order_by("category")),
        flagged_repeats=published.filter(flagged_repeat=True).count(),
    )


def _counted(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
