"""Makes the 1,500 people of the national world, their posts, roles, earlier holders and deputies."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password

from inspections.choices import OrganisationKind
from tracker.choices import Role
from tracker.models import Deputy, Membership, Person, Post, PostHolder
from tracker.sample_data.demo import facts
from tracker.sample_data.national.stage import Body, Place, Stage

PEOPLE = 1_500
VACANT = 20  # posts that nobody holds now
DOMAIN = "demo.example"
REFORM = date(2021, 6, 26)  # the day on which regions and PDUs began
SERVICE_BEGAN = date(2018, 1, 1)


@dataclass(frozen=True, slots=True)
class Kind:
    """A post that each body of a kind has; `mail` is the first part of its holder's address."""

    mail: str
    title: str
    role: Role


SUBJECTS = (
    "risk of harm", "safeguarding", "interventions", "engagement", "court work", "resettlement", "training", "inclusion"
)  # fmt: skip
POSTS: dict[str, tuple[Kind, ...]] = {
    OrganisationKind.PDU: (
        Kind("head", "Head of PDU", Role.HEAD_OF_PDU),
        Kind("deputy", "Deputy Head of PDU", Role.HEAD_OF_PDU),
        *(
            Kind(subject.replace(" ", "-"), f"Senior Probation Officer ({subject})", Role.ACTION_OWNER)
            for subject in SUBJECTS
        ),
        Kind("business", "Business manager", Role.ACTION_OWNER),
    ),
    OrganisationKind.REGION: (
        Kind("director", "Regional Probation Director", Role.REGIONAL_LEAD),
        Kind("operations", "Head of Operations", Role.REGIONAL_LEAD),
        Kind("quality", "Head of Performance and Quality", Role.REGIONAL_LEAD),
        Kind("protection", "Head of Public Protection", Role.REGIONAL_LEAD),
        Kind("corporate", "Head of Corporate Services", Role.REGIONAL_LEAD),
    ),
    OrganisationKind.AGENCY: (
        Kind("chief", "Chief Probation Officer", Role.NATIONAL),
        Kind("executive", "Chief Executive", Role.NATIONAL),
        Kind("area-director-north", "Area Executive Director (north)", Role.NATIONAL),
        Kind("area-director-south", "Area Executive Director (south)", Role.NATIONAL),
    ),
    OrganisationKind.CRC: (Kind("director", "Director", Role.ACTION_OWNER),),
}
WITHOUT_POST = {
    "coordinator": Role.COORDINATOR, "coordinator-2": Role.COORDINATOR, "coordinator-3": Role.COORDINATOR,
    "administrator": Role.ADMINISTRATOR, "administrator-2": Role.ADMINISTRATOR,
    "auditor": Role.AUDITOR, "auditor-2": Role.AUDITOR, "auditor-3": Role.AUDITOR,
}  # fmt: skip


def make_people(stage: Stage) -> None:
    """Fill every body's posts; exactly PEOPLE accounts, of which those in post sign in with the demo's password."""
    wanted = [(body, kind) for body in stage.bodies.values() for kind in POSTS.get(body.kind, ())]
    living = [at for at, (body, _) in enumerate(wanted) if body.closed_on is None]
    earlier = PEOPLE - (len(wanted) - VACANT) - len(WITHOUT_POST)
    handed_over = stage.chance.sample(living, earlier)
    vacant = {at for at in handed_over if wanted[at][1].role == Role.ACTION_OWNER}
    vacant = set(sorted(vacant)[:: max(1, len(vacant) // VACANT)][:VACANT])
    makers = _People(stage, secret=make_password(facts.password()))
    for mail, role in WITHOUT_POST.items():
        person = makers.account(
            f"{mail}@{DOMAIN}", role.label, role, stage.bodies["hmpps"], start=SERVICE_BEGAN, end=None
        )
        stage.coordinator = stage.coordinator or person
    for at, (body, kind) in enumerate(wanted):
        makers.post(body, kind, was_handed_over=at in handed_over, is_vacant=at in vacant)
    _cover_leave(stage)


class _People:
    """Adds the rows of one post or account at a time."""

    def __init__(self, stage: Stage, *, secret: str) -> None:
        self.stage = stage
        self.secret = secret
        self.no_password = make_password(None)

    def post(self, body: Body, kind: Kind, *, was_handed_over: bool, is_vacant: bool) -> None:
        stage = self.stage
        number = stage.tables.table_of(Post).add(organisation_id=body.pk, title=kind.title)
        place = Place(number, f"{kind.title}, {body.name}")
        body.posts.append(place)
        begin = REFORM if body.closed_on is None else SERVICE_BEGAN
        end = body.closed_on
        if was_handed_over:
            change = stage.day(begin, 200, (stage.on - begin).days - 30)
            self._holder(place, body, kind, begin, change)
            begin = change
        if not is_vacant:
            self._holder(place, body, kind, begin, end)

    def _holder(self, place: Place, body: Body, kind: Kind, start: date, end: date | None) -> None:
        stage = self.stage
        where = {OrganisationKind.PDU: f"{body.name} PDU", OrganisationKind.REGION: f"{body.name} region"}
        name = f"{kind.title}, {where.get(OrganisationKind(body.kind), body.name)}"
        mail = f"{kind.mail}.{body.slug}@{DOMAIN}"
        if end is not None:
            name, mail = f"{name}, earlier holder", f"earlier.{mail}"
        person = self.account(mail, name, kind.role, body, start=start, end=end)
        place.held.append((start, end, person))
        stage.tables.table_of(PostHolder).add(post_id=place.pk, person_id=person, from_on=start, to_on=end)
        facts = {"post": kind.title, "organisation": body.slug}
        stage.tell("person.took-up-post", "PER", person, stage.moment(start), None, after=facts)

    def account(self, mail: str, name: str, role: Role, body: Body, *, start: date, end: date | None) -> int:
        """Make an account with its role; one whose time has ended is off and has no password.

        Returns its primary key.
        """
        stage, is_here = self.stage, end is None
        at = stage.moment(start)
        person = stage.tables.table_of(Person).add(
            email=mail,
            name=f"{name} (demo)",
            password=self.secret if is_here else self.no_password,
            is_active=is_here,
            is_demo=True,
            first_signed_in_at=_first_signed_in(stage, at, is_head=mail.startswith(("head.", "director."))),
        )
        stage.tables.table_of(Membership).add(
            person_id=person, organisation_id=body.pk, role=role.value, from_on=start, to_on=end
        )
        stage.tell("person.added", "PER", person, at, None, after={"name": f"{name} (demo)"})
        facts = {"role": role.value, "organisation": body.slug}
        stage.tell("person.given-role", "PER", person, at, None, after=facts)
        return person


def _first_signed_in(stage: Stage, at: datetime, *, is_head: bool) -> datetime | None:
    """Return when a person first signed in: most have, and all heads, so that tests can rely on them."""
    return min(at + timedelta(days=stage.between(1, 40)), stage.at) if is_head or stage.happens(0.94) else None


def _cover_leave(stage: Stage) -> None:
    """Let the deputy head of every twelfth PDU cover the head these days, where both posts are held."""
    for body in stage.of_kind(OrganisationKind.PDU)[::12]:
        head, deputy = body.posts[0], body.posts[1]
        who = deputy.holder(stage.on)
        if who is not None:
            start = stage.on - timedelta(days=3)
            stage.tables.table_of(Deputy).add(
                post_id=head.pk, person_id=who, from_on=start, to_on=start + timedelta(days=14)
            )
