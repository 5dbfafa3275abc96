"""The posts of a body: who holds them, who covers leave, and changing both."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from inspections.models import Organisation
from tracker.models import Deputy, Person, Post
from tracker.operations import posts as operations
from tracker.queries import people, posts
from tracker.rules import access
from tracker.rules.access import Doing
from tracker.rules.wording import date_long
from tracker.web.doors import Request, door, error_status, sent
from tracker.web.forms.base import Form
from tracker.web.forms.posts import AssignForm, CoverForm, NewPostForm, VacateForm
from tracker.web.submit import INFO, Refused, press, submit


@door("GET")
def post_page(request: Request, body: str, ref: str) -> HttpResponse:
    post = _post(body, ref)
    context = {
        "post": post,
        "page": posts.of_post(post, on=request.on),
        "can_change": posts.may_change(request.actor, post, own=people.own_posts(request.actor, on=request.on)),
        "sees_work": posts.sees_work(request.actor, post),
    }
    return render(request, "tracker/posts/post.html", context)


@door("GET", "POST")
def post_new(request: Request, body: str) -> HttpResponse:
    organisation = Organisation.objects.in_tree_of_probation().select_related("parent").filter(slug=body).first()
    if organisation is None:
        raise Http404
    access.check_may(request.actor, Doing.CHANGE_POSTS, paths=[organisation.path])
    form = NewPostForm(sent(request))
    form.put_back(request.kept)
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        made = submit(
            form,
            lambda: operations.add_post(organisation=organisation, title=title, by=request.actor, at=request.at),
        )
        if not isinstance(made, Refused):
            messages.success(request, "Post added. Nobody holds it yet: name its holder")
            return redirect("post", body, made.ref)
    context = {"organisation": organisation, "form": form}
    return render(request, "tracker/posts/new.html", context, status=error_status(form))


@door("GET", "POST")
def holder(request: Request, body: str, ref: str) -> HttpResponse:
    post = _to_change(request, body, ref)
    candidates = Person.objects.who_could_hold_a_post_of(post.organisation, on=request.on)
    form = AssignForm(sent(request), people=candidates, initial={"from_on": request.on})
    form.put_back(request.kept)
    if request.method == "POST" and form.is_valid():
        to = form.answers()
        held = submit(
            form,
            lambda: operations.assign_post(
                post=post, person=to.person, from_on=to.from_on, by=request.actor, at=request.at
            ),
        )
        if not isinstance(held, Refused):
            messages.success(request, f"{held.person} holds this post from {date_long(held.from_on)}")
            return redirect("post", body, ref)
    return _form(request, post, form, "holder")


@door("GET", "POST")
def vacate(request: Request, body: str, ref: str) -> HttpResponse:
    post = _to_change(request, body, ref)
    form = VacateForm(sent(request), initial={"from_on": request.on})
    form.put_back(request.kept)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["from_on"]
        vacated = submit(form, lambda: operations.vacate_post(post=post, on=day, by=request.actor, at=request.at))
        if not isinstance(vacated, Refused):
            messages.success(request, f"The post is vacant from {date_long(day)}")
            return redirect("post", body, ref)
    return _form(request, post, form, "vacate")


@door("GET", "POST")
def cover(request: Request, body: str, ref: str) -> HttpResponse:
    post = _to_change(request, body, ref)
    form = CoverForm(sent(request), people=Person.objects.who_could_hold_a_post_of(post.organisation, on=request.on))
    form.put_back(request.kept)
    if request.method == "POST" and form.is_valid():
        leave = form.answers()
        made = submit(
            form,
            lambda: operations.cover_leave(
                post=post,
                person=leave.person,
                from_on=leave.from_on,
                last_on=leave.last_on,
                by=request.actor,
                at=request.at,
            ),
        )
        if not isinstance(made, Refused):
            messages.success(request, f"{made.person} covers this post to {date_long(made.last_on)}")
            return redirect("post", body, ref)
    return _form(request, post, form, "cover")


@door("POST")
def cover_end(request: Request, body: str, ref: str, number: int) -> HttpResponse:
    deputy = Deputy.objects.for_page().filter(post=_to_change(request, body, ref), pk=number).first()
    if deputy is None:
        raise Http404
    press(
        request,
        lambda: operations.end_cover(deputy=deputy, by=request.actor, at=request.at),
        done=f"{deputy.person} no longer covers this post",
        level=INFO,
    )
    return redirect("post", body, ref)


@door("POST")
def holder_cancel(request: Request, body: str, ref: str) -> HttpResponse:
    planned = operations.cancel_assignment(post=_to_change(request, body, ref), by=request.actor, at=request.at)
    if planned is not None:
        messages.success(request, f"{planned.person} does not take up this post")
    return redirect("post", body, ref)


def _form(request: Request, post: Post, form: Form, kind: str) -> HttpResponse:
    context = {"post": post, "form": form, "kind": kind, "page": posts.of_post(post, on=request.on)}
    return render(request, f"tracker/posts/{kind}.html", context, status=error_status(form))


def _to_change(request: Request, body: str, ref: str) -> Post:
    """Return the post, for somebody who may change it; others are refused."""
    post = _post(body, ref)
    operations.check_may_change(post=post, on=request.on, by=request.actor)
    return post


def _post(body: str, ref: str) -> Post:
    post: Post | None = Post.objects.by_ref(ref).for_page().filter(organisation__slug=body).first()
    if post is None:
        raise Http404
    return post
