"""Checks after closing and announced fieldwork for tests, and what stands at their addresses."""

from datetime import datetime
from typing import Any

from tests.factories.world import NOW, World, make_recommendation
from tracker.choices import Ending
from tracker.models import Answerable, SustainCheck
from tracker.operations.endings import end_answerable
from tracker.rules.access import SERVICE

ADDRESSEES = {"kirklees": "kirklees", "leeds": "leeds", "region": "yorkshire", "wigan": "wigan"}
INSPECTED = {"region": "kirklees"}


def make_closed(world: World, place: str = "kirklees", *, at: datetime = NOW, key: str = "") -> Answerable:
    """A recommendation of that place that its body has just closed as sufficient, with its three checks."""
    name = key or f"closed-{place}"
    made = make_recommendation(world, name, inspection=INSPECTED.get(place, place), addressee=ADDRESSEES[place])
    return end_answerable(
        answerable=made.answerables.select_related("organisation__parent", "recommendation").get(),
        ending=Ending.SUFFICIENT,
        reason="The inspectorate found sufficient progress.",
        by=SERVICE,
        at=at,
    )


def check_of(answerable: Answerable, months: int = 3) -> SustainCheck:
    return SustainCheck.objects.for_row().get(answerable=answerable, months=months)


def stands_here(name: str) -> bool:
    """Whether an address of that name is about a check after closing."""
    return name == "sustain-check"


def reinspection_named(world: World, name: str, place: str) -> dict[str, Any]:
    """What the address of that name says about the place."""
    key = "kirklees" if place == "own-post" else place
    return {"ref": world.recommendations[f"closed-{key}"].ref, "months": 3}


def reinspection_posted(world: World, name: str, place: str) -> dict[str, Any]:
    """That the change has not lasted, which anybody may say on any day."""
    return {"has_lasted": "no", "found": "4 of 10 plans were not checked"}
