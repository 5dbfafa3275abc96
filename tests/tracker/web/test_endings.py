"""The pages that end a recommendation between inspections: ask, decide, take back, open again, and who may."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories.endings import make_confirmed_ending, make_ending_request, seen_by_confirmer
from tests.factories.self_assessments import answerable
from tests.factories.world import TODAY, World, make_action
from tracker.models import Answerable, EndingRequest

SignedIn = Callable[[str], Client]


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def address(world: World, page: str = "", place: str = "kirklees") -> str:
    return f"/recommendations/{world.recommendations[place].ref}/{page}"


def said(world: World, **more: Any) -> dict[str, Any]:
    given = {
        "ending": "lapsed",
        "reason": "The office has closed",
        "risk": "Plans may be late",
        "risk_post": world.posts["Head of PDU, kirklees"].pk,
    }
    return given | more


def test_it_is_asked_for_decided_and_opened_again(world: World, signed_in: SignedIn) -> None:
    head, lead = signed_in("head"), signed_in("lead")
    assert address(world, "ending/") in text_of(head.get(address(world)))
    form = text_of(head.get(address(world, "ending/")))
    asked = text_of(head.post(address(world, "ending/"), said(world), follow=True))
    decide = address(world, "ending/decide/?body=kirklees")
    for page in ("/", "/reviews/", address(world)):
        assert decide in text_of(lead.get(page)), page
    shown = text_of(lead.get(decide))
    sent = {"decision": "confirm", "seen": seen_by_confirmer(EndingRequest.objects.get())}
    ended = text_of(lead.post(decide, sent, follow=True))

    assert "The region confirms it before it counts" in form
    assert world.actions["kirklees"].ref in form
    assert "Ending asked for" in asked
    assert "Plans may be late" in shown
    assert "Ending confirmed: Lapsed" in ended
    assert "Ended on" in ended
    assert answerable(world).ending == "lapsed"

    reopen = address(world, "ending/reopen/?body=kirklees")
    assert reopen in text_of(lead.get(address(world)))
    again = text_of(lead.post(reopen, {"reason": "A new office opens"}, follow=True))
    assert "Open again for Kirklees PDU" in again
    assert "A new office opens" in again
    assert Answerable.objects.open().of_recommendation(world.recommendations["kirklees"]).count() == 1


def test_lists_show_and_find_it_for_those_who_see_the_work(world: World, signed_in: SignedIn) -> None:
    make_ending_request(world)
    found = text_of(signed_in("lead").get("/recommendations/?state=ending-asked"))
    hidden = text_of(signed_in("other_lead").get("/recommendations/?scope=all&state=ending-asked"))

    assert world.recommendations["kirklees"].ref in found
    assert "Ending asked for" in found
    assert world.recommendations["kirklees"].ref not in hidden


def test_for_several_bodies_those_are_chosen(world: World, signed_in: SignedIn) -> None:
    Answerable.objects.create(
        recommendation=world.recommendations["kirklees"], organisation=world.organisations["leeds"], from_on=TODAY
    )
    client = signed_in("lead")
    rows = Answerable.objects.of_recommendation(world.recommendations["kirklees"]).order_by("pk")
    post = world.posts["Regional Probation Director, yorkshire"].pk

    form = text_of(client.get(address(world, "ending/")))
    one = text_of(client.get(address(world, "ending/?body=leeds")))
    client.post(address(world, "ending/"), said(world, bodies=[row.pk for row in rows], risk_post=post))

    assert "For which bodies does it end?" in form
    assert "For which bodies does it end?" not in one
    assert EndingRequest.objects.waiting().count() == 2


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"ending": ""}, "Select how it ends"),
        ({"reason": ""}, "Enter why it ends"),
        ({"risk": "It was X123456"}, "Remove ‘X123456’"),
        ({"risk_post": ""}, "Select the post that accepts the risk"),
    ],
)
def test_mistakes_keep_the_answers(world: World, signed_in: SignedIn, more: dict[str, Any], message: str) -> None:
    answer = signed_in("head").post(address(world, "ending/"), said(world, **more))

    assert (answer.status_code, message in text_of(answer)) == (400, True)
    kept = said(world, **more)["reason"] or said(world, **more)["risk"]
    assert kept in text_of(answer)
    assert not EndingRequest.objects.exists()


def test_what_somebody_asked_meanwhile_leads_to_the_page(world: World, signed_in: SignedIn) -> None:
    make_ending_request(world, by="lead")

    answer = signed_in("head").post(address(world, "ending/"), said(world))

    assert (answer.status_code, answer["Location"]) == (302, address(world))
    assert EndingRequest.objects.count() == 1


def test_a_refusal_says_why_and_the_asker_reads_it(world: World, signed_in: SignedIn) -> None:
    make_ending_request(world)
    client, decide = signed_in("lead"), address(world, "ending/decide/?body=kirklees")

    missing = client.post(decide, {"decision": "refuse", "reason": ""})
    client.post(decide, {"decision": "refuse", "reason": "The sample is missing"})

    assert (missing.status_code, "Enter why it does not end" in text_of(missing)) == (400, True)
    assert "The sample is missing" in text_of(signed_in("head").get(address(world)))
    assert answerable(world).to_on is None


def test_other_actions_than_were_shown_are_shown_first(world: World, signed_in: SignedIn) -> None:
    made = make_ending_request(world)
    seen = seen_by_confirmer(made)
    make_action(world, "more", recommendation="kirklees", post="Head of PDU, kirklees", title="Sample more plans")
    client, decide = signed_in("lead"), address(world, "ending/decide/?body=kirklees")

    changed = client.post(decide, {"decision": "confirm", "seen": seen})
    again = client.post(decide, {"decision": "confirm", "seen": seen_by_confirmer(made)})

    assert (changed.status_code, "has changed since" in text_of(changed)) == (409, True)
    assert "Sample more plans" in text_of(changed)
    assert (again.status_code, answerable(world).ending) == (302, "overtaken")


def test_it_is_taken_back_at_a_button(world: World, signed_in: SignedIn) -> None:
    made = make_ending_request(world)
    client = signed_in("head")
    assert address(world, "ending/take-back/") in text_of(client.get(address(world)))

    answer = text_of(client.post(address(world, "ending/take-back/"), {"body": "kirklees"}, follow=True))

    made.refresh_from_db()
    assert (made.decision, "Taken back. It stays open." in answer) == ("taken-back", True)


@pytest.mark.parametrize("page", ["ending/take-back/", "ending/decide/?body=kirklees", "ending/reopen/"])
def test_where_nothing_waits_the_pages_lead_back(world: World, signed_in: SignedIn, page: str) -> None:
    answer = signed_in("lead").get(address(world, page))

    assert (answer.status_code, answer["Location"]) == (302, address(world))


def test_opening_again_asks_why(world: World, signed_in: SignedIn) -> None:
    make_confirmed_ending(world)

    answer = signed_in("coordinator").post(address(world, "ending/reopen/?body=kirklees"), {"reason": " "})

    assert (answer.status_code, "Enter why it is open again" in text_of(answer)) == (400, True)


@pytest.mark.parametrize(
    ("person", "page"),
    [
        ("owner", "ending/"),
        ("sibling_head", "ending/"),
        ("coordinator", "ending/"),
        ("head", "ending/decide/"),
        ("national", "ending/decide/"),
        ("other_lead", "ending/decide/"),
        ("owner", "ending/take-back/"),
        ("head", "ending/reopen/"),
        ("auditor", "ending/reopen/"),
    ],
)
def test_who_may_not_is_refused_and_offered_nothing(world: World, signed_in: SignedIn, person: str, page: str) -> None:
    make_ending_request(world)
    client = signed_in(person)

    assert client.get(address(world, page)).status_code == 403
    if page != "ending/":
        assert address(world, page) not in text_of(client.get(address(world)))


def test_others_read_nothing_of_it(world: World, signed_in: SignedIn) -> None:
    make_ending_request(world)

    page = text_of(signed_in("other_head").get(address(world)))

    assert "Ending asked for" not in page
    assert "The court no longer asks" not in page


def test_the_number_of_queries(world: World, signed_in: SignedIn, django_assert_max_num_queries: Any) -> None:
    make_ending_request(world)
    client = signed_in("lead")
    client.get("/help/")

    for page, most in (("ending/decide/?body=kirklees", 16), ("", 33)):
        with django_assert_max_num_queries(most):
            assert client.get(address(world, page)).status_code == 200
