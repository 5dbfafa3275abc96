"""What was said of a report before this service: what is owed of it then, what may be recorded, and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from inspections.choices import DatePrecision
from tracker.choices import BeforeService, Decision
from tracker.errors import InvalidInput
from tracker.rules.free_text import check_free_text
from tracker.rules.responses import WORDS_LIMIT
from tracker.rules.typed.text import paragraphs
from tracker.rules.wording import date_long, date_month, too_long

JUDGED = "Judged by a later report"
ANSWERED = "Answered before this service"


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """One body's answer to a recommendation as HMPPS gave it outside this service; its words are one text."""

    decision: Decision
    words: str = ""


@dataclass(frozen=True, slots=True)
class SaysBefore:
    """What a coordinator says of a report; `answers` are by the key of each recommendation and body."""

    said: BeforeService
    on: date | None = None
    answers: Mapping[str, PaperAnswer] = field(default_factory=dict)


def is_asked(*, is_open: bool, known_from_later: bool, is_judged: bool) -> bool:
    """Return whether a body owes anything for a recommendation: its clocks run, and it may be reminded.

    A report that is known only from a later one was answered on paper. What a later report has judged waits for the
    carry-over alone, which ends it (rules/carry_over.ENDINGS).
    """
    return is_open and not known_from_later and not is_judged


def alert_is_asked(*, has_judged: bool, has_asked: bool) -> bool:
    """Return whether an alert still asks for an answer: a later report has judged nothing of its report, or not all.

    `has_judged` and `has_asked`: whether any answer to its report is judged, or open and not judged.
    """
    return has_asked or not has_judged


def check_said(says: SaysBefore, *, published_on: date | None, on: date) -> None:
    """Raise InvalidInput unless the day fits: one is needed where anything was said, of the report's time until now."""
    if says.said is BeforeService.NOT_YET:
        return
    judged = says.said is BeforeService.JUDGED
    if says.on is None:
        what = "the day of the later report" if judged else "the day on which HMPPS answered"
        raise InvalidInput(f"Enter {what}", field="said_on")
    if says.on > on:
        raise InvalidInput("The day must be today or in the past", field="said_on")
    if published_on is not None and (says.on < published_on or (judged and says.on == published_on)):
        raise InvalidInput("The day must be after the report was published", field="said_on")


def check_answers(says: SaysBefore, *, are_needed: bool) -> None:
    """Raise InvalidInput unless each answer has the words that it needs, and there is one where HMPPS has answered."""
    if says.said is not BeforeService.ANSWERED:
        return
    if are_needed and not says.answers:
        raise InvalidInput("Select what HMPPS answered to at least one recommendation", field="said")
    for key, answer in says.answers.items():
        if answer.decision is not Decision.AGREED and not paragraphs(answer.words):
            raise InvalidInput("Enter what HMPPS said, where it did not agree to all of it", field=f"words_{key}")
        if len(answer.words) > WORDS_LIMIT:
            raise InvalidInput(too_long("what HMPPS said", WORDS_LIMIT), field=f"words_{key}")
        check_free_text(answer.words, field=f"words_{key}")


def check_takes_back(*, said: BeforeService, has_answers: bool) -> None:
    """Raise InvalidInput where 'not yet' would deny answers that stand recorded: they are never taken out."""
    if said is BeforeService.NOT_YET and has_answers:
        raise InvalidInput("Answers are recorded already. Put them right in the table", field="said")


def check_stays_ended(answer: PaperAnswer, *, has_ended: bool, field: str) -> None:
    """Raise InvalidInput where an answer that ended a duty would become another one: the duty would stay ended."""
    if has_ended and answer.decision is not Decision.NOT_AGREED:
        raise InvalidInput(
            "This answer ended the recommendation for the body, so it stays ‘Not agreed’. Give it to the body again",
            field=field,
        )


def answered_words(on: date) -> str:
    """Return 'Answered before this service, on 3 May 2024'."""
    return f"{ANSWERED}, on {date_long(on)}"


def judged_words(on: date | None, precision: str = DatePrecision.DAY) -> str:
    """Return 'Judged by a later report, on 3 May 2024', or of a month; without the day where none is known."""
    if on is None:
        return JUDGED
    return f"{JUDGED}, in {date_month(on)}" if precision == DatePrecision.MONTH else f"{JUDGED}, on {date_long(on)}"


def standing_words(*, is_judged: bool, judged_on: date | None, judged_precision: str, answered_on: date | None) -> str:
    """Return what a page and a list say of an answer beside its clocks; empty where all that was said was said here."""
    if is_judged:
        return judged_words(judged_on, judged_precision or DatePrecision.DAY)
    return answered_words(answered_on) if answered_on else ""


def before_words(said: BeforeService, on: date | None) -> str:
    """Return what a page says of a report as a whole."""
    if on is None:
        return "Not answered before this service" if said is BeforeService.NOT_YET else ""
    if said is BeforeService.JUDGED:
        return f"{judged_words(on)}. It asks for nothing"
    return answered_words(on)
