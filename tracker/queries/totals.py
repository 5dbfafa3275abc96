"""What is held altogether, in one sentence: for the command that loads reports."""

from dataclasses import dataclass

from django.db.models import Count

from inspections.models import Inspection
from tracker.choices import Judge, Progress
from tracker.models import Judgement, Recommendation
from tracker.rules.wording import exact_plural


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
            f"{self.by_category.get(category, 0)} {category.value}"
            for category in (Progress.SUFFICIENT, Progress.SOME, Progress.NONE)
        )
        return ", ".join(
            [
                exact_plural(self.inspections, "inspection"),
                exact_plural(self.recommendations, "recommendation"),
                f"{exact_plural(judgements, 'judgement')} ({categories})",
                exact_plural(self.flagged_repeats, "flagged repeat"),
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
