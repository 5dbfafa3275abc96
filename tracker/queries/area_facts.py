"""What the page of an area counts, and what there is to be read of it: one statement, made once for each reader."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Exists, QuerySet

from inspections.models import Organisation, OrganisationName, Succession, within
from tracker.models import AlertDuty, Fieldwork, Judgement, KeptAnswer, RecommendationPlace, SustainCheck
from tracker.models.first_ones import Along
from tracker.models.statements import Question
from tracker.paging import CountUpTo, KeysOf
from tracker.queries.open_actions import overdue_of
from tracker.rules.access import Actor, Doing, may

ROWS = 10  # of the actions that are overdue
COUNT = 11  # of the facts before them


class AreaFacts(NamedTuple):
    """Counts of an area, up to one more than pages say, and whether there is any of the rest.

    `unanswered`, `overdue` and `unacknowledged` are recommendations whose answer is missing or late, or that nobody has
    acknowledged; `to_review` self-assessments that wait for any review and for the reader's; `overdue_actions` the
    keys of the first of those; `along` the values of what was asked along.
    """

    open_recommendations: int
    unanswered: int
    overdue: int
    unacknowledged: int
    waiting: int
    waiting_for_reader: int
    has_fieldwork: bool
    has_checks: bool
    has_alerts: bool
    has_earlier_names: bool
    has_successions: bool
    overdue_actions: list[int]
    along: list[Any]

    @property
    def to_review(self) -> tuple[int, int]:
        return self.waiting, self.waiting_for_reader


def area_facts(actor: Actor, organisation: Organisation, *, on: date, along: tuple[Along, ...] = ()) -> AreaFacts:
    """Return the facts of an area for a reader; 1 query. Who does not see its work is told nothing of reviews."""
    late_before = on - timedelta(days=settings.RESPONSE_DAYS)
    [row] = _QUESTION.rows(actor, organisation.pk, organisation.path, along, on=on, late_before=late_before)
    facts = AreaFacts._make([*row[:COUNT], row[COUNT] or [], list(row[COUNT + 1 :])])
    sees_work = may(actor, Doing.SEE_WORK, paths=[organisation.path])
    return facts if sees_work else facts._replace(waiting=0, waiting_for_reader=0)


def _build(
    actor: Actor, pk: int, path: str, along: tuple[Along, ...], *, on: date, late_before: date
) -> "QuerySet[Any, Any]":
    area = Organisation(pk=pk, path=path)
    asked = KeptAnswer.objects.filter(within([path], "organisation__"), is_asked=True)
    unanswered = asked.filter(is_answered=False)
    concerning = RecommendationPlace.objects.filter(organisation=area, concerns=True, is_open=True)
    return Organisation.objects.filter(pk=pk).values_list(
        CountUpTo(concerning),
        CountUpTo(unanswered, "recommendation"),
        CountUpTo(unanswered.filter(asked_on__lt=late_before), "recommendation"),
        CountUpTo(asked.filter(is_acknowledged=False), "recommendation"),
        CountUpTo(Judgement.objects.waiting().of_body(area)),
        CountUpTo(Judgement.objects.to_review(actor).of_body(area)),
        Exists(Fieldwork.objects.visible_to(actor).open().of_area(area)),
        Exists(SustainCheck.objects.visible_to(actor).of_body(area).due(on=on).order_by()),
        Exists(AlertDuty.objects.visible_to(actor).open().of_area(path).order_by()),
        Exists(OrganisationName.objects.filter(organisation=area, to_on__lte=on)),
        Exists(Succession.objects.about(area).order_by()),
        KeysOf(overdue_of(actor, area, on=on), most=ROWS),
        *(expression(actor, on) for expression in along),
    )


_QUESTION = Question(_build)
