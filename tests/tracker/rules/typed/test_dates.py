"""A date is read as people type it, and what is not plainly one is refused."""

from datetime import date, timedelta

import pytest

from inspections.choices import DatePrecision
from tracker.rules.typed.dates import Towards, TypedDate, month_number, read_date
from tracker.rules.wording import date_day, date_long, date_month, date_short, date_without_year

TODAY = date(2026, 11, 30)
FIFTH = date(2027, 3, 5)


def day(text: str, towards: Towards = Towards.FUTURE) -> date | None:
    read = read_date(text, today=TODAY, towards=towards)
    assert read is None or read.precision is DatePrecision.DAY
    return read and read.on


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "5 March",
            "5 March 2027",
            "5th March 2027",
            "5th of March",
            "the 5th of March 2027",
            "5 Mar 27",
            "5mar",
            "5mar 27",
        ),
        *("5/3/27", "5/3/2027", "05/03/2027", "5.3.27", "5-3-2027", "5 3 2027", "5/3", "5 \u2013 3 \u2013 2027"),
        *("2027-03-05", "2027/3/5", "March 5", "March 5th, 2027", "mar 5 2027", "  5   MARCH,  2027 "),
        *("Friday 5 March 2027", "Fri 5 March", "friday, 5/3/27", "5th\u00a0March 2027"),
    ],
)
def test_the_fifth_of_march_in_every_way(typed: str) -> None:
    assert day(typed) == FIFTH


@pytest.mark.parametrize(
    "typed",
    [
        "March 2027",
        "3/2027",
        "03.2027",
        "mar-2027",
        "2027-03",
        "end of March",
        "the end of March",
        "end March",
        "End of March 2027",
        "end of mar 27",
    ],
)
def test_a_month_is_a_month(typed: str) -> None:
    assert read_date(typed, today=TODAY) == TypedDate(date(2027, 3, 1), DatePrecision.MONTH)


@pytest.mark.parametrize("typed", ["end of month", "end of the month", "End of this month", "end of November"])
def test_the_end_of_this_month_is_this_month(typed: str) -> None:
    assert read_date(typed, today=TODAY) == TypedDate(date(2026, 11, 1), DatePrecision.MONTH)


@pytest.mark.parametrize(("typed", "on"), [("March 25", date(2027, 3, 25)), ("March 27th", date(2027, 3, 27))])
def test_a_day_behind_its_month_is_one_that_can_be_no_year(typed: str, on: date) -> None:
    assert day(typed) == on


@pytest.mark.parametrize(
    ("typed", "future", "past"),
    [
        ("5 March", date(2027, 3, 5), date(2026, 3, 5)),
        ("30 November", TODAY, TODAY),
        ("1 December", date(2026, 12, 1), date(2025, 12, 1)),
        ("29/11", date(2027, 11, 29), date(2026, 11, 29)),
        ("29 February", None, None),
        ("today", TODAY, TODAY),
        ("tomorrow", date(2026, 12, 1), date(2026, 12, 1)),
        ("Yesterday", date(2026, 11, 29), date(2026, 11, 29)),
    ],
)
def test_without_its_year_a_date_is_the_next_or_the_last(typed: str, future: date | None, past: date | None) -> None:
    assert (day(typed), day(typed, Towards.PAST)) == (future, past)


def test_the_end_of_a_month_that_is_past_is_last_years() -> None:
    read = read_date("end of December", today=TODAY, towards=Towards.PAST)
    assert read == TypedDate(date(2025, 12, 1), DatePrecision.MONTH)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            "soon",
            "March",
            "5",
            "2027",
            "27",
            "next Friday",
            "5 March or later",
            "by 5 March",
            "5 March 2027 at 9am",
        ),
        *("31/2/2027", "30 February 2027", "0/3/2027", "32 March", "5/13/2027", "13/2027", "5/3/027", "5/3/20271"),
        *(
            "March 0000",
            "0000-03-05",
            "5 M",
            "5 ma 2027",
            "Monday 5 March 2027",
            "Sunday",
            "5 3 27 1",
            "March 27",
            "mar 31",
        ),
        *("March \u0662\u0660\u0662\u0667", "\u0665/\u0663/2027", "\u00b2/3/2027", "end of", "end of the world"),
    ],
)
def test_what_is_not_plainly_a_date_is_refused(typed: str) -> None:
    assert read_date(typed, today=TODAY) is None


@pytest.mark.parametrize(
    "words", [date_long, date_short, date_day, lambda on: f"{on:%d/%m/%y}", lambda on: on.isoformat()]
)
def test_what_pages_and_mails_say_is_read_as_the_same_day(words) -> None:
    days = [date(2026, 1, 1) + timedelta(days=9 * step) for step in range(200)]
    assert [day(words(each)) for each in days] == days


def test_what_pages_say_of_a_month_is_read_as_the_same_month() -> None:
    months = [date(2027, month, 1) for month in range(1, 13)]
    assert [read_date(date_month(each), today=TODAY) for each in months] == [
        TypedDate(each, DatePrecision.MONTH) for each in months
    ]


def test_a_day_without_its_year_is_read_back_as_it_was_said() -> None:
    days = [TODAY + timedelta(days=step) for step in range(365)]
    assert [day(date_without_year(each)) for each in days] == days


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3", 3),
        ("03", 3),
        ("12", 12),
        ("March", 3),
        ("mar", 3),
        ("Sept", 9),
        ("jun", 6),
        ("0", None),
        ("13", None),
        ("ju", None),
        ("Marchy", None),
        ("٣", None),
        ("", None),
    ],
)
def test_a_month_is_a_number_or_the_start_of_its_name(typed: str, number: int | None) -> None:
    assert month_number(typed) == number
