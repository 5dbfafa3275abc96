"""Works out the kept rows of what was touched, anew and in the transaction that touched it."""

from collections.abc import Iterable

from django.db.models import Q

from tracker.models import (
    Answerable,
    Answers,
    KeptRecommendation,
    Recommendation,
    RecommendationPlace,
    ReorganisationBody,
)
from tracker.projections import counts
from tracker.projections.actions import kept_action_places
from tracker.projections.answers import kept_answers
from tracker.projections.facts import Keys
from tracker.projections.places import kept_places
from tracker.projections.recommendations import after, kept_recommendations
from tracker.projections.touched import Touched
from tracker.projections.tree import read_tree
from tracker.projections.writing import ACTION_PLACES, ANSWERS, PLACES, RECOMMENDATIONS, KeptTable, Rows

AT_ONCE = 1_000


def refresh(touched: Touched) -> None:
    """Bring the kept rows of what was touched up to date; about 15 queries for an action with its recommendation.

    Two transactions that changed facts of one recommendation wait for each other here, so that the second works out
    what the first has left.
    """
    whole = _whole(touched)
    actions = touched.actions | set(
        Answers.objects.filter(answerable__recommendation__in=whole).values_list("action_id", flat=True)
        if whole
        else ()
    )
    places = whole | set(
        Answers.objects.filter(action__in=touched.actions).values_list("answerable__recommendation_id", flat=True)
        if touched.actions
        else ()
    )
    made = after(touched.linked) | whole if touched.linked else whole
    _hold(places | made | touched.said)
    for part in _parts(touched.said | whole):
        _write(ANSWERS, part, kept_answers(Keys(part)))
    for part in _parts(made):
        _write(RECOMMENDATIONS, part, kept_recommendations(Keys(part)))
    if not (places or actions):
        return
    tree = read_tree()
    for part in _parts(places):
        _write(PLACES, part, kept_places(Keys(part), tree))
    for part in _parts(actions):
        rows = kept_action_places(Keys(part), tree)
        counts.count(held=ACTION_PLACES.held(Q(action__in=part)), rows=rows)
        _write(ACTION_PLACES, part, rows)


def _whole(touched: Touched) -> set[int]:
    """Return the recommendations that are worked out with everything that hangs on them."""
    whole = set(touched.whole)
    if touched.reports:
        whole |= set(Recommendation.objects.filter(inspection__in=touched.reports).values_list("pk", flat=True))
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


def _hold(recommendations: Iterable[int]) -> None:
    """Let one transaction at a time work out these, always taking them in the same order."""
    for part in _parts(recommendations):
        rows = KeptRecommendation.objects.filter(pk__in=part).select_for_update(of=("self",), no_key=True)
        list(rows.order_by("pk").values_list("pk", flat=True))


def _parts(keys: Iterable[int]) -> Iterable[list[int]]:
    in_order = sorted(keys)
    return (in_order[start : start + AT_ONCE] for start in range(0, len(in_order), AT_ONCE))


def _write(table: KeptTable, part: list[int], rows: Rows) -> None:
    table.write(rows, Q(**{f"{table.chosen_by}__in": part}))
