"""What each role means in plain words, what somebody with it does first, and which area they call theirs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from inspections.choices import OrganisationKind
from tracker.choices import Role
from tracker.rules.access import Body

MEANS: dict[Role, str] = {
    Role.ACTION_OWNER: "Updates the actions of the posts they hold or cover. Reads the work of their area.",
    Role.HEAD_OF_PDU: "Answers recommendations, plans and updates actions, says how far they have got, names deputies.",
    Role.REGIONAL_LEAD: "Does what a head of PDU does for every PDU of the region, and reviews their self-assessments.",
    Role.NATIONAL: "Confirms responses for HMPPS, reviews the self-assessments of regions, sees every area.",
    Role.COORDINATOR: "Records and publishes reports, announces fieldwork, decides what carries over. Reads the work.",
    Role.ADMINISTRATOR: "Adds people, gives and ends roles, passes posts on, records reorganisations. Reads the work.",
    Role.AUDITOR: "Reads everything in their area and changes nothing.",
}


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Something to do first: the words of a link, and the name of its page."""

    words: str
    page: str


_READ = FirstStep("Read the published recommendations", "recommendations")
FIRST_STEPS: dict[Role, tuple[FirstStep, ...]] = {
    Role.ACTION_OWNER: (FirstStep("See your actions and update them", "actions"), _READ),
    Role.HEAD_OF_PDU: (
        FirstStep("See your PDU's recommendations and answer them", "recommendations"),
        FirstStep("See your PDU's actions and update them", "actions"),
        FirstStep("See your posts, or hand one over", "account"),
    ),
    Role.REGIONAL_LEAD: (
        FirstStep("Review the self-assessments of your PDUs", "reviews"),
        FirstStep("See your region's recommendations", "recommendations"),
        FirstStep("See your region's actions", "actions"),
    ),
    Role.NATIONAL: (
        FirstStep("Review the self-assessments of regions", "reviews"),
        FirstStep("See all recommendations", "recommendations"),
        FirstStep("See all actions", "actions"),
    ),
    Role.COORDINATOR: (
        FirstStep("Record an inspection report", "intake-new"),
        FirstStep("See the inspections", "inspections"),
    ),
    Role.ADMINISTRATOR: (
        FirstStep("Add people and give them roles", "users"),
        FirstStep("Record a reorganisation", "reorganisations"),
        FirstStep("See which emails wait or failed", "mail"),
        _READ,
    ),
    Role.AUDITOR: (_READ, FirstStep("Read the actions", "actions")),
}
EVERYBODY: tuple[FirstStep, ...] = (FirstStep("Choose how often you get emails", "account-emails"),)
# Without a role there is nothing to do, but what is published can be read.
ROLELESS: tuple[FirstStep, ...] = (_READ, FirstStep("Ask for a role", "help"))

WELCOME = timedelta(days=14)  # after the first sign-in; it stands on the account page for good


@dataclass(frozen=True, slots=True)
class Welcome:
    """One role of a person: its name ('' for somebody without one), what it means, and what to do first."""

    role: str
    means: str
    steps: tuple[FirstStep, ...]


def welcome(roles: Iterable[Role], *, first_signed_in_at: datetime | None, at: datetime) -> list[Welcome]:
    """Return what to show somebody in their first two weeks; nothing later."""
    if first_signed_in_at is None or at - first_signed_in_at > WELCOME:
        return []
    held = sorted(set(roles), key=list(Role).index)
    welcomes = [Welcome(role.label, MEANS[role], FIRST_STEPS[role] + EVERYBODY) for role in held]
    return welcomes or [Welcome("", "", ROLELESS)]


_OWN = (OrganisationKind.PDU, OrganisationKind.REGION)


def own_bodies(*, of_roles: Iterable[Body], of_posts: Iterable[Body]) -> tuple[Body, ...]:
    """Return the PDUs and regions of somebody's roles, else of the posts that they hold, each once.

    A PDU of a region that is theirs is left out. Of HMPPS nobody says 'my area', and cover makes none theirs.
    """
    return _widest(of_roles) or _widest(of_posts)


def words_of(bodies: Sequence[Body]) -> str:
    """Return how the navigation names these: 'My PDU', 'My regions', and 'Areas' for somebody without one."""
    kinds = {OrganisationKind(body.kind) for body in bodies}
    if not kinds:
        return "Areas"
    if len(kinds) > 1:
        return "My areas"
    noun = "PDU" if OrganisationKind.PDU in kinds else "region"
    return f"My {noun}" if len(bodies) == 1 else f"My {noun}s"


def slug_of(body: Body) -> str:
    """Return a body's own part of its place in the tree."""
    return body.path.strip("/").split("/")[-1]


def slug_above(body: Body) -> str:
    """Return the part of the body above it; empty at the top."""
    return next(iter(body.path.strip("/").split("/")[-2:-1]), "")


def _widest(bodies: Iterable[Body]) -> tuple[Body, ...]:
    own = {body.path: body for body in bodies if body.kind in _OWN}
    return tuple(own[path] for path in sorted(own) if not any(path != wide and path.startswith(wide) for wide in own))
