"""The timetable names tasks that exist, and the worker's options are the safe ones."""

import gc

import pytest
from celery.signals import worker_process_init

from config.celery import TIMETABLE, app, collect_rarely, options


@pytest.mark.parametrize(("task", "seconds"), TIMETABLE.values(), ids=TIMETABLE.keys())
def test_each_job_of_the_timetable_exists(task, seconds):
    app.loader.import_default_modules()

    assert task in app.tasks
    assert seconds >= 60


def test_without_redis_messages_are_files():
    settings = options("")

    assert settings["broker_url"].startswith("filesystem:")
    assert settings["broker_transport_options"]["polling_interval"] == 0.2


def test_with_redis_a_killed_workers_task_comes_back_within_five_minutes():
    settings = options("redis://redis.example:6379/0")

    assert settings["broker_transport_options"]["visibility_timeout"] == 300
    assert settings["task_time_limit"] < 300


def test_a_task_is_acknowledged_when_done():
    settings = options("")

    assert settings["task_acks_late"]
    assert settings["task_reject_on_worker_lost"]
    assert settings["worker_prefetch_multiplier"] == 1
    assert settings["timezone"] == "UTC"


def test_a_worker_collects_rarely():
    before, was_frozen = gc.get_threshold(), gc.get_freeze_count() > 0
    gc.unfreeze()
    gc.set_threshold(700, 10, 10)
    try:
        collect_rarely()

        assert gc.get_threshold()[0] > 700
        assert gc.get_freeze_count() > 0
        assert collect_rarely in [receiver() for _, receiver in worker_process_init.receivers]
    finally:
        if not was_frozen:  # as it was when the run began (tests/conftest.py)
            gc.unfreeze()
        gc.set_threshold(*before)
