"""Every shared component on one page: accessible, on small screens, with keys, without JavaScript, on paper."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

SignInAs = Callable[..., Page]
STATES = ["/gallery/?sort=due", "/gallery/?mistakes"]


@pytest.fixture(autouse=True)
def gallery(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.browser.gallery"


@pytest.mark.parametrize("address", STATES)
@pytest.mark.parametrize("width", [1366, 320])
def test_components_are_accessible(
    sign_in_as: SignInAs, assert_accessible: Callable[[Page], None], address: str, width: int
) -> None:
    page = sign_in_as("head", viewport={"width": width, "height": 768})

    page.goto(address)

    assert_accessible(page)


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("address", STATES)
def test_components_fit_small_screens(
    sign_in_as: SignInAs, assert_fits_narrow: Callable[[Page], None], address: str, javascript: bool
) -> None:
    page = sign_in_as("head", java_script_enabled=javascript)

    page.goto(address)

    assert_fits_narrow(page)


def test_tab_reaches_each_part_and_shows_where_it_is(
    sign_in_as: SignInAs, focus_order: Callable[[Page], list[str]]
) -> None:
    page = sign_in_as("head")
    page.goto("/gallery/")

    names = focus_order(page)

    wanted = ["Change owner", "Clear filters", "Apply filters", "Next due, sort ascending", "Save update", "Cancel"]
    assert [name for name in names if name in wanted] == wanted


def test_each_mistake_leads_to_its_field(sign_in_as: SignInAs) -> None:
    page = sign_in_as("head")
    page.goto("/gallery/?mistakes")

    for link in page.locator(".govuk-error-summary a").all():
        link.click()

        expect(page.locator(link.get_attribute("href") or "")).to_be_focused()


def test_a_sorted_column_says_so_and_its_link_turns_the_order(sign_in_as: SignInAs) -> None:
    page = sign_in_as("head")
    page.goto("/gallery/?sort=due")
    column = page.get_by_role("columnheader", name="Next due")

    expect(column).to_have_attribute("aria-sort", "ascending")
    column.get_by_role("link").click()

    expect(column).to_have_attribute("aria-sort", "descending")


def test_a_table_is_still_a_table_when_its_rows_are_stacked(sign_in_as: SignInAs) -> None:
    page = sign_in_as("head", viewport={"width": 320, "height": 768})

    page.goto("/gallery/")

    expect(page.get_by_role("table", name="Recommendations").get_by_role("row")).to_have_count(3)
    label = "getComputedStyle(document.querySelector('.app-table td'), '::before').content"
    assert "PDU" in page.evaluate(label)


def test_paper_shows_no_filter_and_no_form(sign_in_as: SignInAs) -> None:
    page = sign_in_as("head")
    page.goto("/gallery/")

    page.emulate_media(media="print")

    expect(page.get_by_text("Chosen filters")).to_be_hidden()
    expect(page.get_by_role("button", name="Save update")).to_be_hidden()
    expect(page.get_by_role("table", name="Recommendations")).to_be_visible()


def test_a_due_date_is_picked_from_a_calendar_or_typed(
    sign_in_as: SignInAs, assert_accessible: Callable[[Page], None]
) -> None:
    page = sign_in_as("head")
    page.goto("/gallery/")
    due = page.get_by_label("Due date", exact=True)
    due.fill("27/3/2026")

    page.get_by_role("button", name="Choose date").click()
    assert_accessible(page)
    page.get_by_role("button", name="Monday 30 March 2026").click()

    expect(due).to_have_value("30/3/2026")
