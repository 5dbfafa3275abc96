"""Finds text in the parts that matter which ended in no fact: nothing is dropped without a doubt."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from inspections.reader import text as wording
from inspections.reader import words
from inspections.reader.addressees import group_heading, names_body
from inspections.reader.draft import Place, ReaderDoubt, ReportDraft
from inspections.reader.findings.unread import opening_of
from inspections.reader.layout import LayoutRow
from inspections.reader.lists import MARKER
from inspections.reader.marks import marker_of
from inspections.reader.patterns import lazy
from inspections.reader.sections import Part, Section

_PARTS = (Part.RECOMMENDATIONS, Part.EARLIER, Part.ALERT, Part.RATINGS)
_WORD = lazy(r"[a-z0-9]+")
# What leads to a list, or closes it, has fewer words; an entry of a list has more.
_LONGEST_PROSE, _LONGEST_LEAD_IN, _SHORTEST_ENTRY = 60, 90, 4
_LEAST_PART, _LEAST_PAGE = 25, 40
_ENOUGH = 0.5
_VERDICT = lazy(r"\b(?:no|some|sufficient) progress\b[^.]*\brecommendation\b", re.IGNORECASE)


class _Facts:
    """The words of a draft, to tell which lines ended in it."""

    def __init__(self, draft: ReportDraft) -> None:
        self._threes: set[tuple[str, ...]] = set()
        self._whole: set[str] = set()
        for text in _texts(draft):
            tokens = _tokens(text)
            self._threes.update(zip(tokens, tokens[1:], tokens[2:], strict=False))
            self._whole.add(" ".join(tokens))
        self._lines = {place.line for place in draft.sources.values()}
        self._lines |= {new.source.line for new in draft.recommendations}
        self._lines |= {earlier.source.line for earlier in draft.previous_recommendations}

    def hold(self, row: LayoutRow) -> bool:
        """Return whether a line's words are, for the most part, among the facts."""
        if row.number in self._lines:
            return True
        tokens = _tokens(row.text)
        threes = list(zip(tokens, tokens[1:], tokens[2:], strict=False))
        if not threes:
            return " ".join(tokens) in self._whole
        return sum(1 for three in threes if three in self._threes) >= _ENOUGH * len(threes)


def _texts(draft: ReportDraft) -> Iterator[str]:
    yield from (name for name in (draft.organisation, draft.region, draft.overall_rating) if name)
    for standard in draft.standards:
        yield f"{standard.code} {standard.title} {standard.rating or ''}"
        yield from (question.text for question in standard.key_questions)
    yield from (new.text for new in draft.recommendations)
    yield from (
        part for earlier in draft.previous_recommendations for part in (earlier.text, earlier.action_taken or "")
    )
    if draft.organisational_alert:
        yield from (*draft.organisational_alert.concerns, *draft.organisational_alert.actions)


def _tokens(text: str) -> list[str]:
    return _WORD.findall(wording.fold(text))


def doubts_about_what_is_left(draft: ReportDraft, sections: Sequence[Section]) -> list[ReaderDoubt]:
    """Return a doubt for each text of the parts that matter, or that looks like theirs, of which nothing came."""
    facts = _Facts(draft)
    doubts: list[ReaderDoubt] = []
    for section in sections:
        rows = section.words()
        if section.part in _PARTS:
            doubts += _in_part(draft, section, rows, [facts.hold(row) for row in rows])
        elif section.part not in (Part.CONTENTS, Part.COVER):
            doubts += _like_facts(rows, facts)
    return doubts


def _in_part(
    draft: ReportDraft, section: Section, rows: Sequence[LayoutRow], used: Sequence[bool]
) -> Iterator[ReaderDoubt]:
    if not any(used):
        if _count(rows) >= _LEAST_PART and not _is_said_elsewhere(draft, section.part):
            yield _doubt(section.part, rows)
        return
    first = used.index(True)
    left = [not used[at] and not _is_told_otherwise(row) for at, row in enumerate(rows)]
    for is_left, block in groupby(range(len(rows)), key=left.__getitem__):
        if not is_left:
            continue
        places = list(block)
        lines = [rows[at] for at in places]
        lead_in = places[0] < first or section.part is Part.ALERT
        most = _LONGEST_LEAD_IN if lead_in else _LONGEST_PROSE
        if _count(lines) >= most or _is_whole_page(lines, rows) or any(_is_entry(row, section.part) for row in lines):
            yield _doubt(section.part, lines)


def _is_said_elsewhere(draft: ReportDraft, part: Part) -> bool:
    """Return whether another doubt says that nothing at all was found of a part."""
    return (part is Part.EARLIER and not draft.previous_recommendations) or (
        part is Part.RECOMMENDATIONS and not draft.recommendations
    )


def _is_told_otherwise(row: LayoutRow) -> bool:
    """Return whether a line became a fact in other words: a verdict, a mark of repetition, the name of a body."""
    return bool(words.CATEGORY.search(row.text) or MARKER.match(row.text) or _heads_group(row))


def _heads_group(row: LayoutRow) -> bool:
    return (group_heading(row.text, marked=bool(row.heading or row.bold)) or names_body(row.text)) is not None


def _is_entry(row: LayoutRow, part: Part) -> bool:
    """Return whether a line is an entry of a list; one of the ratings prints a rating."""
    marker = marker_of(row)
    if part is Part.RATINGS:
        return bool(words.RATING.search(row.text)) and (marker is not None or len(row.text.split()) >= _SHORTEST_ENTRY)
    return marker is not None and len(marker[2].split()) >= _SHORTEST_ENTRY


def _is_whole_page(lines: Sequence[LayoutRow], rows: Sequence[LayoutRow]) -> bool:
    pages = {row.page for row in lines if row.page is not None}
    return any(
        _count(row for row in lines if row.page == page) >= _LEAST_PAGE
        and sum(1 for row in lines if row.page == page) == sum(1 for row in rows if row.page == page)
        for page in pages
    )


def _like_facts(rows: Sequence[LayoutRow], facts: _Facts) -> Iterator[ReaderDoubt]:
    """Yield a doubt about what looks like recommendations or verdicts outside the parts that hold them."""
    for at, row in enumerate(rows):
        judges = "rogress" in row.text and (
            _VERDICT.search(row.text) or any(words.CATEGORY.fullmatch(cell.strip()) for cell in row.cells)
        )
        if judges and not facts.hold(row):
            yield _doubt(Part.EARLIER, [row], likely=True)
            return
        if not row.text.endswith(":") or not group_heading(row.text, marked=bool(row.heading or row.bold)):
            continue
        below = rows[at + 1 : at + 3]
        asked = any(line.text.endswith("?") for line in below)
        if below and marker_of(below[0]) and not asked and not any(map(facts.hold, below)):
            yield _doubt(Part.RECOMMENDATIONS, [row, *below], likely=True)
            return


def _doubt(part: Part, rows: Sequence[LayoutRow], *, likely: bool = False) -> ReaderDoubt:
    where = f"page {rows[0].page}" if rows[0].page is not None else f"line {rows[0].number}"
    belongs = "looks like" if likely else "stands in"
    return ReaderDoubt(
        "text-not-used",
        f"Nothing was read from '{opening_of(rows[0].text)}' on {where}, which {belongs} {_named(part)}. "
        "Check whether something is missing.",
        Place.of_row(rows[0]),
    )


def _named(part: Part) -> str:
    match part:
        case Part.EARLIER:
            return "the part on earlier recommendations"
        case Part.ALERT:
            return "the organisational alert"
        case _:
            return f"the {part.value}"


def _count(rows: Iterable[LayoutRow]) -> int:
    return sum(len(row.text.split()) for row in rows)
