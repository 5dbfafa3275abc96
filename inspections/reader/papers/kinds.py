"""The papers beside the reports: what each is called in a title, what gives it away, and where to go instead."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inspections.reader import text as wording
from inspections.reader.layout import LayoutRow
from inspections.reader.papers.evidence import Evidence, is_called_inspection, is_title
from inspections.reader.papers.front import Front, is_link
from inspections.reader.patterns import lazy


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper that is no report.

    `name` and `instead` make its refusal. `titles` is what it is called where that is the whole of a part of a title,
    with words before and after. `sure` gives it away in the body whatever else is there; two different `marks` do so in
    a paper without recommendations to a body. `holds` says that it may hold a whole report's recommendations,
    `soft` that its titles may also be headings in one.
    """

    name: str
    instead: str
    titles: str
    sure: str = ""
    marks: tuple[str, ...] = ()
    holds: bool = False
    soft: bool = False


_THE_REPORT = "Choose the report that it tells of, as the inspectorate published it."
_A_REPORT = "Choose the report of an inspection."
_SAID = (
    r"(?:chief (?:inspector|probation officer)|minister|secretary of state|spokes\w+|\b(?:mr|mrs|ms|miss|dame|sir) \w+)"
    r"[^.\"]{0,80}?\b(?:said|says|added|commented|continued|concluded)\b"
)
_INSPECTORATE = r"(?:(?:hm|his majesty's|her majesty's) inspectorate of probation|hmi probation|the inspectorate)"

KINDS: tuple[PaperKind, ...] = (
    PaperKind(
        "a press release",
        _THE_REPORT,
        r"(?:press|media|news) (?:release|notice|statement)s?|press office|for immediate release|note (?:to"
        r"|for) editors?",
        sure=r"^(?:notes? (?:to|for) (?:the )?editors?\b.{0,20}|for immediate release.*"
        r"|(?:strictly )?embargoed? (?:until|to|for).*)$|\bsee notes? (?:to|for) editors?\b",
        marks=(
            r"^-? ?ends ?-?$",
            r"\b(?:media|press) (?:enquir|inquir|contact|office|team)\w*",
            r"\btoday\b[^.]{0,30}\bpublish\w*|\bpublish\w*[^.]{0,30}\btoday\b",
        ),
        holds=True,
    ),
    PaperKind(
        "a news item",
        _THE_REPORT,
        r"(?:latest )?news(?: (?:item|story|article|update))?|news and (?:updates|events)|inspectorate highlights",
        marks=(
            _SAID,
            rf"{_INSPECTORATE} (?:has|have|had) (?!a\b|an\b|the\b)\w+|{_INSPECTORATE} (?:today|found|rated|looked"
            rf"|published)\b",
            r"\b(?:by|for) the (?:probation )?inspectorate\b|\b(?:by|from) (?:the )?(?:probation )?inspectors\b",
            r"\b(?:has|have) (?:each |all |both )?been (?:given an overall rating|rated)\b",
            r"\bfollowing (?:an? |the )?(?:\w+ )?(?:inspections?|visits?) (?:by|of|from|in)\b",
            r"\b(?:the|its|this|our) (?:latest |new |full )?report (?:also )?(?:says?|said|finds|found|makes|made"
            r"|highlights"
            r"|recommends|praises|concludes|was published|is published|follows)\b",
            r"\bread (?:the|our|more)\b|\b(?:full|the) report (?:is|can be|is available)",
        ),
    ),
    PaperKind(
        "a blog post or a speech",
        _A_REPORT,
        r"(?:chief inspector'?s )?blog(?: post)?s?|speech(?:es)?|keynote(?: speech| address)?|podcast|newsletter"
        r"|bulletin for"
        r"|an? (?:end of year |new year )?message from .+|opinion|interview(?: with)?",
        marks=(r"\bin my (?:speech|blog|last)\b", r"\bladies and gentlemen\b", r"\bthis month\b|\bthe month of\b"),
    ),
    PaperKind(
        "an announcement",
        "Choose the report once it is published.",
        r"announcements?|(?:advance )?notice of (?:an? )?(?:inspection|visit|fieldwork)"
        r"|notification of (?:an? )?inspection"
        r"|(?:fieldwork|inspection|visit) (?:dates|arrangements|timetable|timings)(?: and .+)?|(?:forthcoming"
        r"|upcoming|planned) (?:\w+ )?inspections?|inspection (?:programme|schedule|timetable|plan)"
        r"|(?:launch|start) of (?:the |our |an? )?(?:[\w-]+ ){0,3}inspections?|arrangements for (?:the "
        r"|our )?inspection",
        marks=(
            r"\bwe (?:are|will be) (?:today )?(?:announcing|launching|starting)\b|\bto announce\b|\btoday we\b",
            r"\b(?:inspection|fieldwork|inspectors|inspectorate|probation"
            r"|we) (?:[\w\s,]{0,60} )?will (?:then )?(?:begin|start"
            r"|take place|visit|inspect|arrive|last|be (?:visiting|inspecting|published|carried))\b",
            r"\blook(?:ing)? forward to\b",
        ),
    ),
    PaperKind(
        "a letter",
        "Choose the report that it is about: recommendations are recorded from the report.",
        r"(?:an? |the )?(?:open |joint |covering |alert )?letters?(?: (?:to|from|of) .+)?|by e-?mail(?: only)?",
        sure=r"^dear (?!all\b.{20})[a-z][\w\s,.'-]{1,60}$|^yours (?:sincerely|faithfully|truly)\b",
    ),
    PaperKind(
        "a consultation",
        "It asks for views and judges nobody. " + _A_REPORT,
        r"consultations?(?: (?:paper|document|response|questions|on .+))?|call for (?:evidence|views)"
        r"|response to (?:the |our |a )?(?:\w+ )?consultation|have your say",
        sure=r"^(?:how to respond|responding to (?:this|the) consultation|consultation (?:questions?|opened|closed"
        r"|period"
        r"|closes?|response)\b.*)$",
        marks=(
            r"\bthis consultation\b|\bour consultation\b",
            r"\b(?:seeking|welcome|asking for|interested in) (?:your )?views\b|\b(?:your|send) (?:views|responses?)\b",
            r"^question \d+\b",
        ),
    ),
    PaperKind(
        "a list of inspection questions and evidence sources",
        "It says what inspectors ask, not what they found. " + _A_REPORT,
        r"(?:inspection|key|case|assessment|interview|focus group|inspectors'?|core|prompt) (?:questions"
        r"|prompts)(?: and .+)?"
        r"|questions (?:for|and|that|we) .+|(?:guidance,? and |inspection questions,? .*)?evidence sources"
        r"|sources of evidence|lines of enquiry|case assessment (?:tool|form)|(?:evidence|information) (?:request"
        r"|checklist)"
        r"|evidence in advance|self[- ]assessment(?: form| template)?",
        marks=(r"^(?:evidence sources|sources of evidence|prompts?|inspectors will (?:look|ask).*)\b",),
    ),
    PaperKind(
        "guidance with the rules by which inspectors judge",
        _A_REPORT,
        r"rules and guidance|carag|\brag\b|guidance(?: manual| note"
        r"| document| for .+)?|(?:manual|handbook|toolkit)|inspection (?:framework|standards|methodology|criteria)"
        r"|standards(?: framework| for .+| and .+)?|(?:our )?standards(?: and ratings?)?|ratings? characteristics"
        r"|code of (?:practice|conduct)|quality assurance standards"
        r"|case sample specification|inspection protocol",
        marks=(
            r"\b(?:inspectors|assessors|inspection staff|local assessors) (?:should|must|need to|may"
            r"|are expected to)\b",
            r"\bthis (?:guidance|manual|handbook|document|framework) (?:sets?|is|explains?|describes?|supports?"
            r"|applies)\b",
            r"^v\d+(?:\.\d+)*\b|^version \d",
        ),
    ),
    PaperKind(
        "a data annexe",
        "It gives the figures of a report. Choose the report itself.",
        r"data (?:annexe?|appendix|tables?|workbook|report|summary|pack)s?|annexe? (?:of|to|with) .+"
        r"|(?:statistical|technical|supplementary) (?:annexe?|appendix|tables?|data)|data and methodology|^data$"
        r"|tables of (?:data|results|figures)|(?:case|inspection) data",
    ),
    PaperKind(
        "a summary of many inspections",
        "Each body has a report of its own. Choose one of those.",
        r"annual (?:\w+ )?(?:report|review|summary|findings)s?|(?:yearly|end of year) (?:report|review|summary)"
        r"|(?:summary|overview|overarching|aggregated?|composite|consolidated) (?:report|findings)"
        r"|(?:findings|lessons|learning|themes|summary|overview) (?:from|of) (?:our |the |all |\w+ )*inspections\b.*"
        r"|state of (?:the )?(?:probation|nation).*|year in review|the year in .+|a year of .+|round-?up(?: of .+)?"
        r"|(?:19|20)\d\d ?[/-] ?(?:(?:19|20)\d\d|\d\d) (?:[\w-]+ )*inspections?\b.*"
        r"|inspections? (?:of .+ |in .+ )?(?:19|20)\d\d ?[/-] ?(?:(?:19|20)\d\d|\d\d).*",
        holds=True,
    ),
    PaperKind(
        "an action plan",
        "It answers the recommendations of a report. Choose the report; enter what was answered beside each "
        "recommendation.",
        r"action plans?(?: update| submitted| in response| response| for .+| to .+)?|improvement plan"
        r"|(?:an? |the |our |hmpps(?:'s)? |government |moj |ministry of justice )*response to (?:the |an |hm|hmi|his"
        r"|her|report"
        r"|inspection|recommendations).*|progress (?:report|update) on (?:the )?(?:action plan|recommendations)",
        sure=r"^(?:the )?action plan confirms whether\b",
        holds=True,
    ),
    PaperKind(
        "a research paper",
        "It judges no body. " + _A_REPORT,
        r"academic insights?|research (?:& |and )?(?:analysis )?(?:bulletin|report|paper|summary|brief\w*)"
        r"|(?:rapid )?evidence"
        r" (?:review|summary|base|bulletin)|literature review|discussion paper|working paper"
        r"|(?:process )?evaluation(?: of .+)?"
        r"|systematic review|journal article|think ?piece",
        marks=(
            r"^(?:author profile|about the authors?|abstract|keywords?|references|bibliography)\b",
            r"\bthe views expressed\b|\bkindly produced by\b",
        ),
    ),
    PaperKind(
        "a practice guide",
        "It judges no body. " + _A_REPORT,
        r"(?:effective |good |best )?practice (?:guide|guidance|illustrations?|examples?|case studies"
        r"|spotlight)s?(?: .+)?"
        r"|(?:effective|good|best|notable) practice|case (?:study|studies|illustrations?)|learning (?:resource|pack"
        r"|bulletin)"
        r"|about this guide|training (?:pack|materials?)",
        sure=r"^(?:who is this guide for|how should this guide be used|about this guide)\b.*$",
        marks=(
            r"\bthis (?:effective practice )?guide\b",
            r"^(?:key takeaways|reflection questions?|learning points)\b",
        ),
    ),
    PaperKind(
        "a plan or the accounts of an organisation",
        "It judges no body. " + _A_REPORT,
        r"(?:corporate|business|delivery|strategic|workforce) (?:plan|strategy)(?: .+)?"
        r"|(?:strategy|accounts|annual accounts|budget|equality objectives)|statement of purpose.*",
    ),
    PaperKind(
        "a working paper",
        "It judges no body. " + _A_REPORT,
        r"terms of reference|minutes(?: of .+)?|agenda|briefing(?: (?:note|paper))?|(?:project|inspection) plan"
        r"|memorandum of understanding|(?:written |oral )?(?:evidence|submission) to .+|position statement|glossary"
        r"(?: of .+)?|frequently asked questions|faqs?|complaints (?:procedure|policy)|privacy (?:notice|policy)"
        r"|job description"
        r"|freedom of information.*|factsheet"
        r"|leaflet|invitation(?: to .+)?|survey|(?:pre-)?(?:inspection )?checklist",
        sure=r"^(?:minutes of (?:the )?.{0,40}meeting|apologies(?: for absence)?|matters arising)\b",
    ),
    PaperKind(
        "a page about how the inspectorate works",
        _A_REPORT,
        r"about (?:us|hmi probation|our (?:work|inspections?))|what we inspect|when and how we inspect|our approach"
        r"|how we (?:inspect|rate|report)\b.*|methodology|programme development|who we are",
        soft=True,
    ),
)
LEADS_TO_A_REPORT = PaperKind(
    "the page that leads to a report", "Choose what it links to: the file or the page of the report itself.", ""
)
_BEFORE_IS_TOPIC = lazy(
    r"\b(?:of|on|into|about|for|to|in|from|how|regarding|use|under|against|behind|beyond|through|when|where)\b"
)
_BODY = lazy(r"\b(?:pdu|region|division|crc|company|unit|nps|probation services?|premises|country|wales)\b")
_NAMES = lazy(
    r"\b(?:by )?(?:(?:hm|his majesty's|her majesty's) )?(?:chief )?(?:inspectorate|inspector) of probation(?: for "
    r"england and wales)?|\bhmi ?probation|\bhm prison (?:and|&) probation service|\bministry of justice"
)
_ACTS = lazy(
    r"\b(?:publish\w*|calls?|finds?|found|says?|said|is|are|was|were|has|have|need\w*|must|should|reveals?|shows?"
    r"|warns?"
    r"|praises?|launch\w*|welcomes?|identif\w+|improv\w+|supports?|makes?)\b"
)
_AFTER = lazy(
    r"^(?:,|&|/|\d|v\d|and\b|for\b|to\b|on\b|against\b|of\b|from\b|about\b|in\b|by\b|no\b|number\b|part\b|version\b"
    r"|volume\b|issue\b"
    r"|edition\b|update[ds]?\b|submitted\b|published\b|draft\b|final\b|report\b|dated\b|series\b|january|february"
    r"|march\b"
    r"|april|may\b|june|july|august|september|october|november|december|spring|summer|autumn|winter)"
)
_COMPILED = tuple((kind, lazy(rf"\b(?:{kind.titles})(?=$|[\s,/])")) for kind in KINDS)
_SURE = tuple((kind, lazy(kind.sure, re.MULTILINE)) for kind in KINDS if kind.sure)
_MARKS = tuple((kind, tuple(lazy(mark, re.MULTILINE) for mark in kind.marks)) for kind in KINDS if kind.marks)
# A page that only leads on is no longer than this.
_PAGE = 60
# News and letters are short: what gives them away stands within so many lines.
_MARKED = 150


def kind_in_title(front: Front, evidence: Evidence) -> PaperKind | None:
    """Return the kind of paper that a title names as what the paper is, and not as its subject.

    In a report that asks bodies for something, a title that goes on ': a thematic inspection' is one of a report.
    """
    called = max((at for at, part in enumerate(front.parts) if is_called_inspection(part)), default=-1)
    for at, words in enumerate(front.parts):
        bare = wording.squeeze(_NAMES.sub(" ", words))
        for kind, named in _COMPILED:
            if not (kind.soft and evidence.is_strong) and any(
                _is_the_paper(bare, match) for match in named.finditer(bare)
            ):
                return None if evidence.is_strong and called > at else kind
    return None


def leads_to_a_report(lines: Sequence[str], evidence: Evidence) -> bool:
    """Return whether it is the page that names a report and links to it, beside its figures and its press release."""
    links = sum(1 for line in lines[:_PAGE] if is_link(line))
    return links > 1 and evidence.titled and not (evidence.addressed or evidence.rated or evidence.introduced)


def kind_given_away(whole: str) -> PaperKind | None:
    """Return the kind of paper that a line of the body gives away for certain."""
    return next((kind for kind, sure in _SURE if sure.search(whole)), None)


def kind_by_marks(front: Front, lines: Sequence[str], *, enough: int) -> PaperKind | None:
    """Return the kind that most different marks of the body speak for, if they are enough."""
    opening = "\n".join(lines[:_MARKED])
    counted = [(sum(1 for mark in marks if mark.search(opening)), kind) for kind, marks in _MARKS]
    slogan = any(is_title(part) for part in front.parts) and any(part[:1] in "'\"" for part in front.parts)
    most = max((count + (slogan and kind.name == "a news item"), -at, kind) for at, (count, kind) in enumerate(counted))
    return most[2] if most[0] >= enough else None


def _is_the_paper(words: str, match: re.Match[str]) -> bool:
    before, after = words[: match.start()].strip(), words[match.end() :].strip()
    if "," in before or before.endswith(" and") or _ACTS.search(before) or (after and not _AFTER.match(after)):
        return False
    if _BEFORE_IS_TOPIC.search(before):
        return bool(_BODY.search(before)) and not after
    return len(before.split()) <= 8


_ANSWER = lazy(
    r"^(?:Response ?:? ?)?(?:(?:Partly|Partially|Not) )?[Aa](?:greed|ccepted)(?:\s?[.:;,–—-]|$| in (?:part|full))"
)
_PLAN = lazy(r"\b(?:responsible owner|action owner|target date|actions? (?:taken|planned)|action plan)\b")
_QUESTION = lazy(
    r"^(?:[a-z][).]|[acr]?\d[\d.]*[a-z]?[).]?|[•●-])?\s*(?:do|does|did|is|are|has|have|was|were|how|what"
    r"|to what extent|are there)"
    r"\b.{8,200}\?$"
)
_FIGURE = lazy(r"\d{1,3} ?(?:%|per cent)")


def answers_in(rows: Iterable[LayoutRow]) -> int:
    """Return how many lines or cells answer a recommendation, as an action plan does: 'Agreed', 'Partly agreed.'."""
    return sum(1 for row in rows if row.is_words for text in {row.text, *row.cells} if _ANSWER.match(text.strip()))


def plans(whole: str) -> bool:
    """Return whether the words of an action plan's columns are there."""
    return bool(_PLAN.search(whole))


def kind_by_lines(lines: Sequence[str]) -> PaperKind | None:
    """Return the kind of a paper that is nearly all questions, or nearly all figures."""
    asked = sum(1 for line in lines if _QUESTION.match(line))
    figures = sum(1 for line in lines if _FIGURE.search(line))
    if figures >= 3 and figures * 3 >= len(lines):
        return named("a data annexe")
    return (
        named("a list of inspection questions and evidence sources") if asked >= 3 and asked * 4 >= len(lines) else None
    )


def named(name: str) -> PaperKind:
    """Return the kind of this name."""
    return next(kind for kind in KINDS if kind.name == name)
