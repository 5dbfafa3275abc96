"""What goes out on which day and in how many mails, and what comes of days without a mail server."""

from datetime import UTC, date, datetime, timedelta

from tests.factories.mail_days import DAY, HEAD, MINUTE, MONDAY, kinds_sent, look_on_monday, note, prefer, step
from tests.factories.post_office import free_port, open_post_office, smtp_at
from tests.factories.world import make_action
from tracker.choices import Frequency, MessageKind, MessageState, NoticeWay
from tracker.notifications import sending
from tracker.notifications.models import EmailPreference, Message, NoticeToTell
from tracker.notifications.operations.reminders import remind
from tracker.rules.access import SERVICE


class TestOneADay:
    def test_what_is_of_the_day_goes_in_one_reminder(self, cast, office):
        tuesday = MONDAY + DAY
        look_on_monday()
        for number in range(3):
            make_action(cast, f"n{number}", recommendation="kirklees", post=HEAD, due_on=date(2026, 11, 20))
        EmailPreference.objects.create(person=cast.people["head"], frequency=Frequency.WEEKLY, weekday=4)

        for minutes in range(0, 600, 30):
            step(tuesday + minutes * MINUTE)

        assert kinds_sent() == [MessageKind.REMINDER]
        assert [mail["To"] for mail in office.taken] == [cast.people["head"].email]

    def test_a_reminder_goes_with_the_digest_of_its_day(self, cast, office):
        prefer(cast, "head", Frequency.WEEKLY, weekday=1)
        make_action(cast, "near", recommendation="kirklees", post=HEAD, due_on=date(2026, 11, 20))

        step(MONDAY + DAY)

        assert kinds_sent() == [MessageKind.DIGEST]

    def test_a_second_mail_of_a_day_is_refused_by_the_database(self, cast):
        note(cast, "head", way=NoticeWay.DAY)
        remind(by=SERVICE, at=MONDAY)
        message = Message.objects.get()

        message.pk, message.number, message.message_id = None, message.number + 1, "<another@localhost>"
        Message.objects.bulk_create([message], ignore_conflicts=True)

        assert Message.objects.count() == 1

    def test_what_comes_up_after_the_mail_of_the_day_waits_for_the_next_working_day(self, cast, office):
        note(cast, "head", way=NoticeWay.DAY)
        step(MONDAY)
        note(cast, "head", 2, way=NoticeWay.DAY)
        for hours in range(1, 12):
            step(MONDAY + timedelta(hours=hours))
        after_the_day = len(office.taken)

        step(MONDAY + DAY)

        assert (after_the_day, len(office.taken)) == (1, 2)

    def test_nothing_goes_at_weekends_and_on_bank_holidays(self, cast, office):
        christmas = datetime(2026, 12, 25, 9, tzinfo=UTC)
        note(cast, "head", at=christmas)
        note(cast, "sibling_head", way=NoticeWay.DAY, action="leeds", at=christmas)
        for days in range(4):
            step(christmas + days * DAY)
        before = len(office.taken)

        step(christmas + 4 * DAY)

        assert (before, len(office.taken)) == (0, 2)

    def test_a_digest_that_could_not_go_takes_the_next_days_reminder_in(self, cast, settings):
        smtp_at(settings, free_port())
        note(cast, "head", way=NoticeWay.DIGEST)
        step(MONDAY)
        note(cast, "head", 2, way=NoticeWay.DAY)
        with open_post_office(settings) as office:
            step(MONDAY + DAY)

        assert len(office.taken) == 1
        assert set(NoticeToTell.objects.values_list("message__state", flat=True)) == {MessageState.SENT}

    def test_a_daily_digest_that_could_not_go_is_merged_into_the_next(self, cast, settings):
        prefer(cast, "head", Frequency.DAILY)
        smtp_at(settings, free_port())
        for days in range(3):
            note(cast, "head", days, way=NoticeWay.DIGEST)
            step(MONDAY + days * DAY)

        with open_post_office(settings) as office:
            step(MONDAY + 2 * DAY + 10 * MINUTE)

        assert len(office.taken) == 1
        assert NoticeToTell.objects.filter(message__state=MessageState.SENT).count() == 3


class TestWithoutAServer:
    def test_six_hours_without_a_server_and_all_of_it_goes_within_fifteen_minutes(self, cast, settings):
        smtp_at(settings, free_port())
        look_on_monday()
        start = MONDAY.replace(hour=9)
        people = {"head": "kirklees", "sibling_head": "leeds", "other_head": "wigan", "lead": "region"}
        for number, (key, action) in enumerate(people.items()):
            note(cast, key, number, action=action, at=start)
        for minutes in range(0, 360, 5):
            step(start + minutes * MINUTE)
        assert set(Message.objects.values_list("kind", flat=True)) == {MessageKind.INSTANT}

        with open_post_office(settings) as office:
            for minutes in range(360, 375):
                sending.send_due(by=SERVICE, at=start + minutes * MINUTE)

        assert {mail["To"] for mail in office.taken} == {cast.people[key].email for key in people}
        assert len(office.taken) == len(people)

    def test_after_a_day_without_a_server_it_has_failed_and_goes_with_the_digest(self, cast, settings):
        smtp_at(settings, free_port())
        look_on_monday()
        start = MONDAY.replace(hour=14)
        note(cast, "head", at=start)
        for hours in range(0, 26):
            step(start + timedelta(hours=hours))

        message, notice = Message.objects.get(), NoticeToTell.objects.get()
        assert (message.state, notice.message, notice.way) == (MessageState.FAILED, None, NoticeWay.DIGEST)
        assert "could not be used" in message.last_error
