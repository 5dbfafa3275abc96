"""What was said before this service: what is owed then, which days and words fit, and how pages say it."""

from datetime import date
from itertools import product

import pytest

from tracker.choices import BeforeService, Decision
from tracker.errors import InvalidInput
from tracker.rules.intake.said_before import (
    PaperAnswer,
    SaysBefore,
    alert_is_asked,
    before_words,
    check_answers,
    check_said,
    check_stays_ended,
    check_takes_back,
    is_asked,
    judged_words,
    standing_words,
)

PUBLISHED, DAY, TODAY = date(2024, 2, 1), date(2024, 5, 3), date(2026, 11, 18)
NOT_YET, ANSWERED, JUDGED = BeforeService
AGREED, PARTLY, NOT = Decision


@pytest.mark.parametrize(
    ("is_open", "known_from_later", "is_judged", "asked"),
    [
        (True, False, False, True),
        (True, False, True, False),
        (True, True, False, False),
        (True, True, True, False),
        (False, False, False, False),
        (False, False, True, False),
        (False, True, False, False),
        (False, True, True, False),
    ],
)
def test_what_is_owed(is_open, known_from_later, is_judged, asked):
    assert is_asked(is_open=is_open, known_from_later=known_from_later, is_judged=is_judged) is asked


@pytest.mark.parametrize(
    ("has_judged", "has_asked", "asked"),
    [(False, False, True), (False, True, True), (True, True, True), (True, False, False)],
)
def test_an_alert_asks_until_all_of_its_report_is_judged(has_judged, has_asked, asked):
    assert alert_is_asked(has_judged=has_judged, has_asked=has_asked) is asked


@pytest.mark.parametrize(
    ("said", "on", "refused"),
    [
        (NOT_YET, None, ""),
        (NOT_YET, TODAY.replace(year=2030), ""),
        (ANSWERED, DAY, ""),
        (ANSWERED, PUBLISHED, ""),
        (ANSWERED, TODAY, ""),
        (JUDGED, DAY, ""),
        (ANSWERED, None, "Enter the day on which HMPPS answered"),
        (JUDGED, None, "Enter the day of the later report"),
        (ANSWERED, date(2026, 11, 19), "The day must be today or in the past"),
        (ANSWERED, date(2024, 1, 31), "The day must be after the report was published"),
        (JUDGED, PUBLISHED, "The day must be after the report was published"),
    ],
)
def test_which_days_fit(said, on, refused):
    says = SaysBefore(said, on)

    if not refused:
        check_said(says, published_on=PUBLISHED, on=TODAY)
        return
    with pytest.raises(InvalidInput, match=refused) as found:
        check_said(says, published_on=PUBLISHED, on=TODAY)
    assert found.value.field == "said_on"


def test_a_report_without_a_date_takes_any_day_until_now():
    check_said(SaysBefore(ANSWERED, date(1999, 1, 1)), published_on=None, on=TODAY)


@pytest.mark.parametrize(("decision", "words"), list(product((PARTLY, NOT), ("", "  "))))
def test_what_was_not_agreed_to_needs_its_words(decision, words):
    with pytest.raises(InvalidInput, match="Enter what HMPPS said") as found:
        check_answers(SaysBefore(ANSWERED, DAY, {"7": PaperAnswer(decision, words)}), are_needed=True)
    assert found.value.field == "words_7"


@pytest.mark.parametrize(
    ("words", "refused"),
    [("a" * 2001, "must be 2,000 characters or fewer"), ("Ask about QQ 12 34 56 C", "a case, prison or police number")],
)
def test_words_are_checked_like_those_of_a_response(words, refused):
    with pytest.raises(InvalidInput, match=refused) as found:
        check_answers(SaysBefore(ANSWERED, DAY, {"7": PaperAnswer(AGREED, words)}), are_needed=True)
    assert found.value.field == "words_7"


def test_yes_needs_an_answer_unless_one_is_recorded():
    with pytest.raises(InvalidInput, match="at least one recommendation"):
        check_answers(SaysBefore(ANSWERED, DAY), are_needed=True)
    check_answers(SaysBefore(ANSWERED, DAY), are_needed=False)
    check_answers(SaysBefore(ANSWERED, DAY, {"7": PaperAnswer(AGREED)}), are_needed=True)
    check_answers(SaysBefore(JUDGED, DAY), are_needed=True)
    check_answers(SaysBefore(NOT_YET), are_needed=True)


@pytest.mark.parametrize(
    ("said", "has_answers", "refused"),
    [(said, has, said is NOT_YET and has) for said, has in product(BeforeService, (True, False))],
)
def test_not_yet_denies_no_recorded_answer(said, has_answers, refused):
    if not refused:
        check_takes_back(said=said, has_answers=has_answers)
        return
    with pytest.raises(InvalidInput, match="Answers are recorded already"):
        check_takes_back(said=said, has_answers=has_answers)


@pytest.mark.parametrize(("decision", "has_ended"), list(product(Decision, (True, False))))
def test_an_answer_that_ended_a_duty_stays(decision, has_ended):
    if decision is NOT or not has_ended:
        check_stays_ended(PaperAnswer(decision, "Costs"), has_ended=has_ended, field="decision_7")
        return
    with pytest.raises(InvalidInput, match="stays ‘Not agreed’") as found:
        check_stays_ended(PaperAnswer(decision, "Costs"), has_ended=has_ended, field="decision_7")
    assert found.value.field == "decision_7"


@pytest.mark.parametrize(
    ("is_judged", "judged_on", "precision", "answered_on", "words"),
    [
        (False, None, "", None, ""),
        (False, None, "", DAY, "Answered before this service, on 3 May 2024"),
        (True, DAY, "day", None, "Judged by a later report, on 3 May 2024"),
        (True, DAY, "month", DAY, "Judged by a later report, in May 2024"),
        (True, None, "", None, "Judged by a later report"),
    ],
)
def test_what_lists_say(is_judged, judged_on, precision, answered_on, words):
    said = standing_words(is_judged=is_judged, judged_on=judged_on, judged_precision=precision, answered_on=answered_on)

    assert said == words


@pytest.mark.parametrize(
    ("said", "on", "words"),
    [
        (NOT_YET, None, "Not answered before this service"),
        (ANSWERED, DAY, "Answered before this service, on 3 May 2024"),
        (JUDGED, DAY, "Judged by a later report, on 3 May 2024. It asks for nothing"),
    ],
)
def test_what_the_page_of_a_report_says(said, on, words):
    assert before_words(said, on) == words
    assert judged_words(None) == "Judged by a later report"
