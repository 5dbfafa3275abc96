"""What is overdue, the exception list of each region and HMPPS's picture of repeats: for whom, and what they hold."""

from datetime import date, timedelta
from typing import Any

import pytest

from inspections.choices import DatePrecision
from tests.factories.notices import make_notice
from tests.factories.recurrence import link
from tests.factories.rows import save_changed
from tests.factories.world import NOW, STARTED, TODAY, World, make_action, make_person
from tracker.choices import ActionStatus, Ending, NoticeKind, Role
from tracker.models import Action, Answerable, Deputy
from tracker.notifications.models import Snooze
from tracker.notifications.queries import regular_lists
from tracker.notifications.queries.day import Day
from tracker.notifications.rules.mail_rows import Late
from tracker.notifications.rules.regular_lists import week_list

DAY = timedelta(days=1)
TEN_LATE = date(2026, 11, 4)  # ten working days before TODAY
PLACES = {"kirklees": "Head of PDU, kirklees", "leeds": "Head of PDU, leeds", "wigan": "Head of PDU, wigan"}


def late(world: World, body: str = "kirklees", *, due_on: date = TEN_LATE) -> Action:
    return make_action(world, f"late {body} {due_on}", recommendation=body, post=PLACES[body], due_on=due_on)


def names(world: World, people: Any) -> set[str]:
    return {key for key, person in world.people.items() if person.pk in people}


class TestOverdue:
    @pytest.mark.parametrize(("days", "told"), [(1, {"head"}), (0, set())])
    def test_who_has_something_overdue(self, staff: World, days: int, told: set[str]) -> None:
        late(staff, due_on=TODAY - days * DAY)

        assert names(staff, regular_lists.with_overdue(Day(TODAY))) == told

    def test_not_who_has_put_it_off_or_ended_it(self, staff: World) -> None:
        put_off, done = late(staff), late(staff, "leeds")
        Snooze.objects.create(action=put_off, until_on=TODAY + DAY, reason="Waits", made_at=NOW)
        save_changed(done, status=ActionStatus.COMPLETED)

        assert regular_lists.with_overdue(Day(TODAY)) == frozenset()

    def test_the_weeks_notice_holds_while_there_is_something(
        self, staff: World, django_assert_num_queries: Any
    ) -> None:
        late(staff)
        notices = [make_notice(staff.people[key], NoticeKind.OVERDUE_LIST, "2026-11-16") for key in ("head", "lead")]
        day = Day(TODAY)
        assert day.people

        with django_assert_num_queries(1):
            assert regular_lists.still_behind(notices, day) == {notices[0].identity}


class TestExceptions:
    def listed(self, world: World, key: str = "lead") -> list[Late]:
        identity = week_list(NoticeKind.EXCEPTION_LIST, TODAY, person_id=world.people[key].pk)
        return regular_lists.still_listed([identity], Day(TODAY)).get(identity, [])

    def test_what_is_ten_working_days_late_stands_on_it_by_pdu(
        self, staff: World, django_assert_num_queries: Any
    ) -> None:
        leeds, newer, older = late(staff, "leeds"), late(staff), late(staff, due_on=TEN_LATE - DAY)
        late(staff, due_on=TEN_LATE + DAY)

        with django_assert_num_queries(1):
            found = regular_lists.exceptions(on=TODAY)

        assert [(row.ref, row.working_days) for _, row in found] == [(older.ref, 11), (newer.ref, 10), (leeds.ref, 10)]
        assert [path for path, _ in found][1:] == [staff.organisations[key].path for key in ("kirklees", "leeds")]

    def test_it_begins_where_the_settings_say(self, staff: World, settings: Any) -> None:
        late(staff)
        settings.LADDER_DAYS = {"action-region": 11}

        assert regular_lists.exceptions(on=TODAY) == []

    @pytest.mark.parametrize(
        ("key", "bodies"), [("lead", {"Kirklees PDU"}), ("other_lead", {"Wigan PDU"}), ("head", set())]
    )
    def test_each_lead_gets_the_list_of_their_own_region(self, staff: World, key: str, bodies: set[str]) -> None:
        late(staff)
        late(staff, "wigan")

        assert {row.body for row in self.listed(staff, key)} == bodies

    def test_a_list_that_is_empty_by_now_holds_no_longer(self, staff: World, django_assert_num_queries: Any) -> None:
        late(staff)
        notices = [
            make_notice(staff.people[key], NoticeKind.EXCEPTION_LIST, "2026-11-16") for key in ("lead", "other_lead")
        ]

        with django_assert_num_queries(3):
            found = regular_lists.still_with_exceptions(notices, Day(TODAY))
        with django_assert_num_queries(0):
            assert regular_lists.still_listed([], Day(TODAY)) == {}

        assert {identity: len(rows) for identity, rows in found.items()} == {notices[0].identity: 1}

    def test_a_row_says_whose_it_is_and_how_late(self, staff: World) -> None:
        action = late(staff)

        assert regular_lists.late(action, on=TODAY, is_escalated=True) == Late(
            action.ref, action.title, "Kirklees PDU", "Head of PDU", TEN_LATE, DatePrecision.DAY, 10, is_escalated=True
        )


class TestPeople:
    def areas(self, world: World, role: Role = Role.REGIONAL_LEAD) -> dict[str, list[str]]:
        keys = {person.pk: key for key, person in world.people.items()}
        return {keys[number]: places for number, places in regular_lists.people(role, Day(TODAY)).items()}

    def test_each_has_the_places_of_their_role(self, staff: World) -> None:
        region, other = staff.organisations["yorkshire"].path, staff.organisations["manchester"].path

        assert self.areas(staff) == {"lead": [region], "other_lead": [other]}
        assert set(self.areas(staff, Role.NATIONAL)) == {"national"}

    def test_who_covers_the_post_stands_in_for_who_is_away(self, staff: World) -> None:
        deputy = make_person(staff, "deputy", role=Role.ACTION_OWNER, body="yorkshire", title="Head of Performance")
        save_changed(deputy, first_signed_in_at=NOW)
        post = staff.posts["Regional Probation Director, yorkshire"]
        Deputy.objects.create(post=post, person=deputy, from_on=STARTED, to_on=TODAY + DAY)

        assert set(self.areas(staff)) == {"deputy", "other_lead"}

    def test_who_cannot_be_mailed_gets_none(self, staff: World) -> None:
        save_changed(staff.people["lead"], is_active=False)

        assert set(self.areas(staff)) == {"other_lead"}


class TestPicture:
    @pytest.fixture
    def repeated(self, staff: World) -> World:
        """What Leeds was told in November 2024, Kirklees was told again, and the region what Wigan was."""
        link(staff.recommendations["leeds"], staff.recommendations["kirklees"])
        link(staff.recommendations["wigan"], staff.recommendations["region"])
        return staff

    def test_it_counts_by_region_and_age(self, repeated: World) -> None:
        [line] = regular_lists.picture(Day(TODAY))

        assert line.lines == (
            "Yorkshire and the Humber region: 2 open recommendations made before",
            "First made 2 to 3 years ago (2)",
        )
        assert "yorkshire" in line.address

    def test_it_is_asked_once_for_a_day(self, repeated: World, django_assert_num_queries: Any) -> None:
        day = Day(TODAY)

        with django_assert_num_queries(3):
            first = regular_lists.picture(day)
        with django_assert_num_queries(0):
            assert regular_lists.picture(day) == first

    def test_it_holds_for_hmpps_while_anything_is_in_it(self, repeated: World) -> None:
        notices = [
            make_notice(repeated.people[key], NoticeKind.REPEATS_PICTURE, "2026-11") for key in ("national", "lead")
        ]

        assert regular_lists.still_with_picture(notices, Day(TODAY)) == {notices[0].identity}
        assert set(regular_lists.pictures(notices, Day(TODAY))) == {each.identity for each in notices}

    def test_nothing_repeated_that_is_open_makes_none(self, repeated: World) -> None:
        Answerable.objects.update(to_on=TODAY, ending=Ending.SUFFICIENT, ended_at=NOW)
        notice = make_notice(repeated.people["national"], NoticeKind.REPEATS_PICTURE, "2026-11")

        assert regular_lists.still_with_picture([notice], Day(TODAY)) == set()
        assert regular_lists.pictures([notice], Day(TODAY)) == {}
