"""Announced fieldwork: of which kinds, on which days, while what may change, and which report came of it."""

from datetime import date, timedelta

from inspections.choices import DatePrecision, InspectionKind, OrganisationKind
from tracker.choices import Confidence
from tracker.errors import InvalidInput, WrongState
from tracker.rules.deadlines import due_date
from tracker.rules.free_text import check_free_text
from tracker.rules.wording import date_long, too_long

AHEAD = timedelta(days=366)  # further away is taken for a slip of the pen
REASON_LIMIT = 500

# What is inspected where (docs/domain.md#frameworks); companies and divisions have closed.
KINDS: dict[OrganisationKind, tuple[InspectionKind, ...]] = {
    OrganisationKind.PDU: (InspectionKind.PDU, InspectionKind.DYNAMIC),
    OrganisationKind.REGION: (InspectionKind.REGION, InspectionKind.DYNAMIC),
    OrganisationKind.FUNCTION: (InspectionKind.DYNAMIC,),
    OrganisationKind.AGENCY: (InspectionKind.THEMATIC,),
}


def check_kind(kind: InspectionKind, *, of: OrganisationKind) -> None:
    """Raise InvalidInput for a kind of inspection that a body of this kind does not get."""
    if kind not in KINDS.get(of, ()):
        raise InvalidInput("Select a kind of inspection from the list", field="kind")


def check_start(starts_on: date, *, on: date) -> None:
    """Raise InvalidInput unless fieldwork can start then: today, or within a year."""
    if starts_on < on:
        raise InvalidInput("The day on which fieldwork starts must be today or later", field="starts_on")
    if starts_on > on + AHEAD:
        last = on + AHEAD
        raise InvalidInput(f"Enter a day by {date_long(last)}", field="starts_on")


def check_lives(*, closed_on: date | None, starts_on: date) -> None:
    """Raise WrongState for a body that has closed by then: there is nobody to inspect."""
    if closed_on is not None and closed_on <= starts_on:
        raise WrongState("This body has closed by then. Announce fieldwork on the body that took over.")


def check_reason(reason: str, *, why: str) -> None:
    """Raise InvalidInput unless a reason is given; `why` is 'the date moves' or 'it is withdrawn'."""
    if not reason:
        raise InvalidInput(f"Enter why {why}", field="reason")
    if len(reason) > REASON_LIMIT:
        raise InvalidInput(too_long("the reason", REASON_LIMIT), field="reason")
    check_free_text(reason, field="reason")


def check_is_open(*, is_withdrawn: bool, is_reported: bool) -> None:
    """Raise WrongState once the fieldwork was withdrawn or its report was published."""
    if is_withdrawn:
        raise WrongState("This fieldwork was withdrawn, so nothing about it can change.")
    if is_reported:
        raise WrongState("The report on this fieldwork is published, so nothing about it can change.")


def can_give_confidence(*, is_open: bool, starts_on: date, on: date) -> bool:
    """Return whether the fieldwork is open and its first day has not come: from then on it would be hindsight."""
    return is_open and on < starts_on


def check_can_give_confidence(*, is_open: bool, starts_on: date, on: date) -> None:
    """Raise WrongState once fieldwork has started, or is no longer open."""
    if not can_give_confidence(is_open=is_open, starts_on=starts_on, on=on):
        raise WrongState("Fieldwork has started or is no longer announced, so confidence cannot be given any more.")


def is_report_of(*, starts_on: date, published_on: date | None, precision: str) -> bool:
    """Return whether a report of the same body and kind is the one on fieldwork that was to start on a day.

    Any report published since then, a month counting to its last day; an older report that is brought in late is not,
    and neither is one without a date.
    """
    if published_on is None:
        return False
    return due_date(published_on, DatePrecision(precision or DatePrecision.DAY)) >= starts_on


def confidence_words(confidence: str) -> str:
    return Confidence(confidence).label if confidence else "Not given"
