"""Many people at once, each with a post and an action of their own, for proofs of delivery."""

from datetime import date

from tests.factories.world import NOW, STARTED, World
from tracker.choices import Role
from tracker.models import Action, Answers, Membership, Person, Post, PostHolder


def make_people(world: World, count: int, *, due_on: date, name: str = "manager") -> list[str]:
    """Their addresses: everybody has signed in, and has one action that is due on the day."""
    body = world.organisations["kirklees"]
    people = Person.objects.bulk_create(
        Person(email=f"{name}-{number}@example.org", name=f"{name} {number}", password="!", first_signed_in_at=NOW)
        for number in range(count)
    )
    posts = Post.objects.bulk_create(Post(organisation=body, title=person.name) for person in people)
    Membership.objects.bulk_create(
        Membership(person=person, organisation=body, role=Role.ACTION_OWNER, from_on=STARTED) for person in people
    )
    PostHolder.objects.bulk_create(
        PostHolder(post=post, person=person, from_on=STARTED) for post, person in zip(posts, people, strict=True)
    )
    give_actions(world, posts, due_on=due_on)
    return [person.email for person in people]


def give_actions(world: World, posts: list[Post], *, due_on: date) -> None:
    """One more action for each post."""
    answer = world.recommendations["kirklees"].answerables.get()
    actions = Action.objects.bulk_create(
        Action(title="Brief the team", owner_post=post, due_on=due_on, first_due_on=due_on, created_at=NOW)
        for post in posts
    )
    Answers.objects.bulk_create(Answers(action=action, answerable=answer, from_on=STARTED) for action in actions)
