"""The numbered lines that every format becomes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from inspections.reader.patterns import lazy

# Nothing a person wrote: control characters, halves of UTF-16 pairs, marks of byte order and of places to break.
_UNPRINTABLE = lazy("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
_OTHER_BREAKS = lazy("[\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report. `number` counts from 1 in the text as read; `page` from 1, PDFs only.

    `cells` holds a row of a table where the format itself says that it is one (PDF, HTML); `text` is then
    the cells joined by tabs. `level` is the heading level (1 to 6) where HTML says so, else 0. `aside` says that
    it stands beside the text, as a quote does, and is no part of it.
    """

    number: int
    page: int | None
    text: str
    cells: tuple[str, ...] = ()
    level: int = 0
    aside: bool = False


class Trouble(StrEnum):
    """Why something printed is not among the lines, or may stand there wrongly."""

    ASLANT = "aslant"  # text at an angle, left out
    UNREADABLE = "unreadable"  # a page whose letters have no meaning
    PICTURE = "picture"  # a page that is a picture
    TIGHT = "tight"  # words set so close that they may run together
    BROKEN = "broken"  # a word put together at a hyphen, on no evidence


@dataclass(frozen=True, slots=True)
class SourceDoubt:
    """A trouble with the file itself, and where it is; `words` are some of those that it is about."""

    trouble: Trouble
    page: int | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A report as lines; `form` is 'text', 'pdf' or 'html'; `pages` is counted for PDFs only."""

    lines: tuple[Line, ...]
    form: str
    pages: int | None
    doubts: tuple[SourceDoubt, ...] = ()


@dataclass(slots=True)
class LineWriter:
    """Collects lines and numbers them as they come."""

    lines: list[Line] = field(default_factory=list)

    def add(self, text: str, *, page: int | None = None, level: int = 0, aside: bool = False) -> None:
        self.lines.append(Line(len(self.lines) + 1, page, printable(text).rstrip(), (), level, aside))

    def add_row(self, cells: Iterable[str], *, page: int | None = None) -> None:
        row = tuple(one_line(cell) for cell in cells)
        self.lines.append(Line(len(self.lines) + 1, page, "\t".join(row).rstrip(), row))

    def blank(self, *, page: int | None = None) -> None:
        """Add an empty line, unless the last one is empty or there is none yet."""
        if self.lines and self.lines[-1].text:
            self.lines.append(Line(len(self.lines) + 1, page, ""))


def printable(text: str) -> str:
    """Return the text without what cannot be shown or stored; breaks that editors do not count become spaces.

    Letters printed as one are set apart again.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNPRINTABLE.sub("", _OTHER_BREAKS.sub(" ", text)).translate(_LIGATURES)


def one_line(text: str) -> str:
    """Return the printable text with every run of white space as one space."""
    return " ".join(printable(text).split())
