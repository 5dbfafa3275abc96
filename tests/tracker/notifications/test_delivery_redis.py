"""Redis is a bell, the database is the list: flushed, stopped and restarted, nothing is lost and nothing repeated."""

import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from tests.factories.mail_process import database_url
from tests.factories.many_people import make_people
from tests.factories.post_office import free_port, open_post_office
from tests.factories.world import PASSWORD
from tests.tracker.notifications.test_delivery_kills import let_runs_go
from tracker.choices import ActionStatus
from tracker.models import Action, Person

MONDAY = datetime(2026, 11, 16, 7, 31, tzinfo=UTC)

# A worker with its own beat, on a Monday morning, whose jobs start each second instead of each minute.
PROGRAM = """
import sys
from datetime import datetime
import django, time_machine
from celery.schedules import schedule
from config.celery import app
django.setup()
time_machine.travel(datetime.fromisoformat(sys.argv[1]), tick=True).start()
for job in app.conf.beat_schedule.values():
    job["schedule"], job["options"] = schedule(1), {"expires": 5}
app.conf.broker_connection_max_retries = None
from tracker.notifications import sending
sending.BATCH = 5
app.worker_main(["worker", "--pool=solo", "-B", "-s", sys.argv[2], "--without-gossip", "--without-mingle",
                 "--loglevel", "ERROR"])
"""


class Redis:
    """A server of its own, which keeps nothing when it stops."""

    def __init__(self, folder):
        self.port, self.folder, self.process = free_port(), str(folder), None

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        program = shutil.which("redis-server")
        assert program, "Install redis-server: this proof never skips"
        self.process = subprocess.Popen(
            [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
        )

    def stop(self):
        self.process.kill()
        self.process.wait(10)

    def flush(self):
        from redis import Redis as Connection
        from redis.exceptions import ConnectionError as NotThere

        with suppress(NotThere):
            Connection(port=self.port).flushall()


@contextmanager
def worker(redis, office, tmp_path):
    own = {
        "DATABASE_URL": database_url(),
        "DEBUG": "1",
        "EMAIL_URL": f"smtp://127.0.0.1:{office.port}",
        "REDIS_URL": redis.url,
        "LOG_LEVEL": "ERROR",
    }
    environment = {name: value for name, value in os.environ.items() if name != "PYTEST_VERSION"} | own
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, MONDAY.isoformat(), str(tmp_path / "beat")],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(process.pid, 9)
        process.wait(10)


def wait_for(office, people, count, seconds):
    """Until so many of these people have their mail, or the time is over. Administrators get a note besides."""
    until = time.monotonic() + seconds
    while len({mail["To"] for mail in office.taken} & set(people)) < count and time.monotonic() < until:
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("restarts", "people", "stopped"),
    [(2, 60, 1), pytest.param(20, 600, 180, marks=pytest.mark.battery)],
    ids=["short", "full"],
)
def test_redis_flushed_stopped_and_restarted(world, settings, tmp_path, restarts, people, stopped):
    Person.objects.update(first_signed_in_at=datetime(2026, 1, 1, tzinfo=UTC))
    Action.objects.update(status=ActionStatus.WITHDRAWN)
    let_runs_go(MONDAY)
    due = make_people(world, people, due_on=date(2026, 11, 20))
    redis, browser = Redis(tmp_path), Client()
    redis.start()
    with open_post_office(settings) as office, worker(redis, office, tmp_path):
        office.seconds = 0.05
        wait_for(office, due, 1, 120)
        for number in range(restarts):
            redis.flush()
            redis.stop()
            time.sleep(stopped if number == 0 else 0.2)
            assert browser.login(email=world.people["head"].email, password=PASSWORD)
            assert browser.get("/").status_code == 200
            redis.start()
            wait_for(office, due, min(people, (number + 1) * people // restarts), 10)
        wait_for(office, due, people, 600)
    redis.stop()

    notes = {each.email for each in (world.people["administrator"],)}
    received = Counter(mail["To"] for mail in office.taken)
    assert {address: count for address, count in received.items() if address not in notes} == Counter(due)
