"""Every kind of mail as a mail program shows it with pictures off, and the pages about mail."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.factories.letters import make_things_to_say, written
from tests.factories.mail import SENT, make_mail, make_message
from tests.factories.world import World
from tracker.models import Bounce, MailHold, Person
from tracker.operations import heartbeats
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
    for name in [*shown, "jobs-ran administrator"]:
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
