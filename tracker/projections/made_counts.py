"""Keeps how many chains of each theme were made once, twice and more often: changes, and all of it anew."""

from collections import Counter

from django.db import connection, transaction
from django.db.models import Count

from tracker.models import KeptChain, KeptRecommendation, MadeCounts
from tracker.projections.writing import Rows

TWICE = 2
COLUMNS = ("once", "twice", "more")
Key = tuple[int, str]
# Django's bulk_create replaces what is there and cannot add to it.
ADD = """
INSERT INTO tracker_madecounts (theme_key, once, twice, more) VALUES {values}
ON CONFLICT (theme_key) DO UPDATE SET once = tracker_madecounts.once + excluded.once,
    twice = tracker_madecounts.twice + excluded.twice, more = tracker_madecounts.more + excluded.more
"""


def count(*, held: tuple[Rows, Rows], rows: tuple[Rows, Rows]) -> None:
    """Add what these chains and recommendations have more than those that were held, and take what they have less."""
    changes = _counted(*rows)
    changes.subtract(_counted(*held))
    themes = sorted({theme for (theme, _), number in changes.items() if number})
    if themes:
        values = [value for theme in themes for value in (theme, *(changes[theme, column] for column in COLUMNS))]
        with connection.cursor() as cursor:
            cursor.execute(ADD.format(values=", ".join(["(%s, %s, %s, %s)"] * len(themes))), values)


def recount() -> None:
    """Fill the table, which is empty, from all chains and recommendations; 2 queries and a write."""
    counted = _all()
    MadeCounts.objects.bulk_create(
        MadeCounts(theme_key=theme, **{column: counted[theme, column] for column in COLUMNS})
        for theme in sorted({theme for theme, _ in counted})
    )


@transaction.atomic
def differences(*, mend: bool) -> list[str]:
    """Return where the counts differ from the chains, in words; `mend` counts anew. A theme without any may be left."""
    held: Counter[Key] = Counter()
    for theme, *numbers in MadeCounts.objects.values_list("theme_key", *COLUMNS):
        held.update({(theme, column): number for column, number in zip(COLUMNS, numbers, strict=True)})
    counted = _all()
    wrong = [f"{key}: {held[key]}, not {counted[key]}" for key in sorted(held | counted) if held[key] != counted[key]]
    if wrong and mend:
        MadeCounts.objects.all().delete()
        recount()
    return wrong


def _column(times: int) -> str:
    return "twice" if times == TWICE else "more"


def _counted(chains: Rows, recommendations: Rows) -> Counter[Key]:
    counted = Counter((chain["theme_id"] or 0, _column(chain["times"])) for chain in chains.values())
    counted.update((row["theme_id"] or 0, "once") for row in recommendations.values() if row["chain_id"] is None)
    return counted


def _all() -> Counter[Key]:
    """Return the counts as chains and recommendations say; 2 queries."""
    counted: Counter[Key] = Counter()
    chains = KeptChain.objects.order_by().values_list("theme_id", "times").annotate(n=Count("pk"))
    for theme, times, number in chains:
        counted[theme or 0, _column(times)] += number
    alone = KeptRecommendation.objects.filter(chain__isnull=True).order_by()
    for theme, number in alone.values_list("theme_id").annotate(n=Count("pk")):
        counted[theme or 0, "once"] += number
    return counted
