"""Notices as mail sees them: which wait to be told, into which mail they go, and whether their person wants them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.mail import make_message
from tests.factories.world import NOW, TODAY
from tracker.choices import Frequency, MessageKind, MessageState, NoticeKind, NoticeWay
from tracker.models import Person
from tracker.notifications.models import EmailPreference, Message, NoticeToTell
from tracker.notifications.rules.email_preferences import DEFAULT, DigestRunDue, Preference
from tracker.rules.notices import Identity

DAY = timedelta(days=1)
DIGEST, OF_THE_DAY, INSTANT = NoticeWay.DIGEST, NoticeWay.DAY, NoticeWay.INSTANT
LATE, REVIEW, ASSIGNED = NoticeKind.ACTION_LATE, NoticeKind.SELF_ASSESSMENT_TO_REVIEW, NoticeKind.ASSIGNED
WEEKLY = DigestRunDue(Frequency.WEEKLY, TODAY)
DAILY = DigestRunDue(Frequency.DAILY, TODAY)
Noted = Callable[..., NoticeToTell]


@pytest.fixture
def person(db: None) -> Person:
    return Person.objects.create_user("manager@example.org", "Manager")


@pytest.fixture
def other(db: None) -> Person:
    return Person.objects.create_user("other@example.org", "Other")


@pytest.fixture
def noted(person: Person) -> Noted:
    """That an action is late, noted now for the digest of the person, unless told otherwise."""

    def make(number: int = 1, *, to: Person = person, **fields: Any) -> NoticeToTell:
        given = {"kind": LATE, "subject": "ACT-0412", "created_at": NOW} | fields
        return NoticeToTell.objects.create(person=to, number=number, **given)

    return make


def mail(person: Person, state: MessageState = MessageState.PENDING, **fields: Any) -> Message:
    sent_at = NOW if state is MessageState.SENT else None
    return make_message(person, uid=f"{state}-{Message.objects.count()}", state=state, sent_at=sent_at, **fields)


def prefer(person: Person, frequency: Frequency, **fields: Any) -> EmailPreference:
    return EmailPreference.objects.create(person=person, frequency=frequency, **fields)


class TestUntold:
    @pytest.mark.parametrize(
        ("state", "is_untold", "waits"),
        [
            (None, True, True),
            (MessageState.PENDING, False, True),
            (MessageState.LEASED, False, True),
            (MessageState.SENT, False, False),
        ],
    )
    def test_what_is_in_a_mail_waits_until_it_is_sent(
        self, noted: Noted, person: Person, state: MessageState | None, is_untold: bool, waits: bool
    ) -> None:
        noted(message=mail(person, state) if state else None)

        assert NoticeToTell.objects.untold().exists() is is_untold
        assert NoticeToTell.objects.waiting_for(person.pk).exists() is waits

    def test_what_waits_is_each_persons_own(self, noted: Noted, person: Person, other: Person) -> None:
        mine = noted()
        noted(to=other)

        assert list(NoticeToTell.objects.waiting_for(person.pk)) == [mine]
        assert NoticeToTell.objects.all().people() == {person.pk, other.pk}

    @pytest.mark.parametrize(
        ("state", "is_left"), [(MessageState.PENDING, True), (MessageState.LEASED, False), (MessageState.SENT, False)]
    )
    def test_who_has_had_the_mail_of_the_day_waits(
        self, noted: Noted, person: Person, state: MessageState, is_left: bool
    ) -> None:
        mail(person, state, day_on=TODAY)
        noted()

        assert NoticeToTell.objects.all().of_people_without_mail_of(TODAY).exists() is is_left
        assert NoticeToTell.objects.all().of_people_without_mail_of(TODAY + DAY).exists()

    def test_what_was_noted_before_is_known_in_one_query(
        self, noted: Noted, person: Person, other: Person, django_assert_num_queries: Any
    ) -> None:
        known = {noted(1).identity, noted(2, since_on=TODAY).identity}
        noted(3, rung="action-late", due_on=TODAY)
        new = {Identity(LATE, "ACT-0412", other.pk, 1), Identity(LATE, "ACT-0412", person.pk, 3)}

        with django_assert_num_queries(1):
            assert NoticeToTell.objects.noted(known | new) == known
        with django_assert_num_queries(0):
            assert NoticeToTell.objects.noted([]) == set()


class TestHowLongItIsAskedFor:
    """What no longer holds stays untold for good: asked for every minute, it would cost more each year."""

    @pytest.mark.parametrize(("days", "is_asked_for"), [(31, True), (32, False)])
    def test_what_nobody_was_told_for_a_month_waits_for_a_digest(
        self, noted: Noted, days: int, is_asked_for: bool
    ) -> None:
        made_at = NOW - days * DAY
        of_the_day, at_once = noted(1, way=OF_THE_DAY, created_at=made_at), noted(2, way=INSTANT, created_at=made_at)

        untold = NoticeToTell.objects.untold()
        found = [*untold.of_the_day_or_of([], at=NOW), *untold.at_once(at=NOW)]

        assert found == ([of_the_day, at_once] if is_asked_for else [])
        assert set(untold.of_the_day_or_of([WEEKLY], at=NOW)) == {of_the_day, at_once}

    @pytest.mark.parametrize(
        ("chosen", "run", "goes"),
        [
            (None, WEEKLY, True),
            (None, DAILY, False),
            (Frequency.DAILY, DAILY, True),
            (Frequency.DAILY, WEEKLY, False),
        ],
    )
    def test_a_digest_is_of_those_who_chose_it_and_the_weekly_one_of_who_never_chose(
        self, noted: Noted, person: Person, chosen: Frequency | None, run: DigestRunDue, goes: bool
    ) -> None:
        if chosen:
            prefer(person, chosen)
        noted()

        assert NoticeToTell.objects.all().of_the_day_or_of([run], at=NOW).exists() is goes

    @pytest.mark.parametrize(("way", "of_the_day", "at_once"), [(DIGEST, 0, 0), (OF_THE_DAY, 1, 0), (INSTANT, 0, 1)])
    def test_each_goes_its_own_way(self, noted: Noted, way: NoticeWay, of_the_day: int, at_once: int) -> None:
        noted(way=way)

        assert NoticeToTell.objects.all().of_the_day_or_of([], at=NOW).count() == of_the_day
        assert NoticeToTell.objects.all().at_once(at=NOW).count() == at_once


class TestIntoMail:
    def test_each_goes_into_the_mail_of_its_own_person_in_one_query(
        self, noted: Noted, person: Person, other: Person, django_assert_num_queries: Any
    ) -> None:
        mails = [mail(each, day_on=TODAY) for each in (person, other)]
        for each in (person, other):
            noted(to=each)

        with django_assert_num_queries(1):
            assert NoticeToTell.objects.put_into_mail_of(TODAY) == 2

        assert [each.notices.get().person for each in mails] == [person, other]

    @pytest.mark.parametrize(
        ("state", "fields"),
        [
            (MessageState.LEASED, {"day_on": TODAY}),
            (MessageState.PENDING, {"day_on": TODAY - DAY}),
            (MessageState.PENDING, {"kind": MessageKind.INSTANT}),
        ],
    )
    def test_none_goes_into_a_mail_on_its_way_of_another_day_or_kind(
        self, noted: Noted, person: Person, state: MessageState, fields: dict[str, Any]
    ) -> None:
        mail(person, state, **fields)
        noted()

        assert NoticeToTell.objects.put_into_mail_of(TODAY) == 0

    def test_what_goes_at_once_goes_into_the_first_instant_mail_that_waits(self, noted: Noted, person: Person) -> None:
        first, _ = mail(person, kind=MessageKind.INSTANT), mail(person, kind=MessageKind.INSTANT)
        noted(way=INSTANT)

        assert NoticeToTell.objects.put_into_instant_mail() == 1
        assert NoticeToTell.objects.get().message == first

    def test_what_is_in_a_mail_already_stays_there(self, noted: Noted, person: Person) -> None:
        told, new = noted(1, message=mail(person, MessageState.SENT)), noted(2)
        message = mail(person)

        assert NoticeToTell.objects.all().put_into(message) == 1
        assert list(NoticeToTell.objects.told_by([message])) == [new]
        assert list(NoticeToTell.objects.exclude(message=message)) == [told]

    @pytest.mark.parametrize(("release", "way"), [("release", INSTANT), ("release_to_digest", DIGEST)])
    def test_put_back_it_is_untold_and_after_a_failure_no_longer_at_once(
        self, noted: Noted, person: Person, release: str, way: NoticeWay
    ) -> None:
        noted(way=INSTANT, message=mail(person))

        getattr(NoticeToTell.objects.all(), release)()

        assert list(NoticeToTell.objects.untold().values_list("way", flat=True)) == [way]

    @pytest.mark.parametrize(
        ("state", "since", "is_found"),
        [
            (MessageState.SENT, NOW, True),
            (MessageState.SENT, NOW + DAY, False),
            (MessageState.PENDING, NOW, False),
        ],
    )
    def test_what_was_mailed_since(
        self, noted: Noted, person: Person, state: MessageState, since: Any, is_found: bool
    ) -> None:
        message = mail(person, state)
        noted(1, message=message)
        noted(2, kind=ASSIGNED, message=message)

        assert NoticeToTell.objects.mailed_since(since, kinds=[LATE]).count() == is_found


class TestChoice:
    def test_with_choices_costs_two_queries_for_any_number(
        self, noted: Noted, person: Person, other: Person, django_assert_num_queries: Any
    ) -> None:
        prefer(person, Frequency.DAILY)
        for number in range(5):
            noted(number)
        noted(to=other)

        with django_assert_num_queries(2):
            found = NoticeToTell.objects.order_by("pk").with_choices()
            preferences = [each.preference for each in found if each.is_wanted]

        assert preferences == [Preference(Frequency.DAILY)] * 5 + [DEFAULT]

    @pytest.mark.parametrize(
        ("kind", "way", "chosen", "told"),
        [
            (REVIEW, INSTANT, None, INSTANT),
            (REVIEW, INSTANT, {"tells_reviews_at_once": False}, DIGEST),
            (REVIEW, INSTANT, {"tells_escalations_at_once": False}, INSTANT),
            (REVIEW, OF_THE_DAY, {"tells_reviews_at_once": False}, OF_THE_DAY),
            (ASSIGNED, INSTANT, {"tells_reviews_at_once": False, "tells_escalations_at_once": False}, INSTANT),
        ],
    )
    def test_who_does_not_want_it_at_once_gets_it_with_the_digest(
        self, noted: Noted, person: Person, kind: NoticeKind, way: NoticeWay, chosen: Any, told: NoticeWay
    ) -> None:
        if chosen:
            prefer(person, Frequency.WEEKLY, **chosen)

        assert noted(kind=kind, way=way).way_told is told

    @pytest.mark.parametrize(
        ("kind", "way", "is_wanted"),
        [(LATE, DIGEST, False), (ASSIGNED, DIGEST, True), (REVIEW, DIGEST, False), (REVIEW, INSTANT, True)],
    )
    def test_who_stopped_the_digest_hears_of_what_was_given_and_at_once(
        self, noted: Noted, person: Person, kind: NoticeKind, way: NoticeWay, is_wanted: bool
    ) -> None:
        prefer(person, Frequency.STOPPED)

        assert noted(kind=kind, way=way).is_wanted is is_wanted


def test_a_notice_is_made_of_what_is_told_once(person: Person) -> None:
    identity = Identity(LATE, "ACT-0412", person.pk, 412, date(2026, 11, 2), "action-late", TODAY)

    made = NoticeToTell.made(identity, way=OF_THE_DAY, at=NOW)
    made.save()

    assert (made.identity, made.way, made.created_at) == (identity, OF_THE_DAY, NOW)


@pytest.mark.parametrize(("kind", "can"), [(ASSIGNED, True), (REVIEW, True), (LATE, False)])
def test_some_kinds_can_go_at_once_whichever_way_they_go_now(noted: Noted, kind: NoticeKind, can: bool) -> None:
    noted(kind=kind)

    assert NoticeToTell.objects.all().that_can_go_at_once().exists() is can
    assert NoticeToTell.objects.all().of_kind(kind).exists()
