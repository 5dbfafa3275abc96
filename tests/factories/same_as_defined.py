"""Compares what people get from what is kept with what the definition says (tests/factories/definition.py)."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import product
from random import Random
from typing import Any

from inspections.models import Organisation
from tests.factories import definition
from tracker.choices import ActionStatus
from tracker.models import OpenActions, Recommendation, RecommendationPlace, Response
from tracker.projections.rebuild import differences
from tracker.queries.actions import ActionSelection, page_of_actions
from tracker.queries.answering import STATES
from tracker.queries.open_actions import open_counts, overdue_of
from tracker.queries.recommendation_rows import rows_of
from tracker.queries.recommendations import RecommendationSelection, chosen, page_of_recommendations
from tracker.rules.access import Actor

RECOMMENDATION_STATES = ("", "open", "ended", "overdue", *STATES)
ACTION_STATES = ("", "open", "overdue", "due-this-week", "later", *ActionStatus.values)
SORTS = ("due", "-due", "-published", "body")
EVERYTHING = 10_000  # rows on one page


def check_same(actors: Mapping[str, Actor], *, on: date, random: Random | None, filters: int = 4) -> None:
    """Everything of these people; with `random` so many filters drawn by lot, without it every one of them."""
    assert differences(mend=False) == []
    check_tally()
    check_drafts()
    bodies = list(Organisation.objects.order_by("pk"))
    for name, actor in actors.items():
        try:
            check_rows(actor, on=on)
            for chosen_by in _recommendation_filters(bodies, random, filters):
                check_recommendations(actor, chosen_by, on=on)
            for wanted in _action_filters(bodies, random, filters):
                check_actions(actor, wanted, on=on)
            check_counts(actor, bodies, on=on, random=random)
        except AssertionError as failure:
            raise AssertionError(f"for {name}: {failure}") from failure


def check_tally() -> None:
    held = OpenActions.objects.values_list("organisation_id", "due_on", "actions", "moved")
    assert {(body, day): (every, moved) for body, day, every, moved in held} == definition.tally()


def check_drafts() -> None:
    """The drafts that wait to be confirmed."""
    assert sorted(Response.objects.to_confirm().values_list("pk", flat=True)) == definition.drafts_to_confirm()


def check_rows(actor: Actor, *, on: date) -> None:
    """Each row with three views, bodies, tags, actions and how often it was made; shown or not."""
    defined = definition.rows_of(actor, on=on)
    rows = rows_of(actor, sorted(defined), on=on, with_reasons=True)
    kept = {
        row.recommendation.pk: {
            "title": row.recommendation.short_title,
            "inspected": row.recommendation.inspection.organisation and row.recommendation.inspection.organisation.name,
            "addressee": row.recommendation.addressee and row.recommendation.addressee.name,
            "theme": row.recommendation.theme,
            "made": (row.made.times, row.made.since, row.made.precision) if row.made else None,
            "stands": row.stands,
            "bodies": [(body.organisation.pk, body.views, body.is_hidden) for body in row.bodies],
            "tags": row.tags,
            "actions": row.actions,
            "overdue": row.overdue,
            "next_due": row.next_due,
        }
        for row in rows
    }
    for pk, row in defined.items():
        assert kept[pk] == row, f"REC {pk}"


def check_recommendations(actor: Actor, filters: RecommendationSelection, *, on: date) -> None:
    """Which are chosen, the date of each, and the order of the page."""
    rows = definition.recommendations(actor, filters, on=on)
    defined = dict(rows.values_list("pk", "next_due_on"))
    kept = list(chosen(actor, filters, on=on).values_list("recommendation_id", "due_on"))
    assert sorted(pk for pk, _ in kept) == sorted(defined), filters
    assert dict(kept) == defined, filters
    for sort in SORTS[: len(defined)]:
        _, page = page_of_recommendations(actor, filters, sort=sort, after="", before="", on=on, size=EVERYTHING)
        assert [row.recommendation.pk for row in page] == definition.in_order(rows, sort), (sort, filters)


def check_actions(actor: Actor, filters: ActionSelection, *, on: date) -> None:
    """Which are chosen, in which order, and what each names as its answers."""
    defined = definition.urgent_first(definition.actions(actor, filters, on=on))
    page = page_of_actions(actor, filters, sort="urgency", after="", before="", on=on, size=EVERYTHING)
    assert [action.pk for action in page.rows] == defined, filters
    for sort in ("owner", "-owner"):
        by_owner = page_of_actions(actor, filters, sort=sort, after="", before="", on=on, size=EVERYTHING)
        assert [action.pk for action in by_owner.rows] == definition.by_owner(actor, filters, sort, on=on), filters
    answers = definition.answers_shown(actor)
    for action in page.rows:
        shown = [answer.answerable.recommendation.pk for answer in action.current_answers]
        assert shown == answers[action.pk], action.ref


def check_counts(actor: Actor, bodies: list[Organisation], *, on: date, random: Random | None) -> None:
    """What an area's page counts: its actions, and its open recommendations."""
    kept = open_counts(actor, bodies, on=on)
    counts = {pk: (held.open, held.overdue, held.this_week, held.late_and_moved) for pk, held in kept.items()}
    assert counts == definition.counts_of(actor, bodies, on=on)
    for body in random.sample(bodies, 4) if random else bodies:
        late = set(overdue_of(actor, body, on=on).values_list("pk", flat=True))
        region = ActionSelection(region=body, state="overdue")
        assert late == set(definition.actions(actor, region, on=on).values_list("pk", flat=True)), body
        asked = Recommendation.objects.filter(definition.concerns(body), definition.is_open(body))
        assert (
            RecommendationPlace.objects.filter(organisation=body, concerns=True, is_open=True).count() == asked.count()
        ), body


def _recommendation_filters(
    bodies: list[Organisation], random: Random | None, most: int
) -> Iterable[RecommendationSelection]:
    every = [
        RecommendationSelection(scope, region, pdu, "", state, words)
        for scope, state, region, pdu, words in product(
            ("area", "all"), RECOMMENDATION_STATES, (None, *bodies), (None, *bodies[-3:]), ("", "Leeds", "again")
        )
    ]
    return _drawn(every, random, most)


def _action_filters(bodies: list[Organisation], random: Random | None, most: int) -> Iterable[ActionSelection]:
    every = [
        ActionSelection(mine, region, None, state, "", False, moved)
        for mine, region, state, moved in product((False, True), (None, *bodies), ACTION_STATES, (False, True))
    ]
    return _drawn(every, random, most)


def _drawn(every: list[Any], random: Random | None, most: int) -> list[Any]:
    return every if random is None else random.sample(every, most)
