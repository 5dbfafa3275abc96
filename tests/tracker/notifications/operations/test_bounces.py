"""Addresses that a mail server refuses: noted once, told to who leads there, and cleared by those who may."""

from datetime import date

import pytest

from tests.factories.bounces import refuse as refusal
from tests.factories.mail_days import DAY, HEAD, MINUTE, MONDAY, note, step
from tests.factories.world import NOW, TODAY, make_action
from tracker.choices import MessageState, NoticeKind, NoticeWay
from tracker.errors import NotAllowed, WrongState
from tracker.models import Event, Membership, actor_of
from tracker.notifications.models import Bounce, Message, NoticeToTell
from tracker.notifications.operations import bounces
from tracker.rules.access import SERVICE

OLD = "head@example.org"
SAVEPOINT = 2


def by(world, key="administrator"):
    return actor_of(world.people[key], on=TODAY)


def refuse(world, key="head"):
    person = world.people[key]
    return refusal(person=person, address=person.email, reason="550 no such mailbox", bounced_at=NOW)


def note_refusal(world, address=OLD):
    return bounces.note_bounce(person=world.people["head"], address=address, reason="550", by=SERVICE, at=NOW)


@pytest.fixture
def bounced(cast, office):
    email = cast.people["head"].email
    office.recipients[email] = "550 5.1.1 no such mailbox"
    make_action(cast, "late", recommendation="kirklees", post=HEAD, due_on=date(2026, 11, 2))
    note(cast, "sibling_head", action="leeds", way=NoticeWay.DAY)
    step(MONDAY)
    step(MONDAY + MINUTE)
    return cast


class TestNoted:
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

    def test_twice_is_once(self, cast):
        assert note_refusal(cast) == note_refusal(cast)
        assert Event.objects.get(verb="person.address-refused").after == {"address": OLD}

    def test_what_was_refused_says_nothing_of_another_address(self, cast):
        assert note_refusal(cast, "before@example.org") is None
        assert not Bounce.objects.exists()

    def test_a_person_cannot_note_one(self, cast):
        head = actor_of(cast.people["head"], on=TODAY)

        with pytest.raises(NotAllowed):
            bounces.note_bounce(person=cast.people["head"], address="a@example.org", reason="", by=head, at=NOW)


class TestTold:
    def raised(self, by=SERVICE):
        return bounces.raise_bounce_notices(by=by, at=NOW)

    def test_who_leads_there_is_told_once(self, cast):
        refuse(cast)

        assert (self.raised(), self.raised()) == (1, 0)
        assert NoticeToTell.objects.get(kind=NoticeKind.ADDRESS_BOUNCED).person == cast.people["lead"]

    def test_who_leads_there_later_hears_of_it_too(self, cast):
        refuse(cast)
        self.raised()
        Membership.objects.filter(person=cast.people["lead"]).update(person=cast.people["other_lead"])

        assert self.raised() == 1

    def test_where_every_address_works_it_costs_one_query(self, cast, django_assert_num_queries):
        with django_assert_num_queries(1 + SAVEPOINT):
            assert self.raised() == 0

    def test_a_person_cannot_tell_of_one(self, cast):
        with pytest.raises(NotAllowed):
            self.raised(by=actor_of(cast.people["administrator"], on=TODAY))


class TestClearedByAnAdministrator:
    def test_mail_goes_there_again(self, bounced, office):
        office.recipients.clear()
        bounces.clear_bounce(bounce=Bounce.objects.get(), by=by(bounced), at=MONDAY + DAY)
        note(bounced, "head", 5, way=NoticeWay.DAY)

        step(MONDAY + DAY)

        assert bounced.people["head"].email in {mail["To"] for mail in office.taken}
        assert Event.objects.filter(verb="person.address-cleared").count() == 1

    def test_by_nobody_else(self, cast):
        with pytest.raises(NotAllowed):
            bounces.clear_bounce(bounce=refuse(cast), by=by(cast, "lead"), at=MONDAY)

    def test_once(self, cast):
        bounce = refuse(cast)
        bounces.clear_bounce(bounce=bounce, by=by(cast), at=MONDAY)

        with pytest.raises(WrongState):
            bounces.clear_bounce(bounce=bounce, by=by(cast), at=MONDAY)


class TestClearedByThePerson:
    def test_the_person_says_so(self, cast):
        bounce = refuse(cast)

        bounces.clear_own_bounce(person=cast.people["head"], by=by(cast, "head"), at=NOW)

        bounce.refresh_from_db()
        event = Event.objects.get(verb="person.address-cleared")
        assert (bounce.cleared_at, bounce.cleared_by) == (NOW, cast.people["head"])
        assert (event.by, event.after) == (cast.people["head"], {"address": OLD})

    def test_once(self, cast):
        refuse(cast)
        bounces.clear_own_bounce(person=cast.people["head"], by=by(cast, "head"), at=NOW)

        with pytest.raises(WrongState, match="already"):
            bounces.clear_own_bounce(person=cast.people["head"], by=by(cast, "head"), at=NOW)
        assert Event.objects.filter(verb="person.address-cleared").count() == 1

    @pytest.mark.parametrize("key", ["administrator", "lead"])
    def test_nobody_says_so_for_another(self, cast, key):
        refuse(cast)

        with pytest.raises(NotAllowed):
            bounces.clear_own_bounce(person=cast.people["head"], by=by(cast, key), at=NOW)

    def test_what_stands_against_another_stays(self, cast):
        refuse(cast)
        other = refuse(cast, "lead")

        bounces.clear_own_bounce(person=cast.people["head"], by=by(cast, "head"), at=NOW)

        assert list(Bounce.objects.standing()) == [other]
