"""What records say of their reminders, in a browser: accessible and whole, with overlong names and refusals too."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from inspections.models import Inspection, Organisation
from tests.factories.evidence import make_evidence
from tests.factories.world import World
from tracker.choices import MessageKind, MessageState, ReorganisationKind
from tracker.models import Answerable, CarryOver, Person, Reorganisation, ReportDraft
from tracker.notifications.models import EmailPreference, Message, NoticeToTell
from tracker.operations.reorganisations import BodyChange, NewBody, record
from tracker.rules.access import SERVICE
from tracker.rules.notices import EVER

Check = Callable[[Page], None]
SignInAs = Callable[..., Page]


@pytest.fixture
def looks_right(assert_accessible: Check, assert_fits_narrow: Check, assert_fits_zoomed: Check) -> Check:
    def check(page: Page) -> None:
        expect(page.get_by_text("Next reminder").first).to_be_visible()
        expect(page.get_by_text("Last told").first).to_be_visible()
        for one in (assert_accessible, assert_fits_narrow, assert_fits_zoomed):
            one(page)

    return check


@pytest.fixture
def cast(world: World, settings: Any, tmp_path: Path) -> World:
    """Everybody has signed in; the coordinator has a long name and refuses mail."""
    settings.MEDIA_ROOT = tmp_path / "media"
    Person.objects.update(first_signed_in_at=timezone.now())
    Person.objects.filter(pk=world.people["coordinator"].pk).update(name="Koordination" * 12)
    EmailPreference.objects.create(person=world.people["coordinator"], frequency="stopped")
    return world


def tell(
    *,
    subject: str,
    number: int,
    to: Person,
    rung: str = "",
    kind: str = "unacknowledged",
    since_on: date = EVER,
) -> None:
    """Somebody was told of it today, for a date long ago."""
    at = timezone.now()
    message = Message.objects.create(
        number=Message.objects.count(),
        message_id=f"<{uuid.uuid4()}@test>",
        person=to,
        kind=MessageKind.REMINDER,
        state=MessageState.SENT,
        created_at=at,
        not_before_at=at,
        sent_at=at,
    )
    due_on = date(2020, 1, 6) if rung else None
    NoticeToTell.objects.create(
        person=to,
        kind=kind,
        subject=subject,
        number=number,
        since_on=since_on,
        rung=rung,
        due_on=due_on,
        created_at=at,
        message=message,
    )


def make_inspection(cast: World) -> Inspection:
    """Not yet seen by two bodies, one with a long name, and with a carry-over under way."""
    inspection, at = cast.inspections["kirklees"], timezone.now()
    Organisation.objects.filter(slug="leeds").update(name="Unterbezirk" * 15)
    recommendation = cast.recommendations["kirklees"]
    Answerable.objects.create(
        recommendation=recommendation, organisation=cast.organisations["leeds"], from_on=timezone.localdate(at)
    )
    Answerable.objects.filter(recommendation=recommendation).update(from_on=timezone.localdate(at))
    ReportDraft.objects.create(inspection=inspection, as_read={}, created_at=at, published_at=at)
    held = CarryOver.objects.create(inspection=inspection, started_at=at, started_by=cast.people["coordinator"])
    tell(subject=inspection.ref, number=held.pk, to=cast.people["coordinator"], rung="carry-over")
    return inspection


def make_reorganisation(cast: World) -> Reorganisation:
    leeds, region, at = cast.organisations["leeds"], cast.organisations["yorkshire"], timezone.now()
    new = (NewBody("Leeds North", region), NewBody("Leeds South", region))
    change = BodyChange(ReorganisationKind.SPLIT, timezone.localdate(at), closing=(leeds,), following=(), new=new)
    made = record(change=change, token=uuid.uuid4(), by=SERVICE, at=at)
    tell(subject=made.ref, number=made.pk, to=cast.people["coordinator"], rung="passing-on", kind="proposal-to-confirm")
    return made


def test_an_inspection(sign_in_as: SignInAs, cast: World, looks_right: Check) -> None:
    inspection = make_inspection(cast)
    page = sign_in_as("national")

    page.goto(f"/inspections/{inspection.ref}/")

    expect(page.get_by_text("Not by email to the inspection coordinator, about what carries over")).to_be_visible()
    looks_right(page)


def test_a_reorganisation(sign_in_as: SignInAs, cast: World, looks_right: Check) -> None:
    made = make_reorganisation(cast)
    page = sign_in_as("national")

    page.goto(f"/reorganisations/{made.ref}/")

    expect(page.get_by_text("to those who can confirm it, about who takes over")).to_be_visible()
    looks_right(page)


@pytest.mark.parametrize("record", ["action", "recommendation"])
def test_stale_evidence(sign_in_as: SignInAs, cast: World, looks_right: Check, record: str) -> None:
    old = timezone.localdate() - timedelta(days=500)
    action = cast.actions["kirklees"]
    make_evidence(cast, action, about_on=old, shows="Minutes")
    told = make_evidence(cast, action, about_on=old, shows="Protokoll" * 20)
    subject = f"evidence-{told.pk}"
    tell(subject=subject, number=told.pk, to=cast.people["head"], kind="stale-evidence", since_on=old)
    page = sign_in_as("head")

    page.goto(f"/{record}s/{getattr(cast, f'{record}s')['kirklees'].ref}/")

    expect(page.get_by_text("that it is stale, with the weekly digest").first).to_be_visible()
    looks_right(page)
