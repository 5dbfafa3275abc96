"""A run of mail that is held back: what is in it, and two buttons, to let it go or to drop it."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tracker.documents.mail_preview import held_workbook
from tracker.notifications.links import page_of
from tracker.notifications.models import MailHold
from tracker.notifications.operations import holds as operations
from tracker.notifications.queries import holds
from tracker.rules.wording import exact_plural
from tracker.web.doors import Request, door, place_in_list, workbook
from tracker.web.submit import press
from tracker.web.views.mail import check_administrator


@door("GET", "POST")
def hold(request: Request, number: int) -> HttpResponse:
    mail_hold = _hold(request, number)
    if request.method != "POST":
        return _page(request, mail_hold)
    decide = {"release": operations.release_hold, "drop": operations.drop_hold}.get(request.POST.get("decision", ""))
    if decide is None:
        return _page(request, mail_hold, undecided=True)
    done = "let go" if decide is operations.release_hold else "dropped"
    press(
        request,
        lambda: decide(hold=mail_hold, by=request.actor, at=request.at),
        done=lambda count: f"{exact_plural(count, 'email')} {done}",
    )
    return redirect("mail")


@door("GET")
def hold_workbook(request: Request, number: int) -> FileResponse:
    mail_hold = _hold(request, number)
    mails = holds.all_held(request.actor, mail_hold, on=request.on, at=request.at)
    file = held_workbook(mails, why=mail_hold.why, made_on=timezone.localdate(mail_hold.made_at), on=request.on)
    return workbook(file, f"mail-held-back-{request.on:%Y-%m-%d}")


def _page(request: Request, mail_hold: MailHold, *, undecided: bool = False) -> HttpResponse:
    place = place_in_list(request)
    held = holds.held_mail(
        request.actor, mail_hold, after=place["after"], before=place["before"], on=request.on, at=request.at
    )
    context = {"held": held, "page_of": page_of, "undecided": undecided}
    return render(request, "tracker/mail/hold.html", context, status=400 if undecided else 200)


def _hold(request: Request, number: int) -> MailHold:
    check_administrator(request)
    mail_hold = MailHold.objects.filter(pk=number).first()
    if mail_hold is None:
        raise Http404
    return mail_hold
