"""Refuses what is no report of an inspection of adult probation by HM Inspectorate of Probation."""

import re
from collections.abc import Sequence

from inspections.errors import ReportRefused
from inspections.reader import text as wording
from inspections.reader.layout import LayoutRow
from inspections.reader.lists import items_of
from inspections.reader.sections import Part, Section

_HEAD = 60
_OURS = re.compile(r"inspectorate of probation|hmi ?probation|chief inspector of probation")
_OTHERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "HM Inspectorate of Prisons",
        re.compile(r"inspectorate of prisons|hmi prisons|chief inspector of prisons|hmiprisons"),
    ),
    (
        "HM Inspectorate of Constabulary and Fire & Rescue Services",
        re.compile(r"inspectorate of constabulary|hmicfrs|hmic\b|peel (?:20\d\d|inspection|assessment)"),
    ),
    ("Ofsted", re.compile(r"\bofsted\b|office for standards in education|estyn\b")),
    (
        "the Care Quality Commission",
        re.compile(
            r"care quality commission|\bcqc\b|healthcare "
            r"inspectorate wales"
        ),
    ),
    (
        "HM Crown Prosecution Service Inspectorate",
        re.compile(
            r"crown prosecution service "
            r"inspectorate|hmcpsi"
        ),
    ),
)
_YOUTH_TITLE = re.compile(
    r"inspection of (?:the )?(?:full |short )?(?:joint )?youth (?:offending|justice)|youth (?:offending"
    r"|justice) (?:services?|work|teams?|partnership)"
    r"[\w\s,&-]*inspection|inspection of [\w\s,&-]{0,40}youth (?:offending|justice) (?:services?"
    r"|teams?|partnership)"
)
_YOUTH = re.compile(
    r"\byouth justice service|\byouth offending (?:service|team)|\byjss?\b|\byots?\b|\byoss?\b|\bchildren\b"
)
_ADULT = re.compile(
    r"\bpeople on probation\b|\bpdus?\b|\bprobation (?:practitioner|officer|region|deliver)|\bservice "
    r"users?\b|\bcrcs?\b|\bnps\b|\bperson on probation\b"
)
_OTHER_DOCUMENT = re.compile(
    r"\b(?:guidance manual|annual report|corporate plan|business plan|consultation|press release|media "
    r"release|rules and guidance|"
    r"academic insights|effective practice guide|research & analysis bulletin|terms of reference|action "
    r"plan|inspection standards)\b"
)
_TITLE_OF_INSPECTION = re.compile(
    r"\binspection of\b|\b(?:thematic|national|joint|regional|dynamic) (?:inspection|review)\b"
)


def check_is_probation_report(rows: Sequence[LayoutRow], sections: Sequence[Section]) -> None:
    """Raise ReportRefused where these are not the rows of a report of an adult probation inspection."""
    lines = [wording.fold(row.text) for row in rows if row.is_words]
    head = lines[:_HEAD]
    whole = "\n".join(lines)
    if not whole:
        raise ReportRefused(
            "not-a-probation-report", "There is no text in this file. Choose the report as published, with its text."
        )
    _refuse_other_inspectorates(head, whole)
    _refuse_youth(head, whole)
    if not _OURS.search(whole) or not _is_report(head, sections):
        raise ReportRefused(
            "not-a-probation-report",
            "This is not an inspection report of HM Inspectorate of Probation. "
            "Choose the report itself, as the inspectorate published it.",
        )


def _refuse_other_inspectorates(head: Sequence[str], whole: str) -> None:
    """Refuse a report that another inspectorate leads.

    The one that leads is named first; in a report of ours others are named in passing.
    """
    top = "\n".join(head)
    ours = _OURS.search(top)
    counted = len(_OURS.findall(whole))
    for name, pattern in _OTHERS:
        theirs = pattern.search(top)
        leads = theirs is not None and (ours is None or theirs.start() < ours.start())
        if (leads and len(pattern.findall(whole)) > counted) or (counted == 0 and len(pattern.findall(whole)) >= 2):
            raise ReportRefused(
                "other-inspectorate",
                f"This is a report of {name}. Choose a report of an inspection by HM Inspectorate of Probation.",
            )


def _refuse_youth(head: Sequence[str], whole: str) -> None:
    titles = [line for line in head if len(line) < 160 and not line.endswith(".")]
    titled = any(_YOUTH_TITLE.search(" ".join(titles[at : at + 3])) for at in range(len(titles)))
    youth, adult = len(_YOUTH.findall(whole)), len(_ADULT.findall(whole))
    adult_title = any("probation services" in line or "probation delivery" in line for line in titles)
    if (titled and youth >= adult) or (not adult_title and youth >= 8 and youth > adult * 2):
        raise ReportRefused(
            "youth-justice",
            "This report is about a youth justice service. This service holds inspections of adult "
            "probation only. "
            "Choose a report on a probation delivery unit, a region or probation nationally.",
        )


def _is_report(head: Sequence[str], sections: Sequence[Section]) -> bool:
    """Return whether it has what only a report has: recommendations to bodies, ratings, or a report's title."""
    title = "\n".join(line for line in head[:25] if len(line) < 160)
    if _OTHER_DOCUMENT.search(title) and not _TITLE_OF_INSPECTION.search(title.split("\n", 1)[0]):
        return False
    if "guidance manual" in title:
        return False
    parts = {section.part for section in sections if section.words()}
    if any(items_of(section.rows) for section in sections if section.part is Part.RECOMMENDATIONS):
        return True
    rated = Part.RATINGS in parts or sum(1 for section in sections if section.part is Part.STANDARD) >= 3
    return rated or (
        bool(_TITLE_OF_INSPECTION.search(title)) and bool(parts & {Part.FOREWORD, Part.BACKGROUND, Part.SUMMARY})
    )
