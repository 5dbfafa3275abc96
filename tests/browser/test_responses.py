"""Acknowledging, answering and confirming in a browser: by pointer, by keyboard, without scripts, and accessible."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from inspections.models import AlertConcern, AlertRequiredAction
from tests.factories.answers import make_alert, make_response_draft
from tests.factories.world import NOW, World
from tracker.choices import Decision
from tracker.models import Action, Recommendation, Response
from tracker.operations.responses import confirm_response, draft_response
from tracker.rules.access import SERVICE

Check = Callable[[Page], None]
SignInAs = Callable[..., Page]


def address(world: World, rest: str = "") -> str:
    return f"/recommendations/{world.recommendations['kirklees'].ref}/{rest}"


@pytest.fixture
def looks_right(assert_accessible: Check, assert_fits_narrow: Check, assert_fits_zoomed: Check) -> Check:
    def check(page: Page) -> None:
        for one in (assert_accessible, assert_fits_narrow, assert_fits_zoomed):
            one(page)

    return check


def make_history(world: World, words: str) -> None:
    """A confirmed answer, a draft after it, and an open alert."""
    first = confirm_response(response=make_response_draft(world, "kirklees"), by=SERVICE, at=NOW)
    draft_response(
        answerable=first.answerable,
        decision=Decision.NOT_AGREED,
        reasons=words,
        newest=first.pk,
        by=SERVICE,
        at=NOW,
    )


@pytest.mark.parametrize("javascript", [True, False])
def test_from_silence_to_hmpps_s_answer(sign_in_as: SignInAs, world: World, javascript: bool) -> None:
    head = sign_in_as("head", java_script_enabled=javascript)
    head.goto(address(world, "response/"))
    head.get_by_label("Partly agreed").check()
    head.get_by_label("Which part is agreed?").fill("Plans of new cases")
    head.get_by_label("Why is the rest").fill("There are too few managers for all of them")
    head.get_by_role("button", name="Save draft").click()
    expect(head.get_by_text("Draft saved")).to_be_visible()

    national = sign_in_as("national", java_script_enabled=javascript)
    national.goto("/")
    national.get_by_role("link", name=world.recommendations["kirklees"].short_title).first.click()
    national.get_by_role("button", name="Confirm response").click()

    expect(national.get_by_text("Response confirmed: Partly agreed")).to_be_visible()
    expect(national.get_by_text("Plans of new cases")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_acknowledging_takes_one_interaction(sign_in_as: SignInAs, world: World, javascript: bool) -> None:
    page = sign_in_as("head", java_script_enabled=javascript)
    page.goto("/")

    page.get_by_role("button", name="Acknowledge").click()  # 1

    expect(page.get_by_text("Acknowledged: check each plan")).to_be_visible()
    expect(page.get_by_role("heading", name="Your work")).to_be_visible()
    expect(page.get_by_text("Not yet acknowledged")).to_have_count(0)


def test_a_response_by_keyboard_alone(
    sign_in_as: SignInAs, world: World, focus_order: Callable[[Page], list[str]]
) -> None:
    page = sign_in_as("head")
    page.goto(address(world, "response/"))
    names = " ".join(focus_order(page))

    page.get_by_label("Agreed", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save draft").focus()
    page.keyboard.press("Enter")

    assert "Save draft" in names
    expect(page.get_by_text("Draft saved")).to_be_visible()
    assert Response.objects.get().decision == Decision.AGREED


def test_what_ends_is_said_before_it_ends(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    make_history(world, "It is done elsewhere")
    page = sign_in_as("national")
    page.goto(address(world, "response/confirm/"))
    expect(page.get_by_text("1 action answers nothing else, so it is withdrawn")).to_be_visible()
    looks_right(page)

    page.get_by_role("button", name="Confirm ‘Not agreed’").click()

    expect(page.get_by_text("Response confirmed: Not agreed")).to_be_visible()
    assert Action.objects.get(pk=world.actions["kirklees"].pk).status == "withdrawn"


@pytest.mark.parametrize("rest", ["", "response/", "response/confirm/"])
@pytest.mark.parametrize("words", ["It is done elsewhere", "Überprüfung" * 60])
def test_pages_of_answers(sign_in_as: SignInAs, world: World, looks_right: Check, rest: str, words: str) -> None:
    make_history(world, words)
    Recommendation.objects.filter(pk=world.recommendations["kirklees"].pk).update(short_title=words[:200])
    page = sign_in_as("national")

    answer = page.goto(address(world, rest))

    assert answer is not None
    assert answer.status == 200
    looks_right(page)


@pytest.mark.parametrize(("person", "path"), [
    ("head", "/"), ("national", "/"), ("head", "/recommendations/?state=unacknowledged"),
    ("head", "/areas/yorkshire/kirklees/"), ("lead", "/areas/yorkshire/kirklees/"),
])  # fmt: skip
def test_lists_with_silence(sign_in_as: SignInAs, world: World, looks_right: Check, person: str, path: str) -> None:
    make_alert(world, "kirklees")
    if person == "national":
        make_response_draft(world, "kirklees")
    page = sign_in_as(person)

    page.goto(path)

    looks_right(page)


def test_a_response_with_mistakes(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    page = sign_in_as("head")
    page.goto(address(world, "response/"))

    page.get_by_label("Partly agreed").check()
    page.get_by_role("button", name="Save draft").click()

    expect(page.get_by_role("alert")).to_contain_text("Enter which part is agreed")
    looks_right(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_an_alert_is_recorded_and_answered(sign_in_as: SignInAs, world: World, javascript: bool) -> None:
    page = sign_in_as("lead", java_script_enabled=javascript)
    page.goto("/areas/yorkshire/kirklees/")
    page.get_by_role("button", name="Record an organisational alert").click()
    for part, typed in (("Day", "2"), ("Month", "3"), ("Year", "2026")):
        page.get_by_label(part, exact=True).fill(typed)
    page.get_by_label("What is the inspectorate concerned about?").fill("Plans are late\nNobody checks them")
    page.get_by_label("What does the inspectorate ask for?").fill("Check each plan within a week")
    page.get_by_label("Which post owns the answer?").select_option(label="Head of PDU, Kirklees")
    page.get_by_label("Answer by").fill("29/1/2030")
    page.get_by_role("button", name="Record alert").click()
    page.get_by_role("button", name="Add an action").click()
    page.get_by_label("What will be done?").fill("Check every plan")
    page.get_by_label("Which post owns it?").select_option(index=1)
    page.get_by_role("button", name="Save action").click()

    expect(page.get_by_role("link", name="Check every plan", exact=True).first).to_be_visible()


@pytest.mark.parametrize("rest", ["", "owner/", "actions/new/", "recommendations/"])
@pytest.mark.parametrize("words", ["", "Überprüfung" * 60])
def test_pages_of_an_alert(sign_in_as: SignInAs, world: World, looks_right: Check, rest: str, words: str) -> None:
    alert = make_alert(world, "kirklees")
    alert.inspection = world.inspections["kirklees"]
    alert.save()
    if words:
        AlertConcern.objects.update(text=words)
        AlertRequiredAction.objects.update(text=words)
    page = sign_in_as("lead")

    page.goto(f"/alerts/{alert.ref}/{rest}")

    looks_right(page)


def test_an_alert_with_mistakes(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    page = sign_in_as("lead")
    page.goto("/areas/yorkshire/kirklees/alerts/new/")
    looks_right(page)

    page.get_by_role("button", name="Record alert").click()

    expect(page.get_by_role("alert")).to_contain_text("Enter the concerns")
    looks_right(page)
