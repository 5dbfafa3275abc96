"""The timeline of a record: who did what when, in words, newest first."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from inspections.models import Inspection
from tracker.models import Action, Event, Update
from tracker.models.event import EventQuerySet
from tracker.models.statements import Question
from tracker.queries.alerts import WholeAlert
from tracker.queries.recommendations import WholeRecommendation
from tracker.rules.corrections import Corrected, corrected_in
from tracker.rules.timeline import CORRECTIONS, OF_INSPECTIONS, describe, risk_words

ENTRIES = 20
NOTHING_HIDDEN: Mapping[str, Collection[str]] = {}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; `action` is set where the timeline is of more than one record."""

    at: datetime
    by: str
    title: str
    text: str = ""
    reason: str = ""
    corrected: tuple[Corrected, ...] = ()
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """Newest entries first; `more` is the page number of the older ones, 0 where there are none."""

    entries: list[Entry]
    more: int
    page: int = 1


def of_action(action: Action, *, page: int = 1) -> Timeline:
    """Return a page of an action's timeline; 2 queries."""
    return _timeline([action.ref], {}, page=page)


def of_recommendation(whole: WholeRecommendation, *, page: int = 1) -> Timeline:
    """Return a recommendation's timeline with that of its actions; 2 queries.

    The page came through the gate. Of bodies whose work the reader does not see, only what happened in public.
    """
    by_ref = {action.ref: action for action in whole.actions}
    ref = whole.recommendation.ref
    seen = {} if len(whole.seen) == len(whole.answerables) and whole.sees_work else {ref: whole.bodies_seen}
    return _timeline([ref, *by_ref], by_ref, page=page, seen=seen)


def of_inspection(inspection: Inspection, *, page: int = 1) -> Timeline:
    """Return what happened in public to a published report and its alerts; 3 queries."""
    alerts = [alert.ref for alert in inspection.alerts.all()]
    return _timeline([inspection.ref, *alerts], {}, page=page, verbs=OF_INSPECTIONS)


def of_alert(whole: WholeAlert, *, page: int = 1) -> Timeline:
    """Return the timeline of an alert, with that of its actions, for whoever sees the work on it; 2 queries."""
    by_ref = {action.ref: action for action in whole.actions}
    return _timeline([whole.alert.ref, *by_ref], by_ref, page=page)


def _about(
    start: int, seen: tuple[tuple[str, frozenset[str]], ...], verbs: frozenset[str], *, subjects: list[str]
) -> EventQuerySet:
    about = Event.objects.about(*subjects).of_bodies(dict(seen))
    return (about.filter(verb__in=sorted(verbs)) if verbs else about)[start : start + ENTRIES + 1]


_EVENTS = Question(_about)
_TEXTS = Question(lambda keys: Update.objects.filter(pk__in=keys).values_list("pk", "text"))


def _timeline(
    subjects: list[str],
    actions: dict[str, Action],
    *,
    page: int,
    seen: Mapping[str, Collection[str]] = NOTHING_HIDDEN,
    verbs: Collection[str] = (),
) -> Timeline:
    start = (max(page, 1) - 1) * ENTRIES
    shape = tuple((subject, frozenset(bodies)) for subject, bodies in seen.items())
    events = _EVENTS.rows(start, shape, frozenset(verbs), subjects=subjects)
    shown = events[:ENTRIES]
    texts = dict(_TEXTS.rows(keys=[event.after["update"] for event in shown if "update" in event.after]))
    entries = [
        Entry(
            at=event.at,
            by=event.by.name if event.by else "the service",
            title=describe(event.verb, event.before, event.after),
            text=texts.get(event.after.get("update"), "") or risk_words(event.verb, event.after),
            reason=event.after.get("reason", ""),
            corrected=tuple(corrected_in(event.before, event.after)) if event.verb in CORRECTIONS else (),
            action=actions.get(event.subject),
        )
        for event in shown
    ]
    return Timeline(entries, more=max(page, 1) + 1 if len(events) > ENTRIES else 0, page=max(page, 1))
