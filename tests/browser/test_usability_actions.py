"""Usability targets of the work on actions: each task is done in so many interactions and pages, in each way."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser import usability
from tests.browser.usability import check_target
from tests.browser.visitor import WAYS, Visitor
from tests.factories.world import World
from tracker.models import Action, Recommendation, RecommendationTheme, Theme

SignInAs = Callable[..., Page]
LONG_AGO = date(2020, 1, 31)


@pytest.fixture(params=["pointer", "keys", "without-javascript", "zoomed"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def head(sign_in_as: SignInAs, world: World, way: str, assert_fits_zoomed: Callable[[Page], None]) -> Iterator[Visitor]:
    """The head of Kirklees, signed in; at the end the page still fits a screen at 400%."""
    visitor = Visitor(sign_in_as("head", **WAYS[way]), way)
    yield visitor
    assert_fits_zoomed(visitor.page)


@pytest.fixture
def overdue(world: World) -> Action:
    """Kirklees's action, overdue."""
    action = world.actions["kirklees"]
    Action.objects.filter(pk=action.pk).update(due_on=LONG_AGO, first_due_on=LONG_AGO)
    return action


def test_u1_an_action_is_updated_from_the_digest(head: Visitor, overdue: Action) -> None:
    usability.update_action(head, overdue)

    assert (head.interactions, head.pages) == (3, 2)


def test_u1_words_alone_need_two(head: Visitor, overdue: Action) -> None:
    usability.update_with_words_alone(head, overdue)

    assert (head.interactions, head.pages) == (2, 2)


def test_u2_the_same_signed_out(
    open_page: Callable[..., Page], world: World, overdue: Action, way: str, assert_fits_zoomed: Callable[[Page], None]
) -> None:
    visitor = Visitor(open_page(**WAYS[way]), way)

    usability.sign_in_and_update(visitor, overdue, world.people["head"].email)

    check_target(visitor, "U2")
    assert_fits_zoomed(visitor.page)


def test_u3_the_most_urgent_action_from_your_work(head: Visitor, overdue: Action) -> None:
    usability.update_the_most_urgent(head, overdue)

    assert (head.interactions, head.pages) == (3, 2)


def test_u4_what_is_overdue_is_seen_at_once(head: Visitor, overdue: Action) -> None:
    usability.see_what_is_overdue(head, 1)

    expect(head.page.get_by_role("link", name=overdue.title, exact=True)).to_be_visible()
    assert (head.interactions, head.pages) == (0, 1)


def test_u6_an_action_with_owner_and_date(head: Visitor, world: World) -> None:
    usability.plan_action(head, world.recommendations["kirklees"].ref, "Senior Probation Officer, Kirklees")

    check_target(head, "U6")
    action = Action.objects.get(title="Sample ten plans a month")
    assert action.owner_post == world.posts["Senior Probation Officer, kirklees"]
    assert action.due_on is not None


def test_u9_overdue_recommendations_of_a_theme_in_a_pdu(head: Visitor, world: World, overdue: Action) -> None:
    theme = Theme.objects.create(code="keeping-safe", name="Keeping people safe", position=90)
    for place in ("kirklees", "leeds"):
        RecommendationTheme.objects.create(recommendation=world.recommendations[place], theme=theme, is_primary=True)

    usability.find_overdue(head, "Keeping people safe", "Kirklees", 1)

    check_target(head, "U9")
    assert Recommendation.objects.count() > 1


def test_u17_who_moved_a_date_and_when(head: Visitor, overdue: Action) -> None:
    later = usability.a_month_from(date.today())
    head.start_at(f"/actions/{overdue.ref}/update/")
    head.open_part(head.page.locator("summary", has_text="Move the due date"))
    head.write(head.page.get_by_label("Another date", exact=True), later)
    head.write(head.page.get_by_label("Why does the date move?"), "The trainer left")
    head.press(head.page.get_by_role("button", name="Save update"))
    head.forget()

    usability.find_who_moved_a_date(head, overdue, before="31 January 2020", after=later, by="Head of PDU, Kirklees")

    check_target(head, "U17")
