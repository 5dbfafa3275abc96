"""The list of reorganisations as a workbook."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import IO

from django.conf import settings
from django.utils import timezone

from tracker.documents.workbook import Column, write_workbook
from tracker.models import Reorganisation
from tracker.queries import reorganisations
from tracker.rules.access import Actor
from tracker.rules.wording import date_stamp


def _day(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None


COLUMNS: tuple[Column[Reorganisation], ...] = (
    Column("Reference", 12, lambda reorganisation: reorganisation.ref),
    Column("What happened", 80, lambda reorganisation: reorganisation.words),
    Column("Kind", 14, lambda reorganisation: reorganisation.get_kind_display()),
    Column("From", 18, lambda reorganisation: reorganisation.on),
    Column("Closed", 50, lambda reorganisation: "\n".join(body.name for body in reorganisation.closing)),
    Column("Take over", 50, lambda reorganisation: "\n".join(body.name for body in reorganisation.following)),
    Column("Recommendations to confirm", 14, lambda reorganisation: reorganisation.waiting),
    Column("Confirmed", 18, lambda reorganisation: _day(reorganisation.confirmed_at)),
    Column("Recorded", 18, lambda reorganisation: _day(reorganisation.recorded_at)),
    Column("Undone", 18, lambda reorganisation: _day(reorganisation.undone_at)),
    Column("Why undone", 50, lambda reorganisation: reorganisation.undone_reason),
    Column("Link", 50, lambda reorganisation: f"{settings.SERVICE_URL}/reorganisations/{reorganisation.ref}/"),
)


def reorganisations_workbook(actor: Actor, *, on: date, at: datetime) -> IO[bytes]:
    """Return every reorganisation, the newest first, as a workbook; 2 queries for each 500."""

    def rows() -> Iterator[Reorganisation]:
        after = ""
        while True:
            page = reorganisations.page_of_reorganisations(actor, after=after, before="", on=on, size=500)
            yield from page.rows
            after = page.after
            if not after:
                return

    about = [
        ("Service", settings.SERVICE_NAME),
        ("Handling", settings.CLASSIFICATION),
        ("Made", f"{date_stamp(at)} by {actor.name}"),
        ("Holds", "Every reorganisation, the newest first"),
    ]
    return write_workbook(name="Reorganisations", columns=COLUMNS, rows=rows(), about=about)
