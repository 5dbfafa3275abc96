"""Every chain of recommendations that were made again, the most often first, and the chains of each theme by length."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from inspections.models import Organisation
from tracker.models import KeptChain, KeptRecommendation, MadeCounts, RecommendationTheme, Theme
from tracker.models.kept import KeptChainQuerySet
from tracker.models.statements import Question
from tracker.paging import CountUpTo, count_words
from tracker.queries.recommendation_rows import ListedRecommendation, rows_of
from tracker.rules import recurrence
from tracker.rules.access import SERVICE, Actor

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class RepeatSelection:
    """What the list is narrowed to; empty means not at all."""

    region: Organisation | None = None
    pdu: Organisation | None = None
    theme: str = ""

    @property
    def bodies(self) -> dict[str, Organisation | None]:
        return {"region": self.region, "pdu": self.pdu}


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row of the list: the chain, and the latest recommendation of it as the actor may see it."""

    brief: KeptChain
    row: ListedRecommendation

    @property
    def theme(self) -> str:
        """Return the theme of the latest."""
        return self.row.recommendation.theme

    @property
    def since(self) -> str:
        return recurrence.said_on(self.brief.first_on, self.brief.first_precision)


@dataclass(frozen=True, slots=True)
class Lengths:
    """How many chains of a theme were made once, twice, and three times or more."""

    theme: str
    counts: tuple[int, int, int]


def repeats(actor: Actor, filters: RepeatSelection) -> KeptChainQuerySet:
    """Return the chains of two times or more that concern the area and have the theme, the longest first.

    One of a chain's recommendations has everything that is asked.
    """
    chains = KeptChain.objects.visible_to(actor).longest_first()
    if filters == RepeatSelection():
        return chains
    members = KeptRecommendation.objects.filter(chain__isnull=False)
    for body in filters.bodies.values():
        if body is not None:
            members = members.filter(recommendation__places__organisation=body, recommendation__places__concerns=True)
    if filters.theme:
        themed = RecommendationTheme.objects.filter(recommendation=OuterRef("recommendation"))
        members = members.filter(Exists(themed.filter(theme__code=filters.theme)))
    return chains.filter(pk__in=members.values("chain"))


@dataclass(frozen=True, slots=True)
class RepeatPage:
    """A numbered page of the list, how many there are in all, and whether another page follows."""

    rows: list[Repeat]
    count: str
    has_more: bool


def page_of_repeats(actor: Actor, filters: RepeatSelection, *, page: int, on: date) -> RepeatPage:
    """Return one page with the three views of each latest recommendation; 4 queries for any number."""
    named: dict[str, Any] = {name: body.pk for name, body in filters.bodies.items() if body is not None}
    named |= {"theme": filters.theme} if filters.theme else {}
    rows = _PAGE.rows((page - 1) * PAGE_SIZE, PAGE_SIZE, **named)
    chains = [KeptChain.from_db(DEFAULT_DB_ALIAS, _CHAIN, row[:-1]) for row in rows[:PAGE_SIZE]]
    count = count_words(rows[0][-1] if rows else 0)
    return RepeatPage(shown(actor, chains, on=on), count, len(rows) > PAGE_SIZE)


def _page(
    start: int, size: int, *, region: int | None = None, pdu: int | None = None, theme: str = ""
) -> "QuerySet[Any, Any]":
    within_region, within_pdu = (Organisation(pk=pk) if pk is not None else None for pk in (region, pdu))
    chains = repeats(SERVICE, RepeatSelection(within_region, within_pdu, theme))  # as public as each link
    return chains.values_list(*_CHAIN, CountUpTo(chains))[start : start + size + 1]


_CHAIN = [field.attname for field in KeptChain._meta.concrete_fields]
_PAGE = Question(_page)


def shown(actor: Actor, chains: Iterable[KeptChain], *, on: date) -> list[Repeat]:
    """Return these with the three views of their latest recommendation; 3 queries for any number."""
    held = list(chains)
    rows = {row.recommendation.pk: row for row in rows_of(actor, [chain.pk for chain in held], on=on)}
    return [Repeat(chain, rows[chain.pk]) for chain in held]


def lengths() -> list[Lengths]:
    """Return themes by how often their recommendations were made, the most repeated first; 1 query.

    What is in no chain was made once. A chain has the theme of its latest.
    """
    name = Subquery(Theme.objects.filter(pk=OuterRef("theme_key")).order_by().values("name"))
    rows = [
        Lengths(theme or "No theme", (once, twice, more))
        for theme, once, twice, more in MadeCounts.objects.values_list(name, "once", "twice", "more")
        if once or twice or more
    ]
    return sorted(rows, key=lambda row: (-row.counts[2], -row.counts[1], row.theme))
