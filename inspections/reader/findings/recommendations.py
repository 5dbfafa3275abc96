"""The new recommendations of a report: number, addressee, full text, repeat marker and place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from inspections.reader import text as wording
from inspections.reader.addressees import named_in_sentence
from inspections.reader.draft import Place, RecommendationDraft
from inspections.reader.findings.progress_table import columns_of
from inspections.reader.layout import LayoutRow
from inspections.reader.lists import Item, items_of
from inspections.reader.sections import Part, Section

_AGAIN = r"(?:repeat(?:ed)?|re-?stated|reiterated|carried (?:over|forward)|rolled (?:over|forward)|recurring)"
_IN_BRACKETS = re.compile(rf"\s*[(\[](?P<inside>[^()\[\]]*\b{_AGAIN}\b[^()\[\]]*)[)\]]", re.IGNORECASE)
_SENTENCE = re.compile(
    rf"(?:^|(?<=[.;:!?])|(?<=[a-z]))\s+(?P<inside>(?:this|the above) (?:is an? "
    rf")?[^.]{{0,40}}?\brecommendation\b[^.]*?\b{_AGAIN}\b[^.]*"
    rf"|this is an? {_AGAIN} recommendation[^.]*)(?:\.|$)",
    re.IGNORECASE,
)
_IN_FRONT = re.compile(rf"^(?:{_AGAIN}|repeat) recommendation\s*[:.–-]\s*", re.IGNORECASE)
_ABOUT_THE_PAST = re.compile(r"\b(?:recommendation|inspection|report|20\d\d)\b", re.IGNORECASE)
_ONLY_REPEAT = re.compile(rf"^(?:{_AGAIN}|repeat recommendation)$", re.IGNORECASE)
_REPEATED_GROUP = re.compile(
    rf"\b{_AGAIN}\b.*\brecommendations?\b"
    rf"|\brecommendations?\b.*\b{_AGAIN}\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:we recommended|recommended that|had recommended)\b", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:R\s?)?(\d{1,2})[.)]?$")
_OPENING = re.compile(r"^[A-Za-z(]")


def recommendations_in(sections: Sequence[Section]) -> list[RecommendationDraft]:
    """Return the new recommendations in printed order. A list printed twice (summary and chapter) counts once."""
    listing = [section for section in sections if section.part is Part.RECOMMENDATIONS]
    lists = [drafts for section in listing for drafts in [_in_section(section)] if drafts]
    if not lists:
        # A report without others tells its own as 'we recommended'.
        lists = [drafts for section in listing for drafts in [_in_section(section, past=True)] if drafts]
    if not lists:
        lists = [drafts for section in sections for drafts in [_outside_a_section(section)] if drafts]
    return _without_copies(lists)


def _in_section(section: Section, *, past: bool = False) -> list[RecommendationDraft]:
    rows = section.rows
    tabled = _in_table(rows)
    if tabled:
        return tabled
    items = items_of(rows)
    grouped = [listed for listed in items if listed.group is not None]
    # Lists before the first heading that names a body are about something else.
    chosen = grouped or [listed for listed in items if listed.number is not None] or items
    repeated = bool(section.heading and _REPEATED_GROUP.search(section.heading.text))
    return [
        draft
        for listed in chosen
        if past or not _is_past(listed)
        for draft in [_draft(listed, repeated=repeated)]
        if draft
    ]


def _is_past(item: Item) -> bool:
    """Return whether the group's heading tells what was recommended some time ago."""
    return bool(item.group and _PAST.search(item.group.text))


def _in_table(rows: Sequence[LayoutRow]) -> list[RecommendationDraft]:
    """Return recommendations in a table with a heading for them and one for their numbers or for who must act."""
    columns: dict[int, str] = {}
    drafts: list[RecommendationDraft] = []
    for row in rows:
        named = {name: position for position, name in columns_of(row.cells).items()}
        if "text" in named and named.keys() & {"number", "addressee"} and "category" not in named:
            columns = {position: name for name, position in named.items()}
        elif columns and len(row.cells) >= len(columns):
            cells = {name: row.cells[position] for position, name in columns.items() if position < len(row.cells)}
            drafts += _from_cells(cells, row)
    return drafts


def _from_cells(cells: Mapping[str, str], row: LayoutRow) -> list[RecommendationDraft]:
    number = _NUMBER.match(cells.get("number", ""))
    addressee = cells.get("addressee") or None
    if not cells.get("text"):
        return []
    listed = Item(int(number.group(1)) if number else None, addressee, None, row, lines=[cells["text"]])
    return [draft for draft in [_draft(listed, repeated=False)] if draft]


def _outside_a_section(section: Section) -> list[RecommendationDraft]:
    """Return recommendations in a report that has no heading for them: only under 'X should:' with items below."""
    if section.part in (Part.EARLIER, Part.ALERT, Part.CONTENTS, Part.STANDARD) or section.in_annexe:
        return []
    items = [
        listed
        for listed in items_of(section.rows)
        if listed.group is not None
        and not _is_past(listed)
        and re.search(r"\b(?:should|must|recommend)", listed.group.text, re.IGNORECASE)
    ]
    return [draft for listed in items for draft in [_draft(listed, repeated=False)] if draft]


def _draft(item: Item, *, repeated: bool) -> RecommendationDraft | None:
    text, flagged = without_repeat_marker(item.text)
    if not _OPENING.match(text) and item.number is None:
        return None
    return RecommendationDraft(
        number=item.number,
        addressee=item.addressee or named_in_sentence(text),
        text=text,
        flagged_repeat=flagged or repeated,
        source=Place.of_row(item.row),
    )


def without_repeat_marker(text: str) -> tuple[str, bool]:
    """Return the wording without the inspectorate's note that it repeats an earlier one, and whether it had a note."""
    flagged = False

    def drop(match: re.Match[str]) -> str:
        nonlocal flagged
        inside = match.group("inside").strip(" .")
        if len(inside.split()) <= 30 and (_ABOUT_THE_PAST.search(inside) or _ONLY_REPEAT.match(inside)):
            flagged = True
            return ""
        return match.group(0)

    bare = _IN_FRONT.sub("", text)
    flagged = bare != text
    bare = _IN_BRACKETS.sub(drop, bare)
    bare = _SENTENCE.sub(drop, bare)
    return wording.squeeze(bare), flagged


def _without_copies(lists: list[list[RecommendationDraft]]) -> list[RecommendationDraft]:
    """Put lists together, leaving out those whose wordings all stand in a longer list."""
    kept: list[list[RecommendationDraft]] = []
    for drafts in sorted(lists, key=len, reverse=True):
        held = {_key(draft) for other in kept for draft in other}
        fresh = [draft for draft in drafts if _key(draft) not in held]
        if len(fresh) > len(drafts) / 2:
            kept.append(fresh)
    repeats = {_key(draft) for drafts in lists for draft in drafts if draft.flagged_repeat}
    return sorted(
        # One printing may flag what the other does not.
        (replace(draft, flagged_repeat=_key(draft) in repeats) for drafts in kept for draft in drafts),
        key=lambda draft: draft.source.line or 0,
    )


def _key(recommendation: RecommendationDraft) -> str:
    return wording.fold(recommendation.text).strip(" .;")[:120]
