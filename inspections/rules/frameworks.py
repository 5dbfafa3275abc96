"""Which framework a report's standards belong to, which standard a code and title mean, and what can be compared."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz import fuzz

from inspections.data import FrameworkData, StandardData

# A report appears months after its fieldwork, so a framework is still met after its last day in use.
PUBLISHED_WITHIN = timedelta(days=365)
TITLES_ALIKE = 85


@dataclass(frozen=True, slots=True)
class FrameworkMatch:
    """How many of the printed standards a framework knows, and how many of its own were printed."""

    framework: FrameworkData
    known: int
    missing: int


def normalise_code(code: str) -> str:
    """Return 'P1.1.' and 'p 1.1' as 'P 1.1'; anything else comes back with its spaces tidied."""
    parts = re.fullmatch(r"\s*([A-Za-z]?)\s*(\d+)\s*\.\s*(\d+)\s*\.?\s*", code)
    if parts is None:
        return " ".join(code.split())
    letter, domain, number = parts.groups()
    return f"{letter.upper()} {domain}.{number}".strip()


def normalise_title(title: str) -> str:
    """Return the title in letters and single spaces, '&' as 'and'."""
    return " ".join(re.findall(r"[a-z]+", title.casefold().replace("&", " and ")))


def find_standard(framework: FrameworkData, code: str, title: str) -> StandardData | None:
    """Return the standard that this code and title mean; None when they disagree (2.1 is not Assessment everywhere).

    Either may be empty; then the other decides. A regional standard goes by its title while its code is unverified.
    """
    wanted_code, wanted_title = normalise_code(code), normalise_title(title)
    if not wanted_code and not wanted_title:
        return None
    for standard in framework.standards:
        if _code_fits(standard, wanted_code) and _title_fits(standard, wanted_title):
            return standard
    return None


def rank_frameworks(
    printed: Iterable[tuple[str, str]], frameworks: Iterable[FrameworkData], *, on: date | None = None
) -> tuple[FrameworkMatch, ...]:
    """Return frameworks that know at least one of the printed (code, title) pairs, the best first.

    `on` is the day of fieldwork or publication; it decides between frameworks that fit equally well.
    """
    pairs = list(printed)
    matches = [_match(pairs, framework) for framework in frameworks]
    return tuple(
        sorted(
            (match for match in matches if match.known),
            key=lambda match: (-match.known, on is not None and not was_used(match.framework, on), match.missing),
        )
    )


def was_used(framework: FrameworkData, on: date) -> bool:
    """Return whether a report of this day can be under the framework: while in use, and up to a year after."""
    last = framework.in_use_to + PUBLISHED_WITHIN if framework.in_use_to else date.max
    return framework.in_use_from <= on <= last


def comparable(first: str | None, second: str | None) -> bool:
    """Return whether scores under two framework codes may stand side by side: only under the same framework."""
    return first is not None and first == second


def _match(printed: Sequence[tuple[str, str]], framework: FrameworkData) -> FrameworkMatch:
    standards = [standard for code, title in printed if (standard := find_standard(framework, code, title))]
    missing = len(set(framework.rated_standards) - set(standards))
    return FrameworkMatch(framework, len({standard.position for standard in standards}), missing)


def _code_fits(standard: StandardData, code: str) -> bool:
    if not code or standard.code == code:
        return True
    return not standard.verified and code[0] == standard.code[0]


def _title_fits(standard: StandardData, title: str) -> bool:
    if not title:
        return standard.verified
    known = [normalise_title(name) for name in (standard.title, *standard.other_titles)]
    return any(fuzz.ratio(title, name) >= TITLES_ALIKE for name in known)
