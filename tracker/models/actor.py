"""Turns a signed-in person into the actor that rules and querysets take."""

from dataclasses import replace
from datetime import date

from tracker.choices import Role
from tracker.models.person import Membership, Person
from tracker.models.post import Post
from tracker.rules.access import Actor, Doing, Grant, may


def actor_of(person: Person, *, on: date) -> Actor:
    """Return what this person may do on a day: roles, and posts held or covered. Two queries; read anew per request."""
    if not person.is_active:
        return Actor(person_id=None, name=person.name)
    held = Membership.objects.current(on=on).filter(person=person).order_by("pk")
    grants = tuple(Grant(Role(role), path) for role, path in held.values_list("role", "organisation__path"))
    posts = dict(Post.objects.held_by(person.pk, on=on).values_list("pk", "organisation__path"))
    seeing = Actor(person_id=person.pk, name=person.name, grants=grants)
    return replace(
        seeing,
        post_ids=frozenset(posts),
        posts_outside=frozenset(post for post, path in posts.items() if not may(seeing, Doing.SEE_WORK, paths=[path])),
    )
