"""Who owns the answer to an organisational alert, and by when: given, named, moved; the owner is told at once."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from inspections.models import Alert
from tracker.choices import NoticeKind, NoticeWay
from tracker.errors import InvalidInput
from tracker.models import AlertDateChange, AlertDuty, Notice, Post
from tracker.operations import history
from tracker.projections.keeping import atomic
from tracker.queries import alerts as queries
from tracker.rules import access
from tracker.rules.access import Actor, Doing
from tracker.rules.alerts import check_move
from tracker.rules.typed.text import paragraphs

WITH_ITS_OWNER = "Set when the owner was named."


@atomic
def give_alert(*, alert: Alert, by: Actor, at: datetime) -> AlertDuty:
    """Give an alert that a report brings its owner and its clock; a part of publishing.

    The owner is the post of who leads the body, until a person names another; where the body has no post, nobody yet.
    The clock runs from the day on which the alert is known here. One recorded before its report keeps what it has.
    """
    held = AlertDuty.objects.filter(alert=alert).first()
    if held is not None:
        return held
    on = timezone.localdate(at)
    duty = open_duty(
        alert=alert,
        owner_post=queries.post_to_own(alert.organisation, on=on),
        answer_by_on=on + timedelta(days=settings.ALERT_DAYS),
        is_named=False,
        by=by,
        at=at,
    )
    facts = {"inspection": alert.inspection.ref} if alert.inspection else {}
    history.record(verb="alert.printed", subject=alert.ref, by=by, at=at, after=facts | _facts(duty))
    return duty


@atomic
def open_duty(
    *, alert: Alert, owner_post: Post | None, answer_by_on: date, is_named: bool = True, by: Actor, at: datetime
) -> AlertDuty:
    """Open the duty to answer an alert, and tell who owns it; a part of recording one."""
    duty = AlertDuty.objects.create(
        alert=alert,
        owner_post=owner_post,
        answer_by_on=answer_by_on,
        first_answer_by_on=answer_by_on,
        is_named=is_named,
        recorded_at=at,
        recorded_by_id=by.person_id,
    )
    tell_owner(duty=duty, by=by, at=at)
    return duty


@atomic
def assign_alert(
    *, alert: Alert, owner_post: Post, answer_by_on: date, reason: str = "", by: Actor, at: datetime
) -> AlertDuty:
    """Name the post that owns the answer and the last day for it; a day that moves needs a reason.

    Who first names the owner of an alert that a report brought may set another day than was proposed without one.
    The same again changes nothing. Raises NotAllowed and InvalidInput.
    """
    access.check_may(by, Doing.RECORD_ALERTS, paths=[alert.organisation.path])
    if not Post.objects.to_own_alerts(of=alert.organisation).filter(pk=owner_post.pk).exists():
        raise InvalidInput("Select a post of this body, its region or HMPPS", field="owner")
    Alert.objects.select_for_update(no_key=True, of=("self",)).get(pk=alert.pk)
    duty = AlertDuty.objects.filter(alert=alert).select_related("alert__organisation").first()
    on = timezone.localdate(at)
    if duty is None:
        check_move(old_on=None, new_on=answer_by_on, reason="", on=on)
        duty = open_duty(alert=alert, owner_post=owner_post, answer_by_on=answer_by_on, by=by, at=at)
        history.record(verb="alert.assigned", subject=alert.ref, by=by, at=at, after=_facts(duty))
        return duty
    why = paragraphs(reason) or ("" if duty.is_named else WITH_ITS_OWNER)
    check_move(old_on=duty.answer_by_on, new_on=answer_by_on, reason=why, on=on)
    _move(duty, answer_by_on, why, by=by, at=at)
    if duty.owner_post_id != owner_post.pk or not duty.is_named:
        before, duty.owner_post, duty.is_named = _facts(duty), owner_post, True
        duty.save(update_fields=["owner_post", "is_named"])
        history.record(verb="alert.assigned", subject=alert.ref, by=by, at=at, before=before, after=_facts(duty))
        tell_owner(duty=duty, by=by, at=at)
    return duty


@atomic
def tell_owner(*, duty: AlertDuty, by: Actor, at: datetime) -> list[Notice]:
    """Note, for whoever answers for an alert, that it is theirs now; not for the person themself.

    What the service itself brings in was nobody's decision of today, so nobody is told.
    """
    if by.is_service:
        return []
    on = timezone.localdate(at)
    told = queries.who_answers(duty, on=on) - {by.person_id or 0}
    return [
        Notice.objects.get_or_create(
            kind=NoticeKind.ALERT_GIVEN,
            subject=duty.alert.ref,
            number=duty.pk,
            person_id=person,
            since_on=on,
            rung="",
            defaults={"way": NoticeWay.INSTANT, "created_at": at},
        )[0]
        for person in sorted(told)
    ]


def _move(duty: AlertDuty, new_on: date, reason: str, *, by: Actor, at: datetime) -> None:
    """Move the day to answer by, where it is another one; the first day stays."""
    old_on = duty.answer_by_on
    if old_on == new_on:
        return
    AlertDateChange.objects.create(
        duty=duty, old_on=old_on, new_on=new_on, reason=reason, changed_at=at, changed_by_id=by.person_id
    )
    duty.answer_by_on = new_on
    duty.save(update_fields=["answer_by_on"])
    after = {"old_on": old_on.isoformat(), "answer_by_on": new_on.isoformat(), "reason": reason}
    history.record(verb="alert.moved", subject=duty.alert.ref, by=by, at=at, after=after)


def _facts(duty: AlertDuty) -> dict[str, Any]:
    owner = str(duty.owner_post) if duty.owner_post else ""
    return {"owner_post": duty.owner_post_id, "owner": owner, "answer_by_on": duty.answer_by_on.isoformat()}
