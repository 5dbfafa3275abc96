"""The address of somebody: corrected by an administrator, or said to work again by the person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tracker.models import Person
from tracker.notifications.operations import bounces
from tracker.notifications.operations.addresses import change_address
from tracker.notifications.queries import accounts, addresses, invitations
from tracker.notifications.rules.addresses import why_not
from tracker.operations.people import check_may_manage
from tracker.web.doors import Request, door, error_status, sent
from tracker.web.forms.people import AddressForm
from tracker.web.submit import INFO, Refused, press, submit
from tracker.web.views.people import person_of


@door("GET", "POST")
def user_address(request: Request, ref: str) -> HttpResponse:
    person = person_of(request, ref)
    check_may_manage(person=person, on=request.on, by=request.actor)
    form = AddressForm.showing(sent(request), person.email)
    form.put_back(request.kept)
    if request.method != "POST" or not form.is_valid():
        return _page(request, person, form)
    to = form.answers()
    changed = submit(
        form, lambda: change_address(person=person, email=to.email, was=to.was, by=request.actor, at=request.at)
    )
    if isinstance(changed, Refused):
        if changed.is_conflict:
            form.take(changed.current.email)
        shown = changed.current if changed.is_conflict else person
        return _page(request, shown, form, changed=changed.changed)
    messages.success(request, f"The email address is now {changed.email}{_and_now(request, changed)}")
    return redirect("user", ref)


@door("POST")
def account_emails_arrive(request: Request) -> HttpResponse:
    press(
        request,
        lambda: bounces.clear_own_bounce(person=request.user, by=request.actor, at=request.at),
        done=f"Emails go to {request.user.email} again",
        level=INFO,
    )
    return redirect("account-emails")


def _page(request: Request, person: Person, form: AddressForm, *, changed: str = "") -> HttpResponse:
    context = {"person": person, "form": form, "refusal": addresses.refusal_of(person), "changed": changed}
    return render(request, "tracker/people/address.html", context, status=409 if changed else error_status(form))


def _and_now(request: Request, person: Person) -> str:
    """Return a sentence on how the person comes to know of the new address."""
    if not why_not(accounts.of_person(person, on=request.on)):
        return ". They are told by email"
    last = invitations.of_person(person, on=request.on).last
    return ". The invitation went to the one before: send it again" if last and last.address else ""
