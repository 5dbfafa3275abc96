"""Recommendations of a published report: as printed, completed where they were known, and who answers for each."""

from datetime import date

from inspections import data
from inspections.choices import OrganisationKind
from inspections.operations.frameworks import load_frameworks
from inspections.operations.organisations import establish
from tests.factories import reports
from tests.factories.publishing import JUDGED, JUDGES, UNIFIED, bring_in, publish_report, published_with, rows_of
from tests.factories.world import NOW
from tracker.choices import Ending
from tracker.models import Event, Recommendation, Theme
from tracker.operations.intake.drafts import save_answers, start_draft
from tracker.operations.intake.publish import publish
from tracker.queries.intake import review_of
from tracker.rules.access import SERVICE
from tracker.rules.intake.answers import AddresseesAnswers
from tracker.rules.intake.proposals import Task


def test_recommendations_stand_as_printed_and_their_addressee_answers(world):
    inspection = publish_report()

    first = inspection.recommendations.get(position=1)
    assert (first.number, first.text, first.source_line) == (1, reports.WORDS[0], 10)
    assert first.short_title == "Agree who checks the plans of new staff and how often this happens"
    assert rows_of(first) == [("Kirklees", date(2026, 6, 1), None, "")]


def test_the_standards_that_it_is_about_are_those_of_the_reports_framework(world):
    load_frameworks(frameworks=data.frameworks())
    draft = start_draft(
        read=reports.read(framework="pdu-2023"), file_name="report.txt", document=b"one", by=SERVICE, at=NOW
    )
    answers = {"1": {"text": reports.WORDS[0], "standards": ["P 1.2", "2.4"]}}

    inspection = published_with(draft, Task.RECOMMENDATIONS, answers)

    first = inspection.recommendations.get(position=1)
    assert [str(standard) for standard in first.standards.all()] == ["P 1.2 Staffing"]


def test_the_other_bodies_that_a_heading_asks_answer_too(world):
    rows = [reports.recommendation(1, reports.WORDS[0], "Kirklees PDU should:")]
    draft = start_draft(
        read=reports.read(recommendations=rows), file_name="report.txt", document=b"several", by=SERVICE, at=NOW
    )
    [key] = [group.key for group in review_of(draft).groups if not group.is_earlier]
    kirklees, leeds, wigan = (world.organisations[name].pk for name in ("kirklees", "leeds", "wigan"))
    answers = AddresseesAnswers({key: kirklees}, also={key: {leeds, wigan, kirklees}})

    inspection = published_with(draft, Task.ADDRESSEES, answers.kept())

    [recommendation] = inspection.recommendations.all()
    assert recommendation.addressee == world.organisations["kirklees"]
    assert sorted(rows_of(recommendation)) == [
        (name, date(2026, 6, 1), None, "") for name in ("Kirklees", "Leeds", "Wigan")
    ]


def test_nobody_answers_for_an_addressee_that_is_not_known(world):
    rows = [reports.recommendation(1, reports.WORDS[0], "A charity nobody has heard of")]

    inspection = publish_report(recommendations=rows)

    assert rows_of(inspection.recommendations.get()) == []
    assert len(inspection.draft.answers["doubts_left"]) == 1


def test_a_closed_body_passes_its_recommendations_on(world, crc):
    rows = [reports.recommendation(1, reports.WORDS[0], "West Yorkshire CRC")]

    inspection = publish_report(organisation="West Yorkshire CRC", published="2020-03", recommendations=rows)

    assert rows_of(inspection.recommendations.get()) == [
        ("West Yorkshire CRC", date(2020, 3, 1), UNIFIED, Ending.PASSED_ON),
        ("Kirklees", UNIFIED, None, ""),
        ("Leeds", UNIFIED, None, ""),
    ]


def test_without_a_date_a_closed_bodys_last_day_counts(world, crc):
    rows = [reports.recommendation(1, reports.WORDS[0], "West Yorkshire CRC")]

    inspection = publish_report(organisation="West Yorkshire CRC", published=None, recommendations=rows)

    assert inspection.published_on is None
    assert rows_of(inspection.recommendations.get())[0] == (
        "West Yorkshire CRC", date(2021, 6, 25), UNIFIED, Ending.PASSED_ON,
    )  # fmt: skip


def test_a_closed_body_without_a_successor_keeps_its_duty(world):
    establish(kind=OrganisationKind.CRC, name="Essex CRC", slug="essex-crc", closed_on=UNIFIED)
    rows = [reports.recommendation(1, reports.WORDS[0], "Essex CRC")]

    inspection = publish_report(organisation="Essex CRC", published="2020-03", recommendations=rows)

    assert rows_of(inspection.recommendations.get()) == [("Essex CRC", date(2020, 3, 1), None, "")]


def test_a_full_report_completes_the_rows_that_are_there(world):
    publish_report(**JUDGES)
    known = list(
        Recommendation.objects.filter(inspection__known_from_later=True)
        .order_by("position")
        .values_list("pk", flat=True)
    )

    completed = publish_report(**JUDGED)

    assert list(completed.recommendations.order_by("position").values_list("pk", flat=True)) == known
    assert completed.recommendations.get(position=1).text == reports.EARLIER_WORDS[0].capitalize()


def test_one_that_the_full_report_does_not_have_stays_after_the_others(world):
    publish_report(**JUDGES)
    rows = [reports.recommendation(1, reports.EARLIER_WORDS[1])]

    completed = publish_report(published="2023-03", recommendations=rows)

    texts = completed.recommendations.order_by("position").values_list("text", flat=True)
    assert list(texts) == [reports.EARLIER_WORDS[1], reports.EARLIER_WORDS[0]]


def test_the_trail_tells_a_completed_one_from_a_new_one(world):
    publish_report(**JUDGES)

    completed = publish_report(**JUDGED)

    verbs = {
        recommendation.ref: Event.objects.about(recommendation.ref).first().verb
        for recommendation in completed.recommendations.all()
    }
    assert set(verbs.values()) == {"recommendation.completed"}


def test_a_chosen_theme_becomes_the_primary_one(world):
    Theme.objects.get_or_create(code="staffing", defaults={"name": "Staffing", "position": 1})
    draft = bring_in()
    answers = {"1": {"text": reports.WORDS[0], "theme": "staffing"}}
    draft = save_answers(
        draft=draft, task=Task.RECOMMENDATIONS, answers=answers, version=draft.version, by=SERVICE, at=NOW
    )

    inspection = publish(draft=draft, version=draft.version, by=SERVICE, at=NOW)

    links = inspection.recommendations.get(position=1).theme_links
    assert [(link.theme.code, link.is_primary) for link in links.all()] == [("staffing", True)]


def test_other_themes_are_published_beside_the_main_one(world):
    for place, code in enumerate(("staffing", "courts", "culture"), start=1):
        Theme.objects.get_or_create(code=code, defaults={"name": code, "position": place})
    draft = bring_in()
    answers = {"1": {"text": reports.WORDS[0], "theme": "staffing", "other_themes": ["courts", "staffing", "culture"]}}
    draft = save_answers(
        draft=draft, task=Task.RECOMMENDATIONS, answers=answers, version=draft.version, by=SERVICE, at=NOW
    )

    inspection = publish(draft=draft, version=draft.version, by=SERVICE, at=NOW)

    links = inspection.recommendations.get(position=1).theme_links
    assert {(link.theme.code, link.is_primary) for link in links.all()} == {
        ("staffing", True), ("courts", False), ("culture", False),
    }  # fmt: skip
    assert not inspection.recommendations.get(position=2).theme_links.filter(is_primary=False).exists()
