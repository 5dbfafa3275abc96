"""The ways in which the inspectorate notes that it repeats a recommendation of an earlier report."""

import re

from inspections.reader import text as wording
from inspections.reader.dates import DATE
from inspections.reader.patterns import guarded, lazy

AGAIN = (
    r"(?:repeat(?:ed|s)?|re-?stat(?:ed|e)|re-?iterat(?:ed|e)|carr(?:ied|y) (?:over|forward)|rolled (?:over|forward)"
    r"|brought forward|recurring|re-?issued|re-?made|renewed|unmet|still (?:stands|outstanding|applies|unmet))"
)
_REPORT = r"(?:inspections?|reports?|visits?|reviews?)"
# Words that name the time before: 'our last inspection', '2021', 'the report of May 2022'.
EARLIER = (
    rf"(?:(?:our|the|its|an?)\s+)?(?:(?:last|previous|earlier|prior|past|preceding|first|20\d\d|{DATE})\s+"
    rf"(?:\w+\s+){{0,3}}?{_REPORT}(?:\s+(?:of|in|from)\s+[^.,;()\[\]]{{2,40}})?|{_REPORT}\s+(?:of|in"
    rf"|from)\s+(?:{DATE}|20\d\d)"
    rf"|{DATE}|20\d\d|last time|before)"
)
# What every name of the time before holds.
_NAMES_EARLIER = r"last|previous|earlier|prior|past|preceding|first|before|(?:19|20)\d\d"
_IN_BRACKETS = lazy(r"\s*[(\[](?P<inside>[^()\[\]]*)[)\]]", re.IGNORECASE)
_ABOUT_THE_PAST = lazy(r"\b(?:recommendation|inspection|report|20\d\d)\b", re.IGNORECASE)
_HAS_AGAIN = lazy(rf"\b{AGAIN}\b", re.IGNORECASE)
_ONLY_REPEAT = lazy(rf"^(?:an? )?(?:{AGAIN}|repeat recommendation)(?: recommendation)?$", re.IGNORECASE)
_MADE = r"(?:also |first |originally |previously |already )*(?:recommended|made|said|asked|issued|repeated|raised)"
_ONLY_PAST = guarded(
    rf"^(?:(?:this |it )?(?:was |were )?{_MADE}(?: (?:this|by us|in|at|from|during|since))*\s+{EARLIER}"
    rf"|(?:as|also|again|and)(?: (?:in|at|from|during|we (?:said|recommended)))*\s+{EARLIER}"
    rf"|(?:previous|earlier|20\d\d) recommendation(?: \d{{1,2}})?|previously (?:recommended|made)|also made before"
    rf"|(?:outstanding|unchanged|remaining|not met|left over) (?:from|since)\s+{EARLIER})$",
    re.IGNORECASE,
    needs=_NAMES_EARLIER,
)
_NEW = lazy(r"\b(?:new|not (?:a |an )?(?:repeat|repeated)|no longer|first time)\b", re.IGNORECASE)
_IN_FRONT = guarded(
    rf"^(?:(?:{AGAIN}|previous)(?: recommendation)?(?:\s+(?:from|since|of)\s+{EARLIER})?\s*[:.,–—-]\s*"
    rf"|(?:as|like)\s+(?:we\s+)?(?:(?:have\s+)?{_MADE}(?:\s+(?:in|at|during|from))?\s+)?(?:(?:in|at|from"
    rf"|during)\s+)?{EARLIER}\s*[,:–—-]\s*"
    r"|as (?:we )?(?:have )?(?:previously|already|before) (?:recommended|said|asked)\s*[,:–—-]\s*"
    r"|as (?:previously|before|already recommended)\s*[,:–—-]\s*|(?:once )?again\s*[,:–—-]\s*"
    r"|we (?:again |once again |still |therefore )?(?:repeat|restate|reiterate|renew)(?: (?:our|the"
    r"|this) (?:\w+ )?recommendation)?"
    rf"(?:\s+(?:from|of|in|made in)\s+{EARLIER})?(?:\s+that)?\s*[:,–—-]?\s+"
    r"|we (?:again|once again|still) recommend(?: that)?\s*[:,–—-]?\s+)",
    re.IGNORECASE,
    needs=rf"^(?:{AGAIN}|previous|(?:once )?again|(?:as|like)\s(?s:.*)(?:{_NAMES_EARLIER}|already)"
    r"|we (?:(?:once )?again|still|therefore|repeat|restate|reiterate|renew))",
)
_AT_END = guarded(
    rf"\s*[–—;*,-]+\s*(?:this is |this |an? )*(?:{AGAIN}(?: recommendation)?(?:\s+(?:from|of|in"
    rf"|since)\s+[^.;]{{3,80}})?"
    rf"|(?:also |first )?(?:made|recommended)(?: in| at)?\s+{EARLIER})\s*[.*]*$",
    re.IGNORECASE,
    needs=rf"[–—;*,-]\s*(?:this is |this |an? )*(?:{AGAIN}|also |first |made|recommended)",
)
_SENTENCE = lazy(
    r"(?:(?<=[.;:!?])|(?<=[a-z’'”\"])(?=\s+(?:This|The above|We made|It was|Repeat)))\s+(?P<inside>"
    r"(?:this|it|the (?:above|same)|we|an? repeat|repeat(?:ed)?|recommendations?|carried|previously|also|first"
    r"|carried|made"
    r"|unchanged|(?:for )?the (?:second|third)|once|again|restated|reiterated|that|as|not met|outstanding|in)"
    r"\b[^.;:]{0,200})(?:[.;]|$)",
    re.IGNORECASE,
)
_SAYS_AGAIN = lazy(
    rf"\brecommend(?:ed|ation|ations|ing)?\b.*\b{AGAIN}\b|\b{AGAIN}\b.*\brecommend(?:ed|ation|ations)?\b"
    rf"|^{AGAIN}(?: (?:from|of|in)\b.*)?$|\ba repeat of\b"
    rf"|\brecommend(?:ed|ation)?\b.*\b(?:also|same|again|second time|third time|twice|unchanged|previously|remains?)\b"
    rf"|\b(?:also|same|again|second time|third time|twice|unchanged|previously)\b.*\brecommend(?:ed|ation)?\b",
    re.IGNORECASE,
)
_SAYS_WHEN = guarded(
    rf"\b{AGAIN} (?:from|since)\s+{EARLIER}"
    rf"|\b(?:made|recommended|raised|issued|comes?|dates?|stems?)\b.*\b(?:in|at|from|during|since|to)\s+{EARLIER}"
    rf"|\b(?:said|asked)(?: for)? (?:this|so|it|the same)\b.*{EARLIER}"
    rf"|^(?:unchanged|not met|outstanding)\b.*{EARLIER}",
    re.IGNORECASE,
    needs=_NAMES_EARLIER,
)
_ASKS_ANEW = lazy(r"\b(?:should|must|needs? to)\b", re.IGNORECASE)
_INSIDE = guarded(
    rf",\s*as (?:we )?(?:have )?(?:{_MADE}|in|at)\b[^,]{{0,60}},|\bas (?:we )?(?:previously )?recommended (?:in"
    rf"|at|by us)\s+{EARLIER}",
    re.IGNORECASE,
    needs=r"\bas (?:we |have |also |first |originally |previously |already )*(?:in|at|recommended"
    r"|made|said|asked|issued|repeated|raised)\b",
)
_GROUP = lazy(rf"\b{AGAIN}\b.*\brecommendations?\b|\brecommendations?\b.*\b{AGAIN}\b", re.IGNORECASE)
_NEW_GROUP = lazy(r"^(?:our |the )?(?:new|other|further|additional) recommendations?\W*$", re.IGNORECASE)
_LONGEST_NOTE = 30


def without_repeat_marker(text: str) -> tuple[str, bool]:
    """Return the wording without the inspectorate's note that it repeats an earlier one, and whether it had a note."""
    bare = _IN_FRONT.sub("", text)
    flagged = bare != text

    def drop_bracket(match: re.Match[str]) -> str:
        nonlocal flagged
        if _is_note(match.group("inside").strip(" ."), whole=match.end() == len(match.string.rstrip(" ."))):
            flagged = True
            return ""
        return match.group(0)

    def drop_sentence(match: re.Match[str]) -> str:
        nonlocal flagged
        # After a semicolon goes on what is to be done.
        goes_on = match.string[: match.start()].endswith(";") and not _HAS_AGAIN.search(match.group("inside"))
        if not goes_on and _is_sentence(match.group("inside").strip(" .")):
            flagged = True
            return ""
        return match.group(0)

    bare = _IN_BRACKETS.sub(drop_bracket, bare)
    bare = _SENTENCE.sub(drop_sentence, bare)
    short = _AT_END.sub("", bare)
    flagged = flagged or short != bare or bool(_INSIDE.search(bare))
    return wording.squeeze(short).rstrip(";,–— ") if flagged else wording.squeeze(short), flagged


def _is_note(inside: str, *, whole: bool) -> bool:
    if len(inside.split()) > _LONGEST_NOTE or _NEW.search(inside):
        return False
    if _ONLY_REPEAT.match(inside) or _ONLY_PAST.match(inside):
        return True
    return bool(_HAS_AGAIN.search(inside) and _ABOUT_THE_PAST.search(inside))


def _is_sentence(inside: str) -> bool:
    """Return whether a sentence below the wording only notes that it was recommended before."""
    if len(inside.split()) > _LONGEST_NOTE or _NEW.search(inside) or _ASKS_ANEW.search(inside):
        return False
    return bool(_SAYS_AGAIN.search(inside) or _SAYS_WHEN.search(inside))


def is_repeat_note(text: str) -> bool:
    """Return whether a line holds nothing but such a note: 'Repeated from our last report'."""
    bare = text.strip(" *:")
    if _IN_FRONT.sub("", f"{bare}: x") == "x":
        return True
    return len(bare.split()) <= _LONGEST_NOTE and without_repeat_marker(f". {bare}")[0].strip(" .;") == ""


def is_repeat_group(text: str) -> bool:
    """Return whether a heading says that what stands below it is repeated."""
    return bool(_GROUP.search(text)) and not _NEW.search(text)


def is_group_of_new(text: str) -> bool:
    """Return whether a line ends what is repeated: 'New recommendations:'."""
    return bool(_NEW_GROUP.match(text))
