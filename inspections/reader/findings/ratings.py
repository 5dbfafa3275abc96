"""The ratings block: the body's name, the score, the overall rating and each standard's rating."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from inspections.reader import text as wording
from inspections.reader import words
from inspections.reader.draft import Found, Place
from inspections.reader.findings.named_standards import codes_of, named_ratings, without_bullet
from inspections.reader.layout import LayoutRow
from inspections.reader.patterns import lazy
from inspections.reader.sections import Part, Section, tidy_code

_CODE = lazy(r"^(?:[Ss]tandard\s+)?(?P<code>(?:[PRpr]\s?)?\d\.\d{1,2})\s*[.:–-]?(?:\s+(?P<title>[A-Za-z].*))?$")
_SCORE = lazy(
    r"(?<![\d.])(?P<score>\d{1,2})\s*(?:/|out of(?: a (?:possible|maximum)(?: of)?)?)\s*(?P<most>\d{1,2})(?![\d/])"
)
_SCORE_OF = lazy(r"\bscore\b\D{0,12}(?P<score>\d{1,2})\s+of\s+(?P<most>\d{1,2})(?!\d)", re.IGNORECASE)
_SCORE_ALONE = lazy(r"^(?:overall |total )?score\s*[:–-]?\s*(?P<score>\d{1,2})$", re.IGNORECASE)
# No framework has a highest score below this.
_LEAST_MOST = 9
_LONGEST_LINE = 100
# A cell that holds the points of one standard.
_POINTS_CELL = lazy(r"^\W*\d?(?:\s*(?:/|out of)\s*\d)?\W*$")
_OVERALL = lazy(
    r"\boverall\b(?:\s+\w+){0,2}?\s+rating\b|\boverall\b\s*[:–-]"
    r"|^overall\b(?=[\s\d/]*(?:outstanding|good|requires|inadequate)\b)",
    re.IGNORECASE,
)
_SPLIT_RATING = lazy(r"\bRequires\s*$")
_PREVIOUS = lazy(r"\b(?:previous|last inspection|prior)\b", re.IGNORECASE)
_CURRENT = lazy(r"\b(?:current|this inspection|ratings?|20\d\d)\b", re.IGNORECASE)
_YEAR = lazy(r"\b20\d\d\b")
# Words between a standard's title and its rating.
_TAIL = lazy(r"\s+(?:(?:is|was|has been)\s+)?(?:rated|rating|judged)(?:\s+as)?\W*$", re.IGNORECASE)
_DOMAIN = lazy(r"^\d\.\s+\D")
_NOT_A_NAME = lazy(r"\b(?:fieldwork|score|overall|rating|published|inspection)\b", re.IGNORECASE)
_OTHER_BODIES = lazy(r"\bPDUs?\b.*\b(?:ratings?|score|table)\b|\bPDU\b.*\bdate\b", re.IGNORECASE)


@dataclass(slots=True)
class RatedStandard:
    """A standard as the ratings block prints it."""

    code: str
    title: str
    row: LayoutRow
    rating: str | None = None
    rated_at: LayoutRow | None = None
    previous: str | None = None


@dataclass(slots=True)
class RatingsBlock:
    """What the ratings block says."""

    name: Found[str] | None = None
    score: Found[int] | None = None
    most: int | None = None
    overall: Found[str] | None = None
    previous_overall: Found[str] | None = None
    standards: list[RatedStandard] = field(default_factory=list)
    # Whether the standards stand there without codes; ratings that could be put to no name.
    without_codes: bool = False
    leftover: list[LayoutRow] = field(default_factory=list)


def ratings_in(sections: Sequence[Section]) -> RatingsBlock:
    """Return the first block of ratings that holds a score, an overall rating or standards."""
    block = RatingsBlock()
    for section in sections:
        if section.part is Part.RATINGS and not section.in_annexe:
            _read(section, block)
            if block.score or block.overall or block.standards:
                break
    if not block.score and not block.overall and not block.standards:
        for section in sections:
            if (
                section.part in (Part.COVER, Part.SUMMARY, Part.FOREWORD, Part.BACKGROUND, Part.OTHER)
                and not section.in_annexe
            ):
                _read_loose(section, block)
    if not block.standards:
        for section in sections:
            if section.part in (Part.COVER, Part.SUMMARY, Part.FOREWORD) and not section.in_annexe:
                _read_named(section.words(), block, current_first=False, least=4)
    return block


def _read(section: Section, block: RatingsBlock) -> None:
    rows = _whole_rows(section.words())
    current_first = _is_current_first(rows)
    waiting: list[RatedStandard | str] = []
    given: list[LayoutRow] = []
    for row in rows:
        text = _text_of(row)
        if block.standards and _OTHER_BODIES.search(text):
            break
        _read_score(row, block)
        coded = _CODE.match(text)
        if coded:
            _give(waiting, given, block)
            standard = _standard(coded, row, current_first=current_first)
            if any(known.code == standard.code for known in block.standards):
                continue
            block.standards.append(standard)
            if standard.rating is None:
                waiting.append(standard)
            continue
        if waiting and isinstance(waiting[-1], RatedStandard) and not waiting[-1].title and text[0].isupper():
            _title_below(waiting, row)
            continue
        overall = _OVERALL.search(text)
        ratings = [words.rating(match.group(1)) for match in words.ratings_in(text)]
        if overall:
            _give(waiting, given, block)
            if ratings:
                _read_overall(ratings, row, block, current_first=current_first)
            elif block.overall is None:
                waiting.append("overall")
        elif ratings and words.ONLY_RATING.match(text) and waiting:
            given.append(row)
    _give(waiting, given, block)
    if not block.standards:
        _read_named(rows, block, current_first=current_first, least=2)
    block.leftover += _leftover(rows, block)
    block.name = block.name or _name(rows)


def _read_named(rows: Sequence[LayoutRow], block: RatingsBlock, *, current_first: bool, least: int) -> None:
    """Read standards that are named without codes in front."""
    named = named_ratings(rows, current_first=current_first, least=least)
    codes = codes_of(named) if named else []
    for code, rating in zip(codes, named, strict=True):
        if code not in {standard.code for standard in block.standards}:
            standard = RatedStandard(tidy_code(code), rating.title, rating.row, rating.rating, rating.rated_at)
            standard.previous = rating.previous
            block.standards.append(standard)
    block.without_codes = any(not rating.code for rating in named)


def _leftover(rows: Sequence[LayoutRow], block: RatingsBlock) -> list[LayoutRow]:
    """Return the lines with a rating that is neither a standard's nor the overall one."""
    used = {standard.rated_at.number for standard in block.standards if standard.rated_at}
    used |= {standard.row.number for standard in block.standards}
    used |= {fact.place.line for fact in (block.overall, block.previous_overall) if fact and fact.place.line}
    last = max(used, default=rows[-1].number if rows else 0)
    return [
        row
        for row in rows
        if row.number not in used
        and row.number <= last + 2
        and not _OVERALL.search(row.text)
        and len(row.text) < _LONGEST_LINE
        and len(words.ratings_in(row.text)) == 1
        and words.AT_END.search(row.text)
    ]


def _text_of(row: LayoutRow) -> str:
    """Return the words of a row of the ratings, without cells that hold the points of one standard."""
    if not row.cells:
        return without_bullet(row.text)
    kept = [cell for cell in row.cells if not _POINTS_CELL.match(cell)]
    return without_bullet(
        " ".join(
            words.rating(words.RATING_WORD.findall(cell)[0]) if words.ONLY_RATING.match(cell) else cell for cell in kept
        )
    )


def _is_current_first(rows: Sequence[LayoutRow]) -> bool:
    """Return whether the column headings name this inspection's ratings before the previous ones."""
    for row in rows:
        if words.RATING.search(row.text) or _CODE.match(row.text) or len(row.text) > 120:
            continue
        years = _YEAR.findall(row.text)
        if len(years) == 2:
            return years[0] > years[1]
        previous = _PREVIOUS.search(row.text)
        if previous:
            return bool(_CURRENT.search(row.text, 0, previous.start()))
    return False


def _read_overall(ratings: Sequence[str], row: LayoutRow, block: RatingsBlock, *, current_first: bool) -> None:
    """Read two overall ratings side by side as the previous and the current one."""
    if block.overall is not None:
        return
    current, previous = (ratings[0], ratings[-1]) if current_first else (ratings[-1], ratings[0])
    block.overall = Found(current, Place.of_row(row))
    if len(ratings) == 2:
        block.previous_overall = Found(previous, Place.of_row(row))


def _read_score(row: LayoutRow, block: RatingsBlock) -> None:
    if block.score is not None:
        return
    match = _SCORE.search(row.text) or _SCORE_OF.search(row.text)
    if match and int(match.group("score")) <= int(match.group("most")) and int(match.group("most")) >= _LEAST_MOST:
        block.score, block.most = Found(int(match.group("score")), Place.of_row(row)), int(match.group("most"))
    elif alone := _SCORE_ALONE.match(row.text):
        block.score = Found(int(alone.group("score")), Place.of_row(row))


def _whole_rows(rows: Sequence[LayoutRow]) -> list[LayoutRow]:
    """Return the rows, with 'Requires' and 'improvement' on two lines made one."""
    whole: list[LayoutRow] = []
    for row in rows:
        if whole and _SPLIT_RATING.search(whole[-1].text) and row.text.casefold().startswith("improvement"):
            whole[-1] = _with_text(whole[-1], f"{whole[-1].text} {row.text}")
        else:
            whole.append(row)
    return whole


def _with_text(row: LayoutRow, text: str) -> LayoutRow:
    return LayoutRow(
        row.number, row.page, text, text, row.kind, row.cells, row.heading, row.bold, row.indent, row.starts_page
    )


def _standard(coded: re.Match[str], row: LayoutRow, *, current_first: bool = False) -> RatedStandard:
    title = wording.squeeze(coded.group("title") or "")
    rated = words.ratings_in(title)
    standard = RatedStandard(tidy_code(coded.group("code")), title, row)
    if rated:
        # Two ratings side by side are the previous and the current one.
        standard.title = _without_points(title[: rated[0].start()])
        current, previous = (rated[0], rated[-1]) if current_first else (rated[-1], rated[0])
        standard.rating, standard.rated_at = words.rating(current.group(1)), row
        standard.previous = words.rating(previous.group(1)) if len(rated) > 1 else None
    standard.title = _TAIL.sub("", standard.title).rstrip(" :–-.(")
    return standard


def _without_points(title: str) -> str:
    """Return a standard's title without the points printed beside its rating."""
    return re.sub(r"\s\d(?:\s*/\s*\d)?$", "", title.strip(" :–-|.")).strip(" :–-|.")


def _title_below(waiting: list["RatedStandard | str"], row: LayoutRow) -> None:
    """Read the title, perhaps with the rating, on the line below a standard whose code stands alone."""
    standard = waiting[-1]
    if isinstance(standard, str):
        return
    rated = words.ratings_in(row.text)
    standard.title = (row.text[: rated[0].start()] if rated else row.text).strip(" :–-|.")
    if rated:
        standard.rating, standard.rated_at = words.rating(rated[-1].group(1)), row
        waiting.pop()


def _give(waiting: list["RatedStandard | str"], given: list[LayoutRow], block: RatingsBlock) -> None:
    """Give the ratings on lines of their own to the standards above them, and empty both lists.

    Names may all stand before the ratings. Where fewer ratings than names follow, one alone is that of the name right
    above it; of more it cannot be told whose they are.
    """
    if not given:
        return
    receivers = waiting if len(given) >= len(waiting) else waiting[-1:] if len(given) == 1 else []
    for receiver, row in zip(receivers, given, strict=False):
        rating = words.rating(words.RATING_WORD.findall(row.text)[0])
        if isinstance(receiver, str):
            block.overall = Found(rating, Place.of_row(row))
        else:
            receiver.rating, receiver.rated_at = rating, row
    waiting.clear()
    given.clear()


def _name(rows: Sequence[LayoutRow]) -> Found[str] | None:
    """Return the body named at the head of the block, which may stand on two lines, the second with the score."""
    parts: list[LayoutRow] = []
    for row in rows[:6]:
        if _CODE.match(row.text) or _DOMAIN.match(row.text) or words.ONLY_RATING.match(row.text):
            break
        bare = wording.squeeze(re.sub(r"\bscore\b.*$", "", _SCORE.sub("", row.text), flags=re.IGNORECASE)).strip(
            " :*–-"
        )
        bare = re.split(r"\bFieldwork\b", bare)[0].strip(" :–-")
        if not bare or _NOT_A_NAME.search(bare):
            break
        parts.append(_with_text(row, bare))
        if bare != row.text:
            break
    if not parts:
        return None
    return Found(wording.join(part.text for part in parts), Place.of_row(parts[0]))


_LOOSE_OVERALL = lazy(
    r"^(?:overall rating|overall)\s*[:–-]?\s*(?P<rating>outstanding|good|requires improvement|inadequate)$",
    re.IGNORECASE,
)


def _read_loose(section: Section, block: RatingsBlock) -> None:
    """Read the ratings in a report without a heading for them: only lines that can be nothing else."""
    if section.heading and _OVERALL.search(section.heading.text):
        _read(section, block)
        return
    for row in _whole_rows(section.words()):
        match = _LOOSE_OVERALL.match(row.text)
        if match and block.overall is None:
            block.overall = Found(words.rating(match.group("rating")), Place.of_row(row))
        coded = _CODE.match(_text_of(row))
        standard = _standard(coded, row) if coded else None
        known = {standard.code for standard in block.standards}
        if standard and standard.rating and standard.code not in known and len(standard.title.split()) <= 6:
            block.standards.append(standard)
