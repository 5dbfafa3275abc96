"""Remembers when somebody came, so that the page after sign-in can say what has changed since the time before."""

from datetime import datetime

from django.db.models import F

from tracker.errors import NotAllowed
from tracker.models import Person
from tracker.projections.keeping import atomic
from tracker.rules.access import Actor


@atomic
def note_visit(*, person: Person, by: Actor, at: datetime) -> Person:
    """Note a visit, which begins with signing in and ends 8 hours later; the one before becomes the last visit.

    Opening a page is none: a mail scanner opens links, too. The same moment twice is one visit.
    """
    if by.person_id != person.pk:
        raise NotAllowed("Only a person’s own sign-in is their visit.")
    begun = Person.objects.filter(pk=person.pk).exclude(visited_at=at)
    begun.update(last_visit_at=F("visited_at"), visited_at=at)
    person.refresh_from_db(fields=["visited_at", "last_visit_at"])
    return person
