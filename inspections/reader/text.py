"""Cleans the wording of a report: Markdown, footnote marks, white space and hyphens at line ends."""

import html
import re
from collections.abc import Container, Iterable

from inspections.reader.patterns import lazy
from inspections.reader.picture_words import facts_in

_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
_FOLDED = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "‐": "-"})
_DIGIT = lazy(r"\d")
_MAY_MARK_UP = lazy(r"[<\[^⁰¹²³⁴-⁹]")
# A footnote mark is raised or set apart, or follows what is no space and no digit.
_HAS_NUMBER = lazy(r"[\d^⁰¹²³⁴-⁹]")
_MAY_BE_MARKED = lazy(r"[\^⁰¹²³⁴-⁹]|[^\s\d]\d")

_IMAGE = lazy(r"!\[(?P<words>[^\]]*)\]\([^)]*\)|<img\b[^<>]*?\balt=[\"'](?P<alt>[^\"'<>]*)[\"'][^<>]*>", re.IGNORECASE)
_LINK = lazy(r"\[([^\[\]]*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_TAG = lazy(r"</?[A-Za-z][^<>]*>")
_ESCAPE = lazy(r"\\([\\`*_{}\[\]()#+\-.!|<>&~$^])")
_STRONG = lazy(r"(\*{2,3}|__)(?=\S)(.*?)(?<=\S)\1")
_EMPHASIS = lazy(r"(?<![\w*])([*_])(?=[^\s*_])([^*_]*?)(?<=\S)\1(?![\w*])")
_HEADING = lazy(r"^\s{0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")

_SUPERSCRIPT = lazy(
    r"<sup>[^<>]*(?:<a\b[^<>]*>)?\W*\d{1,3}\W*(?:</a>)?[^<>]*</sup>"
    r"|<sup>[^<>]*\[[^\]]*\]\([^)]*\)[^<>]*</sup>"
    r"|\[?\[\^?\d{1,3}\]\]?(?:\(\s*#[^)]*\))?"
    r"|\$?\^\{?\[?\d{1,3}\]?\}?\^?\$?"
    r"|[⁰¹²³⁴-⁹]+",
    re.IGNORECASE,
)
# A digit that follows a word or its punctuation without a space is a footnote mark that lost its height.
_GLUED = lazy(
    r"(?:(?<=[a-zé]{3})|(?<=[A-Z]{2}s)|(?<=[a-z)'’”\"][.,;:?!])|(?<=[a-z]\.[’”'\")])|(?<=[)’”])|(?<=[%?!]))"
    r"\d{1,3}(?=$|[\s,;:)]|\.(?:\s|$))"
)
_GLUED_WITH_NOTE = lazy(r"(?<=[A-Za-z]{2})(\d{1,3})(?=$|[\s.,;:?)])")
_GLUED_TO_WORD = lazy(r"(?<=[A-Za-z%)])\d{1,3}(?=$|[\s.,;:?)])")
_NOT_A_MARK = lazy(r"\b(?:nos?|vol|pp|fig|para|sec|art|ch|covid|annexe?|chapter|table|step)\.?$", re.IGNORECASE)

_FOOTNOTE_LINE = lazy(
    r"^\s*(?:<sup>\W*(\d{1,3})\W*</sup>|\[\^?(\d{1,3})\]:?|\$?\^\{?(\d{1,3})\}?\^?\$?|([⁰¹²³⁴-⁹]+))\s*\S", re.IGNORECASE
)
_PLAIN_FOOTNOTE_LINE = lazy(
    r"^\s{0,1}([1-9]\d{0,2})\s+(?!(?:Jan|Febr?u?|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+(?:19"
    r"|20)\d\d)"
    r"[A-Z‘“'\"(£]"
)
_HEIGHTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def squeeze(text: str) -> str:
    """Return the text with one space wherever it had white space."""
    return " ".join((text if text.isascii() else text.translate(_INVISIBLE)).split())


def fold(text: str) -> str:
    """Return the text in lower case with straight quotes and hyphens: for comparing wordings, never for showing."""
    bare = squeeze(text)
    return (bare if bare.isascii() else bare.translate(_FOLDED)).casefold()


def heading_level(text: str) -> int:
    """Return the level of a Markdown heading, 0 for other lines."""
    match = _HEADING.match(text)
    return len(match.group(1)) if match else 0


def is_bold(text: str) -> bool:
    """Return whether Markdown or HTML sets the whole line in bold."""
    bare = text.strip()
    return len(bare) > 4 and (
        (bare.startswith("**") and bare.endswith(("**", "**:")))
        or (bare.startswith("<b>") and bare.endswith(("</b>", "</b>:")))
        or (bare.startswith("<strong>") and bare.endswith("</strong>"))
    )


def without_markup(text: str) -> str:
    """Return the words of a line without Markdown, HTML tags and footnote marks that are set apart."""
    match = _HEADING.match(text)
    if match:
        text = match.group(2)
    if _MAY_MARK_UP.search(text):
        text = _SUPERSCRIPT.sub("", text)
        text = _IMAGE.sub(_words_of_picture, text) if "![" in text or "<img" in text.casefold() else text
        text = _LINK.sub(r"\1", text)
        text = _TAG.sub("", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", text)
    if "*" in text or "_" in text:
        text = _STRONG.sub(r"\2", text)
        text = _EMPHASIS.sub(r"\2", text)
        # What is left of bold that runs over a line break.
        text = text.replace("**", "").replace("__", "")
    if "&" in text:
        text = html.unescape(text)
    return text


def _words_of_picture(picture: re.Match[str]) -> str:
    """Return the words that stand for a picture, where they tell ratings or a score."""
    facts = facts_in(picture.group("words") or picture.group("alt"))
    return f" {'. '.join(facts)} " if facts else ""


def without_glued_marks(text: str, notes: Container[int]) -> str:
    """Return the text without footnote numbers glued to words.

    `notes` are the numbers that have a note in the report.
    """
    if not _DIGIT.search(text):
        return text

    def mark(match: re.Match[str]) -> str:
        return match.group(0) if _NOT_A_MARK.search(match.string, 0, match.start()) else ""

    def mark_with_note(match: re.Match[str]) -> str:
        return mark(match) if int(match.group(1)) in notes else match.group(0)

    return _GLUED_WITH_NOTE.sub(mark_with_note, _GLUED.sub(mark, text))


def note_number(text: str, *, plain: bool) -> int | None:
    """Return the number of the footnote that a line begins, or None; `plain` allows a bare number in front."""
    match = _FOOTNOTE_LINE.match(text)
    if match:
        return int(next(group for group in match.groups() if group).translate(_HEIGHTS))
    match = _PLAIN_FOOTNOTE_LINE.match(text) if plain else None
    return int(match.group(1)) if match else None


def marks_in(text: str) -> Iterable[int]:
    """Yield the numbers of the footnotes to which a line of running text refers."""
    if not (_HAS_NUMBER.search(text) and _MAY_BE_MARKED.search(text)):
        return
    for match in _SUPERSCRIPT.finditer(text):
        yield from (int(number) for number in re.findall(r"\d+", match.group(0).translate(_HEIGHTS))[:1])
    for pattern in (_GLUED, _GLUED_TO_WORD):
        yield from (int(match.group(0)) for match in pattern.finditer(text))


def join(parts: Iterable[str]) -> str:
    """Return lines as one text: words broken at a hyphen or a slash are put together."""
    whole = ""
    for part in parts:
        piece = squeeze(part)
        if not piece:
            continue
        hyphen = whole.endswith(("-", "\u2010", "\u2011")) and not whole[:-1].endswith(" ")
        if whole.endswith("/"):
            whole += piece
        elif hyphen and piece[:1].islower():
            whole = f"{whole[:-1]}-{piece}"
        else:
            whole = f"{whole} {piece}" if whole else piece
    return whole
