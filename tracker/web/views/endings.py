"""Ending a recommendation between inspections: ask, decide, take back, open again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from inspections.choices import OrganisationKind
from tracker.choices import Confirmer
from tracker.models import Answerable, EndingRequest, Recommendation
from tracker.operations import ending_requests
from tracker.queries import endings
from tracker.rules import access
from tracker.rules import endings as rules
from tracker.rules.access import Doing
from tracker.rules.endings import version_of
from tracker.web.doors import Request, door
from tracker.web.forms.endings import AskedEnding, AskEndingForm, DecidedEnding, DecideEndingForm, ReopenEndingForm
from tracker.web.submit import Refused, press, submit

NOTHING_TO_ASK = "Its ending is asked for already, or nobody of your area answers for it any more."
NOTHING_TO_DECIDE = "No ending waits for a decision here."
NOTHING_TO_REOPEN = "Nothing ended here that can be opened again."


@door("GET", "POST")
def ending_ask(request: Request, ref: str) -> HttpResponse:
    recommendation = _recommendation(request, ref)
    rows = _to_ask(request, recommendation)
    if not rows:
        messages.info(request, NOTHING_TO_ASK)
        return redirect("recommendation", ref=recommendation.ref)
    posts = endings.posts_to_accept([row.organisation for row in rows])
    sent = request.POST if request.method == "POST" else None
    form = AskEndingForm(sent, rows=rows, posts=posts).put_back(request.kept)
    if not (form.is_bound and form.is_valid()):
        return _ask_page(request, recommendation, rows, form, status=400 if form.is_bound else 200)
    asked = submit(form, lambda: _ask(request, rows, form.answers()))
    if isinstance(asked, Refused):
        return _ask_page(request, recommendation, rows, form, status=asked.status, changed=asked.changed)
    messages.success(request, "Ending asked for. It stays open until the next body up confirms it.")
    return redirect("recommendation", ref=recommendation.ref)


@door("GET", "POST")
def ending_decide(request: Request, ref: str) -> HttpResponse:
    recommendation = _recommendation(request, ref)
    waiting = _to_decide(request, recommendation)
    if waiting is None:
        messages.info(request, NOTHING_TO_DECIDE)
        return redirect("recommendation", ref=recommendation.ref)
    form = DecideEndingForm(request.POST if request.method == "POST" else None).put_back(request.kept)
    if not (form.is_bound and form.is_valid()):
        return _decide_page(request, waiting, form, status=400 if form.is_bound else 200)
    decided = submit(form, lambda: _decide(request, waiting, form.answers()))
    if isinstance(decided, Refused):
        return _decide_page(request, waiting, form, status=decided.status, changed=decided.changed)
    messages.success(request, f"{decided.get_decision_display()}: {recommendation.short_title}")
    return redirect("recommendation", ref=recommendation.ref)


@door("GET", "POST")
def ending_take_back(request: Request, ref: str) -> HttpResponse:
    """Take a request back at a button of the page; opened as an address, lead to the recommendation."""
    recommendation = _recommendation(request, ref)
    rows = _requests(request, recommendation)
    access.check_may(request.actor, Doing.ASK_ENDINGS, paths=_places(recommendation))
    mine = [row for row in rows if access.may(request.actor, Doing.ASK_ENDINGS, paths=[_path(row)])]
    if request.method == "POST" and mine:
        press(
            request,
            lambda: ending_requests.take_back_ending(request=mine[0], by=request.actor, at=request.at),
            done="Taken back. It stays open.",
        )
    return redirect("recommendation", ref=recommendation.ref)


@door("GET", "POST")
def ending_reopen(request: Request, ref: str) -> HttpResponse:
    recommendation = _recommendation(request, ref)
    ended = _to_reopen(request, recommendation)
    if ended is None:
        messages.info(request, NOTHING_TO_REOPEN)
        return redirect("recommendation", ref=recommendation.ref)
    form = ReopenEndingForm(request.POST if request.method == "POST" else None).put_back(request.kept)
    if form.is_bound and form.is_valid():
        done = submit(form, lambda: _reopen(request, ended, form.cleaned_data["reason"]))
        if not isinstance(done, Refused):
            messages.success(request, f"Open again for {ended.answerable.organisation.display_name}")
            return redirect("recommendation", ref=recommendation.ref)
    context = {"recommendation": recommendation, "request_to_end": ended, "form": form}
    return render(request, "tracker/endings/reopen.html", context, status=400 if form.is_bound else 200)


def _recommendation(request: Request, ref: str) -> Recommendation:
    visible = Recommendation.objects.visible_to(request.actor).by_ref(ref)
    recommendation = visible.select_related("inspection__organisation", "addressee").first()
    if recommendation is None:
        raise Http404
    return recommendation


def _places(recommendation: Recommendation) -> list[str]:
    """Return where it is answered, or was."""
    rows = Answerable.objects.of_recommendation(recommendation).order_by("pk")
    return list(rows.values_list("organisation__path", flat=True))


def _path(request_to_end: EndingRequest) -> str:
    return request_to_end.answerable.organisation.path


def _to_ask(request: Request, recommendation: Recommendation) -> list[Answerable]:
    """Return what the actor may ask to end: of the body that the address names, or of all of theirs."""
    access.check_may(request.actor, Doing.ASK_ENDINGS, paths=_places(recommendation))
    rows = Answerable.objects.open().of_recommendation(recommendation).with_ending_asked()
    rows = rows.select_related("organisation__parent__parent", "recommendation").by_body()
    slug = request.GET.get("body", "")
    return [
        row
        for row in rows
        if not row.is_ending_asked
        and slug in ("", row.organisation.slug)
        and access.may(request.actor, Doing.ASK_ENDINGS, paths=[row.organisation.path])
    ]


def _requests(request: Request, recommendation: Recommendation) -> list[EndingRequest]:
    """Return the requests that the actor sees, of the body that the address or the form names; the newest first."""
    slug = request.POST.get("body", "") or request.GET.get("body", "")
    rows = endings.requests_of(request.actor, recommendation)
    return [row for row in rows if slug in ("", row.answerable.organisation.slug)]


def _to_decide(request: Request, recommendation: Recommendation) -> EndingRequest | None:
    """Return the request that waits here for the actor. Raises NotAllowed where what waits is not theirs to decide."""
    access.check_may(request.actor, Doing.CONFIRM_ENDINGS, paths=_places(recommendation))
    waiting = [row for row in _requests(request, recommendation) if row.is_waiting]
    for row in waiting:
        level = Confirmer(row.confirmer)
        if rules.may_confirm(request.actor, confirmer=level, path=_path(row), asked_by=row.asked_by_id):
            return row
    for row in waiting:
        level = Confirmer(row.confirmer)
        rules.check_may_confirm(request.actor, confirmer=level, path=_path(row), asked_by=row.asked_by_id)
    return None


def _to_reopen(request: Request, recommendation: Recommendation) -> EndingRequest | None:
    places = _places(recommendation)
    if not any(rules.may_reopen(request.actor, confirmer=level, path=path) for level in Confirmer for path in places):
        rules.check_may_reopen(request.actor, confirmer=Confirmer.HMPPS, path="")
    part = endings.ending_part(request.actor, recommendation, _with_endings(request, recommendation))
    slug = request.GET.get("body", "")
    ended = [shown.request for shown in part.shown if shown.can_reopen]
    return next((row for row in ended if slug in ("", row.answerable.organisation.slug)), None)


def _with_endings(request: Request, recommendation: Recommendation) -> list[Answerable]:
    rows = Answerable.objects.of_recommendation(recommendation).with_ending_asked().with_work_seen_by(request.actor)
    return list(rows.select_related("organisation").by_body())


def _ask(request: Request, rows: list[Answerable], asked: AskedEnding) -> list[EndingRequest]:
    chosen = [row for row in rows if row.pk in asked.duties]
    return ending_requests.ask_to_end(answerables=chosen, words=asked.words, by=request.actor, at=request.at)


def _decide(request: Request, waiting: EndingRequest, decided: DecidedEnding) -> EndingRequest:
    if decided.is_confirmed:
        return ending_requests.confirm_ending(request=waiting, seen=decided.seen, by=request.actor, at=request.at)
    return ending_requests.refuse_ending(request=waiting, reason=decided.reason, by=request.actor, at=request.at)


def _reopen(request: Request, ended: EndingRequest, reason: str) -> EndingRequest:
    return ending_requests.reopen_ending(request=ended, reason=reason, by=request.actor, at=request.at)


def _ask_page(
    request: Request,
    recommendation: Recommendation,
    rows: list[Answerable],
    form: AskEndingForm,
    *,
    status: int,
    changed: str = "",
) -> HttpResponse:
    after = endings.actions_after_each(rows)
    context: dict[str, Any] = {
        "recommendation": recommendation,
        "rows": [(row.organisation, after[row.pk]) for row in rows],
        "form": form,
        "changed": changed,
        "confirms": _who_confirms(request, rows),
    }
    return render(request, "tracker/endings/ask.html", context, status=status)


def _who_confirms(request: Request, rows: list[Answerable]) -> str:
    """Return 'The region' or 'HMPPS', or both, for these bodies."""
    levels = {
        rules.confirmer_of(
            kind=OrganisationKind(row.organisation.kind),
            is_own=rules.asks_for_own(request.actor, path=row.organisation.path, kind=row.organisation.kind),
        )
        for row in rows
    }
    return " or ".join(level.label for level in Confirmer if level in levels)


def _decide_page(
    request: Request, waiting: EndingRequest, form: DecideEndingForm, *, status: int, changed: str = ""
) -> HttpResponse:
    after = endings.actions_after(waiting.answerable)
    seen = version_of(request=waiting.pk, withdrawn=[action.pk for action in after.withdrawn])
    if form.is_bound:
        form.take_seen(seen)
    else:
        form.initial["seen"] = seen
    context = {
        "recommendation": waiting.answerable.recommendation,
        "request_to_end": waiting,
        "after": after,
        "form": form,
        "changed": changed,
    }
    return render(request, "tracker/endings/decide.html", context, status=status)
