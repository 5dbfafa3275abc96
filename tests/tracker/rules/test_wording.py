"""Dates, counts and plurals as a person reads them."""

from datetime import UTC, date, datetime

import pytest

from inspections.choices import DatePrecision
from tracker.rules import wording

MARCH = date(2025, 3, 5)
SUMMER_NIGHT = datetime(2025, 7, 1, 23, 5, tzinfo=UTC)  # five past midnight in London, on the second


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (wording.date_long, "5 March 2025"),
        (wording.date_short, "5 Mar 2025"),
        (wording.date_day, "Wednesday 5 March 2025"),
        (wording.date_month, "March 2025"),
        (wording.date_without_year, "5 March"),
    ],
)
def test_a_day(words, said):
    assert words(MARCH) == said


@pytest.mark.parametrize(
    "words",
    [
        wording.date_long,
        wording.date_short,
        wording.date_day,
        wording.date_month,
        wording.date_without_year,
        wording.date_time,
    ],
)
def test_no_day(words):
    assert words(None) == ""


def test_a_moment_is_said_as_its_day_in_london():
    assert wording.date_long(SUMMER_NIGHT) == "2 July 2025"


def test_a_moment_is_said_with_the_time_in_london():
    assert wording.date_time(SUMMER_NIGHT) == "2 July 2025 at 12:05am"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2025, 3, 5, 0, 0, tzinfo=UTC), "12:00am"),
        (datetime(2025, 3, 5, 9, 5, tzinfo=UTC), "9:05am"),
        (datetime(2025, 3, 5, 11, 59, tzinfo=UTC), "11:59am"),
        (datetime(2025, 3, 5, 12, 0, tzinfo=UTC), "12:00pm"),
        (datetime(2025, 3, 5, 23, 59, tzinfo=UTC), "11:59pm"),
        (SUMMER_NIGHT, "12:05am"),
    ],
)
def test_the_time_on_a_clock_in_london(at, said):
    assert wording.clock(at) == said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2025, 3, 5, 9, 5, tzinfo=UTC), "5 March 2025 at 09:05"),
        (datetime(2025, 3, 5, 14, 30, tzinfo=UTC), "5 March 2025 at 14:30"),
        (SUMMER_NIGHT, "2 July 2025 at 00:05"),
    ],
)
def test_a_file_is_stamped_by_the_24_hours_of_london(at, said):
    assert wording.date_stamp(at) == said


@pytest.mark.parametrize(
    ("due_on", "precision", "said"),
    [
        (date(2026, 2, 27), DatePrecision.DAY, "due 27 February 2026"),
        (date(2026, 3, 1), DatePrecision.DAY, "due 1 March 2026"),
        (date(2026, 2, 28), DatePrecision.MONTH, "due February 2026"),
    ],
)
def test_a_due_date_is_said_as_exactly_as_it_was_given(due_on, precision, said):
    assert wording.date_due(due_on, precision) == said


@pytest.mark.parametrize("precision", list(DatePrecision))
def test_every_precision_has_its_words(precision):
    expected = {DatePrecision.DAY: "5 March 2025", DatePrecision.MONTH: "March 2025"}

    assert wording.date_stated(MARCH, precision) == expected[precision]


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 actions"), (1, "1 action"), (2, "2 actions"), (1000, "1,000 actions")]
)
def test_plural(count, said):
    assert wording.plural(count, "action") == said


def test_plural_stops_counting_at_a_thousand():
    assert wording.plural(1204, "action") == "1,000+ actions"


@pytest.mark.parametrize(("count", "said"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (1204, "1,204 days")])
def test_an_exact_plural_is_said_in_full(count, said):
    assert wording.exact_plural(count, "day") == said


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 working days"), (1, "1 working day"), (2, "2 working days"), (1204, "1204 working days")]
)
def test_a_plain_plural_has_no_comma(count, said):
    assert wording.plain_plural(count, "working day") == said


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 pieces of evidence"), (1, "1 piece of evidence"), (2, "2 pieces of evidence")]
)
def test_a_plain_plural_of_its_own(count, said):
    assert wording.plain_plural(count, "piece of evidence", "pieces of evidence") == said


@pytest.mark.parametrize(("count", "said"), [(0, "are"), (1, "is"), (2, "are"), (1204, "are")])
def test_a_verb_goes_with_its_count(count, said):
    assert wording.verb(count, "is", "are") == said


@pytest.mark.parametrize(
    ("count", "said"), [(0, "bodies"), (1, "body"), (2, "bodies"), ("1", "body"), ("1,000+", "bodies")]
)
def test_a_noun_of_its_own_plural(count, said):
    assert wording.noun(count, "body", "bodies") == said


@pytest.mark.parametrize(("count", "said"), [(1, "once"), (2, "twice"), (3, "3 times")])
def test_times(count, said):
    assert wording.times(count) == said


@pytest.mark.parametrize(("text", "said"), [("Due date", "due date"), ("PDU", "PDU"), ("", "")])
def test_the_middle_of_a_sentence(text, said):
    assert wording.starts_lower(text) == said


@pytest.mark.parametrize(
    ("text", "said"), [("check each plan", "Check each plan"), ("HMPPS leads", "HMPPS leads"), ("", "")]
)
def test_the_beginning_of_a_line(text, said):
    assert wording.starts_upper(text) == said


@pytest.mark.parametrize(
    ("noun", "said"),
    [("the reason", "The reason"), ("a post", "The post"), ("an area", "The area"), ("PDU count", "PDU count")],
)
def test_the_start_of_a_sentence(noun, said):
    assert wording.starts_sentence(noun) == said


@pytest.mark.parametrize(
    ("limit", "said"),
    [(200, "The reason must be 200 characters or fewer"), (5000, "The reason must be 5,000 characters or fewer")],
)
def test_too_long(limit, said):
    assert wording.too_long("the reason", limit) == said
