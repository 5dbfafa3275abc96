"""What a digest adds: what others changed since the person's last digest, and how their area stands in counts."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.mail import make_message
from tests.factories.rows import save_changed
from tests.factories.self_assessments import actor, make_self_assessment
from tests.factories.world import NOW, TODAY, World, make_action, make_person
from tracker.choices import MessageKind, MessageState, Role
from tracker.models import Membership, PostHolder
from tracker.notifications.queries import mail_news
from tracker.notifications.queries.day import Day
from tracker.notifications.rules.digests import NO_NEWS, News
from tracker.operations import history
from tracker.rules.access import SERVICE

DAY = timedelta(days=1)
HEAD_OF_LEEDS = "Head of PDU, leeds"


def news(world: World, key: str = "head") -> News:
    person = world.people[key].pk
    return mail_news.of_people([person], Day(TODAY))[person]


def mailed(world: World, *keys: str, days_ago: int = 7, kind: MessageKind = MessageKind.DIGEST) -> None:
    """Each was sent a digest a week ago, unless told otherwise."""
    at = NOW - days_ago * DAY
    for key in keys:
        make_message(world.people[key], uid=f"{key}{days_ago}", kind=kind, state=MessageState.SENT, sent_at=at)


def happened(world: World, subject: str, *, verb: str = "action.updated", by: str | None = "lead", **more: Any) -> None:
    """Somebody did this to an action or a recommendation yesterday."""
    who = actor(world, by) if by else SERVICE
    given = {"at": NOW - DAY, "after": {}} | more
    history.record(verb=verb, subject=subject, by=who, **given)


def changes(world: World, key: str = "head") -> list[str]:
    return [line.lines[1] for line in news(world, key).changes]


class TestChanges:
    def test_what_others_did_is_told_with_who_and_when_the_newest_first(self, staff: World) -> None:
        mailed(staff, "head")
        action, recommendation = staff.actions["kirklees"].ref, staff.recommendations["kirklees"].ref
        happened(staff, action, at=NOW - 2 * DAY)
        happened(staff, recommendation, verb="self-assessment.returned", after={"organisation": "kirklees"})

        found = news(staff)

        lead = staff.people["lead"].name
        assert [line.lines[1] for line in found.changes] == [
            f"{recommendation}: Self-assessment returned by {lead}, 17 November 2026",
            f"{action}: Update added by {lead}, 16 November 2026",
        ]
        assert [line.ref for line in found.changes] == [recommendation, action]
        assert found.changes[1].address == f"/actions/{action}/"
        assert found.since_on == date(2026, 11, 11)

    @pytest.mark.parametrize(
        "more",
        [{"by": "head"}, {"by": None}, {"at": NOW - 8 * DAY}],
        ids=["their own", "the service's", "before the last digest"],
    )
    def test_what_is_no_news_is_left_out(self, staff: World, more: dict[str, Any]) -> None:
        mailed(staff, "head")
        happened(staff, staff.actions["kirklees"].ref, **more)

        assert changes(staff) == []

    def test_a_draft_is_no_news(self, staff: World) -> None:
        mailed(staff, "head")
        happened(staff, staff.recommendations["kirklees"].ref, verb="response.drafted")

        assert changes(staff) == []

    def test_a_correction_is_told_by_a_notice_of_its_own(self) -> None:
        assert not {"recommendation.corrected", "recommendation.verdict-corrected"} & mail_news.TOLD
        assert "recommendation.completed" in mail_news.TOLD

    @pytest.mark.parametrize(
        ("key", "place", "told"),
        [
            ("head", "kirklees", 1),
            ("owner", "kirklees", 0),
            ("head", "leeds", 0),
            ("lead", "region", 1),
            ("lead", "kirklees", 0),
        ],
    )
    def test_each_hears_of_their_own_body_and_posts(self, staff: World, key: str, place: str, told: int) -> None:
        mailed(staff, key)
        happened(staff, staff.actions[place].ref, by="national")

        assert len(changes(staff, key)) == told

    def test_what_was_done_for_another_body_is_not_told(self, staff: World) -> None:
        mailed(staff, "head")
        for body in ("leeds", "kirklees"):
            ref = staff.recommendations["kirklees"].ref
            happened(staff, ref, verb="self-assessment.assured", after={"organisation": body})

        assert len(changes(staff)) == 1

    @pytest.mark.parametrize("kind", [MessageKind.REMINDER, MessageKind.INSTANT])
    def test_only_a_digest_tells_changes(self, staff: World, kind: MessageKind) -> None:
        mailed(staff, "head", days_ago=7)
        mailed(staff, "head", days_ago=0, kind=kind)
        happened(staff, staff.actions["kirklees"].ref)

        assert len(changes(staff)) == 1

    def test_before_the_first_digest_nothing_has_changed(self, staff: World) -> None:
        happened(staff, staff.actions["kirklees"].ref)

        assert (news(staff).changes, news(staff).since_on) == ((), None)

    def test_a_post_that_was_passed_on_brings_its_changes(self, staff: World) -> None:
        PostHolder.objects.filter(post=staff.posts[HEAD_OF_LEEDS]).update(person=staff.people["owner"])
        save_changed(staff.people["owner"].memberships.get(), organisation=staff.organisations["leeds"])
        mailed(staff, "owner")
        happened(staff, staff.actions["leeds"].ref)

        assert len(changes(staff, "owner")) == 1


class TestArea:
    def said(self, world: World, key: str) -> list[str]:
        return [line.lines[0] for line in news(world, key).area]

    def test_a_lead_reads_three_counts_of_the_region(self, staff: World) -> None:
        for number in range(2):
            due_on = TODAY - DAY
            make_action(staff, f"late {number}", recommendation="leeds", post=HEAD_OF_LEEDS, due_on=due_on)
        make_self_assessment(staff)
        region = "Yorkshire and the Humber region"

        assert self.said(staff, "lead") == [
            f"{region}: 2 overdue actions",
            f"{region}: 3 actions due this week",
            f"{region}: 1 self-assessment waiting for review",
        ]
        assert self.said(staff, "head") == [
            "Kirklees PDU: 1 action due this week",
            "Kirklees PDU: 1 self-assessment waiting for review",
        ]

    @pytest.mark.parametrize(("key", "page"), [("head", "/areas/yorkshire/kirklees/"), ("lead", "/areas/yorkshire/")])
    def test_each_count_leads_to_the_area(self, staff: World, key: str, page: str) -> None:
        [line] = news(staff, key).area

        assert line.address == page

    @pytest.mark.parametrize("key", ["owner", "national", "auditor", "head"])
    def test_who_leads_no_area_any_more_or_never_did_reads_none(self, staff: World, key: str) -> None:
        Membership.objects.filter(person=staff.people["head"]).update(to_on=TODAY)

        assert news(staff, key) == NO_NEWS


@pytest.mark.parametrize("count", [1, 12])
def test_it_costs_ten_queries_for_any_number_and_none_for_nobody(
    staff: World, count: int, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    heads = [f"n{number}" for number in range(count)]
    for key in heads:
        make_person(staff, key, role=Role.HEAD_OF_PDU, body="leeds", title=f"Manager {key}")
    mailed(staff, *heads)
    happened(staff, staff.actions["leeds"].ref)
    happened(staff, staff.recommendations["leeds"].ref, verb="self-assessment.made", after={"organisation": "leeds"})

    with django_assert_max_num_queries(10):
        found = mail_news.of_people([staff.people[key].pk for key in heads], Day(TODAY))
    with django_assert_num_queries(0):
        assert mail_news.of_people([], Day(TODAY)) == {}

    assert [len(each.changes) for each in found.values()] == [2] * count
