"""Which decisions wait for whom on a day: one for each person who can make it, while it waits."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.answers import make_response_draft
from tests.factories.endings import make_confirmed_ending, make_ending_request
from tests.factories.notices import make_notice
from tests.factories.publishing import publish_here
from tests.factories.reinspection import check_of, make_closed, make_fieldwork
from tests.factories.rows import save_changed
from tests.factories.self_assessments import actor, make_return, make_self_assessment
from tests.factories.world import NOW, STARTED, TODAY, World, make_person
from tracker.choices import NoticeKind, Role
from tracker.models import Deputy
from tracker.notifications.queries import decisions
from tracker.notifications.queries.day import Day
from tracker.operations.sustain_checks import record_check
from tracker.rules.notices import Identity

DAY = timedelta(days=1)
REVIEW, RETURNED = NoticeKind.SELF_ASSESSMENT_TO_REVIEW, NoticeKind.SELF_ASSESSMENT_RETURNED
FIELDWORK = date(2026, 12, 7)


def waiting(world: World, kind: NoticeKind, *, on: date = TODAY) -> dict[str, Any]:
    """The decisions of this kind, by the key of who is told."""
    keys = {person.pk: key for key, person in world.people.items()}
    return {keys[each.person_id]: each for each in decisions.waiting(Day(on)) if each.kind is kind}


def fail_check(world: World) -> int:
    """The head found that a change of Kirklees has not lasted."""
    check = check_of(make_closed(world))
    at = NOW + 100 * DAY
    record_check(check=check, has_lasted=False, found="4 of 10 plans were not checked", by=actor(world, "head"), at=at)
    return check.pk


class TestSelfAssessments:
    def test_a_new_one_waits_for_the_region_and_not_for_its_maker(self, staff: World) -> None:
        second = make_person(staff, "second", role=Role.REGIONAL_LEAD, body="yorkshire", title="Head of Operations")
        save_changed(second, first_signed_in_at=NOW)
        made = make_self_assessment(staff, by="lead")

        found = waiting(staff, REVIEW)

        assert list(found) == ["second"]
        assert (found["second"].number, found["second"].decision.on) == (made.pk, TODAY)
        assert found["second"].identity == Identity(REVIEW, staff.recommendations["kirklees"].ref, second.pk, made.pk)

    def test_it_waits_for_the_deputy_and_not_for_who_is_on_leave(self, staff: World) -> None:
        deputy = make_person(staff, "deputy", role=Role.ACTION_OWNER, body="yorkshire", title="Head of Performance")
        save_changed(deputy, first_signed_in_at=NOW)
        post = staff.posts["Regional Probation Director, yorkshire"]
        Deputy.objects.create(post=post, person=deputy, from_on=STARTED, to_on=TODAY + DAY)
        make_self_assessment(staff)

        assert list(waiting(staff, REVIEW)) == ["deputy"]

    def test_a_returned_one_is_its_makers_to_answer_and_news_to_others(self, staff: World) -> None:
        second = make_person(staff, "second", role=Role.HEAD_OF_PDU, body="kirklees", title="Deputy Head of PDU")
        save_changed(second, first_signed_in_at=NOW)
        make_return(staff, make_self_assessment(staff, by="second"))

        found = waiting(staff, RETURNED)

        assert {key: each.is_news for key, each in found.items()} == {"second": False, "head": True}
        assert found["second"].decision.on == date(2026, 12, 11)


class TestEndings:
    @pytest.mark.parametrize(
        ("place", "by", "told"),
        [("kirklees", "head", "lead"), ("kirklees", "lead", "national"), ("region", "lead", "national")],
    )
    def test_one_waits_for_the_next_body_up_from_who_asked(self, staff: World, place: str, by: str, told: str) -> None:
        made = make_ending_request(staff, place, by=by)

        found = waiting(staff, NoticeKind.ENDING_TO_CONFIRM)

        body = made.answerable.organisation.slug
        assert list(found) == [told]
        assert (found[told].number, found[told].decision.on) == (made.pk, TODAY)
        assert (
            found[told].decision.address
            == f"/recommendations/{staff.recommendations[place].ref}/ending/decide/?body={body}"
        )

    def test_hmpps_own_waits_for_another_person_there(self, staff: World) -> None:
        second = make_person(staff, "second", role=Role.NATIONAL, body="hmpps", title="Deputy Chief Officer")
        save_changed(second, first_signed_in_at=NOW)
        make_ending_request(staff, "region", by="national")

        assert list(waiting(staff, NoticeKind.ENDING_TO_CONFIRM)) == ["second"]

    def test_what_is_decided_waits_no_more(self, staff: World) -> None:
        make_confirmed_ending(staff)

        assert waiting(staff, NoticeKind.ENDING_TO_CONFIRM) == {}


class TestOthers:
    def test_a_new_report_waits_for_each_body_and_a_draft_for_hmpps_and_both_lead_there(self, staff: World) -> None:
        publish_here(staff.inspections["kirklees"])
        make_response_draft(staff, "kirklees")

        new, draft = waiting(staff, NoticeKind.NEW_RECOMMENDATION), waiting(staff, NoticeKind.RESPONSE_TO_CONFIRM)

        report, recommendation = staff.inspections["kirklees"].ref, staff.recommendations["kirklees"].ref
        assert {key: each.decision.body for key, each in new.items()} == {
            "head": "Kirklees PDU", "lead": "Yorkshire and the Humber region",
        }  # fmt: skip
        assert new["head"].decision.address == f"/inspections/{report}/"
        assert list(draft) == ["national"]
        assert (
            draft["national"].decision.address == f"/recommendations/{recommendation}/response/confirm/?body=kirklees"
        )

    @pytest.mark.parametrize(("days", "count"), [(100, 1), (130, 1), (131, 0)])
    def test_what_has_not_lasted_is_told_above_for_the_days_of_an_answer(
        self, staff: World, days: int, count: int
    ) -> None:
        number = fail_check(staff)

        found = waiting(staff, NoticeKind.REOPENED, on=TODAY + days * DAY)

        assert list(found) == ["lead"][:count]
        assert len(decisions.reopened(on=TODAY + days * DAY, checks=[number])) == count
        assert decisions.reopened(on=TODAY + days * DAY, checks=[]) == []

    @pytest.mark.parametrize(("on", "told"), [(FIELDWORK, {"head", "owner"}), (FIELDWORK + DAY, set())])
    def test_fieldwork_is_told_to_every_post_of_the_body_until_it_starts(
        self, staff: World, on: date, told: set[str]
    ) -> None:
        made = make_fieldwork(staff)

        assert set(waiting(staff, NoticeKind.FIELDWORK_ANNOUNCED, on=on)) == told
        assert len(decisions.announced(on=on, fieldwork=[made.pk])) == len(told)
        assert decisions.announced(on=on, fieldwork=[]) == []


class TestOfNotices:
    def test_a_first_notice_holds_while_its_own_self_assessment_waits(self, staff: World) -> None:
        made, lead = make_self_assessment(staff), staff.people["lead"]
        ref = staff.recommendations["kirklees"].ref
        own, older = make_notice(lead, REVIEW, ref, made.pk), make_notice(lead, REVIEW, ref, made.pk - 1)

        found = decisions.still_waiting([own, older], Day(TODAY))

        assert list(found) == [own.identity]
        assert found[own.identity].kind is REVIEW

    def test_a_rung_tells_the_row_of_what_waits_for_its_person(self, staff: World) -> None:
        made, ref = make_self_assessment(staff), staff.recommendations["kirklees"].ref
        rungs = [
            make_notice(staff.people[key], NoticeKind.REVIEW_WAITING, ref, made.pk, rung="review-waiting", due_on=TODAY)
            for key in ("lead", "other_lead")
        ]
        day = Day(TODAY)

        found = decisions.still_waiting(rungs, day)

        assert found == {rungs[0].identity: decisions.by_whose(day)[staff.people["lead"].pk, ref]}


def test_it_costs_twenty_one_queries_at_most_once_for_a_day(
    staff: World, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    publish_here(staff.inspections["wigan"])
    make_self_assessment(staff)
    make_return(staff, make_self_assessment(staff, "leeds", by="sibling_head"))
    make_response_draft(staff, "kirklees")
    make_fieldwork(staff)
    fail_check(staff)
    day = Day(TODAY + 100 * DAY)

    with django_assert_max_num_queries(21):
        first = decisions.waiting(day)
    with django_assert_num_queries(0):
        assert decisions.waiting(day) is first
