"""Adds people, gives and ends their roles, gives them posts, and notes their first sign-in."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from inspections.models import Organisation
from tracker.choices import Role
from tracker.errors import InvalidInput, NotAllowed, WrongState
from tracker.models import Membership, Person, Post, PostHolder
from tracker.operations import history
from tracker.projections.keeping import atomic
from tracker.rules import access
from tracker.rules.access import Actor, Doing
from tracker.rules.typed.text import one_line
from tracker.rules.wording import too_long

LONGEST_ADDRESS = 254


@atomic
def add_person(*, email: str, name: str, password: str, by: Actor, at: datetime) -> Person:
    """Make an account. Raises NotAllowed, and InvalidInput for a wrong address, one in use or a weak password."""
    access.check_may(by, Doing.MANAGE_PEOPLE, paths=["/"] if by.is_service else by.areas(Doing.MANAGE_PEOPLE))
    address = check_address(email)
    try:
        password_validation.validate_password(password)
    except ValidationError as weak:
        raise InvalidInput(" ".join(weak.messages), field="password") from weak
    person = Person.objects.create_user(address, one_line(name), password)
    history.record(verb="person.added", subject=person.ref, by=by, at=at, after={"name": person.name})
    return person


@atomic
def give_role(
    *, person: Person, role: Role, organisation: Organisation, from_on: date | None = None, by: Actor, at: datetime
) -> Membership:
    """Give a role for a body and all below it, from today or a later day; the same again changes nothing."""
    access.check_may(by, Doing.MANAGE_PEOPLE, paths=[organisation.path])
    on = timezone.localdate(at)
    if from_on is not None and from_on < on:
        raise InvalidInput("The date must be today or later", field="from_on")
    membership, is_new = Membership.objects.get_or_create(
        person=person, organisation=organisation, role=role, to_on=None, defaults={"from_on": from_on or on}
    )
    if is_new:
        after = {
            "role": role.value,
            "organisation": organisation.slug,
            "body": organisation.display_name,
            "from_on": membership.from_on.isoformat(),
        }
        history.record(verb="person.given-role", subject=person.ref, by=by, at=at, after=after)
    return membership


@atomic
def end_role(*, membership: Membership, on: date, by: Actor, at: datetime) -> None:
    """End a role on a day that no longer counts; a role that has not begun by then, or began on it, is taken back.

    Raises NotAllowed; InvalidInput for a day in the past; WrongState for the last administrator's role.
    """
    held = Membership.objects.select_for_update(of=("self",)).for_page().filter(pk=membership.pk).first()
    access.check_may(by, Doing.MANAGE_PEOPLE, paths=[membership.organisation.path])
    if held is None or held.to_on == on:
        return
    if on < timezone.localdate(at):
        raise InvalidInput("The date must be today or later", field="to_on")
    if held.role == Role.ADMINISTRATOR:
        _check_not_last_administrator([held], on=on)
    if held.from_on >= on:
        Membership.objects.filter(pk=held.pk).delete()
    else:
        Membership.objects.filter(pk=held.pk).update(to_on=on)
    after = {"role": held.role, "body": held.organisation.display_name, "to_on": on.isoformat()}
    history.record(verb="person.ended-role", subject=held.person.ref, by=by, at=at, after=after)


@atomic
def take_up_post(*, person: Person, organisation: Organisation, title: str, by: Actor, at: datetime) -> PostHolder:
    """Put a person in a post, which is made where it is missing, from today.

    Raises InvalidInput where somebody else holds it: a hand-over ends their time first.
    """
    access.check_may(by, Doing.MANAGE_PEOPLE, paths=[organisation.path])
    post, _ = Post.objects.get_or_create(organisation=organisation, title=one_line(title))
    on = timezone.localdate(at)
    holder = PostHolder.objects.select_for_update(of=("self",)).current(on=on).filter(post=post).first()
    if holder is not None and holder.person_id != person.pk:
        raise InvalidInput(f"{holder.person} holds the post {post}", field="post")
    if holder is None:
        holder = PostHolder.objects.create(post=post, person=person, from_on=on)
        after = {"post": post.title, "organisation": organisation.slug}
        history.record(verb="person.took-up-post", subject=person.ref, by=by, at=at, after=after)
    return holder


@atomic
def note_first_sign_in(*, person: Person, by: Actor, at: datetime) -> bool:
    """Remember when somebody first signed in: before, only the invitation is mailed. True for the first time only."""
    first = Person.objects.filter(pk=person.pk, first_signed_in_at__isnull=True).update(first_signed_in_at=at) == 1
    if first:
        history.record(verb="person.signed-in-first", subject=person.ref, by=by, at=at, after={})
    return first


@atomic
def close_account(*, person: Person, by: Actor, at: datetime) -> Person:
    """Turn an account off: its sessions end with their next request. Their name stays on what they did.

    Raises NotAllowed, and WrongState for the last administrator.
    """
    locked = locked_to_manage(person=person, by=by, at=at)
    if not locked.is_active:
        return locked
    on = timezone.localdate(at)
    roles = Membership.objects.current(on=on).filter(person=locked, role=Role.ADMINISTRATOR)
    _check_not_last_administrator(roles.select_related("organisation"), on=on)
    return _switch(locked, is_active=False, verb="person.disabled", by=by, at=at)


@atomic
def open_account(*, person: Person, by: Actor, at: datetime) -> Person:
    """Turn an account on again, with the password and the roles it had; sessions of before stay ended."""
    locked = locked_to_manage(person=person, by=by, at=at)
    return locked if locked.is_active else _switch(locked, is_active=True, verb="person.enabled", by=by, at=at)


def check_address(email: str, *, besides: Person | None = None) -> str:
    """Return the address as it is kept.

    Raises InvalidInput for one that can be none, or that somebody else has in any case. `besides`: the person whose
    address it is to be.
    """
    address = Person.objects.normalize_email(email.strip())
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise InvalidInput(
            "Enter an email address in the correct format, like name@example.com", field="email"
        ) from wrong
    if len(address) > LONGEST_ADDRESS:
        raise InvalidInput(too_long("the email address", LONGEST_ADDRESS), field="email")
    others = Person.objects.exclude(pk=besides.pk) if besides else Person.objects.all()
    if others.filter(email__iexact=address).exists():
        raise InvalidInput(f"{address} already has an account", field="email")
    return address


def check_may_manage(*, person: Person, on: date, by: Actor) -> None:
    """Raise NotAllowed unless every role of the person lies in the administrator's area.

    A part of them is not enough: whoever resets a password could then sign in with the other roles.
    """
    areas = by.areas(Doing.MANAGE_PEOPLE)
    access.check_may(by, Doing.MANAGE_PEOPLE, paths=areas)
    paths = Membership.objects.not_ended(on=on).filter(person=person).values_list("organisation__path", flat=True)
    if not all(access.may(by, Doing.MANAGE_PEOPLE, paths=[path]) for path in paths):
        raise NotAllowed(
            "This person also has a role outside your area. An administrator of that area can change this account."
        )


def locked_to_manage(*, person: Person, by: Actor, at: datetime) -> Person:
    """Hold and return the person, for this change alone until it is saved. Raises NotAllowed."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    check_may_manage(person=locked, on=timezone.localdate(at), by=by)
    return locked


def _check_not_last_administrator(roles: Iterable[Membership], *, on: date) -> None:
    """Raise WrongState unless somebody else still administers each of these places."""
    for role in roles:
        others = Membership.objects.current(on=on).filter(role=Role.ADMINISTRATOR, person__is_active=True)
        paths = others.exclude(person=role.person_id).values_list("organisation__path", flat=True)
        if not any(role.organisation.path.startswith(path) for path in paths):
            body = role.organisation.display_name
            raise WrongState(f"This is the last administrator of {body}. Give the role to somebody else first.")


def _switch(person: Person, *, is_active: bool, verb: str, by: Actor, at: datetime) -> Person:
    person.is_active = is_active
    person.sign_outs += 1
    person.save(update_fields=["is_active", "sign_outs"])
    history.record(verb=verb, subject=person.ref, by=by, at=at, after={"name": person.name})
    return person
