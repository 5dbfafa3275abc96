"""Refuses what is no report of an inspection of adult probation by HM Inspectorate of Probation, by name."""

from collections.abc import Sequence

from inspections.errors import ReportRefused
from inspections.reader import text as wording
from inspections.reader.layout import LayoutRow
from inspections.reader.papers import kinds, publishers
from inspections.reader.papers.evidence import ADULT_PROBATION, Evidence, evidence_in
from inspections.reader.papers.front import Front, front_of
from inspections.reader.papers.kinds import PaperKind
from inspections.reader.patterns import lazy
from inspections.reader.sections import Section

_HEAD = 60
_YOUTH_INSPECTED = lazy(
    r"\byouth (?:justice|offending|resettlement|remand|custody|courts?|bail)\b|\b(?:yjs|yos|yot)s?\b"
    r"|\b(?:inspection|review|work) (?:of|with|into) (?:[\w-]+ ){0,4}?children\b|\bchildren (?:in|on|who"
    r"|and young people)\b"
)
_YOUTH_BODY = lazy(r"\byouth\b|\byjss?\b|\byots?\b|\byoss?\b|\byjb\b|\bchildren's services\b")
_YOUTH = lazy(r"\byouth (?:justice|offending)\b|\byjss?\b|\byots?\b|\byoss?\b|\bchildren\b")
_ADULT = lazy(rf"{ADULT_PROBATION}|\bservice users?\b|\bprobation (?:officer|practitioner)s?\b|\badults?\b")
_ENOUGH_YOUTH = 8
# Different marks of another paper in its body that outweigh a report without ratings, and one without recommendations.
_MARKS, _MANY_MARKS = 2, 3


def check_is_probation_report(rows: Sequence[LayoutRow], sections: Sequence[Section]) -> None:
    """Raise ReportRefused where these are not the rows of a report of an adult probation inspection.

    What speaks for a report is weighed against what speaks for another paper; one word in a title decides nothing.
    """
    words = [row for row in rows if row.is_words]
    lines = [wording.fold(row.text) for row in words]
    whole = "\n".join(lines)
    if not whole:
        raise ReportRefused(
            "not-a-probation-report", "There is no text in this file. Choose the report as published, with its text."
        )
    front = front_of(rows, sections)
    evidence = evidence_in(front, sections, lines)
    publisher = publishers.other_publisher(front, lines[:_HEAD], whole, evidence)
    if publisher:
        raise ReportRefused(
            "other-inspectorate",
            f"This is a report of {publisher}. Choose a report of an inspection by HM Inspectorate of Probation.",
            can_be_vouched=True,
        )
    _refuse_youth(front, whole, evidence)
    kind = _other_kind(front, words, lines, evidence)
    if kind is not None:
        raise ReportRefused(
            "not-a-probation-report",
            f"This is {kind.name}, not an inspection report. {kind.instead}",
            can_be_vouched=True,
        )
    is_ours = evidence.about_probation or publishers.OURS.search(whole)
    if not is_ours or not evidence.is_report:
        raise ReportRefused(
            "not-a-probation-report",
            "This is not an inspection report of HM Inspectorate of Probation. "
            "Choose the report itself, as the inspectorate published it.",
            can_be_vouched=True,
        )


def _refuse_youth(front: Front, whole: str, evidence: Evidence) -> None:
    """Refuse a report on youth justice: by its title, by who is to act, and by its words where it says neither."""
    youth_bodies = any(_YOUTH_BODY.search(name) for name in evidence.addressed)
    adult_bodies = any(_ADULT.search(name) for name in evidence.addressed)
    if _ADULT.search(front.text):
        is_youth = False
    elif _YOUTH_INSPECTED.search(front.text):
        is_youth = youth_bodies or not adult_bodies
    elif evidence.addressed:
        is_youth = youth_bodies and not adult_bodies
    else:
        youth = len(_YOUTH.findall(whole))
        is_youth = youth >= _ENOUGH_YOUTH and youth > len(_ADULT.findall(whole)) * 2
    if is_youth:
        raise ReportRefused(
            "youth-justice",
            "This report is about a youth justice service. This service holds inspections of adult "
            "probation only. "
            "Choose a report on a probation delivery unit, a region or probation nationally.",
            can_be_vouched=True,
        )


def _other_kind(front: Front, words: Sequence[LayoutRow], lines: Sequence[str], evidence: Evidence) -> PaperKind | None:
    """Return which other kind of paper this is, or None where nothing outweighs what speaks for a report."""
    known = kinds.kind_in_title(front, evidence) or _known_by_body(words, lines, evidence)
    if known is not None or (evidence.is_strong and (evidence.titled or evidence.own_voice)):
        return known
    enough = _enough_marks(evidence)
    return kinds.kind_by_marks(front, lines, enough=enough) or (None if enough > 1 else kinds.kind_by_lines(lines))


def _known_by_body(words: Sequence[LayoutRow], lines: Sequence[str], evidence: Evidence) -> PaperKind | None:
    """Return the kind that something in the body says for certain."""
    whole = "\n".join(lines)
    if _answers(words, whole, evidence):
        return kinds.named("an action plan")
    given_away = kinds.kind_given_away(whole)
    if given_away is not None and (given_away.holds or not evidence.is_strong):
        return given_away
    if evidence.is_of_many:
        return kinds.named("a summary of many inspections")
    return kinds.LEADS_TO_A_REPORT if kinds.leads_to_a_report(lines, evidence) else None


def _enough_marks(evidence: Evidence) -> int:
    """Return how many different marks of another paper outweigh what speaks for a report."""
    if evidence.rated:
        return _MANY_MARKS
    is_told = evidence.own_voice or bool(evidence.addressed) or bool(evidence.listed)
    return _MARKS if evidence.is_report and is_told else 1


def _answers(words: Sequence[LayoutRow], whole: str, evidence: Evidence) -> bool:
    """Return whether it answers recommendations one by one."""
    answers = kinds.answers_in(words)
    if evidence.is_strong:
        return answers > 1 and answers * 2 >= evidence.listed
    return answers > 1 or (answers == 1 and kinds.plans(whole))
