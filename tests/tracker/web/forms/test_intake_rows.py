"""All recommendations in one form: what each row opens with, what it hands over, and what is wrong beside its row."""

from typing import Any

from django.http import QueryDict

from tests.factories.reviews_of_drafts import KIRKLEES, LEEDS, reviewed
from tracker.rules.intake.theme_words import MATTERS_OF
from tracker.web.forms.intake_rows import RecommendationRowsForm

BODIES = [("PDUs", [(KIRKLEES, "Kirklees PDU"), (LEEDS, "Leeds PDU")])]
THEMES = [(code, code.capitalize()) for code in MATTERS_OF]
STANDARDS = [("P 1.1", "P 1.1 Leadership"), ("P 1.2", "P 1.2 Staffing")]


def every_row(sent: dict[str, Any] | None = None) -> RecommendationRowsForm:
    """The form of the look-alike's three recommendations."""
    choices: dict[str, Any] = {"bodies": BODIES, "themes": THEMES, "standards": STANDARDS}
    return RecommendationRowsForm(None if sent is None else query(sent), review=reviewed(), **choices)


def query(sent: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, answer in sent.items():
        data.setlist(name, answer if isinstance(answer, list) else [str(answer)])
    return data


def as_opened(**changes: Any) -> dict[str, Any]:
    """What a browser sends of the page as it opens, with these changes."""
    form = every_row()
    sent = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: value for name, value in sent.items() if value not in (None, False)} | {"version": 1} | changes


def test_each_row_opens_with_what_is_proposed_and_the_likeliest_themes_first() -> None:
    form = every_row()
    [(row, asked), *others] = form.parts()

    assert len(others) == 2
    assert asked.short_title.value() == row.short_title != ""
    label, proposed = asked.theme.field.choices[1]
    assert (label, [code for code, _ in proposed]) == ("Proposed", [theme.code for theme in row.themes])
    assert asked.addressee.value() == KIRKLEES
    assert not asked.is_open


def test_only_the_bodies_that_the_report_speaks_of_are_offered() -> None:
    [(_, asked), *_] = every_row().parts()

    assert [key for key, _ in asked.addressee.field.choices] == ["", KIRKLEES]


def test_saved_as_it_opens_it_keeps_what_was_proposed() -> None:
    form = every_row(as_opened())

    assert form.is_valid(), form.errors
    kept = form.answers().kept()
    assert kept.keys() == {"1", "2", "3"}
    assert kept["1"]["addressee"] is None  # follows the group
    assert kept["1"]["short_title"] == reviewed().recommendations[0].short_title


def test_what_is_changed_in_one_row_is_kept_of_that_row() -> None:
    changes = {"2-short_title": "Meet the\ncouncil", "2-theme": "staffing", "2-standards": ["P 1.2"], "2-number": 9}
    form = every_row(as_opened(**changes, **{"3-left_out": "Read twice"}))

    assert form.is_valid(), form.errors
    kept = form.answers().kept()
    assert (kept["2"]["short_title"], kept["2"]["theme"], kept["2"]["standards"], kept["2"]["number"]) == (
        "Meet the council",
        "staffing",
        ["P 1.2"],
        9,
    )
    assert kept["3"]["left_out"] == "Read twice"
    assert kept["1"]["number"] == 1


def test_an_automatic_title_follows_words_that_are_changed() -> None:
    form = every_row(as_opened(**{"1-text": "check each plan twice"}))

    assert form.is_valid()
    assert form.answers().kept()["1"]["short_title"] == ""


def test_what_is_wrong_stands_beside_its_row_and_every_answer_stays() -> None:
    wrong = {"1-text": "", "2-short_title": "x" * 201, "3-number": "three"}
    form = every_row(as_opened(**wrong, **{"3-theme": "training"}))

    assert form.errors == {
        "1-text": ["Enter the words of recommendation 1"],
        "2-short_title": ["The short title of recommendation 2 must be 200 characters or fewer"],
        "3-number": ["The number of recommendation 3 must be a whole number, like 15"],
    }
    rows = {row.key: asked for row, asked in form.parts()}
    assert rows["1"].is_open
    assert (rows["3"].number.value(), rows["3"].theme.value()) == ("three", "training")


def test_other_themes_are_kept_without_the_main_one_and_seen_when_it_opens_again() -> None:
    codes = list(MATTERS_OF)[:3]
    form = every_row(as_opened(**{"2-theme": codes[0], "2-other_themes": codes}))

    assert form.is_valid(), form.errors
    kept = form.answers().kept()
    assert (kept["2"]["other_themes"], kept["1"]["other_themes"]) == (codes[1:], [])
    assert [asked.has_others for _, asked in form.parts()] == [False, True, False]
    assert not form.errors


def test_another_theme_is_one_of_the_list() -> None:
    form = every_row(as_opened(**{"1-other_themes": ["weather"]}))

    assert list(form.errors) == ["1-other_themes"]
    assert next(asked for _, asked in form.parts()).has_others
