"""Mail that waits for a person, addresses that are refused, and what an administrator can do about both."""

from datetime import date

import pytest

from tests.factories.mail_days import DAY, HEAD, MINUTE, MONDAY, note, step
from tests.factories.many_people import make_people
from tests.factories.world import NOW, TODAY, make_action
from tracker.choices import MessageState, NoticeKind, NoticeWay
from tracker.errors import NotAllowed, WrongState
from tracker.models import Event, actor_of
from tracker.notifications import sending
from tracker.notifications.models import Bounce, MailHold, Message, NoticeToTell
from tracker.notifications.operations import bounces, holds, message_queue
from tracker.notifications.operations.reminders import remind
from tracker.rules.access import SERVICE


class TestHolds:
    @pytest.fixture
    def flood(self, cast):
        make_people(cast, 51, due_on=date(2026, 11, 20))
        remind(by=SERVICE, at=MONDAY)
        return cast

    @pytest.fixture
    def administrator(self, cast):
        return actor_of(cast.people["administrator"], on=TODAY)

    def test_a_first_run_over_fifty_waits_for_a_person(self, flood, office):
        run = sending.send_due(by=SERVICE, at=MONDAY + MINUTE)

        hold = MailHold.objects.get()
        assert (run.sent, office.taken, hold.messages.count()) == (0, [], 51)
        assert "51 messages" in hold.why

    def test_fifty_go(self, cast, office):
        make_people(cast, 50, due_on=date(2026, 11, 20))

        step(MONDAY)

        assert len(office.taken) == 50
        assert not MailHold.objects.exists()

    def test_released_it_goes_and_the_same_settings_hold_nothing_again(self, flood, office, administrator):
        count = holds.release_hold(hold=MailHold.objects.get(), by=administrator, at=MONDAY + MINUTE)
        step(MONDAY + 2 * MINUTE)
        make_people(flood, 60, due_on=date(2026, 11, 27), name="new")
        step(MONDAY + 7 * DAY)

        new = [mail for mail in office.taken if mail["To"].startswith("new-")]
        assert (count, len(office.taken) - len(new) >= 51, len(new)) == (51, True, 60)
        assert Event.objects.filter(verb="mail.released").count() == 1

    def test_dropped_it_never_goes_and_is_not_told_again(self, flood, office, administrator):
        told = set(NoticeToTell.objects.values_list("pk", flat=True))
        holds.drop_hold(hold=MailHold.objects.get(), by=administrator, at=MONDAY + MINUTE)
        step(MONDAY + 2 * MINUTE)

        assert office.taken == []
        assert not NoticeToTell.objects.untold().filter(pk__in=told).exists()
        assert Event.objects.get(verb="mail.dropped").after == {"messages": 51}

    def test_other_settings_hold_again(self, flood, office, administrator, settings):
        holds.release_hold(hold=MailHold.objects.get(), by=administrator, at=MONDAY)
        settings.RESPONSE_DAYS += 1
        make_people(flood, 60, due_on=date(2026, 11, 27), name="new")
        remind(by=SERVICE, at=MONDAY + 7 * DAY)

        assert MailHold.objects.waiting().count() == 1

    def test_while_a_run_waits_smaller_ones_wait_with_it(self, flood, office):
        make_people(flood, 3, due_on=date(2026, 11, 20), name="late-comer")

        step(MONDAY + DAY)

        assert office.taken == []
        assert MailHold.objects.get().messages.filter(state=MessageState.HELD).count() == 54

    def test_a_held_digest_that_has_gone_stale_is_merged_into_the_next(self, flood, office):
        remind(by=SERVICE, at=MONDAY + 7 * DAY)

        first, second = MailHold.objects.order_by("pk")
        assert set(first.messages.values_list("state", flat=True)) == {MessageState.EXPIRED}
        assert (first.dropped_at, second.dropped_at) == (MONDAY + 7 * DAY, None)
        assert second.messages.filter(state=MessageState.HELD).count() >= 51

    @pytest.mark.parametrize("key", ["head", "lead", "national", "auditor"])
    def test_only_an_administrator_decides(self, flood, key):
        for decide in (holds.release_hold, holds.drop_hold):
            with pytest.raises(NotAllowed):
                decide(hold=MailHold.objects.get(), by=actor_of(flood.people[key], on=TODAY), at=MONDAY)

    def test_it_is_decided_once(self, flood, administrator):
        holds.drop_hold(hold=MailHold.objects.get(), by=administrator, at=MONDAY)

        with pytest.raises(WrongState):
            holds.release_hold(hold=MailHold.objects.get(), by=administrator, at=MONDAY)


class TestBounces:
    @pytest.fixture
    def bounced(self, cast, office):
        email = cast.people["head"].email
        office.recipients[email] = "550 5.1.1 no such mailbox"
        make_action(cast, "late", recommendation="kirklees", post=HEAD, due_on=date(2026, 11, 2))
        note(cast, "sibling_head", action="leeds", way=NoticeWay.DAY)
        step(MONDAY)
        step(MONDAY + MINUTE)
        return cast

    def test_550_is_remembered_and_told_to_the_lead(self, bounced):
        bounce = Bounce.objects.get()
        notice = NoticeToTell.objects.get(kind=NoticeKind.ADDRESS_BOUNCED)
        assert (bounce.person, bounce.address) == (bounced.people["head"], bounced.people["head"].email)
        assert "550" in bounce.reason
        assert (notice.person, notice.subject) == (bounced.people["lead"], bounced.people["head"].ref)

    def test_nothing_more_is_sent_there_and_the_others_go_on(self, bounced, office):
        for days in range(1, 5):
            step(MONDAY + days * DAY)

        assert office.tried.count(bounced.people["head"].email) == 1
        assert bounced.people["sibling_head"].email in {mail["To"] for mail in office.taken}

    def test_a_refused_content_says_nothing_of_the_address(self, cast, office):
        office.content[cast.people["head"].email] = "554 5.6.0 refused"
        note(cast, "head", way=NoticeWay.DAY)

        step(MONDAY)

        assert Message.objects.get().state == MessageState.FAILED
        assert not Bounce.objects.exists()

    def test_cleared_by_an_administrator_mail_goes_there_again(self, bounced, office):
        office.recipients.clear()
        administrator = actor_of(bounced.people["administrator"], on=TODAY)
        bounces.clear_bounce(bounce=Bounce.objects.get(), by=administrator, at=MONDAY + DAY)
        note(bounced, "head", 5, way=NoticeWay.DAY)

        step(MONDAY + DAY)

        assert bounced.people["head"].email in {mail["To"] for mail in office.taken}
        assert Event.objects.filter(verb="person.address-cleared").count() == 1

    def test_it_is_cleared_once_and_by_an_administrator_only(self, bounced):
        bounce = Bounce.objects.get()
        with pytest.raises(NotAllowed):
            bounces.clear_bounce(bounce=bounce, by=actor_of(bounced.people["lead"], on=TODAY), at=MONDAY)
        administrator = actor_of(bounced.people["administrator"], on=TODAY)
        bounces.clear_bounce(bounce=bounce, by=administrator, at=MONDAY)

        with pytest.raises(WrongState):
            bounces.clear_bounce(bounce=bounce, by=administrator, at=MONDAY)

    def test_a_person_cannot_note_one(self, cast):
        head = actor_of(cast.people["head"], on=TODAY)

        with pytest.raises(NotAllowed):
            bounces.note_bounce(person=cast.people["head"], address="a@example.org", reason="", by=head, at=NOW)


class TestTryAgain:
    @pytest.fixture
    def administrator(self, cast):
        return actor_of(cast.people["administrator"], on=TODAY)

    def test_what_waits_goes_at_once(self, cast, office, administrator):
        office.content[cast.people["head"].email] = "451 later"
        note(cast, "head", way=NoticeWay.DAY)
        step(MONDAY)
        office.content.clear()

        message_queue.try_again(message=Message.objects.get(), by=administrator, at=MONDAY)
        sending.send_due(by=SERVICE, at=MONDAY)

        assert len(office.taken) == 1

    def test_what_failed_tells_what_was_not_told_since(self, cast, office, administrator):
        office.content[cast.people["head"].email] = "554 refused"
        note(cast, "head", way=NoticeWay.DAY)
        step(MONDAY)
        office.content.clear()

        message_queue.try_again(message=Message.objects.get(), by=administrator, at=MONDAY + MINUTE)
        sending.send_due(by=SERVICE, at=MONDAY + MINUTE)

        assert len(office.taken) == 1
        assert NoticeToTell.objects.get().message == Message.objects.get()

    def test_what_was_sent_is_not_sent_again(self, cast, office, administrator):
        note(cast, "head", way=NoticeWay.DAY)
        step(MONDAY)

        with pytest.raises(WrongState):
            message_queue.try_again(message=Message.objects.get(), by=administrator, at=MONDAY)

    def test_only_an_administrator_can(self, cast, office):
        note(cast, "head", way=NoticeWay.DAY)
        remind(by=SERVICE, at=MONDAY)

        with pytest.raises(NotAllowed):
            message_queue.try_again(
                message=Message.objects.get(), by=actor_of(cast.people["lead"], on=TODAY), at=MONDAY
            )
