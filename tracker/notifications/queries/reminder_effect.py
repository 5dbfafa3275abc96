"""What reminders achieve in an area and a period: the figures of the page 'Reminders' of Insight."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from inspections.models import Organisation
from tracker.choices import NoticeKind
from tracker.models import Action, Update
from tracker.models.action import ActionQuerySet
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries.ladder import rungs_now
from tracker.notifications.rules import reminder_effect
from tracker.notifications.rules.ladder import About
from tracker.notifications.rules.reminder_effect import Effect, Reminded, Updated
from tracker.rules.access import Actor
from tracker.rules.wording import plain_plural

PERIODS = {"4": "Last 4 weeks", "12": "Last 12 weeks", "26": "Last 26 weeks"}
WEEKS = 12  # unless another period is chosen
LOOK_BACK = timedelta(weeks=8)  # before the period: the reminder or the update that came before
BEFORE_RUNGS = "In a digest, before reminders had days"
KINDS = (
    NoticeKind.ACTION_DUE,
    NoticeKind.ACTION_LATE,
    NoticeKind.ESCALATION,
    NoticeKind.EXCEPTION,
)


@dataclass(frozen=True, slots=True)
class ReminderEffectSelection:
    """What the figures are of; a whole region or PDU, and the last so many weeks."""

    region: Organisation | None = None
    pdu: Organisation | None = None
    weeks: int = WEEKS


def effect(actor: Actor, filters: ReminderEffectSelection, *, at: datetime) -> Effect:
    """Return the effect for actions that the actor may see; 3 queries, for any number of them."""
    since = at - timedelta(weeks=filters.weeks)
    actions = _actions(actor, filters)
    start = since - LOOK_BACK
    updates = Update.objects.posted_since(start).filter(action__in=actions.values("pk"))
    posted = [
        Updated(action, posted_at) for action, posted_at in updates.order_by("pk").values_list("action_id", "posted_at")
    ]
    told = NoticeToTell.objects.mailed_since(start, kinds=KINDS)
    names = words_of_rungs()
    reminders = [
        Reminded(number, names.get(rung, rung) or BEFORE_RUNGS, sent_at)
        for subject, rung, sent_at in told.order_by("pk").values_list("subject", "rung", "message__sent_at")
        if sent_at and (number := Action.number_of(subject))
    ]
    seen = set(actions.values_list("pk", flat=True))
    chosen = [reminder for reminder in reminders if reminder.action in seen]
    return reminder_effect.effect(chosen, posted, since=since, order=list(names.values()))


def words_of_rungs() -> dict[str, str]:
    """Return what each rung of actions is called on the page, lowest first."""
    words = {}
    for rung in rungs_now(About.ACTION):
        days = plain_plural(abs(rung.days), "working day")
        when = f"{days} {'before' if rung.is_before else 'after'} the date"
        repeated = ", a repeated recommendation" if rung.repeated else ""
        words[rung.code] = f"To {rung.to.value}, {when}{repeated}"
    return words


def _actions(actor: Actor, filters: ReminderEffectSelection) -> ActionQuerySet:
    actions = Action.objects.visible_to(actor)
    body = filters.pdu or filters.region
    return actions.of_body(body) if body else actions
