"""Invites somebody who has an account to sign in: one mail when it is made, and another when an administrator says."""

from datetime import datetime

from django.db import transaction

from tracker.choices import MessageKind
from tracker.errors import NotNow
from tracker.models import Message, Person
from tracker.notifications.queries import accounts
from tracker.notifications.queries import invitations as portfolio
from tracker.notifications.rules import invitations
from tracker.notifications.rules.reminders import london_date
from tracker.operations import history, people
from tracker.rules.access import Actor


@transaction.atomic
def invite(*, person: Person, seen: int = 0, by: Actor, at: datetime) -> Message:
    """Make an invitation, which is checked again when it is sent; gives back the newest there is.

    `seen` is how many the person had when somebody decided: where there are more by now, as after a second click,
    none is made. Raises NotAllowed unless the administrator's area holds every role of the person; NotNow for
    somebody who is not invited (rules/invitations), and while one waits to be sent.
    """
    locked = people.locked_to_manage(person=person, by=by, at=at)
    sent = portfolio.sent_to(locked)
    if len(sent) > seen:
        return sent[0]
    invitations.check_can_invite(accounts.of_person(locked, on=london_date(at)))
    if sent and sent[0].is_waiting:
        raise NotNow("An invitation waits to be sent already.")
    number = len(sent) + 1
    message = Message.made(
        key=f"invitation:{locked.pk}:{number}", person_id=locked.pk, kind=MessageKind.INVITATION, day_on=None, at=at
    )
    message.not_before_at = invitations.goes_at(at)
    message.save()
    history.record(verb="person.invited", subject=locked.ref, by=by, at=at, after={"number": number})
    return message
