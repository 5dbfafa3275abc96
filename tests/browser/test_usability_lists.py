"""U11: a filtered list is in Excel one interaction after the list."""

import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from tests.factories.world import World

SignInAs = Callable[..., Page]


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("by_key", [True, False])
@pytest.mark.parametrize(("name", "count"), [("recommendations", 2), ("actions", 1), ("inspections", 1)])
def test_a_filtered_list_is_downloaded_in_one_interaction(
    sign_in_as: SignInAs, world: World, name: str, count: int, by_key: bool, javascript: bool
) -> None:
    page = sign_in_as("lead", java_script_enabled=javascript)
    page.goto(f"/{name}/?q=kirklees")
    download = page.get_by_role("link", name="Download for Excel")

    with page.expect_download() as started:
        if by_key:
            download.press("Enter")
        else:
            download.click()

    sheet = load_workbook(io.BytesIO(started.value.path().read_bytes())).worksheets[0]
    assert sheet.max_row == 1 + count
    assert started.value.suggested_filename.startswith(f"{name}-")
