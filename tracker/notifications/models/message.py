"""The message queue: the mail that tells people what they are to be told (models/notice)."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Self
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import connections, models
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.db.models.functions import Coalesce

from tracker.choices import Frequency, MessageKind, MessageState
from tracker.models.person import Person
from tracker.notifications.models.mail_health import MailHold
from tracker.notifications.rules import delivery, mail_results
from tracker.notifications.rules.delivery import ONCE_A_DAY
from tracker.notifications.rules.email_preferences import DEFAULT, Preference
from tracker.notifications.rules.heartbeats import MAIL_LATE_AFTER
from tracker.rules.calendar import london
from tracker.rules.notices import EVER

UNSENT = [MessageState.HELD, MessageState.PENDING]
MARK_SENT = """
UPDATE "tracker_message"
SET "state" = %s, "sent_at" = %s, "subject" = %s, "address" = %s, "provider_reference" = %s,
    "delivery" = '', "last_error" = ''
WHERE "id" = %s AND "state" = %s
""".strip()


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, *, at: datetime) -> Self:
        """Return those waiting, or leased by a sender that has not come back in time.

        A day's one mail on that day only.
        """
        waits = Q(state=MessageState.PENDING, not_before_at__lte=at)
        todays = Q(day_on__isnull=True) | Q(day_on=london(at).date())
        return self.filter(waits | Q(state=MessageState.LEASED, lease_until_at__lte=at), todays).order_by(
            "not_before_at", "pk"
        )

    def oldest_kept_back(self, *, at: datetime) -> datetime | None:
        """Return since when the oldest of `kept_back` has waited; one query."""
        return self.kept_back(at=at).aggregate(oldest=Min("since_at"))["oldest"]

    def kept_back(self, *, at: datetime) -> Self:
        """Return those never tried, or kept back by the mail server, with `since_at`: since when each has waited.

        Each try moves `not_before_at`, so that alone would make every message look young while the server is away. A
        mailbox that is full says nothing of the server, and its message is left out.
        """
        waits = Q(state=MessageState.PENDING) | Q(state=MessageState.LEASED, lease_until_at__lte=at)
        days = Q(day_on__isnull=True) | Q(day_on=london(at).date())
        if delivery.is_collecting_time(at - MAIL_LATE_AFTER):  # by then it has been carried over to this day, or ended
            days |= Q(day_on__lt=london(at).date())
        waiting = self.filter(waits, days, Q(last_error="") | Q(kept_back_since_at__isnull=False))
        return waiting.annotate(since_at=Coalesce("kept_back_since_at", "not_before_at"))

    def unsent(self, *, at: datetime) -> Self:
        """Return those waiting to be sent or for a person, or leased by a sender that has not come back in time."""
        return self.filter(Q(state__in=UNSENT) | Q(state=MessageState.LEASED, lease_until_at__lte=at))

    def with_message_ids(self, message_ids: Iterable[str]) -> Self:
        return self.filter(message_id__in=list(message_ids))

    def hold_back(self, hold: MailHold) -> int:
        """Let those that wait to be sent wait for a person from now on, and return how many there are."""
        return self.filter(state=MessageState.PENDING).update(state=MessageState.HELD, hold=hold)

    def held(self) -> Self:
        """Return those that wait for a person to let them go."""
        return self.filter(state=MessageState.HELD)

    def held_by(self, hold: MailHold) -> Self:
        return self.held().filter(hold=hold)

    def in_hold(self, hold: MailHold) -> Self:
        """Return what waits in it; once somebody has decided, everything that was held back with it."""
        is_decided = hold.released_at or hold.dropped_at
        return self.filter(hold=hold) if is_decided else self.held_by(hold)

    def release(self, *, at: datetime) -> int:
        """Let them be sent from this moment, and return how many there are."""
        return self.update(state=MessageState.PENDING, not_before_at=at)

    def drop(self, *, reason: str) -> int:
        """Drop these for good and return how many; their notices stay with them and are not told again."""
        return self.update(state=MessageState.SUPPRESSED, day_on=None, last_error=reason)

    def once_a_day(self) -> Self:
        """Return digests and reminders: one for a person and working day."""
        return self.filter(kind__in=ONCE_A_DAY)

    def of_day(self, on: date) -> Self:
        """Return those that are the day's one mail of their person, sent or not yet."""
        return self.filter(day_on=on)

    def of_earlier_days(self, on: date) -> Self:
        return self.filter(day_on__lt=on)

    def waiting_of_day(self, on: date, *, people: Iterable[int]) -> set[int]:
        """Return who of these people has a mail of this day that was not sent yet; one query.

        No sender takes these before the transaction ends: what is put into them is there when they are written.
        """
        waiting = self.once_a_day().of_day(on).filter(person__in=list(people), state__in=UNSENT).order_by("pk")
        return set(waiting.select_for_update().values_list("person_id", flat=True))

    def out_of_day(self, on: date, *, people: Iterable[int]) -> set[int]:
        """Return who of these people has had the one mail of this day, or has it on its way; one query."""
        mails_out = self.of_day(on).filter(person__in=list(people)).exclude(state__in=UNSENT)
        return set(mails_out.values_list("person_id", flat=True))

    def alone_of_their_person(self, on: date) -> Self:
        """Return those whose person has no other message that is this day's."""
        others = Message.objects.of_day(on).filter(person=OuterRef("person")).exclude(pk=OuterRef("pk"))
        return self.exclude(Exists(others))

    def unsent_instant_of(self, people: Iterable[int]) -> set[int]:
        """Return who of these people has an instant mail that was not sent yet.

        One query, which locks as waiting_of_day.
        """
        waiting = self.filter(kind=MessageKind.INSTANT, person__in=list(people), state__in=UNSENT).order_by("pk")
        return set(waiting.select_for_update().values_list("person_id", flat=True))

    def given_up_instant_of(self, people: Iterable[int]) -> dict[int, int]:
        """Return how many instant mails of each of these people were not sent because of what was true then.

        One query.
        """
        ended = self.filter(kind=MessageKind.INSTANT, person__in=list(people), state=MessageState.SUPPRESSED)
        return dict(ended.order_by().values_list("person_id").annotate(Count("pk")))

    def last_instant_of(self, people: Iterable[int], *, since: datetime) -> dict[int, datetime]:
        """Return when the last instant mail of each of these people was made, after this moment; one query."""
        instant_mails = self.filter(kind=MessageKind.INSTANT, person__in=list(people), created_at__gt=since)
        return dict(instant_mails.order_by("created_at").values_list("person_id", "created_at"))

    def notes_of(self, people: Iterable[int], *, since: datetime) -> dict[int, list[tuple[date, bool]]]:
        """Return, by person, the day of each of their notes that the jobs ran, and whether the note failed.

        1 query.
        """
        notes: dict[int, list[tuple[date, bool]]] = {}
        for note in self.filter(kind=MessageKind.JOBS_RAN, person__in=list(people), created_at__gte=since):
            made_on = london(note.created_at).date()
            notes.setdefault(note.person_id, []).append((made_on, note.state == MessageState.FAILED))
        return notes

    def not_failed(self) -> Self:
        return self.exclude(state=MessageState.FAILED)

    def asked_of_provider(self, *, since: datetime) -> Self:
        """Return those taken by a provider that has not said yet what became of it."""
        unfinished = Q(delivery__in=["", "created", "sending"])
        return self.filter(unfinished, state=MessageState.SENT, sent_at__gte=since).exclude(provider_reference="")

    def sent_since(self, at: datetime) -> Self:
        return self.filter(state=MessageState.SENT, sent_at__gte=at)

    def counted_by_delivery(self) -> list[tuple[bool, str, int]]:
        """Return whether a provider took them, what it says of them, and how many there are; 1 query."""
        by_provider = Count("pk", filter=~Q(provider_reference=""))
        by_delivery = list(self.order_by().values_list("delivery").annotate(Count("pk"), by_provider=by_provider))
        counts = [(True, delivery, taken) for delivery, _, taken in by_delivery]
        counts += [(False, delivery, count - taken) for delivery, count, taken in by_delivery]
        return [row for row in counts if row[2]]

    def mark_sent(self, number: int, *, subject: str, address: str, reference: str, at: datetime) -> None:
        """Note that one that is leased, to whoever, has gone; one UPDATE.

        Written out, since it is the one statement that runs for each mail: making it anew took longer than running it.
        """
        connection = connections[self.db]
        sent_at = connection.ops.adapt_datetimefield_value(at)
        told = [MessageState.SENT.value, sent_at, subject, address, reference, number, MessageState.LEASED.value]
        with connection.cursor() as cursor:
            cursor.execute(MARK_SENT, told)

    def leased_by(self, sender: str) -> Self:
        return self.filter(state=MessageState.LEASED, leased_to=sender)

    def digests(self) -> Self:
        return self.filter(kind=MessageKind.DIGEST)

    def of_kind(self, kind: MessageKind) -> Self:
        return self.filter(kind=kind)

    def made_before(self, at: datetime) -> Self:
        return self.filter(created_at__lt=at)

    def made_between(self, start: datetime, end: datetime) -> Self:
        """Return those made from `start` and before `end`."""
        return self.filter(created_at__gte=start, created_at__lt=end)

    def stale(self, *, at: datetime) -> Self:
        """Return digests whose week, or whose day where they come more often, is over."""
        old = Q(pk__in=[])
        for frequency in Frequency:
            old |= Q(frequency=frequency, created_at__lt=delivery.expires_before(frequency, at))
        return self.digests().filter(old)

    def with_reference(self, uid: UUID) -> Self:
        """Return the one with this reference in its footer, which is the beginning of its Message-ID."""
        return self.filter(message_id__startswith=f"<{uid}@")

    def of_person(self, person_id: int) -> Self:
        """Return what was sent to a person or is on its way, newest first."""
        return self.filter(person=person_id).order_by("-created_at", "-pk")


class Message(models.Model):
    """One mail to one person; rendered when sent, so that it says what is true then."""

    # The index of message_one_a_day finds a person's messages.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="messages", db_index=False)
    kind = models.CharField(max_length=30, choices=MessageKind.choices)
    frequency = models.CharField(max_length=20, choices=Frequency.choices, blank=True, help_text="Of a digest")
    run_on = models.DateField(default=EVER, help_text="The day of its run, whenever it goes: a note's is a Monday")
    number = models.BigIntegerField(default=0, help_text="Which one of a run: an invitation's, or its first notice's")
    again = models.PositiveIntegerField(default=0, help_text="How many before it have failed to tell the same")
    state = models.CharField(max_length=20, choices=MessageState.choices, default=MessageState.PENDING)
    created_at = models.DateTimeField()
    not_before_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    kept_back_since_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was to go, if the mail server itself could not be used at a try"
    )
    lease_until_at = models.DateTimeField(null=True, blank=True)
    leased_to = models.CharField(max_length=100, blank=True, help_text="Which sender has it")
    message_id = models.CharField(max_length=200, unique=True, help_text="The same Message-ID on each try")
    subject = models.CharField(max_length=200, blank=True)
    address = models.EmailField(
        blank=True, help_text="Where it went, or could not go: perhaps not the person's of today"
    )
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    day_on = models.DateField(null=True, blank=True, help_text="The working day whose one digest or reminder this is")
    hold = models.ForeignKey(MailHold, null=True, blank=True, on_delete=models.PROTECT, related_name="messages")
    provider_reference = models.CharField(max_length=100, blank=True, help_text="GOV.UK Notify's own id")
    delivery = models.CharField(max_length=40, blank=True, help_text="What the provider says became of it")

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="message_state_known", condition=Q(state__in=MessageState.values)),
            models.CheckConstraint(
                name="message_sent_has_its_time",
                condition=Q(state=MessageState.SENT, sent_at__isnull=False)
                | (~Q(state=MessageState.SENT) & Q(sent_at__isnull=True)),
            ),
            models.UniqueConstraint(name="message_one_a_day", fields=["person", "day_on"]),
            models.UniqueConstraint(
                name="message_once", fields=["person", "kind", "run_on", "number", "frequency", "again"]
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before_at", "id"],
                name="message_to_send",
                condition=Q(state__in=["pending", "leased"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} to {self.person}"

    @classmethod
    def made(
        cls,
        *,
        person_id: int,
        kind: MessageKind,
        at: datetime,
        run_on: date = EVER,
        number: int = 0,
        again: int = 0,
        frequency: Frequency | None = None,
        day_on: date | None = None,
    ) -> "Message":
        """Return one to be saved, whose Message-ID is the same on each try, so that a mail system can tell a repeat.

        The same of `person_id`, `kind`, `run_on`, `number`, `again` and `frequency` is one message, saved once.
        """
        host = urlsplit(settings.SERVICE_URL).hostname or "localhost"
        return cls(
            person_id=person_id,
            kind=kind,
            frequency=frequency or "",
            run_on=run_on,
            number=number,
            again=again,
            day_on=day_on,
            message_id=f"<{uuid.uuid4()}@{host}>",
            created_at=at,
            not_before_at=at,
        )

    @property
    def reference(self) -> str:
        """Return what its footer and the address of its page show."""
        return self.message_id.strip("<>").partition("@")[0]

    @property
    def result(self) -> str:
        """Return what became of it, in words."""
        return mail_results.result(
            is_sent=self.sent_at is not None,
            is_with_provider=bool(self.provider_reference),
            delivery=self.delivery,
            last_error=self.last_error,
        )

    @property
    def is_waiting(self) -> bool:
        """Return whether it is neither sent nor given up."""
        return self.state in (*UNSENT, MessageState.LEASED)

    @property
    def preference(self) -> Preference:
        """Return how often its person wants mail; without a query after select_related("person__email_preference")."""
        chosen = getattr(self.person, "email_preference", None)
        return chosen.preference if chosen else DEFAULT
