"""What shows that mail is well: one refusal at a time against a person, and runs that wait for a decision."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.bounces import refuse
from tests.factories.mail import make_message
from tests.factories.rows import refused_by, save_twin
from tests.factories.world import NOW
from tracker.choices import MessageState
from tracker.models import Person
from tracker.notifications.models import Bounce, Heartbeat, MailHold

DAY = timedelta(days=1)


@pytest.fixture
def person(db: None) -> Person:
    return Person.objects.create_user("gone@example.org", "Gone")


def refused(person: Person) -> Bounce:
    return refuse(person=person, address=person.email, reason="550 no such mailbox", bounced_at=NOW)


def hold(**fields: Any) -> MailHold:
    return MailHold.objects.create(**{"why": "60 messages at once", "made_at": NOW, "settings_mark": "a"} | fields)


class TestBounce:
    def test_a_second_one_is_refused_while_one_stands(self, person: Person) -> None:
        bounce = refused(person)

        with refused_by(Bounce, "bounce_one_standing"):
            save_twin(bounce)

    def test_cleared_it_stands_no_more_and_there_can_be_another(self, person: Person) -> None:
        refused(person)
        cleared = Bounce.objects.of_person(person.pk).clear(by_id=person.pk, at=NOW + DAY)

        again = refused(person)

        assert cleared == 1
        assert list(Bounce.objects.standing()) == [again]
        assert set(Bounce.objects.values_list("cleared_at", "cleared_by")) == {(NOW + DAY, person.pk), (None, None)}

    def test_clearing_lets_mail_go_there_again_and_to_nobody_else(self, person: Person) -> None:
        other = Person.objects.create_user("other@example.org", "Other")
        for each in (person, other):
            refused(each)

        Bounce.objects.of_person(person.pk).clear(by_id=None, at=NOW)

        assert list(Person.objects.filter(address_refused_at__isnull=False)) == [other]

    def test_what_was_cleared_is_not_cleared_again(self, person: Person) -> None:
        refused(person)

        cleared = [Bounce.objects.all().clear(by_id=None, at=NOW + days * DAY) for days in range(2)]

        assert (cleared, Bounce.objects.get().cleared_at) == ([1, 0], NOW)


class TestHold:
    @pytest.mark.parametrize(
        ("decision", "waits"), [({}, True), ({"released_at": NOW}, False), ({"dropped_at": NOW}, False)]
    )
    def test_it_waits_until_somebody_decides(self, db: None, decision: dict[str, Any], waits: bool) -> None:
        hold(**decision)

        assert MailHold.objects.waiting().exists() is waits

    @pytest.mark.parametrize("state", MessageState)
    def test_it_is_empty_once_no_message_waits_in_it(self, person: Person, state: MessageState) -> None:
        sent_at = NOW if state is MessageState.SENT else None
        make_message(person, uid="one", state=state, sent_at=sent_at, hold=hold())

        assert MailHold.objects.empty().exists() is (state is not MessageState.HELD)

    @pytest.mark.parametrize(
        ("fields", "mark", "since", "expected"),
        [
            ({"released_at": NOW}, "a", None, True),
            ({"released_at": NOW}, "b", None, False),
            ({"dropped_at": NOW}, "a", None, False),
            ({}, "a", None, False),
            ({"released_at": NOW}, "a", NOW, True),
            ({"released_at": NOW + DAY}, "a", NOW + DAY, False),  # it was made before
        ],
    )
    def test_whether_mail_under_these_settings_was_let_go(
        self, db: None, fields: dict[str, Any], mark: str, since: Any, expected: bool
    ) -> None:
        hold(**fields)

        assert MailHold.objects.was_released(mark, since=since) is expected


def test_a_component_has_one_heartbeat(db: None) -> None:
    beat = Heartbeat.objects.create(component="worker", beat_at=NOW)

    with refused_by(Heartbeat, "component"):
        save_twin(beat)
