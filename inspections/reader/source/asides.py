"""Finds the texts that stand beside the lines of a page: quotes, boxes and notes at the side, and columns of a list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from statistics import median

from inspections.reader.patterns import lazy
from inspections.reader.source.layout import Run

Box = tuple[float, float, float, float]

# In ems: letters this close are one text; lines this close are one block; what belongs to a block stands this near.
_ONE_TEXT, _ONE_TEXT_OF_TWO_SIZES, _ONE_BLOCK, _NEAR = 0.45, 0.3, 1.0, 2.2
_AFTER_MARKER = 5.0
_SAME_SIZE = 0.15
_OTHER_SIZE = 0.04
_OFF_LINE = 0.15
_FEWEST_WORDS, _FEWEST_IN_BOX = 4, 3
_NARROW = 0.8
_MOST_RUNS = 400
_MARKER = lazy(
    r"^(?:(?:recommendation\s+|R\s?)?\d{1,2}\s?[.):]|\(\d{1,2}\)|[•●▪■◦○·►*–—-]|\(?[a-hivx]{1,3}[.)]|o)(?=\s|$)", re.I
)
_ONLY_MARKER = lazy(
    r"^(?:(?:recommendation|standard|action)?\s*(?:R\s?)?\(?\d{1,2}[.):]?|[•●▪■◦○·►*–—o-]|\(?[a-hivx]{1,3}[.)]"
    r"|\(cid:\d+\)|[\ue000-\uf8ff])$",
    re.I,
)
_VALUE = lazy(
    r"^\W*(?:(?:rated )?(?:outstanding|good|requires(?: improvement)?|improvement|inadequate)|yes|no|n/?a|not rated"
    r"|(?:(?:no|some|sufficient)(?: progress)?|progress)|(?:\w+ )?(?:19|20)\d\d|\d{1,2}(?: \w+)?(?: (?:19|20)\d\d)?"
    r"|[\d\s.,/%+–—-]+(?:per cent)?|score|page)\W*$",
    re.I,
)
# Lines that say a fact by what stands beside them.
_FACT = lazy(
    r"^(?:(?:[PR]\s?)?\d\.\d{1,2}\b|score\b|fieldwork\b|published\b|isbn\b|overall rating\b|previous(?:ly)? rat"
    r"|(?:outstanding|good|requires improvement|inadequate)$)|\b(?:no|some|sufficient) progress\b|\d\s?%|\bISBN\b",
    re.I,
)
_HEADING = lazy(r":$|\bshould$|\b(?:should|must):|^(?:our |key |new )?recommendations?$|^annexe? |^appendix ", re.I)
_ENDS = (".", "!", "?", ":", ";")
_QUOTED = lazy(r"^[‘“'\"«].*[’”'\"»]\W*$", re.S)


class _Role(Enum):
    """What a block is: nothing of its own, more of the page's text, or a word beside it."""

    NONE = "none"
    PART = "part"
    ASIDE = "aside"


@dataclass(slots=True)
class _Text:
    """Runs beside each other that are read as one: part of a printed line."""

    runs: list[Run]
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float

    def add(self, run: Run) -> None:
        self.runs.append(run)
        self.text = f"{self.text} {run.text.strip()}"
        self.x1 = max(self.x1, run.x1)
        self.top, self.bottom = min(self.top, run.top), max(self.bottom, run.bottom)


@dataclass(slots=True)
class _Block:
    """Texts below each other, apart from what stands beside them."""

    texts: list[_Text]
    boxed: bool = False
    x0: float = 0.0
    x1: float = 0.0
    top: float = 0.0
    bottom: float = 0.0

    def __post_init__(self) -> None:
        self.x0, self.x1 = min(text.x0 for text in self.texts), max(text.x1 for text in self.texts)
        self.top, self.bottom = min(text.top for text in self.texts), max(text.bottom for text in self.texts)

    @property
    def size(self) -> float:
        return median(text.size for text in self.texts)

    @property
    def words(self) -> int:
        return sum(len(re.findall(r"[A-Za-zÀ-ÿ’'-]{2,}|\b[aI]\b", text.text)) for text in self.texts)

    @property
    def is_part(self) -> bool:
        """Return whether it holds the beginning of a list or a heading of the report."""
        return any(_MARKER.match(text.text) or _HEADING.search(text.text) for text in self.texts)


@dataclass(slots=True)
class Beside:
    """Runs that stand beside the lines of a page, from `top` to `bottom`; `is_aside` says that they are no part."""

    runs: list[Run]
    x0: float
    x1: float
    top: float
    bottom: float
    is_aside: bool


def sort_out(runs: Sequence[Run], boxes: Sequence[Box] = ()) -> tuple[list[Run], list[Beside]]:
    """Return the runs of a page's own lines, and what stands beside them, from top to bottom."""
    if len(runs) > _MOST_RUNS:
        return list(runs), []
    pieces = [_pieces(run) for run in runs]
    texts = _texts([piece for parts in pieces for piece in parts])
    if not any(True for _ in _neighbours(texts)):
        return list(runs), []
    blocks = _blocks(texts, boxes)
    roles = {id(block): _role(block, texts, blocks) for block in blocks}
    _take_in(blocks, roles)
    beside = [_beside(block, roles[id(block)]) for block in blocks if roles[id(block)] is not _Role.NONE]
    gone = {id(run) for part in beside for run in part.runs}
    main: list[Run] = []
    for run, parts in zip(runs, pieces, strict=True):
        left = [part for part in parts if id(part) not in gone]
        main += [run] if len(left) == len(parts) else left
    return main, sorted(beside, key=lambda part: part.top)


def begins_part(text: str) -> bool:
    """Return whether a line begins an item, or heads a list or another part of the report."""
    return bool(_MARKER.match(text) or _HEADING.search(text) or _FACT.search(text))


def _pieces(run: Run) -> list[Run]:
    """Return the texts of a run that wide gaps part."""
    if not run.holes:
        return [run]
    pieces: list[Run] = []
    start, x0 = 0, run.x0
    for at, left, right in [*run.holes, (len(run.text), run.x1, run.x1)]:
        pieces.append(Run(run.text[start:at].strip(), x0, left, run.top, run.bottom, run.size, run.tight))
        start, x0 = at, right
    return pieces


def _texts(runs: Sequence[Run]) -> list[_Text]:
    """Return what stands close together on one base line as one text."""
    texts: list[_Text] = []
    line: list[_Text] = []
    for run in sorted(runs, key=lambda run: (round(run.bottom / 2), run.x0)):
        last = next((text for text in reversed(line) if _goes_on(text, run)), None)
        if last:
            last.add(run)
            continue
        if line and abs(line[-1].bottom - run.bottom) > run.size:
            line = []
        line.append(_Text([run], run.text.strip(), run.x0, run.x1, run.top, run.bottom, run.size))
        texts.append(line[-1])
    return texts


def _goes_on(text: _Text, run: Run) -> bool:
    if abs(text.bottom - run.bottom) > 0.25 * run.size or abs(text.size - run.size) > 0.2 * max(text.size, run.size):
        return False
    gap = (run.x0 - text.x1) / run.size if run.size else 0.0
    one_text = _ONE_TEXT if abs(text.size - run.size) <= _OTHER_SIZE * run.size else _ONE_TEXT_OF_TWO_SIZES
    return -0.5 <= gap <= (_AFTER_MARKER if _ONLY_MARKER.match(text.text) else one_text)


def _neighbours(texts: Sequence[_Text]) -> Iterator[tuple[_Text, _Text]]:
    """Yield the texts that stand side by side, where both have words."""
    ordered = sorted((text for text in texts if _has_words(text)), key=lambda text: text.top)
    for index, text in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.top > text.bottom - 0.3 * text.size:
                break
            if other.x0 > text.x1 or other.x1 < text.x0:
                yield text, other


def _has_words(text: _Text) -> bool:
    return " " in text.text and not _VALUE.match(text.text)


def _blocks(texts: Sequence[_Text], boxes: Sequence[Box]) -> list[_Block]:
    boxed: dict[Box, list[_Text]] = {}
    loose: list[_Text] = []
    for text in texts:
        x, y = (text.x0 + text.x1) / 2, (text.top + text.bottom) / 2
        around = [box for box in boxes if box[0] <= x <= box[2] and box[1] <= y <= box[3]]
        if around:
            boxed.setdefault(min(around, key=lambda box: (box[2] - box[0]) * (box[3] - box[1])), []).append(text)
        else:
            loose.append(text)
    blocks = [_Block(inside, boxed=True) for inside in boxed.values()]
    return blocks + [_Block(chain) for chain in _chains(loose)]


def _chains(texts: Sequence[_Text]) -> list[list[_Text]]:
    """Return the texts below each other; where two stand below one, or one below two, the nearer edges are followed."""
    above: dict[int, _Text] = {}
    below: dict[int, _Text] = {}
    ordered = sorted(texts, key=lambda text: text.top)
    for text in ordered:
        over = [other for other in ordered if other is not text and _is_over(other, text)]
        if not over:
            continue
        best = min(over, key=lambda other: (_shift(other, text), -other.bottom))
        rival = below.get(id(best))
        if rival is None or _shift(best, text) < _shift(best, rival):
            if rival is not None:
                above.pop(id(rival), None)
            below[id(best)], above[id(text)] = text, best
    chains: list[list[_Text]] = []
    for text in ordered:
        if id(text) not in above:
            chain = [text]
            while id(chain[-1]) in below:
                chain.append(below[id(chain[-1])])
            chains.append(chain)
    return chains


def _is_over(one: _Text, text: _Text) -> bool:
    gap = text.top - one.bottom
    if not -0.3 * text.size <= gap <= _ONE_BLOCK * text.size or one.top >= text.top:
        return False
    if abs(one.size - text.size) > _SAME_SIZE * max(one.size, text.size):
        return False
    shared = min(one.x1, text.x1) - max(one.x0, text.x0)
    return shared >= 0.3 * min(one.x1 - one.x0, text.x1 - text.x0)


def _shift(one: _Text, text: _Text) -> float:
    return min(abs(one.x0 - text.x0), abs(one.x0 + one.x1 - text.x0 - text.x1) / 2)


def _role(block: _Block, texts: Sequence[_Text], blocks: Sequence[_Block]) -> _Role:
    """Return what a block is to the lines beside it."""
    own = {id(text) for text in block.texts}
    level = [text for text in texts if id(text) not in own and _is_level(text, block)]
    edge = 0.3 * block.size
    left = [text for text in level if text.x1 <= block.x0 - edge]
    right = [text for text in level if text.x0 >= block.x1 + edge]
    if not level or len(left) + len(right) < len(level) or bool(left) == bool(right):
        return _Role.NONE
    if not _is_text(block) or _are_values(level) or not _is_set_apart(block, level):
        return _Role.NONE
    main = [other for other in blocks if other is not block and any(text in level for text in other.texts)]
    if block.is_part:
        return _Role.PART if left or block.boxed else _Role.NONE
    is_list = any(_MARKER.match(text.text) or _HEADING.search(text.text) for text in texts if id(text) not in own)
    width = max(other.x1 for other in main) - min(other.x0 for other in main)
    words = sum(len(text.text.split()) for text in level)
    narrow = block.x1 - block.x0 <= _NARROW * width or block.words <= _NARROW * words
    quoted = bool(_QUOTED.match(" ".join(text.text for text in block.texts)))
    if is_list and not _goes_on_elsewhere(block) and (narrow or quoted or block.boxed):
        return _Role.ASIDE
    return _Role.PART if left or narrow else _Role.NONE


def _is_level(text: _Text, block: _Block) -> bool:
    shared = min(text.bottom, block.bottom) - max(text.top, block.top)
    return shared > 0.3 * (text.bottom - text.top)


def _goes_on_elsewhere(block: _Block) -> bool:
    """Return whether a block begins in mid-sentence: it is the rest of what another column begins."""
    return block.texts[0].text[:1].islower() and not block.boxed


def _is_text(block: _Block) -> bool:
    """Return whether a block is running text, and no ratings or figures that belong to what stands beside them."""
    if block.words < (_FEWEST_IN_BOX if block.boxed else _FEWEST_WORDS) or (len(block.texts) < 2 and not block.boxed):
        return False
    whole = " ".join(text.text for text in block.texts)
    return (
        not _VALUE.match(whole)
        and not any(_FACT.search(text.text) for text in block.texts)
        and not _are_values(block.texts)
    )


def _are_values(texts: Sequence[_Text]) -> bool:
    values = sum(1 for text in texts if _VALUE.match(text.text) or _ONLY_MARKER.match(text.text))
    return 2 * values >= len(texts)


def _is_set_apart(block: _Block, level: Sequence[_Text]) -> bool:
    """Return whether something tells a text at the side from cells of a table: a box, its type, lines or words."""
    size = median(text.size for text in level)
    whole = " ".join(text.text for text in block.texts)
    if block.boxed or _QUOTED.match(whole) or abs(block.size - size) > _OTHER_SIZE * size:
        return True
    if any(_MARKER.match(text.text) for text in block.texts) or _wraps(level):
        return True
    offs = [min(abs(text.bottom - other.bottom) for other in level) for text in block.texts]
    if median(offs) > _OFF_LINE * size:
        return True
    return _wraps(block.texts)


def _wraps(texts: Sequence[_Text]) -> bool:
    """Return whether a sentence runs over these lines."""
    return any(not upper.text.endswith(_ENDS) and lower.text[:1].islower() for upper, lower in pairwise(texts))


def _take_in(blocks: Sequence[_Block], roles: dict[int, _Role]) -> None:
    """Count the heading and the name below a quote to it: what stands near it in its own column."""
    for aside in [block for block in blocks if roles[id(block)] is _Role.ASIDE]:
        margin = 0.2 * (aside.x1 - aside.x0)
        for block in blocks:
            inside = block.x0 >= aside.x0 - margin and block.x1 <= aside.x1 + margin
            near = -0.5 <= max(block.top - aside.bottom, aside.top - block.bottom) / aside.size <= _NEAR
            plain = not block.is_part and not any(_FACT.search(text.text) for text in block.texts)
            if roles[id(block)] is _Role.NONE and inside and near and plain:
                roles[id(block)] = _Role.ASIDE


def _beside(block: _Block, role: _Role) -> Beside:
    runs = [run for text in block.texts for run in text.runs]
    return Beside(runs, block.x0, block.x1, block.top, block.bottom, role is _Role.ASIDE)
