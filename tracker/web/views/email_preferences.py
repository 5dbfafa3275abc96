"""How often emails come: for the signed-in person, and for whoever follows the signed link of a mail."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tracker.choices import Frequency
from tracker.models import Person, actor_of
from tracker.notifications import rendering, signed_links
from tracker.notifications.links import page_of
from tracker.notifications.models import EmailPreference
from tracker.notifications.operations.email_preferences import change_preference
from tracker.notifications.queries import my_mails
from tracker.rules.access import Actor
from tracker.web.doors import Request, door, error_status, place_in_list, sent
from tracker.web.forms.account import EmailChoice, EmailForm

SAVED = "Your choice is saved"


@door("GET", "POST")
def account_emails(request: Request) -> HttpResponse:
    person = request.user
    form = EmailForm(sent(request))
    if request.method == "POST" and form.is_valid():
        _change(person, form.answers(), by=request.actor, at=request.at)
        messages.success(request, SAVED)
        return redirect("account-emails")
    place = place_in_list(request)
    mails = my_mails.of_person(person, at=request.at, after=place["after"], before=place["before"])
    shown = form if form.is_bound else EmailForm.showing(mails.preference, mails.at_once)
    return render(request, "tracker/account/emails.html", {"form": shown, "mails": mails}, status=error_status(form))


@door("GET")
def account_next_digest(request: Request) -> HttpResponse:
    """Show the next digest as it would be if it were made now; nothing is kept or sent."""
    digest = rendering.next_digest(person_id=request.user.pk, at=request.at)
    return render(request, "tracker/account/next_digest.html", {"digest": digest})


@door("GET")
def account_email(request: Request, uid: UUID) -> HttpResponse:
    """Show one of one's own emails: what it told. Anybody else's is not there."""
    mail = my_mails.sent_to(request.user.pk, uid)
    if mail is None:
        raise Http404
    return render(request, "tracker/account/email.html", {"mail": mail, "page_of": page_of})


# The link itself proves who asks: mail programs send no cookie, so there is no form token to compare.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def email_preferences(request: HttpRequest, signed: str) -> HttpResponse:
    """Show the choice, or take it: only a post changes it, because mail scanners open every link."""
    at = timezone.now()
    person = _of_link(signed, at=at)
    if request.method != "POST":
        return _page(request, person, EmailForm.showing(*EmailPreference.objects.choice_of(person.pk)))
    actor = actor_of(person, on=timezone.localdate(at))
    if request.POST.get("List-Unsubscribe") == "One-Click":
        change_preference(person=person, frequency=Frequency.STOPPED, by=actor, at=at)
        return HttpResponse("The digest is stopped.", content_type="text/plain; charset=utf-8")
    form = EmailForm(request.POST)
    if not form.is_valid():
        return _page(request, person, form)
    _change(person, form.answers(), by=actor, at=at)
    messages.success(request, SAVED)
    return redirect("email-preferences", signed)


def _change(person: Person, choice: EmailChoice, *, by: Actor, at: datetime) -> None:
    change_preference(
        person=person, frequency=choice.frequency, weekday=choice.weekday, at_once=choice.at_once, by=by, at=at
    )


def _page(request: HttpRequest, person: Person, form: EmailForm) -> HttpResponse:
    return render(
        request, "tracker/account/email_link.html", {"form": form, "person": person}, status=error_status(form)
    )


def _of_link(signed: str, *, at: datetime) -> Person:
    """Return whom the link was sent to. Not found where it was changed, is too old, or the account is closed."""
    person = Person.objects.is_open(True).filter(pk=signed_links.read(signed, at=at)).first()
    if person is None:
        raise Http404
    return person
