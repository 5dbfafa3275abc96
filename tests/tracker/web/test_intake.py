"""Bringing a report in: upload, tasks, publishing, two windows, and nobody else sees a draft."""

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from inspections.errors import ReportRefused
from inspections.models import Inspection
from tests.factories import reports
from tests.factories.world import NOW, World
from tracker.models import Recommendation, ReportDraft
from tracker.operations.intake.drafts import confirm_as_read, start_draft
from tracker.operations.intake.publish import publish
from tracker.rules.access import SERVICE

SignedIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def draft(world: World) -> ReportDraft:
    earlier = [reports.earlier(words) for words in reports.EARLIER_WORDS]
    read = reports.read(previous_report_published="2023-03", previous_recommendations=earlier)
    return start_draft(read=read, file_name="look-alike.txt", document=b"one", by=SERVICE, at=NOW)


def address(draft: ReportDraft, task: str = "") -> str:
    return f"/inspections/{draft.inspection.ref}/import/{task}"


def version(draft: ReportDraft) -> int:
    return ReportDraft.objects.get(pk=draft.pk).version


# The rows of the look-alike, as a browser sends them.
ROWS = {f"{n}-text": reports.WORDS[n - 1] for n in (1, 2, 3)} | {f"{n}-number": n for n in (1, 2, 3)}


def confirm_all(client: Client, draft: ReportDraft) -> None:
    details = {
        "organisation": draft.inspection.organisation_id,
        "kind": "pdu",
        "rating": "unrated",
        "published_month": "6",
        "published_year": "2026",
    }
    for task, answers in [
        ("details/", details),
        ("recommendations/", ROWS),
        ("addressees/", {f"group-{n}": draft.inspection.organisation_id for n in (1, 2)}),
        ("earlier/", {"organisation": draft.inspection.organisation_id, "kind": "pdu"}),
    ]:
        answer = client.post(address(draft, task), answers | {"version": version(draft)})
        assert answer.status_code == 302, (task, answer.content.decode()[:3000])


PAGES = [
    "details/",
    "ratings/",
    "alert/",
    "recommendations/",
    "recommendations/1/",
    "recommendations/new/",
    "addressees/",
    "earlier/",
    "earlier/1/",
    "publish/",
    "delete/",
]


@pytest.mark.parametrize("page", ["", *PAGES])
def test_the_coordinator_sees_each_page(page, draft, signed_in):
    answer = signed_in("coordinator").get(address(draft, page))

    assert answer.status_code == 200


@pytest.mark.parametrize("page", ["", *PAGES])
@pytest.mark.parametrize("key", ["head", "lead", "national", "auditor"])
def test_nobody_else_knows_of_a_draft(page, key, draft, signed_in):
    answer = signed_in(key).get(address(draft, page))

    assert answer.status_code == 404


def test_the_details_open_with_what_was_read(draft, signed_in):
    page = signed_in("coordinator").get(address(draft, "details/")).content.decode()

    assert re.search(r'name="published_month"[^>]* value="6"', page)
    assert re.search(r'name="fieldwork_started_day"[^>]* value="2"', page)
    assert re.search(r'value="requires-improvement" checked', page)


@pytest.mark.parametrize(("day", "stated"), [("", "2026-05"), ("17", "2026-05-17")], ids=["to the month", "to the day"])
def test_a_date_is_kept_as_exactly_as_it_is_stated(day, stated, draft, signed_in):
    facts = {"organisation": draft.inspection.organisation_id, "kind": "pdu", "rating": "unrated", "version": 1}
    published = {"published_day": day, "published_month": "May", "published_year": "2026"}

    signed_in("coordinator").post(address(draft, "details/"), facts | published)

    assert ReportDraft.objects.get(pk=draft.pk).answers["details"]["published"] == stated


def test_checked_and_published(draft, signed_in):
    client = signed_in("coordinator")
    confirm_all(client, draft)

    answer = client.post(address(draft, "publish/"), {"version": version(draft)})

    assert answer.headers["Location"] == f"/inspections/{draft.inspection.ref}/"
    assert Recommendation.objects.filter(inspection=draft.inspection).count() == 3


def test_published_again_it_says_so_and_makes_nothing(draft, signed_in):
    client = signed_in("coordinator")
    confirm_all(client, draft)
    for _ in range(2):
        answer = client.post(address(draft, "publish/"), {"version": version(draft)}, follow=True)

    assert answer.status_code == 200
    assert Recommendation.objects.filter(inspection=draft.inspection).count() == 3


@pytest.mark.parametrize(("key", "sees"), [("coordinator", True), ("head", False), ("national", False)])
def test_what_was_doubtful_is_shown_to_coordinators_only(key, sees, draft, signed_in):
    confirm_as_read(draft=draft, by=SERVICE, at=NOW)
    publish(draft=draft, version=version(draft), by=SERVICE, at=NOW)

    page = signed_in(key).get(f"/inspections/{draft.inspection.ref}/").content.decode()

    assert ("The report names nobody" in page) is sees


def test_opened_after_publishing_it_leads_to_the_inspection(draft, signed_in):
    client = signed_in("coordinator")
    confirm_all(client, draft)
    client.post(address(draft, "publish/"), {"version": version(draft)})

    answer = client.get(address(draft, "publish/"), follow=True)

    assert answer.redirect_chain == [(f"/inspections/{draft.inspection.ref}/", 302)]
    assert "This report is published" in answer.content.decode()


def test_publishing_before_the_tasks_are_complete_says_what_to_do(draft, signed_in):
    answer = signed_in("coordinator").post(address(draft, "publish/"), {"version": 1})

    assert answer.status_code == 409
    assert "Check the report details" in answer.content.decode()


def test_two_windows_the_second_sees_both_texts(draft, signed_in):
    client = signed_in("coordinator")
    page = address(draft, "recommendations/1/")
    client.post(page, {"version": 1, "text": "the words of the first window"})

    answer = client.post(page, {"version": 1, "text": "the words of the second window"})

    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "the words of the first window" in shown
    assert "the words of the second window" in shown
    assert 'name="version" value="2"' in shown


def test_a_text_sent_after_publishing_is_not_lost(draft, signed_in):
    client = signed_in("coordinator")
    confirm_all(client, draft)
    client.post(address(draft, "publish/"), {"version": version(draft)})

    answer = client.post(address(draft, "recommendations/1/"), {"version": 1, "text": "words typed too late"})

    assert answer.status_code == 409
    assert "words typed too late" in answer.content.decode()


def test_saving_one_goes_to_the_next_unchecked(draft, signed_in):
    answer = signed_in("coordinator").post(address(draft, "recommendations/1/"), {"version": 1, "text": "new words"})

    assert answer.headers["Location"] == address(draft, "recommendations/2/")


def test_an_empty_text_is_an_error_beside_the_box(draft, signed_in):
    answer = signed_in("coordinator").post(address(draft, "recommendations/1/"), {"version": 1, "text": " "})

    assert answer.status_code == 400
    assert "Enter the recommendation" in answer.content.decode()
    assert "<title>Error: " in answer.content.decode()


def test_a_recommendation_that_was_missed_is_added(draft, signed_in):
    page = address(draft, "recommendations/new/")
    body = draft.inspection.organisation_id

    answer = signed_in("coordinator").post(page, {"version": 1, "text": "one that was missed", "addressee": body})

    assert answer.headers["Location"] == address(draft, "recommendations/")
    saved = ReportDraft.objects.get(pk=draft.pk).answers["recommendations"]
    assert saved["added-4"]["text"] == "one that was missed"


def test_deleted_after_a_confirm_page(draft, signed_in):
    client = signed_in("coordinator")

    client.post(address(draft, "delete/"))

    assert client.get(address(draft)).status_code == 404
    assert not Inspection.objects.filter(pk=draft.inspection_id).exists()


def upload(client: Client, document: bytes = b"one", name: str = "look-alike.txt"):
    return client.post("/inspections/new/", {"document": SimpleUploadedFile(name, document)})


@pytest.fixture
def reader(monkeypatch):
    """What the reader gives or raises next."""
    answers = [reports.read()]

    def read_in_child(data: bytes, name: str = ""):
        if isinstance(answers[-1], Exception):
            raise answers[-1]
        return answers[-1]

    monkeypatch.setattr("tracker.web.views.intake.read_in_child", read_in_child)
    return answers


def test_an_uploaded_report_opens_its_task_list(reader, signed_in):
    answer = upload(signed_in("coordinator"))

    made = ReportDraft.objects.get()
    assert answer.headers["Location"] == address(made)


def test_what_the_reader_refuses_stands_beside_the_field(reader, signed_in):
    reader.append(ReportRefused("password", "The selected file is password protected"))

    answer = upload(signed_in("coordinator"))

    assert answer.status_code == 400
    assert answer.content.decode().count("The selected file is password protected") == 2
    assert not ReportDraft.objects.exists()


@pytest.mark.parametrize(("document", "message"), [(None, "Select a report"), (b"", "The selected file is empty")])
def test_no_file_and_an_empty_file_say_what_to_do(document, message, reader, signed_in):
    client = signed_in("coordinator")

    answer = client.post("/inspections/new/") if document is None else upload(client, document)

    assert answer.status_code == 400
    assert message in answer.content.decode()


def test_the_same_report_is_told_with_a_link(reader, draft, signed_in):
    answer = upload(signed_in("coordinator"), b"another file of the same report")

    assert answer.status_code == 409
    assert f'href="{address(draft)}"' in answer.content.decode()


@pytest.mark.parametrize("key", ["head", "lead", "national", "administrator", "auditor", "owner"])
def test_only_coordinators_bring_reports_in(key, reader, signed_in):
    answer = upload(signed_in(key))

    assert answer.status_code == 403
    assert not ReportDraft.objects.exists()


def test_strangers_are_sent_to_sign_in(draft, client):
    assert client.get(address(draft)).status_code == 302
    assert client.get("/inspections/new/").status_code == 302


@pytest.mark.parametrize(
    ("page", "queries"),
    [("", 17), ("recommendations/", 20), ("details/", 19), ("ratings/", 17), ("earlier/", 18), ("publish/", 20)],
)
def test_the_number_of_queries_stays(page, queries, draft, signed_in, django_assert_max_num_queries):
    client = signed_in("coordinator")

    with django_assert_max_num_queries(queries):
        client.get(address(draft, page))


REFUSED = ReportRefused("not-a-probation-report", reports.REFUSED_AS, can_be_vouched=True)
WHY = "It is from the inspectorate’s own page; only its title is odd."
SECTION = "If it is a report all the same"


@pytest.fixture
def reader_anyway(monkeypatch):
    monkeypatch.setattr("tracker.web.views.intake.read_anyway", lambda data, name: reports.read_anyway())


def vouch(client: Client, because: str = WHY):
    file = SimpleUploadedFile("odd.txt", b"odd")
    return client.post("/inspections/new/", {"document": file, "because": because, "anyway": "yes"})


def test_a_refused_file_can_be_vouched_for_where_it_was_refused(reader, signed_in):
    client = signed_in("coordinator")
    assert SECTION not in client.get("/inspections/new/").content.decode()
    reader.append(REFUSED)

    page = upload(client).content.decode()

    assert SECTION in page
    assert 'name="because"' in page


def test_a_file_that_cannot_be_read_is_not_vouched_for(reader, signed_in):
    reader.append(ReportRefused("password", "The selected file is password protected"))

    assert SECTION not in upload(signed_in("coordinator")).content.decode()


@pytest.mark.usefixtures("reader_anyway")
def test_a_report_that_is_vouched_for_says_who_did_and_why_on_each_page(signed_in):
    client = signed_in("coordinator")

    answer = vouch(client)

    draft = ReportDraft.objects.get()
    assert answer.headers["Location"] == address(draft)
    for page in ("", "publish/"):
        shown = client.get(address(draft, page)).content.decode()
        assert WHY in shown
        assert reports.REFUSED_AS in shown
        assert f"{draft.created_by} vouched for it" in shown


@pytest.mark.usefixtures("reader_anyway")
@pytest.mark.parametrize("key", ["coordinator", "head", "national"])
def test_the_timeline_of_the_inspection_tells_who_vouched_for_it(key, signed_in):
    vouch(signed_in("coordinator"))
    draft = confirm_as_read(draft=ReportDraft.objects.get(), by=SERVICE, at=NOW)
    publish(draft=draft, version=draft.version, by=SERVICE, at=NOW)

    page = signed_in(key).get(f"/inspections/{draft.inspection.ref}/").content.decode()

    assert WHY in page
    assert f"{draft.created_by.name} vouched for the file" in page


@pytest.mark.usefixtures("reader_anyway")
@pytest.mark.parametrize(
    ("because", "message"),
    [("", "Enter why this file is a report"), ("x" * 501, "must be 500 characters or fewer")],
    ids=["none", "too long"],
)
def test_without_a_good_reason_it_asks_again_and_keeps_the_words(because, message, signed_in):
    answer = vouch(signed_in("coordinator"), because)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert page.count(message) >= 2
    assert SECTION in page
    assert because in page
    assert not ReportDraft.objects.exists()


@pytest.mark.usefixtures("reader_anyway")
@pytest.mark.parametrize("key", ["head", "national"])
def test_only_coordinators_vouch(key, signed_in):
    assert vouch(signed_in(key)).status_code == 403
    assert not ReportDraft.objects.exists()
