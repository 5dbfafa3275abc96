"""A run that was held back: its messages, with what each would say now and why, however long it has waited."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.models import Person
from tracker.notifications.models import MailHold, Message
from tracker.notifications.models.message import MessageQuerySet
from tracker.notifications.queries.planned_mails import Planned, planned
from tracker.paging import Page, Sort, page_of
from tracker.rules.access import Actor

BY_PERSON = Sort("person__name")


@dataclass(frozen=True, slots=True)
class HeldMail:
    """`messages` are all that wait or were in the run; `page` shows those to people of the administrator's area."""

    hold: MailHold
    messages: int
    shown: int
    page: Page

    @property
    def elsewhere(self) -> int:
        """Return messages to people outside the administrator's area."""
        return self.messages - self.shown


def held_mail(actor: Actor, hold: MailHold, *, after: str, before: str, on: date, at: datetime) -> HeldMail:
    """Return 50 messages by the name of their person; at most 85 queries."""
    messages = _of_area(actor, hold)
    page = page_of(messages.select_related("person"), sort=BY_PERSON, after=after, before=before)
    rows = planned(page.rows, on=on, at=at, state=Message.get_state_display)
    return HeldMail(
        hold=hold,
        messages=Message.objects.in_hold(hold).count(),
        shown=messages.count(),
        page=Page(rows=list(rows), after=page.after, before=page.before),
    )


def all_held(actor: Actor, hold: MailHold, *, on: date, at: datetime) -> tuple[Planned, ...]:
    """Return all of them, for a workbook; at most 81 queries."""
    messages = list(_of_area(actor, hold).select_related("person").order_by("person__name", "pk"))
    return planned(messages, on=on, at=at, state=Message.get_state_display)


def _of_area(actor: Actor, hold: MailHold) -> MessageQuerySet:
    return Message.objects.in_hold(hold).filter(person__in=Person.objects.managed_by(actor))
