"""The filters and links of templates: dates, counts, paragraphs, query strings."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.test import RequestFactory

MARCH = date(2025, 3, 5)
SUMMER = datetime(2025, 7, 1, 23, 5, tzinfo=UTC)  # five past midnight in London, on the second
WINTER = datetime(2025, 3, 5, 9, 32, tzinfo=UTC)


def render(text: str, **facts: Any) -> str:
    return str(engines["jinja2"].from_string(text).render(facts))  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("{{ it | date_long }}", MARCH, "5 March 2025"),
        ("{{ it | date_long }}", SUMMER, "2 July 2025"),
        ("{{ it | date_long }}", None, ""),
        ("{{ it | date_short }}", MARCH, "5 Mar 2025"),
        ("{{ it | date_day }}", MARCH, "Wednesday 5 March 2025"),
        ("{{ it | date_month }}", date(2027, 3, 1), "March 2027"),
        ("{{ it | date_time }}", WINTER, "5 March 2025 at 9:32am"),
        ("{{ it | date_time }}", SUMMER, "2 July 2025 at 12:05am"),
        ("{{ it | date_time }}", datetime(2025, 3, 5, 12, 0, tzinfo=UTC), "5 March 2025 at 12:00pm"),
        ("{{ it | counted }}", 0, "0"),
        ("{{ it | counted }}", 1000, "1,000"),
        ("{{ it | counted }}", 1001, "1,000+"),
        ("{{ it | plural('action') }}", 1, "1 action"),
        ("{{ it | plural('action') }}", 0, "0 actions"),
        ("{{ it | plural('body', 'bodies') }}", 2, "2 bodies"),
        ("{{ it | noun('action') }}", "0", "actions"),
        ("{{ it | noun('action') }}", "1", "action"),
        ("{{ it | noun('action') }}", "2", "actions"),
        ("{{ it | noun('overdue action') }}", 1, "overdue action"),
        ("{{ it | starts_lower }}", "Due date", "due date"),
        ("{{ it | starts_lower }}", "PDU", "PDU"),
    ],
)
def test_words(text: str, value: Any, words: str) -> None:
    assert render(text, it=value) == words


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("one", '<p class="govuk-body">one</p>'),
        ("one\r\ntwo", '<p class="govuk-body">one<br>\ntwo</p>'),
        ("one\n\n \ntwo", '<p class="govuk-body">one</p>\n<p class="govuk-body">two</p>'),
        ("<b>&", '<p class="govuk-body">&lt;b&gt;&amp;</p>'),
        ("", ""),
        (None, ""),
    ],
)
def test_typed_text_keeps_its_paragraphs_and_nothing_else(typed: str | None, shown: str) -> None:
    assert render("{{ it | paragraphs }}", it=typed) == shown


@pytest.mark.parametrize(
    ("changes", "link"),
    [
        ("sort='-due'", "?region=a&amp;region=b&amp;after=9&amp;sort=-due"),
        ("after=none", "?region=a&amp;region=b"),
        ("region=['b'], after=''", "?region=b"),
        ("region=none, after=none", "?"),
        ("q='a&b'", "?region=a&amp;region=b&amp;after=9&amp;q=a%26b"),
    ],
)
def test_a_link_keeps_the_rest_of_the_query(changes: str, link: str) -> None:
    request = RequestFactory().get("/", {"region": ["a", "b"], "after": "9"})

    assert render(f"{{{{ with_query(request, {changes}) }}}}", request=request) == link


def test_only_pages_that_exist_are_linked_to() -> None:
    assert render("{{ has_page('help') }} {{ has_page('no-such-page') }}") == "True False"


@pytest.mark.parametrize(
    ("status", "mark_up"),
    [
        ("Overdue", '<strong class="govuk-tag govuk-tag--red">Overdue</strong>'),
        ("In progress", '<strong class="govuk-tag app-tag--light-blue">In progress</strong>'),
        ("Not yet started", '<strong class="govuk-tag">Not yet started</strong>'),
        ("Completed", '<span class="app-plain-status">Completed</span>'),
        ("<b>", '<strong class="govuk-tag govuk-tag--grey">&lt;b&gt;</strong>'),
    ],
)
def test_a_tag_has_one_colour_for_one_word(status: str, mark_up: str) -> None:
    text = '{% from "components/tags.html" import tag %}{{ tag(it) }}'

    assert render(text, it=status).strip() == mark_up


# Nouns that follow a number on a page: (template, number, how it is read out).
READ_OUT = [
    ("tracker/reviews/parts.html", "waiting_words", [0, 0], "0 self-assessments"),
    ("tracker/reviews/parts.html", "waiting_words", [1, 1], "1 self-assessment Review 1 self-assessment"),
    ("tracker/reviews/parts.html", "waiting_words", [2, 2], "2 self-assessments Review 2 self-assessments"),
]


@pytest.mark.parametrize(("template", "macro", "numbers", "words"), READ_OUT)
def test_a_number_is_read_out_with_its_noun(template: str, macro: str, numbers: list[int], words: str) -> None:
    shown = render(f"{{% from '{template}' import {macro} %}}{{{{ {macro}(it, '') }}}}", it=numbers)

    assert " ".join(re.sub(r"<[^>]+>", " ", shown).split()) == words


TEMPLATES = sorted((Path(__file__).resolve().parents[3] / "templates").rglob("*.html"))
# A plural that stands whatever the number is: `about="overdue actions` in a link whose text is a count.
FIXED_PLURAL = re.compile(
    r"link\([^,]*(?:counted|count|overdue|length)\b[^,]*,[^\n]*?" r'about="[a-z -]+s\b(?! [a-z]*\|)[^"]*"'
)
# A number, and a noun that does not ask it.
BARE_NOUN = re.compile(r"\{\{ [^}]*\| (?:length|counted) \}\} (?:[a-z-]+ )?[a-z-]+s\b(?<!is)(?<!has)")


@pytest.mark.parametrize("pattern", [FIXED_PLURAL, BARE_NOUN])
def test_no_template_says_a_plural_of_whatever_number(pattern: re.Pattern[str]) -> None:
    fixed = [f"{path.name}: {match.group()}" for path in TEMPLATES for match in pattern.finditer(path.read_text())]

    assert fixed == []
