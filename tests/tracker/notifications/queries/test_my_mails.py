"""A person's own emails: what they chose, when the next digest is, and what each of theirs told."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.factories.bounces import refuse
from tests.factories.mail import SENT, make_mail, make_message
from tests.factories.world import NOW, World
from tracker.choices import Frequency, MessageKind, MessageState, NoticeKind
from tracker.notifications.models import EmailPreference, Message, NoticeToTell
from tracker.notifications.queries import my_mails
from tracker.notifications.rules.email_preferences import DEFAULT, AtOnce, Preference
from tracker.notifications.rules.why_told import ToldBecause

DAY = timedelta(days=1)


def test_who_never_chose_gets_the_next_digest_on_monday(world: World) -> None:
    found = my_mails.of_person(world.people["head"], at=NOW)

    assert (found.preference, found.at_once) == (DEFAULT, AtOnce())
    assert (found.next_at, found.sent.rows, found.refusal) == (datetime(2026, 11, 23, 7, 30, tzinfo=UTC), [], None)


def test_what_was_chosen_and_what_stands_against_the_address_is_said(world: World) -> None:
    head = world.people["head"]
    EmailPreference.objects.create(person=head, frequency=Frequency.DAILY, tells_reviews_at_once=False)
    bounce = refuse(person=head, address=head.email, reason="550", bounced_at=NOW)

    found = my_mails.of_person(head, at=NOW)

    assert (found.preference, found.at_once) == (Preference(Frequency.DAILY), AtOnce(reviews=False))
    assert (found.next_at, found.refusal) == (datetime(2026, 11, 19, 7, 30, tzinfo=UTC), bounce)


def test_their_own_are_listed_twenty_to_a_page_the_newest_first(world: World, django_assert_num_queries: Any) -> None:
    head = world.people["head"]
    mine = [make_message(head, uid=number, created_at=NOW - number * DAY) for number in range(21)]
    make_message(world.people["lead"], uid="lead")

    with django_assert_num_queries(2):
        first = my_mails.of_person(head, at=NOW).sent

    assert first.rows == mine[:20]
    assert my_mails.of_person(head, at=NOW, after=first.after).sent.rows == mine[20:]


def test_one_is_shown_with_what_it_told_to_its_own_person_alone(world: World, django_assert_num_queries: Any) -> None:
    make_mail(world)

    with django_assert_num_queries(2):
        sent = my_mails.sent_to(world.people["head"].pk, SENT)

    assert sent is not None
    assert sent.told == [ToldBecause(world.actions["kirklees"].ref, "Action late", "")]
    assert my_mails.sent_to(world.people["administrator"].pk, SENT) is None


@pytest.mark.parametrize(("kind", "words"), [(MessageKind.JOBS_RAN, "That the jobs ran"), (MessageKind.DIGEST, "")])
def test_mail_about_no_notice_says_what_it_is_about(kind: MessageKind, words: str) -> None:
    assert my_mails.Sent(Message(kind=kind, state=MessageState.SENT), []).of_itself == words


@pytest.mark.parametrize(
    ("rung", "days", "why"),
    [
        ("action-late", {}, "1 working day after 20 November 2026"),
        ("action-near", {}, "3 working days before 20 November 2026"),
        ("action-near", {"action-near": 4}, "4 working days before 20 November 2026"),
        ("a-rung-of-old", {}, "date 20 November 2026"),
    ],
)
def test_a_rung_is_told_with_the_days_of_the_settings(settings: Any, rung: str, days: dict[str, int], why: str) -> None:
    settings.LADDER_DAYS = days
    notice = NoticeToTell(kind=NoticeKind.ACTION_LATE, subject="ACT-0412", rung=rung, due_on=date(2026, 11, 20))

    assert my_mails.told([notice]) == [ToldBecause("ACT-0412", "Action late", why, rung)]
