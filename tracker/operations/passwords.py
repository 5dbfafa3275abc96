"""Passwords of local accounts, and the end of every session: by the person themself or by an administrator."""

import secrets
from datetime import datetime

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import transaction

from inspections.models import Organisation
from tracker.choices import Role
from tracker.errors import NotAllowed, Unacceptable
from tracker.models import Person
from tracker.notifications.operations import invitations
from tracker.operations import history, people
from tracker.rules.access import Actor

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # without those that are taken for one another
GROUPS, GROUP = 5, 4  # 100 bits


@transaction.atomic
def invite_person(
    *, email: str, name: str, role: Role, organisation: Organisation, by: Actor, at: datetime
) -> tuple[Person, str]:
    """Make an account with a role, an invitation, and a one-time password that is kept nowhere in words.

    The password is given back, never mailed. Raises as people's do.
    """
    password = _one_time_password()
    person = people.add_person(email=email, name=name, password=password, by=by, at=at)
    people.give_role(person=person, role=role, organisation=organisation, by=by, at=at)
    invitations.invite(person=person, by=by, at=at)
    return person, password


@transaction.atomic
def reset_password(*, person: Person, by: Actor, at: datetime) -> str:
    """A new one-time password, given back this once; the old one and every open session end. Raises NotAllowed."""
    locked = people.locked_to_manage(person=person, by=by, at=at)
    password = _one_time_password()
    _set(locked, password)
    history.record(verb="person.reset-password", subject=locked.ref, by=by, at=at, after={})
    return password


@transaction.atomic
def change_password(*, person: Person, old: str, new: str, by: Actor, at: datetime) -> Person:
    """Change one's own password; every other session ends. Raises NotAllowed and Unacceptable."""
    locked = _own(person, by=by)
    if not locked.check_password(old):
        raise Unacceptable("Enter the password you use now", field="old_password")
    try:
        password_validation.validate_password(new, locked)
    except ValidationError as weak:
        raise Unacceptable(" ".join(weak.messages), field="new_password1") from weak
    _set(locked, new)
    history.record(verb="person.changed-password", subject=locked.ref, by=by, at=at, after={})
    return locked


@transaction.atomic
def sign_out_everywhere(*, person: Person, by: Actor, at: datetime) -> Person:
    """End every session of one's own account, this one too. Raises NotAllowed."""
    locked = _own(person, by=by)
    locked.sign_outs += 1
    locked.save(update_fields=["sign_outs"])
    history.record(verb="person.signed-out-everywhere", subject=locked.ref, by=by, at=at, after={})
    return locked


def _own(person: Person, *, by: Actor) -> Person:
    if by.person_id != person.pk:
        raise NotAllowed("Only the person who uses an account changes its password or ends its sessions.")
    return Person.objects.select_for_update().get(pk=person.pk)


def _set(person: Person, password: str) -> None:
    person.set_password(password)
    person.sign_outs += 1
    person.save(update_fields=["password", "sign_outs"])


def _one_time_password() -> str:
    """'k7mp-x2vd-…': 20 letters and digits, drawn by the operating system."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
