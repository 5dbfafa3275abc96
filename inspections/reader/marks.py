"""The marks that begin entries of a list: numbers in figures and words, letters, bullets and what stands for them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from inspections.reader import text as wording
from inspections.reader.addressees import named_in_sentence
from inspections.reader.layout import LayoutRow
from inspections.reader.patterns import Guarded, guarded, lazy

Marker = tuple[int | None, str, str]

_CARDINAL = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|twenty-one|twenty-two|twenty-three|twenty-four|twenty-five"
)
_ORDINAL = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth"
    "|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth"
)
_ROMANS = "i|ii|iii|iv|v|vi|vii|viii|ix|x|xi|xii|xiii|xiv|xv|xvi|xvii|xviii|xix|xx"
_ROMAN = tuple(_ROMANS.split("|"))
_WORTH = {word: at for words in (_CARDINAL, _ORDINAL) for at, word in enumerate(words.split("|"), start=1)}
# The longest first: 'twenty-one' is not 'twenty' with a dash behind it.
_CARDINAL = "|".join(reversed(_CARDINAL.split("|")))
_PREFIX = r"(?:(?:key|new|main|our|overarching|priority)\s+)?(?:recommendation|rec)\b\.?\s*(?:no\.?|number|#)?\s*"
_NUMBERED = lazy(rf"^(?:{_PREFIX}|no\.?\s*|#\s?)?(?:R\s?)?(\d{{1,2}})\s?[.):](?!\d)\s*(.*)$", re.IGNORECASE)
_NUMBERED_LETTER = lazy(r"^R\s?(\d{1,2})\s+(?!\.?\d)(\S.*)$")
_NUMBERED_DASH = lazy(r"^(?:no\.?\s*|#\s?)?(\d{1,2})\s+[–—-]\s+([a-zA-Z(‘'].*)$", re.IGNORECASE)
_NUMBERED_IN_BRACKETS = lazy(r"^[(\[](\d{1,2})[)\]]\s*(.*)$")
_BEGINS_RECOMMENDATION = r"^(?:\w+\s+)?rec(?:ommendation)?\b"
_NUMBERED_WORD = guarded(
    rf"^{_PREFIX}(?:R\s?)?(\d{{1,2}})\s*[–—-]?\s*(?!\.?\d)(.*)$", re.IGNORECASE, needs=_BEGINS_RECOMMENDATION
)
_NUMBERED_BARE = lazy(r"^(\d{1,2})\s+([a-zA-Z(‘'].*)$")
BULLETS = "•●▪■◦○·*–—►\\-‣⁃∙➢➤➔→»›◆◇□❑❖✓✔§Ø\ue000-\uf8ff"
_BULLET = lazy(rf"^([{BULLETS}]|o(?=\s))\s+(.*)$")
_LETTER = lazy(rf"^\(?([a-h]|{_ROMANS})[.)]\s+(.*)$")
_CAPITAL_LETTER = lazy(rf"^\(?([A-H]|{_ROMANS.upper()})[.)]\s+(.*)$")
# A bullet of a font of signs, printed as the letter in its place.
_LETTER_FOR_BULLET = lazy(r"^([b-hj-zA-HJ-Zü¨¡®Þà])\s+(?=\S)(.*)$")
_LABEL = guarded(
    rf"^{_PREFIX}(?:R\s?)?\(?(?P<number>\d{{1,2}}|{_CARDINAL}|{_ROMANS}|[a-h])\b\)?(?:\s+of\s+\w+)?"
    r"(?P<note>\s*[(\[][^()\[\]]{3,90}[)\]]|\s*[,–—-]?\s*\(?(?:repeat(?:ed)?|restated|carried (?:over|forward))\b\)?)?"
    r"\s*(?P<sign>[.:)–—-]*)\s*(?P<words>.*)$",
    re.IGNORECASE,
    needs=_BEGINS_RECOMMENDATION,
)
_ORDINAL_FIRST = lazy(
    rf"^(?:the\s+|our\s+)?(?P<number>{_ORDINAL}|last|final|\d{{1,2}}(?:st|nd|rd|th))(?:ly)?(?P<label>\s+recommendation(?:\s+is(?:\s+that)?)?)?"
    r"\s*(?P<sign>[,:–—-]|(?<=that)\s|(?<=is)\s)\s*(?P<words>.*)$",
    re.IGNORECASE,
)
_CARDINAL_FIRST = guarded(
    rf"^(?P<number>{_CARDINAL})\s*[.:)–—-]\s+(?P<words>.*)$", re.IGNORECASE, needs=r"^[a-z-]+\s*[.:)–—-]\s"
)
_FIRST_OF_NUMBER = "0123456789(Rr[N#nKkMmOoPp"
_LONGEST_TITLE = 8
# What a number without a sign counts in running text.
_COUNTS = lazy(
    r"^\d{1,2}\s+(?:in|of|per|to|or|and|cases?|people|days?|weeks?|months?|years?|hours?|minutes?|out"
    r"|[A-Z][a-z]+\s+\d)\b"
)


def marker_of(row: LayoutRow, expected: int = 0) -> Marker | None:
    """Return the number (None for bullets and letters), the sign and the words of a row that begins an item."""
    text = row.text
    for pattern in (_NUMBERED, _NUMBERED_IN_BRACKETS, _NUMBERED_WORD, _NUMBERED_LETTER, _NUMBERED_DASH):
        match = pattern.match(text)
        if match:
            return int(match.group(1)), "1", match.group(2)
    bare = _NUMBERED_BARE.match(text)
    if bare and int(bare.group(1)) == expected and (row.cells or re.match(r"^\s*\d+(?:\s{2,}|\t)", row.raw)):
        return int(bare.group(1)), "1", bare.group(2)
    match = _BULLET.match(text)
    if match:
        return None, match.group(1), match.group(2)
    match = _LETTER.match(text)
    return (None, "a", match.group(2)) if match else None


def number_of(row: LayoutRow) -> int | None:
    """Return the number that begins a row, where one does."""
    marker = marker_of(row) if row.is_words and row.text[:1] in _FIRST_OF_NUMBER else None
    return marker[0] if marker else None


def letter_of(text: str) -> tuple[str, str] | None:
    """Return the letter or Roman numeral, as printed, and the words of a row that it begins."""
    match = _LETTER.match(text) or _CAPITAL_LETTER.match(text)
    return (match.group(1), match.group(2)) if match else None


def place_of_letter(letter: str, style: str) -> int:
    """Return which entry of its list a letter is: 'c' of letters is the third, 'v' of Roman numerals the fifth."""
    low = letter.casefold()
    if style == "i":
        return _ROMAN.index(low) + 1 if low in _ROMAN else 0
    return ord(low) - ord("a") + 1 if len(low) == 1 else 0


def is_label(text: str) -> bool:
    """Return whether a line announces one recommendation by its number: 'Recommendation three: staffing'."""
    return _label(text) is not None


def _label(text: str) -> re.Match[str] | None:
    match = _LABEL.match(text)
    # Without a sign after it, a number in words may begin a sentence: 'Recommendation one was met'.
    return match if match and (match.group("sign") or match.group("note") or not match.group("words")) else None


def in_figures(rows: Sequence[LayoutRow], *, prose: bool = False) -> list[LayoutRow]:
    """Return the rows with entries that are counted in words or marked by a font's letters marked as others are.

    In prose 'First, …' begins a paragraph and no entry.
    """
    written = [_with_label(row) for row in rows]
    if not prose:
        for pattern in (_ORDINAL_FIRST, _CARDINAL_FIRST):
            written = _counted(written, pattern)
        written = _with_signs(_with_bullets(written))
    return list(_without_titles(written))


def with_text(row: LayoutRow, text: str) -> LayoutRow:
    """Return the row with other words."""
    return replace(row, text=text, raw=" " * row.indent + text, cells=())


def _with_label(row: LayoutRow) -> LayoutRow:
    match = _label(row.text) if row.is_words and row.text[:1].casefold() in "rknmop" else None
    if match is None:
        return row
    number = match.group("number").casefold()
    note = (match.group("note") or "").strip(" ,–—-()[]")
    words = f"({note}) {match.group('words')}" if note else match.group("words")
    if number.isdigit():
        return with_text(row, f"{number}. {words}") if note or "of" in match.group().casefold()[:24] else row
    worth = _WORTH.get(number) or (_ROMAN.index(number) + 1 if number in _ROMAN else None)
    return with_text(row, f"{worth}. {words}" if worth else f"• {words}")


def _counted(rows: list[LayoutRow], pattern: re.Pattern[str] | Guarded) -> list[LayoutRow]:
    """Return the rows with 'First, …' and 'Second, …' in figures, where they count on from the first."""
    matches = {index: match for index, row in enumerate(rows) if row.is_words and (match := pattern.match(row.text))}
    numbers = [match.group("number").casefold() for match in matches.values()]
    if sum(number in ("first", "second", "one", "two", "1st", "2nd") for number in numbers) < 2:
        return rows
    written, last = list(rows), 0
    for index, match in matches.items():
        word = match.group("number").casefold()
        number = int(word[:-2]) if word[0].isdigit() else _WORTH.get(word, last + 1)
        if number in (1, last + 1):
            written[index], last = with_text(rows[index], f"{number}. {match.group('words')}"), number
    return written


def _with_signs(rows: list[LayoutRow]) -> list[LayoutRow]:
    """Return the rows with a stop behind numbers that have no sign, where they count from one and nothing else does."""
    bare = {
        index: match
        for index, row in enumerate(rows)
        if row.is_words and not row.cells and (match := _NUMBERED_BARE.match(row.text)) and not _COUNTS.match(row.text)
    }
    if [int(match.group(1)) for match in bare.values()] != list(range(1, len(bare) + 1)) or len(bare) < 2:
        return rows
    if any(number_of(row) is not None for row in rows):
        return rows
    return [
        with_text(row, f"{bare[at].group(1)}. {bare[at].group(2)}") if at in bare else row
        for at, row in enumerate(rows)
    ]


def _with_bullets(rows: list[LayoutRow]) -> list[LayoutRow]:
    """Return the rows with bullets where the same single letter begins several of them."""
    matches = {
        index: match for index, row in enumerate(rows) if row.is_words and (match := _LETTER_FOR_BULLET.match(row.text))
    }
    signs = Counter(match.group(1) for match in matches.values())
    written = list(rows)
    for index, match in matches.items():
        if signs[match.group(1)] > 1:
            written[index] = with_text(rows[index], f"• {match.group(2)}")
    return written


def _without_titles(rows: Sequence[LayoutRow]) -> Iterator[LayoutRow]:
    """Yield the rows; of a numbered title ('Recommendation 2: Staffing') above its words only the number."""
    for index, row in enumerate(rows):
        marker = marker_of(row) if row.is_words and (row.heading or row.bold or number_of(row) is not None) else None
        if marker and marker[0] is not None and _is_title(row, marker[2], rows[index + 1 :]):
            yield with_text(row, f"{marker[0]}.")
        else:
            yield row


def _is_title(row: LayoutRow, words: str, below: Sequence[LayoutRow]) -> bool:
    if not words or len(words.split()) > _LONGEST_TITLE or words.endswith((".", ":", ";", ",")) or "should" in words:
        return False
    gap, following = False, None
    for following in below[:3]:
        if following.is_words:
            break
        gap = True
    if following is None or not following.is_words or following.heading or marker_of(following):
        return False
    begins = following.text[:1].isupper()
    return begins and bool(named_in_sentence(following.text)) and bool(row.heading or gap or words[:1].isupper())


def bare_words(text: str) -> str:
    """Return a line without the bullet, number or letter that begins it."""
    match = re.match(rf"^(?:[{BULLETS}]|o(?=\s)|[(\[]?(?:\d{{1,2}}|[A-Ha-h]|[ivxIVX]{{1,4}})[.):\]])\s+(?=\S)", text)
    return wording.squeeze(text[match.end() :]) if match else text
