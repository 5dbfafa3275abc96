"""Notices as the work or the ladder leaves them, for tests of what reads them."""

from typing import Any

from tests.factories.world import NOW
from tracker.choices import NoticeKind
from tracker.models import Person
from tracker.notifications.models import NoticeToTell


def make_notice(person: Person, kind: NoticeKind, subject: str, number: int = 0, **fields: Any) -> NoticeToTell:
    """Noted now for the digest, unless told otherwise, and in no mail."""
    given = {"created_at": NOW} | fields
    return NoticeToTell.objects.create(person=person, kind=kind, subject=subject, number=number, **given)
