"""Sign in, sign out, and the page that says why a person is signed out."""

from django.contrib.auth import SESSION_KEY, authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tracker.models import Person, actor_of
from tracker.operations.people import note_first_sign_in
from tracker.operations.visits import note_visit
from tracker.web.form_drafts import look_for_kept
from tracker.web.forms.sign_in import SignInForm
from tracker.web.sign_in import claim_try, give_tries_back, remember_next, take_next

# The same for a wrong password, an unknown account and a disabled one.
REFUSED = "Enter the email address and password of an account that can use this service"
TOO_MANY = "You have tried too many times. Wait 15 minutes, then try again"

REASONS = {
    "signed-out": ("You have signed out", "Everything you saved has been kept."),
    "idle": ("You have been signed out", "You did nothing in the service for 30 minutes."),
    "limit": ("You have been signed out", "You signed in 8 hours ago. You need to sign in once a day."),
    "removed": ("You have been signed out", "Your access to this service has been removed."),
}


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _try_to_sign_in(request)
    if request.user.is_authenticated:
        remember_next(request)
        return redirect(take_next(request))
    if SESSION_KEY in request.session:
        request.session.flush()
        return redirect(_signed_out_because("removed"))
    remember_next(request)
    return _sign_in_page(request, SignInForm())


def _try_to_sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form)
    email = form.cleaned_data["email"]
    if not claim_try(request, email):
        form.add_error("email", TOO_MANY)
        return _sign_in_page(request, form, status=429)
    person = authenticate(request, username=email, password=form.cleaned_data["password"])
    if not isinstance(person, Person):
        form.add_error("email", REFUSED)
        return _sign_in_page(request, form)
    give_tries_back(request, email)
    page = take_next(request)
    login(request, person)
    look_for_kept(request)
    at = timezone.now()
    by = actor_of(person, on=timezone.localdate(at))
    note_first_sign_in(person=person, by=by, at=at)
    note_visit(person=person, by=by, at=at)
    return redirect(page)


def _sign_in_page(request: HttpRequest, form: SignInForm, status: int = 200) -> HttpResponse:
    ended = REASONS.get(getattr(request, "session_ended", ""))
    return render(request, "sign_in/sign_in.html", {"form": form, "ended": ended}, status=status)


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect(_signed_out_because("signed-out"))


@login_not_required
@never_cache
@require_safe
def signed_out(request: HttpRequest) -> HttpResponse:
    title, why = REASONS.get(request.GET.get("reason", ""), REASONS["signed-out"])
    return render(request, "sign_in/signed_out.html", {"title": title, "why": why})


def _signed_out_because(reason: str) -> str:
    return f"{reverse('signed-out')}?reason={reason}"
