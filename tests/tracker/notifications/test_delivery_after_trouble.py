"""What people are told after something was overtaken, dropped out, could not be sent or was tried again."""

from datetime import date

import pytest

from tests.factories.mail import make_message
from tests.factories.mail_days import DAY, HEAD, MINUTE, MONDAY, look_on_monday, note, prefer, step
from tests.factories.world import NOW, STARTED, TODAY, make_action
from tracker.choices import ActionStatus, Frequency, MessageKind, MessageState, NoticeKind, NoticeWay, Role
from tracker.models import Action, Membership, Person, actor_of
from tracker.notifications import rendering, sending
from tracker.notifications.models import Message, NoticeToTell
from tracker.notifications.operations import bounces, message_queue
from tracker.notifications.operations.reminders import remind
from tracker.operations import history
from tracker.rules.access import SERVICE

WEEK = 7 * DAY
UIDS = [f"3e17b5a4-0000-4000-8000-00000000000{number}" for number in range(3)]
LATE_SINCE = date(2026, 11, 2)


@pytest.fixture
def late(cast):
    """The head of Kirklees has an action that is overdue and was told before Monday."""
    make_action(cast, "late", recommendation="kirklees", post=HEAD, title="Audit ten plans", due_on=LATE_SINCE)
    remind(by=SERVICE, at=MONDAY - 4 * DAY)
    sending.send_due(by=SERVICE, at=MONDAY - 4 * DAY)
    return cast


def subjects(office, world, key="head"):
    return [mail["Subject"] for mail in office.taken if mail["To"] == world.people[key].email]


def finish(action):
    Action.objects.filter(pk=action.pk).update(status=ActionStatus.COMPLETED)


class TestOverdueEveryWeek:
    def test_what_was_overtaken_does_not_silence_what_stays_overdue(self, late, office):
        action = make_action(late, "soon", recommendation="kirklees", post=HEAD, due_on=date(2026, 12, 1))
        remind(by=SERVICE, at=MONDAY - 3 * DAY)
        finish(action)
        assert NoticeToTell.objects.untold().filter(subject=action.ref).exists()

        for week in range(3):
            step(MONDAY + week * WEEK)

        assert subjects(office, late)[-3:] == ["1 overdue: inspection actions"] * 3

    def test_nor_does_what_dropped_out_when_it_was_sent(self, late, office):
        action = make_action(late, "soon", recommendation="kirklees", post=HEAD, due_on=date(2026, 11, 19))
        remind(by=SERVICE, at=MONDAY)
        finish(action)
        sending.send_due(by=SERVICE, at=MONDAY)

        step(MONDAY + WEEK)

        assert subjects(office, late)[-1] == "1 overdue: inspection actions"

    def test_the_next_digest_says_so_beforehand(self, late):
        action = make_action(late, "soon", recommendation="kirklees", post=HEAD, due_on=date(2026, 12, 1))
        remind(by=SERVICE, at=MONDAY - 3 * DAY)
        finish(action)

        coming = rendering.next_digest(person_id=late.people["head"].pk, at=MONDAY - DAY)

        assert coming.subject == "1 overdue: inspection actions"

    def test_once_a_week_whatever_else_is_told(self, late, office):
        before = len(subjects(office, late))
        for day in range(5):
            step(MONDAY + day * DAY)

        assert subjects(office, late)[before:] == ["1 overdue: inspection actions"]


class TestUntoldForAMonth:
    def test_the_digest_tells_it(self, cast, office):
        note(cast, "head", way=NoticeWay.DAY, at=MONDAY - 40 * DAY)

        step(MONDAY)

        assert len(subjects(office, cast)) == 1


class TestTriedAgain:
    @pytest.mark.parametrize("kind", [MessageKind.JOBS_RAN, MessageKind.ADDRESS_CHANGED, MessageKind.INVITATION])
    def test_mail_of_another_kind_takes_no_reminders_along(self, cast, kind):
        waiting = note(cast, "head", way=NoticeWay.DIGEST)
        failed = make_message(cast.people["head"], uid=UIDS[0], kind=kind, state=MessageState.FAILED)

        message_queue.try_again(message=failed, by=actor_of(cast.people["administrator"], on=TODAY), at=MONDAY)

        waiting.refresh_from_db()
        assert waiting.message is None

    def test_instant_mail_takes_only_what_can_go_at_once(self, cast):
        at_once = note(cast, "head", way=NoticeWay.DIGEST)
        other = note(cast, "head", 2, kind=NoticeKind.ACTION_DUE, way=NoticeWay.DIGEST)
        failed = make_message(cast.people["head"], uid=UIDS[0], kind=MessageKind.INSTANT, state=MessageState.FAILED)

        message_queue.try_again(message=failed, by=actor_of(cast.people["administrator"], on=TODAY), at=MONDAY)

        at_once.refresh_from_db()
        other.refresh_from_db()
        assert (at_once.message, other.message) == (failed, None)


class TestSeveralDaysUnsent:
    def unsent(self, world, *days):
        """Reminders of these days that could not be sent."""
        prefer(world, "head", Frequency.WEEKLY, 4)
        for uid, day in zip(UIDS, days, strict=False):
            make_message(world.people["head"], uid=uid, kind=MessageKind.REMINDER, day_on=day)

    def test_the_newest_is_carried_to_today_and_the_others_end(self, cast):
        self.unsent(cast, date(2026, 11, 12), date(2026, 11, 13), date(2026, 11, 11))
        told = note(cast, "head", way=NoticeWay.DAY)
        told.message = Message.objects.get(day_on=date(2026, 11, 11))
        told.save()

        ended = message_queue.carry_to_today(by=SERVICE, at=MONDAY)

        told.refresh_from_db()
        states = list(Message.objects.order_by("pk").values_list("state", "day_on"))
        assert ended == 2
        assert states == [("expired", None), ("pending", MONDAY.date()), ("expired", None)]
        assert told.message is None

    def test_the_run_of_the_morning_works_and_tells_it_all_in_one(self, cast, office):
        self.unsent(cast, date(2026, 11, 12), date(2026, 11, 13))
        told = note(cast, "head", way=NoticeWay.DAY)
        told.message = Message.objects.get(day_on=date(2026, 11, 12))
        told.save()

        step(MONDAY)

        told.refresh_from_db()
        assert told.message.state == MessageState.SENT
        assert len(office.taken) == 1

    def test_none_waits_for_ever_where_the_day_has_a_mail_of_its_own(self, cast):
        self.unsent(cast, date(2026, 11, 12), date(2026, 11, 13))
        head = cast.people["head"]
        make_message(head, uid="sent", state=MessageState.SENT, sent_at=MONDAY, day_on=MONDAY.date())

        assert message_queue.carry_to_today(by=SERVICE, at=MONDAY) == 2
        assert not Message.objects.unsent(at=MONDAY).exists()

    def test_of_several_people_each_keeps_one(self, cast):
        for number, key in enumerate(("head", "lead")):
            make_message(cast.people[key], uid=UIDS[number], kind=MessageKind.REMINDER, day_on=date(2026, 11, 13))

        assert message_queue.carry_to_today(by=SERVICE, at=MONDAY) == 0
        assert Message.objects.of_day(MONDAY.date()).count() == 2


class TestWhileItIsWritten:
    def test_what_is_put_into_a_mail_after_it_was_written_is_told_by_the_next(self, cast, office, monkeypatch):
        look_on_monday()
        at = MONDAY.replace(hour=14)
        note(cast, "head", at=at)
        remind(by=SERVICE, at=at)
        later = note(cast, "head", 2, at=at)
        written = rendering.written

        def written_while_a_tick_commits(messages, *, at, day):
            found = written(messages, at=at, day=day)
            NoticeToTell.objects.filter(pk=later.pk).update(message=messages[0])
            return found

        monkeypatch.setattr(rendering, "written", written_while_a_tick_commits)
        sending.send_due(by=SERVICE, at=at)
        monkeypatch.setattr(rendering, "written", written)
        later.refresh_from_db()
        assert later.message is None

        step(at + 31 * MINUTE)

        assert len(office.taken) == 2

    def test_instant_mail_that_was_not_sent_can_come_again(self, cast, office):
        look_on_monday()
        at = MONDAY.replace(hour=14)
        head = cast.people["head"]
        note(cast, "head", at=at)
        remind(by=SERVICE, at=at)
        bounces.note_bounce(person=head, address=head.email, reason="550", by=SERVICE, at=at)
        sending.send_due(by=SERVICE, at=at)
        bounces.clear_own_bounce(person=head, by=actor_of(head, on=TODAY), at=at + 40 * MINUTE)
        assert Message.objects.get(kind=MessageKind.INSTANT).state == MessageState.SUPPRESSED

        step(at + 41 * MINUTE)

        assert len(subjects(office, cast)) == 1


class TestWhatTheyChose:
    def test_who_stopped_the_digest_gets_what_was_given_and_no_list_of_their_actions(self, late, office):
        prefer(late, "head", Frequency.STOPPED)
        make_action(late, "soon", recommendation="kirklees", post=HEAD, due_on=date(2026, 11, 19))
        note(late, "head", action="soon", at=MONDAY - DAY)

        step(MONDAY)

        (mail,) = [each for each in office.taken if each["To"] == late.people["head"].email][-1:]
        text = _text(mail)
        assert "overdue" not in mail["Subject"]
        assert late.actions["soon"].ref in text
        assert "Audit ten plans" not in text

    def test_who_wants_only_what_needs_them_gets_what_is_overdue_and_nothing_before(self, late, office):
        prefer(late, "head", Frequency.NEEDED)
        make_action(late, "soon", recommendation="kirklees", post=HEAD, title="Brief all", due_on=date(2026, 11, 20))
        new = make_action(late, "new", recommendation="kirklees", post=HEAD, title="Chase", due_on=date(2026, 11, 13))

        step(MONDAY)

        (mail,) = [each for each in office.taken if each["To"] == late.people["head"].email][-1:]
        text = _text(mail)
        assert mail["Subject"] == "2 overdue: inspection actions"
        assert new.ref in text
        assert "Brief all" not in text

    @pytest.mark.parametrize(
        ("verb", "words"),
        [
            ("carry-over.decided", "Decided for the carry-over"),
            ("response.drafted", "Response drafted"),
            ("self-assessment.made", "Self-assessment sent"),
        ],
    )
    def test_the_news_says_nothing_of_drafts(self, late, office, verb, words):
        step(MONDAY)
        by = actor_of(late.people["coordinator"], on=TODAY)
        ref = late.recommendations["kirklees"].ref
        history.record(verb=verb, subject=ref, by=by, at=MONDAY + DAY, after={"organisation": "kirklees"})

        step(MONDAY + WEEK)

        text = _text([mail for mail in office.taken if mail["To"] == late.people["head"].email][-1])
        assert (words in text) is (verb == "self-assessment.made")


def test_a_lead_is_told_of_the_body_below_them_whose_person_gets_no_mail(cast, office):
    """Somebody may have roles in two regions: each lead reads of their own."""
    person, region = cast.people["other_head"], cast.organisations["kirklees"]
    Membership.objects.create(person=person, organisation=region, role=Role.ACTION_OWNER, from_on=STARTED)
    Person.objects.update(first_signed_in_at=NOW)
    bounces.note_bounce(person=person, address=person.email, reason="550", by=SERVICE, at=MONDAY - 3 * DAY)

    step(MONDAY)

    told = [mail for mail in office.taken if mail["To"] == cast.people["lead"].email]
    assert [("/kirklees/" in text, "/wigan/" in text) for text in map(_text, told)] == [(True, False)]


def _text(mail):
    return mail.get_body(("plain",)).get_content()
