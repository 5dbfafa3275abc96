"""Which matters a theme and a standard are about, and the words of matters that suggestions have no need of.

From the names of the themes, the inspectorate's standards and the terms of the trade, not from any recommendation.
"""

# Matters beside those of rules/suggestion_words.
MORE_MATTERS: dict[str, tuple[str, ...]] = {
    "victims": ("victim contact", "victim liaison", "victim", "homicide"),
    "leadership and governance": (
        "vision", "governance", "business plan", "leader", "leadership", "delivery plan", "accountable",
        "hold account", "culture", "communicate", "expected of", "national instruction", "change programme",
    ),
    "casework": (
        "assess", "assessment", "reassess", "sentence plan", "contingency", "review case", "quality of planning",
        "formal review", "reviewing", "plan for manage", "risk plan", "progress review",
    ),
    "working relationships": (
        "relationship", "induction of people", "mentors", "peer", "lived experience", "supervision plan",
    ),
    "outcomes": ("outcome", "result", "completed successfully", "reconviction", "completion rate"),
    "records and systems": (
        "recording system", "case record", "dashboard", "figures", "report for manager", "performance report",
    ),
    "new equipment and offices": ("office", "lift", "laptop", "telephone", "health and safety", "site"),
    "pay, posts and demand": (
        "pay", "progression", "promotion", "permanent", "administrator", "deploy", "post", "demand", "overtime",
        "prioritising probation", "ppf", "red status", "red site", "agency staff", "secondment", "case numbers",
    ),
    "quality assurance": ("quality assurance", "assurance", "benchmark"),
    "systems and equipment": ("equipment", "system", "network", "technology", "heating", "access building", "alarm"),
    "monitoring and licence conditions": (
        "electronic monitoring", "polygraph", "tag", "licence condition", "approved premises",
        "sex offender register",
    ),
    "reports for courts": ("oral report", "proposal", "sentencing", "allocation at court", "crown court"),
    "co-design": ("shape service", "design service", "co produce", "forum", "told result", "involve people"),
    "treatment": ("mental health", "treatment", "therapy"),
    "keeping in touch with prisons": ("prison", "custody", "release", "licence", "through the gate"),
    "agencies by name": (
        "police", "local authority", "council", "health provider", "nhs", "social care", "community safety",
    ),
    "staff development": (
        "staff development", "develop staff", "mentor", "coach", "qualification", "appraisal",
        "probation officer training",
    ),
}  # fmt: skip

# By theme: its matters, and how much each says for it (1 is a hint, 3 is nearly enough).
MATTERS_OF: dict[str, dict[str, float]] = {
    "management-oversight": {
        "management oversight": 3.0, "quality review": 3.0, "quality assurance": 3.0, "middle managers": 2.0,
        "enforcement": 1.5,
    },
    "staffing": {
        "staffing": 3.0, "workloads": 2.5, "keeping staff": 3.0, "pay, posts and demand": 2.0,
        "staff wellbeing": 3.0, "new staff": 1.0,
    },
    "domestic-abuse-safeguarding": {
        "domestic abuse": 3.0, "child safeguarding": 3.0, "police and domestic abuse information": 2.0,
        "enquiries and checks": 2.0,
    },
    "interventions": {
        "interventions": 3.0, "commissioned services": 2.5, "desistance": 1.5, "substance misuse": 2.0,
        "treatment": 2.0, "employment": 1.0, "women": 0.5,
    },
    "engagement": {
        "views of people on probation": 3.0, "complaints": 3.0, "co-design": 2.5, "working relationships": 2.0,
    },
    "diversity": {"diversity": 3.5, "women": 2.0},
    "training": {"learning and skills": 2.5, "new staff": 2.5, "staff development": 2.5},
    "risk-of-harm": {
        "risk of harm": 3.0, "keeping people safe": 2.0, "casework": 2.0, "home visits": 1.5, "enforcement": 1.5,
    },
    "partnership": {"partner agencies": 3.0, "agencies by name": 2.0, "public protection arrangements": 0.5},
    "unpaid-work": {"unpaid work": 4.0},
    "organisational-alert": {"organisational alert": 6.0},
    "leadership": {"priorities": 2.5, "leadership and governance": 2.5},
    "premises": {
        "premises and equipment": 3.0, "systems and equipment": 1.5, "new equipment and offices": 2.5,
        "records and systems": 1.0,
    },
    "court-work": {"court work": 3.0, "reports for courts": 2.0},
    "victim-work": {"victims": 2.5},
    "resettlement": {"resettlement": 2.5, "keeping in touch with prisons": 2.5, "accommodation": 2.0},
    "data": {"data": 3.0, "records and systems": 2.5},
    "outcomes": {"outcomes": 2.5, "employment": 1.5, "accommodation": 1.5},
    "public-protection": {
        "public protection arrangements": 3.0, "monitoring and licence conditions": 2.5,
        "keeping people safe": 1.5,
    },
    "serious-further-offences": {"serious further offences": 4.0},
}  # fmt: skip

# By the title of a standard, in small letters: the matters and themes that it is about.
STANDARDS_OF: dict[str, tuple[str, ...]] = {
    "leadership": ("leadership", "organisational-alert"),
    "staff": ("staffing", "training", "management-oversight"),
    "staffing": ("staffing", "training", "management-oversight"),
    "services": ("interventions", "partnership", "unpaid-work", "victim-work", "resettlement"),
    "information and facilities": ("premises", "data"),
    "court work": ("court-work",),
    "unpaid work": ("unpaid-work",),
    "through the gate": ("resettlement",),
    "resettlement": ("resettlement",),
    "statutory victim work": ("victim-work",),
    "victim work": ("victim-work",),
    "outcomes": ("outcomes",),
}
# Work on cases: what the words say is done, by the title of the standard. A theme of casework goes with these.
TASKS_OF: dict[str, tuple[str, ...]] = {
    "assessment": ("assess", "assessment", "enquiry", "enquiries", "identify risk"),
    "planning": ("planning", "sentence plan", "plan for", "contingency", "risk management plan", "supervision plan"),
    "implementation and delivery": (
        "deliver",
        "delivery of work",
        "manage risk",
        "intervention",
        "keep safe",
        "engage",
    ),
    "reviewing": ("review", "reviewing", "reassess"),
}
CASEWORK_THEMES = frozenset(
    {"domestic-abuse-safeguarding", "engagement", "diversity", "interventions", "public-protection", "risk-of-harm"}
)
