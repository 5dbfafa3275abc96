"""A session that ends in the middle of a form: its answers are kept, and stand in the form after signing in."""

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from tracker.models import FormDraft, Person, Session, actor_of
from tracker.operations import form_drafts

_KEPT = "answers_kept"


def keep_answers(request: HttpRequest) -> bool:
    """Keep what a form sent when its sender's session had ended; False where nothing was kept."""
    person = _sender(request)
    if person is None:
        return False
    at = timezone.now()
    by = actor_of(person, on=timezone.localdate(at))
    return form_drafts.keep(address=request.path, answers=dict(request.POST.lists()), by=by, at=at)


def look_for_kept(request: HttpRequest) -> None:
    """Note in the session, at sign-in, whether anything is kept, so that pages need not ask each time."""
    request.session[_KEPT] = FormDraft.objects.filter(person=request.user.pk).exists()


def answers_kept_for(request: HttpRequest) -> QueryDict | None:
    """Return the answers to put back into the form at this address; None where nothing was kept."""
    if not request.session.get(_KEPT):
        return None
    kept = FormDraft.objects.filter(person=request.user.pk, address=request.path).first()
    if kept is None:
        return None
    answers = QueryDict(mutable=True)
    for name, values in kept.answers.items():
        answers.setlist(name, values)
    return answers


def _sender(request: HttpRequest) -> Person | None:
    key = getattr(request, "ended_session_of", None) or _of_expired_session(request)
    return Person.objects.filter(pk=key, is_active=True).first() if key else None


def _of_expired_session(request: HttpRequest) -> int | None:
    """Return whose session the cookie names: its row outlives its time until expired ones are cleared."""
    rows = Session.objects.filter(session_key=request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""))
    return rows.values_list("person", flat=True).first()
