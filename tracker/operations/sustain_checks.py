"""Checks after closing: planned with the ending, recorded on their day, dropped when an inspection says more."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from inspections.choices import OrganisationKind
from inspections.models import Inspection
from tracker.choices import Judge
from tracker.errors import EditConflict
from tracker.models import Answerable, Judgement, Recommendation, SustainCheck
from tracker.operations import history
from tracker.projections.keeping import atomic
from tracker.rules import sustain_checks
from tracker.rules.access import Actor
from tracker.rules.typed.text import paragraphs


@atomic
def plan_checks(*, answerable: Answerable, by: Actor, at: datetime) -> list[SustainCheck]:
    """Plan checks 3, 6 and 12 months after a recommendation was closed as sufficient; again changes nothing.

    This is a part of closing. A body that has closed by then has nothing that could last, so it gets none.
    """
    body, closed_on = answerable.organisation, answerable.to_on
    if closed_on is None or (body.closed_on is not None and body.closed_on <= closed_on):
        return []
    held = set(SustainCheck.objects.filter(answerable=answerable).values_list("months", flat=True))
    days = {months: day for months, day in sustain_checks.due_days(closed_on).items() if months not in held}
    made = SustainCheck.objects.bulk_create(
        SustainCheck(answerable=answerable, months=months, due_on=day) for months, day in days.items()
    )
    if made:
        after = {"organisation": body.slug, "due": [day.isoformat() for day in days.values()]}
        _record("check.planned", answerable, by=by, at=at, after=after)
    return made


@atomic
def record_check(*, check: SustainCheck, has_lasted: bool, found: str, by: Actor, at: datetime) -> SustainCheck:
    """Say whether the change has lasted, and what shows it; written once.

    A no opens the recommendation again for the body, as a new row that follows the ended one; its later checks are
    dropped. The same person's same words again are the same check. Raises NotAllowed; WrongState; InvalidInput;
    EditConflict when somebody recorded it first (`current` is the check).
    """
    locked = _locked(check)
    answerable, words = locked.answerable, paragraphs(found)
    check_may_record(check=locked, has_lasted=has_lasted, by=by)
    if locked.checked_at is not None:
        if (locked.checked_by_id, locked.has_lasted, locked.found) == (by.person_id, has_lasted, words):
            return locked
        raise EditConflict("Somebody recorded this check after you opened the page", current=locked)
    on = timezone.localdate(at)
    is_waiting = locked.dropped_at is None
    sustain_checks.check_can_record(is_waiting=is_waiting, has_lasted=has_lasted, due_on=locked.due_on, on=on)
    sustain_checks.check_found(words)
    locked.checked_at, locked.checked_by_id = at, by.person_id
    locked.has_lasted, locked.found = has_lasted, words
    if not has_lasted:
        locked.reopened = open_again(ended=answerable, by=by, at=at)
        SustainCheck.objects.waiting().filter(answerable=answerable).exclude(pk=locked.pk).update(dropped_at=at)
    locked.save(update_fields=["checked_at", "checked_by", "has_lasted", "found", "reopened"])
    facts = {"organisation": answerable.organisation.slug, "months": locked.months, "check": locked.pk}
    _record("check.lasted" if has_lasted else "check.failed", answerable, by=by, at=at, after=facts)
    return locked


@atomic
def drop_checks(*, recommendation: Recommendation, inspection: Inspection, by: Actor, at: datetime) -> int:
    """Drop the checks that still wait, because the inspectorate has looked; return how many.

    This is a part of recording a verdict on a recommendation, or of linking it to a later one. Checks of an ending at
    this very moment stay: they were planned because of this inspection.
    """
    waiting = SustainCheck.objects.waiting().filter(answerable__recommendation=recommendation)
    dropped = waiting.filter(answerable__ended_at__lt=at).update(dropped_at=at)
    if dropped:
        after = {"inspection": inspection.ref, "checks": dropped}
        history.record(verb="check.dropped", subject=recommendation.ref, by=by, at=at, after=after)
    return dropped


@atomic
def open_again(*, ended: Answerable, by: Actor, at: datetime) -> Answerable:
    """Make and return the new row, from today with the age of the first, or return the one that is open already.

    This is a part of the operation that opens it again, says why, and checks who may.
    """
    reopened, _ = Answerable.objects.get_or_create(
        recommendation=ended.recommendation,
        organisation=ended.organisation,
        to_on=None,
        defaults={
            "from_on": timezone.localdate(at),
            "follows": ended,
            "asked_from_on": ended.asked_from_on or ended.from_on,
        },
    )
    return reopened


def check_may_record(*, check: SustainCheck, by: Actor, has_lasted: bool | None = None) -> None:
    """Raise NotAllowed unless this person may record this check, with this answer where one is given. 1 query."""
    body = check.answerable.organisation
    self_assessment = (
        Judgement.objects.standing().filter(judge=Judge.OWNER, answerable=check.answerable).order_by("-pk").first()
    )
    sustain_checks.check_may_record(
        by,
        path=body.path,
        kind=OrganisationKind(body.kind),
        self_assessed_by=self_assessment.made_by_id if self_assessment else None,
        has_lasted=has_lasted,
    )


def _locked(check: SustainCheck) -> SustainCheck:
    """Hold the body's row and return the check, so that two checks of one ending are recorded one after the other."""
    Answerable.objects.select_for_update(of=("self",)).get(pk=check.answerable_id)
    return SustainCheck.objects.for_row().get(pk=check.pk)


def _record(verb: str, answerable: Answerable, *, by: Actor, at: datetime, after: dict[str, Any]) -> None:
    history.record(verb=verb, subject=answerable.recommendation.ref, by=by, at=at, after=after)
