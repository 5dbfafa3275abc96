"""Which notice an action deserves on a day, when the weekly digest is due, and what a digest says in sum."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from inspections.choices import DatePrecision
from tracker.choices import ActionStatus, NoticeKind
from tracker.rules import deadlines
from tracker.rules.assignments import Assigned
from tracker.rules.deadlines import Urgency
from tracker.rules.evidence import StaleEvidence
from tracker.rules.posts import Given

LONDON = ZoneInfo("Europe/London")
DIGEST_AT = time(7, 30)  # by London clocks, whatever the server's
WORKING_DAYS = range(5)  # Monday to Friday
RETRY_MINUTES = (1, 2, 5)  # after the first, the second and every later try
ROWS_SHOWN = 7  # of a group (UX 4.2)

# The order of this table is the order of the groups in the digest.
NOTICES: dict[Urgency, NoticeKind | None] = {
    Urgency.OVERDUE: NoticeKind.OVERDUE,
    Urgency.DUE_THIS_WEEK: NoticeKind.DUE_THIS_WEEK,
    Urgency.LATER: None,
    Urgency.NO_DATE: None,
    Urgency.ENDED: None,
}
NEEDS_DECISION = "Needs your decision"
GIVEN = "Given to you"
RENEW = "Evidence to renew"
RESPONSES = "Responses due"
WAITING = "Waiting for you"
AREA = "For your area"
HEADINGS: dict[NoticeKind, str] = {
    NoticeKind.OVERDUE: "Overdue",
    NoticeKind.DUE_THIS_WEEK: "Due this week",
    NoticeKind.CLAIM_TO_REVIEW: NEEDS_DECISION,
    NoticeKind.CLAIM_RETURNED: NEEDS_DECISION,
    NoticeKind.NEW_RECOMMENDATION: NEEDS_DECISION,
    NoticeKind.RESPONSE_TO_CONFIRM: NEEDS_DECISION,
    NoticeKind.STALE_EVIDENCE: RENEW,
    NoticeKind.POST_GIVEN: GIVEN,
    NoticeKind.COVER_GIVEN: GIVEN,
    NoticeKind.ASSIGNED: GIVEN,
    NoticeKind.ACTION_DUE: "Due soon",
    NoticeKind.ACTION_LATE: "Overdue",
    NoticeKind.RESPONSE_DUE: RESPONSES,
    NoticeKind.UNACKNOWLEDGED: RESPONSES,
    NoticeKind.REVIEW_WAITING: WAITING,
    NoticeKind.CARRY_OVER_UNFINISHED: WAITING,
    NoticeKind.SUSTAIN_CHECK_DUE: WAITING,
    NoticeKind.PROPOSAL_TO_CONFIRM: WAITING,
    NoticeKind.ESCALATION: AREA,
    NoticeKind.EXCEPTION: AREA,
    NoticeKind.ADDRESS_BOUNCED: AREA,
    NoticeKind.ACTION_SNOOZED: AREA,
}

# How the keys of notices about decisions begin (decision_key).
DECISION_KEYS = tuple(f"{kind.value}:" for kind, heading in HEADINGS.items() if heading == NEEDS_DECISION)


@dataclass(frozen=True, slots=True)
class Reminder:
    """An action as a digest shows it; `about` is the recommendation's short title, '' where it may not be told."""

    ref: str
    title: str
    about: str
    status: ActionStatus
    due_on: date
    precision: DatePrecision

    @property
    def due_words(self) -> str:
        """'due 27 February 2026', or 'due February 2026' for a month's date."""
        return f"due {self.due_on:%B %Y}" if self.precision is DatePrecision.MONTH else f"due {_day(self.due_on)}"

    @property
    def lines(self) -> tuple[str, ...]:
        """What it is about, what is to be done, and by when."""
        action = (self.about, f"Action: {self.title}") if self.about else (self.title,)
        return (*action, f"{self.ref}, {self.due_words}")

    @property
    def link(self) -> str:
        return "Update this action"

    @property
    def link_about(self) -> str:
        """What is read out with the link, because its words repeat."""
        return f"{self.ref}, {self.title}"

    @property
    def address(self) -> str:
        return f"/actions/{self.ref}/update/"


# What is to be decided, the words of the link, and the page of each kind.
DECISIONS: dict[NoticeKind, tuple[str, str, str]] = {
    NoticeKind.CLAIM_TO_REVIEW: (
        "self-assessment to review, sent",
        "Review it",
        "/recommendations/{ref}/assurance/?body={slug}",
    ),
    NoticeKind.CLAIM_RETURNED: (
        "self-assessment returned, answer expected by",
        "Answer it",
        "/recommendations/{ref}/self-assessment/?body={slug}",
    ),
    NoticeKind.NEW_RECOMMENDATION: (
        "new recommendations to acknowledge, response due by",
        "Read them",
        "/inspections/{ref}/",
    ),
    NoticeKind.RESPONSE_TO_CONFIRM: (
        "response to confirm, drafted",
        "Confirm it",
        "/recommendations/{ref}/response/confirm/?body={slug}",
    ),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What waits for a person's decision about one body; never a claim's or a response's words or category.

    `on` is the day on which it was made, or by which an answer is expected.
    """

    ref: str
    title: str
    body: str
    slug: str
    kind: NoticeKind
    on: date | None

    @property
    def lines(self) -> tuple[str, ...]:
        """What it is about, and what is to be decided."""
        words, _, _ = DECISIONS[self.kind]
        day = f" {_day(self.on)}" if self.on else ""
        return (self.title[:1].upper() + self.title[1:], f"{self.ref}, {self.body}: {words}{day}")

    @property
    def link(self) -> str:
        return DECISIONS[self.kind][1]

    @property
    def link_about(self) -> str:
        return f"{self.ref}, {self.body}"

    @property
    def address(self) -> str:
        return DECISIONS[self.kind][2].format(ref=self.ref, slug=self.slug)


Row = Reminder | Decision | StaleEvidence | Given | Assigned


@dataclass(frozen=True, slots=True)
class Group:
    """One heading of a digest with the rows below it; `more` were left off."""

    heading: str
    rows: tuple[Row, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person is told at one moment."""

    overdue: tuple[Reminder, ...]
    due: tuple[Reminder, ...]
    decisions: tuple[Decision, ...] = ()
    given: tuple[Given, ...] = ()
    assigned: tuple[Assigned, ...] = ()
    to_renew: tuple[StaleEvidence, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.overdue or self.due or self.decisions or self.given or self.assigned or self.to_renew)

    @property
    def told(self) -> frozenset[str]:
        """The references in it."""
        rows: tuple[Row, ...] = (*self.overdue, *self.due, *self.decisions, *self.given, *self.assigned, *self.to_renew)
        return frozenset(row.ref for row in rows)

    @property
    def groups(self) -> tuple[Group, ...]:
        found: tuple[tuple[str, tuple[Row, ...]], ...] = (
            (HEADINGS[NoticeKind.OVERDUE], self.overdue),
            (HEADINGS[NoticeKind.DUE_THIS_WEEK], self.due),
            (NEEDS_DECISION, self.decisions),
            (RENEW, self.to_renew),
            (GIVEN, (*self.given, *self.assigned)),
        )
        return tuple(
            Group(heading, rows[:ROWS_SHOWN], max(0, len(rows) - ROWS_SHOWN)) for heading, rows in found if rows
        )

    @property
    def subject(self) -> str:
        """Counts first and no sensitive word: '2 overdue, 3 due this week: inspection actions'."""
        if not (self.overdue or self.due or self.decisions or self.given or self.assigned):
            return f"{_pieces(len(self.to_renew))} to renew: inspection actions"
        if not (self.overdue or self.due or self.decisions):
            given = [_posts(len(self.given))] if self.given else []
            assigned = [_actions(len(self.assigned))] if self.assigned else []
            return f"{' and '.join([*given, *assigned])} given to you: inspection actions"
        if not (self.overdue or self.due):
            return f"{_decisions(len(self.decisions))} needed: inspection recommendations"
        if not self.overdue:
            return f"{_actions(len(self.due))} due by {self._last_due_on.day} {self._last_due_on:%B}"
        due = f", {len(self.due)} due this week" if self.due else ""
        return f"{len(self.overdue)} overdue{due}: inspection actions"

    @property
    def opening(self) -> str:
        """'You have 2 overdue actions and 3 due by Friday 13 March 2026. 1 decision needs you.'"""
        return " ".join(
            part for part in (self._actions_said, self._decisions_said, self._renewal_said, self._given_said) if part
        )

    @property
    def _actions_said(self) -> str:
        if not (self.overdue or self.due):
            return ""
        if not self.overdue:
            return f"You have {_actions(len(self.due))} due by {self._last_due_on:%A} {_day(self._last_due_on)}."
        overdue = _actions(len(self.overdue), "overdue ")
        due = f" and {len(self.due)} due by {self._last_due_on:%A} {_day(self._last_due_on)}" if self.due else ""
        return f"You have {overdue}{due}."

    @property
    def _decisions_said(self) -> str:
        count = len(self.decisions)
        return f"{_decisions(count)} {'needs' if count == 1 else 'need'} you." if count else ""

    @property
    def _renewal_said(self) -> str:
        count = len(self.to_renew)
        return f"{_pieces(count)} {'is' if count == 1 else 'are'} stale." if count else ""

    @property
    def _given_said(self) -> str:
        posts, assigned = len(self.given), len(self.assigned)
        words = [_posts(posts)] if posts else []
        words += [_actions(assigned)] if assigned else []
        return f"{' and '.join(words)} {'was' if posts + assigned == 1 else 'were'} given to you." if words else ""

    @property
    def _last_due_on(self) -> date:
        return max(row.due_on for row in self.due)


def due_notice(*, status: ActionStatus, due_on: date | None, on: date) -> NoticeKind | None:
    """What the owner is to be told of an action on a day: the threshold it has reached, if any."""
    return NOTICES[deadlines.urgency(status=status, due_on=due_on, on=on)]


def notice_key(*, kind: NoticeKind, ref: str, due_on: date, person_id: int) -> str:
    """'overdue:ACT-0412:2026-11-20:7': a person hears of a date once, and a new date starts again."""
    return f"{kind.value}:{ref}:{due_on.isoformat()}:{person_id}"


def decision_key(*, kind: NoticeKind, ref: str, claim: int, person_id: int) -> str:
    """'claim-to-review:REC-0231:57:7': a person hears of a claim once, and a newer claim is told again."""
    return f"{kind.value}:{ref}:{claim}:{person_id}"


def digest_of(
    reminders: Iterable[Reminder],
    *,
    decisions: Iterable[Decision] = (),
    given: Iterable[Given] = (),
    assigned: Iterable[Assigned] = (),
    to_renew: Iterable[StaleEvidence] = (),
    on: date,
) -> Digest:
    """What still deserves telling on the day, oldest date first; the rest of the actions drops out.

    An action that is told as urgent is not told again as assigned.
    """
    found: dict[NoticeKind | None, list[Reminder]] = {kind: [] for kind in NoticeKind}
    for each in sorted(reminders, key=lambda reminder: (reminder.due_on, reminder.ref)):
        found.setdefault(due_notice(status=each.status, due_on=each.due_on, on=on), []).append(each)
    urgent = {each.ref for kind in (NoticeKind.OVERDUE, NoticeKind.DUE_THIS_WEEK) for each in found[kind]}
    return Digest(
        overdue=tuple(found[NoticeKind.OVERDUE]),
        due=tuple(found[NoticeKind.DUE_THIS_WEEK]),
        decisions=tuple(sorted(decisions, key=lambda each: (each.on or date.min, each.ref))),
        given=tuple(sorted(given, key=lambda each: (each.from_on, each.ref))),
        to_renew=tuple(sorted(to_renew, key=lambda each: (each.about_on, each.ref))),
        assigned=tuple(
            sorted(
                {each for each in assigned if each.ref not in urgent},
                key=lambda each: (each.due_on or date.max, each.ref),
            )
        ),
    )


def digest_due(at: datetime) -> date | None:
    """The Monday whose digest is due at this moment, None when none is: before 7:30am and at weekends.

    A digest that was missed is due later the same day and on each working day of its week, from 7:30am.
    """
    local = at.astimezone(LONDON)
    if local.weekday() not in WORKING_DAYS or local.time() < DIGEST_AT:
        return None
    return _monday(local.date())


def digests_expire_before(at: datetime) -> datetime:
    """Digests made before this moment are stale at `at`: their week's working days are over.

    They are not sent late: what they would have told goes into the next one.
    """
    local = at.astimezone(LONDON)
    start = _monday(local.date())
    if local.weekday() not in WORKING_DAYS:
        start += timedelta(days=len(WORKING_DAYS))
    return datetime.combine(start, time(0), LONDON).astimezone(UTC)


def london_date(at: datetime) -> date:
    """The day it is in London at a moment."""
    return at.astimezone(LONDON).date()


def retry_delay(attempts: int) -> timedelta:
    """How long to wait after this many tries, from 1: short, so that mail goes soon after the cause has ended."""
    return timedelta(minutes=RETRY_MINUTES[min(attempts, len(RETRY_MINUTES)) - 1])


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _actions(count: int, kind: str = "") -> str:
    return f"{count} {kind}action{'' if count == 1 else 's'}"


def _posts(count: int) -> str:
    return f"{count} post{'' if count == 1 else 's'}"


def _pieces(count: int) -> str:
    return f"{count} piece{'' if count == 1 else 's'} of evidence"


def _decisions(count: int) -> str:
    return f"{count} decision{'' if count == 1 else 's'}"
