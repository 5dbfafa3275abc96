"""Whether the jobs run: signs of life, mail that is late, and the counts since the last note that arrived."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.factories.bounces import refuse
from tests.factories.mail import make_message
from tests.factories.mail_days import DAY, MONDAY
from tests.factories.rows import save_changed
from tests.factories.world import NOW, World
from tracker.choices import MessageKind, MessageState, NoticeKind
from tracker.notifications.models import MailHold, NoticeToTell
from tracker.notifications.operations.heartbeats import beat
from tracker.notifications.queries import jobs
from tracker.notifications.rules.heartbeats import Component

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def note(world: World, state: MessageState, *, at: datetime) -> None:
    """A weekly note that the jobs ran, to the administrator."""
    sent_at = at if state is MessageState.SENT else None
    make_message(
        world.people["administrator"], uid=at.isoformat(), kind=MessageKind.JOBS_RAN, state=state, sent_at=sent_at,
        created_at=at,
    )  # fmt: skip


class TestSignsOfLife:
    def test_each_component_has_a_pulse_whether_it_was_ever_alive_or_not(
        self, db: None, django_assert_num_queries: Any
    ) -> None:
        beat(component="worker", at=NOW - MINUTE)
        beat(component="relay", at=NOW - HOUR)

        with django_assert_num_queries(1):
            found = {each.component: (each.beat_at, each.is_silent) for each in jobs.components(at=NOW)}

        assert found == {
            Component.WEB: (None, True),
            Component.WORKER: (NOW - MINUTE, False),
            Component.BEAT: (None, True),
            Component.RELAY: (NOW - HOUR, True),
        }


class TestLateMail:
    @pytest.mark.parametrize(
        ("at", "is_late"),
        [
            (MONDAY + 16 * MINUTE, True),
            (MONDAY + DAY - 2 * HOUR, False),  # a tick carries it over at 7:30am
            (MONDAY + DAY + 15 * MINUTE, True),
            (MONDAY + 5 * DAY, False),  # Saturday
            (MONDAY + 7 * DAY + 15 * MINUTE, True),
        ],
    )
    def test_mail_that_no_tick_carried_over_is_late(self, world: World, at: datetime, is_late: bool) -> None:
        make_message(world.people["head"], uid="1", day_on=MONDAY.date(), created_at=MONDAY, not_before_at=MONDAY)

        assert jobs.mail_is_late(at=at) is is_late

    def test_where_nothing_waits_nothing_is_late(self, db: None, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(1):
            assert not jobs.mail_is_late(at=NOW)


class TestWhatTheyDid:
    @pytest.mark.parametrize(
        ("notes", "since"),
        [
            ({}, NOW - 7 * DAY),
            ({8: MessageState.SENT}, NOW - 8 * DAY),
            ({8: MessageState.SENT, 1: MessageState.FAILED}, NOW - 8 * DAY),
            ({8: MessageState.SENT, 1: MessageState.PENDING}, NOW - DAY),
            ({8: MessageState.SENT, 0: MessageState.PENDING}, NOW - 8 * DAY),  # another administrator's of today
        ],
    )
    def test_it_counts_from_the_last_note_that_arrived(
        self, world: World, notes: dict[int, MessageState], since: datetime
    ) -> None:
        for days, state in notes.items():
            note(world, state, at=NOW - days * DAY)

        assert jobs.jobs_ran(at=NOW).since == since

    def test_each_count_is_of_its_own(self, world: World, django_assert_num_queries: Any) -> None:
        head = world.people["head"]
        note(world, MessageState.SENT, at=NOW - DAY)
        states = [MessageState.SENT] * 3 + [MessageState.FAILED] * 2 + [MessageState.SUPPRESSED, MessageState.LEASED]
        for number, state in enumerate(states):
            sent_at = NOW if state is MessageState.SENT else None
            make_message(head, uid=number, state=state, sent_at=sent_at)
        make_message(head, uid="old", state=MessageState.FAILED, created_at=NOW - 2 * DAY)
        NoticeToTell.objects.create(person=head, kind=NoticeKind.ASSIGNED, subject="ACT-0001", created_at=NOW)
        refuse(person=head, address=head.email, reason="550", bounced_at=NOW - 9 * DAY)
        cleared = refuse(person=world.people["lead"], address="lead@example.org", reason="550", bounced_at=NOW)
        save_changed(cleared, cleared_at=NOW)
        for dropped_at in (None, NOW):
            MailHold.objects.create(why="60 messages", made_at=NOW, settings_mark="a", dropped_at=dropped_at)

        with django_assert_num_queries(9):
            found = jobs.jobs_ran(at=NOW)

        assert (found.sent, found.failed, found.suppressed, found.waiting) == (3, 2, 1, 1)
        assert (found.notices, found.bounces, found.held, len(found.pulses)) == (1, 1, 1, len(Component))
