"""Evidence in a browser: attached while updating in 5 interactions, with keys alone, without JavaScript; accessible."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

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


class Hands:
    """Counts interactions (each that loads a page or sets a control) and the pages they lead to."""

    def __init__(self, page: Page) -> None:
        self.page, self.count, self.pages = page, 0, 0
        page.on("load", self._loaded)

    def _loaded(self, _: Page) -> None:
        self.pages += 1

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.count += 1

    def press(self, target: Any) -> None:
        target.click()
        self.count += 1

    def choose(self, name: str, data: bytes) -> None:
        file = {"name": name, "mimeType": "application/pdf", "buffer": data}
        self.page.locator("input[type=file]").set_input_files(file)
        self.count += 1


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


@WITH_AND_WITHOUT_JAVASCRIPT
def test_evidence_is_attached_while_updating_in_five_interactions_on_two_pages(
    sign_in_as: SignInAs, world: World, javascript: bool
) -> None:
    page = sign_in_as("head", java_script_enabled=javascript)
    hands = Hands(page)

    hands.open(address(world, "/actions/{action}/update/"))
    hands.press(page.get_by_label("In progress"))
    page.get_by_label("What has changed").fill("Two briefings held")
    hands.press(page.get_by_text(SUMMARY))
    hands.choose("minutes.pdf", pdf())
    page.get_by_label("What does it show?").fill("Minutes of both briefings")
    hands.press(page.get_by_role("button", name="Save update"))

    expect(page.get_by_text("Update saved")).to_be_visible()
    expect(page.get_by_role("heading", name="Minutes of both briefings", exact=True)).to_be_visible()
    assert (hands.count, hands.pages) == (5, 2)
    assert EvidenceUse.objects.get().update == Update.objects.get()


def test_evidence_is_attached_with_keys_alone(sign_in_as: SignInAs, world: World, tmp_path: Path) -> None:
    file = tmp_path / "minutes.pdf"
    file.write_bytes(pdf())
    page = sign_in_as("head")
    page.goto(address(world, "/actions/{action}/update/"))

    page.get_by_label("What has changed").focus()
    page.keyboard.type("Two briefings held")
    page.locator("summary", has_text=SUMMARY).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(file)
    page.get_by_label("What does it show?").focus()
    page.keyboard.type("Minutes of both briefings")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Update saved")).to_be_visible()
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
    hands = Hands(page)
    page.goto(address(world, "/actions/{action}/evidence/new/"))
    hands.choose("minutes.pdf", pdf())
    page.get_by_role("button", name="Save evidence").click()
    expect(page.get_by_label("Chosen: minutes.pdf")).to_be_checked()
    if javascript:
        looks_right(page)

    page.get_by_label("What does it show?").fill("Minutes of both briefings")
    page.get_by_role("button", name="Save evidence").click()

    expect(page.get_by_role("alert")).to_contain_text("Evidence added: Minutes of both briefings")
    assert EvidenceVersion.objects.get().file_name == "minutes.pdf"


def test_a_refused_file_is_told_in_an_open_part(sign_in_as: SignInAs, world: World, looks_right: Check) -> None:
    page = sign_in_as("head")
    hands = Hands(page)
    page.goto(address(world, "/actions/{action}/update/"))
    page.get_by_label("What has changed").fill("Two briefings held")
    page.get_by_text(SUMMARY).click()
    hands.choose("minutes.pdf", EICAR)

    page.get_by_role("button", name="Save update").click()

    expect(page.get_by_role("alert")).to_contain_text("The selected file must be a PDF, DOCX, XLSX, JPG or PNG")
    expect(page.locator("input[type=file]")).to_be_visible()
    expect(page.get_by_label("What has changed")).to_have_value("Two briefings held")
    assert page.title().startswith("Error: ")
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
