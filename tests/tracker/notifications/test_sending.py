"""What the digest says, and what becomes of it at a real mail server."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from inspections.choices import DatePrecision
from tests.factories.post_office import free_port, open_post_office
from tests.factories.world import NOW, make_action
from tracker.choices import ActionStatus, MessageState
from tracker.models import Action, Answers, Deputy, Person
from tracker.notifications import sending
from tracker.notifications.models import Bounce, Message, NoticeToTell
from tracker.notifications.operations.reminders import remind
from tracker.rules.access import SERVICE

MONDAY = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HEAD = "Head of PDU, kirklees"
PENDING, SENT = MessageState.PENDING, MessageState.SENT


@pytest.fixture
def cast(world):
    """Everybody has signed in; Kirklees' head has one action due on Friday and one that is late."""
    Person.objects.update(first_signed_in_at=NOW - timedelta(days=100))
    late = date(2026, 11, 2)
    make_action(world, "late", recommendation="kirklees", post=HEAD, title="Audit ten plans", due_on=late)
    return world


@pytest.fixture
def queue(cast):
    """The digests of four people wait: two heads, another head and the regional lead."""
    remind(by=SERVICE, at=MONDAY)
    return cast


def message_to(world, key="head"):
    return Message.objects.select_related("person").get(person=world.people[key])


def digest_for(world):
    remind(by=SERVICE, at=MONDAY)
    mail = sending.digest(message_to(world), MONDAY)
    assert mail is not None
    return mail


def parts(mail):
    """The words of the text and of the HTML part, without layout."""
    html = re.sub(r"<[^>]+>", " ", str(mail.alternatives[0][0]).partition("</head>")[2])
    return [re.sub(r"\s+([.,])", r"\1", " ".join(part.split())) for part in (str(mail.body), html)]


def send(at=MONDAY):
    return sending.send_due(by=SERVICE, at=at)


def states():
    return dict(Message.objects.values_list("person__email", "state"))


class TestWords:
    @pytest.mark.parametrize(
        "fact",
        [
            "Hello Head of PDU, Kirklees. You have 1 overdue action and 1 due by Friday 20 November 2026.",
            "Check each plan with a second manager in Kirklees Action: Audit ten plans",
            "due 2 November 2026",
            "Action: Brief the managers on second checks (kirklees)",
            "due 20 November 2026",
            "Update this action",
            "OFFICIAL",
            "Do not reply",
        ],
    )
    def test_text_and_html_hold_the_same_facts(self, cast, fact):
        assert [fact in part for part in parts(digest_for(cast))] == [True, True]

    def test_both_parts_lead_to_the_update_of_each_action(self, cast, settings):
        settings.SERVICE_URL = "https://recommendations.example"

        mail = digest_for(cast)

        for part in (str(mail.body), str(mail.alternatives[0][0])):
            for key in ("late", "kirklees"):
                assert f"https://recommendations.example/actions/{cast.actions[key].ref}/update/" in part
            assert not re.search(r"https?://[^\s\"<]*[?@]", part)  # no token, no address

    def test_the_headers(self, cast):
        mail = digest_for(cast)

        message = message_to(cast)
        headers = mail.message()
        assert mail.subject == "1 overdue, 1 due this week: inspection actions"
        assert mail.to == [cast.people["head"].email]
        assert headers["Message-ID"] == message.message_id
        assert headers["Auto-Submitted"] == "auto-generated"
        assert headers["X-Auto-Response-Suppress"] == "OOF, AutoReply"

    def test_a_months_date_is_shown_as_a_month(self, cast):
        Action.objects.filter(pk=cast.actions["late"].pk).update(
            due_on=date(2026, 10, 31), due_precision=DatePrecision.MONTH
        )

        assert all("due October 2026" in part for part in parts(digest_for(cast)))

    def test_what_people_typed_is_escaped_in_html_and_plain_in_text(self, cast):
        Action.objects.filter(pk=cast.actions["late"].pk).update(title="Plans & <b>audits</b>")

        mail = digest_for(cast)

        assert "Plans & <b>audits</b>" in str(mail.body)
        assert "Plans &amp; &lt;b&gt;audits&lt;/b&gt;" in str(mail.alternatives[0][0])

    def test_seven_rows_and_how_many_more(self, cast):
        for number in range(8):
            make_action(cast, f"n{number}", recommendation="kirklees", post=HEAD, due_on=date(2026, 11, 1))

        text, html = parts(digest_for(cast))

        assert "and 2 more in Your work" in text
        assert "and 2 more in Your work" in html

    def test_what_is_overdue_stands_in_it_whether_it_was_told_before_or_not(self, queue):
        Message.objects.update(state=SENT, sent_at=MONDAY)
        make_action(queue, "new", recommendation="kirklees", post=HEAD, title="Book rooms", due_on=date(2026, 11, 27))
        next_monday = MONDAY + timedelta(days=7)
        Action.objects.filter(pk=queue.actions["kirklees"].pk).update(status=ActionStatus.COMPLETED)
        remind(by=SERVICE, at=next_monday)

        mail = sending.digest(Message.objects.get(person=queue.people["head"], state=PENDING), next_monday)

        assert mail.subject == "1 overdue, 1 due this week: inspection actions"
        assert all("Audit ten plans" in part and "Book rooms" in part for part in parts(mail))

    def test_an_answer_for_a_sibling_area_is_not_named(self, cast):
        answer = cast.recommendations["leeds"].answerables.get()
        action = cast.actions["late"]
        Answers.objects.filter(action=action).update(answerable=answer)

        text, _ = parts(digest_for(cast))

        assert "Audit ten plans" in text
        assert "in Leeds" not in text

    def test_it_is_written_in_eleven_queries(self, queue, django_assert_num_queries):
        message = message_to(queue)

        with django_assert_num_queries(11):
            sending.digest(message, MONDAY)


class TestTruthWhenSent:
    def test_an_action_completed_meanwhile_drops_out(self, queue, office):
        Action.objects.filter(pk=queue.actions["late"].pk).update(status=ActionStatus.COMPLETED)

        send()

        mail = next(mail for mail in office.taken if mail["To"] == queue.people["head"].email)
        assert mail["Subject"] == "1 action due by 20 November"
        untold = NoticeToTell.objects.untold().filter(person=queue.people["head"])
        assert untold.get().subject == queue.actions["late"].ref

    def test_a_date_moved_meanwhile_drops_out(self, queue, office):
        Action.objects.filter(pk=queue.actions["late"].pk).update(due_on=date(2027, 3, 1))

        send()

        assert "1 action due by 20 November" in [mail["Subject"] for mail in office.taken]

    @pytest.mark.parametrize(
        "change",
        [
            lambda world: Action.objects.update(status=ActionStatus.COMPLETED),
            lambda world: Person.objects.filter(pk=world.people["head"].pk).update(is_active=False),
            lambda world: Deputy.objects.create(
                post=world.posts[HEAD],
                person=world.people["owner"],
                from_on=MONDAY.date(),
                to_on=MONDAY.date() + timedelta(days=5),
            ),
        ],
        ids=["all done", "account off", "on leave"],
    )
    def test_nothing_left_is_not_sent_and_says_why(self, queue, office, change):
        change(queue)

        send()

        message = message_to(queue)
        assert (message.state, message.last_error) == (MessageState.SUPPRESSED, sending.NOTHING_LEFT)
        assert queue.people["head"].email not in office.tried

    def test_a_digest_is_not_sent_at_the_weekend(self, queue, office):
        send(MONDAY + timedelta(days=5))

        assert office.taken == []
        assert set(states().values()) == {MessageState.EXPIRED}
        assert NoticeToTell.objects.untold().count() == NoticeToTell.objects.count()


class TestAtTheServer:
    def test_each_gets_one_mail_over_one_connection(self, queue, office):
        run = send()
        again = send(MONDAY + MINUTE)

        assert (run.sent, again.sent, office.connections) == (4, 0, 1)
        assert sorted(mail["To"] for mail in office.taken) == sorted(states())
        assert {mail["Message-ID"] for mail in office.taken} == set(
            Message.objects.values_list("message_id", flat=True)
        )
        assert set(states().values()) == {SENT}

    def test_the_mail_that_arrives_has_both_parts(self, queue, office):
        send()

        mail = office.taken[0]
        kinds = [part.get_content_type() for part in mail.iter_parts()]
        assert kinds == ["text/plain", "text/html"]
        assert mail.get_body(("plain",)).get_content().startswith("Hello ")

    def test_550_stops_only_that_address_at_once(self, queue, office):
        email = queue.people["head"].email
        office.recipients[email] = "550 5.1.1 no such mailbox"

        run = send()
        send(MONDAY + 10 * MINUTE)

        message = message_to(queue)
        assert (run.sent, run.failed, office.tried.count(email)) == (3, 1, 1)
        assert (message.state, message.attempts) == (MessageState.FAILED, 1)
        assert "550" in message.last_error

    def test_what_a_failed_mail_would_have_told_is_untold(self, queue, office):
        office.content[queue.people["head"].email] = "554 5.6.0 refused"

        send()

        assert set(NoticeToTell.objects.untold().values_list("person", flat=True)) == {queue.people["head"].pk}

    def test_451_is_tried_again_with_the_same_message_id(self, queue, office):
        email = queue.people["head"].email
        office.content[email] = "451 4.3.0 try later"
        send()
        first = message_to(queue)
        office.content.clear()

        early, later = send(MONDAY + MINUTE / 2), send(MONDAY + MINUTE)

        message = message_to(queue)
        assert (first.state, first.not_before_at, first.attempts) == (PENDING, MONDAY + MINUTE, 1)
        assert (early.sent, later.sent, message.attempts) == (0, 1, 2)
        assert [mail["Message-ID"] for mail in office.taken if mail["To"] == email] == [message.message_id]

    def test_a_refusal_for_want_of_rights_says_nothing_of_the_address(self, queue, office):
        email = queue.people["head"].email
        office.recipients[email] = "554 5.7.1 relay access denied"

        run = send()

        assert (run.failed, run.sent, states()[email]) == (1, 3, MessageState.FAILED)
        assert not Bounce.objects.exists()

    def test_a_server_that_asks_to_sign_in_first_ends_the_run_and_harms_nobody(self, queue, office):
        office.recipients = dict.fromkeys(states(), "530 5.7.0 authentication required")

        run = send()

        assert (run.later, run.failed, len(office.tried)) == (1, 0, 1)
        assert not Bounce.objects.exists()

    def test_421_ends_the_run_and_the_rest_waits_unharmed(self, queue, office):
        office.recipients = dict.fromkeys(states(), "421 4.3.2 closing")

        run = send()

        assert (run.later, run.sent, len(office.tried)) == (1, 0, 1)
        assert sorted(Message.objects.values_list("attempts", flat=True)) == [0, 0, 0, 1]

    def test_a_server_that_refuses_for_hours_gets_all_mail_when_it_is_back(self, queue, settings):
        settings.EMAIL_BACKEND = "tracker.notifications.backends.smtp.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
        for minutes in range(0, 360, 5):
            assert send(MONDAY + minutes * MINUTE).sent == 0

        with open_post_office(settings) as office:
            for minutes in range(360, 366):
                send(MONDAY + minutes * MINUTE)

        assert len(office.taken) == 4
        assert set(states().values()) == {SENT}

    def test_a_server_that_hangs_frees_the_worker(self, queue, office, settings):
        office.hangs = True
        settings.EMAIL_TIMEOUT = 0.5

        run = send()

        assert (run.sent, run.later) == (0, 1)
        assert "timed out" in run.problems[0]
        assert set(states().values()) == {PENDING}

    def test_a_mail_that_cannot_be_written_stops_no_other(self, queue, office, monkeypatch):
        written, head = sending.rendering.written, queue.people["head"].pk

        def written_or_not(messages, *, at, day):
            return 1 / 0 if head in {each.person_id for each in messages} else written(messages, at=at, day=day)

        monkeypatch.setattr(sending.rendering, "written", written_or_not)

        runs = [send(MONDAY + minutes * MINUTE) for minutes in (0, 1, 3, 8)]

        assert [(run.sent, run.later, run.failed) for run in runs] == [(3, 1, 0), (0, 1, 0), (0, 0, 1), (0, 0, 0)]
        assert message_to(queue).last_error == "The mail could not be written: ZeroDivisionError"
