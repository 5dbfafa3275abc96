"""HMPPS's answer to a recommendation: by when it is due, where it stands, what may be done with it, and by whom."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum

from inspections.choices import DatePrecision, OrganisationKind
from tracker.choices import Decision
from tracker.errors import InvalidInput, WrongState
from tracker.rules.access import ROLES, Actor, Doing
from tracker.rules.deadlines import due_date
from tracker.rules.wording import too_long

WORDS_LIMIT = 2000  # characters of each answer, as the boxes on the page count them
# Bodies that have managers of their own; a regional function's are those above it.
WITH_OWN_MANAGERS = frozenset({OrganisationKind.PDU, OrganisationKind.REGION, OrganisationKind.AGENCY})


class Standing(Enum):
    """Where one body's answer stands. A draft after a confirmed answer changes nothing until it is confirmed."""

    NONE = "no answer"
    DRAFT = "a draft"
    CONFIRMED = "a confirmed answer"
    REDRAFTED = "a confirmed answer and a newer draft"
    ENDED = "ended"


def standing_of(*, is_open: bool, has_confirmed: bool, newest_is_draft: bool) -> Standing:
    """Return where the answer stands. `is_open`: the body answers for the recommendation now."""
    if not is_open:
        return Standing.ENDED
    if newest_is_draft:
        return Standing.REDRAFTED if has_confirmed else Standing.DRAFT
    return Standing.CONFIRMED if has_confirmed else Standing.NONE


def can_draft(standing: Standing) -> bool:
    """Return whether an answer may be drafted or changed; the earlier one is kept."""
    return standing is not Standing.ENDED


def can_confirm(standing: Standing) -> bool:
    """Return whether there is a draft to confirm."""
    return standing in (Standing.DRAFT, Standing.REDRAFTED)


def check_can_draft(standing: Standing) -> None:
    """Raise WrongState once the body no longer answers for the recommendation."""
    if not can_draft(standing):
        raise WrongState("This body no longer answers for the recommendation, so its response cannot change.")


def check_can_confirm(standing: Standing) -> None:
    """Raise WrongState unless a draft waits."""
    check_can_draft(standing)
    if not can_confirm(standing):
        raise WrongState("There is no draft to confirm. Draft a response first.")


def check_words(*, decision: Decision, agreed_part: str, reasons: str) -> None:
    """Raise InvalidInput unless the words fit the decision (docs/domain.md#after-a-report).

    'Partly agreed' says which part, and why not the rest.
    """
    if decision is Decision.PARTLY_AGREED and not agreed_part:
        raise InvalidInput("Enter which part is agreed", field="agreed_part")
    if decision is not Decision.AGREED and not reasons:
        why = "Enter why the rest is not agreed" if decision is Decision.PARTLY_AGREED else "Enter why it is not agreed"
        raise InvalidInput(why, field="reasons")
    for field, words, noun in (("agreed_part", agreed_part, "the agreed part"), ("reasons", reasons, "the reasons")):
        if len(words) > WORDS_LIMIT:
            raise InvalidInput(too_long(noun, WORDS_LIMIT), field=field)


def asked_on(*, published_on: date | None, precision: DatePrecision, answers_from: date) -> date:
    """Return the day from which the clocks of a body run: the later of two days.

    The day printed on the report: it is public, the same for everybody and on paper, where the day on which somebody
    brought the report into this service is not; a month's report counts from the month's last day. And the day from
    which the body answers: one that took over later has its own time. A report without a date leaves the second.
    """
    return max(due_date(published_on, precision), answers_from) if published_on else answers_from


def due_on(asked: date, *, days: int) -> date:
    """Return the last day that is in time.

    No rule is published, so `days` is a setting (docs/domain.md#after-a-report).
    """
    return asked + timedelta(days=days)


def is_overdue(*, due: date, is_answered: bool, on: date) -> bool:
    """Return whether the answer is overdue; one due today is not yet, and a draft is no answer."""
    return not is_answered and due < on


def is_own_body(actor: Actor, *, path: str, kind: str) -> bool:
    """Return whether the actor manages this very body: a regional lead's word is not its PDU's.

    A body without managers of its own is managed from above.
    """
    own = {grant.path for grant in actor.grants if grant.role in ROLES[Doing.RESPOND]}
    return path in own or (kind not in WITH_OWN_MANAGERS and _is_below(path, own))


def _is_below(path: str, places: Iterable[str]) -> bool:
    return any(path.startswith(place) for place in places)
