"""Ending a recommendation between inspections, and linking two of them, in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories.recurrence import make_earlier
from tests.factories.world import World
from tracker.models import Answerable, Link

Check = Callable[[Page], None]
SignInAs = Callable[..., Page]


@pytest.fixture
def looks_right(assert_accessible: Check, assert_fits_narrow: Check) -> Check:
    def check(page: Page) -> None:
        assert_accessible(page)
        assert_fits_narrow(page)

    return check


def test_it_is_asked_for_confirmed_and_opened_again(world: World, sign_in_as: SignInAs, looks_right: Check) -> None:
    recommendation = world.recommendations["kirklees"]
    page = sign_in_as("head")
    page.goto(f"/recommendations/{recommendation.ref}/")

    page.get_by_role("link", name="Ask to end this recommendation").click()
    page.get_by_role("button", name="Ask to end it").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Lapsed").check()
    page.get_by_label("Why does it end?").fill("The office has closed " * 20)
    page.get_by_label("What is the risk of not doing it?").fill("Plans may be late")
    page.get_by_label("Which post accepts the risk?").select_option(label="Head of PDU, Kirklees")
    looks_right(page)
    page.get_by_role("button", name="Ask to end it").click()
    expect(page.get_by_role("heading", name="Ending", exact=True)).to_be_visible()
    looks_right(page)

    page = sign_in_as("lead")
    page.goto("/")
    looks_right(page)
    page.goto("/reviews/")
    page.get_by_role("link", name=recommendation.short_title).first.click()
    looks_right(page)
    page.get_by_label("Confirm: it ends today").check()
    page.get_by_role("button", name="Save decision").click()
    expect(page.get_by_role("heading", name="Ending confirmed: Lapsed")).to_be_visible()
    looks_right(page)

    page.get_by_role("link", name="Open it again").click()
    page.get_by_label("Why is it open again?").fill("A new office opens")
    looks_right(page)
    page.get_by_role("button", name="Open it again").click()
    expect(page.get_by_text("Open again for Kirklees PDU")).to_be_visible()
    rows = Answerable.objects.of_recommendation(recommendation).order_by("pk").values_list("ending", flat=True)
    assert list(rows) == ["lapsed", ""]


def test_two_are_linked_and_the_link_is_undone(world: World, sign_in_as: SignInAs, looks_right: Check) -> None:
    earlier, later = make_earlier(world, 2019), world.recommendations["kirklees"]
    page = sign_in_as("coordinator")
    page.goto(f"/recommendations/{later.ref}/")

    page.get_by_role("link", name="Link to an earlier or later recommendation").click()
    page.get_by_label("Which recommendation?").fill("second manager")
    page.get_by_role("button", name="Search", exact=True).click()
    looks_right(page)
    page.get_by_role("link", name=f"Compare and link {earlier.ref}").click()
    page.get_by_label("Reworded").check()
    page.get_by_label("Why do they belong together?").fill("The report quotes it " * 20)
    looks_right(page)
    page.get_by_role("button", name="Link them").click()
    expect(page.get_by_text("Made twice since May 2019").first).to_be_visible()
    looks_right(page)

    page.get_by_role("link", name=f"Undo the link to {earlier.ref}").click()
    page.get_by_label("Why is this link undone?").fill("It was another team")
    looks_right(page)
    page.get_by_role("button", name="Undo the link").click()
    expect(page.get_by_text("Link undone").first).to_be_visible()
    assert not Link.objects.exists()
