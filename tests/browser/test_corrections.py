"""What was published wrongly is corrected: seen on lists, pages, in Excel, the API and mail, with the earlier words."""

import io
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from inspections import data
from inspections.operations.frameworks import load_frameworks
from tests.browser.test_intake import LOOK_ALIKE
from tests.browser.visitor import Visitor
from tests.factories import reports
from tests.factories.answers import make_alert
from tests.factories.carry_over import confirm_it, decide_both, make_reinspection
from tests.factories.corrections import make_findings
from tests.factories.world import World
from tracker.data import themes
from tracker.models import Person, Recommendation
from tracker.operations.themes import load_themes

SignInAs = Callable[..., Page]
WRONG, RIGHT = "Agree who checks the plants of new staff", "Agree who checks the plans of new staff"
WHY = "The title and the rating were read wrongly"


@pytest.fixture(autouse=True)
def service(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_BACKEND = "tracker.notifications.backends.smtp.DemoInboxBackend"


def published(page: Page, visitor: Visitor) -> Recommendation:
    """A report is read in and published, with one title and one rating wrong."""
    Person.objects.update(first_signed_in_at=timezone.now() - timedelta(days=100))
    load_themes(themes=themes())
    load_frameworks(frameworks=data.frameworks())

    def press(role: Any, name: str) -> None:
        visitor.press(page.get_by_role(role, name=name).first)

    visitor.start_at("/inspections/new/")
    visitor.attach("look-alike.txt", LOOK_ALIKE.encode(), mime_type="text/plain")
    press("button", "Read this report")
    press("link", "Check report details")
    press("button", "Save and continue")
    visitor.select(page.get_by_label("Rating of standard P 1.1", exact=True), "Good")
    press("button", "Save and continue")
    visitor.write(page.get_by_label("Short title (recommendation 1)"), WRONG)
    press("button", "Save and continue")  # of all recommendations
    press("button", "Save and continue")  # of the addressees
    press("button", "Continue")  # of the earlier ones: there are none
    press("button", "Save and continue")  # of the alert: there is none
    press("button", "Publish this report")
    expect(page.get_by_role("alert")).to_contain_text("Published")
    recommendation: Recommendation = Recommendation.objects.get(short_title=WRONG)
    return recommendation


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
@pytest.mark.usefixtures("world")
def test_a_title_and_a_rating_are_corrected_and_seen_everywhere(
    javascript: bool, sign_in_as: SignInAs, demo_inbox_dir: Path
) -> None:
    page = sign_in_as("coordinator", java_script_enabled=javascript)
    visitor = Visitor(page)
    held = published(page, visitor)

    visitor.start_at(f"/recommendations/{held.ref}/")
    visitor.press(page.get_by_role("link", name="Correct this recommendation"))
    visitor.write(page.get_by_label("Short title"), RIGHT)
    visitor.write(page.get_by_label("Why is this corrected?"), WHY)
    visitor.press(page.get_by_role("button", name="Save correction"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(RIGHT)
    expect(page.locator("section[aria-labelledby=timeline]")).to_contain_text(f"Before: {WRONG}")

    visitor.look_at(f"/inspections/{held.inspection.ref}/")
    visitor.press(page.get_by_role("link", name="Correct this inspection"))
    visitor.select(page.get_by_label("Rating of P 1.1 Leadership", exact=True), "Requires improvement")
    visitor.write(page.get_by_label("Why is this corrected?"), WHY)
    visitor.press(page.get_by_role("button", name="Save correction"))
    expect(page.get_by_role("table", name="Ratings by standard")).to_contain_text("Requires improvement")
    expect(page.locator("section[aria-labelledby=timeline]")).to_contain_text("Before: Good")

    reader = sign_in_as("head", java_script_enabled=javascript)
    reader.goto("/recommendations/?q=plans+of+new+staff")
    expect(reader.get_by_role("main")).to_contain_text(RIGHT)
    assert held.ref in _excel(reader, "/recommendations.xlsx?q=Agree+who+checks+the+plans")
    answer = reader.request.get(f"/api/v1/recommendations/{held.ref}/").json()
    assert answer["short_title"] == RIGHT
    report = reader.request.get(f"/api/v1/inspections/{held.inspection.ref}/").json()
    assert report["standards"][0]["rating"] == "requires-improvement"
    assert "Corrected in what was published" in (words := _mail_to("head@example.org", demo_inbox_dir))
    assert RIGHT in words
    assert WRONG not in words
    assert WHY not in words


def _excel(page: Page, address: str) -> str:
    """Return every word of a list as a file."""
    sheet = load_workbook(io.BytesIO(page.request.get(address).body())).active
    assert sheet is not None
    words = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
    assert RIGHT in words
    assert WRONG not in words
    return words


def _mail_to(address: str, folder: Path) -> str:
    """Return what the digest of next Monday says to somebody."""
    today = timezone.localdate()
    monday = today + timedelta(days=7 - today.weekday())
    for _ in range(2):
        call_command("send_due_mail", at=f"{monday.isoformat()}T07:31", verbosity=0)
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("*.eml")]
    bodies = [mail.get_body(("plain",)) for mail in mails if mail["To"] == address]
    return "\n".join(str(body.get_content()) for body in bodies if body is not None)


@pytest.fixture
def addresses(world: World) -> list[str]:
    """Something at every page that corrects, with a long title."""
    make_findings(world)
    alert, report = make_alert(world, "kirklees"), world.inspections["kirklees"].ref
    words = " ".join([reports.WORDS[1]] * 2)[:200]
    Recommendation.objects.filter(pk=world.recommendations["kirklees"].pk).update(short_title=words)
    make_reinspection(world)
    decide_both(world)
    confirm_it(world, at=timezone.now())
    again = world.inspections["again"].ref
    region = world.recommendations["region"].ref
    return [
        f"/recommendations/{world.recommendations['kirklees'].ref}/correct/",
        f"/inspections/{report}/correct/",
        f"/inspections/{report}/correct/key-questions/",
        f"/inspections/{report}/correct/standards/new/",
        f"/inspections/{report}/correct/key-questions/new/",
        f"/inspections/{report}/correct/verdicts/",
        f"/inspections/{report}/withdraw/",
        f"/alerts/{alert.ref}/correct/",
        f"/inspections/{again}/withdraw/",
        f"/inspections/{again}/carry-over/reopen/",
        f"/inspections/{again}/carry-over/entries/correct/",
        f"/inspections/{again}/carry-over/{region}/correct/",
    ]


def test_each_page_that_corrects_is_accessible_and_fits(
    addresses: list[str],
    sign_in_as: SignInAs,
    assert_accessible: Callable[[Page], None],
    assert_fits_narrow: Callable[[Page], None],
) -> None:
    page = sign_in_as("coordinator")
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
        assert_accessible(page)
        assert_fits_narrow(page)
    page.goto(addresses[0])
    page.get_by_role("button", name="Save correction").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    assert_accessible(page)
