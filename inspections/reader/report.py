"""Reads a published inspection report: numbered lines in, a draft of what it says out. Saves nothing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from inspections.errors import ReportRefused
from inspections.reader.draft import READ_ANYWAY, AlertDraft, Found, Place, ReaderDoubt, ReportDraft, StandardDraft
from inspections.reader.faults import Attempt, Faults
from inspections.reader.findings.admission import check_is_probation_report
from inspections.reader.findings.alert import Alert, about_alert_lists, alert_in
from inspections.reader.findings.cover import Cover, cover_in
from inspections.reader.findings.doubts import doubts_about
from inspections.reader.findings.earlier import earlier_in, previous_report_in
from inspections.reader.findings.framework import framework_of
from inspections.reader.findings.key_questions import StandardSection, standards_in
from inspections.reader.findings.previous_rating import previous_overall_in, stated_overall_in
from inspections.reader.findings.ratings import RatedStandard, RatingsBlock, ratings_in
from inspections.reader.findings.recommendations import recommendations_in
from inspections.reader.findings.unread import doubts_about_the_file
from inspections.reader.findings.unused import doubts_about_what_is_left
from inspections.reader.findings.vocabulary import checked
from inspections.reader.layout import LayoutRow, plain_rows_of, rows_of
from inspections.reader.sections import Part, Section, sections_of
from inspections.reader.source import Source

T = TypeVar("T")


def read_report(source: Source, *, anyway: bool = False) -> ReportDraft:
    """Return everything that one report says, with its doubts.

    A fault of the reader costs the fact that it spoils, with a doubt that names it, and never the report.
    Raises ReportRefused with code 'not-a-probation-report', 'other-inspectorate' or 'youth-justice'; with `anyway`, for
    a file that a person vouches for, what it would be refused with is a doubt (`READ_ANYWAY`), and it is read.
    Takes under 0.3 seconds for a text of 4,000 lines.
    """
    faults = Faults()
    attempt = faults.attempt
    rows = attempt("how its lines are laid out", lambda: rows_of(source), ()) or plain_rows_of(source)
    sections = attempt("its headings", lambda: sections_of(rows), ())
    refused = attempt("what kind of document it is", lambda: _refusal(rows, sections, anyway=anyway), None)
    sections = sections or (Section(Part.COVER, None, rows),)
    cover = cover_in(rows, sections, attempt)
    block = attempt("the ratings", lambda: ratings_in(sections), RatingsBlock())
    block.overall = block.overall or attempt(
        "an overall rating told in a sentence", lambda: stated_overall_in(sections), None
    )
    printed = attempt("the key questions and ratings in the standards' own parts", lambda: standards_in(sections), ())
    sources: dict[str, Place] = {}
    alert = attempt("the organisational alert", lambda: alert_in(sections), None)
    draft = _draft(sections, cover, block, printed=printed, alert=alert, sources=sources, attempt=attempt)
    draft, outside = attempt("what its words may be", lambda: checked(draft), (draft, ()))
    doubts = doubts_about(
        draft, rows=rows, sections=sections, cover=cover, block=block, printed=printed, sources=sources, faults=faults
    )
    doubts += faults.attempt_all("what is doubtful in the lists of its alert", lambda: about_alert_lists(alert))
    doubts += faults.attempt_all(
        "what the file keeps from being read", lambda: doubts_about_the_file(draft, source, rows, sections)
    )
    doubts += faults.attempt_all("what ended in no fact", lambda: doubts_about_what_is_left(draft, sections))
    vouched = (ReaderDoubt(READ_ANYWAY, str(refused)),) if refused else ()
    return replace(draft, warnings=(*vouched, *faults.doubts, *outside, *doubts))


def _refusal(rows: Sequence[LayoutRow], sections: Sequence[Section], *, anyway: bool) -> ReportRefused | None:
    """Return what a file is refused with that is to be read anyway; raise it where it is not."""
    try:
        if sections:
            check_is_probation_report(rows, sections)
    except ReportRefused as refused:
        if anyway and refused.can_be_vouched:
            return refused
        raise
    return None


def _draft(
    sections: Sequence[Section],
    cover: Cover,
    block: RatingsBlock,
    *,
    printed: Sequence[StandardSection],
    alert: Alert | None,
    sources: dict[str, Place],
    attempt: Attempt,
) -> ReportDraft:
    standards = attempt("the ratings of the standards", lambda: _standards(block, printed, sources), ())
    previous_report = attempt("when the previous report was published", lambda: previous_report_in(sections), None)
    previous_overall = block.previous_overall or attempt(
        "the previous overall rating", lambda: previous_overall_in(sections), None
    )
    draft = ReportDraft(
        organisation=_value(cover.organisation or block.name),
        region=_value(cover.region),
        published=_value(cover.published),
        fieldwork_started=_value(cover.fieldwork_started),
        isbn=_value(cover.isbn),
        lead_inspector=_value(cover.lead_inspector),
        framework=attempt(
            "which standards these are", lambda: framework_of(standards, is_dynamic=cover.is_dynamic), None
        ),
        score=_value(block.score),
        max_score=block.most,
        overall_rating=_value(block.overall),
        previous_overall_rating=_value(previous_overall),
        standards=standards,
        recommendations=tuple(attempt("the recommendations", lambda: recommendations_in(sections), ())),
        previous_report_published=_value(previous_report),
        previous_recommendations=tuple(attempt("the earlier recommendations", lambda: earlier_in(sections), ())),
        organisational_alert=_alert(alert, sources),
        sources=sources,
    )
    _note_sources(sources, cover, block)
    _note(sources, "/previous_report_published", previous_report)
    _note(sources, "/previous_overall_rating", previous_overall)
    return draft


def _value(fact: Found[T] | None) -> T | None:
    return fact.value if fact else None


def _standards(
    block: RatingsBlock, printed: Sequence[StandardSection], sources: dict[str, Place]
) -> tuple[StandardDraft, ...]:
    """Return the ratings block's standards with what their own sections add.

    Those that only a section prints come after.
    """
    own = {section.code: section for section in printed}
    blocked = {rated.code for rated in block.standards}
    drafts: list[StandardDraft] = []
    for rated in block.standards:
        rating = Found(rated.rating, Place.of_row(rated.rated_at or rated.row)) if rated.rating else None
        drafts.append(_standard(len(drafts), rated, rating, own.get(rated.code), sources))
    for section in printed:
        if section.code not in blocked and (section.rating or section.questions):
            rated = RatedStandard(section.code, section.title, section.row)
            drafts.append(_standard(len(drafts), rated, None, section, sources))
    return tuple(drafts)


def _standard(
    index: int,
    rated: RatedStandard,
    rating: Found[str] | None,
    section: StandardSection | None,
    sources: dict[str, Place],
) -> StandardDraft:
    pointer = f"/standards/{index}"
    rating = rating or (section.rating if section else None)
    questions = section.questions if section else []
    _note(sources, f"{pointer}/rating", rating)
    previous = (
        Found(rated.previous, Place.of_row(rated.row)) if rated.previous else section.previous if section else None
    )
    _note(sources, f"{pointer}/previous_rating", previous)
    for position, question in enumerate(questions):
        _note(sources, f"{pointer}/key_questions/{position}", question)
    return StandardDraft(
        code=rated.code,
        title=rated.title or (section.title if section else ""),
        rating=_value(rating),
        key_questions=tuple(question.value for question in questions),
        previous_rating=_value(previous),
    )


def _alert(alert: Alert | None, sources: dict[str, Place]) -> AlertDraft | None:
    if alert is None:
        return None
    sources["/organisational_alert"] = Place.of_row(alert.heading)
    for name, entries in (("concerns", alert.concerns), ("actions", alert.actions)):
        for position, entry in enumerate(entries):
            _note(sources, f"/organisational_alert/{name}/{position}", entry)
    return AlertDraft(
        tuple(concern.value for concern in alert.concerns), tuple(action.value for action in alert.actions)
    )


def _note_sources(sources: dict[str, Place], cover: Cover, block: RatingsBlock) -> None:
    _note(sources, "/organisation", cover.organisation or block.name)
    _note(sources, "/region", cover.region)
    _note(sources, "/published", cover.published)
    _note(sources, "/fieldwork_started", cover.fieldwork_started)
    _note(sources, "/isbn", cover.isbn)
    _note(sources, "/lead_inspector", cover.lead_inspector)
    _note(sources, "/score", block.score)
    _note(sources, "/max_score", block.score)
    _note(sources, "/overall_rating", block.overall)


def _note(sources: dict[str, Place], pointer: str, fact: Found[Any] | None) -> None:
    if fact is not None:
        sources[pointer] = fact.place
