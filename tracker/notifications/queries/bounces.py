"""Who is to be told that somebody's address does not work: the leads of their area, as it stands on the day."""

from collections import defaultdict
from typing import NamedTuple

from inspections.models import Organisation
from tracker.choices import NoticeKind, Role
from tracker.models import Membership
from tracker.notifications.models import Bounce
from tracker.notifications.queries import regular_lists
from tracker.notifications.queries.day import Day
from tracker.rules.notices import Identity


class BounceToTell(NamedTuple):
    """An address that does not work, one of those who are told of it, and the body below them whose person it is."""

    bounce: Bounce
    lead_id: int
    body: Organisation


def to_tell(day: Day) -> dict[Identity, BounceToTell]:
    """Return, by what is told once, whom to tell of each address that does not work; at most 5 queries.

    The regional leads above any of the person's roles, or HMPPS's own where there are none but the person. Each reads
    of the oldest role below them, and of no other region's.
    """
    standing = list(Bounce.objects.standing().select_related("person").order_by("pk"))
    if not standing:
        return {}
    bodies: dict[int, list[Organisation]] = defaultdict(list)
    held = Membership.objects.current(on=day.on).filter(person__in={bounce.person_id for bounce in standing})
    for role in held.select_related("organisation__parent").order_by("pk"):
        bodies[role.person_id].append(role.organisation)
    areas = [regular_lists.people(role, day) for role in (Role.REGIONAL_LEAD, Role.NATIONAL)]
    bounces_to_tell = {}
    for bounce in standing:
        for lead, body in _leads(bodies[bounce.person_id], areas, but=bounce.person_id).items():
            identity = Identity(NoticeKind.ADDRESS_BOUNCED, bounce.person.ref, lead, bounce.pk)
            bounces_to_tell[identity] = BounceToTell(bounce, lead, body)
    return bounces_to_tell


def _leads(bodies: list[Organisation], areas: list[dict[int, list[str]]], *, but: int) -> dict[int, Organisation]:
    """Return, by lead, the first of these bodies in their area."""
    for leads in areas:
        body_of_lead = {
            lead: below[0]
            for lead, places in leads.items()
            if lead != but and (below := [body for body in bodies if body.path.startswith(tuple(places))])
        }
        if body_of_lead:
            return body_of_lead
    return {}
