"""Putting reminders off, in a browser: accessible and whole in typical, overlong and error states, by keyboard."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.factories.world import World
from tracker.models import Action, Person
from tracker.notifications.models import Snooze
from tracker.notifications.operations.snooze import snooze_action
from tracker.rules.access import SERVICE
from tracker.rules.working_days import DAY

Check = Callable[[Page], None]
SignInAs = Callable[..., Page]


@pytest.fixture
def looks_right(assert_accessible: Check, assert_fits_narrow: Check, assert_fits_zoomed: Check) -> Check:
    def check(page: Page) -> None:
        for one in (assert_accessible, assert_fits_narrow, assert_fits_zoomed):
            one(page)

    return check


@pytest.fixture
def action(world: World) -> Action:
    Person.objects.update(first_signed_in_at=timezone.now())
    return world.actions["kirklees"]


def test_the_page_its_mistakes_and_what_it_leads_to(sign_in_as: SignInAs, looks_right: Check, action: Action) -> None:
    page = sign_in_as("head")
    page.goto(f"/actions/{action.ref}/snooze/")
    looks_right(page)
    page.get_by_role("button", name="Put reminders off").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Enter why reminders can wait")
    looks_right(page)
    day = timezone.localdate() + DAY
    page.get_by_label("Until when?").fill(f"{day.day}/{day.month}/{day.year}")
    page.get_by_label("Why can they wait?").fill("The trainer is away until then")
    page.get_by_role("button", name="Put reminders off").press("Enter")
    expect(page.get_by_text("Put off until").first).to_be_visible()
    page.get_by_role("button", name="Start reminders again").press("Enter")
    expect(page.get_by_text("Reminders of this action begin again")).to_be_visible()

    assert Snooze.objects.get().ended_by == Person.objects.get(email="head@example.org")


@pytest.mark.parametrize("place", ["/actions/{ref}/", "/areas/yorkshire/kirklees/"])
def test_an_overlong_reason_is_whole_where_it_is_shown(
    sign_in_as: SignInAs, looks_right: Check, action: Action, place: str
) -> None:
    at = timezone.now()
    snooze_action(action=action, until_on=timezone.localdate(at) + DAY, reason="W" * 500, by=SERVICE, at=at)
    page = sign_in_as("head")
    page.goto(place.format(ref=action.ref))

    looks_right(page)
