"""Mail, for administrators: the queue and what went wrong, and who would get what on a day."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render

from tracker.documents.mail_preview import preview_workbook
from tracker.notifications.links import page_of
from tracker.notifications.operations import bounces, message_queue
from tracker.notifications.operations.mail_preview import preview
from tracker.notifications.queries import mail_desk
from tracker.notifications.queries.planned_mails import Planned
from tracker.notifications.rules import delivery
from tracker.rules import access
from tracker.rules.access import SERVICE, Doing
from tracker.web.doors import Request, door, error_status, workbook
from tracker.web.forms.mail import PreviewFilters
from tracker.web.submit import Refused, press, submit


@door("GET")
def mail(request: Request) -> HttpResponse:
    check_administrator(request)
    desk = mail_desk.desk(request.actor, at=request.at)
    return render(request, "tracker/mail/mail.html", {"desk": desk})


@door("POST")
def try_again(request: Request, uid: UUID) -> HttpResponse:
    check_administrator(request)
    message = mail_desk.message(request.actor, uid)
    if message is None:
        raise Http404
    press(
        request,
        lambda: message_queue.try_again(message=message, by=request.actor, at=request.at),
        done=f"The email to {message.person} is tried again within a minute",
    )
    return redirect("mail")


@door("POST")
def bounce_clear(request: Request, number: int) -> HttpResponse:
    check_administrator(request)
    bounce = mail_desk.bounce(request.actor, number)
    if bounce is None:
        raise Http404
    press(
        request,
        lambda: bounces.clear_bounce(bounce=bounce, by=request.actor, at=request.at),
        done=f"Emails go to {bounce.address} again",
    )
    return redirect("mail")


@door("GET")
def who_gets_what(request: Request) -> HttpResponse:
    """Show a dry run of a day: nothing is kept or sent."""
    check_administrator(request)
    form = PreviewFilters.from_request(request)
    context = {"filters": form, "form": form, "mails": _planned(request, form), "page_of": page_of}
    context["day"] = day = form.day(request.on)
    context["next_day"] = None if delivery.is_working_day(day) else delivery.first_from(day)
    return render(request, "tracker/mail/who.html", context, status=error_status(form))


@door("GET")
def who_gets_what_workbook(request: Request) -> FileResponse:
    check_administrator(request)
    form = PreviewFilters.from_request(request)
    on = form.day(request.on)
    chosen = [(label, words) for _, label, words in form.chosen]
    file = preview_workbook(_planned(request, form), on=on, chosen=chosen)
    return workbook(file, f"mail-{on:%Y-%m-%d}")


def _planned(request: Request, form: PreviewFilters) -> list[Planned]:
    if form.errors:
        return []
    mails = submit(form, lambda: preview(on=form.day(request.on), by=SERVICE, at=request.at))
    if isinstance(mails, Refused):
        return []
    people = form.people(request.actor, on=request.on)
    return [mail for mail in mails if mail.person_id in people]


def check_administrator(request: Request) -> None:
    access.check_may(request.actor, Doing.MANAGE_PEOPLE, paths=request.actor.areas(Doing.MANAGE_PEOPLE))
