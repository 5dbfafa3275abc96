"""Which bodies answer for a recommendation: one more is added, or one ends, each with a reason."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from inspections.models import Organisation
from tracker.choices import Ending, NoticeKind, NoticeWay
from tracker.errors import InvalidInput
from tracker.models import Answerable, Notice, Recommendation
from tracker.operations import history
from tracker.operations.endings import end_answerable
from tracker.projections.keeping import atomic
from tracker.queries.accountable import accountable
from tracker.rules import access, bodies
from tracker.rules.access import Actor, Doing


@atomic
def add_bodies(
    *, recommendation: Recommendation, organisations: Iterable[Organisation], reason: str, by: Actor, at: datetime
) -> list[Answerable]:
    """Give a recommendation to more bodies: each answers for itself from today, with its own response and ending.

    A body that answers already stays as it is, so that the same again adds nothing. Raises NotAllowed for a body
    outside the actor's area, and InvalidInput for none, for one that has closed, and for no reason.
    """
    chosen = sorted(organisations, key=lambda body: body.pk)
    if not chosen:
        raise InvalidInput("Select a body", field="bodies")
    why = bodies.check_reason(reason, missing="Enter why these bodies answer too")
    locked, on = _locked(recommendation), timezone.localdate(at)
    for body in chosen:
        access.check_may(by, Doing.NAME_BODIES, paths=[body.path])
        if body.closed_on is not None and body.closed_on <= on:
            raise InvalidInput(f"{body.display_name} has closed. Select the body that took over", field="bodies")
    held = set(Answerable.objects.open().of_recommendation(locked).values_list("organisation_id", flat=True))
    added = []
    for body in chosen:
        if body.pk in held:
            continue
        answerable = Answerable.objects.create(
            recommendation=locked,
            organisation=body,
            from_on=on,
            given_at=at,
            given_by_id=by.person_id,
            given_reason=why,
        )
        after = {"organisation": body.slug, "body": body.display_name, "reason": why}
        history.record(verb="recommendation.given", subject=locked.ref, by=by, at=at, after=after)
        added.append(answerable)
    return added


@atomic
def end_body(*, answerable: Answerable, reason: str, by: Actor, at: datetime) -> Answerable:
    """End the duty of a body that does not answer any more, while others do; who leads it is told.

    Its open actions that answer nothing else are withdrawn (queries/endings). The same person doing it again changes
    nothing. Raises NotAllowed, WrongState and InvalidInput.
    """
    _locked(answerable.recommendation)
    rows = Answerable.objects.select_for_update(of=("self",)).select_related("organisation", "recommendation")
    held = rows.get(pk=answerable.pk)
    access.check_may(by, Doing.NAME_BODIES, paths=[held.organisation.path])
    if held.ending == Ending.NO_LONGER_OURS and held.ended_by_id == by.person_id:
        return held
    others = Answerable.objects.open().of_recommendation(held.recommendation).exclude(pk=held.pk).count()
    bodies.check_can_end(is_open=held.to_on is None, others=others)
    why = bodies.check_reason(reason, missing="Enter why this body no longer answers")
    end_answerable(answerable=held, ending=Ending.NO_LONGER_OURS, reason=why, by=by, at=at)
    after = {"organisation": held.organisation.slug, "body": held.organisation.display_name, "reason": why}
    history.record(verb="recommendation.taken-back", subject=held.recommendation.ref, by=by, at=at, after=after)
    _tell(held, by=by, at=at)
    return held


def _locked(recommendation: Recommendation) -> Recommendation:
    """Hold and return the recommendation: bodies are added and ended one after the other."""
    return Recommendation.objects.select_for_update(no_key=True).get(pk=recommendation.pk)


def _tell(answerable: Answerable, *, by: Actor, at: datetime) -> None:
    path = answerable.organisation.path
    for person in accountable(on=timezone.localdate(at), near=(path,)).lead_from(path) - {by.person_id or 0}:
        Notice.objects.get_or_create(
            kind=NoticeKind.ANSWER_ENDED,
            subject=answerable.recommendation.ref,
            number=answerable.pk,
            person_id=person,
            rung="",
            defaults={"way": NoticeWay.DIGEST, "created_at": at},
        )
