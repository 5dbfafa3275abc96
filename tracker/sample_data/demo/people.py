"""Makes the demo's posts, their holders, and the accounts that sign in."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from inspections.models import Organisation
from tracker.models import Membership, Person, Post, PostHolder
from tracker.sample_data.demo import facts
from tracker.sample_data.demo.facts import AccountData, PostData


def make_people(*, posts: Iterable[PostData], accounts: Iterable[AccountData], at: datetime) -> None:
    """Make posts with their holders, the accounts without a post, and an empty head's post everywhere else."""
    bodies = {body.slug: body for body in Organisation.objects.all()}
    secret = make_password(facts.password())
    for told in posts:
        post = Post.objects.create(organisation=bodies[told.organisation], title=told.title)
        for number, (start, end) in enumerate(told.held, start=1):
            is_holder_now = end is None
            person = _person(
                name=told.name
                if is_holder_now
                else f"{told.name.removesuffix(' (demo)')}, earlier holder {number} (demo)",
                email=told.email if is_holder_now else f"earlier-{number}.{told.email}",
                password=secret if is_holder_now and told.signs_in else make_password(None),
                is_active=is_holder_now,
                at=at,
            )
            _membership(person, post.organisation, role=told.role, start=start, end=end)
            PostHolder.objects.create(post=post, person=person, from_on=start, to_on=end)
    for account in accounts:
        person = _person(name=account.name, email=account.email, password=secret, is_active=True, at=at)
        _membership(person, bodies[account.organisation], role=account.role, start=account.since_on, end=None)
    _make_empty_posts(at=at)


def _person(*, name: str, email: str, password: str, is_active: bool, at: datetime) -> Person:
    return Person.objects.create(
        name=name, email=email, password=password, is_active=is_active, is_demo=True, first_signed_in_at=at
    )


def _membership(person: Person, body: Organisation, *, role: str, start: date, end: date | None) -> None:
    Membership.objects.create(person=person, organisation=body, role=role, from_on=start, to_on=end)


def _make_empty_posts(*, at: datetime) -> None:
    """Make a vacant head's post of every other living body, so that any of them can be given an action."""
    on = at.date()
    wanted = [(body, "Head of PDU") for body in Organisation.objects.pdus().living(on=on).order_by("pk")]
    wanted += [
        (body, "Regional Probation Director") for body in Organisation.objects.regions().living(on=on).order_by("pk")
    ]
    held = set(Post.objects.values_list("organisation_id", "title"))
    Post.objects.bulk_create(
        Post(organisation=body, title=title) for body, title in wanted if (body.pk, title) not in held
    )
