"""Parts of pages: everything typed is escaped, and what is kept is kept for the same values alone."""

from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.forms import BoundField
from markupsafe import Markup

from tracker.web import parts


@pytest.mark.parametrize(
    ("args", "mark_up"),
    [
        (("Update", "/x/"), '<a class="govuk-link" href="/x/">Update</a>'),
        (("<b>", "/x/?a=1&b=2"), '<a class="govuk-link" href="/x/?a=1&amp;b=2">&lt;b&gt;</a>'),
        (
            ("Update", "/x/", "<i>"),
            '<a class="govuk-link" href="/x/">Update<span class="govuk-visually-hidden"> &lt;i&gt;</span></a>',
        ),
        ((Markup("<b>1</b>"), "/x/"), '<a class="govuk-link" href="/x/"><b>1</b></a>'),
    ],
)
def test_a_link_escapes_what_it_is_given(args: tuple[Any, ...], mark_up: str) -> None:
    assert parts.link(*args) == mark_up


@pytest.mark.parametrize(
    ("kind", "href"),
    [
        ("pdu", "/areas/yorkshire/kirklees/"),
        ("region", "/areas/kirklees/"),
        ("agency", "/areas/kirklees/"),
        ("function", "/areas/kirklees/"),
        ("ministry", ""),
    ],
)
def test_a_body_leads_to_its_area_where_it_has_one(kind: str, href: str) -> None:
    body: Any = SimpleNamespace(
        kind=kind, slug="kirklees", parent=SimpleNamespace(slug="yorkshire"), display_name="A & B"
    )

    assert parts.area_href(body) == href
    assert parts.body(body) == (f'<a class="govuk-link" href="{href}">A &amp; B</a>' if href else "A &amp; B")


def test_cells_stand_under_their_columns() -> None:
    columns = ["Name", {"text": "Count & sum", "numeric": True}, {"text": "Update", "hidden": True}]

    assert str(parts.table_rows(columns, [["<a>", 0, Markup("<i>x</i>")]])) == (
        '    <tr class="govuk-table__row" role="row">\n'
        '      <th scope="row" role="rowheader" class="govuk-table__header app-table__name" data-label="Name">&lt;a&gt;'
        "</th>\n"
        '      <td role="cell" class="govuk-table__cell govuk-table__cell--numeric" data-label="Count &amp; sum">0'
        "</td>\n"
        '      <td role="cell" class="govuk-table__cell app-no-print"><i>x</i></td>\n'
        "    </tr>\n"
    )


def action_for(*refs: str, **fields: Any) -> Any:
    answers = [
        SimpleNamespace(answerable=SimpleNamespace(recommendation=SimpleNamespace(pk=ref, ref=ref, short_title="<t>")))
        for ref in refs
    ]
    return SimpleNamespace(current_answers=answers, **fields)


def test_an_action_names_three_recommendations_at_most_and_each_once() -> None:
    two = parts.answered(action_for("REC-1", "REC-1", "REC-2"))
    five = parts.answered(action_for("REC-1", "REC-2", "REC-3", "REC-4", "REC-5"))

    assert two.count('<span class="app-line"><a class="govuk-link"') == 2
    assert "&lt;t&gt;" in two
    assert five.count("<a ") == 3
    assert five.endswith('<span class="app-line">and 2 more</span>')


def test_a_date_that_was_never_moved_says_nothing() -> None:
    assert parts.slipped(action_for(slip_words="")) == ""
    assert parts.slipped(action_for(slip_words="moved & late")) == (
        '<span class="app-line app-quiet">moved &amp; late</span>'
    )


def test_choices_of_a_select_are_escaped_and_one_is_chosen() -> None:
    items = [{"value": "a", "text": "<a>", "checked": False}, {"value": '"', "text": "b", "checked": True}]

    assert parts.options(items) == ('<option value="a">&lt;a&gt;</option>\n<option value="&#34;" selected>b</option>\n')


def test_what_a_macro_made_is_kept_for_the_same_values_alone() -> None:
    asked: list[Any] = []

    def macro(params: Any) -> Markup:
        asked.append(params)
        return Markup("{}").format(params["text"])

    found = [parts.kept(macro, {"text": text}) for text in ("<a>", Markup("<a>"), "<a>", "b")]

    assert found == ["&lt;a&gt;", "<a>", "&lt;a&gt;", "b"]
    assert len(asked) == 3


class Filter(forms.Form):
    words = forms.CharField(label="Search", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any"), ("a", "A"), ("b", "B")])


def test_the_choice_of_a_filter_is_made_once_for_each_value() -> None:
    made: list[str] = []

    def macro(bound: BoundField, *, mark_optional: bool) -> Markup:
        made.append(bound.name)
        return Markup(f"{bound.name} {bound.value()} {len(bound.errors)}")

    asked = [{"state": "a", "words": "x"}, {"state": "b"}, {"state": "a"}, {"state": "nonsense"}, {"state": "nonsense"}]
    shown = [str(parts.filter_field(macro, Filter(data)["state"])) for data in asked]
    typed = [str(parts.filter_field(macro, Filter(data)["words"])) for data in asked[:1] * 2]

    assert shown == ["state a 0", "state b 0", "state a 0", "state nonsense 1", "state nonsense 1"]
    assert typed == ["words x 0"] * 2
    assert made == ["state", "state", "state", "state", "words", "words"]
