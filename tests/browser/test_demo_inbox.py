"""The digest as people read it: in the demo's outbox and as a mail program shows it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page, expect

from tests.factories.world import NOW, World, make_action
from tracker.models import Person
from tracker.notifications.models import Message

HEAD = "Head of PDU, kirklees"


@pytest.fixture
def signed_in(world: World) -> Callable[[str], Client]:
    def client_of(key: str) -> Client:
        client = Client()
        client.force_login(world.people[key])
        return client

    return client_of


@pytest.fixture
def outbox(world: World, settings: Any, demo_inbox_dir: Any) -> list[str]:
    """The addresses of the outbox with the digest of Kirklees' head in it: more than seven late actions, one due."""
    settings.DEMO, settings.EMAIL_BACKEND = True, "tracker.notifications.backends.smtp.DemoInboxBackend"
    Person.objects.filter(pk=world.people["head"].pk).update(first_signed_in_at=NOW)
    for number in range(9):
        make_action(world, f"late {number}", recommendation="kirklees", post=HEAD, due_on=date(2026, 11, 1))
    call_command("send_due_mail", at="2026-11-16T07:30", verbosity=0)
    assert Message.objects.filter(sent_at__isnull=False).count() == 1
    name = next(demo_inbox_dir.glob("*.eml")).stem
    return ["/outbox/", f"/outbox/{name}/", f"/outbox/{name}/html/"]


def test_the_outbox_and_the_digest_can_be_read_by_everybody(
    outbox: list[str],
    sign_in_as: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    assert_fits_narrow: Callable[[Page], None],
) -> None:
    page = sign_in_as("head")
    for address in outbox[:2]:
        page.goto(address)

        assert_accessible(page)
        assert_fits_narrow(page)


def test_the_mail_can_be_read_by_everybody(
    outbox: list[str],
    signed_in: Callable[[str], Client],
    page: Page,
    assert_accessible: Callable[[Page], None],
    assert_fits_narrow: Callable[[Page], None],
) -> None:
    """Loaded by hand: axe is a script, and none runs where the mail is shown."""
    page.set_content(signed_in("head").get(outbox[2]).content.decode())

    assert_accessible(page)
    assert_fits_narrow(page)


def test_an_empty_outbox_can_be_read_by_everybody(
    settings: Any, sign_in_as: Callable[..., Page], assert_accessible: Callable[[Page], None]
) -> None:
    settings.DEMO = True
    page = sign_in_as("head")

    page.goto("/outbox/")

    assert_accessible(page)


def test_the_digest_leads_to_the_update(outbox: list[str], sign_in_as: Callable[..., Page]) -> None:
    page = sign_in_as("head")
    page.goto(outbox[1])

    expect(page.locator("a[href*='/update/']")).to_have_count(8)
