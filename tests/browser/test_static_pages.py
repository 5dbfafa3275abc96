"""Help, the error pages and the frame around them, in a browser."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

SignInAs = Callable[..., Page]

PAGES = {
    "/sign-in/": "Sign in",
    "/signed-out/": "You have signed out",
    "/signed-out/?reason=idle": "You have been signed out",
    "/help/": "Get help",
    "/api/docs/": "Use the data in another system",
    "/accessibility/": "Accessibility",
    "/privacy/": "Privacy",
    "/nowhere/": "Page not found",
    "/refused/": "You do not have access to this page",
    "/broken/": "There is a problem with the service",
    "/suspect/": "The service could not read your request",
}
each_page = pytest.mark.parametrize("address", PAGES)


@pytest.fixture(autouse=True)
def addresses_that_fail(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.tracker.web.error_addresses"


@each_page
def test_a_page_is_titled_and_accessible(page: Page, assert_accessible: Callable[[Page], None], address: str) -> None:
    page.goto(address)

    expect(page).to_have_title(f"{PAGES[address]} – Track inspection recommendations")
    expect(page.locator("h1")).to_have_text(PAGES[address])
    assert_accessible(page)


@each_page
def test_a_page_fits_small_and_zoomed_screens(
    page: Page,
    assert_fits_narrow: Callable[[Page], None],
    assert_fits_zoomed: Callable[[Page], None],
    address: str,
) -> None:
    page.goto(address)

    assert_fits_narrow(page)
    assert_fits_zoomed(page)


@pytest.mark.parametrize("address", ["/help/", "/nowhere/", "/refused/", "/broken/"])
def test_a_page_of_a_signed_in_person_is_accessible(
    sign_in_as: SignInAs, assert_accessible: Callable[[Page], None], address: str
) -> None:
    page = sign_in_as("head")

    page.goto(address)

    assert_accessible(page)


def test_not_found_says_which_account_is_signed_in(sign_in_as: SignInAs) -> None:
    page = sign_in_as("head")

    page.goto("/nowhere/")

    expect(page.locator("main")).to_contain_text("head@example.org")


def test_the_first_tab_skips_to_the_main_content(page: Page) -> None:
    page.goto("/help/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_tab_reaches_everything_in_order(sign_in_as: SignInAs, focus_order: Callable[[Page], list[str]]) -> None:
    page = sign_in_as("head")
    page.goto("/nowhere/")

    names = focus_order(page)

    account = "Your account: signed in as Head of PDU, Kirklees"
    assert names[:3] == ["Skip to main content", account, "Sign out"]
    assert names[-4:] == ["Get help", "Email preferences", "Accessibility", "Privacy"]


def test_a_printed_page_shows_the_classification_and_no_navigation(sign_in_as: SignInAs) -> None:
    page = sign_in_as("head")
    page.goto("/help/")

    page.emulate_media(media="print")

    expect(page.get_by_text("OFFICIAL", exact=True)).to_be_visible()
    expect(page.get_by_text("by Head of PDU, Kirklees")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(page.get_by_role("link", name="Privacy")).to_be_hidden()


def test_signing_out_says_so(sign_in_as: SignInAs) -> None:
    page = sign_in_as("head")
    page.goto("/help/")

    page.get_by_role("button", name="Sign out").click()

    expect(page.locator("h1")).to_have_text("You have signed out")
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)
