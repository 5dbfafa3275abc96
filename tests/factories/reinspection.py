"""Checks after closing and announced fieldwork for tests, and what stands at their addresses."""

from datetime import UTC, date, datetime
from typing import Any

from inspections.choices import InspectionKind
from tests.factories.world import NOW, World, make_recommendation
from tracker.choices import Ending
from tracker.models import Answerable, Fieldwork, SustainCheck
from tracker.operations.endings import end_answerable
from tracker.operations.fieldwork import announce
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


def make_fieldwork(
    world: World, body: str = "kirklees", *, starts_on: date = date(2026, 12, 7), at: datetime = NOW
) -> Fieldwork:
    """Announced fieldwork on a PDU, or on a region where the body is one."""
    of = world.organisations[body]
    kind = InspectionKind.PDU if of.kind == "pdu" else InspectionKind.REGION
    return announce(organisation=of, kind=kind, starts_on=starts_on, by=SERVICE, at=at)


def make_far_fieldwork(world: World) -> None:
    """On each body of the permission tests, later than any day that they live on."""
    for body in ADDRESSEES.values():
        make_fieldwork(world, body, starts_on=date(2030, 1, 7), at=datetime(2029, 12, 3, 9, 0, tzinfo=UTC))


def stands_here(name: str) -> bool:
    """Whether an address of that name is about a check after closing or about fieldwork."""
    return name == "sustain-check" or name.startswith("fieldwork")


def reinspection_named(world: World, name: str, place: str) -> dict[str, Any]:
    """What the address of that name says about the place."""
    key = "kirklees" if place == "own-post" else place
    if name == "sustain-check":
        return {"ref": world.recommendations[f"closed-{key}"].ref, "months": 3}
    return {"ref": Fieldwork.objects.get(organisation=world.organisations[ADDRESSEES[key]]).ref}


def reinspection_posted(world: World, name: str, place: str) -> dict[str, Any]:
    """That the change has not lasted, which may be said on any day; no word on confidence; nothing else."""
    if name == "sustain-check":
        return {"has_lasted": "no", "found": "4 of 10 plans were not checked"}
    return {"version": 1} if name == "fieldwork-confidence" else {}
