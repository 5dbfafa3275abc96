"""The organisational alert's annexe: what inspectors were concerned about and what is done in answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inspections.reader.draft import Found, Place
from inspections.reader.layout import LayoutRow
from inspections.reader.lists import Item, items_of, marker_of
from inspections.reader.sections import Part, Section

_ANSWERS = re.compile(
    r"\b(?:response|responded|respond|actions? (?:to be|taken|were|was|are|in|agreed|required|plan)|the "
    r"actions?|some of the actions?|"
    r"following actions?|took the following|in answer|action plan)\b",
    re.IGNORECASE,
)
_ACTIONS_TITLE = re.compile(
    r"^(?:the |our |agreed |urgent )*(?:actions?"
    r"|response)\b[^.]{0,40}:?$",
    re.IGNORECASE,
)
_CONCERNS_TITLE = re.compile(r"^(?:the |our |main |key )*concerns?\b[^.]{0,40}:?$", re.IGNORECASE)
_CONCERN = re.compile(r"\b(?:concerns?|insufficient|risks?|lack|because|consisting)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Alert:
    """Concerns and actions in printed order, each with its place."""

    concerns: tuple[Found[str], ...]
    actions: tuple[Found[str], ...]
    heading: LayoutRow


def alert_in(sections: Sequence[Section]) -> Alert | None:
    """Return the alert that the report prints in a part of its own; None where it only mentions one, or none."""
    for section in sections:
        if section.part is Part.ALERT and section.heading is not None:
            alert = _read(section, section.heading)
            if alert.concerns or alert.actions:
                return alert
    return None


def _read(section: Section, heading: LayoutRow) -> Alert:
    concerns: list[Found[str]] = []
    actions: list[Found[str]] = []
    answering = False
    block: list[LayoutRow] = []
    paragraph: list[LayoutRow] = []
    for row in section.rows:
        if row.is_words and (row.heading or row.bold) and marker_of(row) is None:
            (actions if answering else concerns).extend(_entries(block))
            block, paragraph = [], [row]
            continue
        if row.is_words and marker_of(row) is None and not _continues(block, row):
            (actions if answering else concerns).extend(_entries(block))
            block = []
            paragraph.append(row)
            continue
        if not block and not row.is_words:
            continue
        if not block and paragraph:
            answering = _is_answer(paragraph, answering)
            paragraph = []
        block.append(row)
    (actions if answering else concerns).extend(_entries(block))
    return Alert(tuple(concerns), tuple(actions), heading)


def _continues(block: Sequence[LayoutRow], row: LayoutRow) -> bool:
    """Return whether a row without a marker is more of the item above it.

    There is no blank line between, or it goes on in mid-sentence.
    """
    if not any(above.is_words for above in block):
        return False
    if row.text.endswith(":"):
        return False
    above = block[-1]
    if above.is_words and len(above.raw) < 140:
        return True
    last = next(above for above in reversed(block) if above.is_words)
    return row.text[0].islower() and not last.text.endswith((".", ";", ":"))


def _is_answer(paragraph: Sequence[LayoutRow], already: bool) -> bool:
    """Return whether the words that lead to a list say that it holds actions in answer to the alert."""
    title = paragraph[-1].text
    if _ACTIONS_TITLE.match(title) or _CONCERNS_TITLE.match(title):
        return bool(_ACTIONS_TITLE.match(title))
    text = " ".join(row.text for row in paragraph)
    last = re.split(r"(?<=[.!?])\s+", text)[-1]
    if _ANSWERS.search(last):
        return True
    if already and _CONCERN.search(last):
        return False
    return already or bool(_ANSWERS.search(text) and not _CONCERN.search(text))


def _entries(rows: Sequence[LayoutRow]) -> list[Found[str]]:
    items: list[Item] = items_of(rows)
    return [Found(listed.text, Place.of_row(listed.row)) for listed in items]
