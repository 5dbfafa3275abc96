"""What the notices of many people tell on a day: each notice's row, or none where it no longer holds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from inspections.choices import DatePrecision
from inspections.models import Inspection
from tracker.choices import NoticeKind
from tracker.models import Action, Notice, Person, Post, Recommendation
from tracker.models.action import ActionQuerySet, answers_prefetch
from tracker.portfolio import assignments, decisions, given, stale_evidence
from tracker.rules import deadlines
from tracker.rules.access import SERVICE
from tracker.rules.deadlines import Urgency
from tracker.rules.digests import Found
from tracker.rules.mail_rows import LADDER, Late, Reminder, ladder_line, starts_upper
from tracker.rules.posts import NEWS
from tracker.rules.reminders import DECISION_KEYS

OWN_ACTIONS = frozenset({NoticeKind.OVERDUE, NoticeKind.DUE_THIS_WEEK, NoticeKind.ACTION_DUE, NoticeKind.ACTION_LATE})
LATE_ACTIONS = frozenset({NoticeKind.ESCALATION, NoticeKind.EXCEPTION})
URGENT = frozenset({Urgency.OVERDUE, Urgency.DUE_THIS_WEEK})


@dataclass(slots=True)
class Rows:
    """What one mail tells, and the numbers of the notices that it tells."""

    found: Found = field(default_factory=Found)
    told: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rows of a batch are made from; `urgent` are the references of each person's actions due or overdue."""

    actions: dict[str, Action]
    urgent: dict[int, frozenset[str]]
    by_key: dict[str, object]
    titles: dict[str, str]


def rows(notices: Sequence[Notice], *, of: Callable[[Notice], int], on: date) -> tuple[dict[int, Rows], Facts]:
    """The rows of each mail, by what `of` says of a notice; at most 30 queries for any number of notices and people."""
    wanted = [each for each in notices if each.is_wanted]
    facts = _facts(wanted, on=on)
    found: dict[int, Rows] = {}
    for notice in wanted:
        into = found.setdefault(of(notice), Rows())
        if _put(notice, into.found, facts, on=on):
            into.told.add(notice.pk)
    return found, facts


def _facts(notices: Sequence[Notice], *, on: date) -> Facts:
    people = {each.person_id for each in notices}
    own = _for_mail(Action.objects.to_tell(on=on).owned_by(Post.objects.of_people(people, on=on))) if people else []
    actions = {action.ref: action for action in own}
    missing = {each.subject for each in notices if each.kind in OWN_ACTIONS | LATE_ACTIONS} - actions.keys()
    if missing:
        numbers = [number for ref in missing if (number := Action.number_of(ref))]
        others = _for_mail(Action.objects.open().filter(pk__in=numbers).with_told(on=on))
        actions |= {action.ref: action for action in others}
    urgent: dict[int, set[str]] = {}
    for action in own:
        if action.told_id in people and action.urgency(on=on) in URGENT:
            urgent.setdefault(action.told_id or 0, set()).add(action.ref)
    return Facts(
        actions,
        {person: frozenset(refs) for person, refs in urgent.items()},
        _by_key(notices, on=on),
        _titles(each.subject for each in notices if each.kind in LADDER),
    )


def _for_mail(actions: ActionQuerySet) -> list[Action]:
    return list(actions.select_related("owner_post__organisation").prefetch_related(answers_prefetch(SERVICE)))


def _by_key(notices: Sequence[Notice], *, on: date) -> dict[str, object]:
    """The rows that other pages of the house make, by the key of their notice: those that still hold."""
    keys = {each.key for each in notices}
    found: dict[str, object] = {}
    to_decide = {key for key in keys if key.startswith(DECISION_KEYS)}
    if to_decide:
        found |= {each.key: each.decision for each in decisions.waiting(on=on) if each.key in to_decide}
    news = {each.key for each in notices if each.kind in NEWS}
    if news:
        found |= given.still_given(news, on=on)
    stale = {each.key for each in notices if each.kind == NoticeKind.STALE_EVIDENCE}
    if stale:
        found |= stale_evidence.still_stale(stale, on=on)
    found |= assignments.still_theirs(keys, on=on)
    return found


def _put(notice: Notice, found: Found, facts: Facts, *, on: date) -> bool:
    """Add the notice's row to what its mail tells; false where it no longer holds."""
    kind = NoticeKind(notice.kind)
    if kind in OWN_ACTIONS | LATE_ACTIONS:
        action = facts.actions.get(notice.subject)
        return action is not None and _put_action(notice, kind, action, found, facts, on=on)
    if kind in LADDER:
        title = facts.titles.get(notice.subject)
        if title is None:
            return False
        line = ladder_line(kind=kind, ref=notice.subject, title=title, on=notice.due_on)
        (found.notes if kind in (NoticeKind.ADDRESS_BOUNCED, NoticeKind.ACTION_SNOOZED) else found.decisions).append(
            line
        )
        return True
    row = facts.by_key.get(notice.key)
    if row is None:
        return False
    _list_of(kind, found).append(row)
    return True


def _put_action(notice: Notice, kind: NoticeKind, action: Action, found: Found, facts: Facts, *, on: date) -> bool:
    if action.due_on is None or (notice.due_on and notice.due_on != action.due_on):
        return False
    if kind in LATE_ACTIONS:
        if not deadlines.is_overdue(status=action.state, due_on=action.due_on, on=on):
            return False
        found.late.append(_late(action, on=on, is_escalated=kind is NoticeKind.ESCALATION))
        return True
    if action.told_id != notice.person_id:
        return False
    is_urgent = notice.subject in facts.urgent.get(notice.person_id, ())
    if not is_urgent and kind is not NoticeKind.ACTION_DUE:
        return False
    (found.reminders if is_urgent else found.ahead).append(_reminder(action))
    return True


def _list_of(kind: NoticeKind, found: Found) -> list:  # type: ignore[type-arg]
    """Which list a row of this kind goes to."""
    if kind is NoticeKind.ASSIGNED:
        return found.assigned
    if kind in NEWS:
        return found.given
    return found.to_renew if kind is NoticeKind.STALE_EVIDENCE else found.decisions


def _reminder(action: Action) -> Reminder:
    assert action.due_on is not None, f"{action.ref} was selected by its date"
    precision = DatePrecision(action.due_precision)
    return Reminder(action.ref, action.title, _about(action), action.state, action.due_on, precision)


def _late(action: Action, *, on: date, is_escalated: bool) -> Late:
    assert action.due_on is not None, f"{action.ref} was selected by its date"
    post = action.owner_post
    return Late(
        ref=action.ref,
        title=action.title,
        body=post.organisation.display_name,
        post=post.title,
        due_on=action.due_on,
        precision=DatePrecision(action.due_precision),
        working_days=_working_days(action.due_on, on),
        is_escalated=is_escalated,
    )


def _working_days(since: date, on: date) -> int:
    return sum((since + timedelta(days=day)).weekday() < 5 for day in range(1, (on - since).days + 1))


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


def _titles(refs: Iterable[str]) -> dict[str, str]:
    """What each reference is called in a mail: published words, an action's title, or whose account it is."""
    wanted = set(refs)
    found: dict[str, str] = {}
    for model in (Recommendation, Action, Inspection, Person):
        numbers = {model.number_of(ref): ref for ref in wanted if model.number_of(ref)}
        if not numbers:
            continue
        if model is Recommendation:
            named = Recommendation.objects.filter(pk__in=numbers).values_list("pk", "short_title")
        elif model is Action:
            named = Action.objects.filter(pk__in=numbers).values_list("pk", "title")
        elif model is Person:
            named = Person.objects.filter(pk__in=numbers).values_list("pk", "name")
        else:
            of_body = Inspection.objects.filter(pk__in=numbers).select_related("organisation")
            named = [
                (each.pk, f"Inspection of {each.organisation or each.organisation_as_printed}") for each in of_body
            ]
        found |= {numbers[number]: title for number, title in named}
    return found
