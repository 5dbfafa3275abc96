"""The pages of announced fieldwork: announce, get ready, confidence, move, withdraw, and beside the verdicts."""

import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from inspections.choices import DatePrecision, InspectionKind, InspectionStatus
from inspections.models import Inspection
from tests.factories.recurrence import judge
from tests.factories.reinspection import make_fieldwork
from tests.factories.self_assessments import answerable, make_evidence, make_self_assessment
from tests.factories.world import NOW, World, make_action, make_recommendation
from tracker.models import EvidenceVersion, Fieldwork
from tracker.operations.fieldwork import tie_report
from tracker.rules.access import SERVICE

SignedIn = Callable[[str], Client]
NEW = "/areas/yorkshire/kirklees/fieldwork/new/"
WHAT = {"kind": "pdu", "starts_on": "7/12/2026"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def address(made: Fieldwork, rest: str = "") -> str:
    return f"/fieldwork/{made.ref}/{rest}"


def reported(world: World) -> tuple[Fieldwork, Inspection]:
    """Announced, then reported on with one verdict."""
    make_self_assessment(world)
    made = make_fieldwork(world)
    report = Inspection.objects.create(
        organisation=world.organisations["kirklees"],
        kind=InspectionKind.PDU,
        status=InspectionStatus.PUBLISHED,
        published_on=date(2027, 3, 1),
        published_month=date(2027, 3, 1),
        published_precision=DatePrecision.MONTH,
    )
    judge(world.recommendations["kirklees"], report)
    tie_report(inspection=report, by=SERVICE, at=NOW)
    made.refresh_from_db()
    return made, report


class TestAnnounce:
    def test_it_is_announced_and_listed(self, world: World, signed_in: SignedIn) -> None:
        answer = signed_in("lead").post(NEW, WHAT, follow=True)

        assert "Fieldwork on Kirklees PDU" in text_of(answer)
        ref = Fieldwork.objects.get().ref
        for person, where in (("head", "/"), ("owner", "/areas/yorkshire/kirklees/"), ("coordinator", "/inspections/")):
            assert f"/fieldwork/{ref}/" in text_of(signed_in(person).get(where))

    def test_a_region(self, world: World, signed_in: SignedIn) -> None:
        answer = signed_in("coordinator").post(
            "/areas/yorkshire/fieldwork/new/", {"kind": "region", "starts_on": "7/12/2026"}
        )

        assert answer.status_code == 302
        assert Fieldwork.objects.get().organisation == world.organisations["yorkshire"]

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"kind": ""}, "Select the kind of inspection"),
            ({"kind": "region"}, "Select the kind of inspection from the list"),
            ({"starts_on": ""}, "Enter the day on which fieldwork starts"),
            ({"starts_on": "17/11/2026"}, "must be today or later"),
            ({"starts_on": "31/2/2027"}, "must be a real date"),
        ],
    )
    def test_mistakes(self, world: World, signed_in: SignedIn, changed: dict[str, str], message: str) -> None:
        answer = signed_in("lead").post(NEW, WHAT | changed)

        assert (answer.status_code, message in text_of(answer)) == (400, True)

    def test_it_is_announced_already(self, world: World, signed_in: SignedIn) -> None:
        made = make_fieldwork(world)

        answer = signed_in("lead").post(NEW, WHAT | {"starts_on": "8/12/2026"})

        assert (answer.status_code, f"as {made.ref}. Move its date" in text_of(answer)) == (400, True)

    @pytest.mark.parametrize(("person", "status"), [("head", 403), ("other_lead", 403), ("national", 200)])
    def test_who_may(self, world: World, signed_in: SignedIn, person: str, status: int) -> None:
        assert signed_in(person).get(NEW).status_code == status

    def test_a_place_that_is_not_there(self, world: World, signed_in: SignedIn) -> None:
        assert signed_in("lead").get("/areas/yorkshire/nowhere/fieldwork/new/").status_code == 404


class TestGetReady:
    def test_each_gap_is_counted_with_its_links(self, world: World, signed_in: SignedIn) -> None:
        make_self_assessment(world)
        make_evidence(world)
        EvidenceVersion.objects.update(about_on=date(2024, 1, 1))
        make_action(world, "late", recommendation="kirklees", post="Head of PDU, kirklees", due_on=date(2026, 11, 2))

        words = text_of(signed_in("head").get(address(make_fieldwork(world))))

        for gap in (
            "Without a self-assessment (1)",
            "Self-assessments without evidence (1)",
            "Stale evidence (1)",
            "Not yet answered (2)",
            "Not yet acknowledged (2)",
            "Overdue actions (1)",
            "Confidence not given (2)",
            "10 things are missing now",
        ):
            assert gap in words
        assert f"/actions/{world.actions['late'].ref}/" in words

    def test_nothing_was_open(self, world: World, signed_in: SignedIn) -> None:
        made = make_fieldwork(world, "manchester")

        words = text_of(signed_in("other_lead").get(address(made)))

        assert "Nothing is missing" in words
        assert "No recommendation was open" in words

    def test_the_download_has_every_gap(self, world: World, signed_in: SignedIn) -> None:
        made = make_fieldwork(world)

        answer = signed_in("owner").get(address(made, "get-ready.xlsx"))
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        answer.close()

        rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
        assert {row[0] for row in rows} == {
            "Without a self-assessment",
            "Not yet answered",
            "Not yet acknowledged",
            "Confidence not given",
        }
        assert rows[0][1] == world.recommendations["kirklees"].ref

    @pytest.mark.parametrize(("person", "status"), [("other_head", 404), ("sibling_head", 404), ("auditor", 200)])
    def test_who_sees_it(self, world: World, signed_in: SignedIn, person: str, status: int) -> None:
        assert signed_in(person).get(address(make_fieldwork(world))).status_code == status

    def test_strangers_sign_in(self, world: World) -> None:
        assert Client().get(address(make_fieldwork(world))).status_code == 302

    def test_more_recommendations_cost_no_more(self, world: World, signed_in: SignedIn) -> None:
        make_self_assessment(world)
        client, made = signed_in("head"), make_fieldwork(world)
        client.get("/help/")
        with CaptureQueriesContext(connection) as few:
            client.get(address(made))
        for number in range(5):
            make_recommendation(world, f"more-{number}", inspection="kirklees", addressee="kirklees")

        with CaptureQueriesContext(connection) as many:
            client.get(address(made))

        assert len(many) == len(few)


class TestConfidence:
    def test_the_head_says_so_for_their_own_alone(self, world: World, signed_in: SignedIn) -> None:
        made = make_fieldwork(world)
        view = made.views.get(answerable=answerable(world))
        client = signed_in("head")
        page = text_of(client.get(address(made, "confidence/")))

        answer = client.post(address(made, "confidence/"), {"version": 1, f"view-{view.pk}": "medium"}, follow=True)

        assert page.count("<fieldset") == 1
        assert "Confidence saved" in text_of(answer)
        assert "Medium" in text_of(answer)

    def test_it_is_taken_back(self, world: World, signed_in: SignedIn) -> None:
        made = make_fieldwork(world)
        view = made.views.get(answerable=answerable(world))
        client, where = signed_in("head"), address(made, "confidence/")
        client.post(where, {"version": 1, f"view-{view.pk}": "low"})

        client.post(where, {"version": 2, f"view-{view.pk}": "not-given"})

        view.refresh_from_db()
        assert view.confidence == ""

    def test_a_stale_page_keeps_the_answers(self, world: World, signed_in: SignedIn) -> None:
        made = make_fieldwork(world)
        view = made.views.get(answerable=answerable(world))
        Fieldwork.objects.update(version=2)

        answer = signed_in("head").post(address(made, "confidence/"), {"version": 1, f"view-{view.pk}": "low"})

        assert answer.status_code == 409
        assert "Somebody changed this fieldwork" in text_of(answer)
        assert 'name="version" value="2"' in text_of(answer)

    def test_too_late(self, world: World, signed_in: SignedIn) -> None:
        made = make_fieldwork(world)
        view = made.views.get(answerable=answerable(world))
        with time_machine.travel(NOW + timedelta(days=20), tick=False):
            client = signed_in("head")
            answer = client.post(address(made, "confidence/"), {"version": 1, f"view-{view.pk}": "low"})

        assert (answer.status_code, "Fieldwork has started" in text_of(answer)) == (409, True)

    @pytest.mark.parametrize(("person", "status"), [("lead", 200), ("owner", 403), ("coordinator", 403)])
    def test_who_may(self, world: World, signed_in: SignedIn, person: str, status: int) -> None:
        assert signed_in(person).get(address(make_fieldwork(world), "confidence/")).status_code == status


class TestLinksOfGetReady:
    @pytest.mark.parametrize(("person", "leads_there"), [("head", True), ("owner", False), ("coordinator", False)])
    def test_nobody_is_led_to_a_page_that_refuses_them(
        self, world: World, signed_in: SignedIn, person: str, leads_there: bool
    ) -> None:
        client = signed_in(person)
        words = text_of(client.get(address(make_fieldwork(world))))
        ref = world.recommendations["kirklees"].ref

        for page in ("self-assessment", "response"):
            assert (f'href="/recommendations/{ref}/{page}/"' in words) is leads_there
        if leads_there:
            assert client.get(f"/recommendations/{ref}/self-assessment/").status_code == 200
            assert client.get(f"/recommendations/{ref}/response/").status_code == 200


class TestMoveAndWithdraw:
    def test_it_moves(self, world: World, signed_in: SignedIn) -> None:
        made = make_fieldwork(world)

        answer = signed_in("lead").post(
            address(made, "date/"), {"version": 1, "starts_on": "11/1/2027", "reason": "Asked"}, follow=True
        )

        assert "Fieldwork starts on 11 January 2027" in text_of(answer)

    def test_it_is_withdrawn(self, world: World, signed_in: SignedIn) -> None:
        made = make_fieldwork(world)

        answer = signed_in("lead").post(
            address(made, "withdraw/"), {"version": 1, "reason": "Not this year"}, follow=True
        )

        words = text_of(answer)
        assert "Not this year" in words
        assert "Get ready" not in words

    @pytest.mark.parametrize(
        ("rest", "sent", "status", "message"),
        [
            ("date/", {"version": 1, "starts_on": "11/1/2027"}, 400, "Enter why the date moves"),
            ("date/", {"version": 1, "starts_on": "1/1/2020", "reason": "Asked"}, 400, "must be today or later"),
            ("withdraw/", {"version": 1}, 400, "Enter why it is withdrawn"),
            ("withdraw/", {"version": 7, "reason": "No"}, 409, "Somebody changed this fieldwork"),
        ],
    )
    def test_mistakes(
        self, world: World, signed_in: SignedIn, rest: str, sent: dict[str, Any], status: int, message: str
    ) -> None:
        answer = signed_in("lead").post(address(make_fieldwork(world), rest), sent)

        assert (answer.status_code, message in text_of(answer)) == (status, True)

    @pytest.mark.parametrize("rest", ["date/", "withdraw/"])
    @pytest.mark.parametrize(("person", "status"), [("head", 403), ("other_lead", 404), ("coordinator", 200)])
    def test_who_may(self, world: World, signed_in: SignedIn, rest: str, person: str, status: int) -> None:
        assert signed_in(person).get(address(make_fieldwork(world), rest)).status_code == status

    def test_after_the_report_nothing_moves(self, world: World, signed_in: SignedIn) -> None:
        made, _ = reported(world)

        answer = signed_in("lead").post(address(made, "withdraw/"), {"version": made.version, "reason": "Late"})

        assert (answer.status_code, "is published" in text_of(answer)) == (409, True)


class TestBesideTheVerdicts:
    def test_before_and_after_stand_side_by_side(self, world: World, signed_in: SignedIn) -> None:
        made, report = reported(world)

        for where in (address(made), f"/inspections/{report.ref}/"):
            words = text_of(signed_in("head").get(where))
            assert "Owner said before" in words
            assert "Some progress" in words
            assert "Not judged" in words
            assert "Had not said" in words

    def test_outside_the_area_the_views_are_not_shown(self, world: World, signed_in: SignedIn) -> None:
        _, report = reported(world)

        words = text_of(signed_in("other_head").get(f"/inspections/{report.ref}/"))

        assert "Owner said before" not in words
        assert "was not kept" not in words

    def test_a_report_without_fieldwork_says_so(self, world: World, signed_in: SignedIn) -> None:
        judge(world.recommendations["region"], world.inspections["kirklees"])

        words = text_of(signed_in("head").get(f"/inspections/{world.inspections['kirklees'].ref}/"))

        assert "No fieldwork was announced here before this report" in words
