"""Recording a reorganisation and confirming who takes over, in a browser with and without JavaScript."""

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from inspections.choices import OrganisationKind
from inspections.operations.organisations import establish
from tests.factories.reorganisations import CASES, add_work, decide_as_proposed, record_case
from tests.factories.world import World
from tracker.models import Answerable, Reorganisation

Check = Callable[[Page], None]
SignInAs = Callable[..., Page]
CASE = CASES["staffordshire"]


@pytest.fixture
def changing(world: World) -> World:
    """The browser's world with the region and the PDU that split, and its work."""
    hmpps = world.organisations["hmpps"]
    region = establish(kind=OrganisationKind.REGION, name="West Midlands", slug="west-midlands", parent=hmpps)
    name = "Staffordshire and Stoke"
    pdu = establish(kind=OrganisationKind.PDU, name=name, slug="staffordshire-and-stoke", parent=region)
    world.organisations |= {"west-midlands": region, "staffordshire-and-stoke": pdu}
    add_work(world, "staffordshire-and-stoke")
    return world


@pytest.fixture
def looks_right(assert_accessible: Check, assert_fits_narrow: Check, assert_fits_zoomed: Check) -> Check:
    def check(page: Page) -> None:
        for one in (assert_accessible, assert_fits_narrow, assert_fits_zoomed):
            one(page)

    return check


def pages_of(record: Reorganisation) -> list[str]:
    return [f"/reorganisations/{record.ref}/{page}" for page in ("", "recommendations/", "recommendations/confirm/")]


def look(page: Page, addresses: list[str], looks_right: Check, *, status: int = 200) -> None:
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == status, address
        looks_right(page)


def test_pages_with_something_to_confirm(sign_in_as: SignInAs, changing: World, looks_right: Check) -> None:
    record = record_case(changing, CASE)

    look(sign_in_as("national"), ["/", "/reorganisations/", *pages_of(record)], looks_right)
    areas = ["staffordshire-and-stoke/", "staffordshire-north/", ""]
    look(sign_in_as("lead"), [f"/areas/west-midlands/{one}" for one in areas], looks_right)
    look(
        sign_in_as("administrator"),
        [
            f"/reorganisations/{record.ref}/undo/",
            "/reorganisations/new/",
        ],
        looks_right,
    )


def test_forms_and_their_mistakes(sign_in_as: SignInAs, changing: World, looks_right: Check) -> None:
    page = sign_in_as("administrator")
    for kind in ("rename", "split"):
        page.goto(f"/reorganisations/new/?kind={kind}&region=yorkshire")
        looks_right(page)
        page.get_by_role("button", name="Continue").click()
        expect(page).to_have_title(re.compile("^Error: "))
        looks_right(page)
    page.goto("/areas/kirklees/posts/new/")
    page.get_by_role("button", name="Add this post").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the name of the post")
    looks_right(page)


def test_overlong_names_and_what_is_to_come(sign_in_as: SignInAs, changing: World, looks_right: Check) -> None:
    long = "Newcastle-under-Lyme, Stafford, Cannock Chase, East Staffordshire, Lichfield, South Staffordshire and Stone"
    new = ((long[:100], "west-midlands"), ("Staffordshire South", "west-midlands"))
    on = timezone.localdate() + timedelta(days=40)
    record = record_case(changing, replace(CASE, new=new, on=on), token=uuid.uuid4())
    decide_as_proposed(changing, record)

    look(sign_in_as("national"), ["/reorganisations/", *pages_of(record)], looks_right)


@pytest.mark.parametrize("has_javascript", [True, False])
def test_a_split_from_the_first_page_to_the_last(
    sign_in_as: SignInAs, changing: World, looks_right: Check, has_javascript: bool
) -> None:
    page = sign_in_as("administrator", java_script_enabled=has_javascript)
    page.goto("/reorganisations/")
    page.get_by_role("button", name="Record a reorganisation").click()
    page.get_by_label("Split", exact=True).check()
    page.get_by_label("In which region?").select_option(label="West Midlands region")
    page.get_by_role("button", name="Continue").click()
    for part, value in (("Day", "1"), ("Month", "March"), ("Year", "2025")):
        page.get_by_label(part, exact=True).fill(value)
    page.get_by_role("group", name="Which bodies close?").get_by_label("Staffordshire and Stoke PDU").check()
    page.get_by_label("Which new bodies take over?").fill("Staffordshire North\nStaffordshire South")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name="Record this reorganisation")).to_be_visible()
    if has_javascript:
        looks_right(page)
    page.get_by_role("button", name="Record this reorganisation").click()
    expect(page.get_by_text("3 recommendations are still with a closed body").first).to_be_visible()

    other = sign_in_as("national", java_script_enabled=has_javascript)
    other.goto("/")
    other.get_by_role("link", name="Staffordshire and Stoke PDU splits into").click()
    other.get_by_role("button", name="Confirm who takes over").click()
    other.get_by_role("button", name="Save and check").click()
    expect(other.get_by_role("button", name="Confirm who takes over")).to_be_visible()
    if has_javascript:
        looks_right(other)
    other.get_by_role("button", name="Confirm who takes over").click()

    expect(other.get_by_text("What passed on (3)")).to_be_visible()
    assert Answerable.objects.filter(follows__isnull=False).count() == 6
