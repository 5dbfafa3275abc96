"""What is next told of what has a ladder besides actions (queries/dated_items), for the pages of its records."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from inspections.choices import OrganisationKind
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries.dated_items import Thing
from tracker.notifications.queries.ladder import rungs_now
from tracker.notifications.queries.reminders import Next, choices_of, said, told_of
from tracker.notifications.rules.ladder import About, To, Told
from tracker.notifications.rules.next_reminder import Coming, MailChoice, next_reminder
from tracker.queries.accountable import Accountable
from tracker.rules.wording import noun

ABOUT_WORDS = {
    About.RESPONSE: "about the response",
    About.ACKNOWLEDGEMENT: "about confirming that it was seen",
    About.REVIEW: "about the self-assessment that waits for a review",
    About.RETURNED: "about the self-assessment that was returned",
    About.CHECK: "about the check that the change has lasted",
    About.CARRY_OVER: "about what carries over",
    About.TAKEOVER: "about who takes over",
    About.ALERT: "about the alert",
}
MANAGERS_OF: dict[str, str] = {
    OrganisationKind.PDU: "who manages the PDU",
    OrganisationKind.REGION: "who leads the region",
    OrganisationKind.AGENCY: "HMPPS",
}
A_MANAGER = "who manages the body"


@dataclass(frozen=True, slots=True)
class Ahead:
    """What is next told of a thing, and how those are told who could be."""

    about: About
    thing: Thing
    coming: Coming
    choices: Mapping[int, MailChoice]

    def words(self, people: Accountable, *, bodies: tuple[str, ...] = ()) -> Next:
        """Return it as a page says it."""
        to = _to(self, people)
        return said(self.coming, self.choices, to=to, about=ABOUT_WORDS[self.about], bodies=bodies)


def ahead(things: Iterable[tuple[About, Thing]], notices: Iterable[NoticeToTell], *, at: datetime) -> list[Ahead]:
    """Return what comes next of each of these things, the soonest first; 2 queries, none without things.

    `notices` are those of their subjects, with their messages.
    """
    waiting = list(things)
    people = (person for _, dated_item in waiting for person in dated_item.people | dated_item.above)
    choices = choices_of(people, at=at)
    told: dict[tuple[str, int], list[Told]] = defaultdict(list)
    for notice in notices:
        if (rung_told := told_of(notice)) is not None:
            told[notice.subject, number_of(notice)].append(rung_told)
    reminders = []
    for about, dated_item in waiting:
        known = told.get((dated_item.subject, dated_item.number), [])
        coming = next_reminder(rungs_now(about), dated_item.dated, dated_item.told, known, choices, at=at)
        if coming is not None:
            reminders.append(Ahead(about, dated_item, coming, choices))
    return sorted(reminders, key=lambda reminder: reminder.coming.order)


def alike(lines: Iterable[Next]) -> tuple[Next, ...]:
    """Return lines that say the same of several bodies as one line that names them."""
    bodies: dict[Next, tuple[str, ...]] = {}
    for line in lines:
        words = replace(line, bodies=())
        bodies[words] = bodies.get(words, ()) + line.bodies
    return tuple(replace(words, bodies=names) for words, names in bodies.items())


def number_of(notice: NoticeToTell) -> int:
    """Return what tells two things with one subject apart; 0 for notices that are of no rung."""
    return notice.number if notice.rung else 0


def _to(reminder: Ahead, people: Accountable) -> str:
    told = reminder.coming.rung.to
    if told is To.COORDINATORS:
        return noun(len(reminder.thing.people), "the inspection coordinator", To.COORDINATORS.value)
    if told is To.CONFIRMERS:
        return "those who can confirm it"
    if told is To.ABOVE or (told is To.OWNER and not reminder.thing.place):
        return told.value
    return MANAGERS_OF.get(people.kinds.get(reminder.thing.place, ""), A_MANAGER)
