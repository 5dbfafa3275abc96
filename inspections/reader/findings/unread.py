"""What the file itself keeps from being read: letters without a meaning, words run together, pages left out."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from inspections.reader import text as wording
from inspections.reader.draft import Place, ReaderDoubt, ReportDraft
from inspections.reader.findings.unreadable import is_unreadable
from inspections.reader.layout import Kind, LayoutRow
from inspections.reader.patterns import lazy
from inspections.reader.sections import Part, Section
from inspections.reader.source import Source
from inspections.reader.source.lines import SourceDoubt, Trouble

_LETTERS = lazy(r"[^\W\d_]+")
_ADDRESS = lazy(r"\S*(?:https?:|www\.|@|\.(?:gov|org|co|uk)\b)\S*", re.IGNORECASE)
# 'plan.Check': two sentences without a space.
_RUN_ON = lazy(r"[a-z]{2}[.,;:][A-Z]?[a-z]{2}")
# No word of the reports is longer; the mean of their longest recommendations' words is under seven letters.
_LONGEST_WORD, _LONGEST_MEAN, _ENOUGH_LETTERS = 20, 8.5, 40
_OPENING = 6
_BEGINS = 40
_LISTS = (Part.RECOMMENDATIONS, Part.EARLIER, Part.ALERT, Part.RATINGS)


def doubts_about_the_file(
    draft: ReportDraft, source: Source, rows: Sequence[LayoutRow], sections: Sequence[Section]
) -> list[ReaderDoubt]:
    """Return the doubts that come from how the file was made, each with what it is about and where."""
    return [
        *_about_pages(source.doubts),
        *_about_wordings(draft, source.doubts),
        *_about_lines(draft, rows),
        *_about_asides(sections),
    ]


def name_of(number: int | None, text: str, kind: str = "recommendation") -> str:
    """Return how a message names a recommendation: by its number, or by how it begins."""
    if number is not None:
        return f"{kind.capitalize()} {number}"
    return f"The {kind} '{opening_of(text)}'"


def opening_of(text: str) -> str:
    """Return the first words of a text."""
    words = text.split()
    return " ".join(words[:_OPENING])[: 2 * _BEGINS] + (" …" if len(words) > _OPENING else "")


def _about_pages(doubts: Sequence[SourceDoubt]) -> Iterator[ReaderDoubt]:
    look = "Look at the page and enter what it says."
    for doubt in doubts:
        place, page = Place(None, doubt.page), f"page {doubt.page}"
        match doubt.trouble:
            case Trouble.ASLANT:
                message = f"Text at an angle on {page} was left out. Look whether it says anything that belongs here."
                yield ReaderDoubt("text-left-out", message, place)
            case Trouble.UNREADABLE:
                yield ReaderDoubt("page-not-read", f"Most letters of {page} could not be read. {look}", place)
            case Trouble.PICTURE:
                yield ReaderDoubt("page-not-read", f"P{page[1:]} is a picture, which cannot be read. {look}", place)


def _wordings(draft: ReportDraft) -> Iterator[tuple[str, str, Place | None]]:
    """Yield the name, the words and the place of each text that is kept in the report's words."""
    for new in draft.recommendations:
        yield name_of(new.number, new.text), new.text, new.source
    for earlier in draft.previous_recommendations:
        named = name_of(earlier.number, earlier.text, "earlier recommendation")
        yield named, " ".join([earlier.text, earlier.action_taken or ""]), earlier.source
    if draft.organisational_alert:
        place = draft.sources.get("/organisational_alert")
        kinds = (("concern", draft.organisational_alert.concerns), ("action", draft.organisational_alert.actions))
        yield from ((name_of(None, text, f"alert's {kind}"), text, place) for kind, texts in kinds for text in texts)


def _about_wordings(draft: ReportDraft, doubts: Sequence[SourceDoubt]) -> Iterator[ReaderDoubt]:
    tight = [_bare(doubt.words) for doubt in doubts if doubt.trouble is Trouble.TIGHT]
    broken = [doubt.words for doubt in doubts if doubt.trouble is Trouble.BROKEN]
    for name, text, place in _wordings(draft):
        bare = _bare(text)
        if _runs_together(text) or any(words and words in bare for words in tight):
            yield ReaderDoubt(
                "words-run-together", f"{name} may have words without a space between them. Check it.", place
            )
        word = next((word for word in broken if word in wording.fold(text)), None)
        if word:
            yield ReaderDoubt(
                "word-broken-at-line-end",
                f"{name} has '{word}', which a line's end breaks. Check whether it has a hyphen.",
                place,
            )


def _bare(text: str) -> str:
    """Return the letters of a text, without a number in front."""
    return "".join(_LETTERS.findall(wording.fold(text)))


def _runs_together(text: str) -> bool:
    plain = _ADDRESS.sub("", text)
    words = _LETTERS.findall(plain)
    if any(len(word) > _LONGEST_WORD for word in words) or _RUN_ON.search(plain):
        return True
    letters = sum(map(len, words))
    return letters >= _ENOUGH_LETTERS and letters / len(words) > _LONGEST_MEAN


def _about_lines(draft: ReportDraft, rows: Sequence[LayoutRow]) -> Iterator[ReaderDoubt]:
    """Yield one doubt about the letters that could not be read outside the facts, which have doubts of their own."""
    unread = [row for row in rows if row.is_words and is_unreadable(row.text)]
    told = _bare(" ".join(text for text in _all_texts(draft) if is_unreadable(text))) if unread else ""
    lost = [row for row in unread if _bare(row.text) not in told]
    if lost:
        pages = sorted({row.page for row in lost if row.page is not None})
        where = f"on page {_listed(pages)}" if pages else f"in line {_listed([row.number for row in lost])}"
        yield ReaderDoubt(
            "unreadable-letters",
            f"Letters {where} could not be read, first in '{opening_of(lost[0].text)}'. "
            "Check what was read from there, and what was not.",
            Place.of_row(lost[0]),
        )


def _all_texts(draft: ReportDraft) -> Iterator[str]:
    yield from (name for name in (draft.organisation, draft.region, draft.lead_inspector) if name)
    yield from (f"{standard.code} {standard.title}" for standard in draft.standards)
    yield from (f"{new.addressee or ''} should {new.text}" for new in draft.recommendations)
    yield from (text for _, text, _ in _wordings(draft))


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:5]))
    return shown if len(numbers) <= 5 else f"{shown} and others"


def _about_asides(sections: Sequence[Section]) -> Iterator[ReaderDoubt]:
    """Yield a doubt about each text beside a list that was taken for no part of it."""
    for section in sections:
        if section.part not in _LISTS:
            continue
        written = [row for row in section.rows if row.kind is not Kind.FURNITURE]
        for aside, group in groupby(written, key=lambda row: row.kind is Kind.ASIDE):
            beside = list(group)
            if aside:
                yield ReaderDoubt(
                    "text-beside-list",
                    f"'{opening_of(wording.join(row.text for row in beside))}' stands beside the list and was read as "
                    "no part of it. Check that it is none.",
                    Place.of_row(beside[0]),
                )
