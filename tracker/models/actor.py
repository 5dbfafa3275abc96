"""Turns a signed-in person into the actor that rules and querysets take."""

from datetime import date
from typing import Any

from django.db.models import Aggregate, Func, JSONField, OuterRef, QuerySet, Subquery

from tracker.choices import Role
from tracker.models.person import Membership, Person
from tracker.models.post import Deputy, PostHolder
from tracker.models.statements import Question
from tracker.rules.access import ROLES, Actor, Body, Doing, Grant, RolesAndPosts
from tracker.rules.people import own_bodies


def actor_of(person: Person, *, on: date) -> Actor:
    """Return what this person may do on a day: roles, and posts held or covered.

    One query; none for a person who was read with the session of this request, on its day.
    """
    if not person.is_active:
        return Actor(person_id=None, name=person.name)
    roles_and_posts = person.roles_and_posts
    if roles_and_posts is None or roles_and_posts.on != on:
        [row] = _ROLES_AND_POSTS.rows(person=person.pk, on=on) or [(None, None, None)]
        roles_and_posts = roles_and_posts_from(*row, on=on)
    return Actor(
        person_id=person.pk,
        name=person.name,
        grants=roles_and_posts.grants,
        post_ids=roles_and_posts.post_ids,
        posts_outside=roles_and_posts.posts_outside,
        bodies=roles_and_posts.bodies,
    )


def roles_and_posts_in_sql(person: str, *, on: date) -> tuple[Subquery, Subquery, Subquery]:
    """Return what `roles_and_posts_from` takes, to be read along with a row that refers to a person by this name."""
    roles = Membership.objects.current(on=on).values("person")
    held = PostHolder.objects.current(on=on).values("person")
    covered = Deputy.objects.current(on=on).values("person")
    return (
        _gathered(roles, _Array("pk", "role", "organisation__path", "organisation__kind"), person),
        _gathered(held, _Array("post_id", "post__organisation__path", "post__organisation__kind"), person),
        _gathered(covered, _Array("post_id", "post__organisation__path"), person),
    )


def roles_and_posts_from(
    roles: list[Any] | None, held: list[Any] | None, covered: list[Any] | None, *, on: date
) -> RolesAndPosts:
    """Return roles, the oldest first, and posts held or covered, as `roles_and_posts_in_sql` found them."""
    of_roles = sorted(roles or ())
    grants = tuple(Grant(Role(role), path) for _, role, path, _ in of_roles)
    seen = tuple(grant.path for grant in grants if grant.role in ROLES[Doing.SEE_WORK])
    posts = [(post, path) for post, path, *_ in [*(held or ()), *(covered or ())]]
    return RolesAndPosts(
        on=on,
        grants=grants,
        post_ids=frozenset(post for post, _ in posts),
        posts_outside=frozenset(post for post, path in posts if not path.startswith(seen)),
        bodies=own_bodies(
            of_roles=[Body(kind, path) for *_, path, kind in of_roles],
            of_posts=[Body(kind, path) for _, path, kind in held or ()],
        ),
    )


class _AsJson(Aggregate):
    """All values of an expression as one JSON array."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)


class _Array(Func):
    """Several values of a row as a JSON array; Django's own asks SQLite first whether it can."""

    function = "JSON_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_BUILD_ARRAY", **extra)


def _gathered(rows: "QuerySet[Any, Any]", expression: Any, person: str) -> Subquery:
    return Subquery(rows.filter(person=OuterRef(person)).annotate(all=_AsJson(expression)).values("all"))


def _build(*, person: int, on: date) -> "QuerySet[Any, Any]":
    return Person.objects.filter(pk=person).values_list(*roles_and_posts_in_sql("pk", on=on))


_ROLES_AND_POSTS = Question(_build)
