"""Invitations to sign in: what they say of somebody's account, and what became of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.choices import MessageKind, Role
from tracker.models import Event, Membership, Person
from tracker.notifications.models import Message
from tracker.notifications.queries import accounts
from tracker.notifications.rules import invitations
from tracker.rules.calendar import london_date
from tracker.rules.people import MEANS


@dataclass(frozen=True, slots=True)
class InvitationsGiven:
    """A role as it was given; `by` is None where the people who run the service gave it."""

    role: str
    means: str
    body: str
    from_on: date
    given_on: date | None
    by: Person | None


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation tells; `why_not` says why it is not sent, '' where it is."""

    why_not: str
    roles: tuple[InvitationsGiven, ...] = ()

    @property
    def givers(self) -> tuple[Person, ...]:
        """Return whom to ask, each once."""
        return tuple(dict.fromkeys(given.by for given in self.roles if given.by is not None))


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the page of a person shows: the newest one, how many there were, and why there cannot be another now."""

    last: Message | None
    count: int
    why_not: str

    @property
    def is_waiting(self) -> bool:
        return self.last is not None and self.last.is_waiting


def of_people(people: Iterable[Person], *, on: date) -> dict[int, Invited]:
    """Return, by person, what an invitation would say on a day; 4 queries for any number, none for nobody."""
    by_number = {person.pk: person for person in people}
    roles = _roles(by_number.values(), on=on) if by_number else {}
    account_of = accounts.of_people(by_number.values(), on=on)
    return {
        number: Invited(why_not=invitations.why_not(account), roles=tuple(roles.get(number, ())))
        for number, account in account_of.items()
    }


def of_person(person: Person, *, on: date) -> Invitation:
    """Return the invitations of a person; 3 queries."""
    sent = sent_to(person)
    why_not = invitations.why_not(accounts.of_person(person, on=on))
    return Invitation(last=sent[0] if sent else None, count=len(sent), why_not=why_not)


def sent_to(person: Person) -> list[Message]:
    """Return every invitation of a person, sent or not, newest first; 1 query."""
    return list(Message.objects.of_person(person.pk).of_kind(MessageKind.INVITATION))


def _roles(people: Iterable[Person], *, on: date) -> dict[int, list[InvitationsGiven]]:
    """Return roles of today and later with who gave each last, as the trail says; 2 queries."""
    refs = {person.pk: person.ref for person in people}
    given: dict[tuple[str, str, str], Event] = {}
    for event in Event.objects.about(*refs.values()).of_verb("person.given-role"):
        given.setdefault((event.subject, event.after["role"], event.after["organisation"]), event)
    by_person: dict[int, list[InvitationsGiven]] = defaultdict(list)
    for membership in Membership.objects.not_ended(on=on).for_page().filter(person__in=refs):
        by = given.get((refs[membership.person_id], membership.role, membership.organisation.slug))
        by_person[membership.person_id].append(
            InvitationsGiven(
                role=membership.get_role_display(),
                means=MEANS[Role(membership.role)],
                body=membership.organisation.display_name,
                from_on=membership.from_on,
                given_on=london_date(by.at) if by else None,
                by=by.by if by else None,
            )
        )
    return dict(by_person)
