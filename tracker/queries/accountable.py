"""Who answers for what on a day: the person to be told for each post, and the managers of each body."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from inspections.choices import OrganisationKind
from tracker.models import Person, Post
from tracker.models.post import in_order
from tracker.models.statements import Question

NOBODY: frozenset[int] = frozenset()


@dataclass(slots=True)
class Accountable:
    """Everybody who can be told something on a day, by post and by the place of the body in the tree.

    A covered post is its deputy's: `away` are the holders whose post is covered, with the place of its body, and
    `stand_ins` the deputies who manage a body in the meantime.
    """

    path_of_post: dict[int, str] = field(default_factory=dict)
    told_for_post: dict[int, int] = field(default_factory=dict)
    marks: dict[int, str | None] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    managers: dict[str, frozenset[int]] = field(default_factory=dict)
    leads: dict[str, int] = field(default_factory=dict)
    away: set[tuple[int, str]] = field(default_factory=set)
    stand_ins: dict[str, set[int]] = field(default_factory=dict)
    _asked: dict[tuple[str, tuple[str, ...]], frozenset[int]] = field(default_factory=dict, repr=False)

    def for_post(self, post_id: int) -> frozenset[int]:
        """Return who covers or holds a post.

        Where nobody of it can be told, it is who leads its body or the one above it.
        """
        person = self.told_for_post.get(post_id)
        return frozenset({person}) if person else self.lead_from(self.path_of_post.get(post_id, ""))

    def lead_from(self, path: str) -> frozenset[int]:
        """Return who leads a body, or the nearest body above it with a lead who can be told: one person, or nobody.

        The lead is the manager who covers, or else holds, the first of the body's posts that has one.
        """
        lead = next((self.leads[place] for place in places_up(path) if place in self.leads), None)
        return frozenset({lead}) if lead else NOBODY

    def lead_of(self, path: str, kinds: tuple[str, ...]) -> frozenset[int]:
        """Return `lead_from` of the nearest body of these kinds, this one or above it; nobody without one."""
        if (path, kinds) not in self._asked:
            nearest = self._nearest(path, kinds)
            self._asked[path, kinds] = self.lead_from(nearest) if nearest else NOBODY
        return self._asked[path, kinds]

    def managers_from(self, path: str) -> frozenset[int]:
        """Return who manages a body, or the nearest body above it that has a manager who can be told."""
        return self.managers.get(self.managed_from(path), NOBODY)

    def managed_from(self, path: str) -> str:
        """Return the place of the body whose managers `managers_from` gives; empty where there is none."""
        return next((place for place in places_up(path) if self.managers.get(place)), "")

    def managers_of(self, path: str, kinds: Collection[str]) -> frozenset[int]:
        """Return `managers_from` of the nearest body of these kinds, this one or above it; nobody without one."""
        return self.managers.get(self.managed_of(path, kinds), NOBODY)

    def managed_of(self, path: str, kinds: Collection[str]) -> str:
        """Return the place of the body whose managers `managers_of` gives; empty where there is none."""
        nearest = self._nearest(path, kinds)
        return self.managed_from(nearest) if nearest else ""

    def _nearest(self, path: str, kinds: Collection[str]) -> str | None:
        return next((place for place in places_up(path) if self.kinds.get(place) in kinds), None)


def accountable(*, on: date, near: tuple[str, ...] = ()) -> Accountable:
    """Return who can be told what on the day; 1 query.

    `near`: only of the bodies at these places or above them. Bodies without any post are not in it.
    """
    everybody = Accountable()
    managers: dict[str, set[int]] = defaultdict(set)
    places = {place for path in near for place in places_up(path)}
    rows = _NEAR.rows(places=sorted(places), on=on) if near else Post.objects.all().accountable(on=on)
    for row in in_order(rows):
        everybody.path_of_post[row.post], everybody.marks[row.post] = row.path, row.mark
        everybody.kinds[row.path] = row.kind
        if row.person is None:
            continue
        if everybody.told_for_post.setdefault(row.post, row.person) != row.person:
            if row.rank == 1:
                everybody.away.add((row.person, row.path))
        elif row.is_manager:
            managers[row.path].add(row.person)
            everybody.leads.setdefault(row.path, row.person)
            if row.rank == 0:
                everybody.stand_ins.setdefault(row.path, set()).add(row.person)
    everybody.managers = {path: frozenset(people) for path, people in managers.items()}
    return everybody


_NEAR = Question(lambda places, on: Post.objects.filter(organisation__path__in=places).accountable(on=on))


def who_can_be_told(people: Iterable[int], *, on: date) -> set[int]:
    """Return who of these people is to be mailed on the day, whatever it is about; 1 query.

    Asked when mail is made and again when it is sent: somebody may have left, or their address be refused meanwhile.
    """
    wanted = set(people)
    return Person.objects.who_can_be_told(wanted, on=on) if wanted else set()


def places_up(path: str) -> list[str]:
    """Return '/moj/hmpps/kirklees/' and every place above it, the nearest first."""
    slugs = [slug for slug in path.split("/") if slug]
    return [f"/{'/'.join(slugs[:count])}/" for count in range(len(slugs), 0, -1)]


PDU = (OrganisationKind.PDU.value,)
REGION = (OrganisationKind.REGION.value,)
AGENCY = (OrganisationKind.AGENCY.value,)
