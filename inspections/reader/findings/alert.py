"""The organisational alert's annexe: what inspectors were concerned about and what is done in answer."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from inspections.reader import text as wording
from inspections.reader.draft import Found, Place, ReaderDoubt
from inspections.reader.layout import LayoutRow
from inspections.reader.lists import Item, items_of
from inspections.reader.marks import bare_words, marker_of, with_text
from inspections.reader.patterns import lazy
from inspections.reader.sections import Part, Section

# Words that lead to a list of what was done, is to be done or must be done. Tried on the sentence before the list.
_DONE = (
    r"(?:taken|acted|responded|introduced|appointed|provided|put (?:in place|right)|agreed|committed|undertaken|assured"
    r"|promised|begun|started|made (?:the following )?changes|done|set up|established|planned|pledged)"
)
_MUST = r"(?:must|should|will|shall|would|(?:needs?|has|have) to)(?: now| immediately| urgently| therefore| also)*"
_ANSWERS = lazy(
    rf"\b(?:{_MUST}(?: do)?\s*:?$|{_MUST} (?:be done|do the following|happen|take|put)\b"
    r"|response\b|respond(?:ed|s|ing)?\b|actions?\b(?! (?:had|was|were|is|are) not)|steps?\b|measures?\b|in"
    r" answer\b|remed\w+"
    rf"|(?:has|have|had) (?:since |now |already |also |all )*{_DONE}\b|(?:we were|was|were) (?:told|assured|promised)\b"
    r"|(?:agreed|committed|undertook|promised|pledged|plans|planned) (?:to|that)\b|(?:since|after) (?:the|our) alert\b"
    r"|(?:we|inspectors) (?:have )?(?:asked|required|require|recommended|recommend|expect(?:ed)?|told|instructed"
    r"|requested|need)\b(?!.*\bconcern)|is (?:asked|required|expected) to\b)",
    re.IGNORECASE,
)
_ACTIONS_TITLE = lazy(
    r"^(?:the |our |agreed |urgent |immediate |required |necessary |further )*(?:actions?|response|next steps"
    r"|steps|measures"
    r"|remed(?:y|ies)|improvements?|requirements?)\b[^.]{0,60}:?$"
    r"|^what (?:must|should|needs to|has to|will|has been|was|is being|had been|have)\b.*\b(?:done|do|happen\w*"
    r"|change\w*|put right)\b.{0,40}$"
    r"|^what (?:the|they|leaders|managers|HMPPS)\b.*\b(?:did|do|done|doing|must|should)\b.{0,40}$",
    re.IGNORECASE,
)
_CONCERNS_TITLE = lazy(
    r"^(?:the |our |main |key |serious |immediate |urgent )*(?:concerns?|issues?|problems?|risks?|reasons?"
    r"|failings?|findings?|background)\b"
    r"[^.]{0,60}:?$|^(?:what|why) (?:we|inspectors|worried|concerned|went wrong|was wrong)\b.{0,60}$",
    re.IGNORECASE,
)
_CONCERN = lazy(
    r"\b(?:concern(?:s|ed|ing)?|insufficient|risks?|lack(?:ed|s)?|because|consisting|issues?|problems?|failings?"
    r"|worr(?:y|ied|ies)"
    r"|we (?:found|saw|identified|were told of)|inspectors (?:found|saw|identified)|reasons?|as follows"
    r"|deficienc\w+|shortcomings)\b",
    re.IGNORECASE,
)
# A concern told of the actions: 'our concerns about the actions taken were'.
_CONCERN_LEADS = lazy(
    r"^(?:\w+[\s,]+){0,4}?(?:concerns?|issues?|problems?|reasons?)\b.*\b(?:were|was|are"
    r"|is|included?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Alert:
    """Concerns and actions in printed order, each with its place; `unclear` are lists that could be either."""

    concerns: tuple[Found[str], ...]
    actions: tuple[Found[str], ...]
    heading: LayoutRow
    unclear: tuple[Place, ...] = ()


@dataclass(slots=True)
class _Reading:
    """Where the reading of the annexe has got to."""

    concerns: list[Found[str]] = field(default_factory=list)
    actions: list[Found[str]] = field(default_factory=list)
    unclear: list[Place] = field(default_factory=list)
    answering: bool = False
    block: list[LayoutRow] = field(default_factory=list)
    paragraph: list[LayoutRow] = field(default_factory=list)
    unmarked: set[int] = field(default_factory=set)
    gap: bool = False

    def end_block(self) -> None:
        """Put the entries of the list that has ended where they belong."""
        (self.actions if self.answering else self.concerns).extend(_entries(self.block))
        self.block = []

    def begin_block(self) -> None:
        """Decide by the words above a list what it holds."""
        told = _is_answer(self.paragraph, self.answering)
        if told is None and self.paragraph:
            self.unclear.append(Place.of_row(self.paragraph[-1]))
        self.answering = self.answering if told is None else told
        self.paragraph = []


def alert_in(sections: Sequence[Section]) -> Alert | None:
    """Return the alert that the report prints in a part of its own; None where it only mentions one, or none."""
    for section in sections:
        if section.part is Part.ALERT and section.heading is not None:
            alert = _in_table(section, section.heading) or _read(section, section.heading)
            if alert.concerns or alert.actions:
                return alert
    return None


def _read(section: Section, heading: LayoutRow) -> Alert:
    reading = _Reading()
    for row in section.rows:
        marker = marker_of(row) if row.is_words else None
        if row.is_words and ((row.heading or row.bold) and marker is None):
            reading.end_block()
            reading.paragraph = [row]
        elif row.is_words and _is_unmarked_entry(reading, row, marked=marker is not None):
            if reading.paragraph:
                reading.begin_block()
            reading.block.append(with_text(row, f"• {row.text}"))
            reading.unmarked.add(row.number)
        elif row.is_words and _is_paragraph(reading, row, marked=marker is not None):
            reading.end_block()
            reading.paragraph.append(row)
        elif reading.block or row.is_words:
            if not reading.block and reading.paragraph:
                reading.begin_block()
            reading.block.append(row)
        reading.gap = not row.is_words
    reading.end_block()
    return Alert(tuple(reading.concerns), tuple(reading.actions), heading, tuple(reading.unclear))


def _is_unmarked_entry(reading: _Reading, row: LayoutRow, *, marked: bool) -> bool:
    """Return whether a paragraph is an entry of a list without marks: it begins small, below words with a colon."""
    if marked or not reading.gap or not row.text[:1].islower():
        return False
    if reading.paragraph:
        return reading.paragraph[-1].text.endswith(":")
    return any(above.is_words and above.number in reading.unmarked for above in reading.block)


def _is_paragraph(reading: _Reading, row: LayoutRow, *, marked: bool) -> bool:
    return _leads(row, marked) or (not marked and not _continues(reading.block, row))


def _leads(row: LayoutRow, marked: bool) -> bool:
    """Return whether an entry of an outer list leads to a list of its own: '• Our concerns were:'."""
    bare = bare_words(row.text)
    titled = len(bare.split()) <= 6 and bool(_ACTIONS_TITLE.match(bare) or _CONCERNS_TITLE.match(bare))
    return marked and bare.endswith(":") and bool(titled or _ANSWERS.search(bare) or _CONCERN.search(bare))


def _in_table(section: Section, heading: LayoutRow) -> Alert | None:
    """Return the alert of a table with a column for concerns and one for actions."""
    reading = _Reading()
    columns: dict[int, str] = {}
    for row in section.rows:
        named = {at: name for at, cell in enumerate(row.cells) if (name := _column(cell))}
        if set(named.values()) == {"concern", "action"}:
            columns = named
        elif columns:
            for at, name in columns.items():
                words = bare_words(row.cells[at]).strip() if at < len(row.cells) else ""
                if words:
                    told = reading.actions if name == "action" else reading.concerns
                    told.append(Found(wording.squeeze(words), Place.of_row(row)))
    return Alert(tuple(reading.concerns), tuple(reading.actions), heading) if columns else None


def _column(cell: str) -> str | None:
    if not cell or len(cell.split()) > 8:
        return None
    if _ACTIONS_TITLE.match(cell) or re.search(r"\b(?:actions?|response)\b", cell, re.IGNORECASE):
        return "action"
    return "concern" if _CONCERNS_TITLE.match(cell) else None


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


def _is_answer(paragraph: Sequence[LayoutRow], already: bool) -> bool | None:
    """Return whether the words that lead to a list say that it holds actions; None where they do not tell."""
    title = bare_words(paragraph[-1].text)
    if _ACTIONS_TITLE.match(title) or _CONCERNS_TITLE.match(title):
        return bool(_ACTIONS_TITLE.match(title))
    text = " ".join(bare_words(row.text) for row in paragraph)
    last = re.split(r"(?<=[.!?])\s+", text)[-1]
    if _CONCERN_LEADS.match(last):
        return False
    if _ANSWERS.search(last):
        return True
    if _CONCERN.search(last):
        return False
    if _ANSWERS.search(text) and not _CONCERN.search(text):
        return True
    return True if already else False if _CONCERN.search(text) else None


def _entries(rows: Sequence[LayoutRow]) -> list[Found[str]]:
    items: list[Item] = items_of(rows)
    return [Found(listed.text, Place.of_row(listed.row)) for listed in items]


def about_alert_lists(alert: Alert | None) -> Iterator[ReaderDoubt]:
    """Yield a doubt for each list that could hold concerns or actions, and for an alert that has only one of them."""
    if alert is None:
        return
    for place in alert.unclear:
        yield ReaderDoubt(
            "alert-list-unclear",
            "It could not be told whether this list of the organisational alert holds concerns or actions. Check it.",
            place,
        )
    for missing, kept in (("concern", alert.concerns), ("action", alert.actions)):
        if not kept:
            yield ReaderDoubt(
                f"alert-without-{missing}s",
                f"No {missing} was found in the organisational alert. Add them if the report prints any.",
                Place.of_row(alert.heading),
            )
