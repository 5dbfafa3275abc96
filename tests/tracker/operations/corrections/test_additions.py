"""What a report prints and nobody recorded is added after publishing: its trace, who is told, and what is refused."""

from typing import Any

import pytest

from inspections.choices import Rating
from inspections.models import Framework, Inspection, KeyQuestion, KeyQuestionResult, Standard, StandardRating
from tests.factories.corrections import WHY, correct_report, details, make_findings
from tests.factories.self_assessments import actor
from tests.factories.world import NOW, World
from tracker.choices import NoticeKind
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Correction, Event, Notice
from tracker.operations.corrections.additions import add_question, add_standard
from tracker.queries.corrections.said import ratings_of, standards_to_add
from tracker.rules.published_facts import QuestionAdded, StandardAdded

STAFFING = StandardAdded("P 1.2", "Staff", Rating.GOOD, Rating.INADEQUATE)


def add(world: World, adds: StandardAdded | QuestionAdded, *, by: str = "coordinator", **more: Any) -> Inspection:
    held = Inspection.objects.get(pk=world.inspections["kirklees"].pk)
    more = {"version": held.version, "reason": WHY, "at": NOW} | more
    if isinstance(adds, StandardAdded):
        return add_standard(inspection=held, adds=adds, by=actor(world, by), **more)
    return add_question(inspection=held, adds=adds, by=actor(world, by), **more)


def question(world: World, **more: Any) -> QuestionAdded:
    rating = StandardRating.objects.get(inspection=world.inspections["kirklees"], code="P 1.1")
    given = {"text": "Does the team learn from reviews?", "percent": 61, "of_all": 55} | more
    return QuestionAdded(**({"rating": rating.pk} | given))


def of_framework(world: World, *codes: str) -> list[Standard]:
    """The report's framework has these standards, in this order."""
    framework = Framework.objects.create(code="made-2026", name="Made standards", kind="pdu")
    Inspection.objects.filter(pk=world.inspections["kirklees"].pk).update(framework=framework)
    return [
        Standard.objects.create(framework=framework, code=code, title=f"Title {code}", position=place, judged_by="x")
        for place, code in enumerate(codes, start=1)
    ]


def test_a_standard_is_added_with_its_trace_and_who_answers_is_told(world: World) -> None:
    added = add(world, STAFFING)

    row = StandardRating.objects.get(inspection=added)
    assert (row.code, row.title, row.rating, row.previous_rating) == ("P 1.2", "Staff", "good", "inadequate")
    assert added.version == 2
    rows = Correction.objects.filter(subject=added.ref, version=2)
    assert set(rows.values_list("field", "part", "before", "after", "reason")) == {
        ("rating", "P 1.2", None, "good", WHY),
        ("rating-before", "P 1.2", None, "inadequate", WHY),
    }
    event = Event.objects.get(verb="inspection.corrected")
    assert event.before == {"Rating, P 1.2 Staff": "nothing", "Rating before, P 1.2 Staff": "nothing"}
    assert event.after["Rating, P 1.2 Staff"] == "Good"
    told = Notice.objects.filter(kind=NoticeKind.CORRECTED, subject=added.ref, number=2)
    assert set(told.values_list("person__email", flat=True)) == {"head@example.org", "lead@example.org"}


def test_a_standard_of_the_framework_stands_in_its_order(world: World) -> None:
    first, second, third = of_framework(world, "P 1.1", "P 1.2", "P 1.3")
    report = Inspection.objects.get(pk=world.inspections["kirklees"].pk)
    for place, standard in enumerate((first, third), start=1):
        StandardRating.objects.create(
            inspection=report, standard=standard, code=standard.code, title=standard.title, position=place
        )
    assert standards_to_add(report) == [second]

    add(world, StandardAdded(second.code, second.title, Rating.GOOD, standard=second.pk))

    assert [(row.code, row.standard) for row in ratings_of(report)] == [
        ("P 1.1", first), ("P 1.2", second), ("P 1.3", third),
    ]  # fmt: skip
    assert standards_to_add(report) == []


def test_a_key_question_is_added_after_those_of_its_standard(world: World) -> None:
    [standard] = of_framework(world, "P 1.1")
    known = KeyQuestion.objects.create(standard=standard, position=2, text="Does the team learn from reviews?")
    rating, _, _ = make_findings(world)
    StandardRating.objects.filter(pk=rating.pk).update(standard=standard)

    added = add(world, question(world))

    row = KeyQuestionResult.objects.get(standard_rating=rating, position=2)
    assert (row.key_question, row.percent, row.previous_percent, row.comparator_percent) == (known, 61, None, 55)
    parts = Correction.objects.filter(subject=added.ref).values_list("field", "part", "before", "after")
    assert set(parts) == {
        ("question", "P 1.1/2", None, "Does the team learn from reviews?"),
        ("percent", "P 1.1/2", None, 61),
        ("percent-of-all", "P 1.1/2", None, 55),
    }
    assert Notice.objects.filter(kind=NoticeKind.CORRECTED, subject=added.ref).exists()


def test_the_same_press_twice_adds_once_and_another_save_is_no_conflict(world: World) -> None:
    make_findings(world)
    correct_report(world, details(world, score=7))

    for adds in (STAFFING, question(world)):
        version = add(world, adds, version=1).version
        assert add(world, adds, version=1).version == version

    assert StandardRating.objects.filter(inspection=world.inspections["kirklees"]).count() == 2
    assert KeyQuestionResult.objects.count() == 2


@pytest.mark.parametrize("person", ["head", "lead", "national", "administrator", "auditor"])
def test_only_a_coordinator_adds(world: World, person: str) -> None:
    make_findings(world)

    for adds in (STAFFING, question(world)):
        with pytest.raises(NotAllowed):
            add(world, adds, by=person)
    assert not Correction.objects.exists()


def test_what_cannot_be_is_refused(world: World) -> None:
    make_findings(world)
    elsewhere = StandardRating.objects.create(
        inspection=world.inspections["leeds"], code="P 1.1", title="Leadership", position=1
    )

    for adds, field in (
        (StandardAdded("", "Staff", Rating.GOOD), "code"),
        (StandardAdded("P 1.2", "", Rating.GOOD), "title"),
        (StandardAdded("p1.1", "Leadership", Rating.GOOD), "code"),
        (StandardAdded("P 1.2", "Staff", Rating.GOOD, standard=0), "standard"),
        (question(world, rating=elsewhere.pk), "standard"),
        (question(world, text=" "), ""),
        (question(world, text="Is the vision  shared with staff?"), "text"),
    ):
        with pytest.raises(InvalidInput) as refused:
            add(world, adds)
        assert refused.value.field == field
    for adds in (STAFFING, question(world)):
        with pytest.raises(InvalidInput, match="Enter why"):
            add(world, adds, reason=" ")
    assert not Correction.objects.exists()
