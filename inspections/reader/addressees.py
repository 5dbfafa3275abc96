"""Recognises the headings that say who must act on the recommendations below them."""

import re

from inspections.reader import text as wording
from inspections.reader.patterns import lazy
from inspections.reader.times import without_time

_MODAL = r"(?:should|must|needs? to|(?:is|are) (?:asked|recommended|required|expected) to)"
_MODAL_WORDS = ("should", "must", " to")
_SHOULD = lazy(
    rf"^(?P<who>.{{2,200}}?)(?P<modal>,?\s+{_MODAL})(?:\s+(?:now|also|therefore|urgently|jointly"
    rf"|immediately|ensure(?: that)?|make sure(?: that)?))?"
    r"\s*(?P<colon>[:：;–-]?)$",
    re.IGNORECASE,
)
# 'X should, in partnership with Y:'
_SHOULD_WITH = lazy(
    r"^(?P<who>.{2,120}?)\s+(?:should|must),?\s+(?P<with>(?:with|in (?:partnership|conjunction"
    r"|consultation|collaboration)|"
    r"together|alongside|working|through|supported)\b[^:]{3,90}):$"
)
_ALL = lazy(r"^(?:that|the following|we|all of the following)$", re.IGNORECASE)
_RECOMMENDED = lazy(
    r"\bwe (?:have |would |also |therefore )*recommend(?:ed)?(?: that| to)?:?\s+(?P<who>[^.:]{2,160}?)"
    r"(?:,?\s+(?:should|must|to))?\s*:$",
    re.IGNORECASE,
)
_FOR = lazy(
    r"^(?:(?:new |our |key )*recommendations?\s+(?:for|to)|for(?: the attention of)?"
    r"|to)\s+(?P<who>.{3,120}?)\s*(?P<colon>:?)$",
    re.IGNORECASE,
)
_NAME_ALONE = lazy(r"^(?P<who>[^.:;?!]{3,140}):?$")
_ARTICLE = lazy(r"^the (?=\S)")
# A bullet, number or letter before the name, where the heading is itself an entry of an outer list.
_MARK = lazy(
    r"^(?:[•●▪■◦○·*–—►\-‣⁃∙➢➤➔→»›◆◇□❑❖✓✔§Ø\ue000-\uf8ff]|o(?=\s)|[(\[]?(?:\d{1,2}|[A-Ha-h]"
    r"|[ivxIVX]{1,4})[.):\]])\s+(?=\S)"
)
_LEAD_IN = lazy(
    r"^(?:as a result|in order|to (?:address|improve|support|achieve)|these|this|it|they|we|there"
    r"|however|if|when|where|"
    r"because|although|while|people|cases|assessments?|planning|plans|reviews?|further|more|what"
    r"|who|actions?)\b",
    re.IGNORECASE,
)
_BODY = lazy(
    r"\b(?:PDUs?|probation|HMPPS|NPS|CRCs?|regions?|regional|ministry|government|department|home office"
    r"|secretary of state|"
    r"service|services|division|divisions|councils?|authorit(?:y|ies)|police|forces?|constables?"
    r"|commissioners?|NHS\w*|"
    r"boards?|partnerships?|courts?|HMCTS|prisons?|governors?|company|companies|directors?|trusts?|CPS"
    r"|agency|agencies|"
    r"college|inspectorates?|providers?|interserve|senior leaders|head of|heads of|chief|executive"
    r"|union|area executive|"
    r"local health|health boards?|youth custody|parole board|sentencing council|national)\b",
    re.IGNORECASE,
)


def group_heading(text: str, *, marked: bool = False, apart: bool = False) -> str | None:
    """Return the addressee that a heading names, empty where it names none ('We recommend that:'); else None.

    `marked` says that Markdown or HTML sets the line as a heading or in bold: it then needs no colon. `apart` says
    that a blank line stands above it: it then needs no capital.
    """
    whole = wording.squeeze(text)
    unmarked = _MARK.sub("", whole)
    bare = without_time(unmarked)
    if len(bare) > 260 or not bare or (unmarked != whole and not _BODY.search(bare)):
        return None
    with_colon = bare.endswith(":")
    recommended = _RECOMMENDED.search(bare) if with_colon else None
    if recommended:
        return "" if _ALL.match(recommended.group("who")) else _name(recommended.group("who"))
    joint = _SHOULD_WITH.match(bare) if with_colon else None
    if joint and _can_be_name(joint.group("who")):
        return f"{_name(joint.group('who'))}, {_name(joint.group('with'))}"
    # Most lines of a report say neither: they need no search from each of their letters.
    should = _SHOULD.match(bare) if any(word in bare.casefold() for word in _MODAL_WORDS) else None
    if should and (should.group("colon") or marked or len(bare.split()) <= 10):
        who = should.group("who").strip()
        lower = apart and bool(should.group("colon") and _BODY.search(who)) and len(who.split()) <= 8
        if _can_be_name(who, lower=lower) and (
            should.group("colon") or marked or _BODY.search(who) or not who.count(" ")
        ):
            return _name(who)
    named = _FOR.match(bare)
    plain = marked or (named and (named.group("colon") or bare.casefold().startswith("recommendation")))
    if named and plain and _can_be_name(named.group("who")) and _BODY.search(bare):
        return _name(named.group("who"))
    return None


def names_body(text: str) -> str | None:
    """Return the body that a line names with nothing beside it ('HM Prison and Probation Service:'), or None."""
    bare = wording.squeeze(text)
    match = _NAME_ALONE.match(bare)
    if match and len(bare.split()) <= 16 and bare[0].isupper() and _BODY.search(bare) and not _LEAD_IN.match(bare):
        return _name(match.group("who"))
    return None


_SENTENCE = lazy(rf"^(?P<who>.{{2,120}}?),? {_MODAL}:? (?P<rest>\S.+)$")


def named_in_sentence(text: str) -> str | None:
    """Return the body that a recommendation names itself: 'The South West region should …'."""
    match = _SENTENCE.match(without_time(text))
    if match is None:
        return None
    who = match.group("who")
    begins = who[0].isupper() or (who.startswith("the ") and len(who.split()) <= 6 and " that " not in who)
    if begins and len(who.split()) <= 14 and _BODY.search(who) and _can_be_name(who):
        return _name(who)
    return None


def _can_be_name(who: str, *, lower: bool = False) -> bool:
    return (
        bool(who)
        and (lower or who[0].isupper() or who[0].isdigit() or who.startswith("the "))
        and not _LEAD_IN.match(who)
        and (". " not in who)
    )


def _name(who: str) -> str:
    """Return the name as printed. The article of the sentence around it falls; that of the name itself stays."""
    return _ARTICLE.sub("", wording.squeeze(who).strip(" ,:;–-*"))
