"""A published report's dates, ratings, key questions and verdicts are put right; what hangs on them follows."""

from dataclasses import replace
from datetime import date

import pytest

from inspections.choices import DatePrecision, Rating
from inspections.models import Inspection
from tests.factories.corrections import WHY, correct_report, details, make_findings
from tests.factories.world import World
from tracker.choices import NoticeKind, Progress
from tracker.errors import EditConflict, InvalidInput, NotAllowed
from tracker.models import Answerable, Correction, Event, KeptAnswer, KeptRecommendation, Notice
from tracker.projections.rebuild import differences
from tracker.queries.corrections.said import inspection_says
from tracker.rules.intake.draft import StatedDate
from tracker.rules.published_facts import InspectionSays

OCTOBER = StatedDate(date(2024, 10, 1), DatePrecision.MONTH)


def test_the_cover_is_corrected_and_who_answers_is_told(world: World) -> None:
    corrected = correct_report(world, details(world, rating=Rating.GOOD, score=14))

    assert (corrected.rating, corrected.score, corrected.version) == (Rating.GOOD, 14, 2)
    event = Event.objects.get(verb="inspection.corrected")
    assert event.before == {"Overall rating": "Requires improvement", "Score": "6"}
    assert event.after == {"Overall rating": "Good", "Score": "14", "reason": WHY}
    people = Notice.objects.filter(kind=NoticeKind.CORRECTED, subject=corrected.ref)
    assert set(people.values_list("person__email", flat=True)) == {"head@example.org", "lead@example.org"}


def test_ratings_key_questions_and_verdicts_are_corrected(world: World) -> None:
    rating, question, judged = make_findings(world)
    said = inspection_says(world.inspections["kirklees"])
    says = InspectionSays(
        ratings={rating.pk: replace(said.ratings[rating.pk], rating=Rating.INADEQUATE)},
        questions={question.pk: replace(said.questions[question.pk], percent=74, of_all=61)},
        verdicts={judged.pk: replace(said.verdicts[judged.pk], category=Progress.SUFFICIENT, still_required=False)},
    )

    corrected = correct_report(world, says)

    for row in (rating, question, judged):
        row.refresh_from_db()
    assert (rating.rating, question.percent, question.comparator_percent) == (Rating.INADEQUATE, 74, 61)
    assert (judged.category, judged.improvement_still_required) == (Progress.SUFFICIENT, False)
    leeds = world.recommendations["leeds"]
    parts = Correction.objects.filter(subject=corrected.ref).values_list("field", "part", "before", "after")
    assert set(parts) == {
        ("rating", "P 1.1", "good", "inadequate"),
        ("percent", "P 1.1/1", 47, 74),
        ("percent-of-all", "P 1.1/1", None, 61),
        ("verdict", f"{leeds.ref}/leeds", "some", "sufficient"),
        ("still-required", f"{leeds.ref}/leeds", None, False),
    }
    [event] = Event.objects.filter(subject=leeds.ref, verb="recommendation.verdict-corrected")
    assert event.after["reason"] == WHY
    assert KeptAnswer.objects.get(recommendation=leeds).inspectorate_category == Progress.SUFFICIENT
    emails = Notice.objects.filter(kind=NoticeKind.CORRECTED).values_list("person__email", flat=True)
    assert "sibling-head@example.org" in emails
    assert list(differences(mend=False)) == []


def test_what_has_the_reports_date_from_it_follows(world: World) -> None:
    _, _, judged = make_findings(world)

    corrected = correct_report(world, details(world, published=OCTOBER))

    judged.refresh_from_db()
    assert (corrected.published_on, corrected.published_month) == (OCTOBER.on, OCTOBER.on)
    assert judged.dated_on == OCTOBER.on
    duties = Answerable.objects.filter(recommendation__inspection=corrected)
    assert set(duties.values_list("from_on", flat=True)) == {OCTOBER.on}
    own = world.recommendations["kirklees"]
    assert KeptRecommendation.objects.get(recommendation=own).published_on == OCTOBER.on
    moved = Correction.objects.get(subject=own.ref)
    assert (moved.field, moved.before, moved.after) == ("responsible-from", "2024-11", "2024-10")
    assert Event.objects.filter(subject=world.recommendations["leeds"].ref, verb__endswith="verdict-corrected").exists()
    assert list(differences(mend=False)) == []


@pytest.mark.parametrize("person", ["head", "lead", "national", "administrator", "auditor"])
def test_only_a_coordinator_corrects(world: World, person: str) -> None:
    with pytest.raises(NotAllowed):
        correct_report(world, details(world, score=7), by=person)


def test_what_cannot_be_is_refused(world: World) -> None:
    other = Inspection.objects.get(pk=world.inspections["kirklees"].pk)
    other.pk, other.published_on, other.published_month = None, OCTOBER.on, OCTOBER.on
    other.save()

    for says, field in (
        (details(world), ""),
        (details(world, score=22), "score"),
        (details(world, published=OCTOBER), "published"),
    ):
        with pytest.raises(InvalidInput) as refused:
            correct_report(world, says)
        assert refused.value.field == field
    with pytest.raises(InvalidInput, match="Enter why"):
        correct_report(world, details(world, score=7), reason="")
    assert not Correction.objects.exists()


def test_a_second_saver_sees_what_was_saved(world: World) -> None:
    correct_report(world, details(world, score=7), version=1)

    with pytest.raises(EditConflict) as conflict:
        correct_report(world, details(world, score=8), version=1)
    assert conflict.value.current.score == 7
    assert correct_report(world, details(world, score=7), version=1).version == 2
