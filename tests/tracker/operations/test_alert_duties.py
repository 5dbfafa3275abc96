"""The duty to answer an alert: who owns it from when it is known, when it is moved and why, and who is told."""

from datetime import date, timedelta
from typing import Any

import pytest

from inspections.models import Alert
from tests.factories.answers import OWNERS, PRINTED_ALERT, make_alert
from tests.factories.world import NOW, TODAY, World
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import AlertDuty, Event, Notice, Person, actor_of
from tracker.operations.alert_duties import WITH_ITS_OWNER, assign_alert, give_alert, tell_owner
from tracker.operations.alerts import raise_printed_alert
from tracker.rules.access import SERVICE, Actor

IN_28_DAYS = TODAY + timedelta(days=28)


def actor(world: World, key: str) -> Actor:
    return actor_of(world.people[key], on=TODAY)


def assign(world: World, alert: Alert, by: str = "lead", **changed: Any) -> AlertDuty:
    given: dict[str, Any] = {"owner_post": world.posts[OWNERS["kirklees"]], "answer_by_on": date(2027, 1, 29)}
    return assign_alert(alert=alert, **(given | changed), by=actor(world, by), at=NOW)


def printed_alert(world: World) -> Alert:
    return raise_printed_alert(inspection=world.inspections["kirklees"], words=PRINTED_ALERT, by=SERVICE, at=NOW)


def test_one_that_a_report_brings_has_a_duty_an_owner_and_a_day(world: World) -> None:
    duty = printed_alert(world).duty

    assert str(duty.owner_post) == "Head of PDU, Kirklees"
    assert (duty.answer_by_on, duty.first_answer_by_on, duty.is_named) == (IN_28_DAYS, IN_28_DAYS, False)
    assert AlertDuty.objects.open().get() == duty
    assert Event.objects.get(verb="alert.printed").after["inspection"] == world.inspections["kirklees"].ref


def test_a_body_without_posts_has_one_that_nobody_owns_yet(world: World) -> None:
    alert = Alert.objects.create(organisation=world.organisations["moj"])

    duty = give_alert(alert=alert, by=SERVICE, at=NOW)

    assert (duty.owner_post, str(duty)) == (None, f"Nobody yet for {alert}")


def test_one_recorded_before_keeps_its_owner_and_day(world: World) -> None:
    alert = make_alert(world, "kirklees")
    Alert.objects.filter(pk=alert.pk).update(raised_on=date(2024, 10, 1))

    assert printed_alert(world).duty == alert.duty
    assert AlertDuty.objects.get().answer_by_on == date(2027, 1, 29)


def test_who_names_its_owner_first_may_set_another_day(world: World) -> None:
    duty = assign(world, printed_alert(world), answer_by_on=date(2027, 3, 1))

    assert (duty.is_named, duty.answer_by_on, duty.first_answer_by_on) == (True, date(2027, 3, 1), IN_28_DAYS)
    assert duty.date_changes.get().reason == WITH_ITS_OWNER


def test_a_day_that_moves_keeps_the_first_and_has_its_reason(world: World) -> None:
    alert = make_alert(world, "kirklees")
    for _ in range(2):
        duty = assign(world, alert, answer_by_on=date(2027, 3, 1), reason="More time is agreed")

    change = duty.date_changes.get()
    assert (change.old_on, change.new_on, change.reason) == (
        date(2027, 1, 29),
        date(2027, 3, 1),
        "More time is agreed",
    )
    assert duty.first_answer_by_on == date(2027, 1, 29)
    assert [event.verb for event in Event.objects.about(alert.ref)] == ["alert.moved", "alert.recorded"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"answer_by_on": date(2027, 3, 1)}, "reason"),
        ({"answer_by_on": date(2027, 3, 1), "reason": "x" * 1001}, "reason"),
        ({"answer_by_on": TODAY - timedelta(days=1), "reason": "Soon"}, "answer_by_on"),
    ],
)
def test_what_is_refused(world: World, changed: Any, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        assign(world, make_alert(world, "kirklees"), **changed)

    assert refused.value.field == field


def test_the_owner_is_told_at_once_by_whom_it_is_recorded_or_given(world: World) -> None:
    Person.objects.update(first_signed_in_at=NOW)
    alert = make_alert(world, "kirklees")
    for _ in range(2):
        tell_owner(duty=alert.duty, by=actor(world, "lead"), at=NOW)
    assign(world, alert, owner_post=world.posts[OWNERS["yorkshire"]])

    told = [(notice.kind, notice.way, notice.person) for notice in Notice.objects.order_by("pk")]
    assert told == [("alert-given", "instant", world.people["head"])]  # the lead gave it to themself


def test_nobody_is_told_of_what_the_service_brings_in(world: World) -> None:
    printed_alert(world)

    assert not Notice.objects.exists()


@pytest.mark.parametrize("person", ["owner", "head", "other_lead", "auditor"])
def test_others_cannot(world: World, person: str) -> None:
    with pytest.raises(NotAllowed):
        assign(world, make_alert(world, "kirklees"), person)
