"""What stands at the addresses of posts and people in each place of the permission tests, and what is posted there."""

from datetime import date
from typing import Any

from django.utils import timezone

from tests.factories.world import World
from tracker.models import Deputy, Membership, Post
from tracker.notifications.signed_links import sign

# Whose post, whose page, and somebody else of the region who could hold the post.
POSTS = {
    "kirklees": "Head of PDU, kirklees",
    "leeds": "Head of PDU, leeds",
    "region": "Regional Probation Director, yorkshire",
    "wigan": "Head of PDU, wigan",
    "own-post": "Senior Probation Officer, kirklees",
}
PEOPLE = {"kirklees": "head", "leeds": "sibling_head", "region": "lead", "wigan": "other_head", "own-post": "owner"}
SUCCESSORS = {"kirklees": "owner", "leeds": "owner", "region": "head", "wigan": "other_lead", "own-post": "lead"}
COVERED_FROM = date(2030, 1, 7)  # later than any day that the tests live on


def is_here(name: str) -> bool:
    """Whether an address of that name is about a post, a person or one's own account."""
    return name.split("-", maxsplit=1)[0] in ("post", "user", "users", "account", "hand", "email")


def make_cover(world: World) -> None:
    """Cover of each place's post, far ahead, so that there is some to end."""
    for place, key in POSTS.items():
        person = world.people[SUCCESSORS[place]]
        Deputy.objects.create(
            post=world.posts[key], person=person, from_on=COVERED_FROM, to_on=COVERED_FROM.replace(day=14)
        )


def named(world: World, name: str, place: str) -> dict[str, Any]:
    """What the address of that name says about the place."""
    if name == "email-preferences":
        return {"signed": sign(person_id=world.people["head"].pk, at=timezone.now())}
    if name == "post-new":
        return {"body": world.posts[POSTS[place]].organisation.slug}
    if name.startswith("post"):
        post: Post = world.posts[POSTS[place]]
        number = {"number": Deputy.objects.get(post=post).pk} if name == "post-cover-end" else {}
        return {"body": post.organisation.slug, "ref": post.ref} | number
    if name.startswith("user") and name not in ("users", "user-new"):
        person = world.people[PEOPLE[place]]
        number = {"number": Membership.objects.get(person=person).pk} if name == "user-role-end" else {}
        return {"ref": person.ref} | number
    return {}


def posted(world: World, name: str, place: str) -> dict[str, Any]:
    """Enough to be saved by whoever may, for posts; nothing for people, which is refused as unfinished."""
    today = timezone.localdate()
    typed = f"{today.day}/{today.month}/{today.year}"
    person = world.people[SUCCESSORS[place]].pk
    return {
        "post-holder": {"person": person, "from_on": typed},
        "post-vacancy": {"from_on": typed},
        "post-cover": {"person": person, "from_on": typed, "last_on": typed},
    }.get(name, {})
