"""Accounts, roles that end, passwords and sessions: effect, refusal, event, twice."""

from datetime import timedelta

import pytest

from tests.factories.world import NOW, STARTED, TODAY, World, make_person
from tracker.choices import Role
from tracker.errors import InvalidInput, NotAllowed, WrongState
from tracker.models import Event, Membership, actor_of
from tracker.notifications.operations import invitations
from tracker.operations import people
from tracker.rules.access import Actor

STRONG = "correct horse battery staple"


def by(world: World, key: str = "administrator") -> Actor:
    return actor_of(world.people[key], on=TODAY)


def role_of(world: World, key: str) -> Membership:
    return Membership.objects.get(person=world.people[key])


def verbs() -> list[str]:
    return list(Event.objects.filter(verb__startswith="person.").order_by("pk").values_list("verb", flat=True))


class TestRoles:
    def test_a_role_ends_on_a_day(self, world: World) -> None:
        people.end_role(membership=role_of(world, "head"), on=TODAY, by=by(world), at=NOW)

        assert role_of(world, "head").to_on == TODAY
        assert verbs() == ["person.ended-role"]

    def test_a_role_that_has_not_begun_is_taken_back(self, world: World) -> None:
        later = TODAY + timedelta(days=5)
        given = people.give_role(
            person=world.people["owner"],
            role=Role.HEAD_OF_PDU,
            organisation=world.organisations["leeds"],
            from_on=later,
            by=by(world),
            at=NOW,
        )

        people.end_role(membership=given, on=TODAY, by=by(world), at=NOW)

        assert not Membership.objects.filter(pk=given.pk).exists()

    def test_twice_is_once(self, world: World) -> None:
        for _ in range(2):
            people.end_role(membership=role_of(world, "head"), on=TODAY, by=by(world), at=NOW)

        assert len(verbs()) == 1

    def test_a_day_in_the_past_is_refused(self, world: World) -> None:
        with pytest.raises(InvalidInput, match="today or later"):
            people.end_role(membership=role_of(world, "head"), on=TODAY - timedelta(days=1), by=by(world), at=NOW)

    def test_only_an_administrator_of_the_place_ends_a_role(self, world: World) -> None:
        make_person(world, "area_administrator", role=Role.ADMINISTRATOR, body="manchester", title=None)

        for key in ("lead", "area_administrator"):
            with pytest.raises(NotAllowed):
                people.end_role(membership=role_of(world, "head"), on=TODAY, by=by(world, key), at=NOW)

    def test_the_last_administrator_keeps_the_role(self, world: World) -> None:
        with pytest.raises(WrongState, match="last administrator"):
            people.end_role(membership=role_of(world, "administrator"), on=TODAY, by=by(world), at=NOW)


class TestAccounts:
    def test_a_closed_account_can_do_nothing_and_its_sessions_end(self, world: World) -> None:
        before = world.people["head"].get_session_auth_hash()

        closed = people.close_account(person=world.people["head"], by=by(world), at=NOW)

        assert not closed.is_active
        assert actor_of(closed, on=TODAY).person_id is None
        assert closed.get_session_auth_hash() != before

    def test_opened_again_the_sessions_of_before_stay_ended(self, world: World) -> None:
        before = world.people["head"].get_session_auth_hash()
        people.close_account(person=world.people["head"], by=by(world), at=NOW)

        opened = people.open_account(person=world.people["head"], by=by(world), at=NOW)

        assert opened.is_active
        assert opened.get_session_auth_hash() != before
        assert verbs() == ["person.disabled", "person.enabled"]

    def test_twice_is_once(self, world: World) -> None:
        for _ in range(2):
            people.close_account(person=world.people["head"], by=by(world), at=NOW)

        assert verbs() == ["person.disabled"]

    def test_the_last_administrator_cannot_close_their_account(self, world: World) -> None:
        with pytest.raises(WrongState, match="last administrator"):
            people.close_account(person=world.people["administrator"], by=by(world), at=NOW)

    def test_with_another_one_they_can(self, world: World) -> None:
        make_person(world, "second", role=Role.ADMINISTRATOR, body="hmpps", title=None)

        closed = people.close_account(person=world.people["administrator"], by=by(world), at=NOW)

        assert not closed.is_active

    def test_an_administrator_of_a_smaller_area_does_not_count(self, world: World) -> None:
        make_person(world, "second", role=Role.ADMINISTRATOR, body="yorkshire", title=None)

        with pytest.raises(WrongState):
            people.close_account(person=world.people["administrator"], by=by(world), at=NOW)

    def test_one_role_outside_the_area_is_enough(self, world: World) -> None:
        make_person(world, "area_administrator", role=Role.ADMINISTRATOR, body="manchester", title=None)
        outside = world.organisations["hmpps"]
        head = world.people["other_head"]
        Membership.objects.create(person=head, organisation=outside, role=Role.NATIONAL, from_on=STARTED)

        with pytest.raises(NotAllowed, match="outside your area"):
            people.close_account(person=head, by=by(world, "area_administrator"), at=NOW)

    def test_a_new_person_signs_in_with_the_one_time_password(self, world: World) -> None:
        person, password = invitations.invite_person(
            email="new@example.org",
            name="New",
            role=Role.AUDITOR,
            organisation=world.organisations["yorkshire"],
            by=by(world),
            at=NOW,
        )

        assert person.check_password(password)
        assert len(password) == 24
        assert verbs() == ["person.added", "person.given-role", "person.invited"]
