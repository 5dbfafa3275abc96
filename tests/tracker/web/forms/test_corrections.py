"""The forms of corrections open with what is said, and give it back unless it is changed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict

from inspections.models import Standard
from tests.factories.answers import make_alert
from tests.factories.corrections import make_findings
from tests.factories.world import World
from tracker.models import Theme
from tracker.queries.corrections.said import alert_lines, inspection_says, recommendation_says
from tracker.queries.intake import body_choices
from tracker.rules.published_facts import (
    DetailsSays,
    InspectionSays,
    QuestionSays,
    RatingSays,
    RecommendationSays,
    StandardAdded,
    VerdictSays,
)
from tracker.web.forms.corrections import (
    AlertCorrection,
    CorrectionForm,
    InspectionCorrection,
    QuestionsCorrection,
    RecommendationCorrection,
    StandardAddition,
    VerdictsCorrection,
)


def sent(form: CorrectionForm, **changed: Any) -> QueryDict:
    """What a browser sends of a form that opened so."""
    data = QueryDict(mutable=True)
    for bound in form:
        value, parts = bound.value(), getattr(bound.field.widget, "parts", None)
        if parts:
            for part, text in parts(value).items():
                data[f"{bound.html_name}_{part}"] = text
        elif value not in (None, False, ""):
            data.setlist(bound.html_name, value if isinstance(value, list) else [value])
    data.update({"reason": "Misread"} | changed)
    return data


def recommendation_form(world: World, data: Any = None) -> RecommendationCorrection:
    said = recommendation_says(world.recommendations["kirklees"])
    themes = Theme.objects.order_by("position")
    return RecommendationCorrection(data, said=said, version=1, bodies=body_choices(), themes=themes, standards=[])


def every_correction() -> dict[str, Callable[[], CorrectionForm]]:
    """Each form that asks about rows, opened with a row of each kind, without a database."""
    said = InspectionSays(
        details=DetailsSays(None, None, "", None, None, "", ""),
        ratings={1: RatingSays("P 1.1", "P 1.1 Leadership", "Good", "")},
        questions={1: QuestionSays("P 1.1/1", "P 1.1, question 1", "Does the vision drive good work?", 50, None, None)},
        verdicts={1: VerdictSays("REC-0001/leeds", "REC-0001, Leeds", "some", None)},
    )
    words = RecommendationSays("Plan well", "plan well.", 1, None, "", flagged_repeat=False, bodies={1: 1})
    return {
        "InspectionCorrection": lambda: InspectionCorrection(said=said, version=1),
        "QuestionsCorrection": lambda: QuestionsCorrection(said=said, version=1),
        "VerdictsCorrection": lambda: VerdictsCorrection(said=said, version=1),
        "RecommendationCorrection": lambda: RecommendationCorrection(
            said=words, version=1, bodies=[(1, "Leeds")], themes=[], standards=[]
        ),
    }


def test_a_recommendation_that_nobody_changed_says_the_same(world: World) -> None:
    theme = Theme.objects.get_or_create(code="staffing", defaults={"name": "Staffing", "position": 1})[0]
    world.recommendations["kirklees"].theme_links.create(theme=theme, is_primary=True)

    form = recommendation_form(world, sent(recommendation_form(world)))

    assert form.is_valid(), form.errors
    assert form.says() == recommendation_says(world.recommendations["kirklees"])
    assert [bound.name for bound in form.asked()][:2] == ["short_title", "text"]


def test_the_main_theme_is_no_other_theme_as_well(world: World) -> None:
    for place, code in enumerate(("staffing", "courts"), start=1):
        Theme.objects.get_or_create(code=code, defaults={"name": code, "position": place})
    data = sent(recommendation_form(world), theme="staffing")
    data.setlist("other_themes", ["staffing", "courts"])

    form = recommendation_form(world, data)

    assert form.is_valid(), form.errors
    assert form.says().themes == ("staffing", "courts")


@pytest.mark.parametrize(
    ("kind", "field"),
    [(InspectionCorrection, "ratings"), (QuestionsCorrection, "questions"), (VerdictsCorrection, "verdicts")],
)
def test_a_report_that_nobody_changed_says_the_same(world: World, kind: Any, field: str) -> None:
    make_findings(world)
    said = inspection_says(world.inspections["kirklees"])

    form = kind(sent(kind(said=said, version=1)), said=said, version=1)

    assert form.is_valid(), form.errors
    assert getattr(form.says(), field) == getattr(said, field)
    assert form.says().details in (None, said.details)


@pytest.mark.parametrize(("name", "value"), [("percent", "101"), ("percent", "half"), ("text", "")])
def test_a_share_is_a_whole_number_of_per_cent(world: World, name: str, value: str) -> None:
    _, question, _ = make_findings(world)
    said = inspection_says(world.inspections["kirklees"])
    data = sent(QuestionsCorrection(said=said, version=1), **{f"{name}_{question.pk}": value})

    form = QuestionsCorrection(data, said=said, version=1)

    assert not form.is_valid()
    assert list(form.errors) == [f"{name}_{question.pk}"]


def test_the_lines_of_an_alert_lose_their_blanks(world: World) -> None:
    alert = make_alert(world, "kirklees")
    said = dict(zip(("concerns", "required_actions"), alert_lines(alert), strict=True))
    data = sent(AlertCorrection(alert=alert, said=said), concerns=" One \r\n\r\n Two")

    form = AlertCorrection(data, alert=alert, said=said)

    assert form.is_valid(), form.errors
    assert form.lines("concerns") == ("One", "Two")
    assert form.lines("required_actions") == said["required_actions"]
    assert form.raised() == alert.raised_on


def test_every_correction_needs_its_reason(world: World) -> None:
    form = recommendation_form(world, sent(recommendation_form(world), reason=""))

    assert not form.is_valid()
    assert form.errors == {"reason": ["Enter why this is corrected"]}


def test_a_standard_is_chosen_or_named_and_not_both() -> None:
    standard = Standard(pk=7, code="P 1.2", title="Staff")
    chosen = {"standard": "7", "rating": "good", "before": "none", "reason": "Misread", "version": "1"}

    form = StandardAddition(chosen, standards=[standard], version=1)
    assert form.is_valid(), form.errors
    assert form.adds() == StandardAdded("P 1.2", "Staff", "good", "", standard=7)

    both = StandardAddition(chosen | {"code": "P 9.9"}, standards=[standard], version=1)
    assert both.errors == {"code": ["Either choose a standard or name another one"]}
    assert list(both.fields)[:6] == ["standard", "code", "title", "rating", "before", "reason"]
    assert str(StandardAddition(standards=[], version=1)["code"].label) == "Code of the standard"
