"""Files of lists: asked for by somebody of the cast, and written as the worker writes them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from tests.factories.world import NOW, TODAY, World
from tracker.choices import ListKind, MessageKind, MessageState
from tracker.documents.list_files import write_waiting
from tracker.models import ListFile, actor_of
from tracker.notifications.models import Message
from tracker.operations.list_files import AskedList, ask_for_file
from tracker.queries.actions import ActionSelection
from tracker.queries.lists import packed
from tracker.rules.access import SERVICE

UID = UUID("f11e0000-0000-4000-8000-000000000001")


def asked_actions(**filters: Any) -> AskedList:
    """The list of actions, of any state unless told otherwise."""
    return AskedList(ListKind.ACTIONS, packed(ActionSelection(**{"state": "", **filters})), [["State", "Any"]])


def ask(
    world: World, key: str = "head", *, asked: AskedList | None = None, token: UUID | None = None, at: datetime = NOW
) -> ListFile:
    """A file that waits for the worker."""
    by = actor_of(world.people[key], on=TODAY)
    return ask_for_file(asked=asked or asked_actions(), token=token or uuid4(), by=by, at=at)


def write(file: ListFile, *, at: datetime = NOW) -> ListFile:
    """The same after a run of the worker."""
    write_waiting(by=SERVICE, at=at)
    file.refresh_from_db()
    return file


def make_list_file(world: World) -> None:
    """For the stage: the actions of the head of Kirklees, ready, and its person told."""
    file = write(ask(world))
    ListFile.objects.filter(pk=file.pk).update(uid=UID)
    Message.objects.of_kind(MessageKind.LIST_FILE).update(state=MessageState.SENT, sent_at=NOW)


def is_here(name: str) -> bool:
    """Whether an address of that name is about what `make_list_file` makes."""
    return name.startswith("list-file")


def named(name: str) -> dict[str, Any]:
    """What its address names."""
    if name == "list-files":
        return {}
    return {"kind": "actions"} if name == "list-file-new" else {"uid": UID}
