"""The rows of what is on a ladder and no action: each named by its title and body, with the link to what is asked."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.answers import make_response_draft
from tests.factories.bounces import refuse
from tests.factories.carry_over import make_reinspection
from tests.factories.notices import make_notice
from tests.factories.reinspection import check_of, make_closed
from tests.factories.rows import save_changed
from tests.factories.self_assessments import answerable, make_self_assessment
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus, NoticeKind, ReorganisationKind
from tracker.notifications.models import NoticeToTell, Snooze
from tracker.notifications.queries import ladder_rows
from tracker.notifications.queries.day import Day
from tracker.operations.reorganisations import BodyChange, record
from tracker.rules.access import SERVICE

DAY = timedelta(days=1)
DUE = date(2026, 12, 18)
PLANS = "Check each plan with a second manager in Kirklees"
UNTIL = TODAY + DAY


def lines(read: Callable[..., Any], *notices: NoticeToTell) -> list[tuple[tuple[str, ...], str]]:
    """The words of each row and where it leads."""
    rows = read(notices, Day(TODAY))
    return [(rows[each.identity].lines, rows[each.identity].address) for each in notices if each.identity in rows]


class TestResponses:
    def notice(self, world: World, key: str = "head", **fields: Any) -> NoticeToTell:
        given = {"number": answerable(world).pk, "rung": "response-near", "due_on": DUE} | fields
        return make_notice(world.people[key], NoticeKind.RESPONSE_DUE, world.recommendations["kirklees"].ref, **given)

    def test_the_body_is_led_to_its_answer(self, staff: World) -> None:
        ref = staff.recommendations["kirklees"].ref

        assert lines(ladder_rows.responses, self.notice(staff)) == [
            (
                (PLANS, f"{ref}, Kirklees PDU: response due by 18 December 2026"),
                f"/recommendations/{ref}/response/?body=kirklees",
            )
        ]

    def test_who_is_to_confirm_a_draft_is_led_there(self, staff: World) -> None:
        make_response_draft(staff, "kirklees")

        [(_, address)] = lines(ladder_rows.responses, self.notice(staff, "national"))

        assert address.endswith("/response/confirm/?body=kirklees")

    def test_one_that_is_not_there_has_no_row(self, staff: World) -> None:
        assert lines(ladder_rows.responses, self.notice(staff, number=0)) == []


def test_a_check_says_by_when(staff: World) -> None:
    closed = make_closed(staff)
    check, ref = check_of(closed), closed.recommendation.ref
    notice = make_notice(staff.people["head"], NoticeKind.SUSTAIN_CHECK_DUE, ref, check.pk, due_on=DUE)

    assert lines(ladder_rows.checks, notice) == [
        ((PLANS, f"{ref}, Kirklees PDU: check after closing due by 18 December 2026"), f"/recommendations/{ref}/")
    ]


def test_silence_is_named_by_the_report_and_the_body(staff: World) -> None:
    ref, body = staff.inspections["kirklees"].ref, staff.organisations["yorkshire"]
    notice = make_notice(staff.people["lead"], NoticeKind.UNACKNOWLEDGED, ref, body.pk, due_on=DUE)

    [(words, address)] = lines(ladder_rows.silences, notice)

    assert words == (
        "Inspection of Kirklees PDU",
        f"{ref}, Yorkshire and the Humber region: new recommendations not yet acknowledged, since 18 December 2026",
    )
    assert address == f"/inspections/{ref}/"


def test_a_carry_over_is_named_by_its_report(staff: World) -> None:
    inspection = make_reinspection(staff)
    person = staff.people["coordinator"]
    notice = make_notice(person, NoticeKind.CARRY_OVER_UNFINISHED, inspection.ref, 1, due_on=TODAY)
    gone = make_notice(person, NoticeKind.CARRY_OVER_UNFINISHED, "INS-9999", 1, due_on=TODAY)

    [(words, address)] = lines(ladder_rows.carry_overs, notice, gone)

    said = f"{inspection.ref}, Kirklees PDU: carry-over not finished, begun 18 November 2026"
    assert (words, address) == (("Inspection of Kirklees PDU", said), f"/inspections/{inspection.ref}/")


def test_a_review_leads_there_who_can_make_it_and_others_to_the_recommendation(staff: World) -> None:
    made, ref = make_self_assessment(staff), staff.recommendations["kirklees"].ref
    notices = [
        make_notice(staff.people[key], NoticeKind.REVIEW_WAITING, ref, made.pk, rung="review-waiting", due_on=TODAY)
        for key in ("lead", "national")
    ]

    (own, review), (other, recommendation) = lines(ladder_rows.reviews, *notices)

    assert own == (PLANS, f"{ref}, Kirklees PDU: self-assessment to review, sent 18 November 2026")
    assert other == (PLANS, f"{ref}: self-assessment to review, sent 18 November 2026")
    assert (review, recommendation) == (f"/recommendations/{ref}/review/?body=kirklees", f"/recommendations/{ref}/")


def test_who_takes_over_is_told_with_what_happened(staff: World) -> None:
    held = staff.organisations
    change = BodyChange(
        ReorganisationKind.TRANSFER, date(2026, 11, 2), closing=(held["kirklees"],), following=(held["leeds"],)
    )
    made = record(change=change, token=uuid.uuid4(), by=SERVICE, at=NOW)
    notice = make_notice(staff.people["lead"], NoticeKind.PROPOSAL_TO_CONFIRM, made.ref, made.pk, due_on=TODAY)

    assert lines(ladder_rows.takeovers, notice) == [
        (
            (
                "Kirklees PDU closes and passes on to Leeds PDU",
                f"{made.ref}: who takes over is to be confirmed, since 2 November 2026",
            ),
            f"/reorganisations/{made.ref}/",
        )
    ]
    save_changed(made, undone_at=NOW, undone_reason="It did not happen")
    assert lines(ladder_rows.takeovers, notice) == []


class TestSnoozes:
    @pytest.fixture
    def notice(self, staff: World) -> NoticeToTell:
        action = staff.actions["kirklees"]
        made = Snooze.objects.create(action=action, until_on=UNTIL, reason="Sam is ill", made_at=NOW)
        return make_notice(staff.people["lead"], NoticeKind.ACTION_SNOOZED, action.ref, made.pk, due_on=UNTIL)

    def test_the_day_is_told_and_not_what_was_typed(self, staff: World, notice: NoticeToTell) -> None:
        action = staff.actions["kirklees"]

        assert lines(ladder_rows.snoozes, notice) == [
            (
                (action.title, f"{action.ref}, Head of PDU, Kirklees: reminders put off until 19 November 2026"),
                f"/actions/{action.ref}/",
            )
        ]

    def test_nothing_once_the_action_has_ended(self, staff: World, notice: NoticeToTell) -> None:
        save_changed(staff.actions["kirklees"], status=ActionStatus.COMPLETED)

        assert lines(ladder_rows.snoozes, notice) == []


@pytest.mark.parametrize(
    ("key", "lead", "body", "page"),
    [
        ("owner", "lead", "Kirklees PDU", "/areas/yorkshire/kirklees/"),
        ("lead", "national", "Yorkshire and the Humber region", "/areas/yorkshire/"),
    ],
)
def test_a_refused_address_is_told_of_the_body_while_it_stands(
    staff: World, key: str, lead: str, body: str, page: str
) -> None:
    person = staff.people[key]
    bounce = refuse(person=person, address=person.email, reason="550", bounced_at=NOW - DAY)
    notice = make_notice(staff.people[lead], NoticeKind.ADDRESS_BOUNCED, person.ref, bounce.pk)

    words = f"{person.ref}, {body}: emails to this person do not arrive, since 17 November 2026"
    assert lines(ladder_rows.bounced, notice) == [((person.name, words), page)]
    save_changed(bounce, cleared_at=NOW)
    assert lines(ladder_rows.bounced, notice) == []


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize(
    ("read", "queries"), [(ladder_rows.checks, 1), (ladder_rows.silences, 2), (ladder_rows.carry_overs, 1)]
)
def test_queries_are_the_same_for_any_number(
    staff: World, read: Callable[..., Any], queries: int, count: int, django_assert_num_queries: Any
) -> None:
    closed = make_closed(staff)
    ref, number = staff.inspections["kirklees"].ref, check_of(closed).pk
    people = list(staff.people.values())[:count]
    notices = [make_notice(each, NoticeKind.UNACKNOWLEDGED, ref, number, due_on=DUE) for each in people]

    with django_assert_num_queries(queries):
        assert len(read(notices, Day(TODAY))) == count
