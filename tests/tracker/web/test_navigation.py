"""What leads from every page to one's work and one's area, and which part of the service a page says it is in."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories.world import NOW, STARTED, TODAY, World
from tracker.choices import Role
from tracker.models import Membership, Person, PostHolder

SignedIn = Callable[[str], Client]
REVIEWING = {"lead", "other_lead", "national"}
OWN_AREA = {
    "owner": ("My PDU", "/areas/yorkshire/kirklees/"),
    "head": ("My PDU", "/areas/yorkshire/kirklees/"),
    "other_head": ("My PDU", "/areas/manchester/wigan/"),
    "lead": ("My region", "/areas/yorkshire/"),
    "national": ("Areas", "/areas/"),
    "coordinator": ("Areas", "/areas/"),
    "administrator": ("Areas", "/areas/"),
    "auditor": ("Areas", "/areas/"),
}


def items(page: str) -> list[tuple[str, str, str]]:
    """Each item of the navigation: its words, its address, and what it says of the page (aria-current)."""
    listed = page[page.index('id="navigation"') : page.index("</nav>")]
    found = re.findall(r'<a class="govuk-service-navigation__link" href="([^"]*)"([^>]*)>(.*?)</a>', listed, re.DOTALL)
    return [
        (" ".join(re.sub(r"<[^>]+>", "", words).split()), href, (re.findall('aria-current="(.*?)"', more) or [""])[0])
        for href, more, words in found
    ]


def current(client: Client, address: str) -> list[tuple[str, str]]:
    return [(words, mark) for words, _, mark in items(client.get(address).content.decode()) if mark]


@pytest.mark.parametrize("person", OWN_AREA)
@pytest.mark.parametrize("address", ["/", "/help/", "/account/", "/nowhere/"])
def test_every_page_leads_to_ones_actions_and_ones_area(
    signed_in: SignedIn, world: World, person: str, address: str
) -> None:
    listed = items(signed_in(person).get(address).content.decode())

    reviews = [("Reviews (0)", "/reviews/")] if person in REVIEWING else []
    assert [(words, href) for words, href, _ in listed] == [
        ("Your work", "/"),
        ("Actions", "/actions/"),
        ("Recommendations", "/recommendations/"),
        ("Inspections", "/inspections/"),
        *reviews,
        ("Insight", "/insight/"),
        OWN_AREA[person],
    ]


def test_who_has_two_pdus_is_led_to_the_list_that_begins_with_them(signed_in: SignedIn, world: World) -> None:
    Membership.objects.create(
        person=world.people["head"],
        organisation=world.organisations["leeds"],
        role=Role.HEAD_OF_PDU,
        from_on=STARTED,
    )
    client = signed_in("head")

    assert items(client.get("/").content.decode())[-1][:2] == ("My PDUs", "/areas/")
    page = client.get("/areas/").content.decode()
    assert page.index('id="own">My PDUs') < page.index("Kirklees PDU") < page.index('id="top"')


@pytest.mark.parametrize("person", OWN_AREA)
def test_everybody_can_read_the_list_of_areas(signed_in: SignedIn, world: World, person: str) -> None:
    page = signed_in(person).get("/areas/").content.decode()

    for address in ("/areas/hmpps/", "/areas/yorkshire/", "/areas/yorkshire/kirklees/", "/areas/manchester/wigan/"):
        assert f'href="{address}"' in page


def test_strangers_are_sent_to_sign_in(client: Client, world: World) -> None:
    assert client.get("/areas/").status_code == 302


@pytest.mark.parametrize(
    ("person", "address", "marked"),
    [
        ("head", "/", [("Your work", "page")]),
        ("head", "/actions/", [("Actions", "page")]),
        ("head", "/actions/{action}/", [("Actions", "true")]),
        ("head", "/actions/{action}/update/", [("Actions", "true")]),
        ("head", "/areas/yorkshire/kirklees/", [("My PDU", "page")]),
        ("head", "/areas/kirklees/posts/{post}/", [("My PDU", "true")]),
        ("head", "/areas/", [("My PDU", "true")]),
        ("head", "/areas/manchester/wigan/", []),
        ("lead", "/areas/yorkshire/kirklees/", [("My region", "true")]),
        ("national", "/areas/", [("Areas", "page")]),
        ("national", "/areas/yorkshire/", [("Areas", "true")]),
        ("head", "/account/", []),
    ],
)
def test_a_page_says_which_part_it_is_in(
    signed_in: SignedIn, world: World, person: str, address: str, marked: list[tuple[str, str]]
) -> None:
    names = {"action": world.actions["kirklees"].ref, "post": world.posts["Head of PDU, kirklees"].ref}

    assert current(signed_in(person), address.format(**names)) == marked


@pytest.mark.parametrize(("person", "queries"), [("head", 1), ("owner", 1), ("national", 2), ("administrator", 2)])
def test_the_frame_of_a_page_asks_nothing_for_ones_area(
    signed_in: SignedIn, world: World, person: str, queries: int, django_assert_num_queries: Any
) -> None:
    client = signed_in(person)
    client.get("/help/")  # the first page of a session writes the session

    with django_assert_num_queries(queries):
        client.get("/help/")


class TestAnAdministratorsFirstPage:
    def test_it_shows_what_waits_for_them(self, signed_in: SignedIn, world: World) -> None:
        PostHolder.objects.filter(post=world.posts["Head of PDU, kirklees"]).update(to_on=STARTED.replace(year=2025))
        Person.objects.update(first_signed_in_at=NOW)
        Person.objects.filter(pk=world.people["owner"].pk).update(first_signed_in_at=None)
        Membership.objects.filter(person=world.people["auditor"]).delete()

        page = signed_in("administrator").get("/").content.decode()

        assert "Posts without a holder that own open actions (1)" in page
        assert f'/areas/kirklees/posts/{world.posts["Head of PDU, kirklees"].ref}/holder/"' in page
        assert "People without a role (1)" in page
        assert f'href="/users/{world.people["auditor"].ref}/"' in page
        assert "People who have not signed in yet (1)" in page
        assert "Nothing needs you now" not in page

    def test_it_says_when_nothing_waits(self, signed_in: SignedIn, world: World) -> None:
        Person.objects.update(first_signed_in_at=NOW)

        page = signed_in("administrator").get("/").content.decode()

        assert "Every post that owns open actions has a holder or cover" in page
        assert "No email failed" in page
        assert 'href="/users/new/"' in page

    @pytest.mark.parametrize("person", ["owner", "head", "lead", "national", "coordinator", "auditor"])
    def test_nobody_else_sees_it(self, signed_in: SignedIn, world: World, person: str) -> None:
        page = signed_in(person).get("/").content.decode()

        assert "People, posts and areas" not in page
        assert "People who have not signed in yet" not in page


def test_the_account_leads_to_cover_and_to_handing_over(signed_in: SignedIn, world: World) -> None:
    post = world.posts["Head of PDU, kirklees"]

    page = signed_in("head").get("/account/").content.decode()

    for address in (f"/areas/kirklees/posts/{post.ref}/", f"/areas/kirklees/posts/{post.ref}/cover/"):
        assert f'href="{address}"' in page
        assert signed_in("head").get(address).status_code == 200
    assert 'href="/account/hand-over/"' in page


def test_a_post_that_begins_later_has_no_cover_to_name_yet(signed_in: SignedIn, world: World) -> None:
    post = world.posts["Head of PDU, kirklees"]
    PostHolder.objects.filter(post=post).update(from_on=TODAY.replace(year=2099))

    page = signed_in("head").get("/account/").content.decode()

    assert f'href="/areas/kirklees/posts/{post.ref}/"' in page
    assert "Name cover for your leave" not in page
