"""How often people are mailed: their choice, and the digests that follow from it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus, Frequency, MessageState, NoticeKind
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Action, Event, Person, PostHolder, actor_of
from tracker.notifications import sending
from tracker.notifications.models import DigestRun, EmailPreference, Message, NoticeToTell
from tracker.notifications.operations.email_preferences import change_preference
from tracker.notifications.operations.reminders import remind
from tracker.notifications.rules.email_preferences import Preference
from tracker.operations import posts
from tracker.rules.access import SERVICE

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
DAY = timedelta(days=1)
HEAD = "Head of PDU, kirklees"


@pytest.fixture
def cast(world: World) -> World:
    """Everybody has signed in; only the action of Kirklees is open and due on 20 November."""
    Person.objects.update(first_signed_in_at=NOW - 100 * DAY)
    Action.objects.exclude(pk=world.actions["kirklees"].pk).update(status=ActionStatus.WITHDRAWN)
    return world


def choose(world: World, frequency: Frequency, weekday: int | None = None, key: str = "head") -> Preference:
    person = world.people[key]
    by = actor_of(person, on=TODAY)
    return change_preference(person=person, frequency=frequency, weekday=weekday, by=by, at=NOW)


def runs_of_digests() -> list[str]:
    """Of digests: reminders of the day come besides (operations/test_reminders)."""
    digests = Message.objects.digests().values_list("frequency", "run_on")
    return [f"{frequency}:{run_on.isoformat()}" for frequency, run_on in digests]


class TestChoice:
    def test_a_choice_is_kept_and_in_the_trail(self, world: World) -> None:
        chosen = choose(world, Frequency.FORTNIGHTLY, 3)

        assert (
            EmailPreference.objects.preference_of(world.people["head"].pk)
            == chosen
            == Preference(Frequency.FORTNIGHTLY, 3)
        )
        assert Event.objects.get(verb="person.changed-emails").after == {"frequency": "fortnightly", "weekday": 3}

    def test_twice_is_once(self, world: World) -> None:
        choose(world, Frequency.DAILY)
        choose(world, Frequency.DAILY)

        assert Event.objects.filter(verb="person.changed-emails").count() == 1

    def test_without_a_day_the_day_stays(self, world: World) -> None:
        choose(world, Frequency.WEEKLY, 2)

        assert choose(world, Frequency.STOPPED).weekday == 2

    @pytest.mark.parametrize("weekday", [-1, 5])
    def test_a_weekend_is_refused(self, world: World, weekday: int) -> None:
        with pytest.raises(InvalidInput, match="Monday to Friday"):
            choose(world, Frequency.WEEKLY, weekday)

    def test_nobody_chooses_for_another(self, world: World) -> None:
        by = actor_of(world.people["administrator"], on=TODAY)

        with pytest.raises(NotAllowed):
            change_preference(person=world.people["head"], frequency=Frequency.STOPPED, by=by, at=NOW)


class TestDigests:
    def test_another_weekday(self, cast: World) -> None:
        choose(cast, Frequency.WEEKLY, 2)
        made_before(Frequency.WEEKLY, date(2026, 11, 18))

        for days in range(5):
            remind(by=SERVICE, at=MONDAY + days * DAY)

        assert runs_of_digests() == ["weekly:2026-11-25"]

    def test_daily_is_made_on_the_day_it_comes_up(self, cast: World) -> None:
        choose(cast, Frequency.DAILY)
        Action.objects.filter(status=ActionStatus.NOT_STARTED).update(
            due_on=date(2026, 12, 23)
        )  # first told 20 working days before

        made = [remind(by=SERVICE, at=MONDAY + days * DAY).digests for days in (0, 1, 2)]

        assert runs_of_digests() == ["daily:2026-11-25"]
        assert made == [0, 0, 1]

    def test_ticks_all_day_make_one_daily_digest(self, cast: World) -> None:
        choose(cast, Frequency.DAILY)

        made = [remind(by=SERVICE, at=MONDAY + timedelta(minutes=minutes)).digests for minutes in (-1, 0, 1, 60)]

        assert made == [None, 1, None, None]

    def test_every_second_week(self, cast: World) -> None:
        choose(cast, Frequency.FORTNIGHTLY, 0)
        Action.objects.filter(status=ActionStatus.NOT_STARTED).update(
            due_on=date(2026, 12, 30)
        )  # first told 20 working days before

        for weeks in (0, 1, 2):
            remind(by=SERVICE, at=MONDAY + weeks * 7 * DAY)

        assert runs_of_digests() == ["fortnightly:2026-12-07"]

    def test_only_when_needed_tells_what_is_overdue_and_nothing_before(self, cast: World) -> None:
        choose(cast, Frequency.NEEDED)
        Action.objects.filter(status=ActionStatus.NOT_STARTED).update(due_on=date(2026, 11, 24))

        for days in range(3):
            remind(by=SERVICE, at=MONDAY + days * DAY)

        assert runs_of_digests() == ["needed:2026-11-25"]
        assert NoticeToTell.objects.get(message__isnull=False).kind == NoticeKind.ACTION_LATE

    def test_stopped_tells_of_no_action(self, cast: World) -> None:
        choose(cast, Frequency.STOPPED)

        for days in range(5):
            remind(by=SERVICE, at=MONDAY + days * DAY)

        assert runs_of_digests() == []

    def test_stopped_still_tells_of_a_post_given(self, cast: World) -> None:
        choose(cast, Frequency.STOPPED, key="owner")
        give_post(cast)

        remind(by=SERVICE, at=MONDAY)

        message = Message.objects.get(person=cast.people["owner"])
        mail = sending.digest(message, MONDAY)
        assert mail is not None
        assert mail.subject == "1 post given to you: inspection actions"
        assert "You hold this post from 1 December 2026" in mail.body

    def test_a_daily_digest_that_was_not_sent_is_merged_into_the_next_days(self, cast: World) -> None:
        choose(cast, Frequency.DAILY)
        remind(by=SERVICE, at=MONDAY)
        remind(by=SERVICE, at=MONDAY + DAY)

        assert sorted(Message.objects.values_list("state", flat=True)) == [MessageState.EXPIRED, MessageState.PENDING]
        assert {
            notice.message.state for notice in NoticeToTell.objects.filter(message__isnull=False) if notice.message
        } == {MessageState.PENDING}

    def test_a_weekly_digest_waits_for_the_server_all_week(self, cast: World) -> None:
        remind(by=SERVICE, at=MONDAY)
        remind(by=SERVICE, at=MONDAY + 4 * DAY)

        assert Message.objects.get().state == MessageState.PENDING

    def test_stopping_while_it_waits_stops_it(self, cast: World) -> None:
        remind(by=SERVICE, at=MONDAY)
        choose(cast, Frequency.STOPPED)

        assert sending.digest(Message.objects.select_related("person").get(), MONDAY) is None

    def test_a_post_that_was_passed_on_before_the_digest_is_not_told(self, cast: World) -> None:
        give_post(cast)
        PostHolder.objects.filter(person=cast.people["owner"], post=cast.posts[HEAD]).delete()

        remind(by=SERVICE, at=MONDAY)

        assert not Message.objects.filter(person=cast.people["owner"]).exists()


class TestMail:
    def test_it_leads_to_the_choice_without_signing_in(self, cast: World) -> None:
        remind(by=SERVICE, at=MONDAY)

        mail = sending.digest(Message.objects.select_related("person").get(), MONDAY)

        assert mail is not None
        address = str(mail.message()["List-Unsubscribe"]).strip("<>").replace("\n ", "")
        assert mail.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert address in mail.body
        assert address in str(mail.alternatives[0][0])
        assert "You get this on Mondays" in mail.body

    def test_the_preview_says_what_the_next_one_would(self, cast: World) -> None:
        remind(by=SERVICE, at=NOW)

        found = sending.next_digest(person_id=cast.people["head"].pk, at=NOW)

        assert found.subject == "1 action due by 20 November"
        assert not Message.objects.filter(state=MessageState.SENT).exists()


def made_before(frequency: Frequency, run_on: date) -> None:
    """As if the digests of a run had been looked for when they were due."""
    DigestRun.objects.create(frequency=frequency, run_on=run_on, made_at=NOW, digests=0)


def give_post(world: World) -> PostHolder:
    lead = actor_of(world.people["lead"], on=TODAY)
    return posts.assign_post(
        post=world.posts[HEAD], person=world.people["owner"], from_on=date(2026, 12, 1), by=lead, at=NOW
    )
