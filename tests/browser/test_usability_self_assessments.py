"""U7 and U8: a self-assessment in 5 interactions, a review in 3, with keys alone and without JavaScript too."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser import usability
from tests.browser.usability import check_target
from tests.browser.visitor import WAYS, Visitor
from tests.factories.self_assessments import make_evidence, make_return, make_review, make_self_assessment
from tests.factories.world import NOW, World
from tracker.choices import Progress
from tracker.models import Judgement, Review

Check = Callable[[Page], None]
SignInAs = Callable[..., Page]


def fill(page: Page, name: str, text: str) -> None:
    """Typing is counted apart (docs/pages.md#counted-interactions)."""
    page.get_by_label(name).focus()
    page.keyboard.insert_text(text)


IN_EACH_WAY = pytest.mark.parametrize("way", WAYS)


@IN_EACH_WAY
def test_u7_a_self_assessment(sign_in_as: SignInAs, world: World, way: str) -> None:
    make_evidence(world)
    head = Visitor(sign_in_as("head", **WAYS[way]), way)

    usability.self_assessment_progress(head, world, "Sample of ten plans")

    check_target(head, "U7")
    assert Judgement.objects.get().category == Progress.SUFFICIENT


@IN_EACH_WAY
def test_u8_one_review_and_on_to_the_next(sign_in_as: SignInAs, world: World, way: str) -> None:
    make_self_assessment(world, "leeds", by="sibling_head")
    make_self_assessment(world, at=NOW + timedelta(minutes=1))
    lead = Visitor(sign_in_as("lead", **WAYS[way]), way)

    usability.review_self_assessment(lead, world)

    expect(lead.page.get_by_role("heading", level=1)).to_contain_text("Kirklees PDU")
    check_target(lead, "U8")
    assert Review.objects.count() == 1


def test_a_return_takes_three_interactions_too(sign_in_as: SignInAs, world: World) -> None:
    make_self_assessment(world)
    lead = Visitor(sign_in_as("lead"))
    page = lead.page
    lead.start_at(f"/recommendations/{world.recommendations['kirklees'].ref}/review/")

    lead.choose(page.get_by_role("radio", name="No progress", exact=True))
    lead.choose(page.get_by_role("radio", name="Returned", exact=True))
    lead.write(page.get_by_label("Reason"), "Show the sample")
    lead.write(page.get_by_label("Date by which you expect an answer"), "1/3/2099")
    lead.press(page.get_by_role("button", name="Save review", exact=True))

    expect(page.get_by_text("That was the last one.")).to_be_visible()
    check_target(lead, "U8")


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
    """A self-assessment of each outcome, and one that waits, with words as long as they may be."""
    evidence = make_evidence(world, shows="Überprüfung" * 27)
    make_review(world, make_self_assessment(world, reasons="long " * 399), category=Progress.NONE, reason="w" * 300)
    make_return(world, make_self_assessment(world, at=NOW + timedelta(minutes=1), reasons="w" * 400))
    make_self_assessment(
        world, at=NOW + timedelta(minutes=2), effect="x" * 500, evidence=[evidence], reasons="long " * 399
    )


PAGES = [
    ("head", "/recommendations/{ref}/self-assessment/"),
    ("lead", "/recommendations/{ref}/review/"),
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
        make_self_assessment(world)
    if state == "overlong":
        with_everything(world)
    page = sign_in_as(person)

    answer = page.goto(pattern.format(ref=world.recommendations["kirklees"].ref))

    assert answer is not None
    assert answer.status == 200
    looks_right(page)


def test_the_withdrawal_and_the_check_of_answers(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    make_self_assessment(world)
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
        ("lead", "review", "Save review", "Select whether you assure or return it"),
    ],
)
def test_mistakes(
    sign_in_as: SignInAs, world: World, looks_right: Check, person: str, page_name: str, button: str, message: str
) -> None:
    make_self_assessment(world)
    page = sign_in_as(person)
    page.goto(f"/recommendations/{world.recommendations['kirklees'].ref}/{page_name}/")

    page.get_by_role("button", name=button).click()

    expect(page.get_by_role("alert")).to_contain_text(message)
    expect(page).to_have_title(re.compile("^Error: "))
    looks_right(page)


def test_a_self_assessment_that_changed_is_announced(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    make_self_assessment(world)
    page = sign_in_as("lead")
    page.goto(f"/recommendations/{world.recommendations['kirklees'].ref}/review/")
    make_self_assessment(world, reasons="More was done", at=NOW + timedelta(minutes=1))
    page.get_by_label("Some progress").check()
    page.get_by_label("Assured").check()
    fill(page, "Reason", "My careful words")

    page.get_by_role("button", name="Save review").click()

    expect(page.get_by_role("alert")).to_contain_text("A newer self-assessment replaced this one")
    expect(page.get_by_label("Reason", exact=False)).to_have_value("My careful words")
    looks_right(page)
