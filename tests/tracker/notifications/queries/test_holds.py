"""A run that was held back: its messages to people of one's own area, by name, with what each would say now."""

from functools import partial
from typing import Any

import pytest

from tests.factories.mail import make_message
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, TODAY, World, make_person
from tracker.choices import MessageState, Role
from tracker.notifications.models import MailHold, Message
from tracker.notifications.queries import holds
from tracker.paging import page_of
from tracker.rules.access import Actor

RUN = ("owner", "head", "other_head")


@pytest.fixture
def hold(world: World) -> MailHold:
    """Three messages wait in it, one to Greater Manchester; a fourth was overtaken by later mail."""
    made = MailHold.objects.create(why="60 messages at once", made_at=NOW, settings_mark="a")
    for key in RUN:
        make_message(world.people[key], uid=key, state=MessageState.HELD, hold=made)
    make_message(world.people["lead"], uid="lead", state=MessageState.EXPIRED, hold=made)
    return made


def look_at(by: Actor, hold: MailHold) -> holds.HeldMail:
    return holds.held_mail(by, hold, after="", before="", on=TODAY, at=NOW)


def emails(rows: Any) -> list[str]:
    return [each.email for each in rows]


def test_what_waits_in_it_is_listed_by_name(world: World, hold: MailHold) -> None:
    found = look_at(actor(world, "administrator"), hold)

    assert emails(found.page.rows) == ["head@example.org", "other-head@example.org", "owner@example.org"]
    assert (found.messages, found.shown, found.elsewhere) == (3, 3, 0)
    assert {each.state for each in found.page.rows} == {"Held for approval"}


def test_an_administrator_of_one_region_is_shown_its_people_and_how_many_are_elsewhere(
    world: World, hold: MailHold
) -> None:
    make_person(world, "local", role=Role.ADMINISTRATOR, body="manchester", title=None)
    local = actor(world, "local")

    found = look_at(local, hold)

    assert (emails(found.page.rows), found.shown, found.elsewhere) == (["other-head@example.org"], 1, 2)
    assert emails(holds.all_held(local, hold, on=TODAY, at=NOW)) == ["other-head@example.org"]


def test_once_it_is_decided_everything_that_was_in_it_is_shown(world: World, hold: MailHold) -> None:
    Message.objects.held_by(hold).drop(reason="Dropped by Ada")
    hold.dropped_at = NOW

    found = look_at(actor(world, "administrator"), hold)

    assert (found.messages, len(found.page.rows)) == (4, 4)
    assert {each.state for each in found.page.rows} == {"Not sent", "Expired"}


def test_a_page_leads_to_the_next_and_the_workbook_has_them_all(
    world: World, hold: MailHold, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = actor(world, "administrator")
    monkeypatch.setattr(holds, "page_of", partial(page_of, size=2))
    first = look_at(by, hold).page

    second = holds.held_mail(by, hold, after=first.after, before="", on=TODAY, at=NOW).page

    assert emails([*first.rows, *second.rows]) == emails(holds.all_held(by, hold, on=TODAY, at=NOW))
    assert (len(first.rows), len(second.rows), second.after) == (2, 1, "")


def test_who_manages_nobody_is_shown_none(world: World, hold: MailHold) -> None:
    found = look_at(actor(world, "lead"), hold)

    assert (found.page.rows, found.messages, found.elsewhere) == ([], 3, 3)


def test_it_costs_eighty_five_queries_at_most(world: World, hold: MailHold, django_assert_max_num_queries: Any) -> None:
    by = actor(world, "administrator")

    with django_assert_max_num_queries(85):
        look_at(by, hold)
    with django_assert_max_num_queries(81):
        holds.all_held(by, hold, on=TODAY, at=NOW)
