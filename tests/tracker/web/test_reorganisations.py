"""The pages of reorganisations: happy path, wrong role, wrong state, error state, and how many queries they need."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inspections.models import Organisation
from tests.factories.reorganisations import (
    CASES,
    add_work,
    confirm_case,
    decide_as_proposed,
    make_changing_world,
    record_case,
)
from tests.factories.world import World, make_recommendation
from tracker.models import Answerable, Post, Reorganisation, Takeover
from tracker.queries.reorganisations import who_takes_over

pytestmark = pytest.mark.django_db
MANCHESTER = CASES["greater manchester"]
STAFFORDSHIRE = CASES["staffordshire"]


@pytest.fixture
def world() -> World:
    return make_changing_world("staffordshire-and-stoke")


@pytest.fixture
def client_of(world: World) -> Callable[[str], Client]:
    def make(key: str) -> Client:
        client = Client()
        client.force_login(world.people[key])
        return client

    return make


def on(day: date) -> dict[str, Any]:
    return {"on_day": day.day, "on_month": day.month, "on_year": day.year}


TOKEN = "00000000-0000-4000-8000-000000000001"


def answers(world: World, *closing: str, **other: Any) -> dict[str, Any]:
    return {
        "token": TOKEN,
        **on(date(2025, 3, 1)),
        "closing": [world.organisations[key].pk for key in closing],
        **other,
    }


SPLIT = "/reorganisations/new/?kind=split&region=west-midlands"


def test_a_split_is_recorded_in_steps(world: World, client_of: Any) -> None:
    client = client_of("administrator")
    given = answers(world, "staffordshire-and-stoke", new="Staffordshire North\r\nStaffordshire South PDU")

    form = client.get(SPLIT)
    check = client.post(SPLIT, given)
    assert Reorganisation.objects.count() == 0
    done = client.post(SPLIT, given | {"confirmed": "yes"}, follow=True)

    assert "Which bodies close?" in form.content.decode()
    assert "Check your answers" in check.content.decode()
    assert "Staffordshire North; Staffordshire South" in check.content.decode()
    page = done.content.decode()
    assert "3 recommendations are still with a closed body" in page
    assert Organisation.objects.get(slug="staffordshire-north").path.endswith("/west-midlands/staffordshire-north/")
    client.post(SPLIT, given | {"confirmed": "yes"})
    assert Reorganisation.objects.count() == 1


def test_the_check_page_carries_every_answer(world: World, client_of: Any) -> None:
    given = answers(world, "staffordshire-and-stoke", new="One\r\nTwo")

    page = client_of("administrator").post(SPLIT, given).content.decode()

    for name, value in (("closing", given["closing"][0]), ("on_day", 1), ("token", TOKEN)):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    assert 'name="new" value="One' in page


def test_changing_the_answers_keeps_them(world: World, client_of: Any) -> None:
    given = answers(world, "staffordshire-and-stoke", new="One\r\nTwo", change="yes")

    page = client_of("administrator").post(SPLIT, given).content.decode()

    assert "One\r\nTwo" in page or "One\nTwo" in page
    assert "There is a problem" not in page


def test_where_several_close_and_several_take_over_somebody_says_who(client_of: Any, world: World) -> None:
    for key in MANCHESTER.closing:
        add_work(world, key)
    client = client_of("administrator")
    address = "/reorganisations/new/?kind=transfer&region=manchester"
    given = answers(world, *MANCHESTER.closing, new="Salford and Trafford\nStockport and Tameside") | on(MANCHESTER.on)

    pairs = client.post(address, given)
    missing = client.post(address, given | {"step": "pairs", "follows-0": [0]})
    said = given | {"step": "pairs", "follows-0": [0], "follows-1": [0, 1], "follows-2": [1]}
    check = client.post(address, said)
    client.post(address, said | {"confirmed": "yes"})

    assert "Who takes over from Stockport and Trafford PDU?" in pairs.content.decode()
    assert "checked" not in pairs.content.decode()
    assert missing.status_code == 400
    assert "Select the bodies that follow Tameside PDU" in missing.content.decode()
    assert "Salford and Trafford; Stockport and Tameside" in check.content.decode()
    rows = who_takes_over(Reorganisation.objects.get(), on=timezone.localdate()).rows
    assert {row.answerable.organisation.name: {each.name for each in row.proposed} for row in rows} == {
        name: set(others) for name, others in MANCHESTER.expected.items()
    }


def test_a_rename_is_checked_and_recorded(world: World, client_of: Any) -> None:
    address = "/reorganisations/new/?kind=rename&region=yorkshire"
    given = {"token": TOKEN, "body": world.organisations["kirklees"].pk, "name": "Huddersfield", **on(date(2026, 4, 1))}
    client = client_of("administrator")

    check = client.post(address, given).content.decode()
    client.post(address, given | {"confirmed": "yes"})

    assert "Huddersfield" in check
    page = client_of("head").get("/areas/yorkshire/kirklees/").content.decode()
    assert "Huddersfield PDU" in page
    assert "Name until 1 April 2026" in page
    found = client_of("head").get("/recommendations/?scope=all&q=kirklees").content.decode()
    assert world.recommendations["kirklees"].ref in found


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"on_year": ""}, "must include a year"),
        ({"closing": []}, "Select a body to close"),
        ({"new": "One"}, "Select at least 2 bodies to take over"),
        ({"others": "Atlantis"}, "There is no body called Atlantis today"),
    ],
)
def test_a_mistake_is_told_and_everything_is_kept(world: World, client_of: Any, other: Any, words: str) -> None:
    given = answers(world, "staffordshire-and-stoke", new="North Of It\nSouth Of It") | other

    answer = client_of("administrator").post(SPLIT, given)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert words in page
    assert page.count("<title>Error: ") == 1
    assert given["new"].split("\n")[0] in page
    assert Reorganisation.objects.count() == 0


@pytest.mark.parametrize("key", ["national", "coordinator", "lead", "head", "auditor"])
def test_others_do_not_record(world: World, client_of: Any, key: str) -> None:
    assert client_of(key).get("/reorganisations/new/").status_code == 403
    assert "Record a reorganisation" not in client_of(key).get("/reorganisations/").content.decode()


def decided(record: Reorganisation, **other: Any) -> dict[str, Any]:
    whole = who_takes_over(record, on=timezone.localdate())
    given: dict[str, Any] = {"version": record.version}
    for row in whole.rows:
        given[f"bodies-{row.answerable.pk}"] = [each.pk for each in row.proposed]
    return given | other


def test_who_takes_over_is_decided_checked_and_confirmed(world: World, client_of: Any) -> None:
    record = record_case(world, STAFFORDSHIRE)
    client = client_of("coordinator")
    address = f"/reorganisations/{record.ref}/recommendations/"

    form = client.get(address).content.decode()
    check = client.post(address, decided(record, step="continue"), follow=True).content.decode()
    assert Answerable.objects.filter(follows__isnull=False).count() == 0
    record.refresh_from_db()
    done = client.post(f"{address}confirm/", {"version": record.version}, follow=True).content.decode()

    assert form.count("checked") == 6
    assert "Check who takes over" in check
    assert "Staffordshire North PDU; Staffordshire South PDU" in check
    assert "Confirmed. The recommendations have passed on" in done
    assert Answerable.objects.filter(follows__isnull=False).count() == 6
    assert "What passed on (3)" in done


def test_everything_as_proposed_is_one_button(world: World, client_of: Any) -> None:
    record = record_case(world, STAFFORDSHIRE)

    client_of("national").post(f"/reorganisations/{record.ref}/recommendations/", {"version": 1, "step": "proposed"})

    assert sorted(each.bodies.count() for each in Takeover.objects.all()) == [2, 2, 2]


def test_it_can_be_left_and_resumed(world: World, client_of: Any) -> None:
    record = record_case(world, STAFFORDSHIRE)
    address = f"/reorganisations/{record.ref}/recommendations/"
    row = who_takes_over(record, on=timezone.localdate()).rows[0].answerable.pk
    more = {f"ending-{row}": "lapsed", f"reason-{row}": "The building was sold", "step": "later"}

    client_of("national").post(address, decided(record, **more))

    page = client_of("coordinator").get(address).content.decode()
    assert "The building was sold" in page
    assert "ends, lapsed" in page


def test_a_stale_page_shows_both_answers(world: World, client_of: Any) -> None:
    record = record_case(world, STAFFORDSHIRE)
    address = f"/reorganisations/{record.ref}/recommendations/"
    row = who_takes_over(record, on=timezone.localdate()).rows[0].answerable.pk
    client_of("national").post(address, decided(record, step="later"))
    mine = decided(record, **{f"ending-{row}": "lapsed", f"reason-{row}": "The building was sold", "step": "later"})

    stale = client_of("coordinator").post(address, mine)
    again = client_of("coordinator").post(address, mine | {"version": 2})

    assert stale.status_code == 409
    assert "The building was sold" in stale.content.decode()
    assert "passes on to Staffordshire North PDU; Staffordshire South PDU" in stale.content.decode()
    assert 'name="version" value="2"' in stale.content.decode()
    assert again.status_code == 302


def test_a_row_without_a_decision_is_told_beside_it(world: World, client_of: Any) -> None:
    record = record_case(world, STAFFORDSHIRE)
    row = who_takes_over(record, on=timezone.localdate()).rows[0].answerable.pk

    answer = client_of("national").post(
        f"/reorganisations/{record.ref}/recommendations/", decided(record, **{f"bodies-{row}": [], "step": "continue"})
    )

    assert answer.status_code == 400
    assert f'href="#id_bodies-{row}' in answer.content.decode()
    assert "Select at least one body, or say why it ends" in answer.content.decode()


@pytest.mark.parametrize("key", ["administrator", "lead", "head", "auditor", "owner"])
def test_others_do_not_confirm(world: World, client_of: Any, key: str) -> None:
    record = record_case(world, STAFFORDSHIRE)

    assert client_of(key).get(f"/reorganisations/{record.ref}/recommendations/").status_code == 403
    assert "Confirm who takes over" not in client_of(key).get(f"/reorganisations/{record.ref}/").content.decode()


@pytest.mark.parametrize(("key", "shown"), [("administrator", True), ("coordinator", True), ("national", True),
                                            ("lead", False), ("head", False), ("auditor", False)])  # fmt: skip
def test_your_work_lists_what_waits(world: World, client_of: Any, key: str, shown: bool) -> None:
    record_case(world, STAFFORDSHIRE)

    page = client_of(key).get("/").content.decode()

    assert ("Needs your decision: who takes over (1)" in page) == shown
    assert ("3 recommendations are still with a closed body: confirm the proposal" in page) == shown


def test_undoing_asks_why_and_says_why_not(world: World, client_of: Any) -> None:
    record = record_case(world, STAFFORDSHIRE)
    address = f"/reorganisations/{record.ref}/undo/"
    client = client_of("administrator")

    empty = client.post(address, {"reason": ""})
    decide_as_proposed(world, record)
    confirm_case(world, record)
    north = Organisation.objects.get(slug="staffordshire-north")
    world.organisations["north"] = north
    world.inspections["north"] = world.inspections["kirklees"]
    make_recommendation(world, "new", inspection="north", addressee="north")
    refused = client.post(address, {"reason": "Mistake"})
    Answerable.objects.filter(recommendation=world.recommendations["new"]).delete()
    world.recommendations["new"].delete()
    done = client.post(address, {"reason": "Mistake"}, follow=True)

    assert (empty.status_code, refused.status_code) == (400, 409)
    assert "Enter why you undo it" in empty.content.decode()
    assert "Staffordshire North PDU has a recommendation addressed to it" in refused.content.decode()
    assert "Reorganisation undone" in done.content.decode()
    assert "Mistake" in done.content.decode()


def test_closed_bodies_and_successors_are_linked_both_ways(world: World, client_of: Any) -> None:
    record_case(world, STAFFORDSHIRE)
    client = client_of("national")

    old = client.get("/areas/west-midlands/staffordshire-and-stoke/").content.decode()
    new = client.get("/areas/west-midlands/staffordshire-north/").content.decode()
    region = client.get("/areas/west-midlands/").content.decode()

    assert "closed on 1 March 2025" in old
    assert 'href="/areas/west-midlands/staffordshire-north/"' in old
    assert "Before 1 March 2025" in new
    assert 'href="/areas/west-midlands/staffordshire-and-stoke/"' in new
    assert "Closed bodies (1)" in region


def test_filters_offer_living_bodies_and_find_what_predecessors_left(world: World, client_of: Any) -> None:
    record_case(world, STAFFORDSHIRE)
    client = client_of("national")

    page = client.get("/recommendations/?scope=all&pdu=staffordshire-north").content.decode()
    kept = client.get("/recommendations/?scope=all&pdu=staffordshire-and-stoke").content.decode()

    assert '<option value="staffordshire-and-stoke"' not in page
    assert "Staffordshire and Stoke (closed)" in kept
    for number in (1, 2, 3):
        assert world.recommendations[f"staffordshire-and-stoke-{number}"].ref in page


def test_a_post_is_added_and_given(world: World, client_of: Any) -> None:
    record_case(world, STAFFORDSHIRE)
    client = client_of("administrator")
    address = "/areas/staffordshire-north/posts/new/"

    area = client.get("/areas/west-midlands/staffordshire-north/").content.decode()
    twice = [client.post(address, {"title": " Head  of PDU "}) for _ in range(2)]

    assert f'href="{address}"' in area
    assert [each.status_code for each in twice] == [302, 400]
    assert Post.objects.filter(organisation__slug="staffordshire-north", title="Head of PDU").count() == 1
    assert "has a post with this title already" in twice[1].content.decode()


def test_the_workbook_has_every_reorganisation(world: World, client_of: Any) -> None:
    record_case(world, STAFFORDSHIRE)

    answer = client_of("auditor").get("/reorganisations.xlsx")

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"PK")


@pytest.mark.parametrize("page", ["", "recommendations/", "recommendations/confirm/"])
def test_a_page_asks_no_more_for_more_recommendations(world: World, client_of: Any, page: str) -> None:
    record = record_case(world, STAFFORDSHIRE)
    client, counts = client_of("national"), []
    client.get("/help/")
    for number in range(2):
        decide_as_proposed(world, record)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(f"/reorganisations/{record.ref}/{page}").status_code == 200
        counts.append(len(asked))
        for more in range(3):
            key = f"more-{number}-{more}"
            make_recommendation(world, key, inspection="staffordshire-and-stoke", addressee="staffordshire-and-stoke")

    assert counts[0] == counts[1]
