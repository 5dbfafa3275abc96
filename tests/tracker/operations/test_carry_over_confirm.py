"""Confirming a carry-over: exactly what was shown, once, with everything on the trail."""

import uuid
from datetime import timedelta

import pytest

from tests.factories.carry_over import (
    actor,
    answer,
    board,
    confirm_it,
    decide,
    decide_both,
    make_earlier,
    make_reinspection,
    make_verdict,
    task,
)
from tests.factories.world import NOW, World, make_action, make_recommendation
from tracker.choices import ActionStatus, Ending, Judge, Progress, Relation
from tracker.errors import EditConflict, NotAllowed, WrongState
from tracker.models import (
    Action,
    AlertAction,
    Answerable,
    Answers,
    CarryOver,
    CarryOverDecision,
    Event,
    Judgement,
    Link,
    Recommendation,
    Update,
)
from tracker.operations.actions import UpdateAnswers, update_action
from tracker.operations.carry_over_confirm import Confirmed
from tracker.operations.endings import end_answerable
from tracker.queries.carry_over_plan import plan_of
from tracker.rules.access import SERVICE

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def again(world: World) -> None:
    make_reinspection(world)


def row_of(world: World, key: str) -> Answerable:
    return world.recommendations[key].answerables.get()


def answered_by(world: World, key: str) -> set[str]:
    """The keys of the recommendations that an action answers now."""
    names = {each.pk: name for name, each in world.recommendations.items()}
    held = Answers.objects.current().filter(action=world.actions[key])
    return {names[each.answerable.recommendation_id] for each in held.select_related("answerable")}


def test_a_decision_that_is_dropped_stays_in_the_event(world: World) -> None:
    decide_both(world)
    row = row_of(world, "region")
    end_answerable(answerable=row, ending=Ending.OVERTAKEN, reason="The team was closed", by=SERVICE, at=NOW)

    confirm_it(world)

    [dropped] = Event.objects.get(verb="carry-over.confirmed").after["dropped"]
    assert dropped["recommendation"] == world.recommendations["region"].ref
    assert (dropped["ending"], dropped["reason"]) == (Ending.LAPSED, "The need went away")


class TestWhatItDoes:
    def test_it_ends_what_is_carried_over(self, world: World) -> None:
        decide_both(world)

        confirm_it(world)

        row = row_of(world, "kirklees")
        assert (row.ending, row.to_on, row.ended_by) == ("carried-over", NOW.date(), world.people["lead"])
        assert row.ending_reason == f"Repeated in {world.recommendations['new-1'].ref}."

    def test_it_ends_what_lapses_for_its_reason(self, world: World) -> None:
        decide_both(world)

        confirm_it(world)

        row = row_of(world, "region")
        assert (row.ending, row.ending_reason) == ("lapsed", "The need went away")

    def test_a_repeat_is_a_new_record_with_a_link(self, world: World) -> None:
        Recommendation.objects.filter(pk=world.recommendations["new-1"].pk).update(flagged_repeat=True)
        decide_both(world)

        confirm_it(world)

        link = Link.objects.get()
        assert (link.earlier, link.later) == (world.recommendations["kirklees"], world.recommendations["new-1"])
        assert (link.relation, link.is_flagged, link.linked_by) == ("repeated", True, world.people["lead"])
        assert row_of(world, "new-1").to_on is None

    def test_a_link_that_the_report_does_not_flag(self, world: World) -> None:
        decide_both(world)

        confirm_it(world)

        assert not Link.objects.get().is_flagged

    def test_an_open_action_follows(self, world: World) -> None:
        decide_both(world)

        confirm_it(world)

        before = Answers.objects.get(action=world.actions["kirklees"], to_on__isnull=False)
        assert answered_by(world, "kirklees") == {"new-1"}
        assert before.reason == f"Followed to {world.recommendations['new-1'].ref}"
        assert Action.objects.get(pk=world.actions["kirklees"].pk).status == ActionStatus.NOT_STARTED

    def test_an_action_that_then_answers_nothing_is_withdrawn_with_the_reason(self, world: World) -> None:
        decide_both(world)

        confirm_it(world)

        action = Action.objects.get(pk=world.actions["region"].pk)
        assert (action.status, action.version) == (ActionStatus.WITHDRAWN, 2)
        assert Update.objects.get(action=action).text == "The recommendation has ended: lapsed"

    def test_a_coordinator_who_may_not_update_actions_may_confirm(self, world: World) -> None:
        decide_both(world)

        assert confirm_it(world, by="coordinator").confirmed_by == world.people["coordinator"]

    def test_an_action_that_ends_here_goes_on_for_another(self, world: World) -> None:
        also = make_recommendation(world, "also", inspection="leeds", addressee="leeds")
        Answers.objects.create(action=world.actions["region"], answerable=also.answerables.get(), from_on=NOW.date())
        decide_both(world)

        confirm_it(world)

        assert answered_by(world, "region") == {"also"}
        assert Action.objects.get(pk=world.actions["region"].pk).status == ActionStatus.NOT_STARTED

    def test_an_action_for_an_alert_goes_on(self, world: World) -> None:
        alert = world.inspections["again"].alerts.create(organisation=world.organisations["kirklees"])
        AlertAction.objects.create(alert=alert, action=world.actions["region"])
        decide_both(world)

        confirm_it(world)

        assert Action.objects.get(pk=world.actions["region"].pk).status == ActionStatus.NOT_STARTED

    def test_an_action_that_answers_two_that_end_is_withdrawn_once(self, world: World) -> None:
        Answers.objects.create(action=world.actions["region"], answerable=row_of(world, "kirklees"), from_on=NOW.date())
        for key in ("kirklees", "region"):
            decide(world, key, answer(world, ending=Ending.LAPSED, reason="The need went away"))

        confirm_it(world)

        assert Update.objects.filter(action=world.actions["region"]).count() == 1

    def test_an_action_of_two_follows_from_one_and_goes_on(self, world: World) -> None:
        Answers.objects.create(action=world.actions["region"], answerable=row_of(world, "kirklees"), from_on=NOW.date())
        decide_both(world)

        confirm_it(world)

        assert answered_by(world, "region") == {"new-1"}
        assert not Update.objects.filter(action=world.actions["region"]).exists()

    def test_one_that_is_split_leads_its_actions_to_both(self, world: World) -> None:
        decide(world, "kirklees", answer(world, "new-1", "new-2", relation=Relation.SPLIT))
        decide(world, "region", answer(world, ending=None))

        confirm_it(world)

        assert answered_by(world, "kirklees") == {"new-1", "new-2"}
        assert Link.objects.filter(relation=Relation.SPLIT).count() == 2

    def test_two_that_are_merged_lead_to_one(self, world: World) -> None:
        for key in ("kirklees", "region"):
            decide(world, key, answer(world, "new-1", relation=Relation.MERGED))

        confirm_it(world)

        assert answered_by(world, "kirklees") == answered_by(world, "region") == {"new-1"}
        assert Link.objects.filter(later=world.recommendations["new-1"]).count() == 2

    def test_actions_follow_to_the_addressee_where_the_body_does_not_answer(self, world: World) -> None:
        row = row_of(world, "new-1")
        row.organisation = world.organisations["yorkshire"]
        row.save()
        decide_both(world)

        confirm_it(world)

        assert Answers.objects.current().get(action=world.actions["kirklees"]).answerable == row

    def test_what_stays_open_is_left_as_it_is(self, world: World) -> None:
        decide(world, "kirklees", answer(world, "new-1"))
        decide(world, "region", answer(world, ending=None))

        confirm_it(world)

        assert row_of(world, "region").to_on is None
        assert answered_by(world, "region") == {"region"}
        assert Event.objects.filter(verb="recommendation.left-open").count() == 1

    def test_a_verdict_by_hand_becomes_the_inspectorates(self, world: World) -> None:
        decide(world, "kirklees", answer(world, "new-1", verdict=Progress.SOME, improvement_still_required=True))
        decide(world, "region", answer(world, ending=None))

        confirm_it(world)

        said = Judgement.objects.get(judge=Judge.INSPECTORATE)
        assert (said.answerable, said.category) == (row_of(world, "kirklees"), "some")
        assert (said.inspection, said.improvement_still_required) == (world.inspections["again"], True)

    def test_a_printed_verdict_is_not_made_again(self, world: World) -> None:
        make_verdict(world, "kirklees", Progress.SOME)
        decide_both(world)

        confirm_it(world)

        assert Judgement.objects.filter(judge=Judge.INSPECTORATE).count() == 1

    def test_nothing_vanishes(self, world: World) -> None:
        make_earlier(world, 3)
        for number in (1, 2, 3):
            decide(world, f"old-{number}", answer(world, "new-2", relation=Relation.MERGED))
        decide_both(world)
        before = (Recommendation.objects.count(), Answerable.objects.count(), Action.objects.count())

        confirm_it(world)

        assert (Recommendation.objects.count(), Answerable.objects.count(), Action.objects.count()) == before
        assert all(answered_by(world, f"old-{number}-0") == {"new-2"} for number in (1, 2, 3))


class TestTheTrail:
    def test_an_event_for_everything_that_changed(self, world: World) -> None:
        decide_both(world)

        confirm_it(world)

        [repeated, ended, new] = (world.recommendations[key].ref for key in ("kirklees", "region", "new-1"))
        told = {(event.verb, event.subject) for event in Event.objects.filter(at=NOW).exclude(verb="action.planned")}
        assert told >= {
            ("carry-over.confirmed", world.inspections["again"].ref),
            ("recommendation.linked", repeated),
            ("recommendation.linked", new),
            ("recommendation.ended", repeated),
            ("recommendation.ended", ended),
            ("action.followed", world.actions["kirklees"].ref),
            ("action.left", world.actions["region"].ref),
            ("action.updated", world.actions["region"].ref),
        }

    def test_it_says_what_it_did(self, world: World) -> None:
        decide_both(world)

        confirm_it(world)

        assert Event.objects.get(verb="carry-over.confirmed").after == {
            "recommendations": 2,
            "ended": 2,
            "stay open": 0,
            "links": 1,
            "actions followed": 1,
            "actions withdrawn": 1,
        }


class TestWhatStandsInTheWay:
    def test_a_task_without_a_decision(self, world: World) -> None:
        decide(world, "kirklees", answer(world, "new-1"))

        with pytest.raises(WrongState):
            confirm_it(world)

        assert CarryOver.objects.get().confirmed_at is None

    def test_nothing_decided(self, world: World) -> None:
        with pytest.raises(WrongState, match="Nothing is decided yet"):
            confirm_it(world)

    def test_a_merger_of_one(self, world: World) -> None:
        decide(world, "kirklees", answer(world, "new-1", relation=Relation.MERGED))
        decide(world, "region", answer(world, ending=None))

        [(where, said)] = plan_of(board(world)).problems
        with pytest.raises(WrongState):
            confirm_it(world)

        assert where.recommendation == world.recommendations["kirklees"]
        assert said.startswith("It is the only one merged into")

    def test_a_loop(self, world: World) -> None:
        Link.objects.create(
            earlier=world.recommendations["new-1"],
            later=world.recommendations["kirklees"],
            relation=Relation.REPEATED,
            inspection=world.inspections["kirklees"],
            linked_at=NOW,
        )
        decide_both(world)

        with pytest.raises(WrongState):
            confirm_it(world)

        assert Link.objects.count() == 1

    @pytest.mark.parametrize("by", ["head", "owner", "other_lead", "administrator", "auditor"])
    def test_others_may_not(self, world: World, by: str) -> None:
        decide_both(world)

        with pytest.raises(NotAllowed):
            confirm_it(world, by=by)

    def test_a_decision_that_changed_since_the_page_was_opened(self, world: World) -> None:
        decide_both(world)
        seen = plan_of(board(world)).seen
        decide(world, "kirklees", answer(world, "new-2"), version=1, by="coordinator")

        with pytest.raises(EditConflict) as refusal:
            confirm_it(world, seen=seen)

        assert refusal.value.current.seen != seen

    def test_an_action_that_was_updated_since(self, world: World) -> None:
        decide_both(world)
        seen = plan_of(board(world)).seen
        update_action(
            action=world.actions["kirklees"],
            given=UpdateAnswers(
                version=1, status=ActionStatus.IN_PROGRESS, text="Two briefings held", token=uuid.uuid4()
            ),
            by=actor(world, "head"),
            at=LATER,
        )

        with pytest.raises(EditConflict) as refusal:
            confirm_it(world, seen=seen, at=LATER)

        [said] = refusal.value.current.notes
        assert said.startswith(f"{world.actions['kirklees'].ref} changed after this was decided: Status changed")

    def test_an_action_that_came_since(self, world: World) -> None:
        decide_both(world)
        make_action(world, "more", recommendation="kirklees", post="Head of PDU, kirklees")

        with pytest.raises(WrongState):
            confirm_it(world)

    def test_one_that_ended_meanwhile_is_left_as_it_is(self, world: World) -> None:
        decide_both(world)
        end_answerable(
            answerable=row_of(world, "region"), ending=Ending.NOT_AGREED, reason="Not ours", by=SERVICE, at=LATER
        )

        [said] = plan_of(board(world)).notes
        confirm_it(world, at=LATER)

        assert "(not agreed), so nothing is done about it here" in said
        assert row_of(world, "region").ending_reason == "Not ours"
        assert CarryOverDecision.objects.count() == 1


class TestTwice:
    def test_the_same_person_gets_what_is_confirmed(self, world: World) -> None:
        decide_both(world)
        first = confirm_it(world)

        again = confirm_it(world, at=LATER)

        assert (again.pk, again.confirmed_at) == (first.pk, NOW)
        assert Event.objects.filter(verb="carry-over.confirmed").count() == 1

    def test_another_person_is_told_who_and_when(self, world: World) -> None:
        decide_both(world)
        confirm_it(world)

        with pytest.raises(Confirmed) as refusal:
            confirm_it(world, by="coordinator", at=LATER)

        held = refusal.value.carry_over
        assert (held.confirmed_by, held.confirmed_at) == (world.people["lead"], NOW)

    def test_what_was_confirmed_stays_to_be_read(self, world: World) -> None:
        decide_both(world)

        confirm_it(world)

        assert board(world).is_confirmed
        assert len(board(world).decided) == 2
        assert task(world, "kirklees").decision is not None
