"""Ratings of standards that a report names without their codes, or that are of a programme no framework here has."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspections.data import FrameworkData, frameworks
from inspections.reader import text as wording
from inspections.reader import words
from inspections.reader.layout import LayoutRow
from inspections.reader.marks import BULLETS
from inspections.reader.patterns import lazy

_MARK = lazy(rf"^(?:[{BULLETS}]|o(?=\s))\s*(?=\S)")
_NUMBER = lazy(r"^(?:standard\s+)?(?P<number>\d{1,2}|[A-H])\s*[.):–-]?\s+(?=[A-Za-z])", re.IGNORECASE)
_CODE = lazy(r"[(\[]?\b(?P<code>(?:[PR]\s?)?\d\.\d{1,2})\b[)\]]?\s*[:.–-]?")
_TAIL = lazy(r"(?:\s*[:|(–—-]|\s+(?:is|was|were|are|has been|rated|rating|as|judged)\b)+\s*$", re.IGNORECASE)
_NO_STANDARD = lazy(
    r"\b(?:PDUs?|CRCs?|NPS|regions?|divisions?|probation service|overall|score|rat(?:ed|ing)s?|published|fieldwork"
    r"|inspections?|previous|standards?|key question|HMPPS)\b",
    re.IGNORECASE,
)
_LIKE_A_STANDARD = lazy(
    r"\b(?:leadership|governance|staff\w*|services|information|facilities|court|assessment|planning|implementation"
    r"|delivery|review\w*|outcomes|unpaid work|through the gate|resettlement|victims?|public protection|desistance"
    r"|safety|security|rehabilitat\w*|accommodation|environment|health|engagement|partnerships?|risk|case"
    r" supervision)\b",
    re.IGNORECASE,
)
_LONGEST_TITLE, _LONGEST_ROW = 9, 140


@dataclass(frozen=True, slots=True)
class NamedRating:
    """A standard's name with its rating: `code` and `number` as printed, empty where none is."""

    title: str
    rating: str
    row: LayoutRow
    rated_at: LayoutRow
    code: str = ""
    number: str = ""
    previous: str | None = None


def without_bullet(text: str) -> str:
    """Return a line without the bullet that begins it."""
    return _MARK.sub("", text)


def named_ratings(rows: Sequence[LayoutRow], *, current_first: bool, least: int) -> list[NamedRating]:
    """Return the named ratings among these rows; none where there are fewer than `least`, or most name no standard."""
    named = list(_named(rows, current_first=current_first))
    alike = sum(1 for rating in named if _LIKE_A_STANDARD.search(rating.title))
    counted = [rating.number for rating in named] == [str(number) for number in range(1, len(named) + 1)]
    return named if len(named) >= least and (alike * 2 > len(named) or (counted and len(named) > 2)) else []


def _named(rows: Sequence[LayoutRow], *, current_first: bool) -> Iterator[NamedRating]:
    """Yield each name with the rating behind it, or on the line below it."""
    waiting: LayoutRow | None = None
    for row in rows:
        text = without_bullet(_written(row))
        ratings = words.ratings_in(text)
        if words.ONLY_RATING.match(text):
            title = _title(without_bullet(_written(waiting))) if waiting else None
            if waiting is not None and title:
                yield NamedRating(title[2], words.rating(text), waiting, row, title[0], title[1])
            waiting = None
            continue
        waiting = row if not ratings else None
        if not ratings or len(text) > _LONGEST_ROW or re.search(r"\w", text[ratings[-1].end() :]):
            continue
        title = _title(text[: ratings[0].start()])
        if title and len(ratings) <= 2:
            current, other = (ratings[0], ratings[-1]) if current_first else (ratings[-1], ratings[0])
            previous = words.rating(other.group(1)) if len(ratings) == 2 else None
            yield NamedRating(title[2], words.rating(current.group(1)), row, row, title[0], title[1], previous)


def _written(row: LayoutRow) -> str:
    if not _has_points(row):
        return row.text
    return " ".join(cell for cell in row.cells if not re.fullmatch(r"\W*\d?\W*", cell))


def _has_points(row: LayoutRow) -> bool:
    """Return whether a cell behind the name holds the points of one standard."""
    return any(re.fullmatch(r"\W*\d\W*", cell) for cell in row.cells[1:])


def _title(text: str) -> tuple[str, str, str] | None:
    """Return the code, the number and the title in the words before a rating; None where they name no standard."""
    bare = _TAIL.sub("", text.strip()).strip(" :|–—-")
    code = _CODE.search(bare)
    bare = f"{bare[: code.start()]} {bare[code.end() :]}".strip(" :|–—-") if code else bare
    number = _NUMBER.match(bare)
    title = wording.squeeze(bare[number.end() :] if number else bare).strip(" :.|–—-")
    if not title[:1].isupper() or len(title.split()) > _LONGEST_TITLE or title.endswith((",", ";", "?", "!")):
        return None
    if _NO_STANDARD.search(title) or re.search(r"\d", title):
        return None
    return code.group("code") if code else "", number.group("number") if number else "", title


def codes_of(named: Sequence[NamedRating]) -> list[str]:
    """Return a code for each: the printed one, that of the framework which has just these titles, or its place."""
    held = max(
        (_by_title(framework) for framework in frameworks() if framework.rated),
        key=lambda titles: _likeness(named, titles),
    )
    if _likeness(named, held) < 1:
        return [rating.code or rating.number or str(place) for place, rating in enumerate(named, start=1)]
    return [rating.code or held[wording.fold(rating.title)] for rating in named]


def _by_title(framework: FrameworkData) -> dict[str, str]:
    return {
        wording.fold(title): standard.code
        for standard in framework.standards
        for title in (standard.title, *standard.other_titles)
    }


def _likeness(named: Sequence[NamedRating], titles: dict[str, str]) -> float:
    """Return how many of the names the framework has, and a little more for one that has few others."""
    known = {titles[wording.fold(rating.title)] for rating in named if wording.fold(rating.title) in titles}
    return len(known) / len(named) + len(known) / (len(set(titles.values())) * 100)
