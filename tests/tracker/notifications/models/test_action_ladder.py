"""Actions as reminders ask about them: what is reached on a day, what is quiet, what was told and looked through."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.rows import save_changed
from tests.factories.world import NOW, STARTED, TODAY
from tracker.choices import ActionStatus, NoticeKind
from tracker.models import Action, Link, Recommendation
from tracker.notifications.models import ActionLook, NoticeToTell, PostLook, Snooze, actions_on_ladder
from tracker.notifications.models.action_ladder import dated_of, mark_of
from tracker.notifications.rules import ladder
from tracker.notifications.rules.ladder import LADDER, About, Dated
from tracker.rules import working_days

DAY = timedelta(days=1)
DUE = date(2026, 11, 20)
LATE = time(23, tzinfo=UTC)
HOLIDAYS = working_days.bank_holidays()
HEAD_POST = "Head of PDU, kirklees"
RUNGS = ladder.rungs_about(About.ACTION, LADDER)


@pytest.fixture
def action(world):
    return world.actions["kirklees"]


def put_off(action, until_on, *, ended_at=None):
    return Snooze.objects.create(action=action, until_on=until_on, reason="Waits", made_at=NOW, ended_at=ended_at)


def row_of(action):
    return actions_on_ladder().filter(pk=action.pk).with_quiet().dated().get()


def say_again(world, action):
    """A recommendation that it answers was made before."""
    later = world.recommendations["kirklees"]
    Link.objects.create(
        earlier=world.recommendations["leeds"], later=later, relation="repeated", inspection=later.inspection,
        linked_at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("until_on", "ended_at", "is_put_off"),
    [(TODAY, None, False), (TODAY + DAY, None, True), (TODAY + DAY, NOW, False), (TODAY + DAY, NOW + DAY, True)],
)
def test_reminders_are_put_off_until_the_last_day_or_the_end(action, until_on, ended_at, is_put_off):
    put_off(action, until_on, ended_at=ended_at)

    assert actions_on_ladder().not_put_off(on=TODAY).filter(pk=action.pk).exists() is not is_put_off


class TestQuiet:
    def test_a_plain_action_has_its_date_alone(self, action):
        assert row_of(action) == (action.pk, action.owner_post_id, DUE, None, None, False)

    def test_an_update_counts_on_its_day_in_london(self, action):
        save_changed(action, last_update_at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC))

        assert dated_of(row_of(action)).updated_on == date(2026, 7, 2)

    @pytest.mark.parametrize(("ended_at", "over_on"), [(None, date(2026, 12, 1)), (NOW, TODAY)])
    def test_the_newest_snooze_counts_until_its_day_or_its_end(self, action, ended_at, over_on):
        put_off(action, date(2026, 12, 24), ended_at=NOW)
        put_off(action, date(2026, 12, 1), ended_at=ended_at)

        assert dated_of(row_of(action)).snoozed_until == over_on

    @pytest.mark.parametrize("how", ["printed", "linked"])
    def test_what_was_recommended_before_is_a_repeat(self, world, action, how):
        if how == "linked":
            say_again(world, action)
        else:
            save_changed(world.recommendations["kirklees"], flagged_repeat=True)

        assert [row_of(world.actions[key])[-1] for key in ("kirklees", "wigan")] == [True, False]


class TestUnsettled:
    """What was looked through before is passed over until something of it changes."""

    def unsettled(self, action, *, on=TODAY, changed=()):
        return actions_on_ladder().filter(pk=action.pk).with_quiet().unsettled(on=on, changed=changed)

    @pytest.fixture
    def looked(self, action):
        """Looked through today, and again in a week."""
        PostLook.objects.keep([(action.owner_post_id, "audience")])
        ActionLook.objects.keep([(action.pk, mark_of("audience", dated_of(row_of(action))), TODAY + 7 * DAY)])
        return action

    @pytest.mark.parametrize(("days", "is_found"), [(0, False), (6, False), (7, True)])
    def test_until_its_day(self, looked, days, is_found):
        assert self.unsettled(looked, on=TODAY + days * DAY).exists() is is_found

    @pytest.mark.parametrize("change", [{"due_on": DUE + DAY}, {"last_update_at": NOW}])
    def test_it_is_looked_through_again_once_it_was_changed(self, looked, change):
        save_changed(looked, **change)

        assert self.unsettled(looked).exists()

    def test_and_once_others_are_told_of_its_post(self, world, looked):
        assert self.unsettled(looked, changed=[looked.owner_post_id]).exists()
        assert not self.unsettled(looked, changed=[world.posts["Head of PDU, wigan"].pk]).exists()

    def test_what_was_never_looked_through_is_found(self, action):
        assert self.unsettled(action).exists()

    def test_the_database_marks_it_as_python_does(self, world, action):
        PostLook.objects.keep([(action.owner_post_id, "audience")])
        save_changed(action, last_update_at=NOW)
        put_off(action, date(2026, 12, 1))
        say_again(world, action)

        mark = mark_of("audience", dated_of(row_of(action)))

        assert self.unsettled(action).values_list("mark_now", flat=True).get() == mark
        assert mark == "audience|2026-11-20|2026-11-18|2026-12-01|again"


@pytest.mark.parametrize("number", [912, 12_345])
def test_what_was_told_is_found_by_the_reference_of_the_action(world, action, number):
    made = Action.objects.create(
        pk=number, title="Sample", owner_post=action.owner_post, due_on=DUE, first_due_on=DUE, created_at=NOW
    )
    head = world.people["head"]
    for rung, day in {"action-late": DUE, "response-late": DUE}.items():
        NoticeToTell.objects.create(
            person=head, kind=NoticeKind.ACTION_LATE, subject=made.ref, number=number, rung=rung, due_on=day,
            created_at=NOW,
        )  # fmt: skip

    told = actions_on_ladder().filter(pk=number).told(RUNGS)

    assert list(told) == [(made.ref, number, "action-late", head.pk, DUE, TODAY)]


# Actions with dates around the thresholds, updates and snoozes; and what the rule says of them on a day.
NEAR = st.integers(min_value=-35, max_value=35).map(lambda days: TODAY + timedelta(days=days))
PAST = st.one_of(st.none(), st.integers(min_value=0, max_value=25).map(lambda days: TODAY - timedelta(days=days)))
SNOOZED = st.one_of(st.none(), st.integers(min_value=-15, max_value=5).map(lambda days: TODAY + timedelta(days=days)))
ROWS = st.lists(st.tuples(NEAR, PAST, SNOOZED, st.booleans()), min_size=1, max_size=8)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, on_day=st.integers(min_value=0, max_value=4).map(lambda days: TODAY + timedelta(days=days)))
def test_the_database_says_the_same_as_the_rule(cast, rows, on_day):
    Snooze.objects.all().delete()
    Action.objects.update(status=ActionStatus.WITHDRAWN)
    post = cast.posts[HEAD_POST]
    expected: dict[str, set[int]] = {rung.code: set() for rung in RUNGS}
    again = cast.recommendations["region"]
    Recommendation.objects.filter(pk=again.pk).update(flagged_repeat=True)
    for due_on, updated_on, snoozed_until, is_repeated in rows:
        action = Action.objects.create(
            title="Sample", owner_post=post, due_on=due_on, first_due_on=due_on, created_at=NOW,
            last_update_at=datetime.combine(updated_on, LATE) if updated_on else None,
        )  # fmt: skip
        if snoozed_until:
            Snooze.objects.create(action=action, until_on=snoozed_until, reason="Waits", made_at=NOW)
        if is_repeated:
            action.answers.create(answerable=again.answerables.get(), from_on=STARTED)
        dated = Dated(due_on, updated_on, snoozed_until, is_repeated)
        for rung in ladder.reached(RUNGS, dated, on=on_day, holidays=HOLIDAYS):
            expected[rung.code].add(action.pk)

    found = {
        rung.code: set(actions_on_ladder().reaching([rung], on=on_day, holidays=HOLIDAYS).values_list("pk", flat=True))
        for rung in RUNGS
    }

    assert found == expected
