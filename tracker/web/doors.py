"""What every page's door does: who asks, when, and how a refusal is answered; the only clock of the pages."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from http import HTTPStatus
from typing import IO, Any, TypedDict, cast

from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tracker.documents.workbook import MEDIA_TYPE
from tracker.errors import NotAllowed
from tracker.models import Person, actor_of
from tracker.notifications.queries.frame import Frame
from tracker.operations import form_drafts
from tracker.rules.access import Actor
from tracker.web.form_drafts import answers_kept_for, keep_answers
from tracker.web.forms.base import Form


class Request(HttpRequest):
    """A signed-in person's request, with what views pass on: the actor, the time and the London date.

    `kept` holds the answers of this page's form that were sent after the session had ended; `frame` is set where a view
    has read what stands around the page together with the rest.
    """

    user: Person
    actor: Actor
    at: datetime
    on: date
    kept: QueryDict | None
    frame: Frame | None


View = Callable[..., HttpResponseBase]


def door(*methods: str) -> Callable[[View], View]:
    """Return a page for signed-in people that answers to these methods ('GET' brings 'HEAD' with it).

    Strangers are sent to sign in and come back afterwards; NotAllowed becomes the 'no access' page (403).
    """
    allowed = [*methods, "HEAD"] if "GET" in methods else list(methods)

    def make(view: View) -> View:
        @require_http_methods(allowed)
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                if request.method == "POST":
                    keep_answers(request)
                return redirect_to_login(request.get_full_path())
            opened = cast(Request, request)
            opened.at = timezone.now()
            opened.on = timezone.localdate(opened.at)
            opened.actor = actor_of(request.user, on=opened.on)
            opened.kept = answers_kept_for(request) if "POST" in methods else None
            try:
                return _answered(opened, view(opened, *args, **kwargs))
            except NotAllowed as refusal:
                return render(request, "errors/403.html", {"reason": str(refusal)}, status=403)

        return answer

    return make


def _answered(request: Request, response: HttpResponseBase) -> HttpResponseBase:
    """Return the answer; once a form was taken, what was kept of it is forgotten."""
    if request.method == "POST" and request.kept is not None and response.status_code == HTTPStatus.FOUND:
        form_drafts.forget(address=request.path, by=request.actor, at=request.at)
    return response


def page_number(request: HttpRequest) -> int:
    """Return `?page=` of a timeline; anything that is no page gives 1."""
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and int(text[:6]) > 0 else 1


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form sent, even when it is empty; None where nobody sent one."""
    return request.POST if request.method == "POST" else None


def error_status(form: Form) -> int:
    """Return 400 for a form with mistakes, 200 for one that was not sent or was right."""
    return HTTPStatus.BAD_REQUEST if form.is_bound and form.errors else HTTPStatus.OK


class Place(TypedDict):
    """A place in a list: its order, and the key after or before which the page starts."""

    sort: str
    after: str
    before: str


def place_in_list(request: HttpRequest) -> Place:
    """Return the place that the address asks for; the list makes sense of it or shows its first page."""
    asked = request.GET
    return Place(sort=asked.get("sort", ""), after=asked.get("after", ""), before=asked.get("before", ""))


def workbook(file: IO[bytes], name: str) -> FileResponse:
    """Return an Excel workbook to download; `name` without its ending."""
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=MEDIA_TYPE)
