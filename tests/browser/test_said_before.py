"""What was said before this service: the page of a published report, filled in by keyboard, accessible and narrow."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories.publishing import bring_in
from tests.factories.world import World
from tracker.models import Response

SignInAs = Callable[..., Page]
Checked = Callable[[Page], None]


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_answers_are_recorded_later(
    javascript: bool, world: World, sign_in_as: SignInAs, assert_accessible: Checked, assert_fits_narrow: Checked
) -> None:
    page = sign_in_as("coordinator", java_script_enabled=javascript)
    page.goto(f"/inspections/{world.inspections['kirklees'].ref}/")
    page.get_by_role("link", name="Say what was answered before this service").press("Enter")
    if javascript:
        assert_accessible(page)
        assert_fits_narrow(page)

    page.get_by_label("Yes").check()
    for part, value in (("Day", "3"), ("Month", "12"), ("Year", "2024")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_label("Answer to recommendation 1, Kirklees PDU").select_option("partly-agreed")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.get_by_text("Enter what HMPPS said, where it did not agree to all of it").first).to_be_visible()
    if javascript:
        assert_accessible(page)
    page.get_by_label("What HMPPS said to recommendation 1, Kirklees PDU").fill("The first half is agreed")
    page.get_by_role("button", name="Save").press("Enter")

    expect(page.get_by_text("Answered before this service, on 3 December 2024").first).to_be_visible()
    assert Response.objects.get().reasons == "The first half is agreed"


def test_the_table_of_a_report_to_publish_is_accessible_and_fits(
    world: World,
    settings: Any,
    tmp_path: Any,
    sign_in_as: SignInAs,
    assert_accessible: Checked,
    assert_fits_narrow: Checked,
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    draft = bring_in()
    page = sign_in_as("coordinator")
    page.goto(f"/inspections/{draft.inspection.ref}/import/publish/")

    page.get_by_text("Enter HMPPS’s answers").click()

    expect(page.get_by_label("Answer to recommendation 3, Kirklees PDU")).to_be_visible()
    assert_accessible(page)
    assert_fits_narrow(page)
