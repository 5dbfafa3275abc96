"""Seen, drafted, confirmed: each has its effect, its refusals, its event, and a second time that changes nothing."""

from datetime import date
from typing import Any

import pytest

from tests.factories.world import NOW, TODAY, World, make_action
from tracker.choices import ActionStatus, Decision, Ending
from tracker.errors import EditConflict, InvalidInput, NotAllowed, WrongState
from tracker.models import Acknowledgement, Action, AlertAction, Answerable, Answers, Event, Response, actor_of
from tracker.operations.alerts import AlertWords, record_alert
from tracker.operations.responses import acknowledge, confirm_response, draft_response
from tracker.rules.access import SERVICE, Actor

AGREED, PARTLY, NOT = Decision.AGREED, Decision.PARTLY_AGREED, Decision.NOT_AGREED


def actor(world: World, key: str) -> Actor:
    return actor_of(world.people[key], on=TODAY)


def body(world: World, key: str = "kirklees") -> Answerable:
    return world.recommendations[key].answerables.get()


def draft(world: World, by: str = "head", *, newest: int = 0, decision: Decision = AGREED, **words: Any) -> Response:
    return draft_response(
        answerable=body(world), decision=decision, newest=newest, by=actor(world, by), at=NOW, **words
    )


def confirm(world: World, response: Response, by: str = "national") -> Response:
    return confirm_response(response=response, by=actor(world, by), at=NOW)


def verbs(world: World) -> list[str]:
    found = Event.objects.filter(subject=world.recommendations["kirklees"].ref).order_by("pk")
    return list(found.values_list("verb", flat=True))


class TestAcknowledge:
    def test_it_is_recorded_with_who_and_when(self, world: World) -> None:
        seen = acknowledge(answerable=body(world), by=actor(world, "head"), at=NOW)

        assert (seen.acknowledged_by, seen.acknowledged_at) == (world.people["head"], NOW)
        assert verbs(world) == ["recommendation.acknowledged"]

    def test_twice_is_once(self, world: World) -> None:
        first = acknowledge(answerable=body(world), by=actor(world, "head"), at=NOW)

        again = acknowledge(answerable=body(world), by=actor(world, "head"), at=NOW)

        assert (again.pk, Acknowledgement.objects.count(), len(verbs(world))) == (first.pk, 1, 1)

    @pytest.mark.parametrize("person", ["owner", "sibling_head", "other_head", "lead", "national", "auditor"])
    def test_only_the_body_itself_can(self, world: World, person: str) -> None:
        with pytest.raises(NotAllowed, match="A manager of Kirklees"):
            acknowledge(answerable=body(world), by=actor(world, person), at=NOW)

    def test_not_after_the_end(self, world: World) -> None:
        confirm(world, draft(world, "national", decision=NOT, reasons="It is done elsewhere"))

        with pytest.raises(WrongState):
            acknowledge(answerable=body(world), by=actor(world, "head"), at=NOW)


class TestDraft:
    def test_a_draft_is_kept_with_its_words(self, world: World) -> None:
        response = draft(world, decision=PARTLY, agreed_part=" The first half ", reasons="The rest costs too much")

        assert (response.agreed_part, response.reasons) == ("The first half", "The rest costs too much")
        assert (response.drafted_by, response.confirmed_at) == (world.people["head"], None)

    def test_whoever_drafts_for_their_own_body_has_seen_it(self, world: World) -> None:
        draft(world)

        assert verbs(world) == ["recommendation.acknowledged", "response.drafted"]

    def test_hmpps_drafting_for_a_body_does_not_say_that_the_body_has_seen_it(self, world: World) -> None:
        draft(world, "national")

        assert not Acknowledgement.objects.exists()

    def test_words_that_do_not_belong_are_not_kept(self, world: World) -> None:
        response = draft(world, decision=AGREED, agreed_part="All of it", reasons="Because")

        assert (response.agreed_part, response.reasons) == ("", "")

    def test_the_same_again_is_the_same_draft(self, world: World) -> None:
        first = draft(world)

        again = draft(world)

        assert (again.pk, Response.objects.count(), verbs(world).count("response.drafted")) == (first.pk, 1, 1)

    def test_changing_it_keeps_the_earlier_one(self, world: World) -> None:
        first = confirm(world, draft(world))

        second = draft(world, newest=first.pk, decision=PARTLY, agreed_part="Half", reasons="Costs")

        assert list(Response.objects.order_by("pk")) == [first, second]
        assert Response.objects.confirmed().get() == first

    def test_two_people_at_once_see_each_other(self, world: World) -> None:
        first = draft(world, "head")

        with pytest.raises(EditConflict) as refused:
            draft(world, "lead", decision=PARTLY, agreed_part="Half", reasons="Costs")

        assert refused.value.current == first
        assert Response.objects.count() == 1

    @pytest.mark.parametrize("person", ["owner", "sibling_head", "other_lead", "coordinator", "auditor"])
    def test_others_cannot(self, world: World, person: str) -> None:
        with pytest.raises(NotAllowed):
            draft(world, person)

    @pytest.mark.parametrize(
        ("decision", "words", "field"),
        [
            (PARTLY, {"reasons": "Costs"}, "agreed_part"),
            (NOT, {}, "reasons"),
            (NOT, {"reasons": "Known as X123456"}, "reasons"),
            (PARTLY, {"agreed_part": "For X123456", "reasons": "Costs"}, "agreed_part"),
        ],
    )
    def test_words_that_are_refused(self, world: World, decision: Decision, words: Any, field: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            draft(world, decision=decision, **words)

        assert refused.value.field == field
        assert not Response.objects.exists()

    def test_not_after_the_end(self, world: World) -> None:
        ended = confirm(world, draft(world, decision=NOT, reasons="It is done elsewhere"))

        with pytest.raises(WrongState):
            draft(world, newest=ended.pk)


class TestConfirm:
    def test_it_is_public_from_then(self, world: World) -> None:
        confirmed = confirm(world, draft(world))

        seen = Response.objects.visible_to(actor(world, "other_head"))
        assert list(seen) == [confirmed]
        assert (confirmed.confirmed_by, verbs(world)[-1]) == (world.people["national"], "response.confirmed")

    def test_a_draft_is_seen_in_its_area_alone(self, world: World) -> None:
        draft(world)

        counts = {
            key: Response.objects.visible_to(actor(world, key)).count() for key in ("owner", "lead", "other_head")
        }

        assert counts == {"owner": 1, "lead": 1, "other_head": 0}

    def test_twice_is_once(self, world: World) -> None:
        response = confirm(world, draft(world))

        again = confirm(world, response)

        assert (again.confirmed_at, verbs(world).count("response.confirmed")) == (NOW, 1)

    @pytest.mark.parametrize("person", ["owner", "head", "lead", "coordinator", "administrator", "auditor"])
    def test_others_cannot(self, world: World, person: str) -> None:
        response = draft(world)

        with pytest.raises(NotAllowed, match="HMPPS national"):
            confirm(world, response, person)

    def test_a_draft_that_was_replaced_is_not_confirmed(self, world: World) -> None:
        first = draft(world)
        second = draft(world, newest=first.pk, decision=PARTLY, agreed_part="Half", reasons="Costs")

        with pytest.raises(EditConflict) as refused:
            confirm(world, first)

        assert refused.value.current == second

    def test_not_after_the_end(self, world: World) -> None:
        response = draft(world)
        Answerable.objects.filter(pk=response.answerable_id).update(
            to_on=TODAY, ending=Ending.LAPSED, ended_at=NOW, ending_reason="Nothing covers it"
        )

        with pytest.raises(WrongState):
            confirm(world, response)


class TestNotAgreed:
    def not_agreed(self, world: World) -> None:
        confirm(world, draft(world, decision=NOT, reasons="It is done elsewhere"))

    def test_it_ends_the_recommendation_for_the_body(self, world: World) -> None:
        self.not_agreed(world)

        ended = body(world)
        assert (ended.to_on, ended.ending, ended.ending_reason) == (TODAY, Ending.NOT_AGREED, "It is done elsewhere")
        assert verbs(world)[-2:] == ["response.confirmed", "recommendation.ended"]

    def test_its_actions_are_withdrawn_with_a_reason(self, world: World) -> None:
        self.not_agreed(world)

        action = Action.objects.get(pk=world.actions["kirklees"].pk)
        assert action.status == ActionStatus.WITHDRAWN
        assert action.updates.get().text == "Withdrawn because the recommendation has ended: not agreed."
        assert not Answers.objects.current().filter(action=action).exists()

    def test_an_action_that_answers_something_else_goes_on(self, world: World) -> None:
        Answers.objects.create(action=world.actions["kirklees"], answerable=body(world, "region"), from_on=TODAY)

        self.not_agreed(world)

        action = Action.objects.get(pk=world.actions["kirklees"].pk)
        assert action.status == ActionStatus.NOT_STARTED
        assert Answers.objects.current().get(action=action).answerable == body(world, "region")

    def test_an_action_for_an_alert_goes_on(self, world: World) -> None:
        alert = record_alert(
            organisation=world.organisations["kirklees"],
            raised_on=TODAY,
            words=AlertWords(("Late plans",), ("Plan in time",)),
            owner_post=world.posts["Head of PDU, kirklees"],
            answer_by_on=date(2027, 1, 31),
            by=SERVICE,
            at=NOW,
        )
        AlertAction.objects.create(alert=alert, action=world.actions["kirklees"])

        self.not_agreed(world)

        assert Action.objects.get(pk=world.actions["kirklees"].pk).status == ActionStatus.NOT_STARTED

    def test_a_completed_action_stays_as_it_is(self, world: World) -> None:
        done = make_action(world, "done", recommendation="kirklees", post="Head of PDU, kirklees")
        Action.objects.filter(pk=done.pk).update(status=ActionStatus.COMPLETED)

        self.not_agreed(world)

        assert Action.objects.get(pk=done.pk).status == ActionStatus.COMPLETED


def test_each_body_has_its_own_answer(world: World) -> None:
    recommendation = world.recommendations["kirklees"]
    leeds = Answerable.objects.create(
        recommendation=recommendation, organisation=world.organisations["leeds"], from_on=TODAY
    )
    kirklees = recommendation.answerables.exclude(pk=leeds.pk).get()
    by, at = actor(world, "lead"), NOW

    draft_response(answerable=kirklees, decision=AGREED, newest=0, by=by, at=at)
    draft_response(answerable=leeds, decision=NOT, reasons="Done elsewhere", newest=0, by=by, at=at)

    assert [each.responses.count() for each in (kirklees, leeds)] == [1, 1]
