"""Announces fieldwork and freezes what owner and region said before it; moves, withdraws and ties it to its report."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import timezone

from inspections.choices import InspectionKind, OrganisationKind
from inspections.models import Inspection, Organisation
from tracker.choices import Confidence, Judge
from tracker.errors import EditConflict, WrongState
from tracker.models import Answerable, Fieldwork, FrozenView, Judgement
from tracker.operations import history
from tracker.projections.keeping import atomic
from tracker.rules import access
from tracker.rules import fieldwork as rules
from tracker.rules.access import Actor, Doing
from tracker.rules.typed.text import paragraphs

CHANGED = "Somebody changed this fieldwork after you opened the page"


@atomic
def announce(
    *, organisation: Organisation, kind: InspectionKind, starts_on: date, by: Actor, at: datetime
) -> Fieldwork:
    """Announce fieldwork on a body: each live recommendation's views are frozen, once, and its people are told.

    The same body, kind and day again are the same fieldwork. Raises NotAllowed; InvalidInput; WrongState while another
    day is announced for the body and kind, and for a body that has closed by then.
    """
    access.check_may(by, Doing.ANNOUNCE_FIELDWORK, paths=[organisation.path])
    rules.check_kind(kind, of=OrganisationKind(organisation.kind))
    rules.check_start(starts_on, on=timezone.localdate(at))
    rules.check_lives(closed_on=organisation.closed_on, starts_on=starts_on)
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    held = Fieldwork.objects.open().filter(organisation=organisation, kind=kind).first()
    if held is not None and held.starts_on == starts_on:
        return held
    if held is not None:
        raise WrongState(f"This fieldwork is announced already, as {held.ref}. Move its date there.")
    made = Fieldwork.objects.create(
        organisation=organisation, kind=kind, starts_on=starts_on, announced_at=at, announced_by_id=by.person_id
    )
    frozen = _freeze(made)
    after = {"organisation": organisation.slug, "kind": kind.value, "starts_on": starts_on.isoformat()}
    history.record(verb="fieldwork.announced", subject=made.ref, by=by, at=at, after=after | {"frozen": frozen})
    return made


@atomic
def move(*, fieldwork: Fieldwork, starts_on: date, reason: str, version: int, by: Actor, at: datetime) -> Fieldwork:
    """Move the day; what was frozen stays as it was. The same day again changes nothing.

    Raises NotAllowed; WrongState; EditConflict; InvalidInput.
    """
    locked = _locked(fieldwork)
    access.check_may(by, Doing.ANNOUNCE_FIELDWORK, paths=[locked.organisation.path])
    if locked.starts_on == starts_on:
        return locked
    _check_open(locked, version)
    rules.check_start(starts_on, on=timezone.localdate(at))
    rules.check_reason(paragraphs(reason), why="the date moves")
    before = {"starts_on": locked.starts_on.isoformat()}
    locked.starts_on = starts_on
    _save(locked, "starts_on")
    after = {"starts_on": starts_on.isoformat(), "reason": paragraphs(reason)}
    history.record(verb="fieldwork.moved", subject=locked.ref, by=by, at=at, before=before, after=after)
    return locked


@atomic
def withdraw(*, fieldwork: Fieldwork, reason: str, version: int, by: Actor, at: datetime) -> Fieldwork:
    """Say that the fieldwork does not take place; what was frozen stays to be read. Again changes nothing.

    Raises NotAllowed; WrongState; EditConflict; InvalidInput.
    """
    locked = _locked(fieldwork)
    access.check_may(by, Doing.ANNOUNCE_FIELDWORK, paths=[locked.organisation.path])
    if locked.withdrawn_at is not None:
        return locked
    _check_open(locked, version)
    rules.check_reason(paragraphs(reason), why="it is withdrawn")
    locked.withdrawn_at, locked.withdrawn_by_id, locked.withdrawn_reason = at, by.person_id, paragraphs(reason)
    _save(locked, "withdrawn_at", "withdrawn_by", "withdrawn_reason")
    after = {"reason": paragraphs(reason)}
    history.record(verb="fieldwork.withdrawn", subject=locked.ref, by=by, at=at, after=after)
    return locked


@atomic
def give_confidence(
    *, fieldwork: Fieldwork, given: Mapping[int, Confidence | None], version: int, by: Actor, at: datetime
) -> Fieldwork:
    """Record how sure the owners are, by frozen view, that the inspectorate will see it as they do; None takes it out.

    It can be done until the day before fieldwork starts, for the bodies for which the actor may self-assess. Views of
    other bodies are refused (NotAllowed). Raises WrongState; EditConflict.
    """
    locked = _locked(fieldwork)
    views = {view.pk: view for view in locked.views.select_related("answerable__organisation")}
    for pk in given:
        access.check_may(by, Doing.SELF_ASSESS, paths=[views[pk].answerable.organisation.path])
    changed = {pk: value for pk, value in given.items() if views[pk].confidence != (value or "")}
    if not changed:
        return locked
    _check_version(locked, version)
    on = timezone.localdate(at)
    rules.check_can_give_confidence(is_open=locked.is_open, starts_on=locked.starts_on, on=on)
    for pk, value in changed.items():
        FrozenView.objects.filter(pk=pk).update(
            confidence=value or "",
            confidence_at=at if value else None,
            confidence_by=by.person_id if value else None,
        )
    _save(locked)
    history.record(
        verb="fieldwork.confidence-given",
        subject=locked.ref,
        by=by,
        at=at,
        before={str(pk): views[pk].confidence for pk in changed},
        after={str(pk): value.value if value else "" for pk, value in changed.items()},
    )
    return locked


@atomic
def tie_report(*, inspection: Inspection, by: Actor, at: datetime) -> Fieldwork | None:
    """Tie a report to the open fieldwork of its body and kind; None where none was announced. A part of publishing."""
    open_ones = Fieldwork.objects.open().filter(organisation=inspection.organisation_id, kind=inspection.kind)
    fieldwork = open_ones.select_for_update(of=("self",)).first()
    if fieldwork is None or hasattr(inspection, "fieldwork"):
        return None
    published_on, precision = inspection.published_on, inspection.published_precision
    if not rules.is_report_of(starts_on=fieldwork.starts_on, published_on=published_on, precision=precision):
        return None
    fieldwork.inspection = inspection
    _save(fieldwork, "inspection")
    after = {"inspection": inspection.ref}
    history.record(verb="fieldwork.reported", subject=fieldwork.ref, by=by, at=at, after=after)
    return fieldwork


def _freeze(made: Fieldwork) -> int:
    """Freeze the newest standing view of the owner and of the region on each live recommendation; return how many."""
    live = list(Answerable.objects.live_for(made.organisation).order_by("recommendation_id", "pk"))
    views = Judgement.objects.standing().filter(answerable__in=live, judge__in=[Judge.OWNER, Judge.REGION])
    newest = {(view.answerable_id, view.judge): view for view in views.order_by("dated_on", "pk")}
    rows = []
    for answerable in live:
        owner, region = newest.get((answerable.pk, Judge.OWNER)), newest.get((answerable.pk, Judge.REGION))
        rows.append(
            FrozenView(
                fieldwork=made,
                answerable=answerable,
                owner_judgement=owner,
                region_judgement=region,
                owner_category=owner.category if owner else "",
                region_category=region.category if region else "",
            )
        )
    return len(FrozenView.objects.bulk_create(rows))


def _locked(fieldwork: Fieldwork) -> Fieldwork:
    return Fieldwork.objects.select_for_update(of=("self",)).select_related("organisation__parent").get(pk=fieldwork.pk)


def _check_open(fieldwork: Fieldwork, version: int) -> None:
    is_withdrawn, is_reported = fieldwork.withdrawn_at is not None, fieldwork.inspection_id is not None
    rules.check_is_open(is_withdrawn=is_withdrawn, is_reported=is_reported)
    _check_version(fieldwork, version)


def _check_version(fieldwork: Fieldwork, version: int) -> None:
    if fieldwork.version != version:
        raise EditConflict(CHANGED, current=fieldwork)


def _save(fieldwork: Fieldwork, *fields: str) -> None:
    fieldwork.version += 1
    fieldwork.save(update_fields=[*fields, "version"])
