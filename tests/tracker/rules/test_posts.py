"""When a post may pass on or be covered, what it may be called, and how a post that was given is told."""

from datetime import date, timedelta

import pytest

from tracker.errors import InvalidInput
from tracker.rules.posts import (
    AHEAD,
    BACK,
    TITLE_LIMIT,
    check_cover,
    check_end,
    check_start,
    check_title,
)

TODAY = date(2026, 11, 18)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("", "Enter the name of the post"),
        ("x" * (TITLE_LIMIT + 1), "must be 200 characters or fewer"),
        ("HEAD of PDU", "has a post with this title already"),
    ],
)
def test_a_title_that_cannot_be_is_refused(title: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as refusal:
        check_title(title, taken=["Head of PDU"])

    assert refusal.value.field == "title"


@pytest.mark.parametrize("title", ["Business manager", "x" * TITLE_LIMIT])
def test_another_title_is_taken(title: str) -> None:
    check_title(title, taken=["Head of PDU"])


@pytest.mark.parametrize("from_on", [TODAY - BACK, TODAY, TODAY + AHEAD])
def test_a_holder_begins_within_a_month_back_and_a_year_ahead(from_on: date) -> None:
    check_start(from_on=from_on, on=TODAY, held_from=None)


@pytest.mark.parametrize("from_on", [TODAY - BACK - DAY, TODAY + AHEAD + DAY])
def test_a_day_further_away_is_taken_for_a_slip(from_on: date) -> None:
    with pytest.raises(InvalidInput, match="between 18 October 2026 and 19 November 2027") as refusal:
        check_start(from_on=from_on, on=TODAY, held_from=None)

    assert refusal.value.field == "from_on"


@pytest.mark.parametrize(
    ("held_from", "words"),
    [
        (TODAY - DAY, "after 17 November 2026, when Ann took up"),
        (TODAY + DAY, "after 19 November 2026, when Ann takes up"),
    ],
)
def test_a_holder_begins_after_the_one_before(held_from: date, words: str) -> None:
    check_start(from_on=held_from + DAY, on=TODAY, held_from=held_from, holder="Ann")

    with pytest.raises(InvalidInput, match=words):
        check_start(from_on=held_from, on=TODAY, held_from=held_from, holder="Ann")


def test_a_post_becomes_vacant_after_its_holder_began() -> None:
    with pytest.raises(InvalidInput, match="when its holder took up this post"):
        check_end(to_on=TODAY, on=TODAY, held_from=TODAY)


@pytest.mark.parametrize(
    ("from_on", "last_on", "words"),
    [
        (TODAY + DAY, TODAY, "the first day or later"),
        (TODAY - 9 * DAY, TODAY - DAY, "today or later"),
        (TODAY, TODAY + AHEAD + DAY, "19 November 2027 or earlier"),
    ],
)
def test_leave_that_cannot_be_covered_is_refused(from_on: date, last_on: date, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as refusal:
        check_cover(from_on=from_on, last_on=last_on, on=TODAY)

    assert refusal.value.field == "last_on"


@pytest.mark.parametrize("last_on", [TODAY, TODAY + AHEAD])
def test_leave_that_began_before_can_still_be_covered(last_on: date) -> None:
    check_cover(from_on=TODAY - 9 * DAY, last_on=last_on, on=TODAY)
