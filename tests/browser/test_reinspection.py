"""Histories, fieldwork and checks after closing in a browser: accessible, narrow, zoomed, without scripts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.factories.recurrence import judge, make_line
from tests.factories.reinspection import make_closed, make_fieldwork
from tests.factories.self_assessments import make_self_assessment
from tests.factories.world import World

Check = Callable[[Page], None]
SignInAs = Callable[..., Page]
LONG = "check each plan with a second manager " * 5


@pytest.fixture
def looks_right(assert_accessible: Check, assert_fits_narrow: Check, assert_fits_zoomed: Check) -> Check:
    def check(page: Page) -> None:
        for one in (assert_accessible, assert_fits_narrow, assert_fits_zoomed):
            one(page)

    return check


def make_all(world: World) -> dict[str, str]:
    """A chain of three, fieldwork to come with a self-assessment, and a check that is due; their addresses."""
    line = make_line(world, 2019, 2022)
    judge(line[0], line[1].inspection)
    line[0].short_title = LONG[:190]
    line[0].save()
    make_self_assessment(world)
    now = timezone.now()
    made = make_fieldwork(world, starts_on=timezone.localdate(now) + timedelta(days=20), at=now)
    closed = make_closed(world, at=now - timedelta(days=100))
    return {
        "history": f"/recommendations/{line[-1].ref}/history/",
        "fieldwork": f"/fieldwork/{made.ref}/",
        "check": f"/recommendations/{closed.recommendation.ref}/checks/3/",
        "closed": f"/recommendations/{closed.recommendation.ref}/",
    }


@pytest.mark.parametrize("javascript", [True, False])
def test_confidence_and_a_check(sign_in_as: SignInAs, world: World, javascript: bool) -> None:
    places = make_all(world)
    head = sign_in_as("head", java_script_enabled=javascript)
    head.goto(places["fieldwork"])
    head.get_by_role("button", name="Say how sure you are").click()
    head.get_by_label("Medium").first.check()
    head.get_by_role("button", name="Save confidence").click()
    expect(head.get_by_text("Confidence saved")).to_be_visible()

    lead = sign_in_as("lead", java_script_enabled=javascript)
    lead.goto("/")
    lead.get_by_role("link", name="check after 3 months").click()
    lead.get_by_label("No", exact=True).check()
    lead.get_by_label("What shows this?").fill("4 of 10 plans were not checked")
    lead.get_by_role("button", name="Save check").click()
    expect(lead.get_by_text("Open again for Kirklees PDU")).to_be_visible()


def test_histories_are_accessible(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    places = make_all(world)
    page = sign_in_as("lead")

    for place in (places["history"], "/insight/repeats/", "/insight/"):
        page.goto(place)
        looks_right(page)


def test_fieldwork_is_accessible(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    made = make_all(world)["fieldwork"]
    page = sign_in_as("lead")

    for place in (made, f"{made}confidence/", f"{made}date/", f"{made}withdraw/", "/areas/yorkshire/fieldwork/new/"):
        page.goto(place)
        looks_right(page)


def test_checks_are_accessible(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    places = make_all(world)
    page = sign_in_as("head")

    for place in (places["check"], places["closed"], "/areas/yorkshire/kirklees/"):
        page.goto(place)
        looks_right(page)
    page.goto(places["check"])
    page.get_by_role("button", name="Save check").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    looks_right(page)
