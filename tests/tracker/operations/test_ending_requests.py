"""Ending between inspections: asked, confirmed, refused, taken back, opened again; refusals, notices, and twice."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.endings import (
    ending_words,
    make_confirmed_ending,
    make_ending_request,
    seen_by_confirmer,
)
from tests.factories.self_assessments import actor, answerable
from tests.factories.world import NOW, TODAY, World, make_action, make_person
from tracker.choices import ActionStatus, Confirmer, Decision, Ending, EndingDecision, NoticeKind, Role
from tracker.errors import EditConflict, InvalidInput, NotAllowed, WrongState
from tracker.models import Action, Answerable, EndingRequest, Event, KeptAnswer, Notice, Response
from tracker.operations.ending_requests import (
    ask_to_end,
    confirm_ending,
    refuse_ending,
    reopen_ending,
    take_back_ending,
)
from tracker.operations.endings import end_answerable
from tracker.rules.access import SERVICE

LATER = NOW + timedelta(days=2)


def verbs(world: World, place: str = "kirklees") -> list[str]:
    return list(Event.objects.about(world.recommendations[place].ref).values_list("verb", flat=True))


def told(kind: NoticeKind) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__email", flat=True))


def confirm(world: World, request: EndingRequest, by: str = "lead") -> EndingRequest:
    return confirm_ending(request=request, seen=seen_by_confirmer(request), by=actor(world, by), at=LATER)


class TestAsk:
    def test_it_changes_nothing_but_that_it_is_asked(self, world: World) -> None:
        made = make_ending_request(world)

        row, kept = answerable(world), KeptAnswer.objects.get(answerable=made.answerable)
        assert (row.to_on, row.ending) == (None, "")
        assert (kept.is_open, kept.is_asked, kept.is_ending_asked) == (True, True, True)
        assert Action.objects.get(pk=world.actions["kirklees"].pk).status == ActionStatus.NOT_STARTED
        assert (made.confirmer, made.decision, made.asked_by) == (Confirmer.REGION, "", world.people["head"])
        event = Event.objects.get(verb="ending.asked")
        assert (event.after["organisation"], event.after["reason"]) == ("kirklees", made.reason)
        assert event.after["risk"] == made.risk
        assert event.after["accepts"] == str(world.posts["Head of PDU, kirklees"])

    def test_the_same_again_is_the_same_request(self, world: World) -> None:
        assert make_ending_request(world) == make_ending_request(world, at=LATER)
        assert verbs(world).count("ending.asked") == 1

    def test_somebody_elses_request_is_shown_instead(self, world: World) -> None:
        made = make_ending_request(world)

        with pytest.raises(EditConflict) as refused:
            make_ending_request(world, by="lead")

        assert refused.value.current == made

    @pytest.mark.parametrize(
        ("place", "by", "confirmer"),
        [
            ("kirklees", "head", Confirmer.REGION),
            ("kirklees", "lead", Confirmer.HMPPS),
            ("kirklees", "national", Confirmer.HMPPS),
            ("region", "lead", Confirmer.HMPPS),
            ("region", "national", Confirmer.HMPPS),
        ],
    )
    def test_the_next_body_up_from_who_asks_confirms(
        self, world: World, place: str, by: str, confirmer: Confirmer
    ) -> None:
        assert make_ending_request(world, place, by=by).confirmer == confirmer

    def test_as_a_whole_it_is_asked_for_each_body_by_itself(self, world: World) -> None:
        second = Answerable.objects.create(
            recommendation=world.recommendations["kirklees"], organisation=world.organisations["leeds"], from_on=TODAY
        )
        words = ending_words(world, risk_post=world.posts["Regional Probation Director, yorkshire"].pk)

        made = ask_to_end(
            answerables=[second, answerable_of(world, "kirklees")], words=words, by=actor(world, "lead"), at=NOW
        )

        assert [request.answerable.organisation.slug for request in made] == ["kirklees", "leeds"]
        assert EndingRequest.objects.waiting().count() == 2

    def test_not_for_a_body_outside_ones_area_and_then_for_none(self, world: World) -> None:
        second = Answerable.objects.create(
            recommendation=world.recommendations["kirklees"], organisation=world.organisations["leeds"], from_on=TODAY
        )
        both = [second, answerable_of(world, "kirklees")]

        with pytest.raises(NotAllowed):
            ask_to_end(answerables=both, words=ending_words(world), by=actor(world, "head"), at=NOW)

        assert not EndingRequest.objects.exists()

    @pytest.mark.parametrize(
        "person", ["owner", "sibling_head", "other_lead", "coordinator", "administrator", "auditor"]
    )
    def test_others_cannot(self, world: World, person: str) -> None:
        with pytest.raises(NotAllowed):
            make_ending_request(world, by=person)

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"ending": Ending.SUFFICIENT}, "ending"),
            ({"reason": "  "}, "reason"),
            ({"risk": ""}, "risk"),
            ({"risk_post": 0}, "risk_post"),
        ],
    )
    def test_what_is_refused(self, world: World, more: dict[str, Any], field: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            make_ending_request(world, **more)

        assert refused.value.field == field

    def test_not_with_a_post_of_another_body(self, world: World) -> None:
        with pytest.raises(InvalidInput, match="Select a post of Kirklees PDU"):
            make_ending_request(world, risk_post=world.posts["Head of PDU, leeds"].pk)

    def test_not_for_no_body(self, world: World) -> None:
        with pytest.raises(InvalidInput) as refused:
            ask_to_end(answerables=[], words=ending_words(world), by=actor(world, "head"), at=NOW)

        assert refused.value.field == "bodies"

    def test_not_once_it_has_ended(self, world: World) -> None:
        end_answerable(answerable=answerable(world), ending=Ending.LAPSED, reason="Old", by=SERVICE, at=NOW)

        with pytest.raises(WrongState):
            make_ending_request(world)


class TestConfirm:
    def test_it_ends_and_its_actions_with_it(self, world: World) -> None:
        made = confirm(world, make_ending_request(world))

        row = answerable(world)
        assert (row.to_on, row.ending, row.ending_reason) == (LATER.date(), Ending.OVERTAKEN, made.reason)
        assert (row.ended_by, row.ended_at) == (world.people["lead"], LATER)
        assert (made.decision, made.decided_by) == (EndingDecision.CONFIRMED, world.people["lead"])
        assert Action.objects.get(pk=world.actions["kirklees"].pk).status == ActionStatus.WITHDRAWN
        assert verbs(world)[:2] == ["ending.confirmed", "recommendation.ended"]
        kept = KeptAnswer.objects.get(answerable=row)
        assert (kept.is_open, kept.is_ending_asked) == (False, False)

    def test_who_asked_is_told(self, world: World) -> None:
        confirm(world, make_ending_request(world))

        assert told(NoticeKind.ENDING_DECIDED) == {world.people["head"].email}

    def test_twice_is_once(self, world: World) -> None:
        made = make_ending_request(world)
        seen = seen_by_confirmer(made)
        for _ in range(2):
            confirm_ending(request=made, seen=seen, by=actor(world, "lead"), at=LATER)

        assert verbs(world).count("ending.confirmed") == 1
        assert Notice.objects.filter(kind=NoticeKind.ENDING_DECIDED).count() == 1

    def test_somebody_else_is_told_that_it_was_decided(self, world: World) -> None:
        second = make_person(world, "second", role=Role.REGIONAL_LEAD, body="yorkshire", title=None)
        made = confirm(world, make_ending_request(world))

        with pytest.raises(WrongState, match="confirmed already"):
            refuse_ending(request=made, reason="Not yet", by=actor(world, "second"), at=LATER)

        assert second.pk != made.decided_by_id

    def test_not_when_other_actions_would_go_than_were_shown(self, world: World) -> None:
        made = make_ending_request(world)
        seen = seen_by_confirmer(made)
        make_action(world, "more", recommendation="kirklees", post="Head of PDU, kirklees", title="Sample more plans")

        with pytest.raises(EditConflict) as refused:
            confirm_ending(request=made, seen=seen, by=actor(world, "lead"), at=LATER)

        assert (refused.value.current, answerable(world).to_on) == (made, None)

    @pytest.mark.parametrize(
        "person", ["owner", "head", "other_lead", "national", "coordinator", "administrator", "auditor"]
    )
    def test_others_cannot(self, world: World, person: str) -> None:
        made = make_ending_request(world)

        with pytest.raises(NotAllowed):
            confirm(world, made, by=person)

    def test_hmpps_confirms_what_the_region_asked_for_and_another_person_its_own(self, world: World) -> None:
        make_person(world, "second", role=Role.NATIONAL, body="hmpps", title=None)
        made = make_ending_request(world, "region", by="national")

        with pytest.raises(NotAllowed, match="somebody else"):
            confirm(world, made, by="national")

        assert confirm(world, made, by="second").decision == EndingDecision.CONFIRMED

    def test_not_what_ended_meanwhile(self, world: World) -> None:
        made = make_ending_request(world)
        end_answerable(answerable=answerable(world), ending=Ending.LAPSED, reason="Old", by=SERVICE, at=NOW)

        with pytest.raises(WrongState, match="no longer answers"):
            confirm(world, made)

        assert not EndingRequest.objects.waiting().exists()


class TestRefuse:
    def test_it_stays_open_and_who_asked_is_told(self, world: World) -> None:
        made = make_ending_request(world)

        for _ in range(2):
            made = refuse_ending(request=made, reason="The sample is not in place", by=actor(world, "lead"), at=LATER)

        assert (answerable(world).to_on, made.decision) == (None, EndingDecision.REFUSED)
        assert not KeptAnswer.objects.get(answerable=made.answerable).is_ending_asked
        assert told(NoticeKind.ENDING_DECIDED) == {world.people["head"].email}
        assert verbs(world).count("ending.refused") == 1
        assert Event.objects.get(verb="ending.refused").after["reason"] == "The sample is not in place"

    def test_it_says_why(self, world: World) -> None:
        with pytest.raises(InvalidInput) as refused:
            refuse_ending(request=make_ending_request(world), reason=" ", by=actor(world, "lead"), at=LATER)

        assert refused.value.field == "reason"

    def test_it_can_be_asked_for_again(self, world: World) -> None:
        first = make_ending_request(world)
        refuse_ending(request=first, reason="Not yet", by=actor(world, "lead"), at=LATER)

        assert make_ending_request(world).pk != first.pk

    def test_not_by_who_asked(self, world: World) -> None:
        with pytest.raises(NotAllowed):
            refuse_ending(request=make_ending_request(world), reason="No", by=actor(world, "head"), at=LATER)


class TestTakeBack:
    @pytest.mark.parametrize("person", ["head", "lead"])
    def test_whoever_may_ask_takes_it_back_and_nothing_is_owed_less(self, world: World, person: str) -> None:
        made = make_ending_request(world)

        for _ in range(2):
            made = take_back_ending(request=made, by=actor(world, person), at=LATER)

        assert (made.decision, made.decided_by) == (EndingDecision.TAKEN_BACK, world.people[person])
        assert answerable(world).to_on is None
        assert verbs(world).count("ending.taken-back") == 1
        assert not Notice.objects.exists()

    def test_not_by_others_and_not_once_decided(self, world: World) -> None:
        made = make_ending_request(world)
        with pytest.raises(NotAllowed):
            take_back_ending(request=made, by=actor(world, "sibling_head"), at=LATER)
        confirm(world, made)

        with pytest.raises(WrongState):
            take_back_ending(request=made, by=actor(world, "head"), at=LATER)


class TestReopen:
    def test_the_body_answers_again_and_what_ended_stays(self, world: World) -> None:
        Response.objects.create(
            answerable=answerable(world), decision=Decision.AGREED, drafted_at=NOW, confirmed_at=NOW
        )
        made = make_confirmed_ending(world)
        for _ in range(2):
            reopened = reopen_ending(request=made, reason="The court asks again", by=actor(world, "lead"), at=LATER)

        ended, again = Answerable.objects.filter(recommendation=world.recommendations["kirklees"]).order_by("pk")
        assert (ended.ending, reopened.reopened, again.follows) == (Ending.OVERTAKEN, again, ended)
        assert (again.to_on, again.from_on) == (None, LATER.date())
        assert again.asked_from_on == ended.from_on
        kept = KeptAnswer.objects.get(answerable=again)
        assert (kept.is_open, kept.is_answered, kept.is_acknowledged) == (True, True, False)
        assert Action.objects.get(pk=world.actions["kirklees"].pk).status == ActionStatus.WITHDRAWN
        assert verbs(world).count("ending.reopened") == 1
        assert told(NoticeKind.ENDING_REOPENED) == {world.people["head"].email}

    @pytest.mark.parametrize("person", ["lead", "coordinator", "national"])
    def test_who_confirms_or_names_bodies_can(self, world: World, person: str) -> None:
        made = make_confirmed_ending(world)

        reopened = reopen_ending(request=made, reason="It was a slip", by=actor(world, person), at=LATER)

        assert reopened.reopened_by == world.people[person]

    @pytest.mark.parametrize("person", ["head", "owner", "other_lead", "administrator", "auditor"])
    def test_others_cannot(self, world: World, person: str) -> None:
        with pytest.raises(NotAllowed):
            reopen_ending(
                request=make_confirmed_ending(world), reason="It was a slip", by=actor(world, person), at=LATER
            )

    def test_it_says_why(self, world: World) -> None:
        with pytest.raises(InvalidInput) as refused:
            reopen_ending(request=make_confirmed_ending(world), reason="", by=actor(world, "lead"), at=LATER)

        assert refused.value.field == "reason"

    def test_not_what_waits_and_not_twice_by_two(self, world: World) -> None:
        made = make_ending_request(world)
        with pytest.raises(WrongState):
            reopen_ending(request=made, reason="It was a slip", by=actor(world, "lead"), at=LATER)
        confirm(world, made)
        reopen_ending(request=made, reason="It was a slip", by=actor(world, "lead"), at=LATER)

        with pytest.raises(WrongState, match="already"):
            reopen_ending(request=made, reason="The court asks", by=actor(world, "coordinator"), at=LATER)

    def test_not_for_a_body_that_has_closed(self, world: World) -> None:
        made = make_confirmed_ending(world)
        made.answerable.organisation.closed_on = TODAY
        made.answerable.organisation.save()

        with pytest.raises(WrongState, match="has closed"):
            reopen_ending(request=made, reason="It was a slip", by=actor(world, "lead"), at=LATER)

    def test_it_can_end_again(self, world: World) -> None:
        made = make_confirmed_ending(world)
        reopened = reopen_ending(request=made, reason="It was a slip", by=actor(world, "lead"), at=LATER)
        assert reopened.reopened is not None

        [again] = ask_to_end(
            answerables=[reopened.reopened], words=ending_words(world), by=actor(world, "head"), at=LATER
        )

        assert confirm(world, again).decision == EndingDecision.CONFIRMED


def answerable_of(world: World, body: str) -> Answerable:
    rows = Answerable.objects.filter(recommendation=world.recommendations["kirklees"])
    return rows.select_related("organisation").get(organisation__slug=body)
