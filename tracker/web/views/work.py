"""Your work: the page after sign-in."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render

from tracker.models import Person, Post
from tracker.models.first_ones import Found, first_ones
from tracker.notifications.queries import addresses, mail_desk
from tracker.notifications.queries.frame import asked_along, frame_from
from tracker.queries import needs, people, posts, sustain_checks, work
from tracker.queries.changes import since_last_visit
from tracker.rules.access import Doing, may_anywhere
from tracker.rules.people import welcome
from tracker.web.doors import Request, door, page_number

LOOKED_AFTER = {"vacant_posts": posts.VACANT, **people.PARTS, **mail_desk.PARTS}


@dataclass(frozen=True, slots=True)
class Access:
    """What waits for an administrator, each with how many there are in all."""

    vacant_posts: tuple[list[Post], int]
    without_role: tuple[list[Person], int]
    never_signed_in: tuple[list[Person], int]
    mail_failed: int
    mail_refused: int
    mail_held: int


def _access(found: Mapping[str, Found]) -> Access:
    """Return what was found of LOOKED_AFTER; 2 queries at most."""
    known = people.of_keys([pk for name in people.PARTS for pk in found[name].keys])
    of_people = {name: ([known[pk] for pk in found[name].keys], found[name].count) for name in people.PARTS}
    vacant = found["vacant_posts"]
    return Access(
        vacant_posts=(posts.vacant(vacant), vacant.count),
        without_role=of_people["without_role"],
        never_signed_in=of_people["never_signed_in"],
        mail_failed=found["mail_failed"].count,
        mail_refused=found["mail_refused"].count,
        mail_held=found["mail_held"].count,
    )


@door("GET")
def your_work(request: Request) -> HttpResponse:
    roles = [grant.role for grant in request.actor.grants]
    looks_after = may_anywhere(request.actor, Doing.MANAGE_PEOPLE)
    asked = {**work.GROUPS, **needs.ASKED, **(LOOKED_AFTER if looks_after else {})}
    there, read = first_ones(request.actor, asked, on=request.on, along=asked_along(request.actor))
    request.frame = frame_from(request.actor, read, at=request.at)
    waiting = needs.needs_of(request.actor, {name: there[name] for name in needs.ASKED}, on=request.on)
    context = {
        "work": work.your_work(request.actor, there, has_drafts=bool(there["drafts"]), on=request.on),
        "changes": since_last_visit(request.actor, person=request.user, size=work.ROWS_PER_GROUP),
        "welcome": welcome(roles, first_signed_in_at=request.user.first_signed_in_at, at=request.at),
        "refusal": addresses.refusal_of(request.user),
        "can_check": partial(sustain_checks.may_record, request.actor),
        "access": _access(there) if looks_after else None,
        "today": request.on,
        **{part.name: getattr(waiting, part.name) for part in fields(waiting)},
    }
    return render(request, "tracker/work/your_work.html", context)


@door("GET")
def changes(request: Request) -> HttpResponse:
    page = page_number(request)
    changes_seen = since_last_visit(request.actor, person=request.user, page=page)
    return render(request, "tracker/work/changes.html", {"changes": changes_seen, "page": page, "today": request.on})
