"""What a person is told when an action becomes theirs."""

from datetime import date

import pytest

from inspections.choices import DatePrecision
from tracker.notifications.rules.assignments import Assigned

DAY, MONTH = DatePrecision.DAY, DatePrecision.MONTH


@pytest.mark.parametrize(
    ("due_on", "precision", "due"),
    [
        (date(2026, 3, 9), DAY, "due 9 March 2026"),
        (date(2026, 3, 31), MONTH, "due March 2026"),
        (None, DAY, "without a date"),
    ],
)
def test_it_says_what_is_to_be_done_for_which_post_and_by_when(
    due_on: date | None, precision: DatePrecision, due: str
) -> None:
    row = Assigned("ACT-0001", "Brief the managers", "Head of PDU, Kirklees", due_on, precision)

    assert row.lines == ("Action: Brief the managers", f"ACT-0001, for the post Head of PDU, Kirklees, {due}")


def test_it_leads_to_the_action_and_says_which_one() -> None:
    row = Assigned("ACT-0001", "Brief the managers", "Head of PDU, Kirklees", None, DAY)

    assert row.address == "/actions/ACT-0001/"
    assert (row.link, row.link_about) == ("See this action", "ACT-0001, Brief the managers")
