"""People, roles and posts: effect, refusal, event, twice."""

import pytest

from tests.factories.world import NOW, TODAY, World
from tracker.choices import Role
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Event, Membership, Person, PostHolder, actor_of
from tracker.operations import people
from tracker.rules.access import SERVICE, Actor

STRONG = "correct horse battery staple"


def administrator(world: World) -> Actor:
    return actor_of(world.people["administrator"], on=TODAY)


def test_adding_a_person_makes_an_account_and_an_event(world: World) -> None:
    person = people.add_person(email="new@example.org", name="New", password=STRONG, by=administrator(world), at=NOW)

    assert person.check_password(STRONG)
    assert Event.objects.about(f"PER-{person.pk:04d}").get().verb == "person.added"


@pytest.mark.parametrize(
    ("email", "password", "field"), [("HEAD@example.org", STRONG, "email"), ("new@example.org", "short", "password")]
)
def test_an_address_in_use_or_a_weak_password_is_refused(world: World, email: str, password: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        people.add_person(email=email, name="New", password=password, by=SERVICE, at=NOW)

    assert refusal.value.field == field


@pytest.mark.parametrize("key", ["head", "lead", "national", "coordinator", "auditor"])
def test_only_an_administrator_manages_people(world: World, key: str) -> None:
    by = actor_of(world.people[key], on=TODAY)

    with pytest.raises(NotAllowed):
        people.add_person(email="new@example.org", name="New", password=STRONG, by=by, at=NOW)
    with pytest.raises(NotAllowed):
        people.give_role(
            person=world.people["owner"],
            role=Role.NATIONAL,
            organisation=world.organisations["hmpps"],
            by=by,
            at=NOW,
        )


def test_a_role_given_twice_is_one_role_and_one_event(world: World) -> None:
    given = {"person": world.people["owner"], "role": Role.AUDITOR, "organisation": world.organisations["leeds"]}

    for _ in range(2):
        people.give_role(**given, by=administrator(world), at=NOW)

    assert Membership.objects.filter(**given).count() == 1
    assert Event.objects.filter(verb="person.given-role").count() == 1


def test_a_vacant_post_is_taken_up_from_today(world: World) -> None:
    people.take_up_post(
        person=world.people["owner"],
        organisation=world.organisations["leeds"],
        title="Business manager",
        by=administrator(world),
        at=NOW,
    )

    holder = PostHolder.objects.get(post__title="Business manager")
    assert (holder.person, holder.from_on, holder.to_on) == (world.people["owner"], TODAY, None)


def test_a_post_that_somebody_holds_is_refused(world: World) -> None:
    with pytest.raises(InvalidInput, match="holds the post"):
        people.take_up_post(
            person=world.people["owner"],
            organisation=world.organisations["leeds"],
            title="Head of PDU",
            by=administrator(world),
            at=NOW,
        )


def test_only_the_first_sign_in_is_noted(world: World) -> None:
    head = world.people["head"]

    first, second = [people.note_first_sign_in(person=head, by=SERVICE, at=NOW) for _ in range(2)]

    assert (first, second) == (True, False)
    assert Person.objects.get(pk=head.pk).first_signed_in_at == NOW
