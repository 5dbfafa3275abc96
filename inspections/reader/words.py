"""The inspectorate's fixed words as printed: ratings and progress categories."""

import re

from inspections.reader.patterns import lazy

RATINGS = ("Outstanding", "Good", "Requires improvement", "Inadequate")
RATING = lazy(
    r"\b(Outstanding|Good|Requires\s+[Ii]mprovement|Inadequate|OUTSTANDING|GOOD|REQUIRES\s+IMPROVEMENT|INADEQUATE)\b"
)
ONLY_RATING = lazy(r"^[\W_]*(outstanding|good|requires\s+improvement|inadequate)[\W_]*$", re.IGNORECASE)
CATEGORY = lazy(r"\b(no|some|sufficient)\s+progress\b", re.IGNORECASE)


RATING_WORD = lazy(r"outstanding|good|requires\s+improvement|inadequate", re.IGNORECASE)
_LOWER_AT_END = lazy(r"(?:^|[:–—|-])\s*(outstanding|good|requires\s+improvement|inadequate)\W*$", re.IGNORECASE)
# A line whose last words are a rating.
AT_END = lazy(r"\b(?:outstanding|good|requires\s+improvement|inadequate)\W*$", re.IGNORECASE)


def ratings_in(text: str) -> list[re.Match[str]]:
    """Return the ratings that a line of ratings prints, each as group 1; lower-case ones only set apart at its end."""
    ratings = list(RATING.finditer(text))
    at_end = None if ratings else _LOWER_AT_END.search(text)
    return [at_end] if at_end else ratings


def rating(word: str) -> str:
    """Return the rating that a word or a line holds, in the inspectorate's own spelling; empty where it holds none.

    'Requires  Improvement' gives 'Requires improvement'.
    """
    match = RATING_WORD.search(word)
    return " ".join(match.group().split()).capitalize() if match else ""


def category(text: str) -> str | None:
    """Return the progress category that the text names first, or None."""
    match = CATEGORY.search(text)
    return f"{match.group(1).capitalize()} progress" if match else None
