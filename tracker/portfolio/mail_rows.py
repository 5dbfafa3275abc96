"""What the notices of many people tell on a day: each notice's row, or none where it no longer holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from inspections.choices import DatePrecision
from tracker.choices import NoticeKind
from tracker.models import Action, Notice
from tracker.models.action import ActionQuerySet
from tracker.portfolio import assignments, decisions, given, ladder, mail_matters, regular_lists, stale_evidence
from tracker.portfolio.accountable import accountable
from tracker.rules import deadlines
from tracker.rules.deadlines import Urgency
from tracker.rules.digests import Found
from tracker.rules.mail_rows import LADDER, Decision, Late, Line, Matter, Reminder, ladder_line, starts_upper
from tracker.rules.posts import NEWS

OWN_ACTIONS = frozenset({NoticeKind.OVERDUE, NoticeKind.DUE_THIS_WEEK, NoticeKind.ACTION_DUE, NoticeKind.ACTION_LATE})
LATE_ACTIONS = frozenset({NoticeKind.ESCALATION, NoticeKind.EXCEPTION})
DECIDED = frozenset(
    {
        NoticeKind.CLAIM_TO_REVIEW,
        NoticeKind.CLAIM_RETURNED,
        NoticeKind.NEW_RECOMMENDATION,
        NoticeKind.RESPONSE_TO_CONFIRM,
        NoticeKind.REOPENED,
        NoticeKind.FIELDWORK_ANNOUNCED,
        NoticeKind.REVIEW_WAITING,
    }
)
CLIMBING = OWN_ACTIONS | LATE_ACTIONS | LADDER.keys() | {NoticeKind.CLAIM_RETURNED} - {NoticeKind.ADDRESS_BOUNCED}
URGENT = frozenset({Urgency.OVERDUE, Urgency.DUE_THIS_WEEK})


@dataclass(slots=True)
class Rows:
    """What one mail tells, and the numbers and subjects of the notices that it tells."""

    found: Found = field(default_factory=Found)
    told: set[int] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rows of a batch are made from.

    `urgent` are the references of each person's actions due or overdue, `holding` the keys of rungs that hold.
    """

    actions: dict[str, Action]
    urgent: dict[int, frozenset[str]]
    holding: frozenset[str]
    by_key: dict[str, object]
    reviews: dict[tuple[int, str], Decision]
    matters: dict[str, Matter]
    picture: tuple[Line, ...]


def rows(notices: Sequence[Notice], *, of: Callable[[Notice], int], on: date) -> tuple[dict[int, Rows], Facts]:
    """The rows of each mail, by what `of` says of a notice; at most 60 queries for any number of notices and people."""
    wanted = [each for each in notices if each.is_wanted]
    facts = _facts(wanted, on=on)
    found: dict[int, Rows] = {}
    for notice in wanted:
        into = found.setdefault(of(notice), Rows())
        if _put(notice, into.found, facts, on=on):
            into.told.add(notice.pk)
            into.subjects.add(notice.subject)
    return found, facts


def _facts(notices: Sequence[Notice], *, on: date) -> Facts:
    people = {each.person_id for each in notices}
    # Who is told for a post is asked once for all batches, and not for each action in SQL: half of a batch's time.
    told = accountable(on=on).told_for_post if people else {}
    posts = [post for post, person in told.items() if person in people]
    own = _for_mail(Action.objects.urgent(on=on).owned_by(posts), told) if posts else []
    actions = {action.ref: action for action in own}
    missing = {each.subject for each in notices if each.kind in OWN_ACTIONS | LATE_ACTIONS} - actions.keys()
    if missing:
        numbers = [number for ref in missing if (number := Action.number_of(ref))]
        others = _for_mail(Action.objects.open().filter(pk__in=numbers), told)
        actions |= {action.ref: action for action in others}
    urgent: dict[int, set[str]] = {}
    for action in own:
        if action.told_id in people:
            urgent.setdefault(action.told_id or 0, set()).add(action.ref)
    climbing = [each for each in notices if each.rung or each.kind == NoticeKind.ACTION_SNOOZED]
    by_key, reviews = _by_key(notices, on=on)
    pictures = regular_lists.wanted(each.key for each in notices)[1]
    return Facts(
        actions=actions,
        urgent={person: frozenset(refs) for person, refs in urgent.items()},
        holding=frozenset(ladder.holding(climbing, on=on)) if climbing else frozenset(),
        by_key=by_key,
        reviews=reviews,
        matters=mail_matters.of([each for each in notices if each.kind in LADDER], on=on),
        picture=regular_lists.picture(on=on) if pictures else (),
    )


def _for_mail(actions: ActionQuerySet, told: Mapping[int, int]) -> list[Action]:
    """With what a row shows and `told_id`; 2 queries."""
    found = list(actions.for_mail())
    for action in found:
        action.told_id = told.get(action.owner_post_id)
    return found


def _by_key(notices: Sequence[Notice], *, on: date) -> tuple[dict[str, object], dict[tuple[int, str], Decision]]:
    """The rows that other pages of the house make, of notices that still hold: by key, and decisions by whose.

    A claim that waits or came back has a notice of its own and, later, rungs of the ladder: both tell the same row.
    """
    keys = {each.key for each in notices}
    found: dict[str, object] = {}
    to_decide: dict[tuple[int, str], Decision] = {}
    if any(each.kind in DECIDED for each in notices):
        for each in decisions.waiting(on=on):
            to_decide[each.person_id, each.decision.ref] = each.decision
            if each.key in keys:
                found[each.key] = each.decision
    news = {each.key for each in notices if each.kind in NEWS}
    if news:
        found |= given.still_given(news, on=on)
    stale = {each.key for each in notices if each.kind == NoticeKind.STALE_EVIDENCE}
    if stale:
        found |= stale_evidence.still_stale(stale, on=on)
    found |= assignments.still_theirs(keys, on=on)
    found |= regular_lists.still_listed(regular_lists.wanted(keys)[0], on=on)
    return found, to_decide


def _put(notice: Notice, found: Found, facts: Facts, *, on: date) -> bool:
    """Add the notice's row to what its mail tells; false where it no longer holds."""
    kind = NoticeKind(notice.kind)
    if kind in CLIMBING and notice.key not in facts.holding and (notice.rung or kind is NoticeKind.ACTION_SNOOZED):
        return False
    if kind in OWN_ACTIONS | LATE_ACTIONS:
        action = facts.actions.get(notice.subject)
        return action is not None and _put_action(notice, kind, action, found, facts, on=on)
    if kind is NoticeKind.REPEATS_PICTURE:
        found.picture.extend(facts.picture)
        return bool(facts.picture)
    if kind is NoticeKind.EXCEPTION_LIST:
        late = cast(list[Late], facts.by_key.get(notice.key, []))
        found.late.extend(late)
        return bool(late)
    row = facts.by_key.get(notice.key) or _by_rung(notice, kind, facts)
    if row is None:
        return False
    _list_of(kind, found).append(row)
    return True


def _by_rung(notice: Notice, kind: NoticeKind, facts: Facts) -> Decision | Line | None:
    """The row of a rung that is about no action."""
    decision = facts.reviews.get((notice.person_id, notice.subject))
    if kind in (NoticeKind.REVIEW_WAITING, NoticeKind.CLAIM_RETURNED) and notice.rung and decision:
        return decision
    matter = facts.matters.get(notice.key)
    if matter is None:
        return None
    confirms = decision is not None and decision.kind is NoticeKind.RESPONSE_TO_CONFIRM
    return ladder_line(kind=kind, ref=notice.subject, matter=matter, confirms=confirms)


def _put_action(notice: Notice, kind: NoticeKind, action: Action, found: Found, facts: Facts, *, on: date) -> bool:
    if action.due_on is None or (notice.due_on and notice.due_on != action.due_on):
        return False
    if kind in LATE_ACTIONS:
        if not deadlines.is_overdue(status=action.state, due_on=action.due_on, on=on):
            return False
        found.late.append(regular_lists.late(action, on=on, is_escalated=kind is NoticeKind.ESCALATION))
        return True
    # Where nobody can be told of the owning post the ladder tells its head; other notices are the owner's alone.
    if not notice.rung and action.told_id != notice.person_id:
        return False
    is_urgent = action.urgency(on=on) in URGENT
    if not is_urgent and kind is not NoticeKind.ACTION_DUE:
        return False
    (found.reminders if is_urgent else found.ahead).append(_reminder(action))
    return True


def _list_of(kind: NoticeKind, found: Found) -> list[Any]:
    """Which list a row of this kind goes to."""
    if kind is NoticeKind.ASSIGNED:
        return found.assigned
    if kind in NEWS:
        return found.given
    if kind in (NoticeKind.ADDRESS_BOUNCED, NoticeKind.ACTION_SNOOZED):
        return found.notes
    return found.to_renew if kind is NoticeKind.STALE_EVIDENCE else found.decisions


def _reminder(action: Action) -> Reminder:
    assert action.due_on is not None, f"{action.ref} was selected by its date"
    precision = DatePrecision(action.due_precision)
    return Reminder(action.ref, action.title, _about(action), action.state, action.due_on, precision)


def _about(action: Action) -> str:
    """The first recommendation it answers for the owner's own body, one below or one above; '' if there is none.

    That it also answers another area's recommendation is that area's to show (MODEL decision 4).
    """
    own = action.owner_post.organisation.path
    for answer in sorted(action.current_answers, key=lambda each: each.pk):
        path = answer.answerable.organisation.path
        if path.startswith(own) or own.startswith(path):
            return starts_upper(answer.answerable.recommendation.short_title)
    return ""
