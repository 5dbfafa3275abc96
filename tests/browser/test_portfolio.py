"""The pages of the portfolio in a browser: accessible and whole in typical, empty, overlong and error states."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories.world import World
from tracker.models import Action, Membership, PostHolder, Recommendation

Check = Callable[[Page], None]
SignInAs = Callable[..., Page]

PAGES = [
    "/",
    "/recommendations/",
    "/recommendations/?q=nothing-has-these-words",
    "/recommendations/{recommendation}/",
    "/actions/",
    "/actions/?state=overdue",
    "/actions/{action}/",
    "/actions/{action}/update/",
    "/inspections/",
    "/inspections/{inspection}/",
    "/areas/yorkshire/kirklees/",
    "/areas/yorkshire/",
    "/areas/hmpps/",
]


def address(world: World, pattern: str) -> str:
    return pattern.format(
        recommendation=world.recommendations["kirklees"].ref,
        action=world.actions["kirklees"].ref,
        inspection=world.inspections["kirklees"].ref,
    )


def check(page: Page, *checks: Check) -> None:
    for one in checks:
        one(page)


def fits_laptop(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, page.url


@pytest.fixture
def looks_right(assert_accessible: Check, assert_fits_narrow: Check, assert_fits_zoomed: Check) -> Check:
    return lambda page: check(page, fits_laptop, assert_accessible, assert_fits_narrow, assert_fits_zoomed)


@pytest.mark.parametrize("pattern", PAGES)
def test_a_typical_page(sign_in_as: SignInAs, world: World, looks_right: Check, pattern: str) -> None:
    page = sign_in_as("head")

    answer = page.goto(address(world, pattern))

    assert answer is not None
    assert answer.status == 200
    looks_right(page)


@pytest.mark.parametrize(
    "pattern", ["/", "/recommendations/", "/actions/", "/inspections/", "/areas/yorkshire/kirklees/"]
)
def test_a_page_for_somebody_without_area_or_post(
    sign_in_as: SignInAs, world: World, looks_right: Check, pattern: str
) -> None:
    Membership.objects.all().delete()
    PostHolder.objects.all().delete()
    page = sign_in_as("head")

    page.goto(pattern)

    looks_right(page)


@pytest.mark.parametrize("pattern", PAGES)
def test_a_page_with_overlong_words(sign_in_as: SignInAs, world: World, looks_right: Check, pattern: str) -> None:
    Action.objects.update(title="Überprüfung" * 18, blocked_by_whom="x" * 200, blocked_since_on="2026-01-05")
    Recommendation.objects.update(short_title="interdepartmental" * 11, text="long " * 900 + "w" * 300)
    page = sign_in_as("lead")

    page.goto(address(world, pattern))

    looks_right(page)


def test_an_update_with_mistakes(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    page = sign_in_as("head")
    page.goto(address(world, "/actions/{action}/update/"))

    page.get_by_role("button", name="Save update").click()

    expect(page.get_by_role("alert")).to_contain_text("Enter what has changed")
    looks_right(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_action_is_updated_from_the_digests_link_in_three_interactions(
    sign_in_as: SignInAs, world: World, javascript: bool
) -> None:
    page = sign_in_as("head", java_script_enabled=javascript)

    page.goto(address(world, "/actions/{action}/update/"))  # 1: the link in the mail
    page.get_by_label("In progress").check()  # 2
    page.get_by_label("What has changed").fill("Two briefings held")
    page.get_by_role("button", name="Save update").click()  # 3

    expect(page.get_by_text("Update saved")).to_be_visible()
    expect(page.locator(".moj-timeline__item").first).to_contain_text("Two briefings held")
    expect(page.locator(".moj-timeline__item").first).to_contain_text("In progress")


def test_what_is_overdue_is_seen_without_a_click(sign_in_as: SignInAs, world: World) -> None:
    Action.objects.filter(pk=world.actions["kirklees"].pk).update(due_on="2020-01-31")
    page = sign_in_as("head")

    page.goto("/")

    expect(page.get_by_role("heading", name="Overdue (1)")).to_be_visible()
    expect(page.get_by_role("link", name=world.actions["kirklees"].title, exact=True)).to_be_visible()


def test_an_update_by_keyboard_alone(
    sign_in_as: SignInAs, world: World, focus_order: Callable[[Page], list[str]]
) -> None:
    page = sign_in_as("head")
    page.goto(address(world, "/actions/{action}/update/"))
    names = focus_order(page)

    page.get_by_label("What has changed").focus()
    page.keyboard.type("Typed only with keys")
    page.get_by_role("button", name="Save update").focus()
    page.keyboard.press("Enter")

    assert "Save update" in " ".join(names)
    expect(page.locator(".moj-timeline__item").first).to_contain_text("Typed only with keys")
