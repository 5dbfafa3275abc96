"""Users and access: the table, adding somebody, and one person's roles, posts and account."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_variables

from tracker.models import Membership, Person
from tracker.notifications.operations import invitations as invitation_operations
from tracker.notifications.queries import addresses, invitations
from tracker.operations import passwords
from tracker.operations import people as operations
from tracker.paging import count_up_to_limit
from tracker.queries import people
from tracker.rules import access
from tracker.rules.access import Doing
from tracker.rules.people import MEANS
from tracker.rules.wording import date_long
from tracker.web.doors import Request, door, error_status, sent
from tracker.web.forms.people import AddPersonForm, EndRoleForm, GiveRoleForm, NewPerson, PeopleFilters, RoleInArea
from tracker.web.submit import Refused, press, submit, why_not


@door("GET")
def user_list(request: Request) -> HttpResponse:
    _check_administrator(request)
    form = PeopleFilters.from_request(request)
    filters = form.filters()
    asked = request.GET
    page = people.page_of_people(
        request.actor, filters, after=asked.get("after", ""), before=asked.get("before", ""), on=request.on
    )
    count = count_up_to_limit(people.chosen(request.actor, filters, on=request.on))
    return render(request, "tracker/people/list.html", {"filters": form, "page": page, "count": count})


@door("GET", "POST")
@sensitive_variables("password")
def user_new(request: Request) -> HttpResponse:
    """Show the form, then its answers with how far the role reaches, then the one-time password, once."""
    _check_administrator(request)
    form = AddPersonForm(sent(request), places=people.places_to_manage(request.actor, on=request.on))
    form.put_back(request.kept)
    if request.method == "GET" or not form.is_valid() or "change" in request.POST:
        return render(request, "tracker/people/new.html", {"form": form}, status=error_status(form))
    answers = form.answers()
    if "confirmed" not in request.POST:
        context = {"form": form, "given": answers, "reach": people.reach(answers.organisation, on=request.on)}
        return render(request, "tracker/people/check.html", context | {"means": MEANS}, status=error_status(form))
    invited = submit(form, lambda: _invite(request, answers))
    if isinstance(invited, Refused):
        return render(request, "tracker/people/new.html", {"form": form}, status=error_status(form))
    person, password = invited
    return render(request, "tracker/people/password.html", {"person": person, "password": password, "is_new": True})


def _give_role(request: Request, person: Person, given: RoleInArea, from_on: date) -> Membership:
    return operations.give_role(
        person=person,
        role=given.role,
        organisation=given.organisation,
        from_on=from_on,
        by=request.actor,
        at=request.at,
    )


def _invite(request: Request, new: NewPerson) -> tuple[Person, str]:
    return invitation_operations.invite_person(
        name=new.name,
        email=new.email,
        role=new.role,
        organisation=new.organisation,
        by=request.actor,
        at=request.at,
    )


@door("GET")
def user_page(request: Request, ref: str) -> HttpResponse:
    person = person_of(request, ref)
    context = {
        "person": person,
        "page": people.of_person(person, on=request.on),
        "invitation": invitations.of_person(person, on=request.on),
        "refusal": addresses.refusal_of(person),
        "can_change": _can(request, person),
    }
    return render(request, "tracker/people/person.html", context)


@door("GET", "POST")
def role_new(request: Request, ref: str) -> HttpResponse:
    person = person_of(request, ref)
    places = people.places_to_manage(request.actor, on=request.on)
    form = GiveRoleForm(sent(request), places=places, initial={"from_on": request.on})
    form.put_back(request.kept)
    if request.method == "POST" and form.is_valid():
        role = form.given()
        given = submit(form, lambda: _give_role(request, person, role, form.first_day()))
        if not isinstance(given, Refused):
            messages.success(request, "Role given")
            return redirect("user", ref)
    return render(request, "tracker/people/role.html", {"form": form, "person": person}, status=error_status(form))


@door("GET", "POST")
def role_end(request: Request, ref: str, number: int) -> HttpResponse:
    person = person_of(request, ref)
    role = Membership.objects.for_page().filter(person=person, pk=number).first()
    if role is None:
        raise Http404
    form = EndRoleForm(sent(request), initial={"to_on": request.on})
    form.put_back(request.kept)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["to_on"]
        ended = submit(form, lambda: operations.end_role(membership=role, on=day, by=request.actor, at=request.at))
        if not isinstance(ended, Refused):
            messages.success(request, f"The role ends on {date_long(day)}")
            return redirect("user", ref)
    context = {"form": form, "person": person, "role": role}
    return render(request, "tracker/people/role_end.html", context, status=error_status(form))


@door("GET", "POST")
def user_close(request: Request, ref: str) -> HttpResponse:
    if request.method != "POST":
        return render(request, "tracker/people/close.html", {"person": person_of(request, ref)})
    return _switch(request, ref, operations.close_account, "Account closed. Any session that was open has ended")


@door("POST")
def user_open(request: Request, ref: str) -> HttpResponse:
    return _switch(request, ref, operations.open_account, "Account opened")


@door("POST")
@sensitive_variables("password")
def user_password(request: Request, ref: str) -> HttpResponse:
    person = person_of(request, ref)
    password = passwords.reset_password(person=person, by=request.actor, at=request.at)
    return render(request, "tracker/people/password.html", {"person": person, "password": password})


def _switch(request: Request, ref: str, operation: Callable[..., Person], done: str) -> HttpResponse:
    person = person_of(request, ref)
    press(request, lambda: operation(person=person, by=request.actor, at=request.at), done=done)
    return redirect("user", ref)


def _check_administrator(request: Request) -> None:
    access.check_may(request.actor, Doing.MANAGE_PEOPLE, paths=request.actor.areas(Doing.MANAGE_PEOPLE))


def _can(request: Request, person: Person) -> bool:
    return not why_not(lambda: operations.check_may_manage(person=person, on=request.on, by=request.actor))


def person_of(request: Request, ref: str) -> Person:
    """Return the person, for an administrator whose area they have a role in; to all others they are not there."""
    person: Person | None = Person.objects.managed_by(request.actor).by_ref(ref).first()
    if person is None:
        raise Http404
    return person
