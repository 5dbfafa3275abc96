"""The worker's tasks: what they call, and that a real worker runs them; what a broken broker cannot stop."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from config.celery import TIMETABLE, app
from tests.factories.list_files import ask
from tests.factories.self_assessments import make_self_assessment
from tests.factories.world import NOW, make_action
from tracker import tasks
from tracker.choices import MessageState, NoticeKind
from tracker.models import Person
from tracker.notifications.models import Message, NoticeToTell

MONDAY = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
PEOPLE_WITH_ACTIONS = ("head", "sibling_head", "other_head", "lead")


@pytest.fixture
def cast(world):
    Person.objects.update(first_signed_in_at=NOW - timedelta(days=100))
    return world


def command(at):
    said, problems = StringIO(), StringIO()
    call_command("send_due_mail", at=at, stdout=said, stderr=problems)
    return said.getvalue().splitlines() + problems.getvalue().splitlines()


def test_every_job_of_the_timetable_is_a_task():
    app.loader.import_default_modules()

    assert {task for task, _ in TIMETABLE.values()} <= set(app.tasks)


def test_tick_then_relay_sends_the_digests(cast, mailoutbox):
    with time_machine.travel(MONDAY, tick=False):
        tasks.tick()
        tasks.relay()

    assert len(mailoutbox) == 4
    assert set(Message.objects.values_list("state", "sent_at")) == {(MessageState.SENT, MONDAY)}


@pytest.mark.parametrize("times", [2, 3])
def test_beat_started_more_than_once_sends_once(cast, mailoutbox, times):
    with time_machine.travel(MONDAY, tick=False):
        for _ in range(times):
            tasks.tick()
            tasks.relay()

    assert len(mailoutbox) == 4


@pytest.mark.parametrize("missed", range(1, 15))
def test_after_days_of_silence_each_thing_is_said_once(cast, mailoutbox, missed):
    start = datetime(2026, 11, 21, 0, 1, tzinfo=UTC) + timedelta(days=missed)
    for days in range(15):
        with time_machine.travel(start + timedelta(days=days, hours=8), tick=False):
            tasks.tick()
            tasks.relay()

    owners = NoticeToTell.objects.filter(kind__in=[NoticeKind.ACTION_DUE, NoticeKind.ACTION_LATE])
    told = owners.filter(message__state=MessageState.SENT).values_list("rung", "person__email")
    assert sorted(told) == sorted(("action-late", cast.people[key].email) for key in PEOPLE_WITH_ACTIONS)
    assert len(mailoutbox) == Message.objects.filter(state=MessageState.SENT).count()
    assert not owners.filter(message=None).exists()


def test_the_server_in_sydney_changes_nothing(cast, settings):
    settings.TIME_ZONE = "Australia/Sydney"
    with time_machine.travel(MONDAY - timedelta(minutes=1), tick=False):
        tasks.tick()
    early = Message.objects.count()
    with time_machine.travel(MONDAY, tick=False):
        tasks.tick()

    assert (early, Message.objects.count()) == (0, 4)


def test_nothing_waits_for_the_broker(cast, monkeypatch):
    for reach in ("celery.app.base.Celery.send_task", "celery.app.task.Task.apply_async", "kombu.Connection.connect"):
        monkeypatch.setattr(reach, lambda *_, **__: pytest.fail("an operation reached for the broker"))

    make_action(cast, "new", recommendation="kirklees", post="Head of PDU, kirklees", due_on=date(2026, 11, 1))

    assert command("2026-11-16T07:30")[1].startswith("Sent: 4.")


class TestCommand:
    def test_it_says_what_it_did(self, cast):
        assert command("2026-11-16T07:30") == [
            "New notices: 4. Digests made: 4.",
            "Sent: 4. Failed: 0. Nothing left to say: 0. To try again: 0.",
        ]

    def test_again_does_nothing(self, cast):
        command("2026-11-16T07:30")

        assert command("2026-11-16T07:31") == [
            "New notices: 0. No digest was due.",
            "Sent: 0. Failed: 0. Nothing left to say: 0. To try again: 0.",
        ]

    def test_a_time_without_zone_is_londons(self, cast):
        assert command("2027-04-05T07:29")[0].endswith("No digest was due.")
        assert command("2027-04-05T07:30")[0].endswith("Digests made: 6.")  # the lead of Manchester and HMPPS too

    def test_a_wrong_time_says_what_to_enter(self, cast):
        with pytest.raises(CommandError, match="Enter a date and time like"):
            command("Monday")


# Another process: it puts three tasks into a folder of its own, works through them and stops.
WORKER = """
import os, signal, sys
from pathlib import Path
from config.celery import app
folders = {name: str(Path(sys.argv[1], name)) for name in ("messages", "taken", "control", "demo-inbox", "media")}
for folder in folders.values():
    Path(folder).mkdir()
app.conf.broker_transport_options = {
    "data_folder_in": folders["messages"], "data_folder_out": folders["messages"],
    "processed_folder": folders["taken"], "control_folder": folders["control"], "polling_interval": 0.1,
}
import django
django.setup()
from celery.signals import task_postrun
from django.conf import settings
from tracker import tasks
settings.DEMO_INBOX_DIR, settings.MEDIA_ROOT = folders["demo-inbox"], folders["media"]
done = []
@task_postrun.connect
def note(task, state, **_):
    done.append(f"{task.name} {state}")
    print(done[-1], flush=True)
    if len(done) == 3:
        os.kill(os.getpid(), signal.SIGTERM)
tasks.tick.delay()
tasks.relay.delay()
tasks.write_lists.delay()
app.worker_main(["worker", "--pool=solo", "--without-gossip", "--without-mingle"])
"""


def database_url():
    """The test database, for another process."""
    held = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{held['NAME']}"
    return f"postgres://{held['USER']}:{held['PASSWORD']}@{held['HOST']}:{held['PORT']}/{held['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_runs_the_tasks(cast, tmp_path):
    make_self_assessment(cast, "kirklees")
    NoticeToTell.objects.all().delete()  # the worker notes it again, also at a weekend
    file = ask(cast)
    own = {"DATABASE_URL": database_url(), "REDIS_URL": "", "DEBUG": "1", "EMAIL_URL": ""}

    worker = subprocess.run(
        [sys.executable, "-c", WORKER, str(tmp_path)],
        env=os.environ | own,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert "tracker.tasks.tick SUCCESS" in worker.stdout, worker.stdout + worker.stderr
    assert "tracker.tasks.relay SUCCESS" in worker.stdout, worker.stdout + worker.stderr
    assert "tracker.tasks.write_lists SUCCESS" in worker.stdout, worker.stdout + worker.stderr
    assert NoticeToTell.objects.filter(kind=NoticeKind.SELF_ASSESSMENT_TO_REVIEW).count() == 1
    file.refresh_from_db()
    assert file.is_ready
    assert (tmp_path / "media" / file.file.name).stat().st_size == file.size
