"""What every correction writes: a row for each fact, one event for the timeline, and notices for who answers."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone

from inspections.models import Organisation
from tracker.choices import NoticeKind, NoticeWay
from tracker.errors import InvalidInput
from tracker.models import Correction, Notice
from tracker.operations import history
from tracker.projections.keeping import atomic
from tracker.queries.accountable import accountable
from tracker.rules.access import Actor
from tracker.rules.corrections import Change

NOTHING_CHANGED = "Nothing was changed. Correct what is wrong, or go back"
CHANGED = "Somebody corrected this after you opened it"


@atomic
def save_changes(
    *, verb: str, subject: str, version: int, changes: Sequence[Change], reason: str, by: Actor, at: datetime
) -> list[Correction]:
    """Keep what was before and after, with the reason; a part of the operation that holds the record and saves it."""
    rows = [
        Correction(
            subject=subject,
            version=version,
            field=change.fact.field,
            part=change.fact.part,
            before=change.before.value,
            after=change.after.value,
            reason=reason,
            corrected_at=at,
            corrected_by_id=by.person_id,
        )
        for change in changes
    ]
    before = {change.fact.label: change.before.shown for change in changes}
    after = {change.fact.label: change.after.shown for change in changes}
    history.record(verb=verb, subject=subject, by=by, at=at, before=before, after=after | {"reason": reason})
    return Correction.objects.bulk_create(rows)


@atomic
def tell_those_who_answer(
    *,
    subject: str,
    version: int,
    bodies: Iterable[Organisation],
    by: Actor,
    at: datetime,
    kind: NoticeKind = NoticeKind.CORRECTED,
) -> list[Notice]:
    """Note the correction for the digest of who manages these bodies, or the nearest above; not for who made it.

    `version` is what the notice is about: the record's version since, or the event of a withdrawal.
    """
    paths = sorted({body.path for body in bodies})
    if not paths:
        return []
    everybody = accountable(on=timezone.localdate(at), near=tuple(paths))
    people = {person for path in paths for person in everybody.managers_from(path)} - {by.person_id}
    notices = [
        Notice(
            person_id=person,
            kind=kind,
            subject=subject,
            number=version,
            way=NoticeWay.DIGEST,
            created_at=at,
        )
        for person in sorted(people)
    ]
    return Notice.objects.bulk_create(notices, ignore_conflicts=True)


def check_something_changed(*, changes: Sequence[Change], is_newest: bool) -> bool:
    """Return whether anything is to be saved. Raises InvalidInput where a page changes nothing.

    What another save has made so already (a double click) needs nothing more.
    """
    if not changes and is_newest:
        raise InvalidInput(NOTHING_CHANGED)
    return bool(changes)
