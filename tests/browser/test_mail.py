"""Every kind of mail as a mail program shows it with pictures off, and the pages about mail."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.factories.bounces import refuse
from tests.factories.letters import make_things_to_say, written
from tests.factories.mail import SENT, make_mail, make_message
from tests.factories.world import World
from tracker.choices import MessageState
from tracker.models import Person
from tracker.notifications.models import Bounce, MailHold, Message, NoticeToTell
from tracker.notifications.operations import heartbeats
from tracker.rules.access import SERVICE

Check = Callable[[Page], None]
LONGEST = "Senior Probation Officer for the integrated management of safeguarding, " * 2


@pytest.fixture
def pictures_off(open_page: Callable[..., Page]) -> Page:
    """A window that loads no picture, without scripts of its own."""
    page = open_page()
    page.route("**/*", lambda route: route.abort() if route.request.resource_type == "image" else route.continue_())
    return page


def test_every_kind_of_mail_can_be_read_by_everybody(
    world: World, pictures_off: Page, assert_accessible: Check, assert_fits_narrow: Check
) -> None:
    make_things_to_say(world)
    Person.objects.filter(pk=world.people["owner"].pk).update(name=LONGEST)
    mails = written(world)
    shown = [f"{kind} {key}" for kind in ("digest", "reminder", "instant") for key in ("owner", "lead", "national")]
    of_itself = ("jobs-ran administrator", "invitation owner", "invitation head", "address-changed owner")
    for name in [*shown, *of_itself, "list-file head", "list-file owner"]:
        if name not in mails:
            continue
        pictures_off.set_content(str(mails[name].alternatives[0][0]))

        assert_accessible(pictures_off)
        assert_fits_narrow(pictures_off)
        expect(pictures_off.locator("h1")).to_have_count(1)
        expect(pictures_off.locator("h1")).to_have_text(str(mails[name].subject))
        assert pictures_off.locator("html").get_attribute("lang") == "en-GB"


@pytest.fixture
def well_filled(world: World) -> World:
    """Mail that waits, failed, was held and cannot be delivered, with long words."""
    Person.objects.update(first_signed_in_at=timezone.now())
    make_mail(world)
    Bounce.objects.update(reason="The mail server answered 550 5.1.1 " + "nosuchmailboxhere" * 12)
    for number in range(3):
        uid = f"5e17b5a4-0000-4000-8000-00000000090{number}"
        at = timezone.now() - timedelta(hours=2)
        make_message(world.people["head"], uid=uid, last_error="timed out " * 20, created_at=at, not_before_at=at)
    heartbeats.beat(component="worker", at=timezone.now(), by=SERVICE)
    return world


def test_the_administrators_pages(
    well_filled: World, sign_in_as: Callable[..., Page], assert_accessible: Check, assert_fits_narrow: Check
) -> None:
    page = sign_in_as("administrator")
    hold = MailHold.objects.get()
    day = timezone.localdate() + timedelta(days=7)
    addresses = ["/mail/", f"/mail/holds/{hold.pk}/", f"/mail/who/?on={day:%d/%m/%Y}", "/mail/who/?on=1/1/2020"]
    for address in addresses:
        page.goto(address)

        assert_accessible(page)
        assert_fits_narrow(page)


def test_what_is_in_a_run_that_is_held_back(
    well_filled: World, sign_in_as: Callable[..., Page], assert_accessible: Check, assert_fits_narrow: Check
) -> None:
    hold, people = MailHold.objects.get(), list(well_filled.people.values())
    Person.objects.filter(pk=well_filled.people["head"].pk).update(name=LONGEST)
    for number in range(55):
        uid = f"5e17b5a4-0000-4000-8000-0000000077{number:02d}"
        make_message(people[number % len(people)], uid=uid, state=MessageState.HELD, hold=hold)
    NoticeToTell.objects.update(message=Message.objects.held_by(hold).filter(person=well_filled.people["head"]).first())
    page = sign_in_as("administrator")
    page.goto(f"/mail/holds/{hold.pk}/")

    assert_accessible(page)
    assert_fits_narrow(page)
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("link", name="Previous")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download for Excel").click()
    assert download.value.suggested_filename.startswith("mail-held-back-")


def test_an_address_that_does_not_work_is_corrected_or_said_to_work(
    well_filled: World, sign_in_as: Callable[..., Page], assert_accessible: Check, assert_fits_narrow: Check
) -> None:
    head = well_filled.people["head"]
    Person.objects.filter(pk=head.pk).update(name=LONGEST)
    reason = "The mail server answered 550 5.1.1 " + "nosuchmailboxhere" * 12
    refuse(person=head, address=head.email, reason=reason, bounced_at=timezone.now())
    theirs = sign_in_as("head")
    theirs.goto("/")
    assert_accessible(theirs)
    assert_fits_narrow(theirs)
    theirs.get_by_role("link", name="See why, and what to do").click()
    expect(theirs.get_by_role("heading", name="Emails to you do not arrive")).to_be_in_viewport()
    assert_accessible(theirs)
    assert_fits_narrow(theirs)

    page = sign_in_as("administrator")
    for address in (f"/users/{head.ref}/", f"/users/{head.ref}/address/"):
        page.goto(address)
        assert_accessible(page)
        assert_fits_narrow(page)
    page.get_by_label("Email address").fill("nonsense")
    page.get_by_role("button", name="Change the address").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Email address").fill("head.of.kirklees@example.org")
    page.get_by_role("button", name="Change the address").click()

    expect(page.get_by_text("The email address is now head.of.kirklees@example.org")).to_be_visible()
    assert_accessible(page)


def test_an_invitation_is_sent_again_without_scripts(
    world: World, sign_in_as: Callable[..., Page], assert_accessible: Check
) -> None:
    page = sign_in_as("administrator", java_script_enabled=False)
    page.goto(f"/users/{world.people['owner'].ref}/")
    page.get_by_role("button", name="Send an invitation").click()

    expect(page.get_by_text("The invitation goes to owner@example.org")).to_be_visible()
    expect(page.get_by_text("Waits to be sent")).to_be_visible()


def test_ones_own_emails_and_the_measure_of_reminders(
    well_filled: World, sign_in_as: Callable[..., Page], assert_accessible: Check, assert_fits_narrow: Check
) -> None:
    page = sign_in_as("head")
    for address in (
        "/account/emails/",
        f"/account/emails/sent/{SENT}/",
        "/account/emails/next/",
        "/insight/reminders/",
    ):
        page.goto(address)

        assert_accessible(page)
        assert_fits_narrow(page)


def test_a_failed_email_is_tried_again_without_scripts(well_filled: World, sign_in_as: Callable[..., Any]) -> None:
    page = sign_in_as("administrator", java_script_enabled=False)
    page.goto("/mail/")

    page.get_by_role("button", name=re.compile("Try again.*Head of PDU, Kirklees")).click()

    expect(page.get_by_text("is tried again within a minute")).to_be_visible()
    expect(page.get_by_role("heading", name="Failed (0)")).to_be_visible()
