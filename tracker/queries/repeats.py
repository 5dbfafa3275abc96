"""Every chain of recommendations that were made again, the most often first, and the chains of each theme by length."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from inspections.models import Organisation
from tracker.models import KeptChain, KeptRecommendation, MadeCounts, RecommendationTheme, Theme
from tracker.models.kept import KeptChainQuerySet
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
    for body in (filters.region, filters.pdu):
        if body is not None:
            members = members.filter(recommendation__places__organisation=body, recommendation__places__concerns=True)
    if filters.theme:
        themed = RecommendationTheme.objects.filter(recommendation=OuterRef("recommendation"))
        members = members.filter(Exists(themed.filter(theme__code=filters.theme)))
    return chains.filter(pk__in=members.values("chain"))


def shown(actor: Actor, chains: Iterable[KeptChain], *, on: date) -> list[Repeat]:
    """Return these with the three views of their latest recommendation; 3 queries for any number."""
    held = list(chains)
    rows = {row.recommendation.pk: row for row in rows_of(actor, [chain.pk for chain in held], on=on)}
    return [Repeat(chain, rows[chain.pk]) for chain in held]


def lengths() -> list[Lengths]:
    """Return themes by how often their recommendations were made, the most repeated first; 2 queries.

    What is in no chain was made once. A chain has the theme of its latest.
    """
    names = dict(Theme.objects.values_list("pk", "name"))
    rows = [
        Lengths(names.get(theme, "No theme"), (once, twice, more))
        for theme, once, twice, more in MadeCounts.objects.values_list("theme_key", "once", "twice", "more")
        if once or twice or more
    ]
    return sorted(rows, key=lambda row: (-row.counts[2], -row.counts[1], row.theme))
