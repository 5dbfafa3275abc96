"""Works out what is kept of each recommendation: how often it was made, whether it is open, and how it is searched."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from inspections.models import Alias, OrganisationName
from tracker.models import Answerable, Link, Recommendation, RecommendationTheme
from tracker.projections.facts import Chosen, Keys
from tracker.projections.writing import Rows
from tracker.rules.recurrence import Edge, times_made
from tracker.rules.wording import folded

Published = tuple[date | None, str]


def kept_recommendations(recommendations: Chosen, links: "Links | None" = None) -> Rows:
    """Return what is kept of these recommendations; 5 queries, and one more for each step back that they repeat.

    `links` are every link at once, for working out everything.
    """
    chosen = Recommendation.objects.filter(recommendations.matching("pk"))
    rows = list(
        chosen.values_list(
            "pk", "text", "short_title", "addressee_as_printed", "inspection__organisation_id",
            "inspection__organisation__name", "inspection__published_on", named=True,
        )
    )  # fmt: skip
    keys = [row.pk for row in rows]
    is_open = set(Answerable.objects.open().filter(recommendations.matching("recommendation")).values_list(
        "recommendation_id", flat=True
    ))  # fmt: skip
    themes = RecommendationTheme.objects.filter(recommendations.matching("recommendation"), is_primary=True)
    primary = dict(themes.values_list("recommendation_id", "theme_id"))
    names = _names({row.inspection__organisation_id for row in rows} - {None})
    made = links or links_before(keys)
    kept: Rows = {}
    for row in rows:
        times, (since, precision) = made.made(row.pk)
        own = [row.inspection__organisation__name or "", *names[row.inspection__organisation_id]]
        kept[(row.pk,)] = {
            "is_open": row.pk in is_open,
            "published_on": row.inspection__published_on,
            "inspected": row.inspection__organisation__name or "",
            "theme_id": primary.get(row.pk),
            "times_made": times,
            "first_made_on": since,
            "first_made_precision": precision,
            "words": folded("\n".join([row.short_title, row.text, row.addressee_as_printed, *own])),
        }
    return kept


class Links:
    """What takes up what, with how often each was made and since when (rules/recurrence); once made, a look-up."""

    def __init__(self, edges: Collection[Edge], published: Mapping[int, Published]) -> None:
        self._times = times_made(edges)
        earlier: dict[int, list[int]] = defaultdict(list)
        for before, after in edges:
            earlier[after].append(before)
        self._since: dict[int, Published] = {}
        for node in sorted(self._times, key=lambda node: self._times[node]):
            # Where it began: those that take up nothing themselves. The earliest date that is known is the one.
            firsts = [self._since[before] for before in earlier[node]] or [published.get(node, (None, ""))]
            self._since[node] = min((first for first in firsts if first[0]), default=(None, ""))

    def made(self, recommendation: int) -> tuple[int, Published]:
        """Return how often one was made, and the date of the first; 1 and no date for one that repeats nothing."""
        times = self._times.get(recommendation, 1)
        return (times, self._since[recommendation]) if times > 1 else (1, (None, ""))


def links_before(recommendations: Iterable[int]) -> Links:
    """Return the links that lead to these, step by step back; 2 queries where nothing is repeated."""
    edges: set[Edge] = set()
    waiting, seen = set(recommendations), set()
    while waiting:
        seen |= waiting
        links = set(Link.objects.filter(later__in=waiting).values_list("earlier_id", "later_id"))
        edges |= links
        waiting = {earlier for earlier, _ in links} - seen
    return Links(edges, _published({node for edge in edges for node in edge}))


def every_link() -> Links:
    """Return every link; 2 queries."""
    edges = list(Link.objects.values_list("earlier_id", "later_id").iterator())
    return Links(edges, _published({node for edge in edges for node in edge}))


def after(recommendations: Iterable[int]) -> set[int]:
    """Return these and all that take them up, at any depth: they were made once more when one of these was linked."""
    waiting, seen = set(recommendations), set()
    while waiting:
        seen |= waiting
        waiting = set(Link.objects.filter(earlier__in=waiting).values_list("later_id", flat=True)) - seen
    return seen


def _published(recommendations: Collection[int]) -> dict[int, Published]:
    """Return the dates of their reports, as exactly as they are known, 10,000 at a time."""
    keys = sorted(recommendations)
    dates: dict[int, Published] = {}
    for start in range(0, len(keys), 10_000):
        rows = Recommendation.objects.filter(Keys(keys[start : start + 10_000]).matching("pk"))
        columns = rows.values_list("pk", "inspection__published_on", "inspection__published_precision")
        dates |= {pk: (day, precision) for pk, day, precision in columns}
    return dates


def _names(bodies: Collection[int]) -> dict[int | None, list[str]]:
    """Return every name, now and earlier, and alias of bodies; 2 queries."""
    names: dict[int | None, list[str]] = defaultdict(list)
    for model in (OrganisationName, Alias):
        for body, name in (
            model.objects.filter(organisation__in=bodies).order_by("pk").values_list("organisation_id", "name")
        ):
            names[body].append(name)
    return names
