"""The scripts of docs/pages.md#counted-interactions: each does one task, in whatever way and world it is given."""

import re
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Page, expect

from tests.browser.visitor import Downloaded, Visitor
from tests.factories.evidence_files import pdf
from tests.factories.world import PASSWORD, World
from tracker.models import Action

WORDS = "Two briefings held"


@dataclass(frozen=True, slots=True)
class Target:
    """The most interactions and pages of a task, and the seconds that its pages may take together."""

    task: str
    interactions: int
    pages: int
    seconds: float


# docs/pages.md#counted-interactions. A download loads no page; a sign-in elsewhere would be one more page of U2.
TARGETS = {
    "U1": Target("Update an action from the digest", 3, 2, 2),
    "U2": Target("The same, signed out", 4, 4, 4),
    "U3": Target("Update the most urgent action from Your work", 3, 2, 2),
    "U4": Target("Say what is overdue in the PDU", 0, 1, 1),
    "U5": Target("Attach evidence while updating", 5, 2, 3),
    "U6": Target("Create an action with owner and date", 6, 2, 3),
    "U7": Target("Submit a self-assessment", 5, 3, 3),
    "U8": Target("Review one self-assessment and land on the next", 3, 2, 2),
    "U9": Target("Find overdue recommendations of a theme in a PDU", 4, 2, 2),
    "U11": Target("Get a filtered list into Excel", 1, 0, 5),
    "U14": Target("Stop the digest from the email", 3, 2, 2),
    "U15": Target("A new user's first useful page", 1, 1, 2),
    "U17": Target("Find who moved a date, and when", 2, 2, 2),
    "U16": Target("Hand over when leaving a post", 4, 3, 3),
}


def check_target(visitor: Visitor, name: str) -> None:
    """The task took no more than its target allows."""
    target = TARGETS[name]
    assert visitor.interactions <= target.interactions, f"{name}: {visitor.interactions} interactions"
    assert visitor.pages <= target.pages, f"{name}: {visitor.pages} pages"


def say_what_changed(visitor: Visitor) -> None:
    visitor.write(visitor.page.get_by_label("What has changed"), WORDS)
    visitor.press(visitor.page.get_by_role("button", name="Save update"))


def expect_saved(page: Page) -> None:
    expect(page.get_by_text("Update saved")).to_be_visible()
    expect(page.locator(".moj-timeline__item").first).to_contain_text(WORDS)


def update_action(visitor: Visitor, action: Action) -> None:
    """U1: the link, the status, Save."""
    visitor.follow(f"/actions/{action.ref}/update/")
    visitor.choose(visitor.page.get_by_label("In progress"))
    say_what_changed(visitor)
    expect_saved(visitor.page)


def update_with_words_alone(visitor: Visitor, action: Action) -> None:
    """U1 with the status as it was."""
    visitor.follow(f"/actions/{action.ref}/update/")
    say_what_changed(visitor)
    expect_saved(visitor.page)


def sign_in_and_update(visitor: Visitor, action: Action, email: str, password: str = PASSWORD) -> None:
    """U2: the link, Sign in, the status, Save."""
    visitor.follow(f"/actions/{action.ref}/update/")
    visitor.write(visitor.page.get_by_label("Email address"), email)
    visitor.write(visitor.page.get_by_label("Password", exact=True), password)
    visitor.press(visitor.page.get_by_role("button", name="Sign in"))
    visitor.choose(visitor.page.get_by_label("In progress"))
    say_what_changed(visitor)
    expect_saved(visitor.page)


def update_the_most_urgent(visitor: Visitor, action: Action) -> None:
    """U3: Update action, the status, Save; the first of the list is that action."""
    visitor.start_at("/")
    visitor.press(visitor.page.get_by_role("link", name="Update action").first)
    visitor.choose(visitor.page.get_by_label("In progress"))
    say_what_changed(visitor)
    expect_saved(visitor.page)
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text(action.ref)


def see_what_is_overdue(visitor: Visitor, count: int) -> None:
    """U4: it is what Your work begins with."""
    visitor.look_at("/")
    expect(visitor.page.get_by_role("heading", level=2).first).to_have_text(f"Overdue ({count})")


def attach_while_updating(visitor: Visitor, action: Action) -> None:
    """U5: the link, the status, the part about evidence, the file, Save."""
    page = visitor.page
    visitor.follow(f"/actions/{action.ref}/update/")
    visitor.choose(page.get_by_label("In progress"))
    visitor.write(page.get_by_label("What has changed"), WORDS)
    visitor.open_part(page.locator("summary", has_text="Attach a file or reuse one"))
    visitor.attach("minutes.pdf", pdf())
    visitor.write(page.get_by_label("What does it show?"), "Minutes of both briefings")
    visitor.write(page.get_by_label("What date is it about?"), "today")
    visitor.press(page.get_by_role("button", name="Save update"))
    expect(page.get_by_text("Update saved")).to_be_visible()
    expect(page.get_by_role("heading", name="Minutes of both briefings", exact=True)).to_be_visible()


def plan_action(visitor: Visitor, recommendation: str, owner: str) -> None:
    """U6: Add an action, the owner, the date, Save."""
    page = visitor.page
    visitor.start_at(f"/recommendations/{recommendation}/")
    visitor.press(page.get_by_role("button", name="Add an action"))
    visitor.write(page.get_by_label("What will be done?"), "Sample ten plans a month")
    visitor.select(page.get_by_label("Which post owns it?"), owner)
    visitor.choose(page.get_by_label("In 4 weeks"))
    visitor.press(page.get_by_role("button", name="Save action"))
    expect(page.get_by_text("Action planned: Sample ten plans")).to_be_visible()


def self_assessment_progress(visitor: Visitor, world: World, evidence: str) -> None:
    """U7: Say how far, the category, a piece of evidence, Continue, Send."""
    page, body = visitor.page, world.organisations["kirklees"]
    visitor.start_at(f"/recommendations/{world.recommendations['kirklees'].ref}/")
    visitor.press(page.get_by_role("button", name=f"Say how far {body.display_name} has got", exact=True))
    visitor.choose(page.get_by_role("radio", name="Sufficient progress", exact=True))
    visitor.write(page.get_by_label("Why do you say so?"), "Each plan is checked by a second manager")
    visitor.write(page.get_by_label("What effect has been seen?"), "Fewer plans come back")
    visitor.choose(page.get_by_role("checkbox", name=re.compile(f"^{evidence}")))
    visitor.press(page.get_by_role("button", name="Continue", exact=True))
    visitor.press(page.get_by_role("button", name=f"Send to {world.organisations['yorkshire'].display_name}"))
    expect(page.get_by_text("Self-assessment sent to")).to_be_visible()


def review_self_assessment(visitor: Visitor, world: World) -> None:
    """U8: the category, Assured, Save; the next self-assessment that waits is there."""
    page = visitor.page
    ref, body = world.recommendations["leeds"].ref, world.organisations["leeds"].slug
    visitor.start_at(f"/recommendations/{ref}/review/?body={body}")
    visitor.choose(page.get_by_role("radio", name="Some progress", exact=True))
    visitor.choose(page.get_by_role("radio", name="Assured", exact=True))
    visitor.press(page.get_by_role("button", name="Save review", exact=True))
    expect(page.get_by_text("This is the next one.")).to_be_visible()


def find_overdue(visitor: Visitor, theme: str, pdu: str, count: int) -> None:
    """U9: the theme, the state, the PDU, Apply filters; so many are listed."""
    page = visitor.page
    visitor.start_at("/recommendations/")
    visitor.select(page.get_by_label("Theme"), theme)
    visitor.select(page.get_by_label("State"), "With overdue actions")
    visitor.select(page.get_by_label("Probation delivery unit (PDU)"), pdu)
    visitor.press(page.get_by_role("button", name="Apply filters"))
    expect(page.get_by_role("rowheader")).to_have_count(count)


def download_list(visitor: Visitor, address: str) -> Downloaded:
    """U11: Download for Excel."""
    visitor.start_at(address)
    return visitor.download(visitor.page.get_by_role("link", name="Download for Excel"))


def stop_digest(visitor: Visitor, link: str) -> None:
    """U14: the link, No digest, Save."""
    visitor.follow(link)
    visitor.choose(visitor.page.get_by_label("No digest"))
    visitor.press(visitor.page.get_by_role("button", name="Save"))
    expect(visitor.page.get_by_text("Your choice is saved")).to_be_visible()


def sign_in_for_the_first_time(visitor: Visitor, email: str, password: str = PASSWORD) -> None:
    """U15: Sign in."""
    page = visitor.page
    visitor.start_at("/sign-in/")
    visitor.write(page.get_by_label("Email address"), email)
    visitor.write(page.get_by_label("Password", exact=True), password)
    visitor.press(page.get_by_role("button", name="Sign in"))
    expect(page.get_by_role("heading", name="What you can do here")).to_be_visible()
    expect(page.get_by_role("link", name="See your PDU's actions and update them")).to_be_visible()


def hand_over(visitor: Visitor, action: Action, owner: str) -> None:
    """U16: Your account, Hand over, who takes it over, Hand over; the action is listed before."""
    page = visitor.page
    visitor.start_at("/")
    visitor.press(page.get_by_role("link", name="Your account"))
    visitor.press(page.get_by_role("link", name="Hand over"))
    expect(page.get_by_text(action.title).first).to_be_visible()
    visitor.select(page.get_by_label("Who takes it over?"), owner)
    visitor.press(page.get_by_role("button", name="Hand over"))
    expect(page.get_by_text("Handed over: Head of PDU")).to_be_visible()


def find_who_moved_a_date(visitor: Visitor, action: Action, *, after: str, by: str, before: str = "") -> None:
    """U17: the page of the action says it; nothing is to be opened."""
    visitor.look_at(f"/actions/{action.ref}/")
    entry = visitor.page.locator(".moj-timeline__item").first
    expect(entry).to_contain_text(f"Due date moved from {before}")
    expect(entry).to_contain_text(f" to {after}")
    expect(entry).to_contain_text(f"by {by}")
    expect(entry).to_contain_text("Reason: The trainer left")
    expect(entry.locator("time")).to_be_visible()


def a_month_from(day: date) -> str:
    """A date as people write one without a day, well after that day."""
    return f"{date(day.year + 1, day.month, 1):%B %Y}"
