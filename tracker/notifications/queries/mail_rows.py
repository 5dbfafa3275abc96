"""What the notices of many people tell on a day: each notice's row, or none where it no longer holds."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from inspections.choices import DatePrecision
from tracker.choices import NoticeKind
from tracker.models import Action, Answers
from tracker.notifications.models import NoticeToTell, actions_on_ladder
from tracker.notifications.queries import (
    assignments,
    decisions,
    given,
    ladder,
    mail_matters,
    regular_lists,
    stale_evidence,
)
from tracker.notifications.rules.digests import DigestFacts
from tracker.notifications.rules.email_preferences import tells
from tracker.notifications.rules.mail_rows import (
    LADDER,
    Late,
    MailLine,
    Matter,
    Reminder,
    WaitingFor,
    ladder_line,
    starts_upper,
)
from tracker.queries.accountable import accountable, who_can_be_told
from tracker.rules import deadlines
from tracker.rules.deadlines import Urgency
from tracker.rules.notices import Identity
from tracker.rules.posts import NEWS

OWN_ACTIONS = frozenset({NoticeKind.ACTION_DUE, NoticeKind.ACTION_LATE})
LATE_ACTIONS = frozenset({NoticeKind.ESCALATION, NoticeKind.EXCEPTION})
LISTS = frozenset({NoticeKind.OVERDUE_LIST, NoticeKind.EXCEPTION_LIST, NoticeKind.REPEATS_PICTURE})
DECIDED = frozenset(
    {
        NoticeKind.SELF_ASSESSMENT_TO_REVIEW,
        NoticeKind.SELF_ASSESSMENT_RETURNED,
        NoticeKind.NEW_RECOMMENDATION,
        NoticeKind.RESPONSE_TO_CONFIRM,
        NoticeKind.REOPENED,
        NoticeKind.FIELDWORK_ANNOUNCED,
        NoticeKind.REVIEW_WAITING,
    }
)
CLIMBING = OWN_ACTIONS | LATE_ACTIONS | LADDER.keys() | {NoticeKind.SELF_ASSESSMENT_RETURNED}
URGENT = frozenset({Urgency.OVERDUE, Urgency.DUE_THIS_WEEK})


@dataclass(slots=True)
class Rows:
    """What one mail tells, and the numbers and subjects of the notices that it tells."""

    found: DigestFacts = field(default_factory=DigestFacts)
    told: set[int] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rows of a batch are made from.

    `urgent` are each person's own actions that are overdue or due this week, `abouts` what an action answers, by its
    number, and `holding` the rungs that hold.
    """

    actions: dict[str, Action]
    urgent: dict[int, list[Action]]
    abouts: dict[int, str]
    told_for_post: Mapping[int, int]
    holding: frozenset[Identity]
    rows: dict[Identity, object]
    reviews: dict[tuple[int, str], WaitingFor]
    matters: dict[Identity, Matter]
    picture: tuple[MailLine, ...]


def rows(
    notices: Sequence[NoticeToTell], *, of: Callable[[NoticeToTell], int], digests: Collection[int], on: date
) -> dict[int, Rows]:
    """The rows of each mail, by what `of` says of a notice; at most 60 queries for any number of notices and people.

    Of the mails in `digests`, all of their person's actions that are overdue or due this week, told before or not, if
    the person wants to be told of such.
    """
    able = who_can_be_told((each.person_id for each in notices), on=on)
    wanted = [each for each in notices if each.is_wanted and each.person_id in able]
    facts = _facts(wanted, on=on)
    found: dict[int, Rows] = {}
    for notice in wanted:
        number = of(notice)
        if number not in found:
            found[number] = Rows()
            if number in digests:
                found[number].found.reminders.extend(_reminder(each, facts) for each in _own(notice, facts, on=on))
        if _put(notice, found[number].found, facts, on=on):
            found[number].told.add(notice.pk)
            found[number].subjects.add(notice.subject)
    return found


def _own(notice: NoticeToTell, facts: Facts, *, on: date) -> list[Action]:
    """The urgent actions of the notice's person, as far as they want to be told of such."""
    frequency = notice.preference.frequency
    kinds = {True: NoticeKind.ACTION_LATE, False: NoticeKind.ACTION_DUE}
    return [
        each
        for each in facts.urgent.get(notice.person_id, ())
        if tells(frequency, kinds[deadlines.is_overdue(status=each.state, due_on=each.due_on, on=on)])
    ]


def _facts(notices: Sequence[NoticeToTell], *, on: date) -> Facts:
    people = {each.person_id for each in notices}
    # Who is told for a post is asked once for all batches, and not for each action in SQL: half of a batch's time.
    held = accountable(on=on)
    posts = {post: person for post, person in held.told_for_post.items() if person in people} if people else {}
    own = list(actions_on_ladder().urgent(on=on).not_put_off(on=on).owned_by(posts).for_mail()) if posts else []
    actions = {action.ref: action for action in own}
    urgent: dict[int, list[Action]] = {}
    for action in own:
        urgent.setdefault(posts[action.owner_post_id], []).append(action)
    late = {each.subject for each in notices if each.kind in LATE_ACTIONS}
    others = late | ({each.subject for each in notices if each.kind in OWN_ACTIONS} - actions.keys())
    if others:
        numbers = [number for ref in others if (number := Action.number_of(ref))]
        more = Action.objects.open().filter(pk__in=numbers).for_mail_of_others()
        actions |= {action.ref: action for action in more}
    climbing = [each for each in notices if each.rung or each.kind == NoticeKind.ACTION_SNOOZED]
    shown, reviews = _shown(notices, on=on)
    has_picture = any(each.kind == NoticeKind.REPEATS_PICTURE for each in notices)
    return Facts(
        actions=actions,
        urgent=urgent,
        abouts=_abouts(actions.values(), held.path_of_post),
        told_for_post=held.told_for_post,
        holding=frozenset(ladder.holding(climbing, on=on)) if climbing else frozenset(),
        rows=shown,
        reviews=reviews,
        matters=mail_matters.of([each for each in notices if each.kind in LADDER], on=on),
        picture=regular_lists.picture(on=on) if has_picture else (),
    )


def _abouts(actions: Collection[Action], path_of_post: Mapping[int, str]) -> dict[int, str]:
    """By action: the first recommendation that it answers for the owner's own body, one below or one above; 1 query.

    That it also answers another area's recommendation is that area's to show (docs/model.md, decision 4).
    """
    if not actions:
        return {}
    owners = {each.pk: path_of_post.get(each.owner_post_id, "") for each in actions}
    found: dict[int, str] = {}
    for number, path, title in Answers.objects.named_in_mail(owners):
        own = owners[number]
        if number not in found and own and (path.startswith(own) or own.startswith(path)):
            found[number] = starts_upper(title)
    return found


def _shown(
    notices: Sequence[NoticeToTell], *, on: date
) -> tuple[dict[Identity, object], dict[tuple[int, str], WaitingFor]]:
    """The rows that other pages of the house make, of notices that still hold, and decisions by whose.

    A self-assessment that waits or came back has a notice of its own and, later, rungs of the ladder: both tell the
    same row.
    """
    by_kind: dict[str, list[NoticeToTell]] = defaultdict(list)
    for notice in notices:
        by_kind[notice.kind].append(notice)
    shown: dict[Identity, object] = {}
    to_decide: dict[tuple[int, str], WaitingFor] = {}
    if any(by_kind[kind] for kind in DECIDED):
        for each in decisions.waiting(on=on):
            to_decide[each.person_id, each.decision.ref] = each.decision
            shown[each.identity] = each.decision
    if news := [notice for kind in NEWS for notice in by_kind[kind]]:
        shown |= given.still_given(news, on=on)
    if stale := by_kind[NoticeKind.STALE_EVIDENCE]:
        shown |= stale_evidence.still_stale(stale, on=on)
    shown |= assignments.still_theirs(by_kind[NoticeKind.ASSIGNED], on=on)
    lists = {notice.identity for notice in by_kind[NoticeKind.EXCEPTION_LIST]}
    shown |= regular_lists.still_listed(lists, on=on)
    return shown, to_decide


def _put(notice: NoticeToTell, found: DigestFacts, facts: Facts, *, on: date) -> bool:
    """Add the notice's row to what its mail tells; false where it no longer holds."""
    kind = NoticeKind(notice.kind)
    if kind in CLIMBING and notice.identity not in facts.holding and (notice.rung or kind is NoticeKind.ACTION_SNOOZED):
        return False
    if kind in OWN_ACTIONS | LATE_ACTIONS:
        action = facts.actions.get(notice.subject)
        return action is not None and _put_action(notice, kind, action, found, facts, on=on)
    if kind in LISTS:
        return _put_list(notice, kind, found, facts, on=on)
    row = facts.rows.get(notice.identity) or _by_rung(notice, kind, facts)
    if row is None:
        return False
    _list_of(kind, found).append(row)
    return True


def _put_list(notice: NoticeToTell, kind: NoticeKind, found: DigestFacts, facts: Facts, *, on: date) -> bool:
    if kind is NoticeKind.OVERDUE_LIST:  # its rows stand in every digest
        own = facts.urgent.get(notice.person_id, ())
        return any(deadlines.is_overdue(status=each.state, due_on=each.due_on, on=on) for each in own)
    if kind is NoticeKind.REPEATS_PICTURE:
        found.picture.extend(facts.picture)
        return bool(facts.picture)
    late = cast(list[Late], facts.rows.get(notice.identity, []))
    found.late.extend(late)
    return bool(late)


def _by_rung(notice: NoticeToTell, kind: NoticeKind, facts: Facts) -> WaitingFor | MailLine | None:
    """The row of a rung that is about no action."""
    decision = facts.reviews.get((notice.person_id, notice.subject))
    if kind in (NoticeKind.REVIEW_WAITING, NoticeKind.SELF_ASSESSMENT_RETURNED) and notice.rung and decision:
        return decision
    matter = facts.matters.get(notice.identity)
    if matter is None:
        return None
    confirms = decision is not None and decision.kind is NoticeKind.RESPONSE_TO_CONFIRM
    return ladder_line(kind=kind, ref=notice.subject, matter=matter, confirms=confirms)


def _put_action(
    notice: NoticeToTell, kind: NoticeKind, action: Action, found: DigestFacts, facts: Facts, *, on: date
) -> bool:
    if action.due_on is None or (notice.due_on and notice.due_on != action.due_on):
        return False
    if kind in LATE_ACTIONS:
        if not deadlines.is_overdue(status=action.state, due_on=action.due_on, on=on):
            return False
        found.late.append(regular_lists.late(action, on=on, is_escalated=kind is NoticeKind.ESCALATION))
        return True
    is_urgent = action.urgency(on=on) in URGENT
    if not is_urgent and kind is not NoticeKind.ACTION_DUE:
        return False
    is_own = facts.told_for_post.get(action.owner_post_id) == notice.person_id
    row = _reminder(action, facts, instead_of="" if is_own else str(action.owner_post))
    (found.reminders if is_urgent else found.ahead).append(row)
    return True


def _list_of(kind: NoticeKind, found: DigestFacts) -> list[Any]:
    """Which list a row of this kind goes to."""
    if kind is NoticeKind.ASSIGNED:
        return found.assigned
    if kind in NEWS:
        return found.given
    if kind in (NoticeKind.ADDRESS_BOUNCED, NoticeKind.ACTION_SNOOZED):
        return found.notes
    return found.to_renew if kind is NoticeKind.STALE_EVIDENCE else found.decisions


def _reminder(action: Action, facts: Facts, *, instead_of: str = "") -> Reminder:
    assert action.due_on is not None, f"{action.ref} was selected by its date"
    precision = DatePrecision(action.due_precision)
    return Reminder(
        action.ref, action.title, facts.abouts.get(action.pk, ""), action.state, action.due_on, precision, instead_of
    )
