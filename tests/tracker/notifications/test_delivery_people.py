"""Who is told when mail goes: people who have left, moved or are on leave, and what they chose."""

from datetime import date, timedelta

import pytest

from tests.factories.mail import make_message
from tests.factories.mail_days import DAY, HEAD, MINUTE, MONDAY, look_on_monday, note, prefer, step
from tests.factories.post_office import free_port, open_post_office, smtp_at
from tests.factories.self_assessments import make_self_assessment
from tests.factories.world import NOW, STARTED, TODAY, make_action, make_person
from tracker.choices import Frequency, MessageKind, MessageState, NoticeKind, NoticeWay, Role
from tracker.models import Judgement, Membership, Person, Post, PostHolder, actor_of
from tracker.notifications.models import MailHold, Message, NoticeToTell
from tracker.notifications.operations import bounces, snooze
from tracker.notifications.operations.reminders import remind
from tracker.notifications.queries import jobs
from tracker.operations import history, posts
from tracker.rules.access import SERVICE, Actor

OWNER = "Senior Probation Officer, kirklees"
DIRECTOR = "Regional Probation Director, yorkshire"


def got(office, world, key):
    """The text of each mail that somebody got."""
    email = world.people[key].email
    return [mail.get_body(("plain",)).get_content() for mail in office.taken if mail["To"] == email]


def leaves(world, key):
    Person.objects.filter(pk=world.people[key].pk).update(is_active=False)
    Membership.objects.filter(person=world.people[key]).update(to_on=MONDAY.date())


def changed(world, action, *, at):
    """The regional lead has done something to an action."""
    lead = world.people["lead"]
    by = Actor(person_id=lead.pk, name=lead.name)
    history.record(verb="action.updated", subject=world.actions[action].ref, by=by, at=at, after={})


def put_off(world, key, *, until_on, at):
    snooze.snooze_action(
        action=world.actions[key], until_on=until_on, reason="Waiting for the template",
        by=actor_of(world.people["owner"], on=TODAY), at=at,
    )  # fmt: skip


def covers(world, post, key, *, by):
    posts.cover_leave(
        post=world.posts[post], person=world.people[key], from_on=MONDAY.date(), last_on=date(2026, 12, 4),
        by=actor_of(world.people[by], on=TODAY), at=MONDAY,
    )  # fmt: skip


class TestWhoLeft:
    def test_a_head_who_left_hears_of_no_reminders_put_off(self, cast, office):
        make_action(cast, "late", recommendation="kirklees", post=OWNER, due_on=date(2026, 12, 1))
        put_off(cast, "late", until_on=date(2026, 12, 4), at=MONDAY)
        leaves(cast, "head")

        step(MONDAY + 7 * DAY)

        assert got(office, cast, "head") == []

    def test_a_lead_who_left_hears_of_no_refused_address_and_the_next_lead_does(self, cast, office):
        owner = cast.people["owner"]
        bounces.note_bounce(person=owner, address=owner.email, reason="550", by=SERVICE, at=MONDAY - DAY)
        step(MONDAY - DAY)
        leaves(cast, "lead")
        make_person(cast, "new_lead", role=Role.REGIONAL_LEAD, body="yorkshire", title=None)
        Person.objects.update(first_signed_in_at=NOW - 100 * DAY)

        step(MONDAY)

        assert got(office, cast, "lead") == []
        assert "emails to this person do not arrive" in got(office, cast, "new_lead")[0]

    def test_who_moved_to_another_region_hears_of_no_changes_at_the_post_that_they_still_hold(self, cast, office):
        owner, wigan = cast.people["owner"], cast.organisations["wigan"]
        make_action(cast, "here", recommendation="kirklees", post=OWNER, title="Of Kirklees", due_on=date(2027, 5, 1))
        Membership.objects.filter(person=owner).update(organisation=wigan)
        cast.posts["SPO, wigan"] = post = Post.objects.create(organisation=wigan, title="SPO")
        PostHolder.objects.create(post=post, person=owner, from_on=STARTED)
        make_action(cast, "there", recommendation="wigan", post="SPO, wigan", due_on=date(2026, 11, 13))
        make_message(owner, uid="before", state=MessageState.SENT, sent_at=MONDAY - 7 * DAY)
        changed(cast, "here", at=MONDAY - DAY)

        step(MONDAY)

        assert "Of Kirklees" not in got(office, cast, "owner")[0]


class TestLeave:
    @pytest.mark.parametrize(("deputy", "told"), [("owner", "owner"), ("sibling_head", "lead")])
    def test_what_is_passed_up_goes_to_the_deputy_who_can_see_it_or_else_up(self, cast, office, deputy, told):
        look_on_monday()
        covers(cast, HEAD, deputy, by="head")
        make_person(cast, "other", role=Role.ACTION_OWNER, body="kirklees", title="Business manager")
        Person.objects.update(first_signed_in_at=NOW - 100 * DAY)
        post = "Business manager, kirklees"
        make_action(cast, "late", recommendation="kirklees", post=post, title="Audit plans", due_on=date(2026, 11, 10))

        step(MONDAY + DAY)

        assert "1 late action was escalated to you" in got(office, cast, told)[-1]
        assert got(office, cast, "head") == []

    def test_the_list_of_the_region_goes_to_who_covers_its_lead_and_may_see_it(self, cast, office):
        make_person(cast, "second", role=Role.REGIONAL_LEAD, body="yorkshire", title="Head of Operations")
        make_person(cast, "deputy", role=Role.ACTION_OWNER, body="yorkshire", title="Head of Performance")
        Person.objects.update(first_signed_in_at=NOW - 100 * DAY)
        covers(cast, DIRECTOR, "deputy", by="lead")
        make_action(cast, "late", recommendation="kirklees", post=HEAD, due_on=date(2026, 10, 1))

        step(MONDAY + 7 * DAY)

        lists = NoticeToTell.objects.filter(kind=NoticeKind.EXCEPTION_LIST).values_list("person", flat=True)
        assert set(lists) == {cast.people["deputy"].pk, cast.people["second"].pk}

    def test_cover_is_told_on_the_day_and_not_when_it_is_over(self, cast, office):
        look_on_monday()
        covers(cast, HEAD, "owner", by="head")

        step(MONDAY + DAY)

        assert "1 post was given to you" in got(office, cast, "owner")[0]


class TestChoices:
    def test_who_stopped_the_digest_still_hears_at_once_of_what_they_left_ticked(self, cast, office):
        prefer(cast, "head", Frequency.STOPPED)
        look_on_monday()
        make_action(cast, "late", recommendation="kirklees", post=OWNER, due_on=date(2026, 11, 10))

        step(MONDAY + DAY)

        assert "escalated to you" in got(office, cast, "head")[0]

    def test_what_was_given_to_who_stopped_the_digest_brings_no_news_along(self, cast, office):
        prefer(cast, "head", Frequency.STOPPED)
        make_action(cast, "late", recommendation="kirklees", post=OWNER, due_on=date(2026, 11, 12))
        note(cast, "head", at=MONDAY - 20 * MINUTE)

        step(MONDAY)

        [text] = got(office, cast, "head")
        assert "For your area" not in text
        assert "You stopped the digest. You get this all the same" in text

    def test_only_when_something_needs_me_leaves_out_what_others_put_off(self, cast, office):
        prefer(cast, "head", Frequency.NEEDED)
        make_action(cast, "late", recommendation="kirklees", post=OWNER, due_on=date(2026, 12, 20))
        put_off(cast, "late", until_on=date(2026, 12, 1), at=MONDAY)

        step(MONDAY + DAY)

        assert got(office, cast, "head") == []


class TestNews:
    def test_what_changed_before_a_reminder_stands_in_the_digest_after_it(self, cast, office):
        make_action(cast, "x", recommendation="kirklees", post=HEAD, title="Audit plans", due_on=date(2026, 12, 14))
        make_action(cast, "y", recommendation="kirklees", post=HEAD, title="Other", due_on=date(2026, 11, 24))
        make_action(cast, "z", recommendation="kirklees", post=HEAD, title="Later", due_on=date(2026, 12, 18))
        step(MONDAY)
        changed(cast, "x", at=MONDAY + DAY)
        for days in range(1, 8):
            step(MONDAY + days * DAY)

        kinds = Message.objects.filter(person=cast.people["head"]).order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == [MessageKind.DIGEST, MessageKind.REMINDER, MessageKind.DIGEST]
        assert "Changed since your last digest on 16 November 2026" in got(office, cast, "head")[-1]

    def test_reminders_put_off_for_some_days_are_news_when_the_days_are_over(self, cast, office):
        make_action(cast, "x", recommendation="kirklees", post=OWNER, due_on=date(2026, 12, 24))
        step(MONDAY)
        put_off(cast, "x", until_on=date(2026, 11, 20), at=MONDAY + DAY)

        step(MONDAY + 7 * DAY)

        assert "reminders put off until 20 November 2026" in got(office, cast, "head")[-1]


class TestUpwards:
    def test_a_review_that_nobody_in_the_region_can_do_goes_to_hmpps(self, cast):
        Membership.objects.filter(role=Role.REGIONAL_LEAD).delete()
        make_self_assessment(cast, "kirklees", by="head")
        Judgement.objects.update(made_at=MONDAY - 40 * DAY)

        remind(by=SERVICE, at=MONDAY)

        notice = NoticeToTell.objects.get(kind=NoticeKind.REVIEW_WAITING)
        assert notice.person == cast.people["national"]

    def test_one_manager_is_reminded_of_a_response_and_not_all_of_them(self, cast):
        make_person(cast, "second", role=Role.HEAD_OF_PDU, body="kirklees", title="Deputy Head of PDU")
        Person.objects.update(first_signed_in_at=NOW - 100 * DAY)
        make_self_assessment(cast, "kirklees", by="head")
        Judgement.objects.update(made_at=MONDAY - 40 * DAY)

        remind(by=SERVICE, at=MONDAY)

        told = NoticeToTell.objects.filter(kind=NoticeKind.REVIEW_WAITING).values_list("person", flat=True)
        assert list(told) == [cast.people["lead"].pk]

    def test_the_exception_list_begins_where_the_settings_say(self, cast, settings):
        settings.LADDER_DAYS = {"action-region": 15, "action-hmpps": 21}
        make_action(cast, "late", recommendation="kirklees", post=HEAD, due_on=date(2026, 11, 2))

        remind(by=SERVICE, at=MONDAY)

        assert not NoticeToTell.objects.filter(person=cast.people["lead"]).exists()


class TestWhileTheServerIsAway:
    @pytest.mark.parametrize("count", [1, 3])
    def test_mail_is_late_after_fifteen_minutes_however_often_it_was_tried(self, cast, settings, count):
        smtp_at(settings, free_port())
        look_on_monday()
        for number, (key, action) in enumerate(
            list({"head": "kirklees", "sibling_head": "leeds", "lead": "region"}.items())[:count]
        ):
            note(cast, key, number, action=action, at=MONDAY + DAY)

        late = []
        for minutes in range(31):
            step(MONDAY + DAY + minutes * MINUTE)
            late.append(jobs.mail_is_late(at=MONDAY + DAY + minutes * MINUTE))

        assert late == [False] * 16 + [True] * 15

    def test_one_mailbox_that_is_full_makes_nothing_late(self, cast, office):
        look_on_monday()
        office.recipients[cast.people["head"].email] = "452 4.2.2 mailbox full"
        note(cast, "head", at=MONDAY + DAY)
        for minutes in range(31):
            step(MONDAY + DAY + minutes * MINUTE)

        assert Message.objects.get().attempts > 3
        assert not jobs.mail_is_late(at=MONDAY + DAY + 30 * MINUTE)

    def test_it_is_late_no_more_once_it_went(self, cast, settings):
        smtp_at(settings, free_port())
        look_on_monday()
        note(cast, "head", at=MONDAY + DAY)
        for minutes in range(20):
            step(MONDAY + DAY + minutes * MINUTE)

        with open_post_office(settings):
            step(MONDAY + DAY + timedelta(minutes=30))

        assert not jobs.mail_is_late(at=MONDAY + DAY + timedelta(minutes=31))


def test_a_run_counts_the_mail_of_the_day_and_what_goes_at_once_together(cast):
    for number in range(51):
        key = f"n{number}"
        make_person(cast, key, role=Role.ACTION_OWNER, body="kirklees", title=f"Manager {number}")
        make_action(cast, key, recommendation="kirklees", post=f"Manager {number}, kirklees", due_on=date(2026, 11, 19))
    Person.objects.update(first_signed_in_at=NOW - 100 * DAY)
    remind(by=SERVICE, at=MONDAY - DAY)
    NoticeToTell.objects.filter(pk__in=NoticeToTell.objects.order_by("pk")[:20]).update(way=NoticeWay.INSTANT)

    done = remind(by=SERVICE, at=MONDAY + DAY)

    assert done.held == done.reminders + (done.digests or 0) + done.instant > 50
    assert MailHold.objects.get().messages.count() == done.held
