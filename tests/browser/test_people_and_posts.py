"""Users, accounts, posts, hand-over and email preferences in a browser, and usability targets U14 to U16."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import usability
from tests.browser.usability import check_target
from tests.browser.visitor import WAYS, Visitor
from tests.factories.world import World, make_action
from tracker.choices import Frequency, MessageState
from tracker.models import Deputy, Membership, Person, Post, PostHolder
from tracker.notifications.models import EmailPreference, Message
from tracker.notifications.signed_links import sign

Check = Callable[[Page], None]
SignInAs = Callable[..., Page]
HEAD = "Head of PDU, kirklees"
IN_EACH_WAY = pytest.mark.parametrize("way", ["pointer", "keys", "without-javascript", "zoomed"])


@pytest.fixture
def looks_right(assert_accessible: Check, assert_fits_narrow: Check, assert_fits_zoomed: Check) -> Check:
    def check(page: Page) -> None:
        for one in (assert_accessible, assert_fits_narrow, assert_fits_zoomed):
            one(page)

    return check


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def post_address(world: World, page: str = "") -> str:
    return f"/areas/kirklees/posts/{world.posts[HEAD].ref}/{page}"


def link(world: World) -> str:
    return f"/email-preferences/{sign(person_id=world.people['head'].pk, at=timezone.now())}/"


def addresses(world: World) -> Iterator[tuple[str, str]]:
    """Each page of these rooms with somebody who opens it."""
    head = world.people["head"]
    for page in ("", "password/", "emails/", "emails/next/", "hand-over/"):
        yield "head", f"/account/{page}"
    yield "head", "/"
    yield "head", "/areas/yorkshire/kirklees/"
    for page in ("", "holder/", "cover/", "vacancy/"):
        yield "lead", post_address(world, page)
    role = Membership.objects.filter(person=head).first()
    for page in (
        "",
        "new/",
        "?q=nobody-has-these-words",
        f"{head.ref}/",
        f"{head.ref}/roles/new/",
        f"{head.ref}/close/",
    ):
        yield "administrator", f"/users/{page}"
    if role is not None:
        yield "administrator", f"/users/{head.ref}/roles/{role.pk}/end/"


def check_all(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    pages: dict[str, Page] = {}
    for key, address in addresses(world):
        if key not in pages:
            pages[key] = sign_in_as(key)
        page = pages[key]
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        looks_right(page)


def test_typical_pages(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    Person.objects.update(first_signed_in_at=timezone.now())
    at = timezone.now()
    Message.objects.create(
        person=world.people["head"], kind="digest", state=MessageState.SENT, subject="2 overdue", sent_at=at,
        created_at=at, not_before_at=at, message_id="<5e17b5a4-0000-4000-8000-000000000009@example.org>",
    )  # fmt: skip
    post = world.posts[HEAD]
    Deputy.objects.create(post=post, person=world.people["owner"], from_on=in_days(-1), to_on=in_days(5))
    PostHolder.objects.filter(post=post).update(to_on=in_days(30))
    PostHolder.objects.create(post=post, person=world.people["owner"], from_on=in_days(30))

    check_all(sign_in_as, world, looks_right)


def test_overlong_names(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    Person.objects.update(name="Überlanger" * 19)
    Post.objects.filter(pk=world.posts[HEAD].pk).update(title="interdepartmental" * 11)
    make_action(world, "long", recommendation="kirklees", post=HEAD, title="w" * 200)

    check_all(sign_in_as, world, looks_right)


def test_empty_pages(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    Membership.objects.filter(person=world.people["owner"]).delete()
    PostHolder.objects.all().delete()
    page = sign_in_as("owner")

    for address in ("/account/", "/account/hand-over/", "/account/emails/", post_address(world)):
        page.goto(address)
        looks_right(page)


@pytest.mark.parametrize(
    ("key", "address", "button"),
    [
        ("head", "/account/password/", "Change password"),
        ("head", "/account/hand-over/", "Hand over"),
        ("lead", "holder/", "Save"),
        ("lead", "cover/", "Save"),
        ("administrator", "/users/new/", "Continue"),
    ],
)
def test_mistakes(sign_in_as: SignInAs, world: World, looks_right: Check, key: str, address: str, button: str) -> None:
    page = sign_in_as(key)
    page.goto(address if address.startswith("/") else post_address(world, address))

    page.get_by_role("button", name=button, exact=True).click()

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    looks_right(page)


def test_adding_a_user_shows_how_far_the_role_reaches(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    page = sign_in_as("administrator")
    page.goto("/users/new/")
    page.get_by_label("Name", exact=True).fill("Deputy head of Leeds")
    page.get_by_label("Email address").fill("deputy@example.org")
    page.get_by_label("Regional lead").check()
    page.get_by_label("Area").select_option("yorkshire")
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_text("2 PDUs")).to_be_visible()
    looks_right(page)
    page.get_by_role("button", name="Add this user").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("One-time password")
    looks_right(page)


def test_the_link_of_a_mail_can_be_read_by_everybody(page: Page, world: World, looks_right: Check) -> None:
    page.goto(link(world))
    looks_right(page)

    page.goto("/email-preferences/changed/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")


@IN_EACH_WAY
def test_u14_the_digest_is_stopped_from_the_mail(open_page: Callable[..., Page], world: World, way: str) -> None:
    head = Visitor(open_page(**WAYS[way]), way)

    usability.stop_digest(head, link(world))

    check_target(head, "U14")
    assert EmailPreference.objects.preference_of(world.people["head"].pk).frequency is Frequency.STOPPED


@IN_EACH_WAY
def test_u15_a_new_user_sees_what_to_do(open_page: Callable[..., Page], world: World, way: str) -> None:
    head = Visitor(open_page(**WAYS[way]), way)

    usability.sign_in_for_the_first_time(head, "head@example.org")

    assert (head.interactions, head.pages) == (1, 1)


@IN_EACH_WAY
def test_u16_everything_is_handed_over(sign_in_as: SignInAs, world: World, way: str) -> None:
    head = Visitor(sign_in_as("head", **WAYS[way]), way)
    owner = world.people["owner"]

    usability.hand_over(head, world.actions["kirklees"], f"{owner.name} ({owner.email})")

    check_target(head, "U16")
    assert PostHolder.objects.get(post=world.posts[HEAD], to_on=None).person == owner


@contextmanager
def on_paper(page: Page) -> Iterator[None]:
    page.emulate_media(media="print")
    yield
    page.emulate_media(media="screen")


def test_what_passes_on_can_be_printed(sign_in_as: SignInAs, world: World) -> None:
    page = sign_in_as("head")
    page.goto("/account/hand-over/")

    with on_paper(page):
        expect(page.get_by_text(world.actions["kirklees"].title).first).to_be_visible()
        expect(page.get_by_role("button", name="Hand over")).to_be_hidden()


@pytest.mark.parametrize("address", ["/account/", "/account/hand-over/", "/account/emails/"])
def test_everything_is_reached_with_the_keyboard(
    sign_in_as: SignInAs, world: World, focus_order: Callable[[Page], list[str]], address: str
) -> None:
    page = sign_in_as("head")
    page.goto(address)

    names = " ".join(focus_order(page))

    assert {"/account/": "Sign out everywhere", "/account/hand-over/": "Hand over"}.get(address, "Save") in names
