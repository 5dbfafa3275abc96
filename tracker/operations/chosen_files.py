"""Keeps a checked file from the moment it is chosen until its form is saved, so that it need not be chosen again."""

import hashlib
import uuid
from datetime import datetime
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from tracker.errors import InvalidInput, NotAllowed
from tracker.models import ChosenFile
from tracker.models.evidence import held_by
from tracker.projections.keeping import atomic
from tracker.rules import evidence as rules
from tracker.rules import evidence_files
from tracker.rules.access import Actor, check_is_the_service

NOT_UPLOADED = "The selected file could not be uploaded – try again"


@atomic
def keep_file(*, data: bytes, name: str, by: Actor, at: datetime) -> ChosenFile:
    """Check a file and keep it under a generated name, for this person alone. The same file twice is kept once.

    Raises InvalidInput with the words for its field: wrong type, too big, empty, protected, no room left. The trail
    does not record it: nothing of the service's records changes before the form is saved.
    """
    if by.person_id is None:
        raise NotAllowed("Only a person can choose a file.")
    kind = evidence_files.recognise(data)
    sha256 = hashlib.sha256(data).hexdigest()
    earlier = ChosenFile.objects.of_person(by.person_id, at=at).filter(sha256=sha256).first()
    if earlier is not None:
        return earlier
    rules.check_room(held_by(by.person_id, at=at), files=1, size=len(data))
    return ChosenFile.objects.create(
        person_id=by.person_id,
        file=_store(data, f"evidence/{uuid.uuid4()}.{kind.value}"),
        file_name=rules.safe_name(name, kind),
        content_type=kind.content_type,
        size=len(data),
        sha256=sha256,
        kept_at=at,
    )


@atomic
def forget_files(*, by: Actor, at: datetime) -> int:
    """Delete the files whose form was not saved in time; return how many."""
    check_is_the_service(by)
    expired = list(ChosenFile.objects.expired(at=at).select_for_update())
    ChosenFile.objects.filter(pk__in=[file.pk for file in expired]).delete()
    for chosen in expired:
        transaction.on_commit(partial(default_storage.delete, str(chosen.file.name)))
    return len(expired)


def _store(data: bytes, name: str) -> str:
    """Write the file; where there is no room for it, no half of it stays."""
    try:
        return default_storage.save(name, ContentFile(data))
    except OSError as error:
        default_storage.delete(name)
        raise InvalidInput(NOT_UPLOADED, field="upload") from error
