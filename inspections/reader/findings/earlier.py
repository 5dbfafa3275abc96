"""Earlier recommendations that a report judges, told as prose with one verdict each or as a table."""

import re
from collections.abc import Sequence

from inspections.reader import text as wording
from inspections.reader import words
from inspections.reader.dates import DATE, first_date
from inspections.reader.draft import EarlierRecommendationDraft, Found, Place
from inspections.reader.findings.progress_table import read_table
from inspections.reader.layout import Kind, LayoutRow
from inspections.reader.lists import Item, items_of
from inspections.reader.patterns import lazy
from inspections.reader.sections import Part, Section

_VERDICT = lazy(
    r"\b(?:(?:has|have|had|was|were|is|are|been|find|found|judged?|assessed|made|there)\b[^.]{0,80}?)"
    r"\b(?P<category>no|some|sufficient|limited|little|insufficient|good|significant"
    r"|full)\s+progress\b[^.]*?(?:\.|$)",
    re.IGNORECASE,
)
_LABEL = lazy(
    r"(?:^|(?<=[.;:?!\s]))(?:(?:progress|categor(?:y|isation)|judgement|outcome|status|rating)\s*:\s*)?"
    r"(?P<category>No|Some|Sufficient)\s+progress"
    r"(?:\s+(?:(?:has|have) been |was )?made)?(?:\s+(?:on|against|towards|with|in relation to)\s+(?:this"
    r"|the)\s+recommendation)?"
    r"\.?(?=$|\s)"
)
_STILL = lazy(r"(?:improvement )?still required\??\s*:?\s*(yes|no)\b", re.IGNORECASE)
_SUBJECT = 70
_PUBLISHED = (
    lazy(
        rf"\bfrom (?:the |our )?(?:previous|last)\b[^.()]{{0,120}}\(\s*(?:published "
        rf")?({DATE})\s*\)",
        re.IGNORECASE,
    ),
    lazy(
        rf"\b(?:previous|last|earlier|first"
        rf"|prior)\b[^.]{{0,80}}?\breport\b[^.]{{0,60}}?\bpublished\b[^.]{{0,20}}?({DATE})",
        re.IGNORECASE,
    ),
    lazy(
        rf"\b(?:report|inspection)\b[^.]{{0,60}}?\b(?:was|were)? "
        rf"?published\b[^.]{{0,20}}?({DATE})",
        re.IGNORECASE,
    ),
    lazy(
        rf"\brecommendations? (?:from|in|made in|of) (?:the |our )?(?:previous"
        rf"|last)?[^.()]{{0,60}}?\breport\b[^.]{{0,30}}?({DATE})",
        re.IGNORECASE,
    ),
    lazy(rf"\b(?:previous|last)\b[^.()]{{0,60}}?\(\s*({DATE})\s*\)", re.IGNORECASE),
    lazy(rf"\bfrom (?:the |our )?({DATE}) (?:inspection )?report\b", re.IGNORECASE),
)


def earlier_in(sections: Sequence[Section]) -> list[EarlierRecommendationDraft]:
    """Return the judged recommendations in printed order."""
    recommendations: list[EarlierRecommendationDraft] = []
    for section in sections:
        if section.part is Part.EARLIER:
            recommendations += read_table(section.rows) or _in_prose(section.rows)
    if not recommendations:
        for section in sections:
            if section.part is not Part.EARLIER:
                recommendations += read_table(section.rows, needs_header=True)
    return recommendations


def _in_prose(rows: Sequence[LayoutRow]) -> list[EarlierRecommendationDraft]:
    items = items_of(rows, prose=True)
    judged = [_judged(listed) for listed in items]
    if any(draft.category for draft in judged):
        return judged
    # A list of what was recommended, without a word on progress, is not judged here.
    return []


def _judged(item: Item) -> EarlierRecommendationDraft:
    whole = item.text
    verdict = _verdict(whole)
    end, account = _parts(item, whole, verdict)
    still = _STILL.search(account)
    action = wording.squeeze(_STILL.sub("", account))
    return EarlierRecommendationDraft(
        number=item.number,
        addressee=item.addressee,
        text=wording.squeeze(whole[:end]),
        action_taken=action or None,
        category=words.category(f"{verdict.group('category')} progress") if verdict else None,
        improvement_still_required=still.group(1).casefold() == "yes" if still else None,
        source=Place.of_row(item.row),
    )


def _verdict(whole: str) -> re.Match[str] | None:
    """Return the sentence that judges: one on 'this recommendation' goes before any other word of progress."""
    matches = list(_VERDICT.finditer(whole))
    plain = [match for match in matches if re.search(r"\brecommendation\b", match.group(0))]
    label = _LABEL.search(whole)
    candidates = plain or ([label] if label else []) or matches
    return candidates[0] if candidates else None


def _parts(item: Item, whole: str, verdict: re.Match[str] | None) -> tuple[int, str]:
    """Return where the recommendation's own words end, and the account of action: all the rest but the verdict."""
    starts = _line_starts(item)
    paragraph = next((at for at, after_gap in starts[1:] if after_gap and whole[at : at + 1].isupper()), len(whole))
    if verdict is None:
        return paragraph, whole[paragraph:]
    begun = _sentence_start(whole, verdict.start(), starts)
    if paragraph < begun:
        # The account stands before its verdict: the recommendation is the first paragraph.
        return paragraph, f"{whole[paragraph:begun]} {whole[verdict.end() :]}"
    return begun, whole[verdict.end() :]


def _sentence_start(whole: str, at: int, starts: Sequence[tuple[int, bool]]) -> int:
    """Return where the sentence of the verdict begins: after a full stop or, without one, at a line with a capital."""
    sentence = max((match.end() for match in re.finditer(r"[.?!]['’”]?\s+", whole[:at])), default=0)
    if sentence and at - sentence <= _SUBJECT:
        return sentence
    lines = [start for start, _ in starts[1:] if at - _SUBJECT <= start <= at and whole[start : start + 1].isupper()]
    return lines[0] if lines else at


def _line_starts(item: Item) -> list[tuple[int, bool]]:
    """Return where each line of the item begins in its joined text, and whether it begins a paragraph."""
    starts: list[tuple[int, bool]] = []
    for count, gapped in enumerate(item.after_gap):
        before = wording.join(item.lines[:count])
        position = len(before) + (1 if before and not before.endswith(("-", "/")) else 0)
        starts.append((position, gapped))
    return starts


def previous_report_in(sections: Sequence[Section]) -> Found[str] | None:
    """Return when the previous report was published, where this one says so."""
    ordered = [s for s in sections if s.part is Part.EARLIER]
    ordered += [s for s in sections if s.part in (Part.FOREWORD, Part.SUMMARY, Part.BACKGROUND, Part.RECOMMENDATIONS)]
    for position, pattern in enumerate(_PUBLISHED):
        for section in ordered:
            if position > 1 and section.part is not Part.EARLIER:
                continue
            rows = [row for row in section.rows if row.kind in (Kind.WORDS, Kind.NOTE)]
            whole = wording.squeeze(
                " ".join([*(r.text for r in ([section.heading] if section.heading else [])), *(r.text for r in rows)])
            )
            match = pattern.search(whole)
            date = first_date(match.group(1)) if match else None
            if match and date:
                return Found(date, _place_of(match.group(1), rows, section))
    return None


def _place_of(words_of_date: str, rows: Sequence[LayoutRow], section: Section) -> Place:
    for row in rows:
        if words_of_date in row.text:
            return Place.of_row(row)
    last = words_of_date.split(maxsplit=1)[0]
    near = next((row for row in rows if last in row.text), section.heading or (rows[0] if rows else None))
    return Place.of_row(near) if near else Place(None, None)
