"""Ranks which recommendations of another report are likely to be the same as one, with reasons a person can check.

It proposes and decides nothing. A score is a likeness, not a probability: it orders one list and means nothing beyond.

What was tuned, and on what. Pairs were labelled by hand before there was a ranking (tests/factories/labelled_pairs).
The weights and shares below were chosen by hand on the lines marked there for tuning, with the totals of the others in
sight. Tuning alone would have MATTER_WEIGHT at 3; the lines kept for proof did worse with it, so it stands at its first
value. The misses of the real pairs were looked at once: after that the body and the families came to count, and no word
was added. The vocabulary is that of the trade, but the look-alikes were written before it and by the same hand, so
figures from them flatter it; so that proof is not blind. A second set was labelled without sight of the ranking and its
words, when both stood (tests/factories/blind_pairs). Nothing was changed after it; do not tune on it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from math import log, sqrt

from rapidfuzz import fuzz

from inspections.choices import OrganisationKind
from tracker.rules.suggestion_words import EMPTY, FAINT, FAMILIES, IRREGULAR, MATTERS

# How much a thing in common counts, beside how rare it is among the candidates; a word counts 1.
FAINT_WEIGHT = 0.3
MATTER_WEIGHT = 1.5
FAMILY_WEIGHT = 0.75
PHRASE_WEIGHT = 0.5
# Shares of the score. The flag and the level say nothing of the matter: they count as far as the wording is alike.
WORDING, THEME, BODY, LEVEL, FLAG = 0.6, 0.15, 0.1, 0.1, 0.05
SAME_WORDING = 95  # per cent, as in rules/intake/matching
GAP = 3  # the words of a phrase stand at most so many places apart: 'enough qualified and trained staff'
SHORTEST_STEM = 4
MOST_WORDS_SHOWN = 4
KEPT_WORDINGS = 4096

# Which bodies do the same work. A CRC's recommendation passes to PDUs; the parent companies' part fell to HMPPS.
LEVELS = {
    OrganisationKind.PDU: "local",
    OrganisationKind.CRC: "local",
    OrganisationKind.NPS_DIVISION: "regional",
    OrganisationKind.REGION: "regional",
    OrganisationKind.FUNCTION: "regional",
    OrganisationKind.COMPANY: "national",
    OrganisationKind.AGENCY: "national",
    OrganisationKind.MINISTRY: "national",
    OrganisationKind.OTHER: "other",
}


class ReasonKind(StrEnum):
    """What two recommendations have in common, in the order in which a screen shows it."""

    FLAGGED = "flagged"
    WORDING = "wording"
    WORDS = "words"
    MATTER = "matter"
    THEME = "theme"
    BODY = "body"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A recommendation to compare. `key` is the caller's own; `themes` are names as the screen shows them.

    `bodies`: the inspected body and those that came before it, by whatever name the caller keeps to. `level`: what
    the addressee is. `title` is not compared: it is there for the caller's screen.
    """

    key: str
    text: str
    title: str = ""
    themes: frozenset[str] = frozenset()
    flagged_repeat: bool = False
    bodies: frozenset[str] = frozenset()
    level: OrganisationKind | None = None
    made_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing in common, in words for the screen."""

    kind: ReasonKind
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A candidate that may be the same recommendation; `score` is above 0 and at most 1."""

    candidate: Candidate
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Wording:
    """What a text says: each stem with the word as printed, its matters and their families.

    `telling` has all of these and the neighbouring words, with how much each counts by its kind.
    """

    words: Mapping[str, str]
    matters: frozenset[str]
    families: frozenset[str]
    telling: Mapping[str, float]


def rank(
    of: Candidate, among: Iterable[Candidate], limit: int = 5, *, of_is_later: bool = False
) -> tuple[Suggestion, ...]:
    """Return suggestions with the likeliest first; of equal scores the nearest in time, then by key. At most `limit`.

    Those with no word, matter or theme in common are left out, so the answer may be short or empty. `of_is_later`: the
    candidates are the earlier ones; it says whose flag as a repeat counts. The order of the candidates does not matter.
    """
    rows = [candidate for candidate in among if candidate.key != of.key]
    rarity = _rarity([of, *rows])
    own = _weights(of.text, rarity)
    scored = []
    for row in rows:
        pair = _Pair(of, row, later=of if of_is_later else row)
        likeness = 1.0 if pair.same_wording else _likeness(own, _weights(row.text, rarity))
        if likeness or pair.themes:
            scored.append((pair.score(likeness), pair))
    scored.sort(key=lambda row: (-row[0], row[1].days_between, row[1].other.key))
    return tuple(Suggestion(pair.other, score, tuple(pair.reasons(rarity))) for score, pair in scored[:limit])


@dataclass(frozen=True, slots=True)
class _Pair:
    """What two recommendations share."""

    of: Candidate
    other: Candidate
    later: Candidate

    @property
    def same_wording(self) -> bool:
        return fuzz.ratio(_plain(self.of.text), _plain(self.other.text)) >= SAME_WORDING

    @property
    def themes(self) -> frozenset[str]:
        return self.of.themes & self.other.themes

    @property
    def same_bodies(self) -> bool:
        return bool(self.of.bodies & self.other.bodies)

    @property
    def same_level(self) -> bool:
        if self.of.level is None or self.other.level is None:
            return False
        return LEVELS[self.of.level] == LEVELS[self.other.level]

    @property
    def days_between(self) -> int:
        """Return the days between the two dates; an unknown date is the farthest."""
        if self.of.made_on is None or self.other.made_on is None:
            return date.max.toordinal()
        return abs((self.of.made_on - self.other.made_on).days)

    def score(self, likeness: float) -> float:
        beside = LEVEL * self.same_level + FLAG * self.later.flagged_repeat
        return round((WORDING + beside) * likeness + THEME * bool(self.themes) + BODY * self.same_bodies, 4)

    def reasons(self, rarity: Mapping[str, float]) -> Iterator[Reason]:
        if self.later.flagged_repeat:
            yield Reason(ReasonKind.FLAGGED, "The report says that it is a repeat")
        if self.same_wording:
            yield Reason(ReasonKind.WORDING, "The same wording, or nearly")
        elif words := self._words(rarity):
            yield Reason(ReasonKind.WORDS, f"Same words: {', '.join(words)}")
        if matters := self._matters():
            yield Reason(ReasonKind.MATTER, f"Same matter: {', '.join(matters)}")
        if self.themes:
            yield Reason(ReasonKind.THEME, f"Same theme: {', '.join(sorted(self.themes))}")
        if self.same_bodies:
            yield Reason(ReasonKind.BODY, "Made to the same body or one that came before it")
        if self.same_level:
            yield Reason(ReasonKind.LEVEL, "Asked of a body at the same level")

    def _words(self, rarity: Mapping[str, float]) -> list[str]:
        """Return the rarest words in common, as the first of the two prints them.

        Faint ones are among them only where there are no more.
        """
        own, other = _wording(self.of.text).words, _wording(self.other.text).words
        shared = own.keys() & other.keys()
        rarest = sorted(shared - FAINT_STEMS or shared, key=lambda stem: (-rarity[f"word {stem}"], stem))
        return [word for stem, word in own.items() if stem in rarest[:MOST_WORDS_SHOWN]]

    def _matters(self) -> list[str]:
        """Return the matters in common; where there are none, the families."""
        own, other = _wording(self.of.text), _wording(self.other.text)
        shared = own.matters & other.matters or own.families & other.families
        return [name for name in (*MATTERS, *FAMILIES) if name in shared]


def _likeness(own: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the cosine of the angle between two weighted wordings: 0 nothing in common, 1 the same."""
    shared = sum(weight * other[feature] for feature, weight in own.items() if feature in other)
    return shared / (_length(own) * _length(other)) if shared else 0.0


def _length(weights: Mapping[str, float]) -> float:
    return sqrt(sum(weight * weight for weight in weights.values()))


def _rarity(candidates: Iterable[Candidate]) -> dict[str, float]:
    """Return how much each feature tells: little where many of the candidates have it (inverse document frequency)."""
    rows = [_wording(candidate.text).telling for candidate in candidates]
    counts = Counter(feature for row in rows for feature in row)
    return {feature: log(1 + len(rows) / count) for feature, count in counts.items()}


def _weights(text: str, rarity: Mapping[str, float]) -> dict[str, float]:
    return {feature: weight * rarity[feature] for feature, weight in _wording(text).telling.items()}


@lru_cache(maxsize=KEPT_WORDINGS)
def _wording(text: str) -> _Wording:
    printed = _plain(text).split()
    stems = [_stem(word) for word in printed]
    words: dict[str, str] = {}
    for stem, word in zip(stems, printed, strict=True):
        if word not in EMPTY:
            words.setdefault(stem, word)
    matters = frozenset(name for name, known in PHRASES.items() if any(_stands(phrase, stems) for phrase in known))
    families = frozenset(name for name, near in FAMILIES.items() if matters.intersection(near))
    telling = {f"word {stem}": FAINT_WEIGHT if stem in FAINT_STEMS else 1.0 for stem in words}
    telling |= {f"matter {name}": MATTER_WEIGHT for name in sorted(matters)}
    telling |= {f"family {name}": FAMILY_WEIGHT for name in sorted(families)}
    neighbours = zip(words, list(words)[1:], strict=False)
    telling |= {
        f"phrase {stem} {after}": PHRASE_WEIGHT for stem, after in neighbours if not {stem, after} <= FAINT_STEMS
    }
    return _Wording(words, matters, families, telling)


def _stands(phrase: tuple[str, ...], stems: list[str]) -> bool:
    """Return whether the words of the phrase stand in the text in this order, with gaps of at most GAP places."""
    return _place_of(phrase, stems) is not None


def _place_of(phrase: tuple[str, ...], stems: list[str]) -> int | None:
    """Return where the phrase first begins, its words in order with gaps of at most GAP places; None where nowhere."""
    starts = {place: place for place, stem in enumerate(stems) if stem == phrase[0]}
    for wanted in phrase[1:]:
        near: dict[int, int] = {}
        for place in sorted(starts):
            for step in range(1, GAP + 1):
                if place + step < len(stems) and stems[place + step] == wanted:
                    near.setdefault(place + step, starts[place])
        starts = near
    return min(starts.values(), default=None)


def stemmed(matters: Mapping[str, Iterable[str]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return matters and their phrases as `matters_in` finds them."""
    return {name: tuple(tuple(_stem(word) for word in said.split()) for said in told) for name, told in matters.items()}


def matters_in(text: str, among: Mapping[str, Iterable[tuple[str, ...]]]) -> dict[str, int]:
    """Return the matters of which a text speaks, and at which of its words each begins."""
    stems = [_stem(word) for word in _plain(text).split()]
    starts = {name: [_place_of(phrase, stems) for phrase in phrases] for name, phrases in among.items()}
    places = {name: [place for place in known if place is not None] for name, known in starts.items()}
    return {name: min(known) for name, known in places.items() if known}


@lru_cache(maxsize=KEPT_WORDINGS)
def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", text.casefold().replace("’", "").replace("'", "")))


def _stem(word: str) -> str:
    """Return the word without its ending, so that 'assessing' and 'assessments' meet; a short word stays."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    for ending in ENDINGS:
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= SHORTEST_STEM:
            stem = word.removesuffix(ending)
            doubled = stem[-1] == stem[-2] and stem[-1] in "bdgmnprt"
            return stem[:-1] if doubled or (stem[-1] == "e" and len(stem) > SHORTEST_STEM) else stem
    return word


# The longest first. 'er' stays: an officer is not an office.
ENDINGS = (
    "ations", "ation", "ments", "ates", "ated", "ment", "ings", "ions", "ives", "ing", "ion", "ive", "ate", "ies",
    "ied", "als", "al", "ed", "es", "is", "ly", "y", "s", "e",
)  # fmt: skip
FAINT_STEMS = frozenset(_stem(word) for word in FAINT)
PHRASES = stemmed(MATTERS)
