"""The way out of a message: one sender at a time, a record of what became of it, and another try."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import chain

import pytest
from django.core import mail
from django.db import connection

from tests.factories.mail import make_message
from tests.factories.mail_days import MONDAY, note, step
from tests.factories.world import NOW, TODAY
from tracker.choices import MessageKind, MessageState, NoticeKind, NoticeWay
from tracker.errors import NotAllowed, WrongState
from tracker.models import Person, actor_of
from tracker.notifications import sending
from tracker.notifications.models import Message, NoticeToTell
from tracker.notifications.operations import message_queue
from tracker.notifications.operations.reminders import remind
from tracker.rules.access import SERVICE

MINUTE = timedelta(minutes=1)
THREADS = 4


def queue(person, count=1, **fields):
    Message.objects.bulk_create(
        Message(
            person=person,
            frequency="weekly",
            number=number,
            kind=MessageKind.DIGEST,
            message_id=f"<{number}@localhost>",
            **({"created_at": NOW, "not_before_at": NOW} | fields),
        )
        for number in range(count)
    )


def lease(sender="one", limit=10, at=NOW):
    return message_queue.lease(sender=sender, limit=limit, by=SERVICE, at=at)


@pytest.fixture
def person(db):
    return Person.objects.create_user("manager@example.org", "Manager")


@pytest.fixture
def message(person):
    queue(person)
    return Message.objects.get()


@pytest.fixture
def leased(message):
    NoticeToTell.objects.create(
        person=message.person, kind=NoticeKind.ACTION_LATE, subject="ACT-0001", created_at=NOW, message=message
    )
    return lease()[0]


class TestLease:
    def test_a_lease_is_of_five_minutes(self, message):
        (found,) = lease()

        assert (found.state, found.leased_to, found.attempts) == (MessageState.LEASED, "one", 1)
        assert found.lease_until_at == NOW + 5 * MINUTE

    def test_the_longest_waiting_go_first_up_to_the_limit(self, person):
        queue(person, 5)

        assert len(lease(limit=3)) == 3
        assert len(lease("two", limit=3)) == 2

    def test_nobody_else_gets_what_is_leased(self, message):
        lease()

        assert lease("two", at=NOW + 4 * MINUTE) == []

    def test_a_lease_that_ran_out_is_taken_over(self, message):
        lease()

        (found,) = lease("two", at=NOW + 5 * MINUTE)

        assert (found.leased_to, found.attempts) == ("two", 2)

    def test_what_is_not_due_yet_stays(self, person):
        queue(person, not_before_at=NOW + MINUTE)

        assert lease() == []

    @pytest.mark.parametrize("state", [MessageState.FAILED, MessageState.SUPPRESSED, MessageState.EXPIRED])
    def test_what_has_ended_stays_ended(self, message, state):
        Message.objects.update(state=state)

        assert lease() == []

    def test_a_person_cannot_lease(self, message):
        with pytest.raises(NotAllowed):
            message_queue.lease(sender="one", limit=1, by=actor_of(message.person, on=TODAY), at=NOW)

    def test_queries_are_the_same_for_any_number(self, person, django_assert_num_queries):
        queue(person, 50)

        with django_assert_num_queries(3 + 2):  # and the savepoint
            lease(limit=50)


class TestRecord:
    def test_sent(self, leased):
        message_queue.record_sent(message=leased, subject="1 overdue", by=SERVICE, at=NOW)

        message = Message.objects.get()
        assert (message.state, message.sent_at, message.subject) == (MessageState.SENT, NOW, "1 overdue")
        assert not NoticeToTell.objects.untold().exists()

    def test_sent_says_where_it_went_and_forgets_what_went_wrong_before(self, leased):
        Message.objects.update(delivery="temporary-failure", last_error="mailbox full", provider_reference="n1")

        message_queue.record_sent(
            message=leased, subject="1 overdue " * 30, address="head@example.org", reference="n2", by=SERVICE, at=NOW
        )

        message = Message.objects.get()
        assert (message.address, message.provider_reference, message.delivery, message.last_error) == (
            "head@example.org", "n2", "", "",
        )  # fmt: skip
        assert (len(message.subject), message.sent_at) == (200, NOW)

    @pytest.mark.parametrize("state", sorted(set(MessageState) - {MessageState.LEASED, MessageState.SENT}))
    def test_what_nobody_has_is_not_recorded_as_sent(self, leased, state):
        Message.objects.update(state=state)

        message_queue.record_sent(message=leased, subject="1 overdue", by=SERVICE, at=NOW)

        assert Message.objects.get().state == state

    def test_one_is_recorded_and_no_other(self, leased):
        other = make_message(leased.person, uid="other", state=MessageState.LEASED)

        message_queue.record_sent(message=leased, subject="1 overdue", by=SERVICE, at=NOW)

        assert Message.objects.get(pk=other.pk).state == MessageState.LEASED

    def test_sent_but_without_a_notice_that_dropped_out(self, leased):
        message_queue.release_dropped(messages=[leased], told=[], by=SERVICE, at=NOW)
        message_queue.record_sent(message=leased, subject="1 overdue", by=SERVICE, at=NOW)

        assert NoticeToTell.objects.untold().exists()

    def test_what_is_told_stays_with_its_message(self, leased):
        dropped = message_queue.release_dropped(messages=[leased], told=[leased.notices.get().pk], by=SERVICE, at=NOW)

        assert (dropped, NoticeToTell.objects.untold().exists()) == (0, False)

    def test_sent_by_the_first_sender_is_not_sent_by_the_next(self, leased):
        (taken_over,) = lease("two", at=NOW + 5 * MINUTE)

        message_queue.record_sent(message=leased, subject="", by=SERVICE, at=NOW)
        message_queue.record_retry(message=taken_over, reason="timed out", by=SERVICE, at=NOW)

        assert Message.objects.get().state == MessageState.SENT

    def test_retry_waits(self, leased):
        message_queue.record_retry(message=leased, reason="451 later", by=SERVICE, at=NOW)

        message = Message.objects.get()
        assert (message.state, message.not_before_at) == (MessageState.PENDING, NOW + MINUTE)
        assert message.last_error == "451 later"

    def test_a_late_sender_cannot_undo_a_newer_lease(self, leased):
        lease("two", at=NOW + 5 * MINUTE)

        message_queue.record_retry(message=leased, reason="timed out", by=SERVICE, at=NOW)
        message_queue.record_failed(message=leased, reason="550", by=SERVICE, at=NOW)

        assert Message.objects.get().leased_to == "two"

    @pytest.mark.parametrize(
        ("record", "state"),
        [
            (message_queue.record_failed, MessageState.FAILED),
            (message_queue.record_suppressed, MessageState.SUPPRESSED),
        ],
    )
    def test_an_end_keeps_the_reason_and_frees_the_notices(self, leased, record, state):
        record(message=leased, reason="why", by=SERVICE, at=NOW)

        message = Message.objects.get()
        assert (message.state, message.last_error) == (state, "why")
        assert NoticeToTell.objects.untold().count() == 1

    def test_given_back_is_due_at_once_and_was_no_try(self, leased):
        message_queue.give_back(messages=[leased], sender="one", by=SERVICE, at=NOW)

        (message,) = Message.objects.due(at=NOW)
        assert (message.state, message.attempts) == (MessageState.PENDING, 0)

    def test_digests_of_last_week_expire(self, message):
        counts = [message_queue.expire_digests(by=SERVICE, at=NOW + timedelta(days=days)) for days in (1, 7, 7)]

        assert counts == [0, 1, 0]
        assert Message.objects.get().state == MessageState.EXPIRED

    def test_what_a_sender_has_taken_does_not_end(self, leased):
        ended = message_queue.expire(messages=Message.objects.filter(pk=leased.pk), by=SERVICE, at=NOW)

        assert (ended, Message.objects.get().state) == (0, MessageState.LEASED)
        assert not NoticeToTell.objects.untold().exists()


class TestTryAgain:
    @pytest.fixture
    def administrator(self, cast):
        return actor_of(cast.people["administrator"], on=TODAY)

    def test_what_waits_goes_at_once(self, cast, office, administrator):
        office.content[cast.people["head"].email] = "451 later"
        note(cast, "head", way=NoticeWay.DAY)
        step(MONDAY)
        office.content.clear()

        message_queue.try_again(message=Message.objects.get(), by=administrator, at=MONDAY)
        sending.send_due(by=SERVICE, at=MONDAY)

        assert len(office.taken) == 1

    def test_what_failed_tells_what_was_not_told_since(self, cast, office, administrator):
        office.content[cast.people["head"].email] = "554 refused"
        note(cast, "head", way=NoticeWay.DAY)
        step(MONDAY)
        office.content.clear()

        message_queue.try_again(message=Message.objects.get(), by=administrator, at=MONDAY + MINUTE)
        sending.send_due(by=SERVICE, at=MONDAY + MINUTE)

        assert len(office.taken) == 1
        assert NoticeToTell.objects.get().message == Message.objects.get()

    def test_what_was_sent_is_not_sent_again(self, cast, office, administrator):
        note(cast, "head", way=NoticeWay.DAY)
        step(MONDAY)

        with pytest.raises(WrongState):
            message_queue.try_again(message=Message.objects.get(), by=administrator, at=MONDAY)

    def test_only_an_administrator_can(self, cast, office):
        note(cast, "head", way=NoticeWay.DAY)
        remind(by=SERVICE, at=MONDAY)

        with pytest.raises(NotAllowed):
            message_queue.try_again(
                message=Message.objects.get(), by=actor_of(cast.people["lead"], on=TODAY), at=MONDAY
            )


def letters_for(messages, *, at, day):
    return {
        each.pk: sending.Letter(mail.EmailMultiAlternatives(each.message_id, to=[each.person.email]))
        for each in messages
    }


def in_threads(work):
    """What `work(number)` returns in each of the threads, which all start together."""

    def run(number):
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_each_message_is_leased_by_one_sender(self, person):
        queue(person, 60)

        def lease_all(number):
            found = []
            while some := lease(f"sender {number}", limit=5):
                found += [message.pk for message in some]
            return found

        leased = [*chain.from_iterable(in_threads(lease_all))]

        assert len(leased) == len(set(leased)) == 60

    def test_each_message_is_sent_once(self, person, monkeypatch):
        queue(person, 40)
        monkeypatch.setattr(sending.rendering, "written", letters_for)

        runs = in_threads(lambda _: sending.send_due(by=SERVICE, at=NOW))

        subjects = [sent.subject for sent in mail.outbox]
        assert len(subjects) == len(set(subjects)) == sum(run.sent for run in runs) == 40
