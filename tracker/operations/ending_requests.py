"""Ending a recommendation between inspections: asked for, confirmed by the next body up, refused, opened again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from inspections.choices import OrganisationKind
from tracker.choices import Confirmer, Ending, EndingDecision, NoticeKind, NoticeWay
from tracker.errors import EditConflict, InvalidInput, WrongState
from tracker.models import Answerable, EndingRequest, Notice, Post
from tracker.operations import history
from tracker.operations.endings import end_answerable
from tracker.operations.sustain_checks import open_again
from tracker.projections.keeping import atomic
from tracker.queries.accountable import accountable
from tracker.queries.endings import actions_after
from tracker.rules import access, endings
from tracker.rules.access import Actor, Doing
from tracker.rules.endings import EndingWords
from tracker.rules.typed.text import paragraphs

ASKED_MEANWHILE = "Somebody asked to end this after you opened the page"
ACTIONS_CHANGED = "What happens to the actions has changed since you opened the page"


@atomic
def ask_to_end(
    *, answerables: Iterable[Answerable], words: EndingWords, by: Actor, at: datetime
) -> list[EndingRequest]:
    """Ask to end the duty of these bodies for one recommendation, each on its own; everything stays owed till then.

    The same person's same words again are the same request. Raises NotAllowed; WrongState (no longer answers);
    InvalidInput; EditConflict where somebody else's request waits (`current`).
    """
    said = words.stripped()
    chosen = sorted({answerable.pk for answerable in answerables})
    if not chosen:
        raise InvalidInput("Select the bodies for which it ends", field="bodies")
    rows = [_locked(pk) for pk in chosen]
    for row in rows:
        access.check_may(by, Doing.ASK_ENDINGS, paths=[row.organisation.path])
    endings.check_words(said)
    post = Post.objects.select_related("organisation").filter(pk=said.risk_post).first()
    if post is None:
        raise InvalidInput("Select the post that accepts the risk", field="risk_post")
    return [_ask(row, said, post, by=by, at=at) for row in rows]


@atomic
def confirm_ending(*, request: EndingRequest, seen: str, by: Actor, at: datetime) -> EndingRequest:
    """Confirm it: the duty ends today, and who asked is told.

    `seen` is what the page showed (rules/endings.version_of). The same person's confirmation again is the same one.
    Raises NotAllowed; WrongState (decided, or no longer answers); EditConflict when other actions would be withdrawn
    than were shown (`current` is the request).
    """
    held = _held(request, by=by)
    if held.decision == EndingDecision.CONFIRMED and held.decided_by_id == by.person_id:
        return held
    _check_waits(held)
    withdrawn = [action.pk for action in actions_after(held.answerable).withdrawn]
    if endings.version_of(request=held.pk, withdrawn=withdrawn) != seen:
        raise EditConflict(ACTIONS_CHANGED, current=held)
    _decide(held, EndingDecision.CONFIRMED, by=by, at=at)
    end_answerable(answerable=held.answerable, ending=Ending(held.ending), reason=held.reason, by=by, at=at)
    _record("ending.confirmed", held, by=by, at=at, risk=held.risk, accepts=str(held.risk_post))
    _tell(held, NoticeKind.ENDING_DECIDED, by=by, at=at)
    return held


@atomic
def refuse_ending(*, request: EndingRequest, reason: str, by: Actor, at: datetime) -> EndingRequest:
    """Refuse it with words: everything stays owed, and who asked is told. The same again is the same refusal.

    Raises NotAllowed; WrongState (decided, or no longer answers); InvalidInput.
    """
    held, why = _held(request, by=by), paragraphs(reason)
    if (held.decision, held.decided_by_id) == (EndingDecision.REFUSED, by.person_id) and held.decision_reason == why:
        return held
    _check_waits(held)
    endings.check_text(why, field="reason", noun="the reason", missing="Enter why it does not end")
    _decide(held, EndingDecision.REFUSED, reason=why, by=by, at=at)
    _record("ending.refused", held, by=by, at=at, reason=why)
    _tell(held, NoticeKind.ENDING_DECIDED, by=by, at=at)
    return held


@atomic
def take_back_ending(*, request: EndingRequest, by: Actor, at: datetime) -> EndingRequest:
    """Take a request back before it is decided: by whoever may ask for it. Again changes nothing.

    Raises NotAllowed, and WrongState once it was decided otherwise.
    """
    row = _locked(request.answerable_id)
    held = _again(request, row)
    access.check_may(by, Doing.ASK_ENDINGS, paths=[row.organisation.path])
    if held.decision == EndingDecision.TAKEN_BACK:
        return held
    _check_waits(held)
    _decide(held, EndingDecision.TAKEN_BACK, by=by, at=at)
    _record("ending.taken-back", held, by=by, at=at)
    return held


@atomic
def reopen_ending(*, request: EndingRequest, reason: str, by: Actor, at: datetime) -> EndingRequest:
    """Let the body answer again, as a new row that follows the ended one; actions that were withdrawn stay so.

    The same person's same reason again is the same. Raises NotAllowed, WrongState and InvalidInput.
    """
    row, why = _locked(request.answerable_id), paragraphs(reason)
    held = _again(request, row)
    endings.check_may_reopen(by, confirmer=Confirmer(held.confirmer), path=row.organisation.path)
    if held.reopened_id and (held.reopened_by_id, held.reopened_reason) == (by.person_id, why):
        return held
    of_body = Answerable.objects.open().of_recommendation(row.recommendation).filter(organisation=row.organisation)
    endings.check_can_reopen(
        decision=held.decision,
        is_open=row.to_on is None,
        is_reopened=held.reopened_id is not None,
        answers_again=of_body.exists(),
    )
    if row.organisation.closed_on is not None and row.organisation.closed_on <= timezone.localdate(at):
        raise WrongState("This body has closed, so that it cannot answer again. Add the body that took over instead.")
    endings.check_text(why, field="reason", noun="the reason", missing="Enter why it is open again")
    held.reopened, held.reopened_reason = open_again(ended=row, by=by, at=at), why
    held.reopened_at, held.reopened_by_id = at, by.person_id
    held.save(update_fields=["reopened", "reopened_reason", "reopened_at", "reopened_by"])
    _record("ending.reopened", held, by=by, at=at, reason=why)
    _tell(held, NoticeKind.ENDING_REOPENED, by=by, at=at)
    return held


def _ask(row: Answerable, said: EndingWords, post: Post, *, by: Actor, at: datetime) -> EndingRequest:
    body = row.organisation
    held = EndingRequest.objects.filter(answerable=row, decision="").first()
    if held is not None and row.to_on is None:
        same = EndingWords(Ending(held.ending), held.reason, held.risk, held.risk_post_id)
        if (held.asked_by_id, same) == (by.person_id, said):
            return held
        raise EditConflict(ASKED_MEANWHILE, current=held)
    endings.check_can_ask(is_open=row.to_on is None)
    endings.check_accepts(post_path=post.organisation.path, body_path=body.path, body=body.display_name)
    is_own = endings.asks_for_own(by, path=body.path, kind=body.kind)
    asked = EndingRequest.objects.create(
        answerable=row,
        ending=said.ending,
        reason=said.reason,
        risk=said.risk,
        risk_post=post,
        confirmer=endings.confirmer_of(kind=OrganisationKind(body.kind), is_own=is_own),
        asked_at=at,
        asked_by_id=by.person_id,
    )
    _record("ending.asked", asked, by=by, at=at, reason=said.reason, risk=said.risk, accepts=str(post))
    return asked


def _locked(answerable: int) -> Answerable:
    """Hold and return the body's row: it is asked for, decided and ended one after the other."""
    rows = Answerable.objects.select_for_update(of=("self",))
    return rows.select_related("organisation__parent", "recommendation").get(pk=answerable)


def _again(request: EndingRequest, row: Answerable) -> EndingRequest:
    held = EndingRequest.objects.select_related("risk_post__organisation").get(pk=request.pk)
    held.answerable = row
    return held


def _held(request: EndingRequest, *, by: Actor) -> EndingRequest:
    """Return the request as it stands now, for who decides on it."""
    row = _locked(request.answerable_id)
    held, path = _again(request, row), row.organisation.path
    endings.check_may_confirm(by, confirmer=Confirmer(held.confirmer), path=path, asked_by=held.asked_by_id)
    return held


def _check_waits(held: EndingRequest) -> None:
    endings.check_can_decide(decision=held.decision, is_open=held.answerable.to_on is None)


def _decide(held: EndingRequest, decision: EndingDecision, *, reason: str = "", by: Actor, at: datetime) -> None:
    held.decision, held.decision_reason = decision, reason
    held.decided_at, held.decided_by_id = at, by.person_id
    held.save(update_fields=["decision", "decision_reason", "decided_at", "decided_by"])


def _tell(held: EndingRequest, kind: NoticeKind, *, by: Actor, at: datetime) -> None:
    """Tell who asked, and who leads the body, in their digest; not who did it."""
    path = held.answerable.organisation.path
    leads = accountable(on=timezone.localdate(at), near=(path,)).lead_from(path)
    for person in sorted((leads | {held.asked_by_id or 0}) - {0, by.person_id or 0}):
        Notice.objects.get_or_create(
            kind=kind,
            subject=held.answerable.recommendation.ref,
            number=held.pk,
            person_id=person,
            rung="",
            defaults={"way": NoticeWay.DIGEST, "created_at": at},
        )


def _record(verb: str, held: EndingRequest, *, by: Actor, at: datetime, **more: Any) -> None:
    answerable = held.answerable
    facts = {"request": held.pk, "ending": held.ending, "organisation": answerable.organisation.slug}
    history.record(verb=verb, subject=answerable.recommendation.ref, by=by, at=at, after=facts | more)
