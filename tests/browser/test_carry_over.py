"""U12: a report with 8 earlier recommendations is carried over in 26 interactions and 18 pages, and its pages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visitor import WAYS, Visitor
from tests.factories.carry_over import (
    answer,
    confirm_it,
    decide,
    decide_both,
    make_earlier,
    make_reinspection,
    make_verdict,
)
from tests.factories.world import NOW, World, make_action
from tracker.choices import Ending, Progress
from tracker.models import Answerable, CarryOver, Link, Recommendation
from tracker.operations.carry_over import open_for
from tracker.rules.access import SERVICE

Check = Callable[[Page], None]
SignInAs = Callable[..., Page]
INTERACTIONS, PAGES = 26, 18
EARLIER = ["kirklees", "region", *(f"old-{number}" for number in range(1, 7))]


@pytest.fixture
def again(world: World) -> World:
    """Inspected again, with 8 earlier recommendations, each with an open action, and 8 new ones."""
    make_earlier(world, 6)
    make_reinspection(world, new=8)
    open_for(inspection=world.inspections["again"], by=SERVICE, at=NOW)
    return world


def carry_over(visitor: Visitor, world: World, *, is_printed: bool) -> None:
    """U12, from the inspection: every one repeated in the new one that is suggested first, then confirmed."""
    page = visitor.page
    visitor.start_at(f"/inspections/{world.inspections['again'].ref}/carry-over/")
    visitor.press(page.locator(".govuk-task-list__link").first)
    for number in range(1, len(EARLIER) + 1):
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"Earlier recommendation {number} of 8")
        if not is_printed:
            visitor.choose(page.get_by_label("Some progress"))
        visitor.select(page.locator("select").first, "Repeated")
        visitor.press(page.get_by_role("button", name="Save and continue"))
    visitor.press(page.get_by_role("button", name="Confirm carry-over"))


@pytest.mark.parametrize("is_printed", [True, False], ids=["verdicts-printed", "verdicts-by-hand"])
@pytest.mark.parametrize("way", WAYS)
def test_u12_a_report_with_eight(again: World, sign_in_as: SignInAs, way: str, is_printed: bool) -> None:
    for key in EARLIER if is_printed else ():
        make_verdict(again, key, Progress.SOME)
    visitor = Visitor(sign_in_as("coordinator", **WAYS[way]), way)

    carry_over(visitor, again, is_printed=is_printed)

    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("What carried over")
    assert visitor.interactions <= INTERACTIONS
    assert visitor.pages <= PAGES
    assert CarryOver.objects.get().confirmed_at is not None
    assert Link.objects.count() == len(EARLIER)


@pytest.fixture
def looks_right(assert_accessible: Check, assert_fits_narrow: Check, assert_fits_zoomed: Check) -> Check:
    def check(page: Page) -> None:
        for one in (assert_accessible, assert_fits_narrow, assert_fits_zoomed):
            one(page)

    return check


def with_long_words(world: World) -> None:
    """Words as long as they may be, many actions, two bodies, a verdict with a long reason, and one that changed."""
    Recommendation.objects.update(short_title="Überprüfung" * 18, text="Überprüfung" * 60 + " and so on" * 200)
    for number in range(12):
        make_action(
            world, f"long-{number}", recommendation="kirklees", post="Head of PDU, kirklees", title="Prüfung" * 28
        )
    said = make_verdict(world, "kirklees")
    said.reasons = "w" * 400 + " why" * 300
    said.save()
    Answerable.objects.create(
        recommendation=world.recommendations["region"], organisation=world.organisations["leeds"], from_on=NOW.date()
    )
    decide(world, "kirklees", answer(world, ending=Ending.LAPSED, verdict=None, reason="y" * 1000))
    make_action(world, "later", recommendation="kirklees", post="Head of PDU, kirklees", title="Z" * 200)


def address(world: World, page: str) -> str:
    earlier = world.recommendations["kirklees"].ref
    return page.format(again=world.inspections["again"].ref, earlier=earlier)


PAGES_OF_IT = [
    ("lead", "/inspections/{again}/carry-over/"),
    ("lead", "/inspections/{again}/carry-over/{earlier}/"),
    ("lead", "/inspections/{again}/carry-over/check/"),
    ("lead", "/inspections/{again}/"),
    ("lead", "/"),
    ("head", "/inspections/{again}/carry-over/"),
    ("head", "/inspections/{again}/carry-over/{earlier}/"),
    ("head", "/inspections/{again}/carry-over/check/"),
]


@pytest.mark.parametrize(("person", "pattern"), PAGES_OF_IT)
@pytest.mark.parametrize("state", ["new", "decided", "overlong"])
def test_the_pages(
    again: World, sign_in_as: SignInAs, looks_right: Check, person: str, pattern: str, state: str
) -> None:
    if state == "decided":
        decide_both(again)
    if state == "overlong":
        with_long_words(again)
    page = sign_in_as(person)

    got = page.goto(address(again, pattern))

    assert got is not None
    assert got.status == 200
    looks_right(page)


def test_what_moved(world: World, sign_in_as: SignInAs, looks_right: Check) -> None:
    make_reinspection(world)
    decide_both(world)
    confirm_it(world)
    page = sign_in_as("head")

    page.goto(f"/inspections/{world.inspections['again'].ref}/carry-over/")

    expect(page.get_by_role("heading", level=1)).to_contain_text("What carried over")
    looks_right(page)


def test_nothing_to_carry_over(world: World, sign_in_as: SignInAs, looks_right: Check) -> None:
    page = sign_in_as("coordinator")

    page.goto(f"/inspections/{world.inspections['wigan'].ref}/carry-over/")

    expect(page.get_by_text("There is nothing to carry over.")).to_be_visible()
    looks_right(page)


def test_mistakes_are_announced_and_nothing_typed_is_lost(
    again: World, sign_in_as: SignInAs, looks_right: Check
) -> None:
    page = sign_in_as("lead")
    page.goto(address(again, "/inspections/{again}/carry-over/{earlier}/"))
    page.get_by_label("Some progress").check()
    page.get_by_label("Stays open").check()
    page.get_by_label("Why?").fill("My careful words")

    page.get_by_role("button", name="Save and continue").click()

    expect(page.get_by_role("alert")).to_contain_text("it cannot stay open")
    expect(page.get_by_label("Why?")).to_have_value("My careful words")
    assert page.title().startswith("Error: ")
    looks_right(page)


def test_it_is_left_resumed_and_changed(again: World, sign_in_as: SignInAs) -> None:
    page = sign_in_as("lead")
    page.goto(f"/inspections/{again.inspections['again'].ref}/carry-over/")
    page.locator(".govuk-task-list__link").nth(3).click()
    page.get_by_label("Not yet judged").check()
    page.get_by_label("Stays open").check()
    Visitor(page).press(page.get_by_role("button", name="Save and continue"))

    page.goto("/")
    page.get_by_role("link", name="Decide what carries over").click()
    expect(page.get_by_role("heading", name="Decided (1)")).to_be_visible()
    page.locator("ul", has=page.locator("#decided-1-hint")).get_by_role("link").click()
    expect(page.get_by_label("Stays open")).to_be_checked()
    page.locator("select").first.select_option(label="Reworded")
    page.get_by_label("Carried over").check()
    Visitor(page).press(page.get_by_role("button", name="Save and continue"))

    page.goto(f"/inspections/{again.inspections['again'].ref}/carry-over/")
    expect(page.get_by_text("Ends as carried over")).to_be_visible()


def test_the_second_person_is_told(world: World, sign_in_as: SignInAs, looks_right: Check) -> None:
    make_reinspection(world)
    decide_both(world)
    page = sign_in_as("coordinator")
    page.goto(f"/inspections/{world.inspections['again'].ref}/carry-over/check/")
    confirm_it(world)

    page.get_by_role("button", name="Confirm carry-over").click()

    expect(page.get_by_role("alert")).to_contain_text("This carry-over was confirmed already")
    expect(page.get_by_text("Regional Probation Director, Yorkshire and the Humber confirmed it on")).to_be_visible()
    looks_right(page)
