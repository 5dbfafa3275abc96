"""The question of a report's time before this service: at publishing and later, and what every page then says."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from lxml import html
from openpyxl import load_workbook

from tests.factories.publishing import bring_in
from tests.factories.said_before import AGREED, judge_later, row_of, say
from tests.factories.world import World
from tracker.choices import BeforeService
from tracker.models import Recommendation, ReportDraft, Response, SaidBefore

SignedIn = Callable[[str], Client]
DAY = {"said_on_day": "3", "said_on_month": "12", "said_on_year": "2024"}
SUMMER = {"said_on_day": "1", "said_on_month": "7", "said_on_year": "2026"}
ANSWERED = "Answered before this service, on 3 December 2024"
JUDGED = "Judged by a later report, on 3 December 2024"


def address(world: World, rest: str = "before/") -> str:
    return f"/inspections/{world.inspections['kirklees'].ref}/{rest}"


def text_of(answer: Any) -> str:
    return " ".join(html.fromstring(answer.content).text_content().split())


def shown(page: Any) -> dict[str, Any]:
    """What a browser sends of the page's form that nobody changed."""
    [form] = html.fromstring(page.content).xpath("//main//form")
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def sent(world: World, client: Client, **changed: Any) -> Any:
    return client.post(address(world), shown(client.get(address(world))) | changed, follow=True)


class TestLater:
    def test_answers_are_recorded_and_shown(self, world: World, signed_in: SignedIn) -> None:
        client, row = signed_in("coordinator"), row_of(world, "kirklees")
        answers = {f"decision_{row.pk}": "partly-agreed", f"words_{row.pk}": "The first half"}

        answer = sent(world, client, said="answered", **DAY, **answers)

        words = text_of(answer)
        assert "Saved: what was said before this service." in words
        assert f"Before this service {ANSWERED}" in words
        assert ANSWERED in words.partition("Timeline")[2]
        for person in ("head", "other_head"):
            page = text_of(signed_in(person).get(f"/recommendations/{world.recommendations['kirklees'].ref}/"))
            assert "answered before this service, on 3 December 2024" in page
            assert "What HMPPS said The first half" in page
            assert "Not yet acknowledged" not in page
            assert "Answer overdue" not in page

    def test_a_judged_report_says_that_it_asks_for_nothing(self, world: World, signed_in: SignedIn) -> None:
        answer = sent(world, signed_in("coordinator"), said="judged", **DAY)

        assert f"Before this service {JUDGED}. It asks for nothing" in text_of(answer)
        page = text_of(signed_in("head").get(f"/recommendations/{world.recommendations['kirklees'].ref}/"))
        assert f"{JUDGED}. It asks for nothing more" in page
        assert "Acknowledge" not in page

    def test_the_same_press_twice_does_it_once(self, world: World, signed_in: SignedIn) -> None:
        client = signed_in("coordinator")
        filled = shown(client.get(address(world))) | {"said": "judged"} | DAY

        answers = [client.post(address(world), filled).status_code for _ in range(2)]

        assert (answers, SaidBefore.objects.get().version) == ([302, 302], 1)

    def test_of_two_savers_the_second_keeps_their_answers(self, world: World, signed_in: SignedIn) -> None:
        client, row = signed_in("coordinator"), row_of(world, "kirklees")
        filled = shown(client.get(address(world))) | {"said": "answered"} | DAY
        say(world, BeforeService.JUDGED)

        answer = client.post(address(world), filled | {f"decision_{row.pk}": "agreed", f"words_{row.pk}": "We will"})

        assert answer.status_code == 409
        assert "Recorded now: A later report has judged it, 3 December 2024" in text_of(answer)
        again = shown(answer)
        assert (again["version"], again[f"words_{row.pk}"]) == ("1", "We will")
        assert client.post(address(world), again).status_code == 302

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"said": ""}, "Select whether HMPPS has answered"),
            ({"said": "judged"}, "Enter the day of the later report"),
            ({"said": "answered"} | DAY, "Select what HMPPS answered to at least one recommendation"),
            ({"said": "judged"} | DAY | {"said_on_year": "2030"}, "The day must be today or in the past"),
        ],
    )
    def test_mistakes_stand_beside_their_question(
        self, world: World, signed_in: SignedIn, changed: dict[str, str], message: str
    ) -> None:
        answer = sent(world, signed_in("coordinator"), **changed)

        assert answer.status_code == 400
        assert text_of(answer).count(message) == 2  # in the summary, and beside the question

    @pytest.mark.parametrize("person", ["owner", "head", "lead", "national", "auditor"])
    def test_nobody_else_may(self, world: World, signed_in: SignedIn, person: str) -> None:
        client = signed_in(person)

        assert client.get(address(world)).status_code == 403
        assert client.post(address(world), {"said": "judged"} | DAY).status_code == 403
        assert address(world) not in client.get(address(world, "")).content.decode()

    def test_a_report_that_is_not_there(self, signed_in: SignedIn) -> None:
        assert signed_in("coordinator").get("/inspections/INS-9999/before/").status_code == 404

    def test_it_asks_as_many_queries_for_many_recommendations(
        self, world: World, signed_in: SignedIn, django_assert_max_num_queries: Any
    ) -> None:
        client = signed_in("coordinator")
        client.get(address(world))

        with django_assert_max_num_queries(13):
            client.get(address(world))


@pytest.fixture
def draft(world: World, settings: Any, tmp_path: Any) -> ReportDraft:
    settings.MEDIA_ROOT = tmp_path / "media"
    return bring_in()


class TestPublishing:
    def publish(self, client: Client, draft: ReportDraft, **changed: Any) -> Any:
        page = f"/inspections/{draft.inspection.ref}/import/publish/"
        return client.post(page, shown(client.get(page)) | changed, follow=True)

    def test_the_page_says_what_follows_each_answer(self, draft: ReportDraft, signed_in: SignedIn) -> None:
        page = signed_in("coordinator").get(f"/inspections/{draft.inspection.ref}/import/publish/")

        words = text_of(page)
        assert "Has HMPPS answered this report already?" in words
        assert "Each body is asked to acknowledge it and to respond" in words
        assert "It asks for nothing: no acknowledgement, response, action" in words
        assert shown(page).keys() >= {"version", "said_on_day"}
        assert "said" not in shown(page)  # nothing is chosen for the person

    def test_without_an_answer_it_is_published_and_asked(self, draft: ReportDraft, signed_in: SignedIn) -> None:
        answer = self.publish(signed_in("coordinator"), draft)

        assert "Published: Kirklees PDU" in text_of(answer)
        assert "Before this service" not in text_of(answer)
        assert not SaidBefore.objects.exists()

    def test_with_answers_it_owes_nothing(self, world: World, draft: ReportDraft, signed_in: SignedIn) -> None:
        body = world.organisations["kirklees"].pk
        answers = {f"decision_{n}-{body}": "agreed" for n in (1, 2, 3)}

        answer = self.publish(signed_in("coordinator"), draft, said="answered", **SUMMER, **answers)

        assert "Before this service Answered before this service, on 1 July 2026" in text_of(answer)
        assert Response.objects.filter(answered_on="2026-07-01").count() == 3
        recommendation = Recommendation.objects.filter(inspection=draft.inspection).first()
        assert recommendation is not None
        page = text_of(signed_in("head").get(f"/recommendations/{recommendation.ref}/"))
        assert "Agreed answered before this service, on 1 July 2026" in page

    def test_a_mistake_keeps_every_answer_and_publishes_nothing(
        self, world: World, draft: ReportDraft, signed_in: SignedIn
    ) -> None:
        body = world.organisations["kirklees"].pk
        answers = {f"decision_1-{body}": "not-agreed", f"decision_2-{body}": "agreed", f"words_2-{body}": "We will"}

        answer = self.publish(signed_in("coordinator"), draft, said="answered", **SUMMER, **answers)

        assert answer.status_code == 400
        assert "Enter what HMPPS said, where it did not agree to all of it" in text_of(answer)
        kept = shown(answer)
        assert (kept[f"decision_1-{body}"], kept[f"words_2-{body}"], kept["said"]) == (
            "not-agreed",
            "We will",
            "answered",
        )
        assert not ReportDraft.objects.published().exists()


class TestEverywhere:
    def test_lists_excel_and_the_api_say_it(self, world: World, signed_in: SignedIn) -> None:
        say(world, BeforeService.ANSWERED, kirklees=AGREED)
        judge_later(world, "region")
        client, ref = signed_in("head"), world.recommendations["kirklees"].ref

        listed = text_of(client.get("/recommendations/"))
        assert ANSWERED in listed
        assert "Judged by a later report, on 2 June 2026" in listed
        rows = [list(row) for row in load_workbook(BytesIO(b"".join(_file(client)))).active.iter_rows(values_only=True)]
        heading = next(row for row in rows if row and "Response" in row)
        column = heading.index("Response")
        assert {row[column] for row in rows if row and row[0] == ref} == {ANSWERED}
        answer = client.get(f"/api/v1/recommendations/{ref}/").json()
        assert answer["response_notes"] == [ANSWERED]
        assert answer["responses"][0]["answered_on"] == "2024-12-03"
        [body] = answer["answerable_bodies"]
        assert (body["is_asked"], body["judged_on"], body["answered_before_on"]) == (True, None, "2024-12-03")


def _file(client: Client) -> Any:
    answer = client.get("/recommendations.xlsx")
    return answer.streaming_content if answer.streaming else [answer.content]
