"""The words by which a report says by when something must be done, and who must do it, on lines of their own."""

import re

from inspections.reader.dates import DATE, MONTH_BEGINS, MONTH_NAME
from inspections.reader.patterns import guarded, lazy

_COUNT = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty-four"
    r"|thirty|sixty|ninety|the first|the next|the coming)"
)
_PERIOD = (
    rf"(?:the (?:next |coming |first )?)?(?:{_COUNT}\s+){{1,2}}(?:working |calendar )?(?:days?|weeks?|months?|years?)"
)
_POINT = (
    rf"(?:{DATE}|(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?{MONTH_NAME}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|(?:19"
    rf"|20)\d\d-\d\d-\d\d|(?:the )?(?:early |mid-?|late )?"
    r"(?:spring|summer|autumn|winter|easter|christmas)(?: of)? ?(?:\d{4})?"
    r"|(?:the )?(?:end of )?(?:the )?(?:(?:next|this|current|financial|calendar"
    r"|performance) )*year(?: \d{4}(?:[/–-]\d{2,4})?)?"
    r"|(?:the )?(?:first|second|third|fourth|last|next) quarter(?: of \d{4}(?:[/–-]\d\d)?)?|Q[1-4] \d{4}(?:[/–-]\d\d)?"
    r"|(?:our|the) next inspection|\d{4})"
)
_OF_WHAT = (
    r"(?:\s+(?:of|from|after|following)\s+(?:the\s+)?(?:publication|receipt|date|this report|report)[\w ,]{0,40})?"
)
WHEN = (
    r"(?:(?:with )?immediate(?:ly)?(?: effect)?|as soon as (?:possible|practicable)|without delay|at once"
    r"|straight ?away"
    rf"|(?:within|in|over|during|no later than|not later than|by|before|until|from)\s+(?:the\s+)?(?:end\s+of\s+)?"
    rf"(?:{_PERIOD}{_OF_WHAT}|{_POINT}))"
)
_ALONE = (
    rf"(?:{WHEN}|{_PERIOD}{_OF_WHAT}|{DATE}|(?:end of )?{DATE}|urgent(?:ly)?|now|ongoing|(?:short|medium|long)[- ]term)"
)
_LABEL = (
    r"(?:by when|when|to be (?:completed|done|met|implemented|in place|achieved|delivered)(?: by)?"
    r"|time ?(?:scales?|frames?|limits?|lines?)|deadline|due(?: date| by)?"
    r"|target(?: date| completion date)?|complet(?:e|ed|ion)(?: date| by)?|for completion(?: by)?|action by"
    r"|implement(?:ation|ed)? (?:by|date))"
)
# What every name of a time holds, and with what words a line begins that says only by when.
_NAMES_TIME = (
    r"immediate|as soon as|without delay|at once|straight|day|week|month|year|\d{4}|\d/\d|spring|summer|autumn"
    rf"|winter|easter|christmas|quarter|next inspection|\b{MONTH_BEGINS}"
)
_BEGINS = (
    rf"{_COUNT}\s|{MONTH_BEGINS}|\d{{1,2}}(?:st|nd|rd|th)?\s|with|immediate|as soon|at once|straight|in\s|over\s"
    r"|during\s|no later|not later|by|before|until|from|end of|when|to be|time|deadline|due|target|complet"
    r"|for completion|action by|implement"
)
_BY_WHEN = guarded(
    rf"^[(\[]?(?:{_LABEL}\s*[:–—-]?\s*)?{_ALONE}\s*[)\]]?\s*[.:;,]?$",
    re.IGNORECASE,
    needs=rf"^[(\[]?(?:urgent|now|ongoing|(?:short|medium|long)|(?={_BEGINS})(?s:.*)(?:{_NAMES_TIME}|urgent|now|ongoing|term))",
)
_LABELLED = lazy(rf"^[(\[]?{_LABEL}\s*[:–—]\s*\S.{{0,80}}$", re.IGNORECASE)
_WHO = lazy(
    r"^(?:who|by whom|for whom|who (?:should|must|needs to|will) (?:act|do (?:it|this))|owner|lead|addressee"
    r"|responsible"
    r"(?: body| organisation| person)?|responsibility|accountable(?: body)?|for|directed (?:to|at)|addressed to"
    r"|action for|organisation|body)\s*[:–—]\s*(?P<who>\S.{1,120}?)\.?$",
    re.IGNORECASE,
)
_WHAT = lazy(
    r"^(?:recommendation|what|we recommend|what (?:must|should|needs to) (?:be done|happen|change)|required action)"
    r"\s*[:–—]\s*(?P<what>\S.+)$",
    re.IGNORECASE,
)
_NUMBER = lazy(r"^(?:number|no\.?|ref(?:erence)?\.?)\s*[:–—]\s*(?P<number>\d{1,2})\.?$", re.IGNORECASE)
# 'Within three months, HMPPS should:' names HMPPS, as does 'HMPPS should, by March 2027:'.
_IN_FRONT = lazy(rf"^{WHEN}\s*[,:–—-]?\s+(?=\S)", re.IGNORECASE)
_FIRST_WORDS = (
    "with", "immediate", "as soon", "at once", "straight", "in ", "over ", "during ", "no later", "not later", "by ",
    "before ", "until ", "from ",
)  # fmt: skip
_BEHIND = guarded(rf",?\s+{WHEN},?\s*(?=:?$)", re.IGNORECASE, needs=_NAMES_TIME)


def is_by_when(text: str) -> bool:
    """Return whether a line says only by when: 'Within three months', 'By when: March 2027', 'Immediately'."""
    if not text or len(text) > 120 or text[:1].islower():
        return False
    return bool(_BY_WHEN.match(text) or _LABELLED.match(text))


def without_time(text: str) -> str:
    """Return a heading without the words in front of it, or behind its 'should', that say by when."""
    bare = _IN_FRONT.sub("", text) if text.casefold().startswith(_FIRST_WORDS) else text
    return _BEHIND.sub("", bare) if bare.endswith(":") else bare


def who_of(text: str) -> str | None:
    """Return the body that a line of its own names behind a label: 'Who should act: HMPPS'."""
    match = _WHO.match(text)
    return match.group("who") if match else None


def what_of(text: str) -> str | None:
    """Return what is to be done, as a line of its own says it behind a label: 'Recommendation: keep a log'."""
    match = _WHAT.match(text)
    return match.group("what") if match else None


def labelled_number(text: str) -> int | None:
    """Return the number that a line of its own gives behind a label: 'Number: 3'."""
    match = _NUMBER.match(text)
    return int(match.group("number")) if match else None
