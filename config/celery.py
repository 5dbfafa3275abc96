"""The worker's settings and the whole timetable: every job that runs by itself stands in one table."""

import gc
import logging.config
import os
from typing import Any

from celery import Celery
from celery.schedules import schedule
from celery.signals import setup_logging, worker_process_init
from django.conf import settings

from config.env import VAR_DIR, env

MINUTE = 60
# Times are UTC: London time would skip or repeat a run when clocks change. What is due by London date is
# decided in the rules. A job may run late, twice or from two machines: each reads what is due and not yet told.
TIMETABLE: dict[str, tuple[str, int]] = {
    # name: (task, every so many seconds)
    "notices that have become due": ("tracker.tasks.tick", MINUTE),
    "messages not yet sent": ("tracker.tasks.relay", MINUTE),
    "sign of life": ("tracker.tasks.pulse", MINUTE),
    "what became of messages that were sent": ("tracker.tasks.ask_deliveries", 5 * MINUTE),
    "weekly note that the jobs ran": ("tracker.tasks.note_jobs", 10 * MINUTE),
    "names of bodies that begin today": ("tracker.tasks.names", 10 * MINUTE),
    "files of long lists": ("tracker.tasks.write_lists", MINUTE),
    "what lists ask for, compared with the facts": ("tracker.tasks.check_kept", 24 * 60 * MINUTE),
    "files of forms that were never saved, and of lists after a week": ("tracker.tasks.tidy", 60 * MINUTE),
}

BROKER_DIR = VAR_DIR / "broker"
REDIS_BROKER = {
    # After a killed worker its task comes back within 5 minutes, not after the default hour. So no task
    # runs longer than 60 seconds, and none is sent with a countdown over 60 seconds. The one that may, which writes
    # files of lists, comes back meanwhile to find that its file has a lease.
    "visibility_timeout": 300,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
}
# It can lose a message when the machine stops. The database is the list of all work, and every minute a job
# looks through it (docs/decisions/0003-outbox-in-the-database.md).
FILE_BROKER = {
    "data_folder_in": str(BROKER_DIR / "messages"),
    "data_folder_out": str(BROKER_DIR / "messages"),
    "processed_folder": str(BROKER_DIR / "taken"),
    "control_folder": str(BROKER_DIR / "control"),
    "polling_interval": 0.2,
}


def options(redis_url: str) -> dict[str, Any]:
    """Return Celery's configuration; without `redis_url`, messages are files under var/broker."""
    if not redis_url:
        for name in ("messages", "taken", "control"):
            (BROKER_DIR / name).mkdir(parents=True, exist_ok=True)
    VAR_DIR.mkdir(exist_ok=True)
    return {
        "broker_url": redis_url or "filesystem://localhost",
        "broker_transport_options": REDIS_BROKER if redis_url else FILE_BROKER,
        "broker_connection_retry_on_startup": True,
        "task_default_queue": "tracker",
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_ignore_result": True,
        "task_soft_time_limit": 50,
        "task_time_limit": 60,
        "worker_prefetch_multiplier": 1,
        "worker_enable_remote_control": False,
        "enable_utc": True,
        "timezone": "UTC",
        "beat_schedule": {
            # A run nobody took within its minute is dropped: the next one finds the same work.
            name: {"task": task, "schedule": schedule(seconds), "options": {"expires": seconds - 5}}
            for name, (task, seconds) in TIMETABLE.items()
        },
        "beat_schedule_filename": str(VAR_DIR / "beat-schedule"),
    }


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("tracker")
app.conf.update(options(env.str("REDIS_URL", default="")))
app.autodiscover_tasks()


@setup_logging.connect
def _log_as_the_service_does(**_: object) -> None:
    """Keep Celery from setting up logging of its own."""
    logging.config.dictConfig(settings.LOGGING)


@worker_process_init.connect
def collect_rarely(**_: object) -> None:
    """Let Python look for unreachable cycles less often.

    A run reads tens of thousands of rows that are all in use: looked through every 700 objects, as is the default, that
    took a third of its time.
    """
    gc.collect()
    gc.freeze()  # what was loaded at the start stays for good
    gc.set_threshold(50_000, 20, 20)


@worker_process_init.connect
def _leave_the_group(**_: object) -> None:
    """Let a task finish when the whole group is asked to stop: only the worker's main process hears it then."""
    os.setpgrp()
