"""What others did to a person's actions and recommendations since their last visit, newest first."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from inspections.models.reference import reference, reference_in_sql
from tracker.models import Action, Answerable, Event, KeptAnswer, Person, Recommendation
from tracker.models.recommendation import answer_in_area
from tracker.rules.access import Actor
from tracker.rules.timeline import describe

ENTRIES = 20


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that somebody did to a record: `ref` and `title` are the record's."""

    ref: str
    title: str
    what: str
    by: str
    at: datetime

    @property
    def is_action(self) -> bool:
        return self.ref.startswith(Action.REF_PREFIX)


@dataclass(frozen=True, slots=True)
class Changes:
    """A page of changes; `more` says that there are older ones."""

    since: datetime | None
    rows: list[Change]
    more: bool


def since_last_visit(actor: Actor, *, person: Person | None = None, page: int = 1, size: int = ENTRIES) -> Changes:
    """Return what changed on the actor's own actions and open recommendations, through the gate; at most 7 queries.

    One less where the `person` was read before.
    """
    person = person or Person.objects.filter(pk=actor.person_id).only("last_visit_at").first()
    since = person.last_visit_at if person else None
    if since is None:
        return Changes(None, [], more=False)
    actions = Action.objects.mine(actor)  # all of them in the actor's area or their own: the gate lets each through
    held = Answerable.objects.filter(kept__is_open=True).own(actor).order_by()
    asked = held.values(ref=reference_in_sql(Recommendation.REF_PREFIX, "recommendation_id"))
    refs = actions.order_by().values(ref=reference_in_sql(Action.REF_PREFIX, "pk")).union(asked, all=True)
    others = ~Q(by=actor.person_id) | Q(by__isnull=True)
    start = (page - 1) * size
    recent = Event.objects.filter(others, subject__in=refs, at__gte=since).newest_first()
    by_others = recent.of_bodies(_bodies_seen(actor, held.values("recommendation")))
    events = list(by_others[start : start + size + 1])
    shown = events[:size]
    titles = _titles({event.subject for event in shown})
    rows = [
        Change(
            ref=event.subject,
            title=titles[event.subject],
            what=describe(event.verb, event.before, event.after),
            by=event.by.name if event.by else "the service",
            at=event.at,
        )
        for event in shown
    ]
    return Changes(since, rows, more=len(events) > size)


def _bodies_seen(actor: Actor, recommendations: Any) -> dict[str, set[str]]:
    """Return, of those with a body whose work the actor does not see, the bodies whose work they do; 1 query, or 2."""
    answers = KeptAnswer.objects.filter(recommendation__in=recommendations)
    partly = list(answers.exclude(answer_in_area(actor, "answerable__")).values_list("recommendation", flat=True))
    if not partly:
        return {}
    rows = Answerable.objects.filter(recommendation__in=partly).with_work_seen_by(actor)
    seen: dict[str, set[str]] = defaultdict(set)
    for answerable in rows.select_related("organisation"):
        bodies = seen[reference(Recommendation.REF_PREFIX, answerable.recommendation_id)]
        if answerable.is_seen:
            bodies.add(answerable.organisation.slug)
    return dict(seen)


def _titles(refs: set[str]) -> dict[str, str]:
    actions = Action.objects.filter(pk__in=[number for ref in refs if (number := Action.number_of(ref))])
    numbers = [number for ref in refs if (number := Recommendation.number_of(ref))]
    titles = {reference(Action.REF_PREFIX, pk): title for pk, title in actions.values_list("pk", "title")}
    for pk, title in Recommendation.objects.filter(pk__in=numbers).values_list("pk", "short_title"):
        titles[reference(Recommendation.REF_PREFIX, pk)] = title
    return titles
