"""What is settled of each kind of notice without asking the database: one row each (kinds.py adds how it is read)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tracker.choices import Frequency, NoticeKind, NoticeWay
from tracker.notifications import links


class Refusal(StrEnum):
    """Which people are not mailed about a kind."""

    NOBODY = "it comes whatever was chosen: somebody else gave the person something to do"
    STOPPED = "those who stopped the digest"
    NEEDED = "those, and who wants to hear only of what needs them"


class AtOnceChoice(StrEnum):
    """What a person may choose not to hear at once, where the ladder says so."""

    REVIEWS = "reviews"
    ESCALATIONS = "escalations"


def _no_page(ref: str, slug: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class KindRule:
    """One kind: `group` is the part of a mail that it stands in (rules/digests.DigestFacts).

    `says` are the words of its row after the body's name, before the day, and `link` and `page` its link; kinds whose
    row is a page's own have none. `way` is how it is told where no rung
    says it: the work notes it so. `at_once` names the choice that its instant mail depends on.
    """

    group: str
    refusal: Refusal
    says: str = ""
    link: str = ""
    page: Callable[[str, str], str] = _no_page
    way: NoticeWay = NoticeWay.DIGEST
    at_once: AtOnceChoice | None = None


_NOBODY, _STOPPED, _NEEDED = Refusal.NOBODY, Refusal.STOPPED, Refusal.NEEDED

RULES: dict[NoticeKind, KindRule] = {
    NoticeKind.OVERDUE_LIST: KindRule("reminders", _NEEDED),
    NoticeKind.STALE_EVIDENCE: KindRule("to_renew", _NEEDED),
    NoticeKind.SELF_ASSESSMENT_TO_REVIEW: KindRule(
        "decisions", _STOPPED, "self-assessment to review, sent", "Review it",
        links.review, at_once=AtOnceChoice.REVIEWS,
    ),
    NoticeKind.SELF_ASSESSMENT_RETURNED: KindRule(
        "decisions", _NOBODY, "self-assessment returned, answer expected by", "Answer it",
        links.self_assessment, way=NoticeWay.INSTANT,
    ),
    NoticeKind.ASSIGNED: KindRule("assigned", _NOBODY, way=NoticeWay.INSTANT),
    NoticeKind.POST_GIVEN: KindRule("given", _NOBODY, way=NoticeWay.DAY),
    NoticeKind.COVER_GIVEN: KindRule("given", _NOBODY, way=NoticeWay.DAY),
    NoticeKind.NEW_RECOMMENDATION: KindRule(
        "decisions", _STOPPED, "new recommendations to acknowledge, response due by", "Read them", links.inspection,
    ),
    NoticeKind.RESPONSE_TO_CONFIRM: KindRule(
        "decisions", _STOPPED, "response to confirm, drafted", "Confirm it", links.confirm_response,
    ),
    NoticeKind.ACTION_DUE: KindRule("ahead", _NEEDED),
    NoticeKind.ACTION_LATE: KindRule("reminders", _STOPPED),
    NoticeKind.ESCALATION: KindRule("late", _STOPPED, at_once=AtOnceChoice.ESCALATIONS),
    NoticeKind.EXCEPTION: KindRule("late", _STOPPED, at_once=AtOnceChoice.ESCALATIONS),
    NoticeKind.EXCEPTION_LIST: KindRule("late", _NEEDED),
    NoticeKind.REPEATS_PICTURE: KindRule("picture", _NEEDED, way=NoticeWay.DAY),
    NoticeKind.RESPONSE_DUE: KindRule(
        "decisions", _STOPPED, "response due by", "Answer it", links.response,
    ),
    NoticeKind.UNACKNOWLEDGED: KindRule(
        "decisions", _STOPPED, "new recommendations not yet acknowledged, since", "Read them", links.inspection,
    ),
    NoticeKind.REVIEW_WAITING: KindRule(
        "decisions", _STOPPED, "self-assessment to review, sent", "Review it", links.recommendation,
        at_once=AtOnceChoice.REVIEWS,
    ),
    NoticeKind.CARRY_OVER_UNFINISHED: KindRule(
        "decisions", _STOPPED, "carry-over not finished, begun", "Finish it", links.inspection,
    ),
    NoticeKind.SUSTAIN_CHECK_DUE: KindRule(
        "decisions", _STOPPED, "check after closing due by", "Check it", links.recommendation,
    ),
    NoticeKind.ADDRESS_BOUNCED: KindRule(
        "notes", _STOPPED, "emails to this person do not arrive, since", "See the area", links.area,
    ),
    NoticeKind.ACTION_SNOOZED: KindRule("notes", _NEEDED, "reminders put off until", "See this action", links.action),
    NoticeKind.REOPENED: KindRule(
        "decisions", _STOPPED, "open again, the change has not lasted, checked", "See what was found",
        links.recommendation,
    ),
    NoticeKind.FIELDWORK_ANNOUNCED: KindRule(
        "decisions", _STOPPED, "fieldwork announced, starts", "Get ready", links.fieldwork,
    ),
    NoticeKind.PROPOSAL_TO_CONFIRM: KindRule(
        "decisions", _STOPPED, "who takes over is to be confirmed, since", "Confirm it", links.reorganisation,
    ),
    NoticeKind.CORRECTED: KindRule("corrected", _STOPPED),
    NoticeKind.REPORT_WITHDRAWN: KindRule("corrected", _STOPPED),
    NoticeKind.ANSWER_ENDED: KindRule(
        "notes", _STOPPED, "no longer answers for this recommendation, since", "See why", links.recommendation,
    ),
    NoticeKind.ALERT_GIVEN: KindRule(
        "decisions", _NOBODY, "organisational alert given to you, answer by", "See the alert", links.alert,
        way=NoticeWay.INSTANT,
    ),
    NoticeKind.ALERT_DUE: KindRule(
        "decisions", _STOPPED, "organisational alert to answer by", "See the alert", links.alert,
    ),
    NoticeKind.ENDING_TO_CONFIRM: KindRule(
        "decisions", _STOPPED, "ending to confirm, asked for", "Confirm or refuse it", links.confirm_ending,
    ),
    NoticeKind.ENDING_DECIDED: KindRule("notes", _STOPPED),
    NoticeKind.ENDING_REOPENED: KindRule(
        "decisions", _STOPPED, "open again after it had ended, since", "See why", links.recommendation,
    ),
}  # fmt: skip
CONFIRMS = RULES[NoticeKind.RESPONSE_TO_CONFIRM]  # the link of a response that is due, where its draft waits
REFUSED: dict[Frequency, frozenset[Refusal]] = {
    Frequency.DAILY: frozenset(),
    Frequency.WEEKLY: frozenset(),
    Frequency.FORTNIGHTLY: frozenset(),
    Frequency.NEEDED: frozenset({Refusal.NEEDED}),
    Frequency.STOPPED: frozenset({Refusal.NEEDED, Refusal.STOPPED}),
}


def is_refused(kind: NoticeKind, frequency: Frequency) -> bool:
    """Return whether somebody with this choice gets no digest for the sake of this kind."""
    return RULES[kind].refusal in REFUSED[frequency]


# What instant mail may tell: always, or where the ladder or the date of a review says so.
CAN_GO_AT_ONCE = frozenset(kind for kind, rule in RULES.items() if rule.at_once or rule.way is NoticeWay.INSTANT)
