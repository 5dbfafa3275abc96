"""Who is to be told that somebody's address does not work: the leads of their area, as it stands on the day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from tracker.choices import Role
from tracker.models import Bounce, Membership
from tracker.portfolio import regular_lists
from tracker.rules.delivery import bounce_key


def to_tell(*, on: date) -> dict[str, tuple[Bounce, int]]:
    """By key of the notice: each address that does not work, and one of those who are told of it; at most 5 queries.

    The regional leads above any of the person's roles, or HMPPS's own where there are none but the person.
    """
    standing = list(Bounce.objects.standing().select_related("person"))
    if not standing:
        return {}
    paths: dict[int, list[str]] = defaultdict(list)
    held = Membership.objects.current(on=on).filter(person__in={each.person_id for each in standing})
    for person, path in held.values_list("person_id", "organisation__path"):
        paths[person].append(path)
    areas = [regular_lists.people(role, on=on) for role in (Role.REGIONAL_LEAD, Role.NATIONAL)]
    found = {}
    for bounce in standing:
        for lead in _leads(paths[bounce.person_id], areas, but=bounce.person_id):
            found[bounce_key(bounce=bounce.pk, person_id=lead)] = (bounce, lead)
    return found


def keys_that_hold(keys: Iterable[str], *, on: date) -> set[str]:
    """Those of these notices' keys whose address still does not work, of people who still lead there."""
    return to_tell(on=on).keys() & set(keys)


def _leads(paths: list[str], areas: list[dict[int, list[str]]], *, but: int) -> set[int]:
    for leads in areas:
        found = {
            lead
            for lead, places in leads.items()
            if lead != but and any(path.startswith(tuple(places)) for path in paths)
        }
        if found:
            return found
    return set()
