"""One's own account: details, posts and roles, password, sessions, and handing posts over."""

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from tracker.models import Person
from tracker.operations import passwords
from tracker.operations import posts as operations
from tracker.queries import people, posts
from tracker.rules.people import MEANS
from tracker.rules.wording import date_long
from tracker.web.doors import Request, door, error_status, sent
from tracker.web.forms.account import PasswordForm
from tracker.web.forms.posts import HandOverForm
from tracker.web.submit import Refused, submit


@door("GET")
def account(request: Request) -> HttpResponse:
    context = {
        "page": people.of_person(request.user, on=request.on),
        "means": MEANS,
        "today": request.on,
        "token_made_at": people.token_made_at(request.user),
    }
    return render(request, "tracker/account/account.html", context)


@sensitive_post_parameters("old_password", "new_password1")
@door("GET", "POST")
def password(request: Request) -> HttpResponse:
    form = PasswordForm(sent(request))
    if request.method == "POST" and form.is_valid():
        old, new = form.cleaned_data["old_password"], form.cleaned_data["new_password1"]
        person = submit(
            form,
            lambda: passwords.change_password(person=request.user, old=old, new=new, by=request.actor, at=request.at),
        )
        if not isinstance(person, Refused):
            update_session_auth_hash(request, person)
            messages.success(request, "Password changed. Other sessions of your account have ended")
            return redirect("account")
    return render(request, "tracker/account/password.html", {"form": form}, status=error_status(form))


@door("POST")
def sign_out_everywhere(request: Request) -> HttpResponse:
    passwords.sign_out_everywhere(person=request.user, by=request.actor, at=request.at)
    logout(request)
    return redirect("signed-out")


@door("GET", "POST")
def hand_over(request: Request) -> HttpResponse:
    """Show what passes on, and ask to whom and from when; then lead to the account, which says what passed."""
    held = people.own_posts(request.actor, on=request.on)
    candidates = Person.objects.who_could_hold_a_post_of(*[post.organisation for post in held], on=request.on)
    form = HandOverForm(sent(request), people=candidates.exclude(pk=request.actor.person_id), posts=held, on=request.on)
    form.put_back(request.kept)
    if request.method == "POST" and form.is_valid():
        posts_given, to = form.chosen(), form.answers()
        done = submit(
            form,
            lambda: operations.hand_over(
                held=posts_given, person=to.person, from_on=to.from_on, by=request.actor, at=request.at
            ),
        )
        if not isinstance(done, Refused):
            posts_done = " and ".join(str(post.post) for post in done)
            day = date_long(done[0].from_on)
            messages.success(request, f"Handed over: {posts_done} to {done[0].person} from {day}")
            return redirect("account")
    context = {"form": form, "held": held, "passing": posts.takeovers(request.actor, held), "today": request.on}
    return render(request, "tracker/account/hand_over.html", context, status=error_status(form))
