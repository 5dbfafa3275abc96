"""What waits for a decision is noted for who decides: once, from what is true, never of old reports."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.answers import make_response_draft
from tests.factories.self_assessments import make_return, make_self_assessment
from tests.factories.world import NOW, TODAY, World
from tracker.choices import NoticeKind, NoticeWay
from tracker.errors import NotAllowed
from tracker.models import Answerable, Person, PostHolder, ReportDraft, actor_of
from tracker.notifications.models import NoticeToTell
from tracker.notifications.operations.decision_notices import raise_decision_notices
from tracker.notifications.queries import decisions
from tracker.notifications.queries.day import Day
from tracker.operations.responses import acknowledge, confirm_response
from tracker.rules.access import SERVICE

SAVEPOINT = 2


@pytest.fixture
def told(world: World) -> World:
    """The cast has signed in before, so that they can be told."""
    Person.objects.update(first_signed_in_at=NOW)
    return world


def publish(world: World, *, days_ago: int = 0) -> None:
    """The report of Kirklees was brought in and published here."""
    ReportDraft.objects.create(
        inspection=world.inspections["kirklees"],
        file_name="kirklees.txt",
        sha256="a" * 64,
        as_read={},
        created_at=NOW,
        published_at=NOW - timedelta(days=days_ago),
    )


def notices(kind: NoticeKind) -> list[tuple[str, str]]:
    raise_decision_notices(by=SERVICE, at=NOW)
    found = NoticeToTell.objects.filter(kind=kind).order_by("pk")
    return [(each.subject, each.person.email) for each in found.select_related("person")]


def test_each_body_of_a_new_report_is_told_once_for_all_its_recommendations(told: World) -> None:
    publish(told)
    ref = told.inspections["kirklees"].ref

    first, again = notices(NoticeKind.NEW_RECOMMENDATION), notices(NoticeKind.NEW_RECOMMENDATION)

    assert sorted(first) == [(ref, "head@example.org"), (ref, "lead@example.org")]
    assert again == first


@pytest.mark.parametrize(("days_ago", "count"), [(30, 2), (31, 0)])
def test_old_reports_are_told_to_nobody(told: World, days_ago: int, count: int) -> None:
    publish(told, days_ago=days_ago)

    assert len(notices(NoticeKind.NEW_RECOMMENDATION)) == count


def test_what_is_acknowledged_needs_nobody(told: World) -> None:
    publish(told)
    for answerable in Answerable.objects.open():
        acknowledge(answerable=answerable, by=SERVICE, at=NOW)

    assert notices(NoticeKind.NEW_RECOMMENDATION) == []


def test_whoever_takes_up_a_vacant_post_is_told_then(told: World) -> None:
    publish(told)
    held = PostHolder.objects.get(person=told.people["head"])
    PostHolder.objects.filter(pk=held.pk).update(from_on=TODAY + timedelta(days=1))
    before = len(notices(NoticeKind.NEW_RECOMMENDATION))

    PostHolder.objects.filter(pk=held.pk).update(from_on=TODAY)

    assert (before, len(notices(NoticeKind.NEW_RECOMMENDATION))) == (1, 2)


def test_hmpps_is_told_of_a_draft_until_it_is_confirmed(told: World) -> None:
    draft = make_response_draft(told, "kirklees")
    found = notices(NoticeKind.RESPONSE_TO_CONFIRM)

    confirm_response(response=draft, by=SERVICE, at=NOW)

    assert found == [(told.recommendations["kirklees"].ref, "national@example.org")]
    assert decisions.waiting(Day(TODAY)) == []


@pytest.mark.parametrize(("days", "way"), [(0, NoticeWay.DIGEST), (2, NoticeWay.DIGEST), (5, NoticeWay.INSTANT)])
def test_a_review_that_somebody_takes_over_shortly_before_it_is_due_goes_at_once(
    told: World, days: int, way: NoticeWay
) -> None:
    make_self_assessment(told, "kirklees")

    raise_decision_notices(by=SERVICE, at=NOW + timedelta(days=days))

    assert NoticeToTell.objects.get(kind=NoticeKind.SELF_ASSESSMENT_TO_REVIEW).way == way


def test_what_is_returned_goes_at_once(told: World) -> None:
    make_return(told, make_self_assessment(told, "kirklees"))

    raise_decision_notices(by=SERVICE, at=NOW)

    assert NoticeToTell.objects.get(kind=NoticeKind.SELF_ASSESSMENT_RETURNED).way == NoticeWay.INSTANT


def test_only_the_service_notes_them(told: World) -> None:
    with pytest.raises(NotAllowed):
        raise_decision_notices(by=actor_of(told.people["national"], on=TODAY), at=NOW)


def test_a_day_that_was_asked_before_costs_two_queries(told: World, django_assert_num_queries: Any) -> None:
    publish(told)
    day = Day(TODAY)
    decisions.waiting(day)

    with django_assert_num_queries(2 + SAVEPOINT):
        assert raise_decision_notices(day=day, by=SERVICE, at=NOW) == 2
