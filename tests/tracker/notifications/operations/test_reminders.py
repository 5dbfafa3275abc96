"""Who is told what, once: notices and the weekly digests that collect them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.transaction import atomic, set_rollback

from tests.factories.world import NOW, STARTED, TODAY, make_action
from tracker.choices import ActionStatus, Frequency, MessageState, NoticeKind, Role
from tracker.errors import NotAllowed
from tracker.models import Action, Membership, Person, Post, PostHolder, actor_of
from tracker.notifications.models import DigestRun, EmailPreference, Message, NoticeToTell, Snooze
from tracker.notifications.operations import message_queue
from tracker.notifications.operations.ladder import raise_rungs
from tracker.notifications.operations.reminders import collect_day, remind
from tracker.rules.access import SERVICE

SAVEPOINT = 2  # the operation's own, inside the test's transaction
HALF_PAST_SEVEN = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)  # the Monday after TODAY


@pytest.fixture
def cast(world):
    """Everybody has signed in before, and only the action of Kirklees is due; all others were withdrawn."""
    Person.objects.update(first_signed_in_at=NOW - timedelta(days=100))
    Action.objects.exclude(pk=world.actions["kirklees"].pk).update(status=ActionStatus.WITHDRAWN)
    return world


def set_due(action, due_on):
    Action.objects.filter(pk=action.pk).update(due_on=due_on)


def identities():
    return sorted(NoticeToTell.objects.values_list("kind", "subject", "number", "person", "rung", "since_on"))


def told():
    """What goes into mail, and whose mail that is."""
    mailed = NoticeToTell.objects.filter(message__isnull=False)
    return sorted(mailed.values_list("kind", "subject", "number", "person", "rung", "message__person"))


def people_told():
    return [notice.person for notice in NoticeToTell.objects.select_related("person").order_by("pk")]


def fill(world, count):
    """`count` more people with a post and an overdue action each."""
    for number in range(count):
        post = Post.objects.create(organisation=world.organisations["kirklees"], title=f"Manager {number}")
        person = Person.objects.create(email=f"m{number}@example.org", name=post.title, first_signed_in_at=NOW)
        Membership.objects.create(
            person=person, organisation=post.organisation, role=Role.ACTION_OWNER, from_on=STARTED
        )
        PostHolder.objects.create(post=post, person=person, from_on=STARTED)
        world.posts[post.title] = post
        make_action(world, post.title, recommendation="kirklees", post=post.title, due_on=date(2026, 11, 17))


def remind_and_send(*, days):
    """A run so many days after the first Monday, all of whose mail goes."""
    at = HALF_PAST_SEVEN + timedelta(days=days)
    done = remind(by=SERVICE, at=at)
    Message.objects.update(state=MessageState.SENT, sent_at=at)
    return done


class TestDigests:
    def test_one_digest_per_person_takes_what_is_untold(self, cast):
        raise_rungs(by=SERVICE, at=HALF_PAST_SEVEN)

        made = collect_day(by=SERVICE, at=HALF_PAST_SEVEN).digests

        message = Message.objects.get()
        assert made == 1
        assert (message.person, message.frequency) == (cast.people["head"], Frequency.WEEKLY)
        assert message.run_on == date(2026, 11, 23)
        assert message.message_id.endswith("@localhost>")
        assert NoticeToTell.objects.get().message == message

    def test_what_was_noted_a_moment_ago_goes_as_what_was_noted_before(self, cast):
        """A run does not ask again whether what it has just noted holds; its person must still want and get mail."""
        fill(cast, 4)
        gone, stopped, *others = Person.objects.filter(email__startswith="m").order_by("pk")
        EmailPreference.objects.create(person=stopped, frequency=Frequency.STOPPED)
        noted = raise_rungs(by=SERVICE, at=HALF_PAST_SEVEN)
        Person.objects.filter(pk=gone.pk).update(is_active=False)

        with atomic():
            collect_day(by=SERVICE, at=HALF_PAST_SEVEN)
            before = told()
            set_rollback(True)
        collect_day(noted=noted, by=SERVICE, at=HALF_PAST_SEVEN)

        assert {each.pk for each in others} <= {person for *_, person in before}
        assert told() == before

    def test_the_run_is_kept_with_how_many_it_made(self, cast):
        collect_day(by=SERVICE, at=HALF_PAST_SEVEN)

        run = DigestRun.objects.get(frequency=Frequency.WEEKLY, run_on=HALF_PAST_SEVEN.date())
        assert (run.digests, run.made_at) == (1, HALF_PAST_SEVEN)

    def test_nothing_to_say_makes_nothing(self, cast):
        set_due(cast.actions["kirklees"], date(2026, 12, 22))

        assert collect_day(by=SERVICE, at=HALF_PAST_SEVEN).digests == 0
        assert not Message.objects.exists()

    def test_what_comes_up_after_the_weeks_digests_waits_for_the_next(self, cast):
        set_due(cast.actions["kirklees"], date(2026, 12, 22))  # 20 working days before it is 24 November
        remind(by=SERVICE, at=HALF_PAST_SEVEN)
        remind(by=SERVICE, at=HALF_PAST_SEVEN + timedelta(days=2))

        assert not Message.objects.exists()
        assert remind(by=SERVICE, at=HALF_PAST_SEVEN + timedelta(days=7)).digests == 1

    def test_what_stays_overdue_is_told_every_week_though_its_reminder_came_before(self, cast):
        for week in range(3):
            remind_and_send(days=7 * week)

        mails = Message.objects.filter(person=cast.people["head"])
        assert list(mails.order_by("pk").values_list("kind", flat=True)) == ["digest"] * 3
        assert NoticeToTell.objects.filter(kind=NoticeKind.OVERDUE_LIST).count() == 2  # at first the reminder says it

    def test_what_is_overdue_makes_one_digest_a_week_for_who_gets_one_daily(self, cast):
        EmailPreference.objects.create(person=cast.people["head"], frequency=Frequency.DAILY)
        remind_and_send(days=0)

        made = [remind_and_send(days=days).digests for days in range(7, 12)]

        assert made == [1, 0, 0, 0, 0]

    @pytest.mark.parametrize("frequency", [Frequency.NEEDED, Frequency.STOPPED])
    def test_it_makes_none_for_who_wants_no_digest(self, cast, frequency):
        EmailPreference.objects.create(person=cast.people["head"], frequency=frequency)

        assert collect_day(by=SERVICE, at=HALF_PAST_SEVEN).digests == 0

    def test_reminders_that_are_put_off_make_none(self, cast):
        Snooze.objects.create(action=cast.actions["kirklees"], until_on=date(2026, 12, 1), reason="-", made_at=NOW)

        assert collect_day(by=SERVICE, at=HALF_PAST_SEVEN).digests == 0

    def test_a_friday_that_was_missed_is_made_up_on_monday(self, cast):
        EmailPreference.objects.create(person=cast.people["head"], frequency=Frequency.WEEKLY, weekday=4)
        friday = HALF_PAST_SEVEN - timedelta(days=3)
        remind(by=SERVICE, at=friday - timedelta(days=1))  # as every day before

        remind(by=SERVICE, at=HALF_PAST_SEVEN)
        remind(by=SERVICE, at=HALF_PAST_SEVEN + timedelta(days=1))

        mail = Message.objects.unsent(at=HALF_PAST_SEVEN).get(person=cast.people["head"])
        assert (mail.frequency, mail.run_on) == (Frequency.WEEKLY, date(2026, 11, 20))

    def test_ticks_all_day_make_one_digest(self, cast):
        for minutes in (-1, 0, 1, 60, 600):
            remind(by=SERVICE, at=HALF_PAST_SEVEN + timedelta(minutes=minutes))

        assert Message.objects.count() == 1

    @pytest.mark.parametrize(("days", "made"), [(1, 1), (4, 1), (5, None), (6, None), (7, 1)])
    def test_a_missed_monday_is_made_up_on_a_working_day(self, cast, days, made):
        assert remind(by=SERVICE, at=HALF_PAST_SEVEN + timedelta(days=days)).digests == made

    def test_an_action_completed_meanwhile_makes_no_digest(self, cast):
        raise_rungs(by=SERVICE, at=HALF_PAST_SEVEN)
        Action.objects.update(status=ActionStatus.COMPLETED)

        assert collect_day(by=SERVICE, at=HALF_PAST_SEVEN).digests == 0

    def test_a_person_whose_account_was_turned_off_gets_no_digest(self, cast):
        raise_rungs(by=SERVICE, at=HALF_PAST_SEVEN)
        Person.objects.update(is_active=False)

        assert collect_day(by=SERVICE, at=HALF_PAST_SEVEN).digests == 0

    def test_what_last_weeks_digest_did_not_tell_is_merged_into_this_one(self, cast):
        remind(by=SERVICE, at=HALF_PAST_SEVEN)
        remind(by=SERVICE, at=HALF_PAST_SEVEN + timedelta(days=7))

        states = Message.objects.order_by("pk").values_list("state", flat=True)
        assert list(states) == [MessageState.EXPIRED, MessageState.PENDING]
        assert {notice.message.state for notice in NoticeToTell.objects.all()} == {MessageState.PENDING}

    def test_a_mail_on_its_way_takes_no_more_notices(self, cast):
        remind(by=SERVICE, at=HALF_PAST_SEVEN)
        message_queue.lease(sender="one", limit=1, by=SERVICE, at=HALF_PAST_SEVEN)
        NoticeToTell.objects.update(message=None)

        NoticeToTell.objects.put_into_mail_of(HALF_PAST_SEVEN.date())

        assert NoticeToTell.objects.untold().count() == 1

    def test_a_person_cannot_make_digests(self, cast):
        with pytest.raises(NotAllowed):
            collect_day(by=actor_of(cast.people["administrator"], on=TODAY), at=HALF_PAST_SEVEN)


@pytest.mark.parametrize("people", [5, 40])
def test_queries_are_the_same_for_any_number_of_people(cast, people, django_assert_num_queries):
    fill(cast, people)

    with django_assert_num_queries(15 + SAVEPOINT):
        raise_rungs(by=SERVICE, at=HALF_PAST_SEVEN)
    with django_assert_num_queries(22 + 2 * SAVEPOINT):  # 13 runs, noted by one statement
        collect_day(by=SERVICE, at=HALF_PAST_SEVEN)

    assert Message.objects.count() == people + 1
