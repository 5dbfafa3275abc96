"""A recommendation's history across inspections, and the list of those made again: what they show, and to whom."""

import io
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.factories.recurrence import judge, link, make_earlier, make_line
from tests.factories.self_assessments import make_self_assessment
from tests.factories.world import World, make_recommendation
from tracker.models import Recommendation, RecommendationTheme, Theme

SignedIn = Callable[[str], Client]
LIST = "/insight/repeats/"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def address(recommendation: Recommendation, rest: str = "history/") -> str:
    return f"/recommendations/{recommendation.ref}/{rest}"


def queries(client: Client, where: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(where).status_code == 200
    return len(found)


def themed(recommendation: Recommendation, code: str) -> None:
    theme, _ = Theme.objects.get_or_create(code=code, defaults={"name": code.capitalize(), "position": 1})
    RecommendationTheme.objects.create(recommendation=recommendation, theme=theme, is_primary=True)


class TestHistory:
    def test_first_times_years_and_who_answers(self, world: World, signed_in: SignedIn) -> None:
        line = make_line(world, 2019, 2022)
        judge(line[0], line[1].inspection)

        words = text_of(signed_in("head").get(address(line[-1])))

        assert "May 2019, to" in words
        assert "Made 3 times over 5 years, first in May 2019" in words
        assert "5 years, May 2019 to November 2024" in words
        assert "Repeated: flagged by the inspectorate" in words
        assert "Repeated: linked by us" in words
        assert "Some progress" in words
        assert "Carried over" in words
        assert "since 1 November 2024" in words

    def test_the_picture_is_drawn_and_named(self, world: World, signed_in: SignedIn) -> None:
        words = text_of(signed_in("head").get(address(make_line(world, 2019, 2022)[0])))

        assert 'role="img" aria-labelledby="picture-title picture-summary"' in words
        assert "Open, not yet judged</text>" in words
        assert "app-picture__line--ours" in words
        assert " style=" not in words

    def test_two_are_said_in_a_sentence(self, world: World, signed_in: SignedIn) -> None:
        words = text_of(signed_in("head").get(address(make_line(world, 2019)[0])))

        assert '<svg class="app-picture' not in words
        assert "Open, not yet judged." in words

    def test_made_once(self, world: World, signed_in: SignedIn) -> None:
        words = text_of(signed_in("head").get(address(world.recommendations["kirklees"])))

        assert "No earlier or later recommendation is linked" in words
        assert "No report has judged it yet" in words

    def test_flagged_and_not_linked_is_counted_apart(self, world: World, signed_in: SignedIn) -> None:
        Recommendation.objects.filter(pk=world.recommendations["kirklees"].pk).update(flagged_repeat=True)

        words = text_of(signed_in("head").get(address(world.recommendations["kirklees"])))

        assert "1 recommendation here is flagged by the inspectorate as a repeat" in words

    def test_every_branch_of_a_split_is_there(self, world: World, signed_in: SignedIn) -> None:
        first = make_line(world, 2019)[0]
        branch = make_recommendation(world, "branch", inspection="kirklees", addressee="yorkshire")
        link(first, branch)

        words = text_of(signed_in("head").get(address(branch)))

        assert "Made twice" in words
        assert world.recommendations["kirklees"].ref in words

    def test_it_is_public_and_holds_no_work(self, world: World, signed_in: SignedIn) -> None:
        line = make_line(world, 2019, 2022)
        make_self_assessment(world, reasons="Known to few")

        answer = signed_in("other_head").get(address(line[-1]))

        assert (answer.status_code, "Known to few" in text_of(answer)) == (200, False)

    def test_not_there(self, world: World, signed_in: SignedIn) -> None:
        assert signed_in("head").get("/recommendations/REC-9999/history/").status_code == 404

    def test_strangers_sign_in(self, world: World) -> None:
        assert Client().get(address(world.recommendations["kirklees"])).status_code == 302

    def test_a_long_history_costs_no_more(self, world: World, signed_in: SignedIn) -> None:
        client, place = signed_in("head"), address(world.recommendations["kirklees"])
        short_line = make_line(world, 2019)
        judge(short_line[0], short_line[1].inspection)
        client.get("/help/")
        few = queries(client, place)
        older = [make_earlier(world, year) for year in range(1990, 2010)]
        for earlier, later in pairwise(older):
            link(earlier, later)
        link(older[-1], short_line[0])

        assert queries(client, place) == few


class TestOnOtherPages:
    def test_the_recommendation_says_both_ages_and_its_neighbours(self, world: World, signed_in: SignedIn) -> None:
        first, middle, last = make_line(world, 2019, 2022)

        words = text_of(signed_in("head").get(address(middle, "")))

        assert "Made twice since May 2019" in words
        assert f'Repeats <a class="govuk-link" href="{address(first, "")}"' in words
        assert f'Taken up again in <a class="govuk-link" href="{address(last, "")}"' in words
        assert "May 2022" in words

    def test_the_list_says_how_often(self, world: World, signed_in: SignedIn) -> None:
        make_line(world, 2019, 2022)

        assert "Made 3 times since May 2019" in text_of(signed_in("head").get("/recommendations/"))


class TestRepeats:
    def test_most_often_first_then_longest(self, world: World, signed_in: SignedIn) -> None:
        make_line(world, 2019, 2022)
        make_line(world, 2021, place="leeds", body="leeds")
        make_line(world, 2018, place="wigan", body="wigan")

        words = text_of(signed_in("national").get(LIST))

        refs = [world.recommendations[place].ref for place in ("kirklees", "wigan", "leeds")]
        places = [words.index(ref) for ref in refs]
        assert places == sorted(places)
        assert "3 histories" in words

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("?region=yorkshire", 1),
            ("?pdu=wigan", 1),
            ("?region=manchester&pdu=kirklees", 0),
            ("?theme=staffing", 1),
            ("?region=nonsense&page=x", 2),
            ("?page=2", 0),
        ],
    )
    def test_filters(self, world: World, signed_in: SignedIn, query: str, count: int) -> None:
        themed(make_line(world, 2019)[-1], "staffing")
        make_line(world, 2019, place="wigan", body="wigan")

        words = text_of(signed_in("head").get(LIST + query))

        assert words.count("/history/") == count

    def test_themes_by_length_at_national_view_alone(self, world: World, signed_in: SignedIn) -> None:
        themed(make_line(world, 2019, 2022)[-1], "staffing")
        client = signed_in("national")

        assert "Themes by times made" in text_of(client.get(LIST))
        assert "Themes by times made" not in text_of(client.get(f"{LIST}?region=yorkshire"))

    def test_empty(self, world: World, signed_in: SignedIn) -> None:
        assert "No recommendation is linked to an earlier one yet" in text_of(signed_in("head").get(LIST))

    def test_the_download(self, world: World, signed_in: SignedIn) -> None:
        make_line(world, 2019, 2022)

        answer = signed_in("head").get("/insight/repeats.xlsx")
        book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
        answer.close()

        [row] = book.worksheets[0].iter_rows(min_row=2, values_only=True)
        assert row[:5] == (3, "May 2019", "November 2024", 5, world.recommendations["kirklees"].ref)

    def test_more_rows_cost_no_more(self, world: World, signed_in: SignedIn) -> None:
        client = signed_in("national")
        make_line(world, 2019)
        client.get("/help/")
        few = queries(client, LIST)
        for place in ("leeds", "wigan"):
            make_line(world, 2018, 2020, place=place, body=place)

        assert queries(client, LIST) == few

    def test_it_is_under_insight(self, world: World, signed_in: SignedIn) -> None:
        words = text_of(signed_in("head").get("/insight/"))

        assert f'href="{LIST}"' in words
        assert 'href="/insight/"' in text_of(signed_in("head").get("/"))
