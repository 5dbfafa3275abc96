"""One row for each kind of notice: what is settled of it (rules/kinds), how to ask if it still holds, and its rows."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.choices import NoticeKind
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries import (
    action_rows,
    alerts,
    assignments,
    bounces,
    corrections,
    decisions,
    endings,
    given,
    ladder,
    ladder_rows,
    regular_lists,
    stale_evidence,
)
from tracker.notifications.queries.action_rows import Actions
from tracker.notifications.queries.day import Day
from tracker.notifications.rules.kinds import RULES, KindRule
from tracker.notifications.rules.mail_rows import MailRow
from tracker.rules.notices import Identity

Holds = Callable[[Sequence[NoticeToTell], Day], Collection[Identity]]
Rows = Callable[[Sequence[NoticeToTell], Actions], Mapping[Identity, Sequence[MailRow]]]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind is asked about, many notices at once.

    `holds` gives those that are still true; of rungs the ladder is asked instead. `rows` gives the rows of each in a
    mail, perhaps none of its own, and leaves out what no longer holds.
    """

    rule: KindRule
    holds: Holds
    rows: Rows

    @property
    def group(self) -> str:
        """Return the part of a mail that its rows stand in."""
        return self.rule.group


def _one(read: Callable[[Sequence[NoticeToTell], Day], Mapping[Identity, Any]]) -> Rows:
    """Make the rows of a reader that needs no actions and gives one row for each notice."""
    return lambda notices, actions: {identity: (row,) for identity, row in read(notices, actions.day).items()}


def _list(read: Callable[[Sequence[NoticeToTell], Day], Mapping[Identity, Sequence[MailRow]]]) -> Rows:
    """Make the rows of a reader that needs no actions and gives several for each notice."""
    return lambda notices, actions: read(notices, actions.day)


def _waits(notices: Sequence[NoticeToTell], day: Day) -> Collection[Identity]:
    return decisions.still_waiting(notices, day).keys()


def _bounces(notices: Sequence[NoticeToTell], day: Day) -> Collection[Identity]:
    return bounces.to_tell(day).keys()


_DECISION: tuple[Holds, Rows] = (_waits, _one(decisions.still_waiting))
_GIVEN: tuple[Holds, Rows] = (given.still_given, _one(given.still_given))
_READ: dict[NoticeKind, tuple[Holds, Rows]] = {
    NoticeKind.OVERDUE_LIST: (regular_lists.still_behind, action_rows.overdue),
    NoticeKind.STALE_EVIDENCE: (stale_evidence.still_stale, _one(stale_evidence.still_stale)),
    NoticeKind.SELF_ASSESSMENT_TO_REVIEW: _DECISION,
    NoticeKind.SELF_ASSESSMENT_RETURNED: _DECISION,
    NoticeKind.ASSIGNED: (assignments.still_theirs, _one(assignments.still_theirs)),
    NoticeKind.POST_GIVEN: _GIVEN,
    NoticeKind.COVER_GIVEN: _GIVEN,
    NoticeKind.NEW_RECOMMENDATION: _DECISION,
    NoticeKind.RESPONSE_TO_CONFIRM: _DECISION,
    NoticeKind.ACTION_DUE: (ladder.holding, action_rows.due),
    NoticeKind.ACTION_LATE: (ladder.holding, action_rows.late),
    NoticeKind.ESCALATION: (ladder.holding, action_rows.escalated),
    NoticeKind.EXCEPTION: (ladder.holding, action_rows.escalated),
    NoticeKind.EXCEPTION_LIST: (regular_lists.still_with_exceptions, _list(regular_lists.still_with_exceptions)),
    NoticeKind.REPEATS_PICTURE: (regular_lists.still_with_picture, _list(regular_lists.pictures)),
    NoticeKind.RESPONSE_DUE: (ladder.holding, _one(ladder_rows.responses)),
    NoticeKind.UNACKNOWLEDGED: (ladder.holding, _one(ladder_rows.silences)),
    NoticeKind.REVIEW_WAITING: (ladder.holding, _one(ladder_rows.reviews)),
    NoticeKind.CARRY_OVER_UNFINISHED: (ladder.holding, _one(ladder_rows.carry_overs)),
    NoticeKind.SUSTAIN_CHECK_DUE: (ladder.holding, _one(ladder_rows.checks)),
    NoticeKind.ADDRESS_BOUNCED: (_bounces, _one(ladder_rows.bounced)),
    NoticeKind.ACTION_SNOOZED: (ladder.holding, _one(ladder_rows.snoozes)),
    NoticeKind.REOPENED: _DECISION,
    NoticeKind.FIELDWORK_ANNOUNCED: _DECISION,
    NoticeKind.CORRECTED: (corrections.still_to_tell, _one(corrections.still_to_tell)),
    NoticeKind.REPORT_WITHDRAWN: (corrections.still_withdrawn, _one(corrections.still_withdrawn)),
    NoticeKind.PROPOSAL_TO_CONFIRM: (ladder.holding, _one(ladder_rows.takeovers)),
    NoticeKind.ANSWER_ENDED: (ladder_rows.still_ended, _one(ladder_rows.still_ended)),
    NoticeKind.ALERT_GIVEN: (alerts.still_theirs, _one(alerts.still_theirs)),
    NoticeKind.ENDING_TO_CONFIRM: _DECISION,
    NoticeKind.ENDING_DECIDED: (endings.still_decided, _one(endings.still_decided)),
    NoticeKind.ENDING_REOPENED: (endings.still_reopened, _one(endings.still_reopened)),
    NoticeKind.ALERT_DUE: (ladder.holding, _one(alerts.due)),
}
KINDS: dict[str, Kind] = {kind: Kind(RULES[kind], *read) for kind, read in _READ.items()}
