"""What one mail says in sum: its groups and their order, its subject and its first line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from tracker.choices import MessageKind, NoticeKind
from tracker.notifications import links
from tracker.notifications.rules.assignments import Assigned
from tracker.notifications.rules.mail_rows import (
    Given,
    Late,
    MailLine,
    MailRow,
    Reminder,
    StaleEvidence,
    WaitingFor,
)
from tracker.rules.deadlines import Urgency
from tracker.rules.wording import date_day, date_long, date_without_year, plain_plural, verb

OVERDUE = "Overdue"
DUE_THIS_WEEK = "Due this week"
DUE_SOON = "Due soon"
NEEDS_DECISION = "Needs your decision"
RENEW = "Evidence to renew"
CORRECTED = "Corrected in what was published"
GIVEN = "Given to you"
AREA = "For your area"
ESCALATED = "Escalated to you because it is late"
EXCEPTIONS = "Exception list"
AREA_NOTES = "Reminders in your area"
PICTURE = "Repeated recommendations this month"
OVERDUE_PAGE = ("the list of overdue actions", links.overdue_actions())
# Where the rest of a group stands, if not in Your work.
PAGES: dict[str, tuple[str, str]] = {ESCALATED: OVERDUE_PAGE, EXCEPTIONS: OVERDUE_PAGE}
ROWS_SHOWN = 7  # of a group (docs/pages.md#what-an-email-says)
SUBJECT_LIMIT = 60  # characters; the subject is shorter


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DigestGroup:
    """One heading of a mail with the rows below it; `more` were left off, and stand on the page at `address`."""

    heading: str
    rows: tuple[MailRow, ...]
    more: int
    page: str = "Your work"
    address: str = links.home()


@dataclass(frozen=True, slots=True)
class News:
    """What goes into a digest that is sent anyway, and makes none: changes, an area in counts, the monthly picture."""

    changes: tuple[MailLine, ...] = ()
    since_on: date | None = None  # the day of the person's last digest
    area: tuple[MailLine, ...] = ()


NO_NEWS = News()


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person is told at one moment: in the digest, in that day's reminder, or at once."""

    overdue: tuple[Reminder, ...] = ()
    due: tuple[Reminder, ...] = ()
    soon: tuple[Reminder, ...] = ()
    decisions: tuple[WaitingFor | MailLine, ...] = ()
    given: tuple[Given, ...] = ()
    assigned: tuple[Assigned, ...] = ()
    to_renew: tuple[StaleEvidence, ...] = ()
    late: tuple[Late, ...] = ()
    notes: tuple[MailLine, ...] = ()
    picture: tuple[MailLine, ...] = ()
    corrected: tuple[MailLine, ...] = ()
    news: News = NO_NEWS
    kind: MessageKind = MessageKind.DIGEST

    @property
    def _told_rows(self) -> tuple[MailRow, ...]:
        return (
            *self.overdue, *self.due, *self.soon, *self.decisions, *self.late, *self.to_renew, *self.given,
            *self.assigned, *self.corrected, *self.notes, *self.picture,
        )  # fmt: skip

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing that makes a mail: news alone makes none."""
        return not self._told_rows

    @property
    def told(self) -> frozenset[str]:
        """Return the references in it."""
        return frozenset(row.ref for row in self._told_rows)

    @property
    def escalated(self) -> tuple[Late, ...]:
        return tuple(row for row in self.late if row.is_escalated)

    @property
    def exceptions(self) -> tuple[Late, ...]:
        return tuple(row for row in self.late if not row.is_escalated)

    @property
    def groups(self) -> tuple[DigestGroup, ...]:
        """Return the groups in the order of a reader's need (docs/pages.md#what-an-email-says).

        Empty ones are left out.
        """
        since = f"Changed since your last digest on {date_long(self.news.since_on)}" if self.news.since_on else ""
        groups: tuple[tuple[str, tuple[MailRow, ...]], ...] = (
            (OVERDUE, self.overdue),
            (DUE_THIS_WEEK, self.due),
            (DUE_SOON, self.soon),
            (NEEDS_DECISION, self.decisions),
            (ESCALATED, self.escalated),
            (RENEW, self.to_renew),
            (GIVEN, (*self.given, *self.assigned)),
            (CORRECTED, self.corrected),
            (since, self.news.changes),
            (EXCEPTIONS, self.exceptions),
            (AREA_NOTES, self.notes),
            (AREA, self.news.area),
            (PICTURE, self.picture),
        )
        return tuple(_group(heading, rows) for heading, rows in groups if rows)

    @property
    def subject(self) -> str:
        """Return '2 overdue: inspection actions': counts first, no sensitive word, under 60 characters."""
        if self.kind is MessageKind.INSTANT:
            return self._instant_subject
        if self.overdue:
            due = f", {len(self.due)} due this week" if self.due else ""
            return f"{len(self.overdue)} overdue{due}: inspection actions"
        if self.due or self.soon:
            last = date_without_year(_last_due_on(self.due or self.soon))
            return f"{_actions(len(self.due or self.soon))} due by {last}"
        if self.decisions:
            return f"{_decisions(len(self.decisions))} needed: inspection recommendations"
        subject = f"{self._lesser}: inspection actions"
        return subject if len(subject) < SUBJECT_LIMIT else self._lesser

    @property
    def _lesser(self) -> str:
        """Return what the subject names where nothing is due and nothing is to be decided."""
        if self.late:
            return f"{len(self.late)} late in your area"
        if self.given or self.assigned:
            given = [_posts(len(self.given))] if self.given else []
            assigned = [_actions(len(self.assigned))] if self.assigned else []
            return f"{' and '.join([*given, *assigned])} given to you"
        if self.to_renew:
            return f"{_pieces(len(self.to_renew))} to renew"
        if self.corrected:
            return f"{_corrections(len(self.corrected))} to read"
        if self.notes:
            return f"{_notes(len(self.notes))} about reminders in your area"
        return "repeated recommendations this month"

    @property
    def _instant_subject(self) -> str:
        """Return each kind with its count where that is short enough, otherwise how many in all."""
        returned, reviews = self._returned, len(self.decisions) - self._returned
        said = [
            f"{_actions(len(self.assigned))} given to you" if self.assigned else "",
            f"{_posts(len(self.given))} given to you" if self.given else "",
            f"{_self_assessments(returned)} returned to you" if returned else "",
            f"{_reviews(reviews)} needed soon" if reviews else "",
            f"{len(self.late)} late, escalated to you" if self.late else "",
            f"{len(self.overdue) + len(self.due) + len(self.soon)} due or overdue" if self._has_own else "",
        ]
        subject = f"{', '.join(words for words in said if words)}: inspection actions"
        if len(subject) < SUBJECT_LIMIT:
            return subject
        return f"{len(self._told_rows)} things need you now: inspection actions"

    @property
    def opening(self) -> str:
        """Return 'You have 2 overdue actions and 3 due by Friday 13 March 2026. 1 decision needs you.'"""
        said = (
            self._actions_said,
            self._soon_said,
            self._decisions_said,
            self._escalated_said,
            self._renewal_said,
            self._given_said,
            self._exceptions_said,
            self._corrected_said,
            self._notes_said,
            "Below is how many recommendations made more than once are still open." if self.picture else "",
        )
        return " ".join(words for words in said if words)

    @property
    def _has_own(self) -> bool:
        return bool(self.overdue or self.due or self.soon)

    @property
    def _returned(self) -> int:
        return sum(
            isinstance(row, WaitingFor) and row.kind is NoticeKind.SELF_ASSESSMENT_RETURNED for row in self.decisions
        )

    @property
    def _actions_said(self) -> str:
        if not (self.overdue or self.due):
            return ""
        last = date_day(_last_due_on(self.due)) if self.due else ""
        if not self.overdue:
            return f"You have {_actions(len(self.due))} due by {last}."
        due = f" and {len(self.due)} due by {last}" if self.due else ""
        return f"You have {_actions(len(self.overdue), 'overdue ')}{due}."

    @property
    def _soon_said(self) -> str:
        if not self.soon:
            return ""
        last = date_day(_last_due_on(self.soon))
        if not (self.overdue or self.due):
            return f"You have {_actions(len(self.soon))} due by {last}."
        return f"{len(self.soon)} more {verb(len(self.soon), 'is', 'are')} due by {last}."

    @property
    def _decisions_said(self) -> str:
        if self.kind is not MessageKind.INSTANT:
            count = len(self.decisions)
            return f"{_decisions(count)} {verb(count, 'needs', 'need')} you." if count else ""
        returned, reviews = self._returned, len(self.decisions) - self._returned
        said = [
            f"{_self_assessments(returned)} {verb(returned, 'was', 'were')} returned to you." if returned else "",
            f"{_reviews(reviews)} {verb(reviews, 'is', 'are')} needed soon." if reviews else "",
        ]
        return " ".join(words for words in said if words)

    @property
    def _escalated_said(self) -> str:
        count = len(self.escalated)
        return f"{_actions(count, 'late ')} {verb(count, 'was', 'were')} escalated to you." if count else ""

    @property
    def _exceptions_said(self) -> str:
        count = len(self.exceptions)
        return f"{_actions(count)} {verb(count, 'is', 'are')} on the exception list." if count else ""

    @property
    def _renewal_said(self) -> str:
        count = len(self.to_renew)
        return f"{_pieces(count)} {verb(count, 'is', 'are')} stale." if count else ""

    @property
    def _given_said(self) -> str:
        posts, assigned = len(self.given), len(self.assigned)
        words = [_posts(posts)] if posts else []
        words += [_actions(assigned)] if assigned else []
        return f"{' and '.join(words)} {verb(posts + assigned, 'was', 'were')} given to you." if words else ""

    @property
    def _corrected_said(self) -> str:
        count = len(self.corrected)
        return f"{_corrections(count)} of what was published {verb(count, 'is', 'are')} new." if count else ""

    @property
    def _notes_said(self) -> str:
        return (
            f"There {verb(len(self.notes), 'is', 'are')} {_notes(len(self.notes))} about your area."
            if self.notes
            else ""
        )


@dataclass(slots=True)
class DigestFacts:
    """What a person's notices tell, before it is put in order; `ahead` are actions told of before their week."""

    reminders: list[Reminder] = field(default_factory=list)
    ahead: list[Reminder] = field(default_factory=list)
    decisions: list[WaitingFor | MailLine] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    assigned: list[Assigned] = field(default_factory=list)
    to_renew: list[StaleEvidence] = field(default_factory=list)
    late: list[Late] = field(default_factory=list)
    notes: list[MailLine] = field(default_factory=list)
    picture: list[MailLine] = field(default_factory=list)
    corrected: list[MailLine] = field(default_factory=list)


def digest_of(facts: DigestFacts, *, news: News = NO_NEWS, kind: MessageKind = MessageKind.DIGEST) -> Digest:
    """Return what still deserves telling, oldest date first; the rest of the actions drops out.

    An action is told once: as urgent rather than as assigned, and as the person's own rather than as late.
    """
    by_urgency: dict[Urgency, list[Reminder]] = {}
    ahead = set(facts.ahead)
    for row in _once([*facts.reminders, *facts.ahead], key=lambda row: (row.due_on, row.ref)):
        by_urgency.setdefault(row.urgency, []).append(row)
    overdue, due = by_urgency.get(Urgency.OVERDUE, []), by_urgency.get(Urgency.DUE_THIS_WEEK, [])
    soon = [row for row in by_urgency.get(Urgency.LATER, []) if row in ahead]
    own = {row.ref for row in (*overdue, *due, *soon)}
    return Digest(
        overdue=tuple(overdue),
        due=tuple(due),
        soon=tuple(soon),
        decisions=_once(facts.decisions, key=_by_decision),
        given=_once(facts.given, key=lambda row: (row.from_on, row.ref)),
        to_renew=_once(facts.to_renew, key=lambda row: (row.about_on, row.ref)),
        assigned=_once(
            (row for row in facts.assigned if row.ref not in own),
            key=lambda row: (row.due_on or date.max, row.ref),
        ),
        late=_once((row for row in facts.late if row.ref not in own), key=lambda row: (row.body, row.due_on, row.ref)),
        notes=_once(facts.notes, key=lambda row: row.ref),
        picture=tuple(facts.picture),
        corrected=_once(facts.corrected, key=lambda row: (row.ref, row.lines)),
        news=news,
        kind=kind,
    )


def _group(heading: str, rows: tuple[MailRow, ...]) -> DigestGroup:
    """Return the first rows under a heading, and how many more there are; the picture is whole, a row a region."""
    shown = len(rows) if heading == PICTURE else ROWS_SHOWN
    page, address = PAGES.get(heading, ("Your work", links.home()))
    return DigestGroup(heading, rows[:shown], max(0, len(rows) - shown), page, address)


def _once(rows: Iterable[T], *, key: Callable[[T], Any]) -> tuple[T, ...]:
    """Return each row once, in order; those that stand alike in it as they were given."""
    return tuple(sorted(dict.fromkeys(rows), key=key))


def _by_decision(row: WaitingFor | MailLine) -> tuple[date, str, str]:
    on, body = (row.on, row.body) if isinstance(row, WaitingFor) else (None, "")
    return on or date.min, row.ref, body


def _last_due_on(rows: Iterable[Reminder]) -> date:
    return max(row.due_on for row in rows)


def _actions(count: int, kind: str = "") -> str:
    return plain_plural(count, f"{kind}action")


def _posts(count: int) -> str:
    return plain_plural(count, "post")


def _pieces(count: int) -> str:
    return plain_plural(count, "piece of evidence", "pieces of evidence")


def _decisions(count: int) -> str:
    return plain_plural(count, "decision")


def _self_assessments(count: int) -> str:
    return plain_plural(count, "self-assessment")


def _reviews(count: int) -> str:
    return plain_plural(count, "review")


def _corrections(count: int) -> str:
    return plain_plural(count, "correction")


def _notes(count: int) -> str:
    return plain_plural(count, "note")
