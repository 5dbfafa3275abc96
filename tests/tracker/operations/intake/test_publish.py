"""Publishing makes the records of a report: once, in any order, with who answers and what was judged."""

from datetime import date

import pytest

from inspections.models import Inspection
from tests.factories import reports
from tests.factories.publishing import JUDGED, JUDGES, bring_in, publish_report
from tests.factories.reinspection import make_fieldwork
from tests.factories.world import NOW, TODAY
from tracker.errors import AlreadyHeld, EditConflict, NotAllowed, WrongState
from tracker.models import Event, Judgement, actor_of
from tracker.operations.intake.drafts import save_answers, start_draft
from tracker.operations.intake.publish import publish
from tracker.queries.totals import totals
from tracker.rules.access import SERVICE
from tracker.rules.intake.proposals import Task


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


def test_a_draft_that_completed_another_inspection_leads_to_it(world):
    publish_report(**JUDGES)
    draft = bring_in(**JUDGED)
    ref = draft.inspection.ref

    completed = publish(draft=draft, version=draft.version, by=SERVICE, at=NOW)

    assert Event.objects.about(ref).get(verb="inspection.merged").after == {"inspection": completed.ref}
    assert publish(draft=draft, version=1, by=SERVICE, at=NOW) == completed


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


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 7, 6)])
def test_announced_fieldwork_has_its_report_once_that_is_published(world, day):
    announced = make_fieldwork(world, starts_on=day, at=NOW.replace(month=2))

    inspection = publish_report()

    announced.refresh_from_db()
    assert announced.inspection == (inspection if day.month == 3 else None)
