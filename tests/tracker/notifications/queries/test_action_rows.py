"""The rows of actions in a mail: the person's own that are urgent, and what each notice of an action still tells."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories.notices import make_notice
from tests.factories.rows import save_changed
from tests.factories.world import NOW, TODAY, World, make_action
from tracker.choices import ActionStatus, Frequency, NoticeKind
from tracker.models import PostHolder
from tracker.notifications.models import EmailPreference, NoticeToTell, Snooze
from tracker.notifications.models.notice_to_tell import with_choices
from tracker.notifications.queries import action_rows
from tracker.notifications.queries.action_rows import Actions, actions_of
from tracker.notifications.queries.day import Day
from tracker.notifications.rules.mail_rows import Reminder

DAY = timedelta(days=1)
DUE = date(2026, 11, 20)
HEAD = "Head of PDU, kirklees"
OWNER = "Senior Probation Officer, kirklees"
DUE_KIND, LATE, ESCALATION, EXCEPTION = (
    NoticeKind.ACTION_DUE, NoticeKind.ACTION_LATE, NoticeKind.ESCALATION, NoticeKind.EXCEPTION,
)  # fmt: skip


def notice(
    world: World, kind: NoticeKind, *, key: str = "head", action: str = "kirklees", **fields: Any
) -> NoticeToTell:
    return make_notice(world.people[key], kind, world.actions[action].ref, **fields)


def actions(*notices: NoticeToTell, on: date = TODAY) -> Actions:
    return actions_of(with_choices(notices), Day(on))


def urgent(world: World) -> list[Reminder]:
    """The rows of what is urgent, which any digest of the head has."""
    return actions(notice(world, NoticeKind.ASSIGNED)).urgent.get(world.people["head"].pk, [])


def own(world: World) -> set[str]:
    """The urgent actions that a digest of the head lists, by their keys."""
    keys = {action.ref: name for name, action in world.actions.items()}
    return {keys[row.ref] for row in urgent(world)}


class TestOwn:
    def test_what_is_overdue_or_due_this_week_is_listed_told_before_or_not(self, staff: World) -> None:
        for name, days in {"late": -1, "later": 14}.items():
            make_action(staff, name, recommendation="kirklees", post=HEAD, due_on=TODAY + days * DAY)
        make_action(staff, "somebody else's", recommendation="kirklees", post=OWNER, due_on=TODAY - DAY)

        assert own(staff) == {"kirklees", "late"}

    @pytest.mark.parametrize(
        ("frequency", "expected"),
        [
            (Frequency.DAILY, {"kirklees", "late"}),
            (Frequency.NEEDED, {"late"}),
            (Frequency.STOPPED, set()),
        ],
    )
    def test_as_far_as_the_person_wants_to_be_told_of_such(
        self, staff: World, frequency: Frequency, expected: set[str]
    ) -> None:
        make_action(staff, "late", recommendation="kirklees", post=HEAD, due_on=TODAY - DAY)
        EmailPreference.objects.create(person=staff.people["head"], frequency=frequency)

        assert own(staff) == expected

    def test_what_is_put_off_is_left_out(self, staff: World) -> None:
        Snooze.objects.create(action=staff.actions["kirklees"], until_on=TODAY + DAY, reason="Waits", made_at=NOW)

        assert own(staff) == set()


class TestAbout:
    @pytest.mark.parametrize(
        ("answered", "about"),
        [
            ("kirklees", "Check each plan with a second manager in Kirklees"),
            ("region", "Check each plan with a second manager in Yorkshire and the Humber"),
            ("leeds", ""),
        ],
    )
    def test_it_names_what_it_answers_for_its_own_body_or_one_above_and_not_a_siblings(
        self, staff: World, answered: str, about: str
    ) -> None:
        staff.actions["kirklees"].answers.update(answerable=staff.recommendations[answered].answerables.get())

        assert [row.about for row in urgent(staff)] == [about]


class TestOfNotices:
    @pytest.mark.parametrize(
        ("due_on", "change", "told"),
        [
            (DUE, {}, True),
            (None, {}, True),
            (DUE - DAY, {}, False),
            (DUE, {"due_on": None}, False),
            (DUE, {"status": ActionStatus.COMPLETED}, False),
        ],
    )
    def test_an_action_ahead_is_told_while_it_is_open_and_has_its_date(
        self, staff: World, due_on: date | None, change: dict[str, Any], told: bool
    ) -> None:
        save_changed(staff.actions["kirklees"], **change)
        each = notice(staff, DUE_KIND, due_on=due_on)

        assert (each.identity in action_rows.due([each], actions(each))) is told

    @pytest.mark.parametrize(("due_on", "told"), [(TODAY - DAY, True), (DUE, True), (TODAY + 30 * DAY, False)])
    def test_a_late_one_is_told_while_it_is_urgent(self, staff: World, due_on: date, told: bool) -> None:
        save_changed(staff.actions["kirklees"], due_on=due_on)
        each = notice(staff, LATE)

        assert (each.identity in action_rows.late([each], actions(each))) is told

    def test_who_is_told_instead_reads_of_which_post_it_is(self, staff: World) -> None:
        make_action(staff, "late", recommendation="kirklees", post=OWNER, due_on=TODAY - DAY)
        PostHolder.objects.filter(post=staff.posts[OWNER]).update(to_on=TODAY)
        own, instead = notice(staff, LATE), notice(staff, LATE, action="late")

        rows = action_rows.late([own, instead], actions(own, instead))

        assert [rows[each.identity][0].instead_of for each in (own, instead)] == [
            "", "Senior Probation Officer, Kirklees",
        ]  # fmt: skip

    @pytest.mark.parametrize(("kind", "is_escalated"), [(ESCALATION, True), (EXCEPTION, False)])
    def test_what_is_somebody_elses_is_told_with_how_late_it_is(
        self, staff: World, kind: NoticeKind, is_escalated: bool
    ) -> None:
        each = notice(staff, kind, key="lead", due_on=DUE)

        [row] = action_rows.escalated([each], actions(each, on=date(2026, 11, 25)))[each.identity]

        assert (row.body, row.post, row.working_days) == ("Kirklees PDU", "Head of PDU", 3)
        assert row.is_escalated is is_escalated

    def test_and_not_while_it_is_not_overdue(self, staff: World) -> None:
        each = notice(staff, ESCALATION, key="lead")

        assert action_rows.escalated([each], actions(each)) == {}

    @pytest.mark.parametrize(("days", "found"), [(2, False), (3, True)])
    def test_the_list_of_what_is_overdue_has_no_rows_of_its_own(self, staff: World, days: int, found: bool) -> None:
        each = make_notice(staff.people["head"], NoticeKind.OVERDUE_LIST, "2026-11-16")

        rows = action_rows.overdue([each], actions(each, on=TODAY + days * DAY))

        assert rows == ({each.identity: ()} if found else {})


@pytest.mark.parametrize("count", [1, 10])
def test_it_costs_four_queries_for_any_number(staff: World, count: int, django_assert_num_queries: Any) -> None:
    notices = [notice(staff, LATE), notice(staff, ESCALATION, key="lead")]
    for number in range(count):
        key = f"more {number}"
        make_action(staff, key, recommendation="leeds", post="Head of PDU, leeds", due_on=TODAY - DAY)
        notices += [notice(staff, kind, key="sibling_head", action=key) for kind in (LATE, ESCALATION)]
    keys = {action.ref: key for key, action in staff.actions.items()}
    chosen = with_choices(notices)

    with django_assert_num_queries(4):
        found = actions_of(chosen, Day(TODAY))

    assert {f"more {number}" for number in range(count)} <= {keys[ref] for ref in found.by_ref}


def test_for_no_notices_only_who_is_accountable_is_asked(staff: World, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert actions_of([], Day(TODAY)).by_ref == {}
