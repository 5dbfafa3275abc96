"""Finds the front of a paper: the titles that stand before its body, without what a website puts around them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from inspections.reader import text as wording
from inspections.reader.layout import LayoutRow
from inspections.reader.patterns import lazy
from inspections.reader.sections import Section

_MOST_LINES, _LONGEST_TITLE = 24, 220
_SENTENCE_WORDS, _SURE_SENTENCE_WORDS = 7, 12
# What a saved page carries before its title, as folded text.
_AROUND = lazy(
    r"cookie|open government licence|\blicen[cs]e\b|national archives|information policy team|^kew,?$|\btw9 4du\b"
    r"|^or (?:e-?mail|write to)|\S+@\S+|https?:|\bwww\.|^skip to|^this publication is available|crown copyright"
    r"|^published ?:?$|^(?:last )?updated ?:?$|^(?:home|menu|search|share|print(?: this page)?|download|back|close)$"
)
_VERB = lazy(r"\b(?:is|are|was|were|has|have|had|will|would|can|we|our|they|it|you|you're|there)\b")
_APART = lazy(r"\s*[:;|]\s*|\s+[-~]+\s+|[.!]\s+|[.!]$|\s*[()]\s*")
_BULLET = lazy(r"^(?:[•●▪■◦○·*►#>-]|\d{1,2}[.)])\s+")

# Words of a menu, or of links beside a report: they name no paper where they stand with others of their sort.
_LINK = lazy(
    r"^(?:read |view |open |download )?(?:the )?(?:news|blog|consultations?|publications?|reports?|press releases?"
    r"|data annexe?s?|about(?: us)?|contact(?: us)?|research|our work|action plans?|full report|inspections?|events"
    r"|careers"
    r"|effective practice|evidence base|standards|guidance|corporate documents)(?: ?\([^)]*\))?$"
)


def is_link(words: str) -> bool:
    """Return whether folded words may be a link of a menu, or beside a report."""
    return bool(_LINK.match(words))


@dataclass(frozen=True, slots=True)
class Front:
    """The titles of a paper, folded, in order, without links. `parts` are what they say between colons, dashes, "
    "brackets and stops."""

    titles: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.titles)


def front_of(rows: Sequence[LayoutRow], sections: Sequence[Section]) -> Front:
    """Return the titles that stand above the first section of a paper and above its first sentence."""
    cover = sections[0].rows if sections else rows
    titles: list[str] = []
    written = list(_joined(cover))
    links = sum(map(is_link, written)) > 1
    for title in written:
        if links and is_link(title):
            continue
        if titles and _is_sentence(title):
            break
        titles.append(title[:_LONGEST_TITLE])
        if len(titles) == _MOST_LINES:
            break
    if not titles and len(sections) > 1 and sections[1].heading:
        titles.append(wording.fold(sections[1].heading.text))
    return Front(tuple(titles), tuple(_parts(titles)))


def _joined(rows: Iterable[LayoutRow]) -> Iterator[str]:
    """Yield the folded titles: a line that goes on below, in small letters or after a comma, is one title."""
    title, gap = "", True
    for row in rows:
        folded = wording.fold(row.text) if row.is_words else ""
        if not folded or _AROUND.search(folded):
            gap = True
            continue
        goes_on = title and not gap and (row.text[:1].islower() or title.endswith((",", "&", " and", " of", " in")))
        if goes_on:
            title = f"{title} {folded}"
        else:
            if title:
                yield title
            title = _BULLET.sub("", folded)
        gap = False
    if title:
        yield title


def _is_sentence(title: str) -> bool:
    words = len(title.split())
    if len(title) > _LONGEST_TITLE:
        return True
    ends = title.rstrip("\"')").endswith((".", "!", "?"))
    return ends and (words >= _SURE_SENTENCE_WORDS or (words >= _SENTENCE_WORDS and bool(_VERB.search(title))))


def _parts(titles: Sequence[str]) -> Iterator[str]:
    for at, title in enumerate(titles):
        yield from (part for part in _APART.split(title) if part)
        below = titles[at + 1] if at + 1 < len(titles) else ""
        if len(title.split()) <= 3 and 0 < len(below.split()) <= 3:
            yield f"{title} {below}"
