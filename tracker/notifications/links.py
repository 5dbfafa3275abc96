"""Every address that a mail leads to, as a path of this service; `slug` is that of the body it is about."""

PAGES_OF_REFERENCES = {
    "ACT": "/actions/",
    "ALT": "/alerts/",
    "FWK": "/fieldwork/",
    "INS": "/inspections/",
    "REC": "/recommendations/",
    "RGN": "/reorganisations/",
}


def home() -> str:
    """Return the address of Your work."""
    return "/"


def account() -> str:
    """Return the address of one's own account, with its posts."""
    return "/account/"


def action(ref: str, slug: str = "") -> str:
    """Return the address of an action."""
    return f"/actions/{ref}/"


def action_update(ref: str) -> str:
    """Return the address of the form that updates an action."""
    return f"/actions/{ref}/update/"


def overdue_actions() -> str:
    """Return the address of the list of overdue actions."""
    return "/actions/?state=overdue"


def alert(ref: str, slug: str = "") -> str:
    """Return the address of an organisational alert."""
    return f"/alerts/{ref}/"


def area(ref: str, slug: str) -> str:
    """Return the address of an area: `slug` is a region's, or a region's and a PDU's with a slash between."""
    return f"/areas/{slug}/"


def evidence_version(uid: str) -> str:
    """Return the address of the form that adds a version of a piece of evidence."""
    return f"/evidence/{uid}/new/"


def fieldwork(ref: str, slug: str = "") -> str:
    """Return the address of announced fieldwork."""
    return f"/fieldwork/{ref}/"


def inspection(ref: str, slug: str = "") -> str:
    """Return the address of an inspection."""
    return f"/inspections/{ref}/"


def list_file(uid: str) -> str:
    """Return the address of the file of a list."""
    return f"/exports/{uid}/"


def recommendation(ref: str, slug: str = "") -> str:
    """Return the address of a recommendation."""
    return f"/recommendations/{ref}/"


def response(ref: str, slug: str) -> str:
    """Return the address of the form that drafts a body's response."""
    return f"/recommendations/{ref}/response/?body={slug}"


def confirm_ending(ref: str, slug: str) -> str:
    """Return the address of the page that decides on a body's request to end a recommendation."""
    return f"/recommendations/{ref}/ending/decide/?body={slug}"


def confirm_response(ref: str, slug: str) -> str:
    """Return the address of the form that confirms a body's response."""
    return f"/recommendations/{ref}/response/confirm/?body={slug}"


def review(ref: str, slug: str) -> str:
    """Return the address of the form that reviews a body's self-assessment."""
    return f"/recommendations/{ref}/review/?body={slug}"


def self_assessment(ref: str, slug: str) -> str:
    """Return the address of the form that makes a body's self-assessment."""
    return f"/recommendations/{ref}/self-assessment/?body={slug}"


def reorganisation(ref: str, slug: str = "") -> str:
    """Return the address of a reorganisation."""
    return f"/reorganisations/{ref}/"


def repeats(slug: str = "") -> str:
    """Return the address of the repeated recommendations, of one region where there is one."""
    return f"/insight/repeats/?region={slug}" if slug else "/insight/repeats/"


def page_of(ref: str) -> str:
    """Return the address of what a reference names, '' where it has no page of its own."""
    prefix = ref.partition("-")[0]
    return f"{PAGES_OF_REFERENCES[prefix]}{ref}/" if prefix in PAGES_OF_REFERENCES else ""
