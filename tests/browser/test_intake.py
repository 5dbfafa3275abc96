"""A report goes in and is published: in at most 18 interactions, without JavaScript, on narrow screens."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from inspections import data
from inspections.operations.frameworks import load_frameworks
from tests.browser.visitor import Visitor
from tests.factories import reports
from tests.factories.world import NOW, World
from tracker.data import themes
from tracker.models import Recommendation, ReportDraft
from tracker.operations.intake.drafts import start_draft
from tracker.operations.themes import load_themes
from tracker.rules.access import SERVICE

SignInAs = Callable[..., Page]
WITH_AND_WITHOUT_JAVASCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
TASKS = [
    "",
    "details/",
    "ratings/",
    "alert/",
    "recommendations/",
    "recommendations/4/",
    "recommendations/new/",
    "addressees/",
    "earlier/",
    "earlier/1/",
    "earlier/new/",
    "publish/",
    "delete/",
]
LOOK_ALIKE = """An inspection of probation services in Kirklees PDU
The Probation Service – Yorkshire and the Humber region
HM Inspectorate of Probation, June 2026

Ratings
Kirklees PDU    Score 3/21
Overall rating  Requires improvement
P 1.1 Leadership  Requires improvement
P 1.2 Staffing  Requires improvement
P 1.3 Services  Requires improvement
P 2.1 Assessment  Inadequate
P 2.2 Planning  Inadequate
P 2.3 Implementation and delivery  Inadequate
P 2.4 Reviewing  Inadequate

Recommendations

Eight recommendations follow from what the inspectors found.

Kirklees PDU should:
1. agree who checks the plans of new staff and how often this happens
2. hold a monthly meeting with the council about families at risk
3. train each duty manager to review breach letters within a week
4. record the views of people on probation in every sentence plan
5. tell each practitioner which courses are open in their own town
6. keep the list of partners up to date and send it to all teams

The Yorkshire and the Humber region should:
7. fill the two vacant posts in the premises team before the winter
8. agree one way of measuring the workload of practitioners
"""


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@WITH_AND_WITHOUT_JAVASCRIPT
def test_u13_a_report_of_eight_recommendations_is_published(javascript: bool, sign_in_as: SignInAs) -> None:
    load_themes(themes=themes())
    load_frameworks(frameworks=data.frameworks())
    page = sign_in_as("coordinator", java_script_enabled=javascript)
    visitor = Visitor(page)
    visitor.start_at("/inspections/")

    def press(role: Any, name: str) -> None:
        visitor.press(page.get_by_role(role, name=name).first)

    press("button", "Record a report")
    visitor.attach("look-alike.txt", LOOK_ALIKE.encode(), mime_type="text/plain")
    press("button", "Read this report")
    press("link", "Check report details")
    press("button", "Save and continue")
    press("button", "Save and continue")  # of the ratings
    page.get_by_label("Short title (recommendation 3)").fill("Train duty managers in breach letters")
    # Of these two the words say nothing; the others have their themes.
    visitor.select(page.get_by_label("Main theme (recommendation 5)"), "Interventions and services")
    visitor.select(page.get_by_label("Main theme (recommendation 6)"), "Partnership working")
    press("button", "Save and continue")  # of all recommendations
    press("button", "Save and continue")  # of the addressees
    press("button", "Continue")  # of the earlier ones: there are none
    press("button", "Save and continue")  # of the alert: there is none
    press("button", "Publish this report")

    expect(page.get_by_role("alert")).to_contain_text("Published")
    published = Recommendation.objects.filter(inspection__published_month="2026-06-01")
    assert published.count() == published.filter(theme_links__is_primary=True).count() == 8
    assert published.get(number=3).short_title == "Train duty managers in breach letters"
    assert visitor.interactions <= 18


@pytest.fixture
def draft(world: World) -> ReportDraft:
    """One of each: doubts, a recommendation without a number, earlier recommendations, a rating."""
    standard = {"code": "P 1.1", "title": "Leadership", "rating": "Good", "key_questions": []}
    read = reports.read(
        recommendations=[*reports.draft()["recommendations"], reports.recommendation(None, "too short", "A charity")],
        standards=[standard],
        previous_report_published="2023-03",
        previous_recommendations=[reports.earlier(text) for text in reports.EARLIER_WORDS],
        warnings=[{"code": "score-differs-from-sum", "message": "The score differs from the sum."}],
    )
    return start_draft(read=read, file_name="look-alike.txt", document=b"one", by=SERVICE, at=NOW)


@pytest.mark.parametrize("task", TASKS)
def test_each_page_of_a_review_is_accessible_and_fits(
    task: str,
    draft: ReportDraft,
    sign_in_as: SignInAs,
    assert_accessible: Callable[[Page], None],
    assert_fits_narrow: Callable[[Page], None],
) -> None:
    page = sign_in_as("coordinator")

    answer = page.goto(f"/inspections/{draft.inspection.ref}/import/{task}")

    assert answer is not None
    assert answer.status == 200
    assert_accessible(page)
    assert_fits_narrow(page)


def test_the_upload_with_nothing_chosen_is_accessible_and_leads_to_the_field(
    sign_in_as: SignInAs, assert_accessible: Callable[[Page], None]
) -> None:
    page = sign_in_as("coordinator")
    page.goto("/inspections/new/")

    page.get_by_role("button", name="Read this report").click()

    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("link", name="Select a report")).to_have_count(1)
    assert_accessible(page)


def test_what_another_window_saved_is_shown_beside_ones_own_words(
    draft: ReportDraft, sign_in_as: SignInAs, assert_accessible: Callable[[Page], None]
) -> None:
    first, second = sign_in_as("coordinator"), sign_in_as("coordinator")
    for page in (first, second):
        page.goto(f"/inspections/{draft.inspection.ref}/import/recommendations/1/")
    first.get_by_label("Recommendation", exact=True).fill("the words of the first window")
    Visitor(first).press(first.get_by_role("button", name="Save and continue"))
    second.get_by_label("Recommendation", exact=True).fill("the words of the second window")

    second.get_by_role("button", name="Save and continue").click()

    expect(second.locator("main")).to_contain_text("the words of the first window")
    expect(second.get_by_label("Recommendation", exact=True)).to_have_value("the words of the second window")
    assert_accessible(second)


RELEASE = f"Press release\nHM Inspectorate of Probation\n{LOOK_ALIKE}"
WHY = "I took it from the inspectorate’s website: the report stands below the words of the press office."


@pytest.mark.usefixtures("world")
def test_a_refused_report_is_vouched_for_by_keyboard_and_fits(
    sign_in_as: SignInAs,
    assert_accessible: Callable[[Page], None],
    assert_fits_narrow: Callable[[Page], None],
) -> None:
    page = sign_in_as("coordinator")
    release = {"name": "release.txt", "mimeType": "text/plain", "buffer": RELEASE.encode()}
    page.goto("/inspections/new/")
    page.get_by_label("Inspection report").set_input_files(release)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read this report").press("Enter")
    expect(page.locator("#id_document-error")).to_contain_text("This is a press release")
    assert_accessible(page)
    assert_fits_narrow(page)

    page.get_by_label("Inspection report").set_input_files(release)  # type: ignore[arg-type]
    page.get_by_label("Why is this file a report?").fill(WHY)
    page.get_by_role("button", name="Read it anyway").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Kirklees PDU")
    expect(page.locator("main")).to_contain_text(WHY)
    assert_accessible(page)
    assert_fits_narrow(page)
