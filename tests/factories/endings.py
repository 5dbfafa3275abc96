"""Requests to end a recommendation between inspections, made through the operations."""

from datetime import datetime
from typing import Any

from tests.factories.self_assessments import actor, answerable
from tests.factories.world import NOW, World
from tracker.choices import Ending
from tracker.models import EndingRequest
from tracker.operations.ending_requests import ask_to_end, confirm_ending
from tracker.queries.endings import actions_after
from tracker.rules.endings import EndingWords, version_of

# The post of each place's body that accepts the risk.
ACCEPTS = {
    "kirklees": "Head of PDU, kirklees",
    "leeds": "Head of PDU, leeds",
    "region": "Regional Probation Director, yorkshire",
    "wigan": "Head of PDU, wigan",
}
WHO = {"kirklees": "head", "leeds": "sibling_head", "region": "lead", "wigan": "other_head"}


def ending_words(world: World, place: str = "kirklees", **more: Any) -> EndingWords:
    """Overtaken by events, the risk accepted by the body's own first post, unless told otherwise."""
    given = {
        "ending": Ending.OVERTAKEN,
        "reason": "The court no longer asks for these plans",
        "risk": "A plan may miss a risk, which the weekly sample would show",
        "risk_post": world.posts[ACCEPTS[place]].pk,
    }
    return EndingWords(**(given | more))


def make_ending_request(
    world: World, place: str = "kirklees", *, by: str = "", at: datetime = NOW, **more: Any
) -> EndingRequest:
    """What the body of that place has asked for."""
    who = actor(world, by or WHO[place])
    words = ending_words(world, place, **more)
    [made] = ask_to_end(answerables=[answerable(world, place)], words=words, by=who, at=at)
    return made


def seen_by_confirmer(request: EndingRequest) -> str:
    """What the page shows to who decides: the request and what it would withdraw now."""
    after = actions_after(request.answerable)
    return version_of(request=request.pk, withdrawn=[action.pk for action in after.withdrawn])


def make_confirmed_ending(
    world: World, place: str = "kirklees", *, by: str = "lead", at: datetime = NOW, **more: Any
) -> EndingRequest:
    """What the body asked for, confirmed by the next body up."""
    made = make_ending_request(world, place, at=at, **more)
    return confirm_ending(request=made, seen=seen_by_confirmer(made), by=actor(world, by), at=at)
