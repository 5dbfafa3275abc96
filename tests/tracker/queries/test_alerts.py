"""An organisational alert on its page: how it stands, what is late, which recommendations may point to it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from inspections.models import Alert
from tests.factories.answers import OWNERS, make_alert
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus
from tracker.models import Action, Recommendation
from tracker.operations.alerts import link_to_alert, plan_alert_action
from tracker.queries.alerts import alert_of, open_in, to_link, whole_alert
from tracker.rules.access import SERVICE, Actor
from tracker.rules.action_words import ActionWords
from tracker.rules.alerts import AlertState

Acting = Callable[[str], Actor]
WITHDRAWN, COMPLETED, STARTED = ActionStatus.WITHDRAWN, ActionStatus.COMPLETED, ActionStatus.IN_PROGRESS


@pytest.fixture
def alert(world: World) -> Alert:
    """On Kirklees, and of its report, which asks something of Kirklees and of its region."""
    made = make_alert(world, "kirklees")
    made.inspection = world.inspections["kirklees"]
    made.save()
    return made


def plan(world: World, alert: Alert, *statuses: ActionStatus) -> None:
    """An action of the owner of the alert in each of these states."""
    post = world.posts[OWNERS[alert.organisation.slug]]
    for status in statuses:
        action = plan_alert_action(
            alert=alert, words=ActionWords("Check plans"), owner_post=post, due_on=TODAY, by=SERVICE, at=NOW
        )
        Action.objects.filter(pk=action.pk).update(status=status)


def bodies(answerables: Any) -> list[str]:
    return [answerable.organisation.slug for answerable in answerables]


@pytest.mark.parametrize(
    ("statuses", "state", "is_open"),
    [
        ((), AlertState.NO_ACTIONS, True),
        ((WITHDRAWN,), AlertState.NO_ACTIONS, True),
        ((COMPLETED, STARTED), AlertState.UNDER_WAY, True),
        ((COMPLETED, WITHDRAWN), AlertState.ANSWERED, False),
    ],
)
def test_page_and_list_agree_on_what_is_open(
    world: World, alert: Alert, statuses: tuple[ActionStatus, ...], state: AlertState, is_open: bool
) -> None:
    plan(world, alert, *statuses)

    assert whole_alert(SERVICE, alert, on=TODAY).state is state
    assert bool(open_in(SERVICE, world.organisations["kirklees"])) is is_open


@pytest.mark.parametrize(("days", "is_overdue"), [(0, False), (1, True)])
def test_it_is_overdue_from_the_day_after_it_was_to_be_answered(alert: Alert, days: int, is_overdue: bool) -> None:
    on = alert.duty.answer_by_on + timedelta(days=days)

    assert whole_alert(SERVICE, alert, on=on).is_overdue is is_overdue


def test_an_answered_alert_is_not_overdue(world: World, alert: Alert) -> None:
    plan(world, alert, COMPLETED)

    assert not whole_alert(SERVICE, alert, on=alert.duty.answer_by_on + timedelta(days=1)).is_overdue


def test_a_stranger_reads_how_it_stands_and_no_work(world: World, acting: Acting, alert: Alert) -> None:
    plan(world, alert, STARTED)

    page = whole_alert(acting("other_head"), alert, on=alert.duty.answer_by_on + timedelta(days=1))

    assert (page.state, page.duty, page.actions, page.is_overdue) == (AlertState.UNDER_WAY, None, [], False)
    assert (page.sees_work, page.can_plan, page.offered) == (False, False, [])


@pytest.mark.parametrize(
    ("person", "expected"),
    [("head", ["kirklees"]), ("lead", ["kirklees", "yorkshire"]), ("sibling_head", []), ("auditor", [])],
)
def test_each_links_the_bodies_for_which_they_plan(
    acting: Acting, alert: Alert, person: str, expected: list[str]
) -> None:
    assert bodies(to_link(acting(person), alert)) == expected


def test_what_is_linked_is_not_offered_again(world: World, acting: Acting, alert: Alert) -> None:
    linked = world.recommendations["kirklees"].answerables.get()
    link_to_alert(alert=alert, answerables=[linked], by=SERVICE, at=NOW)

    page = whole_alert(acting("lead"), alert, on=TODAY)

    assert (bodies(page.linked), bodies(page.offered)) == (["kirklees"], ["yorkshire"])


def test_an_alert_without_a_report_offers_nothing(world: World) -> None:
    assert to_link(SERVICE, make_alert(world, "leeds")) == []


def test_those_are_suggested_whose_words_name_an_alert(world: World, alert: Alert) -> None:
    region = Recommendation.objects.filter(pk=world.recommendations["region"].pk)
    region.update(text="answer the organisational alert")

    page = whole_alert(SERVICE, alert, on=TODAY)

    assert bodies(page.suggested) == ["yorkshire"]
    assert alert_of(region.get()) == alert


def test_words_that_name_no_alert_cost_no_query(world: World, alert: Alert, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert alert_of(world.recommendations["kirklees"]) is None


@pytest.mark.parametrize(
    ("person", "body", "expected"),
    [
        ("lead", "yorkshire", ["kirklees", "leeds"]),
        ("lead", "leeds", ["leeds"]),
        ("sibling_head", "yorkshire", ["leeds"]),
        ("other_head", "yorkshire", []),
    ],
)
def test_an_area_lists_the_open_alerts_below_it(
    world: World, acting: Acting, alert: Alert, person: str, body: str, expected: list[str]
) -> None:
    make_alert(world, "leeds")

    listed = open_in(acting(person), world.organisations[body])

    assert [duty.alert.organisation.slug for duty in listed] == expected


def test_the_page_costs_six_queries_at_most(
    world: World, acting: Acting, alert: Alert, django_assert_max_num_queries: Any
) -> None:
    plan(world, alert, STARTED, STARTED, COMPLETED)
    actor = acting("lead")

    with django_assert_max_num_queries(6):
        whole_alert(actor, alert, on=TODAY)
