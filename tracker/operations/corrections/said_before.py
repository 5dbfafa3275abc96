"""Records what was said of a report before this service: HMPPS's answers, or that a later report judged it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from inspections.models import Inspection
from tracker.choices import Decision, Ending
from tracker.errors import EditConflict
from tracker.models import Answerable, Recommendation, Response, SaidBefore
from tracker.operations import history
from tracker.operations.endings import end_answerable
from tracker.projections.keeping import atomic
from tracker.queries.corrections.said import paths_of
from tracker.queries.corrections.said_before import of_inspection, paper_rows
from tracker.rules import access
from tracker.rules.access import Actor, Doing
from tracker.rules.intake import said_before
from tracker.rules.intake.review import DraftReview
from tracker.rules.intake.said_before import PaperAnswer, SaysBefore
from tracker.rules.typed.text import paragraphs

CHANGED = "Somebody changed this after you opened it"


@atomic
def say_before(*, inspection: Inspection, version: int, says: SaysBefore, by: Actor, at: datetime) -> SaidBefore:
    """Say of a published report whether it was answered or judged before this service, with its answers.

    The answers are by the number of the body's answer; what is left out stays as it is. `version` is that of what is
    recorded, 0 where nothing is. The same again changes nothing. Raises NotAllowed; InvalidInput (a day that does not
    fit, words missing, 'not yet' over answers); EditConflict when somebody saved meanwhile.
    """
    held = Inspection.objects.published().select_for_update(of=("self",)).select_related("organisation")
    locked: Inspection = held.get(pk=inspection.pk)
    access.check_may(by, Doing.CORRECT_REPORTS, paths=paths_of(locked))
    rows = {str(row.answerable.pk): row for row in paper_rows(locked)}
    said_before.check_said(says, published_on=locked.published_on, on=timezone.localdate(at))
    has_answers = any(row.paper for row in rows.values())
    said_before.check_answers(says, are_needed=not has_answers)
    said_before.check_takes_back(said=says.said, has_answers=has_answers)
    given = _given(says)
    new = {key: answer for key, answer in given.items() if key in rows and rows[key].differs(answer, says.on)}
    for key, answer in new.items():
        ended = rows[key].answerable.to_on is not None
        said_before.check_stays_ended(answer, has_ended=ended, field=f"decision_{key}")
    now = of_inspection(locked)
    if now and not new and (now.said, now.said_on) == (says.said, _day(says)):
        return now
    if (now.version if now else 0) != version:
        raise EditConflict(CHANGED, current=now)
    return _record(locked, now, says, {rows[key].answerable: answer for key, answer in new.items()}, by=by, at=at)


@atomic
def record_with_report(
    *,
    inspection: Inspection,
    review: DraftReview,
    made: list[Recommendation],
    says: SaysBefore | None,
    by: Actor,
    at: datetime,
) -> SaidBefore | None:
    """Record what was said when a report was published; a part of publishing. None where the question was left out.

    The answers are by the key of each row and its body, 'key-body'; a closed body's answer stands for its successors.
    """
    if says is None:
        return None
    said_before.check_said(says, published_on=inspection.published_on, on=timezone.localdate(at))
    said_before.check_answers(says, are_needed=True)
    answers: dict[Answerable, PaperAnswer] = {}
    given = _given(says)
    for row, recommendation in zip(review.recorded, made, strict=True):
        answers |= _answers_to(recommendation, {body: given.get(f"{row.key}-{body}") for body in review.bodies(row)})
    return _record(inspection, of_inspection(inspection), says, answers, by=by, at=at)


def _answers_to(
    recommendation: Recommendation, said: Mapping[int, PaperAnswer | None]
) -> dict[Answerable, PaperAnswer]:
    """Return the answers by the rows of their bodies; who took over from a body that did not agree does not either."""
    answers: dict[Answerable, PaperAnswer] = {}
    rows = list(recommendation.answerables.select_related("organisation", "recommendation").order_by("from_on", "pk"))
    for body, answer in said.items():
        own = next((row for row in rows if row.organisation_id == body), None)
        if own is None or answer is None:
            continue
        answers[own] = answer
        if own.ending == Ending.PASSED_ON and answer.decision is Decision.NOT_AGREED:
            answers |= {row: answer for row in rows if row.to_on is None and row.organisation_id not in said}
    return answers


def _given(says: SaysBefore) -> Mapping[str, PaperAnswer]:
    return says.answers if says.said.is_with_answers else {}


def _day(says: SaysBefore) -> date | None:
    return says.on if says.said.is_with_a_day else None


def _record(
    inspection: Inspection,
    held: SaidBefore | None,
    says: SaysBefore,
    answers: Mapping[Answerable, PaperAnswer],
    *,
    by: Actor,
    at: datetime,
) -> SaidBefore:
    before = _facts(held) if held else {}
    now = held or SaidBefore(inspection=inspection, version=0)
    now.said, now.said_on = says.said, _day(says)
    now.version += 1
    now.recorded_at, now.recorded_by_id = at, by.person_id
    now.save()
    for answerable, answer in answers.items():
        _answer(answerable, answer, says.on, by=by, at=at)
    after = _facts(now) | {"answers": len(answers)}
    history.record(verb="inspection.said-before", subject=inspection.ref, by=by, at=at, before=before, after=after)
    return now


def _answer(answerable: Answerable, answer: PaperAnswer, on: date | None, *, by: Actor, at: datetime) -> Response:
    """Add HMPPS's answer as it was given on paper: confirmed, and 'not agreed' ends the duty as it does here."""
    response = Response.objects.create(
        answerable=answerable,
        decision=answer.decision,
        reasons=paragraphs(answer.words),
        answered_on=on,
        drafted_at=at,
        drafted_by_id=by.person_id,
        confirmed_at=at,
        confirmed_by_id=by.person_id,
    )
    after: dict[str, Any] = {
        "response": response.pk,
        "decision": response.decision,
        "organisation": answerable.organisation.slug,
        "answered_on": on.isoformat() if on else "",
    }
    ref = answerable.recommendation.ref
    history.record(verb="response.given-before", subject=ref, by=by, at=at, after=after)
    if response.decision == Decision.NOT_AGREED and answerable.to_on is None:
        end_answerable(answerable=answerable, ending=Ending.NOT_AGREED, reason=response.reasons, by=by, at=at)
    return response


def _facts(held: SaidBefore) -> dict[str, Any]:
    return {"said": held.said, "said_on": held.said_on.isoformat() if held.said_on else ""}
