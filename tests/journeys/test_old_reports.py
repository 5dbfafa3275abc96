"""Old reports come in: one that HMPPS answered on paper, then one that judges it; nothing is overdue anywhere."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from lxml import html

from inspections.models import Inspection
from tests.factories import reports
from tests.factories.mail_days import prefer
from tests.factories.publishing import bring_in
from tests.factories.world import World, make_world
from tracker.choices import Frequency
from tracker.models import Answerable, Person, Recommendation
from tracker.notifications.models import NoticeToTell
from tracker.notifications.operations.reminders import remind
from tracker.rules.access import SERVICE

SignedIn = Callable[[str], Client]
OWED = ("Answer overdue", "Not yet answered", "Not yet acknowledged")
HELD = {"organisation": "Kirklees PDU", "published": "2025-02", "score": 5}
# A morning on which every clock of the old report has long run out.
AT = datetime(2026, 11, 30, 7, 30, tzinfo=UTC)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def signed_in(world: World) -> SignedIn:
    def client_of(key: str) -> Client:
        client = Client()
        client.force_login(world.people[key])
        return client

    return client_of


@pytest.fixture(autouse=True)
def service(world: World, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    Person.objects.update(first_signed_in_at=AT)
    # What the cast owes of its own reports is not what this is about.
    Inspection.objects.update(known_from_later=True)
    for action in world.actions.values():
        type(action).objects.filter(pk=action.pk).update(status="completed")


def text_of(answer: Any) -> str:
    return " ".join(html.fromstring(answer.content).text_content().split())


def tags(answer: Any) -> list[str]:
    found = html.fromstring(answer.content).xpath("//*[contains(@class, 'govuk-tag')]")
    return [" ".join(tag.text_content().split()) for tag in found]


def shown(page: Any) -> dict[str, Any]:
    [form] = html.fromstring(page.content).xpath("//main//form")
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def publish(client: Client, changed: dict[str, str], **report: Any) -> Inspection:
    """Publish a look-alike as its last page shows it, with these answers to the question of before."""
    draft = bring_in(**report)
    page = f"/inspections/{draft.inspection.ref}/import/publish/"
    answer = client.post(page, shown(client.get(page)) | changed)
    assert answer.status_code == 302, text_of(answer)
    return Inspection.objects.get(pk=draft.inspection_id)


def said_of(report: Inspection, decisions: list[str]) -> dict[str, str]:
    """What is chosen in the table, for the rows in their order, all of one body."""
    body = report.organisation_id
    return {f"decision_{number}-{body}": decision for number, decision in enumerate(decisions, start=1)}


def owed(signed_in: SignedIn, ref: str) -> list[str]:
    """Where somebody reads of this report that anything is owed: pages, lists, first pages, areas, the API."""
    recommendations = Recommendation.objects.filter(inspection=Inspection.number_of(ref))
    pages = ["/", "/recommendations/", "/areas/yorkshire/kirklees/", f"/inspections/{ref}/"]
    pages += [f"/recommendations/{row.ref}/" for row in recommendations]
    found = []
    for person in ("head", "lead", "national"):
        client = signed_in(person)
        found += [f"{person} {page}" for page in pages if any(tag.startswith(OWED) for tag in tags(client.get(page)))]
        notes = client.get("/api/v1/recommendations/").json()["results"]
        found += [row["ref"] for row in notes if any(note.startswith(OWED) for note in row["response_notes"])]
        for state in ("unanswered", "answer-overdue", "unacknowledged"):
            listed = text_of(client.get(f"/recommendations/?state={state}&scope=all"))
            found += [f"{person} {state} {row.ref}" for row in recommendations if row.short_title in listed]
    return found


def test_old_reports_owe_nothing(world: World, signed_in: SignedIn) -> None:
    for person in ("head", "lead", "national"):
        prefer(world, person, Frequency.DAILY)
    client = signed_in("coordinator")
    words = ("Answered before this service, on 3 May 2025", "Judged by a later report, in June 2026")

    # The old report, with what HMPPS answered to it on paper.
    day = {"said_on_day": "3", "said_on_month": "5", "said_on_year": "2025"}
    texts = [reports.recommendation(n, words.capitalize()) for n, words in enumerate(reports.EARLIER_WORDS, start=1)]
    answers = said_of(world_report(world), ["agreed", "agreed"])
    old = publish(client, {"said": "answered"} | day | answers, recommendations=texts, **HELD)

    assert owed(signed_in, old.ref) == []
    first = Recommendation.objects.get(inspection=old, number=1)
    assert words[0] in text_of(signed_in("head").get("/recommendations/"))
    assert words[0].lower() in text_of(signed_in("other_head").get(f"/recommendations/{first.ref}/")).lower()
    assert told(old) == set()

    # One more recommendation of it was never answered, until a later report judges them all.
    Answerable.objects.filter(recommendation=first).get().responses.all().delete()
    assert owed(signed_in, old.ref) != []
    judged = {
        "previous_report_published": "2025-02",
        "previous_recommendations": [reports.earlier(text.capitalize()) for text in reports.EARLIER_WORDS],
    }
    publish(client, {"said": "judged", "said_on_day": "1", "said_on_month": "10", "said_on_year": "2026"}, **judged)

    assert owed(signed_in, old.ref) == []
    assert words[1] in text_of(signed_in("head").get("/recommendations/"))
    assert "It asks for nothing more" in text_of(signed_in("head").get(f"/recommendations/{first.ref}/"))
    assert told(old) == set()
    later = Inspection.objects.get(published_month="2026-06-01")
    assert owed(signed_in, later.ref) == []
    assert told(later) == set()


def world_report(world: World) -> Inspection:
    return world.inspections["kirklees"]


def told(report: Inspection) -> set[str]:
    """Of which records of a report the jobs of a morning tell anybody."""
    remind(by=SERVICE, at=AT)
    refs = {report.ref, *(row.ref for row in Recommendation.objects.filter(inspection=report))}
    return refs & set(NoticeToTell.objects.values_list("subject", flat=True))
