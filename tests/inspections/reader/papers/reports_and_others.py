"""Look-alikes, in our own words, of reports that are let in however they look, and of reports of others."""

from tests.factories.short_reports import report

OURS = "HM Inspectorate of Probation"
TO_DO = "Recommendations\n\nHarbour PDU should:\n1. plan well.\n2. fill its posts.\n"
_OTHERS_NAMED = "Ofsted, Estyn, HMICFRS and HM Inspectorate of Prisons were asked. Ofsted answered. Ofsted wrote."
_ROLE = (
    "Others ask how adults on probation and children whom youth justice services and youth offending teams work with\n"
    "are treated. We inspect youth justice and adult probation services alike.\n"
)

REPORTS: dict[str, str] = {
    "with the usual words on the inspectorate's role": (
        f"An inspection of:\nSouth Vale Division\nNational Probation Service\nHMI Probation, July 2020\n\nWho we "
        f"are\n\n"
        f"{_ROLE}\nForeword\n\nThe division is led well.\n\nRecommendations\n\nThe division should:\n1. plan well."
    ),
    "a company, with the role before all else": (
        f"The role of {OURS}\n\n{_ROLE}\nAn inspection of Harbour Community Rehabilitation Company\n\nForeword\n\nIt "
        f"is led "
        "well.\n\nRecommendations\n\nHarbour CRC should:\n1. plan well."
    ),
    "much about children, and about nobody young": (
        f"An inspection of probation services in Harbour PDU\n{OURS}, May 2024\n\nForeword\n\n"
        + "Children at risk were not asked about. Children's services were slow to answer about children.\n" * 6
        + f"\n{TO_DO}"
    ),
    "much about children, from the foreword down": (
        "Foreword\n\n" + "Checks with children's services about children came late. We saw that.\n" * 6 + f"\n{TO_DO}"
    ),
    "from its heading down": (
        f"An inspection of probation services in Harbour PDU\nForeword (Back to top)\nWe looked at this unit.\n{TO_DO}"
    ),
    "from its heading down, naming all the others": (
        f"An inspection of Probation Services – Southern Vale region\n\nPublished:\n\nForeword (Back to top)\n\n"
        f"{_OTHERS_NAMED}\n\nRecommendations (Back to top)\n\nThe region should:\n1. plan well."
    ),
    "the first page of one, from its heading down": (
        "An inspection of probation services in Harbour PDU\n\nPublished:\n\nForeword (Back to top)\n\nHarbour "
        "Probation "
        "Delivery Unit (PDU) was led well, and its staff were kind. It was rated ‘Requires improvement’."
    ),
    "a saved page with a menu and its licence": (
        "Skip to content\nNews\nReports\nConsultations\nAll content is available under the Open Government Licence "
        "v3.0.\n"
        "Home\nAn inspection of probation services in Harbour PDU\nPublished:\nForeword (Back to top)\nWe looked at "
        "it.\n"
        f"{TO_DO}"
    ),
    "with links to its annexe and release": (
        f"An inspection of probation services in Harbour PDU\n{OURS}\nData annexe (PDF)\nPress "
        f"release\n\nForeword\n\nWe "
        f"looked.\n\n{TO_DO}"
    ),
    "approved premises": (
        "An inspection of Ashgrove Approved Premises\nPublished: 4 March 2026\nRatings\nAshgrove\nScore 5/15\nOverall "
        "rating Good\nRecommendations\nAshgrove should:\n1. plan well."
    ),
    "dynamic, without ratings": (
        f"Dynamic inspection of public protection – South Vale region\n{OURS}, May 2026\nForeword\nWe read sixty "
        f"cases.\n"
        "Findings\nWork was late."
    ),
    "dynamic, from its heading down": (
        "Dynamic inspection of public protection in the South Vale probation region\nIntroduction (Back to top)\nWe "
        "read "
        "sixty cases and found that work was late."
    ),
    "national": (
        "National Inspection – April 2027\nForeword from the HM Chief Inspector (Back to top)\nWe have rated the "
        "national "
        "arrangements of HMPPS.\nRecommendations (Back to top)\nHM Prison and Probation Service should:\n1. plan well."
    ),
    "thematic, on action plans": (
        f"A thematic inspection of probation action plans\n{OURS}, May 2027\nForeword\nWe read ninety plans.\n"
        "Recommendations\nHMPPS should:\n1. write an action plan."
    ),
    "thematic, on a strategy, with its sort behind a colon": (
        f"The women’s strategy: a thematic inspection\n{OURS}\nForeword\nWe met women.\nRecommendations\nHMPPS "
        f"should:\n1. act."
    ),
    "thematic, with a quotation in its title": (
        f"‘I had to wait’: a thematic inspection of drug services\n{OURS}\nForeword\nWe met people.\nRecommendations\n"
        "The Ministry of Justice should:\n1. pay."
    ),
    "thematic, on letters to victims and what was consulted on": (
        f"A thematic inspection of letters to victims and of consultation with them\n{OURS}\nSummary\nWe read "
        f"letters.\n"
        "Recommendations\nProbation regions should:\n1. write plainly."
    ),
    "thematic, to youth and adult services": (
        f"A thematic inspection of the move from youth to adult services\n{OURS}\nForeword\nWe met young people and "
        "children.\nRecommendations\nYouth offending teams should:\n1. tell.\nThe National Probation Service "
        "should:\n2. ask."
    ),
    "joint, led by this inspectorate": (
        f"A joint inspection of drug work\nCare Quality Commission\n{OURS}\nForeword\nThis inspection was led by "
        f"{OURS}. CQC "
        "came. CQC saw clinics. CQC wrote.\nRecommendations\nProbation regions should:\n1. act."
    ),
    "joint, with a partner": (
        "A joint inspection of drug work in probation services, with the Care Quality Commission\nForeword\nCQC "
        "came. We met "
        "people.\nRecommendations\nHMPPS should:\n1. act."
    ),
    "what, who and by when in columns": (
        f"An inspection of probation services in Harbour PDU\n{OURS}, May 2027\nForeword\nWe looked.\nRecommendations\n"
        "What | Who | Target date\nFill the posts. | Harbour PDU | May 2028\n"
        "Ratings\nOverall rating Good\nP 1.1 Leadership Good\nP 1.2 Staffing Good"
    ),
    "whose recommendations speak of every paper": report(
        recommendations=(
            "Recommendations\n\nHarbour PDU should:\n\n1. write an action plan and a letter to each partner\n2. "
            "publish "
            "guidance, a consultation and a press release\n3. agree a data annexe with HMPPS.\n"
        )
    ),
    "that quotes people and says what others said": report(
        foreword="Foreword\n\nThe Regional Probation Director said that it was hard. “I was heard”, one person said.\n"
    ),
    "with a letter at its end": report(rest="Annexe three: a letter to the region\n\nDear Director,\n\nWe worry.\n"),
    "marked up, with a heading for all": (
        f"# An inspection of probation services in Harbour PDU\n\n**{OURS}, May 2027**\n\n## Foreword\n\nWe looked.\n\n"
        "## Recommendations\n\n**Harbour PDU should:**\n\n1. plan well.\n"
    ),
    "on a web page": (
        "<html><body><nav><a href='/'>Home</a><a href='/news'>News</a></nav><main><h1>An inspection of probation "
        "services "
        "in Harbour PDU</h1><h2>Foreword (Back to top)</h2><p>We looked.</p><h2>Recommendations (Back to "
        "top)</h2><p>Harbour"
        " PDU should:</p><ol><li>plan well.</li></ol></main></body></html>"
    ),
}

OTHERS: dict[str, tuple[str, str]] = {
    "Northern Ireland, named on the front": (
        f"Probation in Ulster\nCriminal Justice Inspection Northern Ireland\nMay 2027\nForeword\n{OURS} helped.\n"
        "Recommendations\nThe Probation Board should:\n1. act.",
        "Northern Ireland",
    ),
    "Northern Ireland, by what is inspected": (
        f"An inspection of the Probation Board for Northern Ireland\nForeword\nWe were helped by "
        f"{OURS}.\nRecommendations\n"
        "The Board should:\n1. act.",
        "Northern Ireland",
    ),
    "Northern Ireland, by its short name": (
        f"Managing risk: a follow-up review\nCJI\nSummary\nWith {OURS} we looked.\nRecommendations\nThe PBNI "
        f"should:\n1. act.",
        "Northern Ireland",
    ),
    "Scotland, prisons": (
        f"Full inspection of HMP Glen\nHM Inspectorate of Prisons for Scotland\nForeword\n{OURS} came too.\n"
        "Recommendations\nThe governor should:\n1. act.",
        "Scotland",
    ),
    "Scotland, social work": (
        f"Justice social work in Glen\nCare Inspectorate\nSummary\nAs {OURS} does, we read files.\nRecommendations\n"
        "The council should:\n1. act.",
        "Scotland",
    ),
    "Scotland, by what is inspected": (
        "An inspection of probation and parole work in Scotland\nForeword\nWe met staff.\nRecommendations\nScottish "
        "ministers should:\n1. act.",
        "Scotland",
    ),
    "prison, with a visit of ours": (
        f"Report on an unannounced inspection of HMP Sandhill\nBackground\nColleagues of {OURS} joined us.\n"
        "Recommendations\nThe governor should:\n1. act.",
        "Prisons",
    ),
    "police": (
        f"PEEL 2027/28: police effectiveness\nAn inspection of Northshire Police\nSummary\nUnlike {OURS}, we grade.\n"
        "Recommendations\nThe chief constable should:\n1. act.",
        "Constabulary",
    ),
    "joint, ours named once and last": (
        f"A joint thematic inspection of victims’ needs\nHMICFRS, HMCPSI and {OURS}\nForeword\nHMICFRS met victims.\n"
        "Recommendations\nChief constables should:\n1. act.\nThe Probation Service should:\n2. act.",
        "Constabulary",
    ),
    "joint, ours named once in the foreword": (
        f"A joint inspection of evidence\nHM Crown Prosecution Service Inspectorate\nForeword\nWith {OURS} we looked.\n"
        "Recommendations\nThe CPS should:\n1. act.",
        "Crown Prosecution",
    ),
    "joint, led by another": (
        f"A joint inspection of offender management\n{OURS} and HM Inspectorate of Prisons\nForeword\nThis joint "
        f"inspection "
        "was led by HM Inspectorate of Prisons.\nRecommendations\nHMPPS should:\n1. act.",
        "Prisons",
    ),
    "auditors": (
        f"Resilience of the Probation Service\nNational Audit Office\nSummary\n{OURS} rated "
        f"units.\nRecommendations\nHMPPS "
        "should:\n1. act.",
        "National Audit Office",
    ),
    "a committee": (
        f"The future of the Probation Service\nHouse of Commons Justice Committee\nSummary\nWe heard {OURS}.\n"
        "Recommendations\nThe Ministry of Justice should:\n1. act.",
        "Parliament",
    ),
    "the ombudsman": (
        "Deaths in approved premises\nPrisons and Probation Ombudsman\nSummary\nWe looked.\nRecommendations\nHMPPS "
        "should:\n"
        "1. act.",
        "Ombudsman",
    ),
}

YOUTH: dict[str, str] = {
    "a service": (
        f"An inspection of youth justice services in Northshire\n{OURS}\nForeword\nWe "
        f"looked.\nRecommendations\nNorthshire "
        "Youth Justice Service should:\n1. act."
    ),
    "a team, that asks probation too": (
        f"Inspection of Northshire Youth Offending Team\n{OURS}\nForeword\nWe looked.\nRecommendations\nThe YOT Board "
        "should:\n1. act.\nThe National Probation Service should:\n2. act."
    ),
    "from the foreword down": (
        f"Foreword\nWe met children. {OURS} rated the partnership.\nRecommendations\nNorthshire Youth Justice "
        f"Partnership "
        "should:\n1. act."
    ),
    "thematic": (
        f"A thematic inspection of youth remand\n{OURS}\nForeword\nWe met children.\nRecommendations\nThe Youth "
        f"Custody "
        "Service should:\n1. act."
    ),
    "a joint one, with its role": (
        f"A full joint inspection of youth offending work in Northshire\n{OURS}\n\nThe role of "
        f"{OURS}\n\n{_ROLE}\nForeword\n"
        "We met children.\nRecommendations\nThe youth offending service should:\n1. act."
    ),
}
