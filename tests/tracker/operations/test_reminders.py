"""Who is told what, once: notices and the weekly digests that collect them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories.world import NOW, STARTED, TODAY, make_action
from tracker.choices import ActionStatus, MessageState, NoticeKind, Role
from tracker.errors import NotAllowed
from tracker.models import Action, Deputy, Event, Membership, Message, Notice, Person, Post, PostHolder, actor_of
from tracker.operations import outbox
from tracker.operations.reminders import collect_day, raise_notices, remind
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


def keys():
    return sorted(Notice.objects.values_list("key", flat=True))


def people_told():
    return [notice.person for notice in Notice.objects.select_related("person").order_by("pk")]


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
        make_action(world, post.title, recommendation="kirklees", post=post.title, due_on=date(2026, 11, 1))


class TestNotices:
    def test_an_action_due_this_week_is_noted_for_the_holder_of_its_post(self, cast):
        count = raise_notices(on=TODAY, by=SERVICE, at=NOW)

        head, ref = cast.people["head"], cast.actions["kirklees"].ref
        notice = Notice.objects.get()
        assert count == 1
        assert notice.key == f"due-this-week:{ref}:2026-11-20:{head.pk}"
        assert (notice.person, notice.kind, notice.subject) == (head, NoticeKind.DUE_THIS_WEEK, ref)

    def test_twice_is_once(self, cast):
        raise_notices(on=TODAY, by=SERVICE, at=NOW)
        again = raise_notices(on=TODAY, by=SERVICE, at=NOW)

        assert (again, len(keys())) == (0, 1)

    def test_a_notice_that_another_run_added_meanwhile_is_kept(self, cast, monkeypatch):
        raise_notices(on=TODAY, by=SERVICE, at=NOW)
        monkeypatch.setattr(type(Action.objects.all()), "untold", lambda self, on: self.to_tell(on=on))

        raise_notices(on=TODAY, by=SERVICE, at=NOW)

        assert len(keys()) == 1

    def test_overdue_is_told_after_due_this_week(self, cast):
        for day in (TODAY, date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)):
            raise_notices(on=day, by=SERVICE, at=NOW)

        assert [key.split(":")[0] for key in keys()] == ["due-this-week", "overdue"]

    @pytest.mark.parametrize("missed", range(1, 15))
    def test_after_missed_days_it_is_told_once(self, cast, missed):
        set_due(cast.actions["kirklees"], TODAY - timedelta(days=1))

        raise_notices(on=TODAY + timedelta(days=missed), by=SERVICE, at=NOW)

        assert [key.split(":")[0] for key in keys()] == ["overdue"]

    def test_a_new_date_starts_again(self, cast):
        raise_notices(on=TODAY, by=SERVICE, at=NOW)
        set_due(cast.actions["kirklees"], date(2026, 11, 24))

        raise_notices(on=TODAY, by=SERVICE, at=NOW)

        assert [key.split(":")[2] for key in keys()] == ["2026-11-20", "2026-11-24"]

    @pytest.mark.parametrize("number", [1, 999, 9_999, 10_000, 123_456])
    def test_the_key_in_sql_is_the_key_of_the_rule(self, cast, number):
        action = Action(pk=number, title="Brief", owner_post=cast.posts["Head of PDU, kirklees"], created_at=NOW)
        action.due_on = action.first_due_on = date(2026, 11, 2)
        action.save(force_insert=not Action.objects.filter(pk=number).exists())

        raise_notices(on=TODAY, by=SERVICE, at=NOW)

        assert not Action.objects.untold(on=TODAY).exists()

    def test_a_deputy_is_told_instead_of_the_holder_on_leave(self, cast):
        post, deputy = cast.posts["Head of PDU, kirklees"], cast.people["owner"]
        Deputy.objects.create(post=post, person=deputy, from_on=TODAY, to_on=TODAY + timedelta(days=7))

        raise_notices(on=TODAY, by=SERVICE, at=NOW)

        assert people_told() == [deputy]

    def test_a_deputy_whose_cover_is_over_is_not_told(self, cast):
        post = cast.posts["Head of PDU, kirklees"]
        Deputy.objects.create(post=post, person=cast.people["owner"], from_on=STARTED, to_on=TODAY)

        raise_notices(on=TODAY, by=SERVICE, at=NOW)

        assert people_told() == [cast.people["head"]]

    def test_a_deputy_who_cannot_be_told_leaves_it_to_the_holder(self, cast):
        post = cast.posts["Head of PDU, kirklees"]
        Deputy.objects.create(post=post, person=cast.people["disabled"], from_on=STARTED, to_on=date(2027, 1, 1))

        raise_notices(on=TODAY, by=SERVICE, at=NOW)

        assert people_told() == [cast.people["head"]]

    def test_the_next_holder_is_told_too(self, cast):
        raise_notices(on=TODAY, by=SERVICE, at=NOW)
        PostHolder.objects.filter(person=cast.people["head"]).update(to_on=TODAY + timedelta(days=1))
        post = cast.posts["Head of PDU, kirklees"]
        PostHolder.objects.create(post=post, person=cast.people["owner"], from_on=TODAY + timedelta(days=1))

        raise_notices(on=TODAY + timedelta(days=1), by=SERVICE, at=NOW)

        assert people_told() == [cast.people["head"], cast.people["owner"]]

    @pytest.mark.parametrize(
        "change",
        [
            lambda head: PostHolder.objects.filter(person=head).update(to_on=TODAY),
            lambda head: Person.objects.filter(pk=head.pk).update(is_active=False),
            lambda head: Person.objects.filter(pk=head.pk).update(first_signed_in_at=None),
            lambda head: Membership.objects.filter(person=head).update(to_on=TODAY),
            lambda head: Membership.objects.filter(person=head).update(role=Role.AUDITOR),
        ],
        ids=["post vacant", "account off", "never signed in", "no role left", "reads only"],
    )
    def test_nobody_is_told(self, cast, change):
        change(cast.people["head"])

        raise_notices(on=TODAY, by=SERVICE, at=NOW)

        assert keys() == []

    @pytest.mark.parametrize("status", [ActionStatus.COMPLETED, ActionStatus.WITHDRAWN])
    def test_an_action_that_is_done_is_not_told(self, cast, status):
        Action.objects.update(status=status)

        assert raise_notices(on=TODAY, by=SERVICE, at=NOW) == 0

    def test_a_person_cannot_raise_notices(self, cast):
        head = actor_of(cast.people["head"], on=TODAY)

        with pytest.raises(NotAllowed):
            raise_notices(on=TODAY, by=head, at=NOW)


class TestDigests:
    def test_one_digest_per_person_takes_what_is_untold(self, cast):
        raise_notices(on=TODAY, by=SERVICE, at=NOW)

        made = collect_day(by=SERVICE, at=HALF_PAST_SEVEN).digests

        message = Message.objects.get()
        assert made == 1
        assert message.key == f"digest:{cast.people['head'].pk}:weekly:2026-11-23"
        assert message.message_id.endswith("@localhost>")
        assert Notice.objects.get().message == message

    def test_the_run_is_in_the_trail(self, cast):
        collect_day(by=SERVICE, at=HALF_PAST_SEVEN)

        event = Event.objects.get(verb="digests.made")
        assert (event.subject, event.by, event.after) == ("digests:2026-11-23", None, {"digests": 0})

    def test_nothing_to_say_makes_nothing(self, cast):
        assert collect_day(by=SERVICE, at=HALF_PAST_SEVEN).digests == 0
        assert not Message.objects.exists()

    def test_what_comes_up_after_the_weeks_digests_waits_for_the_next(self, cast):
        set_due(cast.actions["kirklees"], date(2026, 11, 30))
        remind(by=SERVICE, at=HALF_PAST_SEVEN)
        remind(by=SERVICE, at=HALF_PAST_SEVEN + timedelta(days=2))

        assert not Message.objects.exists()
        assert remind(by=SERVICE, at=HALF_PAST_SEVEN + timedelta(days=7)).digests == 1

    def test_ticks_all_day_make_one_digest(self, cast):
        for minutes in (-1, 0, 1, 60, 600):
            remind(by=SERVICE, at=HALF_PAST_SEVEN + timedelta(minutes=minutes))

        assert Message.objects.count() == 1

    @pytest.mark.parametrize(("days", "made"), [(1, 1), (4, 1), (5, None), (6, None), (7, 1)])
    def test_a_missed_monday_is_made_up_on_a_working_day(self, cast, days, made):
        set_due(cast.actions["kirklees"], date(2026, 11, 1))

        assert remind(by=SERVICE, at=HALF_PAST_SEVEN + timedelta(days=days)).digests == made

    def test_an_action_completed_meanwhile_makes_no_digest(self, cast):
        raise_notices(on=TODAY, by=SERVICE, at=NOW)
        Action.objects.update(status=ActionStatus.COMPLETED)

        assert collect_day(by=SERVICE, at=HALF_PAST_SEVEN).digests == 0

    def test_a_person_whose_account_was_turned_off_gets_no_digest(self, cast):
        raise_notices(on=TODAY, by=SERVICE, at=NOW)
        Person.objects.update(is_active=False)

        assert collect_day(by=SERVICE, at=HALF_PAST_SEVEN).digests == 0

    def test_what_last_weeks_digest_did_not_tell_is_merged_into_this_one(self, cast):
        remind(by=SERVICE, at=HALF_PAST_SEVEN)
        remind(by=SERVICE, at=HALF_PAST_SEVEN + timedelta(days=7))

        states = dict(Message.objects.values_list("key", "state"))
        assert list(states.values()) == [MessageState.EXPIRED, MessageState.PENDING]
        assert {notice.message.state for notice in Notice.objects.all()} == {MessageState.PENDING}

    def test_a_mail_on_its_way_takes_no_more_notices(self, cast):
        remind(by=SERVICE, at=HALF_PAST_SEVEN)
        outbox.claim(sender="one", limit=1, by=SERVICE, at=HALF_PAST_SEVEN)
        Notice.objects.update(message=None)

        Notice.objects.put_into_mail_of(HALF_PAST_SEVEN.date())

        assert Notice.objects.untold().count() == 1

    def test_a_person_cannot_make_digests(self, cast):
        with pytest.raises(NotAllowed):
            collect_day(by=actor_of(cast.people["administrator"], on=TODAY), at=HALF_PAST_SEVEN)


@pytest.mark.parametrize("people", [5, 50])
def test_queries_are_the_same_for_any_number_of_people(cast, people, django_assert_num_queries):
    fill(cast, people)

    with django_assert_num_queries(2 + SAVEPOINT):
        raise_notices(on=TODAY, by=SERVICE, at=NOW)
    with django_assert_num_queries(12 + 2 * SAVEPOINT):
        collect_day(by=SERVICE, at=HALF_PAST_SEVEN)

    assert Message.objects.count() == people + 1
