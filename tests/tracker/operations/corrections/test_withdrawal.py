"""A published report is taken back while nothing depends on it, and all that it said stays on record."""

from datetime import date, timedelta

import pytest

from inspections.choices import InspectionStatus
from inspections.models import Alert, Inspection, StandardRating
from tests.factories import reports
from tests.factories.publishing import JUDGES, publish_report
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, World
from tracker.choices import Judge, NoticeKind, NoticeWay, Progress
from tracker.errors import InvalidInput, NotAllowed, WrongState
from tracker.models import Answerable, Event, Judgement, KeptRecommendation, Notice, Recommendation, ReportDraft
from tracker.operations.alerts import AlertWords, record_alert
from tracker.operations.corrections.withdrawal import withdraw_report
from tracker.operations.intake.publish import publish
from tracker.operations.responses import acknowledge
from tracker.projections.rebuild import differences
from tracker.queries.corrections.said import alert_lines
from tracker.rules.access import SERVICE

LATER = NOW + timedelta(hours=2)
WHY = "It is the report of another body"
ALERT = {"concerns": ["Plans are signed too late"], "required_actions": ["Sign each plan within a week"]}
RATED = [{"code": "P 1.1", "title": "Leadership", "rating": "Good", "key_questions": []}]


def withdraw(world: World, inspection: Inspection, *, by: str = "coordinator", reason: str = WHY) -> ReportDraft | None:
    return withdraw_report(inspection=inspection, reason=reason, by=actor(world, by), at=LATER)


def test_it_is_a_draft_again_and_everything_it_said_is_kept(world: World) -> None:
    report = publish_report(standards=RATED)
    refs = [recommendation.ref for recommendation in report.recommendations.order_by("position")]

    draft = withdraw(world, report)

    report.refresh_from_db()
    assert draft is not None
    assert (report.status, report.rating, draft.published_at) == (InspectionStatus.DRAFT, "", None)
    assert not Recommendation.objects.filter(inspection=report).exists()
    assert not StandardRating.objects.filter(inspection=report).exists()
    assert not KeptRecommendation.objects.filter(recommendation__inspection=report).exists()
    event = Event.objects.get(verb="inspection.withdrawn")
    assert list(event.before["recommendations"]) == refs
    assert event.before["recommendations"][refs[0]]["text"] == reports.WORDS[0]
    assert event.before["report"]["Rating, P 1.1 Leadership"] == "good"
    assert (event.after["reason"], event.by) == (WHY, world.people["coordinator"])
    assert set(Event.objects.filter(verb="recommendation.withdrawn").values_list("subject", flat=True)) == set(refs)
    assert list(differences(mend=False)) == []


def test_it_can_be_published_again(world: World) -> None:
    draft = withdraw(world, publish_report())
    assert draft is not None

    again = publish(draft=draft, version=draft.version, by=SERVICE, at=LATER)

    assert again.pk == draft.inspection_id
    assert again.recommendations.count() == 3
    assert list(differences(mend=False)) == []


def test_the_verdicts_go_with_the_earlier_inspection_that_nothing_else_tells_of(world: World) -> None:
    report = publish_report(**JUDGES)
    assert Judgement.objects.filter(inspection=report).count() == 2
    earlier = Inspection.objects.get(known_from_later=True)

    withdraw(world, report)

    assert not Judgement.objects.filter(inspection=report).exists()
    assert not Inspection.objects.filter(pk=earlier.pk).exists()
    assert list(differences(mend=False)) == []


def test_an_alert_recorded_before_the_report_has_its_typed_words_again(world: World) -> None:
    typed = AlertWords(("Plans are late",), ("Sign them",))
    alert = record_alert(
        organisation=world.organisations["kirklees"], raised_on=date(2026, 5, 1), words=typed,
        owner_post=world.posts["Head of PDU, kirklees"], answer_by_on=date(2027, 1, 8), by=SERVICE, at=NOW,
    )  # fmt: skip
    report = publish_report(organisational_alert=ALERT)
    alert.refresh_from_db()
    assert alert_lines(alert)[0] == tuple(ALERT["concerns"])

    withdraw(world, report)

    alert.refresh_from_db()
    assert (alert.inspection, alert_lines(alert)) == (None, (typed.concerns, typed.required_actions))


def test_an_alert_that_came_with_the_report_goes_with_it(world: World) -> None:
    withdraw(world, publish_report(organisational_alert=ALERT))

    assert not Alert.objects.exists()


def test_who_answered_is_told_in_their_digest_and_nobody_else(world: World) -> None:
    report = publish_report(**JUDGES)
    judged = Judgement.objects.filter(inspection=report).count()

    withdraw(world, report)

    event = Event.objects.get(verb="inspection.withdrawn")
    assert (event.after["body"], event.after["judged"]) == ("Kirklees PDU", 0)
    assert event.after["recommendations"] == 3 + judged
    told = Notice.objects.filter(kind=NoticeKind.REPORT_WITHDRAWN)
    assert set(told.values_list("person__email", "subject", "number", "way")) == {
        ("head@example.org", report.ref, event.pk, NoticeWay.DIGEST),
    }


def test_who_answers_for_what_it_only_judged_is_told_too(world: World) -> None:
    report = publish_report()
    leeds = Answerable.objects.get(recommendation=world.recommendations["leeds"])
    Judgement.objects.create(
        answerable=leeds, judge=Judge.INSPECTORATE, category=Progress.SOME, inspection=report,
        dated_on=report.published_on, made_at=NOW,
    )  # fmt: skip

    withdraw(world, report)

    told = Notice.objects.filter(kind=NoticeKind.REPORT_WITHDRAWN)
    assert "sibling-head@example.org" in told.values_list("person__email", flat=True)
    assert Event.objects.get(verb="inspection.withdrawn").after["judged"] == 1


def test_what_depends_on_it_is_said(world: World) -> None:
    report = publish_report()
    row = Answerable.objects.filter(recommendation__inspection=report).first()
    assert row is not None
    acknowledge(answerable=row, by=actor(world, "head"), at=LATER)

    with pytest.raises(WrongState, match="because of 1 acknowledgement"):
        withdraw(world, report)
    with pytest.raises(WrongState, match="because of 1 action"):
        withdraw(world, world.inspections["leeds"])
    assert not Event.objects.filter(verb="inspection.withdrawn").exists()


def test_one_known_from_a_later_report_is_not_withdrawn(world: World) -> None:
    publish_report(**JUDGES)

    with pytest.raises(WrongState, match="known from a later report"):
        withdraw(world, Inspection.objects.get(known_from_later=True))


@pytest.mark.parametrize("person", ["head", "lead", "national", "administrator", "auditor"])
def test_only_a_coordinator_withdraws(world: World, person: str) -> None:
    with pytest.raises(NotAllowed):
        withdraw(world, world.inspections["kirklees"], by=person)


def test_it_needs_a_reason_and_is_done_once(world: World) -> None:
    report = publish_report()
    with pytest.raises(InvalidInput, match="Enter why it is withdrawn"):
        withdraw(world, report, reason=" ")
    withdraw(world, report)

    with pytest.raises(WrongState, match="withdrawn already"):
        withdraw(world, report)
