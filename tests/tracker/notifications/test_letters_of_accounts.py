"""What people are told of their own accounts, and when they are not: the invitation to sign in, another address."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.bounces import refuse
from tests.factories.post_office import PostOffice
from tests.factories.world import NOW, TODAY, World, make_person
from tracker.choices import MessageKind, MessageState, Role
from tracker.models import Membership, Person, actor_of
from tracker.notifications import rendering, sending
from tracker.notifications.models import Bounce, Message, NoticeToTell
from tracker.notifications.operations import invitations
from tracker.notifications.operations.addresses import change_address
from tracker.notifications.operations.reminders import remind
from tracker.operations import people
from tracker.rules.access import SERVICE

DAY = timedelta(days=1)
NEW = "new@example.org"


@pytest.fixture
def added(world: World) -> tuple[Person, str]:
    """Somebody whom the administrator has just added, and the first password."""
    by = actor_of(world.people["administrator"], on=TODAY)
    return invitations.invite_person(
        email=NEW,
        name="Deputy head of Leeds",
        role=Role.HEAD_OF_PDU,
        organisation=world.organisations["leeds"],
        by=by,
        at=NOW,
    )


def message(person: Person) -> Message:
    return Message.objects.select_related("person").get(person=person)


def written(person: Person) -> EmailMultiAlternatives:
    each = message(person)
    mail = rendering.written([each], at=NOW)[each.pk].mail
    assert mail is not None
    return mail


class TestInvitation:
    @pytest.mark.parametrize(
        "fact",
        [
            "HM Inspectorate of Probation inspects",
            "Head of PDU for Leeds PDU, from 18 November 2026",
            "names deputies",
            "Given by Administrator, HMPPS on 18 November 2026",
            "Sign in with new@example.org",
            "Administrator, HMPPS tells you your first password in person or by telephone",
            "Ask Administrator, HMPPS (administrator@example.org).",
        ],
    )
    def test_it_says_what_the_service_is_the_role_who_gave_it_and_whom_to_ask(
        self, added: tuple[Person, str], fact: str
    ) -> None:
        mail = written(added[0])

        assert fact in " ".join(str(mail.body).split())
        assert fact in " ".join(str(mail.alternatives[0][0]).replace("<br>", "").split())

    def test_it_leads_to_the_sign_in_page_and_holds_neither_password_nor_token(
        self, added: tuple[Person, str], settings: Any
    ) -> None:
        whole = written(added[0]).message().as_string() + str(written(added[0]).body)

        assert f"{settings.SERVICE_URL}/sign-in/" in whole
        assert added[1] not in whole
        assert "email-preferences" not in whole

    def test_from_the_command_line_it_names_nobody(self, world: World) -> None:
        person = people.add_person(email=NEW, name="New", password="k7mp-x2vd-aaaa-bbbb", by=SERVICE, at=NOW)
        people.give_role(
            person=person, role=Role.ADMINISTRATOR, organisation=world.organisations["hmpps"], by=SERVICE, at=NOW
        )
        invitations.invite(person=person, by=SERVICE, at=NOW)

        text = str(written(person).body)

        assert "Given by the people who run the service on 18 November 2026" in text
        assert "Whoever added you tells you your first password" in text
        assert "Ask the person in your region who manages this service." in text

    def test_every_role_is_told(self, world: World, added: tuple[Person, str]) -> None:
        people.give_role(
            person=added[0],
            role=Role.AUDITOR,
            organisation=world.organisations["wigan"],
            from_on=TODAY + 30 * DAY,
            by=SERVICE,
            at=NOW,
        )

        text = str(written(added[0]).body)

        assert "Your roles\n" in text
        assert "* Auditor for Wigan PDU, from 18 December 2026\n" in text

    def test_queries_are_the_same_for_any_number(self, world: World) -> None:
        few, many = self._queries(world, 2), self._queries(world, 20)

        assert few == many <= 5

    def _queries(self, world: World, number: int) -> int:
        for each in range(number):
            person = make_person(world, f"n{number}x{each}", role=Role.AUDITOR, body="leeds", title=None)
            invitations.invite(person=person, by=SERVICE, at=NOW)
        made = list(Message.objects.select_related("person"))
        with CaptureQueriesContext(connection) as asked:
            rendering.written(made, at=NOW)
        return len(asked)


class TestOnItsWay:
    def test_it_arrives_once(self, added: tuple[Person, str], office: PostOffice) -> None:
        for minutes in range(3):
            sending.send_due(by=SERVICE, at=NOW + timedelta(minutes=minutes))

        (mail,) = office.taken
        assert (mail["To"], mail["Subject"]) == (NEW, "Your account to track inspection recommendations")
        assert "List-Unsubscribe" not in mail
        assert message(added[0]).state == MessageState.SENT

    def test_it_is_not_the_one_mail_of_the_day(self, world: World, added: tuple[Person, str]) -> None:
        sending.send_due(by=SERVICE, at=NOW)

        assert not Message.objects.of_day(TODAY).exists()
        assert not Message.objects.once_a_day().exists()

    def test_nothing_else_goes_to_somebody_who_never_signed_in(
        self, world: World, added: tuple[Person, str], office: PostOffice
    ) -> None:
        for days in range(15):
            remind(by=SERVICE, at=NOW + days * DAY)
            sending.send_due(by=SERVICE, at=NOW + days * DAY)

        assert [mail["To"] for mail in office.taken] == [NEW]
        assert not NoticeToTell.objects.filter(person=added[0], message__isnull=False).exists()

    def test_it_waits_for_a_working_day(self, world: World, office: PostOffice) -> None:
        saturday = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
        invitations.invite(person=world.people["head"], by=SERVICE, at=saturday)
        before = [sending.send_due(by=SERVICE, at=saturday + hours * timedelta(hours=1)).sent for hours in (0, 24, 46)]

        assert (before, sending.send_due(by=SERVICE, at=datetime(2026, 11, 23, 7, 30, tzinfo=UTC)).sent) == (
            [0, 0, 0],
            1,
        )

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ("closed", "The account is closed."),
            ("roleless", "This person has no role."),
            ("signed in", "This person has signed in already."),
            ("bounced", "Emails do not arrive at this address."),
        ],
    )
    def test_what_changed_meanwhile_stops_it(
        self, added: tuple[Person, str], office: PostOffice, change: str, words: str
    ) -> None:
        person = added[0]
        if change == "closed":
            Person.objects.filter(pk=person.pk).update(is_active=False)
        elif change == "roleless":
            Membership.objects.filter(person=person).update(from_on=TODAY - DAY, to_on=TODAY)
        elif change == "signed in":
            Person.objects.filter(pk=person.pk).update(first_signed_in_at=NOW)
        else:
            refuse(person=person, address=NEW, reason="550", bounced_at=NOW)

        sending.send_due(by=SERVICE, at=NOW)

        assert office.taken == []
        assert (message(person).state, message(person).last_error) == (MessageState.SUPPRESSED, words)

    def test_an_address_that_is_refused_is_told_to_the_lead(
        self, world: World, added: tuple[Person, str], office: PostOffice
    ) -> None:
        office.recipients[NEW] = "550 5.1.1 no such mailbox"
        Person.objects.filter(pk=world.people["lead"].pk).update(first_signed_in_at=NOW)

        sending.send_due(by=SERVICE, at=NOW)
        remind(by=SERVICE, at=NOW + timedelta(minutes=1))

        assert Bounce.objects.get().person == added[0]
        assert NoticeToTell.objects.filter(person=world.people["lead"], subject=added[0].ref).exists()

    def test_together_with_a_digest_each_gets_their_own(self, world: World, added: tuple[Person, str]) -> None:
        Person.objects.filter(pk=world.people["head"].pk).update(first_signed_in_at=NOW)
        remind(by=SERVICE, at=NOW)
        made = list(Message.objects.select_related("person"))

        found = rendering.written(made, at=NOW)

        kinds = {each.kind: found[each.pk].mail for each in made}
        assert kinds.keys() == {MessageKind.INVITATION, MessageKind.DIGEST}
        assert all(kinds.values())


class TestAddressChanged:
    @pytest.fixture
    def moved(self, world: World) -> Person:
        """The head signed in long ago, and has another address from today on."""
        Person.objects.filter(pk=world.people["head"].pk).update(first_signed_in_at=NOW - 100 * DAY)
        by = actor_of(world.people["administrator"], on=TODAY)
        return change_address(person=world.people["head"], email=NEW, was="head@example.org", by=by, at=NOW)

    @pytest.mark.parametrize(
        "fact",
        [
            "Your email address in this service is now new@example.org.",
            "It was changed by Administrator, HMPPS on 18 November 2026.",
            "Your password stays as it is",
            "If you did not expect this, ask Administrator, HMPPS (administrator@example.org).",
        ],
    )
    def test_it_says_what_it_is_now_and_who_changed_it(self, moved: Person, fact: str) -> None:
        mail = written(moved)

        assert fact in str(mail.body)
        assert fact in str(mail.alternatives[0][0])

    def test_it_goes_to_the_new_address_once(self, moved: Person, office: PostOffice) -> None:
        for minutes in range(3):
            sending.send_due(by=SERVICE, at=NOW + timedelta(minutes=minutes))

        (mail,) = office.taken
        assert (mail["To"], mail["Subject"]) == (NEW, "Your email address was changed")
        assert message(moved).state == MessageState.SENT

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"is_active": False}, "The account is closed."),
            ({"first_signed_in_at": None}, "This person has not signed in yet."),
        ],
    )
    def test_what_changed_meanwhile_stops_it(
        self, moved: Person, office: PostOffice, change: dict[str, Any], words: str
    ) -> None:
        Person.objects.filter(pk=moved.pk).update(**change)

        sending.send_due(by=SERVICE, at=NOW)

        assert (office.taken, message(moved).last_error) == ([], words)

    def test_queries_are_the_same_for_any_number(self, world: World, moved: Person) -> None:
        made = list(Message.objects.select_related("person"))
        with CaptureQueriesContext(connection) as asked:
            rendering.written(made, at=NOW)

        assert len(asked) == 3
