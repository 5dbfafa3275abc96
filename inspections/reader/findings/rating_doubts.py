"""Doubts about ratings that a report prints and that could not be put to a standard, a framework or the body."""

from collections.abc import Iterator, Sequence

from inspections.reader.draft import Place, ReaderDoubt, ReportDraft
from inspections.reader.findings.previous_rating import sentences_with_ratings
from inspections.reader.findings.ratings import RatingsBlock
from inspections.reader.sections import Part, Section


def about_ratings_left_out(
    draft: ReportDraft, block: RatingsBlock, sections: Sequence[Section]
) -> Iterator[ReaderDoubt]:
    """Yield a doubt for what the ratings print and the draft does not hold."""
    for row in block.leftover:
        yield ReaderDoubt(
            "rating-not-read",
            f"It could not be told what is rated here: '{row.text[:80]}'. Compare the ratings with the report.",
            Place.of_row(row),
        )
    if block.without_codes and block.standards:
        yield ReaderDoubt(
            "standards-without-codes",
            "The standards are printed without codes. Check the codes that were put to them.",
            Place.of_row(block.standards[0].row),
        )
    if draft.standards and draft.framework is None:
        yield ReaderDoubt(
            "unknown-framework",
            "The standards are those of no programme that this service knows. Choose the framework, or leave it open.",
            draft.sources.get("/standards/0/rating"),
        )
    part = next((section for section in sections if section.part is Part.RATINGS and not section.in_annexe), None)
    if part and part.heading and not draft.standards and (draft.overall_rating or draft.score is not None):
        yield ReaderDoubt(
            "missing-standards",
            "The report has a part with ratings, but none of a standard could be read from it. Enter them.",
            Place.of_row(part.heading),
        )
    if draft.overall_rating is None and not draft.standards:
        place = next(sentences_with_ratings(sections), None)
        if place:
            yield ReaderDoubt(
                "overall-rating-in-words",
                "A sentence of the report speaks of a rating, and it could not be told whose. "
                "Enter the overall rating if it gives one.",
                place,
            )
