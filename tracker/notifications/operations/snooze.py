"""Puts the reminders of an action off until a day, with a reason that the lead sees, and starts them again."""

from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tracker.choices import NoticeKind
from tracker.errors import WrongState
from tracker.models import Action
from tracker.notifications.models import NoticeToTell, Snooze
from tracker.notifications.rules import snooze
from tracker.operations import history
from tracker.queries.accountable import PDU, REGION, accountable
from tracker.rules import access, working_days
from tracker.rules.access import Actor, Doing
from tracker.rules.calendar import LONDON


@transaction.atomic
def snooze_action(*, action: Action, until_on: date, reason: str, by: Actor, at: datetime) -> Snooze:
    """Hold the reminders of an action back until a day; a snooze that lasts ends, and this one takes its place.

    The same again changes nothing. Tells the lead. Raises NotAllowed; WrongState for an action that has ended;
    InvalidInput for a day too far off, or without a reason.
    """
    on = timezone.localdate(at)
    locked = _locked(action)
    access.check_may(by, Doing.UPDATE_ACTIONS, paths=locked.paths(), post_id=locked.owner_post_id)
    snooze.check_can_snooze(locked.state)
    words = snooze.check_snooze(
        until_on=until_on, reason=reason, on=on, days=settings.SNOOZE_DAYS, holidays=working_days.bank_holidays()
    )
    last = Snooze.objects.of_action(locked).filter(ended_at__isnull=True).first()
    if last is not None and (last.until_on, last.reason, last.made_by_id) == (until_on, words, by.person_id):
        return last
    if last is not None:
        _end(last, on=on, by=by, at=at)
    made = Snooze.objects.create(action=locked, until_on=until_on, reason=words, made_at=at, made_by_id=by.person_id)
    after = {"until_on": until_on.isoformat(), "reason": words}
    history.record(verb="action.snoozed", subject=locked.ref, by=by, at=at, after=after)
    _tell_lead(made, locked, on=on, by=by, at=at)
    return made


@transaction.atomic
def end_snooze(*, action: Action, by: Actor, at: datetime) -> None:
    """Let the reminders of an action begin again today. Raises NotAllowed, and WrongState where none are put off."""
    on = timezone.localdate(at)
    locked = _locked(action)
    access.check_may(by, Doing.UPDATE_ACTIONS, paths=locked.paths(), post_id=locked.owner_post_id)
    standing = Snooze.objects.of_action(locked).standing(on=on).first()
    if standing is None:
        raise WrongState("The reminders of this action are not put off any more.")
    _end(standing, on=on, by=by, at=at)
    before = {"until_on": standing.until_on.isoformat()}
    history.record(verb="action.snooze-ended", subject=locked.ref, by=by, at=at, before=before, after={})


def _end(last: Snooze, *, on: date, by: Actor, at: datetime) -> None:
    """End a snooze: by somebody now, or by its own day if that has come."""
    if last.until_on <= on:
        last.ended_at = datetime.combine(last.until_on, time(0), LONDON)
    else:
        last.ended_at, last.ended_by_id = at, by.person_id
    last.save(update_fields=["ended_at", "ended_by"])


def _locked(action: Action) -> Action:
    """Return the action, for this change alone until it is saved."""
    actions = Action.objects.select_for_update(of=("self",)).select_related("owner_post__organisation")
    locked: Action = actions.get(pk=action.pk)
    return locked


def _tell_lead(made: Snooze, action: Action, *, on: date, by: Actor, at: datetime) -> None:
    """Note it for the digest of the head of the PDU, or of the regional lead where that is who put it off."""
    path = action.owner_post.organisation.path
    people = accountable(on=on, near=(path,))
    leads = (people.managers_of(path, PDU) - {by.person_id}) or (people.managers_of(path, REGION) - {by.person_id})
    notices = [
        NoticeToTell(
            person_id=person,
            kind=NoticeKind.ACTION_SNOOZED,
            subject=action.ref,
            number=made.pk,
            due_on=made.until_on,
            created_at=at,
        )
        for person in sorted(leads)
    ]
    NoticeToTell.objects.bulk_create(notices, ignore_conflicts=True)
