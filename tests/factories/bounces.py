"""An address that a mail server refused for good, as operations/bounces notes it."""

from datetime import datetime

from tracker.models import Person
from tracker.notifications.models import Bounce


def refuse(*, person: Person, address: str, reason: str, bounced_at: datetime) -> Bounce:
    """Make the record of a refusal that stands against a person's address."""
    person.address_refused_at = bounced_at
    Person.objects.filter(pk=person.pk).update(address_refused_at=bounced_at)
    return Bounce.objects.create(person=person, address=address, reason=reason, bounced_at=bounced_at)
