"""Deciding what becomes of earlier recommendations, one by one, until it is confirmed."""

from datetime import date, timedelta
from typing import Any

import pytest

from inspections.choices import InspectionKind, SuccessionKind
from inspections.models import Inspection, Organisation
from inspections.operations.organisations import record_succession
from tests.factories.carry_over import (
    actor,
    answer,
    board,
    confirm_it,
    decide,
    decide_both,
    make_reinspection,
    make_verdict,
    task,
)
from tests.factories.world import NOW, World, make_action, make_inspection, make_recommendation
from tracker.choices import ActionStatus, Ending, Progress, Relation
from tracker.errors import EditConflict, InvalidInput, NotAllowed, WrongState
from tracker.models import Action, Answerable, CarryOver, CarryOverDecision, Event
from tracker.operations.carry_over import open_for
from tracker.operations.endings import end_answerable
from tracker.rules.access import SERVICE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def again(world: World) -> Inspection:
    return make_reinspection(world)


def keys(world: World, **kwargs: Any) -> set[str]:
    """The tasks by the keys of their recommendations."""
    names = {each.pk: key for key, each in world.recommendations.items()}
    return {names[each.recommendation.pk] for each in board(world, **kwargs).tasks}


class TestWhatIsReturnedTo:
    def test_the_bodys_own_report_whoever_was_asked(self, world: World) -> None:
        assert keys(world) == {"kirklees", "region"}

    def test_not_what_has_ended_for_the_body(self, world: World) -> None:
        row = world.recommendations["kirklees"].answerables.get()
        end_answerable(answerable=row, ending=Ending.OVERTAKEN, reason="Closed", by=SERVICE, at=NOW)

        assert keys(world) == {"region"}

    def test_what_the_body_was_asked_elsewhere(self, world: World) -> None:
        make_recommendation(world, "elsewhere", inspection="leeds", addressee="kirklees")

        assert keys(world) == {"kirklees", "region", "elsewhere"}

    def test_not_a_later_report(self, world: World) -> None:
        Inspection.objects.filter(pk=world.inspections["kirklees"].pk).update(published_on=date(2026, 11, 1))

        assert keys(world) == set()

    def test_a_report_without_a_date_that_was_recorded_before(self, world: World) -> None:
        Inspection.objects.filter(pk=world.inspections["kirklees"].pk).update(published_on=None, published_month=None)

        assert keys(world) == {"kirklees", "region"}

    def test_what_came_from_a_predecessor_is_this_bodys_alone(self, world: World) -> None:
        recommendation = make_recommendation(world, "old", inspection="wigan", addressee="wigan")
        for body in ("kirklees", "leeds"):
            Answerable.objects.create(
                recommendation=recommendation, organisation=world.organisations[body], from_on=date(2025, 1, 1)
            )

        tasks = board(world).tasks_of(recommendation.ref)

        assert [each.body for each in tasks] == [world.organisations["kirklees"]]

    @pytest.mark.parametrize(("others", "expected"), [(False, True), (True, False)])
    def test_a_predecessor_whose_duty_was_not_passed_on(self, world: World, others: bool, expected: bool) -> None:
        Organisation.objects.filter(slug="wigan").update(closed_on=date(2025, 1, 1))
        for successor in ("kirklees", "leeds") if others else ("kirklees",):
            record_succession(
                predecessor=world.organisations["wigan"],
                successor=world.organisations[successor],
                on=date(2025, 1, 1),
                kind=SuccessionKind.MERGED,
            )

        assert ("wigan" in keys(world)) is expected

    def test_a_region_takes_in_what_its_pdus_reports_asked_of_it(self, world: World) -> None:
        make_inspection(world, "yorkshire")
        world.inspections["yorkshire"].kind = InspectionKind.REGION
        world.inspections["yorkshire"].published_on = date(2026, 10, 1)

        assert keys(world, report="yorkshire") == {"region"}

    @pytest.mark.parametrize("kind", [InspectionKind.DYNAMIC, InspectionKind.THEMATIC])
    def test_other_kinds_take_only_what_they_judge(self, world: World, again: Inspection, kind: InspectionKind) -> None:
        again.kind = kind
        world.inspections["again"] = again

        before = keys(world)
        make_verdict(world, "kirklees")

        assert before == set()
        assert keys(world) == {"kirklees"}

    def test_a_report_that_judges_anothers(self, world: World) -> None:
        make_verdict(world, "wigan")

        assert keys(world) == {"kirklees", "region", "wigan"}


class TestDeciding:
    def test_it_is_kept_with_what_happens_to_the_actions(self, world: World) -> None:
        decide(world, "kirklees", answer(world, "new-1", verdict=Progress.SOME))

        held = task(world, "kirklees").decision
        assert held is not None
        assert (held.verdict, held.ending, held.relation) == ("some", "carried-over", "repeated")
        assert [(each.action, each.follows) for each in held.actions.all()] == [(world.actions["kirklees"], True)]
        assert (held.decided_by, held.decided_at) == (world.people["lead"], NOW)

    def test_nothing_has_moved_before_it_is_confirmed(self, world: World) -> None:
        decide_both(world)

        assert Answerable.objects.open().filter(recommendation__inspection=world.inspections["kirklees"]).count() == 2

    def test_actions_end_with_a_recommendation_that_lapses(self, world: World) -> None:
        decide(world, "kirklees", answer(world, ending=Ending.LAPSED, reason="The need went away"))

        [action] = task(world, "kirklees").decision.actions.all()
        assert (action.follows, action.reason) == (False, "The recommendation has ended: lapsed")

    def test_an_action_may_end_for_a_reason_of_its_own(self, world: World) -> None:
        ends = {world.actions["kirklees"].pk: "Another post does it"}

        decide(world, "kirklees", answer(world, "new-1"), ends=ends)

        [action] = task(world, "kirklees").decision.actions.all()
        assert (action.follows, action.reason) == (False, "Another post does it")

    def test_it_can_be_changed_until_it_is_confirmed(self, world: World) -> None:
        decide(world, "kirklees", answer(world, "new-1"))

        decide(world, "kirklees", answer(world, "new-2", relation=Relation.REWORDED), version=1, by="coordinator")

        held = CarryOverDecision.objects.get()
        assert (held.relation, held.version, held.decided_by) == ("reworded", 2, world.people["coordinator"])

    def test_the_printed_verdict_is_taken_from_the_report(self, world: World) -> None:
        make_verdict(world, "kirklees", Progress.NONE)

        held = decide(world, "kirklees", answer(world, "new-1", verdict=Progress.SUFFICIENT))

        assert (held.verdict, held.improvement_still_required) == ("none", True)

    def test_the_same_again_is_the_same(self, world: World) -> None:
        first = decide(world, "kirklees", answer(world, "new-1"))

        again = decide(world, "kirklees", answer(world, "new-1"))

        assert (again.pk, again.version) == (first.pk, 1)
        assert Event.objects.filter(verb="carry-over.decided").count() == 1

    def test_a_stale_page_is_refused(self, world: World) -> None:
        decide(world, "kirklees", answer(world, "new-1"))

        with pytest.raises(EditConflict):
            decide(world, "kirklees", answer(world, "new-2"), by="coordinator")

    def test_one_event(self, world: World) -> None:
        decide(world, "kirklees", answer(world, ending=Ending.LAPSED, reason="The need went away"))

        event = Event.objects.get(verb="carry-over.decided")
        assert (event.subject, event.by) == (world.recommendations["kirklees"].ref, world.people["lead"])
        assert (event.after["ending"], event.after["reason"]) == ("lapsed", "The need went away")

    @pytest.mark.parametrize("by", ["head", "owner", "other_lead", "administrator", "auditor"])
    def test_others_may_not(self, world: World, by: str) -> None:
        with pytest.raises(NotAllowed):
            decide(world, "kirklees", answer(world, "new-1"), by=by)

        assert not CarryOver.objects.exists()

    @pytest.mark.parametrize("by", ["lead", "national", "coordinator"])
    def test_these_may(self, world: World, by: str) -> None:
        assert decide(world, "kirklees", answer(world, "new-1"), by=by).pk

    def test_a_new_recommendation_of_another_report(self, world: World) -> None:
        with pytest.raises(InvalidInput, match="of this inspection"):
            decide(world, "kirklees", answer(world, "leeds"))

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_an_action_that_ends_needs_a_reason(self, world: World, reason: str) -> None:
        action = world.actions["kirklees"]

        with pytest.raises(InvalidInput, match=f"Enter why {action.ref} ends") as refusal:
            decide(world, "kirklees", answer(world, "new-1"), ends={action.pk: reason})

        assert refusal.value.field == f"why-{action.pk}"

    def test_words_that_name_a_person_are_not_kept(self, world: World) -> None:
        with pytest.raises(InvalidInput):
            decide(world, "kirklees", answer(world, ending=Ending.LAPSED, reason="Said by X123456"))

    def test_not_after_it_is_confirmed(self, world: World) -> None:
        decide_both(world)
        before = task(world, "kirklees")
        confirm_it(world)

        with pytest.raises(WrongState):
            decide(world, "kirklees", answer(world, "new-1"), of=before)

    def test_not_what_has_ended(self, world: World) -> None:
        before = task(world, "kirklees")
        end_answerable(answerable=before.answerable, ending=Ending.OVERTAKEN, reason="Closed", by=SERVICE, at=NOW)

        with pytest.raises(WrongState, match="has ended meanwhile"):
            decide(world, "kirklees", answer(world, "new-1"), of=before)


class TestDecidedAgain:
    """What changed since it was decided needs a decision again, and says why."""

    def test_an_action_that_came(self, world: World) -> None:
        decide(world, "kirklees", answer(world, "new-1"))
        made = make_action(world, "more", recommendation="kirklees", post="Head of PDU, kirklees")

        assert task(world, "kirklees").changes == (f"{made.ref} answers it now.",)
        assert not task(world, "kirklees").is_decided

    def test_an_action_that_was_completed(self, world: World) -> None:
        decide(world, "kirklees", answer(world, "new-1"))
        Action.objects.filter(pk=world.actions["kirklees"].pk).update(status=ActionStatus.COMPLETED)

        [said] = task(world, "kirklees").changes
        assert said == f"{world.actions['kirklees'].ref} is no longer an open action that answers it."

    def test_a_verdict_that_came_on_record(self, world: World) -> None:
        decide(world, "kirklees", answer(world, "new-1"))
        make_verdict(world, "kirklees")

        assert task(world, "kirklees").changes == ("The report’s verdict is on record now: Some progress.",)

    def test_a_new_one_that_nobody_answers_for(self, world: World) -> None:
        decide(world, "kirklees", answer(world, "new-1"))
        Answerable.objects.filter(recommendation=world.recommendations["new-1"]).delete()

        [said] = task(world, "kirklees").changes
        assert said.startswith("Nobody answers for")

    def test_saved_again_it_is_decided(self, world: World) -> None:
        decide(world, "kirklees", answer(world, "new-1"))
        make_action(world, "more", recommendation="kirklees", post="Head of PDU, kirklees")

        decide(world, "kirklees", answer(world, "new-1"), version=1)

        assert task(world, "kirklees").is_decided

    def test_what_stays_open_keeps_its_actions(self, world: World) -> None:
        decide(world, "kirklees", answer(world, ending=None))
        make_action(world, "more", recommendation="kirklees", post="Head of PDU, kirklees")

        assert task(world, "kirklees").is_decided


class TestOpening:
    def test_where_something_is_open(self, world: World, again: Inspection) -> None:
        held = open_for(inspection=again, by=SERVICE, at=NOW)

        assert held is not None
        assert list(CarryOver.objects.to_decide(actor(world, "lead"))) == [held]
        assert Event.objects.filter(verb="carry-over.opened", subject=again.ref).count() == 1

    def test_twice(self, again: Inspection) -> None:
        first = open_for(inspection=again, by=SERVICE, at=NOW)

        assert open_for(inspection=again, by=SERVICE, at=NOW + timedelta(days=1)) == first

    def test_where_nothing_is(self, world: World) -> None:
        assert open_for(inspection=world.inspections["wigan"], by=SERVICE, at=NOW) is None

    @pytest.mark.parametrize(
        ("who", "sees"),
        [("lead", True), ("coordinator", True), ("national", True), ("head", False), ("other_lead", False)],
    )
    def test_whose_decision_it_waits_for(self, world: World, again: Inspection, who: str, sees: bool) -> None:
        open_for(inspection=again, by=SERVICE, at=NOW)

        assert CarryOver.objects.to_decide(actor(world, who)).exists() is sees
