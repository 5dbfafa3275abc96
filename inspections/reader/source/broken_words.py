"""Puts together the words that the lines of a PDF break: its pages say more of a hyphen than the lines of a text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from inspections.reader.patterns import lazy
from inspections.reader.source.hyphens import words_of_the_standards

_SIGNS = "-\u00ad\u2010\u2011"
_AT_END = lazy(rf"(?P<left>[A-Za-zÀ-ÿ’'](?:[A-Za-zÀ-ÿ’']|[-‐‑](?=[A-Za-z]))*)(?P<sign>[{_SIGNS}])$")
_AT_START = lazy(r"(?P<right>[a-zß-ÿ][a-zß-ÿ’']*)(?P<after>[^\s]*)\s*")
_WORD = lazy(r"[a-zß-ÿ]+(?:[-\u2010\u2011][a-zß-ÿ]+)*")
# 'short- and long-term': the hyphen stands for the rest of the word.
_LEADS_ON = frozenset({"and", "or", "to", "nor", "but", "versus"})
# What begins and ends compounds, in the words of inspection reports; no beginnings and ends of plain words.
_FIRSTS = frozenset({
    "multi", "non", "self", "co", "post", "anti", "semi", "quasi", "well", "ill",
    "high", "low", "long", "short", "full", "half", "mid", "cross", "two", "three",
    "four", "five", "six", "seven", "eight", "nine", "risk", "trauma", "gender", "evidence",
    "decision", "strengths",
})  # fmt: skip
_SECONDS = frozenset({
    "based", "led", "term", "wide", "focused", "informed", "related", "specific", "centred", "sensitive",
    "aware", "agency", "disciplinary", "driven", "making", "maker", "makers", "up", "to", "out",
    "off", "quality", "sex", "year", "years", "risk", "harm", "being", "made", "trained",
    "qualified", "experienced", "funded", "custody", "release", "sentence", "time",
})  # fmt: skip
# Before these a hyphen is one of the break: 'in-formation'.
_PREFIXES = frozenset({
    "un", "in", "im", "dis", "mis", "de", "con", "com", "pre", "pro",
    "sub", "sur", "inter", "over", "under", "re", "out", "some",
})  # fmt: skip
_LEAST_SECOND = 4


class Break(Enum):
    """How a broken word goes on: without the hyphen, with it, or after a space."""

    WHOLE = "whole"
    HYPHEN = "hyphen"
    APART = "apart"


@dataclass(slots=True)
class Known:
    """The words that the report prints elsewhere; `guessed` collects those put together on no evidence."""

    words: frozenset[str] = frozenset()
    guessed: set[str] = field(default_factory=set)

    @classmethod
    def from_texts(cls, texts: Iterable[str]) -> "Known":
        """Hold the words within these lines; what stands broken at their ends is none."""
        words: set[str] = set()
        broken: re.Match[str] | None = None
        for text in texts:
            for line in text.lower().split("\n"):
                start = rest.end("right") if broken and (rest := _AT_START.match(line)) else 0
                broken = _AT_END.search(line)
                words.update(_WORD.findall(line, start, broken.start() if broken else len(line)))
        return cls(frozenset(word.replace("\u2010", "-").replace("\u2011", "-") for word in words))


def breaks(line: str) -> bool:
    """Return whether a line ends within a word."""
    return line.endswith(tuple(_SIGNS)) and bool(_AT_END.search(line))


def mended(line: str, following: str, known: Known) -> tuple[str, str]:
    """Return a line and the next one with the word between them whole on the first, where a hyphen breaks it."""
    broken, rest = _AT_END.search(line), _AT_START.match(following)
    if broken is None:
        return line, following
    if rest is None:
        return f"{line[:-1]}-", following
    left, right = broken["left"], rest["right"]
    end = following[rest.end() :]
    whole = f"{right}{rest['after']}"
    match _kind(left, broken["sign"], right, known):
        case Break.WHOLE:
            return f"{line[:-1]}{whole}", end
        case Break.HYPHEN:
            return f"{line[:-1]}-{whole}", end
        case Break.APART:
            return f"{line[:-1]}- {whole}", end


def joined(text: str, known: Known) -> str:
    """Return lines set below each other as one."""
    last, *others = text.split("\n")
    done: list[str] = []
    for other in others:
        last, rest = mended(last, other, known) if breaks(last) else (last, other)
        if rest:
            done.append(last)
            last = rest
    return " ".join([*done, last])


def _kind(left: str, sign: str, right: str, known: Known) -> Break:
    first, second = left.lower(), right.lower()
    if second in _LEADS_ON:
        return Break.APART
    standards = words_of_the_standards()
    if first + second in known.words or first + second in standards:
        return Break.WHOLE
    if "-" in first or f"{first}-{second}" in known.words or f"{first}-{second}" in standards:
        return Break.HYPHEN
    if sign == "\u00ad":
        return Break.WHOLE
    if first not in _PREFIXES and (second in _SECONDS or (first in _FIRSTS and len(second) >= _LEAST_SECOND)):
        return Break.HYPHEN
    both = first in known.words and second in known.words
    known.guessed.add(f"{first}-{second}" if both else first + second)
    return Break.HYPHEN if both else Break.WHOLE
