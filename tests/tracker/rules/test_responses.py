"""When an answer is due, what may be done with it in each state, and whose own it is."""

from datetime import date

import pytest

from inspections.choices import DatePrecision
from tracker.choices import Decision, Role
from tracker.errors import InvalidInput, WrongState
from tracker.rules import responses
from tracker.rules.access import Actor, Grant
from tracker.rules.responses import Standing

DAY, MONTH = DatePrecision.DAY, DatePrecision.MONTH


@pytest.mark.parametrize(
    ("is_open", "has_confirmed", "newest_is_draft", "standing"),
    [
        (True, False, False, Standing.NONE),
        (True, False, True, Standing.DRAFT),
        (True, True, False, Standing.CONFIRMED),
        (True, True, True, Standing.REDRAFTED),
        (False, False, False, Standing.ENDED),
        (False, True, True, Standing.ENDED),
    ],
)
def test_where_an_answer_stands(is_open, has_confirmed, newest_is_draft, standing):
    found = responses.standing_of(is_open=is_open, has_confirmed=has_confirmed, newest_is_draft=newest_is_draft)

    assert found is standing


@pytest.mark.parametrize(
    ("standing", "drafts", "confirms"),
    [
        (Standing.NONE, True, False),
        (Standing.DRAFT, True, True),
        (Standing.CONFIRMED, True, False),
        (Standing.REDRAFTED, True, True),
        (Standing.ENDED, False, False),
    ],
)
def test_what_may_be_done_in_each_state(standing, drafts, confirms):
    assert (responses.can_draft(standing), responses.can_confirm(standing)) == (drafts, confirms)


@pytest.mark.parametrize("check", [responses.check_can_draft, responses.check_can_confirm])
def test_what_has_ended_is_refused(check):
    with pytest.raises(WrongState, match="no longer answers"):
        check(Standing.ENDED)


def test_nothing_to_confirm_is_refused():
    with pytest.raises(WrongState, match="Draft a response first"):
        responses.check_can_confirm(Standing.CONFIRMED)


@pytest.mark.parametrize(
    ("published_on", "precision", "answers_from", "asked_on"),
    [
        (date(2026, 11, 10), DAY, date(2026, 11, 10), date(2026, 11, 10)),
        (date(2026, 11, 1), MONTH, date(2026, 11, 1), date(2026, 11, 30)),
        (date(2024, 2, 1), MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        (date(2020, 11, 10), DAY, date(2021, 6, 26), date(2021, 6, 26)),
        (None, DAY, date(2026, 11, 12), date(2026, 11, 12)),
    ],
)
def test_the_clock_starts_on_the_later_day(published_on, precision, answers_from, asked_on):
    found = responses.asked_on(published_on=published_on, precision=precision, answers_from=answers_from)

    assert found == asked_on


@pytest.mark.parametrize(
    ("on", "is_answered", "is_overdue"),
    [
        (date(2026, 12, 9), False, False),
        (date(2026, 12, 10), False, False),
        (date(2026, 12, 11), False, True),
        (date(2026, 12, 11), True, False),
    ],
)
def test_an_answer_due_today_is_not_overdue(on, is_answered, is_overdue):
    due = responses.due_on(date(2026, 11, 10), days=30)

    assert responses.is_overdue(due=due, is_answered=is_answered, on=on) is is_overdue


@pytest.mark.parametrize(
    ("decision", "part", "reasons", "field"),
    [
        (Decision.AGREED, "", "", None),
        (Decision.PARTLY_AGREED, "The first half", "The rest costs too much", None),
        (Decision.PARTLY_AGREED, "", "The rest costs too much", "agreed_part"),
        (Decision.PARTLY_AGREED, "The first half", "", "reasons"),
        (Decision.NOT_AGREED, "", "It is done elsewhere", None),
        (Decision.NOT_AGREED, "", "", "reasons"),
        (Decision.NOT_AGREED, "", "x" * 2001, "reasons"),
        (Decision.PARTLY_AGREED, "x" * 2001, "Costs", "agreed_part"),
    ],
)
def test_which_words_each_decision_needs(decision, part, reasons, field):
    refused = None
    try:
        responses.check_words(decision=decision, agreed_part=part, reasons=reasons)
    except InvalidInput as refusal:
        refused = refusal.field

    assert refused == field


@pytest.mark.parametrize(
    ("role", "place", "path", "kind", "is_own"),
    [
        (Role.HEAD_OF_PDU, "/h/y/k/", "/h/y/k/", "pdu", True),
        (Role.REGIONAL_LEAD, "/h/y/", "/h/y/k/", "pdu", False),
        (Role.REGIONAL_LEAD, "/h/y/", "/h/y/", "region", True),
        (Role.REGIONAL_LEAD, "/h/y/", "/h/y/f/", "function", True),
        (Role.NATIONAL, "/h/", "/h/y/", "region", False),
        (Role.NATIONAL, "/h/", "/h/", "agency", True),
        (Role.ACTION_OWNER, "/h/y/k/", "/h/y/k/", "pdu", False),
        (Role.AUDITOR, "/h/", "/h/", "agency", False),
    ],
)
def test_a_body_is_its_own_managers(role, place, path, kind, is_own):
    actor = Actor(person_id=1, name="Somebody", grants=(Grant(role, place),))

    assert responses.is_own_body(actor, path=path, kind=kind) is is_own
