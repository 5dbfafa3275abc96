"""A run of mail that is unusually large waits for a person, who lets it go or drops it, once."""

from datetime import date

import pytest

from tests.factories.mail_days import DAY, MINUTE, MONDAY, step
from tests.factories.many_people import make_people
from tests.factories.world import TODAY
from tracker.choices import MessageState
from tracker.errors import NotAllowed, WrongState
from tracker.models import Event, actor_of
from tracker.notifications import sending
from tracker.notifications.models import MailHold, NoticeToTell, SettingsUse
from tracker.notifications.operations import holds
from tracker.notifications.operations.reminders import remind
from tracker.rules.access import SERVICE


@pytest.fixture
def flood(cast):
    make_people(cast, 51, due_on=date(2026, 11, 20))
    remind(by=SERVICE, at=MONDAY)
    return cast


@pytest.fixture
def hold(db):
    """A run that waits, all of whose mail was overtaken."""
    return MailHold.objects.create(why="60 messages at once", made_at=MONDAY, settings_mark="test")


@pytest.fixture
def administrator(cast):
    return actor_of(cast.people["administrator"], on=TODAY)


def test_a_first_run_over_fifty_waits_for_a_person(flood, office):
    run = sending.send_due(by=SERVICE, at=MONDAY + MINUTE)

    hold = MailHold.objects.get()
    assert (run.sent, office.taken, hold.messages.count()) == (0, [], 51)
    assert "51 messages" in hold.why


def test_fifty_go(cast, office):
    make_people(cast, 50, due_on=date(2026, 11, 20))

    step(MONDAY)

    assert len(office.taken) == 50
    assert not MailHold.objects.exists()


def test_released_it_goes_and_the_same_settings_hold_nothing_again(flood, office, administrator):
    count = holds.release_hold(hold=MailHold.objects.get(), by=administrator, at=MONDAY + MINUTE)
    step(MONDAY + 2 * MINUTE)
    make_people(flood, 60, due_on=date(2026, 11, 27), name="new")
    step(MONDAY + 7 * DAY)

    new = [mail for mail in office.taken if mail["To"].startswith("new-")]
    assert (count, len(office.taken) - len(new) >= 51, len(new)) == (51, True, 60)
    assert Event.objects.filter(verb="mail.released").count() == 1


def test_dropped_it_never_goes_and_is_not_told_again(flood, office, administrator):
    told = set(NoticeToTell.objects.values_list("pk", flat=True))
    holds.drop_hold(hold=MailHold.objects.get(), by=administrator, at=MONDAY + MINUTE)
    step(MONDAY + 2 * MINUTE)

    assert office.taken == []
    assert not NoticeToTell.objects.untold().filter(pk__in=told).exists()
    assert Event.objects.get(verb="mail.dropped").after == {"messages": 51}


def test_other_settings_hold_again(flood, office, administrator, settings):
    holds.release_hold(hold=MailHold.objects.get(), by=administrator, at=MONDAY)
    settings.RESPONSE_DAYS += 1
    make_people(flood, 60, due_on=date(2026, 11, 27), name="new")
    remind(by=SERVICE, at=MONDAY + 7 * DAY)

    assert MailHold.objects.waiting().count() == 1


def test_while_a_run_waits_smaller_ones_wait_with_it(flood, office):
    make_people(flood, 3, due_on=date(2026, 11, 20), name="late-comer")

    step(MONDAY + DAY)

    assert office.taken == []
    assert MailHold.objects.get().messages.filter(state=MessageState.HELD).count() == 54


def test_a_held_digest_that_has_gone_stale_is_merged_into_the_next(flood, office):
    remind(by=SERVICE, at=MONDAY + 7 * DAY)

    first, second = MailHold.objects.order_by("pk")
    assert set(first.messages.values_list("state", flat=True)) == {MessageState.EXPIRED}
    assert (first.dropped_at, second.dropped_at) == (MONDAY + 7 * DAY, None)
    assert second.messages.filter(state=MessageState.HELD).count() >= 51


@pytest.mark.parametrize("key", ["head", "lead", "national", "auditor"])
@pytest.mark.parametrize("decide", [holds.release_hold, holds.drop_hold])
def test_only_an_administrator_decides(cast, hold, decide, key):
    with pytest.raises(NotAllowed):
        decide(hold=hold, by=actor_of(cast.people[key], on=TODAY), at=MONDAY)


def test_it_is_decided_once(hold, administrator):
    holds.drop_hold(hold=hold, by=administrator, at=MONDAY)

    with pytest.raises(WrongState):
        holds.release_hold(hold=hold, by=administrator, at=MONDAY)


def test_of_a_run_without_messages_nothing_is_asked(db, django_assert_num_queries):
    with django_assert_num_queries(2):  # the savepoint
        assert holds.hold_if_unusual(messages=[], by=SERVICE, at=MONDAY) == 0

    assert not SettingsUse.objects.exists()


def test_a_run_that_other_mail_took_over_from_ends_once(hold):
    ended = [holds.end_empty_holds(by=SERVICE, at=MONDAY + DAY * days) for days in (1, 2)]

    hold.refresh_from_db()
    assert (ended, hold.dropped_at, hold.dropped_by) == ([1, 0], MONDAY + DAY, None)


@pytest.mark.parametrize(
    ("operation", "given"), [(holds.hold_if_unusual, {"messages": []}), (holds.end_empty_holds, {})]
)
def test_only_the_service_holds_back_and_ends_what_is_empty(administrator, operation, given):
    with pytest.raises(NotAllowed):
        operation(**given, by=administrator, at=MONDAY)
