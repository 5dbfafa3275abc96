"""Every chain of recommendations that were made again, the most often first, and the chains of each theme by length."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from inspections.models import Organisation
from tracker.models import Link, Recommendation
from tracker.queries.recommendation_rows import ListedRecommendation, rows_of
from tracker.rules import recurrence
from tracker.rules.access import Actor

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class RepeatSelection:
    """What the list is narrowed to; empty means not at all."""

    region: Organisation | None = None
    pdu: Organisation | None = None
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """A chain in short; `latest` are its recommendations that no other takes up, by key, the newest last."""

    times: int
    years: int
    first: date | None
    first_precision: str
    last: date | None
    last_precision: str
    latest: tuple[int, ...]
    theme: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row of the list: the chain, and the latest recommendation of it as the actor may see it."""

    brief: Brief
    row: ListedRecommendation

    @property
    def since(self) -> str:
        return recurrence.said_on(self.brief.first, self.brief.first_precision)


@dataclass(frozen=True, slots=True)
class Lengths:
    """How many chains of a theme were made once, twice, and three times or more."""

    theme: str
    counts: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Fact:
    """What is read of each recommendation to sort the chains."""

    on: date | None
    precision: str
    theme: str


def repeats(actor: Actor, filters: RepeatSelection) -> list[Brief]:
    """Return all chains of two times or more that concern the area and have the theme; 2 queries, 3 with a filter."""
    pairs = Link.objects.visible_to(actor).pairs()
    if not pairs:
        return []
    chosen = _chosen(actor, filters)
    facts = _facts(actor)
    times = recurrence.times_made(pairs)
    taken_up = {earlier for earlier, _ in pairs}
    briefs = [
        _brief(chain, facts, times, taken_up)
        for chain in recurrence.chains(pairs)
        if (chosen is None or chain & chosen) and chain <= facts.keys()
    ]
    return sorted(briefs, key=lambda brief: (-brief.times, -brief.years, brief.latest))


def shown(actor: Actor, briefs: Sequence[Brief], *, on: date) -> list[Repeat]:
    """Return these with the three views of their latest recommendation; 8 queries for any number."""
    newest = [brief.latest[-1] for brief in briefs]
    rows = {row.recommendation.pk: row for row in rows_of(actor, newest, on=on)}
    return [Repeat(brief, rows[brief.latest[-1]]) for brief in briefs]


def lengths(actor: Actor, briefs: Iterable[Brief]) -> list[Lengths]:
    """Return themes by how often their recommendations were made, the most repeated first; 2 queries.

    `briefs` are all of the national view; what is in no chain was made once. A chain has the theme of its latest.
    """
    linked = {pk for pair in Link.objects.visible_to(actor).pairs() for pk in pair}
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for pk, fact in _facts(actor).items():
        if pk not in linked:
            counted[fact.theme][recurrence.length_words(1)] += 1
    for brief in briefs:
        counted[brief.theme][recurrence.length_words(brief.times)] += 1
    columns = [recurrence.length_words(number) for number in (1, 2, recurrence.LONGEST)]
    rows = [
        Lengths(theme or "No theme", (counts[columns[0]], counts[columns[1]], counts[columns[2]]))
        for theme, counts in counted.items()
    ]
    return sorted(rows, key=lambda row: (-row.counts[2], -row.counts[1], row.theme))


def _chosen(actor: Actor, filters: RepeatSelection) -> set[int] | None:
    """Return the recommendations that the filters choose; None where nothing is chosen, which is all of them."""
    if filters == RepeatSelection():
        return None
    recommendations = Recommendation.objects.visible_to(actor)
    for body in (filters.region, filters.pdu):
        recommendations = recommendations.concerning(body) if body is not None else recommendations
    recommendations = recommendations.themed(filters.theme) if filters.theme else recommendations
    return set(recommendations.values_list("pk", flat=True))


def _facts(actor: Actor) -> dict[int, Fact]:
    rows = (
        Recommendation.objects.visible_to(actor)
        .with_primary_theme()
        .values_list("pk", "inspection__published_on", "inspection__published_precision", "primary_theme")
    )
    return {pk: Fact(day, precision, theme or "") for pk, day, precision, theme in rows}


def _brief(chain: frozenset[int], facts: dict[int, Fact], times: dict[int, int], taken_up: set[int]) -> Brief:
    in_order = sorted(chain, key=lambda pk: (facts[pk].on or date.min, times[pk], pk))
    dated = [pk for pk in in_order if facts[pk].on]
    first, last = (facts[dated[0]], facts[dated[-1]]) if dated else (facts[in_order[0]], facts[in_order[-1]])
    latest = tuple(pk for pk in in_order if pk not in taken_up)
    return Brief(
        times=max(times[pk] for pk in chain),
        years=recurrence.years_between(first.on, last.on),
        first=first.on,
        first_precision=first.precision,
        last=last.on,
        last_precision=last.precision,
        latest=latest,
        theme=facts[latest[-1]].theme,
    )
