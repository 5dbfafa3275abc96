"""When the next reminder of a recommendation comes for each body that answers for it, and who was told last."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from inspections.choices import OrganisationKind
from inspections.models import Organisation
from tracker.choices import NoticeWay
from tracker.models import EmailPreference, Notice, Recommendation
from tracker.portfolio import ladder_things
from tracker.portfolio.accountable import Accountable, accountable
from tracker.portfolio.ladder import every_rung
from tracker.portfolio.ladder_things import Thing
from tracker.portfolio.recommendations import WholeRecommendation
from tracker.portfolio.reminders import DIGESTS, Last, Next, digest_day, last_of, next_rung, told_of
from tracker.rules import access
from tracker.rules.access import Actor, Doing
from tracker.rules.email_preferences import Preference
from tracker.rules.ladder import About, Rung, Told

ABOUT_WORDS = {
    About.RESPONSE: "about the response",
    About.ACKNOWLEDGEMENT: "about confirming that it was seen",
    About.REVIEW: "about the claim that waits for a review",
    About.RETURNED: "about the claim that was returned",
    About.CHECK: "about the check that the change has lasted",
}
TO_WORDS: dict[str, str] = {
    OrganisationKind.PDU: "who manages the PDU",
    OrganisationKind.REGION: "who leads the region",
    OrganisationKind.AGENCY: "HMPPS",
}


@dataclass(frozen=True, slots=True)
class NextOfBody:
    """The next reminder for what one body owes, and what it is about in words."""

    organisation: Organisation
    next: Next
    about: str


@dataclass(frozen=True, slots=True)
class OfRecommendation:
    """What a recommendation's page says of its reminders, by the name of the body; actions have pages of their own."""

    next: tuple[NextOfBody, ...] = ()
    last: Last | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """A thing with its next rung, before it is known which digest that waits for."""

    about: About
    thing: Thing
    organisation: Organisation
    on: date
    rung: Rung
    person: int


def of_recommendation(actor: Actor, whole: WholeRecommendation, *, at: datetime) -> OfRecommendation:
    """Of a recommendation that came through the gate; nothing for who does not see its work.

    At most 9 queries for any number of bodies; of checks only those of bodies whose work the actor sees.
    """
    if not (whole.answerables and access.may(actor, Doing.SEE_WORK, paths=whole.paths())):
        return OfRecommendation()
    recommendation, on = whole.row.recommendation, timezone.localdate(at)
    report = recommendation.inspection.ref
    notices = list(Notice.objects.filter(subject__in=[recommendation.ref, report]).select_related("message", "person"))
    people = accountable(on=on, near=tuple(sorted({each.organisation.path for each in whole.answerables})))
    found = _soonest(actor, _waiting(recommendation, notices, on=on, people=people))
    chosen = EmailPreference.objects.of_each(each.person for each in found)
    mine = [each for each in notices if each.subject == recommendation.ref or _is_silence_of(each, whole)]
    return OfRecommendation(
        next=tuple(_words(each, chosen[each.person], people, at=at) for each in found), last=last_of(mine)
    )


def _waiting(
    recommendation: Recommendation, notices: Iterable[Notice], *, on: date, people: Accountable
) -> Iterable[_Found]:
    told: dict[tuple[str, int], list[Told]] = {}
    for notice in notices:
        if (each := told_of(notice)) is not None:
            told.setdefault((notice.subject, _number(notice)), []).append(each)
    for about in ABOUT_WORDS:
        for thing in ladder_things.things_of(about, recommendation, on=on, people=people):
            known = told.get((thing.subject, thing.number), [])
            found = next_rung(about, thing.dated, every_rung(thing.people), known, on=on)
            if found and thing.organisation:
                yield _Found(about, thing, thing.organisation, *found)


def _soonest(actor: Actor, waiting: Iterable[_Found]) -> list[_Found]:
    """The next of each body, by its name."""
    found: dict[int, _Found] = {}
    for each in sorted(waiting, key=lambda each: each.on):
        body = each.organisation
        if each.about is not About.CHECK or access.may(actor, Doing.SEE_WORK, paths=[body.path]):
            found.setdefault(body.pk, each)
    return sorted(found.values(), key=lambda each: each.organisation.name)


def _words(found: _Found, preference: Preference, people: Accountable, *, at: datetime) -> NextOfBody:
    is_digest = found.rung.way is NoticeWay.DIGEST
    said = Next(
        on=digest_day(preference, found.on, at=at) if is_digest else found.on,
        to=TO_WORDS.get(people.kinds.get(found.thing.place, ""), "who manages the body"),
        how=DIGESTS.get(preference.frequency, "with the digest") if is_digest else "",
    )
    return NextOfBody(found.organisation, said, ABOUT_WORDS[found.about])


def _is_silence_of(notice: Notice, whole: WholeRecommendation) -> bool:
    """Whether a notice of the report is a reminder that one of these bodies has not said that it saw it."""
    bodies = {each.organisation_id for each in whole.answerables}
    return notice.rung.startswith("unacknowledged") and _number(notice) in bodies


def _number(notice: Notice) -> int:
    """What tells two things with one subject apart, in the key of a rung; 0 for other notices."""
    return int(notice.key.split(":", 3)[2]) if notice.rung and notice.due_on else 0
