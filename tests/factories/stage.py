"""The stage of the permission tests: the cast with something at every address in every place."""

import hashlib
import io
import uuid
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from inspections.choices import InspectionKind, InspectionStatus
from inspections.models import Alert, Inspection
from tests.factories import answers, list_files, mail, posts_and_people, reports
from tests.factories.answers import OWNERS, make_alert, make_response_draft
from tests.factories.carry_over import make_next_inspection
from tests.factories.endings import make_ending_request
from tests.factories.evidence import POSTED, make_evidence
from tests.factories.reinspection import (
    ADDRESSEES,
    make_closed,
    make_far_fieldwork,
    reinspection_named,
    reinspection_posted,
    stands_here,
)
from tests.factories.reorganisations import make_takeover
from tests.factories.self_assessments import make_self_assessment
from tests.factories.world import NOW, World, make_action, make_inspection, make_person, make_world
from tracker.choices import Role
from tracker.models import Evidence, Judgement, PagePicture, Person, Reorganisation, ReportDraft, Response
from tracker.models.review import version_of

PICTURE = b"a page as printed"
MAIL = "20261118-100000-mail"
# The bodies of places; the region's own inspection and draft stand for the place 'region'.
BODIES = {
    "kirklees": "kirklees",
    "leeds": "leeds",
    "region": "yorkshire",
    "wigan": "wigan",
    "own-post": "kirklees",
}
POSTS = {
    "kirklees": "Head of PDU, kirklees",
    "leeds": "Head of PDU, leeds",
    "region": "Regional Probation Director, yorkshire",
    "wigan": "Head of PDU, wigan",
    "own-post": "Head of PDU, kirklees",
}


@dataclass(slots=True)
class Stage:
    """The world, a draft report in each place, and the sessions of those who can sign in."""

    world: World
    drafts: dict[str, ReportDraft]
    self_assessments: dict[str, Judgement]
    responses: dict[str, Response]
    alerts: dict[str, Alert]
    evidence: dict[str, Evidence]
    reorganisations: dict[str, Reorganisation]
    cookies: dict[str, Any]

    def client(self, person: str) -> Client:
        """A new client with the person's session, so that no cell meets what another left behind."""
        client = Client(raise_request_exception=False)
        client.cookies.load(self.cookies.get(person, {}))
        return client

    def address(self, name: str, place: str) -> str:
        """The address of that name, about what stands in that place."""
        return reverse(name, kwargs=self._named(name, place))

    def body(self, name: str, place: str) -> dict[str, Any]:
        """What is posted: enough to be saved by whoever may."""
        if name in ("action-update", "api-action-updates"):
            return {"version": 1, "status": "in-progress", "text": "Two briefings held", "token": str(uuid.uuid4())}
        if name in ("action-withdraw", "action-put-back"):
            return {"version": 1, "text": "The work is done elsewhere", "token": str(uuid.uuid4())}
        if name == "action-snooze":
            soon = timezone.localdate() + timedelta(days=1)
            return {"until_on": f"{soon.day}/{soon.month}/{soon.year}", "reason": "The trainer is away until then"}
        if name == "action-edit":
            owner = self.world.actions[place].owner_post_id
            return {"title": "Sample ten plans a month", "owner": owner, "version": 1}
        if name == "action-new":
            answerable = self._recommendation(place).answerables.get()
            owner = self.world.posts[POSTS[place]]
            return {"title": "Sample ten plans a month", "bodies": [answerable.pk], "owner": owner.pk}
        if name in ("reorganisation-takes-over", "reorganisation-confirm"):
            return {"version": self.reorganisations[BODIES[place]].version}
        if posts_and_people.is_here(name):
            return posts_and_people.posted(self.world, name, place)
        if stands_here(name):
            return reinspection_posted(self.world, name, place)
        if name in POSTED:
            return POSTED[name]
        if name == "carry-over-task":
            return {"version": 0, "verdict": "not-judged", "ending": "open"}
        if name in ("self-assessment", "self-assessment-withdraw", "review"):
            return self._self_assessment(name, place)
        key = "kirklees" if place == "own-post" else place
        return answers.posted(name, self.responses[key], self.world.posts[POSTS[place]].pk)

    def _self_assessment(self, name: str, place: str) -> dict[str, Any]:
        waiting = self.self_assessments["kirklees" if place == "own-post" else place]
        if name == "review":
            said = {"category": waiting.category, "decision": "assured"}
            return said | {"self_assessment": waiting.pk, "version": version_of(waiting)}
        said = {"category": "none", "reasons": "Not begun", "step": "submit"}
        return {"self_assessment": waiting.pk} if name.endswith("withdraw") else said | {"newest": waiting.pk}

    def _recommendation(self, place: str) -> Any:
        return self.world.recommendations["kirklees" if place == "own-post" else place]

    def _named(self, name: str, place: str) -> dict[str, Any]:
        if name.startswith("carry-over"):
            ref, earlier = self.world.inspections[f"again-{BODIES[place]}"].ref, self._recommendation(place).ref
            return {"ref": ref} | (
                {"recommendation": earlier} if name in ("carry-over-task", "carry-over-correct") else {}
            )
        if mail.is_here(name):
            return mail.named(name)
        if list_files.is_here(name):
            return list_files.named(name)
        if name.endswith("-workbook"):
            return {}
        if name.startswith("reorganisation"):
            one = name in ("reorganisations", "reorganisation-new")
            return {} if one else {"ref": self.reorganisations[BODIES[place]].ref}
        if posts_and_people.is_here(name):
            return posts_and_people.named(self.world, name, place)
        if stands_here(name):
            return reinspection_named(self.world, name, place)
        noun = name.removeprefix("api-")
        if noun == "review" or noun.startswith(("recommendation", "action-new", "self-assessment")):
            return {} if noun == "recommendations" else {"ref": self._recommendation(place).ref}
        if noun.startswith("evidence"):
            more = {"evidence-file": {"number": 1}, "evidence-remove": {"ref": self.world.actions[place].ref}}
            return {"uid": self.evidence[place].uid} | more.get(noun, {})
        if noun.startswith("alert"):
            return {"ref": self.alerts[BODIES[place]].ref}
        if noun.startswith("action"):
            return {} if noun in ("actions", "actions-change") else {"ref": self.world.actions[place].ref}
        if noun == "inspection-report":
            return {"ref": self.drafts[place].inspection.ref}
        if noun == "inspection" or noun.startswith("inspection-"):
            return {"ref": self.world.inspections[BODIES[place]].ref}
        if noun.startswith("intake") and noun != "intake-new":
            key = {"key": "1"} if noun in ("intake-recommendation", "intake-earlier-recommendation") else {}
            key = {"page": 1} if noun == "intake-page" else key
            return {"ref": self.drafts[place].inspection.ref} | key
        if noun in ("region", "pdu", "region-alert-new", "pdu-alert-new", "region-fieldwork-new", "pdu-fieldwork-new"):
            pdu = self.world.organisations[{"region": "kirklees"}.get(place, BODIES[place])]
            region = {"region": str(pdu.parent and pdu.parent.slug)}
            return region if noun.startswith("region") else region | {"pdu": pdu.slug}
        if noun == "organisation":
            return {"slug": BODIES[place]}
        return {"name": MAIL} if noun in ("demo-inbox-mail", "demo-inbox-html") else {}


def make_stage() -> Stage:
    """The cast, and two more people: one without a role, and a coordinator for one region."""
    world = make_world()
    world.people["roleless"] = Person.objects.create_user("roleless@example.org", "Somebody without a role")
    make_person(world, "area_coordinator", role=Role.COORDINATOR, body="yorkshire", title=None)
    make_action(
        world, "own-post", recommendation="kirklees", post="Senior Probation Officer, kirklees", title="Keep a log"
    )
    region = make_inspection(world, "yorkshire")
    Inspection.objects.filter(pk=region.pk).update(kind=InspectionKind.REGION)
    for body in dict.fromkeys(BODIES.values()):
        make_next_inspection(world, body)
    drafts = {place: make_draft(world, body) for place, body in BODIES.items() if place != "own-post"}
    drafts["own-post"] = drafts["kirklees"]
    self_assessments = {
        place: make_self_assessment(world, place, by=by)
        for place, by in {"kirklees": "head", "leeds": "sibling_head", "wigan": "other_head", "region": "lead"}.items()
    }
    for place, by in {"kirklees": "head", "leeds": "sibling_head", "wigan": "other_head", "region": "lead"}.items():
        make_ending_request(world, place, by=by)
    responses = {place: make_response_draft(world, place) for place in self_assessments}
    alerts = {body: make_alert(world, body) for body in OWNERS}
    posts_and_people.make_cover(world)
    for place in ADDRESSEES:
        make_closed(world, place)
    make_far_fieldwork(world)
    mail.make_mail(world)
    evidence = {place: make_evidence(world, world.actions[place], by="national") for place in BODIES}
    list_files.make_list_file(world)
    return Stage(
        world,
        drafts,
        self_assessments,
        responses,
        alerts,
        evidence,
        {body: make_takeover(world, body) for body in OWNERS},
        {key: session_of(person) for key, person in world.people.items()},
    )


def make_draft(world: World, body: str) -> ReportDraft:
    """A report on a body that waits for its check, with three recommendations and two earlier ones."""
    inspection = Inspection.objects.create(
        organisation=world.organisations[body],
        organisation_as_printed=world.organisations[body].display_name,
        kind=InspectionKind.PDU,
        status=InspectionStatus.DRAFT,
        published_on=date(2026, 6, 1),
        published_month=date(2026, 6, 1),
    )
    earlier = [reports.earlier(words) for words in reports.EARLIER_WORDS]
    draft = ReportDraft.objects.create(
        inspection=inspection,
        file_name=f"{body}.txt",
        sha256=hashlib.sha256(body.encode()).hexdigest(),
        document=ContentFile(body.encode(), name=f"{body}.txt"),
        as_read=reports.draft(
            organisation=world.organisations[body].display_name,
            previous_report_published="2023-03",
            previous_recommendations=earlier,
        ),
        created_at=NOW,
    )
    PagePicture.objects.create(draft=draft, page=1, picture=PICTURE)
    return draft


def session_of(person: Person) -> Any:
    """The cookies of somebody who signed in; a disabled person's session was opened before."""
    client = Client()
    client.force_login(person)
    return client.cookies.output(header="", sep=";")


def leave_a_mail(folder: Path) -> None:
    """One mail in the demo's outbox."""
    message = EmailMessage()
    message["Subject"], message["To"], message["From"] = "One action is due", "head@example.org", "us@example.org"
    message["Date"] = NOW
    message.set_content("One action is due")
    message.add_alternative("<p>One action is due</p>", subtype="html")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{MAIL}.eml").write_bytes(message.as_bytes())


def content_of(answer: Any) -> bytes:
    """What an answer says; a workbook's parts are unpacked."""
    content: bytes = answer.getvalue()
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return b"\n".join(parts.read(part) for part in parts.namelist())


def names_of_addresses(resolver: URLResolver | None = None) -> list[str]:
    """The name of every address of the service, '(none): …' for one without."""
    found: list[str] = []
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            found += names_of_addresses(each)
        elif isinstance(each, URLPattern):
            found.append(each.name or f"(none): {each.pattern}")
    return found
