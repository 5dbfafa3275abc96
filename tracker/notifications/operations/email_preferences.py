"""Changes how often a person is mailed, from their account or from the link in a mail."""

from datetime import datetime

from django.db import transaction

from tracker.choices import Frequency
from tracker.errors import InvalidInput, NotAllowed
from tracker.models import Person
from tracker.notifications.models import EmailPreference
from tracker.notifications.rules.email_preferences import WEEKDAYS, AtOnce, Preference
from tracker.operations import history
from tracker.rules.access import Actor


@transaction.atomic
def change_preference(
    *,
    person: Person,
    frequency: Frequency,
    weekday: int | None = None,
    at_once: AtOnce | None = None,
    by: Actor,
    at: datetime,
) -> Preference:
    """Keep a person's choice; without a weekday the day stays, without `at_once` that. The same again changes nothing.

    Raises NotAllowed for anybody but the person, and InvalidInput for a day that is no working day.
    """
    if by.person_id != person.pk:
        raise NotAllowed("Only the person who gets the emails chooses how often they come.")
    if weekday is not None and not 0 <= weekday < len(WEEKDAYS):
        raise InvalidInput("Select a day from Monday to Friday", field="weekday")
    Person.objects.select_for_update().get(pk=person.pk)
    before, before_at_once = EmailPreference.objects.choice_of(person.pk)
    chosen = Preference(frequency, before.weekday if weekday is None else weekday)
    now = before_at_once if at_once is None else at_once
    if (chosen, now) == (before, before_at_once):
        return chosen
    EmailPreference.objects.update_or_create(
        person=person,
        defaults={
            "frequency": chosen.frequency,
            "weekday": chosen.weekday,
            "tells_reviews_at_once": now.reviews,
            "tells_escalations_at_once": now.escalations,
        },
    )
    told = _facts(before, before_at_once, now), _facts(chosen, now, before_at_once)
    history.record(verb="person.changed-emails", subject=person.ref, by=by, at=at, before=told[0], after=told[1])
    return chosen


def _facts(chosen: Preference, at_once: AtOnce, other: AtOnce) -> dict[str, object]:
    """Return the facts for the trail, with what is told at once only where it changed."""
    facts: dict[str, object] = {"frequency": chosen.frequency.value, "weekday": chosen.weekday}
    if at_once.reviews != other.reviews:
        facts["reviews_at_once"] = at_once.reviews
    if at_once.escalations != other.escalations:
        facts["escalations_at_once"] = at_once.escalations
    return facts
