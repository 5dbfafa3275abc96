"""Headings of the groups of a list that do not stand on lines of their own as headings do."""

import re
from collections.abc import Iterator, Sequence

from inspections.reader import text as wording
from inspections.reader.addressees import group_heading, names_body
from inspections.reader.layout import LayoutRow
from inspections.reader.marks import bare_words, marker_of, number_of, with_text
from inspections.reader.patterns import lazy
from inspections.reader.times import is_by_when

_LONGEST_NAME = 10
_INLINE_ENTRY = lazy(r"^(.{3,140}?\b(?:should|must)\s*:)\s+([a-z].{3,})$")
_INLINE_GROUP = lazy(r"^(.{3,140}?\b(?:should|must)\s*:)\s+((?:\d{1,2}[.)]|[•●▪–-])\s.+)$")


def spread_rows(rows: Sequence[LayoutRow], *, prose: bool) -> Iterator[LayoutRow]:
    """Yield the rows, with 'X should: 1. …' on one line made two, and a heading broken over lines made one.

    A name alone that stands above a list gets the colon of a heading.
    """
    skip = 0
    for index, row in enumerate(rows):
        if skip:
            skip -= 1
            continue
        inline = _INLINE_GROUP.match(row.text) if row.is_words else None
        if inline and group_heading(inline.group(1)):
            yield with_text(row, inline.group(1))
            yield with_text(row, inline.group(2))
            continue
        told = None if prose else _told(rows, index)
        if told:
            yield with_text(row, told.group(1))
            yield with_text(row, f"• {told.group(2)}")
            continue
        before, heading = _heading_at_end(row)
        if heading:
            yield with_text(row, before)
            yield with_text(row, heading)
            continue
        joined, used = _broken_heading(rows, index)
        if used:
            yield with_text(row, joined)
            skip = used
            continue
        yield with_text(row, f"{bare_words(row.text)}:") if not prose and _is_name_above(rows, index) else row


def _told(rows: Sequence[LayoutRow], index: int) -> re.Match[str] | None:
    """Return a heading with its only entry on the same line, parted: 'HMPPS should: keep a log.'."""
    row = rows[index]
    match = _INLINE_ENTRY.match(row.text) if row.is_words and marker_of(row) is None else None
    if match is None or not group_heading(match.group(1)):
        return None
    begins = index == 0 or not rows[index - 1].is_words or rows[index - 1].text.endswith((".", ":"))
    return match if begins else None


def _is_name_above(rows: Sequence[LayoutRow], index: int) -> bool:
    """Return whether a row is a body's name alone, set apart from what stands above, with a list right below it."""
    row = rows[index]
    if not row.is_words or row.heading or row.bold or row.cells or not row.text[-1:].isalnum():
        return False
    bare = bare_words(row.text)
    if len(bare.split()) > _LONGEST_NAME or number_of(row) is not None or not names_body(bare) or is_by_when(bare):
        return False
    following = next((below for below in rows[index + 1 : index + 3] if below.is_words), None)
    if following is None or marker_of(following) is None:
        return False
    if bare != row.text:
        return following.indent > row.indent
    return index == 0 or not rows[index - 1].is_words


def _heading_at_end(row: LayoutRow) -> tuple[str, str]:
    """Return a paragraph that ends with a group heading: what stands before it, and the heading.

    Both are empty for other rows.
    """
    before, stop, last = row.text.rpartition(". ")
    if (
        len(before.split()) > 1
        and stop
        and row.is_words
        and last.endswith(":")
        and marker_of(row) is None
        and group_heading(last)
    ):
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
