"""Notes what the ladder of reminders has reached, once for each person, thing, date and rung."""

from datetime import datetime

from django.db import transaction

from tracker.models import Notice
from tracker.operations import outbox
from tracker.portfolio import ladder
from tracker.portfolio.ladder import ToTell
from tracker.rules.access import Actor
from tracker.rules.reminders import london_date

AT_ONCE = 1_000  # rows of one INSERT


@transaction.atomic
def raise_rungs(*, by: Actor, at: datetime) -> int:
    """Note every rung that is reached and untold (portfolio/ladder.untold); says how many are new.

    Safe to run twice, at once or after days of silence: the key of a notice is unique. Nothing at weekends and on bank
    holidays. At most 25 queries, and one for each thousand notices.
    """
    outbox.check_is_the_service(by)
    notices = [_notice(each, at=at) for each in ladder.untold(on=london_date(at))]
    Notice.objects.bulk_create(notices, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(notices)


def _notice(each: ToTell, *, at: datetime) -> Notice:
    return Notice(
        key=each.key,
        person_id=each.person_id,
        kind=each.rung.kind,
        subject=each.subject,
        rung=each.rung.code,
        due_on=each.dated.due_on,
        way=each.rung.way,
        created_at=at,
    )
