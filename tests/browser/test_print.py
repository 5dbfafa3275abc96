"""What is printed is what the page shows, without its controls: the text of the page on paper, as PDF."""

import io
from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.factories.world import World, make_action

SignInAs = Callable[..., Page]

# Every list and record that people take to a meeting, with words that must be on paper.
PAGES = {
    "/actions/": ["Brief the managers on second checks", "Head of PDU, Kirklees"],
    "/actions/?state=open": ["Brief the managers on second checks", "Filters: "],
    "/actions/{action}/": ["Brief the managers on second checks", "Timeline"],
    "/actions/{action}/update/": ["Update this action"],
    "/recommendations/": ["check each plan with a second manager"],
    "/recommendations/?state=open": ["check each plan with a second manager", "Filters: "],
    "/recommendations/{recommendation}/": ["check each plan with a second manager", "Brief the managers"],
    "/inspections/": ["Kirklees"],
    "/": ["Brief the managers on second checks"],
    "/areas/yorkshire/kirklees/": ["Brief the managers on second checks", "Open recommendations"],
}
CONTROLS = [
    "Apply filters",
    "Change the chosen actions",
    "Save update",
    "Sign out",
    "Skip to main content",
    "Clear filters",
]


def printed(page: Page) -> str:
    """The words of the page on A4, one blank between two."""
    reader = PdfReader(io.BytesIO(page.pdf(format="A4")))
    return " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())


def address(world: World, pattern: str) -> str:
    return pattern.format(recommendation=world.recommendations["kirklees"].ref, action=world.actions["kirklees"].ref)


@pytest.mark.parametrize("pattern", PAGES)
def test_a_page_prints_what_it_shows_and_no_controls(sign_in_as: SignInAs, world: World, pattern: str) -> None:
    page = sign_in_as("head")
    page.goto(address(world, pattern))

    words = printed(page)

    assert [each for each in PAGES[pattern] if each not in words] == []
    assert [each for each in CONTROLS if each in words] == []
    assert "Choose" not in words


def test_a_list_prints_every_row_that_it_shows(sign_in_as: SignInAs, world: World) -> None:
    page = sign_in_as("lead")
    page.goto("/actions/")
    titles = page.locator("tbody tr th").all_inner_texts()

    words = printed(page)

    assert len(titles) > 2
    assert [title for title in titles if " ".join(title.split()) not in words] == []


def test_a_recommendation_with_four_actions_takes_three_pages_at_most(sign_in_as: SignInAs, world: World) -> None:
    for number in range(3):
        make_action(world, f"more-{number}", recommendation="kirklees", post="Head of PDU, kirklees")
    page = sign_in_as("head")
    page.goto(address(world, "/recommendations/{recommendation}/"))

    reader = PdfReader(io.BytesIO(page.pdf(format="A4")))

    assert len(reader.pages) <= 3
    words = printed(page)
    assert all(f"second checks ({key})" in words for key in ("kirklees", "more-0", "more-1", "more-2"))
