"""Organisational alerts in mail and on their page: what was given and still is, what is due, and what comes next."""

from datetime import date
from typing import Any

from tests.factories.answers import make_alert
from tests.factories.world import NOW, TODAY, World
from tracker.choices import NoticeKind
from tracker.models import AlertDuty, actor_of
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries import alerts
from tracker.notifications.queries.day import Day
from tracker.operations.alert_duties import tell_owner


def test_one_that_was_given_holds_while_it_is_theirs(staff: World) -> None:
    alert = make_alert(staff, "kirklees")
    tell_owner(duty=alert.duty, by=actor_of(staff.people["lead"], on=TODAY), at=NOW)
    notices = list(NoticeToTell.objects.filter(kind=NoticeKind.ALERT_GIVEN))
    given = alerts.still_theirs(notices, Day(TODAY))

    AlertDuty.objects.update(owner_post=staff.posts["Regional Probation Director, yorkshire"])

    [line] = given.values()
    assert line.lines[1] == f"{alert.ref}, Kirklees PDU: organisational alert given to you, answer by 29 January 2027"
    assert line.address == f"/alerts/{alert.ref}/"
    assert alerts.still_theirs(notices, Day(TODAY)) == {}


def test_what_comes_next_of_it(staff: World, django_assert_max_num_queries: Any) -> None:
    alert = make_alert(staff, "kirklees")

    with django_assert_max_num_queries(5):
        reminders = alerts.reminders_of(alert, at=NOW)

    [coming] = reminders.next
    assert (coming.to, coming.about, coming.on) == ("the owner", "about the alert", date(2027, 1, 18))
    assert reminders.last is None


def test_one_that_nobody_owns_reminds_the_body(staff: World) -> None:
    alert = make_alert(staff, "kirklees")
    AlertDuty.objects.update(owner_post=None)

    [coming] = alerts.reminders_of(alert, at=NOW).next

    assert coming.to == "who manages the PDU"
