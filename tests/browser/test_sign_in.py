"""Signing in, in a browser, with and without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories.world import PASSWORD, World


def sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_mistake_is_told_above_the_form_and_beside_the_field(
    page: Page, world: World, assert_accessible: Callable[[Page], None]
) -> None:
    page.goto("/sign-in/")

    sign_in(page, "head@example.org", "wrong")

    expect(page).to_have_title("Error: Sign in – Track inspection recommendations")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.get_by_label("Email address")).to_have_value("head@example.org")
    assert_accessible(page)


def test_the_summary_leads_to_the_field(page: Page, world: World) -> None:
    page.goto("/sign-in/")
    sign_in(page, "head@example.org", "")

    page.get_by_role("link", name="Enter your password").click()

    expect(page.get_by_label("Password", exact=True)).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False])
def test_sign_in_leads_to_the_page_asked_for(open_page: Callable[..., Page], world: World, javascript: bool) -> None:
    page = open_page(java_script_enabled=javascript)
    page.goto("/sign-in/?next=/privacy/")

    sign_in(page, "HEAD@example.org", PASSWORD)

    expect(page.locator("h1")).to_have_text("Privacy")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_the_form_is_filled_in_with_keys_alone(page: Page, world: World) -> None:
    page.goto("/sign-in/?next=/help/")

    page.get_by_label("Email address").focus()
    page.keyboard.type("head@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Get help")


def test_the_form_fits_a_small_screen_with_its_mistakes(
    page: Page, world: World, assert_fits_narrow: Callable[[Page], None]
) -> None:
    page.goto("/sign-in/")

    sign_in(page, "", "")

    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert_fits_narrow(page)
