"""Says what in a paper speaks for a report of an inspection of adult probation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inspections.reader import text as wording
from inspections.reader.addressees import named_in_sentence
from inspections.reader.lists import items_of
from inspections.reader.papers.front import Front
from inspections.reader.patterns import lazy
from inspections.reader.sections import Part, Section

# What stands after the publisher's name, or alone: 'An inspection of probation services in …'.
_SORTS = (
    r"(?:(?:independent|joint|thematic|national|regional|local|dynamic|core|follow-up|follow up|short|full|pilot"
    r"|first|second"
    r"|third|new|interim|unannounced|announced|adult|probation|service|approved premises|rapid)[ ,-]+(?:and )?)"
)
_TITLE = lazy(
    rf"^(?:(?:a )?reports? (?:of|on) )?(?:an? |the |our )?{_SORTS}*(?:re-?)?(?:inspection|review)"
    r"(?: report)?(?: (?:of|into|on|in|led by)\b|$)"
)
_PROGRAMME = lazy(rf"^(?:an? |the |our )?{_SORTS}+inspection\b")
_QUALITY = lazy(r"^the quality (?:and \w+ )?of (?:probation|work)\b")
# A headline tells what was found; a title says what was looked at.
_HEADLINE = lazy(
    r"\b(?:finds?|found|reveals?|shows|prais(?:es|ed)|says|said|warns?|highlights|calls for|raises|receives?|uncovers"
    r"|urges|published|announced|launched|launches|begins|worried|slams?|welcomes?|hails?|criticis(?:es|ed))\b"
)
_BARE = lazy(rf"^(?:an? |the |our )?{_SORTS}*(?:inspection|review)(?: report)?(?: (?:by|led by) .+)?$")
ADULT_PROBATION = (
    r"\bprobation (?:services?|deliver\w+|units?|regions?|work|trusts?|provision|supervision)\b|\bpdus?\b|\bhmpps\b"
    r"|prison (?:and|&) probation service|community rehabilitation compan|\bcrcs?\b|\bnps\b|\bapproved premises\b"
    r"|\b(?:people|person) on probation\b|\bdynamic inspection\b"
)
_PROBATION = lazy(ADULT_PROBATION)
_RATING = lazy(r"\b(?:outstanding|good|requires improvement|inadequate)\b[\s'\".|*]*$", re.IGNORECASE)
_BODY_AND_RATING = lazy(
    r"^\|? ?(?P<body>(?!(?:[pr] ?)?\d)[\w\s,'&-]{2,60}?\b(?:pdu|crc|region|division|company|nps|trust"
    r"|probation service))[\s:|,-]+"
    r"(?:overall |rating |rated )*['\"]?(?:outstanding|good|requires improvement|inadequate)\b"
)
_OVERALL = lazy(r"\boverall rating\b|\bscore\b.{0,40}?\d{1,2}\s*/\s*\d", re.IGNORECASE)
_OWN_VOICE = lazy(
    r"\bwe (?:have |had |also |were |are |therefore )?(?:rated|found|saw|inspected|looked|judged|heard|visited|examined"
    r"|read|met|conducted|carried|recommend\w*|impressed|disappointed|pleased|concerned)\b"
    r"|\b(?:this|our) inspection (?:was|found|examined|of|took)\b|\bwas (?:therefore )?rated\b"
)
_HANDS = (Part.FOREWORD, Part.BACKGROUND, Part.SUMMARY)
_ENOUGH_RATINGS = 3
# So many bodies with a rating each are a list of bodies.
_MANY = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a report. `addressed` are the bodies to which it makes recommendations, folded."""

    titled: bool
    about_probation: bool
    addressed: tuple[str, ...]
    listed: int
    rated: bool
    bodies_rated: int
    introduced: bool
    own_voice: bool

    @property
    def is_strong(self) -> bool:
        """Return whether it asks bodies for something, and is a report in another way as well."""
        return bool(self.addressed) and (self.titled or self.rated or self.introduced)

    @property
    def is_of_many(self) -> bool:
        """Return whether it lists the ratings of several bodies and is a report on none of them."""
        return self.bodies_rated >= _MANY and not (self.addressed or self.rated or self.titled)

    @property
    def is_report(self) -> bool:
        """Return whether there is enough of a report of an inspection here, whoever made it."""
        if self.addressed or self.rated:
            return True
        if self.listed:
            return self.titled or self.introduced
        return self.titled and (self.introduced or self.own_voice)


def evidence_in(front: Front, sections: Sequence[Section], lines: Sequence[str]) -> Evidence:
    """Return what speaks for a report in these sections. `lines` are folded."""
    items = [entry for section in sections if section.part is Part.RECOMMENDATIONS for entry in items_of(section.rows)]
    named = [entry.addressee or named_in_sentence(entry.text) or "" for entry in items]
    addressed = tuple(dict.fromkeys(name.casefold() for name in named if name))
    bodies = len({match.group("body") for line in lines if (match := _BODY_AND_RATING.match(line))})
    about = front.text + "\n" + "\n".join(addressed)
    return Evidence(
        titled=any(is_title(part) for part in (*front.titles, *front.parts)),
        about_probation=bool(_PROBATION.search(about)),
        addressed=addressed,
        listed=len(items),
        rated=_is_rated(sections, bodies),
        bodies_rated=bodies,
        introduced=any(section.part in _HANDS and section.words() for section in sections),
        own_voice=any(_OWN_VOICE.search(line) for line in lines),
    )


def is_title(words: str) -> bool:
    """Return whether folded words are the title of an inspection, and no headline about one."""
    named = _TITLE.match(words) or _PROGRAMME.match(words) or _QUALITY.match(words)
    return bool(named) and not _HEADLINE.search(words)


def is_called_inspection(words: str) -> bool:
    """Return whether folded words only say that a paper is an inspection: 'a joint thematic inspection'."""
    return bool(_BARE.match(words))


def _is_rated(sections: Sequence[Section], bodies: int) -> bool:
    """Return whether one body is rated here: overall, or standard by standard. A list of `bodies` rates many."""
    ratings = 0
    for section in sections:
        if section.part is Part.RATINGS:
            rows = [wording.fold(row.text) for row in section.words()]
            if bodies < _MANY and any(_OVERALL.search(text) for text in rows):
                return True
            ratings += sum(1 for text in rows if _RATING.search(text) and not _BODY_AND_RATING.match(text))
        elif section.part is Part.STANDARD:
            texts = [section.heading.text if section.heading else "", *(row.text for row in section.words()[:3])]
            ratings += any(_RATING.search(text) for text in texts)
    return ratings >= _ENOUGH_RATINGS
