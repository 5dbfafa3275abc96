"""Adding a body that answers, and ending one: effect, refusal, event, notice, twice."""

from datetime import timedelta
from typing import Any

import pytest

from inspections.models import Organisation
from tests.factories.publishing import publish_here
from tests.factories.self_assessments import actor, answerable
from tests.factories.world import NOW, TODAY, World
from tracker.choices import ActionStatus, Ending, NoticeKind
from tracker.errors import InvalidInput, NotAllowed, WrongState
from tracker.models import Action, Answerable, Event, KeptAnswer, Notice, Person, Recommendation
from tracker.notifications.kinds import KINDS
from tracker.notifications.models import NoticeToTell
from tracker.notifications.operations.decision_notices import raise_decision_notices
from tracker.notifications.queries.day import Day
from tracker.operations.bodies import add_bodies, end_body
from tracker.rules.access import SERVICE

WHY = "The report asks the whole region"


def asked(world: World) -> Recommendation:
    return world.recommendations["kirklees"]


def add(world: World, *bodies: str, by: str = "coordinator", reason: str = WHY) -> list[Answerable]:
    organisations = [world.organisations[body] for body in bodies]
    return add_bodies(
        recommendation=asked(world), organisations=organisations, reason=reason, by=actor(world, by), at=NOW
    )


def end(world: World, row: Answerable, by: str = "coordinator", reason: str = "It was a slip") -> Answerable:
    return end_body(answerable=row, reason=reason, by=actor(world, by), at=NOW)


def answering(world: World) -> set[str]:
    rows = Answerable.objects.open().of_recommendation(asked(world))
    return set(rows.values_list("organisation__slug", flat=True))


class TestAdd:
    def test_each_answers_for_itself_from_today(self, world: World) -> None:
        added = add(world, "leeds", "wigan")

        assert answering(world) == {"kirklees", "leeds", "wigan"}
        assert {(row.from_on, row.given_reason, row.given_by, row.given_at) for row in added} == {
            (TODAY, WHY, world.people["coordinator"], NOW)
        }
        events = Event.objects.filter(verb="recommendation.given", subject=asked(world).ref).order_by("pk")
        assert [event.after["organisation"] for event in events] == ["leeds", "wigan"]
        assert events[0].after["reason"] == WHY

    def test_the_same_again_adds_nothing(self, world: World) -> None:
        assert len(add(world, "leeds")) == 1
        assert add(world, "leeds", "kirklees") == []

    def test_its_clocks_run_from_today_and_it_is_listed_there(self, world: World) -> None:
        [row] = add(world, "leeds")

        kept = KeptAnswer.objects.get(answerable=row)
        assert (kept.is_asked, kept.is_answered, kept.is_acknowledged, kept.asked_on) == (True, False, False, TODAY)
        assert asked(world) in Recommendation.objects.in_area_of(actor(world, "sibling_head"))

    def test_who_can_respond_for_it_is_told(self, world: World) -> None:
        Person.objects.update(first_signed_in_at=NOW)
        publish_here(asked(world).inspection, at=NOW - timedelta(days=200))
        add(world, "leeds")

        raise_decision_notices(by=SERVICE, at=NOW)

        told = Notice.objects.filter(kind=NoticeKind.NEW_RECOMMENDATION).values_list("person__email", flat=True)
        assert list(told) == [world.people["sibling_head"].email]

    def test_it_can_answer_again_after_its_duty_ended(self, world: World) -> None:
        [row] = add(world, "leeds")
        end(world, row)

        [again] = add(world, "leeds")

        assert (again.pk != row.pk, answering(world)) == (True, {"kirklees", "leeds"})

    @pytest.mark.parametrize("person", ["owner", "head", "lead", "administrator", "auditor"])
    def test_others_cannot(self, world: World, person: str) -> None:
        with pytest.raises(NotAllowed):
            add(world, "leeds", by=person)

    @pytest.mark.parametrize(
        ("bodies", "reason", "field"),
        [((), WHY, "bodies"), (("leeds",), " ", "reason"), (("leeds",), "X123456", "reason")],
    )
    def test_what_is_refused(self, world: World, bodies: Any, reason: str, field: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            add(world, *bodies, reason=reason)

        assert refused.value.field == field

    def test_not_a_body_that_has_closed(self, world: World) -> None:
        Organisation.objects.filter(slug="leeds").update(closed_on=TODAY)
        world.organisations["leeds"].refresh_from_db()

        with pytest.raises(InvalidInput, match="has closed"):
            add(world, "leeds")


class TestEnd:
    def test_the_others_go_on(self, world: World) -> None:
        add(world, "leeds")

        row = end(world, answerable_of(world, "kirklees"))

        assert (row.to_on, row.ending, row.ending_reason) == (TODAY, Ending.NO_LONGER_OURS, "It was a slip")
        assert answering(world) == {"leeds"}
        assert world.recommendations["kirklees"] in Recommendation.objects.open()
        assert Action.objects.get(pk=world.actions["kirklees"].pk).status == ActionStatus.WITHDRAWN
        verbs = Event.objects.about(asked(world).ref).values_list("verb", flat=True)[:2]
        assert list(verbs) == ["recommendation.taken-back", "recommendation.ended"]

    def test_twice_is_once(self, world: World) -> None:
        add(world, "leeds")
        row = answerable_of(world, "leeds")

        assert end(world, row) == end(world, row)
        assert Event.objects.filter(verb="recommendation.taken-back").count() == 1

    def test_who_leads_it_is_told_while_it_does_not_answer(self, world: World) -> None:
        Person.objects.update(first_signed_in_at=NOW)
        add(world, "leeds")
        end(world, answerable_of(world, "leeds"))
        [notice] = NoticeToTell.objects.filter(kind=NoticeKind.ANSWER_ENDED)

        rows = KINDS[NoticeKind.ANSWER_ENDED].holds([notice], Day(TODAY))

        assert notice.person == world.people["sibling_head"]
        assert set(rows) == {notice.identity}

    def test_not_the_only_one(self, world: World) -> None:
        with pytest.raises(WrongState, match="No other body"):
            end(world, answerable(world))

    def test_not_one_that_has_ended_already(self, world: World) -> None:
        add(world, "leeds", "wigan")
        row = answerable_of(world, "leeds")
        end(world, row, by="national")

        with pytest.raises(WrongState, match="no longer answers"):
            end(world, row)

    @pytest.mark.parametrize("person", ["owner", "head", "lead", "administrator", "auditor"])
    def test_others_cannot(self, world: World, person: str) -> None:
        add(world, "leeds")

        with pytest.raises(NotAllowed):
            end(world, answerable_of(world, "leeds"), by=person)


def answerable_of(world: World, body: str) -> Answerable:
    rows = Answerable.objects.open().of_recommendation(asked(world)).select_related("organisation", "recommendation")
    return rows.get(organisation__slug=body)
