"""Letters that could not be decoded, which would otherwise stand in a fact unnoticed."""

from collections.abc import Iterator, Mapping, Sequence

from inspections.reader.draft import Place, ReaderDoubt, ReportDraft
from inspections.reader.layout import LayoutRow
from inspections.reader.patterns import lazy

# The mark of what could not be decoded, letters of a font's own, boxes in their place, a PDF's number of a shape,
# a question mark inside a word, and UTF-8 that was read as Windows-1252.
_UNREADABLE = lazy(
    r"[\ufffd\ufffc\ue000-\uf8ff\u2327\u25a1\u25af\U000f0000-\U0010fffd]|\(cid:\d*\)|(?<=[a-z])\?(?=[a-z])"
    r"|\u00e2\u20ac|\u00c3[\u0080-\u00bf\u2018-\u203a]|\u00ef\u00ac|\u00c2[\u00a0-\u00bf]"
)
_NAMES = (
    ("organisation", "The name of the inspected body"),
    ("region", "The name of the region"),
    ("lead_inspector", "The name of the lead inspector"),
)
_BY_POINTER = (
    (lazy(r"/overall_rating"), "The overall rating"),
    (lazy(r"/standards/(\d+)/(?:previous_)?rating"), "The rating of {}"),
    (lazy(r"/organisational_alert/concerns/(\d+)"), "A concern of the organisational alert"),
    (lazy(r"/organisational_alert/actions/(\d+)"), "An action of the organisational alert"),
)


def is_unreadable(text: str | None) -> bool:
    """Return whether letters of a text could not be decoded."""
    if not text or (text.isascii() and "?" not in text and "(cid" not in text):
        return False
    return bool(_UNREADABLE.search(text))


def about_letters(draft: ReportDraft, rows: Sequence[LayoutRow], sources: Mapping[str, Place]) -> Iterator[ReaderDoubt]:
    """Yield a doubt for each fact that holds letters which could not be decoded."""
    for what, place in dict(_spoilt(draft, rows, sources)).items():
        yield ReaderDoubt(
            "unreadable-letters",
            f"{what} holds letters that could not be read. Compare it with the report and mend it.",
            place,
        )


def _spoilt(
    draft: ReportDraft, rows: Sequence[LayoutRow], sources: Mapping[str, Place]
) -> Iterator[tuple[str, Place | None]]:
    for name, what in _NAMES:
        if is_unreadable(getattr(draft, name)):
            yield what, sources.get(f"/{name}")
    for number, new in enumerate(draft.recommendations, start=1):
        if is_unreadable(new.text) or is_unreadable(new.addressee):
            place = (
                f"Recommendation {new.number}" if new.number is not None else f"The recommendation in place {number}"
            )
            yield place, new.source
    for number, earlier in enumerate(draft.previous_recommendations, start=1):
        if is_unreadable(earlier.text) or is_unreadable(earlier.action_taken):
            yield f"The earlier recommendation in place {number}", earlier.source
    yield from _spoilt_standards(draft, sources)
    yield from _spoilt_rows(draft, rows, sources)


def _spoilt_standards(draft: ReportDraft, sources: Mapping[str, Place]) -> Iterator[tuple[str, Place | None]]:
    for index, standard in enumerate(draft.standards):
        place = sources.get(f"/standards/{index}/rating")
        if is_unreadable(standard.title):
            yield f"The title of {standard.code} {standard.title}", place
        if any(is_unreadable(question.text) for question in standard.key_questions):
            yield f"A key question of {standard.code} {standard.title}", place


def _spoilt_rows(
    draft: ReportDraft, rows: Sequence[LayoutRow], sources: Mapping[str, Place]
) -> Iterator[tuple[str, Place | None]]:
    """Yield the facts, short of text, whose rows hold such letters: a rating may have lost a word beside it."""
    spoilt = {row.number for row in rows if row.is_words and is_unreadable(row.text)}
    if not spoilt:
        return
    for pointer, place in sources.items():
        for pattern, what in _BY_POINTER:
            match = pattern.fullmatch(pointer)
            if match and place.line in spoilt:
                standard = draft.standards[int(match.group(1))] if "standards" in pointer else None
                yield what.format(f"{standard.code} {standard.title}" if standard else ""), place
