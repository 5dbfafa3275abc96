"""Who may do what: one table of roles, one actor, one question; whether it may happen *now* is lifecycle's."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from tracker.choices import Role
from tracker.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Grant:
    """A role for the body at `path` in the tree of organisations and for all below it."""

    role: Role
    path: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body for which somebody has a role or a post: its kind, and its place in the tree."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: a person with their roles and posts of the day, or the service itself (`person_id` None).

    `posts_outside` are those of `post_ids` whose body is in none of the areas where the person sees the work; `bodies`
    are those that the person would call theirs (rules/people), and decide nothing.
    """

    person_id: int | None
    name: str
    grants: tuple[Grant, ...] = ()
    post_ids: frozenset[int] = field(default_factory=frozenset)
    is_service: bool = False
    posts_outside: frozenset[int] = field(default_factory=frozenset)
    bodies: tuple[Body, ...] = ()

    def areas(self, doing: "Doing") -> tuple[str, ...]:
        """Return the places in the tree where this actor may do this; empty means nowhere."""
        if self.is_service:
            return ("/",)
        return self.places(*ROLES[doing])

    @property
    def sees_by_area_alone(self) -> bool:
        """Return whether what this actor sees of the work is what is seen from one body, and nothing beside it."""
        return not (self.is_service or self.posts_outside) and len(self.areas(Doing.SEE_WORK)) < 2

    def places(self, *roles: Role) -> tuple[str, ...]:
        """Return the places where the actor has one of these roles; a place inside another is left out."""
        paths = {grant.path for grant in self.grants if grant.role in roles}
        return tuple(
            sorted(path for path in paths if not any(path != wide and path.startswith(wide) for wide in paths))
        )


@dataclass(frozen=True, slots=True)
class RolesAndPosts:
    """What a person has on a day: roles, and posts that they hold or cover."""

    on: date
    grants: tuple[Grant, ...]
    post_ids: frozenset[int]
    posts_outside: frozenset[int]
    bodies: tuple[Body, ...] = ()


class Doing(StrEnum):
    """Everything that is asked of `may`; each has a row in ROLES."""

    SEE_WORK = "see the work on recommendations"
    UPDATE_ACTIONS = "update actions"
    PLAN_ACTIONS = "plan actions"
    ATTACH_EVIDENCE = "attach evidence"
    RESPOND = "draft responses"
    CONFIRM_RESPONSES = "confirm responses"
    ASK_ENDINGS = "ask to end recommendations"
    CONFIRM_ENDINGS = "confirm that recommendations end"
    SELF_ASSESS = "say how far a recommendation has got"
    REVIEW = "review self-assessments"
    CHECK_LASTING = "check whether a change has lasted"
    ANNOUNCE_FIELDWORK = "announce fieldwork"
    RECORD_ALERTS = "record organisational alerts"
    IMPORT_REPORTS = "record inspection reports"
    CORRECT_REPORTS = "correct what was published"
    DECIDE_CARRY_OVER = "decide what carries over"
    NAME_BODIES = "say which bodies answer for a recommendation"
    MANAGE_PEOPLE = "manage people, roles and posts"
    CHANGE_POSTS = "change who holds or covers a post"
    RECORD_REORGANISATIONS = "record reorganisations"
    CONFIRM_TAKEOVERS = "confirm who takes over recommendations"
    READ_DEMO_INBOX = "read the demo's outbox"


_EVERYBODY = frozenset(Role)
_MANAGERS = frozenset({Role.HEAD_OF_PDU, Role.REGIONAL_LEAD, Role.NATIONAL})

ROLES: dict[Doing, frozenset[Role]] = {
    Doing.SEE_WORK: _EVERYBODY,
    Doing.UPDATE_ACTIONS: _MANAGERS,
    Doing.PLAN_ACTIONS: _MANAGERS,
    Doing.ATTACH_EVIDENCE: _MANAGERS,
    Doing.RESPOND: _MANAGERS,
    Doing.CONFIRM_RESPONSES: frozenset({Role.NATIONAL}),
    Doing.ASK_ENDINGS: _MANAGERS,
    # Each for their own level: rules/endings says which of them a request waits for.
    Doing.CONFIRM_ENDINGS: frozenset({Role.REGIONAL_LEAD, Role.NATIONAL}),
    Doing.SELF_ASSESS: _MANAGERS,
    Doing.REVIEW: frozenset({Role.REGIONAL_LEAD, Role.NATIONAL}),
    Doing.CHECK_LASTING: _MANAGERS,
    Doing.ANNOUNCE_FIELDWORK: frozenset({Role.REGIONAL_LEAD, Role.NATIONAL, Role.COORDINATOR}),
    Doing.RECORD_ALERTS: frozenset({Role.REGIONAL_LEAD, Role.NATIONAL, Role.COORDINATOR}),
    Doing.IMPORT_REPORTS: frozenset({Role.COORDINATOR}),
    # For the area of the inspected body, whoever answers for the recommendation.
    Doing.CORRECT_REPORTS: frozenset({Role.COORDINATOR}),
    # For the area of the inspected body, whoever answers for the recommendation.
    Doing.DECIDE_CARRY_OVER: frozenset({Role.REGIONAL_LEAD, Role.NATIONAL, Role.COORDINATOR}),
    # For the area of the body that is added or ends.
    Doing.NAME_BODIES: frozenset({Role.NATIONAL, Role.COORDINATOR}),
    Doing.MANAGE_PEOPLE: frozenset({Role.ADMINISTRATOR}),
    # A head or a lead names deputies and passes posts on in their own area; a holder does so with their own post.
    Doing.CHANGE_POSTS: frozenset({Role.ADMINISTRATOR, Role.REGIONAL_LEAD, Role.HEAD_OF_PDU}),
    Doing.RECORD_REORGANISATIONS: frozenset({Role.ADMINISTRATOR}),
    Doing.CONFIRM_TAKEOVERS: frozenset({Role.REGIONAL_LEAD, Role.NATIONAL, Role.COORDINATOR}),
    Doing.READ_DEMO_INBOX: _EVERYBODY,
}

# Holding the owning post is enough for these, whatever the role (docs/model.md, decision 4).
BY_POST: frozenset[Doing] = frozenset({Doing.SEE_WORK, Doing.UPDATE_ACTIONS, Doing.ATTACH_EVIDENCE, Doing.CHANGE_POSTS})
# An auditor reads; a post that the same person holds does not change that.
READ_ONLY: frozenset[Role] = frozenset({Role.AUDITOR})

SERVICE = Actor(person_id=None, name="The service", is_service=True)


def may(actor: Actor, doing: Doing, *, paths: Iterable[str] = (), post_id: int | None = None) -> bool:
    """Return whether the actor may do this to a record that stands at any of these paths or is owned by this post."""
    if post_id is not None and doing in BY_POST and post_id in actor.post_ids and not _only_reads(actor, doing):
        return True
    return any(path.startswith(area) for path in paths for area in actor.areas(doing))


def seeing(actor: Actor) -> Callable[[Iterable[str]], bool]:
    """Return the question of `may` for SEE_WORK alone, of places, to be asked of many records."""
    areas = actor.areas(Doing.SEE_WORK)
    return lambda paths: any(path.startswith(areas) for path in paths)


def check_may(actor: Actor, doing: Doing, *, paths: Iterable[str] = (), post_id: int | None = None) -> None:
    """Raise NotAllowed, with who can, unless `may`."""
    if not may(actor, doing, paths=paths, post_id=post_id):
        raise NotAllowed(f"You cannot {doing.value} here. {who_can(doing)}")


class Owned(Protocol):
    """What has an owning post: an action."""

    @property
    def owner_post_id(self) -> int: ...

    def paths(self) -> tuple[str, ...]: ...


def may_update(actor: Actor, action: Owned) -> bool:
    """Return whether the actor may update this action: for links and buttons."""
    return may(actor, Doing.UPDATE_ACTIONS, paths=action.paths(), post_id=action.owner_post_id)


def may_update_many(actor: Actor) -> Callable[[Owned], bool]:
    """Return the question of `may_update`, to be asked of many actions."""
    areas = actor.areas(Doing.UPDATE_ACTIONS)
    posts = frozenset[int]() if _only_reads(actor, Doing.UPDATE_ACTIONS) else actor.post_ids
    return lambda action: action.owner_post_id in posts or any(path.startswith(areas) for path in action.paths())


def may_anywhere(actor: Actor, doing: Doing) -> bool:
    """Return whether there is any place at all where the actor may do this: for links and buttons."""
    return bool(actor.areas(doing))


def who_can(doing: Doing) -> str:
    """Return the sentence for a refusal: which roles can."""
    names = [role.label for role in Role if role in ROLES[doing]]
    roles = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
    owner = "The holder of the owning post, or a person" if doing in BY_POST else "A person"
    return f"{owner} with the role {roles} for this area can."


def _only_reads(actor: Actor, doing: Doing) -> bool:
    roles = {grant.role for grant in actor.grants}
    return doing is not Doing.SEE_WORK and bool(roles) and roles <= READ_ONLY


def check_is_the_service(by: Actor) -> None:
    """Raise NotAllowed for a person: what the service does by its rules, nobody does by hand."""
    if not by.is_service:
        raise NotAllowed("Only the service itself makes and sends reminders.")
