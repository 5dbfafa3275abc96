"""Gives a person's programs a token for the API."""

from datetime import datetime

from rest_framework.authtoken.models import Token

from inspections.models.reference import reference
from tracker.errors import NotAllowed, WrongState
from tracker.models import Person
from tracker.operations import history
from tracker.projections.keeping import atomic
from tracker.rules.access import Actor


@atomic
def make_token(*, person: Person, by: Actor, at: datetime) -> str:
    """Make and return a new token, shown this once; an earlier one of the same person no longer works.

    Raises NotAllowed for anybody but the operator of the service, WrongState for a closed account.
    """
    if not by.is_service:
        raise NotAllowed("The person who runs the service makes tokens, with manage.py create_api_token.")
    if not person.is_active:
        raise WrongState("This account is closed. Open it again before you make a token for it.")
    replaced, _ = Token.objects.filter(user=person).delete()
    token = Token.objects.create(user=person)
    history.record(
        verb="person.token-made", subject=reference("PER", person.pk), by=by, at=at, after={"replaced": bool(replaced)}
    )
    return str(token.key)
