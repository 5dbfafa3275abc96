"""Finds what looks like a case, prison or police number in typed text, so that it is not saved.

Shapes: case reference number (CRN), prison number (old and new), Police National Computer (PNC) and Criminal Records
Office (CRO) numbers, custody numbers, National Insurance numbers, and any long number that the words before it call
a case, prison or police number.
"""

import re
import unicodedata

from tracker.errors import InvalidInput

# Alone: neither letters nor digits touch it.
_START, _END = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_GAP = r"[ ./_-]?"

SHAPES: dict[str, re.Pattern[str]] = {
    # X123456, x123456, X 123 456; a small letter with a gap would be an article: 'a 250 000 grant'.
    "case reference number": re.compile(
        rf"{_START}(?:[A-Z]{_GAP}|[a-z])\d{{3}}{_GAP}\d{{3}}{_END}|{_START}[A-Za-z]{{2}}\d{{6}}{_END}"
    ),
    # A1234BC since 2009; AB1234 before.
    "prison number": re.compile(
        rf"{_START}[A-Za-z]{_GAP}\d{{4}}{_GAP}[A-Za-z]{{2}}{_END}|{_START}[A-Z]{{2}}[ -]?\d{{4}}{_END}(?![/.-]\d)"
    ),
    # 2001/1234567A, 01/1234567A, 2001/1234567, 20011234567A.
    "police number (PNC)": re.compile(
        rf"{_START}(?:\d{{4}}|\d{{2}}) ?[/\\-] ?\d{{4,7}} ?[A-Za-z]{_END}"
        rf"|{_START}\d{{2}}(?:\d{{2}})?\d{{7}}[A-Za-z]{_END}"
        rf"|{_START}(?:19|20)\d{{2}} ?/ ?\d{{5,7}}{_END}"
    ),
    # 123456/99A, SF39/123456A.
    "criminal record number (CRO)": re.compile(
        rf"{_START}\d{{3,6}} ?/ ?\d{{2}} ?[A-Za-z]{_END}|{_START}[Ss][Ff] ?\d{{2}} ?/ ?\d{{3,6}} ?[A-Za-z]?{_END}"
    ),
    # 01AB/1234/24.
    "custody number": re.compile(rf"{_START}\d{{2}}[A-Za-z]{{1,3}}\d? ?/ ?\d{{1,6}} ?/ ?\d{{2}}{_END}"),
    "National Insurance number": re.compile(rf"{_START}[A-Za-z]{{2}}(?:{_GAP}\d{{2}}){{3}}{_GAP}[A-Da-d]{_END}"),
    # 'CRN: 1234567', 'prison number 12345'.
    "case, prison or police number": re.compile(
        r"\b(?:crn|noms|nomis|pnc|cro|oasys id|delius id|urn)\b(?: (?:number|no\.?|ref\.?|reference|id))?[ :#=-]*"
        r"[a-z]{0,3}[ /-]?\d[\d/ -]{3,}"
        r"|\b(?:case|prison|prisoner|police|custody|crime|offender|arrest)(?: (?:number|no\.?|ref\.?|reference|id))"
        r"(?: is| was)?[ :#=-]*[a-z]{0,3}[ /-]?\d[\d/ -]{3,}",
        re.IGNORECASE,
    ),
}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")


def suspicious(text: str) -> tuple[str, ...]:
    """Return what looks like a number of a person, as it was typed; empty for ordinary text. Linear in its length."""
    plain = _DASHES.sub("-", _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))
    numbers = [match.group().strip() for shape in SHAPES.values() for match in shape.finditer(plain)]
    return tuple(dict.fromkeys(numbers))


def check_free_text(text: str, *, field: str) -> None:
    """Raise InvalidInput for `field` where the text holds what looks like a number of a person."""
    numbers = suspicious(text)
    if numbers:
        raise InvalidInput(
            f"Remove ‘{numbers[0]}’: it looks like a case, prison or police number, and these must not be kept here",
            field=field,
        )
