"""Writes the text of a mail so that GOV.UK Notify shows what people typed as they typed it.

Notify reads the body of a mail as Markdown, also what stands in it for ((body)): a title '[Confirm your password](…)'
would be a live link. It has mistune 0.8.4 without emphasis, code and strikethrough, and marks quotations with '^'. Our
own templates use two of its marks, '* ' before an entry and a line of '---'; everything else is text.
"""

import re

OWN_RULE = "---"
_OWN_MARK = re.compile(r"\* |(?:  )?")
# What makes a link, a footnote or a picture, wherever it stands, and what would take a mark's meaning away.
_INLINE = re.compile(r"[\\\[\]]")
# What begins a heading, an entry, a fence, a table or a rule, where it stands first in a line.
_FIRST = re.compile(r"[#>*+\-~`_|]")
_NUMBER = re.compile(r"\d+(?=\.)")
# These begin a quotation, the line under a heading and a definition, and no backslash takes their meaning away.
_FIRST_UNESCAPED = re.compile(r"[\^=:•]")
_JOINER = "\u2060"  # shows nothing, and is no mark


def as_plain_text(body: str) -> str:
    """Return the body of a mail in which only our own marks are Markdown's. Lines stay lines."""
    return "\n".join(line if line == OWN_RULE else _plain_line(line) for line in body.split("\n"))


def _plain_line(line: str) -> str:
    own = _OWN_MARK.match(line)
    start = own.end() if own else 0
    text = _INLINE.sub(lambda mark: "\\" + mark.group(), line[start:])
    if _FIRST.match(text):
        text = "\\" + text
    elif _FIRST_UNESCAPED.match(text):
        text = _JOINER + text
    elif number := _NUMBER.match(text):
        text = f"{number.group()}\\{text[number.end() :]}"
    return line[:start] + text
