"""Which answers can be recorded as given before this service, of a published report and of a draft."""

from datetime import date

from tests.factories.publishing import bring_in
from tests.factories.said_before import AGREED, DAY, NOT_AGREED, row_of, say
from tests.factories.world import NOW, World
from tracker.choices import BeforeService, Decision
from tracker.models import Response
from tracker.queries.corrections.said_before import asked_in, of_inspection, paper_rows, words_of
from tracker.queries.intake import review_of

ANSWERED, JUDGED = BeforeService.ANSWERED, BeforeService.JUDGED


def rows(world: World) -> list[tuple[str, str | None]]:
    """The body of each row, and what is recorded as said before."""
    return [
        (row.answerable.organisation.slug, row.paper.decision if row.paper else None)
        for row in paper_rows(world.inspections["kirklees"])
    ]


def test_each_body_that_still_owes_an_answer_has_a_row(world: World) -> None:
    assert rows(world) == [("kirklees", None), ("yorkshire", None)]


def test_what_is_recorded_stands_in_its_row_also_when_it_ended(world: World) -> None:
    say(world, ANSWERED, kirklees=NOT_AGREED, region=AGREED)

    assert rows(world) == [("kirklees", "not-agreed"), ("yorkshire", "agreed")]


def test_what_was_answered_with_this_service_has_none(world: World) -> None:
    Response.objects.create(
        answerable=row_of(world, "region"), decision=Decision.AGREED, drafted_at=NOW, confirmed_at=NOW
    )

    assert rows(world) == [("kirklees", None)]


def test_it_differs_by_answer_words_and_day(world: World) -> None:
    say(world, ANSWERED, kirklees=AGREED)
    [row, _] = paper_rows(world.inspections["kirklees"])

    assert not row.differs(AGREED, DAY)
    assert row.differs(AGREED, date(2024, 12, 4))
    assert row.differs(NOT_AGREED, DAY)
    assert (row.asked().key, row.asked().body) == (str(row.answerable.pk), "Kirklees PDU")


def test_a_draft_names_each_recommendation_with_its_bodies(world: World) -> None:
    draft = bring_in()
    body = world.organisations["kirklees"].pk

    asked = asked_in(review_of(draft))

    assert [(row.key, row.number, row.body) for row in asked] == [
        (f"{number}-{body}", number, "Kirklees PDU") for number in (1, 2, 3)
    ]


def test_the_page_says_nothing_where_nobody_has(world: World) -> None:
    report = world.inspections["kirklees"]

    assert (of_inspection(report), words_of(report)) == (None, "")
    say(world, JUDGED)
    assert words_of(report) == "Judged by a later report, on 3 December 2024. It asks for nothing"
