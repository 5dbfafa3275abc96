"""Who gets what at each address, written by hand: the table that the permission matrix holds the service to."""

from dataclasses import dataclass

STRANGERS = frozenset({"anonymous", "disabled"})
# `roleless` has an account and no role; `area_coordinator` is an inspection coordinator for Yorkshire alone.
PEOPLE = frozenset(
    {
        "owner", "head", "sibling_head", "other_head", "lead", "other_lead", "national",
        "coordinator", "area_coordinator", "administrator", "auditor", "roleless",
    }
)  # fmt: skip
# What a place stands for: the manager's own PDU, a PDU beside it, the region (whose recommendation and action come
# from the own PDU's report), another region's PDU, and the action owner's own action in the own PDU.
PLACES = ("kirklees", "leeds", "region", "wigan", "own-post")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

Table = dict[str, frozenset[str]]


def table(everywhere: str, **places: str) -> Table:
    """Who, by place: names in words, and `everywhere` for those of any place."""
    return {place: frozenset(f"{everywhere} {places[place.replace('-', '_')]}".split()) for place in PLACES}


# Actions, and work on recommendations: area of inspected, addressed or answerable body (docs/model.md, decision 3).
SEES_WORK = table(
    "national coordinator administrator auditor",
    kirklees="owner head lead area_coordinator",
    leeds="sibling_head lead area_coordinator",
    region="owner head lead area_coordinator",
    wigan="other_head other_lead",
    own_post="owner head lead area_coordinator",
)
# Updating follows the owning post (docs/model.md, decision 4): its holder, and managers of its area.
UPDATES = table(
    "national",
    kirklees="head lead",
    leeds="sibling_head lead",
    region="lead",
    wigan="other_head other_lead",
    own_post="owner head lead",
)
# Planning follows the body that answers for the recommendation.
PLANS = table(
    "national",
    kirklees="head lead",
    leeds="sibling_head lead",
    region="lead",
    wigan="other_head other_lead",
    own_post="head lead",
)
# Self-assessing follows the body that answers too; reviewing is for the next body up alone (docs/model.md, decision 5).
SELF_ASSESSMENTS = PLANS
REVIEWS = table("", kirklees="lead", leeds="lead", region="national", wigan="other_lead", own_post="lead")
REVIEWS_ANYWHERE = dict.fromkeys(PLACES, frozenset({"lead", "other_lead", "national"}))
IMPORTS = table(
    "coordinator",
    kirklees="area_coordinator",
    leeds="area_coordinator",
    region="area_coordinator",
    wigan="",
    own_post="area_coordinator",
)
# Acknowledging is the word of the answering body itself, not of those above it.
ACKNOWLEDGES = table("", kirklees="head", leeds="sibling_head", region="lead", wigan="other_head", own_post="head")
CONFIRMS = dict.fromkeys(PLACES, frozenset({"national"}))
# An alert before its report follows the body that it is about; here a region's own in the place 'region'.
SEES_ALERTS = table(
    "national coordinator administrator auditor",
    kirklees="owner head lead area_coordinator",
    leeds="sibling_head lead area_coordinator",
    region="lead area_coordinator",
    wigan="other_head other_lead",
    own_post="owner head lead area_coordinator",
)
RECORDS_ALERTS = table(
    "national coordinator",
    kirklees="lead area_coordinator",
    leeds="lead area_coordinator",
    region="lead area_coordinator",
    wigan="other_lead",
    own_post="lead area_coordinator",
)
# Which bodies answer is said where the report was made or the recommendation is addressed.
NAMES_BODIES = table(
    "national coordinator",
    kirklees="area_coordinator",
    leeds="area_coordinator",
    region="area_coordinator",
    wigan="",
    own_post="area_coordinator",
)
# The next body up decides on what was asked here: the region on its PDUs', HMPPS on the regions'.
DECIDES_ENDINGS = REVIEWS
# Opened again by who confirms such endings, or who says which bodies answer.
REOPENS = table(
    "national coordinator",
    kirklees="lead area_coordinator",
    leeds="lead area_coordinator",
    region="lead area_coordinator",
    wigan="other_lead",
    own_post="lead area_coordinator",
)
# Holding a post is enough to pass it on or to name its deputy; covering it is not.
CHANGES_POSTS = table(
    "administrator",
    kirklees="head lead",
    leeds="sibling_head lead",
    region="lead",
    wigan="other_head other_lead",
    own_post="owner head lead",
)
ADDS_POSTS = table(
    "administrator",
    kirklees="head lead",
    leeds="sibling_head lead",
    region="lead",
    wigan="other_head other_lead",
    own_post="head lead",
)
# Who takes over is confirmed for the bodies that do: by their region and by those of all.
CONFIRMS_TAKEOVERS = table(
    "national coordinator",
    kirklees="lead area_coordinator",
    leeds="lead area_coordinator",
    region="lead area_coordinator",
    wigan="other_lead",
    own_post="lead area_coordinator",
)
RECORDS_REORGANISATIONS = dict.fromkeys(PLACES, frozenset({"administrator"}))
MANAGES_PEOPLE = dict.fromkeys(PLACES, frozenset({"administrator"}))
IMPORTS_ANYWHERE = dict.fromkeys(PLACES, frozenset({"coordinator", "area_coordinator"}))
# One email of the own PDU's head.
OWN_EMAIL = dict.fromkeys(PLACES, frozenset({"head"}))
# One file of a list that the own PDU's head asked for.
OWN_FILE = OWN_EMAIL
WITH_A_ROLE = dict.fromkeys(PLACES, PEOPLE - {"roleless"})
EVERYBODY = dict.fromkeys(PLACES, PEOPLE)


@dataclass(frozen=True, slots=True)
class Rule:
    """One address. None is a method that it does not answer to (405).

    `sees`: to others it is not there (404). `may`: others who see it get 403. `may_post`: others who see it read it
    and get 403 for what they send. `strangers`: what those who are not
    signed in get; the status of `get` and `post` holds for all where it is None.
    """

    get: int | None = 200
    post: int | None = None
    sees: Table | None = None
    may: Table | None = None
    strangers: int | None = 302
    has_place: bool = False
    may_post: Table | None = None

    def answers(self, method: str) -> bool:
        """Whether anybody gets more than 405."""
        return {"GET": self.get, "POST": self.post}.get(method) is not None

    def expected(self, method: str, person: str, place: str) -> int:
        """The status of one cell."""
        answer = {"GET": self.get, "POST": self.post}.get(method)
        # The API asks who somebody is before anything else; a page looks at the method first.
        if person in STRANGERS and self.strangers == 401:
            return 401
        if answer is None:
            return 405
        if person in STRANGERS and self.strangers is not None:
            return self.strangers
        if self.sees is not None and person not in self.sees[place]:
            return 404
        may = self.may_post if method == "POST" and self.may_post else self.may
        return answer if may is None or person in may[place] else 403


def page(post: int | None = None, *, sees: Table | None = None, may: Table | None = None, at: bool = True) -> Rule:
    """A page for signed-in people; `at` says whether it is about something in a place."""
    return Rule(post=post, sees=sees, may=may, has_place=at)


def api(*, sees: Table | None = None, at: bool = True) -> Rule:
    """Something to read through the API."""
    return Rule(sees=sees, strangers=401, has_place=at)


PUBLIC = Rule(strangers=None)

POLICY: dict[str, Rule] = {
    # Pages for everybody who is signed in: published words, or lists that show what each may see.
    "home": page(at=False),
    "changes": page(at=False),
    "recommendations": page(at=False),
    "actions": page(at=False),
    "inspections": page(at=False),
    "recommendations-workbook": page(at=False),
    "actions-workbook": page(at=False),
    "inspections-workbook": page(at=False),
    "recommendation": page(),
    "inspection": page(),
    "region": page(),
    "pdu": page(),
    "recommendation-history": page(),
    "insight": page(at=False),
    "areas": page(at=False),
    "reminder-effect": page(at=False),
    "reminder-effect-workbook": page(at=False),
    "repeats": page(at=False),
    "repeats-workbook": page(at=False),
    # The work.
    "action": page(sees=SEES_WORK),
    "action-update": page(302, sees=SEES_WORK, may=UPDATES),
    "action-withdraw": page(302, sees=SEES_WORK, may=UPDATES),
    # No action of the stage is withdrawn, so that there is nothing to put back.
    "action-put-back": Rule(get=409, post=409, sees=SEES_WORK, may=UPDATES, has_place=True),
    "action-snooze": page(302, sees=SEES_WORK, may=UPDATES),
    "action-snooze-end": Rule(get=None, post=302, sees=SEES_WORK, may=UPDATES, has_place=True),
    "action-new": page(302, may=PLANS),
    "action-edit": page(302, sees=SEES_WORK, may=PLANS),
    # Nobody's actions are chosen, so that there is nothing to change.
    "actions-change": page(200, at=False),
    # Self-assessments: each place has one that waits for its review.
    "self-assessment": page(302, may=SELF_ASSESSMENTS),
    "self-assessment-withdraw": page(302, may=SELF_ASSESSMENTS),
    "review": page(302, sees=SEES_WORK, may=REVIEWS),
    "reviews": page(may=REVIEWS_ANYWHERE, at=False),
    "reviews-workbook": page(may=REVIEWS_ANYWHERE, at=False),
    # Announced fieldwork: each place's body has one. What is posted is unfinished, but for confidence: no word is fine.
    "fieldwork": page(sees=SEES_ALERTS),
    "fieldwork-gaps": page(sees=SEES_ALERTS),
    "fieldwork-confidence": page(302, sees=SEES_ALERTS, may=SELF_ASSESSMENTS),
    "fieldwork-date": page(400, sees=SEES_ALERTS, may=RECORDS_ALERTS),
    "fieldwork-withdraw": page(400, sees=SEES_ALERTS, may=RECORDS_ALERTS),
    "region-fieldwork-new": page(400, may=RECORDS_ALERTS),
    "pdu-fieldwork-new": page(400, may=RECORDS_ALERTS),
    # Checks after closing: each place has one, and what is posted says that the change has not lasted.
    "sustain-check": page(302, may=SELF_ASSESSMENTS),
    # Answers and alerts. A page that only has a button leads to the recommendation when it is opened.
    "recommendation-acknowledge": Rule(get=302, post=302, may=ACKNOWLEDGES, has_place=True),
    "recommendation-bodies": page(400, may=NAMES_BODIES),
    # Without a body of several to end it leads back to those that answer.
    "recommendation-body-end": Rule(get=302, post=302, may=NAMES_BODIES, has_place=True),
    # Each place's body has asked for an ending: it can be asked for no more, and what is posted decides nothing.
    "recommendation-ending": Rule(get=302, post=302, may=PLANS, has_place=True),
    "recommendation-ending-decide": page(400, may=DECIDES_ENDINGS),
    "recommendation-ending-back": Rule(get=302, post=302, may=PLANS, has_place=True),
    # Nothing has ended, so it leads to the recommendation.
    "recommendation-ending-reopen": Rule(get=302, post=302, may=REOPENS, has_place=True),
    "recommendation-response": page(302, may=PLANS),
    "recommendation-response-confirm": page(302, may=CONFIRMS),
    "alert": page(sees=SEES_ALERTS),
    # Corrections: what is posted is empty, so that it is refused as unfinished where it is allowed.
    "recommendation-correct": page(400, may=IMPORTS),
    # Without another recommendation named there is nothing to link, and no link to undo.
    "recommendation-link-new": page(400, may=IMPORTS),
    "recommendation-link-undo": Rule(get=302, post=302, may=IMPORTS, has_place=True),
    "inspection-correct": page(400, may=IMPORTS),
    "inspection-correct-questions": page(400, may=IMPORTS),
    "inspection-correct-verdicts": page(400, may=IMPORTS),
    "inspection-standard-new": page(400, may=IMPORTS),
    "inspection-question-new": page(400, may=IMPORTS),
    "inspection-before": page(400, may=IMPORTS),
    # Each place's report has actions, so that it cannot be withdrawn; no carry-over is confirmed, so both lead to it.
    "inspection-withdraw": page(400, may=IMPORTS),
    "carry-over-reopen": Rule(get=302, post=302, sees=SEES_ALERTS, may=RECORDS_ALERTS, has_place=True),
    "carry-over-correct": Rule(get=302, post=302, sees=SEES_ALERTS, may=RECORDS_ALERTS, has_place=True),
    "alert-correct": page(400, sees=SEES_ALERTS, may=IMPORTS),
    "alert-owner": page(400, sees=SEES_ALERTS, may=RECORDS_ALERTS),
    "alert-action-new": page(302, sees=SEES_ALERTS, may=PLANS),
    "alert-link": page(400, sees=SEES_ALERTS, may=PLANS),
    "region-alert-new": page(400, may=RECORDS_ALERTS),
    "pdu-alert-new": page(400, may=RECORDS_ALERTS),
    # Evidence of an action follows its owning post, as updates do; that of a recommendation the answering body.
    "action-evidence-new": page(302, sees=SEES_WORK, may=UPDATES),
    "recommendation-evidence-new": page(302, may=PLANS),
    "evidence-version-new": page(302, sees=SEES_WORK, may=UPDATES),
    "evidence-remove": page(302, sees=SEES_WORK, may=UPDATES),
    "evidence-file": page(sees=SEES_WORK),
    # Bringing reports in. What is posted is empty, so that it is refused as unfinished (400) where it is allowed.
    "intake-new": page(400, may=IMPORTS_ANYWHERE, at=False),
    "intake": page(sees=IMPORTS),
    "intake-details": page(400, sees=IMPORTS),
    "inspection-report": page(sees=IMPORTS),
    "intake-ratings": page(400, sees=IMPORTS),
    "intake-alert": page(400, sees=IMPORTS),
    "intake-recommendations": page(400, sees=IMPORTS),
    "intake-recommendation": page(400, sees=IMPORTS),
    "intake-recommendation-new": page(400, sees=IMPORTS),
    "intake-addressees": page(400, sees=IMPORTS),
    "intake-earlier": page(400, sees=IMPORTS),
    "intake-earlier-new": page(400, sees=IMPORTS),
    "intake-earlier-recommendation": page(400, sees=IMPORTS),
    "intake-page": page(sees=IMPORTS),
    "intake-publish": page(400, sees=IMPORTS),
    "intake-delete": page(302, sees=IMPORTS),
    # What carries over follows the inspected body. Nothing is decided yet, so nothing can be confirmed.
    "carry-over": page(sees=SEES_ALERTS),
    "carry-over-workbook": page(sees=SEES_ALERTS),
    "carry-over-task": Rule(post=302, sees=SEES_ALERTS, may_post=RECORDS_ALERTS, has_place=True),
    "carry-over-check": Rule(post=409, sees=SEES_ALERTS, may_post=RECORDS_ALERTS, has_place=True),
    # Reorganisations are public; what is posted is empty, so that it is refused as unfinished, or changes nothing.
    "reorganisations": page(at=False),
    "reorganisations-workbook": page(at=False),
    "reorganisation": page(),
    "reorganisation-new": page(400, may=RECORDS_REORGANISATIONS, at=False),
    "reorganisation-takes-over": page(302, may=CONFIRMS_TAKEOVERS),
    "reorganisation-confirm": page(302, may=CONFIRMS_TAKEOVERS),
    "reorganisation-undo": page(400, may=RECORDS_REORGANISATIONS),
    # Posts: their holders are published; changing one follows the body, or the post itself.
    "post": page(),
    "post-new": page(400, may=ADDS_POSTS),
    "post-holder": page(302, may=CHANGES_POSTS),
    "post-holder-cancel": Rule(get=None, post=302, may=CHANGES_POSTS, has_place=True),
    "post-vacancy": page(302, may=CHANGES_POSTS),
    "post-cover": page(302, may=CHANGES_POSTS),
    "post-cover-end": Rule(get=None, post=302, may=CHANGES_POSTS, has_place=True),
    # One's own account. What is posted is empty, so that it is refused as unfinished.
    "account": page(at=False),
    "account-password": page(400, at=False),
    "account-sessions-end": Rule(get=None, post=302),
    "account-emails": page(400, at=False),
    "account-emails-arrive": Rule(get=None, post=302),
    "account-next-digest": page(at=False),
    "account-email": page(sees=OWN_EMAIL, at=False),
    "hand-over": page(400, at=False),
    # Files of long lists: nobody else sees that they exist.
    "list-files": page(at=False),
    "list-file-new": page(400, at=False),
    "list-file": page(sees=OWN_FILE, at=False),
    "list-file-again": Rule(get=None, post=302, sees=OWN_FILE),
    "list-file-download": page(sees=OWN_FILE, at=False),
    # The signed link of a mail: whoever has it, signed in or not.
    "email-preferences": Rule(post=400, strangers=None),
    # Users and access.
    "users": page(may=MANAGES_PEOPLE, at=False),
    "users-workbook": page(may=MANAGES_PEOPLE, at=False),
    "user-new": page(400, may=MANAGES_PEOPLE, at=False),
    "user": page(sees=MANAGES_PEOPLE),
    "user-role-new": page(400, sees=MANAGES_PEOPLE),
    "user-role-end": page(400, sees=MANAGES_PEOPLE),
    "user-password": Rule(get=None, post=200, sees=MANAGES_PEOPLE, has_place=True),
    "user-address": page(400, sees=MANAGES_PEOPLE),
    "user-invitation": Rule(get=None, post=302, sees=MANAGES_PEOPLE, has_place=True),
    "user-close": page(302, sees=MANAGES_PEOPLE),
    "user-open": Rule(get=None, post=302, sees=MANAGES_PEOPLE, has_place=True),
    # Emails and jobs.
    "mail": page(may=MANAGES_PEOPLE, at=False),
    "mail-who": page(may=MANAGES_PEOPLE, at=False),
    "mail-who-workbook": page(may=MANAGES_PEOPLE, at=False),
    "mail-hold": page(400, may=MANAGES_PEOPLE, at=False),
    "mail-hold-workbook": page(may=MANAGES_PEOPLE, at=False),
    "mail-bounce-clear": Rule(get=None, post=302, may=MANAGES_PEOPLE),
    "mail-try-again": Rule(get=None, post=302, may=MANAGES_PEOPLE),
    # The demo's mail.
    "demo-inbox": page(sees=WITH_A_ROLE, at=False),
    "demo-inbox-mail": page(sees=WITH_A_ROLE, at=False),
    "demo-inbox-html": page(sees=WITH_A_ROLE, at=False),
    # For everybody, signed in or not. A person who is signed in is sent on from the sign-in page.
    "sign-in": Rule(get=302, post=200, strangers=None),
    "sign-out": Rule(get=None, post=302, strangers=None),
    "signed-out": PUBLIC,
    "help": PUBLIC,
    "accessibility": PUBLIC,
    "privacy": PUBLIC,
    "health-live": PUBLIC,
    "health-ready": PUBLIC,
    "api-schema": PUBLIC,
    "api-docs": PUBLIC,
    # The API.
    "api-organisations": api(at=False),
    "api-organisation": api(),
    "api-inspections": api(at=False),
    "api-inspection": api(),
    "api-recommendations": api(at=False),
    "api-recommendation": api(),
    "api-actions": api(at=False),
    "api-action": api(sees=SEES_WORK),
    "api-action-updates": Rule(get=None, post=201, sees=SEES_WORK, may=UPDATES, strangers=401, has_place=True),
    "api-not-found": api(sees=dict.fromkeys(PLACES, frozenset()), at=False),
}
# Single cells that a rule cannot say: (address, method, person) and the status.
EXCEPTIONS = {
    ("sign-in", "GET", "anonymous"): 200,
    # Whatever the method, an address that is not there is not there.
    **{("api-not-found", method, person): 404 for method in METHODS for person in PEOPLE},
}


def expected(name: str, method: str, person: str, place: str) -> int:
    """What the policy says of one cell."""
    rule = POLICY[name]
    return EXCEPTIONS.get((name, method, person), rule.expected(method, person, place))
