"""Self-assessment pages: what is asked, checked, sent and taken back; nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from inspections.models import Framework, Inspection
from tests.factories.self_assessments import answerable, make_evidence, make_return, make_review, make_self_assessment
from tests.factories.world import NOW, TODAY, World
from tracker.choices import Ending, Judge, Progress
from tracker.models import Answerable, Judgement, Withdrawal

SignedIn = Callable[[str], Client]
SAID = {"category": "some", "reasons": "Half of the plans were checked", "effect": "", "newest": "0"}


def address(world: World, page: str = "self-assessment/", place: str = "kirklees") -> str:
    return f"/recommendations/{world.recommendations[place].ref}/{page}"


def post(client: Client, world: World, step: str = "check", **changes: Any) -> HttpResponse:
    return client.post(address(world), SAID | {"step": step} | changes)


def words(answer: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def self_assessments() -> int:
    return Judgement.objects.filter(judge=Judge.OWNER).count()


def test_the_form_opens_with_nothing_chosen(signed_in: SignedIn, world: World) -> None:
    page = signed_in("head").get(address(world)).content.decode()

    assert "How far has Kirklees PDU got?" in page
    assert not re.search(r'name="category"[^>]*checked', page)


def test_the_frameworks_definitions_are_the_hints(signed_in: SignedIn, world: World) -> None:
    meanings = [{"name": each.label, "meaning": f"What earns {each.value}"} for each in Progress]
    framework = Framework.objects.create(code="own", name="Own", kind="pdu", rules={"progress_categories": meanings})
    Inspection.objects.update(framework=framework)

    page = words(signed_in("head").get(address(world)))

    assert all(f"{each.label} What earns {each.value}" in page for each in Progress)


def test_the_last_three_stand_beside_the_form(signed_in: SignedIn, world: World) -> None:
    for number in range(4):
        make_self_assessment(world, reasons=f"Words of self-assessment {number}", at=NOW + timedelta(minutes=number))

    page = words(signed_in("head").get(address(world)))

    shown = [number for number in range(4) if f"Words of self-assessment {number}" in page]
    assert shown == [1, 2, 3]


def test_answers_are_checked_before_they_are_sent(signed_in: SignedIn, world: World) -> None:
    answer = post(signed_in("head"), world)

    assert answer.status_code == 200
    assert "Check your answers" in words(answer)
    assert "Send to Yorkshire and the Humber region" in words(answer)
    assert self_assessments() == 0


def test_sending_makes_the_self_assessment_and_shows_the_recommendation(signed_in: SignedIn, world: World) -> None:
    client = signed_in("head")

    answer = post(client, world, "submit")

    assert (answer.status_code, answer["Location"]) == (302, address(world, ""))
    page = words(client.get(answer["Location"]))
    assert "Self-assessment sent to Yorkshire and the Humber region for review: Kirklees PDU" in page
    assert "Not yet reviewed" in page


def test_sending_twice_makes_one(signed_in: SignedIn, world: World) -> None:
    client = signed_in("head")

    answers = [post(client, world, "submit").status_code for _ in range(2)]

    assert (answers, self_assessments()) == ([302, 302], 1)


def test_changing_gives_the_answers_back(signed_in: SignedIn, world: World) -> None:
    page = post(signed_in("head"), world, "change").content.decode()

    assert re.search(r'value="some"\s+checked', page)
    assert SAID["reasons"] in page
    assert "signed out" not in page


@pytest.mark.parametrize("changes", [{}, {"category": ""}])
def test_what_was_begun_is_there_on_return(signed_in: SignedIn, world: World, changes: dict[str, str]) -> None:
    client = signed_in("head")
    post(client, world, **changes)

    page = client.get(address(world)).content.decode()

    assert SAID["reasons"] in page


def test_what_was_sent_does_not_come_back(signed_in: SignedIn, world: World) -> None:
    client = signed_in("head")
    post(client, world)
    post(client, world, "submit")
    make_review(world, Judgement.objects.get())

    page = client.get(address(world)).content.decode()

    assert not re.search(r'name="category"[^>]*checked', page)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"category": ""}, "Select how far it has got"),
        ({"reasons": " "}, "Enter why"),
        ({"category": "sufficient"}, "Enter what effect has been seen"),
        ({"category": "sufficient", "effect": "Fewer gaps"}, "Attach the evidence of the effect first"),
        ({"reasons": "As X123456 shows"}, "Remove ‘X123456’"),
        ({"evidence": "99"}, "Select evidence from the list"),
    ],
)
def test_a_mistake_keeps_every_answer(signed_in: SignedIn, world: World, changes: dict[str, str], message: str) -> None:
    answer = post(signed_in("head"), world, **changes)

    assert answer.status_code == 400
    assert message in words(answer)
    assert (SAID | changes)["reasons"].strip() in answer.content.decode()


def test_sufficient_progress_with_its_evidence(signed_in: SignedIn, world: World) -> None:
    evidence = make_evidence(world)
    given = {"category": "sufficient", "effect": "Fewer gaps"}
    client = signed_in("head")

    refused = post(client, world, **given)
    answer = post(client, world, "submit", **given, evidence=str(evidence.pk))

    assert "Select the evidence of the effect" in words(refused)
    assert answer.status_code == 302
    assert Judgement.objects.get().evidence.get().version.evidence == evidence


def test_somebody_elses_self_assessment_meanwhile_is_shown_and_the_answers_are_kept(
    signed_in: SignedIn, world: World
) -> None:
    made = make_self_assessment(world, by="lead", reasons="The region was quicker")
    client = signed_in("head")

    answer = post(client, world, "submit")

    assert answer.status_code == 409
    assert "Somebody sent a self-assessment after you opened this page" in words(answer)
    assert made.reasons in words(answer)
    assert SAID["reasons"] in answer.content.decode()
    assert post(client, world, "submit", newest=str(made.pk)).status_code == 302


def test_a_returned_self_assessment_starts_the_next_one(signed_in: SignedIn, world: World) -> None:
    make_return(world, make_self_assessment(world, reasons="What came back"))

    page = signed_in("head").get(address(world)).content.decode()

    assert re.search(r'value="some"\s+checked', page)
    assert re.search(r"<textarea[^>]*>What came back</textarea>", page)
    assert "An answer is expected by 11 December 2026" in page


def test_a_body_is_chosen_where_one_speaks_for_several(signed_in: SignedIn, world: World) -> None:
    leeds = world.organisations["leeds"]
    recommendation = world.recommendations["kirklees"]
    Answerable.objects.create(recommendation=recommendation, organisation=leeds, from_on=TODAY)
    client = signed_in("lead")

    page = words(client.get(address(world)))
    chosen = words(client.get(f"{address(world)}?body=leeds"))

    assert "Who do you speak for?" in page
    assert "How far has Leeds PDU got?" in chosen


def test_a_body_that_no_longer_answers(signed_in: SignedIn, world: World) -> None:
    Answerable.objects.filter(pk=answerable(world).pk).update(to_on=TODAY, ending=Ending.OVERTAKEN, ended_at=NOW)

    answer = signed_in("head").get(address(world))

    assert answer.status_code == 409
    assert "no longer answers for this recommendation" in words(answer)


@pytest.mark.parametrize("person", ["owner", "sibling_head", "other_head", "coordinator", "auditor"])
def test_who_may_not_self_assess_is_told_who_can(signed_in: SignedIn, world: World, person: str) -> None:
    answer = signed_in(person).get(address(world))

    assert answer.status_code == 403
    assert "Head of PDU" in words(answer)


def test_a_stranger_signs_in_first(client: Client, world: World) -> None:
    assert client.get(address(world)).status_code == 302


def test_hmpps_saves_its_own_without_a_review(signed_in: SignedIn, world: World) -> None:
    Answerable.objects.filter(pk=answerable(world).pk).update(organisation=world.organisations["hmpps"])
    client = signed_in("national")

    page = words(post(client, world))
    post(client, world, "submit")

    assert "Save self-assessment" in page
    assert "is not reviewed by anybody" in page
    assert "Not yet reviewed" not in words(client.get(address(world, "")))


class TestWithdrawing:
    PAGE = "self-assessment/withdraw/"

    def test_it_is_asked_for_and_done(self, signed_in: SignedIn, world: World) -> None:
        made = make_self_assessment(world)
        client = signed_in("head")

        page = words(client.get(address(world, self.PAGE)))
        answer = client.post(address(world, self.PAGE), {"self_assessment": made.pk, "reason": "Sent too early"})

        assert "Withdraw this self-assessment" in page
        assert answer.status_code == 302
        assert Withdrawal.objects.get().reason == "Sent too early"

    def test_the_owner_then_says_what_was_said_before(self, signed_in: SignedIn, world: World) -> None:
        make_self_assessment(world)
        made = make_self_assessment(world, category=Progress.NONE, at=NOW + timedelta(minutes=1))
        client = signed_in("head")

        client.post(address(world, self.PAGE), {"self_assessment": made.pk})

        list_page = words(client.get("/recommendations/"))
        assert "Some progress" in list_page
        assert "No progress" not in list_page

    def test_not_after_the_review(self, signed_in: SignedIn, world: World) -> None:
        made = make_self_assessment(world)
        make_review(world, made)
        client = signed_in("head")

        answers = [
            client.get(address(world, self.PAGE)),
            client.post(address(world, self.PAGE), {"self_assessment": made.pk}),
        ]

        assert [answer.status_code for answer in answers] == [409, 409]
        assert "This was reviewed" in words(answers[0])

    def test_a_number_of_a_person_in_the_reason_is_refused(self, signed_in: SignedIn, world: World) -> None:
        made = make_self_assessment(world)

        answer = signed_in("head").post(
            address(world, self.PAGE), {"self_assessment": made.pk, "reason": "About X123456"}
        )

        assert (answer.status_code, Withdrawal.objects.count()) == (400, 0)
        assert "About X123456" in answer.content.decode()

    def test_nothing_to_withdraw_is_not_found(self, signed_in: SignedIn, world: World) -> None:
        assert signed_in("head").get(address(world, self.PAGE)).status_code == 404


class TestOnTheRecommendation:
    def test_its_people_see_every_self_assessment_in_full(self, signed_in: SignedIn, world: World) -> None:
        made = make_return(world, make_self_assessment(world))

        page = words(signed_in("owner").get(address(world, "")))

        assert "Half of the plans were checked" in page
        assert made.reason in page
        assert "Returned" in page
        assert "answer expected by 11 December 2026" in page

    def test_others_see_no_word_of_it(self, signed_in: SignedIn, world: World) -> None:
        make_return(world, make_self_assessment(world))

        page = words(signed_in("other_head").get(address(world, "")))

        assert "Half of the plans" not in page
        assert "Self-assessment" not in page

    @pytest.mark.parametrize(
        ("person", "button", "shown"),
        [
            ("head", "Say how far Kirklees PDU has got", True),
            ("lead", "Say how far Kirklees PDU has got", True),
            ("owner", "Say how far Kirklees PDU has got", False),
            ("lead", "Review the self-assessment", True),
            ("head", "Review the self-assessment", False),
            ("national", "Review the self-assessment", False),
        ],
    )
    def test_buttons_for_those_who_may(
        self, signed_in: SignedIn, world: World, person: str, button: str, shown: bool
    ) -> None:
        make_self_assessment(world)

        page = words(signed_in(person).get(address(world, "")))

        assert (button in page) is shown
