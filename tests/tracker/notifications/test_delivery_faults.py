"""Faults of mail servers, of senders that work at once, and of clocks: each digest arrives, and once."""

import os
import ssl
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import chain

import pytest
from django.conf import settings as configured
from django.db import connection

from tests.factories.mail_process import database_url, open_senders
from tests.factories.many_people import make_people
from tests.factories.post_office import open_post_office
from tests.factories.world import NOW
from tests.tracker.notifications.test_delivery_kills import let_runs_go
from tracker.choices import ActionStatus, MessageState
from tracker.models import Action, Person
from tracker.notifications import sending
from tracker.notifications.models import DigestRun, Message
from tracker.notifications.operations.reminders import remind
from tracker.rules.access import SERVICE
from tracker.rules.calendar import LONDON

MONDAY = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
FRIDAY = date(2026, 11, 20)
MINUTE = timedelta(minutes=1)
CHANGES = [date(2027, 3, 28), date(2027, 10, 31), date(2028, 3, 26), date(2028, 10, 29)]


@pytest.fixture
def cast(world):
    Person.objects.update(first_signed_in_at=NOW - timedelta(days=100))
    Action.objects.update(status=ActionStatus.WITHDRAWN)
    let_runs_go()
    return world


def send(at):
    return sending.send_due(by=SERVICE, at=at)


def taken_by(office):
    return Counter(mail["To"] for mail in office.taken)


class TestServers:
    @pytest.fixture
    def due(self, cast):
        """The addresses of five people whose digests wait."""
        found = make_people(cast, 5, due_on=FRIDAY)
        remind(by=SERVICE, at=MONDAY)
        return found

    def test_what_was_due_is_what_arrived(self, due, settings):
        with open_post_office(settings) as office:
            send(MONDAY)

        assert taken_by(office) == Counter(due)

    def test_a_connection_that_ends_without_an_answer_repeats_one_mail_with_its_message_id(self, due, settings):
        with open_post_office(settings) as office:
            office.drops = {due[2]}
            send(MONDAY)
            office.drops.clear()
            send(MONDAY + MINUTE)

        assert taken_by(office) == Counter([*due, due[2]])
        assert len({mail["Message-ID"] for mail in office.taken}) == 5

    def test_451_for_some_holds_up_nobody(self, due, settings):
        with open_post_office(settings) as office:
            office.recipients = dict.fromkeys(due[1:3], "451 4.3.0 try later")
            first = send(MONDAY)
            office.recipients.clear()
            send(MONDAY + MINUTE)

        assert (first.sent, first.later) == (3, 2)
        assert taken_by(office) == Counter(due)

    def test_a_slow_server_ends_the_run_in_time_and_the_rest_goes_next(self, due, settings):
        with open_post_office(settings) as office:
            office.seconds = 0.2
            started = time.monotonic()
            first = sending.send_due(by=SERVICE, at=MONDAY, seconds=0.3)
            took = time.monotonic() - started
            office.seconds = 0
            send(MONDAY)

        assert first.is_cut_short
        assert 0 < first.sent < 5
        assert took < 0.3 + 5
        assert taken_by(office) == Counter(due)

    def test_a_server_that_hangs_frees_the_worker_within_thirty_seconds(self):
        assert 0 < configured.EMAIL_TIMEOUT <= 25

    def test_without_a_safe_connection_nothing_is_sent(self, due, settings):
        broken = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)  # without a certificate no handshake succeeds
        with open_post_office(settings, tls=broken) as office:
            run = send(MONDAY)

        assert (run.sent, run.later, office.taken, office.tried) == (0, 1, [], [])
        assert "SSL" in run.problems[0]

    def test_a_cause_that_nobody_rang_for_goes_within_a_minute(self, cast, settings):
        """An operation enqueues nothing, so a process that dies after its commit changes nothing: the tick looks."""
        make_people(cast, 1, due_on=FRIDAY)

        with open_post_office(settings) as office:
            remind(by=SERVICE, at=MONDAY + MINUTE)
            send(MONDAY + MINUTE)

        assert len(office.taken) == 1


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.mark.parametrize(
        ("people", "threads"), [(60, 4), pytest.param(5_000, 8, marks=pytest.mark.battery)], ids=["short", "full"]
    )
    def test_two_relays_with_several_threads_send_each_mail_once(self, cast, settings, people, threads):
        due = make_people(cast, people, due_on=FRIDAY)
        remind(by=SERVICE, at=MONDAY)

        def relay(_):
            try:
                return send(MONDAY).sent
            finally:
                connection.close()

        with open_post_office(settings) as office, open_senders(office.port) as other:
            other.start(MONDAY)
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(relay, range(threads)))
            other.wait()

        assert taken_by(office) == Counter(due)
        assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}

    def test_ticks_at_once_make_each_digest_once(self, cast):
        due = make_people(cast, 20, due_on=FRIDAY)

        def tick(_):
            try:
                return remind(by=SERVICE, at=MONDAY)
            finally:
                connection.close()

        with ThreadPoolExecutor(3) as pool:
            list(pool.map(tick, range(3)))

        assert sorted(Message.objects.values_list("person__email", flat=True)) == sorted(due)


@pytest.mark.django_db
@pytest.mark.parametrize("changes_on", CHANGES, ids=str)
@pytest.mark.parametrize("every", [30, pytest.param(1, marks=pytest.mark.battery)], ids=["short", "full"])
def test_each_digest_once_at_half_past_seven_when_clocks_change(cast, mailoutbox, changes_on, every):
    """Ticks from Saturday to Monday, or Tuesday where Monday is a bank holiday, each minute in the full form."""
    make_people(cast, 2, due_on=changes_on + timedelta(days=12))
    start = datetime.combine(changes_on - timedelta(days=1), datetime.min.time(), UTC)
    moments = [start + timedelta(minutes=minutes) for minutes in range(0, 96 * 60, every)]
    at_half_past = {each.astimezone(LONDON) for each in moments}

    sent = {}
    for at in moments:
        local = at.astimezone(LONDON)
        if every > 1 and not 6 <= local.hour <= 8:
            continue
        remind(by=SERVICE, at=at)
        send(at)
        for mail in mailoutbox[len(sent) :]:
            sent[mail.to[0], local] = mail

    assert at_half_past
    assert len(mailoutbox) == 2
    assert {(local.hour, local.minute) for _, local in sent} == {(7, 30)}


CHILD = """
import sys, time
from datetime import datetime
import django
django.setup()
from tracker.notifications.operations.reminders import remind
from tracker.rules.access import SERVICE
time.tzset()
early = remind(by=SERVICE, at=datetime.fromisoformat(sys.argv[1]))
due = remind(by=SERVICE, at=datetime.fromisoformat(sys.argv[2]))
print(early.digests, due.digests, time.tzname[0])
"""


@pytest.mark.django_db(transaction=True)
def test_a_server_in_sydney_makes_the_same_digests(cast):
    make_people(cast, 3, due_on=FRIDAY)
    own = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "1", "REDIS_URL": ""}
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_VERSION"}

    child = subprocess.run(
        [sys.executable, "-c", CHILD, (MONDAY - MINUTE).isoformat(), MONDAY.isoformat()],
        env=environment | own | {"TZ": "Australia/Sydney"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert child.stdout.split()[:2] == ["None", "3"], child.stderr
    assert set(DigestRun.objects.values_list("made_at", flat=True)) == {MONDAY}


def test_no_page_and_no_answer_of_the_api_waits_for_a_mail_server():
    """A request writes notices; only tasks and commands open the way out."""
    from pathlib import Path

    root = Path(sending.__file__).parent
    doors = chain((root / "web").rglob("*.py"), (root / "api").rglob("*.py"))
    forbidden = ("send_due", "send_mail", "get_connection", "smtplib", "EmailMultiAlternatives", "note_deliveries")

    assert [path.name for path in doors if any(word in path.read_text() for word in forbidden)] == []
