"""Lists as Excel files: a short one at once, a long one asked for, followed on its page and fetched from there."""

import logging
import uuid
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from tracker.choices import ListKind
from tracker.documents.lists import write_list
from tracker.models import ListFile
from tracker.operations import list_files as operations
from tracker.queries import lists
from tracker.rules import list_files as rules
from tracker.rules.calendar import london_date
from tracker.web.doors import Request, door, error_status, sent, workbook
from tracker.web.forms.list_files import ListAsked, MakeFileForm
from tracker.web.submit import Refused, press, submit

log = logging.getLogger("tracker.list_files")

REFRESH_SECONDS = 5


@door("GET")
def list_workbook(request: Request, kind: ListKind) -> HttpResponse | FileResponse:
    """Give a short list at once; lead to the page that has a long one made."""
    rules.check_may_list(request.actor, kind)
    asked = ListAsked(kind, request)
    if lists.is_long(kind, request.actor, asked.selection, on=request.on):
        return redirect(f"{reverse('list-file-new', args=[kind])}?{request.GET.urlencode()}")
    file = write_list(
        kind, request.actor, asked.selection, sort=asked.sort, chosen=asked.chosen, on=request.on, at=request.at
    )
    return workbook(file, f"{kind}-{request.on:%Y-%m-%d}")


@door("GET", "POST")
def list_file_new(request: Request, kind: str) -> HttpResponse:
    if kind not in ListKind:
        raise Http404
    rules.check_may_list(request.actor, ListKind(kind))
    asked = ListAsked(ListKind(kind), request)
    form = MakeFileForm(sent(request), initial={"token": uuid.uuid4()})
    if not form.is_bound or not form.is_valid():
        return _new_page(request, asked, form, status=error_status(form))
    file = submit(
        form,
        lambda: operations.ask_for_file(asked=asked.answers(), token=form.answers(), by=request.actor, at=request.at),
    )
    if isinstance(file, Refused):
        return _new_page(request, asked, form, status=file.status)
    return redirect("list-file", uid=file.uid)


def _new_page(request: Request, asked: ListAsked, form: MakeFileForm, *, status: int) -> HttpResponse:
    back = f"{reverse(asked.kind)}?{request.GET.urlencode()}"
    context = {"asked": asked, "form": form, "back": back, "rows": rules.MOST_AT_ONCE}
    return render(request, "tracker/list_files/new.html", context, status=status)


@door("GET")
def list_file_list(request: Request) -> HttpResponse:
    return render(request, "tracker/list_files/list.html", {"files": lists.files_of(request.actor)})


@door("GET")
def list_file(request: Request, uid: uuid.UUID) -> HttpResponse:
    file = _own(request, uid)
    refreshes = file.is_unfinished and request.GET.get("refresh") != "no"
    answer = render(request, "tracker/list_files/file.html", {**_about(request, file), "refreshes": refreshes})
    if refreshes:
        answer.headers["Refresh"] = str(REFRESH_SECONDS)
    return answer


@door("POST")
def list_file_again(request: Request, uid: uuid.UUID) -> HttpResponse:
    file = _own(request, uid)
    press(request, lambda: operations.make_again(file=file, by=request.actor, at=request.at))
    return redirect("list-file", uid=uid)


@door("GET")
def list_file_download(request: Request, uid: uuid.UUID) -> HttpResponse | FileResponse:
    """Give the file; what is not ready, has gone or is no longer for this person's eyes leads to its page."""
    file = _own(request, uid)
    if not file.is_ready or not file.is_for(request.actor):
        return redirect("list-file", uid=uid)
    try:
        opened = file.file.open("rb")
    except OSError:
        log.error("The file %s is missing", file.ref)
        return render(
            request, "tracker/list_files/file.html", {**_about(request, file), "is_missing": True}, status=404
        )
    return workbook(opened, f"{file.kind}-{london_date(file.written_at or request.at):%Y-%m-%d}")


def _about(request: Request, file: ListFile) -> dict[str, Any]:
    return {"file": file, "is_outdated": file.is_ready and not file.is_for(request.actor), "refreshes": False}


def _own(request: Request, uid: uuid.UUID) -> ListFile:
    file: ListFile | None = ListFile.objects.visible_to(request.actor).filter(uid=uid).first()
    if file is None:
        raise Http404
    return file
