"""Tells which letters of a PDF could be read: bullets of symbol fonts are, letters without a meaning are marked."""

from inspections.reader.patterns import lazy

# Stands where a letter is printed that the file gives no meaning for.
UNREADABLE = "\ufffd"

_GLYPH_CODE = lazy(r"\(cid:\d+\)")
# Letters that only one font knows, and the control characters that broken fonts use.
_PRIVATE = lazy("[\ue000-\uf8ff\U000f0000-\U0010fffd\x00-\x08\x0e-\x1f]")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\xa0": " "})
# Symbol fonts print a bullet as one of these.
_SYMBOL_BULLETS = str.maketrans({"\uf0b7": "•", "\uf0a7": "•", "\uf06c": "•", "\uf06e": "•", "\uf0d8": "•"})
# One sign apart from all letters is a bullet at the beginning of a line and an ornament elsewhere.
_FIRST_SIGN = lazy(rf"^\s*{UNREADABLE}(?=\s+\S)")
_ORNAMENT = lazy(rf"(?:(?<=\s)|^){UNREADABLE}(?=\s|$)")
_SPACES = lazy(r" {3,}")


def readable(text: str) -> str:
    """Return a printed line's text: bullets as '•', letters that cannot be read as UNREADABLE."""
    if not text.isascii() or "(cid:" in text or not text.isprintable():
        text = text.translate(_SYMBOL_BULLETS)
        text = _PRIVATE.sub(UNREADABLE, _GLYPH_CODE.sub(UNREADABLE, text)).translate(_LIGATURES)
        if UNREADABLE in text:
            text = _ORNAMENT.sub("", _FIRST_SIGN.sub("•", text))
            text = _SPACES.sub("  ", text)
        text = text.replace("\u200b", "")
    return text.strip()


def unreadable_in(text: str) -> int:
    """Return how many letters of a line could not be read."""
    return text.count(UNREADABLE)
