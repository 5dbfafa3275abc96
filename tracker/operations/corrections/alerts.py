"""Corrects the words of an alert: what was printed, or typed before its report; and keeps what was typed then."""

from datetime import date, datetime

from inspections.models import Alert, AlertConcern, AlertRequiredAction
from tracker.choices import CorrectedField
from tracker.errors import EditConflict, InvalidInput
from tracker.models import Correction
from tracker.operations.corrections.saving import (
    CHANGED,
    check_something_changed,
    save_changes,
    tell_those_who_answer,
)
from tracker.projections.keeping import atomic
from tracker.queries.corrections import said as queries
from tracker.rules import access
from tracker.rules.access import Actor, Doing
from tracker.rules.alerts import TEXT_LIMIT
from tracker.rules.corrections import check_reason, differences
from tracker.rules.free_text import check_free_text
from tracker.rules.wording import too_long

Lines = tuple[str, ...]
PRINTED = "The report prints these words"
WITHDRAWN = "The report that printed other words was withdrawn"


@atomic
def correct_alert(
    *,
    alert: Alert,
    version: int,
    raised_on: date | None,
    concerns: Lines,
    required_actions: Lines,
    reason: str,
    by: Actor,
    at: datetime,
) -> Alert:
    """Make an alert say what the inspectorate wrote; who answers for its body is told.

    Raises NotAllowed; InvalidInput (nothing changed, no reason, no words); EditConflict when somebody saved meanwhile.
    """
    locked = Alert.objects.select_for_update(of=("self",)).select_related("organisation")
    held: Alert = locked.get(pk=alert.pk)
    access.check_may(by, Doing.CORRECT_REPORTS, paths=[held.organisation.path])
    _check(concerns, required_actions)
    after = queries.alert_said(raised_on, concerns, required_actions)
    changes = differences(queries.alert_facts(held), after)
    if not check_something_changed(changes=changes, is_newest=held.version == version):
        return held
    words = check_reason(reason)
    if held.version != version:
        raise EditConflict(CHANGED, current=held)
    held.raised_on = raised_on
    held.version += 1
    held.save(update_fields=["raised_on", "version"])
    _write(held, concerns, required_actions)
    verb = "alert.corrected"
    save_changes(verb=verb, subject=held.ref, version=held.version, changes=changes, reason=words, by=by, at=at)
    bodies = [held.organisation]
    tell_those_who_answer(subject=held.ref, version=held.version, bodies=bodies, by=by, at=at)
    return held


@atomic
def print_words(*, alert: Alert, concerns: Lines, required_actions: Lines, by: Actor, at: datetime) -> list[Correction]:
    """Put the printed words of a report in the place of those that were typed before it, which stay on the record.

    A part of publishing, which holds the alert.
    """
    after = queries.alert_said(alert.raised_on, concerns, required_actions)
    changes = differences(queries.alert_facts(alert), after)
    if changes:
        alert.version += 1
        alert.save(update_fields=["version"])
        _write(alert, concerns, required_actions)
    ref, version = alert.ref, alert.version
    return save_changes(
        verb="alert.matched", subject=ref, version=version, changes=changes, reason=PRINTED, by=by, at=at
    )


@atomic
def restore_words(*, alert: Alert, by: Actor, at: datetime) -> list[Correction]:
    """Put back what was typed before the report whose words replaced it; a part of withdrawing that report."""
    printed = Correction.objects.filter(subject=alert.ref, reason=PRINTED)
    typed = {row.field: tuple(row.before or ()) for row in printed.order_by("pk")}
    concerns, required_actions = queries.alert_lines(alert)
    concerns = typed.get(CorrectedField.CONCERNS, concerns)
    required_actions = typed.get(CorrectedField.REQUIRED_ACTIONS, required_actions)
    after = queries.alert_said(alert.raised_on, concerns, required_actions)
    changes = differences(queries.alert_facts(alert), after)
    if changes:
        alert.version += 1
        alert.save(update_fields=["version"])
        _write(alert, concerns, required_actions)
    return save_changes(
        verb="alert.report-withdrawn", subject=alert.ref, version=alert.version, changes=changes, reason=WITHDRAWN,
        by=by, at=at,
    )  # fmt: skip


def _check(concerns: Lines, required_actions: Lines) -> None:
    if not (concerns or required_actions):
        raise InvalidInput("Enter the concerns, or what the inspectorate asks for", field="concerns")
    for field, lines in (("concerns", concerns), ("required_actions", required_actions)):
        for line in lines:
            if len(line) > TEXT_LIMIT:
                raise InvalidInput(too_long("each line", TEXT_LIMIT), field=field)
            check_free_text(line, field=field)


def _write(alert: Alert, concerns: Lines, required_actions: Lines) -> None:
    """Write the lines anew; what they were stays with the correction, which `save_changes` keeps."""
    alert.concerns.all().delete()
    alert.required_actions.all().delete()
    AlertConcern.objects.bulk_create(
        AlertConcern(alert=alert, position=position, text=text) for position, text in enumerate(concerns, start=1)
    )
    AlertRequiredAction.objects.bulk_create(
        AlertRequiredAction(alert=alert, position=position, text=text)
        for position, text in enumerate(required_actions, start=1)
    )
