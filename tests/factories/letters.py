"""Mail of every kind for the cast, written as it would be sent; nothing is sent."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from uuid import UUID, uuid4

from django.core.mail import EmailMultiAlternatives

from tests.factories.mail import make_message
from tests.factories.self_assessments import make_self_assessment
from tests.factories.world import NOW, World, make_action
from tracker.choices import ListFileState, ListKind, MessageKind, MessageState, NoticeWay
from tracker.models import Link, ListFile, Person
from tracker.notifications import rendering
from tracker.notifications.models import Bounce, Message, NoticeToTell
from tracker.notifications.operations.reminders import remind
from tracker.operations import history
from tracker.rules.access import SERVICE, Actor
from tracker.rules.list_files import TOO_SLOW

MONDAY = datetime(2026, 12, 7, 7, 30, tzinfo=UTC)
LAST_MAIL = MONDAY - timedelta(days=7)


def make_things_to_say(world: World) -> None:
    """Something of every group: late for everybody on the ladder, due, changed, returned, repeated, bounced."""
    Person.objects.update(first_signed_in_at=NOW - timedelta(days=100))
    for place, post in {"kirklees": "Senior Probation Officer, kirklees", "wigan": "Head of PDU, wigan"}.items():
        late, soon = date(2026, 11, 13), date(2026, 12, 9)
        make_action(world, f"{place}-late", recommendation=place, post=post, title=f"Audit plans {place}", due_on=late)
        make_action(world, f"{place}-soon", recommendation=place, post=post, title=f"Train staff {place}", due_on=soon)
        make_action(
            world, f"{place}-ahead", recommendation=place, post=post, title=f"Plan {place}", due_on=date(2026, 12, 21)
        )
    if not world.recommendations["kirklees"].answerables.get().judgements.exists():
        make_self_assessment(world, "kirklees", by="head")
    Link.objects.create(
        earlier=world.recommendations["leeds"],
        later=world.recommendations["kirklees"],
        relation="repeated",
        inspection=world.inspections["kirklees"],
        linked_at=NOW,
    )
    Bounce.objects.get_or_create(
        person=world.people["disabled"], cleared_at=None, defaults={"reason": "550 no such mailbox", "bounced_at": NOW}
    )
    by = world.people["national"]
    actor = Actor(person_id=by.pk, name=by.name)
    history.record(
        verb="action.updated",
        subject=world.actions["kirklees-late"].ref,
        by=actor,
        at=MONDAY - timedelta(days=1),
        after={"status": "in-progress"},
    )
    for number, person in enumerate(Person.objects.order_by("pk")):
        make_message(person, uid=_uid(number), state=MessageState.SENT, sent_at=LAST_MAIL, subject="Before")


def written(world: World) -> dict[str, EmailMultiAlternatives]:
    """Every mail of a Monday for the cast, by kind and key of the person: digests, and the same told the other ways."""
    remind(by=SERVICE, at=MONDAY)
    NoticeToTell.objects.update(message=None)
    Message.objects.unsent(at=MONDAY).delete()
    names = {person.pk: key for key, person in world.people.items()}
    found: dict[str, EmailMultiAlternatives] = {}
    for kind in MessageKind:
        if kind in (MessageKind.INVITATION, MessageKind.LIST_FILE):
            continue
        made = [_message(person, kind) for person in Person.objects.order_by("pk") if person.pk in names]
        for each in made:
            NoticeToTell.objects.untold().filter(person=each.person).update(message=each, way=NoticeWay.DIGEST)
        mails = rendering.written(made, at=MONDAY)
        found |= {
            f"{kind.value} {names[each.person_id]}": mail for each in made if (mail := mails[each.pk].mail) is not None
        }
        NoticeToTell.objects.update(message=None)
    return found | _invitations(names) | _files(names)


def _invitations(names: dict[int, str]) -> dict[str, EmailMultiAlternatives]:
    """Those of everybody who can be invited, as if nobody had signed in yet."""
    signed_in = dict(Person.objects.values_list("pk", "first_signed_in_at"))
    Person.objects.update(first_signed_in_at=None)
    made = [_message(person, MessageKind.INVITATION) for person in Person.objects.order_by("pk") if person.pk in names]
    letters_of = rendering.written(made, at=MONDAY)
    for number, at in signed_in.items():
        Person.objects.filter(pk=number).update(first_signed_in_at=at)
    return {
        f"invitation {names[each.person_id]}": mail for each in made if (mail := letters_of[each.pk].mail) is not None
    }


def _files(names: dict[int, str]) -> dict[str, EmailMultiAlternatives]:
    """Those about the file of a list: the head's is ready, the owner's could not be made."""
    facts = {"kind": ListKind.ACTIONS, "selection": {}, "asked_at": MONDAY, "reason": TOO_SLOW}
    made = []
    for person in Person.objects.filter(pk__in=[pk for pk, key in names.items() if key in ("head", "owner")]):
        state = {"head": ListFileState.READY, "owner": ListFileState.FAILED}[names[person.pk]]
        stored = {"file": "lists/one.xlsx", "written_at": MONDAY, "rows_written": 12345}
        file = ListFile.objects.create(person=person, token=uuid4(), state=state, **facts, **stored)
        message = _message(person, MessageKind.LIST_FILE)
        message.number, message.again = file.pk, file.making
        made.append(message)
    letters_of = rendering.written(made, at=MONDAY)
    return {
        f"list-file {names[each.person_id]}": mail for each in made if (mail := letters_of[each.pk].mail) is not None
    }


def _message(person: Person, kind: MessageKind) -> Message:
    number = list(MessageKind).index(kind) * 1_000 + person.pk
    return make_message(person, uid=_uid(500_000 + number), kind=kind, created_at=MONDAY, not_before_at=MONDAY)


def _uid(number: int) -> UUID:
    return UUID(int=(0x5E17 << 112) | (4 << 76) | (8 << 60) | number)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a mail says and where it leads, whatever its form."""

    words: str
    addresses: frozenset[str]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.addresses: set[str] = set()
        self.is_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_head = tag == "head" or (self.is_head and tag != "body")
        self.addresses |= {value for name, value in attrs if tag == "a" and name == "href" and value}

    def handle_data(self, data: str) -> None:
        if not self.is_head:
            self.words.append(data)


def facts_of_html(html: str) -> Facts:
    """The words between the tags, and the addresses of the links."""
    reader = _Reader()
    reader.feed(html)
    return Facts(_plain(" ".join(reader.words)), frozenset(reader.addresses))


def facts_of_text(text: str) -> Facts:
    """The words without addresses and marks of lists, and the addresses."""
    addresses = frozenset(re.findall(r"https?://\S+", text))
    return Facts(_plain(re.sub(r",? ?:?\s?https?://\S+|^\* |^---$", " ", text, flags=re.M)), addresses)


def _plain(words: str) -> str:
    """Without what differs by form alone: spaces, colons before links, full stops after them."""
    return re.sub(r"[^\w]+", " ", words).strip().lower()
