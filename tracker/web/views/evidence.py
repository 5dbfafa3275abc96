"""Evidence: attaching it, its versions, taking it out of a place, and its download through the gate."""

import logging
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render

from tracker.models import Action, Answerable, Evidence, EvidenceUse, EvidenceVersion, Recommendation
from tracker.models.evidence import reference_of
from tracker.operations import evidence as operations
from tracker.operations.evidence import Place, check_may_attach, check_may_change
from tracker.queries import evidence as queries
from tracker.rules import access
from tracker.rules.access import Doing
from tracker.rules.evidence import download_name
from tracker.web.chosen_files import chosen_files
from tracker.web.doors import Request, door
from tracker.web.downloads import safe_download
from tracker.web.forms.evidence import EvidenceForm, EvidenceVersionForm
from tracker.web.submit import Refused, attempt, submit

log = logging.getLogger("tracker.evidence")


@door("GET", "POST")
def new_for_action(request: Request, ref: str) -> HttpResponse:
    action = Action.objects.visible_to(request.actor).by_ref(ref).for_row().first()
    if action is None:
        raise Http404
    check_may_attach(place=action, by=request.actor)
    form = _new_form(request, reusable=queries.to_reuse(request.actor, action))
    if form.is_bound and form.is_valid():
        return _attach(request, action, action, form)
    return _new_page(request, action, form, status=400 if form.is_bound else 200)


@door("GET", "POST")
def new_for_recommendation(request: Request, ref: str) -> HttpResponse:
    recommendation = Recommendation.objects.visible_to(request.actor).by_ref(ref).first()
    if recommendation is None:
        raise Http404
    answerables = [
        body
        for body in Answerable.objects.open().of_recommendation(recommendation).select_related("organisation").by_body()
        if queries.can_attach(request.actor, body)
    ]
    if not answerables:
        access.check_may(request.actor, Doing.ATTACH_EVIDENCE)
    form = _new_form(request, reusable=queries.to_reuse(request.actor, recommendation), answerables=answerables)
    if form.is_bound and form.is_valid():
        return _attach(request, form.answerable(), recommendation, form)
    return _new_page(request, recommendation, form, status=400 if form.is_bound else 200)


def _new_form(
    request: Request, *, reusable: list[Evidence], answerables: list[Answerable] | None = None
) -> EvidenceForm:
    form = EvidenceForm(
        request.POST if request.method == "POST" else None,
        chosen=chosen_files(request),
        reusable=reusable,
        answerables=answerables or [],
        on=request.on,
    )
    return form.put_back(request.kept)


def _attach(request: Request, place: Place, record: Action | Recommendation, form: EvidenceForm) -> HttpResponse:
    uses = submit(
        form,
        lambda: operations.attach_evidence(place=place, given=form.given(), by=request.actor, at=request.at),
    )
    if isinstance(uses, Refused):
        return _new_page(request, record, form, status=uses.status)
    messages.success(request, f"Evidence added: {uses[0].evidence.shows}")
    return redirect(_page_of(record.ref))


def _new_page(request: Request, record: Action | Recommendation, form: EvidenceForm, *, status: int) -> HttpResponse:
    context = {"record": record, "form": form, "href": _page_of(record.ref)}
    return render(request, "tracker/evidence/new.html", context, status=status)


@door("GET", "POST")
def new_version(request: Request, uid: UUID) -> HttpResponse:
    evidence = Evidence.objects.visible_to(request.actor).filter(uid=uid).first()
    if evidence is None:
        raise Http404
    uses = list(EvidenceUse.objects.visible_to(request.actor).filter(evidence=evidence).with_evidence())
    check_may_change(uses=uses, by=request.actor)
    form = EvidenceVersionForm(
        request.POST if request.method == "POST" else None,
        chosen=chosen_files(request, most=1),
        initial={"version": evidence.newest.number},
    )
    if form.is_bound and form.is_valid():
        return _add_version(request, evidence, uses, form)
    return _version_page(request, evidence, uses, form.put_back(request.kept), status=400 if form.is_bound else 200)


def _add_version(
    request: Request, evidence: Evidence, uses: list[EvidenceUse], form: EvidenceVersionForm
) -> HttpResponse:
    new = form.answers()
    added = submit(
        form,
        lambda: operations.add_version(
            evidence=evidence,
            number=new.number,
            source=new.source,
            about_on=new.about_on,
            by=request.actor,
            at=request.at,
        ),
    )
    if isinstance(added, Refused):
        if added.is_conflict:
            form.take_version(evidence.newest.number)
        return _version_page(request, evidence, uses, form, status=added.status, changed=added.is_conflict)
    messages.success(request, f"Version {added.number} added: {evidence.shows}")
    return redirect(_page_of(reference_of(uses[0].place)))


def _version_page(
    request: Request,
    evidence: Evidence,
    uses: list[EvidenceUse],
    form: EvidenceVersionForm,
    *,
    status: int,
    changed: bool = False,
) -> HttpResponse:
    context = {
        "evidence": evidence,
        "form": form,
        "changed": changed,
        "href": _page_of(reference_of(uses[0].place)),
        "today": request.on,
    }
    return render(request, "tracker/evidence/version.html", context, status=status)


@door("GET", "POST")
def remove(request: Request, uid: UUID, ref: str) -> HttpResponse:
    seen = EvidenceUse.objects.visible_to(request.actor).filter(evidence__uid=uid).with_evidence()
    uses = [use for use in seen if reference_of(use.place) == ref]
    if not uses:
        return _removed_before(request, uid, ref)
    mine = [use for use in uses if queries.can_attach(request.actor, use.place)]
    if not mine:
        check_may_attach(place=uses[0].place, by=request.actor)
    context = {"use": mine[0], "ref": ref, "href": _page_of(ref)}
    if request.method != "POST":
        return render(request, "tracker/evidence/remove.html", context)
    taken_out = attempt(lambda: _take_out(request, mine))
    if isinstance(taken_out, Refused):
        context |= {"refusal": taken_out.words}
        return render(request, "tracker/evidence/remove.html", context, status=taken_out.status)
    messages.success(request, f"Evidence taken out: {mine[0].evidence.shows}")
    return redirect(_page_of(ref))


def _take_out(request: Request, uses: list[EvidenceUse]) -> None:
    for use in uses:
        operations.remove_evidence(evidence=use.evidence, place=use.place, by=request.actor, at=request.at)


def _removed_before(request: Request, uid: UUID, ref: str) -> HttpResponse:
    """Lead the same press of the button to the same page again; for everybody else it is not there."""
    done = EvidenceUse.objects.filter(evidence__uid=uid, removed_by=request.actor.person_id).with_evidence()
    if request.method == "POST" and any(reference_of(use.place) == ref for use in done):
        return redirect(_page_of(ref))
    raise Http404


@door("GET")
def download(request: Request, uid: UUID, number: int) -> HttpResponse | FileResponse:
    seen = Evidence.objects.visible_to(request.actor).filter(uid=uid)
    version = EvidenceVersion.objects.filter(evidence__in=seen, number=number, link="").first()
    if version is None:
        raise Http404
    try:
        file = version.file.open("rb")
    except OSError:
        log.error("The file of evidence %s, version %s, is missing: sha256 %s", uid, number, version.sha256)
        return render(request, "tracker/evidence/missing.html", {"version": version}, status=404)
    name = download_name(str(uid), number, version.kind)
    return safe_download(file, content_type=version.content_type, name=name, original=version.file_name)


def _page_of(ref: str) -> str:
    return f"/{'actions' if ref.startswith(Action.REF_PREFIX) else 'recommendations'}/{ref}/#evidence"
