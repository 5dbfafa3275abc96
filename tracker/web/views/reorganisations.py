"""Reorganisations: the list, one on a page, recording one in steps, and undoing one."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render

from inspections.models import Organisation
from tracker.choices import ReorganisationKind
from tracker.documents.reorganisations import reorganisations_workbook
from tracker.models import Reorganisation
from tracker.notifications.queries.reorganisation_reminders import of_reorganisation
from tracker.operations import reorganisation_undo
from tracker.operations import reorganisations as operations
from tracker.queries import reorganisations as queries
from tracker.queries.people import happened
from tracker.rules import access, reorganisations
from tracker.rules.access import Doing
from tracker.web.doors import Request, door, error_status, sent, workbook
from tracker.web.forms.base import Form
from tracker.web.forms.reorganisations import PairsForm, RenameForm, ReorganisationForm, StartForm, UndoForm, carried
from tracker.web.submit import Refused, submit, why_not

HERE = "tracker/reorganisations"


@door("GET")
def reorganisation_list(request: Request) -> HttpResponse:
    asked = request.GET
    page = queries.page_of_reorganisations(
        request.actor, after=asked.get("after", ""), before=asked.get("before", ""), on=request.on
    )
    context = {"page": page, "can_record": _records(request), "today": request.on}
    if _records(request) or access.may_anywhere(request.actor, Doing.CONFIRM_TAKEOVERS):
        context["orphans"] = queries.orphans(on=request.on)
    return render(request, f"{HERE}/list.html", context)


@door("GET")
def reorganisation_workbook(request: Request) -> FileResponse:
    file = reorganisations_workbook(request.actor, on=request.on, at=request.at)
    return workbook(file, f"reorganisations-{request.on:%Y-%m-%d}")


@door("GET")
def reorganisation_page(request: Request, ref: str) -> HttpResponse:
    record = find(request, ref)
    can_confirm, can_record = queries.may_confirm(request.actor, record), _records(request)
    context = {
        "record": record,
        "passed_on": queries.passed_on(record),
        "reminders": of_reorganisation(request.actor, record, at=request.at),
        "can_confirm": can_confirm,
        "can_record": can_record,
        "events": happened(record.ref) if can_confirm or can_record else [],
        "today": request.on,
    }
    return render(request, f"{HERE}/reorganisation.html", context)


@door("GET", "POST")
def reorganisation_new(request: Request) -> HttpResponse:
    """Ask what happened and where, then the answers, then who follows whom where that is open; show all to check."""
    access.check_may(
        request.actor, Doing.RECORD_REORGANISATIONS, paths=request.actor.areas(Doing.RECORD_REORGANISATIONS)
    )
    regions = queries.regions_to_record(request.actor, on=request.on)
    start = StartForm(request.GET if request.GET or request.method == "POST" else None, regions=regions)
    if not start.is_bound or not start.is_valid():
        return render(request, f"{HERE}/start.html", {"form": start}, status=error_status(start))
    kind, region = ReorganisationKind(start.cleaned_data["kind"]), start.regions[start.cleaned_data["region"]]
    form = _form(request, kind, region)
    form.put_back(request.kept)
    if request.method == "GET" or not form.is_valid() or "change" in request.POST:
        return _answers(request, form, kind, region)
    answer = submit(
        form,
        lambda: _rename(request, form) if isinstance(form, RenameForm) else _change(request, form, kind),
    )
    return _answers(request, form, kind, region) if isinstance(answer, Refused) else answer


@door("GET", "POST")
def reorganisation_undo_page(request: Request, ref: str) -> HttpResponse:
    record = find(request, ref)
    operations.check_places([body.organisation for body in record.bodies.all() if body.organisation], by=request.actor)
    form = UndoForm(sent(request))
    form.put_back(request.kept)
    if request.method == "POST" and form.is_valid():
        undone = submit(form, lambda: _undo(request, record, form), beside=True)
        if not isinstance(undone, Refused):
            messages.success(request, "Reorganisation undone. Everything is as it was before it was recorded")
            return redirect("reorganisation", ref)
        reason = undone.refused
    else:
        reason = why_not(lambda: reorganisation_undo.check_can_undo(reorganisation=record))
    status = 409 if reason and request.method == "POST" else error_status(form)
    return render(request, f"{HERE}/undo.html", {"record": record, "form": form, "reason": reason}, status=status)


def _undo(request: Request, record: Reorganisation, form: UndoForm) -> Reorganisation:
    why = form.cleaned_data["reason"]
    return reorganisation_undo.undo(reorganisation=record, reason=why, by=request.actor, at=request.at)


def find(request: Request, ref: str) -> Reorganisation:
    visible = Reorganisation.objects.visible_to(request.actor).by_ref(ref)
    record: Reorganisation | None = visible.with_waiting(on=request.on).for_page().first()
    if record is None:
        raise Http404
    return record


def _records(request: Request) -> bool:
    return access.may_anywhere(request.actor, Doing.RECORD_REORGANISATIONS)


def _form(request: Request, kind: ReorganisationKind, region: Organisation) -> RenameForm | ReorganisationForm:
    offered = queries.bodies_to_choose([region.path], on=request.on)
    if kind is ReorganisationKind.RENAME:
        return RenameForm(sent(request), bodies=offered)
    return ReorganisationForm(
        sent(request),
        kind=kind,
        region=region,
        bodies=offered,
        earlier=queries.earlier_bodies(),
        elsewhere=queries.bodies_to_choose(request.actor.areas(Doing.RECORD_REORGANISATIONS), on=request.on),
    )


def _rename(request: Request, form: RenameForm) -> HttpResponse:
    given = form.answers()
    body, name, on = given.organisation, given.name, given.on
    if "confirmed" in request.POST:
        renamed = operations.rename(
            organisation=body, name=name, on=on, token=given.token, by=request.actor, at=request.at
        )
        return _recorded(request, renamed)
    operations.check_rename(organisation=body, name=name, on=on, today=request.on, by=request.actor)
    return _check(request, {"on": on, "renamed": body, "name": name, "kind": ReorganisationKind.RENAME})


def _change(request: Request, form: ReorganisationForm, kind: ReorganisationKind) -> HttpResponse:
    change = form.change()
    pairs = reorganisations.all_pairs(len(change.closing), len(change.following) + len(change.new))
    if pairs is None:
        operations.check_change(change=change, on=request.on, by=request.actor, without_pairs=True)
        who = PairsForm(request.POST if request.POST.get("step") == "pairs" else None, change=change)
        if not who.is_bound or not who.is_valid():
            return _pairs(request, who)
        change = form.change(who.pairs())
        checked = submit(who, lambda: operations.check_change(change=change, on=request.on, by=request.actor))
        if isinstance(checked, Refused):
            return _pairs(request, who)
    who_follows = operations.check_change(change=change, on=request.on, by=request.actor)
    if "confirmed" in request.POST:
        token = form.cleaned_data["token"]
        return _recorded(request, operations.record(change=change, token=token, by=request.actor, at=request.at))
    return _check(request, {"on": change.on, "change": change, "kind": kind, "follows": _follows(change, who_follows)})


def _follows(change: operations.BodyChange, pairs: Any) -> list[tuple[str, list[str]]]:
    after = [body.display_name for body in change.following] + [body.name for body in change.new]
    return [
        (body.display_name, [after[there] for here, there in sorted(pairs) if here == place])
        for place, body in enumerate(change.closing)
    ]


def _answers(request: Request, form: Form, kind: ReorganisationKind, region: Organisation) -> HttpResponse:
    context = {"form": form, "kind": kind, "region": region, "means": reorganisations.MEANS[kind]}
    return render(request, f"{HERE}/new.html", context, status=error_status(form))


def _pairs(request: Request, form: PairsForm) -> HttpResponse:
    names = set(form.fields)
    rest = [(name, value) for name, value in carried(request.POST) if name not in names]
    return render(request, f"{HERE}/pairs.html", {"form": form, "carried": rest}, status=error_status(form))


def _check(request: Request, given: dict[str, Any]) -> HttpResponse:
    context = {"given": given, "carried": carried(request.POST), "step": request.POST.get("step", "")}
    return render(request, f"{HERE}/check.html", context | {"today": request.on})


def _recorded(request: Request, record: Reorganisation) -> HttpResponse:
    messages.success(request, "Reorganisation recorded")
    return redirect("reorganisation", record.ref)
