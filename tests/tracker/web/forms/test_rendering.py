"""Forms as GOV.UK forms: names and descriptions of every input, errors that lead to it, answers that stay."""

import re
from datetime import date
from typing import Any

import pytest
from django import forms
from django.template import engines
from lxml import html

from tests.factories.form_of_every_kind import HOSTILE, EveryKind
from tracker.web.forms.base import Form, Radios
from tracker.web.forms.rendering import choice_groups, choice_items


def render(form: Form, **options: Any) -> Any:
    template = engines["jinja2"].from_string(  # type: ignore[attr-defined]
        '{% from "components/forms.html" import error_summary, fields %}<main>{{ error_summary(form) }}'
        "{{ fields(form) }}</main>"
    )
    return html.fromstring(template.render({"form": form, **options}))


FORMS = {
    "new": EveryKind,
    "filled": lambda: EveryKind(
        initial={"name": HOSTILE, "status": "g", "themes": ["r"], "published": date(2026, 3, 27)}
    ),
    "empty": lambda: EveryKind({}),
    "wrong": lambda: EveryKind(
        dict.fromkeys(
            ["name", "email", "count", "text", "status", "themes", "owner", "published_day", "published_month"], HOSTILE
        )
    ),
    "prefixed": lambda: EveryKind({}, prefix="first"),
}
each_form = pytest.mark.parametrize("state", FORMS)


@each_form
def test_every_input_has_one_label(state: str) -> None:
    page = render(FORMS[state]())

    inputs = page.xpath("//*[self::input[not(@type='hidden')] or self::select or self::textarea]")

    assert len(inputs) == 20
    assert all(len(page.xpath(f"//label[@for='{element.get('id')}']")) == 1 for element in inputs)


@each_form
def test_ids_are_unique_and_descriptions_exist(state: str) -> None:
    page = render(FORMS[state]())

    ids = page.xpath("//@id")
    described = " ".join(page.xpath("//@aria-describedby")).split()

    assert len(ids) == len(set(ids))
    assert described
    assert set(described) <= set(ids)


@each_form
def test_groups_have_a_legend(state: str) -> None:
    page = render(FORMS[state]())

    groups = page.xpath("//fieldset/legend/text()")

    assert [group.strip() for group in groups] == ["Status", "Themes", "Published", "Due date (optional)"]


@each_form
def test_nothing_typed_becomes_mark_up(state: str) -> None:
    page = render(FORMS[state]())

    assert page.xpath("//script") == []
    assert "49" not in page.text_content()


@each_form
def test_browsers_leave_the_checks_to_us(state: str) -> None:
    assert render(FORMS[state]()).xpath("//*[@required or @maxlength or @pattern or @min]") == []


def test_only_fields_that_may_stay_empty_say_so() -> None:
    page = render(EveryKind())

    optional = [text.strip() for text in page.xpath("//label/text() | //legend/text()") if "(optional)" in text]

    assert optional == ["Reference (optional)", "Notes (optional)", "Due date (optional)"]


def test_every_mistake_is_in_the_summary_and_beside_its_field() -> None:
    page = render(EveryKind({}))

    summary = page.xpath("//*[@class='govuk-error-summary']//a")
    beside = [" ".join(p.text_content().split()) for p in page.xpath("//p[@class='govuk-error-message']")]

    assert [f"Error: {link.text_content().strip()}" for link in summary] == beside
    assert len(beside) == 11
    assert all(page.xpath(f"//*[@id='{link.get('href')[1:]}']") for link in summary)


def test_links_of_the_summary_lead_to_the_first_radio_and_the_first_wrong_part() -> None:
    page = render(EveryKind({"published_day": "27", "published_year": "2026"}))

    links = page.xpath("//*[@class='govuk-error-summary']//a/@href")

    assert {"#id_status", "#id_themes", "#id_published-month"} <= set(links)
    assert page.xpath("//input[contains(@class, 'date-input') and contains(@class, '--error')]/@id") == [
        "id_published-month"
    ]


def test_a_form_without_mistakes_has_no_summary() -> None:
    assert render(EveryKind()).xpath("//*[@class='govuk-error-summary']") == []


def test_answers_stay_right_and_wrong_but_not_the_password() -> None:
    page = render(FORMS["wrong"]())

    assert page.xpath("//input[@id='id_count']/@value") == [HOSTILE]
    assert page.xpath("//input[@id='id_published-day']/@value") == [HOSTILE]
    assert page.xpath("//textarea[@id='id_text']/text()") == [HOSTILE]
    assert page.xpath("//input[@id='id_secret']/@value") == []


def test_initial_answers_are_shown() -> None:
    page = render(FORMS["filled"]())

    assert page.xpath("//input[@checked]/@value") == ["g", "r"]
    assert page.xpath("//input[starts-with(@id, 'id_published-')]/@value") == ["27", "3", "2026"]


def test_choices_keep_their_groups() -> None:
    page = render(EveryKind({"owner": "g"}))

    assert page.xpath("//select/optgroup/@label") == ["Own PDU"]
    assert page.xpath("//select//option[@selected]/@value") == ["g"]
    assert page.xpath("//select/option/text()") == ["Choose from the list", "Other"]


def test_the_summary_escapes_messages() -> None:
    form = EveryKind({})
    form.add_error("name", "<b>bold</b>")
    form.errors["name"].reverse()

    page = render(form)

    assert page.xpath("//b") == []
    assert re.search(r"<b>bold</b>", page.text_content())


class Choosing(Form):
    """Radios with an empty choice and a hint, and a list in groups."""

    colour = forms.ChoiceField(
        choices=[("", "None"), ("r", "Red"), ("g", "Green"), ("o", "Other")], widget=Radios(hints={"r": "Like a rose"})
    )
    owner = forms.ChoiceField(choices=[("", "---------"), ("Kirklees", [("1", "Head")]), ("Leeds", [("2", "Head")])])


def test_radios_offer_each_choice_with_its_hint_but_no_empty_one() -> None:
    items = choice_items(Choosing(initial={"colour": "g"})["colour"])

    assert [(item["value"], item["checked"], item["hint"]) for item in items] == [
        ("r", False, {"text": "Like a rose"}),
        ("g", True, None),
        ("o", False, None),
    ]


def test_the_word_or_stands_before_the_choice_that_is_named() -> None:
    items = choice_items(Choosing()["colour"], divider_before="o")

    assert [item.get("value", item.get("divider")) for item in items] == ["r", "g", "or", "o"]


def test_choices_come_in_runs_of_one_group() -> None:
    groups = choice_groups(Choosing()["owner"])

    assert [(group, [item["text"] for item in items]) for group, items in groups] == [
        ("", ["Choose from the list"]),
        ("Kirklees", ["Head"]),
        ("Leeds", ["Head"]),
    ]
