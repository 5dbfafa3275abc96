"""Puts together words that a hyphen breaks at the end of a line, soft, hard or of its own sign."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from inspections.data import frameworks, line_ends
from inspections.reader.patterns import lazy

SOFT = "\u00ad"
_HYPHENS = "-\u2010\u2011"
_AT_END = (*_HYPHENS, SOFT)
_ENDS = lazy(rf"(?P<begun>[A-Za-z’']+)(?P<hyphen>[{_HYPHENS}{SOFT}])[ \t]*$")
_GOES_ON = lazy(r"^(?P<space>[ \t>]*)(?P<rest>[a-z’']+)(?P<stop>[.,;:!?)’”\"]*)(?P<after>\s+|$)")
_WORD = lazy(r"[A-Za-z]+(?:[-\u2010\u2011][A-Za-z]+)*")
# How a broken word goes on where it is one word.
_SUFFIX = lazy(
    r"^(?:s?ion|[st]ion\w{0,4}|ment\w{0,2}|ing\w?|ings|ity|ities|ness|ally|ance|ence|able|ably|ible|ative|ically"
    r"|ised|ising"
    r"|ated|ating|ation\w*|isation\w*|tional\w*|sional\w*|ers?|ed|ful\w*|less|ship\w?|ward\w?|ly|ous\w*|ive\w*"
    r"|ary|ory|ist\w?)$"
)
# Beginnings that are no words.
_NO_WORD = lazy(
    r"^(?:dis|con|com|cor|col|per|pro|im|un|de|en|em|sub|ac|ap|as|at|sup|sur|trans|pre|re|ex|ob|op|dif|ef|sta)$", re.I
)
_HAS_WORD = lazy(r"[A-Za-z]{2,}")


def with_whole_words(lines: Sequence[str]) -> list[str]:
    """Return the lines with each broken word whole on the line where it begins; their number stays."""
    written = list(lines)
    known: Counter[str] | None = None
    for index in range(len(written) - 1):
        if not written[index].endswith(_AT_END) and not written[index].rstrip().endswith(_AT_END):
            continue
        ends = _ENDS.search(written[index])
        goes_on = _GOES_ON.match(written[index + 1]) if ends else None
        if ends is None or goes_on is None:
            continue
        known = known if known is not None else _known(lines)
        hyphen = _between(ends.group("begun"), ends.group("hyphen"), goes_on.group("rest"), known)
        if written[index][: ends.start()].endswith(tuple(_HYPHENS)) and ends.group("hyphen") != SOFT:
            hyphen = "-"
        whole = f"{ends.group('begun')}{hyphen}{goes_on.group('rest')}{goes_on.group('stop')}"
        rest = written[index + 1][goes_on.end() :]
        before = written[index][: ends.start()]
        if rest.strip() or not _HAS_WORD.search(before):
            written[index], written[index + 1] = f"{before}{whole}", f"{goes_on.group('space')}{rest}".rstrip()
        else:
            # No line is left empty: that would part the paragraph.
            written[index], written[index + 1] = before.rstrip(), f"{goes_on.group('space')}{whole}"
    return written


def _known(lines: Iterable[str]) -> Counter[str]:
    """Return how often each word stands within a line, with its hyphens."""
    return Counter(word.casefold() for line in lines for word in _WORD.findall(line.rstrip(f" \t{_HYPHENS}{SOFT}")))


def _between(begun: str, hyphen: str, rest: str, known: Counter[str]) -> str:
    """Return what stands between the two parts of a word: nothing, or a hyphen."""
    joined, apart = f"{begun}{rest}".casefold(), f"{begun}-{rest}".casefold()
    if hyphen == SOFT or known[joined] > known[apart]:
        return ""
    if known[apart]:
        return "-"
    if joined in words_of_the_standards():
        return ""
    if apart in words_of_the_standards() or begun.casefold() in line_ends().before_a_hyphen:
        return "-"
    if not begun[1:].islower():
        return "-"
    return "" if _SUFFIX.match(rest) or _NO_WORD.match(begun) else "-"


@cache
def words_of_the_standards() -> frozenset[str]:
    """Return the words of the standards and of what reports write of most often."""
    texts = [
        text
        for framework in frameworks()
        for standard in framework.standards
        for text in (standard.title, standard.statement, *(question.text for question in standard.key_questions))
    ]
    return frozenset(word.casefold() for text in texts for word in _WORD.findall(text)) | line_ends().whole_words
