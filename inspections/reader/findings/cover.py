"""The facts of the cover and the first pages: body, region, dates, ISBN and lead inspector."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from inspections.reader import text as wording
from inspections.reader.dates import DATE, DAYS, MONTH_NAME, MONTHS_OF_A_VISIT, first_date
from inspections.reader.draft import Found, Place
from inspections.reader.faults import Attempt
from inspections.reader.findings.title import Title, parted, title_in
from inspections.reader.layout import Kind, LayoutRow
from inspections.reader.patterns import guarded, lazy
from inspections.reader.sections import Part, Section

# The cover, the imprint and the foreword of a report stand well within this many rows.
FRONT = 260
_AFTER_FRONT = (Part.FOREWORD, Part.RATINGS, Part.SUMMARY, Part.RECOMMENDATIONS, Part.BACKGROUND)
_ONE_OF = lazy(
    r"\bone of (?:the )?\w+ (?:PDUs|probation delivery units)(?: \(PDUs\))? (?:in|within|across|that "
    r"make up|of) (?:the )?"
    r"(?P<region>[A-Z][\w’'&,-]*(?: (?:and|the|of|[A-Z][\w’'&,-]*))*?)(?: probation)? region\b"
)
_PUBLISHER = lazy(
    rf"^(?:(?:(?:HM|His Majesty[’']s|Her Majesty[’']s)\s+Inspectorate\s+of\s+Probation"
    rf"|HMI\s*Probation)\s*[,–—|-]?\s*"
    rf"(?:published\s+)?)(?P<date>{DATE})\W*$",
    re.IGNORECASE,
)
_PAGE_BESIDE = lazy(r"^\d{1,3}[\s|–-]+|[\s|–-]+\d{1,3}$")
_PUBLISHED = lazy(
    rf"\b(?:first published|published(?: on| in)?|publication date|date of publication|date "
    rf"published)\s*:?\s*(?:\w+day,?\s+)?(?P<date>{DATE}|\d{{1,2}}/\d{{1,2}}/\d{{4}}|\d{{4}}-\d\d-\d\d)",
    re.IGNORECASE,
)
_PUBLISHED_ALONE = lazy(
    r"^(?:first )?published(?: on)?\s*:?$|^(?:publication date|date published)\s*:?$", re.IGNORECASE
)
_DATE_ALONE = lazy(rf"^(?P<date>{DATE})$", re.IGNORECASE)
_ISBN = lazy(
    r"\bISBN(?:-1[03])?(?:\s+(?:number|no\.?))?\s*:?\s*(?P<isbn>97[89](?:[\s–‐‑-]*\d){10}"
    r"|(?!97[89])\d(?:[\s–‐‑-]*\d){8}[\s–‐‑-]*[\dXx])(?![–‐‑-]?\d)"
)
# One word of a person's name; a full stop ends the sentence unless it stands after an initial.
_NAME_WORD = r"(?:[A-Z][\w’'-]*[a-z][\w’'-]*|[A-Z]\b\.?|de|van|von|der|la|le)"
_LED = lazy(
    r"\b(?:led|undertaken and led) by\s+(?:(?:HM|His Majesty[’']s|Her Majesty[’']s|Lead|Assistant|Deputy"
    r"|Chief|Senior|Acting)\s+)*"
    r"(?:Inspectors?\s*:?\s+)?(?P<name>(?:(?:Dr|Mr|Mrs|Ms|Sir"
    rf"|Dame)\.?\s+)?[A-Z][\w’'-]+(?: {_NAME_WORD})+)"
)
_LEAD = lazy(rf"\b[Ll]ead [Ii]nspector(?:\s+was)?\s*[:–-]?\s*(?P<name>[A-Z][\w’'-]+(?: {_NAME_WORD})+)")
# Several days or months, or one date.
_WHEN = rf"(?P<date>{DAYS}|{MONTHS_OF_A_VISIT}|{DATE}|\d{{1,2}}/\d{{1,2}}/\d{{4}}|(?:19|20)\d\d-\d\d-\d\d)"
_BEGINS_WHEN = rf"(?:(?:the\s+)?\d|{MONTH_NAME}|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_FIELDWORK = tuple(
    guarded(pattern + _WHEN, re.IGNORECASE, needs=pattern + _BEGINS_WHEN)
    for pattern in (
        r"\bfieldwork\b[^.\n]{0,120}?\b(?:started|start(?:ing)? date|began|beginning|commenced|commencing"
        r"|start|took place|ran|"
        r"(?:was|were) (?:conducted|carried out|completed|undertaken|held|in))\b[^.\d\n]{0,50}?",
        r"\bfieldwork\b\s*(?:visits?|days?|dates?|weeks?|period)?\s*[:–-]?\s*"
        r"(?:(?:was|were|is)\s+)?(?:\(|(?:first day|from|on|in|between|during|over|throughout|the"
        r"|weeks?|days?|of|beginning|commencing|w/c"
        r"|period|[:–-])\s*){0,5}",
        r"\b(?:began|conducted|undertook|carried out|completed|spent)\b[^.\n]{0,60}\bfieldwork\b[^.\n]{0,160}?",
    )
)
_AFTER_FIELDWORK = lazy(
    r"\b(?:sentenced?s?|licen[cs]es?|orders?|commenced between|cases|announced|since)\b", re.IGNORECASE
)
_END_OF_FIELDWORK = lazy(
    r"\b(?:last|final) (?:day|week) of (?:the |our )?fieldwork\b|\bend of (?:the |our )?fieldwork\b"
    r"|\bfieldwork\s+(?:(?:was|had)\s+)?(?:ended|finished|ends?|finish)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Cover:
    """What the first pages say of the inspection."""

    organisation: Found[str] | None = None
    region: Found[str] | None = None
    published: Found[str] | None = None
    isbn: Found[str] | None = None
    lead_inspector: Found[str] | None = None
    is_dynamic: bool = False
    fieldwork: list[Found[str]] = field(default_factory=list)

    @property
    def fieldwork_started(self) -> Found[str] | None:
        """Return the most precise date; the first of those that are equally precise."""
        return max(self.fieldwork, key=lambda started: len(started.value), default=None)


def cover_in(rows: Sequence[LayoutRow], sections: Sequence[Section], attempt: Attempt) -> Cover:
    """Return the facts of the front matter, each read by an attempt of its own.

    Nothing is taken from the findings themselves but fieldwork and region.
    """
    cover = Cover()
    front = [row for row in rows[:FRONT] if row.is_words]
    front = attempt("a cover on one line", lambda: parted(front), front)
    title = attempt("the title", lambda: title_in(front), Title())
    cover.organisation, cover.region, cover.is_dynamic = title.organisation, title.region, title.is_dynamic
    cover.published = attempt(
        "the date of publication",
        lambda: _published(front, sections) or _published_in_footers(rows) or title.published,
        None,
    )
    cover.isbn = attempt("the ISBN", lambda: _isbn(front), None)
    cover.lead_inspector = attempt("who led the inspection", lambda: _lead_inspector(front), None)
    cover.fieldwork = list(attempt("when fieldwork started", lambda: _fieldwork(rows, sections), ()))
    if cover.region is None and not cover.is_dynamic:
        cover.region = attempt("the region", lambda: _region_in_text(rows, sections), None)
    return cover


def _published(front: Sequence[LayoutRow], sections: Sequence[Section]) -> Found[str] | None:
    """Return the date beside the publisher's name or 'published' on the cover, to the day where one is given."""
    limit = _end_of_front(front, sections)
    dates: list[Found[str]] = []
    previous: LayoutRow | None = None
    for row in front:
        if row.number >= limit:
            break
        match = (
            _PUBLISHER.match(row.text)
            or _PUBLISHER.match(f"{previous.text if previous else ''} {row.text}")
            or (_PUBLISHED.search(row.text) if len(row.text) < 120 else None)
        )
        if match is None and previous is not None:
            match = _DATE_ALONE.match(row.text) if _names_publisher(previous.text) else None
        if match is None and row.number <= 40:
            match = _DATE_ALONE.match(row.text)
        date = first_date(match.group("date")) if match else None
        if date:
            dates.append(Found(date, Place.of_row(row)))
        previous = row
    return max(dates, key=lambda printed: len(printed.value), default=None)


def _published_in_footers(rows: Sequence[LayoutRow]) -> Found[str] | None:
    """Return the date in the publisher's running line, where the cover has none."""
    for row in rows:
        if row.kind is Kind.FURNITURE:
            match = _PUBLISHER.match(_PAGE_BESIDE.sub("", row.text))
            date = first_date(match.group("date")) if match else None
            if date:
                return Found(date, Place.of_row(row))
    return None


def _names_publisher(text: str) -> bool:
    return bool(_PUBLISHED_ALONE.match(text)) or bool(
        re.search(r"inspectorate\s+of probation,?$|HMI Probation,?$|^of Probation,?$", text, re.IGNORECASE)
    )


def _end_of_front(front: Sequence[LayoutRow], sections: Sequence[Section]) -> int:
    """Return the line where the foreword (or, without one, anything but the cover, contents and imprint) begins."""
    for section in sections:
        if section.heading and section.part in _AFTER_FRONT and section.words():
            return section.heading.number
    return front[-1].number if front else 0


def _joined(rows: Sequence[LayoutRow]) -> tuple[str, list[tuple[int, LayoutRow]]]:
    """Return the rows as one text, a new line between paragraphs, and where each row begins in it."""
    whole, starts = "", []
    last: LayoutRow | None = None
    for row in rows:
        if last is not None:
            # A name or a date may be broken over two lines, but not over two paragraphs.
            whole += " " if row.number == last.number + 1 else "\n"
        starts.append((len(whole), row))
        whole += row.text
        last = row
    return whole, starts


def _at(position: int, starts: Sequence[tuple[int, LayoutRow]]) -> Place:
    row = starts[0][1]
    for start, candidate in starts:
        if start > position:
            break
        row = candidate
    return Place.of_row(row)


def _isbn(front: Sequence[LayoutRow]) -> Found[str] | None:
    whole, starts = _joined(front)
    match = _ISBN.search(whole)
    if match is None:
        return None
    return Found(re.sub(r"\s*[–‐‑-]\s*", "-", match.group("isbn")), _at(match.start(), starts))


def _lead_inspector(front: Sequence[LayoutRow]) -> Found[str] | None:
    whole, starts = _joined(front)
    match = _LED.search(whole) or _LEAD.search(whole)
    if match is None:
        return None
    name = re.sub(r"^(?:HM|His Majesty[’']s|Her Majesty[’']s)?\s*(?:Inspectors?)\s+", "", match.group("name"))
    return Found(wording.squeeze(name), _at(match.start("name"), starts))


def _fieldwork(rows: Sequence[LayoutRow], sections: Sequence[Section]) -> list[Found[str]]:
    """Return every date that the front matter, the ratings and the background give for the start of fieldwork."""
    dates: list[Found[str]] = []
    wanted = (Part.COVER, Part.CONTENTS, Part.RATINGS, Part.BACKGROUND, Part.FOREWORD, Part.SUMMARY, Part.OTHER)
    for section in sections:
        if section.part not in wanted or section.in_annexe:
            continue
        if section.part is Part.OTHER and section.heading and section.heading.number > FRONT:
            continue
        whole, starts = _joined(section.words())
        for pattern in _FIELDWORK:
            for match in pattern.finditer(whole):
                between = whole[match.start() : match.start("date")]
                date = first_date(match.group("date"))
                if (
                    date
                    and not _END_OF_FIELDWORK.search(whole[max(0, match.start() - 30) : match.start("date")])
                    and not re.search(r"\b(?:previous|last) inspection\b", between, re.IGNORECASE)
                    and not (_AFTER_FIELDWORK.search(between))
                ):
                    dates.append(Found(date, _at(match.start("date"), starts)))
    return sorted(dates, key=lambda started: started.place.line or 0)


def _region_in_text(rows: Sequence[LayoutRow], sections: Sequence[Section]) -> Found[str] | None:
    """Return the region where only a sentence names it ('one of 11 PDUs in the … region') or a line of the cover."""
    for section in sections:
        if section.part in (Part.FOREWORD, Part.BACKGROUND, Part.SUMMARY) and not section.in_annexe:
            whole, starts = _joined(section.words())
            match = _ONE_OF.search(whole)
            if match:
                return Found(match.group("region"), _at(match.start(), starts))
    return None
