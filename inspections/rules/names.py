"""Which organisation a name in a report means: the reason for each match, and how certain it is."""

import re
import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Generic, TypeVar

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein

from inspections.choices import OrganisationKind
from inspections.data import OrganisationData

Key = TypeVar("Key", bound=Hashable)

ALIKE_FROM = 80
MOST_MATCHES = 5
SMALL_WORDS = {"and", "the", "of"}

# Words that tell the kind of a body: 'Kirklees PDU', 'London region'. The longest are taken off first.
KIND_WORDS: tuple[tuple[str, OrganisationKind], ...] = (
    ("national probation service division", OrganisationKind.NPS_DIVISION),
    ("community rehabilitation company", OrganisationKind.CRC),
    ("probation delivery unit", OrganisationKind.PDU),
    ("probation region", OrganisationKind.REGION),
    ("nps division", OrganisationKind.NPS_DIVISION),
    ("region", OrganisationKind.REGION),
    ("pdu", OrganisationKind.PDU),
    ("crc", OrganisationKind.CRC),
)
SERVICE = re.compile(r"^(national )?probation service (in )?(?!division)")


class Certainty(IntEnum):
    """How sure a match is, the surest first; CHECK asks a person to look ('Check this')."""

    EXACT = 0
    ALIAS = 1
    VARIANT = 2
    CHECK = 3


@dataclass(frozen=True, slots=True)
class NameCandidate(Generic[Key]):
    """A body that a name may mean; the first of `names` is its name now, the rest are other names."""

    key: Key
    kind: str
    names: tuple[str, ...]
    opened_on: date | None = None
    closed_on: date | None = None

    def lives(self, on: date) -> bool:
        """Return whether the body exists on a day; it closes at the start of its closing day."""
        return (self.opened_on is None or self.opened_on <= on) and (self.closed_on is None or on < self.closed_on)


@dataclass(frozen=True, slots=True)
class Match(Generic[Key]):
    """One body that the name may mean; `alike` is 0 to 100."""

    key: Key
    certainty: Certainty
    reason: str
    alike: int

    @property
    def needs_check(self) -> bool:
        return self.certainty is Certainty.CHECK


@dataclass(frozen=True, slots=True)
class _Name:
    full: str
    core: str
    kind: OrganisationKind | None


_Closeness = tuple[Certainty, str, int]


def candidate(organisation: OrganisationData) -> NameCandidate[str]:
    """Return an organisation of the data file as a candidate, keyed by its slug."""
    names = (organisation.name, *(row.name for row in organisation.names[:-1]), *organisation.aliases)
    return NameCandidate(organisation.slug, organisation.kind, names, organisation.opened_on, organisation.closed_on)


def normalise_name(name: str) -> str:
    """Return a name in lower-case words: no punctuation, '&' as 'and', no first 'the', no last 'should'."""
    text = unicodedata.normalize("NFKC", name).casefold().replace("&", " and ")
    text = re.sub(r"['’‘`]", "", text)
    words = re.findall(r"[^\W_]+", text)
    if words and words[0] == "the":
        words = words[1:]
    if words and words[-1] == "should":
        words = words[:-1]
    return " ".join(words)


def kind_named(name: str) -> OrganisationKind | None:
    """Return the kind that the name's own words tell: 'PDU', 'region', 'CRC' …"""
    return _parse(name).kind


def match_organisation(
    name: str, candidates: Iterable[NameCandidate[Key]], *, on: date | None = None
) -> tuple[Match[Key], ...]:
    """Return the bodies that a name may mean, the best first; empty when none is near.

    With `on`, bodies living that day come first. Only when nothing is certain are similar names offered.
    Two bodies that fit equally well are both given to check.
    """
    asked = _parse(name)
    if not asked.core:
        return ()
    matches = []
    for body in candidates:
        match = _match(name, asked, body, on)
        if match is not None:
            living = on is None or body.lives(on)
            order = (match.needs_check, not living, match.certainty, body.closed_on is not None, -match.alike)
            matches.append((order, match))
    matches.sort(key=lambda row: row[0])
    certain = [row for row in matches if not row[1].needs_check]
    best = [match for _, match in certain or matches[:MOST_MATCHES]]
    if len(certain) > 1 and certain[0][0] == certain[1][0]:
        return tuple(Match(match.key, Certainty.CHECK, match.reason, match.alike) for match in best)
    return tuple(best)


def _match(name: str, asked: _Name, body: NameCandidate[Key], on: date | None) -> Match[Key] | None:
    known = [_parse(name) for name in body.names]
    near = _same(asked, known, body.kind) or _similar(name, asked, known)
    if near is None:
        return None
    certainty, reason, alike = near
    if asked.kind is not None and asked.kind != body.kind:
        label = OrganisationKind(body.kind).label
        return Match(body.key, Certainty.CHECK, f"{reason}, but of another kind: {label}", alike)
    # 'Essex' after 2021 need not mean the company of that name, which had closed.
    if certainty is Certainty.VARIANT and asked.kind is None and on is not None and not body.lives(on):
        return Match(body.key, Certainty.CHECK, f"{reason}, but the body did not exist then", alike)
    return Match(body.key, certainty, reason, alike)


def _same(asked: _Name, known: list[_Name], kind: str) -> _Closeness | None:
    """Return the certainty of a name with the same words, with the word for the kind or without it."""
    for place, other in enumerate(known):
        if asked.full == other.full or (asked.core == other.core and asked.kind == kind):
            if place == 0:
                return Certainty.EXACT, "The same name", 100
            return Certainty.ALIAS, "Another name of this body", 100
    if any(asked.core == other.core for other in known):
        return Certainty.VARIANT, "The same name without the words for its kind", 100
    if any(_words(asked.core) == _words(other.core) for other in known):
        return Certainty.VARIANT, "The same words, spelled or ordered another way", 100
    return None


def _similar(name: str, asked: _Name, known: list[_Name]) -> _Closeness | None:
    """Return how near a similar name is, for a person to check; None where it is not near enough."""
    if _is_initials(name, asked.core, known):
        return Certainty.CHECK, "The initials of this name", ALIKE_FROM
    alike = max(_alike(asked.core, other.core) for other in known)
    if alike >= ALIKE_FROM:
        return Certainty.CHECK, f"A similar name ({alike}% alike)", alike
    if any(set(_words(asked.core)) < set(_words(other.core)) for other in known):
        return Certainty.CHECK, "Part of this name", alike
    return None


def _alike(first: str, second: str) -> int:
    """Return the likeness in per cent.

    Letters that changed places count once, so that a typing slip in a short name is still near.
    """
    slips = 100 * DamerauLevenshtein.normalized_similarity(first, second)
    return round(max(slips, fuzz.token_sort_ratio(first, second)))


def _parse(name: str) -> _Name:
    full = normalise_name(re.sub(r"\([^)]*\)", " ", name)) or normalise_name(name)
    core, kind = SERVICE.sub("", full), None
    for words, meaning in KIND_WORDS:
        shorter = re.sub(rf"(^| ){words}s?$", "", core)
        if shorter != core:
            core, kind = shorter, meaning
            break
    return _Name(full, core, kind)


def _words(core: str) -> list[str]:
    return sorted(word for word in core.split() if word not in SMALL_WORDS)


def _is_initials(name: str, core: str, known: list[_Name]) -> bool:
    initials = core.replace(" ", "")
    if len(initials) < 3 or initials.upper() not in name:
        return False
    return any(
        initials == "".join(word[0] for word in other.core.split() if word not in SMALL_WORDS) for other in known
    )
