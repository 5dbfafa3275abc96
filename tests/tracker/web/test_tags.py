"""Tags and dates that are made once for each distinct value."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from markupsafe import Markup

from tracker.choices import ActionStatus
from tracker.web import tags

MARCH = date(2027, 3, 5)
QUIET = '<span class="app-line app-quiet">'


def test_a_state_and_its_words_have_the_same_tag() -> None:
    assert tags.tag(ActionStatus.IN_PROGRESS) == tags.tag("In progress")


def test_marked_up_words_are_not_taken_for_plain_ones() -> None:
    assert "&lt;b&gt;" in tags.tag("<b>")
    assert "<b>" in tags.tag(Markup("<b>"))
    assert "&lt;b&gt;" in tags.tag("<b>")


def test_words_after_a_comma_keep_the_colour() -> None:
    assert tags.tag("Not yet acknowledged, 7 days") == (
        '<strong class="govuk-tag govuk-tag--orange">Not yet acknowledged, 7 days</strong>'
    )


def test_several_tags_stand_on_lines() -> None:
    assert tags.tag_lines(["Draft", "Closed"]) == (
        f'<span class="app-line">{tags.tag("Draft")}</span><span class="app-line">{tags.tag("Closed")}</span>'
    )
    assert tags.tag_lines([]) == ""


@pytest.mark.parametrize(
    ("day", "precision", "long", "short"),
    [
        (MARCH, "day", "5 March 2027", "5 Mar 2027"),
        (MARCH, "month", "March 2027", "March 2027"),
        (None, "day", "No date", "No date"),
        (None, "month", "No date", "No date"),
        (datetime(2026, 7, 1, 23, 5, tzinfo=UTC), "", "2 July 2026", "2 Jul 2026"),
    ],
)
def test_dates_are_as_precise_as_they_were_given(day: Any, precision: str, long: str, short: str) -> None:
    assert tags.due_date(day, precision) == long
    assert tags.due_date_short(day, precision) == f'<span class="app-nowrap">{short}</span>'


def test_a_report_without_a_date_says_so() -> None:
    assert tags.report_date(None, "day") == "Date not in the report"
    assert tags.report_date(MARCH, "month") == "March 2027"


@pytest.mark.parametrize(
    ("urgency", "blocked", "words"),
    [
        (None, "", ["In progress"]),
        ("overdue", "", ["In progress", "Overdue"]),
        ("due-this-week", "the IT team", ["In progress", "Due this week", "Blocked"]),
    ],
)
def test_an_action_has_its_state_how_urgent_it_is_and_that_it_is_blocked(
    urgency: str | None, blocked: str, words: list[str]
) -> None:
    action: Any = SimpleNamespace(
        get_status_display=lambda: "In progress", urgency=lambda on: urgency, blocked_by_whom=blocked
    )

    shown = tags.action_tags(action, MARCH)

    assert shown.split(">")[1::2] == [f"{word}</strong" for word in words]


def view(**fields: Any) -> Any:
    facts = {"dated_on": MARCH, "precision": "day", "state": None, "answer_by_on": None} | fields
    return SimpleNamespace(category=SimpleNamespace(label="Some progress"), **facts)


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({}, f'{QUIET}<span class="app-nowrap">5 Mar 2027</span></span>'),
        ({"dated_on": None}, f"{QUIET}no date</span>"),
        ({"dated_on": None, "state": SimpleNamespace(name="NONE", label="None")}, f"{QUIET}no date</span>"),
        (
            {"dated_on": None, "state": SimpleNamespace(name="WAITING", label="Not yet <reviewed>")},
            f"{QUIET}no date</span>{QUIET}Not yet &lt;reviewed&gt;</span>",
        ),
        (
            {"dated_on": None, "state": SimpleNamespace(name="RETURNED", label="Returned"), "answer_by_on": MARCH},
            f'{QUIET}no date</span>{QUIET}Returned, answer by <span class="app-nowrap">5 Mar 2027</span></span>',
        ),
    ],
)
def test_a_view_is_said_with_its_date_and_its_review(fields: dict[str, Any], lines: str) -> None:
    assert tags.said(view(**fields)) == f"{tags.tag('Some progress')}{lines}"


def test_where_nothing_was_said_it_says_so() -> None:
    assert tags.said(None) == '<span class="app-quiet">Not yet said</span>'
