"""Reads lists: groups under an addressee's heading, numbered and bulleted items, items wrapped over lines."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from inspections.reader import text as wording
from inspections.reader.addressees import group_heading, names_body
from inspections.reader.layout import Kind, LayoutRow

_NUMBERED = re.compile(r"^(?:recommendation\s+)?(?:R\s?)?(\d{1,2})\s?[.):](?!\d)\s*(.*)$", re.IGNORECASE)
_NUMBERED_LETTER = re.compile(r"^R\s?(\d{1,2})\s+(?!\.?\d)(\S.*)$")
_NUMBERED_DASH = re.compile(r"^(\d{1,2})\s+[–—-]\s+([a-zA-Z(‘'].*)$")
_FIRST_OF_NUMBER = "0123456789(Rr"
_NUMBERED_IN_BRACKETS = re.compile(r"^\((\d{1,2})\)\s*(.*)$")
_NUMBERED_WORD = re.compile(r"^recommendation\s+(\d{1,2})\s*[–-]?\s*(.*)$", re.IGNORECASE)
_NUMBERED_BARE = re.compile(r"^(\d{1,2})\s+([a-zA-Z(‘'].*)$")
_BULLET = re.compile(r"^([•●▪■◦○·*–—►\-\uf0b7\uf0a7]|o(?=\s))\s+(.*)$")
_LETTER = re.compile(r"^\(?([a-h]|[ivx]{1,4})[.)]\s+(.*)$")
_UNFINISHED = re.compile(r"[^.;:?!]$")
_INLINE_GROUP = re.compile(r"^(.{3,140}?\b(?:should|must)\s*:)\s+((?:\d{1,2}[.)]|[•●▪–-])\s.+)$")
# A paragraph that leads to the next group, not part of the item above it.
_LONGEST_LEAD_ON = 8
_LEADS_ON = re.compile(r"^(?:we|in addition|our|the following|as well as)\b[^.]*\brecommendations?\b", re.IGNORECASE)
# A line this long is a whole paragraph.
_LONGEST_WRAPPED = 140
_SHORTEST_WRAPPED = 55
MARKER = re.compile(r"^[(\[]?\s*(?:this|the above) recommendation\b", re.IGNORECASE)


@dataclass(slots=True)
class Item:
    """One entry of a list. `number` is the printed one; `lines` are the rows that hold its words."""

    number: int | None
    addressee: str | None
    group: LayoutRow | None
    row: LayoutRow
    lines: list[str] = field(default_factory=list)
    rows: list[LayoutRow] = field(default_factory=list)
    indent: int = 0
    after_gap: list[bool] = field(default_factory=list)

    def add(self, words: str, row: LayoutRow, *, after_gap: bool = False) -> None:
        self.lines.append(words)
        self.rows.append(row)
        self.after_gap.append(after_gap)

    def drop_lead_on(self) -> None:
        """Forget the last paragraph where it only introduces the next group."""
        for start in range(len(self.lines) - 1, max(0, len(self.lines) - _LONGEST_LEAD_ON - 1), -1):
            begins = self.after_gap[start] or self.lines[start - 1].rstrip().endswith((".", ":"))
            if begins and _LEADS_ON.match(wording.join(self.lines[start:])):
                del self.lines[start:], self.rows[start:], self.after_gap[start:]
                return

    @property
    def text(self) -> str:
        return wording.join(self.lines)


@dataclass(slots=True)
class _Reading:
    """Where the reading of a list has got to."""

    items: list[Item] = field(default_factory=list)
    item: Item | None = None
    addressee: str | None = None
    group: LayoutRow | None = None
    gap: bool = True
    page_break: bool = False
    loose: list[LayoutRow] = field(default_factory=list)
    last_number: int = 0
    group_numbered: bool = False
    to_come: Counter[int | None] = field(default_factory=Counter)
    # A line shorter than this, at the end of a sentence, ends its paragraph.
    shortest_wrapped: int = _SHORTEST_WRAPPED


def items_of(rows: Sequence[LayoutRow], *, prose: bool = False) -> list[Item]:
    """Return the items in these rows, in order.

    With `prose`, all the words up to the next item belong to an item (earlier recommendations with paragraphs
    below each). Otherwise an item ends where its sentence ends.
    """
    spread = list(_spread(rows))
    reading = _Reading(to_come=Counter(_number_of(row) for row in spread), shortest_wrapped=_shortest_wrapped(spread))
    for row in spread:
        if not row.is_words:
            reading.gap = True
            reading.page_break |= row.kind in (Kind.FURNITURE, Kind.NOTE)
            continue
        reading.page_break |= row.starts_page
        reading.to_come[_number_of(row)] -= 1
        _take(reading, row, prose)
        reading.gap = reading.page_break = False
    return [listed for listed in reading.items if listed.lines]


def _shortest_wrapped(rows: Sequence[LayoutRow]) -> int:
    """Return the length from which a line may still go on in the next, in text that is wrapped narrowly."""
    longest = max((len(row.raw) for row in rows if row.is_words), default=0)
    return min(_SHORTEST_WRAPPED, int(longest * 0.8))


def _spread(rows: Sequence[LayoutRow]) -> Iterator[LayoutRow]:
    """Yield the rows, with 'X should: 1. …' on one line made two, and a heading broken over lines made one."""
    skip = 0
    for index, row in enumerate(rows):
        if skip:
            skip -= 1
            continue
        inline = _INLINE_GROUP.match(row.text) if row.is_words else None
        if inline and group_heading(inline.group(1)):
            yield _with_text(row, inline.group(1))
            yield _with_text(row, inline.group(2))
            continue
        before, heading = _heading_at_end(row)
        if heading:
            yield _with_text(row, before)
            yield _with_text(row, heading)
            continue
        joined, used = _broken_heading(rows, index)
        if used:
            yield _with_text(row, joined)
            skip = used
            continue
        yield row


def _heading_at_end(row: LayoutRow) -> tuple[str, str]:
    """Return a paragraph that ends with a group heading: what stands before it, and the heading.

    Both are empty for other rows.
    """
    before, stop, last = row.text.rpartition(". ")
    if stop and row.is_words and last.endswith(":") and marker_of(row) is None and group_heading(last):
        return f"{before}.", last
    return "", ""


def _broken_heading(rows: Sequence[LayoutRow], index: int) -> tuple[str, int]:
    """Return a group heading that begins on this row and ends one or two rows below: its text and the rows used."""
    row = rows[index]
    if not row.is_words or marker_of(row) or not (index == 0 or not rows[index - 1].is_words):
        return "", 0
    if group_heading(row.text, marked=bool(row.heading or row.bold)) or row.text.endswith((".", ":", ";")):
        return "", 0
    parts = [row.text]
    for used in (1, 2):
        following = rows[index + used] if index + used < len(rows) else None
        if following is None or not following.is_words or marker_of(following):
            break
        parts.append(following.text)
        joined = wording.join(parts)
        if following.text.rstrip("*").endswith(":") and len(joined) < 200 and group_heading(joined):
            return joined, used
    return "", 0


def _with_text(row: LayoutRow, text: str) -> LayoutRow:
    return replace(row, text=text, raw=text, cells=())


def _take(reading: _Reading, row: LayoutRow, prose: bool) -> None:
    """Put one row of words where it belongs."""
    marked = bool(row.heading or row.bold)
    named = group_heading(row.text, marked=marked, apart=reading.gap)
    if named and row.text[0].islower() and _is_unfinished(reading):
        named = None
    elif named is None and (marked or row.text.endswith(":")) and not marker_of(row):
        named = names_body(row.text) if not prose else None
    if named is not None:
        if prose and reading.item is not None:
            reading.item.drop_lead_on()
        reading.item, reading.addressee, reading.group = None, named or None, row
        reading.group_numbered = False
        reading.loose.clear()
        return
    marker = marker_of(row, reading.last_number + 1)
    if marker is not None and not _only_looks_marked(reading, row, marker):
        _begin_or_add(reading, row, marker)
        return
    _continue(reading, row, prose)


def _number_of(row: LayoutRow) -> int | None:
    marker = marker_of(row) if row.is_words and row.text[:1] in _FIRST_OF_NUMBER else None
    return marker[0] if marker else None


def _is_unfinished(reading: _Reading) -> bool:
    """Return whether the row above is an item in mid-sentence."""
    return reading.item is not None and not reading.gap and bool(_UNFINISHED.search(reading.item.text))


def marker_of(row: LayoutRow, expected: int = 0) -> tuple[int | None, str, str] | None:
    """Return the number (None for bullets and letters), the sign and the words of a row that begins an item."""
    text = row.text
    for pattern in (_NUMBERED, _NUMBERED_IN_BRACKETS, _NUMBERED_WORD, _NUMBERED_LETTER, _NUMBERED_DASH):
        match = pattern.match(text)
        if match:
            return int(match.group(1)), "1", match.group(2)
    bare = _NUMBERED_BARE.match(text)
    if bare and int(bare.group(1)) == expected and (row.cells or re.match(r"^\s*\d+(?:\s{2,}|\t)", row.raw)):
        return int(bare.group(1)), "1", bare.group(2)
    match = _BULLET.match(text)
    if match:
        return None, match.group(1), match.group(2)
    match = _LETTER.match(text)
    return (None, "a", match.group(2)) if match else None


def _only_looks_marked(reading: _Reading, row: LayoutRow, marker: tuple[int | None, str, str]) -> bool:
    """Return whether it is a wrapped line that happens to begin like an item: 'by section / 12. of the Act'."""
    number, current = marker[0], reading.item
    if number is None or current is None or current.number is None or not _is_unfinished(reading):
        return False
    following = current.number + 1
    return number not in (1, following) and (number < current.number or reading.to_come[following] > 0)


def _begin_or_add(reading: _Reading, row: LayoutRow, marker: tuple[int | None, str, str]) -> None:
    number, sign, words = marker
    above = reading.item or (reading.items[-1] if reading.items and reading.items[-1].group is reading.group else None)
    is_part = (
        number is None
        and above is not None
        and (reading.group_numbered or sign == "a" or row.indent > above.indent + 1)
    )
    if is_part and above is not None:
        if reading.item is None and reading.loose:
            _attach_loose(reading, above)
        reading.item = above
        above.add(row.text if sign == "a" else words, row, after_gap=reading.gap)
        return
    if number is not None:
        if reading.loose and reading.group_numbered and number != reading.last_number + 1:
            # A list that starts anew below a paragraph is not the group's own.
            reading.group, reading.addressee = None, None
        if reading.loose and above is not None and number == (above.number or 0) + 1:
            _attach_loose(reading, above)
        reading.group_numbered = True
        reading.last_number = number
    reading.loose.clear()
    reading.item = Item(number, reading.addressee, reading.group, row, indent=row.indent)
    if words:
        reading.item.add(words, row)
    reading.items.append(reading.item)


def _attach_loose(reading: _Reading, item: Item) -> None:
    """Add paragraphs between two numbered items to the first."""
    for row in reading.loose:
        item.add(row.text, row, after_gap=True)
    reading.loose.clear()


def _continue(reading: _Reading, row: LayoutRow, prose: bool) -> None:
    """Take a row without a marker: more of the item, a paragraph beside it, or an item of an unmarked list."""
    current = reading.item
    unmarked = reading.group is not None and not prose and _is_unmarked(reading)
    if current is not None and reading.gap and unmarked:
        current = reading.item = None
    if current is not None and (prose or _belongs(reading, current, row)):
        current.add(row.text, row, after_gap=reading.gap)
        return
    if current is None and unmarked and not reading.loose:
        reading.item = Item(None, reading.addressee, reading.group, row, indent=row.indent)
        reading.item.add(row.text, row)
        reading.items.append(reading.item)
        return
    reading.item = None
    reading.loose.append(row)


def _is_unmarked(reading: _Reading) -> bool:
    """Return whether the group's list has neither numbers nor bullets: each paragraph is then an item."""
    return all(not marker_of(listed.row) for listed in reading.items if listed.group is reading.group)


def _belongs(reading: _Reading, item: Item, row: LayoutRow) -> bool:
    """Return whether a row without a marker goes on with the item above it."""
    if not item.lines:
        return True
    if row.heading or row.cells:
        return False
    unfinished = bool(_UNFINISHED.search(item.text))
    goes_on = row.text[0].islower() or row.text[0] in "(,;–" or row.text[0].isdigit()
    width = len(item.rows[-1].raw)
    if MARKER.match(row.text):
        belongs = True
    elif reading.page_break:
        belongs = unfinished
    elif reading.gap or width > _LONGEST_WRAPPED:
        belongs = unfinished and goes_on
    else:
        belongs = goes_on or unfinished or width >= reading.shortest_wrapped
    return belongs
