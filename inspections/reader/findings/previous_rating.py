"""Overall ratings that a sentence of the first pages states: this inspection's, and that of the one before."""

import re
from collections.abc import Callable, Iterator, Sequence

from inspections.reader import words
from inspections.reader.draft import Found, Place
from inspections.reader.layout import LayoutRow
from inspections.reader.patterns import lazy
from inspections.reader.sections import Part, Section

_BEFORE = lazy(
    r"\b(?:last|previous|earlier|first|prior|former)\b[^.]{0,60}\binspect|\bpreviously (?:been "
    r")?inspected\b|\blast inspected\b"
    r"|\binspected\b[^.]{0,60}\b(?:in|during) (?:\w+ )?20\d\d\b|\bpreviously\b[^.]{0,30}\brated\b"
    r"|\bpreviously rated\b",
    re.IGNORECASE,
)
_THEN = lazy(
    r"^(?:at that time|then|it was|on that occasion|we rated it|that inspection|the overall "
    r"rating (?:then )?was)\b",
    re.IGNORECASE,
)
_RATED = lazy(
    r"\b(?:rat(?:ed|ing)|judged|judgement)\b(?:[^.‘'\"“”’]|’(?=s\b)|'(?=s\b)){0,60}?"
    r"(?:(?P<quote>[‘'\"“])\s?)?(?P<rating>Outstanding|Good|Requires [Ii]mprovement|Inadequate"
    r"|(?<=[‘'\"“])(?:outstanding|good|requires improvement|inadequate)(?=[’'\"”])"
    r"|(?<=\bas )(?:outstanding|good|requires improvement|inadequate)\b"
    r"|(?<=\bbe )(?:outstanding|inadequate)\b|(?<=rated )(?:outstanding|good|requires improvement|inadequate)\b)"
)
# Where one clause of a sentence ends and the next begins.
_CLAUSE = lazy(r"[,;:](?=\s)|\s[–—-]\s|\s(?:so|but|because|while|whilst|although|since|which means)\s")
_ASIDE = lazy(r",\s(?:whose|which|who|where|with|despite|after|following|having)\b[^,]*,")
_WHOLE_BODY = lazy(
    r"\b(?:PDUs?|CRC|region|division|unit|service|organisation|approved premises|hostel|body|HMPPS|it|them)\b(?![’']s)"
    r"|\b(?:PDU|region|unit|service|division|CRC|organisation)[’']s (?:overall )?rating\b"
)
_OVERALL_RATING = lazy(
    r"\boverall (?:\w+ )?(?:rating|judgement)\b|\brat(?:ed|ing) overall\b|\boverall,?\b[^,]{0,60}\brated\b",
    re.IGNORECASE,
)
_FOR_A_STANDARD = lazy(
    r"^\W*(?:for|on|in|against|in respect of|in relation to|under)\s+(?:(?:its|the|our|this|standard)\s+)*(?:standards?"
    r"|leadership|staff\w*|services|assessment|planning|reviewing|implementation|delivery|unpaid work|court|case"
    r"|resettlement|information|[PR]?\s?\d\.\d)\b",
    re.IGNORECASE,
)
_NOW = lazy(r"\b(?:now|this inspection|this time|current(?:ly)?|continues?|remains?|we have rated)\b", re.IGNORECASE)
_ONE_STANDARD = lazy(
    r"\b(?:standards?|leadership|staff(?:ing)?|services are|assessment|planning|reviewing|implementation"
    r"|unpaid work|through the gate|"
    r"information and facilities|court work|case supervision|key questions?|engagement|public "
    r"protection|resettlement)\b",
    re.IGNORECASE,
)
_OVERALL = lazy(r"\boverall\b", re.IGNORECASE)
# Sentences about inspections of several bodies, or about what would have been.
_OTHERS = lazy(
    r"\b(?:(?:all|every|each|most|many|other|both|\w+ of the|two|three|four|five|six|\d+) (?:of (?:the|our) )?"
    r"(?:\w+ )?(?:PDUs|regions|CRCs|divisions|services|inspections?|areas)|every PDU|each PDU|would|could|might"
    r"|if|across the)\b",
    re.IGNORECASE,
)
_SENTENCE_END = lazy(r"(?<=[.!?])[’'\"”]?\s+(?=[A-Z‘“'\"])")
_PARTS = (Part.FOREWORD, Part.SUMMARY, Part.BACKGROUND)


def previous_overall_in(sections: Sequence[Section]) -> Found[str] | None:
    """Return what the body was rated overall the last time; None where the report does not say so plainly."""
    for part in _PARTS:
        for section in sections:
            if section.part is part and not section.in_annexe:
                rating = _in_rows(section.words())
                if rating:
                    return rating
    return None


def stated_overall_in(sections: Sequence[Section]) -> Found[str] | None:
    """Return the overall rating in a report that prints it in its sentences only; None where they differ."""
    stated: list[Found[str]] = []
    for section in sections:
        if section.part in (*_PARTS, Part.COVER, Part.RATINGS) and not section.in_annexe:
            for sentence, place_at in _sentences(section.words()):
                rated = _RATED.search(sentence)
                if rated and _is_about_now(sentence, rated):
                    stated.append(Found(words.rating(rated.group("rating")), place_at(rated.start("rating"))))
    return stated[0] if len({rating.value for rating in stated}) == 1 else None


def sentences_with_ratings(sections: Sequence[Section]) -> Iterator[Place]:
    """Yield where sentences of the first parts rate something, whatever it is."""
    for section in sections:
        if section.part in (*_PARTS, Part.COVER, Part.RATINGS) and not section.in_annexe:
            for sentence, place_at in _sentences(section.words()):
                rated = _RATED.search(sentence)
                if rated and not _BEFORE.search(sentence) and not _OTHERS.search(sentence):
                    yield place_at(rated.start("rating"))


def _in_rows(rows: Sequence[LayoutRow]) -> Found[str] | None:
    follows = False
    for sentence, place_at in _sentences(rows):
        speaks_of_then = bool(_BEFORE.search(sentence))
        if speaks_of_then or (follows and _THEN.match(sentence)):
            rated = _RATED.search(sentence)
            if rated and _is_about_then(sentence, rated):
                return Found(words.rating(rated.group("rating")), place_at(rated.start("rating")))
        follows = speaks_of_then
    return None


def _sentences(rows: Sequence[LayoutRow]) -> Iterator[tuple[str, Callable[[int], Place]]]:
    """Yield each sentence, and what tells the place of a position in it."""
    whole, starts = "", []
    for row in rows:
        starts.append((len(whole), row))
        whole += row.text + " "
    position = 0
    for sentence in _SENTENCE_END.split(whole):
        begun = whole.index(sentence, position)
        position = begun + len(sentence)

        def place_at(within: int, begun: int = begun) -> Place:
            return Place.of_row([row for start, row in starts if start <= begun + within][-1])

        yield sentence, place_at


def _is_about_now(sentence: str, rated: re.Match[str]) -> bool:
    """Return whether the sentence gives the whole body's rating this time, and speaks of no other body or time."""
    if _BEFORE.search(sentence) or _OTHERS.search(sentence) or len(words.RATING.findall(sentence)) > 1:
        return False
    behind = sentence[rated.end() :]
    if _FOR_A_STANDARD.match(behind):
        return False
    clause = _CLAUSE.split(_ASIDE.sub(" ", sentence[: rated.end()]))[-1]
    rates = rated.group()[: rated.start("rating") - rated.start()]
    if _WHOLE_BODY.search(rates) and not _ONE_STANDARD.search(rates):
        return True
    if _ONE_STANDARD.search(clause):
        return bool(_OVERALL_RATING.search(clause))
    whole_body = _WHOLE_BODY.search(clause) or _OVERALL_RATING.search(clause) or _OVERALL.search(clause)
    if whole_body or _OVERALL.match(behind.strip(" ’'”\".,")):
        return True
    # What is rated stands before the clause: 'the unit has tried hard, and is rated …'.
    return bool(_OVERALL.search(sentence) or _WHOLE_BODY.search(sentence)) and not _ONE_STANDARD.search(
        sentence[: rated.end()]
    )


def _is_about_then(sentence: str, rated: re.Match[str]) -> bool:
    """Return whether the rating is the whole body's and of the time before, not one standard's or today's."""
    before = sentence[: rated.start()]
    if _NOW.search(sentence[: rated.end()]):
        return False
    earlier = _BEFORE.search(sentence)
    if earlier and earlier.start() > rated.end() and not re.search(r"\bsame\b|\bunchanged\b", sentence):
        return False
    about = sentence[max(0, len(before) - 60) : rated.end()]
    return "overall" in sentence.casefold() or not _ONE_STANDARD.search(about)
