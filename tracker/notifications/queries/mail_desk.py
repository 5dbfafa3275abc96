"""The administrators' page of mail: whether the jobs run, what waits, what failed, and which addresses do not work."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tracker.choices import MessageState
from tracker.models import Person
from tracker.models.first_ones import Part, Parts
from tracker.notifications.models import Bounce, MailHold, Message
from tracker.notifications.models.message import MessageQuerySet
from tracker.notifications.queries import jobs
from tracker.notifications.rules.heartbeats import Pulse
from tracker.notifications.rules.mail_results import result
from tracker.rules.access import Actor

SHOWN = 50  # of each list
SENT_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Hold:
    """A run that waits for a person, and how many messages are in it."""

    hold: MailHold
    messages: int


@dataclass(frozen=True, slots=True)
class Desk:
    """What the page shows, about people of the administrator's own area; the counts are of everything there.

    `sent` is what became of the mail of the last seven days, in words, with how many there were.
    """

    pulses: tuple[Pulse, ...]
    is_late: bool
    waiting: list[Message]
    waiting_count: int
    failed: list[Message]
    failed_count: int
    sent: list[tuple[str, int]]
    bounces: list[Bounce]
    holds: list[Hold]


def _failed_of(actor: Actor) -> MessageQuerySet:
    managed = Person.objects.managed_by(actor)
    return Message.objects.filter(person__in=managed, state=MessageState.FAILED).order_by("-created_at", "-pk")


# What an administrator is told of on the page after sign-in: only how many there are.
PARTS: Parts = {
    "mail_failed": Part(lambda actor, *_: _failed_of(actor), 1, is_counted=True),
    "mail_refused": Part(
        lambda actor, *_: Bounce.objects.standing().filter(person__in=Person.objects.managed_by(actor)).order_by("pk"),
        1,
        is_counted=True,
    ),
    "mail_held": Part(lambda *_: MailHold.objects.waiting().order_by("pk"), 1, is_counted=True),
}


def desk(actor: Actor, *, at: datetime) -> Desk:
    """Return the administrators' page of mail; 11 queries, and one for each run that is held back."""
    waiting, failed = _waiting(actor), _failed(actor)
    return Desk(
        pulses=jobs.components(at=at),
        is_late=jobs.mail_is_late(at=at),
        waiting=list(waiting[:SHOWN]),
        waiting_count=waiting.count(),
        failed=list(failed[:SHOWN]),
        failed_count=failed.count(),
        sent=_sent(actor, at=at),
        bounces=bounces(actor)[:SHOWN],
        holds=[held(hold) for hold in MailHold.objects.waiting().order_by("pk")],
    )


def bounces(actor: Actor) -> list[Bounce]:
    """Return the addresses of the administrator's own people that do not work, the newest first; 1 query."""
    own_bounces = Bounce.objects.standing().filter(person__in=Person.objects.managed_by(actor))
    return list(own_bounces.select_related("person").order_by("-bounced_at", "-pk"))


def message(actor: Actor, uid: UUID) -> Message | None:
    """Return a message to one of the administrator's own people, by its reference; 1 query."""
    return _messages(actor).with_reference(uid).first()


def bounce(actor: Actor, number: int) -> Bounce | None:
    """Return an address of one of the administrator's own people, cleared or not; 1 query."""
    own_bounces = Bounce.objects.filter(pk=number, person__in=Person.objects.managed_by(actor))
    return own_bounces.select_related("person").first()


def held(hold: MailHold) -> Hold:
    """Return a run that is held back; 1 query."""
    return Hold(hold, Message.objects.held_by(hold).count())


def _waiting(actor: Actor) -> MessageQuerySet:
    states = [MessageState.PENDING, MessageState.LEASED]
    return _messages(actor).filter(state__in=states).order_by("not_before_at", "pk")


def _failed(actor: Actor) -> MessageQuerySet:
    return _failed_of(actor).select_related("person")


def _sent(actor: Actor, *, at: datetime) -> list[tuple[str, int]]:
    """Return how many there are of each status in words; 1 query."""
    counts: Counter[str] = Counter()
    for is_with_provider, delivery, count in _messages(actor).sent_since(at - SENT_WITHIN).counted_by_delivery():
        counts[result(is_sent=True, is_with_provider=is_with_provider, delivery=delivery, last_error="")] += count
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))


def _messages(actor: Actor) -> MessageQuerySet:
    return Message.objects.filter(person__in=Person.objects.managed_by(actor)).select_related("person")
