"""Organisational alerts: recorded once, answered by actions, linked by a person, matched with their report."""

from datetime import date, timedelta
from typing import Any

import pytest

from inspections.models import Alert
from tests.factories.answers import OWNERS, WORDS, make_alert
from tests.factories.world import NOW, TODAY, World
from tracker.choices import CorrectedField
from tracker.errors import InvalidInput, NotAllowed, WrongState
from tracker.models import (
    Action,
    AlertAction,
    AlertDuty,
    Answerable,
    Answers,
    Correction,
    Event,
    actor_of,
    alerts_visible_to,
)
from tracker.operations.alerts import AlertWords, link_to_alert, plan_alert_action, raise_printed_alert, record_alert
from tracker.rules.access import SERVICE, Actor
from tracker.rules.action_words import ActionWords

PRINTED = AlertWords(("Plans come late",), ("Plan within a week",))


def actor(world: World, key: str) -> Actor:
    return actor_of(world.people[key], on=TODAY)


def record(world: World, by: str = "lead", **changed: Any) -> Alert:
    given: dict[str, Any] = {
        "organisation": world.organisations["kirklees"],
        "raised_on": TODAY,
        "words": WORDS,
        "owner_post": world.posts[OWNERS["kirklees"]],
        "answer_by_on": date(2027, 1, 29),
    }
    return record_alert(**(given | changed), by=actor(world, by), at=NOW)


def plan(world: World, alert: Alert, by: str = "head") -> Action:
    post = world.posts[OWNERS["kirklees"]]
    return plan_alert_action(
        alert=alert, words=ActionWords("Check plans"), owner_post=post, due_on=None, by=actor(world, by), at=NOW
    )


def printed_alert(world: World) -> Alert:
    return raise_printed_alert(inspection=world.inspections["kirklees"], words=PRINTED, by=SERVICE, at=NOW)


class TestRecord:
    def test_it_has_its_words_owner_and_day(self, world: World) -> None:
        alert = record(world)

        assert [each.text for each in alert.concerns.all()] == list(WORDS.concerns)
        assert [each.text for each in alert.required_actions.all()] == list(WORDS.required_actions)
        duty = AlertDuty.objects.get()
        assert (duty.owner_post, duty.answer_by_on) == (world.posts[OWNERS["kirklees"]], date(2027, 1, 29))
        assert Event.objects.get(subject=alert.ref).verb == "alert.recorded"

    def test_the_same_again_is_the_same_alert(self, world: World) -> None:
        first = record(world)

        again = record(world)

        assert (again, Alert.objects.count()) == (first, 1)
        assert Event.objects.filter(verb="alert.recorded").count() == 1

    @pytest.mark.parametrize("person", ["owner", "head", "other_lead", "administrator", "auditor"])
    def test_others_cannot(self, world: World, person: str) -> None:
        with pytest.raises(NotAllowed):
            record(world, person)

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"raised_on": TODAY + timedelta(days=1)}, "raised_on"),
            ({"answer_by_on": TODAY - timedelta(days=1)}, "answer_by_on"),
            ({"words": AlertWords((), ("Plan",))}, "concerns"),
            ({"words": AlertWords(("Late",), ())}, "required_actions"),
            ({"words": AlertWords(("About X123456",), ("Plan",))}, "concerns"),
            ({"words": AlertWords(("x" * 2001,), ("Plan",))}, "concerns"),
        ],
    )
    def test_what_is_refused(self, world: World, changed: Any, field: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            record(world, **changed)

        assert refused.value.field == field

    def test_the_owner_is_a_post_of_the_body_its_region_or_hmpps(self, world: World) -> None:
        with pytest.raises(InvalidInput, match="Select a post"):
            record(world, owner_post=world.posts[OWNERS["leeds"]])

    @pytest.mark.parametrize(
        ("person", "sees"), [("owner", True), ("lead", True), ("coordinator", True), ("sibling_head", False)]
    )
    def test_before_the_report_it_is_seen_in_its_area(self, world: World, person: str, sees: bool) -> None:
        alert = make_alert(world, "kirklees")

        assert alerts_visible_to(actor(world, person)).filter(pk=alert.pk).exists() is sees


class TestPlan:
    def test_an_action_for_an_alert_answers_no_recommendation_yet(self, world: World) -> None:
        alert = record(world)

        action = plan(world, alert)

        assert AlertAction.objects.get() == AlertAction.objects.get(alert=alert, action=action)
        assert not action.answers.exists()
        assert Event.objects.filter(verb="action.planned", subject=action.ref).count() == 1

    @pytest.mark.parametrize("person", ["owner", "sibling_head", "coordinator"])
    def test_others_cannot(self, world: World, person: str) -> None:
        alert = record(world)

        with pytest.raises(NotAllowed):
            plan(world, alert, person)

    def test_an_open_alert_has_an_action_to_do(self, world: World) -> None:
        alert = record(world)
        states = [AlertDuty.objects.open().exists()]
        action = plan(world, alert)

        for status in ("not-started", "completed", "withdrawn"):
            Action.objects.filter(pk=action.pk).update(status=status)
            states.append(AlertDuty.objects.open().exists())

        assert states == [True, True, False, True]


class TestLink:
    def test_actions_then_and_later_answer_the_recommendation(self, world: World) -> None:
        record(world, raised_on=date(2024, 10, 1))
        alert = printed_alert(world)
        first = plan(world, alert)
        answerable = world.recommendations["kirklees"].answerables.get()

        link_to_alert(alert=alert, answerables=[answerable], by=actor(world, "head"), at=NOW)
        second = plan(world, alert)

        answering = Answers.objects.current().filter(answerable=answerable, action__in=[first, second])
        assert answering.count() == 2
        assert Event.objects.filter(verb="recommendation.linked-to-alert").count() == 1

    def test_twice_is_once(self, world: World) -> None:
        alert = printed_alert(world)
        plan(world, alert)
        answerables = [world.recommendations["kirklees"].answerables.get()]

        for _ in range(2):
            link_to_alert(alert=alert, answerables=answerables, by=actor(world, "head"), at=NOW)

        assert alert.links.count() == 1
        assert Event.objects.filter(verb="recommendation.linked-to-alert").count() == 1

    @pytest.mark.parametrize("person", ["owner", "sibling_head", "coordinator"])
    def test_others_cannot(self, world: World, person: str) -> None:
        alert = printed_alert(world)
        answerables = list(world.recommendations["kirklees"].answerables.all())

        with pytest.raises(NotAllowed):
            link_to_alert(alert=alert, answerables=answerables, by=actor(world, person), at=NOW)

    def test_only_recommendations_of_its_report(self, world: World) -> None:
        alert = printed_alert(world)
        of_leeds = Answerable.objects.filter(organisation=world.organisations["leeds"])

        with pytest.raises(WrongState):
            link_to_alert(alert=alert, answerables=of_leeds, by=actor(world, "lead"), at=NOW)

    def test_nothing_chosen(self, world: World) -> None:
        with pytest.raises(InvalidInput):
            link_to_alert(alert=printed_alert(world), answerables=[], by=actor(world, "head"), at=NOW)


class TestMatch:
    def test_the_alert_recorded_before_the_report_is_the_one_it_prints(self, world: World) -> None:
        recorded = record(world, raised_on=date(2024, 10, 1))

        found = printed_alert(world)

        assert (found, Alert.objects.count()) == (recorded, 1)
        assert [each.text for each in found.concerns.all()] == list(PRINTED.concerns)
        typed = Correction.objects.get(subject=found.ref, field=CorrectedField.CONCERNS)
        assert (typed.before, typed.after) == (list(WORDS.concerns), list(PRINTED.concerns))
        assert Event.objects.get(verb="alert.matched").before["Concerns"] == "\n".join(WORDS.concerns)

    @pytest.mark.parametrize(("body", "raised_on"), [("leeds", date(2024, 10, 1)), ("kirklees", date(2025, 1, 6))])
    def test_another_bodys_or_a_later_alert_is_another(self, world: World, body: str, raised_on: date) -> None:
        record(
            world,
            organisation=world.organisations[body],
            owner_post=world.posts[OWNERS[body]],
            raised_on=raised_on,
        )

        found = printed_alert(world)

        assert Alert.objects.count() == 2
        assert found.raised_on is None

    def test_of_two_the_last_one_before_the_report(self, world: World) -> None:
        record(world, raised_on=date(2023, 5, 2))
        last = record(world, raised_on=date(2024, 10, 1))

        assert printed_alert(world) == last

    def test_a_second_report_makes_its_own(self, world: World) -> None:
        record(world, raised_on=date(2024, 10, 1))
        first = printed_alert(world)

        assert printed_alert(world) != first
