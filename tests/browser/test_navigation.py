"""The navigation in a browser: one row on a laptop, a menu on a phone, by keyboard, and in forced colours."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import viewport
from tests.factories.self_assessments import make_self_assessment
from tests.factories.world import World, make_person, make_recommendation
from tracker.choices import Role
from tracker.models import Person

SignInAs = Callable[..., Page]
LONGEST = "Regional Probation Director, Yorkshire and the Humber, Kent, Surrey and Sussex region"
ONE_ROW = """() => new Set([...document.querySelectorAll(
    '.govuk-service-navigation__service-name, .govuk-service-navigation__item'
)].map(item => Math.round(item.getBoundingClientRect().top))).size"""


@pytest.fixture
def ten_to_review(world: World) -> None:
    """Ten self-assessments wait for the region, and its lead has a long name."""
    for number in range(10):
        make_recommendation(world, f"kirklees-{number}", inspection="kirklees", addressee="kirklees")
        make_self_assessment(world, f"kirklees-{number}")
    Person.objects.filter(pk=world.people["lead"].pk).update(name=LONGEST)


@pytest.mark.parametrize("address", ["/", "/actions/", "/areas/", "/help/"])
def test_a_lead_with_ten_to_review_has_one_row(
    sign_in_as: SignInAs, ten_to_review: None, address: str, assert_accessible: Callable[[Page], None]
) -> None:
    page = sign_in_as("lead")

    page.goto(address)

    expect(page.get_by_role("link", name="Reviews (10)")).to_be_visible()
    assert page.evaluate(ONE_ROW) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    assert_accessible(page)


@pytest.mark.parametrize("person", ["owner", "head", "national", "administrator", "auditor"])
def test_everybody_else_has_one_row(sign_in_as: SignInAs, person: str) -> None:
    page = sign_in_as(person)

    page.goto("/")

    assert page.evaluate(ONE_ROW) == 1


def test_the_keyboard_leads_to_ones_own_area(sign_in_as: SignInAs) -> None:
    page = sign_in_as("head")
    page.goto("/help/")

    page.get_by_role("link", name="Insight").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="My PDU")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_contain_text("Kirklees PDU")
    expect(page.get_by_role("link", name="My PDU")).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize("with_javascript", [True, False])
def test_on_a_phone_every_item_can_be_reached(
    sign_in_as: SignInAs, with_javascript: bool, assert_fits_narrow: Callable[[Page], None]
) -> None:
    page = sign_in_as("head", java_script_enabled=with_javascript)
    page.goto("/areas/")

    with viewport(page, 320, 640):
        menu = page.get_by_role("button", name="Menu")
        if with_javascript:
            expect(page.get_by_role("link", name="Actions")).to_be_hidden()
            menu.click()
        else:
            expect(menu).to_be_hidden()
        for words in ("Your work", "Actions", "Recommendations", "Inspections", "Insight", "My PDU"):
            expect(page.get_by_role("navigation", name="Service").get_by_role("link", name=words)).to_be_visible()
    if with_javascript:
        assert_fits_narrow(page)


def test_forced_colours_mark_the_current_item_and_the_current_tab(sign_in_as: SignInAs, world: World) -> None:
    page = sign_in_as("head", forced_colors="active")

    page.goto("/actions/")
    bar = "getComputedStyle(document.querySelector('{}'{})).{}"
    marked, plain = (
        page.evaluate(bar.format(f".govuk-service-navigation__item{item}", "", "borderBottomWidth"))
        for item in ("--active", ":first-child")
    )
    page.goto(f"/recommendations/{world.recommendations['kirklees'].ref}/")
    tab = ".moj-sub-navigation__link[aria-current]"
    colour = page.evaluate(bar.format(tab, ", '::before'", "backgroundColor"))
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert (marked, plain) == ("5px", "0px")
    assert colour != ground


def test_somebody_without_a_role_is_led_by_the_post_they_hold(sign_in_as: SignInAs, world: World) -> None:
    holder: Any = make_person(world, "holder", role=Role.ACTION_OWNER, body="wigan", title="Quality officer")
    holder.memberships.all().delete()
    page = sign_in_as("holder")

    page.goto("/")
    page.get_by_role("link", name="My PDU").click()

    expect(page.locator("h1")).to_contain_text("Wigan PDU")
