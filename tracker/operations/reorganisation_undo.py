"""Takes a reorganisation back before anything depends on it: everything as it was, and the record marked."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from inspections.models import Organisation, OrganisationName, Succession
from inspections.operations import reorganisations as bodies
from tracker.errors import InvalidInput
from tracker.models import Action, Answerable, Answers, Post, Reorganisation
from tracker.operations import history
from tracker.operations.corrections.restoring import WithdrawnAction, restore_action
from tracker.operations.reorganisations import check_places
from tracker.projections.keeping import atomic
from tracker.queries.reorganisation_undo import depending_on, removable_posts
from tracker.rules import reorganisations as rules
from tracker.rules.access import Actor
from tracker.rules.free_text import check_free_text
from tracker.rules.typed.text import paragraphs
from tracker.rules.wording import too_long


@atomic
def undo(*, reorganisation: Reorganisation, reason: str, by: Actor, at: datetime) -> Reorganisation:
    """Restore names, closing dates, successions, duties, answers and owners as they were before; one event.

    New bodies and their vacant posts go. The record stays, marked. Undone already: nothing happens. Raises NotAllowed;
    WrongState with what depends on it by now; InvalidInput without a reason.
    """
    list(Organisation.objects.select_for_update().order_by("pk").values_list("pk"))
    locked: Reorganisation = Reorganisation.objects.locked().get(pk=reorganisation.pk)
    if locked.undone_at is not None:
        return locked
    check_places([body.organisation for body in locked.bodies.all() if body.organisation], by=by)
    words = paragraphs(reason)
    if not words:
        raise InvalidInput("Enter why you undo it", field="reason")
    if len(words) > rules.REASON_LIMIT:
        raise InvalidInput(too_long("the reason", rules.REASON_LIMIT), field="reason")
    check_free_text(words, field="reason")
    check_can_undo(reorganisation=locked)
    before = {"made": locked.made, "decisions": _decisions(locked)}
    restored = _restore_work(locked.made.get("confirmed", {}), by=by, at=at)
    locked.takeovers.all().delete()
    locked.action_takeovers.all().delete()
    _restore_bodies(locked, today=timezone.localdate(at))
    locked.undone_at, locked.undone_by_id, locked.undone_reason = at, by.person_id, words
    locked.made = {}
    locked.version += 1
    locked.save(update_fields=["undone_at", "undone_by", "undone_reason", "made", "version"])
    after = {"words": locked.words, "reason": words}
    history.record(verb="reorganisation.undone", subject=locked.ref, by=by, at=at, before=before, after=after)
    for ref in restored:
        history.record(verb="recommendation.passing-on-undone", subject=ref, by=by, at=at, after=after)
    return locked


def check_can_undo(*, reorganisation: Reorganisation) -> None:
    """Raise WrongState, with what depends on it, unless it can be taken back."""
    rules.check_can_undo(is_undone=reorganisation.undone_at is not None, depending=depending_on(reorganisation))


def _restore_work(made: dict[str, Any], *, by: Actor, at: datetime) -> list[str]:
    """Restore duties, answers and owners; return the references of the recommendations."""
    if not made:
        return []
    for pk, post, _ in made["actions"]:
        action = Action.objects.select_for_update(of=("self",)).get(pk=pk)
        # The version goes up all the same: a form that was opened in between must not save.
        action.owner_post_id, action.version = post, action.version + 1
        action.save(update_fields=["owner_post", "version"])
    for held in made["withdrawn"]:
        restore_action(held=WithdrawnAction(**held), by=by, at=at)
    Answers.objects.filter(pk__in=made["answers"]).delete()
    Answerable.objects.filter(pk__in=made["answerables"]).delete()
    rows = (
        Answerable.objects.select_for_update(of=("self",)).filter(pk__in=made["ended"]).select_related("recommendation")
    )
    for row in rows:
        row.to_on, row.ending, row.ending_reason, row.ended_at, row.ended_by_id = None, "", "", None, None
        row.save(update_fields=["to_on", "ending", "ending_reason", "ended_at", "ended_by"])
    for pk, reason in made["answers_ended"]:
        Answers.objects.filter(pk=pk).update(to_on=None, reason=reason)
    return sorted({row.recommendation.ref for row in rows})


def _decisions(reorganisation: Reorganisation) -> list[dict[str, Any]]:
    """Return what was decided on who takes over, which goes with the reorganisation; a query for each."""
    return [
        {
            "answerable": row.answerable_id,
            "ending": row.ending,
            "reason": row.reason,
            "bodies": list(row.bodies.order_by("slug").values_list("slug", flat=True)),
        }
        for row in reorganisation.takeovers.order_by("pk")
    ]


def _restore_bodies(reorganisation: Reorganisation, *, today: date) -> None:
    for name in OrganisationName.objects.filter(pk__in=reorganisation.made.get("names", [])):
        bodies.take_back_name(name=name, today=today)
    Succession.objects.filter(pk__in=reorganisation.made.get("successions", [])).delete()
    for organisation in Organisation.objects.filter(pk__in=reorganisation.made.get("closed", [])):
        bodies.reopen(organisation=organisation)
    Post.objects.filter(pk__in=[post.pk for post in removable_posts(reorganisation)]).delete()
    for body in reorganisation.bodies.all():
        if body.is_new and body.organisation is not None:
            body.organisation.delete()
