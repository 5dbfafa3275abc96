"""Passwords of local accounts and the end of sessions: effect, refusal, event, and nothing written down."""

import pytest

from tests.factories.world import NOW, PASSWORD, TODAY, World, make_person
from tracker.choices import Role
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Event, Person, actor_of
from tracker.operations import passwords
from tracker.rules.access import Actor

STRONG = "correct horse battery staple"


def by(world: World, key: str = "administrator") -> Actor:
    return actor_of(world.people[key], on=TODAY)


def verbs() -> list[str]:
    return list(Event.objects.filter(verb__startswith="person.").order_by("pk").values_list("verb", flat=True))


def test_no_password_is_written_down(world: World) -> None:
    password = passwords.reset_password(person=world.people["head"], by=by(world), at=NOW)

    event = Event.objects.get(verb="person.reset-password")
    assert password not in f"{event.before}{event.after}"


def test_a_reset_ends_the_old_password_and_every_session(world: World) -> None:
    before = world.people["head"].get_session_auth_hash()

    passwords.reset_password(person=world.people["head"], by=by(world), at=NOW)

    head = Person.objects.get(pk=world.people["head"].pk)
    assert not head.check_password(PASSWORD)
    assert head.get_session_auth_hash() != before


def test_ones_own_password_changes(world: World) -> None:
    head = world.people["head"]

    changed = passwords.change_password(person=head, old=PASSWORD, new=STRONG, by=by(world, "head"), at=NOW)

    assert changed.check_password(STRONG)
    assert verbs() == ["person.changed-password"]


@pytest.mark.parametrize(
    ("old", "new", "field"), [("wrong", STRONG, "old_password"), (PASSWORD, "short", "new_password1")]
)
def test_a_wrong_or_a_weak_password_is_refused(world: World, old: str, new: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        passwords.change_password(person=world.people["head"], old=old, new=new, by=by(world, "head"), at=NOW)

    assert refusal.value.field == field


def test_nobody_changes_the_password_of_another_or_signs_them_out(world: World) -> None:
    head = world.people["head"]

    with pytest.raises(NotAllowed):
        passwords.change_password(person=head, old=PASSWORD, new=STRONG, by=by(world), at=NOW)
    with pytest.raises(NotAllowed):
        passwords.sign_out_everywhere(person=head, by=by(world), at=NOW)


@pytest.mark.parametrize("key", ["national", "administrator", "head", "lead"])
def test_somebody_with_a_role_outside_the_area_is_out_of_reach(world: World, key: str) -> None:
    make_person(world, "area_administrator", role=Role.ADMINISTRATOR, body="manchester", title=None)

    with pytest.raises(NotAllowed):
        passwords.reset_password(person=world.people[key], by=by(world, "area_administrator"), at=NOW)


def test_signing_out_everywhere_ends_every_session_and_keeps_the_password(world: World) -> None:
    head = world.people["head"]
    before = head.get_session_auth_hash()

    changed = passwords.sign_out_everywhere(person=head, by=by(world, "head"), at=NOW)

    assert changed.get_session_auth_hash() != before
    assert changed.check_password(PASSWORD)
    assert verbs() == ["person.signed-out-everywhere"]


def test_ones_own_password_ends_every_other_session(world: World) -> None:
    head = world.people["head"]
    before = head.sign_outs

    changed = passwords.change_password(person=head, old=PASSWORD, new=STRONG, by=by(world, "head"), at=NOW)

    assert changed.sign_outs == before + 1
