"""Bodies, posts, people and work that were never saved, for tests of what needs no database."""

from datetime import date

from inspections.choices import OrganisationKind
from inspections.models import Organisation
from tracker.choices import ActionStatus
from tracker.models import Action, Answerable, Person, Post, Recommendation

KIRKLEES, LEEDS, YORKSHIRE = 1, 2, 3


def body(pk: int = KIRKLEES, name: str = "Kirklees", kind: OrganisationKind = OrganisationKind.PDU) -> Organisation:
    return Organisation(pk=pk, name=name, slug=name.lower().replace(" ", "-"), kind=kind)


def leeds() -> Organisation:
    return body(LEEDS, "Leeds")


def yorkshire() -> Organisation:
    return body(YORKSHIRE, "Yorkshire", OrganisationKind.REGION)


def post(pk: int = 10, title: str = "Head of PDU", organisation: Organisation | None = None) -> Post:
    return Post(pk=pk, title=title, organisation=organisation or body())


def person(pk: int = 20, name: str = "Sam Okafor") -> Person:
    return Person(pk=pk, name=name, email=f"{name.lower().replace(' ', '.')}@example.org")


def answerable(pk: int = 30, title: str = "check each plan", organisation: Organisation | None = None) -> Answerable:
    """A body's recommendation; its reference is its key's: REC-0030."""
    recommendation = Recommendation(pk=pk, number=pk, position=pk, short_title=title, text=title)
    return Answerable(pk=pk, recommendation=recommendation, organisation=organisation or body())


def action(
    pk: int = 40,
    *,
    status: ActionStatus = ActionStatus.NOT_STARTED,
    due_on: date | None = date(2026, 11, 20),
    blocked_by_whom: str = "",
    owner_post: Post | None = None,
) -> Action:
    """An action at version 3, due on 20 November 2026 unless told otherwise."""
    return Action(
        pk=pk,
        title="Brief the managers",
        owner_post=owner_post or post(),
        status=status,
        due_on=due_on,
        blocked_by_whom=blocked_by_whom,
        version=3,
    )
