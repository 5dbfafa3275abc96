"""Works out the kept rows of what was touched, anew and in the transaction that touched it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeVar

from django.db.models import QuerySet

from tracker.models import (
    Answerable,
    Answers,
    KeptRecommendation,
    Recommendation,
    RecommendationPlace,
    ReorganisationBody,
)
from tracker.projections import counts, made_counts
from tracker.projections.actions import kept_action_places, places_of_actions, read_actions
from tracker.projections.answers import kept_answers
from tracker.projections.facts import Chosen, Keys, Reading, WorkFact
from tracker.projections.places import kept_places, kept_work, work_on
from tracker.projections.recommendations import kept_chains, kept_recommendations, links_around
from tracker.projections.touched import Touched
from tracker.projections.tree import read_part, read_tree
from tracker.projections.writing import ACTION_PLACES, ANSWERS, CHAINS, PLACES, RECOMMENDATIONS, KeptTable, Rows

AT_ONCE = 1_000
T = TypeVar("T")


@Reading
def _answered_by(actions: Chosen) -> QuerySet[Answers, Any]:
    return Answers.objects.filter(actions.matching("action")).values_list("answerable__recommendation_id")


@Reading
def _answered_beside(recommendations: Chosen) -> QuerySet[Answers, Any]:
    actions = Answers.objects.filter(recommendations.matching("answerable__recommendation")).values("action")
    return Answers.objects.filter(action__in=actions).values_list("answerable__recommendation_id")


@Reading
def _held(recommendations: Chosen) -> QuerySet[KeptRecommendation, Any]:
    rows = KeptRecommendation.objects.filter(recommendations.matching("pk"))
    return rows.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk")


def refresh(touched: Touched) -> None:
    """Bring the kept rows of what was touched up to date; 7 queries and the writes for an action.

    Two transactions that changed facts of one recommendation wait for each other here, so that the second works out
    what the first has left.
    """
    whole = _whole(touched)
    worked_on = {pk for (pk,) in _answered_by.rows(Keys(touched.actions))}
    _hold(worked_on | touched.said | touched.linked | whole | _beside(whole))
    for part in _parts(touched.said | whole):
        _write(ANSWERS, part, kept_answers(Keys(part)))
    if whole or touched.linked:
        _made(whole | touched.linked)
    if whole:
        _whole_places(whole)
    if touched.actions:
        _places_of_work(touched.actions, worked_on)


def _made(recommendations: set[int]) -> None:
    """Work out these and all that hangs together with them: how often each was made, and its chain."""
    links = links_around(recommendations)
    _hold(links.members - recommendations)
    for part in _parts(recommendations | links.members):
        held_chains, held = CHAINS.held(Keys(part)), RECOMMENDATIONS.held(Keys(part))
        chains, rows = kept_chains(Keys(part), links), kept_recommendations(Keys(part), links)
        CHAINS.write(chains, held=held_chains)
        RECOMMENDATIONS.write(rows, held=held)
        made_counts.count(held=(held_chains, held), rows=(chains, rows))


def _whole_places(recommendations: Collection[int]) -> None:
    """Work out where recommendations stand, and where the actions are seen that answer or answered them."""
    tree = read_tree()
    for part in _parts(recommendations):
        _write(PLACES, part, kept_places(Keys(part), tree))
    actions = Answers.objects.filter(answerable__recommendation__in=recommendations).values_list("action_id", flat=True)
    for part in _parts(set(actions)):
        _write_actions(part, kept_action_places(Keys(part), tree))


def _places_of_work(actions: Collection[int], recommendations: Collection[int]) -> None:
    """Work out what some actions change: where they are seen, and the dates of what they answer or answered.

    Everything that one of them answers now is among the recommendations.
    """
    work: dict[int, list[WorkFact]] = {}
    for part in _parts(recommendations):
        work |= work_on(Keys(part))
    facts = [fact for held in work.values() for fact in held]
    read = [action for part in _parts(actions) for action in read_actions(Keys(part))]
    paths = {fact.owner_path for fact in facts}.union(*(fact.seen_from for fact in facts))
    tree = read_part(paths | {action.owner_path for action in read})
    for part in _parts(recommendations):
        held = PLACES.held(Keys(part))
        PLACES.write(kept_work({pk: work[pk] for pk in part if pk in work}, held, tree), held=held)
    seen: dict[int, set[str]] = defaultdict(set)
    for fact in facts:
        seen[fact.action].update(fact.seen_from)
    for chosen in _in_parts(read):
        _write_actions([action.pk for action in chosen], places_of_actions(chosen, seen, tree))


def _whole(touched: Touched) -> set[int]:
    """Return the recommendations that are worked out with everything that hangs on them."""
    whole = touched.whole | _of_reports(touched.reports)
    bodies = set(touched.bodies)
    if touched.reorganisations:
        named = ReorganisationBody.objects.filter(reorganisation__in=touched.reorganisations)
        bodies |= set(named.filter(organisation__isnull=False).values_list("organisation_id", flat=True))
    if bodies:
        whole |= set(
            RecommendationPlace.objects.filter(organisation__in=bodies).values_list("recommendation", flat=True)
        )
        whole |= set(Answerable.objects.filter(organisation__in=bodies).values_list("recommendation", flat=True))
    return whole


def _of_reports(reports: Collection[int]) -> set[int]:
    """Return the recommendations of these reports, on whose dates it rests since when what repeats them was made."""
    rows = Recommendation.objects.filter(inspection__in=reports)
    return set(rows.values_list("pk", flat=True)) if reports else set()


def _beside(recommendations: Collection[int]) -> set[int]:
    """Return what the actions of these recommendations answer or answered: it decides with these who sees them.

    Held together with these, two that each change one answer of an action are worked out one after the other.
    """
    return {pk for (pk,) in _answered_beside.rows(Keys(recommendations))}


def _hold(recommendations: Iterable[int]) -> None:
    """Let one transaction at a time work out these, always taking them in the same order."""
    for part in _parts(recommendations):
        _held.rows(Keys(part))


def _parts(keys: Iterable[int]) -> Iterator[list[int]]:
    return _in_parts(sorted(keys))


def _in_parts(rows: list[T]) -> Iterator[list[T]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def _write(table: KeptTable, part: list[int], rows: Rows) -> None:
    table.write(rows, held=table.held(Keys(part)))


def _write_actions(part: list[int], rows: Rows) -> None:
    """Write the places of some actions, and what they add to the counts of bodies and take from them."""
    held = ACTION_PLACES.held(Keys(part))
    ACTION_PLACES.write(rows, held=held)
    counts.count(held=held, rows=rows)
