"""Keeps what somebody had typed when their session ended, for them alone, until they have sent it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from tracker.models import FormDraft
from tracker.projections.keeping import atomic
from tracker.rules.access import Actor

KEPT_FOR = timedelta(days=7)
MOST_CHARACTERS = 100_000
# Never written down: what proves who somebody is, or that a form is ours.
LEFT_OUT = frozenset({"csrfmiddlewaretoken", "password", "old_password", "new_password1", "new_password2"})


@atomic
def keep(*, address: str, answers: Mapping[str, list[str]], by: Actor, at: datetime) -> bool:
    """Keep the answers of one form; newer ones replace older ones. False when there is nothing, or too much, to keep.

    The trail does not record it: nothing of the service's records changes.
    """
    kept = {name: values for name, values in answers.items() if name not in LEFT_OUT}
    size = sum(len(value) for values in kept.values() for value in values)
    if by.person_id is None or not kept or size > MOST_CHARACTERS or len(address) > 500:
        return False
    FormDraft.objects.update_or_create(
        person_id=by.person_id, address=address, defaults={"answers": kept, "kept_at": at}
    )
    return True


@atomic
def forget(*, address: str, by: Actor, at: datetime) -> None:
    """Forget a form's kept answers after it was sent, and everybody's that are a week old."""
    FormDraft.objects.filter(person_id=by.person_id or 0, address=address).delete()
    FormDraft.objects.filter(kept_at__lt=at - KEPT_FOR).delete()
