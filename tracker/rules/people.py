"""What each role means in plain words, and what somebody with it does first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.choices import Role

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
