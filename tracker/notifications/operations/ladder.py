"""Notes what the ladder of reminders has reached, once for each person, thing, date and rung."""

from datetime import datetime

from django.db import transaction

from tracker.notifications.models import ActionLook, NoticeToTell, PostLook
from tracker.notifications.queries import ladder
from tracker.notifications.queries.day import Day
from tracker.notifications.queries.ladder import ToTell
from tracker.rules.access import Actor, check_is_the_service
from tracker.rules.calendar import london_date
from tracker.rules.notices import Identity

AT_ONCE = 2_000  # rows of one INSERT


@transaction.atomic
def raise_rungs(*, day: Day | None = None, by: Actor, at: datetime) -> frozenset[Identity]:
    """Note every rung that is reached and untold (queries/ladder.look), and return what was noted.

    Safe to run twice, at once or after days of silence: a notice is unique. Nothing at weekends and on bank
    holidays. At most 25 queries when all is told; and remembers which actions need no second look that day.
    """
    check_is_the_service(by)
    seen = ladder.look(day or Day(london_date(at)))
    notices = [_notice(to_tell, at=at) for to_tell in seen.found()]
    NoticeToTell.objects.bulk_create(notices, batch_size=AT_ONCE, ignore_conflicts=True)
    PostLook.objects.keep((number, seen.marks[number]) for number in sorted(seen.changed))
    ActionLook.objects.keep(seen.looked_through())
    return frozenset(notice.identity for notice in notices)


def _notice(to_tell: ToTell, *, at: datetime) -> NoticeToTell:
    return NoticeToTell.made(to_tell.identity, way=to_tell.rung.way, at=at)
