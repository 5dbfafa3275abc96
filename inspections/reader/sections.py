"""Finds the parts of a report: what stands under which heading, contents pages and running headers ignored."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from inspections.reader import text as wording
from inspections.reader.addressees import group_heading, names_body
from inspections.reader.layout import LayoutRow
from inspections.reader.marks import is_label
from inspections.reader.patterns import lazy


class Part(Enum):
    """The parts of a report that findings are read from; OTHER ends a part without being read itself."""

    COVER = "cover"
    CONTENTS = "contents"
    FOREWORD = "foreword"
    RATINGS = "ratings"
    SUMMARY = "summary"
    RECOMMENDATIONS = "recommendations"
    EARLIER = "earlier"
    BACKGROUND = "background"
    STANDARD = "standard"
    ALERT = "alert"
    ANNEXE = "annexe"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the rows below it, to the next heading. `code` and `title` are set for a standard."""

    part: Part
    heading: LayoutRow | None
    rows: tuple[LayoutRow, ...]
    in_annexe: bool = False
    code: str = ""
    title: str = ""

    def words(self) -> tuple[LayoutRow, ...]:
        return tuple(row for row in self.rows if row.is_words)


_ANNEXE = lazy(r"^(?:annexe?|appendix)\s*(?:\d+|one|two|three|four|five|six|seven|eight|[a-h])?\b\s*[:.–—-]?\s*", re.I)
_NUMBERED = lazy(r"^(?:chapter\s+)?\d{1,2}\.?\s+(?=[A-Za-z])", re.I)
_STANDARD = lazy(
    r"^(?:[Ss]tandard\s+)?(?P<code>(?:[PRpr]\s?)?\d\.\d{1,2})\s*[.:–-]?\s+(?P<title>[A-Z][A-Za-z ,’'()/&-]{3,60}?)"
    r"(?:\s*[.:–-]?\s+(?:Outstanding|Good|Requires [Ii]mprovement|Inadequate))?\s*:?$"
)
_ALERT = lazy(r"\borganisational(?:[- ]level)? alert\b", re.I)
_OLD = lazy(
    r"\b(?:(?:our|the) 20\d\d|previous|earlier|last|prior|past|progress|achievement|implementation of|follow[- ]?up)\b"
)
_REPEATED = lazy(r"\b(?:repeat(?:ed)?|new|carried forward)\b")
# Words of a sentence about earlier recommendations, where a title has none.
_SENTENCE = lazy(r"\b(?:can|are|is|was|were|we|have|has|had|will|found|set out|see)\b")

# Titles as folded text (lower case, straight quotes) -> the part that they begin.
_TITLES: tuple[tuple[re.Pattern[str], Part], ...] = tuple(
    (lazy(pattern), part)
    for pattern, part in (
        (r"contents|table of contents|contents of this (?:report|page)|on this page", Part.CONTENTS),
        (r"acknowledge?ments", Part.OTHER),
        (r"(?:chief inspector'?s?'? )?foreword(?: (?:from|by) .{3,60})?", Part.FOREWORD),
        (r"(?:hm )?chief inspector'?s?'? (?:overview|judgement|introduction|summary)", Part.FOREWORD),
        (r"(?:overall |our |inspection |summary of )?ratings?(?: (?:table|summary|at a glance))?", Part.RATINGS),
        (r"(?:executive )?summary|overview|key findings|our key findings|key facts|at a glance", Part.SUMMARY),
        (
            r"(?:(?:our|new|key|list of|summary of|inspection|full list of|main) )*recommendations"
            r"(?: (?:from|of|in|arising from) this (?:inspection|report|year))?",
            Part.RECOMMENDATIONS,
        ),
        (r"(?:background|introduction|about this (?:inspection|region|pdu)|context|scope|fieldwork)", Part.BACKGROUND),
        (r"background (?:and|to) .{3,60}|context .{3,60}", Part.BACKGROUND),
        (r"contextual facts|performance against targets|inspected services|demographics.*", Part.OTHER),
        (r"methodology|our (?:approach|standards|methodology|findings)|findings|what we found|conclusion", Part.OTHER),
        (r"further information|about this report|glossary.*|web ?links|related (?:documents|content)", Part.OTHER),
        (r"the role of (?:hm|his|her) .{5,60}|published by|(?:© ?)?crown copyright.*", Part.OTHER),
        (r"diversity and inclusion|feedback from people on probation|resettlement(?: work)?|outcomes", Part.OTHER),
        (r"areas? for improvement|(?:key )?strengths", Part.OTHER),
        (r"organisational (?:arrangements|delivery)(?: and .{3,40})?", Part.OTHER),
        (r"court work and case supervision|case supervision|(?:regional )?service delivery", Part.OTHER),
        (r"(?:crc|nps)[- ]specific work|domain (?:one|two|three|\d)\b.{0,60}", Part.OTHER),
        (r"(?:leadership|staff|staffing|services|public protection|information and facilities)", Part.OTHER),
        (r"assessment|planning|implementation and delivery|reviewing", Part.OTHER),
    )
)
# Titles inside every standard: they end a list of recommendations but not a standard.
_INSIDE_STANDARDS = frozenset({"strengths", "key strengths", "areas for improvement", "area for improvement"})
# Titles that an alert has inside it.
_INSIDE_ALERTS = frozenset(
    {"what we found", "our findings", "findings", "background", "context", "summary", "conclusion"}
)
_BEFORE_STANDARDS = (Part.RATINGS, Part.CONTENTS, Part.COVER)
_LISTS = (Part.RECOMMENDATIONS, Part.EARLIER, Part.ALERT)


def title_of(row: LayoutRow) -> str:
    """Return the folded title that a row may be: without annexe and chapter numbers and a colon at the end."""
    folded = wording.fold(row.text).rstrip(" :")
    return _NUMBERED.sub("", _ANNEXE.sub("", folded)).strip()


def sections_of(rows: Sequence[LayoutRow]) -> tuple[Section, ...]:
    """Return the report's sections in order. The first is the cover: all that stands before the first heading."""
    sections: list[Section] = []
    start, part, heading, in_annexe = 0, Part.COVER, None, False
    for index, begun, annexe in _headings(rows):
        sections.append(_section(part, heading, rows[start:index], in_annexe))
        part, heading, start = begun, rows[index], index + 1
        in_annexe = annexe
    sections.append(_section(part, heading, rows[start:], in_annexe))
    return tuple(section for section in sections if section.part is Part.COVER or section.words() or section.heading)


def _section(part: Part, heading: LayoutRow | None, rows: Sequence[LayoutRow], in_annexe: bool) -> Section:
    match = _STANDARD.match(heading.text) if heading and part is Part.STANDARD else None
    if match is None:
        return Section(part, heading, tuple(rows), in_annexe)
    return Section(part, heading, tuple(rows), in_annexe, tidy_code(match.group("code")), match.group("title"))


def tidy_code(code: str) -> str:
    """Return 'P1.1' and 'p 1.1' as 'P 1.1'."""
    bare = code.replace(" ", "").upper()
    return f"{bare[0]} {bare[1:]}" if bare[:1].isalpha() else bare


def _headings(rows: Sequence[LayoutRow]) -> Iterator[tuple[int, Part, bool]]:
    """Yield the index, the part and 'in an annexe' of each row that begins a section."""
    current, level, in_annexe = Part.COVER, 9, False
    for index, row in enumerate(rows):
        begun = _begins(row, current)
        if begun is None:
            continue
        if begun is Part.OTHER:
            if title_of(row) in _INSIDE_STANDARDS:
                if current not in _LISTS:
                    continue
            elif row.heading and level < row.heading:
                continue
        annexe = bool(_ANNEXE.match(row.text)) and wording.fold(row.text).startswith(("annex", "appendix"))
        if annexe:
            in_annexe = True
        elif begun in (Part.RATINGS, Part.FOREWORD, Part.SUMMARY):
            in_annexe = False
        current = begun
        level = row.heading or level
        yield index, begun, in_annexe


def _begins(row: LayoutRow, current: Part) -> Part | None:
    """Return the part that a row begins, or None."""
    if not row.is_words or (row.cells and not row.heading) or len(row.text) > 140:
        return None
    marked = bool(row.heading or row.bold)
    if group_heading(row.text, marked=marked) or (current is Part.RECOMMENDATIONS and marked and names_body(row.text)):
        return None
    if current in _LISTS and is_label(row.text):
        return None
    titled = _titled(row, current)
    if titled is None and _STANDARD.match(row.text) and current not in _BEFORE_STANDARDS:
        return Part.STANDARD
    # The ratings block sets the name of the body and the domains as headings of their own.
    unknown = row.heading and current not in (Part.RATINGS, Part.COVER)
    if titled is None and unknown and not (current is Part.ALERT and row.heading > 2):
        return Part.OTHER
    return titled


def _titled(row: LayoutRow, current: Part) -> Part | None:
    """Return the part that a row's wording names."""
    folded = wording.fold(row.text)
    if len(folded.split()) > 16 or folded.endswith((".", ";", ",", "?")) or row.text[:1] in "•●-–*|“‘\"'":
        return None
    if not (row.text[:1].isupper() or row.text[:1].isdigit() or row.text[:1] == "©"):
        return None
    title = title_of(row)
    is_annexe = bool(_ANNEXE.match(folded)) and folded.startswith(("annex", "appendix"))
    if _ALERT.search(title) and len(title.split()) <= 6:
        return Part.ALERT
    if _is_about_earlier(title, row):
        return Part.EARLIER
    part = next((part for pattern, part in _TITLES if pattern.fullmatch(title)), None)
    if part is None:
        return Part.ANNEXE if is_annexe else None
    marked = row.heading or row.bold or is_annexe or _NUMBERED.match(folded)
    loose = part is Part.OTHER and not marked and title in _LOOSE
    inside_alert = current is Part.ALERT and not is_annexe and title in _INSIDE_ALERTS
    inside_ratings = current is Part.RATINGS and part in (Part.OTHER, Part.RATINGS)
    return None if loose or inside_ratings or inside_alert else part


def _is_about_earlier(title: str, row: LayoutRow) -> bool:
    """Return whether a title announces what became of earlier recommendations, and is no sentence about them."""
    if "recommendation" not in title or not _OLD.search(title) or _REPEATED.search(title):
        return False
    return "should" not in title and bool(row.heading or not _SENTENCE.search(title))


# Words that also stand alone in tables and ratings: they are headings only where they are marked as such.
_LOOSE = frozenset(
    {
        "assessment", "planning", "implementation and delivery", "reviewing", "leadership", "staff", "staffing",
        "services", "public protection", "information and facilities", "outcomes", "resettlement", "findings",
        "resettlement work", "conclusion",
    }
)  # fmt: skip
