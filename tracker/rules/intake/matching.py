"""Which recommendations are the same, by wording and number, and which held inspection a report is or follows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from rapidfuzz import fuzz

# Per cent of likeness. Wording is often shortened, and a list is small: within one inspection a number that agrees
# makes up for words that differ.
SAME_WORDS = 95
LIKELY = 70
LIKELY_WITH_NUMBER = 50
SAME_LIST_SHARE = 0.6
ENOUGH_RATINGS = 7  # the fewest that a rated framework prints
SAME_QUESTION = 85


class Sureness(IntEnum):
    """How sure a pair is, the surest first; LIKELY asks a person to look."""

    CERTAIN = 0
    LIKELY = 1


@dataclass(frozen=True, slots=True)
class HeldWording:
    """A recommendation to compare; `key` is the caller's own."""

    key: str
    number: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two recommendations that are the same; `alike` is 0 to 100."""

    left: str
    right: str
    alike: int
    sureness: Sureness
    reason: str


@dataclass(frozen=True, slots=True)
class HeldReport:
    """An inspection that we hold, with its recommendations."""

    key: int
    body: int | None
    kind: str
    month: date | None
    known_from_later: bool
    isbn: str
    recommendations: tuple[HeldWording, ...]
    ratings: tuple[str, ...] = ()


def alike(first: str, second: str) -> int:
    """Return the likeness of two wordings in per cent; case, punctuation and a leading 'should' do not count."""
    return round(fuzz.ratio(_plain(first), _plain(second)))


def pair_up(left: Iterable[HeldWording], right: Iterable[HeldWording]) -> dict[str, Pair]:
    """Return the best one-to-one pairs of two lists, by key of the left; the same whichever list comes first."""
    rows = list(right)
    likely = [pair for wording in left for other in rows if (pair := _pair(wording, other))]
    likely.sort(key=lambda pair: (-pair.alike, pair.sureness, pair.left, pair.right))
    pairs: dict[str, Pair] = {}
    taken: set[str] = set()
    for pair in likely:
        if pair.left not in pairs and pair.right not in taken:
            pairs[pair.left] = pair
            taken.add(pair.right)
    return pairs


def same_list(left: Sequence[HeldWording], right: Sequence[HeldWording]) -> bool:
    """Return whether two lists are one report's: for reports whose month is not known (docs/model.md, decision 8)."""
    if not left or not right:
        return False
    sure = [pair for pair in pair_up(left, right).values() if pair.sureness is Sureness.CERTAIN]
    return len(sure) >= SAME_LIST_SHARE * max(len(left), len(right))


def same_report(
    held: Iterable[HeldReport],
    *,
    body: int | None,
    kind: str,
    month: date | None,
    isbn: str,
    recommendations: Sequence[HeldWording],
    ratings: Sequence[str] = (),
) -> HeldReport | None:
    """Return the held inspection that is this report: ISBN, or the same body, kind and month.

    Where a month is not known, the same list of recommendations stands for it, or the same ratings of every standard
    in printed order: a body's ratings are not all repeated at its next inspection. One held in full comes first.
    """
    rows = sorted(held, key=lambda report: report.known_from_later)
    wanted = isbn_digits(isbn)
    by_isbn = (report for report in rows if wanted and isbn_digits(report.isbn) == wanted)
    of_body = [report for report in rows if body is not None and (report.body, report.kind) == (body, kind)]
    by_month = (report for report in of_body if month and report.month == month)
    undated = [report for report in of_body if not month or not report.month]
    by_list = (report for report in undated if same_list(recommendations, report.recommendations))
    by_ratings = (report for report in undated if len(ratings) >= ENOUGH_RATINGS and tuple(ratings) == report.ratings)
    return next(by_isbn, None) or next(by_month, None) or next(by_list, None) or next(by_ratings, None)


def previous_report(
    held: Iterable[HeldReport],
    *,
    bodies: Sequence[int],
    month: date | None,
    before: date | None,
    recommendations: Sequence[HeldWording],
) -> HeldReport | None:
    """Return the held inspection whose recommendations a report judges.

    `bodies` are the inspected one, then its predecessors. `month` is that of the previous report and `before` that of
    the judging one, where they are known.
    """
    ranks = {body: rank for rank, body in enumerate(bodies)}
    rows = [
        report for report in held if report.body in ranks and not (before and report.month and report.month >= before)
    ]
    rows.sort(key=lambda report: (ranks[report.body or 0], report.known_from_later))
    by_month = (report for report in rows if month and report.month == month)
    by_list = (
        report
        for report in rows
        if (not month or not report.month) and _mostly_in(recommendations, report.recommendations)
    )
    return next(by_month, None) or next(by_list, None)


def isbn_digits(isbn: str) -> str:
    """Return the digits alone: '978-1-914478-99-4' and '9781914478994' are one number."""
    return re.sub(r"[^0-9X]", "", isbn.upper())


def _mostly_in(earlier: Sequence[HeldWording], held: Sequence[HeldWording]) -> bool:
    sure = [pair for pair in pair_up(earlier, held).values() if pair.sureness is Sureness.CERTAIN]
    return bool(earlier) and len(sure) >= SAME_LIST_SHARE * len(earlier)


def _pair(wording: HeldWording, other: HeldWording) -> Pair | None:
    likeness = alike(wording.text, other.text)
    same_number = wording.number is not None and wording.number == other.number
    if likeness < (LIKELY_WITH_NUMBER if same_number else LIKELY):
        return None
    if likeness >= SAME_WORDS:
        return Pair(wording.key, other.key, likeness, Sureness.CERTAIN, "The same words")
    reason = f"Similar words ({likeness}% alike){' and the same number' if same_number else ''}"
    return Pair(wording.key, other.key, likeness, Sureness.LIKELY, reason)


def _plain(text: str) -> str:
    words = re.findall(r"[^\W_]+", text.casefold().replace("’", "").replace("'", ""))
    return " ".join(words[1:] if words[:1] == ["should"] else words)


def closest(text: str, options: Mapping[int, str]) -> int | None:
    """Return the option with nearly the same words as the text, or None: printed questions differ in a word or two."""
    likeness = {key: alike(text, option) for key, option in options.items()}
    best = max(likeness, key=lambda key: likeness[key], default=None)
    return best if best is not None and likeness[best] >= SAME_QUESTION else None
