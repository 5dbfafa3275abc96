"""Organisational alerts: recorded before their report, answered by actions, matched when the report arrives."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from inspections.choices import DatePrecision
from inspections.models import Alert, AlertConcern, AlertRequiredAction, Inspection, Organisation
from tracker.errors import InvalidInput, WrongState
from tracker.models import Action, AlertAction, AlertLink, Answerable, Answers, Post
from tracker.operations import history
from tracker.operations.actions import plan_action
from tracker.operations.alert_duties import give_alert, open_duty
from tracker.operations.corrections.alerts import print_words
from tracker.projections.keeping import atomic
from tracker.rules import access
from tracker.rules.access import Actor, Doing
from tracker.rules.action_words import ActionWords
from tracker.rules.alerts import TEXT_LIMIT
from tracker.rules.deadlines import due_date
from tracker.rules.free_text import check_free_text
from tracker.rules.wording import too_long


@dataclass(frozen=True, slots=True)
class AlertWords:
    """What the inspectorate wrote: its concerns and the actions that it asks for, in its order."""

    concerns: tuple[str, ...]
    required_actions: tuple[str, ...]


@atomic
def record_alert(
    *,
    organisation: Organisation,
    raised_on: date,
    words: AlertWords,
    owner_post: Post,
    answer_by_on: date,
    by: Actor,
    at: datetime,
) -> Alert:
    """Record an alert before its report, with the post that owns the answer and the last day for it.

    The same alert again (body, day, words) is the same record. Raises NotAllowed and InvalidInput.
    """
    access.check_may(by, Doing.RECORD_ALERTS, paths=[organisation.path])
    _check(raised_on=raised_on, words=words, answer_by_on=answer_by_on, on=timezone.localdate(at))
    if not Post.objects.to_own_alerts(of=organisation).filter(pk=owner_post.pk).exists():
        raise InvalidInput("Select a post of this body, its region or HMPPS", field="owner_post")
    # One after the other for a body, so that a double click finds what the first made.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    for held in Alert.objects.without_report(organisation).filter(raised_on=raised_on):
        if _words_of(held) == words:
            return held
    alert = Alert.objects.create(organisation=organisation, raised_on=raised_on)
    _write(alert, words)
    open_duty(alert=alert, owner_post=owner_post, answer_by_on=answer_by_on, by=by, at=at)
    after = {"organisation": organisation.slug, "owner_post": owner_post.pk, "answer_by_on": answer_by_on.isoformat()}
    history.record(verb="alert.recorded", subject=alert.ref, by=by, at=at, after=after)
    return alert


@atomic
def plan_alert_action(
    *,
    alert: Alert,
    words: ActionWords,
    owner_post: Post,
    due_on: date | None,
    by: Actor,
    at: datetime,
) -> Action:
    """Plan an action for an alert; it answers what is linked to the alert, too.

    Raises NotAllowed and InvalidInput.
    """
    access.check_may(by, Doing.PLAN_ACTIONS, paths=[alert.organisation.path])
    action = plan_action(
        words=words,
        owner_post=owner_post,
        answers=[],
        due_on=due_on,
        alert=alert,
        by=by,
        at=at,
    )
    linked = Answerable.objects.open().filter(alert_links__alert=alert)
    _answer(linked, [action.pk], on=timezone.localdate(at))
    return action


@atomic
def link_to_alert(*, alert: Alert, answerables: Iterable[Answerable], by: Actor, at: datetime) -> list[AlertLink]:
    """Say that these recommendations ask for what the alert asked: its actions, now and later, answer them too.

    A person's decision; linking again changes nothing. Raises NotAllowed, WrongState (another body's inspection, or no
    longer answerable) and InvalidInput when nothing is chosen.
    """
    chosen = list(answerables)
    if not chosen:
        raise InvalidInput("Select a recommendation", field="recommendations")
    actions = list(AlertAction.objects.filter(alert=alert).values_list("action_id", flat=True))
    links = []
    for answerable in chosen:
        access.check_may(by, Doing.PLAN_ACTIONS, paths=[answerable.organisation.path])
        if (
            alert.inspection_id is None
            or answerable.recommendation.inspection_id != alert.inspection_id
            or answerable.to_on
        ):
            raise WrongState("Only recommendations of the alert’s own report that are still open can be linked to it.")
        link, is_new = AlertLink.objects.get_or_create(
            alert=alert, answerable=answerable, defaults={"linked_at": at, "linked_by_id": by.person_id}
        )
        links.append(link)
        if is_new:
            _answer([answerable], actions, on=timezone.localdate(at))
            after = {"alert": alert.ref, "actions": len(actions), "organisation": answerable.organisation.slug}
            history.record(
                verb="recommendation.linked-to-alert", subject=answerable.recommendation.ref, by=by, at=at, after=after
            )
    return links


@atomic
def raise_printed_alert(*, inspection: Inspection, words: AlertWords, by: Actor, at: datetime) -> Alert:
    """Record the alert that a report prints, which may have been recorded before the report; a part of publishing.

    It is the one raised last before publication among the body's alerts without a report. The printed words replace
    those that were typed, which stay on record as a correction does.
    """
    organisation = inspection.organisation
    assert organisation is not None, "a published inspection names its body"
    published_on = inspection.published_on
    before = _end_of(published_on, inspection.published_precision) if published_on else timezone.localdate(at)
    waiting = Alert.objects.without_report(organisation).select_for_update(of=("self",))
    held = waiting.exclude(raised_on__gt=before).first()
    if held is None:
        alert = Alert.objects.create(organisation=organisation, inspection=inspection)
        _write(alert, words)
        give_alert(alert=alert, by=by, at=at)
        return alert
    held.inspection = inspection
    held.save(update_fields=["inspection"])
    give_alert(alert=held, by=by, at=at)
    concerns, required_actions = words.concerns, words.required_actions
    print_words(alert=held, concerns=concerns, required_actions=required_actions, by=by, at=at)
    return held


def _end_of(published_on: date, precision: str) -> date:
    return due_date(published_on, DatePrecision(precision or DatePrecision.DAY))


def _check(*, raised_on: date, words: AlertWords, answer_by_on: date, on: date) -> None:
    if raised_on > on:
        raise InvalidInput("The day on which the alert was raised must be today or in the past", field="raised_on")
    if answer_by_on < raised_on:
        raise InvalidInput("The day to answer by must be on or after the day of the alert", field="answer_by_on")
    for field, texts, missing in (
        ("concerns", words.concerns, "Enter the concerns"),
        ("required_actions", words.required_actions, "Enter what the inspectorate asks for"),
    ):
        if not texts:
            raise InvalidInput(missing, field=field)
        for text in texts:
            check_free_text(text, field=field)
            if len(text) > TEXT_LIMIT:
                raise InvalidInput(too_long("each line", TEXT_LIMIT), field=field)


def _words_of(alert: Alert) -> AlertWords:
    return AlertWords(
        concerns=tuple(alert.concerns.order_by("position").values_list("text", flat=True)),
        required_actions=tuple(alert.required_actions.order_by("position").values_list("text", flat=True)),
    )


def _write(alert: Alert, words: AlertWords) -> None:
    AlertConcern.objects.bulk_create(
        AlertConcern(alert=alert, position=position, text=text) for position, text in enumerate(words.concerns, start=1)
    )
    AlertRequiredAction.objects.bulk_create(
        AlertRequiredAction(alert=alert, position=position, text=text)
        for position, text in enumerate(words.required_actions, start=1)
    )


def _answer(answerables: Iterable[Answerable], actions: Sequence[int], *, on: date) -> None:
    """Let these actions answer these recommendations from now on, where they do not yet."""
    Answers.objects.bulk_create(
        [
            Answers(action_id=action, answerable=answerable, from_on=on)
            for answerable in answerables
            for action in actions
            if not Answers.objects.current().filter(action=action, answerable=answerable).exists()
        ]
    )
