"""Addresses that are corrected: effect, refusal, event, notice (none), twice, at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from tests.factories.bounces import refuse as refusal
from tests.factories.world import NOW, PASSWORD, STARTED, TODAY, World, make_person
from tracker.choices import MessageKind, MessageState, Role
from tracker.errors import EditConflict, InvalidInput, NotAllowed
from tracker.models import Event, Membership, Person, actor_of
from tracker.notifications.models import Bounce, Message, NoticeToTell
from tracker.notifications.operations.addresses import change_address
from tracker.operations import people
from tracker.rules.access import SERVICE, Actor

NEW = "head.of.kirklees@example.org"
OLD = "head@example.org"


@pytest.fixture
def cast(world: World) -> World:
    Person.objects.update(first_signed_in_at=NOW - timedelta(days=100))
    return world


def by(world: World, key: str = "administrator") -> Actor:
    return actor_of(world.people[key], on=TODAY)


def change(world: World, email: str = NEW, *, was: str = OLD, as_: str = "administrator", key: str = "head") -> Person:
    return change_address(person=world.people[key], email=email, was=was, by=by(world, as_), at=NOW)


def refuse(world: World, key: str = "head") -> Bounce:
    person = world.people[key]
    return refusal(person=person, address=person.email, reason="550 no such mailbox", bounced_at=NOW)


class TestChange:
    def test_it_is_kept_with_what_it_was(self, cast: World) -> None:
        changed = change(cast)

        event = Event.objects.get(verb="person.changed-address")
        assert changed.email == Person.objects.get(pk=cast.people["head"].pk).email == NEW
        assert (event.before, event.after) == ({"address": OLD}, {"address": NEW})
        assert (event.by, event.subject) == (cast.people["administrator"], changed.ref)

    def test_what_was_refused_at_the_old_one_no_longer_counts(self, cast: World) -> None:
        refuse(cast)
        other = refuse(cast, "lead")

        change(cast)

        cleared = Bounce.objects.get(person=cast.people["head"])
        assert (cleared.cleared_at, cleared.cleared_by) == (NOW, cast.people["administrator"])
        assert list(Bounce.objects.standing()) == [other]

    def test_sessions_and_the_password_stay(self, cast: World) -> None:
        before = cast.people["head"].get_session_auth_hash()

        changed = change(cast)

        assert changed.get_session_auth_hash() == before
        assert changed.check_password(PASSWORD)

    def test_the_person_is_told_by_one_mail_and_by_no_notice(self, cast: World) -> None:
        change(cast)
        change(cast, "third@example.org", was=NEW)

        message = Message.objects.get()
        assert (message.kind, message.person, message.day_on) == (
            MessageKind.ADDRESS_CHANGED, cast.people["head"], None,
        )  # fmt: skip
        assert not NoticeToTell.objects.exists()

    def test_once_that_was_sent_the_next_change_is_told_too(self, cast: World) -> None:
        change(cast)
        Message.objects.update(state=MessageState.SENT, sent_at=NOW)
        change(cast, "third@example.org", was=NEW)

        assert Message.objects.count() == 2

    def test_before_the_first_sign_in_nothing_is_told(self, world: World) -> None:
        change(world)

        assert not Message.objects.exists()

    def test_twice_is_once(self, cast: World) -> None:
        for _ in range(2):
            change(cast)

        assert Event.objects.filter(verb="person.changed-address").count() == 1
        assert Message.objects.count() == 1

    def test_another_case_is_a_change(self, cast: World) -> None:
        assert change(cast, "Head@Example.ORG").email == "Head@example.org"

    @pytest.mark.parametrize(
        ("email", "words"),
        [
            ("LEAD@example.org", "LEAD@example.org already has an account"),
            ("nonsense", "in the correct format"),
            ("", "in the correct format"),
            ("two@@example.org", "in the correct format"),
            ("head@example.org\r\nBcc: all@example.org", "in the correct format"),
            (f"head@{'.'.join(['a' * 60] * 4)}.example.org", "254 characters or fewer"),
        ],
    )
    def test_an_address_that_is_taken_or_none_is_refused(self, cast: World, email: str, words: str) -> None:
        with pytest.raises(InvalidInput, match=words) as refusal:
            change(cast, email)

        assert refusal.value.field == "email"
        assert not Event.objects.filter(verb="person.changed-address").exists()

    def test_adding_somebody_asks_the_same_of_the_address(self, world: World) -> None:
        with pytest.raises(InvalidInput, match="in the correct format"):
            people.add_person(email="nonsense", name="New", password="correct horse battery", by=SERVICE, at=NOW)

    def test_somebody_elses_change_meanwhile_is_not_undone(self, cast: World) -> None:
        change(cast, "third@example.org")

        with pytest.raises(EditConflict) as refusal:
            change(cast)

        assert refusal.value.current.email == "third@example.org"

    def test_one_address_given_to_two_at_the_same_moment(self, cast: World, monkeypatch: pytest.MonkeyPatch) -> None:
        def taken(*args: Any, **kwargs: Any) -> None:
            raise IntegrityError

        monkeypatch.setattr(Person, "save", taken)

        with pytest.raises(InvalidInput, match="already has an account"):
            change(cast)

    @pytest.mark.parametrize("key", ["head", "lead", "national", "auditor"])
    def test_only_an_administrator_changes_it(self, cast: World, key: str) -> None:
        with pytest.raises(NotAllowed):
            change(cast, as_=key)

    def test_not_of_somebody_with_a_role_outside_the_area(self, cast: World) -> None:
        make_person(cast, "local", role=Role.ADMINISTRATOR, body="yorkshire", title=None)
        hmpps = cast.organisations["hmpps"]
        Membership.objects.create(person=cast.people["head"], organisation=hmpps, role=Role.NATIONAL, from_on=STARTED)

        with pytest.raises(NotAllowed, match="outside your area"):
            change(cast, as_="local")
