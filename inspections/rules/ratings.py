"""How a rating and a score are worked out; the printed rating is the truth, and this arithmetic only warns.

Source of every rule: the inspectorate's own explanation in its published reports (standards, bands, panel).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inspections.choices import Rating

POINTS: Mapping[str, int] = {rating: worth for worth, rating in enumerate(Rating.values)}


@dataclass(frozen=True, slots=True)
class Doubt:
    """What differs between print and arithmetic; `code` is stable, `message` is for the person who checks."""

    code: str
    message: str


# What was worked out -> the doubt's code and sentence.
COMPARISONS: Mapping[str, tuple[str, str]] = {
    "standard": (
        "rating-differs-from-band",
        "{name} is printed as {printed}, but its lowest key question gives {derived}.",
    ),
    "overall": (
        "rating-differs-from-band",
        "The overall rating is printed as {printed}, but the score gives {derived}.",
    ),
    "score": (
        "score-differs-from-sum",
        "The score is printed as {printed}, but the ratings of the standards add up to {derived}.",
    ),
}
PANEL_MAY_DEPART = " A panel may decide otherwise when the lowest percentage is this close to a boundary."


def points(rating: str) -> int:
    """Return what a rating adds to the score: 0 to 3. KeyError for a word that is not a rating."""
    return POINTS[rating]


def band(value: int, bands: Mapping[str, int]) -> str | None:
    """Return the best rating whose lower bound the value reaches; None without bands or below them all."""
    reached = [rating for rating, lowest in bands.items() if value >= lowest]
    return max(reached, key=lambda rating: bands[rating], default=None)


def standard_rating(percentages: Iterable[int | None], bands: Mapping[str, int]) -> str | None:
    """Return the band of the lowest key question.

    It is None when no percentage is printed (qualitative questions have none).
    """
    printed = [percent for percent in percentages if percent is not None]
    return band(min(printed), bands) if printed else None


def total_score(ratings: Iterable[str]) -> int:
    """Return the unweighted sum of the standards' points."""
    return sum(points(rating) for rating in ratings)


def overall_rating(score: int, bands: Mapping[str, int]) -> str | None:
    """Return the band of the score in its own framework; None where the framework is not rated."""
    return band(score, bands)


def compare(
    printed: str | int | None,
    derived: str | int | None,
    *,
    of: str,
    name: str = "The standard",
    is_near_boundary: bool = False,
) -> Doubt | None:
    """Return a doubt when what is printed differs from what was worked out; None when equal or when one is missing.

    `of` is 'standard', 'overall' or 'score'.
    """
    if printed is None or derived is None or printed == derived:
        return None
    code, sentence = COMPARISONS[of]
    message = sentence.format(name=name, printed=_in_words(printed), derived=_in_words(derived))
    return Doubt(code, message + (PANEL_MAY_DEPART if is_near_boundary else ""))


def _in_words(value: str | int) -> str:
    return str(Rating(value).label) if isinstance(value, str) else str(value)
