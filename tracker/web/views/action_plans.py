"""Planning an action from a recommendation, and changing what an action says."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from inspections.choices import DatePrecision
from tracker.errors import NotAllowed
from tracker.models import Action, Answerable, Post, Recommendation
from tracker.operations.action_edits import edit_action
from tracker.operations.actions import plan_action
from tracker.rules import access, lifecycle
from tracker.rules.access import Doing
from tracker.web.doors import Request, door
from tracker.web.forms.action_plans import EditForm, PlanAnswers, PlanForm
from tracker.web.forms.due_dates import now_due
from tracker.web.submit import Refused, submit
from tracker.web.views.actions import action_of


@door("GET", "POST")
def action_new(request: Request, ref: str) -> HttpResponse:
    recommendation = Recommendation.objects.visible_to(request.actor).by_ref(ref).first()
    if recommendation is None:
        raise Http404
    answerables = list(Answerable.objects.to_plan_for(request.actor, recommendation))
    if not answerables:
        raise NotAllowed(f"You cannot plan actions for this recommendation. {access.who_can(Doing.PLAN_ACTIONS)}")
    form = _plan_form(request, recommendation, answerables)
    if form.is_bound and form.is_valid() and _planned(request, form):
        again = "another" in request.POST
        return redirect("action-new", ref=recommendation.ref) if again else redirect("action", ref=form.planned.ref)
    context = {"recommendation": recommendation, "form": form}
    return render(request, "tracker/actions/new.html", context, status=400 if form.is_bound else 200)


@door("GET", "POST")
def action_edit(request: Request, ref: str) -> HttpResponse:
    action = action_of(request, ref)
    access.check_may(request.actor, Doing.PLAN_ACTIONS, paths=action.paths())
    if not lifecycle.can_update(action.state):
        return _edit_page(request, action, status=409)
    form = _edit_form(request, action)
    if not form.is_bound:
        return _edit_page(request, action, form=form.put_back(request.kept))
    if not form.is_valid():
        return _edit_page(request, action, form=form, status=400)
    return _save_edit(request, action, form)


def _plan_form(request: Request, recommendation: Recommendation, answerables: list[Answerable]) -> PlanForm:
    near = answerables[0].organisation
    others = Answerable.objects.to_answer_as_well(request.actor, of=near).exclude(recommendation=recommendation)
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        answerables=answerables,
        posts=Post.objects.to_own_actions(request.actor, of=near),
        others=others,
        on=request.on,
    )
    form.put_back(request.kept)
    return form.with_token(uuid4())


def _planned(request: Request, form: PlanForm) -> bool:
    """Plan the action, and return whether that was done; a refusal stands in the form."""
    planned = submit(form, lambda: _plan(request, form.answers()))
    if isinstance(planned, Refused):
        return False
    form.planned = planned
    messages.success(request, f"Action planned: {form.planned.title}{now_due(form.due)}")
    return True


def _plan(request: Request, said: PlanAnswers) -> Action:
    return plan_action(
        words=said.words,
        owner_post=said.owner_post,
        answers=said.answers,
        due_on=said.due.on if said.due else None,
        precision=said.due.precision if said.due else DatePrecision.DAY,
        token=said.token,
        by=request.actor,
        at=request.at,
    )


def _edit_form(request: Request, action: Action) -> EditForm:
    body = action.owner_post.organisation
    return EditForm(
        request.POST if request.method == "POST" else None,
        action=action,
        posts=Post.objects.to_own_actions(request.actor, of=body),
        others=Answerable.objects.to_answer_as_well(request.actor, of=body),
        on=request.on,
    )


def _save_edit(request: Request, action: Action, form: EditForm) -> HttpResponse:
    version = form.cleaned_data["version"]
    saved = submit(
        form,
        lambda: edit_action(action=action, version=version, edit=form.edit(), by=request.actor, at=request.at),
    )
    if isinstance(saved, Refused):
        shown = action if saved.is_invalid else action_of(request, action.ref)
        return _edit_page(request, shown, form=form, status=saved.status, changed=saved.is_conflict)
    messages.success(request, f"Action changed: {form.cleaned_data['title']}{now_due(form.moved)}")
    return redirect("action", ref=action.ref)


def _edit_page(
    request: Request, action: Action, *, form: EditForm | None = None, status: int = 200, changed: bool = False
) -> HttpResponse:
    if changed and form is not None:
        form.take_version(action.version)
    context = {"action": action, "form": form, "changed": changed, "today": request.on}
    return render(request, "tracker/actions/edit.html", context, status=status)
