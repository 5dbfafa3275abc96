"""The pages of answers: happy path, who may, in which state, mistakes, two people at once, and how many queries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories.answers import make_response_draft
from tests.factories.world import NOW, World
from tracker.choices import Decision
from tracker.models import Acknowledgement, Answerable, Response
from tracker.operations.responses import confirm_response, draft_response
from tracker.rules.access import SERVICE

SignedIn = Callable[[str], Client]


def page(world: World, rest: str = "response/", key: str = "kirklees") -> str:
    return f"/recommendations/{world.recommendations[key].ref}/{rest}"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def not_agreed(world: World) -> Response:
    answerable = world.recommendations["kirklees"].answerables.get()
    words = {"decision": Decision.NOT_AGREED, "reasons": "It is done elsewhere", "newest": 0}
    return draft_response(answerable=answerable, by=SERVICE, at=NOW, **words)


class TestAcknowledge:
    def test_one_button_on_the_page(self, world: World, signed_in: SignedIn) -> None:
        answer = signed_in("head").post(page(world, "acknowledge/"), {"body": "kirklees"}, follow=True)

        assert "Acknowledged for Kirklees PDU on" in text_of(answer)
        assert Acknowledgement.objects.get().acknowledged_by == world.people["head"]

    def test_from_your_work_and_back(self, world: World, signed_in: SignedIn) -> None:
        answer = signed_in("head").post(page(world, "acknowledge/"), {"body": "kirklees", "from": "home"})

        assert answer["Location"] == "/"

    def test_twice_is_once(self, world: World, signed_in: SignedIn) -> None:
        client = signed_in("head")

        answers = [client.post(page(world, "acknowledge/"), {"body": "kirklees"}).status_code for _ in range(2)]

        assert (answers, Acknowledgement.objects.count()) == ([302, 302], 1)

    def test_opening_the_address_changes_nothing(self, world: World, signed_in: SignedIn) -> None:
        answer = signed_in("head").get(page(world, "acknowledge/"))

        assert (answer.status_code, Acknowledgement.objects.exists()) == (302, False)

    def test_another_body_cannot(self, world: World, signed_in: SignedIn) -> None:
        answer = signed_in("lead").post(page(world, "acknowledge/"), {"body": "kirklees"})

        assert (answer.status_code, Acknowledgement.objects.exists()) == (403, False)

    def test_what_has_ended_says_so(self, world: World, signed_in: SignedIn) -> None:
        confirm_response(response=not_agreed(world), by=SERVICE, at=NOW)
        Acknowledgement.objects.all().delete()

        answer = signed_in("head").post(page(world, "acknowledge/"), {"body": "kirklees"}, follow=True)

        assert "no longer answers for the recommendation" in text_of(answer)


class TestDraft:
    def test_a_draft_is_saved_and_shown(self, world: World, signed_in: SignedIn) -> None:
        said = {"decision": "partly-agreed", "agreed_part": "The first half", "reasons": "Costs", "newest": 0}

        answer = signed_in("head").post(page(world), said, follow=True)

        words = text_of(answer)
        assert "The first half" in words
        assert "not yet confirmed" in words

    def test_it_opens_with_the_newest(self, world: World, signed_in: SignedIn) -> None:
        draft = not_agreed(world)

        words = text_of(signed_in("head").get(page(world)))

        assert "It is done elsewhere</textarea>" in words
        assert f'value="{draft.pk}"' in words

    @pytest.mark.parametrize(
        ("said", "message"),
        [
            ({}, "Select the response"),
            ({"decision": "partly-agreed", "reasons": "Costs"}, "Enter which part is agreed"),
            ({"decision": "partly-agreed", "agreed_part": "Half"}, "Enter why the rest is not agreed"),
            ({"decision": "not-agreed"}, "Enter why it is not agreed"),
            ({"decision": "not-agreed", "reasons": "For X123456"}, "Remove ‘X123456’"),
        ],
    )
    def test_mistakes_are_said_and_answers_kept(
        self, world: World, signed_in: SignedIn, said: dict[str, str], message: str
    ) -> None:
        answer = signed_in("head").post(page(world), said | {"newest": 0})

        words = text_of(answer)
        assert answer.status_code == 400
        assert message in words
        assert said.get("reasons", "") in words

    def test_two_people_at_once(self, world: World, signed_in: SignedIn) -> None:
        draft = not_agreed(world)
        said = {"decision": "partly-agreed", "agreed_part": "My own half", "reasons": "Costs", "newest": 0}

        answer = signed_in("head").post(page(world), said)

        words = text_of(answer)
        assert answer.status_code == 409
        assert "It is done elsewhere" in words
        assert "My own half</textarea>" in words
        assert signed_in("head").post(page(world), said | {"newest": draft.pk}).status_code == 302

    def test_whoever_confirms_goes_on_to_confirm(self, world: World, signed_in: SignedIn) -> None:
        answer = signed_in("national").post(page(world), {"decision": "agreed", "newest": 0})

        assert answer["Location"] == page(world, "response/confirm/?body=kirklees")

    def test_after_the_end_it_takes_no_response(self, world: World, signed_in: SignedIn) -> None:
        confirm_response(response=not_agreed(world), by=SERVICE, at=NOW)

        answer = signed_in("head").get(page(world))

        assert answer.status_code == 409
        assert "no longer answers for this recommendation" in text_of(answer)

    def test_a_choice_of_bodies(self, world: World, signed_in: SignedIn) -> None:
        recommendation, leeds = world.recommendations["kirklees"], world.organisations["leeds"]
        Answerable.objects.create(recommendation=recommendation, organisation=leeds, from_on=NOW.date())

        words = text_of(signed_in("lead").get(page(world)))

        assert "Whose response?" in words
        assert "?body=leeds" in words
        assert signed_in("lead").get(page(world, "response/?body=wigan")).status_code == 404


class TestConfirm:
    def test_a_draft_becomes_hmpps_s_answer(self, world: World, signed_in: SignedIn) -> None:
        draft = make_response_draft(world, "kirklees")

        answer = signed_in("national").post(page(world, "response/confirm/"), {"response": draft.pk}, follow=True)

        assert "Response confirmed: Agreed" in text_of(answer)
        assert "confirmed by HMPPS on" in text_of(signed_in("other_head").get(page(world, "")))

    def test_what_happens_to_the_actions_is_said_before(self, world: World, signed_in: SignedIn) -> None:
        not_agreed(world)

        words = text_of(signed_in("national").get(page(world, "response/confirm/")))

        assert "1 action answers nothing else, so it is withdrawn" in words
        assert world.actions["kirklees"].title in words

    def test_a_newer_draft_is_shown_instead(self, world: World, signed_in: SignedIn) -> None:
        first = make_response_draft(world, "kirklees")
        answerable = world.recommendations["kirklees"].answerables.get()
        words = {"decision": Decision.NOT_AGREED, "reasons": "It is done elsewhere", "newest": first.pk}
        draft_response(answerable=answerable, by=SERVICE, at=NOW, **words)

        answer = signed_in("national").post(page(world, "response/confirm/"), {"response": first.pk})

        assert answer.status_code == 409
        assert "It is done elsewhere" in text_of(answer)
        assert not Response.objects.confirmed().exists()

    @pytest.mark.parametrize("sent", ["", "x", "999999"])
    def test_nothing_to_confirm(self, world: World, signed_in: SignedIn, sent: str) -> None:
        answer = signed_in("national").post(page(world, "response/confirm/"), {"response": sent})

        assert answer.status_code == 409
        assert "There is no draft to confirm" in text_of(answer)

    def test_earlier_responses_stay_to_be_read(self, world: World, signed_in: SignedIn) -> None:
        first = confirm_response(response=make_response_draft(world, "kirklees"), by=SERVICE, at=NOW)
        answerable = world.recommendations["kirklees"].answerables.get()
        words = {"decision": Decision.PARTLY_AGREED, "agreed_part": "Half", "reasons": "Costs", "newest": first.pk}
        confirm_response(
            response=draft_response(answerable=answerable, by=SERVICE, at=NOW, **words), by=SERVICE, at=NOW
        )

        found = text_of(signed_in("other_head").get(page(world, "")))

        assert "Earlier responses (1)" in found


class TestWhoReadsWhat:
    def test_a_draft_is_on_no_page_outside_its_area(self, world: World, signed_in: SignedIn) -> None:
        not_agreed(world)

        words = text_of(signed_in("other_head").get(page(world, "")))

        assert "It is done elsewhere" not in words
        assert "Response drafted" not in words
        assert "Acknowledged" not in words

    def test_the_area_reads_it_on_the_timeline(self, world: World, signed_in: SignedIn) -> None:
        not_agreed(world)

        assert "Response drafted: Not agreed" in text_of(signed_in("owner").get(page(world, "")))


@pytest.mark.parametrize("state", ["unanswered", "answer-overdue", "unacknowledged"])
def test_the_lists_of_silence(world: World, signed_in: SignedIn, state: str) -> None:
    words = text_of(signed_in("head").get(f"/recommendations/?state={state}"))

    assert world.recommendations["kirklees"].ref in words
    assert "Answer overdue" in words
    assert "Not yet acknowledged, " in words


def test_the_area_counts_them(world: World, signed_in: SignedIn) -> None:
    words = text_of(signed_in("head").get("/areas/yorkshire/kirklees/"))

    assert "state=unanswered&amp;pdu=kirklees" in words
    assert "state=unacknowledged&amp;pdu=kirklees" in words


def test_your_work_says_what_needs_a_decision(world: World, signed_in: SignedIn) -> None:
    draft = make_response_draft(world, "kirklees")

    head, national = text_of(signed_in("head").get("/")), text_of(signed_in("national").get("/"))

    assert "Needs your decision: recommendations to answer (1)" in head
    assert "Needs your decision: responses to confirm (1)" in national
    assert page(world, f"response/confirm/?body={draft.answerable.organisation.slug}") in national


@pytest.mark.parametrize(("person", "rest", "most"), [("head", "response/", 20), ("national", "response/confirm/", 20)])
def test_the_number_of_queries(
    world: World, signed_in: SignedIn, django_assert_max_num_queries: Any, person: str, rest: str, most: int
) -> None:
    make_response_draft(world, "kirklees")
    client = signed_in(person)
    client.get("/help/")

    with django_assert_max_num_queries(most):
        assert client.get(page(world, rest)).status_code == 200
