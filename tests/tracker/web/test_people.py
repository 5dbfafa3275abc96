"""Users and access: the table, adding somebody, roles, and closing an account."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.world import World, make_person
from tracker.choices import Role
from tracker.models import Event, Membership, Person

SignedIn = Callable[[str], Client]


@pytest.fixture
def client(signed_in: SignedIn) -> Client:
    return signed_in("administrator")


def user(world: World, key: str = "head", page: str = "") -> str:
    return f"/users/{world.people[key].ref}/{page}"


def answers(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Deputy head of Leeds",
        "email": "deputy@example.org",
        "role": "regional-lead",
        "organisation": "yorkshire",
    } | changes


class TestTable:
    def test_everybody_is_listed_with_roles_and_posts(self, client: Client) -> None:
        page = client.get("/users/").content.decode()

        assert "other-head@example.org" in page
        assert "Regional lead, Yorkshire and the Humber region" in page

    @pytest.mark.parametrize(
        ("query", "found", "missing"),
        [
            ("q=sibling", "sibling-head@", "other-head@"),
            ("region=manchester", "other-lead@", "sibling-head@"),
            ("pdu=kirklees", "owner@", "other-head@"),
            ("role=auditor", "auditor@", "head@example"),
            ("account=closed", "disabled@", "owner@"),
            ("role=nonsense&account=nonsense", "owner@", "nobody@"),
        ],
    )
    def test_filters(self, client: Client, query: str, found: str, missing: str) -> None:
        page = client.get(f"/users/?{query}").content.decode()

        assert found in page
        assert missing not in page

    def test_nothing_found_says_what_to_do(self, client: Client) -> None:
        assert "No users match these filters" in client.get("/users/?q=zzz").content.decode()

    def test_the_queries_do_not_grow(
        self, client: Client, world: World, django_assert_max_num_queries: Callable[..., Any]
    ) -> None:
        for number in range(30):
            make_person(world, f"more_{number}", role=Role.ACTION_OWNER, body="leeds", title=f"Manager {number}")

        with django_assert_max_num_queries(14):
            client.get("/users/")

    def test_an_administrator_of_a_region_sees_its_people(self, signed_in: SignedIn, world: World) -> None:
        make_person(world, "area_administrator", role=Role.ADMINISTRATOR, body="manchester", title=None)

        page = signed_in("area_administrator").get("/users/").content.decode()

        assert "other-head@" in page
        assert "sibling-head@" not in page

    @pytest.mark.parametrize("key", ["head", "lead", "national", "coordinator", "auditor"])
    def test_others_do_not_get_in(self, signed_in: SignedIn, world: World, key: str) -> None:
        assert signed_in(key).get("/users/").status_code == 403
        assert signed_in(key).get("/users/new/").status_code == 403
        assert signed_in(key).get(user(world)).status_code == 404


class TestAdding:
    def test_before_saving_it_says_what_the_role_means_and_how_far_it_reaches(self, client: Client) -> None:
        page = client.post("/users/new/", answers()).content.decode()

        assert "2 PDUs" in page
        assert "reviews their self-assessments" in page
        assert not Person.objects.filter(email="deputy@example.org").exists()

    def test_confirmed_it_is_saved_and_the_password_works_once_shown(self, client: Client) -> None:
        page = client.post("/users/new/", answers(confirmed="yes")).content.decode()

        person = Person.objects.get(email="deputy@example.org")
        password = page.partition("<strong>")[2].partition("</strong>")[0]
        assert Client().login(username="deputy@example.org", password=password) or person.check_password(password)
        assert Membership.objects.get(person=person).role == Role.REGIONAL_LEAD

    def test_a_refresh_adds_nobody(self, client: Client) -> None:
        for _ in range(2):
            page = client.post("/users/new/", answers(confirmed="yes")).content.decode()

        assert "already has an account" in page
        assert Event.objects.filter(verb="person.added").count() == 1

    def test_the_answers_can_be_changed(self, client: Client) -> None:
        page = client.post("/users/new/", answers(change="yes")).content.decode()

        assert 'value="deputy@example.org"' in page
        assert "There is a problem" not in page

    def test_mistakes_are_told(self, client: Client) -> None:
        answer = client.post("/users/new/", {"email": "nonsense"})

        page = answer.content.decode()
        assert answer.status_code == 400
        for words in ("Enter their name", "Enter an email address", "Select a role", "Select an area"):
            assert words in page

    def test_a_place_outside_the_area_is_not_offered(self, signed_in: SignedIn, world: World) -> None:
        make_person(world, "area_administrator", role=Role.ADMINISTRATOR, body="manchester", title=None)

        answer = signed_in("area_administrator").post("/users/new/", answers(confirmed="yes"))

        assert answer.status_code == 400
        assert not Person.objects.filter(email="deputy@example.org").exists()


class TestOnePerson:
    def test_a_role_is_given_from_a_day(self, client: Client, world: World) -> None:
        day = timezone.localdate()
        sent = {"role": "auditor", "organisation": "leeds", "from_on": f"{day.day}/{day.month}/{day.year}"}

        page = client.post(user(world, page="roles/new/"), sent, follow=True).content.decode()

        assert "Role given" in page
        assert "Auditor" in page

    def test_a_role_is_ended(self, client: Client, world: World) -> None:
        role, day = Membership.objects.get(person=world.people["head"]), timezone.localdate()

        client.post(user(world, page=f"roles/{role.pk}/end/"), {"to_on": f"{day.day}/{day.month}/{day.year}"})

        role.refresh_from_db()
        assert role.to_on == day

    def test_the_role_of_somebody_else_is_not_there(self, client: Client, world: World) -> None:
        role = Membership.objects.get(person=world.people["lead"])

        assert client.get(user(world, page=f"roles/{role.pk}/end/")).status_code == 404

    def test_a_closed_account_is_refused_at_its_next_request(
        self, client: Client, signed_in: SignedIn, world: World
    ) -> None:
        theirs = signed_in("head")
        assert theirs.get("/account/").status_code == 200

        client.post(user(world, page="close/"))

        assert theirs.get("/account/").status_code == 302

    def test_it_is_opened_again(self, client: Client, world: World) -> None:
        page = client.post(user(world, "disabled", "open/"), follow=True).content.decode()

        assert "Account opened" in page
        assert Person.objects.get(pk=world.people["disabled"].pk).is_active

    def test_the_last_administrator_is_told_why_not(self, client: Client, world: World) -> None:
        page = client.post(user(world, "administrator", "close/"), follow=True).content.decode()

        assert "This is the last administrator of HMPPS" in page

    def test_a_password_is_reset_and_shown_once(self, client: Client, world: World) -> None:
        page = client.post(user(world, page="password/")).content.decode()

        password = page.partition("<strong>")[2].partition("</strong>")[0]
        assert Person.objects.get(pk=world.people["head"].pk).check_password(password)
        assert password not in client.get(user(world)).content.decode()

    def test_somebody_with_a_wider_role_can_be_read_and_not_changed(self, signed_in: SignedIn, world: World) -> None:
        make_person(world, "area_administrator", role=Role.ADMINISTRATOR, body="manchester", title=None)
        Membership.objects.create(
            person=world.people["other_head"],
            organisation=world.organisations["hmpps"],
            role=Role.NATIONAL,
            from_on="2024-01-01",
        )
        client = signed_in("area_administrator")

        page = client.get(user(world, "other_head")).content.decode()

        assert "role outside your area" in page
        assert client.post(user(world, "other_head", "password/")).status_code == 403
