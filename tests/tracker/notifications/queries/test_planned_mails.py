"""Mail as it is looked at before it goes: what still holds, as it would be written now, and what is over as it was."""

from typing import Any

import pytest

from tests.factories.mail import make_message
from tests.factories.mail_days import note
from tests.factories.rows import save_changed
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus, MessageKind, MessageState, NoticeWay
from tracker.notifications.models import Message
from tracker.notifications.queries.planned_mails import Planned, planned

DIGEST = NoticeWay.DIGEST
UNSENT = [MessageState.PENDING, MessageState.HELD, MessageState.LEASED]


def look_at(*messages: Message) -> tuple[Planned, ...]:
    return planned(messages, on=TODAY, at=NOW, state=Message.get_state_display)


def digest(world: World, key: str = "head", action: str = "kirklees", **fields: Any) -> Message:
    """A digest that tells somebody of an action that was given to them."""
    message = make_message(world.people[key], uid=key, **fields)
    notice = note(world, key, action=action, way=DIGEST)
    save_changed(notice, message=message)
    return message


@pytest.mark.parametrize("state", UNSENT)
def test_what_has_not_gone_says_what_it_would_say_now(staff: World, state: MessageState) -> None:
    [found] = look_at(digest(staff, state=state))

    assert (found.person, found.email) == (staff.people["head"].name, "head@example.org")
    assert (found.kind, found.subject) == ("Digest", "1 action given to you: inspection actions")
    assert [told.subject for told in found.told] == [staff.actions["kirklees"].ref]
    assert found.state == state.label


def test_what_no_longer_holds_is_left_out(staff: World) -> None:
    message = digest(staff)
    save_changed(staff.actions["kirklees"], status=ActionStatus.COMPLETED)

    [found] = look_at(message)

    assert (found.subject, found.told) == ("", ())


@pytest.mark.parametrize(
    ("state", "subject"),
    [(MessageState.SENT, "As it was sent"), (MessageState.SUPPRESSED, ""), (MessageState.EXPIRED, "")],
)
def test_what_is_over_shows_all_that_was_put_into_it(staff: World, state: MessageState, subject: str) -> None:
    sent_at = NOW if state is MessageState.SENT else None
    message = digest(staff, state=state, sent_at=sent_at, subject=subject)
    save_changed(staff.actions["kirklees"], status=ActionStatus.COMPLETED)

    [found] = look_at(message)

    assert (found.subject, len(found.told)) == (subject, 1)


@pytest.mark.parametrize(
    ("kind", "subject", "told"),
    [
        (MessageKind.JOBS_RAN, "The jobs ran: 0 emails sent, some need you", "That the jobs ran"),
        (MessageKind.INVITATION, "Your account to track inspection recommendations", "What the service is"),
        (MessageKind.ADDRESS_CHANGED, "Your email address was changed", "That the address"),
    ],
)
def test_mail_about_no_notice_has_a_subject_of_its_own(
    staff: World, kind: MessageKind, subject: str, told: str
) -> None:
    [found] = look_at(make_message(staff.people["administrator"], uid="1", kind=kind))

    assert (found.subject, len(found.told)) == (subject, 1)
    assert found.told[0].kind.startswith(told)


@pytest.mark.parametrize("count", [1, 3])
def test_they_stay_in_order_and_cost_eighty_queries_at_most(
    staff: World, count: int, django_assert_max_num_queries: Any
) -> None:
    places = {"other_head": "wigan", "head": "kirklees", "sibling_head": "leeds"}
    messages = [digest(staff, key, action) for key, action in list(places.items())[:count]]

    with django_assert_max_num_queries(80):
        found = look_at(*messages)

    emails = ["other-head@example.org", "head@example.org", "sibling-head@example.org"]
    assert [each.email for each in found if each.told] == emails[:count]
