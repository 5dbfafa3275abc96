"""Bringing a report in: the upload, the task list of its review, publishing and deleting a draft."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from inspections.choices import InspectionStatus
from inspections.models import Inspection
from inspections.reader.drawing import pictures_of
from inspections.reader.sandbox import read_anyway, read_in_child
from tracker.models import PagePicture, ReportDraft
from tracker.operations.intake import drafts
from tracker.operations.intake.publish import publish
from tracker.queries.corrections.said_before import asked_in
from tracker.queries.intake import merged_into, names_in, review_of, source_of
from tracker.rules import access, responses
from tracker.rules.access import Doing
from tracker.rules.intake.draft import from_contract, pages_to_show
from tracker.rules.intake.origin import report_name
from tracker.rules.intake.proposals import Task
from tracker.rules.intake.review import DraftReview
from tracker.web.doors import Request, View, door
from tracker.web.downloads import safe_download, safe_picture
from tracker.web.forms.intake import UploadForm
from tracker.web.forms.said_before import SaidBeforeForm, asked_hint
from tracker.web.submit import Refused, attempt, submit

log = logging.getLogger(__name__)


def draft_door(*methods: str) -> Callable[[View], View]:
    """Return a page of one draft: 404 for whoever may not see it, its inspection's page once it is published.

    What is sent after that still comes to the view, which answers with the person's text.
    """

    def make(view: View) -> View:
        @door(*methods)
        @wraps(view)
        def answer(request: Request, ref: str, **kwargs: Any) -> HttpResponseBase:
            draft = ReportDraft.objects.visible_to(request.actor).of_inspection(ref).for_page().first()
            if draft is None:
                return _moved_or_404(request, ref)
            if draft.published_at is not None and request.method != "POST":
                return is_published(request, draft.inspection.ref)
            return view(request, draft, **kwargs)

        return answer

    return make


def _moved_or_404(request: Request, ref: str) -> HttpResponse:
    into = merged_into(ref) if access.may_anywhere(request.actor, Doing.IMPORT_REPORTS) else None
    if into is None:
        raise Http404
    return is_published(request, into)


def is_published(request: Request, ref: str) -> HttpResponse:
    messages.info(request, "This report is published. Nothing was changed.")
    return redirect("inspection", ref=ref)


@door("GET", "POST")
def upload(request: Request) -> HttpResponse:
    if not access.may_anywhere(request.actor, Doing.IMPORT_REPORTS):
        access.check_may(request.actor, Doing.IMPORT_REPORTS)
    if request.method != "POST":
        return _upload_page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form, status=400)
    return _bring_in(request, form)


def _bring_in(request: Request, form: UploadForm) -> HttpResponse:
    draft = submit(form, lambda: _draft(request, form))
    if isinstance(draft, Refused):
        return _upload_page(request, form, status=draft.status, held=draft.held)
    return redirect("intake", ref=draft.inspection.ref)


def _draft(request: Request, form: UploadForm) -> ReportDraft:
    """Read the report, and start its draft."""
    file: UploadedFile = form.cleaned_data["document"]
    document, name, because = file.read(), file.name or "", form.vouched_because
    read = read_anyway(document, name) if because else read_in_child(document, name)
    pages = pages_to_show(from_contract(read.draft)) if read.form == "pdf" else ()
    return drafts.start_draft(
        read=read,
        file_name=name,
        document=document,
        pictures=pictures_of(document, pages),
        because=because,
        by=request.actor,
        at=request.at,
    )


def _upload_page(
    request: Request, form: UploadForm, *, status: int = 200, held: Inspection | None = None
) -> HttpResponse:
    is_draft = held is not None and held.status == InspectionStatus.DRAFT
    context = {"form": form, "held": held, "held_is_draft": is_draft}
    return render(request, "tracker/intake/upload.html", context, status=status)


@draft_door("GET")
def task_list(request: Request, draft: ReportDraft) -> HttpResponse:
    return render(request, "tracker/intake/tasks.html", {"draft": draft, "review": review_of(draft), "Task": Task})


@draft_door("GET", "POST")
def publishing(request: Request, draft: ReportDraft) -> HttpResponse:
    review = review_of(draft)
    form = _before_form(request, draft, review)
    if request.method != "POST":
        return _publish_page(request, draft, form, review=review)
    if not form.is_valid():
        return _publish_page(request, draft, form, review=review, status=400)
    version, says = form.cleaned_data["version"], form.says()
    inspection = submit(
        form, lambda: publish(draft=draft, version=version, before=says, by=request.actor, at=request.at), beside=True
    )
    if isinstance(inspection, Refused):
        return _publish_page(request, draft, form, review=review_of(draft), refused=inspection)
    messages.success(request, f"Published: {draft.inspection.organisation_as_printed or inspection}")
    return redirect("inspection", ref=inspection.ref)


def _before_form(request: Request, draft: ReportDraft, review: DraftReview) -> SaidBeforeForm:
    published = review.details.published
    due_on = responses.due_on(published.on, days=settings.RESPONSE_DAYS) if published else None
    form = SaidBeforeForm(
        request.POST if request.method == "POST" else None,
        rows=asked_in(review),
        hint=asked_hint(due_on, on=request.on),
        said_is_needed=False,
        initial={"version": draft.version},
    )
    return form.put_back(request.kept)


def _publish_page(
    request: Request,
    draft: ReportDraft,
    form: SaidBeforeForm,
    *,
    review: DraftReview,
    status: int = 200,
    refused: Refused | None = None,
) -> HttpResponse:
    if refused is not None and refused.is_conflict:
        form.take_version(draft.version)
    context = {
        "draft": draft,
        "review": review,
        "source": source_of(draft, review.report),
        "names": names_in(review),
        "form": form,
        "changed": refused is not None and refused.is_conflict,
        "refusal": refused.refused if refused else "",
        "held": refused.held if refused else None,
        "Task": Task,
    }
    return render(request, "tracker/intake/publish.html", context, status=refused.status if refused else status)


@door("GET")
def report_file(request: Request, ref: str) -> HttpResponseBase:
    draft = ReportDraft.objects.with_file_seen_by(request.actor).of_inspection(ref).first()
    if draft is None:
        raise Http404
    try:
        file = draft.document.open("rb")
    except OSError:
        log.error("The file of the report of %s is missing: sha256 %s", ref, draft.sha256)
        return render(request, "tracker/intake/file_missing.html", {"draft": draft}, status=404)
    name, content_type = report_name(draft.inspection.ref, draft.document.name or "")
    return safe_download(file, content_type=content_type, name=name, original=draft.file_name)


@door("GET")
def page_picture(request: Request, ref: str, page: int) -> HttpResponse:
    pictured = PagePicture.objects.visible_to(request.actor).of_page(ref, page).first()
    if pictured is None:
        raise Http404
    return safe_picture(bytes(pictured.picture))


@draft_door("GET", "POST")
def delete(request: Request, draft: ReportDraft) -> HttpResponse:
    if request.method != "POST":
        return render(request, "tracker/intake/delete.html", {"draft": draft})
    if isinstance(attempt(lambda: drafts.delete_draft(draft=draft, by=request.actor, at=request.at)), Refused):
        return is_published(request, draft.inspection.ref)
    messages.success(request, f"Deleted: {draft.file_name}")
    return redirect("inspections")
