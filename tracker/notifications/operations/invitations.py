"""Invites somebody who has an account to sign in: one mail when it is made, and another when an administrator says."""

from datetime import datetime

from django.db import transaction

from inspections.models import Organisation
from tracker.choices import MessageKind, Role
from tracker.errors import WrongState
from tracker.models import Person
from tracker.notifications.models import Message
from tracker.notifications.queries import accounts
from tracker.notifications.queries import invitations as queries
from tracker.notifications.rules import invitations
from tracker.operations import history, people
from tracker.rules.access import Actor
from tracker.rules.calendar import london_date
from tracker.rules.passwords import one_time_password


@transaction.atomic
def invite_person(
    *, email: str, name: str, role: Role, organisation: Organisation, by: Actor, at: datetime
) -> tuple[Person, str]:
    """Make an account with a role, an invitation, and a one-time password that is kept nowhere in words.

    The password is given back, never mailed. Raises as `add_person` and `give_role`.
    """
    password = one_time_password()
    person = people.add_person(email=email, name=name, password=password, by=by, at=at)
    people.give_role(person=person, role=role, organisation=organisation, by=by, at=at)
    invite(person=person, by=by, at=at)
    return person, password


@transaction.atomic
def invite(*, person: Person, seen: int = 0, by: Actor, at: datetime) -> Message:
    """Make an invitation, which is checked again when it is sent; return the newest there is.

    `seen` is how many the person had when somebody decided: where there are more by now, as after a second click,
    none is made. Raises NotAllowed unless the administrator's area holds every role of the person; WrongState for
    somebody who is not invited (rules/invitations), and while one waits to be sent.
    """
    locked = people.locked_to_manage(person=person, by=by, at=at)
    sent = queries.sent_to(locked)
    if len(sent) > seen:
        return sent[0]
    invitations.check_can_invite(accounts.of_person(locked, on=london_date(at)))
    if sent and sent[0].is_waiting:
        raise WrongState("An invitation waits to be sent already.")
    number = len(sent) + 1
    message = Message.made(person_id=locked.pk, kind=MessageKind.INVITATION, number=number, at=at)
    message.not_before_at = invitations.goes_at(at)
    message.save()
    history.record(verb="person.invited", subject=locked.ref, by=by, at=at, after={"number": number})
    return message
