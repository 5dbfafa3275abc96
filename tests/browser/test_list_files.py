"""Files of long lists in a browser: two clicks from the list, pages that refresh themselves; accessible and narrow."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories.list_files import ask, write
from tests.factories.world import NOW, World
from tracker.choices import ListFileState
from tracker.models import ListFile
from tracker.queries import lists
from tracker.web.views import list_files as views

Check = Callable[[Page], None]
SignInAs = Callable[..., Page]
WRITING = {"leased_to": "one", "lease_until_at": NOW, "row_count": 4800, "rows_written": 1200}
STATES: list[tuple[str, dict[str, Any]]] = [
    (ListFileState.WAITING, {}),
    (ListFileState.WRITING, WRITING),
    (ListFileState.READY, {"file": "lists/one.xlsx", "written_at": NOW}),
    (ListFileState.FAILED, {"reason": "Making it was stopped three times."}),
    (ListFileState.DELETED, {}),
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


@pytest.mark.parametrize(("state", "facts"), STATES, ids=[state for state, _ in STATES])
def test_the_page_of_a_file(
    sign_in_as: SignInAs, world: World, looks_right: Check, state: str, facts: dict[str, Any]
) -> None:
    file = ask(world)
    ListFile.objects.filter(pk=file.pk).update(state=state, **facts)
    page = sign_in_as("head")

    page.goto(f"/exports/{file.uid}/?refresh=no")

    looks_right(page)


@pytest.mark.parametrize("address", ["/exports/", "/exports/new/actions/?q=plans&state=overdue"])
def test_the_other_pages(sign_in_as: SignInAs, world: World, looks_right: Check, address: str) -> None:
    ask(world)
    page = sign_in_as("head")

    page.goto(address)

    looks_right(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_from_the_list_to_the_file(
    sign_in_as: SignInAs, world: World, monkeypatch: pytest.MonkeyPatch, javascript: bool
) -> None:
    monkeypatch.setattr(lists, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(views, "REFRESH_SECONDS", 1)
    page = sign_in_as("head", java_script_enabled=javascript)
    page.goto("/actions/")

    page.get_by_role("link", name="Download for Excel").click()
    page.get_by_role("button", name="Make the file").click()
    expect(page.get_by_role("heading", name="Your file is being made")).to_be_visible()
    write(ListFile.objects.get())

    expect(page.get_by_role("heading", name="Your file is ready")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download for Excel").click()
    assert download.value.suggested_filename.startswith("actions-")
