"""Reads lists: groups under an addressee's heading, numbered and bulleted items, items wrapped over lines."""

import re
from collections import Counter
from collections.abc import Sequence

from inspections.reader.addressees import group_heading, names_body
from inspections.reader.entries import LONGEST_WRAPPED, SHORTEST_WRAPPED, Item, Reading, begin
from inspections.reader.layout import Kind, LayoutRow
from inspections.reader.list_headings import spread_rows
from inspections.reader.marks import (
    Marker,
    bare_words,
    in_figures,
    letter_of,
    marker_of,
    number_of,
    place_of_letter,
)
from inspections.reader.patterns import lazy
from inspections.reader.repeats import is_group_of_new, is_repeat_group, is_repeat_note
from inspections.reader.times import is_by_when, labelled_number, what_of, who_of

_UNFINISHED = lazy(r"[^.;:?!]$")
MARKER = lazy(r"^[(\[]?\s*(?:this|the above) recommendation\b", re.IGNORECASE)
# Titles of boxes beside a list: what stands below them is no part of it.
_CALL_OUT = lazy(
    r"\b(?:good|best|effective|notable|promising|positive|innovative|poor) practice\b|^(?:case"
    r"|practice) (?:study|studies"
    r"|examples?|illustrations?)\b|^examples?\b(?! of how to)|^what (?:people|staff|service users|victims"
    r"|we heard|leaders) \w+"
    r"|^(?:quotes?|voices?|in (?:their|our) own words|spotlight|did you know|key (?:messages?|facts|figures))\b"
    r"|^(?:box|figure|table|panel|exhibit) \d",
    re.IGNORECASE,
)
_LONGEST_TITLE = 8
# No report is set in lines shorter than this.
_NARROWEST = 40
_QUOTE = lazy(r"^[“\"‘'](?=[A-Z]).{8,}?[”\"’']")
_WHOLE_QUOTE = lazy(r"^[“\"‘'](?=[A-Z]).*[”\"’'][.,]?$")
# No number goes on after a list that is over.
_OVER = 99


def items_of(rows: Sequence[LayoutRow], *, prose: bool = False) -> list[Item]:
    """Return the items in these rows, in order.

    With `prose`, all the words up to the next item belong to an item (earlier recommendations with paragraphs
    below each). Otherwise an item ends where its sentence ends.
    """
    spread = list(spread_rows(in_figures(rows, prose=prose), prose=prose))
    written = [row for row in spread if row.is_words]
    reading = Reading(
        to_come=Counter(number_of(row) for row in spread),
        shortest_wrapped=_shortest_wrapped(spread),
        longest=max((len(row.raw) for row in written), default=0),
        letters=frozenset(letter[0] for row in written if (letter := letter_of(row.text))),
        labelled=any(who_of(row.text) or is_by_when(row.text) for row in written),
    )
    for index, row in enumerate(spread):
        if not row.is_words:
            reading.gap = True
            reading.page_break |= row.kind in (Kind.FURNITURE, Kind.NOTE, Kind.ASIDE)
            continue
        reading.page_break |= row.starts_page
        reading.to_come[number_of(row)] -= 1
        following = spread[index + 1] if index + 1 < len(spread) else None
        reading.ends_block = following is None or not following.is_words or marker_of(following) is not None
        if prose or not _take_label(reading, row):
            _take(reading, row, prose)
        reading.gap = reading.page_break = False
    return [listed for listed in reading.items if listed.lines]


def _shortest_wrapped(rows: Sequence[LayoutRow]) -> int:
    """Return the length from which a line may still go on in the next, in text that is wrapped narrowly."""
    longest = max((len(row.raw) for row in rows if row.is_words), default=0)
    return min(SHORTEST_WRAPPED, int(longest * 0.8))


def _take_label(reading: Reading, row: LayoutRow) -> bool:
    """Take a row that says by when or who, numbers a block, or only notes a repeat; return whether it was one."""
    bare = bare_words(row.text)
    last = reading.items[-1] if reading.items and reading.items[-1].group is reading.group else None
    who, what = who_of(bare), what_of(bare) if reading.labelled else None
    if is_group_of_new(bare):
        reading.repeated, reading.item = False, None
    elif is_by_when(bare) and (number_of(row) is None or bare == row.text):
        reading.item = None
    elif who is not None and last is not None:
        last.addressee, reading.item = who, None
    elif who is not None and names_body(who):
        reading.addressee, reading.group, reading.item = who, row, None
    elif what is not None:
        reading.item = begin(reading, row, reading.number_to_come or number_of(row), what)
    elif (number := labelled_number(row.text)) is not None:
        reading.number_to_come = number
        return True
    elif number_of(row) is None and not bare[:1].islower() and is_repeat_note(bare):
        _note_repeat(reading, row, last)
    else:
        return False
    reading.number_to_come = None
    return True


def _note_repeat(reading: Reading, row: LayoutRow, last: Item | None) -> None:
    """Take a line that only says that something is repeated: what stands above it or, as a heading, below it."""
    if is_repeat_group(row.text) and (row.text.endswith("s") or row.text.endswith("s:")):
        reading.repeated, reading.item = True, None
    elif last is None or row.text.endswith(":") or row.heading:
        reading.note_above = True
    else:
        last.repeated = True


def _take(reading: Reading, row: LayoutRow, prose: bool) -> None:
    """Put one row of words where it belongs."""
    marker = _marker(reading, row)
    named = _named(reading, row, prose)
    if named is not None:
        _begin_group(reading, row, named, prose)
        return
    if not prose and _is_aside(reading, row, marker):
        return
    if marker is not None and not _only_looks_marked(reading, row, marker):
        _begin_or_add(reading, row, marker)
        return
    _continue(reading, row, prose)


def _marker(reading: Reading, row: LayoutRow) -> Marker | None:
    """Return what marks the row as an entry; capital letters only where they count on: 'A.' and 'B.'."""
    marker = marker_of(row, reading.last_number + 1)
    lettered = letter_of(row.text) if marker is None else None
    if lettered and (reading.style or {"A", "B"} <= reading.letters or {"I", "II"} <= reading.letters):
        return None, "a", lettered[1]
    return marker


def _named(reading: Reading, row: LayoutRow, prose: bool) -> str | None:
    """Return the body that a row names as the heading of a group; None where it is no such heading."""
    marked = bool(row.heading or row.bold)
    named = group_heading(row.text, marked=marked, apart=reading.gap)
    current = reading.item
    if named and row.text[0].islower() and _is_unfinished(reading):
        return None
    if named and current is not None and bare_words(row.text) != row.text and row.indent > current.indent:
        # A part of the entry above, which itself asks somebody for something.
        return None if current.number is not None and current.text.endswith(":") else named
    if named is None and not prose and (marked or row.text.endswith(":")):
        marker = marker_of(row)
        bullet = marker is not None and marker[0] is None and row.text.endswith(":")
        named = names_body(bare_words(row.text)) if marker is None or bullet else None
    return named


def _begin_group(reading: Reading, row: LayoutRow, named: str, prose: bool) -> None:
    if prose and reading.item is not None:
        reading.item.drop_lead_on()
    reading.item, reading.addressee, reading.group = None, named or None, row
    reading.group_numbered = reading.aside = reading.note_above = False
    reading.group_repeated = is_repeat_group(row.text)
    reading.style, reading.last_letter = "", 0
    reading.loose.clear()


def _is_aside(reading: Reading, row: LayoutRow, marker: Marker | None) -> bool:
    """Return whether a row is no part of the list: in a box beside it, or in the chapter after it."""
    if reading.aside and marker and marker[0] is not None and marker[0] == reading.last_number + 1:
        reading.aside = False
    elif not reading.aside and (_is_call_out(row) or _begins_chapter(reading, row, marker)):
        reading.aside, reading.item = True, None
        reading.last_number = _OVER if marker else reading.last_number
    return reading.aside


def _is_call_out(row: LayoutRow) -> bool:
    title = bare_words(row.text)
    short = len(title.split()) <= _LONGEST_TITLE and not title.endswith((".", ",", ";"))
    return short and title == row.text and title[:1].isupper() and bool(_CALL_OUT.search(title))


def _begins_chapter(reading: Reading, row: LayoutRow, marker: Marker | None) -> bool:
    """Return whether a number that the list has had stands before a title, with running text below it."""
    if marker is None or marker[0] is None or not (reading.gap and reading.group_numbered and reading.ends_block):
        return False
    title = marker[2]
    short = title[:1].isupper() and len(title.split()) <= _LONGEST_TITLE and title[-1:].isalnum()
    return short and marker[0] <= reading.last_number and not reading.to_come[reading.last_number + 1]


def _is_unfinished(reading: Reading) -> bool:
    """Return whether the row above is an item in mid-sentence."""
    return reading.item is not None and not reading.gap and bool(_UNFINISHED.search(reading.item.text))


def _only_looks_marked(reading: Reading, row: LayoutRow, marker: Marker) -> bool:
    """Return whether it is a wrapped line that happens to begin like an item: 'by section / 12. of the Act'."""
    number, current = marker[0], reading.item
    if number is None or current is None or current.number is None or not _is_unfinished(reading):
        return False
    following = current.number + 1
    return number not in (1, following) and (number < current.number or reading.to_come[following] > 0)


def _begin_or_add(reading: Reading, row: LayoutRow, marker: Marker) -> None:
    number, sign, words = marker
    above = reading.item or (reading.items[-1] if reading.items and reading.items[-1].group is reading.group else None)
    entry = _entry_of_letters(reading, row, above) if sign == "a" else 0
    number = entry if entry and reading.style == "i" else number
    is_part = (
        number is None
        and above is not None
        and not entry
        and (reading.group_numbered or sign == "a" or row.indent > above.indent + 1)
    )
    if is_part and above is not None:
        if reading.item is None and reading.loose:
            if not _leads(reading.loose):
                return
            _attach_loose(reading, above)
        reading.item = above
        above.add(row.text if sign == "a" else words, row, after_gap=reading.gap)
        return
    if number is not None or entry:
        if reading.loose and reading.group_numbered and number != reading.last_number + 1 and not entry:
            # A list that starts anew below a paragraph is not the group's own.
            reading.group, reading.addressee = None, None
        if reading.loose and above is not None and number == (above.number or 0) + 1:
            _attach_loose(reading, above)
        reading.group_numbered = True
        reading.last_number = number or reading.last_number
    reading.loose.clear()
    reading.item = begin(reading, row, number, words)


def _entry_of_letters(reading: Reading, row: LayoutRow, above: Item | None) -> int:
    """Return which entry of the group's own lettered list a row is; 0 where its letter counts parts of an entry."""
    lettered = letter_of(row.text)
    if lettered is None:
        return 0
    letter = lettered[0]
    if above is None and not reading.group_numbered:
        reading.style = "i" if letter.casefold() == "i" or len(letter) > 1 else "a"
    elif not reading.style or (above is not None and row.indent > above.indent + 1):
        return 0
    place = place_of_letter(letter, reading.style)
    if above is not None and place != reading.last_letter + 1:
        return 0
    reading.last_letter = place
    return place


def _leads(loose: Sequence[LayoutRow]) -> bool:
    """Return whether paragraphs after an entry lead to bullets that are parts of it: no title, no quotation."""
    return loose[-1].text.endswith(":") or not any(map(_is_beside, loose))


def _is_beside(row: LayoutRow) -> bool:
    """Return whether a paragraph is a title or a quotation."""
    title = len(row.text.split()) <= _LONGEST_TITLE and row.text[:1].isupper() and row.text[-1:].isalnum()
    return bool(row.heading or row.bold or title or _QUOTE.match(row.text))


def _attach_loose(reading: Reading, item: Item) -> None:
    """Add paragraphs between two numbered items to the first; no titles and no quotations."""
    for row in reading.loose:
        if not _is_beside(row):
            item.add(row.text, row, after_gap=True)
    reading.loose.clear()


def _continue(reading: Reading, row: LayoutRow, prose: bool) -> None:
    """Take a row without a marker: more of the item, a paragraph beside it, or an item of an unmarked list."""
    current = reading.item
    unmarked = reading.group is not None and not prose and _is_unmarked(reading)
    if unmarked and row.heading:
        reading.item = None
        return
    if current is not None and reading.gap and unmarked:
        current = reading.item = None
    if current is not None and (prose or _belongs(reading, current, row)):
        current.add(row.text, row, after_gap=reading.gap)
        return
    if current is None and unmarked and not reading.loose:
        reading.item = begin(reading, row, None, row.text)
        return
    reading.item = None
    reading.loose.append(row)


def _is_unmarked(reading: Reading) -> bool:
    """Return whether the group's list has neither numbers nor bullets: each paragraph is then an item."""
    return all(not marker_of(listed.row) for listed in reading.items if listed.group is reading.group)


def _belongs(reading: Reading, item: Item, row: LayoutRow) -> bool:
    """Return whether a row without a marker goes on with the item above it."""
    if not item.lines:
        return True
    if row.heading or row.cells or _stands_alone(reading, item, row):
        return False
    unfinished = bool(_UNFINISHED.search(item.text))
    goes_on = row.text[0].islower() or row.text[0] in "(,;–" or row.text[0].isdigit()
    width = len(item.rows[-1].raw)
    if MARKER.match(row.text):
        belongs = True
    elif reading.page_break:
        belongs = unfinished
    elif reading.gap or width > LONGEST_WRAPPED:
        belongs = unfinished and goes_on
    else:
        belongs = goes_on or unfinished or width >= reading.shortest_wrapped
    return belongs


def _stands_alone(reading: Reading, item: Item, row: LayoutRow) -> bool:
    """Return whether a row without a marker is a title or a quotation below an entry that a stop does not end."""
    if _WHOLE_QUOTE.match(row.text):
        return True
    if not reading.ends_block or not row.text[:1].isupper() or not row.text[-1:].isalnum():
        return False
    # What wraps lines would have put its first word on the line above.
    fits = len(item.rows[-1].raw.rstrip()) + 1 + len(row.text.split(maxsplit=1)[0]) <= max(reading.longest, _NARROWEST)
    return (
        fits
        and len(row.text.split()) <= _LONGEST_TITLE
        and not re.search(r"\b(?:of|and|the|with|by|to|HM)$", item.text)
    )
