"""The table of progress on earlier recommendations: cells by tab, pipe or real table, or all run together."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from inspections.reader import text as wording
from inspections.reader import words
from inspections.reader.addressees import group_heading
from inspections.reader.draft import EarlierRecommendationDraft, Place
from inspections.reader.layout import LayoutRow
from inspections.reader.patterns import lazy

# Tried in this order: a heading that could be two things is the first of them that no other heading is.
_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "still",
        lazy(
            r"\bstill (?:required|needed|to do|open)|\bimprovement\b.*(?:\?|\brequired\b|\bneeded\b)"
            r"|\b(?:further|more) (?:improvement|work|action)\b|\b(?:repeat(?:ed)?|carry forward|carried"
            r" forward)\b.*\?|^repeat(?:ed)?$"
        ),
    ),
    (
        "category",
        lazy(
            r"\bcategor|\bjudgement\b|\brating\b|\bstatus\b|\boutcome\b|\bverdict\b|\bconclusion\b|\bresult\b|"
            r"\bgrad(?:e|ing)\b"
            r"|\bhow far\b|\bour (?:view|assessment|opinion)\b|^assessment$|\bextent\b|\blevel of progress\b|^rag\b"
        ),
    ),
    (
        "action",
        lazy(
            r"\baction|\bimpact\b|\bevidence\b|\bcomment|\bfindings?\b|\bwhat (?:has|have|was|were|did|happened"
            r"|we (?:found|saw))\b"
            r"|\bresponse\b|\bdetails?\b|\bprogress (?:made|since|to date)\b|\bupdate\b|\bnarrative\b|\bdone\b|"
            r"\bsince then\b|\bsummary\b"
        ),
    ),
    ("category", lazy(r"\bprogress\b(?! on)")),
    ("text", lazy(r"\brecommend(?:ations?|ed)\b|\bwhat we (?:said|asked)\b|\bwe (?:said|asked)\b|\bwas asked\b")),
    (
        "addressee",
        lazy(
            r"^(?:for|who|lead)$|\b(?:addressee|addressed|organisation|for whom|owner|body|responsible"
            r"|directed)\b"
        ),
    ),
    ("number", lazy(r"^(?:no\.?|number|#|ref\.?|rec\.?(?: no\.?)?|recommendation (?:no\.?|number)|r)$")),
)
_HELP = lazy(
    r"\bbriefly describe|\bsufficient progress\s*/\s*some progress|\byes\s*/\s*no\b|\bconsider repeating\b"
    r"|^\s*from (?:the )?previous\b.*\binspection\b",
    re.IGNORECASE,
)
_HEADER_TOGETHER = lazy(
    r"previous recommendations?\s+actions? taken(?: and impact)?\s+categor\w+\s+improvement still "
    r"(?:required|needed)\s*\??\s*",
    re.IGNORECASE,
)
_HELP_TOGETHER = lazy(r"from (?:the )?previous\b.{0,400}?consider repeating the recommendation\s*\.?\s*", re.IGNORECASE)
_ROW_ENDS = lazy(r"\b(?P<category>No|Some|Sufficient) progress\s+(?P<still>Yes|No|N/A)\b\.?\s*(?=[A-Z0-9]|$)")
_LONGEST_HEADING = 8
_PROGRESS = lazy(r"\bprogress\b")
_ONLY_CATEGORY = lazy(r"^\W*(?:no|some|sufficient) progress(?: made)?\W*$", re.IGNORECASE)
_ONLY_NUMBER = lazy(r"^\W*R?\s?\d{1,2}\W*$")
# A cell in a column for progress that names the category in one word.
_ONE_WORD = lazy(r"^\W*(?P<word>no|none|some|sufficient)\W*$", re.IGNORECASE)
_YES_NO = lazy(r"^\W*(yes|no)\b", re.IGNORECASE)
_NUMBER = lazy(r"^(\d{1,2})[.):]?\s+(?=\D)|^(\d{1,2})[.)]?$")


@dataclass(slots=True)
class _Entry:
    """A row of the table while its cells are being put together."""

    row: LayoutRow
    cells: dict[str, list[str]] = field(default_factory=dict)
    addressee: str | None = None
    closed: bool = False

    def cell(self, column: str) -> str:
        return wording.join(self.cells.get(column, []))


def read_table(rows: Sequence[LayoutRow], *, needs_header: bool = False) -> list[EarlierRecommendationDraft]:
    """Return the judged recommendations of the progress table among these rows; empty where there is none."""
    columns, start = _header(rows, 3 if needs_header else 2)
    columns, start = _by_content(rows, columns, start, needs_header=needs_header)
    if columns:
        # 'Some' alone is a category only where no cell names one in full.
        one_word = not any(_is_category(cell) for row in rows for cell in row.cells)
        drafts = [_draft(entry, one_word=one_word) for entry in _entries(rows[start:], columns)]
        whole = _whole_table_rows(rows[start:], max(columns) + 1)
        streamed = [_draft(entry, one_word=one_word) for entry in _entries(whole, columns)]
        if sum(map(_is_whole, streamed)) > sum(map(_is_whole, drafts)):
            drafts = streamed
        if drafts:
            return drafts
    return [] if needs_header else _run_together(rows)


def _is_whole(draft: EarlierRecommendationDraft) -> bool:
    return bool(draft.text and draft.category and draft.action_taken)


def _whole_table_rows(rows: Sequence[LayoutRow], width: int) -> list[LayoutRow]:
    """Return the rows of a text table whose cells run over lines: each tab or pipe begins the next cell."""
    whole: list[LayoutRow] = []
    for row in rows:
        if not row.is_words or row.heading:
            continue
        pieces = list(row.cells) or [row.text]
        if whole and len(whole[-1].cells) < width:
            cells = list(whole[-1].cells)
            cells[-1] = wording.join([cells[-1], pieces[0]])
            cells += pieces[1:]
            whole[-1] = replace(whole[-1], cells=tuple(cells), text=" ".join(cells))
        else:
            whole.append(replace(row, cells=tuple(pieces)))
    return whole


def _header(rows: Sequence[LayoutRow], least: int) -> tuple[dict[int, str], int]:
    """Return what each column holds, by number, and the index of the row after the header.

    The header has `least` columns or more.
    """
    for index, row in enumerate(rows):
        if len(row.cells) >= least:
            columns = columns_of(row.cells)
            if {"text", "category"} <= set(columns.values()) and len(columns) >= least:
                return columns, index + 1
    return {}, 0


def _by_content(
    rows: Sequence[LayoutRow], columns: dict[int, str], start: int, *, needs_header: bool
) -> tuple[dict[int, str], int]:
    """Return the columns by what stands in them, where the headings do not say which one holds the categories."""
    table = [row for row in rows[start:] if row.is_words and len(row.cells) >= max(columns, default=1) + 1]
    places = Counter(at for row in table for at, cell in enumerate(row.cells) if _is_category(cell))
    if not places:
        return columns, start
    place, count = places.most_common(1)[0]
    named = next((at for at, name in columns.items() if name == "category"), None)
    if named == place or (named is not None and places[named]):
        return columns, start
    header = next((at for at, row in enumerate(rows) if row.is_words and row.cells), 0)
    first = next(at for at, row in enumerate(rows) if row.is_words and any(map(_is_category, row.cells)))
    if columns:
        return _guessed(table, place, columns), start
    if needs_header or count * 2 < len(table) or len(rows[first].cells) < 2:
        return columns, start
    loose = columns_of(rows[header].cells) if header < first else {}
    return _guessed(table, place, loose), (header + 1 if header < first else first)


def _is_category(cell: str) -> bool:
    return bool(_ONLY_CATEGORY.match(cell))


def _guessed(table: Sequence[LayoutRow], place: int, named: dict[int, str]) -> dict[int, str]:
    """Return the columns with the categories in their place, and what is unsaid told by what the cells hold."""
    columns = {at: name for at, name in named.items() if name != "category" and at != place}
    columns[place] = "category"
    width = max(len(row.cells) for row in table)
    for at in range(width):
        cells = [row.cells[at] for row in table if at < len(row.cells) and row.cells[at]]
        held = set(columns.values())
        if at in columns or not cells:
            continue
        if "number" not in held and all(_ONLY_NUMBER.match(cell) for cell in cells):
            columns[at] = "number"
        elif "still" not in held and sum(bool(_YES_NO.match(cell)) for cell in cells) * 2 > len(cells):
            columns[at] = "still"
        elif "text" not in held:
            columns[at] = "text"
        elif "action" not in held:
            columns[at] = "action"
    return dict(sorted(columns.items()))


def columns_of(cells: Sequence[str]) -> dict[int, str]:
    """Return, by column number, what its heading says it holds; empty for a row that is no row of headings."""
    folded = [wording.fold(cell) for cell in cells]
    if any(len(cell.split()) > _LONGEST_HEADING for cell in folded):
        return {}
    columns: dict[int, str] = {}
    for name, pattern in _COLUMNS:
        position = next((i for i, cell in enumerate(folded) if i not in columns and pattern.search(cell)), None)
        if position is not None and name not in columns.values():
            columns[position] = name
    told = next((at for at, cell in enumerate(folded) if at not in columns and _PROGRESS.search(cell)), None)
    if told is not None and "category" in columns.values() and "action" not in columns.values():
        columns[told] = "action"
    return dict(sorted(columns.items()))


def _entries(rows: Sequence[LayoutRow], columns: dict[int, str]) -> list[_Entry]:
    entries: list[_Entry] = []
    addressee: str | None = None
    width = max(columns) + 1
    help_row = False
    for row in rows:
        if not row.is_words:
            continue
        named = (
            group_heading(row.text, marked=bool(row.heading or row.bold)) if sum(map(bool, row.cells)) <= 1 else None
        )
        if named:
            addressee = named
            continue
        if len(row.cells) < 2:
            _add_loose(entries, row)
            continue
        if columns_of(row.cells) == columns:
            continue
        if _HELP.search(row.text) and len(words.CATEGORY.findall(_at(row.cells, columns, "category"))) != 1:
            help_row = True
            continue
        values = {name: _at(row.cells, columns, name) for name in columns.values()}
        if len(row.cells) > width and not values.get("still"):
            values["still"] = row.cells[-1]
        if _goes_on(entries, values):
            if not help_row or entries:
                _append(entries, values)
            continue
        help_row = False
        entries.append(_Entry(row, {name: [value] for name, value in values.items()}, addressee))
    return [entry for entry in entries if entry.cell("text")]


def _at(cells: Sequence[str], columns: dict[int, str], name: str) -> str:
    return next((cells[i] for i, column in columns.items() if column == name and i < len(cells)), "")


def _goes_on(entries: list[_Entry], values: dict[str, str]) -> bool:
    """Return whether a row only holds the rest of cells that began above it."""
    text = values.get("text", "")
    if not text:
        return True
    if not entries or (values.get("category") and entries[-1].cell("category") and words.category(values["category"])):
        return False
    unjudged = not words.category(values.get("category", "")) or not entries[-1].cell("category")
    return unjudged and (text[0].islower() or text[0] in "(,;–")


def _append(entries: list[_Entry], values: dict[str, str]) -> None:
    if entries:
        for name, value in values.items():
            entries[-1].cells.setdefault(name, []).append(value)


def _add_loose(entries: list[_Entry], row: LayoutRow) -> None:
    """Add a line without cells: the rest of the last cell begun, or of an account that a page break cuts."""
    if entries and entries[-1].cell("category") and not row.heading:
        account = entries[-1].cell("action")
        if account and not account.endswith((".", "?", "!", ":")) and not entries[-1].closed:
            entries[-1].cells["action"].append(row.text)
        else:
            entries[-1].closed = True
    if entries and not entries[-1].cell("category") and not row.heading:
        begun = [name for name, parts in entries[-1].cells.items() if any(parts)]
        if begun:
            entries[-1].cells[begun[-1]].append(row.text)


def _draft(entry: _Entry, *, one_word: bool) -> EarlierRecommendationDraft:
    text, number = _numbered(entry.cell("text"))
    still = _YES_NO.match(entry.cell("still"))
    own = _NUMBER.match(entry.cell("number")) if entry.cell("number") else None
    return EarlierRecommendationDraft(
        number=int(own.group(1) or own.group(2)) if own else number,
        addressee=entry.cell("addressee") or entry.addressee,
        text=text,
        action_taken=entry.cell("action") or None,
        category=_category(entry.cell("category"), one_word=one_word),
        improvement_still_required=still.group(1).casefold() == "yes" if still else None,
        source=Place.of_row(entry.row),
    )


def _category(cell: str, *, one_word: bool) -> str | None:
    """Return the category that a cell names, in full or by its first word."""
    match = _ONE_WORD.match(cell) if one_word else None
    word = match.group("word").casefold() if match else ""
    return words.category(f"{'no' if word == 'none' else word} progress" if word else cell)


def _numbered(text: str) -> tuple[str, int | None]:
    match = re.match(r"^(\d{1,2})[.):]\s+(?=\S)", text)
    return (text[match.end() :], int(match.group(1))) if match else (text, None)


# Words that begin the account of what was done, where nothing else parts it from the recommendation.
_OPENERS = lazy(
    r"(?<=[a-z.)’'])\s+(?=(?:Overall|Although|However|While|Whilst|Since|There|In|At|The|We|Our|This"
    r"|These|Despite|Some|Most|"
    r"Many|All|Following|From|Leaders|Managers|Staff|Practitioners|Inspectors|Work|Progress|Evidence|Data)\b)"
)
_CAPITAL = lazy(r"(?<=[a-z.)’'])\s+(?=[A-Z][a-z]*,?\s+[a-z])")
_BEFORE_A_NAME = lazy(
    r"\b(?:the|a|an|of|with|by|to|that|for|and|or|in|on|from|ensure|ensuring|use|between|all|local"
    r"|its|at|as|through|"
    r"across|under|every|each|via|into|within|including|is|are|their|provide)$",
    re.IGNORECASE,
)


def is_run_together(rows: Sequence[LayoutRow]) -> bool:
    """Return whether the table's cells have nothing between them, so that where they part is a guess."""
    columns, _ = _header(rows, 2)
    return not columns and bool(_HEADER_TOGETHER.search(wording.join(row.text for row in rows if row.is_words)))


def _run_together(rows: Sequence[LayoutRow]) -> list[EarlierRecommendationDraft]:
    """Return the judgements in a table whose cells have nothing between them.

    Each row ends with its category and 'Yes' or 'No'.
    """
    parts = [row for row in rows if row.is_words]
    whole = wording.join(row.text for row in parts)
    header = _HEADER_TOGETHER.search(whole)
    if header is None:
        return []
    body = _HELP_TOGETHER.sub("", whole[header.end() :], count=1)
    recommendations: list[EarlierRecommendationDraft] = []
    start = 0
    for match in _ROW_ENDS.finditer(body):
        text, action = _split_words(body[start : match.start()])
        start = match.end()
        text, number = _numbered(text)
        still = match.group("still").casefold()
        recommendations.append(
            EarlierRecommendationDraft(
                number=number,
                addressee=None,
                text=text,
                action_taken=action or None,
                category=words.category(f"{match.group('category')} progress"),
                improvement_still_required={"yes": True, "no": False}.get(still),
                source=_place(text, parts),
            )
        )
    return recommendations


def _split_words(both: str) -> tuple[str, str]:
    """Return the recommendation and the account of action, which begins with a capital in mid-sentence."""
    both = both.strip()
    candidates = sorted(
        (match.start(), match.end()) for pattern in (_OPENERS, _CAPITAL) for match in pattern.finditer(both, 6)
    )
    for start, end in candidates:
        if not _BEFORE_A_NAME.search(both[:start]):
            return both[:start], both[end:]
    return both, ""


def _place(text: str, rows: Sequence[LayoutRow]) -> Place:
    opening = " ".join(text.split()[:4])
    shorter = " ".join(text.split()[:2])
    for words_to_find in (opening, shorter):
        for row in rows:
            if words_to_find and words_to_find in row.text:
                return Place.of_row(row)
    return Place.of_row(rows[0])
