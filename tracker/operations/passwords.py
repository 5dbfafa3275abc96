"""Passwords of local accounts, and the end of every session: by the person themself or by an administrator."""

from datetime import datetime

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Person
from tracker.operations import history, people
from tracker.projections.keeping import atomic
from tracker.rules.access import Actor
from tracker.rules.passwords import one_time_password


@atomic
def reset_password(*, person: Person, by: Actor, at: datetime) -> str:
    """Set a new one-time password and return it this once; the old one and every open session end.

    Raises NotAllowed.
    """
    locked = people.locked_to_manage(person=person, by=by, at=at)
    password = one_time_password()
    _set(locked, password)
    history.record(verb="person.reset-password", subject=locked.ref, by=by, at=at, after={})
    return password


@atomic
def change_password(*, person: Person, old: str, new: str, by: Actor, at: datetime) -> Person:
    """Change one's own password; every other session ends. Raises NotAllowed and InvalidInput."""
    locked = _own(person, by=by)
    if not locked.check_password(old):
        raise InvalidInput("Enter the password you use now", field="old_password")
    try:
        password_validation.validate_password(new, locked)
    except ValidationError as weak:
        raise InvalidInput(" ".join(weak.messages), field="new_password1") from weak
    _set(locked, new)
    history.record(verb="person.changed-password", subject=locked.ref, by=by, at=at, after={})
    return locked


@atomic
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
