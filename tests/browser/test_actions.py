"""The pages that change actions, in a browser: accessible and whole in typical, empty, overlong and error states."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories.world import NOW, World
from tracker.models import Action, Person, Recommendation
from tracker.operations import history
from tracker.rules.access import SERVICE

Check = Callable[[Page], None]
SignInAs = Callable[..., Page]

PAGES = [
    "/changes/",
    "/actions/?blocked=yes",
    "/actions/?sort=-updated",
    "/actions/change/",
    "/actions/change/?action={action}",
    "/actions/{action}/edit/",
    "/actions/{action}/update/",
    "/recommendations/{recommendation}/actions/new/",
]


def address(world: World, pattern: str) -> str:
    return pattern.format(recommendation=world.recommendations["kirklees"].ref, action=world.actions["kirklees"].ref)


@pytest.fixture
def looks_right(assert_accessible: Check, assert_fits_narrow: Check, assert_fits_zoomed: Check) -> Check:
    def check(page: Page) -> None:
        for one in (assert_accessible, assert_fits_narrow, assert_fits_zoomed):
            one(page)

    return check


@pytest.mark.parametrize("pattern", PAGES)
def test_a_typical_page(sign_in_as: SignInAs, world: World, looks_right: Check, pattern: str) -> None:
    page = sign_in_as("head")

    page.goto(address(world, pattern))

    looks_right(page)


@pytest.mark.parametrize("pattern", ["/", *PAGES])
def test_a_page_with_overlong_words(sign_in_as: SignInAs, world: World, looks_right: Check, pattern: str) -> None:
    Action.objects.update(title="Überprüfung" * 18, blocked_by_whom="x" * 200, blocked_since_on="2026-01-05")
    Recommendation.objects.update(short_title="interdepartmental" * 11)
    Person.objects.update(last_visit_at=NOW)
    after = {"blocked_by_whom": "x" * 200, "blocked_since_on": "2026-01-05"}
    history.record(
        verb="action.edited",
        subject=world.actions["kirklees"].ref,
        by=SERVICE,
        at=NOW,
        before={"blocked_by_whom": "", "blocked_since_on": None},
        after=after,
    )
    page = sign_in_as("head")

    page.goto(address(world, pattern))

    looks_right(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_several_actions_change_from_the_list(
    sign_in_as: SignInAs, world: World, looks_right: Check, javascript: bool
) -> None:
    page = sign_in_as("lead", java_script_enabled=javascript)
    page.goto("/actions/")

    page.get_by_label(f"Choose {world.actions['kirklees'].ref}").check()
    page.get_by_label(f"Choose {world.actions['leeds'].ref}").check()
    page.get_by_role("button", name="Change the chosen actions").click()
    page.get_by_label("The status").check()
    page.locator("summary", has_text="The new status").click()
    page.get_by_label("Completed").check()
    page.get_by_label("Why do they change?").fill("Both PDUs finished")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name="Change 2 actions")).to_be_visible()
    if javascript:
        looks_right(page)
    page.get_by_role("button", name="Change 2 actions").click()

    expect(page.get_by_text("2 actions changed")).to_be_visible()
    assert Action.objects.filter(status="completed").count() == 2


@pytest.mark.parametrize(
    ("pattern", "button"),
    [
        ("/actions/{action}/edit/", "Save changes"),
        ("/recommendations/{recommendation}/actions/new/", "Save action"),
        ("/actions/change/?action={action}", "Continue"),
    ],
)
def test_a_page_with_mistakes(
    sign_in_as: SignInAs, world: World, looks_right: Check, pattern: str, button: str
) -> None:
    page = sign_in_as("head")
    page.goto(address(world, pattern))
    for box in page.get_by_role("textbox").all():
        if box.is_visible():
            box.fill("")

    page.get_by_role("button", name=button).click()

    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    looks_right(page)


def test_both_versions_are_shown_after_a_conflict(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    page = sign_in_as("head")
    page.goto(address(world, "/actions/{action}/edit/"))
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(title="Somebody was quicker", version=2)
    page.get_by_label("What will be done?").fill("My own words")

    page.get_by_role("button", name="Save changes").click()

    expect(page.get_by_role("alert")).to_contain_text("changed after you opened it")
    expect(page.get_by_text("Somebody was quicker").last).to_be_visible()
    expect(page.get_by_label("What will be done?")).to_have_value("My own words")
    looks_right(page)


def test_the_list_fits_a_laptop(sign_in_as: SignInAs, world: World) -> None:
    Action.objects.update(blocked_by_whom="The training team", blocked_since_on="2026-01-05")
    page = sign_in_as("lead")

    page.goto("/actions/")

    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 1366
    table = page.get_by_role("table").bounding_box()
    assert table is not None
    assert table["x"] + table["width"] <= 1366
