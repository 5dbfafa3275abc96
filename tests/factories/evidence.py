"""Evidence for tests, attached through the operations."""

from datetime import date
from typing import Any

from tests.factories.evidence_files import pdf
from tests.factories.world import NOW, TODAY, World
from tracker.models import Evidence, actor_of
from tracker.operations.chosen_files import keep_file
from tracker.operations.evidence import NewEvidence, attach_evidence

ABOUT = {"about_on": "2/3/2026"}
# Enough to be saved, of each form.
POSTED: dict[str, dict[str, Any]] = {
    "action-evidence-new": {"link": "https://example.org/new", "shows": "Notes of the briefing"} | ABOUT,
    "recommendation-evidence-new": {"link": "https://example.org/new", "shows": "Notes of the briefing"} | ABOUT,
    "evidence-version-new": {"link": "https://example.org/new", "version": 1} | ABOUT,
}


def make_evidence(
    world: World, place: Any, *, by: str = "head", shows: str = "Minutes", about_on: date = date(2026, 3, 2)
) -> Evidence:
    """A PDF for an action or a body's recommendation."""
    actor = actor_of(world.people[by], on=TODAY)
    file = keep_file(data=pdf(body=shows.encode()), name="minutes.pdf", by=actor, at=NOW)
    [use] = attach_evidence(place=place, given=NewEvidence(shows, about_on, (file,)), by=actor, at=NOW)
    return use.evidence
