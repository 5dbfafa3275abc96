"""What mail would tell: for each person all that waits, and for each message what was put into it and still holds."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.mail import make_message
from tests.factories.mail_days import note, prefer
from tests.factories.rows import save_changed
from tests.factories.world import NOW, TODAY, World, make_action
from tracker.choices import ActionStatus, Frequency, MessageKind, MessageState, NoticeKind, NoticeWay
from tracker.notifications.models import Message, NoticeToTell
from tracker.notifications.operations.ladder import raise_rungs
from tracker.notifications.queries import mails
from tracker.notifications.queries.day import Day
from tracker.notifications.queries.mails import Content
from tracker.notifications.rules.email_preferences import Preference
from tracker.rules.access import SERVICE

DAY = timedelta(days=1)
HEAD = "Head of PDU, kirklees"


def waiting(world: World, *keys: str) -> dict[str, Content]:
    """What a digest would tell each of these people, by their keys."""
    people = {world.people[key].pk: key for key in keys}
    return {people[number]: each for number, each in mails.contents(people, Day(TODAY), at=NOW).items()}


def message(world: World, kind: MessageKind = MessageKind.DIGEST, *, key: str = "head") -> Message:
    """With everything in it that its person is to be told."""
    made = make_message(world.people[key], uid=f"{kind}{key}", kind=kind)
    NoticeToTell.objects.filter(person=made.person).update(message=made)
    return made


def of_message(made: Message) -> Content:
    return mails.of_messages([made], Day(TODAY)).get(made.pk, mails.NOTHING)


class TestWhatWaits:
    def test_each_is_told_their_own(self, cast: World) -> None:
        prefer(cast, "head", Frequency.DAILY)
        notices = {"head": note(cast, "head"), "lead": note(cast, "lead", action="region")}

        found = waiting(cast, "head", "lead", "owner")

        assert {key: each.told for key, each in found.items()} == {key: {each.pk} for key, each in notices.items()}
        assert found["head"].subjects == {cast.actions["kirklees"].ref}
        assert found["head"].preference == Preference(Frequency.DAILY)

    def test_what_was_sent_waits_no_more(self, cast: World) -> None:
        note(cast, "head")
        made = message(cast)
        before = waiting(cast, "head")
        save_changed(made, state=MessageState.SENT, sent_at=NOW)

        assert (list(before), waiting(cast, "head")) == (["head"], {})

    def test_a_digest_lists_every_urgent_action_told_before_or_not(self, cast: World) -> None:
        for key, days in {"late": -9, "soon": 2, "later": 40}.items():
            make_action(cast, key, recommendation="kirklees", post=HEAD, due_on=TODAY + days * DAY)
        note(cast, "head")

        digest = waiting(cast, "head")["head"].digest

        rows = [row.ref for row in (*digest.overdue, *digest.due)]
        assert rows == [cast.actions[key].ref for key in ("late", "soon")]

    def test_what_is_overdue_makes_one_without_any_notice(self, cast: World) -> None:
        make_action(cast, "late", recommendation="kirklees", post=HEAD, due_on=TODAY - DAY)

        found = waiting(cast, "head")["head"]

        assert found.digest.subject == "1 overdue: inspection actions"
        assert not NoticeToTell.objects.exists()

    def test_who_wants_or_gets_no_mail_has_none(self, cast: World) -> None:
        make_action(cast, "late", recommendation="kirklees", post=HEAD, due_on=TODAY - DAY)
        prefer(cast, "head", Frequency.STOPPED)
        note(cast, "lead", action="region")
        save_changed(cast.people["lead"], is_active=False)

        assert waiting(cast, "head", "lead") == {}


class TestMessages:
    @pytest.mark.parametrize(
        ("kind", "overdue"), [(MessageKind.DIGEST, 1), (MessageKind.REMINDER, 0), (MessageKind.INSTANT, 0)]
    )
    def test_only_a_digest_lists_what_else_is_urgent(self, cast: World, kind: MessageKind, overdue: int) -> None:
        make_action(cast, "late", recommendation="kirklees", post=HEAD, due_on=TODAY - DAY)
        given = note(cast, "head")

        found = of_message(message(cast, kind))

        assert (len(found.digest.overdue), len(found.digest.assigned), found.told) == (overdue, 1, {given.pk})
        assert found.digest.kind is kind

    @pytest.mark.parametrize(
        "change",
        [
            lambda world: save_changed(world.actions["kirklees"], status=ActionStatus.COMPLETED),
            lambda world: save_changed(world.people["head"], is_active=False),
        ],
        ids=["done", "account closed"],
    )
    def test_what_no_longer_holds_is_left_out(self, cast: World, change: Callable[[World], Any]) -> None:
        note(cast, "head")
        made = message(cast)
        change(cast)

        assert of_message(made).digest.is_empty

    def test_a_rung_that_was_noted_is_told_while_it_is_the_highest(self, staff: World) -> None:
        raise_rungs(by=SERVICE, at=NOW)
        made = message(staff, MessageKind.REMINDER)
        before = of_message(made)
        save_changed(staff.actions["kirklees"], due_on=TODAY - DAY)

        assert [row.ref for row in before.digest.due] == [staff.actions["kirklees"].ref]
        assert of_message(made).told == frozenset()

    @pytest.mark.parametrize(("frequency", "has_news"), [(Frequency.WEEKLY, True), (Frequency.STOPPED, False)])
    def test_news_come_with_the_digest_of_who_wants_them(
        self, cast: World, frequency: Frequency, has_news: bool
    ) -> None:
        prefer(cast, "head", frequency)
        make_action(cast, "late", recommendation="kirklees", post=HEAD, due_on=TODAY - DAY)
        note(cast, "head")

        assert bool(of_message(message(cast)).digest.news.area) is has_news
        assert not of_message(message(cast, MessageKind.INSTANT)).digest.news.area


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_seventy_queries_at_most_for_any_number(
    cast: World, count: int, django_assert_max_num_queries: Any
) -> None:
    places = list({"head": "kirklees", "sibling_head": "leeds", "other_head": "wigan"}.items())[:count]
    for key, action in places:
        note(cast, key, action=action)
        note(cast, key, kind=NoticeKind.ACTION_LATE, way=NoticeWay.DAY, action=action)
    made = [message(cast, key=key) for key, _ in places]

    with django_assert_max_num_queries(70):
        assert len(mails.of_messages(made, Day(TODAY))) == count
    with django_assert_max_num_queries(70):
        assert set(waiting(cast, *(key for key, _ in places))) == {key for key, _ in places}
