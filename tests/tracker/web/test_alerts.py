"""The pages of organisational alerts: record, see, plan, link; who may, mistakes, and how many queries."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from inspections.models import Alert
from tests.factories.answers import PRINTED_ALERT, make_alert
from tests.factories.world import NOW, World
from tracker.models import Action, AlertDuty, AlertLink, Event, Person, Recommendation
from tracker.operations.alerts import raise_printed_alert
from tracker.rules.access import SERVICE
from tracker.rules.action_words import WORDS

SignedIn = Callable[[str], Client]
NEW = "/areas/yorkshire/kirklees/alerts/new/"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def filled_in(world: World, **changed: Any) -> dict[str, Any]:
    return {
        "raised_on_0": "2",
        "raised_on_1": "November",
        "raised_on_2": "2026",
        "raised_on_day": "2",
        "raised_on_month": "November",
        "raised_on_year": "2026",
        "concerns": "• Plans are late\n\n- Nobody checks them",
        "required_actions": "Check each plan within a week",
        "owner": world.posts["Head of PDU, kirklees"].pk,
        "answer_by_on": "29/1/2030",
    } | changed


class TestRecord:
    def test_it_is_recorded_and_shown(self, world: World, signed_in: SignedIn) -> None:
        answer = signed_in("lead").post(NEW, filled_in(world), follow=True)

        words = text_of(answer)
        assert "Organisational alert for Kirklees" in words
        assert "<li>Plans are late</li>" in words
        assert "29 January 2030" in words

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"concerns": ""}, "Enter the concerns"),
            ({"concerns": "•\n-"}, "Enter the concerns"),
            ({"required_actions": ""}, "Enter what the inspectorate asks for"),
            ({"owner": ""}, "Select the post that owns the answer"),
            ({"answer_by_on": ""}, "Enter the day to answer by"),
            ({"answer_by_on": "1/1/2020"}, "on or after the day of the alert"),
            ({"concerns": "About X123456"}, "Remove ‘X123456’"),
        ],
    )
    def test_mistakes(self, world: World, signed_in: SignedIn, changed: dict[str, str], message: str) -> None:
        answer = signed_in("lead").post(NEW, filled_in(world, **changed))

        assert answer.status_code == 400
        assert message in text_of(answer)

    @pytest.mark.parametrize(("person", "status"), [("head", 403), ("other_lead", 403), ("coordinator", 200)])
    def test_who_may(self, world: World, signed_in: SignedIn, person: str, status: int) -> None:
        assert signed_in(person).get(NEW).status_code == status

    def test_a_place_that_is_not_there(self, world: World, signed_in: SignedIn) -> None:
        assert signed_in("lead").get("/areas/yorkshire/nowhere/alerts/new/").status_code == 404


class TestTheAlert:
    def test_an_area_shows_the_ten_to_answer_first_and_all_of_them_when_asked(
        self, world: World, signed_in: SignedIn
    ) -> None:
        made = [make_alert(world, "kirklees")]
        for number in range(1, 12):
            duty = AlertDuty.objects.get(alert=made[0])
            duty.pk, duty.alert = None, Alert.objects.create(organisation=made[0].organisation)
            duty.answer_by_on -= timedelta(days=12 - number)  # the first is the last to answer
            duty.save()
            made.append(duty.alert)
        client = signed_in("lead")

        for area in ("/areas/yorkshire/kirklees/", "/areas/yorkshire/"):
            first, everything = text_of(client.get(area)), text_of(client.get(f"{area}?alerts=all"))
            assert "Organisational alerts (12)" in first
            assert 'href="?alerts=all#alerts"' in first
            assert [alert.ref for alert in made if f"/alerts/{alert.ref}/" in first] == [a.ref for a in made[1:11]]
            assert all(f"/alerts/{alert.ref}/" in everything for alert in made)
            assert "Show all" not in everything

    def test_it_is_on_the_area_and_on_your_work(self, world: World, signed_in: SignedIn) -> None:
        alert = make_alert(world, "kirklees")

        for address in ("/", "/areas/yorkshire/kirklees/"):
            assert f"/alerts/{alert.ref}/" in text_of(signed_in("head").get(address))

    def test_out_of_reach_it_is_not_there(self, world: World, signed_in: SignedIn) -> None:
        alert = make_alert(world, "kirklees")

        assert signed_in("other_head").get(f"/alerts/{alert.ref}/").status_code == 404

    def test_once_its_report_is_published_its_words_are_public_and_the_work_is_not(
        self, world: World, signed_in: SignedIn
    ) -> None:
        alert = make_alert(world, "kirklees")
        alert.inspection = world.inspections["kirklees"]
        alert.save()

        words = text_of(signed_in("other_head").get(f"/alerts/{alert.ref}/"))

        assert "Plans are late" in words
        assert "Our actions" not in words
        assert "Answer by" not in words

    def test_an_action_is_planned_for_it(self, world: World, signed_in: SignedIn) -> None:
        alert = make_alert(world, "kirklees")
        said = {"title": "Check plans weekly", "owner": world.posts["Head of PDU, kirklees"].pk}

        answer = signed_in("head").post(f"/alerts/{alert.ref}/actions/new/", said, follow=True)

        assert "Check plans weekly" in text_of(answer)
        assert Action.objects.get(title="Check plans weekly").alerts.get().alert == alert

    @pytest.mark.parametrize("name", WORDS)
    def test_its_action_is_asked_for_all_that_is_said(self, world: World, signed_in: SignedIn, name: str) -> None:
        alert = make_alert(world, "kirklees")

        assert f' name="{name}"' in text_of(signed_in("head").get(f"/alerts/{alert.ref}/actions/new/"))

    @pytest.mark.parametrize(("title", "message"), [("", "Enter the action"), ("For X123456", "Remove ‘X123456’")])
    def test_mistakes_in_an_action(self, world: World, signed_in: SignedIn, title: str, message: str) -> None:
        alert = make_alert(world, "kirklees")
        said = {"title": title, "owner": world.posts["Head of PDU, kirklees"].pk}

        answer = signed_in("head").post(f"/alerts/{alert.ref}/actions/new/", said)

        assert (answer.status_code, message in text_of(answer)) == (400, True)


class TestLink:
    def test_the_recommendation_that_points_to_it_is_offered_and_linked(
        self, world: World, signed_in: SignedIn
    ) -> None:
        Recommendation.objects.filter(pk=world.recommendations["kirklees"].pk).update(
            text="do everything that the organisational alert asks for"
        )
        alert = raise_printed_alert(inspection=world.inspections["kirklees"], words=PRINTED_ALERT, by=SERVICE, at=NOW)
        client, answerable = signed_in("head"), world.recommendations["kirklees"].answerables.get()
        offered = text_of(client.get(f"/recommendations/{world.recommendations['kirklees'].ref}/"))

        answer = client.post(f"/alerts/{alert.ref}/recommendations/", {"recommendations": [answerable.pk]})

        assert f"/alerts/{alert.ref}/recommendations/" in offered
        assert (answer.status_code, AlertLink.objects.get().answerable) == (302, answerable)

    def test_nothing_chosen(self, world: World, signed_in: SignedIn) -> None:
        alert = raise_printed_alert(inspection=world.inspections["kirklees"], words=PRINTED_ALERT, by=SERVICE, at=NOW)

        answer = signed_in("head").post(f"/alerts/{alert.ref}/recommendations/", {})

        assert (answer.status_code, "Select a recommendation" in text_of(answer)) == (400, True)

    def test_before_the_report_there_is_nothing_to_link(self, world: World, signed_in: SignedIn) -> None:
        alert = make_alert(world, "kirklees")

        assert "is not published yet" in text_of(signed_in("head").get(f"/alerts/{alert.ref}/recommendations/"))


def test_the_number_of_queries(world: World, signed_in: SignedIn, django_assert_max_num_queries: Any) -> None:
    alert, client = make_alert(world, "kirklees"), signed_in("head")
    client.get("/help/")

    with django_assert_max_num_queries(20):
        assert client.get(f"/alerts/{alert.ref}/").status_code == 200


def test_its_page_says_who_is_reminded_next_and_what_happened(world: World, signed_in: SignedIn) -> None:
    alert = make_alert(world, "kirklees")

    Person.objects.update(first_signed_in_at=NOW)

    seen = text_of(signed_in("head").get(f"/alerts/{alert.ref}/"))
    alert.inspection = world.inspections["kirklees"]
    alert.save()
    hidden = text_of(signed_in("other_head").get(f"/alerts/{alert.ref}/"))

    for words in ("Next reminder", "to the owner, about the alert", "Alert recorded"):
        assert words in seen
        assert words not in hidden


class TestOwner:
    def owner(self, world: World, **changed: Any) -> dict[str, Any]:
        return {"owner": world.posts["Head of PDU, kirklees"].pk, "answer_by_on": "29/1/2030"} | changed

    def test_an_alert_first_known_from_its_report_gets_an_owner(self, world: World, signed_in: SignedIn) -> None:
        alert = raise_printed_alert(
            inspection=world.inspections["kirklees"],
            words=PRINTED_ALERT,
            by=SERVICE,
            at=NOW,
        )

        answer = signed_in("lead").post(f"/alerts/{alert.ref}/owner/", self.owner(world), follow=True)

        assert "29 January 2030" in text_of(answer)
        assert alert.duty.owner_post == world.posts["Head of PDU, kirklees"]

    def test_the_same_owner_twice_is_one_event(self, world: World, signed_in: SignedIn) -> None:
        alert = make_alert(world, "kirklees")

        for _ in range(2):
            answer = signed_in("lead").post(
                f"/alerts/{alert.ref}/owner/", self.owner(world, reason="More time is agreed"), follow=True
            )

        assert [event.verb for event in Event.objects.about(alert.ref)] == ["alert.moved", "alert.recorded"]
        words = text_of(answer)
        assert "29 January 2030, first 29 January 2027" in words
        assert "Day to answer the alert by moved from 29 January 2027 to 29 January 2030" in words
        assert "Reason: More time is agreed" in words

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"owner": ""}, "Select the post that owns the answer"),
            ({"answer_by_on": ""}, "Enter the day to answer by"),
            ({"answer_by_on": "29/1/2020"}, "The day to answer by must be today or later"),
            ({}, "Enter why the day to answer by is changing"),
            ({"reason": "About X123456"}, "Remove ‘X123456’"),
        ],
    )
    def test_a_mistake_says_what_to_do(
        self, world: World, signed_in: SignedIn, changed: dict[str, Any], message: str
    ) -> None:
        alert = make_alert(world, "kirklees")

        answer = signed_in("lead").post(f"/alerts/{alert.ref}/owner/", self.owner(world, **changed))

        assert answer.status_code == 400
        assert message in text_of(answer)

    @pytest.mark.parametrize(("person", "status"), [("head", 403), ("sibling_head", 404), ("auditor", 403)])
    def test_others_are_refused(self, world: World, signed_in: SignedIn, person: str, status: int) -> None:
        alert = make_alert(world, "kirklees")

        assert signed_in(person).post(f"/alerts/{alert.ref}/owner/", self.owner(world)).status_code == status
