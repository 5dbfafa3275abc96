"""The cast: a small world with a fixed place for everybody, made through the same records as the real one."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from inspections.choices import DatePrecision, InspectionKind, InspectionStatus, OrganisationKind, Rating
from inspections.models import Inspection, Organisation
from inspections.operations.organisations import establish
from tests.harness.kept_world import kept
from tracker.choices import Role
from tracker.models import Action, Answerable, Membership, Person, Post, PostHolder, Recommendation
from tracker.operations.actions import plan_action
from tracker.rules.access import SERVICE
from tracker.rules.action_words import ActionWords

TODAY = date(2026, 11, 18)  # a Wednesday
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
STARTED = date(2024, 1, 1)
PASSWORD = "a password for tests only"


@dataclass(slots=True)
class World:
    """Two regions: Kirklees and its sibling Leeds in one, Wigan in the other; people and work in each place."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    inspections: dict[str, Inspection] = field(default_factory=dict)
    recommendations: dict[str, Recommendation] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)


# key of the body: (kind, name, key of the parent)
BODIES = {
    "moj": (OrganisationKind.MINISTRY, "Ministry of Justice", None),
    "hmpps": (OrganisationKind.AGENCY, "HMPPS", "moj"),
    "yorkshire": (OrganisationKind.REGION, "Yorkshire and the Humber", "hmpps"),
    "manchester": (OrganisationKind.REGION, "Greater Manchester", "hmpps"),
    "kirklees": (OrganisationKind.PDU, "Kirklees", "yorkshire"),
    "leeds": (OrganisationKind.PDU, "Leeds", "yorkshire"),
    "wigan": (OrganisationKind.PDU, "Wigan", "manchester"),
}

# key of the person: (role, body, title of the post held or None)
PEOPLE = {
    "owner": (Role.ACTION_OWNER, "kirklees", "Senior Probation Officer"),
    "head": (Role.HEAD_OF_PDU, "kirklees", "Head of PDU"),
    "sibling_head": (Role.HEAD_OF_PDU, "leeds", "Head of PDU"),
    "other_head": (Role.HEAD_OF_PDU, "wigan", "Head of PDU"),
    "lead": (Role.REGIONAL_LEAD, "yorkshire", "Regional Probation Director"),
    "other_lead": (Role.REGIONAL_LEAD, "manchester", "Regional Probation Director"),
    "national": (Role.NATIONAL, "hmpps", "Chief Probation Officer"),
    "coordinator": (Role.COORDINATOR, "hmpps", None),
    "administrator": (Role.ADMINISTRATOR, "hmpps", None),
    "auditor": (Role.AUDITOR, "hmpps", None),
}


def make_world() -> World:
    """The cast: per PDU one published inspection with one recommendation and one action of its head."""
    return kept(build_world)


def build_world() -> World:
    """Makes the cast row by row, as the service does."""
    world = World()
    for key, (kind, name, parent) in BODIES.items():
        world.organisations[key] = establish(
            kind=kind, name=name, slug=key, parent=world.organisations[parent] if parent else None
        )
    for key, (role, body, title) in PEOPLE.items():
        make_person(world, key, role=role, body=body, title=title)
    world.people["disabled"] = make_person(world, "disabled", role=Role.HEAD_OF_PDU, body="kirklees", title=None)
    Person.objects.filter(pk=world.people["disabled"].pk).update(is_active=False)
    world.people["disabled"].refresh_from_db()
    for body in ("kirklees", "leeds", "wigan"):
        make_inspection(world, body)
        make_recommendation(world, body, inspection=body, addressee=body)
        make_action(world, body, recommendation=body, post=f"Head of PDU, {body}")
    make_recommendation(world, "region", inspection="kirklees", addressee="yorkshire")
    make_action(world, "region", recommendation="region", post="Regional Probation Director, yorkshire")
    return world


def make_person(world: World, key: str, *, role: Role, body: str, title: str | None) -> Person:
    """A person named by role and place, with the test password."""
    organisation = world.organisations[body]
    name = f"{title or role.label}, {organisation.name}"
    person = Person.objects.create_user(f"{key.replace('_', '-')}@example.org", name, PASSWORD)
    Membership.objects.create(person=person, organisation=organisation, role=role, from_on=STARTED)
    if title:
        post = Post.objects.create(organisation=organisation, title=title)
        PostHolder.objects.create(post=post, person=person, from_on=STARTED)
        world.posts[f"{title}, {body}"] = post
    world.people[key] = person
    return person


def make_inspection(world: World, body: str) -> Inspection:
    """A published inspection of a PDU in November 2024."""
    inspection = Inspection.objects.create(
        organisation=world.organisations[body],
        organisation_as_printed=f"{world.organisations[body].name} PDU",
        kind=InspectionKind.PDU,
        status=InspectionStatus.PUBLISHED,
        published_on=date(2024, 11, 1),
        published_month=date(2024, 11, 1),
        published_precision=DatePrecision.MONTH,
        score=6,
        max_score=21,
        rating=Rating.REQUIRES_IMPROVEMENT,
    )
    world.inspections[body] = inspection
    return inspection


def make_recommendation(world: World, key: str, *, inspection: str, addressee: str) -> Recommendation:
    """A recommendation in our own words, answered for by its addressee."""
    held = world.inspections[inspection]
    position = held.recommendations.count() + 1
    body = world.organisations[addressee]
    recommendation = Recommendation.objects.create(
        inspection=held,
        position=position,
        number=position,
        short_title=f"check each plan with a second manager in {body.name}",
        text=f"check each plan with a second manager in {body.name} before the plan is agreed",
        addressee=body,
        addressee_as_printed=body.display_name,
    )
    Answerable.objects.create(recommendation=recommendation, organisation=body, from_on=date(2024, 11, 1))
    world.recommendations[key] = recommendation
    return recommendation


def make_action(
    world: World, key: str, *, recommendation: str, post: str, title: str = "", due_on: date | None = date(2026, 11, 20)
) -> Action:
    """An action owned by a post ('Head of PDU, kirklees'), due this week unless told otherwise."""
    held = world.recommendations[recommendation]
    action = plan_action(
        words=ActionWords(title or f"Brief the managers on second checks ({key})"),
        owner_post=world.posts[post],
        answers=held.answerables.open(),
        due_on=due_on,
        by=SERVICE,
        at=datetime(2025, 1, 6, 9, 0, tzinfo=UTC),
    )
    world.actions[key] = action
    return action
