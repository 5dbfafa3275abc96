"""From a published report to the reminder in the mail: the whole way, through the doors that people use."""

from collections.abc import Callable
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from lxml import html

from inspections.models import Inspection, Organisation
from tests.factories.real_reports import REPORTS
from tracker.choices import Role
from tracker.models import Action, Person, Recommendation, ReportDraft
from tracker.operations import people
from tracker.rules.access import SERVICE

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def service(db: None, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_BACKEND = "tracker.notifications.backends.smtp.DemoInboxBackend"
    call_command("load_organisations", verbosity=0)


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """`signed_in(role, slug, post)`: somebody new, who signs in with their password like everybody else."""

    def make(role: Role, slug: str, post: str = "") -> Client:
        at = timezone.now()
        body = Organisation.objects.get(slug=slug)
        email = f"{role.value}@example.org"
        person = people.add_person(email=email, name=role.label, password=PASSWORD, by=SERVICE, at=at)
        people.give_role(person=person, role=role, organisation=body, by=SERVICE, at=at)
        if post:
            people.take_up_post(person=person, organisation=body, title=post, by=SERVICE, at=at)
        client = Client()
        answer = client.post("/sign-in/", {"email": email, "password": PASSWORD})
        assert answer.status_code == 302
        return client

    return make


def bring_in(client: Client, name: str) -> Inspection:
    """Upload a report and confirm each task as its page shows it."""
    client.post("/inspections/new/", {"document": SimpleUploadedFile(name, (REPORTS / name).read_bytes())})
    draft = ReportDraft.objects.get()
    for task in ("details", "ratings", "recommendations", "addressees", "earlier", "alert", "publish"):
        page = f"/inspections/{draft.inspection.ref}/import/{task}/"
        answer = client.post(page, shown(client.get(page)))
        assert answer.status_code == 302, answer.content.decode()
    return Inspection.objects.get(pk=draft.inspection_id)


def shown(page: HttpResponse) -> dict[str, Any]:
    """What a browser would send of a page's form that nobody changed."""
    [form] = html.fromstring(page.content).xpath("//main//form")
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def mails(folder: Path) -> list[EmailMessage]:
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.glob("*.eml"))]


def next_monday() -> date:
    today = timezone.localdate()
    return today + timedelta(days=7 - today.weekday())


def test_a_report_becomes_work_and_the_work_becomes_a_mail(
    signed_in: Callable[..., Client], demo_inbox_dir: Path
) -> None:
    coordinator = signed_in(Role.COORDINATOR, "hmpps")
    lead = signed_in(Role.REGIONAL_LEAD, "greater-manchester", "Regional Probation Director")
    head = signed_in(Role.HEAD_OF_PDU, "wigan", "Head of PDU")

    inspection = bring_in(coordinator, "wigan-pdu-2023.txt")

    assert Recommendation.objects.filter(inspection=inspection).count() == 9
    recommendation = Recommendation.objects.get(inspection=inspection, number=1)
    assert recommendation.short_title in lead.get("/recommendations/").content.decode()

    planned = head.post(
        f"/recommendations/{recommendation.ref}/actions/new/",
        {
            "title": "Read two plans of each practitioner a month",
            "bodies": str(recommendation.answerables.get(organisation__slug="wigan").pk),
            "owner": str(Person.objects.get(email="head-of-pdu@example.org").posts_held.get().post_id),
            "due_on": f"{next_monday() - timedelta(days=1):%d/%m/%Y}",
            "success_measure": "",
        },
    )
    action = Action.objects.get()
    assert planned.headers["Location"] == f"/actions/{action.ref}/"

    sent = shown(head.get(f"/actions/{action.ref}/update/")) | {
        "status": "in-progress",
        "text": "The first plans are read",
    }
    head.post(f"/actions/{action.ref}/update/", sent)
    assert "The first plans are read" in head.get(f"/recommendations/{recommendation.ref}/").content.decode()

    for _ in range(2):
        call_command("send_due_mail", at=f"{next_monday().isoformat()}T07:31", verbosity=0)

    by_person = {mail["To"]: mail for mail in mails(demo_inbox_dir)}
    assert set(by_person) == {"head-of-pdu@example.org", "regional-lead@example.org"}
    mail = by_person["head-of-pdu@example.org"]
    text = mail.get_body(("plain",)).get_content()
    assert mail["Subject"].startswith("1 overdue")
    assert "Read two plans of each practitioner a month" in text
    assert f"/actions/{action.ref}/update/" in text
    assert f"/inspections/{inspection.ref}/" in text  # new recommendations to acknowledge, for the region as well
    assert "The first plans are read" not in text
