"""Giving a recommendation to more bodies, ending one, and moving an alert's day, in a browser without scripts too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories.answers import make_alert
from tests.factories.world import World
from tracker.models import AlertDuty, Answerable

Check = Callable[[Page], None]
SignInAs = Callable[..., Page]


@pytest.fixture
def looks_right(assert_accessible: Check, assert_fits_narrow: Check) -> Check:
    def check(page: Page) -> None:
        assert_accessible(page)
        assert_fits_narrow(page)

    return check


def test_a_region_is_added_and_one_of_its_bodies_ends(world: World, sign_in_as: SignInAs, looks_right: Check) -> None:
    recommendation = world.recommendations["kirklees"]
    page = sign_in_as("coordinator")
    page.goto(f"/recommendations/{recommendation.ref}/")

    page.get_by_role("link", name="Change answers for it").click()
    page.get_by_label("Every PDU of Yorkshire and the Humber region (2)").check()
    page.get_by_label("Why do these bodies answer too?").fill("The report asks the whole region " * 20)
    looks_right(page)
    page.get_by_role("button", name="Add bodies").click()
    looks_right(page)
    page.get_by_role("link", name="End the duty of Leeds PDU").click()
    looks_right(page)
    page.get_by_label("Why does it no longer answer?").fill("Leeds has no such team")
    page.get_by_role("button", name="End its duty").click()

    expect(page.get_by_text("Leeds PDU no longer answers")).to_be_visible()
    rows = Answerable.objects.of_recommendation(recommendation).order_by("pk")
    assert list(rows.values_list("organisation__slug", "ending")) == [("kirklees", ""), ("leeds", "no-longer-ours")]


def test_the_day_of_an_alert_moves_with_a_reason(world: World, sign_in_as: SignInAs, looks_right: Check) -> None:
    alert = make_alert(world, "kirklees")
    page = sign_in_as("lead", java_script_enabled=False)
    page.goto(f"/alerts/{alert.ref}/")

    page.get_by_role("button", name="Change the owner or the day").click()
    page.get_by_label("Answer by", exact=True).fill("1/3/2027")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("Why is the day to answer by changing? (optional)").fill("More time is agreed")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("1 March 2027, first 29 January 2027")).to_be_visible()
    assert AlertDuty.objects.get().is_moved
