"""The rating and the key-question figures in each standard's own section."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from inspections.reader import text as wording
from inspections.reader import words
from inspections.reader.draft import Found, KeyQuestionDraft, Place
from inspections.reader.layout import LayoutRow
from inspections.reader.patterns import lazy
from inspections.reader.sections import Part, Section

_QUESTION = lazy(
    r"^(?:[\W\d]|[A-Za-z]\d{0,2}[.)]\s|[A-Z]\d{1,2}\s)*"
    r"(?P<words>(?:Do|Does|Did|Is|Are|Was|Were|Has|Have|How|To what extent)\b.*)$"
)
_PERCENT = r"(?<![\d.])\d{1,3}(?:\.\d+)?\s?(?:%|per cent\b)"
_MISSING = (
    r"no (?:comparable |comparative )?data(?: is)?(?: available)?|not available|data not "
    r"available|n/?a\b|not (?:applicable|inspected|comparable)"
)
_VALUE = lazy(rf"(?P<percent>{_PERCENT})|(?P<missing>\b(?:{_MISSING}))", re.IGNORECASE)
_ONLY_VALUES = lazy(
    rf"^(?:[\s|•*–\-,;]|{_PERCENT}|{_MISSING}|comparable|data available|no|data|available)*", re.IGNORECASE
)
_BARE_NUMBERS = lazy(r"^[\s|•*]*(?:\d{1,3}(?![\d%.,/])[\s|•*]*){1,3}$")
_TABLE_BEGINS = lazy(
    r"\bkey questions?\b|\bour rating\b|^outcomes?\b.*percent|^percentage\b|\bcurrent inspection\b"
    r"|\bpercentage ['‘’]yes",
    re.IGNORECASE,
)
_PREVIOUS = lazy(r"\bprevious(?:ly)?\b|\blast inspection\b", re.IGNORECASE)
_CURRENT = lazy(r"\bcurrent\b|\bthis (?:inspection|CRC|PDU|region)\b|\bpercentage\b", re.IGNORECASE)
_COMPARATOR = lazy(
    r"\ball\s+(?:CRCs|PDUs|regions|NPS|divisions|services|other|providers|probation)\b|\baverage\b"
    r"|\bcomparator\b|\bnational\b|\bEngland and Wales\b",
    re.IGNORECASE,
)
_KEY_QUESTION = lazy(r"\bkey questions?\b", re.IGNORECASE)
_YEAR = lazy(r"\b20\d\d\b")
_YES_AND_NO = lazy(r"\byes\b[^A-Za-z]{0,20}\bno\b\W*$", re.IGNORECASE)
# A question with its figures takes no more rows than this.
_LONGEST = 12


@dataclass(slots=True)
class StandardSection:
    """What a standard's own section says."""

    code: str
    title: str
    row: LayoutRow
    rating: Found[str] | None = None
    previous: Found[str] | None = None
    questions: list[Found[KeyQuestionDraft]] = field(default_factory=list)
    # Questions of another standard, whose heading is missing above them.
    strays: list[Found[KeyQuestionDraft]] = field(default_factory=list)


_STAGES = ("assessment", "planning", "implementation", "reviewing")
_STAGE = lazy(rf"^(?:Does|Do|Is|Are)(?: the)? (?P<stage>{'|'.join(_STAGES)})\b", re.IGNORECASE)


def _without_other_stages(standard: StandardSection) -> None:
    """Leave out questions that are another stage's of casework: its own heading is missing above them."""
    own = next((stage for stage in _STAGES if standard.title.casefold().startswith(stage)), None)
    if own is None:
        return
    stages = [_STAGE.match(question.value.text) for question in standard.questions]
    strays = [bool(stage and stage.group("stage").casefold() != own) for stage in stages]
    if any(strays):
        standard.strays = [question for question, stray in zip(standard.questions, strays, strict=True) if stray]
        standard.questions = standard.questions[: strays.index(True)]


def standards_in(sections: Sequence[Section]) -> list[StandardSection]:
    """Return each standard's own section, in order; annexes with detailed data left out."""
    by_code: dict[str, StandardSection] = {}
    for index, section in enumerate(sections):
        if section.part is not Part.STANDARD or section.in_annexe or section.heading is None:
            continue
        read = _read(section, section.heading, _rows_before(sections, index))
        known = by_code.get(section.code)
        if known is None or (not known.rating and not known.questions):
            by_code[section.code] = read
    return list(by_code.values())


def _rows_before(sections: Sequence[Section], index: int) -> list[LayoutRow]:
    """Return the last words before a standard's heading, where a table's header may stand."""
    return list(sections[index - 1].words()[-6:]) if index else []


def _read(section: Section, heading: LayoutRow, before: Sequence[LayoutRow]) -> StandardSection:
    read = StandardSection(section.code, section.title, heading)
    rows = section.words()
    _read_ratings(read, heading, rows, before)
    read.questions = list(_questions(list(_one_question_each(rows))))
    _without_other_stages(read)
    return read


def _read_ratings(
    read: StandardSection, heading: LayoutRow, rows: Sequence[LayoutRow], before: Sequence[LayoutRow]
) -> None:
    """Read the rating that follows the standard's statement; two side by side are the previous and the current one."""
    in_heading = words.RATING.search(heading.text)
    if in_heading:
        read.rating = Found(words.rating(in_heading.group(1)), Place.of_row(heading))
        return
    header = " ".join(row.text for row in (*before, *rows[:4]))
    side_by_side = bool(_PREVIOUS.search(header) and re.search(r"\bcurrent\b", header, re.IGNORECASE))
    printed: list[Found[str]] = []
    pending = ""
    for row in rows[:16]:
        text = f"{pending} {row.text}".strip()
        pending = ""
        if re.search(r"\brequires$", text, re.IGNORECASE) and len(text.split()) <= 2:
            pending = text
            continue
        if words.ONLY_RATING.match(text):
            printed.append(Found(words.rating(text), Place.of_row(row)))
        elif side_by_side and _only_ratings(text):
            printed += [Found(words.rating(m.group(1)), Place.of_row(row)) for m in words.RATING.finditer(text)]
        elif at_end := re.search(
            r"(?:[.:]|\s{2,}|\t)\s*(Outstanding|Good|Requires [Ii]mprovement|Inadequate)[\s|*]*$", row.text
        ):
            printed.append(Found(words.rating(at_end.group(1)), Place.of_row(row)))
        if len(printed) >= (2 if side_by_side else 1):
            break
    if len(printed) >= 2:
        read.previous, read.rating = printed[0], printed[1]
    elif printed:
        read.rating = printed[0]


def _only_ratings(text: str) -> bool:
    return bool(words.RATING.search(text)) and not re.sub(r"[\W_]", "", words.RATING.sub("", text))


_NEXT_QUESTION = lazy(r"(?<=[%\d])\s*(?=(?:Do|Does|Did|Is|Are|Was|Were|Has|Have)\b)")


def _one_question_each(rows: Sequence[LayoutRow]) -> Iterator[LayoutRow]:
    """Yield the rows, with a line that runs several questions together made one row for each."""
    for row in rows:
        if row.text.count("?") < 2:
            yield row
            continue
        for part in _NEXT_QUESTION.split(row.text):
            yield replace(row, text=part)


def _questions(rows: Sequence[LayoutRow]) -> Iterator[Found[KeyQuestionDraft]]:
    """Yield the key questions that are printed with figures."""
    order: tuple[str, ...] = ()
    header: list[str] = []
    in_table = False
    seen: set[str] = set()
    index = 0
    while index < len(rows):
        row = rows[index]
        begun = _QUESTION.match(row.text)
        if begun is None:
            if _TABLE_BEGINS.search(row.text):
                header = [] if not in_table else header
                in_table = True
            if in_table:
                header = [*header[-5:], row.text]
            index += 1
            continue
        chunk, used = _chunk(rows, index)
        text, figures = _text_and_figures(chunk, bare_numbers=in_table)
        if text and figures:
            order = _order(header, len(figures)) if in_table else _order([], len(figures))
            if wording.fold(text) not in seen:
                seen.add(wording.fold(text))
                yield Found(_draft(text, figures, order), Place.of_row(row))
            index += used
        else:
            index += 1


def _chunk(rows: Sequence[LayoutRow], index: int) -> tuple[list[str], int]:
    """Return the text of each row from a question's first word to its last figure, and how many rows those are."""
    chunk = [rows[index].text]
    asked = "?" in chunk[0]
    used = 1
    for row in rows[index + 1 : index + _LONGEST]:
        if row.heading or (row.text[:1] in "•●▪" and not _VALUE.search(row.text[:8])):
            break
        if asked and not _rest_is_values(row.text):
            break
        if _QUESTION.match(row.text) and asked:
            break
        chunk.append(row.text)
        used += 1
        asked = asked or "?" in row.text
    return chunk, used


def _rest_is_values(text: str) -> bool:
    match = _ONLY_VALUES.match(text)
    return bool(match and match.end() == len(text)) or bool(_BARE_NUMBERS.match(text))


def _text_and_figures(chunk: Sequence[str], *, bare_numbers: bool) -> tuple[str, list[int | None]]:
    """Return the question's own words and its figures; no figures where running text follows the question."""
    whole = wording.join(chunk)
    if "?" not in whole:
        return "", []
    question, _, rest = whole.rpartition("?")
    if re.search(r"[.;]\s+[A-Z]", question):
        return "", []
    inside = list(_VALUE.finditer(question))
    after = list(_VALUE.finditer(rest))
    leftover = _VALUE.sub("", rest)
    if re.search(r"[A-Za-z]{3,}", leftover):
        return "", []
    figures = [_figure(match) for match in (*inside, *after)]
    if not figures and bare_numbers:
        figures = [int(number) for number in re.findall(r"\d{1,3}", rest) if int(number) <= 100]
    words_only = wording.squeeze(_VALUE.sub(" ", question)).strip(" |•*")
    match = _QUESTION.match(words_only)
    told = any(figure is not None for figure in figures) or (bare_numbers and bool(after))
    if not match or not told or len(figures) > 3:
        return "", []
    return f"{match.group('words')}?", figures


def _figure(match: re.Match[str]) -> int | None:
    percent = match.group("percent")
    if percent is None:
        return None
    value = round(float(re.sub(r"[^\d.]", "", percent.replace("per cent", ""))))
    return value if value <= 100 else None


def _order(header: Sequence[str], count: int) -> tuple[str, ...]:
    """Return what each figure of a row is, by the order of the column headings; empty where they do not tell."""
    if count == 1:
        return ("percent",)
    whole = " ".join(header)
    places = []
    for name, pattern in (("previous_percent", _PREVIOUS), ("percent", _CURRENT), ("comparator_percent", _COMPARATOR)):
        starts = [match.start() for match in pattern.finditer(whole)]
        if starts:
            places.append((starts[-1], name))
    named = tuple(name for _, name in sorted(places))
    if len(named) == count and "percent" in named:
        return named
    if count == 2:
        return _order_of_two(whole, named[0] if len(named) == 1 else "")
    return ("previous_percent", "percent", "comparator_percent") if len(named) == 2 else ()


def _order_of_two(header: str, named: str) -> tuple[str, ...]:
    """Return the order of two figures where the headings name only one of them, or two years, or 'yes' and 'no'."""
    if named in ("previous_percent", "comparator_percent"):
        pattern = _PREVIOUS if named == "previous_percent" else _COMPARATOR
        before = _KEY_QUESTION.split(header)[-1]
        match = pattern.search(before)
        own_name_first = bool(match and re.search(r"[A-Za-z]{2,}", before[: match.start()]))
        return ("percent", named) if own_name_first else (named, "percent")
    years = _YEAR.findall(header)[-2:]
    if len(years) == 2 and years[0] != years[1]:
        return ("previous_percent", "percent") if years[0] < years[1] else ("percent", "previous_percent")
    if _YES_AND_NO.search(header):
        return ("percent", "")
    return ()


def _draft(text: str, figures: Sequence[int | None], order: Sequence[str]) -> KeyQuestionDraft:
    values = dict(zip(order, figures, strict=False))
    return KeyQuestionDraft(
        text=text,
        percent=values.get("percent"),
        previous_percent=values.get("previous_percent"),
        comparator_percent=values.get("comparator_percent"),
    )
