"""Checks after closing: planned, recorded once, opening a recommendation again, dropped by a new inspection."""

from datetime import date, timedelta
from typing import Any

import pytest

from inspections.models import Organisation
from tests.factories.recurrence import judge
from tests.factories.reinspection import check_of, make_closed
from tests.factories.self_assessments import make_evidence, make_self_assessment
from tests.factories.world import NOW, TODAY, World
from tracker.choices import Decision, Ending, NoticeKind, Progress
from tracker.errors import EditConflict, InvalidInput, NotAllowed, WrongState
from tracker.models import Answerable, Event, Judgement, Person, SustainCheck, actor_of
from tracker.notifications.models import NoticeToTell
from tracker.notifications.operations.decision_notices import raise_decision_notices
from tracker.operations import sustain_checks
from tracker.operations.endings import end_answerable
from tracker.operations.responses import confirm_response, draft_response
from tracker.operations.sustain_checks import drop_checks, record_check
from tracker.rules.access import SERVICE, Actor

LATER = NOW + timedelta(days=100)


@pytest.fixture(autouse=True)
def everybody_has_signed_in(world: World) -> None:
    """Nobody is told anything before."""
    Person.objects.update(first_signed_in_at=NOW)


def actor(world: World, key: str) -> Actor:
    return actor_of(world.people[key], on=TODAY)


def record(world: World, check: SustainCheck, by: str = "head", at: Any = LATER, **changed: Any) -> SustainCheck:
    given = {"has_lasted": True, "found": "10 of 10 plans were checked"} | changed
    return record_check(check=check, by=actor(world, by), at=at, **given)


class TestPlan:
    def test_closing_as_sufficient_plans_three(self, world: World) -> None:
        closed = make_closed(world)

        days = list(closed.sustain_checks.order_by("months").values_list("months", "due_on"))
        assert days == [(3, date(2027, 2, 18)), (6, date(2027, 5, 18)), (12, date(2027, 11, 18))]
        assert Event.objects.filter(verb="check.planned", subject=closed.recommendation.ref).count() == 1

    @pytest.mark.parametrize("ending", sorted(set(Ending) - {Ending.SUFFICIENT}))
    def test_no_other_ending_does(self, world: World, ending: Ending) -> None:
        answerable = world.recommendations["kirklees"].answerables.select_related("organisation").get()

        end_answerable(answerable=answerable, ending=ending, reason="Because", by=SERVICE, at=NOW)

        assert not SustainCheck.objects.exists()

    def test_twice_is_once(self, world: World) -> None:
        closed = make_closed(world)

        sustain_checks.plan_checks(answerable=closed, by=SERVICE, at=LATER)

        assert closed.sustain_checks.count() == 3
        assert Event.objects.filter(verb="check.planned").count() == 1

    def test_a_closed_body_gets_none(self, world: World) -> None:
        Organisation.objects.filter(slug="kirklees").update(closed_on=TODAY)
        world.organisations["kirklees"].refresh_from_db()

        assert not make_closed(world).sustain_checks.exists()


class TestYes:
    def test_it_is_written_with_who_and_when(self, world: World) -> None:
        closed = make_closed(world)

        check = record(world, check_of(closed))

        assert (check.has_lasted, check.checked_by, check.checked_at) == (True, world.people["head"], LATER)
        assert SustainCheck.objects.waiting().count() == 2
        assert Event.objects.get(verb="check.lasted").subject == closed.recommendation.ref
        assert not Answerable.objects.open().filter(recommendation=closed.recommendation).exists()

    def test_the_same_again_is_the_same_check(self, world: World) -> None:
        check = check_of(make_closed(world))
        first = record(world, check)

        again = record(world, check, at=LATER + timedelta(days=1))

        assert again.checked_at == first.checked_at
        assert Event.objects.filter(verb="check.lasted").count() == 1

    @pytest.mark.parametrize(("by", "changed"), [("lead", {}), ("head", {"found": "9 of 10"})])
    def test_another_answer_meets_the_first(self, world: World, by: str, changed: dict[str, str]) -> None:
        check = check_of(make_closed(world))
        record(world, check)

        with pytest.raises(EditConflict) as refused:
            record(world, check, by, **changed)

        assert refused.value.current.found == "10 of 10 plans were checked"

    def test_not_by_who_self_assessed_it(self, world: World) -> None:
        closed = make_closed(world)
        made = make_self_assessment(world, effect="Fewer gaps", evidence=[make_evidence(world)])
        Judgement.objects.filter(pk=made.pk).update(answerable=closed, category=Progress.SUFFICIENT)

        with pytest.raises(NotAllowed, match="somebody else"):
            record(world, check_of(closed))
        assert record(world, check_of(closed), "lead").has_lasted

    def test_not_before_its_day(self, world: World) -> None:
        check = check_of(make_closed(world))

        with pytest.raises(WrongState, match="18 February 2027"):
            record(world, check, at=NOW)

    @pytest.mark.parametrize("by", ["owner", "sibling_head", "coordinator", "auditor", "administrator"])
    def test_others_cannot(self, world: World, by: str) -> None:
        check = check_of(make_closed(world))

        with pytest.raises(NotAllowed):
            record(world, check, by)

    def test_without_words(self, world: World) -> None:
        check = check_of(make_closed(world))

        with pytest.raises(InvalidInput, match="Enter the findings"):
            record(world, check, found="  ")

    def test_one_that_was_missed_stays_due(self, world: World) -> None:
        closed = make_closed(world)
        late = NOW + timedelta(days=200)

        record(world, check_of(closed, 6), at=late)

        assert SustainCheck.objects.due(on=late.date()).get().months == 3


class TestNo:
    def test_it_opens_the_recommendation_again(self, world: World) -> None:
        closed = make_closed(world)

        check = record(world, check_of(closed), has_lasted=False, found="4 of 10 were not")

        reopened = Answerable.objects.open().get(recommendation=closed.recommendation)
        assert check.reopened == reopened
        assert (reopened.follows, reopened.organisation) == (closed, closed.organisation)
        assert (reopened.from_on, reopened.asked_from_on) == (LATER.date(), closed.from_on)
        closed.refresh_from_db()
        assert closed.ending == Ending.SUFFICIENT
        assert Event.objects.get(verb="check.failed").subject == closed.recommendation.ref

    def test_the_later_checks_are_dropped(self, world: World) -> None:
        closed = make_closed(world)

        record(world, check_of(closed), has_lasted=False)

        assert not SustainCheck.objects.waiting().exists()
        assert SustainCheck.objects.filter(dropped_at=LATER).count() == 2

    def test_a_dropped_check_cannot_be_recorded(self, world: World) -> None:
        closed = make_closed(world)
        record(world, check_of(closed), has_lasted=False)

        with pytest.raises(WrongState, match="no longer needed"):
            record(world, check_of(closed, 6), has_lasted=False)

    def test_the_body_and_its_region_are_told_but_not_who_found_it(self, world: World) -> None:
        record(world, check_of(make_closed(world)), has_lasted=False)
        raise_decision_notices(by=SERVICE, at=LATER)

        told = NoticeToTell.objects.filter(kind=NoticeKind.REOPENED)
        assert [notice.person for notice in told] == [world.people["lead"]]

        raise_decision_notices(by=SERVICE, at=LATER)
        assert told.count() == 1

    def test_before_its_day_by_the_region(self, world: World) -> None:
        closed = make_closed(world)

        record(world, check_of(closed, 12), "lead", at=NOW + timedelta(days=1), has_lasted=False)
        raise_decision_notices(by=SERVICE, at=NOW + timedelta(days=1))

        assert Answerable.objects.open().filter(follows=closed).exists()
        assert [each.person for each in NoticeToTell.objects.filter(kind=NoticeKind.REOPENED)] == [world.people["head"]]

    def test_what_was_answered_before_still_stands(self, world: World) -> None:
        answerable = world.recommendations["kirklees"].answerables.select_related("organisation").get()
        drafted = draft_response(
            answerable=answerable, decision=Decision.AGREED, newest=0, by=actor(world, "head"), at=NOW
        )
        confirm_response(response=drafted, by=actor(world, "national"), at=NOW)
        closed = end_answerable(
            answerable=Answerable.objects.select_related("organisation", "recommendation").get(pk=answerable.pk),
            ending=Ending.SUFFICIENT,
            reason="",
            by=SERVICE,
            at=NOW,
        )
        record(world, check_of(closed), has_lasted=False)

        reopened = Answerable.objects.open().with_answering().get(recommendation=closed.recommendation)

        assert (reopened.is_answered, reopened.is_acknowledged) == (True, False)


class TestDrop:
    def test_a_new_verdict_drops_what_waits(self, world: World) -> None:
        closed = make_closed(world)
        later = world.inspections["leeds"]
        judge(closed.recommendation, later)

        dropped = drop_checks(recommendation=closed.recommendation, inspection=later, by=SERVICE, at=LATER)

        assert (dropped, SustainCheck.objects.waiting().count()) == (3, 0)
        assert Event.objects.get(verb="check.dropped").after == {"inspection": later.ref, "checks": 3}

    def test_again_there_is_nothing_to_drop(self, world: World) -> None:
        closed = make_closed(world)
        given: Any = {"recommendation": closed.recommendation, "inspection": world.inspections["leeds"], "by": SERVICE}

        assert [drop_checks(**given, at=LATER) for _ in range(2)] == [3, 0]
        assert Event.objects.filter(verb="check.dropped").count() == 1

    def test_those_planned_at_this_very_moment_stay(self, world: World) -> None:
        closed = make_closed(world)

        drop_checks(recommendation=closed.recommendation, inspection=world.inspections["leeds"], by=SERVICE, at=NOW)

        assert SustainCheck.objects.waiting().count() == 3

    def test_what_was_recorded_stays(self, world: World) -> None:
        closed = make_closed(world)
        record(world, check_of(closed))

        drop_checks(recommendation=closed.recommendation, inspection=world.inspections["leeds"], by=SERVICE, at=LATER)

        assert check_of(closed).dropped_at is None
