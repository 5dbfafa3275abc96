"""The rows of actions in a mail: a person's own, what is escalated because it is late, and what is overdue."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from inspections.choices import DatePrecision
from tracker.choices import NoticeKind
from tracker.models import Action, Answers
from tracker.notifications.models import NoticeToTell, actions_on_ladder
from tracker.notifications.queries import regular_lists
from tracker.notifications.queries.day import Day
from tracker.notifications.rules.email_preferences import tells
from tracker.notifications.rules.mail_rows import Late, Reminder, starts_upper
from tracker.rules import deadlines
from tracker.rules.deadlines import Urgency
from tracker.rules.notices import Identity

OWN_ACTIONS = frozenset({NoticeKind.ACTION_DUE, NoticeKind.ACTION_LATE})
LATE_ACTIONS = frozenset({NoticeKind.ESCALATION, NoticeKind.EXCEPTION})
URGENT = frozenset({Urgency.OVERDUE, Urgency.DUE_THIS_WEEK})


@dataclass(frozen=True, slots=True)
class Actions:
    """The actions that the rows of a batch of mail are made from.

    `urgent` are each person's own actions that are overdue or due this week, and `abouts` what an action answers, by
    its number.
    """

    day: Day
    by_ref: dict[str, Action]
    urgent: dict[int, list[Action]]
    abouts: dict[int, str]


def actions_of(notices: Sequence[NoticeToTell], day: Day) -> Actions:
    """Return the actions of these notices and of their people; at most 5 queries."""
    people = {each.person_id for each in notices}
    # Who is told for a post is asked once for all batches, and not for each action in SQL: half of a batch's time.
    held = day.people
    posts = {post: person for post, person in held.told_for_post.items() if person in people} if people else {}
    on = day.on
    own = list(actions_on_ladder().urgent(on=on).not_put_off(on=on).owned_by(posts).for_mail()) if posts else []
    by_ref = {action.ref: action for action in own}
    urgent: dict[int, list[Action]] = {}
    for action in own:
        urgent.setdefault(posts[action.owner_post_id], []).append(action)
    late = {each.subject for each in notices if each.kind in LATE_ACTIONS}
    others = late | ({each.subject for each in notices if each.kind in OWN_ACTIONS} - by_ref.keys())
    if others:
        numbers = [number for ref in others if (number := Action.number_of(ref))]
        more = Action.objects.open().filter(pk__in=numbers).for_mail_of_others()
        by_ref |= {action.ref: action for action in more}
    return Actions(day, by_ref, urgent, _abouts(by_ref.values(), held.path_of_post))


def own_urgent(notice: NoticeToTell, actions: Actions) -> list[Reminder]:
    """Return the urgent actions of the notice's person, as far as they want to be told of such."""
    frequency, on = notice.preference.frequency, actions.day.on
    kinds = {True: NoticeKind.ACTION_LATE, False: NoticeKind.ACTION_DUE}
    return [
        _reminder(action, actions)
        for action in actions.urgent.get(notice.person_id, ())
        if tells(frequency, kinds[deadlines.is_overdue(status=action.state, due_on=action.due_on, on=on)])
    ]


def due(notices: Sequence[NoticeToTell], actions: Actions) -> dict[Identity, tuple[Reminder, ...]]:
    """Return the row of each action that its owner is told of before its date, urgent by now or not."""
    return {each.identity: (_own(each, action, actions),) for each, action in _with_actions(notices, actions)}


def late(notices: Sequence[NoticeToTell], actions: Actions) -> dict[Identity, tuple[Reminder, ...]]:
    """Return the row of each action that its owner is told of because it is late, while it is urgent."""
    return {
        each.identity: (_own(each, action, actions),)
        for each, action in _with_actions(notices, actions)
        if action.urgency(on=actions.day.on) in URGENT
    }


def escalated(notices: Sequence[NoticeToTell], actions: Actions) -> dict[Identity, tuple[Late, ...]]:
    """Return the row of each action of somebody else that is overdue."""
    on = actions.day.on
    return {
        each.identity: (regular_lists.late(action, on=on, is_escalated=each.kind == NoticeKind.ESCALATION),)
        for each, action in _with_actions(notices, actions)
        if deadlines.is_overdue(status=action.state, due_on=action.due_on, on=on)
    }


def overdue(notices: Sequence[NoticeToTell], actions: Actions) -> dict[Identity, tuple[Reminder, ...]]:
    """Return no rows for those with something overdue: every digest has them."""
    return {each.identity: () for each in notices if _has_overdue(each.person_id, actions, on=actions.day.on)}


def _has_overdue(person_id: int, actions: Actions, *, on: date) -> bool:
    own = actions.urgent.get(person_id, ())
    return any(deadlines.is_overdue(status=action.state, due_on=action.due_on, on=on) for action in own)


def _with_actions(notices: Sequence[NoticeToTell], actions: Actions) -> list[tuple[NoticeToTell, Action]]:
    """Return those whose action is open and still has the notice's own date."""
    return [
        (each, action)
        for each in notices
        if (action := actions.by_ref.get(each.subject)) is not None
        and action.due_on is not None
        and (each.due_on is None or each.due_on == action.due_on)
    ]


def _own(notice: NoticeToTell, action: Action, actions: Actions) -> Reminder:
    is_own = actions.day.people.told_for_post.get(action.owner_post_id) == notice.person_id
    return _reminder(action, actions, instead_of="" if is_own else str(action.owner_post))


def _reminder(action: Action, actions: Actions, *, instead_of: str = "") -> Reminder:
    assert action.due_on is not None, f"{action.ref} was selected by its date"
    precision, about = DatePrecision(action.due_precision), actions.abouts.get(action.pk, "")
    urgency = action.urgency(on=actions.day.on)
    return Reminder(action.ref, action.title, about, urgency, action.due_on, precision, instead_of)


def _abouts(actions: Collection[Action], path_of_post: Mapping[int, str]) -> dict[int, str]:
    """Return, by action, the first recommendation that it answers for the owner's body or one near it; 1 query.

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
