"""U11: a filtered list is in Excel one interaction after the list."""

import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from tests.browser import usability
from tests.browser.usability import check_target
from tests.browser.visitor import WAYS, Visitor
from tests.factories.world import World

SignInAs = Callable[..., Page]


@pytest.mark.parametrize("way", ["pointer", "keys", "without-javascript", "keys-without-javascript"])
@pytest.mark.parametrize(("name", "count"), [("recommendations", 2), ("actions", 1), ("inspections", 1)])
def test_a_filtered_list_is_downloaded_in_one_interaction(
    sign_in_as: SignInAs, world: World, name: str, count: int, way: str
) -> None:
    lead = Visitor(sign_in_as("lead", **WAYS[way]), way)

    file = usability.download_list(lead, f"/{name}/?q=kirklees")

    assert load_workbook(io.BytesIO(file.data)).worksheets[0].max_row == 1 + count
    assert file.name.startswith(f"{name}-")
    check_target(lead, "U11")
