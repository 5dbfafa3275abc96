"""A draft beside what we hold: whether the report is held already, and what its pages may choose from."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from inspections.choices import DatePrecision, OrganisationKind, SuccessionKind
from inspections.models import Inspection, Organisation
from inspections.operations.organisations import establish, record_succession
from inspections.rules.succession import Edge
from tests.factories import reports
from tests.factories.world import NOW, TODAY, World
from tracker.models import ReportDraft
from tracker.operations import history
from tracker.operations.intake.drafts import start_draft
from tracker.queries import intake
from tracker.rules.access import SERVICE, Actor

Acting = Callable[[str], Actor]
JUDGES = {
    "previous_report_published": "2024-11",
    "previous_recommendations": [reports.earlier(words) for words in reports.EARLIER_WORDS],
}


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def draft(world: World) -> ReportDraft:
    """A report on Kirklees of June 2026, which judges the one of November 2024."""
    return start_draft(read=reports.read(**JUDGES), file_name="report.txt", document=b"one", by=SERVICE, at=NOW)


def report_held(draft: ReportDraft, actor: Actor, **given: Any) -> Inspection | None:
    return intake.report_held(intake.review_of(draft), actor=actor, **given)


def groups(**given: Any) -> dict[str, list[str]]:
    return {name: [label for _, label in rows] for name, rows in intake.body_choices(**given)}


def test_a_review_names_the_body_and_the_report_before(world: World, draft: ReportDraft) -> None:
    review = intake.review_of(draft)

    assert review.details.body == world.organisations["kirklees"].pk
    assert (len(review.recorded), len(review.judged)) == (3, 2)
    assert review.previous is not None
    assert review.previous.held is not None
    assert review.previous.held.key == world.inspections["kirklees"].pk


def test_what_is_known_of_bodies(world: World) -> None:
    edge = {"predecessor": world.organisations["wigan"], "successor": world.organisations["leeds"]}
    record_succession(**edge, on=TODAY, kind=SuccessionKind.MERGED)

    known = intake.known_bodies()

    leeds, yorkshire = world.organisations["leeds"].pk, world.organisations["yorkshire"].pk
    assert (known.parents[leeds], known.bodies[leeds].names[0], known.held) == (yorkshire, "Leeds", ())
    assert known.edges == (Edge(world.organisations["wigan"].pk, leeds, TODAY),)


def test_a_held_report_has_its_wordings_and_ratings_as_printed(world: World) -> None:
    for position, rating in enumerate(("good", "", "inadequate"), start=1):
        world.inspections["kirklees"].standard_ratings.create(code=f"{position}", position=position, rating=rating)

    [held] = intake.held_reports(bodies=[world.organisations["kirklees"].pk])

    assert [wording.number for wording in held.recommendations] == [1, 2]
    assert (held.ratings, held.month, held.known_from_later) == (("good", "inadequate"), date(2024, 11, 1), False)


def test_a_report_is_found_by_its_isbn_wherever_it_belongs(world: World) -> None:
    Inspection.objects.filter(pk=world.inspections["wigan"].pk).update(isbn="978-1-911799-01-2")

    held = intake.held_reports(bodies=[], isbn="978-1-911799-01-2")

    assert [each.key for each in held] == [world.inspections["wigan"].pk]


@pytest.mark.parametrize(("person", "count"), [("coordinator", 1), ("lead", 0)])
def test_drafts_are_compared_where_the_actor_sees_them(
    acting: Acting, draft: ReportDraft, person: str, count: int
) -> None:
    assert len(intake.waiting_reports(acting(person))) == count


@pytest.mark.parametrize(("person", "is_held"), [("coordinator", True), ("lead", False)])
def test_a_report_is_not_brought_in_twice_by_who_sees_the_first(
    acting: Acting, draft: ReportDraft, person: str, is_held: bool
) -> None:
    assert (report_held(draft, acting(person)) == draft.inspection) is is_held
    assert (report_held(draft, acting(person), sha256=draft.sha256) == draft.inspection) is is_held


def test_a_published_report_of_the_month_is_held(world: World, draft: ReportDraft) -> None:
    before = report_held(draft, SERVICE, is_published=True)
    Inspection.objects.filter(pk=world.inspections["kirklees"].pk).update(
        published_month=date(2026, 6, 1), published_precision=DatePrecision.MONTH
    )

    assert (before, report_held(draft, SERVICE, is_published=True)) == (None, world.inspections["kirklees"])


def test_bodies_are_grouped_as_people_look_for_them(world: World) -> None:
    Organisation.objects.filter(slug="leeds").update(closed_on=TODAY)
    establish(kind=OrganisationKind.CRC, name="Old CRC", slug="old", closed_on=date(2021, 6, 26))

    found = groups()

    assert list(found) == [
        "National",
        "Regions",
        "Greater Manchester region",
        "Yorkshire and the Humber region",
        "Closed bodies",
    ]
    assert (found["Greater Manchester region"], found["Yorkshire and the Humber region"]) == (
        ["Wigan PDU"],
        ["Kirklees PDU"],
    )
    assert sorted(found["Closed bodies"]) == ["Leeds PDU (closed)", "Old CRC (closed)"]


def test_bodies_of_an_area_leave_out_empty_groups(world: World) -> None:
    assert groups(areas=[world.organisations["manchester"].path]) == {
        "Regions": ["Greater Manchester region"],
        "Greater Manchester region": ["Wigan PDU"],
    }


def test_an_earlier_one_is_chosen_from_the_report_before(world: World, draft: ReportDraft) -> None:
    found = intake.earlier_choices(intake.review_of(draft))

    own = [world.recommendations[key] for key in ("kirklees", "region")]
    assert found == [(str(each.pk), f"{each.ref}: {each.text}") for each in own]


def test_without_a_report_before_there_is_nothing_to_choose(world: World) -> None:
    alone = start_draft(read=reports.read(), file_name="report.txt", document=b"two", by=SERVICE, at=NOW)

    assert intake.earlier_choices(intake.review_of(alone)) == []


@pytest.mark.parametrize(
    ("line", "text", "numbers"),
    [(None, "line", []), (3, "line", [3]), (3, "x" * 50, [3, 4]), (40, "x" * 500, [40]), (1, "", [])],
)
def test_the_source_beside_a_text_is_a_little_longer(line: int | None, text: str, numbers: list[int]) -> None:
    held = ReportDraft(lines=[[number, None, f"line {number} of the look-alike"] for number in range(1, 41)])

    assert [number for number, _, _ in intake.source_lines(held, line=line, text=text)] == numbers


def test_the_source_stops_after_thirty_lines() -> None:
    held = ReportDraft(lines=[[number, None, ""] for number in range(1, 41)])

    assert len(intake.source_lines(held, line=1, text="x")) == intake.SOURCE_LINES


def test_a_draft_that_was_merged_leads_to_the_inspection(world: World) -> None:
    into = world.inspections["kirklees"].ref
    history.record(verb="inspection.merged", subject="INS-0999", by=SERVICE, at=NOW, after={"inspection": into})

    assert (intake.merged_into("INS-0999"), intake.merged_into(into)) == (into, None)


def test_what_it_costs(draft: ReportDraft, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(9):
        intake.review_of(draft)

    with django_assert_max_num_queries(1):
        intake.body_choices()
