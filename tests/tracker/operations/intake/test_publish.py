"""Publishing makes the records of a report: once, in any order, with who answers and what was judged."""

from datetime import date

import pytest

from inspections.choices import InspectionStatus, OrganisationKind, SuccessionKind
from inspections.models import Inspection
from inspections.operations.organisations import establish, record_succession
from tests.factories import reports
from tests.factories.reinspection import make_fieldwork
from tests.factories.world import NOW, TODAY, World
from tracker.choices import Ending, Progress
from tracker.errors import AlreadyHeld, EditConflict, NotAllowed, WrongState
from tracker.models import Event, Judgement, Recommendation, ReportDraft, actor_of
from tracker.operations.intake.drafts import confirm_as_read, save_answers, start_draft
from tracker.operations.intake.publish import publish
from tracker.queries.totals import totals
from tracker.rules.access import SERVICE
from tracker.rules.intake.proposals import Task

UNIFIED = date(2021, 6, 26)
JUDGES = {
    "previous_report_published": "2023-03",
    "previous_recommendations": [reports.earlier(text) for text in reports.EARLIER_WORDS],
}
JUDGED = {
    "published": "2023-03",
    "recommendations": [
        reports.recommendation(n, text.capitalize()) for n, text in enumerate(reports.EARLIER_WORDS, start=1)
    ],
}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def crc(world: World):
    """West Yorkshire CRC, which Kirklees and Leeds followed."""
    body = establish(kind=OrganisationKind.CRC, name="West Yorkshire CRC", slug="west-yorkshire-crc", closed_on=UNIFIED)
    for key in ("kirklees", "leeds"):
        record_succession(predecessor=body, successor=world.organisations[key], on=UNIFIED, kind=SuccessionKind.SPLIT)
    return body


def bring_in(**changes) -> ReportDraft:
    document = repr(sorted(changes.items())).encode()
    draft = start_draft(read=reports.read(**changes), file_name="report.txt", document=document, by=SERVICE, at=NOW)
    return confirm_as_read(draft=draft, by=SERVICE, at=NOW)


def publish_report(**changes) -> Inspection:
    draft = bring_in(**changes)
    return publish(draft=draft, version=draft.version, by=SERVICE, at=NOW)


def rows_of(recommendation: Recommendation) -> list[tuple]:
    rows = recommendation.answerables.order_by("from_on", "organisation__name")
    return [(row.organisation.name, row.from_on, row.to_on, row.ending) for row in rows]


def test_publishing_fills_the_inspection(world):
    inspection = publish_report()

    assert inspection.status == InspectionStatus.PUBLISHED
    assert (inspection.published_on, inspection.published_month) == (date(2026, 6, 1), date(2026, 6, 1))
    assert (inspection.score, inspection.max_score, inspection.rating) == (6, 21, "requires-improvement")
    assert inspection.fieldwork_started_on == date(2026, 3, 2)


def test_recommendations_stand_as_printed_and_their_addressee_answers(world):
    inspection = publish_report()

    first = inspection.recommendations.get(position=1)
    assert (first.number, first.text, first.source_line) == (1, reports.WORDS[0], 10)
    assert first.short_title == "agree who checks the plans of new staff and how"
    assert rows_of(first) == [("Kirklees", date(2026, 6, 1), None, "")]


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


def test_an_earlier_inspection_that_we_do_not_hold_is_made(world):
    inspection = publish_report(**JUDGES)

    earlier = Inspection.objects.get(known_from_later=True)
    assert (earlier.organisation, earlier.published_on) == (world.organisations["kirklees"], date(2023, 3, 1))
    texts = earlier.recommendations.order_by("position").values_list("text", flat=True)
    assert list(texts) == list(reports.EARLIER_WORDS)
    assert earlier.recommendations.get(position=1).answerables.get().judgements.get().inspection == inspection


def test_a_printed_verdict_becomes_a_judgement_and_closes_nothing(world):
    publish_report(**JUDGES)

    judgement = Judgement.objects.first()
    assert (judgement.category, judgement.dated_on) == (Progress.SOME, date(2026, 6, 1))
    assert judgement.reasons == "A list is kept, and two towns are still missing."
    assert judgement.improvement_still_required is True
    assert judgement.answerable.to_on is None


def test_a_row_without_a_category_is_not_a_judgement(world):
    rows = [reports.earlier(reports.EARLIER_WORDS[0], category=None)]

    publish_report(previous_report_published="2023-03", previous_recommendations=rows)

    assert Recommendation.objects.filter(inspection__known_from_later=True).count() == 1
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("order", [(JUDGED, JUDGES), (JUDGES, JUDGED)], ids=["earlier first", "later first"])
def test_either_order_gives_the_same(order, world):
    before = totals().recommendations

    for changes in order:
        publish_report(**changes)

    earlier = Inspection.objects.get(published_month=date(2023, 3, 1))
    assert not earlier.known_from_later
    assert list(earlier.recommendations.order_by("position").values_list("number", "position")) == [(1, 1), (2, 2)]
    assert totals().recommendations == before + 5
    assert Judgement.objects.filter(answerable__recommendation__inspection=earlier).count() == 2


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


def test_a_draft_that_completed_another_inspection_leads_to_it(world):
    publish_report(**JUDGES)
    draft = bring_in(**JUDGED)
    ref = draft.inspection.ref

    completed = publish(draft=draft, version=draft.version, by=SERVICE, at=NOW)

    assert Event.objects.about(ref).get(verb="inspection.merged").after == {"inspection": completed.ref}
    assert publish(draft=draft, version=1, by=SERVICE, at=NOW) == completed


def test_a_verdict_on_a_predecessors_recommendation_is_the_inspected_bodys(world, crc):
    rows = [reports.recommendation(1, reports.EARLIER_WORDS[0], "West Yorkshire CRC")]
    publish_report(organisation="West Yorkshire CRC", published="2020-03", recommendations=rows)

    publish_report(
        previous_report_published="2020-03", previous_recommendations=[reports.earlier(reports.EARLIER_WORDS[0])]
    )

    assert Judgement.objects.get().answerable.organisation == world.organisations["kirklees"]
    assert not Inspection.objects.filter(known_from_later=True).exists()


def test_published_twice_is_published_once(world):
    draft = bring_in()
    first = publish(draft=draft, version=draft.version, by=SERVICE, at=NOW)

    second = publish(draft=draft, version=draft.version, by=SERVICE, at=NOW)

    assert first == second
    assert first.recommendations.count() == 3
    assert Event.objects.about(first.ref).filter(verb="inspection.published").count() == 1


def test_the_same_report_from_two_drafts_is_published_once(world):
    first, second = bring_in(), bring_in(published="2026-07")
    details = {"organisation": world.organisations["kirklees"].pk, "kind": "pdu", "published": "2026-06"}
    details |= {"framework": "", "fieldwork_started": None, "isbn": "", "lead_inspector": "", "rating": ""}
    details |= {"score": None, "max_score": None}
    second = save_answers(draft=second, task=Task.DETAILS, answers=details, version=second.version, by=SERVICE, at=NOW)
    held = publish(draft=first, version=first.version, by=SERVICE, at=NOW)

    with pytest.raises(AlreadyHeld) as refusal:
        publish(draft=second, version=second.version, by=SERVICE, at=NOW)

    assert refusal.value.held == held


def test_a_draft_with_open_tasks_is_refused(world):
    draft = start_draft(read=reports.read(), file_name="report.txt", document=b"one", by=SERVICE, at=NOW)

    with pytest.raises(WrongState, match="Check the report details"):
        publish(draft=draft, version=1, by=SERVICE, at=NOW)


def test_an_older_version_is_refused(world):
    draft = bring_in()

    with pytest.raises(EditConflict):
        publish(draft=draft, version=draft.version - 1, by=SERVICE, at=NOW)


@pytest.mark.parametrize("key", ["head", "lead", "national", "administrator", "auditor", "owner"])
def test_only_coordinators_publish(key, world):
    draft = bring_in()

    with pytest.raises(NotAllowed):
        publish(draft=draft, version=draft.version, by=actor_of(world.people[key], on=TODAY), at=NOW)


def test_what_was_left_out_is_not_recorded_and_the_reason_is_on_the_trail(world):
    draft = bring_in()
    answers = {"2": {"text": reports.WORDS[1], "left_out": "A heading"}}
    draft = save_answers(
        draft=draft, task=Task.RECOMMENDATIONS, answers=answers, version=draft.version, by=SERVICE, at=NOW
    )

    inspection = publish(draft=draft, version=draft.version, by=SERVICE, at=NOW)

    assert list(inspection.recommendations.values_list("number", "position")) == [(1, 1), (3, 2)]
    assert Event.objects.about(inspection.ref).get(verb="inspection.published").after["left out"] == ["A heading"]


def test_an_alert_is_recorded_in_printed_order(world):
    alert = {"concerns": ["nobody checks the lists"], "actions": ["check the lists", "tell the region"]}

    inspection = publish_report(organisational_alert=alert)

    recorded = inspection.alerts.get()
    assert [each.text for each in recorded.concerns.all()] == alert["concerns"]
    assert [each.text for each in recorded.required_actions.all()] == alert["actions"]


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 7, 6)])
def test_announced_fieldwork_has_its_report_once_that_is_published(world, day):
    announced = make_fieldwork(world, starts_on=day, at=NOW.replace(month=2))

    inspection = publish_report()

    announced.refresh_from_db()
    assert announced.inspection == (inspection if day.month == 3 else None)
