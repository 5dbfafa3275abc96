"""The new recommendations of a report: number, addressee, full text, repeat marker and place."""

import re
from collections.abc import Sequence
from dataclasses import replace

from inspections.reader import text as wording
from inspections.reader.addressees import named_in_sentence
from inspections.reader.draft import Place, RecommendationDraft
from inspections.reader.findings.recommendation_table import entries_of_table
from inspections.reader.lists import Item, items_of
from inspections.reader.patterns import lazy
from inspections.reader.repeats import is_repeat_group, without_repeat_marker
from inspections.reader.sections import Part, Section

_PAST = lazy(r"\b(?:we recommended|recommended that|had recommended)\b", re.IGNORECASE)
_OPENING = lazy(r"^[A-Za-z(]")


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
    tabled = entries_of_table(rows)
    items = tabled or items_of(rows)
    grouped = [listed for listed in items if listed.group is not None]
    # Lists before the first heading that names a body are about something else.
    chosen = tabled or grouped or [listed for listed in items if listed.number is not None] or items
    repeated = bool(section.heading and is_repeat_group(section.heading.text))
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
        flagged_repeat=flagged or repeated or item.repeated,
        source=Place.of_row(item.row),
    )


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
