"""Look-alikes, in our own words, of papers that stand beside the reports: by what each is called when it is refused."""

OURS = "HM Inspectorate of Probation"

NEWS = {
    "a headline with an inspection in it": (
        "Watchdog uneasy after inspection of probation services in the Western Vale region\n"
        f"{OURS} has studied how the public is kept safe there.\n\nContext\n\n- Fifty cases were opened.\n\n"
        "Findings\n\n- Much was missing."
    ),
    "a headline that begins like a title": (
        f"Inspection of probation services in Harbour PDU finds little has changed\n\n{OURS} has rated the unit "
        "‘Inadequate’.\n\nBackground\n\nHarbour lies in the south.\n\nMs Lane, chief inspector, said: “It is not "
        "enough.”"
    ),
    "a page with the words of a website around it": (
        "Skip to content\n\nAll content is available under the Open Government Licence v3.0, except where stated.\n\n"
        "This publication is available at:\nhttps://example.org\n\nTwo units in the Vale region are rated ‘Good’\n\n"
        "Published:\n\nTwo units have been rated ‘Good’ following inspections by the probation inspectorate.\n\n"
        f"Chief Inspector Jo Lane of {OURS} said: “They listen.”"
    ),
    "what a newspaper wrote, with a list of what to do": (
        "Probation unit told to improve\n\nA probation unit has been rated inadequate following a visit by "
        "inspectors.\n"
        f"{OURS} found too few staff.\n\nRecommendations\n\nThe unit should:\n- fill its posts"
    ),
    "news that is called so": f"Latest news\n\nHarbour PDU inspected\n\n{OURS} came in May.\n\nSummary\n\nIt went "
    "well.",
}
PRESS = {
    "notes to the editor": (
        f"An inspection of probation services in Harbour PDU: ‘green shoots’\n\n{OURS} gave the unit a new rating.\n\n"
        "Foreword\n\nThe unit lies by the sea.\n\nNotes for editors\n\n1. Find the report on our pages."
    ),
    "embargoed": (
        f"EMBARGOED UNTIL 00:01 ON 3 MARCH 2027\n\nInspection of Harbour PDU\n\n{OURS}\n\nBackground\n\nWe looked at "
        f"it."
    ),
    "called so below the title": (
        f"An inspection of probation services in Harbour PDU\nPress notice\n{OURS}, March 2027\n\nSummary\n\nIt did "
        f"well."
    ),
    "media release": f"Media release: inspection of Harbour PDU\n{OURS}\nRecommendations\nHarbour PDU should:\n1. act.",
    "with a list of what to do and notes": (
        f"{OURS} publishes its report on Harbour PDU\n\nRecommendations\n\nHarbour PDU should:\n1. fill its posts.\n\n"
        "Notes to editors\n\n1. Ring us."
    ),
}
ANNOUNCEMENTS = {
    "called so": (
        f"Announcement of an inspection of probation services in Harbour PDU\n{OURS}\n\nBackground\n\nFieldwork will "
        f"begin "
        "in May."
    ),
    "what will happen": (
        f"National inspection\n\n{OURS}\n\nIntroduction\n\nWe are announcing an inspection of the whole service. "
        f"Fieldwork "
        "will begin in May. We look forward to meeting staff."
    ),
    "a programme": f"Forthcoming inspections of probation services\n{OURS}\nSummary\nHarbour PDU: May 2027.",
    "a notice": f"Notice of inspection: Harbour PDU\n{OURS}\nIntroduction\nWe will visit in May.",
}
LETTERS = {
    "to a director": (
        f"{OURS}\n3 May 2027\n\nDear Regional Probation Director,\n\nInspection of Harbour PDU\n\nSummary\n\nWe found "
        "little.\n\nYours sincerely,\nThe Chief Inspector"
    ),
    "called so": f"Letter to the Minister about the inspection of probation services\n{OURS}\nBackground\nWe write.",
    "of an alert": (
        f"Organisational alert: letter to the region\n{OURS}\n\nOrganisational alert\n\nConcerns\n1. Nobody looks.\n\n"
        "Yours faithfully"
    ),
    "open": f"An open letter from the Chief Inspector\n{OURS}\nForeword\nWe inspected Harbour PDU.",
}
CONSULTATIONS = {
    "on standards": (
        f"Consultation on probation inspection standards\n{OURS}\n\nIntroduction\n\nWe propose seven standards.\n\n"
        "2.1 Assessment\nDoes assessment look at risk?\n2.2 Planning\nDoes it?\n2.3 Reviewing\nDoes it?"
    ),
    "after a dash": f"National inspection of probation – consultation\n{OURS}\nForeword\nWe plan to look at it.",
    "how to answer": (
        f"The inspection of approved premises: our proposals\n{OURS}\n\nBackground\n\nWe want your views.\n\nHow to "
        "respond\n\nWrite to us by July."
    ),
    "an answer to one": f"Response to the consultation on our inspection of regions\n{OURS}\nSummary\nMost agreed.",
    "a call for evidence": f"Thematic inspection of victim work: call for evidence\n{OURS}\nBackground\nWe look.",
}
RULES = {
    "after a stop": (
        "Dynamic inspection of public protection. Rules and guidance.\nV2.1 – Published 4 May 2027\nIntroduction (Back "
        f"to top)\nWe look at safety. {OURS} wrote this."
    ),
    "a manual": f"Inspection of approved premises: guidance manual\n{OURS}\nIntroduction\nInspectors should read it "
    "all.",
    "a manual that asks bodies for something": (
        f"National inspection\nGuidance manual\n{OURS}\nForeword\nWe inspect.\nRecommendations\nThe region should:\n1. "
        "send its papers."
    ),
    "a handbook": f"Handbook for inspectors\n{OURS}\nBackground\n2.1 Assessment\n2.2 Planning\n2.3 Reviewing\nGood.",
    "a framework": f"Probation inspection standards\n{OURS}, May 2027\nIntroduction\nThese are the standards.",
    "over two lines": f"Inspection of probation services\nRules and\nguidance\n{OURS}\nIntroduction\nRead it.",
}
QUESTIONS = {
    "after a dash": (
        "Dynamic inspection of public protection – case inspection questions\nPublished:\nIntroduction (Back to top)\n"
        f"{OURS} asks these."
    ),
    "with sources": (
        f"An inspection of regions. Questions for leaders. Evidence sources.\n{OURS}\nBackground\nWe ask these."
    ),
    "nearly all questions": (
        f"Case inspection\n{OURS}\nDoes assessment look at risk of harm?\nIs the plan shared with the person?\nDoes "
        f"the "
        "plan say who does what by when?\nHas it been looked at again since?\nAre victims thought of in it?"
    ),
    "a tool": "An inspection led by HMI Probation\nCase assessment tool\nMay 2027\nIntroduction\nTick one.",
}
DATA = {
    "below the title": (
        f"An inspection of probation services in Harbour PDU\nData annexe\n{OURS}, May 2027\nIntroduction\nFigures "
        "follow.\n2.1 Assessment\nDoes it?  61%\n2.2 Planning\nDoes it?  50%\n2.3 Reviewing\nDoes it?  40%"
    ),
    "on the title's line": f"Inspection of probation services in Harbour PDU – data annexe\n{OURS}\nSummary\nFigures.",
    "without a dash": f"Inspection of probation services in Harbour PDU data tables\n{OURS}\nSummary\nFigures.",
    "an appendix": f"Statistical appendix: an inspection of Harbour PDU\n{OURS}\nRatings\nOverall rating Good",
    "nothing but figures": f"Harbour PDU\n{OURS}\nCases read: 40 per cent\nPlans 61%\nReviews 31%\nVisits 12%",
}
MANY = {
    "by years": (
        f"2025/26 inspections of probation services\n{OURS}\nForeword\nWe saw all.\nRatings\nNorth CRC Good\nSouth CRC "
        "Inadequate\nEast CRC Good\nWest CRC Good"
    ),
    "an annual report": (
        f"{OURS} annual report 2026–27\nForeword\nWe worked hard.\nRecommendations\nThe Probation Service "
        f"should:\n1. act."
    ),
    "an overview": f"Probation inspections: overview report\n{OURS}\nSummary\nWe found much.",
    "a table of bodies": (
        f"How probation units were rated\n{OURS}\nSummary\nAll were rated.\nRatings\nBody | Overall rating\n"
        "Harbour PDU | Good\nHeath PDU | Inadequate\nHill PDU | Requires improvement"
    ),
    "lessons": f"Lessons from our inspections of probation services\n{OURS}\nForeword\nWe found patterns.",
}
PLANS = {
    "before a colon": (
        f"Action plan: an inspection of probation services in Harbour PDU\nA response to {OURS}\n\nRecommendations\n\n"
        "1. fill the posts\nAgreed. Posts are out. Head of PDU. May 2027."
    ),
    "submitted": (
        "Action Plan Submitted: 4 May 2027\nA Response to the HMI Probation Inspection:\nAn inspection of Harbour PDU\n"
        "Introduction\nWe accept.\nRecommendations\nHarbour PDU should:\n1. fill posts\nAgreed"
    ),
    "known by its answers": (
        f"An inspection of probation services in Harbour PDU\n{OURS}\nRecommendations\n1. fill the posts\nAgreed – "
        f"posts "
        "are out.\n2. read the files\nPartly agreed – some will be."
    ),
    "answers in columns, to a body": (
        f"An inspection of probation services in Harbour PDU\n{OURS}\n\nForeword\n\nWe thank "
        f"them.\n\nRecommendations\n\n"
        "Harbour PDU should:\n1. fill the posts\n\nAgreed\n\n2. read the files\n\nNot agreed\n"
    ),
    "of HMPPS": f"HMPPS action plan for Harbour PDU\nAn answer to {OURS}\nSummary\nAll is agreed.",
}
RESEARCH = {
    "a series": f"Listening to people\n{OURS}\nAcademic Insights 2027/02\nForeword\nWe asked a professor.",
    "a bulletin": f"What caseloads do\n{OURS}\nResearch & Analysis Bulletin 2027/01\nSummary\nWe found much.",
    "known by its marks": (
        f"A review of mentoring in probation services\n{OURS}\nIntroduction\nMuch is known.\nAuthor profile\nA "
        f"professor.\n"
        "The views expressed are hers."
    ),
}
GUIDES = {
    "effective practice": f"Effective practice guide: victim work\n{OURS}\nForeword\nWe inspected forty units.",
    "about the guide": f"Victim work\n{OURS}\nForeword\nWe inspected.\nWho is this guide for?\nStaff.",
    "cases": f"Case study: a visit at home\n{OURS}\nBackground\nWe saw it on an inspection.",
}
ORGANISATIONS = {
    "corporate": f"{OURS}\nCorporate plan 2027–2030\nForeword\nWe rated forty units.",
    "business": f"Business plan of {OURS} 2027\nSummary\nWe inspected.",
    "equality": f"{OURS} strategy 2027 to 2030\nForeword\nWe inspected all.",
}
WORKING = {
    "terms": f"Thematic inspection of victim work: terms of reference\n{OURS}\nBackground\nWe will look.",
    "minutes": f"Minutes of the inspection board\n{OURS}\nSummary\nRecommendations were noted.",
    "evidence to a committee": f"Written evidence to the Justice Committee\n{OURS}\nSummary\nWe inspected.",
}
BLOGS = {
    "a post": f"Blog: a month of inspections\n{OURS}\nSummary\nWe visited Harbour PDU.",
    "a speech": f"Speech to the probation conference\n{OURS}\nIntroduction\nLadies and gentlemen, we inspected forty.",
    "a message": f"A message from the Chief Inspector\n{OURS}\nSummary\nWe inspected forty units this year.",
}
LEADING = {
    "with its annexe and release": (
        f"An inspection of probation services in Harbour PDU\nThe unit was rated following an inspection by {OURS}.\n"
        "Data annexe\nPress release"
    ),
    "with sizes of files": (
        f"An inspection of probation services in Harbour PDU\n{OURS}\nDownload the report (PDF, 1 MB)\nData annexe "
        f"(PDF, "
        "200 kB)\nNews"
    ),
    "with a menu": (
        f"Home\nNews\nReports\nConsultations\n{OURS}\nAn inspection of probation services in Harbour PDU\nWe rated it."
    ),
}
BY_NAME: dict[str, dict[str, str]] = {
    "a news item": NEWS,
    "a press release": PRESS,
    "an announcement": ANNOUNCEMENTS,
    "a letter": LETTERS,
    "a consultation": CONSULTATIONS,
    "guidance": RULES,
    "a list of inspection questions": QUESTIONS,
    "a data annexe": DATA,
    "a summary of many inspections": MANY,
    "an action plan": PLANS,
    "a research paper": RESEARCH,
    "a practice guide": GUIDES,
    "a plan or the accounts": ORGANISATIONS,
    "a working paper": WORKING,
    "a blog post or a speech": BLOGS,
    "the page that leads to a report": LEADING,
}
