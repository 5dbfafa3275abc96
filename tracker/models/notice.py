"""The outbox: what a person is to be told (Notice) and the mail that tells it (Message)."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from tracker.choices import Frequency, MessageKind, MessageState, NoticeKind, NoticeWay
from tracker.models.mail_health import MailHold
from tracker.models.person import Person
from tracker.rules.email_preferences import DEFAULT, Preference, expire_before, tells


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, *, at: datetime) -> Self:
        """Waiting, or leased by a sender that has not come back in time."""
        return self.filter(
            Q(state=MessageState.PENDING, not_before_at__lte=at) | Q(state=MessageState.LEASED, lease_until_at__lte=at)
        ).order_by("not_before_at", "pk")

    def leased_by(self, sender: str) -> Self:
        return self.filter(state=MessageState.LEASED, leased_to=sender)

    def digests(self) -> Self:
        return self.filter(kind=MessageKind.DIGEST)

    def made_before(self, at: datetime) -> Self:
        return self.filter(created_at__lt=at)

    def stale(self, *, at: datetime) -> Self:
        """Digests whose week, or whose day where they come more often, is over."""
        old = Q(pk__in=[])
        for frequency in Frequency:
            old |= Q(key__contains=f":{frequency.value}:", created_at__lt=expire_before(frequency, at))
        return self.digests().filter(old)

    def of_person(self, person_id: int) -> Self:
        """What was sent to a person or is on its way, newest first."""
        return self.filter(person=person_id).order_by("-created_at", "-pk")


class Message(models.Model):
    """One mail to one person; rendered when sent, so that it says what is true then."""

    key = models.CharField(max_length=200, unique=True, help_text="Makes queueing safe to repeat")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=30, choices=MessageKind.choices)
    state = models.CharField(max_length=20, choices=MessageState.choices, default=MessageState.PENDING)
    created_at = models.DateTimeField()
    not_before_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    lease_until_at = models.DateTimeField(null=True, blank=True)
    leased_to = models.CharField(max_length=100, blank=True, help_text="Which sender has it")
    message_id = models.CharField(max_length=200, unique=True, help_text="The same Message-ID on each try")
    subject = models.CharField(max_length=200, blank=True)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
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


class NoticeQuerySet(models.QuerySet["Notice"]):
    def untold(self) -> Self:
        """In no mail that was sent or is on its way."""
        return self.filter(message__isnull=True)

    def waiting_for(self, person_id: int) -> Self:
        """What a person is to be told and was not yet."""
        sent = Q(message__state=MessageState.SENT)
        return self.filter(person=person_id).exclude(sent).with_preference()

    def with_preference(self) -> Self:
        """With what each person chose, in the same query: see Notice.preference."""
        return self.select_related("person__email_preference")

    def told_by(self, messages: "models.QuerySet[Message]") -> Self:
        return self.filter(message__in=messages)

    def put_into_digests(self, *, key_ending: str) -> int:
        """Give each notice to its person's digest of that key, if it still waits to be sent; one query for all."""
        waiting = Message.objects.digests().filter(
            person=OuterRef("person"), state=MessageState.PENDING, key__endswith=key_ending
        )
        return self.untold().filter(Exists(waiting)).update(message=Subquery(waiting.values("pk")[:1]))

    def release(self) -> int:
        """Back among the untold: no mail told them."""
        return self.update(message=None)


class Notice(models.Model):
    """One thing that one person is told once; `subject` is the reference of what it is about."""

    key = models.CharField(max_length=200, unique=True, help_text="What was told: never twice for the same key")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=30, choices=NoticeKind.choices)
    subject = models.CharField(max_length=30, help_text="ACT-0412")
    rung = models.CharField(max_length=40, blank=True, help_text="Which rung of the ladder (rules/ladder)")
    due_on = models.DateField(null=True, blank=True, help_text="The due date it is about")
    way = models.CharField(max_length=20, choices=NoticeWay.choices, default=NoticeWay.DIGEST)
    created_at = models.DateTimeField()
    message = models.ForeignKey(
        Message,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notices",
        help_text="The mail that told it",
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person"], name="notice_untold", condition=Q(message__isnull=True)),
            models.Index(fields=["subject"], name="notice_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"

    @property
    def preference(self) -> Preference:
        """How often its person wants mail; after `with_preference` it costs no query."""
        chosen = getattr(self.person, "email_preference", None)
        return chosen.preference if chosen else DEFAULT

    @property
    def is_wanted(self) -> bool:
        """Whether its person's choice lets it be told."""
        return tells(self.preference.frequency, NoticeKind(self.kind))
