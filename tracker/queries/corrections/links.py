"""Links outside a carry-over: what can be linked, what is linked, and which carry-over says so."""

from dataclasses import dataclass
from datetime import date

from inspections.models import Inspection
from tracker.choices import Relation
from tracker.models import CarryOverDecision, Link, Recommendation
from tracker.queries.recommendation_rows import ListedRecommendation
from tracker.queries.recommendations import RecommendationSelection, page_of_recommendations
from tracker.rules.access import Actor
from tracker.rules.corrections import NOTHING, Said
from tracker.rules.recurrence import DatedReport

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class LinkSearch:
    """The first recommendations with some words, and how many there are; `linked` are keys of those linked already."""

    rows: list[ListedRecommendation]
    count: str
    has_more: bool
    linked: frozenset[int]


def dated(recommendation: Recommendation) -> DatedReport:
    """Return what orders it among others; reads its inspection."""
    report = recommendation.inspection
    return DatedReport(recommendation.pk, recommendation.ref, report.published_on, report.published_precision)


def search(actor: Actor, recommendation: Recommendation, words: str, *, on: date) -> LinkSearch:
    """Return what has these words or this reference, newest report first, without itself; at most 7 queries."""
    selection = RecommendationSelection(scope="all", words=words)
    page, rows = page_of_recommendations(
        actor, selection, sort="-published", after="", before="", on=on, size=MOST_FOUND, counts=True
    )
    links = Link.objects.visible_to(actor).of_recommendation(recommendation)
    linked = {pk for pair in links.values_list("earlier_id", "later_id") for pk in pair}
    others = [row for row in rows if row.recommendation.pk != recommendation.pk]
    return LinkSearch(others, page.count, bool(page.after), frozenset(linked))


def links_said(recommendation: Recommendation) -> tuple[Said, Said]:
    """Return what it replaces, and what replaces it, in references and words; 1 query."""
    links = Link.objects.of_recommendation(recommendation).select_related("earlier", "later").order_by("pk")
    earlier = [(link.earlier.ref, link.relation) for link in links if link.later_id == recommendation.pk]
    later = [(link.later.ref, link.relation) for link in links if link.earlier_id == recommendation.pk]
    return _said(earlier), _said(later)


def carry_over_that_says(link: Link) -> Inspection | None:
    """Return the inspection whose confirmed carry-over says that these are linked; 1 query."""
    decisions = CarryOverDecision.objects.filter(
        answerable__recommendation=link.earlier_id, taken_up_in=link.later_id, carry_over__confirmed_at__isnull=False
    )
    decision = decisions.select_related("carry_over__inspection").order_by("pk").first()
    return decision.carry_over.inspection if decision else None


def _said(links: list[tuple[str, str]]) -> Said:
    words = [f"{ref} ({Relation(relation).label.lower()})" for ref, relation in links]
    return Said([list(link) for link in links], ", ".join(words) or NOTHING)
