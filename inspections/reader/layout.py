"""Prepares the lines of a report for reading: cells split, running headers, page numbers and footnotes set aside."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from inspections.reader import text as wording
from inspections.reader.patterns import lazy
from inspections.reader.source.lines import Line, Source

_RULE = lazy(r"^\s*(?:[-*_=]\s?){3,}$")
_TABLE_RULE = lazy(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)*\s*:?-{2,}:?\s*\|?\s*$")
_LEADER = lazy(r"(?:\.\s?){4,}|…{2,}|(?:…\s?\.?){2,}|(?:·\s?){4,}|_{4,}\s*\d")
_BACK_TO_TOP = lazy(r"\s*\(?\bback to (?:the )?top(?: of (?:the )?page)?\b\)?\s*$", re.IGNORECASE)
_PAGE_NUMBER = lazy(r"^(?:page\s+)?[-–|\s]*\d{1,3}[-–|\s]*(?:of\s+\d{1,3})?$", re.IGNORECASE)
_NUMBER_AT_END = lazy(r"^(?P<words>\D.{8,110}?)[\s|–-]+(?P<number>\d{1,3})$")
_NUMBER_AT_START = lazy(r"^(?P<number>\d{1,3})[\s|–-]+(?P<words>\D.{8,110})$")
_COUNTED = lazy(
    r"^(?:recommendation|annexe?|appendix|chapter|standard|figure|table|domain|case|concern|action)\b", re.I
)
_QUESTION_WORD = lazy(r"^(?:Do|Does|Did|Is|Are|Was|Were|Has|Have|How)\b")
_COVER_PHRASE = lazy(r"^(?:an?\s+)?(?:\w+\s+)?inspection of probation services\b", re.IGNORECASE)
_ITEM_OR_CODE = lazy(r"^(?:\d{1,2}[.)]\s|[•●▪◦·-]\s|(?:[PR]\s?)?\d\.\d{1,2}\.?\s)")
# A line this long is a whole note: the next line is no more of it.
_WHOLE_PARAGRAPH = 160
_SHORT_LINE = 60
_LONGEST_TITLE = 45
# A running line stands on this many pages or more, and is longer than this.
_PAGES_ENOUGH, _LEAST_FURNITURE = 3, 8
# The title of a report stands well within this many lines.
_COVER_LINES = 40
# Marks reach back this many lines for their note: a page of a text report.
_PAGE_OF_LINES = 120


class Kind(Enum):
    """What a row is; only WORDS belong to the running text."""

    BLANK = "blank"
    WORDS = "words"
    RULE = "rule"
    FURNITURE = "furniture"
    NOTE = "note"
    CONTENTS = "contents"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """One cleaned line. `heading` is its heading level (Markdown or HTML), 0 where nothing marks it as one."""

    number: int
    page: int | None
    text: str
    raw: str
    kind: Kind
    cells: tuple[str, ...] = ()
    heading: int = 0
    bold: bool = False
    indent: int = 0
    starts_page: bool = False

    @property
    def is_words(self) -> bool:
        return self.kind is Kind.WORDS


def rows_of(source: Source) -> tuple[LayoutRow, ...]:
    """Return the report's rows in order, one for each line."""
    lines = source.lines
    notes = _notes(lines)
    numbered_notes = frozenset(notes.values())
    furniture = _furniture(lines)
    page_starts = _page_starts(source)
    rows: list[LayoutRow] = []
    inside_note = False
    met: set[str] = set()
    for index, line in enumerate(lines):
        row = _row(line, numbered_notes, index in page_starts)
        if line.aside:
            inside_note, row = False, _as(row, Kind.ASIDE) if row.is_words else row
        elif index in notes:
            inside_note, row = len(line.text) < _WHOLE_PARAGRAPH, _as(row, Kind.NOTE)
        elif row.is_words and _is_furniture(line.text, furniture) and not _is_title(line.text, index, met):
            row = _as(row, Kind.FURNITURE)
        elif inside_note and _ends_note(row, rows[-1]):
            inside_note = False
        elif inside_note:
            row = _as(row, Kind.NOTE)
        rows.append(row)
    return tuple(rows)


def plain_rows_of(source: Source) -> tuple[LayoutRow, ...]:
    """Return the lines as rows of words, nothing set aside: for a report whose layout cannot be worked out."""
    return tuple(
        LayoutRow(
            line.number,
            line.page,
            wording.squeeze(line.text),
            line.text,
            Kind.WORDS if line.text.strip() else Kind.BLANK,
            line.cells,
            line.level,
        )
        for line in source.lines
    )


def _is_title(raw: str, index: int, met: set[str]) -> bool:
    """Return whether these words of a running header stand on the cover, where they are the title. `met` fills up."""
    text = wording.squeeze(wording.without_markup(raw))
    bare = _without_page_number(text)
    first = bare not in met
    met.add(bare)
    return first and bare == text and index < _COVER_LINES


def _ends_note(row: LayoutRow, above: LayoutRow) -> bool:
    """Return whether a row below a footnote's line is no more of the footnote."""
    ended = above.text.endswith((".", "?")) and (len(above.raw) < _SHORT_LINE or _may_be_title(row.text))
    return (
        not row.is_words
        or bool(row.heading or row.cells)
        or row.starts_page
        or ended
        or bool(_ITEM_OR_CODE.match(row.text) or _QUESTION_WORD.match(row.text))
    )


def _may_be_title(text: str) -> bool:
    return len(text) < _LONGEST_TITLE and text[:1].isupper() and text[-1:].isalpha()


def _as(row: LayoutRow, kind: Kind) -> LayoutRow:
    return replace(row, kind=kind)


def _row(line: Line, notes: frozenset[int], starts_page: bool) -> LayoutRow:
    raw = line.text
    if not raw.strip():
        return LayoutRow(line.number, line.page, "", raw, Kind.BLANK, starts_page=starts_page)
    if _RULE.match(raw) or (_TABLE_RULE.match(raw) and "-" in raw):
        return LayoutRow(line.number, line.page, "", raw, Kind.RULE, starts_page=starts_page)
    cells = tuple(_clean(cell, notes) for cell in line.cells or _split_cells(raw))
    text = wording.squeeze("  ".join(cells)) if cells else _clean(raw, notes)
    level = line.level or wording.heading_level(raw)
    text, back_to_top = _BACK_TO_TOP.subn("", text) if "top" in text.casefold() else (text, 0)
    if back_to_top and text and not level:
        level = 2
    kind = Kind.WORDS if text else Kind.BLANK
    if text and _has_leader(raw):
        kind = Kind.CONTENTS
    elif _PAGE_NUMBER.match(text) and not cells:
        kind = Kind.FURNITURE if not text.endswith(("-", "–")) else kind
    indent = len(raw) - len(raw.lstrip())
    return LayoutRow(line.number, line.page, text, raw, kind, cells, level, wording.is_bold(raw), indent, starts_page)


def _has_leader(text: str) -> bool:
    """Return whether a row of dots leads to a number, as in a list of contents."""
    return (text.count(".") > 3 or not text.isascii() or "____" in text) and bool(_LEADER.search(text))


def _clean(text: str, notes: frozenset[int]) -> str:
    return wording.squeeze(wording.without_glued_marks(wording.squeeze(wording.without_markup(text)), notes))


def _split_cells(raw: str) -> tuple[str, ...]:
    """Return the cells of a table row in a text; empty for running text."""
    bare = raw.strip()
    if bare.startswith("|") or bare.count("|") >= 2 or " | " in bare:
        return tuple(bare.removeprefix("|").removesuffix("|").split("|"))
    if "\t" in bare:
        return tuple(raw.lstrip(" ").split("\t"))
    return ()


def _notes(lines: Sequence[Line]) -> dict[int, int]:
    """Return, by the index of each line that begins a footnote, the footnote's number.

    A bare number begins a note only where the same number marks a word on the page before it.
    """
    last_mark: dict[int, int] = {}
    notes: dict[int, int] = {}
    for index, line in enumerate(lines):
        if line.cells or line.aside or not line.text.strip():
            continue
        number = wording.note_number(line.text, plain=False)
        if number is None:
            number = wording.note_number(line.text, plain=True)
            if number is not None and index - last_mark.get(number, -_PAGE_OF_LINES * 2) > _PAGE_OF_LINES:
                number = None
        if number is not None:
            notes[index] = number
            continue
        for mark in wording.marks_in(line.text):
            last_mark[mark] = index
    return notes


def _furniture(lines: Sequence[Line]) -> frozenset[str]:
    """Return the words of running headers and footers: the same words beside different page numbers."""
    seen: dict[str, set[str]] = {}
    for line in lines:
        if line.cells or not line.text.strip():
            continue
        text = wording.squeeze(wording.without_markup(line.text))
        if not (text[:1].isdecimal() or text[-1:].isdecimal()):
            continue
        for pattern in (_NUMBER_AT_END, _NUMBER_AT_START):
            match = pattern.match(text)
            if match and not _has_leader(text) and not _is_counted(match.group("words")):
                seen.setdefault(match.group("words"), set()).add(match.group("number"))
    repeated = {words for words, numbers in seen.items() if len(numbers) > 1 or _COVER_PHRASE.match(words)}
    return frozenset(repeated | _repeated_on_pages(lines) | _repeated_beside_numbers(lines))


def _is_counted(words: str) -> bool:
    """Return whether these words have numbers of their own: 'Recommendation 2', a question with its figure."""
    return bool(_QUESTION_WORD.match(words) or _COUNTED.match(words) or words.startswith(("per cent", "%")))


def _repeated_beside_numbers(lines: Sequence[Line]) -> set[str]:
    """Return the words that stand above or below page numbers, on lines of their own, on several pages of a text."""
    written = [wording.squeeze(line.text) for line in lines if line.text.strip()]
    numbers = [index for index, text in enumerate(written) if _PAGE_NUMBER.match(text)]
    beside: Counter[str] = Counter()
    for index in numbers:
        beside.update({*written[max(0, index - 1) : index], *written[index + 1 : index + 2]})
    least = max(_PAGES_ENOUGH, len(numbers) * 0.3)
    return {text for text, count in beside.items() if count >= least and _LEAST_FURNITURE < len(text) < 120}


def _repeated_on_pages(lines: Sequence[Line]) -> set[str]:
    """Return the words that begin or end a good part of a PDF's pages."""
    pages: dict[int, list[str]] = {}
    for line in lines:
        if line.page is not None and line.text.strip() and not line.aside:
            pages.setdefault(line.page, []).append(wording.squeeze(line.text))
    edges: Counter[str] = Counter()
    for texts in pages.values():
        edges.update({_without_page_number(text) for text in (*texts[:2], *texts[-2:])})
    return {text for text, count in edges.items() if count >= max(3, len(pages) * 0.3) and len(text) > 8}


def _without_page_number(text: str) -> str:
    return re.sub(r"^\d{1,3}[\s|–-]+|[\s|–-]+\d{1,3}$", "", text)


def _is_furniture(raw: str, furniture: frozenset[str]) -> bool:
    text = wording.squeeze(wording.without_markup(raw))
    bare = _without_page_number(text)
    return (bare in furniture and (bare != text or len(bare) > 8)) or (
        bare != text and bool(_COVER_PHRASE.match(bare)) and len(text) < 140
    )


def _page_starts(source: Source) -> frozenset[int]:
    """Return the indexes of the lines that begin a page.

    A converted text loses its form feeds; a space alone before the first word of a page is what remains.
    """
    lines = source.lines
    if source.pages:
        return frozenset(i for i in range(1, len(lines)) if lines[i].page != lines[i - 1].page)
    spaced = [i for i, line in enumerate(lines) if line.text[:1] == " " and line.text[1:2].isalnum()]
    flush = sum(1 for line in lines if line.text[:1].isalnum())
    return frozenset(spaced) if flush > len(spaced) * 5 else frozenset()
