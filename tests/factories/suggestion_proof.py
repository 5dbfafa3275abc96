"""Looks for each labelled pair with the ranking of suggestions, both ways, and says at which place it stood."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import mean

from inspections.choices import OrganisationKind
from tests.factories import blind_pairs
from tests.factories.labelled_pairs import Labelled, LabelledPair, doubtful_pairs, pairs, recommendations
from tracker.rules.suggestions import Candidate, rank

FIRST = 5
GOAL = 0.9  # the share of true ones among the first five
_LEVELS = (
    ("CRC", OrganisationKind.CRC),
    ("PDU", OrganisationKind.PDU),
    ("HFKCW", OrganisationKind.PDU),
    ("region", OrganisationKind.REGION),
    ("Ministry", OrganisationKind.MINISTRY),
    ("Prison and Probation", OrganisationKind.AGENCY),
    ("HMPPS", OrganisationKind.AGENCY),
    ("parent company", OrganisationKind.COMPANY),
    ("Interserve", OrganisationKind.COMPANY),
)


class Setting(StrEnum):
    """Among which candidates a true one is looked for."""

    ALL = "all reports"
    REPORT = "one report"


@dataclass(frozen=True, slots=True)
class LabelSet:
    """A set of labels: each is a function, so that nothing is read before it is asked for."""

    recommendations: Callable[[], Mapping[str, Labelled]]
    pairs: Callable[[], Sequence[LabelledPair]]
    doubtful: Callable[[], Sequence[LabelledPair]]


LABELLED_BY_THE_AUTHOR = LabelSet(recommendations, pairs, doubtful_pairs)
LABELLED_BLIND = LabelSet(blind_pairs.recommendations, blind_pairs.pairs, lambda: ())


@dataclass(frozen=True, slots=True)
class Look:
    """One search for a true one: its place from 1 (None: not proposed at all) among so many candidates."""

    wanted: str
    of: str
    is_later: bool
    place: int | None
    candidates: int
    is_real: bool
    for_tuning: bool

    @property
    def chance(self) -> float:
        """The share of random orders that have it among the first five."""
        return min(1.0, FIRST / self.candidates)


def candidate(labelled: Labelled, *, with_theme: bool = True, with_body: bool = True) -> Candidate:
    """As the service would give it: the level from the addressee as printed."""
    level = next((kind for word, kind in _LEVELS if word in labelled.addressee), None)
    return Candidate(
        key=labelled.key,
        text=labelled.text,
        themes=frozenset({labelled.theme} if labelled.theme and with_theme else ()),
        bodies=frozenset({labelled.line} if with_body else ()),
        flagged_repeat=labelled.flagged_repeat,
        level=level,
        made_on=date(labelled.year, 1, 1),
    )


def looks(
    setting: Setting,
    labels: LabelSet = LABELLED_BY_THE_AUTHOR,
    *,
    with_themes: bool = True,
    with_bodies: bool = True,
) -> tuple[Look, ...]:
    """Every labelled pair, from the earlier one to the later and back.

    Another true one, or a doubtful one, of the same recommendation is no wrong answer: it is left out of the search.
    """
    held = labels.recommendations()
    known = {(each.earlier, each.later) for each in (*labels.pairs(), *labels.doubtful())}
    made = []
    for pair in labels.pairs():
        for of, wanted in ((pair.earlier, pair.later), (pair.later, pair.earlier)):
            right = {later if of == earlier else earlier for earlier, later in known if of in (earlier, later)}
            pool = _pool(held.values(), held[of], held[wanted], setting)
            rows = [each for each in pool if each.key not in right - {wanted}]
            made.append(_look(held[of], held[wanted], rows, with_themes, with_bodies))
    return tuple(made)


def rate(found: Sequence[Look], places: int) -> float:
    """The share of true ones at one of the first places."""
    return mean(look.place is not None and look.place <= places for look in found)


def mean_reciprocal_rank(found: Sequence[Look]) -> float:
    """1 when every true one is first, a half when every one is second."""
    return mean(1 / look.place if look.place else 0.0 for look in found)


def chance(found: Sequence[Look]) -> float:
    """The rate of the first five that a random order of the same candidates would reach on average."""
    return mean(look.chance for look in found)


def _look(of: Labelled, wanted: Labelled, rows: list[Labelled], with_themes: bool, with_bodies: bool) -> Look:
    is_later = of.year > wanted.year
    among = [candidate(each, with_theme=with_themes, with_body=with_bodies) for each in rows]
    found = rank(candidate(of, with_theme=with_themes, with_body=with_bodies), among, len(among), of_is_later=is_later)
    keys = [each.candidate.key for each in found]
    return Look(
        wanted=wanted.key,
        of=of.key,
        is_later=is_later,
        place=keys.index(wanted.key) + 1 if wanted.key in keys else None,
        candidates=len(among),
        is_real=of.is_real,
        for_tuning=of.for_tuning,
    )


def _pool(held: Iterable[Labelled], of: Labelled, wanted: Labelled, setting: Setting) -> Iterable[Labelled]:
    """One report: that of the true one. All: every recommendation but those of the same line that time rules out."""
    for each in held:
        if setting is Setting.REPORT:
            if each.report == wanted.report:
                yield each
        elif each.line != of.line or _side(each, of) == _side(wanted, of):
            yield each


def _side(one: Labelled, other: Labelled) -> int:
    """1 for later than the other, -1 for earlier, 0 for the same report's year."""
    return (one.year > other.year) - (one.year < other.year)
