"""Says whose report a paper is: ours is the inspectorate of adult probation in England and Wales."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from inspections.reader.papers.evidence import Evidence
from inspections.reader.papers.front import Front
from inspections.reader.patterns import lazy

_MAJESTY = r"(?:hm|h\.m\.|his majesty's|her majesty's)"
OURS = lazy(
    r"(?<!prisons and )(?:inspectorate of probation|hmi ?probation|chief inspector of probation|probation inspectorate)"
)
_SCOTLAND = (
    rf"(?:{_MAJESTY} )?(?:chief inspector|inspectorate) of (?:prisons|prosecution|constabulary)"
    r"(?: service)? (?:for|in) scotland|\bhmips\b|\bhmics\b|healthcare improvement scotland|audit scotland"
    r"|care inspectorate(?! wales)|risk management authority|justice social work inspection"
)
_PRISONS = (
    r"inspectorates? of prisons|hmi prisons|chief inspector of prisons|hmiprisons|\bhmip\b(?! probation)"
    r"|independent monitoring boards?\b"
)
_POLICE = (
    r"inspectorate of constabulary|inspector of constabulary|hmicfrs|hmic\b|fire & rescue services inspectorate"
    r"|peel (?:20\d\d|inspection|assessment)|\bpeel\s*[:-]"
)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Another publisher of inspections: its name on screen, how it is named, and what only it inspects."""

    name: str
    named: re.Pattern[str]
    inspects: re.Pattern[str] | None = None


OTHERS: tuple[Publisher, ...] = (
    Publisher(
        "Criminal Justice Inspection Northern Ireland",
        lazy(
            r"criminal justice inspection(?:,)? northern ireland|\bcjini?\b|\bcji\b|inspectorate of criminal justice"
            r"(?: in northern ireland)?"
        ),
        lazy(r"\bnorthern ireland\b|\bpbni\b|youth justice agency"),
    ),
    Publisher(
        "an inspectorate in Scotland",
        lazy(_SCOTLAND),
        lazy(r"\bscotland\b|\bscottish\b|criminal justice social work|community justice (?:partnership|authority)"),
    ),
    Publisher(
        "an inspectorate in Ireland",
        lazy(r"garda (?:siochana )?inspectorate|office of the inspector of prisons\b"),
        lazy(r"republic of ireland|irish prison service|an garda"),
    ),
    Publisher(
        "HM Inspectorate of Prisons",
        lazy(_PRISONS),
        lazy(
            r"\bhmp(?:/| & |\s)?(?:yoi)? [a-z]|\bhmyoi\b|\byoi\b|immigration removal cent|secure training cent"
            r"|unannounced inspection|court custody|\bgovernors?\b"
        ),
    ),
    Publisher(
        "HM Inspectorate of Constabulary and Fire & Rescue Services",
        lazy(_POLICE),
        lazy(
            r"inspection of (?!probation)[\w\s&'-]{2,40} (?:police|constabulary|fire and rescue)\b|police custody"
            r"|police (?:effectiveness|efficiency|legitimacy)|chief constables?\b|police forces?\b"
        ),
    ),
    Publisher("Ofsted", lazy(r"\bofsted\b|office for standards in education")),
    Publisher("Estyn", lazy(r"\bestyn\b|education and training inspectorate")),
    Publisher(
        "the Care Quality Commission",
        lazy(r"care quality commission|\bcqc\b|regulation and quality improvement authority|\brqia\b"),
    ),
    Publisher(
        "an inspectorate of care and health in Wales",
        lazy(r"healthcare inspectorate wales|care inspectorate wales|care and social services inspectorate wales"),
    ),
    Publisher(
        "HM Crown Prosecution Service Inspectorate",
        lazy(r"crown prosecution service inspectorate|hmcpsi|inspectorate of court administration"),
    ),
    Publisher(
        "the Independent Chief Inspector of Borders and Immigration",
        lazy(r"chief inspector of borders and immigration|\bicibi\b"),
    ),
    Publisher(
        "the Prisons and Probation Ombudsman",
        lazy(r"prisons (?:and|&) probation ombudsman|\bppo\b investigation"),
    ),
    Publisher("the National Audit Office", lazy(r"national audit office|comptroller (?:and|&) auditor general")),
    Publisher("Audit Wales", lazy(r"audit wales|wales audit office|auditor general for wales")),
    Publisher(
        "a committee of Parliament",
        lazy(r"\b(?:justice|public accounts|home affairs|select)(?: select)? committee\b|house of (?:commons|lords)\b"),
        lazy(r"\b(?:first|second|third|fourth|fifth|\w+th|\w+st) report of session\b"),
    ),
)
_PARTNER = lazy(
    r"(?:\bwith|\balongside|\b(?:supported|assisted) by|\bcontributions? (?:by|from)"
    r"|\b(?:evidence|submission|letter|response|answer|reply) to)"
    r"(?: the| hm| his majesty's| her majesty's)*[\w\s,&']{0,60}$"
)
_LED = lazy(
    rf"(?:\bthis (?:joint )?(?:thematic )?(?:inspection|review|report|work)\b[^.\n]{{0,60}}?|^[^.\n]{{0,80}}?)\bled by "
    rf"(?:the |colleagues (?:from|at) )*(?:{_MAJESTY} )?(?P<leader>[^.\n]{{4,80}})",
    re.MULTILINE,
)


def other_publisher(front: Front, head: Sequence[str], whole: str, evidence: Evidence) -> str:
    """Return the name of another inspectorate whose report this is, empty where it may be ours.

    The one that leads is named first on the front, or says that it led. In a report of ours others are named in
    passing. `head` are the first lines, folded.
    """
    opening = "\n".join(head)
    leader = _leader_in(front, opening)
    if OURS.match(leader):
        return ""
    ours = OURS.search(front.text)
    for other in OTHERS:
        if other.named.match(leader) or (ours is None and _is_inspected_by(other, front, evidence)):
            return other.name
    named = sorted(
        ((match.start(), other) for other in OTHERS if (match := _first(other, front.text))), key=itemgetter(0)
    )
    counted = len(OURS.findall(whole))
    if named:
        leads = ours is None or _leads(named, ours.start(), counted, whole, evidence)
        return named[0][1].name if leads else ""
    if ours or (evidence.about_probation and evidence.is_report):
        return ""
    return _named_in_body(opening, whole, counted)


def _leader_in(front: Front, opening: str) -> str:
    """Return what follows 'led by' on the front, or in a sentence about this inspection; empty where nothing does."""
    led = _LED.search(front.text) or next(
        (match for match in _LED.finditer(opening) if match.group(0).startswith("this ")), None
    )
    return led.group("leader") if led else ""


def _leads(named: Sequence[tuple[int, Publisher]], ours_at: int, counted: int, whole: str, evidence: Evidence) -> bool:
    """Return whether the first named on the front leads, although ours is named there too."""
    place, other = named[0]
    if place > ours_at:
        return False
    theirs = _count(other, whole)
    several = sum(1 for at, _ in named if at < ours_at) > 1
    return theirs > counted or (theirs == counted and (several or not evidence.about_probation))


def _named_in_body(opening: str, whole: str, counted: int) -> str:
    """Return the one that the body names most, where the front names nobody."""
    ours = OURS.search(opening)
    most, other = max(((_count(other, whole), other) for other in OTHERS), key=itemgetter(0))
    first = other.named.search(opening)
    is_before = first is not None and (ours is None or first.start() < ours.start())
    return other.name if most > counted and ((counted == 0 and most > 1) or is_before) else ""


def _first(other: Publisher, front: str) -> re.Match[str] | None:
    """Return where the front names it as one who inspects: a partner or an addressee of an answer is not."""
    return next((match for match in other.named.finditer(front) if not _is_partner(front, match)), None)


def _is_partner(front: str, match: re.Match[str]) -> bool:
    line = front[front.rfind("\n", 0, match.start()) + 1 : match.start()]
    return bool(_PARTNER.search(line))


def _is_inspected_by(other: Publisher, front: Front, evidence: Evidence) -> bool:
    """Return whether what is inspected, or who is to act, is the other's alone."""
    if other.inspects is None:
        return False
    if other.inspects.search(front.text):
        return not evidence.addressed or _asks_theirs(other, evidence) or not evidence.about_probation
    return bool(evidence.addressed) and all(other.inspects.search(name) for name in evidence.addressed)


def _asks_theirs(other: Publisher, evidence: Evidence) -> bool:
    return other.inspects is not None and any(other.inspects.search(name) for name in evidence.addressed)


def _count(other: Publisher, whole: str) -> int:
    return len(other.named.findall(whole))
