"""Putting the reminders of an action off: who may, until when, who hears of it, and how it ends."""

from datetime import date, datetime, timedelta

import pytest

from tests.factories.world import NOW, TODAY
from tracker.choices import ActionStatus, NoticeKind
from tracker.errors import InvalidInput, NotAllowed, WrongState
from tracker.models import Action, Event, Person, actor_of
from tracker.notifications.models import NoticeToTell, Snooze
from tracker.notifications.operations.ladder import raise_rungs
from tracker.notifications.operations.snooze import end_snooze, snooze_action
from tracker.notifications.queries import ladder
from tracker.notifications.queries.day import Day
from tracker.rules.access import SERVICE

UNTIL = date(2026, 11, 30)
WHY = "The trainer is away until then"


@pytest.fixture
def cast(world):
    Person.objects.update(first_signed_in_at=NOW)
    return world


def put_off(world, *, by="head", until_on=UNTIL, reason=WHY, at=NOW):
    action = world.actions["kirklees"]
    return snooze_action(
        action=action, until_on=until_on, reason=reason, by=actor_of(world.people[by], on=TODAY), at=at
    )


def end(world, *, by="head", at=NOW):
    end_snooze(action=world.actions["kirklees"], by=actor_of(world.people[by], on=TODAY), at=at)


def told_on(day):
    """The rungs of the action of Kirklees that a run on this day notes."""
    before = set(NoticeToTell.objects.values_list("pk", flat=True))
    raise_rungs(by=SERVICE, at=datetime.combine(day, NOW.timetz()))
    new = NoticeToTell.objects.exclude(pk__in=before).filter(subject=Action.objects.order_by("pk")[0].ref)
    return sorted(new.values_list("rung", flat=True))


class TestPutOff:
    def test_it_is_kept_with_its_reason_and_told_in_the_trail(self, cast):
        made = put_off(cast)

        event = Event.objects.get(verb="action.snoozed")
        assert (made.until_on, made.reason, made.made_by) == (UNTIL, WHY, cast.people["head"])
        assert event.after == {"until_on": "2026-11-30", "reason": WHY}

    def test_the_regional_lead_hears_when_the_head_puts_off(self, cast):
        put_off(cast)

        notice = NoticeToTell.objects.get(kind=NoticeKind.ACTION_SNOOZED)
        assert (notice.person, notice.due_on) == (cast.people["lead"], UNTIL)

    def test_the_head_hears_when_the_lead_puts_off(self, cast):
        put_off(cast, by="lead")

        assert NoticeToTell.objects.get(kind=NoticeKind.ACTION_SNOOZED).person == cast.people["head"]

    def test_twice_is_once(self, cast):
        assert put_off(cast) == put_off(cast)
        assert Event.objects.filter(verb="action.snoozed").count() == NoticeToTell.objects.count() == 1

    def test_another_day_takes_its_place(self, cast):
        first = put_off(cast)
        put_off(cast, until_on=UNTIL + timedelta(days=1), at=NOW + timedelta(hours=1))

        first.refresh_from_db()
        assert (first.ended_at, first.ended_by) == (NOW + timedelta(hours=1), cast.people["head"])
        assert Snooze.objects.standing(on=TODAY).get().until_on == date(2026, 12, 1)

    def test_one_that_is_over_ended_on_its_own_day(self, cast):
        first = put_off(cast, until_on=TODAY + timedelta(days=1))
        put_off(cast, at=NOW + timedelta(days=5))

        first.refresh_from_db()
        assert (first.ended_at.date(), first.ended_by) == (TODAY + timedelta(days=1), None)

    @pytest.mark.parametrize("person", ["sibling_head", "other_lead", "auditor", "coordinator"])
    def test_others_may_not(self, cast, person):
        with pytest.raises(NotAllowed):
            put_off(cast, by=person)

    @pytest.mark.parametrize("status", [ActionStatus.COMPLETED, ActionStatus.WITHDRAWN])
    def test_what_has_ended_has_no_reminders(self, cast, status):
        Action.objects.update(status=status)

        with pytest.raises(WrongState):
            put_off(cast)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"until_on": TODAY}, "until_on"),
            ({"until_on": date(2026, 12, 17)}, "until_on"),  # 20 working days are over on 16 December
            ({"reason": "  "}, "reason"),
            ({"reason": "x" * 501}, "reason"),
            ({"reason": "Waiting for X123456"}, "reason"),
        ],
    )
    def test_what_cannot_be(self, cast, given, field):
        with pytest.raises(InvalidInput) as refusal:
            put_off(cast, **given)

        assert refusal.value.field == field

    def test_the_last_day_can_be_chosen(self, cast):
        assert put_off(cast, until_on=date(2026, 12, 16)).until_on == date(2026, 12, 16)


class TestWhatItHoldsBack:
    def test_nothing_is_told_before_its_day_and_the_late_rung_then(self, cast):
        put_off(cast)

        told = [told_on(TODAY + timedelta(days=days)) for days in range(1, 13)]

        assert told == [[]] * 11 + [["action-late"]]

    def test_what_was_noted_before_does_not_hold_while_it_lasts(self, cast):
        raise_rungs(by=SERVICE, at=NOW)
        mine = list(NoticeToTell.objects.filter(subject=cast.actions["kirklees"].ref))
        put_off(cast)

        assert ladder.holding(mine, Day(TODAY)) == set()
        assert ladder.holding(NoticeToTell.objects.filter(kind=NoticeKind.ACTION_SNOOZED), Day(TODAY)) != set()

    def test_the_action_is_overdue_all_the_same(self, cast):
        put_off(cast)

        assert cast.actions["kirklees"] in Action.objects.overdue(on=date(2026, 11, 25))


class TestEnd:
    def test_reminders_begin_again_on_that_day(self, cast):
        put_off(cast)
        end(cast)

        assert told_on(TODAY) == ["action-near"]
        assert Event.objects.get(verb="action.snooze-ended").before == {"until_on": "2026-11-30"}

    def test_the_leads_notice_holds_no_more(self, cast):
        put_off(cast)
        end(cast)

        assert ladder.holding(NoticeToTell.objects.filter(kind=NoticeKind.ACTION_SNOOZED), Day(TODAY)) == set()

    def test_none_to_end(self, cast):
        with pytest.raises(WrongState):
            end(cast)

    def test_others_may_not(self, cast):
        put_off(cast)

        with pytest.raises(NotAllowed):
            end(cast, by="sibling_head")
