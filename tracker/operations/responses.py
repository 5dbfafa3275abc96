"""HMPPS's answers to recommendations: seen, drafted by the body that answers, confirmed by HMPPS."""

from datetime import datetime
from typing import Any

from tracker.choices import Decision, Ending
from tracker.errors import EditConflict, NotAllowed
from tracker.models import Acknowledgement, Answerable, Response
from tracker.operations import history
from tracker.operations.endings import end_answerable
from tracker.projections.keeping import atomic
from tracker.rules import access, responses
from tracker.rules.access import Actor, Doing
from tracker.rules.free_text import check_free_text
from tracker.rules.responses import Standing
from tracker.rules.typed.text import paragraphs

CHANGED = "Somebody changed this response after you opened the page"


@atomic
def acknowledge(*, answerable: Answerable, by: Actor, at: datetime) -> Acknowledgement:
    """Say that the body has seen a new recommendation; the second time changes nothing.

    Raises NotAllowed for everybody but the body's own managers, and WrongState once it no longer answers for it.
    """
    locked = _locked(answerable)
    if not _is_own_body(by, locked):
        raise NotAllowed(f"You cannot acknowledge this here. A manager of {locked.organisation.display_name} can.")
    held = Acknowledgement.objects.filter(answerable=locked).first()
    if held is not None:
        return held
    responses.check_can_draft(_standing(locked))
    return _acknowledge(locked, by=by, at=at)


@atomic
def draft_response(
    *,
    answerable: Answerable,
    decision: Decision,
    agreed_part: str = "",
    reasons: str = "",
    newest: int,
    by: Actor,
    at: datetime,
) -> Response:
    """Draft or change a body's answer: a new row, which keeps the earlier ones. A body that drafts has seen it.

    `newest` is the key of the body's newest response when the page was opened, 0 where there was none; the same
    words again are the same draft (double click, refresh, back). A part is kept with 'partly agreed' alone, reasons
    with anything but 'agreed'. Raises NotAllowed; WrongState (no longer answerable); InvalidInput; EditConflict.
    """
    locked = _locked(answerable)
    access.check_may(by, Doing.RESPOND, paths=[locked.organisation.path])
    part = paragraphs(agreed_part) if decision is Decision.PARTLY_AGREED else ""
    why = paragraphs(reasons) if decision is not Decision.AGREED else ""
    held = Response.objects.newest_of(locked)
    if held is not None and _same(held, (decision.value, part, why)):
        return held
    if (held.pk if held else 0) != newest:
        raise EditConflict(CHANGED, current=held)
    responses.check_can_draft(_standing(locked))
    responses.check_words(decision=decision, agreed_part=part, reasons=why)
    check_free_text(part, field="agreed_part")
    check_free_text(why, field="reasons")
    if _is_own_body(by, locked) and not Acknowledgement.objects.filter(answerable=locked).exists():
        _acknowledge(locked, by=by, at=at)
    drafted = Response.objects.create(
        answerable=locked,
        decision=decision,
        agreed_part=part,
        reasons=why,
        drafted_at=at,
        drafted_by_id=by.person_id,
    )
    _record("response.drafted", drafted, by=by, at=at)
    return drafted


@atomic
def confirm_response(*, response: Response, by: Actor, at: datetime) -> Response:
    """Make a draft HMPPS's public answer; 'not agreed' ends the recommendation there (docs/model.md, decision 6).

    A response that is confirmed already is given back. Raises NotAllowed; WrongState (nothing waits, or no longer
    answerable); EditConflict when a newer draft replaced this one.
    """
    locked = _locked(response.answerable)
    access.check_may(by, Doing.CONFIRM_RESPONSES, paths=[locked.organisation.path])
    held, newest = Response.objects.get(pk=response.pk), Response.objects.newest_of(locked)
    if held.confirmed_at is not None:
        return held
    responses.check_can_draft(_standing(locked))
    if newest is not None and newest.pk != held.pk:
        raise EditConflict(CHANGED, current=newest)
    responses.check_can_confirm(_standing(locked))
    held.confirmed_at, held.confirmed_by_id = at, by.person_id
    held.save(update_fields=["confirmed_at", "confirmed_by"])
    held.answerable = locked
    _record("response.confirmed", held, by=by, at=at)
    if held.decision == Decision.NOT_AGREED:
        end_answerable(answerable=locked, ending=Ending.NOT_AGREED, reason=held.reasons, by=by, at=at)
    return held


def _locked(answerable: Answerable) -> Answerable:
    """Hold and return the body's row: its answers are changed one after the other."""
    answerables = Answerable.objects.select_for_update(of=("self",)).select_related(
        "organisation__parent", "recommendation"
    )
    return answerables.get(pk=answerable.pk)


def _standing(answerable: Answerable) -> Standing:
    rows = list(Response.objects.filter(answerable=answerable).order_by("pk").values_list("confirmed_at", flat=True))
    return responses.standing_of(
        is_open=answerable.to_on is None,
        has_confirmed=any(rows),
        newest_is_draft=bool(rows) and rows[-1] is None,
    )


def _is_own_body(by: Actor, answerable: Answerable) -> bool:
    body = answerable.organisation
    return by.is_service or responses.is_own_body(by, path=body.path, kind=body.kind)


def _acknowledge(answerable: Answerable, *, by: Actor, at: datetime) -> Acknowledgement:
    seen = Acknowledgement.objects.create(answerable=answerable, acknowledged_at=at, acknowledged_by_id=by.person_id)
    after = {"organisation": answerable.organisation.slug}
    history.record(verb="recommendation.acknowledged", subject=answerable.recommendation.ref, by=by, at=at, after=after)
    return seen


def _same(held: Response, words: tuple[str, str, str]) -> bool:
    return (held.decision, held.agreed_part, held.reasons) == words


def _record(verb: str, response: Response, *, by: Actor, at: datetime) -> None:
    answerable = response.answerable
    after: dict[str, Any] = {
        "response": response.pk,
        "decision": response.decision,
        "organisation": answerable.organisation.slug,
    }
    history.record(verb=verb, subject=answerable.recommendation.ref, by=by, at=at, after=after)
