"""The entries of a list, and where the reading of a list has got to."""

import re
from collections import Counter
from dataclasses import dataclass, field

from inspections.reader import text as wording
from inspections.reader.layout import LayoutRow
from inspections.reader.patterns import lazy

# A paragraph that leads to the next group, not part of the item above it.
_LONGEST_LEAD_ON = 8
_LEADS_ON = lazy(r"^(?:we|in addition|our|the following|as well as)\b[^.]*\brecommendations?\b", re.IGNORECASE)
# A line this long is a whole paragraph.
LONGEST_WRAPPED = 140
SHORTEST_WRAPPED = 55


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
    repeated: bool = False

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
class Reading:
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
    shortest_wrapped: int = SHORTEST_WRAPPED
    longest: int = LONGEST_WRAPPED
    # How the group's own list is lettered ('a', 'i', or not at all), and its last letter.
    style: str = ""
    last_letter: int = 0
    letters: frozenset[str] = frozenset()
    # Words below the title of a box, or below the next chapter's, which are no part of the list.
    aside: bool = False
    # Whether headings say that what follows is repeated; a note above its entry.
    repeated: bool = False
    group_repeated: bool = False
    note_above: bool = False
    # Whether entries are blocks of lines with labels, and the number that one gave.
    labelled: bool = False
    number_to_come: int | None = None
    # Whether the line is the last of its block.
    ends_block: bool = False


def begin(reading: Reading, row: LayoutRow, number: int | None, words: str) -> Item:
    """Return a new entry of the list."""
    entry = Item(number, reading.addressee, reading.group, row, indent=row.indent)
    entry.repeated = reading.repeated or reading.group_repeated or reading.note_above
    reading.note_above = False
    if words:
        entry.add(words, row)
    reading.items.append(entry)
    return entry
