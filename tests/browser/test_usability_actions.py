"""Usability targets of the work on actions: each task is done in so many interactions and pages, in four ways."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from tests.factories.world import PASSWORD, World
from tracker.models import Action, Recommendation, RecommendationTheme, Theme

SignInAs = Callable[..., Page]
WAYS: dict[str, dict[str, Any]] = {
    "pointer": {},
    "keys": {},
    "without-javascript": {"java_script_enabled": False},
    "zoomed": {"viewport": {"width": 320, "height": 256}},
}
LONG_AGO = date(2020, 1, 31)


class Visitor:
    """Somebody at a page who counts: an interaction is a click, tap or Enter that loads a page or sets a control."""

    def __init__(self, page: Page, way: str) -> None:
        self.page, self.way = page, way
        self.interactions = 0
        self.pages = 0
        page.on("response", self._seen)

    def _seen(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.status < 300:
            self.pages += 1

    def follow(self, address: str) -> None:
        """A link in an email, or the address after sign-in."""
        self.interactions += 1
        self.page.goto(address)

    def press(self, what: Locator) -> None:
        """Use a link or a button."""
        self.interactions += 1
        if self.way == "keys":
            self._tab_to(what)
            self.page.keyboard.press("Enter")
            self.page.wait_for_load_state()
        else:
            what.click()

    def choose(self, what: Locator) -> None:
        """Set a radio."""
        self.interactions += 1
        if self.way == "keys":
            what.focus()
            self.page.keyboard.press("Space")
        else:
            what.check()
        expect(what).to_be_checked()

    def select(self, what: Locator, label: str) -> None:
        self.interactions += 1
        if self.way == "keys":
            self._tab_to(what)
            self.page.keyboard.type(label)
        else:
            what.select_option(label=label)

    def write(self, what: Locator, words: str) -> None:
        """Typing is not counted."""
        if self.way == "keys":
            self._tab_to(what)
            self.page.keyboard.type(words)
        else:
            what.fill(words)

    def _tab_to(self, what: Locator) -> None:
        """Tab until it has the focus, as somebody without a mouse does."""
        for _ in range(120):
            if what.evaluate("it => it === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {what}")


@pytest.fixture(params=list(WAYS))
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def head(sign_in_as: SignInAs, world: World, way: str, assert_fits_zoomed: Callable[[Page], None]) -> Iterator[Visitor]:
    """The head of Kirklees, signed in; at the end the page still fits a screen at 400%."""
    visitor = Visitor(sign_in_as("head", **WAYS[way]), way)
    yield visitor
    assert_fits_zoomed(visitor.page)


@pytest.fixture
def overdue(world: World) -> Action:
    """Kirklees's action, overdue."""
    action = world.actions["kirklees"]
    Action.objects.filter(pk=action.pk).update(due_on=LONG_AGO, first_due_on=LONG_AGO)
    return action


def say_what_changed(visitor: Visitor, words: str) -> None:
    visitor.write(visitor.page.get_by_label("What has changed"), words)
    visitor.press(visitor.page.get_by_role("button", name="Save update"))


def expect_saved(page: Page, words: str) -> None:
    expect(page.get_by_text("Update saved")).to_be_visible()
    expect(page.locator(".moj-timeline__item").first).to_contain_text(words)


def test_u1_an_action_is_updated_from_the_digest(head: Visitor, overdue: Action) -> None:
    head.follow(f"/actions/{overdue.ref}/update/")
    head.choose(head.page.get_by_label("In progress"))
    say_what_changed(head, "Two briefings held")

    expect_saved(head.page, "Two briefings held")
    assert (head.interactions, head.pages) == (3, 2)


def test_u1_words_alone_need_two(head: Visitor, overdue: Action) -> None:
    head.follow(f"/actions/{overdue.ref}/update/")
    say_what_changed(head, "Two briefings held")

    expect_saved(head.page, "Two briefings held")
    assert (head.interactions, head.pages) == (2, 2)


def test_u2_the_same_signed_out(
    open_page: Callable[..., Page], world: World, overdue: Action, way: str, assert_fits_zoomed: Callable[[Page], None]
) -> None:
    visitor = Visitor(open_page(**WAYS[way]), way)

    visitor.follow(f"/actions/{overdue.ref}/update/")
    visitor.write(visitor.page.get_by_label("Email address"), world.people["head"].email)
    visitor.write(visitor.page.get_by_label("Password", exact=True), PASSWORD)
    visitor.press(visitor.page.get_by_role("button", name="Sign in"))
    visitor.choose(visitor.page.get_by_label("In progress"))
    say_what_changed(visitor, "Two briefings held")

    expect_saved(visitor.page, "Two briefings held")
    assert visitor.interactions <= 4
    assert visitor.pages <= 4
    assert_fits_zoomed(visitor.page)


def test_u3_the_most_urgent_action_from_your_work(head: Visitor, overdue: Action) -> None:
    head.page.goto("/")
    head.pages = 0

    head.press(head.page.get_by_role("link", name="Update action").first)
    head.choose(head.page.get_by_label("In progress"))
    say_what_changed(head, "Two briefings held")

    expect_saved(head.page, "Two briefings held")
    expect(head.page.get_by_role("heading", level=1)).to_contain_text(overdue.ref)
    assert (head.interactions, head.pages) == (3, 2)


def test_u4_what_is_overdue_is_seen_at_once(head: Visitor, overdue: Action) -> None:
    head.page.goto("/")

    first = head.page.get_by_role("heading", level=2).first
    expect(first).to_have_text("Overdue (1)")
    expect(head.page.get_by_role("link", name=overdue.title, exact=True)).to_be_visible()
    assert (head.interactions, head.pages) == (0, 1)


def test_u6_an_action_with_owner_and_date(head: Visitor, world: World) -> None:
    head.page.goto(f"/recommendations/{world.recommendations['kirklees'].ref}/")
    head.pages = 0

    head.press(head.page.get_by_role("button", name="Add an action"))
    head.write(head.page.get_by_label("What will be done?"), "Sample ten plans a month")
    head.select(head.page.get_by_label("Which post owns it?"), "Senior Probation Officer, Kirklees")
    head.choose(head.page.get_by_label("In 4 weeks"))
    head.press(head.page.get_by_role("button", name="Save action"))

    expect(head.page.get_by_text("Action planned: Sample ten plans")).to_be_visible()
    action = Action.objects.get(title="Sample ten plans a month")
    assert action.owner_post == world.posts["Senior Probation Officer, kirklees"]
    assert action.due_on is not None
    assert head.interactions <= 6
    assert head.pages <= 3


def test_u9_overdue_recommendations_of_a_theme_in_a_pdu(head: Visitor, world: World, overdue: Action) -> None:
    theme = Theme.objects.create(code="keeping-safe", name="Keeping people safe", position=90)
    for place in ("kirklees", "leeds"):
        RecommendationTheme.objects.create(recommendation=world.recommendations[place], theme=theme, is_primary=True)
    head.page.goto("/recommendations/")
    head.pages = 0

    head.select(head.page.get_by_label("Theme"), "Keeping people safe")
    head.select(head.page.get_by_label("State"), "With overdue actions")
    head.select(head.page.get_by_label("Probation delivery unit (PDU)"), "Kirklees")
    head.press(head.page.get_by_role("button", name="Apply filters"))

    expect(head.page.get_by_role("rowheader")).to_have_count(1)
    assert Recommendation.objects.count() > 1
    assert head.interactions <= 4
    assert head.pages <= 2


def test_u17_who_moved_a_date_and_when(head: Visitor, overdue: Action) -> None:
    head.page.goto(f"/actions/{overdue.ref}/update/")
    head.page.locator("summary", has_text="Move the due date").click()
    later = date.today() + timedelta(days=400)
    head.page.get_by_label("Another date", exact=True).fill(f"{later:%B %Y}")
    head.page.get_by_label("Why does the date move?").fill("The trainer left")
    head.page.get_by_role("button", name="Save update").click()
    head.page.goto(f"/actions/{overdue.ref}/")
    head.interactions = head.pages = 0

    entry = head.page.locator(".moj-timeline__item").first

    expect(entry).to_contain_text(f"Due date moved from 31 January 2020 to {later:%B %Y}")
    expect(entry).to_contain_text("by Head of PDU, Kirklees")
    expect(entry).to_contain_text("Reason: The trainer left")
    expect(entry.locator("time")).to_be_visible()
    assert head.interactions <= 2
