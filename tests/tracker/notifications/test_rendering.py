"""What every kind of mail says: the same facts in text and HTML, in words of our own, for many people at once."""

import re
from email.policy import Compat32
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.factories.letters import MONDAY, facts_of_html, facts_of_text, make_things_to_say, written
from tests.factories.mail import make_message
from tests.factories.world import World, make_action, make_person
from tracker.choices import MessageKind, NoticeKind, NoticeWay, Role
from tracker.models import Person
from tracker.notifications import rendering
from tracker.notifications.models import Message, NoticeToTell
from tracker.notifications.operations.reminders import remind
from tracker.rules.access import SERVICE

# What Outlook for Windows, which renders with Word, keeps of inline styles.
KEPT_BY_OUTLOOK = {
    "background-color", "border-collapse", "border-top", "color", "font-family", "font-size", "font-weight",
    "line-height", "margin", "padding", "text-decoration",
}  # fmt: skip
LIBRARY = Compat32(max_line_length=998)
WORDS_OF_FOOTER = ("Do not reply", "OFFICIAL", "Message reference: ", "get help")


@pytest.fixture
def mails(world: World) -> dict[str, EmailMultiAlternatives]:
    make_things_to_say(world)
    return written(world)


def html_of(mail: EmailMultiAlternatives) -> str:
    return str(mail.alternatives[0][0])


class TestEveryMail:
    def test_there_is_one_of_each_kind(self, mails: dict[str, EmailMultiAlternatives]) -> None:
        assert {name.split()[0] for name in mails} == set(MessageKind.values)

    def test_text_and_html_say_the_same(self, mails: dict[str, EmailMultiAlternatives]) -> None:
        """The HTML has the subject as its heading and the service's name above it."""
        wrong = []
        for name, mail in mails.items():
            text, html = facts_of_text(str(mail.body)), facts_of_html(html_of(mail))
            heading = re.sub(r"[^\w]+", " ", f"Track inspection recommendations {mail.subject}").strip().lower()
            if sorted(html.words.removeprefix(heading).split()) != sorted(text.words.split()):
                wrong.append((name, set(html.words.split()) ^ set(text.words.split())))
            if html.addresses != text.addresses:
                wrong.append((name, html.addresses ^ text.addresses))

        assert wrong == []

    def test_each_says_who_to_ask_how_it_is_marked_and_which_it_is(
        self, mails: dict[str, EmailMultiAlternatives]
    ) -> None:
        missing = [
            (name, words)
            for name, mail in mails.items()
            for words in WORDS_OF_FOOTER
            if words not in str(mail.body) or words not in html_of(mail)
        ]

        assert missing == []

    def test_subjects_are_short_and_name_nobody(self, mails: dict[str, EmailMultiAlternatives]) -> None:
        subjects = {str(mail.subject) for mail in mails.values()}

        assert all(0 < len(subject) < 60 for subject in subjects)
        assert not [subject for subject in subjects if re.search(r"Kirklees|Wigan|ACT-|REC-", subject)]

    def test_html_is_plain_enough_for_outlook(self, mails: dict[str, EmailMultiAlternatives]) -> None:
        wrong = []
        for name, mail in mails.items():
            html = html_of(mail)
            styles = {
                rule.split(":")[0].strip()
                for style in re.findall(r'style="([^"]*)"', html)
                for rule in style.split(";")
            }
            wrong += [(name, style) for style in styles - KEPT_BY_OUTLOOK - {""}]
            wrong += [(name, tag) for tag in ("<div", "<img", "<script", "<link", "<form") if tag in html]
            if html.count("<h1") != 1 or '<html lang="en-GB">' not in html:
                wrong.append((name, "h1 or lang"))
            if re.search(r"<table (?!role=\"presentation\")", html):
                wrong.append((name, "a table that is no layout"))

        assert wrong == []

    @pytest.mark.parametrize(
        ("kind", "can_be_stopped"),
        [
            ("digest", True),
            ("reminder", True),
            ("instant", False),
            ("jobs-ran", False),
            ("invitation", False),
            ("address-changed", False),
            ("list-file", False),
        ],
    )
    def test_news_alone_can_be_stopped_with_one_click(
        self, mails: dict[str, EmailMultiAlternatives], kind: str, can_be_stopped: bool
    ) -> None:
        headers = next(mail for name, mail in mails.items() if name.startswith(f"{kind} ")).message()

        assert (headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click") is can_be_stopped
        assert ("List-Unsubscribe" in headers) is can_be_stopped


class TestDigest:
    def test_the_lead_sees_the_exception_list_and_the_area(self, mails: dict[str, EmailMultiAlternatives]) -> None:
        text = str(mails["digest lead"].body)

        assert "Exception list" in text
        assert re.search(
            r"Kirklees PDU: Audit plans kirklees\n  ACT-\d+, .*13 November 2026, 16 working days late", text
        )
        assert re.search(r"Yorkshire and the Humber region: \d+ overdue action", text)

    def test_an_owner_sees_no_counts_of_the_area(self, mails: dict[str, EmailMultiAlternatives]) -> None:
        assert "For your area" not in mails["digest owner"].body

    def test_hmpps_sees_repeats_by_region_and_age_and_no_rating(self, mails: dict[str, EmailMultiAlternatives]) -> None:
        text = str(mails["digest national"].body)

        assert "Repeated recommendations this month" in text
        assert "Yorkshire and the Humber region: 1 open recommendation made before" in text
        assert not re.search(r"Inadequate|Requires improvement|Outstanding|Sufficient|No progress", text)

    def test_what_somebody_else_did_is_told_without_their_words(self, mails: dict[str, EmailMultiAlternatives]) -> None:
        text = str(mails["digest owner"].body)

        assert "Changed since your last digest on 30 November 2026" in text
        assert "Update added by Chief Probation Officer, HMPPS, 6 December 2026" in text

    def test_each_group_is_headed_as_the_rules_say(self, mails: dict[str, EmailMultiAlternatives]) -> None:
        headings = re.findall(r"<h2[^>]*>([^<]*)</h2>", html_of(mails["digest owner"]))

        assert headings == [
            "Overdue",
            "Due this week",
            "Due soon",
            "Changed since your last digest on 30 November 2026",
        ]

    def test_a_bounced_address_is_told_to_the_lead_until_it_is_cleared(self, world: World) -> None:
        make_things_to_say(world)
        bounce, lead = world.people["disabled"].bounces.get(), world.people["lead"]
        message = make_message(lead, uid=_UID, created_at=MONDAY)
        NoticeToTell.objects.create(
            person=lead, kind=NoticeKind.ADDRESS_BOUNCED, subject=bounce.person.ref, number=bounce.pk,
            created_at=MONDAY, message=message,
        )  # fmt: skip

        first = rendering.written([message], at=MONDAY)[message.pk]
        bounce.cleared_at = MONDAY
        bounce.save()
        second = rendering.written([message], at=MONDAY)[message.pk]

        assert first.mail is not None
        assert "emails to this person do not arrive, since 18 November 2026" in first.mail.body
        assert (second.mail, second.notices) == (None, frozenset())


class TestManyAtOnce:
    @pytest.mark.parametrize("kind", [MessageKind.DIGEST, MessageKind.INSTANT])
    def test_queries_are_the_same_for_any_number_of_people(self, world: World, kind: MessageKind) -> None:
        make_things_to_say(world)
        few = self._queries(world, kind, people=2)
        many = self._queries(world, kind, people=30)

        assert many <= few <= 80

    def test_each_gets_only_what_was_put_into_their_own(self, world: World) -> None:
        make_things_to_say(world)
        remind(by=SERVICE, at=MONDAY)
        made = list(Message.objects.unsent(at=MONDAY).select_related("person"))

        together = rendering.written(made, at=MONDAY)

        for each in made:
            alone = rendering.written([each], at=MONDAY)[each.pk]
            assert (together[each.pk].notices, together[each.pk].told) == (alone.notices, alone.told)

    def _queries(self, world: World, kind: MessageKind, *, people: int) -> int:
        for number in range(people):
            key = f"n{people}x{number}"
            make_person(world, key, role=Role.HEAD_OF_PDU, body="leeds", title=f"Manager {key}")
            make_action(world, key, recommendation="leeds", post=f"Manager {key}, leeds", due_on=MONDAY.date())
        Person.objects.update(first_signed_in_at=MONDAY)
        remind(by=SERVICE, at=MONDAY)
        Message.objects.update(kind=kind)
        NoticeToTell.objects.update(way=NoticeWay.DIGEST)
        made = list(Message.objects.unsent(at=MONDAY).select_related("person"))
        with CaptureQueriesContext(connection) as asked:
            rendering.written(made, at=MONDAY)
        return len(asked)


def test_the_note_comes_even_when_nothing_was_due(world: World) -> None:
    Person.objects.update(first_signed_in_at=MONDAY)
    message = make_message(world.people["administrator"], uid=_UID, kind=MessageKind.JOBS_RAN, created_at=MONDAY)

    letter = rendering.written([message], at=MONDAY)[message.pk]

    assert letter.mail is not None
    assert letter.mail.subject == "The jobs ran: 0 emails sent, some need you"
    assert "* 0 emails sent\n" in letter.mail.body
    assert "Beat (starts the jobs every minute) has never been seen" in letter.mail.body


@pytest.mark.parametrize(
    "change", [{"is_active": False}, {"first_signed_in_at": None}], ids=["account closed", "never signed in"]
)
def test_the_note_does_not_come_to_who_cannot_be_told_any_more(world: World, change: dict[str, Any]) -> None:
    Person.objects.update(first_signed_in_at=MONDAY)
    message = make_message(world.people["administrator"], uid=_UID, kind=MessageKind.JOBS_RAN, created_at=MONDAY)
    Person.objects.filter(pk=world.people["administrator"].pk).update(**change)

    assert rendering.written([message], at=MONDAY)[message.pk].mail is None


class TestHeaders:
    """What is written without the library's taking each header apart is what it would have written."""

    @given(name=st.sampled_from(["Subject", "To", "List-Unsubscribe"]), value=st.text(max_size=90))
    @example(name="Subject", value="")
    @example(name="Subject", value="x" * 68)
    @example(name="Subject", value="x" * 988)
    @example(name="Subject", value="x " * 494)
    @example(name="Subject", value="y" + "x " * 493 + "z")
    @example(name="Subject", value="xy " * 400)
    @example(name="Subject", value="=?utf-8?q?not_encoded?=  two  spaces")
    @example(name="To", value="head@example.org, other@example.org")
    def test_any_line_is_the_librarys(self, name: str, value: str) -> None:
        assume(value.isprintable() and value == value.strip())

        assert rendering.QUICK_HEADERS.fold_binary(name, value) == LIBRARY.fold_binary(name, value)

    def test_each_kind_of_mail_is_the_librarys(self, mails: dict[str, EmailMultiAlternatives]) -> None:
        for mail in mails.values():
            message: Any = mail.message()
            quick = message.as_bytes(linesep="\r\n")
            message.policy = LIBRARY
            assert quick == message.as_bytes(linesep="\r\n")


def test_a_line_break_in_a_name_breaks_no_header(world: World) -> None:
    make_things_to_say(world)
    Person.objects.filter(pk=world.people["head"].pk).update(name="Head\r\nBcc: everybody@example.org")

    message: Any = written(world)["digest head"].message()

    assert "Bcc" not in message


_UID = "5e17b5a4-0000-4000-8000-00000000abcd"
