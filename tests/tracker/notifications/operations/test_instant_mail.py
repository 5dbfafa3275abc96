"""Mail that goes at once: one message for a few things, near no other mail, and only of what still holds."""

from datetime import timedelta

import pytest

from tests.factories.mail_days import DAY, MINUTE, MONDAY, kinds_sent, look_on_monday, note, prefer, step
from tests.factories.self_assessments import make_self_assessment
from tests.factories.world import TODAY
from tracker.choices import ActionStatus, Frequency, MessageKind, NoticeWay
from tracker.errors import NotAllowed
from tracker.models import Action, actor_of
from tracker.notifications.models import Message, NoticeToTell
from tracker.notifications.operations.decision_notices import raise_decision_notices
from tracker.notifications.operations.instant_mail import collect_instant
from tracker.rules.access import SERVICE

TWO = MONDAY.replace(hour=14)
SAVEPOINT = 2
ACTIONS = {"head": "kirklees", "sibling_head": "leeds", "other_head": "wigan"}


def collect(at=TWO):
    return collect_instant(by=SERVICE, at=at)


class TestWhen:
    def test_it_goes_with_the_next_tick(self, cast, office):
        look_on_monday()
        note(cast, "head", at=TWO)

        step(TWO + MINUTE)

        assert kinds_sent() == [MessageKind.INSTANT]
        assert len(office.taken) == 1

    def test_what_follows_within_thirty_minutes_goes_together(self, cast, office):
        look_on_monday()
        for minutes in (0, 1, 5, 29, 30, 31, 45):
            if minutes < 30:
                note(cast, "head", minutes, at=TWO)
            step(TWO + minutes * MINUTE)

        assert len(office.taken) == 2
        assert sorted(Message.objects.values_list("created_at", flat=True)) == [TWO, TWO + 30 * MINUTE]

    def test_it_goes_with_a_digest_that_is_due_within_thirty_minutes(self, cast, office):
        note(cast, "head", at=MONDAY - 20 * MINUTE)
        for minutes in (-20, -19, -1, 0, 1, 4):
            step(MONDAY + minutes * MINUTE)

        assert kinds_sent() == [MessageKind.DIGEST]
        assert len(office.taken) == 1

    def test_what_comes_up_at_the_weekend_goes_on_the_next_working_morning(self, cast, office):
        saturday = MONDAY + 5 * DAY
        prefer(cast, "head", Frequency.WEEKLY, weekday=3)
        note(cast, "head", at=saturday)
        for at in (saturday, saturday + DAY, MONDAY + 7 * DAY - 3 * timedelta(hours=1)):
            step(at)
        before = len(office.taken)

        step(MONDAY + 7 * DAY)

        assert (before, len(office.taken)) == (0, 1)


class TestWhat:
    @pytest.mark.parametrize(("wants", "made"), [(True, 1), (False, 0)])
    def test_a_review_goes_at_once_to_who_wants_that(self, cast, wants, made):
        prefer(cast, "lead", Frequency.WEEKLY, weekday=4, tells_reviews_at_once=wants)
        make_self_assessment(cast, "kirklees")
        raise_decision_notices(by=SERVICE, at=TWO + 9 * DAY)

        assert len(collect(TWO + 9 * DAY)) == made
        assert NoticeToTell.objects.untold().exists() is not wants

    def test_what_waits_for_the_day_or_the_digest_is_left(self, cast):
        note(cast, "head", 1, way=NoticeWay.DAY)
        note(cast, "head", 2, way=NoticeWay.DIGEST)

        assert collect() == []

    def test_what_no_longer_holds_makes_nothing(self, cast):
        note(cast, "head")
        Action.objects.update(status=ActionStatus.COMPLETED)

        assert collect() == []

    def test_what_comes_up_while_a_message_waits_goes_with_it(self, cast):
        note(cast, "head", 1)
        collect()
        note(cast, "head", 2)

        assert collect(TWO + MINUTE) == []
        assert Message.objects.get().notices.count() == 2


def test_twice_is_once(cast):
    note(cast, "head")

    assert [len(collect()) for _ in range(2)] == [1, 0]


def test_only_the_service_makes_them(cast):
    with pytest.raises(NotAllowed):
        collect_instant(by=actor_of(cast.people["administrator"], on=TODAY), at=TWO)


@pytest.mark.parametrize("people", [1, 3])
def test_queries_are_the_same_for_any_number_of_people(cast, people, django_assert_num_queries):
    for key, action in list(ACTIONS.items())[:people]:
        note(cast, key, action=action)

    with django_assert_num_queries(9 + SAVEPOINT):
        assert len(collect()) == people
