"""What has a ladder besides actions: which of it waits on a day, since when or until when, and who is told."""

from datetime import date, timedelta
from typing import Any

import pytest

from inspections.models.reference import reference
from tests.factories.carry_over import make_reinspection
from tests.factories.publishing import publish_here
from tests.factories.reinspection import check_of, make_closed
from tests.factories.reorganisations import CASES, make_changing_world, record_case
from tests.factories.rows import save_changed
from tests.factories.self_assessments import answerable, make_return, make_self_assessment
from tests.factories.world import NOW, TODAY, World, make_person
from tracker.choices import Decision, Role
from tracker.models import Acknowledgement, Answerable, CarryOver, Membership, Person, Response
from tracker.notifications.queries.dated_items import (
    SOURCES,
    Thing,
    takeovers_after,
    things,
    things_of,
    things_of_inspection,
)
from tracker.notifications.rules.ladder import About
from tracker.queries.accountable import Accountable, accountable

DAY = timedelta(days=1)
ANSWER_BY = date(2026, 12, 18)


def waiting(about: About, on: date = TODAY) -> list[Thing]:
    return things(about, on=on, people=accountable(on=on))


def facts(world: World, thing: Thing) -> tuple[str, date, set[str]]:
    """The body that answers, the date, and who is told, by their keys."""
    told = {key for key, person in world.people.items() if person.pk in thing.people}
    return thing.organisation.slug if thing.organisation else "", thing.dated.due_on, told


@pytest.fixture
def published(staff: World) -> World:
    """The report of Kirklees was published here today; it asks something of Kirklees and of its region."""
    publish_here(staff.inspections["kirklees"])
    return staff


class TestResponses:
    def test_each_body_is_to_answer_and_who_leads_it_is_told(self, published: World) -> None:
        assert sorted(facts(published, each) for each in waiting(About.RESPONSE)) == [
            ("kirklees", ANSWER_BY, {"head"}),
            ("yorkshire", ANSWER_BY, {"lead"}),
        ]

    def test_once_it_is_drafted_hmpps_is_to_confirm_it(self, published: World) -> None:
        Response.objects.create(answerable=answerable(published), decision=Decision.AGREED, drafted_at=NOW)

        found = {body: told for body, _, told in (facts(published, each) for each in waiting(About.RESPONSE))}

        assert found == {"kirklees": {"national"}, "yorkshire": {"lead"}}

    def test_what_was_too_late_when_it_was_brought_in_is_left_out(self, published: World) -> None:
        old = {"published_on": TODAY - 40 * DAY, "published_month": (TODAY - 40 * DAY).replace(day=1)}
        save_changed(published.inspections["kirklees"], **old)
        Answerable.objects.update(from_on=TODAY - 40 * DAY)

        assert waiting(About.RESPONSE) == []


class TestSilence:
    def test_one_for_each_report_and_body(self, published: World) -> None:
        published.recommendations["region"].answerables.update(organisation=published.organisations["kirklees"])
        ref = published.inspections["kirklees"].ref

        [found] = waiting(About.ACKNOWLEDGEMENT)

        assert (found.subject, found.number) == (ref, published.organisations["kirklees"].pk)
        assert facts(published, found) == ("kirklees", TODAY, {"head"})

    def test_a_body_that_took_over_later_is_silent_since_then(self, published: World) -> None:
        save_changed(answerable(published), from_on=TODAY + 3 * DAY)

        found = waiting(About.ACKNOWLEDGEMENT, TODAY + 5 * DAY)

        assert [each.dated.due_on for each in found] == [TODAY + 3 * DAY, TODAY]

    @pytest.mark.parametrize(("days", "count"), [(30, 2), (31, 0)])
    def test_it_ends_with_the_days_of_an_answer(self, published: World, days: int, count: int) -> None:
        assert len(waiting(About.ACKNOWLEDGEMENT, TODAY + days * DAY)) == count

    def test_and_with_what_was_seen(self, published: World) -> None:
        Acknowledgement.objects.create(answerable=answerable(published), acknowledged_at=NOW)

        assert [facts(published, each)[0] for each in waiting(About.ACKNOWLEDGEMENT)] == ["yorkshire"]


class TestReviews:
    def test_the_region_is_to_review(self, staff: World) -> None:
        made = make_self_assessment(staff)

        [found] = waiting(About.REVIEW)

        assert (found.subject, found.number) == (staff.recommendations["kirklees"].ref, made.pk)
        assert facts(staff, found) == ("kirklees", TODAY, {"lead"})

    def test_its_maker_is_no_reviewer(self, staff: World) -> None:
        make_self_assessment(staff, by="lead")

        assert [facts(staff, each)[2] for each in waiting(About.REVIEW)] == [set()]

    def test_where_the_region_has_nobody_hmpps_is(self, staff: World) -> None:
        make_self_assessment(staff)
        Membership.objects.filter(person=staff.people["lead"]).update(to_on=TODAY)

        assert [facts(staff, each)[2] for each in waiting(About.REVIEW)] == [{"national"}]

    def test_what_is_returned_is_the_bodys_again(self, staff: World) -> None:
        make_return(staff, make_self_assessment(staff), at=NOW + DAY)

        assert waiting(About.REVIEW) == []
        assert [facts(staff, each) for each in waiting(About.RETURNED)] == [("kirklees", TODAY + DAY, {"head"})]


class TestCarryOvers:
    @pytest.mark.parametrize(
        ("began", "told"),
        [("coordinator", {"coordinator"}), ("lead", {"coordinator", "local"}), (None, {"coordinator", "local"})],
    )
    def test_who_began_it_or_else_each_coordinator_there(self, staff: World, began: str | None, told: set[str]) -> None:
        for key, body in {"local": "yorkshire", "elsewhere": "manchester"}.items():
            make_person(staff, key, role=Role.COORDINATOR, body=body, title=None)
        Person.objects.update(first_signed_in_at=NOW)
        inspection = make_reinspection(staff)
        held = CarryOver.objects.create(
            inspection=inspection, started_at=NOW, started_by=staff.people[began] if began else None
        )

        [found] = waiting(About.CARRY_OVER)

        assert (found.subject, found.number, found.place) == (inspection.ref, held.pk, "")
        assert facts(staff, found) == ("", TODAY, told)

    def test_none_once_it_is_confirmed(self, staff: World) -> None:
        CarryOver.objects.create(inspection=make_reinspection(staff), started_at=NOW, confirmed_at=NOW)

        assert waiting(About.CARRY_OVER) == []


class TestChecks:
    @pytest.mark.parametrize(("days", "count"), [(-1, 0), (0, 1)])
    def test_from_its_day(self, staff: World, days: int, count: int) -> None:
        check = check_of(make_closed(staff), 3)

        found = waiting(About.CHECK, check.due_on + days * DAY)

        assert [(each.number, *facts(staff, each)) for each in found] == [
            (check.pk, "kirklees", check.due_on, {"head"})
        ][:count]

    def test_a_recommendation_shows_those_to_come_as_well(self, staff: World) -> None:
        closed = make_closed(staff)
        save_changed(check_of(closed, 3), dropped_at=NOW)

        found = things_of(About.CHECK, closed.recommendation, on=TODAY, people=accountable(on=TODAY))

        assert {each.number for each in found} == {check_of(closed, months).pk for months in (6, 12)}


class TestTakeovers:
    @pytest.fixture
    def changing(self, db: None) -> World:
        made = make_changing_world("salford")
        Person.objects.update(first_signed_in_at=NOW)
        return made

    def test_everybody_who_can_confirm_it_in_all_the_bodies_areas(self, changing: World) -> None:
        record = record_case(changing, CASES["greater manchester"])

        [found] = waiting(About.TAKEOVER)

        assert (found.subject, found.number) == (record.ref, record.pk)
        assert facts(changing, found) == ("", TODAY, {"national", "coordinator", "other_lead"})

    def test_one_to_come_waits_from_its_day(self, changing: World) -> None:
        record = record_case(changing, CASES["greater manchester"], on=TODAY + 13 * DAY)

        assert waiting(About.TAKEOVER) == []
        assert [each.dated.due_on for each in takeovers_after(record, on=record.on)] == [record.on]


class TestOfOneRecord:
    def test_a_recommendation_has_its_own_alone(self, published: World) -> None:
        people, region = accountable(on=TODAY), published.recommendations["region"]

        for about in (About.RESPONSE, About.ACKNOWLEDGEMENT):
            found = things_of(about, region, on=TODAY, people=people)
            assert [facts(published, each)[0] for each in found] == ["yorkshire"]

    def test_an_inspection_has_those_of_its_report(self, published: World) -> None:
        publish_here(published.inspections["wigan"])

        found = things_of_inspection(
            About.ACKNOWLEDGEMENT, published.inspections["wigan"], on=TODAY, people=Accountable()
        )

        wigan = published.inspections["wigan"].pk
        assert [(each.subject, each.people) for each in found] == [(reference("INS", wigan), frozenset())]


@pytest.mark.parametrize("about", SOURCES)
def test_each_costs_three_queries_at_most(published: World, about: About, django_assert_max_num_queries: Any) -> None:
    publish_here(published.inspections["wigan"])
    make_self_assessment(published)
    make_return(published, make_self_assessment(published, "wigan", by="other_head"), by="other_lead")
    CarryOver.objects.create(inspection=make_reinspection(published), started_at=NOW)
    make_closed(published)
    people = accountable(on=TODAY)

    with django_assert_max_num_queries(3):
        things(about, on=TODAY, people=people)
