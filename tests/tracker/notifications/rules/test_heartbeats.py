"""Silence and delay: when a component counts as silent, how that is said, and when mail is late."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.notifications.rules import heartbeats
from tracker.notifications.rules.heartbeats import Component

AT = datetime(2026, 11, 18, 9, 32, tzinfo=UTC)  # a Wednesday
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (0 * MINUTE, "Reminders last checked at 9:32am"),
        (5 * MINUTE, "Reminders last checked at 9:27am"),
        (6 * MINUTE, "Reminders have not been checked since 9:26am"),
        (timedelta(days=2), "Reminders have not been checked since 16 November 2026 at 9:32am"),
    ],
)
def test_when_reminders_were_last_checked(before, words):
    assert heartbeats.last_checked_words(AT - before, at=AT) == words


def test_reminders_that_were_never_checked():
    assert heartbeats.last_checked_words(None, at=AT).startswith("Reminders have not been checked yet")


def test_the_clock_is_londons():
    at = datetime(2026, 7, 1, 12, 5, tzinfo=UTC)

    assert heartbeats.last_checked_words(at, at=at) == "Reminders last checked at 1:05pm"


def test_every_component_is_shown_and_says_what_it_does():
    found = heartbeats.pulses({"worker": AT, "relay": AT - 6 * MINUTE}, at=AT)

    assert [(each.component, each.is_silent) for each in found] == [
        (Component.WEB, True),
        (Component.WORKER, False),
        (Component.BEAT, True),
        (Component.RELAY, True),
    ]
    assert all(each.does for each in found)


@pytest.mark.parametrize(
    ("oldest", "at", "expected"),
    [
        (None, AT, False),
        (AT - 15 * MINUTE, AT, False),
        (AT - 16 * MINUTE, AT, True),
        # Nothing goes at the weekend, so that nothing is late there; on Monday it counts from midnight.
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), datetime(2026, 11, 21, 10, 0, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), datetime(2026, 11, 23, 0, 15, tzinfo=UTC), False),
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), datetime(2026, 11, 23, 0, 16, tzinfo=UTC), True),
        (datetime(2026, 12, 24, 17, 0, tzinfo=UTC), datetime(2026, 12, 25, 10, 0, tzinfo=UTC), False),
    ],
)
def test_when_mail_is_late(oldest, at, expected):
    assert heartbeats.is_mail_late(oldest, at=at) is expected
