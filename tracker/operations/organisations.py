"""Loads the bodies of a release, and lets lists follow what a succession that is new changes."""

from collections.abc import Iterable

from inspections.data import OrganisationData, SuccessionData
from inspections.models import Succession
from inspections.operations import organisations as bodies
from tracker.projections.keeping import atomic, touch_bodies


@atomic
def load_organisations(*, organisations: Iterable[OrganisationData], successions: Iterable[SuccessionData]) -> int:
    """Make the bodies and successions that are missing and leave the others; return how many bodies were made.

    A new body has no recommendations. A succession that a later release knows of gives those of a body to a successor.
    """
    held = set(Succession.objects.values_list("pk", flat=True))
    made = bodies.load_organisations(organisations=organisations, successions=successions)
    new = Succession.objects.exclude(pk__in=held)
    touch_bodies(bodies=set(new.values_list("predecessor_id", flat=True)))
    return made
