"""Who is to be told what on a day: what is reached and untold, whom each rung is for, and what still holds."""

from datetime import date, timedelta

import pytest

from tests.factories.bounces import refuse
from tests.factories.notices import make_notice
from tests.factories.rows import save_changed
from tests.factories.self_assessments import make_self_assessment
from tests.factories.world import NOW, TODAY, make_action
from tracker.choices import ActionStatus, NoticeKind
from tracker.models import PostHolder
from tracker.notifications.models import ActionLook, NoticeToTell, Snooze
from tracker.notifications.operations.ladder import raise_rungs
from tracker.notifications.queries import ladder
from tracker.notifications.queries.day import Day
from tracker.notifications.rules.ladder import About, To
from tracker.queries.accountable import accountable
from tracker.rules.access import SERVICE

OWNER = "Senior Probation Officer, kirklees"
HEAD = "Head of PDU, kirklees"
DAY = timedelta(days=1)


@pytest.fixture
def late(cast):
    """One action is open, of a manager below the head of Kirklees, late since yesterday."""
    make_action(cast, "late", recommendation="kirklees", post=OWNER, due_on=TODAY - DAY)
    return cast


def due(world, due_on):
    save_changed(world.actions["late"], due_on=due_on)


def names(world, people):
    return {key for key, person in world.people.items() if person.pk in people}


class TestLook:
    def found(self, day=TODAY):
        return [(each.rung.code, each.subject, each.person_id) for each in ladder.look(Day(day)).found()]

    def test_what_is_reached_is_found_until_it_is_noted(self, late):
        expected = [("action-late", late.actions["late"].ref, late.people["owner"].pk)]
        before = self.found()
        raise_rungs(by=SERVICE, at=NOW)

        assert (before, self.found()) == (expected, [])

    def test_what_is_no_action_is_found_with_the_number_that_tells_it_apart(self, cast):
        made = make_self_assessment(cast, "kirklees")

        [found] = ladder.look(Day(TODAY + 7 * DAY)).found()

        assert (found.rung.code, found.subject) == ("review-waiting", cast.recommendations["kirklees"].ref)
        assert (found.number, found.person_id) == (made.pk, cast.people["lead"].pk)

    def test_on_days_without_work_nothing_is_asked(self, late, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert self.found(date(2026, 11, 21)) == []

    def test_it_says_when_to_look_again_at_each_action(self, late):
        [(number, mark, again_on)] = ladder.look(Day(TODAY)).looked_through()

        assert (number, again_on) == (late.actions["late"].pk, date(2026, 11, 24))  # five working days late
        assert mark.endswith("|2026-11-17||")

    @pytest.mark.parametrize("actions", [3, 30])
    def test_queries_are_the_same_for_any_number_of_actions(self, late, actions, django_assert_num_queries):
        for number in range(actions):
            make_action(late, f"more {number}", recommendation="kirklees", post=OWNER)
        raise_rungs(by=SERVICE, at=NOW)

        with django_assert_num_queries(2):
            found = ladder.look_at_actions(on=TODAY, people=accountable(on=TODAY))

        assert found.found() == found.actions == []

    @pytest.mark.parametrize("most_named", [0, 10])
    def test_what_was_told_is_known_however_many_actions_there_are(self, late, monkeypatch, most_named):
        """Of many the database is asked which they are: the embedded one gives up on what is nested too deep."""
        raise_rungs(by=SERVICE, at=NOW)
        ActionLook.objects.all().delete()
        monkeypatch.setattr(ladder, "MOST_NAMED", most_named)

        seen = ladder.look_at_actions(on=TODAY, people=accountable(on=TODAY))

        assert {tuple(action.tells) for action in seen.actions} == {()}


class TestAudiences:
    def audiences(self, world, post):
        of_rung = ladder.audiences_of_post(world.posts[post].pk, accountable(on=TODAY))
        return {rung.to: names(world, of_rung(rung)) for rung in ladder.rungs_now(About.ACTION)}

    def test_each_rung_is_for_one_person(self, late):
        assert self.audiences(late, OWNER) == {
            To.OWNER: {"owner"}, To.HEAD: {"head"}, To.REGION: {"lead"}, To.NATIONAL: {"national"},
        }  # fmt: skip

    def test_nobody_is_told_of_their_own_action_as_its_head(self, late):
        assert self.audiences(late, HEAD) == {
            To.OWNER: {"head"}, To.HEAD: set(), To.REGION: {"lead"}, To.NATIONAL: {"national"},
        }  # fmt: skip

    @pytest.mark.parametrize(("gone", "expected"), [(["owner"], {"head"}), (["owner", "head"], {"lead"})])
    def test_where_nobody_of_the_post_can_be_told_who_is_above_is(self, late, gone, expected):
        PostHolder.objects.filter(person__in=[late.people[key] for key in gone]).update(to_on=TODAY)

        assert self.audiences(late, OWNER)[To.OWNER] == expected

    def test_of_all_but_actions_every_rung_is_for_the_same_people(self):
        assert {ladder.every_rung(frozenset({7}))(rung) for rung in ladder.rungs_now()} == {frozenset({7})}


@pytest.mark.parametrize(("days", "expected"), [({}, -3), ({"action-near": 4}, -4), ({"action-near": 5}, -5)])
def test_the_ladder_has_the_days_of_the_settings(settings, days, expected):
    settings.LADDER_DAYS = days

    found = {rung.code: rung.days for rung in ladder.rungs_now(About.ACTION)}

    assert found["action-near"] == expected
    assert "response-near" not in found


class TestHolding:
    @pytest.fixture
    def noted(self, late):
        raise_rungs(by=SERVICE, at=NOW)
        return late

    def holds(self, day=TODAY):
        return len(ladder.holding(NoticeToTell.objects.all(), Day(day)))

    def test_until_the_next_rung_is_reached_for_the_person(self, noted):
        assert (self.holds(), self.holds(date(2026, 11, 22)), self.holds(date(2026, 12, 30))) == (1, 1, 1)

    @pytest.mark.parametrize(
        "facts",
        [
            {"status": ActionStatus.COMPLETED},
            {"due_on": date(2026, 11, 16)},
            {"due_on": None},
            {"last_update_at": NOW},
        ],
        ids=["done", "moved", "no date", "updated"],
    )
    def test_not_once_the_action_has_changed(self, noted, facts):
        save_changed(noted.actions["late"], **facts)

        assert self.holds() == 0

    def test_not_while_it_is_snoozed(self, noted):
        Snooze.objects.create(
            action=noted.actions["late"], until_on=TODAY + timedelta(days=2), reason="Waits", made_at=NOW
        )

        assert self.holds() == 0

    def test_a_lower_rung_gives_way_to_a_higher_one(self, late):
        due(late, date(2026, 12, 2))
        raise_rungs(by=SERVICE, at=NOW)

        assert (self.holds(), self.holds(date(2026, 11, 27))) == (1, 0)

    def test_nobody_holds_what_is_refused_at_their_address(self, noted):
        owner = noted.people["owner"]
        refuse(person=owner, address=owner.email, reason="550", bounced_at=NOW)

        assert self.holds() == 0

    def test_what_is_told_of_a_snooze_holds_for_who_leads_there(self, late):
        made = Snooze.objects.create(action=late.actions["late"], until_on=TODAY + DAY, reason="Waits", made_at=NOW)
        told = [late.people[key] for key in ("head", "lead", "other_lead")]
        notices = [make_notice(each, NoticeKind.ACTION_SNOOZED, "ACT-0001", made.pk) for each in told]

        assert ladder.holding(notices, Day(TODAY)) == {each.identity for each in notices[:2]}

    def test_of_no_notices_a_day_asks_nothing(self, cast, django_assert_num_queries):
        day = Day(TODAY)
        assert day.people

        with django_assert_num_queries(0):
            assert ladder.holding([], day) == set()
