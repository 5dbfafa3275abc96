"""Files of long lists: asked for by their readers, taken by a writer with a lease, deleted after a week."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from tracker.choices import ListFileState, ListKind
from tracker.errors import NotAllowed
from tracker.models import ListFile, Person
from tracker.operations import history
from tracker.projections.keeping import atomic
from tracker.rules import list_files as rules
from tracker.rules.access import Actor, check_is_the_service


@dataclass(frozen=True, slots=True)
class AskedList:
    """Which list: what it is narrowed to as plain values and in words, and its order."""

    kind: ListKind
    selection: dict[str, Any]
    chosen: list[list[str]] = field(default_factory=list)
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What a writer has made: how many rows and bytes, and for whose eyes (rules/list_files.mark_of)."""

    rows: int
    size: int
    seen_as: str


@atomic
def ask_for_file(*, asked: AskedList, token: UUID, by: Actor, at: datetime) -> ListFile:
    """Note that a person wants a list as a file, which the worker makes; one event.

    The same form sent twice asks once, and so does the same list while it is still being made. Raises NotAllowed for
    a list that the person may not see; WrongState where enough of their files are being made.
    """
    rules.check_may_list(by, asked.kind)
    person = Person.objects.select_for_update(no_key=True).get(pk=by.person_id)
    own = ListFile.objects.visible_to(by)
    same = {"kind": asked.kind, "selection": asked.selection, "sort": asked.sort}
    earlier = own.filter(token=token).first() or own.unfinished().filter(**same).first()
    if earlier is not None:
        return earlier
    rules.check_room(own.unfinished().count())
    file = ListFile.objects.create(**same, person=person, token=token, chosen=asked.chosen, asked_at=at)
    history.record(verb="list-file.asked", subject=file.ref, by=by, at=at, after={"list": file.kind})
    return file


@atomic
def make_again(*, file: ListFile, by: Actor, at: datetime) -> ListFile:
    """Ask for the same list once more, at the same address; what is still there of the last time is deleted.

    While it is being made nothing changes. Raises NotAllowed for somebody else's and for a list that the person may no
    longer see; WrongState where enough of their files are being made.
    """
    locked = ListFile.objects.select_for_update().get(pk=file.pk)
    if locked.person_id != by.person_id:
        raise NotAllowed("Only the person who asked for a file can have it made again.")
    rules.check_may_list(by, ListKind(locked.kind))
    if locked.is_unfinished:
        return locked
    rules.check_room(ListFile.objects.visible_to(by).unfinished().count())
    before = {"state": locked.state}
    _forget_file(locked)
    locked.state, locked.asked_at, locked.making = ListFileState.WAITING, at, locked.making + 1
    locked.tries, locked.row_count, locked.rows_written, locked.written_at, locked.reason = 0, None, 0, None, ""
    locked.save()
    history.record(
        verb="list-file.asked-again", subject=locked.ref, by=by, at=at, before=before, after={"making": locked.making}
    )
    return locked


@atomic
def lease(*, writer: str, by: Actor, at: datetime) -> ListFile | None:
    """Give the next file that waits to a writer; None where none waits, or another writer is at work.

    One is made at a time, so that mail and the other jobs have a worker's process left. What a stopped writer had begun
    is begun again.
    """
    check_is_the_service(by)
    for abandoned in ListFile.objects.abandoned(at=at).select_for_update():
        _put_back(abandoned, by=by, at=at)
    file: ListFile | None = ListFile.objects.waiting().select_for_update(skip_locked=True).first()
    if file is None:
        return None
    file.state, file.leased_to, file.lease_until_at = ListFileState.WRITING, writer, at + rules.LEASE
    file.tries, file.row_count, file.rows_written = file.tries + 1, None, 0
    file.file.name = f"lists/{uuid4()}.xlsx"
    try:
        with atomic():
            file.save()
    except IntegrityError:  # list_file_one_at_a_time
        return None
    return file


@atomic
def note_progress(*, file: ListFile, written: int, count: int, by: Actor, at: datetime) -> bool:
    """Note how far a writer is and renew its lease; False where the file is no longer this writer's.

    The trail does not record it: nothing of the service's records changes.
    """
    check_is_the_service(by)
    held = ListFile.objects.leased_by(file.leased_to).filter(pk=file.pk)
    return bool(held.update(rows_written=written, row_count=count, lease_until_at=at + rules.LEASE))


@atomic
def record_written(*, file: ListFile, written: Written, by: Actor, at: datetime) -> bool:
    """Record that a file is ready; False where it was no longer this writer's. One event."""
    check_is_the_service(by)
    facts = {"rows_written": written.rows, "row_count": written.rows, "size": written.size, "seen_as": written.seen_as}
    held = ListFile.objects.leased_by(file.leased_to).filter(pk=file.pk)
    if not held.update(state=ListFileState.READY, written_at=at, leased_to="", lease_until_at=None, **facts):
        return False
    after = {"rows": written.rows, "size": written.size}
    history.record(verb="list-file.written", subject=file.ref, by=by, at=at, after=after)
    return True


@atomic
def record_failed(*, file: ListFile, reason: str, by: Actor, at: datetime) -> bool:
    """Record that a file cannot be made, and why; False where it was no longer this writer's. One event."""
    check_is_the_service(by)
    locked = ListFile.objects.leased_by(file.leased_to).filter(pk=file.pk).select_for_update().first()
    if locked is None:
        return False
    _fail(locked, reason, by=by, at=at)
    return True


@atomic
def give_back(*, file: ListFile, by: Actor, at: datetime) -> bool:
    """Let a file wait again whose writer met a fault; after the third try it has failed. False where it was not its."""
    check_is_the_service(by)
    locked = ListFile.objects.leased_by(file.leased_to).filter(pk=file.pk).select_for_update().first()
    if locked is None:
        return False
    _put_back(locked, by=by, at=at)
    return True


@atomic
def delete_old(*, by: Actor, at: datetime) -> int:
    """Delete the files that were kept for a week, and return how many; their pages say so. One event for each."""
    check_is_the_service(by)
    expired = list(ListFile.objects.expired(at=at).select_for_update().order_by("pk"))
    for file in expired:
        _forget_file(file)
        file.state = ListFileState.DELETED
        file.save(update_fields=["state", "file"])
        history.record(verb="list-file.deleted", subject=file.ref, by=by, at=at, after={"rows": file.rows_written})
    return len(expired)


def _put_back(file: ListFile, *, by: Actor, at: datetime) -> None:
    if rules.is_given_up(file.tries):
        _fail(file, rules.STOPPED, by=by, at=at)
        return
    file.state, file.leased_to, file.lease_until_at, file.rows_written = ListFileState.WAITING, "", None, 0
    _forget_file(file)
    file.save()


def _fail(file: ListFile, reason: str, *, by: Actor, at: datetime) -> None:
    file.state, file.leased_to, file.lease_until_at, file.reason = ListFileState.FAILED, "", None, reason
    _forget_file(file)
    file.save()
    history.record(verb="list-file.failed", subject=file.ref, by=by, at=at, after={"reason": reason})


def _forget_file(file: ListFile) -> None:
    """Take the file, or what there is of it, out of the store once this is saved."""
    if file.file.name:
        transaction.on_commit(partial(default_storage.delete, file.file.name))
    file.file.name = ""
