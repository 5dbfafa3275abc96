"""The worker's side of long lists: takes the files that wait, writes each in one pass and says how far it is."""

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, connections

from tracker.choices import ListKind
from tracker.documents.lists import write_list
from tracker.documents.workbook import MOST_ROWS
from tracker.errors import Refusal
from tracker.models import ListFile, actor_of
from tracker.notifications.operations.list_files import tell_finished
from tracker.operations import list_files as operations
from tracker.operations.list_files import Written
from tracker.queries import lists
from tracker.rules import list_files as rules
from tracker.rules.access import Actor
from tracker.rules.calendar import london_date

TELLS_EVERY_SECONDS = 1.0
SECONDS_OF_A_RUN = 50  # after which no other file is begun; the one that was begun is finished

log = logging.getLogger("tracker.list_files")


class LeaseLost(Exception):
    """Another writer has taken the file over, because this one had been silent for too long."""


class Writer:
    """One run: who it is for the leases, and what time it is without asking a clock of the wall."""

    def __init__(self, *, by: Actor, at: datetime) -> None:
        self.by, self.begun_at, self._begun = by, at, time.monotonic()
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._begun

    @property
    def now(self) -> datetime:
        return self.begun_at + timedelta(seconds=self.seconds)


class Progress:
    """How far one file is; told from a thread, because the writer's own connection is inside one long reading.

    Inside somebody else's transaction, whose rows no other connection sees, it is told once, after the last row.
    """

    def __init__(self, file: ListFile, count: int, writer: Writer) -> None:
        self.file, self.count, self.writer = file, count, writer
        self.written, self.is_lost = 0, False
        self._is_over = threading.Event()

    def watched(self, rows: Iterable[Any]) -> Iterator[Any]:
        """Yield the rows and count them. Raises LeaseLost where another writer has the file by now."""
        for row in rows:
            if self.is_lost:
                raise LeaseLost
            yield row
            self.written += 1

    @contextmanager
    def told(self) -> Iterator[None]:
        """Tell once a second how many rows are written, until the block ends."""
        if connection.in_atomic_block:
            yield
            self._tell()
            return
        teller = threading.Thread(target=self._tell_until_over, name=self.writer.name, daemon=True)
        teller.start()
        try:
            yield
        finally:
            self._is_over.set()
            teller.join()

    def _tell_until_over(self) -> None:
        try:
            while not self._is_over.wait(TELLS_EVERY_SECONDS):
                self._tell()
        finally:
            connections.close_all()

    def _tell(self) -> None:
        try:
            by, at = self.writer.by, self.writer.now
            is_ours = operations.note_progress(file=self.file, written=self.written, count=self.count, by=by, at=at)
            self.is_lost = not is_ours
        except DatabaseError:  # the lease lasts for many of these
            log.warning("How far %s is could not be told", self.file.ref, exc_info=True)


def write_waiting(*, by: Actor, at: datetime) -> int:
    """Write the files that wait, tell their people, and return how many were begun.

    For 50 seconds a next one is begun. What was interrupted is taken up again by a later run.
    """
    writer, begun = Writer(by=by, at=at), 0
    while writer.seconds < SECONDS_OF_A_RUN:
        file = operations.lease(writer=writer.name, by=by, at=writer.now)
        if file is None:
            break
        begun += 1
        if not _write_or_say_why_not(file, writer):
            break
        tell_finished(by=by, at=writer.now)
    tell_finished(by=by, at=writer.now)
    return begun


def _write_or_say_why_not(file: ListFile, writer: Writer) -> bool:
    """Write a file or record why it cannot be; False after a fault, which perhaps has gone by the next run."""
    by = writer.by
    try:
        _write(file, writer)
    except LeaseLost:
        log.warning("%s was taken over by another writer", file.ref)
    except Refusal as refusal:
        operations.record_failed(file=file, reason=str(refusal), by=by, at=writer.now)
    except SoftTimeLimitExceeded:
        operations.record_failed(file=file, reason=rules.TOO_SLOW, by=by, at=writer.now)
        raise
    except Exception:
        log.exception("%s could not be written", file.ref)
        operations.give_back(file=file, by=by, at=writer.now)
        return False
    return True


def _write(file: ListFile, writer: Writer) -> None:
    """Write one file with what its person may see now, and record that it is ready."""
    on, kind, name = london_date(writer.now), ListKind(file.kind), str(file.file.name)
    actor = actor_of(file.person, on=on)
    rules.check_may_list(actor, kind)
    selection = lists.unpacked(kind, file.selection)
    count = lists.count_of(kind, actor, selection, on=on)
    rules.check_fits(count, most=MOST_ROWS)
    progress = Progress(file, count, writer)
    with (
        progress.told(),
        write_list(
            kind, actor, selection, sort=file.sort, chosen=file.chosen, on=on, at=writer.now, told=progress.watched
        ) as workbook,
    ):
        default_storage.save(name, File(workbook))
    written = Written(progress.written, default_storage.size(name), rules.mark_of(actor))
    if not operations.record_written(file=file, written=written, by=writer.by, at=writer.now):
        default_storage.delete(name)
