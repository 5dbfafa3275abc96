"""What is kept of what people type: no marks that nobody sees, and no lines where there is one line.

Text copied from Word, Outlook or a web page brings invisible characters along. Some turn the direction of what follows
them, so that a page or a mail reads otherwise than what is kept (Unicode Technical Report 36, 2.5); a line break in a
title would write lines of its own into a text mail.
"""

import re

# U+061C, U+200E, U+200F, U+202A to U+202E and U+2066 to U+2069: each only says in which direction to write.
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Control characters but the tab and the line break; also U+FEFF, which begins files and shows nothing. A null is left
# for the doors, which refuse it: no program that people type in makes one.
_CONTROL = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")
# Everything that some program takes for the end of a line: Windows', vertical tab, form feed, U+0085, U+2028, U+2029.
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# What shows nothing by itself. Within words some of it matters (emoji, Persian, Hindi), so there it stays.
_SHOWS_NOTHING = re.compile(
    "[\\s\x00\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)


def paragraphs(text: str) -> str:
    """Return typed text as it is kept: line breaks are '\\n', nothing turns its direction, no blanks around it.

    Text of invisible characters alone is '', so that whoever must say something has said nothing. Linear in its length.
    """
    kept = _CONTROL.sub("", _DIRECTION.sub("", _LINE_END.sub("\n", text))).strip()
    return kept if _SHOWS_NOTHING.sub("", kept) else ""


def one_line(text: str) -> str:
    """Return typed text as `paragraphs` does, with a blank for each line break and tab."""
    return re.sub(r" *[\n\t]+[\n\t ]*", " ", paragraphs(text))
