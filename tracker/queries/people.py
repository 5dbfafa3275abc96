"""People, their roles and posts: the users' table, one person's page, and how far a role reaches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from rest_framework.authtoken.models import Token

from inspections.choices import OrganisationKind
from inspections.models import Organisation
from tracker.choices import Role
from tracker.models import Deputy, Event, Membership, Person, Post, PostHolder
from tracker.models.first_ones import Part, Parts
from tracker.models.person import PersonQuerySet
from tracker.paging import Page, Sort, every_row, page_of
from tracker.rules.access import Actor, Doing
from tracker.rules.timeline import describe
from tracker.rules.wording import date_long

EVENTS = 20
BY_NAME = Sort("name")


@dataclass(frozen=True, slots=True)
class PersonSelection:
    """What the users' table is filtered by."""

    organisation: Organisation | None = None
    role: str = ""
    is_open: bool | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a person or a post, in words."""

    at: datetime
    by: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Roles of today and later, earlier ones, posts, cover, and what was done to the account."""

    roles: list[Membership]
    ended_roles: list[Membership]
    posts: list[PostHolder]
    ended_posts: list[PostHolder]
    covers: list[Deputy]
    events: list[Happened]


def _open_ones(actor: Actor) -> PersonQuerySet:
    return Person.objects.managed_by(actor).is_open(True).order_by("name", "pk")


# What an administrator looks after: accounts with which nothing can be done, and those that nobody has used.
PARTS: Parts = {
    "without_role": Part(lambda actor, on, _: _open_ones(actor).without_role(on=on), 10, is_counted=True),
    "never_signed_in": Part(lambda actor, *_: _open_ones(actor).never_signed_in(), 10, is_counted=True),
}


def of_keys(keys: Sequence[int]) -> dict[int, Person]:
    """Return people by their keys, which a question through the gate has found; 1 query, none without keys."""
    return Person.objects.in_bulk(keys) if keys else {}


def chosen(actor: Actor, filters: PersonSelection, *, on: date) -> PersonQuerySet:
    """Return those of the people that the actor may see whom these filters choose."""
    people = Person.objects.managed_by(actor)
    if filters.organisation is not None or filters.role:
        people = people.with_role_in(filters.organisation, role=filters.role, on=on)
    if filters.is_open is not None:
        people = people.is_open(filters.is_open)
    return people.matching(filters.words) if filters.words else people


def page_of_people(actor: Actor, filters: PersonSelection, *, after: str, before: str, on: date) -> Page:
    """Return 50 people by name with their roles of today; 3 queries."""
    return page_of(_to_show(actor, filters, on=on), sort=BY_NAME, after=after, before=before)


def every_person(actor: Actor, filters: PersonSelection, *, on: date) -> Iterator[Person]:
    """Yield all of them by name with their roles of today: 1 query, and 2 for each 1,000 rows."""
    return every_row(_to_show(actor, filters, on=on), sort=BY_NAME)


def _to_show(actor: Actor, filters: PersonSelection, *, on: date) -> PersonQuerySet:
    """Return those chosen with what a row shows: `roles_now` and `posts_now`."""
    roles = Membership.objects.current(on=on).for_page()
    held = PostHolder.objects.current(on=on).for_page()
    return chosen(actor, filters, on=on).prefetch_related(
        Prefetch("memberships", queryset=roles, to_attr="roles_now"),
        Prefetch("posts_held", queryset=held, to_attr="posts_now"),
    )


def of_person(person: Person, *, on: date) -> PersonPage:
    """Return the whole page of a person, in 4 queries."""
    roles = list(Membership.objects.for_page().filter(person=person))
    held = list(PostHolder.objects.for_page().filter(person=person))
    return PersonPage(
        roles=[role for role in roles if role.to_on is None or role.to_on > on],
        ended_roles=[role for role in roles if role.to_on is not None and role.to_on <= on],
        posts=[holder for holder in held if holder.to_on is None or holder.to_on > on],
        ended_posts=[holder for holder in held if holder.to_on is not None and holder.to_on <= on],
        covers=list(Deputy.objects.not_over(on=on).for_page().filter(person=person)),
        events=happened(person.ref),
    )


def happened(ref: str) -> list[Happened]:
    """Return the newest events of a person or post, in words; one query."""
    return [
        Happened(
            at=event.at,
            by=event.by.name if event.by else "the service",
            title=describe(event.verb, event.before, event.after),
            text=_details(event.after),
        )
        for event in Event.objects.about(ref)[:EVENTS]
    ]


def reach(organisation: Organisation, *, on: date) -> str:
    """Return '9 PDUs', or 'Kirklees PDU' for one: whose work a role for this body lets somebody see.

    One query at most.
    """
    if organisation.kind == OrganisationKind.PDU:
        return organisation.display_name
    count = Organisation.objects.pdus().living(on=on).within([organisation.path]).count()
    return f"{count} PDU{'' if count == 1 else 's'}"


def places_to_manage(actor: Actor, *, on: date) -> list[Organisation]:
    """Return the bodies for which an administrator may give roles, from the top down."""
    areas = actor.areas(Doing.MANAGE_PEOPLE)
    return list(Organisation.objects.in_tree_of_probation().not_closed(on=on).within(areas).order_by("path"))


def token_made_at(person: Person) -> datetime | None:
    """Return when the person's API token was made; None without one."""
    token = Token.objects.filter(user=person).first()
    return token.created if token else None


def own_posts(actor: Actor, *, on: date) -> list[Post]:
    """Return the posts that a person holds themselves; covered ones are not theirs to pass on."""
    return list(Post.objects.of_holder(actor.person_id, on=on).for_page())


def _details(after: dict[str, str]) -> str:
    """Return what an event says beyond its title: 'Head of PDU for Kirklees PDU, from 1 December 2026'."""
    who = after.get("holder") or after.get("deputy") or (Role(after["role"]).label if "role" in after else "")
    body = f" for {after['body']}" if "body" in after else ""
    days = [
        f", {word} {date_long(date.fromisoformat(after[name]))}"
        for name, word in (("from_on", "from"), ("to_on", "until"), ("last_on", "to"))
        if name in after
    ]
    return f"{who}{body}{''.join(days)}"
