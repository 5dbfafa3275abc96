"""Recommendations in a table: what, who and by when, under any headings, in any order, across or downwards."""

import re
from collections.abc import Iterator, Mapping, Sequence

from inspections.reader import text as wording
from inspections.reader.addressees import group_heading, names_body
from inspections.reader.layout import LayoutRow
from inspections.reader.lists import Item
from inspections.reader.marks import bare_words
from inspections.reader.patterns import lazy
from inspections.reader.times import is_by_when

# Tried in this order on each heading, in small letters.
_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "judged",
        lazy(r"\bprogress\b|\bcategor|\bjudgement\b|\bstill\b|\bresponse\b|\bagreed\b|\bstatus\b|\bprevious recomm"),
    ),
    ("repeat", lazy(r"\brepeat|\bnew or\b|\brecurr|\bmade before\b|\bcarried\b")),
    (
        "when",
        lazy(
            r"\bwhen\b|\btime ?(?:scale|frame|limit|line)|\bdeadline|\bdue\b|\bdates?\b|\bcomplet|\bwithin\b"
            r"|^by$|\bperiod\b"
        ),
    ),
    (
        "addressee",
        lazy(
            r"^(?:for|to|lead|owner|body|bodies|who|agency)\b(?!.*\brecommend(?! ))|\bwho\b|\bwhom\b|\baddress(?:ee"
            r"|ed)|\borganisations?\b|\bresponsib"
            r"|\baccountable|\bowner\b|\blead\b|\bdirected\b|\bassigned\b|\bbody\b|\bagenc(?:y|ies)\b|\baction for\b"
        ),
    ),
    (
        "number",
        lazy(
            r"^(?:no\.?|number|#|ref(?:erence)?\.?|rec\.?|r|item|recommendation (?:no\.?|number|ref(?:erence)?)"
            r"|rec\.? (?:no\.?|number)|s/n)$"
        ),
    ),
    (
        "text",
        lazy(
            r"\brecommend(?:ation|ations|ed|s)?\b|^what\b|\baction (?:required|needed|to be taken)\b"
            r"|\brequired action|\bimprovements?\b"
            r"|\b(?:must|should|needs? to) (?:be done|happen|change|improve|do)\b|^actions?$|^text$|^description$"
        ),
    ),
)
_NUMBER = lazy(
    r"^(?:recommendation\s+|rec\.?\s+|no\.?\s*)?(?:R\s?)?(\d{1,2})[.):]?(?:\s*[(\[](?P<note>[^)\]]+)[)\]])?$",
    re.IGNORECASE,
)
_NUMBER_IN_FRONT = lazy(r"^(?:recommendation\s+)?(?:R\s?)?[(]?(\d{1,2})[.):]\s*(?=\D)", re.IGNORECASE)
_YES = lazy(r"^\W*(?:yes|y|repeat\w*|carried|✓|✔|x)\b", re.IGNORECASE)
_LONGEST_HEADING = 9

Cells = Mapping[str, str]


def entries_of_table(rows: Sequence[LayoutRow]) -> list[Item]:
    """Return the recommendations of the tables among these rows; empty where no table has headings for them."""
    return _across(rows) or _downwards(rows)


def columns_of(cells: Sequence[str]) -> dict[int, str]:
    """Return, by column number, what its heading says it holds; empty for a row that is no row of headings."""
    columns: dict[int, str] = {}
    for position, cell in enumerate(cells):
        name = _name(cell)
        if len(cell.split()) > _LONGEST_HEADING:
            return {}
        if name and name not in columns.values():
            columns[position] = name
    names = set(columns.values())
    enough = "text" in names and names & {"number", "addressee", "when", "repeat"}
    return columns if enough and "judged" not in names else {}


def _name(heading: str) -> str | None:
    folded = wording.fold(heading).strip(" :?*")
    return next((name for name, pattern in _COLUMNS if pattern.search(folded)), None)


def _across(rows: Sequence[LayoutRow]) -> list[Item]:
    """Return the recommendations of a table with a row of headings; a body that reaches over rows stands once."""
    columns: dict[int, str] = {}
    entries: list[Item] = []
    addressee: str | None = None
    group: LayoutRow | None = None
    for row in rows:
        if not row.is_words:
            continue
        named = columns_of(row.cells) if len(row.cells) > 1 else {}
        if named:
            columns, addressee, group = named, None, None
            continue
        held = [cell for cell in row.cells if cell]
        alone = held[0] if len(held) == 1 else "" if held else row.text
        heading = group_heading(alone, marked=True) or names_body(alone.removesuffix(":")) if alone else None
        if columns and heading and len(alone.split()) <= _LONGEST_HEADING:
            addressee, group = heading, row
        elif columns and len(held) > 1:
            cells = {name: row.cells[position] for position, name in columns.items() if position < len(row.cells)}
            addressee = cells.get("addressee") or addressee
            entries = _with(entries, cells, row, addressee, group)
    return entries


def _with(
    entries: list[Item], cells: Cells, row: LayoutRow, addressee: str | None, group: LayoutRow | None
) -> list[Item]:
    """Return the entries with those of one row; words that begin small, with no number, go on in the one above."""
    text = cells.get("text", "")
    begun = any(cells.get(name) for name in ("number", "addressee", "when"))
    if entries and "number" in cells and text[:1].islower() and not begun and not entries[-1].text.endswith("."):
        entries[-1].add(text, row)
        return entries
    return [*entries, *_entry(cells, row, addressee, group)]


def _entry(cells: Cells, row: LayoutRow, addressee: str | None, group: LayoutRow | None) -> Iterator[Item]:
    number = _NUMBER.match(cells.get("number", ""))
    text = cells.get("text", "")
    in_front = _NUMBER_IN_FRONT.match(text)
    text = text[in_front.end() :] if in_front else text
    if not text:
        return
    printed = number or in_front
    entry = Item(int(printed.group(1)) if printed else None, _tidy(addressee), group, row, lines=[text], rows=[row])
    noted = number is not None and number.group("note") is not None and bool(_YES.match(number.group("note")))
    entry.repeated = noted or bool(_YES.match(cells.get("repeat", "")))
    yield entry


def _tidy(addressee: str | None) -> str | None:
    if not addressee:
        return None
    return group_heading(addressee) or addressee.strip(" :")


def _downwards(rows: Sequence[LayoutRow]) -> list[Item]:
    """Return the recommendations of tables of two columns, whose headings stand at the left of each row."""
    entries: list[Item] = []
    block: dict[str, str] = {}
    first: LayoutRow | None = None
    for row in [*rows, None]:
        name = (
            _name(row.cells[0])
            if row and len(row.cells) == 2 and len(row.cells[0].split()) <= _LONGEST_HEADING
            else None
        )
        begins_anew = name in block or (name == "number" and "text" in block)
        if first is not None and (row is None or begins_anew):
            entries += (
                _entry(block, first, block.get("addressee"), None) if len(block) > 1 and "judged" not in block else []
            )
            block, first = {}, None
        if row is not None and name:
            block[name] = row.cells[1]
            counted = re.search(r"\d{1,2}$", row.cells[0].strip(" .:"))
            if name == "text" and counted:
                block.setdefault("number", counted.group())
            first = row if first is None or name == "text" else first
    return entries


def times_of_table(rows: Sequence[LayoutRow]) -> Iterator[LayoutRow]:
    """Yield the rows of tables whose cells say by when."""
    columns: dict[int, str] = {}
    for row in rows:
        named = columns_of(row.cells) if len(row.cells) > 1 else {}
        columns = named or columns
        downwards = not columns and len(row.cells) == 2 and _name(row.cells[0]) == "when" and bool(row.cells[1])
        across = (at for at, name in columns.items() if name == "when" and at < len(row.cells) and row.cells[at])
        if downwards or (not named and any(True for _ in across)):
            yield row


def lines_of_times(rows: Sequence[LayoutRow]) -> Iterator[LayoutRow]:
    """Yield the rows that say by when, in tables and on lines of their own."""
    yield from times_of_table(rows)
    yield from (row for row in rows if row.is_words and not row.cells and is_by_when(bare_words(row.text)))
