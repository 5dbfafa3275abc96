"""The title of a report: the inspected body, its region, and a date beside them, however they are broken over lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from inspections.reader import text as wording
from inspections.reader.dates import DATE, first_date
from inspections.reader.draft import Found, Place
from inspections.reader.layout import Kind, LayoutRow
from inspections.reader.patterns import lazy

# A line of a name that ends so is followed by more of the name.
_GOES_ON = (",", " and", "–", "-", "&")

_TITLE = lazy(
    r"\b(?:an?\s+)?(?:\w+\s+)?inspection of (?:the )?(?:adult )?probation (?:services|delivery"
    r"|work|arrangements)"
    r"(?:\s+(?:in|by|provided by))?\s*(?:the\s+)?[:–—-]?\s*(?P<name>.*)$",
    re.IGNORECASE,
)
_BARE_TITLE = lazy(r"^an inspection of\s*:?\s*(?P<name>.*)$", re.IGNORECASE)
_BARE_TITLE_ROWS = 15
_LONGEST_REGION_LINE = 90
# A title that goes on in the next row.
_BEGUN_TITLE = lazy(
    r"\binspection(?: of(?: (?:the )?(?:adult )?probation)?)?$|\bdynamic(?: inspection(?: of(?: public)?)?)?$",
    re.IGNORECASE,
)
_OUR_BODIES = lazy(r"\b(?:probation|NPS|CRC|PDU|rehabilitation company)\b", re.IGNORECASE)
_REST_OF_NAME = lazy(
    r"^(?:and|&|PDU|region|division|community|company|probation)\b|\b(?:division|region|PDU"
    r"|CRC|company|unit)$",
    re.IGNORECASE,
)
# A name that ends so is complete: what stands below it is another line of the cover.
_WHOLE_NAME = lazy(r"\b(?:PDU|CRC|Probation Delivery Unit|Rehabilitation Company|region)$", re.IGNORECASE)
_END_OF_NAME = lazy(
    r"^(?:(?:and|&) )?(?:[\w’',-]+ ){0,3}"
    r"(?:PDU|CRC|Probation Delivery Unit|Delivery Unit|Unit|Rehabilitation Company|Company)$",
    re.IGNORECASE,
)
_DYNAMIC = lazy(
    r"\bdynamic inspection of public protection\b(?:\s+(?:in|by"
    r"|[:–—-]))?\s*[:–—-]?\s*(?:the\s+)?(?P<name>.*)$",
    re.IGNORECASE,
)
_REGION_LINE = lazy(
    r"^(?:the\s+)?(?:national\s+)?probation service\s*(?:[–—:-]|,"
    r"|in)\s*(?P<region>.+?)\s*(?:probation\s+)?(?:region|division)?$",
    re.IGNORECASE,
)
_ENDS_REGION = lazy(r"\b(?:region|division)$", re.IGNORECASE)
_REGION_ALONE = lazy(r"^(?:the )?(?P<region>[A-Z][\w’'&,-]*(?: [\w’'&,-]+){0,5}?) (?:probation )?region$")
_ENDS_NAME = lazy(
    rf"^(?:the\s+)?(?:HM|HMI|His|Her)\b.*\b(?:Inspectorate|Probation)\b|^published\b|^contents$"
    rf"|^foreword\b|^{DATE}$|\bcrown copyright\b",
    re.IGNORECASE,
)
# A national inspection is of HMPPS; its title may name the subject and the month only.
_NATIONAL = lazy(
    r"^(?:report (?:of|on) )?(?:an? |the )?(?:dynamic |joint )?national (?:(?!probation|nps)\w+ ){0,3}?"
    r"inspection\b(?P<rest>.{0,120})$",
    re.IGNORECASE,
)
_NATIONAL_ROWS = 15
_AGENCY = lazy(
    r"(?:HM|His Majesty[’']s|Her Majesty[’']s) Prison (?:and|&) Probation Service(?: \(HMPPS\))?|HMPPS", re.I
)
_AGENCY_NAME = "HMPPS"
_NATIONWIDE = lazy(r"^(?:the )?(?:national(?:ly)?|England and Wales)\b", re.IGNORECASE)
_DATE_AT_END = lazy(rf"\s*[,:|(–—-]?\s*\b(?P<date>{DATE})\W*$", re.IGNORECASE)
# Where a cover that a converter ran together on one line begins its next line.
_NEXT_LINE = lazy(
    r"\s*[|•·]\s*|\s+(?=An?\s+(?:\w+\s+)?inspection\s+of\b|(?:The\s+)?(?:National\s+)?Probation\s+Service\s*[–—:,-]"
    r"|(?:HM|His\s+Majesty[’']s|Her\s+Majesty[’']s)\s+Inspectorate\s+of\s+Probation|HMI\s*Probation\b"
    r"|(?:First\s+)?[Pp]ublished\b|ISBN\b|Fieldwork\b|Lead\s+[Ii]nspector\b|Contents\b|Foreword\b|©)"
    r"|(?<=PDU|CRC)(?:\s*[,|–—-])?\s+(?=(?:in\s+)?(?:the\s+)?[A-Z][\w’'&,\s-]{2,60}?\sregion\b)"
    rf"|(?<=PDU|CRC|ion)\s+(?=\(?(?i:{DATE}))"
)
_TITLE_HERE = lazy(r"\binspection of\b|\bnational inspection\b", re.IGNORECASE)
# A line that ends so has its name still to come.
_NAME_TO_COME = lazy(r"(?:\b(?:in|by|of|the|and|a|an|from)|[:–—,-])$", re.IGNORECASE)
_ONE_LINE_ROWS = 12


@dataclass(slots=True)
class Title:
    """What the title and the lines below it say."""

    organisation: Found[str] | None = None
    region: Found[str] | None = None
    published: Found[str] | None = None
    is_dynamic: bool = False


def parted(front: Sequence[LayoutRow]) -> list[LayoutRow]:
    """Return the rows of the first pages, with a cover that stands on one line made a row for each part of it."""
    rows: list[LayoutRow] = []
    titled = False
    for index, row in enumerate(front):
        here = bool(_TITLE_HERE.search(row.text))
        if index < _ONE_LINE_ROWS and (here or titled) and not row.text.endswith(".") and not row.heading > 1:
            rows += [replace(row, text=part, cells=()) for part in _parts(row)]
        else:
            rows.append(row)
        titled = here
    return rows


def _parts(row: LayoutRow) -> Iterator[str]:
    whole = " | ".join(cell for cell in row.cells if cell) if row.cells else row.text
    start = 0
    for match in _NEXT_LINE.finditer(whole):
        part = whole[start : match.start()].strip()
        if part and ("|" in match.group() or not _NAME_TO_COME.search(part)):
            yield part
            start = match.end()
    yield whole[start:].strip(" |")


def title_in(front: Sequence[LayoutRow]) -> Title:
    """Return the inspected body below or beside the title, and the region's line after it."""
    title = Title()
    _read_title(title, front)
    if title.organisation is None:
        _read_national(title, front)
    return title


def _read_national(title: Title, front: Sequence[LayoutRow]) -> None:
    """Read the title of an inspection of HMPPS itself."""
    for row in front[:_NATIONAL_ROWS]:
        match = _NATIONAL.match(row.text)
        if match and not row.text.endswith("."):
            agency = _AGENCY.search(match.group("rest"))
            title.organisation = Found(agency.group() if agency else _AGENCY_NAME, Place.of_row(row))
            _read_date(title, match.group("rest"), row)
            return


def _read_date(title: Title, name: str, row: LayoutRow) -> None:
    match = _DATE_AT_END.search(name)
    date = first_date(match.group("date")) if match else None
    if date:
        title.published = Found(date, Place.of_row(row))


def _read_title(title: Title, front: Sequence[LayoutRow]) -> None:
    for index, row in enumerate(front[:80]):
        if len(row.text) > 200 or row.text.endswith("."):
            continue
        match, at = _title_at(front, index)
        if match is None:
            continue
        title.is_dynamic = title.is_dynamic or match.re.pattern == _DYNAMIC.pattern
        name_rows = _name_rows(front, at, match.group("name"))
        whole_name = wording.join(text for _, text in name_rows)
        name = _tidy_name(whole_name)
        if match.re.pattern == _BARE_TITLE.pattern and not _is_ours(name):
            continue
        if name and title.organisation is None and not re.match(r"^(?:report|v\d|guidance)\b", name, re.IGNORECASE):
            nationwide = title.is_dynamic and _NATIONWIDE.match(name)
            title.organisation = Found(_AGENCY_NAME if nationwide else name, Place.of_row(name_rows[0][0]))
            _read_date(title, whole_name, name_rows[0][0])
            if re.search(r"\bregion$", name, re.IGNORECASE):
                region = re.sub(r"\s*(?:probation )?region$", "", name, flags=re.IGNORECASE)
                title.region = Found(region, Place.of_row(name_rows[0][0]))
        _read_region(title, front[at + len(name_rows) : at + len(name_rows) + 4])
        if title.organisation:
            return


def _tidy_name(name: str) -> str:
    """Return the body's name without the words of the title, the service and the publisher around it."""
    name = re.sub(r"^(?:in|by)\b\s*:?\s*(?:the\s+)?", "", name.strip(" :–—-,"), flags=re.IGNORECASE)
    name = re.sub(r"^(?:the )?(?:national )?probation service\s*[–—-]\s*", "", name, flags=re.IGNORECASE)
    name = re.sub(r"\s*[–—|-]\s*(?:HM |His |HMI).*$", "", name)
    return re.sub(r"\s*[–—-]?\s*\b(?:19|20)\d\d$", "", _DATE_AT_END.sub("", name))


def _is_ours(name: str) -> bool:
    """Return whether a name below 'An inspection of' alone is a probation body's, and not the rest of a title."""
    rest = name.casefold() == "probation" or name.endswith((" in", " by"))
    return bool(_OUR_BODIES.search(name)) and not rest


def _read_region(title: Title, below: Sequence[LayoutRow]) -> None:
    """Read the region's line below the name, which large type may break over two rows."""
    for at, row in enumerate(below):
        text = row.text
        if _REGION_LINE.match(text) and not _ENDS_REGION.search(text) and at + 1 < len(below):
            following = below[at + 1]
            if following.number == row.number + 1 and _ENDS_REGION.search(following.text):
                text = f"{text} {following.text}"
        line = _REGION_LINE.match(text) or _REGION_ALONE.match(text)
        if line and title.region is None and len(text) < _LONGEST_REGION_LINE:
            title.region = Found(line.group("region").strip(" ,–—-"), Place.of_row(row))


def _title_at(front: Sequence[LayoutRow], index: int) -> tuple[re.Match[str] | None, int]:
    """Return the title that begins on a row, which large type may break over two or three rows, and its last row."""
    text = front[index].text
    bare = _BARE_TITLE.match(text) if index < _BARE_TITLE_ROWS else None
    for last in range(index, min(index + 3, len(front))):
        match = _DYNAMIC.search(text) or _TITLE.search(text)
        if match:
            return match, last
        if last + 1 >= len(front) or not _BEGUN_TITLE.search(text) or front[last + 1].text.endswith("."):
            break
        text = f"{text} {front[last + 1].text}"
    return bare, index


def _name_rows(front: Sequence[LayoutRow], index: int, beside: str) -> list[tuple[LayoutRow, str]]:
    """Return the rows of the body's name: beside the title, or below it up to the region or the publisher."""
    lines: list[tuple[LayoutRow, str]] = []
    if beside.strip(" :*"):
        lines.append((front[index], beside))
        following = front[index + 1] if index + 1 < len(front) else None
        goes_on = beside.rstrip().endswith(_GOES_ON) or (
            following is not None
            and following.number == front[index].number + 1
            and not _WHOLE_NAME.search(beside)
            and bool(_END_OF_NAME.search(following.text))
        )
        if not goes_on:
            return lines
    for row in front[index + 1 : index + 5]:
        if (
            _REGION_LINE.match(row.text)
            or _ENDS_NAME.search(row.text)
            or row.kind is not Kind.WORDS
            or row.text.endswith(".")
        ):
            break
        if lines and _WHOLE_NAME.search(lines[-1][1]):
            break
        lines.append((row, row.text))
        complete = len(lines) > 1 and not lines[-2][1].endswith(_GOES_ON) and not row.text.endswith(_GOES_ON)
        if complete and not _REST_OF_NAME.search(row.text):
            lines.pop()
            break
    return lines
