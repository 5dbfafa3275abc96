"""Notices as mail sees them: whether they were told, by which message, and whether their person wants them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.functional import cached_property

from tracker.choices import MessageKind, MessageState, NoticeKind, NoticeWay
from tracker.models.notice import Notice
from tracker.notifications.models.email_preference import EmailPreference
from tracker.notifications.models.message import UNSENT, Message, MessageQuerySet
from tracker.notifications.rules import delivery
from tracker.notifications.rules.email_preferences import DEFAULT, DigestRunDue, Preference, tells
from tracker.notifications.rules.kinds import CAN_GO_AT_ONCE
from tracker.rules.notices import Identity


class NoticeToTellQuerySet(models.QuerySet["NoticeToTell"]):
    def untold(self) -> Self:
        """Return those in no mail that was sent or is on its way."""
        return self.filter(message__isnull=True)

    def waiting_for(self, *people: int) -> Self:
        """Return what these people are to be told and were not yet."""
        sent = Q(message__state=MessageState.SENT)
        return self.filter(person__in=people).exclude(sent)

    def with_choices(self) -> "list[NoticeToTell]":
        """Return all of these, the oldest first, each with what its person chose; 2 queries, whatever their number."""
        return with_choices(self.defer("created_at").order_by("pk"))

    def told_by(self, messages: "models.QuerySet[Message] | Sequence[Message]") -> Self:
        return self.filter(message__in=messages)

    def put_into_mail_of(self, day_on: date) -> int:
        """Give each notice to its person's mail of that day, if it still waits; one query for all."""
        return self._put_into(Message.objects.once_a_day().of_day(day_on))

    def put_into_instant_mail(self) -> int:
        """Give each notice to its person's instant mail that still waits; one query for all."""
        return self._put_into(Message.objects.filter(kind=MessageKind.INSTANT))

    def put_into(self, message: Message) -> int:
        """Give each notice to this message."""
        return self.untold().update(message=message)

    def _put_into(self, messages: MessageQuerySet) -> int:
        waiting = messages.filter(person=OuterRef("person"), state__in=UNSENT).order_by("pk")
        return self.untold().filter(Exists(waiting)).update(message=Subquery(waiting.values("pk")[:1]))

    def people(self) -> set[int]:
        """Return the people to whom these are to be told; one query."""
        return set(self.order_by().values_list("person_id", flat=True).distinct())

    def noted(self, identities: Collection[Identity]) -> set[Identity]:
        """Return those of these identities, none of a rung, that were noted before; one query, none for none."""
        if not identities:
            return set()
        kinds, subjects = {identity.kind for identity in identities}, {identity.subject for identity in identities}
        rows = self.filter(kind__in=kinds, subject__in=subjects, rung="")
        known = rows.values_list("kind", "subject", "person_id", "number", "since_on")
        return {Identity(*row) for row in known} & set(identities)

    def of_kind(self, kind: NoticeKind) -> Self:
        return self.filter(kind=kind)

    def at_once(self, *, at: datetime) -> Self:
        """Return what goes at once, unless it is older than is asked for every minute (delivery.ASKED_FOR)."""
        return self.filter(way=NoticeWay.INSTANT, created_at__gte=at - delivery.ASKED_FOR)

    def of_the_day_or_of(self, runs: Iterable[DigestRunDue], *, at: datetime) -> Self:
        """Return what goes this day for whoever it is, and all of the people whose digest could be one of these runs.

        What is older than is asked for every minute (delivery.ASKED_FOR) goes with a digest alone.
        """
        of_the_day = Q(way=NoticeWay.DAY, created_at__gte=at - delivery.ASKED_FOR)
        frequencies = {run.frequency for run in runs}
        theirs = Q(person__email_preference__frequency__in=frequencies)
        if DEFAULT.frequency in frequencies:
            theirs |= Q(person__email_preference__isnull=True)
        return self.filter(of_the_day | theirs if frequencies else of_the_day)

    def of_people_without_mail_of(self, day_on: date) -> Self:
        """Return those of people whose one mail of that day is not out and not on its way."""
        out = Message.objects.of_day(day_on).exclude(state__in=UNSENT).filter(person=OuterRef("person"))
        return self.exclude(Exists(out))

    def that_can_go_at_once(self) -> Self:
        """Return those of the kinds that instant mail tells, whichever way they go now."""
        return self.filter(kind__in=CAN_GO_AT_ONCE)

    def mailed_since(self, at: datetime, *, kinds: Iterable[NoticeKind]) -> Self:
        """Return those of these kinds, told by mail that was sent from a moment on."""
        return self.filter(kind__in=list(kinds), message__state=MessageState.SENT, message__sent_at__gte=at)

    def release(self) -> int:
        """Put these back among the untold: no mail told them."""
        return self.update(message=None)

    def release_to_digest(self) -> int:
        """Put these back among the untold, and no longer at once: an instant mail has failed to tell them."""
        return self.update(message=None, way=NoticeWay.DIGEST)


class NoticeToTell(Notice):
    """A notice, with what its person chose and what mail asks of it; its row is the notice's own."""

    objects = NoticeToTellQuerySet.as_manager()  # type: ignore[misc]  # a proxy may have a manager of its own

    class Meta:
        proxy = True

    def __str__(self) -> str:
        return super().__str__()

    @classmethod
    def made(cls, identity: Identity, *, way: NoticeWay, at: datetime) -> "NoticeToTell":
        """Return one to be saved: the database refuses the same identity twice."""
        return cls(**identity._asdict(), way=way, created_at=at)

    @cached_property
    def choice(self) -> EmailPreference | None:
        """Return what its person chose, if they ever did.

        After `with_choices` it costs no query, nor does what follows.
        """
        return EmailPreference.objects.filter(person=self.person_id).first()

    @property
    def preference(self) -> Preference:
        """Return how often its person wants mail."""
        return self.choice.preference if self.choice else DEFAULT

    @property
    def is_wanted(self) -> bool:
        """Return whether its person's choice lets it be told."""
        return tells(self.preference.frequency, NoticeKind(self.kind), self.way_told)

    @property
    def way_told(self) -> NoticeWay:
        """Return how its person is to be told of it, by what they chose."""
        if self.choice is None:
            return NoticeWay(self.way)
        return delivery.way_of(
            kind=NoticeKind(self.kind),
            way=NoticeWay(self.way),
            reviews_at_once=self.choice.tells_reviews_at_once,
            escalations_at_once=self.choice.tells_escalations_at_once,
        )


def with_choices(notices: Iterable[NoticeToTell]) -> list[NoticeToTell]:
    """Return these, saved or not, each with what its person chose; 1 query.

    Most people never choose, and none is read.
    """
    loaded = list(notices)
    chosen = EmailPreference.objects.filter(person__in={notice.person_id for notice in loaded})
    choices = {choice.person_id: choice for choice in chosen}
    for notice in loaded:
        notice.choice = choices.get(notice.person_id)
    return loaded
