"""What the ladder notes, for whom, and what of it still holds when it is sent."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.core.checks import run_checks

from tests.factories.answers import make_alert
from tests.factories.bounces import refuse
from tests.factories.reorganisations import confirm_case, decide_as_proposed
from tests.factories.self_assessments import make_self_assessment
from tests.factories.world import NOW, STARTED, TODAY, make_action
from tracker.choices import ActionStatus, NoticeKind, NoticeWay, ReorganisationKind, Role
from tracker.errors import NotAllowed
from tracker.models import (
    Action,
    AlertAction,
    AlertDuty,
    CarryOver,
    Deputy,
    Link,
    Membership,
    Person,
    PostHolder,
    Recommendation,
    actor_of,
)
from tracker.notifications.models import NoticeToTell
from tracker.notifications.operations.ladder import raise_rungs
from tracker.notifications.queries import alerts, ladder_rows
from tracker.notifications.queries import ladder as portfolio
from tracker.notifications.queries.day import Day
from tracker.operations.reorganisations import BodyChange
from tracker.operations.reorganisations import record as record_change
from tracker.rules import working_days
from tracker.rules.access import SERVICE
from tracker.rules.notices import EVER

HOLIDAYS = working_days.bank_holidays()
HEAD_POST = "Head of PDU, kirklees"


@pytest.fixture
def cast(world):
    """Everybody has signed in before; only the action of Kirklees is open, owned by a manager below the head."""
    Person.objects.update(first_signed_in_at=NOW - timedelta(days=100))
    Action.objects.update(status=ActionStatus.WITHDRAWN)
    make_action(world, "late", recommendation="kirklees", post="Senior Probation Officer, kirklees")
    return world


def on(day, *, hour=10):
    return datetime(day.year, day.month, day.day, hour, tzinfo=NOW.tzinfo)


def due(world, due_on):
    Action.objects.filter(pk=world.actions["late"].pk).update(due_on=due_on)


def told(day=TODAY):
    """(rung, name of the cast's place) of what a run on this day notes."""
    before = set(NoticeToTell.objects.values_list("pk", flat=True))
    raise_rungs(by=SERVICE, at=on(day))
    new = NoticeToTell.objects.exclude(pk__in=before).select_related("person")
    return sorted((each.rung, each.person.email.partition("@")[0]) for each in new)


class TestActions:
    def test_a_notice_says_which_rung_for_which_date_and_how(self, cast):
        raise_rungs(by=SERVICE, at=NOW)

        notice, action = NoticeToTell.objects.get(), cast.actions["late"]
        assert (notice.rung, notice.subject, notice.number) == ("action-near", action.ref, action.pk)
        assert (notice.person, notice.since_on) == (cast.people["owner"], EVER)
        assert (notice.kind, notice.way, notice.due_on) == (NoticeKind.ACTION_DUE, NoticeWay.DAY, date(2026, 11, 20))

    @pytest.mark.parametrize(
        ("due_on", "expected"),
        [
            (date(2026, 12, 17), []),
            (date(2026, 12, 16), [("action-early", "owner")]),
            (date(2026, 12, 2), [("action-soon", "owner")]),
            (date(2026, 11, 23), [("action-near", "owner")]),
            (date(2026, 11, 18), [("action-near", "owner")]),
            (date(2026, 11, 17), [("action-late", "owner")]),
            (date(2026, 11, 11), [("action-head", "head"), ("action-late", "owner")]),
            (date(2026, 11, 4), [("action-head", "head"), ("action-late", "owner"), ("action-region", "lead")]),
            (
                date(2026, 10, 21),
                [
                    ("action-head", "head"),
                    ("action-hmpps", "national"),
                    ("action-late", "owner"),
                    ("action-region", "lead"),
                ],
            ),
        ],
    )
    def test_who_is_told_on_the_first_run(self, cast, due_on, expected):
        due(cast, due_on)

        assert (told(), told()) == (expected, [])

    @pytest.mark.parametrize("missed", range(1, 15))
    def test_after_an_outage_each_is_told_once(self, cast, missed):
        due(cast, TODAY)
        first = [row for day in range(missed, missed + 4) for row in told(TODAY + timedelta(days=day))]

        assert len(set(first)) == len(first)
        assert ("action-late", "owner") in first
        assert not {"action-early", "action-soon", "action-near"} & {code for code, _ in first}

    @pytest.mark.parametrize("day", [date(2026, 11, 21), date(2026, 11, 22), date(2026, 12, 25), date(2026, 12, 28)])
    def test_nothing_on_days_without_work(self, cast, day):
        due(cast, date(2026, 11, 2))

        assert told(day) == []

    @pytest.mark.parametrize("how", ["printed", "linked"])
    def test_a_late_repeat_goes_to_hmpps_at_once(self, cast, how):
        due(cast, date(2026, 11, 17))
        later, earlier = cast.recommendations["kirklees"], cast.recommendations["leeds"]
        if how == "printed":
            Recommendation.objects.filter(pk=later.pk).update(flagged_repeat=True)
        else:
            Link.objects.create(
                earlier=earlier, later=later, relation="repeated", inspection=later.inspection, linked_at=NOW
            )

        assert told() == [("action-late", "owner"), ("action-repeat", "national")]

    def test_the_heads_own_action_is_not_escalated_to_the_head(self, cast):
        Action.objects.filter(pk=cast.actions["late"].pk).update(owner_post=cast.posts[HEAD_POST])
        due(cast, date(2026, 11, 11))

        assert told() == [("action-late", "head")]

    @pytest.mark.parametrize("status", [ActionStatus.COMPLETED, ActionStatus.WITHDRAWN])
    def test_what_has_ended_is_not_told(self, cast, status):
        Action.objects.update(status=status)

        assert told() == []

    def test_a_changed_ladder_is_looked_through_anew(self, cast, settings):
        due(cast, date(2026, 11, 25))  # five working days ahead
        first = told()
        settings.LADDER_DAYS = {"action-near": 5}

        assert (first, told()) == ([("action-soon", "owner")], [("action-near", "owner")])

    def test_a_person_cannot_raise_rungs(self, cast):
        with pytest.raises(NotAllowed):
            raise_rungs(by=actor_of(cast.people["head"], on=TODAY), at=NOW)


class TestWho:
    def cover(self, world, key, **days):
        post = world.posts["Senior Probation Officer, kirklees"]
        return Deputy.objects.create(post=post, person=world.people[key], **{"from_on": STARTED, **days})

    def test_the_deputy_while_leave_is_covered(self, cast):
        self.cover(cast, "head", to_on=TODAY + timedelta(days=7))

        assert told() == [("action-near", "head")]

    def test_the_holder_when_cover_is_over(self, cast):
        self.cover(cast, "head", to_on=TODAY)

        assert told() == [("action-near", "owner")]

    def test_the_deputy_where_the_holders_address_bounced(self, cast):
        self.cover(cast, "head", to_on=TODAY + timedelta(days=7))
        refuse(person=cast.people["owner"], address="x@example.org", reason="550", bounced_at=NOW)

        assert told() == [("action-near", "head")]

    @pytest.mark.parametrize(
        "change",
        [
            lambda owner: PostHolder.objects.filter(person=owner).update(to_on=TODAY),
            lambda owner: Person.objects.filter(pk=owner.pk).update(is_active=False),
            lambda owner: Person.objects.filter(pk=owner.pk).update(first_signed_in_at=None),
            lambda owner: Membership.objects.filter(person=owner).update(to_on=TODAY),
            lambda owner: Membership.objects.filter(person=owner).update(role=Role.AUDITOR),
            lambda owner: refuse(person=owner, address="x@example.org", reason="550", bounced_at=NOW),
        ],
        ids=["post vacant", "account off", "never signed in", "no role left", "reads only", "address bounced"],
    )
    def test_the_head_where_the_owner_cannot_be_told(self, cast, change):
        raise_rungs(by=SERVICE, at=NOW)
        change(cast.people["owner"])

        assert portfolio.holding(NoticeToTell.objects.all(), Day(TODAY)) == set()
        assert told() == [("action-near", "head")]

    def test_the_head_where_the_owner_has_moved_to_another_region(self, cast):
        Membership.objects.filter(person=cast.people["owner"]).update(organisation=cast.organisations["wigan"])

        assert told() == [("action-near", "head")]

    def test_the_lead_where_the_pdu_has_no_head_either(self, cast):
        PostHolder.objects.filter(post__organisation=cast.organisations["kirklees"]).update(to_on=TODAY)

        assert told() == [("action-near", "lead")]

    def test_the_next_holder_is_told_too(self, cast):
        raise_rungs(by=SERVICE, at=NOW)
        PostHolder.objects.filter(person=cast.people["owner"]).update(person=cast.people["sibling_head"])

        assert told() == [("action-near", "sibling-head")]


class TestOtherThings:
    def test_a_self_assessment_waits_for_its_reviewers(self, cast):
        Action.objects.update(status=ActionStatus.WITHDRAWN)
        make_self_assessment(cast, "kirklees")  # on Wednesday 18 November
        days = [TODAY + timedelta(days=each) for each in range(20)]

        rows = {day: rows for day in days if (rows := told(day))}

        assert rows == {
            date(2026, 11, 25): [("review-waiting", "lead")],
            date(2026, 12, 2): [("review-waiting-again", "lead")],
        }
        assert len(portfolio.holding(NoticeToTell.objects.exclude(rung=""), Day(days[-1]))) == 1

    def test_a_carry_over_is_the_coordinators(self, cast):
        Action.objects.update(status=ActionStatus.WITHDRAWN)
        CarryOver.objects.create(inspection=cast.inspections["kirklees"], started_at=NOW)

        assert told(date(2026, 12, 1)) == []
        assert told(date(2026, 12, 2)) == [("carry-over", "coordinator")]
        assert told(date(2026, 12, 16)) == [("carry-over-again", "coordinator")]

    def test_an_alert_is_its_owners_and_then_the_body_aboves(self, cast):
        Action.objects.update(status=ActionStatus.WITHDRAWN)
        alert = make_alert(cast, "kirklees")  # to answer by Friday 29 January 2027

        days = [TODAY + timedelta(days=each) for each in range(90)]
        rows = {day: rows for day in days if (rows := told(day))}

        assert rows == {
            date(2027, 1, 15): [("alert-soon", "head")],
            date(2027, 1, 26): [("alert-near", "head")],
            date(2027, 2, 1): [("alert-late", "head")],
            date(2027, 2, 5): [("alert-above", "lead")],
        }
        holding = portfolio.holding(NoticeToTell.objects.exclude(rung=""), Day(days[-1]))
        assert sorted(identity.rung for identity in holding) == ["alert-above", "alert-late"]
        [notice] = NoticeToTell.objects.filter(rung="alert-late")
        line = alerts.due([notice], Day(days[-1]))[notice.identity]
        assert line.address == f"/alerts/{alert.ref}/"
        assert line.lines[1] == f"{alert.ref}, Kirklees PDU: organisational alert to answer by 29 January 2027"

    def test_an_alert_that_nobody_owns_is_the_bodys_and_one_that_is_answered_nobodys(self, cast):
        Action.objects.update(status=ActionStatus.WITHDRAWN)
        alert = make_alert(cast, "kirklees")
        AlertDuty.objects.update(owner_post=None)
        assert told(date(2027, 1, 26)) == [("alert-near", "head")]

        AlertAction.objects.create(alert=alert, action=cast.actions["late"])
        Action.objects.filter(pk=cast.actions["late"].pk).update(status=ActionStatus.COMPLETED)

        assert told(date(2027, 2, 1)) == []

    def test_who_takes_over_is_for_everybody_who_can_confirm_it_once(self, cast):
        Action.objects.update(status=ActionStatus.WITHDRAWN)
        record = take_over(cast, "leeds")

        assert sorted(told()) == [("passing-on", "coordinator"), ("passing-on", "lead"), ("passing-on", "national")]
        assert told(date(2026, 11, 30)) == []
        [notice, *_] = notices = list(NoticeToTell.objects.filter(kind=NoticeKind.PROPOSAL_TO_CONFIRM))
        line = ladder_rows.takeovers(notices, Day(TODAY))[notice.identity]
        assert line.address == f"/reorganisations/{record.ref}/"
        assert line.lines == (
            "Kirklees PDU closes and passes on to Leeds PDU",
            f"{record.ref}: who takes over is to be confirmed, since 2 November 2026",
        )
        assert len(portfolio.holding(notices, Day(TODAY))) == 3

    def test_who_takes_over_in_two_regions_is_for_those_of_both(self, cast):
        Action.objects.update(status=ActionStatus.WITHDRAWN)
        take_over(cast, "leeds", "wigan")

        assert sorted(told()) == [("passing-on", "coordinator"), ("passing-on", "national")]

    def test_who_takes_over_is_told_no_more_once_it_is_confirmed(self, cast):
        Action.objects.update(status=ActionStatus.WITHDRAWN)
        record = take_over(cast, "leeds")
        told()
        notices = list(NoticeToTell.objects.filter(kind=NoticeKind.PROPOSAL_TO_CONFIRM))

        confirm_case(cast, decide_as_proposed(cast, record))

        assert portfolio.holding(notices, Day(TODAY)) == set()


def take_over(world, *into):
    """Kirklees, with what it answers for, closed on 2 November."""
    held = world.organisations
    following = tuple(held[key] for key in into)
    change = BodyChange(
        ReorganisationKind.TRANSFER, date(2026, 11, 2), closing=(held["kirklees"],), following=following
    )
    return record_change(change=change, token=uuid.uuid4(), by=SERVICE, at=NOW)


@pytest.mark.parametrize(("days", "count"), [({}, 0), ({"action-head": 7}, 0), ({"action-head": 15}, 1)])
def test_a_check_refuses_a_ladder_out_of_order(settings, days, count):
    settings.LADDER_DAYS = days

    assert len([each for each in run_checks() if each.id == "tracker.E002"]) == count
