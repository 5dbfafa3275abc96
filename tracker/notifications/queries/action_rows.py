"""The rows of actions in a mail: a person's own, what is escalated because it is late, and what is overdue."""

from collections import defaultdict
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
from tracker.notifications.rules.mail_rows import Late, Reminder
from tracker.rules.deadlines import Urgency
from tracker.rules.notices import Identity
from tracker.rules.wording import starts_upper

OWN_ACTIONS = frozenset({NoticeKind.ACTION_DUE, NoticeKind.ACTION_LATE})
LATE_ACTIONS = frozenset({NoticeKind.ESCALATION, NoticeKind.EXCEPTION})
URGENT = frozenset({Urgency.OVERDUE, Urgency.DUE_THIS_WEEK})


@dataclass(frozen=True, slots=True)
class Actions:
    """The actions that the rows of a batch of mail are made from.

    `abouts` is what an action answers, by its number, and `urgent` are the rows of each person's own actions that are
    overdue or due this week, as far as the person wants to be told of such.
    """

    day: Day
    by_ref: dict[str, Action]
    abouts: dict[int, str]
    urgent: dict[int, list[Reminder]]


def actions_of(notices: Sequence[NoticeToTell], day: Day) -> Actions:
    """Return the actions of these notices and of their people; at most 5 queries."""
    chosen = {notice.person_id: notice.preference.frequency for notice in notices}
    # Who is told for a post is asked once for all batches, and not for each action in SQL: half of a batch's time.
    held = day.people
    posts = {post: person for post, person in held.told_for_post.items() if person in chosen} if chosen else {}
    on = day.on
    reminded = actions_on_ladder().to_remind().urgent(on=on).not_put_off(on=on)
    own = list(reminded.owned_by(posts).for_mail()) if posts else []
    by_ref = {action.ref: action for action in own}
    late = {notice.subject for notice in notices if notice.kind in LATE_ACTIONS}
    others = late | ({notice.subject for notice in notices if notice.kind in OWN_ACTIONS} - by_ref.keys())
    if others:
        numbers = [number for ref in others if (number := Action.number_of(ref))]
        more = Action.objects.open().filter(pk__in=numbers).for_mail_of_others()
        by_ref |= {action.ref: action for action in more}
    abouts = _abouts(by_ref.values(), held.path_of_post)
    urgent: dict[int, list[Reminder]] = defaultdict(list)
    for action in own:
        person, row = posts[action.owner_post_id], _reminder(action, abouts, on=on)
        if tells(chosen[person], NoticeKind.ACTION_LATE if row.is_overdue else NoticeKind.ACTION_DUE):
            urgent[person].append(row)
    return Actions(day, by_ref, abouts, urgent)


def due(notices: Sequence[NoticeToTell], actions: Actions) -> dict[Identity, tuple[Reminder, ...]]:
    """Return the row of each action that its owner is told of before its date, urgent by now or not."""
    return {notice.identity: (_own(notice, action, actions),) for notice, action in _with_actions(notices, actions)}


def late(notices: Sequence[NoticeToTell], actions: Actions) -> dict[Identity, tuple[Reminder, ...]]:
    """Return the row of each action that its owner is told of because it is late, while it is urgent."""
    return {
        notice.identity: (_own(notice, action, actions),)
        for notice, action in _with_actions(notices, actions)
        if action.urgency(on=actions.day.on) in URGENT
    }


def escalated(notices: Sequence[NoticeToTell], actions: Actions) -> dict[Identity, tuple[Late, ...]]:
    """Return the row of each action of somebody else that is overdue."""
    on = actions.day.on
    return {
        notice.identity: (regular_lists.late(action, on=on, is_escalated=notice.kind == NoticeKind.ESCALATION),)
        for notice, action in _with_actions(notices, actions)
        if action.urgency(on=on) is Urgency.OVERDUE
    }


def overdue(notices: Sequence[NoticeToTell], actions: Actions) -> dict[Identity, tuple[Reminder, ...]]:
    """Return no rows for those with something overdue: every digest has them."""
    behind = {person for person, rows in actions.urgent.items() if any(row.is_overdue for row in rows)}
    return {notice.identity: () for notice in notices if notice.person_id in behind}


def _with_actions(notices: Sequence[NoticeToTell], actions: Actions) -> list[tuple[NoticeToTell, Action]]:
    """Return those whose action is open and still has the notice's own date."""
    return [
        (notice, action)
        for notice in notices
        if (action := actions.by_ref.get(notice.subject)) is not None
        and action.due_on is not None
        and (notice.due_on is None or notice.due_on == action.due_on)
    ]


def _own(notice: NoticeToTell, action: Action, actions: Actions) -> Reminder:
    is_own = actions.day.people.told_for_post.get(action.owner_post_id) == notice.person_id
    instead_of = "" if is_own else str(action.owner_post)
    return _reminder(action, actions.abouts, on=actions.day.on, instead_of=instead_of)


def _reminder(action: Action, abouts: Mapping[int, str], *, on: date, instead_of: str = "") -> Reminder:
    assert action.due_on is not None, f"{action.ref} was selected by its date"
    precision, about = DatePrecision(action.due_precision), abouts.get(action.pk, "")
    return Reminder(action.ref, action.title, about, action.urgency(on=on), action.due_on, precision, instead_of)


def _abouts(actions: Collection[Action], path_of_post: Mapping[int, str]) -> dict[int, str]:
    """Return, by action, the first recommendation that it answers for the owner's body or one near it; 1 query.

    That it also answers another area's recommendation is that area's to show (docs/model.md, decision 4).
    """
    if not actions:
        return {}
    owners = {action.pk: path_of_post.get(action.owner_post_id, "") for action in actions}
    abouts: dict[int, str] = {}
    for number, path, title in Answers.objects.named_in_mail(owners):
        own = owners[number]
        if number not in abouts and own and (path.startswith(own) or own.startswith(path)):
            abouts[number] = starts_upper(title)
    return abouts
