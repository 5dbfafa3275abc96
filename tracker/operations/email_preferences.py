"""Changes how often a person is mailed, from their account or from the link in a mail."""

from datetime import datetime

from django.db import transaction

from tracker.choices import Frequency
from tracker.errors import NotAllowed, Unacceptable
from tracker.models import EmailPreference, Person
from tracker.operations import history
from tracker.rules.access import Actor
from tracker.rules.email_preferences import WEEKDAYS, Preference


@transaction.atomic
def change_preference(
    *, person: Person, frequency: Frequency, weekday: int | None = None, by: Actor, at: datetime
) -> Preference:
    """Keep a person's choice; without a weekday the day stays. The same again changes nothing.

    Raises NotAllowed for anybody but the person, and Unacceptable for a day that is no working day.
    """
    if by.person_id != person.pk:
        raise NotAllowed("Only the person who gets the emails chooses how often they come.")
    if weekday is not None and not 0 <= weekday < len(WEEKDAYS):
        raise Unacceptable("Select a day from Monday to Friday", field="weekday")
    Person.objects.select_for_update().get(pk=person.pk)
    before = EmailPreference.objects.of(person.pk)
    chosen = Preference(frequency, before.weekday if weekday is None else weekday)
    if chosen == before:
        return chosen
    EmailPreference.objects.update_or_create(
        person=person, defaults={"frequency": chosen.frequency, "weekday": chosen.weekday}
    )
    history.record(
        verb="person.changed-emails",
        subject=person.ref,
        by=by,
        at=at,
        before={"frequency": before.frequency.value, "weekday": before.weekday},
        after={"frequency": chosen.frequency.value, "weekday": chosen.weekday},
    )
    return chosen
