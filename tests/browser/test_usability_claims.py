"""U7 and U8: a self-assessment in 5 interactions, a review in 3, with keys alone and without JavaScript too."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories.claims import make_claim, make_evidence, make_return, make_review
from tests.factories.world import NOW, World
from tracker.choices import Progress
from tracker.models import Assurance, Judgement

Check = Callable[[Page], None]
SignInAs = Callable[..., Page]
SUBMIT_LIMIT, REVIEW_LIMIT = 5, 3


class Count:
    """Counts interactions (a click or a key that loads a page or sets a control) and the pages they load."""

    def __init__(self, page: Page, *, by_keys: bool) -> None:
        self.page, self.by_keys = page, by_keys
        self.interactions = self.pages = 0
        page.on("framenavigated", self._loaded)

    def _loaded(self, frame: Any) -> None:
        self.pages += frame == self.page.main_frame

    def press(self, role: str, name: str, *, key: str = "Enter") -> None:
        """A link or a button by Enter, a radio or a checkbox by Space; or a click."""
        self.interactions += 1
        it = self.page.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
        if not self.by_keys:
            it.click()
            return
        tab_to(self.page, it)
        self.page.keyboard.press(key)

    def choose(self, role: str, name: str) -> None:
        if self.by_keys and role == "radio":
            self.interactions += 1
            choose_radio(self.page, name)
        else:
            self.press(role, name, key="Space")


def tab_to(page: Page, target: Any) -> None:
    """Moves the focus with the Tab key until it is there."""
    for _ in range(120):
        if target.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {target}")


def choose_radio(page: Page, name: str) -> None:
    """Tab comes to the group once; Space chooses its first radio, the arrows go on from there."""
    wanted = page.get_by_role("radio", name=name, exact=True)
    group = wanted.get_attribute("name")
    tab_to(page, page.locator(f"input[name={group}]").first)
    page.keyboard.press("Space")
    for _ in range(5):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"The arrows do not come to {name}")


def fill(page: Page, name: str, text: str) -> None:
    """Typing is counted apart (UX 6.4)."""
    page.get_by_label(name).focus()
    page.keyboard.insert_text(text)


WAYS = pytest.mark.parametrize(("javascript", "by_keys"), [(True, False), (True, True), (False, False), (False, True)])


@WAYS
def test_u7_a_self_assessment(sign_in_as: SignInAs, world: World, javascript: bool, by_keys: bool) -> None:
    make_evidence(world)
    page = sign_in_as("head", java_script_enabled=javascript)
    page.goto(f"/recommendations/{world.recommendations['kirklees'].ref}/")
    count = Count(page, by_keys=by_keys)

    count.press("button", "Say how far Kirklees PDU has got")
    count.choose("radio", "Sufficient progress")
    fill(page, "Why do you say so?", "Each plan is checked by a second manager")
    fill(page, "What effect has been seen?", "Fewer plans come back")
    count.choose("checkbox", "Sample of ten plans (about 2 November 2026)")
    count.press("button", "Continue")
    count.press("button", "Send to Yorkshire and the Humber region")

    expect(page.get_by_text("Self-assessment sent to Yorkshire")).to_be_visible()
    assert count.interactions <= SUBMIT_LIMIT
    assert count.pages <= 3
    assert Judgement.objects.get().category == Progress.SUFFICIENT


@WAYS
def test_u8_one_review_and_on_to_the_next(sign_in_as: SignInAs, world: World, javascript: bool, by_keys: bool) -> None:
    make_claim(world, "leeds", by="sibling_head")
    make_claim(world, at=NOW + timedelta(minutes=1))
    page = sign_in_as("lead", java_script_enabled=javascript)
    page.goto(f"/recommendations/{world.recommendations['leeds'].ref}/assurance/?body=leeds")
    count = Count(page, by_keys=by_keys)

    count.choose("radio", "Some progress")
    count.choose("radio", "Assured")
    count.press("button", "Save review")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Kirklees PDU")
    expect(page.get_by_text("This is the next one.")).to_be_visible()
    assert count.interactions <= REVIEW_LIMIT
    assert count.pages <= 1
    assert Assurance.objects.count() == 1


def test_a_return_takes_three_interactions_too(sign_in_as: SignInAs, world: World) -> None:
    make_claim(world)
    page = sign_in_as("lead")
    page.goto(f"/recommendations/{world.recommendations['kirklees'].ref}/assurance/")
    count = Count(page, by_keys=False)

    count.choose("radio", "No progress")
    count.choose("radio", "Returned")
    fill(page, "Reason", "Show the sample")
    fill(page, "Date by which you expect an answer", "1/3/2099")
    count.press("button", "Save review")

    expect(page.get_by_text("That was the last one.")).to_be_visible()
    assert count.interactions <= REVIEW_LIMIT


def test_the_answers_are_there_after_going_back(sign_in_as: SignInAs, world: World) -> None:
    page = sign_in_as("head")
    page.goto(f"/recommendations/{world.recommendations['kirklees'].ref}/self-assessment/")
    page.get_by_label("No progress").check()
    fill(page, "Why do you say so?", "Not begun")
    page.get_by_role("button", name="Continue").click()

    page.get_by_role("link", name="Back to your answers").click()

    expect(page.get_by_label("No progress")).to_be_checked()
    expect(page.get_by_label("Why do you say so?")).to_have_value("Not begun")


@pytest.fixture
def looks_right(assert_accessible: Check, assert_fits_narrow: Check, assert_fits_zoomed: Check) -> Check:
    def check(page: Page) -> None:
        for one in (assert_accessible, assert_fits_narrow, assert_fits_zoomed):
            one(page)

    return check


def with_everything(world: World) -> None:
    """A claim of each outcome, and one that waits, with words as long as they may be."""
    evidence = make_evidence(world, shows="Überprüfung" * 27)
    make_review(world, make_claim(world, reasons="long " * 399), category=Progress.NONE, reason="w" * 300)
    make_return(world, make_claim(world, at=NOW + timedelta(minutes=1), reasons="w" * 400))
    make_claim(world, at=NOW + timedelta(minutes=2), effect="x" * 500, evidence=[evidence], reasons="long " * 399)


PAGES = [
    ("head", "/recommendations/{ref}/self-assessment/"),
    ("lead", "/recommendations/{ref}/assurance/"),
    ("lead", "/reviews/"),
    ("lead", "/reviews/?q=nothing-has-these-words"),
    ("lead", "/recommendations/{ref}/"),
    ("lead", "/"),
    ("lead", "/areas/yorkshire/kirklees/"),
]


@pytest.mark.parametrize(("person", "pattern"), PAGES)
@pytest.mark.parametrize("state", ["empty", "typical", "overlong"])
def test_the_pages(
    sign_in_as: SignInAs, world: World, looks_right: Check, person: str, pattern: str, state: str
) -> None:
    if state == "typical":
        make_claim(world)
    if state == "overlong":
        with_everything(world)
    page = sign_in_as(person)

    answer = page.goto(pattern.format(ref=world.recommendations["kirklees"].ref))

    assert answer is not None
    assert answer.status == 200
    looks_right(page)


def test_the_withdrawal_and_the_check_of_answers(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    make_claim(world)
    page = sign_in_as("head")
    page.goto(f"/recommendations/{world.recommendations['kirklees'].ref}/self-assessment/withdraw/")
    looks_right(page)

    page.goto(f"/recommendations/{world.recommendations['kirklees'].ref}/self-assessment/")
    page.get_by_label("No progress").check()
    fill(page, "Why do you say so?", "w" * 300)
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Check your answers")
    looks_right(page)


@pytest.mark.parametrize(
    ("person", "page_name", "button", "message"),
    [
        ("head", "self-assessment", "Continue", "Select how far it has got"),
        ("lead", "assurance", "Save review", "Select whether you assure or return it"),
    ],
)
def test_mistakes(
    sign_in_as: SignInAs, world: World, looks_right: Check, person: str, page_name: str, button: str, message: str
) -> None:
    make_claim(world)
    page = sign_in_as(person)
    page.goto(f"/recommendations/{world.recommendations['kirklees'].ref}/{page_name}/")

    page.get_by_role("button", name=button).click()

    expect(page.get_by_role("alert")).to_contain_text(message)
    assert page.title().startswith("Error: ")
    looks_right(page)


def test_a_claim_that_changed_is_announced(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    make_claim(world)
    page = sign_in_as("lead")
    page.goto(f"/recommendations/{world.recommendations['kirklees'].ref}/assurance/")
    make_claim(world, reasons="More was done", at=NOW + timedelta(minutes=1))
    page.get_by_label("Some progress").check()
    page.get_by_label("Assured").check()
    fill(page, "Reason", "My careful words")

    page.get_by_role("button", name="Save review").click()

    expect(page.get_by_role("alert")).to_contain_text("A newer claim replaced this one")
    expect(page.get_by_label("Reason", exact=False)).to_have_value("My careful words")
    looks_right(page)
