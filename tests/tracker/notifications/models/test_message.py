"""The message queue: what is due, what waits for a person, what a day has had, and messages that cannot be."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from tests.factories.mail import make_message
from tests.factories.rows import refused_by, save_changed, save_twin
from tests.factories.world import NOW, TODAY
from tracker.choices import Frequency, MessageKind, MessageState
from tracker.models import Person
from tracker.notifications.models import EmailPreference, MailHold, Message
from tracker.notifications.models.message import MessageQuerySet
from tracker.notifications.rules.email_preferences import DEFAULT, Preference

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
HELD, PENDING, LEASED, SENT = MessageState.HELD, MessageState.PENDING, MessageState.LEASED, MessageState.SENT
FAILED, SUPPRESSED = MessageState.FAILED, MessageState.SUPPRESSED
UID = UUID("5e17b5a4-0000-4000-8000-000000000001")
Made = Callable[..., Message]


@pytest.fixture
def person(db: None) -> Person:
    return Person.objects.create_user("manager@example.org", "Manager")


@pytest.fixture
def other(db: None) -> Person:
    return Person.objects.create_user("other@example.org", "Other")


@pytest.fixture
def made(person: Person) -> Made:
    """A digest to the person, unless told otherwise; what is sent was sent now."""
    numbers = count()

    def make(state: MessageState = PENDING, *, to: Person = person, uid: Any = None, **fields: Any) -> Message:
        sent_at = {"sent_at": NOW} if state is SENT else {}
        return make_message(to, uid=uid or next(numbers), state=state, **(sent_at | fields))

    return make


def hold(**fields: Any) -> MailHold:
    return MailHold.objects.create(why="60 messages at once", made_at=NOW, settings_mark="a", **fields)


class TestDue:
    @pytest.mark.parametrize(
        ("state", "fields", "is_due"),
        [
            (PENDING, {}, True),
            (PENDING, {"not_before_at": NOW + MINUTE}, False),
            (LEASED, {"lease_until_at": NOW}, True),
            (LEASED, {"lease_until_at": NOW + MINUTE}, False),
            (HELD, {}, False),
            (FAILED, {}, False),
            (PENDING, {"day_on": TODAY}, True),
            (PENDING, {"day_on": TODAY - DAY}, False),
        ],
    )
    def test_what_waits_or_was_left_by_its_sender_on_its_own_day(
        self, made: Made, state: MessageState, fields: dict[str, Any], is_due: bool
    ) -> None:
        made(state, **fields)

        assert Message.objects.due(at=NOW).exists() is is_due

    def test_the_longest_waiting_comes_first(self, made: Made) -> None:
        later, first, second = made(), made(not_before_at=NOW - MINUTE), made(not_before_at=NOW - MINUTE)

        assert list(Message.objects.due(at=NOW)) == [first, second, later]

    @pytest.mark.parametrize(
        ("state", "fields", "waits"),
        [
            (HELD, {}, True),
            (PENDING, {"not_before_at": NOW + DAY}, True),
            (LEASED, {"lease_until_at": NOW}, True),
            (LEASED, {"lease_until_at": NOW + MINUTE}, False),
            (SUPPRESSED, {}, False),
        ],
    )
    def test_unsent_is_what_nobody_sends_at_the_moment(
        self, made: Made, state: MessageState, fields: dict[str, Any], waits: bool
    ) -> None:
        made(state, **fields)

        assert Message.objects.unsent(at=NOW).exists() is waits


class TestKeptBack:
    @pytest.mark.parametrize(
        ("fields", "since"),
        [
            ({}, NOW),
            ({"last_error": "452 mailbox full"}, None),
            ({"last_error": "timed out", "kept_back_since_at": NOW - DAY}, NOW - DAY),
            ({"state": HELD}, None),
            ({"day_on": TODAY - DAY}, NOW),
        ],
    )
    def test_it_counts_from_the_first_time_that_it_was_to_go(
        self, made: Made, fields: dict[str, Any], since: datetime | None
    ) -> None:
        made(**fields)

        assert Message.objects.oldest_kept_back(at=NOW) == since

    def test_of_an_earlier_day_only_once_a_run_should_have_carried_it_over(self, made: Made) -> None:
        made(day_on=TODAY - DAY)
        morning = NOW.replace(hour=7, minute=30)

        assert Message.objects.oldest_kept_back(at=morning + 14 * MINUTE) is None
        assert Message.objects.oldest_kept_back(at=morning + 15 * MINUTE) == NOW

    def test_the_oldest_of_several_in_one_query(self, made: Made, django_assert_num_queries: Any) -> None:
        for hours in (1, 3, 2):
            made(not_before_at=NOW - timedelta(hours=hours))

        with django_assert_num_queries(1):
            assert Message.objects.oldest_kept_back(at=NOW) == NOW - timedelta(hours=3)


class TestHold:
    def test_what_waits_to_be_sent_is_held_back_and_nothing_else(self, made: Made) -> None:
        waiting, leased = made(), made(LEASED)
        run = hold()

        assert Message.objects.all().hold_back(run) == 1
        assert list(Message.objects.held_by(run)) == [waiting]
        leased.refresh_from_db()
        assert (leased.state, leased.hold) == (LEASED, None)

    @pytest.mark.parametrize(("decision", "count"), [({}, 1), ({"released_at": NOW}, 2), ({"dropped_at": NOW}, 2)])
    def test_a_run_shows_what_waits_in_it_and_once_it_is_decided_all_of_it(
        self, made: Made, decision: dict[str, Any], count: int
    ) -> None:
        run = hold(**decision)
        made(HELD, hold=run)
        made(MessageState.EXPIRED, hold=run)
        made(HELD, hold=hold())

        assert Message.objects.in_hold(run).count() == count

    def test_released_it_is_due_at_that_moment(self, made: Made) -> None:
        message = made(HELD, hold=hold(), not_before_at=NOW - DAY)

        assert Message.objects.held().release(at=NOW) == 1
        assert list(Message.objects.due(at=NOW).values_list("pk", "not_before_at")) == [(message.pk, NOW)]

    def test_dropped_it_is_over_and_leaves_the_day_free(self, made: Made) -> None:
        message = made(HELD, hold=hold(), day_on=TODAY)

        Message.objects.held().drop(reason="Dropped by Ada")

        message.refresh_from_db()
        assert (message.state, message.day_on, message.last_error) == (SUPPRESSED, None, "Dropped by Ada")


class TestOfADay:
    @pytest.mark.parametrize(
        ("state", "waits", "is_out"),
        [
            (PENDING, True, False),
            (HELD, True, False),
            (LEASED, False, True),
            (SENT, False, True),
            (FAILED, False, True),
        ],
    )
    def test_a_mail_of_the_day_waits_or_is_out(
        self, made: Made, person: Person, other: Person, state: MessageState, waits: bool, is_out: bool
    ) -> None:
        made(state, day_on=TODAY)
        asked = [person.pk, other.pk]

        assert (person.pk in Message.objects.waiting_of_day(TODAY, people=asked)) is waits
        assert (person.pk in Message.objects.out_of_day(TODAY, people=asked)) is is_out

    def test_neither_is_said_of_another_day_or_of_who_is_not_asked_about(self, made: Made, other: Person) -> None:
        made(day_on=TODAY - DAY)
        made(SENT, day_on=TODAY, to=other)

        assert Message.objects.waiting_of_day(TODAY, people=[other.pk]) == set()
        assert Message.objects.out_of_day(TODAY, people=[]) == set()
        assert Message.objects.of_earlier_days(TODAY).count() == 1

    def test_who_has_another_mail_of_that_day_is_left_out(self, made: Made, other: Person) -> None:
        made(day_on=TODAY - DAY)
        alone = made(day_on=TODAY - DAY, to=other)
        made(day_on=TODAY)

        assert list(Message.objects.of_earlier_days(TODAY).alone_of_their_person(TODAY)) == [alone]

    @pytest.mark.parametrize("kind", MessageKind)
    def test_digests_and_reminders_come_once_a_day(self, made: Made, kind: MessageKind) -> None:
        made(kind=kind)

        assert Message.objects.once_a_day().exists() is (kind in (MessageKind.DIGEST, MessageKind.REMINDER))

    @pytest.mark.parametrize(
        ("frequency", "days", "is_stale"),
        [
            (Frequency.WEEKLY, 6, False),
            (Frequency.WEEKLY, 7, True),
            (Frequency.FORTNIGHTLY, 13, False),
            (Frequency.FORTNIGHTLY, 14, True),
            (Frequency.DAILY, 0, False),
            (Frequency.DAILY, 1, True),
        ],
    )
    def test_a_digest_goes_stale_when_the_next_is_due(
        self, made: Made, frequency: Frequency, days: int, is_stale: bool
    ) -> None:
        made(frequency=frequency, created_at=NOW - days * DAY)
        made(kind=MessageKind.REMINDER, created_at=NOW - 30 * DAY)

        assert Message.objects.stale(at=NOW).count() == is_stale


class TestInstant:
    def test_who_has_one_that_was_not_sent(self, made: Made, person: Person, other: Person) -> None:
        made(kind=MessageKind.INSTANT)
        made(SENT, kind=MessageKind.INSTANT, to=other)
        made(to=other)

        assert Message.objects.unsent_instant_of([person.pk, other.pk]) == {person.pk}

    def test_how_many_of_each_person_were_given_up(self, made: Made, person: Person, other: Person) -> None:
        for state in (SUPPRESSED, SUPPRESSED, FAILED):
            made(state, kind=MessageKind.INSTANT)
        made(SUPPRESSED, kind=MessageKind.REMINDER, to=other)

        assert Message.objects.given_up_instant_of([person.pk, other.pk]) == {person.pk: 2}

    def test_when_the_last_of_each_was_made_after_a_moment(self, made: Made, person: Person, other: Person) -> None:
        for minutes in (5, 20, 10):
            made(kind=MessageKind.INSTANT, created_at=NOW - minutes * MINUTE)
        made(kind=MessageKind.INSTANT, created_at=NOW - 30 * MINUTE, to=other)

        found = Message.objects.last_instant_of([person.pk, other.pk], since=NOW - 30 * MINUTE)

        assert found == {person.pk: NOW - 5 * MINUTE}


class TestProvider:
    @pytest.mark.parametrize(
        ("state", "fields", "is_asked"),
        [
            (SENT, {"provider_reference": "n1"}, True),
            (SENT, {"provider_reference": "n1", "delivery": "sending"}, True),
            (SENT, {"provider_reference": "n1", "delivery": "delivered"}, False),
            (SENT, {"provider_reference": "n1", "sent_at": NOW - 5 * DAY}, False),
            (SENT, {}, False),
            (PENDING, {"provider_reference": "n1"}, False),
        ],
    )
    def test_what_became_is_asked_of_what_it_took_and_did_not_finish(
        self, made: Made, state: MessageState, fields: dict[str, Any], is_asked: bool
    ) -> None:
        made(state, **fields)

        assert Message.objects.asked_of_provider(since=NOW - 4 * DAY).exists() is is_asked

    def test_counts_keep_what_a_provider_took_apart(self, made: Made, django_assert_num_queries: Any) -> None:
        for fields in ({}, {"provider_reference": "n1"}, {"provider_reference": "n2"}, {"delivery": "delivered"}):
            made(SENT, **fields)
        made(SENT, provider_reference="n3", delivery="delivered")

        with django_assert_num_queries(1):
            found = Message.objects.sent_since(NOW).counted_by_delivery()

        assert sorted(found) == [(False, "", 1), (False, "delivered", 1), (True, "", 2), (True, "delivered", 1)]


class TestOne:
    def test_it_is_made_with_a_reference_of_its_own_at_the_services_host(self, person: Person, settings: Any) -> None:
        settings.SERVICE_URL = "https://recommendations.example:8443/x"

        made = Message.made(person_id=person.pk, kind=MessageKind.DIGEST, frequency=Frequency.DAILY, at=NOW)
        made.save()

        assert made.message_id == f"<{made.reference}@recommendations.example>"
        assert (made.created_at, made.not_before_at, made.state) == (NOW, NOW, PENDING)
        assert Message.objects.with_reference(UUID(made.reference)).get() == made

    def test_a_reference_is_whole(self, made: Made) -> None:
        made(uid=UID)

        assert not Message.objects.with_reference(UUID(int=UID.int + 1)).exists()

    def test_a_persons_come_newest_first(self, made: Made, person: Person, other: Person) -> None:
        old, new, newer = made(created_at=NOW - DAY), made(), made()
        made(to=other)

        assert list(Message.objects.of_person(person.pk)) == [newer, new, old]

    @pytest.mark.parametrize("state", MessageState)
    def test_it_waits_until_it_is_sent_or_given_up(self, state: MessageState) -> None:
        assert Message(state=state).is_waiting is (state in (HELD, PENDING, LEASED))

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({}, ""),
            ({"last_error": "550"}, "550"),
            ({"sent_at": NOW, "last_error": "451 at first"}, "Taken by the mail server"),
            ({"sent_at": NOW, "provider_reference": "n", "delivery": "delivered"}, "Delivered to the mailbox"),
        ],
    )
    def test_it_says_what_became_of_it(self, fields: dict[str, Any], words: str) -> None:
        assert Message(**fields).result == words

    def test_how_often_its_person_wants_mail_costs_no_query(
        self, made: Made, person: Person, other: Person, django_assert_num_queries: Any
    ) -> None:
        EmailPreference.objects.create(person=person, frequency=Frequency.DAILY)
        made()
        made(to=other)
        found = list(Message.objects.select_related("person__email_preference").order_by("pk"))

        with django_assert_num_queries(0):
            assert [each.preference for each in found] == [Preference(Frequency.DAILY), DEFAULT]


def test_notes_are_told_by_day_and_whether_they_failed(made: Made, person: Person) -> None:
    note = MessageKind.JOBS_RAN
    made(SENT, kind=note, created_at=datetime.combine(TODAY, NOW.timetz()))
    made(FAILED, kind=note, created_at=NOW - DAY)
    made(SENT, kind=note, created_at=NOW - 8 * DAY)
    made(SENT)

    found = Message.objects.notes_of([person.pk], since=NOW - 7 * DAY)

    assert {number: sorted(days) for number, days in found.items()} == {
        person.pk: [(date(2026, 11, 17), True), (TODAY, False)]
    }


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (lambda found: found.made_before(NOW), 1),
        (lambda found: found.made_between(NOW - DAY, NOW), 1),
        (lambda found: found.made_between(NOW - DAY, NOW + MINUTE), 2),
        (lambda found: found.made_between(NOW, NOW), 0),
        (lambda found: found.sent_since(NOW), 1),
        (lambda found: found.sent_since(NOW + MINUTE), 0),
        (lambda found: found.not_failed(), 1),
    ],
)
def test_a_span_begins_with_its_first_moment_and_ends_before_its_last(
    made: Made, chosen: Callable[[MessageQuerySet], MessageQuerySet], expected: int
) -> None:
    made(FAILED, created_at=NOW - DAY)
    made(SENT)

    assert chosen(Message.objects.all()).count() == expected


class TestRefused:
    @pytest.mark.parametrize(
        ("constraint", "changes"),
        [
            ("message_state_known", {"state": "lost"}),
            ("message_sent_has_its_time", {"state": SENT}),
            ("message_sent_has_its_time", {"sent_at": NOW}),
        ],
    )
    def test_a_message_that_cannot_be(self, made: Made, constraint: str, changes: dict[str, Any]) -> None:
        with refused_by(Message, constraint):
            save_changed(made(), **changes)

    def test_a_second_mail_of_a_day(self, made: Made) -> None:
        with refused_by(Message, "message_one_a_day"):
            save_twin(made(day_on=TODAY), message_id="<other@example.org>", number=99)

    def test_the_same_mail_a_second_time(self, made: Made) -> None:
        message = made(kind=MessageKind.INSTANT)
        save_twin(message, message_id="<again@example.org>", again=1)

        with refused_by(Message, "message_once"):
            save_twin(message, message_id="<other@example.org>")
