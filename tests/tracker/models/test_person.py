"""People and roles: who manages whom, whose role counts on which day, and who is told."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.rows import STRANGER, keys_of, refused_by, save_changed, save_twin
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, STARTED, TODAY, World, make_person
from tracker.choices import Role
from tracker.models import Membership, Person
from tracker.models.person import can_be_told
from tracker.rules.access import SERVICE

TOMORROW = TODAY + timedelta(days=1)


def role_of(world: World, key: str) -> Membership:
    return Membership.objects.get(person=world.people[key])


class TestWhoManagesWhom:
    def test_an_administrator_manages_their_area_and_those_without_a_role(self, world: World) -> None:
        make_person(world, "regional", role=Role.ADMINISTRATOR, body="manchester", title=None)
        world.people["new"] = Person.objects.create_user("new@example.org", "New")

        managed = Person.objects.managed_by(actor(world, "regional"))

        assert keys_of(world.people, managed) == {"other_head", "other_lead", "regional", "new"}

    @pytest.mark.parametrize("key", ["lead", "national", "auditor", "disabled"])
    def test_no_other_role_manages_anybody(self, world: World, key: str) -> None:
        assert not Person.objects.managed_by(actor(world, key)).exists()

    def test_the_service_does_and_a_stranger_does_not(self, world: World) -> None:
        counted = [Person.objects.managed_by(by).count() for by in (SERVICE, STRANGER)]

        assert counted == [len(world.people), 0]


class TestWhoIsListed:
    def test_a_role_counts_for_a_body_and_all_below_it(self, world: World) -> None:
        people = Person.objects.with_role_in(world.organisations["yorkshire"], on=TODAY)

        assert keys_of(world.people, people) == {"owner", "head", "sibling_head", "lead", "disabled"}

    def test_one_role_is_chosen_from_all(self, world: World) -> None:
        people = Person.objects.with_role_in(None, role=Role.REGIONAL_LEAD, on=TODAY)

        assert keys_of(world.people, people) == {"lead", "other_lead"}

    def test_a_role_that_has_ended_does_not_count(self, world: World) -> None:
        save_changed(role_of(world, "head"), to_on=TODAY)

        people = Person.objects.with_role_in(world.organisations["kirklees"], on=TODAY)

        assert keys_of(world.people, people) == {"owner", "disabled"}

    @pytest.mark.parametrize("words", ["other-lead@", "DIRECTOR, greater"])
    def test_words_are_looked_for_in_name_and_address(self, world: World, words: str) -> None:
        assert keys_of(world.people, Person.objects.matching(words)) == {"other_lead"}

    def test_accounts_are_open_or_closed(self, world: World) -> None:
        assert keys_of(world.people, Person.objects.is_open(False)) == {"disabled"}


class TestWhoCouldHoldAPost:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ("kirklees", {"owner", "head", "sibling_head", "lead"}),
            ("yorkshire", {"owner", "head", "sibling_head", "lead"}),
            ("hmpps", {"national", "coordinator", "administrator"}),
        ],
    )
    def test_people_of_the_region_or_of_hmpps_itself(self, world: World, body: str, expected: set[str]) -> None:
        people = Person.objects.who_could_hold_a_post_of(world.organisations[body], on=TODAY)

        assert keys_of(world.people, people) == expected

    def test_who_only_reads_is_left_out(self, world: World) -> None:
        make_person(world, "reader", role=Role.AUDITOR, body="wigan", title=None)

        people = Person.objects.who_could_hold_a_post_of(world.organisations["wigan"], on=TODAY)

        assert keys_of(world.people, people) == {"other_head", "other_lead"}

    def test_they_come_by_name(self, world: World) -> None:
        bodies = [world.organisations[key] for key in ("wigan", "hmpps")]

        names = [person.name for person in Person.objects.who_could_hold_a_post_of(*bodies, on=TODAY)]

        assert names == sorted(names)
        assert len(names) == 5


class TestAccounts:
    def test_an_address_is_known_in_any_case(self, world: World) -> None:
        assert Person.objects.get_by_natural_key("HEAD@Example.ORG") == world.people["head"]

    def test_an_account_without_a_password_cannot_sign_in_with_one(self, db: None) -> None:
        person = Person.objects.create_user("new@EXAMPLE.org", "New")

        assert (person.email, person.has_usable_password()) == ("new@example.org", False)

    def test_counting_sign_outs_up_ends_the_sessions(self, world: World) -> None:
        head = world.people["head"]
        before = head.get_session_auth_hash()

        head.sign_outs += 1

        assert head.get_session_auth_hash() != before


class TestWhoIsTold:
    @pytest.mark.parametrize(
        "changes",
        [{"is_active": False}, {"first_signed_in_at": None}, {"address_refused_at": NOW}],
        ids=["account off", "never signed in", "address refused"],
    )
    def test_an_account_that_gets_no_mail_is_not_told(self, cast: World, changes: dict[str, Any]) -> None:
        save_changed(cast.people["head"], **changes)
        pair = [cast.people[key].pk for key in ("head", "lead")]

        assert Person.objects.who_can_be_told(pair, on=TODAY) == {cast.people["lead"].pk}

    @pytest.mark.parametrize("changes", [{"to_on": TODAY}, {"from_on": TOMORROW}, {"role": Role.AUDITOR}])
    def test_nobody_without_a_role_of_the_day_is_told(self, cast: World, changes: dict[str, Any]) -> None:
        save_changed(role_of(cast, "head"), **changes)

        assert Person.objects.who_can_be_told([cast.people["head"].pk], on=TODAY) == set()

    def test_it_costs_one_query(self, cast: World, django_assert_num_queries: Any) -> None:
        everybody = [person.pk for person in cast.people.values()]

        with django_assert_num_queries(1):
            told = Person.objects.who_can_be_told(everybody, on=TODAY)

        assert told == set(everybody) - {cast.people[key].pk for key in ("auditor", "disabled")}

    def test_the_condition_reaches_through_a_relation(self, cast: World) -> None:
        roles = Membership.objects.filter(can_be_told(on=TODAY, prefix="person__"), role=Role.AUDITOR)

        assert not roles.exists()


class TestRoles:
    @pytest.mark.parametrize(
        ("from_on", "to_on", "is_current", "is_not_ended"),
        [
            (TODAY, None, True, True),
            (STARTED, TOMORROW, True, True),
            (STARTED, TODAY, False, False),
            (TOMORROW, None, False, True),
        ],
    )
    def test_a_role_has_days(
        self, world: World, from_on: date, to_on: date | None, is_current: bool, is_not_ended: bool
    ) -> None:
        role = role_of(world, "head")
        save_changed(role, from_on=from_on, to_on=to_on)

        held = Membership.objects.filter(pk=role.pk)

        assert held.current(on=TODAY).exists() is is_current
        assert held.not_ended(on=TODAY).exists() is is_not_ended

    def test_administrators_are_told_once_each(self, cast: World) -> None:
        save_twin(role_of(cast, "administrator"), organisation=cast.organisations["leeds"])

        assert Membership.objects.administrators(on=TODAY) == [cast.people["administrator"].pk]

    def test_coordinators_come_with_their_place(self, cast: World, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(1):
            coordinators = Membership.objects.coordinators(on=TODAY)

        assert coordinators == [(cast.people["coordinator"].pk, "/moj/hmpps/")]

    def test_several_roles_come_in_the_order_in_which_they_were_given(self, cast: World) -> None:
        told = Membership.objects.told_as([Role.COORDINATOR, Role.NATIONAL], on=TODAY)

        assert [person for person, _ in told] == [cast.people[key].pk for key in ("national", "coordinator")]

    def test_a_role_of_somebody_who_gets_no_mail_is_left_out(self, cast: World) -> None:
        save_changed(cast.people["other_lead"], is_active=False)

        roles = Membership.objects.of_those_who_can_be_told(Role.REGIONAL_LEAD, on=TODAY)

        assert [role.person for role in roles] == [cast.people["lead"]]

    def test_the_page_shows_the_newest_role_first_in_one_query(
        self, world: World, django_assert_num_queries: Any
    ) -> None:
        save_twin(role_of(world, "head"), organisation=world.organisations["leeds"], from_on=TODAY)

        with django_assert_num_queries(1):
            shown = [
                (role.from_on, role.organisation.parent.name)
                for role in Membership.objects.filter(person=world.people["head"]).for_page()
            ]

        assert shown == [(TODAY, "Yorkshire and the Humber"), (STARTED, "Yorkshire and the Humber")]


def test_an_address_is_refused_a_second_time_in_any_case(world: World) -> None:
    with refused_by(Person, "person_email_once_in_any_case"):
        save_twin(world.people["head"], email="HEAD@example.org")


def test_a_role_is_refused_a_second_time_at_a_time(world: World) -> None:
    with refused_by(Membership, "membership_once_at_a_time"):
        save_twin(role_of(world, "head"), from_on=TODAY)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [("membership_ends_after_it_starts", {"to_on": STARTED}), ("membership_role_known", {"role": "guest"})],
)
def test_a_role_that_cannot_be_is_refused(world: World, constraint: str, changes: dict[str, Any]) -> None:
    with refused_by(Membership, constraint):
        save_changed(role_of(world, "head"), **changes)
