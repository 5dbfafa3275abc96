"""Pages of a PDF as pictures beside what was read of them: drawn once, kept with the draft, seen by who sees it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import reports
from tests.factories.world import NOW, World
from tests.inspections.reader import report_pdfs
from tracker.models import PagePicture, ReportDraft
from tracker.operations.intake.drafts import delete_draft, start_draft
from tracker.rules.access import SERVICE
from tracker.web.views import intake

PICTURES = {7: b"picture of seven", 9: b"picture of nine"}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def draft(world: World) -> ReportDraft:
    """A draft with two recommendations on page 7, one on page 8 without a picture, and an earlier one on page 9."""
    rows = reports.draft()["recommendations"]
    pages = [7, 7, 8]
    new = [row | {"source": {"line": 10 * n, "page": pages[n - 1]}} for n, row in enumerate(rows, start=1)]
    earlier = reports.earlier(reports.EARLIER_WORDS[0]) | {"source": {"line": 35, "page": 9}}
    read = reports.read(recommendations=new, previous_recommendations=[earlier], previous_report_published="2023-03")
    return start_draft(read=read, file_name="look-alike.pdf", document=b"one", pictures=PICTURES, by=SERVICE, at=NOW)


def address_of(draft: ReportDraft, page: int) -> str:
    return f"/inspections/{draft.inspection.ref}/import/pages/{page}/"


def test_a_picture_is_given_to_who_may_check_the_report_and_kept_by_no_browser(draft, signed_in):
    answer = signed_in("coordinator").get(address_of(draft, 7))

    assert (answer.status_code, answer.content) == (200, PICTURES[7])
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("key", ["head", "national", "auditor"])
def test_who_may_not_see_the_draft_sees_no_picture_of_it(key, draft, signed_in):
    assert signed_in(key).get(address_of(draft, 7)).status_code == 404


def test_a_stranger_is_asked_to_sign_in(draft, client):
    assert client.get(address_of(draft, 7)).status_code == 302


def test_a_page_without_a_picture_is_not_found(draft, signed_in):
    assert signed_in("coordinator").get(address_of(draft, 8)).status_code == 404


def test_each_row_shows_the_page_it_stands_on_and_the_second_one_offers_it(draft, signed_in):
    page = signed_in("coordinator").get(f"/inspections/{draft.inspection.ref}/import/recommendations/").content.decode()

    shown = re.findall(r'<details class="govuk-details app-printed"( open)?>.*?</details>', page, re.DOTALL)
    assert shown == [" open", ""]
    assert page.count(f'<img class="app-printed__page" src="{address_of(draft, 7)}"') == 2
    assert page.count('alt="Page 7 of the report. Open it on its own" loading="lazy"') == 2
    assert address_of(draft, 8) not in page
    assert "Page 8, line 30" in page


@pytest.mark.parametrize(("row", "page"), [("recommendations/1", 7), ("earlier/1", 9)])
def test_a_row_on_a_page_of_its_own_shows_it_too(row, page, draft, signed_in):
    answer = signed_in("coordinator").get(f"/inspections/{draft.inspection.ref}/import/{row}/").content.decode()

    assert f'src="{address_of(draft, page)}"' in answer


def test_many_pictures_are_asked_for_once(draft, signed_in, django_assert_max_num_queries):
    client = signed_in("coordinator")
    address = f"/inspections/{draft.inspection.ref}/import/recommendations/"
    client.get(address)
    with django_assert_max_num_queries(60) as few:
        client.get(address)
    PagePicture.objects.bulk_create(PagePicture(draft=draft, page=page, picture=b"x") for page in range(20, 50))
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_a_pdf_that_is_brought_in_has_the_pages_on_which_something_stands(world, signed_in):
    file = SimpleUploadedFile("report.pdf", report_pdfs.report_pdf(), content_type="application/pdf")

    signed_in("coordinator").post("/inspections/new/", {"document": file})

    draft = ReportDraft.objects.get(file_name="report.pdf")
    pages = {row["source"]["page"] for row in draft.as_read["recommendations"]}
    assert pages <= set(draft.pictures.values_list("page", flat=True))
    assert all(bytes(kept.picture).startswith(b"\x89PNG") for kept in draft.pictures.all())


def test_a_report_whose_pages_cannot_be_drawn_is_brought_in_without_pictures(world, signed_in, monkeypatch):
    monkeypatch.setattr(intake, "pictures_of", lambda data, pages: {})
    file = SimpleUploadedFile("report.pdf", report_pdfs.report_pdf(), content_type="application/pdf")

    client = signed_in("coordinator")
    client.post("/inspections/new/", {"document": file})

    draft = ReportDraft.objects.get(file_name="report.pdf")
    page = client.get(f"/inspections/{draft.inspection.ref}/import/recommendations/").content.decode()
    assert "app-printed" not in page
    assert "as printed" not in page


def test_pictures_go_with_their_draft(draft):
    delete_draft(draft=draft, by=SERVICE, at=NOW)

    assert not PagePicture.objects.exists()
