"""Dates as reports print them: one day, several days, weeks and months of one visit."""

import pytest

from inspections.reader.dates import first_date

DATES = {
    "4 March 2025": "2025-03-04",
    "in May 2024": "2024-05",
    "3/3/2025 to 14/3/2025": "2025-03-03",
    "2025-03-04": "2025-03-04",
    "March 4, 2025": "2025-03-04",
    "3 to 14 March 2025": "2025-03-03",
    "3 March and 14 March 2025": "2025-03-03",
    "9 and 10 June and 1 July 2024": "2024-06-09",
    "9, 10 and 11 June 2024": "2024-06-09",
    "Monday 10, Tuesday 11 and Friday 14 June 2024": "2024-06-10",
    "3rd, 4th & 11th of March 2025": "2025-03-03",
    "3–7 March and 17–21 March 2025": "2025-03-03",
    "3 March until 14 March 2025": "2025-03-03",
    "3 March and ended on 14 March 2025": "2025-03-03",
    "30 November – 4 December 2025": "2025-11-30",
    "29 December to 9 January 2026": "2025-12-29",
    "29 and 30 December 2025 and 5 January 2026": "2025-12-29",
    "weeks beginning 3 and 10 March 2025": "2025-03-03",
    "January, February and March 2025": "2025-01",
    "December and January 2026": "2025-12",
    "December 2025 to January 2026": "2025-12",
    "we read 24 cases. Then, on 26 June 2021": "2021-06-26",
    "it may be 4 March 2025": "2025-03-04",
    "no date at all": None,
}


@pytest.mark.parametrize(("words", "expected"), DATES.items())
def test_the_first_date_is_read(words: str, expected: str | None):
    assert first_date(words) == expected
