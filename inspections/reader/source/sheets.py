"""Takes a PDF page apart: its tables, its lines, what stands beside them, and what is set another way."""

from collections.abc import Iterator, Sequence

from pdfplumber.page import Page

from inspections.reader.patterns import lazy
from inspections.reader.source import asides, pictures, tables, turned
from inspections.reader.source.layout import PrintedRow, Run, reading_order, rows_of, runs_of
from inspections.reader.source.lines import SourceDoubt, Trouble
from inspections.reader.source.pages import Printed, in_order
from inspections.reader.source.tables import PrintedTable
from inspections.reader.source.turned import UPRIGHT, Char

# Fewer letters set sideways are a mark at the margin or beside a chart.
_FEW_LETTERS = 40
# More letters than this at an angle are no watermark.
_WATERMARK = 60
# In ems, the most white between two paragraphs of a column; type this much larger is a heading's.
_PARAGRAPH, _HEADING_SIZE = 2.5, 1.12
_LEAST_BOX, _MOST_BOXES = (40, 12), 200
# A picture of this share of the page, with fewer letters beside it, is what the page says.
_FULL_PAGE, _LETTERS_OF_CAPTION = 0.5, 40
_UNREADABLE, _UNREADABLE_SHARE = 30, 0.3
_WORD = lazy(r"[A-Za-z]+")
_COMMON = frozenset({"the", "and", "of", "to", "in", "a", "for", "is", "that", "with", "on", "by", "was", "were", "at"})
_FEWEST_TO_TELL, _COMMON_SHARE = 60, 0.02


def sheets_of(page: Page) -> tuple[list[Printed], list[SourceDoubt]]:
    """Return the page in its reading order, parted where it is set another way, and what could not be read."""
    chars = turned.straightened(page.chars)
    ruled, loose = tables.find(page, chars)
    ways = turned.by_way(loose)
    flat = _sheet(page, ways[UPRIGHT], ruled, pictures.ratings(page))
    sheets = [flat]
    for way in turned.SIDEWAYS:
        if turned.letters(ways.get(way, ())):
            sheets = _with_turned(sheets, page, chars, ways[way], way)
    return sheets, list(_doubts(page, sheets, ways.get(None, ())))


def _sheet(page: Page, chars: Sequence[Char], found: Sequence[PrintedTable], rated: Sequence[Run]) -> Printed:
    runs, beside = asides.sort_out([*runs_of(chars), *rated], _boxes(page) if page.rects or page.curves else ())
    rows = reading_order(runs, float(page.width))
    for part in _columns([part for part in beside if not part.is_aside], runs):
        at = _end_of_column(rows, part)
        rows[at:at] = rows_of(part.runs)
    words_beside = [rows_of(part.runs) for part in beside if part.is_aside]
    return Printed(page.page_number, float(page.height), in_order(rows, found), words_beside)


def _end_of_column(rows: Sequence[PrintedRow], part: asides.Beside) -> int:
    """Return where the lines beside a part end: with the last one of their column, however far down it runs."""
    end = max((at for at, row in enumerate(rows) if row.top < part.bottom), default=-1) + 1
    while 0 < end < len(rows):
        above, row = rows[end - 1], rows[end]
        far = row.top - above.bottom > _PARAGRAPH * row.size or row.size > _HEADING_SIZE * above.size
        if far or not (row.x1 < part.x0 or row.x0 > part.x1):
            break
        end += 1
    return end


def _columns(parts: Sequence[asides.Beside], lines: Sequence[Run]) -> list[asides.Beside]:
    """Return the parts with those below each other as one, where no line of the page runs between them."""
    columns: list[asides.Beside] = []
    for part in parts:
        last = columns[-1] if columns else None
        if last and min(last.x1, part.x1) > max(last.x0, part.x0) and not _is_crossed(last, part, lines):
            last.runs += part.runs
            last.x0, last.x1, last.bottom = min(last.x0, part.x0), max(last.x1, part.x1), max(last.bottom, part.bottom)
        else:
            columns.append(part)
    return columns


def _is_crossed(upper: asides.Beside, lower: asides.Beside, lines: Sequence[Run]) -> bool:
    left, right = max(upper.x0, lower.x0), min(upper.x1, lower.x1)
    return any(
        upper.bottom - 1 <= line.top and line.bottom <= lower.top + 1 and line.x0 < right and line.x1 > left
        for line in lines
    )


def _boxes(page: Page) -> list[asides.Box]:
    """Return the places that are drawn as boxes, filled or with a line around."""
    boxes = [(box["x0"], box["top"], box["x1"], box["bottom"]) for box in [*page.rects, *page.curves]]
    wide, high = _LEAST_BOX
    large = [box for box in boxes if box[2] - box[0] >= wide and box[3] - box[1] >= high]
    return large if len(large) <= _MOST_BOXES else []


def _with_turned(
    sheets: list[Printed], page: Page, all_chars: Sequence[Char], chars: list[Char], way: int
) -> list[Printed]:
    """Return the sheets with what is set sideways: after what stands above or beside it, or beside the text."""
    flat = sheets[0]
    if turned.letters(chars) < _FEW_LETTERS:
        flat.asides.append(rows_of(runs_of(turned.upright(chars, way))))
        return sheets
    sheet = _turned_sheet(page, all_chars, chars, way)
    if sheet.letters <= sum(other.letters for other in sheets) and not _is_part(sheet):
        flat.asides += [sheet.rows, *sheet.asides]
        return sheets
    bottom = max(char["bottom"] for char in chars)
    below = Printed(page.page_number, flat.height, [element for element in flat.items if element.top >= bottom])
    flat.items = [element for element in flat.items if element.top < bottom]
    return [*sheets, sheet, below] if below.items else [*sheets, sheet]


def _turned_sheet(page: Page, all_chars: Sequence[Char], chars: Sequence[Char], way: int) -> Printed:
    seen = turned.page_turned(page, way)
    wanted = {id(char) for char in chars}
    # Read again in the same order: the letters that no upright table holds.
    again = turned.straightened(seen.chars)
    own = [new for old, new in zip(all_chars, again, strict=False) if id(old) in wanted]
    ruled, loose = tables.find(seen, own)
    sheet = _sheet(seen, loose, ruled, ())
    seen.close()
    return sheet


def _is_part(sheet: Printed) -> bool:
    """Return whether what is set sideways is a part of the report: a table, a list or a heading."""
    return len(sheet.rows) < len(sheet.items) or any(asides.begins_part(row.text) for row in sheet.rows)


def _doubts(page: Page, sheets: Sequence[Printed], aslant: Sequence[Char]) -> Iterator[SourceDoubt]:
    if turned.letters(aslant) > _WATERMARK:
        yield SourceDoubt(Trouble.ASLANT, page.page_number)
    letters, lost = sum(sheet.letters for sheet in sheets), sum(sheet.unreadable for sheet in sheets)
    if (lost >= _UNREADABLE and lost > _UNREADABLE_SHARE * (letters + lost)) or _is_garbled(sheets):
        yield SourceDoubt(Trouble.UNREADABLE, page.page_number)
        _drop_unreadable(sheets)
    if page.page_number > 1 and letters < _LETTERS_OF_CAPTION and _picture_share(page) > _FULL_PAGE:
        yield SourceDoubt(Trouble.PICTURE, page.page_number)


def _is_garbled(sheets: Sequence[Printed]) -> bool:
    """Return whether the page's words are none of English: its letters have wrong meanings, or lie scattered."""
    words = [word for sheet in sheets for text in sheet.texts for word in _WORD.findall(text.lower())]
    common = sum(1 for word in words if word in _COMMON)
    return len(words) >= _FEWEST_TO_TELL and common < _COMMON_SHARE * len(words)


def _drop_unreadable(sheets: Sequence[Printed]) -> None:
    """Take out the lines that are mostly letters without a meaning."""
    for sheet in sheets:
        sheet.items = [element for element in sheet.items if isinstance(element, PrintedTable) or _can_be_read(element)]


def _can_be_read(row: PrintedRow) -> bool:
    return 2 * row.text.count("\ufffd") < len(row.text.replace(" ", ""))


def _picture_share(page: Page) -> float:
    areas = [(image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) for image in page.images]
    return max(areas, default=0.0) / float(page.width * page.height or 1)
