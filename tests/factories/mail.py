"""Mail of the cast: one email that was sent, one that failed, an address that does not work, and a run held back."""

from itertools import count
from typing import Any
from uuid import UUID

from tests.factories.bounces import refuse
from tests.factories.world import NOW, World
from tracker.choices import MessageKind, MessageState, NoticeKind
from tracker.models import Person
from tracker.notifications.models import Bounce, MailHold, Message, NoticeToTell

SENT, FAILED = UUID("5e17b5a4-0000-4000-8000-000000000001"), UUID("5e17b5a4-0000-4000-8000-000000000002")
NUMBERS = count(1)
REASON = "The mail server answered 550 5.1.1 no such mailbox"


def make_message(person: Person, *, uid: UUID | str, **fields: Any) -> Message:
    """A digest of the day before, unless told otherwise."""
    given = {"kind": MessageKind.DIGEST, "created_at": NOW, "not_before_at": NOW, "number": next(NUMBERS)} | fields
    return Message.objects.create(person=person, message_id=f"<{uid}@example.org>", **given)


def make_mail(world: World) -> None:
    """For the stage: both emails are the head's of Kirklees; the address is the auditor's, whom nobody reminds."""
    head = world.people["head"]
    sent = make_message(head, uid=SENT, state=MessageState.SENT, sent_at=NOW, subject="1 overdue: inspection actions")
    ref = world.actions["kirklees"].ref
    NoticeToTell.objects.create(person=head, kind=NoticeKind.ACTION_LATE, subject=ref, created_at=NOW, message=sent)
    make_message(head, uid=FAILED, state=MessageState.FAILED, attempts=1, last_error=REASON)
    auditor = world.people["auditor"]
    refuse(person=auditor, address=auditor.email, reason=REASON, bounced_at=NOW)
    MailHold.objects.create(why="60 messages at once", made_at=NOW, settings_mark="test")


def is_here(name: str) -> bool:
    """Whether an address of that name is about what `make_mail` makes."""
    return name in ("account-email", "mail-hold", "mail-hold-workbook", "mail-bounce-clear", "mail-try-again")


def named(name: str) -> dict[str, Any]:
    """What its address names."""
    if name in ("mail-hold", "mail-hold-workbook"):
        return {"number": MailHold.objects.get().pk}
    if name == "mail-bounce-clear":
        return {"number": Bounce.objects.get().pk}
    return {"uid": SENT if name == "account-email" else FAILED}
