"""Evidence in a browser: attached while updating (U5), kept through mistakes, downloaded; accessible."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import usability
from tests.browser.visitor import WAYS, Visitor
from tests.factories.evidence import make_evidence
from tests.factories.evidence_files import EICAR, pdf
from tests.factories.world import World
from tracker.models import Evidence, EvidenceUse, EvidenceVersion, Update

Check = Callable[[Page], None]
SignInAs = Callable[..., Page]
WITH_AND_WITHOUT_JAVASCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
SUMMARY = "Attach a file or reuse one"
PAGES = [
    "/actions/{action}/",
    "/actions/{action}/update/",
    "/actions/{action}/evidence/new/",
    "/recommendations/{recommendation}/",
    "/recommendations/{recommendation}/evidence/new/",
    "/evidence/{uid}/new/",
    "/evidence/{uid}/remove/{action}/",
]


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def looks_right(assert_accessible: Check, assert_fits_narrow: Check, assert_fits_zoomed: Check) -> Check:
    def check(page: Page) -> None:
        for one in (assert_accessible, assert_fits_narrow, assert_fits_zoomed):
            one(page)

    return check


def choose_file(page: Page, data: bytes) -> None:
    file = {"name": "minutes.pdf", "mimeType": "application/pdf", "buffer": data}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]


def address(world: World, pattern: str, evidence: Evidence | None = None) -> str:
    return pattern.format(
        action=world.actions["kirklees"].ref,
        recommendation=world.recommendations["kirklees"].ref,
        uid=evidence.uid if evidence else "",
    )


def used_twice(world: World, *, shows: str = "Minutes of the briefing") -> Evidence:
    """Stale evidence of the action, and another piece of the recommendation itself."""
    answerable = world.recommendations["kirklees"].answerables.select_related("organisation", "recommendation").get()
    make_evidence(world, answerable, shows=f"{shows} as told to the board")
    return make_evidence(world, world.actions["kirklees"], shows=shows, about_on=date(2024, 3, 2))


@pytest.mark.parametrize("way", ["pointer", "keys", "without-javascript", "zoomed"])
def test_u5_evidence_is_attached_while_updating(sign_in_as: SignInAs, world: World, way: str) -> None:
    head = Visitor(sign_in_as("head", **WAYS[way]), way)

    usability.attach_while_updating(head, world.actions["kirklees"])

    assert (head.interactions, head.pages) == (5, 2)
    assert EvidenceUse.objects.get().update == Update.objects.get()
    assert EvidenceVersion.objects.get().file_name == "minutes.pdf"


def test_every_control_is_reached_by_tab(
    sign_in_as: SignInAs, world: World, focus_order: Callable[[Page], list[str]]
) -> None:
    evidence = used_twice(world)
    page = sign_in_as("head")
    page.goto(address(world, "/actions/{action}/update/", evidence))
    page.get_by_text(SUMMARY).click()

    names = " ".join(focus_order(page))

    assert all(name in names for name in (SUMMARY, "upload", "shows", "Save update"))


@WITH_AND_WITHOUT_JAVASCRIPT
def test_a_chosen_file_is_not_chosen_again_after_a_mistake(
    sign_in_as: SignInAs, world: World, looks_right: Check, javascript: bool
) -> None:
    page = sign_in_as("head", java_script_enabled=javascript)
    page.goto(address(world, "/actions/{action}/evidence/new/"))
    choose_file(page, pdf())
    page.get_by_role("button", name="Save evidence").click()
    expect(page.get_by_label("Chosen: minutes.pdf")).to_be_checked()
    if javascript:
        looks_right(page)

    page.get_by_label("What does it show?").fill("Minutes of both briefings")
    page.get_by_label("What date is it about?").fill("2 March 2026")
    page.get_by_role("button", name="Save evidence").click()

    expect(page.get_by_role("alert")).to_contain_text("Evidence added: Minutes of both briefings")
    assert EvidenceVersion.objects.get().file_name == "minutes.pdf"


def test_a_refused_file_is_told_in_an_open_part(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    page = sign_in_as("head")
    page.goto(address(world, "/actions/{action}/update/"))
    page.get_by_label("What has changed").fill("Two briefings held")
    page.get_by_text(SUMMARY).click()
    choose_file(page, EICAR)

    page.get_by_role("button", name="Save update").click()

    expect(page.get_by_role("alert")).to_contain_text("must be a PDF, Word, Excel, PowerPoint, email, CSV, JPG or PNG")
    expect(page.locator("input[type=file]")).to_be_visible()
    expect(page.get_by_label("What has changed")).to_have_value("Two briefings held")
    expect(page).to_have_title(re.compile("^Error: "))
    looks_right(page)


def test_a_download_is_saved_and_never_shown(sign_in_as: SignInAs, world: World, tmp_path: Path) -> None:
    used_twice(world)
    page = sign_in_as("head")
    page.goto(address(world, "/actions/{action}/"))

    with page.expect_download() as download:
        page.get_by_role("link", name="minutes.pdf").click()

    assert download.value.suggested_filename == "minutes.pdf"
    assert Path(download.value.path()).read_bytes() == pdf(body=b"Minutes of the briefing")


@pytest.mark.parametrize("pattern", PAGES)
def test_a_typical_page(sign_in_as: SignInAs, world: World, looks_right: Check, pattern: str) -> None:
    evidence = used_twice(world)
    page = sign_in_as("head")

    answer = page.goto(address(world, pattern, evidence))

    assert answer is not None
    assert answer.status == 200
    looks_right(page)


@pytest.mark.parametrize("pattern", PAGES)
def test_a_page_with_overlong_words(sign_in_as: SignInAs, world: World, looks_right: Check, pattern: str) -> None:
    evidence = used_twice(world)
    Evidence.objects.update(shows="interdepartmental" * 17)
    EvidenceVersion.objects.update(file_name="überprüfung" * 13 + ".pdf")
    page = sign_in_as("lead")

    page.goto(address(world, pattern, evidence))

    looks_right(page)


@pytest.mark.parametrize(
    "pattern", [pattern for pattern in PAGES if "evidence/" in pattern and "remove" not in pattern]
)
def test_a_form_with_mistakes(sign_in_as: SignInAs, world: World, looks_right: Check, pattern: str) -> None:
    evidence = used_twice(world)
    page = sign_in_as("head")
    page.goto(address(world, pattern, evidence))

    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("alert")).to_contain_text("Select a file")
    looks_right(page)
