"""Reads the words that stand for a picture, where it shows ratings and scores."""

import re

from inspections.reader.patterns import lazy

_RATING = lazy(
    r"\W*(?:rat(?:ed|ing)\W+(?:is\s+|as\s+)?)?(outstanding|good|requires improvement|inadequate)"
    r"(?:\W+rating)?\W*$",
    re.I,
)


def rating_in(words: str | None) -> str | None:
    """Return the rating, where a picture's alternative text is one and nothing else."""
    match = _RATING.match(" ".join((words or "").split()))
    return match[1].capitalize() if match else None


_RATING_WORD = lazy(r"\b(?:outstanding|good|requires\s+improvement|inadequate)\b", re.I)
_SCORE = lazy(r"\b\d{1,2}\s*(?:/|out of)\s*\d{1,2}\b", re.I)
_NEXT_FACT = lazy(r"[;\n|•]+|(?<=[a-z)\d])\.\s+(?=[A-Z])|,\s+(?=(?:[A-Z]\s?)?\d\.\d|[A-Z])")
_NAMED = lazy(
    r"^(?P<name>.*?[\w)])\W*\s(?:(?:is|was|has been|are|were)\s+)?(?:(?:rated|judged|rating(?:\s+of|\s+is)?)"
    r"\s+)?(?:as\s+)?"
    r"\W*(?P<rating>outstanding|good|requires\s+improvement|inadequate)(?:\s+rating)?\W*$",
    re.I,
)
_LONGEST_FACT = 90


def facts_in(words: str | None) -> list[str]:
    """Return the ratings and scores, each with its name, that a picture's alternative text tells; else nothing.

    'Leadership rated as good' gives 'Leadership: Good'.
    """
    rating = rating_in(words)
    if rating:
        return [rating]
    return [fact for part in _NEXT_FACT.split(words or "") for fact in [_fact(" ".join(part.split()))] if fact]


def _fact(part: str) -> str:
    rating = rating_in(part)
    if rating or len(part) > _LONGEST_FACT:
        return rating or ""
    named = _NAMED.match(part)
    if named and len(_RATING_WORD.findall(part)) == 1:
        return f"{named['name']}: {' '.join(named['rating'].split()).capitalize()}"
    return part if _SCORE.search(part) else ""
