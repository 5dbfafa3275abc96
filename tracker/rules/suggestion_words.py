"""The vocabulary of recommendations: words that say nothing, words that say little, and different words for one matter.

From the inspectorate's standards and key questions, the themes and the terms of the trade before and after
unification (a responsible officer is now a probation practitioner), not from the wording of any recommendation.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Grammar, and what every recommendation says.
EMPTY = _words(
    """
    a about across all already also an and any are as at be been before being between both but by can do does each
    either every for from full fully further get give given has have having help her his how if in include including
    into is it its keep kept made make making may more most must necessary need needed no not of on or other our out
    own particular relevant should so some such take taken taking than that the their them then there these they
    this those through throughout to under up upon use used using was way well were what when where whether which
    while who whom whose will with within without would
    able appropriate appropriately better certain consider consistent consistently continue effective effectively
    enable enhance ensure good high higher identify implement improve improvement increase level maintain provide
    provision robust routinely secure strengthen sufficient sufficiently undertake
    """
)

# They stand in most recommendations and so hardly tell one from another; counted at FAINT_WEIGHT.
FAINT = _words(
    """
    case cases casework deliver delivered delivery information inform individual individuals manage managed management
    offender offenders officer officers people person practice practitioner practitioners probation process quality
    region responsible sentence service services staff support system team teams time unit user users work working
    pdu pdus crc hmpps
    """
)

# Words whose stem would be another word's: 'staffing' is not staff, nor 'building' what is built.
IRREGULAR = {
    "staffing": "staffing",
    "building": "building",
    "buildings": "building",
    "trainee": "trainee",
    "trainees": "trainee",
    "timely": "timely",
    "police": "police",
    "children": "child",
    "childrens": "child",
    "women": "woman",
    "womens": "woman",
}

# A matter, as the screen names it, and the words and phrases for it. The words of a phrase may stand a little apart.
MATTERS: dict[str, tuple[str, ...]] = {
    "workloads": (
        "workload", "caseload", "number of cases", "capacity", "allocate", "allocation", "manageable",
        "unmanageable", "overloaded",
    ),
    "staffing": (
        "staffing", "staff levels", "enough staff", "sufficient staff", "qualified staff", "vacancy", "vacancies",
        "vacant", "recruit", "recruitment", "staff numbers", "officer numbers", "staff shortage", "resource",
    ),
    "keeping staff": ("retention", "retain", "turnover", "attrition", "incentive", "keep staff", "staff leave"),
    "staff wellbeing": ("wellbeing", "sickness", "illness", "absence", "stress", "morale"),
    "management oversight": (
        "oversight", "oversee", "case supervision", "staff supervision", "reflective supervision",
        "supervise staff", "supervise practitioners", "countersign", "case discussion", "coach",
    ),
    "middle managers": (
        "middle manager", "middle management", "team manager", "line manager", "senior probation officer",
        "senior case manager",
    ),
    "quality review": (
        "quality review", "assure quality", "quality of casework", "case audit", "audit", "dip sampling",
        "benchmarking",
    ),
    "police and domestic abuse information": (
        "police", "intelligence", "domestic abuse information", "domestic abuse check", "domestic abuse enquiry",
        "domestic abuse enquiries",
    ),
    "domestic abuse": (
        "domestic abuse", "domestic violence", "violence at home", "coercive", "controlling behaviour",
        "controlling relationship", "abusive relationship", "intimate partner", "spousal", "perpetrator",
    ),
    "child safeguarding": ("safeguard", "child", "social care"),
    "enquiries and checks": (
        "enquiry", "enquiries", "check", "information sharing", "share information", "request information",
        "obtain information", "information received", "information obtained",
    ),
    "views of people on probation": (
        "views", "feedback", "consult", "consultation", "engage", "engagement", "involve", "involvement", "listen",
        "user voice", "lived experience", "survey", "ask service users", "ask people",
    ),
    "diversity": (
        "diversity", "diverse", "protected characteristic", "disability", "disabilities", "disabled", "ethnic",
        "ethnicity", "black", "asian", "minority", "faith", "religion", "language", "race", "racial", "racism",
        "discrimination", "disproportionate", "disproportionality", "inequality", "inequalities", "equality",
        "equal", "personal circumstances", "neurodiversity",
    ),
    "risk of harm": (
        "risk of harm", "serious harm", "risk management", "risk assessment", "high risk", "manage risk",
        "assess risk", "review risk",
    ),
    "keeping people safe": (
        "keep safe", "people safe", "victims safe", "safety", "protect people", "protect public", "protect victims",
        "victims protected", "public protection", "potential victims",
    ),
    "interventions": (
        "intervention", "programme", "accredited", "toolkit", "offence focused", "structured work",
        "rehabilitation activity", "rehabilitation activities", "group work",
    ),
    "commissioned services": ("commission", "commissioned", "crs", "refer", "referral", "provider"),
    "desistance": (
        "desist", "desistance", "reoffend", "reoffending", "stop offending", "why offend",
        "likelihood of offending",
    ),
    "unpaid work": ("unpaid work", "upw", "community payback", "work placement"),
    "learning and skills": (
        "train", "training", "skill", "knowledge", "learn", "learning", "professional development",
        "staff development", "develop staff", "qualification", "equip", "confidence",
    ),
    "new staff": ("newly qualified", "newly trained", "trainee", "pqip", "new staff", "induction", "new recruits"),
    "court work": ("court", "sentencer", "magistrate", "judge", "judiciary", "pre sentence", "sentencing option"),
    "employment": ("employment", "employer", "employed", "unemployed", "find work", "find job", "vocational"),
    "accommodation": ("housing", "accommodation", "homeless", "homelessness", "tenancy"),
    "resettlement": ("resettlement", "released", "prison", "custody", "through gate", "at gate"),
    "substance misuse": ("drug", "alcohol", "substance", "dependency"),
    "premises and equipment": (
        "building", "premises", "interview room", "laptop", "ict", "hardware", "software",
        "communication technology", "waiting area",
    ),
    "enforcement": ("breach", "enforcement", "enforce", "recall", "compliance"),
    "public protection arrangements": ("mappa", "marac", "multi agency"),
    "partner agencies": (
        "agency", "agencies", "partner agency", "partnership", "liaison", "liaise", "joint working", "joint plan",
        "stakeholder",
    ),
    "complaints": ("complain", "complaint"),
    "serious further offences": ("serious further offence", "sfo"),
    "data": ("data", "management information", "performance information", "performance data", "statistics"),
    "priorities": ("priority", "priorities", "prioritise", "vision", "strategy", "strategic", "expectations"),
    "organisational alert": ("organisational alert", "alert"),
    "home visits": ("home visit", "visit at home", "visit people"),
    "delays": ("delay", "backlog", "wait", "prompt", "timely", "timeliness", "overdue"),
    "women": ("woman", "female"),
}  # fmt: skip

# Matters that stand close together, by the theme that they fall under: reports are read without themes.
FAMILIES: dict[str, tuple[str, ...]] = {
    "staffing and workload": ("workloads", "staffing", "keeping staff", "staff wellbeing"),
    "management oversight and quality review": ("management oversight", "middle managers", "quality review"),
    "domestic abuse and safeguarding": (
        "police and domestic abuse information", "domestic abuse", "child safeguarding", "enquiries and checks",
    ),
    "interventions and services": ("interventions", "commissioned services", "desistance"),
    "training and development": ("learning and skills", "new staff"),
    "risk of harm and public protection": ("risk of harm", "keeping people safe", "public protection arrangements"),
}  # fmt: skip
