"""One task of a carry-over: which endings are offered, what an answer makes of the choices, what is refused where."""

from typing import Any

import pytest
from django.http import QueryDict

from tests.factories.carry_over import answer, decide, make_reinspection, task
from tests.factories.unsaved import action, answerable
from tests.factories.world import NOW, World
from tracker.choices import Ending, Progress, Relation
from tracker.models import Judgement
from tracker.operations.carry_over import open_for
from tracker.queries.carry_over import CarryOverChoice, EarlierTask
from tracker.rules.access import SERVICE
from tracker.rules.carry_over import TaskAnswer
from tracker.web.forms.carry_over import TaskForm

NEW, OTHER_NEW = answerable(61, "check all plans").recommendation, answerable(62, "check visits").recommendation
CHOICES = [CarryOverChoice(NEW, ("Same words", "Same theme")), CarryOverChoice(OTHER_NEW)]


def earlier(printed: Progress | None = None, **parts: Any) -> EarlierTask:
    judgement = Judgement(category=printed) if printed else None
    return EarlierTask(answerable=answerable(), printed=judgement, decision=None, **parts)


def bound(sent: str, *, choices: Any = CHOICES, **parts: Any) -> TaskForm:
    return TaskForm(QueryDict(f"version=0&{sent}"), task=earlier(**parts), choices=choices)


def offered(form: TaskForm, name: str) -> list[str]:
    field: Any = form.fields[name]
    return [value for value, _label in field.choices]


@pytest.mark.parametrize(
    ("printed", "endings"),
    [
        (None, ["carried-over", "sufficient", "overtaken", "not-agreed", "lapsed", "open"]),
        (Progress.SUFFICIENT, ["carried-over", "sufficient"]),
        (Progress.SOME, ["carried-over", "overtaken", "not-agreed", "lapsed"]),
        (Progress.NONE, ["carried-over", "overtaken", "not-agreed", "lapsed"]),
    ],
)
def test_only_endings_that_can_fit_the_verdict_are_offered(printed: Progress | None, endings: list[str]) -> None:
    form = TaskForm(task=earlier(printed), choices=CHOICES)

    assert offered(form, "ending") == endings


def test_without_a_new_recommendation_nothing_can_be_carried_over() -> None:
    form = TaskForm(task=earlier(Progress.SOME), choices=[])

    assert offered(form, "ending") == ["overtaken", "not-agreed", "lapsed"]


@pytest.mark.parametrize(("printed", "is_asked"), [(None, True), (Progress.SOME, False)])
def test_a_verdict_that_the_report_prints_is_not_asked_for(printed: Progress | None, is_asked: bool) -> None:
    form = TaskForm(task=earlier(printed), choices=CHOICES)

    assert ("verdict" in form.fields, "still" in form.fields) == (is_asked, is_asked)


def test_each_new_recommendation_says_why_it_is_suggested() -> None:
    form = TaskForm(task=earlier(), choices=CHOICES)

    assert [(field.label, field.help_text) for field in form.link_fields()] == [
        ("61. check all plans", "Suggested. Same words. Same theme."),
        ("62. check visits", ""),
    ]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (
            "verdict=some&still=yes&link-61=repeated",
            TaskAnswer(Progress.SOME, Ending.CARRIED_OVER, Relation.REPEATED, frozenset({61}), "", True),
        ),
        (
            "verdict=sufficient&still=no&ending=sufficient",
            TaskAnswer(Progress.SUFFICIENT, Ending.SUFFICIENT, improvement_still_required=False),
        ),
        ("verdict=not-judged&still=not-said&ending=open", TaskAnswer(None, None)),
        (
            "verdict=none&ending=lapsed&reason=Nobody+asks+for+it",
            TaskAnswer(Progress.NONE, Ending.LAPSED, reason="Nobody asks for it"),
        ),
        (
            "verdict=not-judged&link-61=split&link-62=split",
            TaskAnswer(None, Ending.CARRIED_OVER, Relation.SPLIT, frozenset({61, 62})),
        ),
    ],
)
def test_the_choices_make_one_answer(sent: str, said: TaskAnswer) -> None:
    form = bound(sent)

    assert form.is_valid()
    assert form.answer() == said


def test_a_printed_verdict_is_the_answers() -> None:
    form = bound("ending=sufficient&verdict=none", printed=Progress.SUFFICIENT)

    assert form.is_valid()
    assert form.answer() == TaskAnswer(Progress.SUFFICIENT, Ending.SUFFICIENT)


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ("ending=open", "verdict", "Select what the inspectorate said"),
        ("verdict=never&ending=open", "verdict", "Select what the inspectorate said from the list"),
        ("verdict=some&ending=gone", "ending", "Select what happens to it from the list"),
        ("verdict=some", "ending", "Select what happens to it, or the new recommendation that takes it up"),
        ("verdict=some&link-61=copied", "link-61", "Select how it takes the earlier one up from the list"),
        (
            "verdict=some&link-61=repeated&link-62=reworded",
            "link-61",
            "Select the same for each new recommendation that takes it up",
        ),
        (
            "verdict=some&link-62=split",
            "link-61",
            "Select ‘Split’ for each of the new recommendations, at least 2",
        ),
        ("verdict=some&ending=lapsed", "reason", "Enter why it ends as ‘Lapsed’"),
    ],
)
def test_a_refusal_stands_beside_the_answer_that_it_is_about(sent: str, field: str, message: str) -> None:
    assert bound(sent).errors == {field: [message]}


def test_without_new_recommendations_what_is_wrong_with_links_stands_beside_the_ending() -> None:
    form = bound("verdict=some&ending=carried-over", choices=[])

    assert list(form.errors) == ["ending"]


def test_the_actions_that_end_for_their_own_reason_are_handed_over() -> None:
    open_actions = [action(40), action(41)]
    form = bound("verdict=not-judged&ending=open&action-40=ends&why-40=Done&action-41=with", actions=open_actions)

    assert form.is_valid()
    assert form.ends() == {40: "Done"}


def test_actions_go_with_the_recommendation_unless_somebody_says_otherwise() -> None:
    form = TaskForm(task=earlier(actions=[action(40)]), choices=CHOICES)

    assert [(choice.value(), why.value()) for choice, why in form.action_fields()] == [("with", None)]
    assert (form["version"].value(), form["still"].value()) == (0, "not-said")


@pytest.mark.django_db
def test_a_decision_opens_as_it_was_made(world: World) -> None:
    make_reinspection(world)
    open_for(inspection=world.inspections["again"], by=SERVICE, at=NOW)
    decide(world, "kirklees", answer(world, "new-1"))

    start = TaskForm.opening(task(world, "kirklees"))

    assert start["version"] == 1
    assert start["ending"] == Ending.CARRIED_OVER
    assert start[f"link-{world.recommendations['new-1'].pk}"] == Relation.REPEATED
    assert start[f"action-{world.actions['kirklees'].pk}"] == "with"
