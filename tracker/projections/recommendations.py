"""Works out what is kept of each recommendation: how often it was made, whether it is open, and how it is searched."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from inspections.models import Alias, OrganisationName
from tracker.models import Answerable, Link, Recommendation, RecommendationTheme
from tracker.projections.facts import Chosen, Keys, Reading, named_row
from tracker.projections.writing import Rows
from tracker.rules.recurrence import Edge, chains, times_made, years_between
from tracker.rules.wording import folded

Published = tuple[date | None, str]
UNKNOWN: Published = (None, "")
COLUMNS = (
    "pk", "text", "short_title", "addressee_as_printed", "inspection__organisation_id",
    "inspection__organisation__name", "inspection__published_on",
)  # fmt: skip
Printed = named_row("Printed", COLUMNS)


@Reading
def _printed(recommendations: Chosen) -> QuerySet[Recommendation, Any]:
    return Recommendation.objects.filter(recommendations.matching("pk")).values_list(*COLUMNS)


@Reading
def _there(recommendations: Chosen) -> QuerySet[Recommendation, Any]:
    return Recommendation.objects.filter(recommendations.matching("pk")).values_list("pk")


@Reading
def _open(recommendations: Chosen) -> QuerySet[Answerable, Any]:
    rows = Answerable.objects.open().filter(recommendations.matching("recommendation"))
    return rows.values_list("recommendation_id")


@Reading
def _primary(recommendations: Chosen) -> QuerySet[RecommendationTheme, Any]:
    rows = RecommendationTheme.objects.filter(recommendations.matching("recommendation"), is_primary=True)
    return rows.values_list("recommendation_id", "theme_id")


@Reading
def _named(bodies: Chosen) -> QuerySet[OrganisationName, Any]:
    rows = OrganisationName.objects.filter(bodies.matching("organisation")).order_by("pk")
    return rows.values_list("organisation_id", "name")


@Reading
def _also_named(bodies: Chosen) -> QuerySet[Alias, Any]:
    rows = Alias.objects.filter(bodies.matching("organisation")).order_by("pk")
    return rows.values_list("organisation_id", "name")


def kept_recommendations(recommendations: Chosen, links: "Links") -> Rows:
    """Return what is kept of these recommendations; 5 queries. `links` are those of their chains, or every link."""
    rows = [Printed(*row) for row in _printed.rows(recommendations)]
    is_open = {pk for (pk,) in _open.rows(recommendations)}
    primary = dict(_primary.rows(recommendations))
    names = _names({row.inspection__organisation_id for row in rows} - {None})
    kept: Rows = {}
    for row in rows:
        times, (since, precision) = links.made(row.pk)
        own = [row.inspection__organisation__name or "", *names[row.inspection__organisation_id]]
        kept[(row.pk,)] = {
            "is_open": row.pk in is_open,
            "published_on": row.inspection__published_on,
            "inspected": row.inspection__organisation__name or "",
            "theme_id": primary.get(row.pk),
            "times_made": times,
            "first_made_on": since,
            "first_made_precision": precision,
            "chain_id": links.chain_of(row.pk),
            "words": folded("\n".join([row.short_title, row.text, row.addressee_as_printed, *own])),
        }
    return kept


class Links:
    """What takes up what: how often each was made and since when (rules/recurrence), and the chains; a look-up."""

    def __init__(self, edges: Collection[Edge], published: Mapping[int, Published]) -> None:
        self._times = times_made(edges)
        self._published = published
        self._taken_up = {before for before, _ in edges}
        earlier: dict[int, list[int]] = defaultdict(list)
        for before, after in edges:
            earlier[after].append(before)
        self._since: dict[int, Published] = {}
        for node in sorted(self._times, key=lambda node: self._times[node]):
            # Where it began: those that take up nothing themselves. The earliest date that is known is the one.
            firsts = [self._since[before] for before in earlier[node]] or [published.get(node, UNKNOWN)]
            self._since[node] = min((first for first in firsts if first[0]), default=UNKNOWN)
        self._chains: dict[int, frozenset[int]] = {}
        self._latest: dict[int, int] = {}
        for chain in chains(edges):
            latest = self._latest_of(chain)[-1]
            self._chains[latest] = chain
            self._latest.update(dict.fromkeys(chain, latest))

    @property
    def members(self) -> set[int]:
        return set(self._times)

    def made(self, recommendation: int) -> tuple[int, Published]:
        """Return how often one was made, and the date of the first; 1 and no date for one that repeats nothing."""
        times = self._times.get(recommendation, 1)
        return (times, self._since[recommendation]) if times > 1 else (1, UNKNOWN)

    def chain_of(self, recommendation: int) -> int | None:
        """Return the chain of one, by the key of its latest; None for one that is not linked."""
        return self._latest.get(recommendation)

    def is_latest(self, recommendation: int) -> bool:
        """Return whether a chain goes by the key of this one."""
        return recommendation in self._chains

    def brief(self, latest: int) -> dict[str, Any]:
        """Return what is kept of a chain, but for its theme."""
        chain = self._chains[latest]
        in_order = self._in_order(chain)
        dated = [pk for pk in in_order if self._said(pk)[0]] or in_order
        (first, first_precision), (last, last_precision) = self._said(dated[0]), self._said(dated[-1])
        return {
            "first_latest": self._latest_of(chain)[0],
            "times": max(self._times[pk] for pk in chain),
            "years": years_between(first, last),
            "first_on": first,
            "first_precision": first_precision,
            "last_on": last,
            "last_precision": last_precision,
        }

    def _said(self, recommendation: int) -> Published:
        return self._published.get(recommendation, UNKNOWN)

    def _in_order(self, chain: Iterable[int]) -> list[int]:
        return sorted(chain, key=lambda pk: (self._said(pk)[0] or date.min, self._times[pk], pk))

    def _latest_of(self, chain: Iterable[int]) -> list[int]:
        return [pk for pk in self._in_order(chain) if pk not in self._taken_up]


def kept_chains(recommendations: Chosen, links: Links) -> Rows:
    """Return what is kept of the chains whose latest is one of these; 1 query."""
    primary = dict(_primary.rows(recommendations))
    there = (pk for (pk,) in _there.rows(recommendations))
    return {(pk,): {**links.brief(pk), "theme_id": primary.get(pk)} for pk in there if links.is_latest(pk)}


def links_around(recommendations: Iterable[int]) -> Links:
    """Return the links of the chains that these are in, step by step both ways; 2 queries where nothing is linked."""
    edges: set[Edge] = set()
    waiting, seen = set(recommendations), set()
    while waiting:
        seen |= waiting
        near = Link.objects.filter(Q(later__in=waiting) | Q(earlier__in=waiting))
        pairs = set(near.values_list("earlier_id", "later_id"))
        edges |= pairs
        waiting = {node for pair in pairs for node in pair} - seen
    return Links(edges, _published({node for edge in edges for node in edge}))


def every_link() -> Links:
    """Return every link; 2 queries."""
    edges = list(Link.objects.values_list("earlier_id", "later_id").iterator())
    return Links(edges, _published({node for edge in edges for node in edge}))


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
    for reading in (_named, _also_named):
        for body, name in reading.rows(Keys(bodies)):
            names[body].append(name)
    return names
