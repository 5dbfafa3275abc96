"""The weekly note that the jobs ran: what its subject and its lines say."""

from datetime import UTC, date, datetime

import pytest

from tracker.notifications.rules.heartbeats import pulses
from tracker.notifications.rules.jobs import JobsRan, is_note_due

AT = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
WELL = dict.fromkeys(("web", "worker", "beat", "relay"), AT)


def note(beats=WELL, **counts):
    given = dict.fromkeys(("notices", "sent", "failed", "suppressed", "waiting", "bounces", "held"), 0) | counts
    since = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
    return JobsRan(since=since, on=date(2026, 11, 23), pulses=pulses(beats, at=AT), **given)


@pytest.mark.parametrize(
    ("ran", "subject", "is_well"),
    [
        (note(), "The jobs ran: 0 emails sent", True),
        (note(sent=1), "The jobs ran: 1 email sent", True),
        (note(sent=12, failed=1), "The jobs ran: 12 emails sent, some need you", False),
        (note(bounces=1), "The jobs ran: 0 emails sent, some need you", False),
        (note(held=1), "The jobs ran: 0 emails sent, some need you", False),
        (note({}), "The jobs ran: 0 emails sent, some need you", False),
    ],
)
def test_the_subject_says_whether_somebody_must_look(ran, subject, is_well):
    assert (ran.subject, ran.is_well) == (subject, is_well)


def test_nought_is_news_too():
    said = dict(note(notices=1).groups)

    assert said["Since 16 November 2026"][:2] == ("1 thing to tell somebody found", "0 emails sent")
    assert "0 addresses to which emails do not arrive" in said["Now"]


def test_each_job_says_when_it_was_seen():
    ran = note({"worker": AT, "relay": datetime(2026, 11, 22, 13, 5, tzinfo=UTC)})

    said = dict(ran.groups)["Jobs"]

    assert said[1] == "Worker (finds what has become due) was last seen at 7:30am on 23 November 2026"
    assert said[3] == "Relay (sends the emails) has been silent since 1:05pm on 22 November 2026"
    assert said[0] == "Web (shows the pages) has never been seen"


TUESDAY = date(2026, 11, 24)
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("made", "is_due"),
    [
        ([], True),
        ([(MONDAY, False)], False),
        ([(MONDAY, True)], True),
        ([(TUESDAY, True)], False),
        ([(MONDAY, True), (TUESDAY, True)], False),
        ([(MONDAY, True), (TUESDAY, False)], False),
        ([(MONDAY, False), (MONDAY, True)], False),
    ],
)
def test_a_note_that_failed_is_due_again_on_a_later_day(made, is_due):
    assert is_note_due(made, today=TUESDAY) is is_due
