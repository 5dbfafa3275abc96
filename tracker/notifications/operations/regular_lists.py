"""Notes the lists that come regularly for whoever gets them: the week's exceptions, the month's picture."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from tracker.choices import NoticeKind, NoticeWay, Role
from tracker.notifications.models import NoticeToTell
from tracker.notifications.queries import regular_lists as queries
from tracker.notifications.queries.day import Day
from tracker.notifications.rules import regular_lists
from tracker.rules import working_days
from tracker.rules.access import Actor, check_is_the_service
from tracker.rules.calendar import london_date
from tracker.rules.notices import Identity

AT_ONCE = 2_000  # rows of one INSERT


@transaction.atomic
def raise_lists(*, day: Day | None = None, by: Actor, at: datetime) -> int:
    """Note what is due this week and this month and was not noted yet; return how many are new.

    Safe to run every minute: 6 queries when all is noted. An empty list is not noted: there is nothing to say.
    """
    check_is_the_service(by)
    day = day or Day(london_date(at))
    on, holidays = day.on, working_days.bank_holidays()
    if not working_days.is_working_day(on, holidays):
        return 0
    notices = _exception_lists(day, at=at)
    if regular_lists.is_month_begun(on, holidays):
        notices += _pictures(day, at=at)
    NoticeToTell.objects.bulk_create(notices, ignore_conflicts=True)
    return len(notices)


@transaction.atomic
def raise_overdue_lists(*, told: Collection[int], day: Day | None = None, by: Actor, at: datetime) -> int:
    """Note for whoever has something overdue that their next digest tells it, once a week; return how many are new.

    A reminder tells each thing once; what stays overdue stands in the digest of every week
    (docs/decisions/0007-the-ladder.md). `told` are the people who get mail now for something else. Asked for only when
    digests are made. 4 queries.
    """
    check_is_the_service(by)
    day = day or Day(london_date(at))
    silent = queries.with_overdue(day) - set(told)
    lists = _new({regular_lists.week_list(NoticeKind.OVERDUE_LIST, day.on, person_id=person) for person in silent})
    notices = [NoticeToTell.made(identity, way=NoticeWay.DIGEST, at=at) for identity in sorted(lists)]
    NoticeToTell.objects.bulk_create(notices, ignore_conflicts=True, batch_size=AT_ONCE)
    return len(notices)


def _exception_lists(day: Day, *, at: datetime) -> list[NoticeToTell]:
    leads = queries.people(Role.REGIONAL_LEAD, day)
    lists = _new({regular_lists.week_list(NoticeKind.EXCEPTION_LIST, day.on, person_id=person) for person in leads})
    listed = queries.still_listed(lists, day)
    return [NoticeToTell.made(identity, way=NoticeWay.DIGEST, at=at) for identity, rows in listed.items() if rows]


def _pictures(day: Day, *, at: datetime) -> list[NoticeToTell]:
    people = queries.people(Role.NATIONAL, day)
    lists = _new({regular_lists.month_list(NoticeKind.REPEATS_PICTURE, day.on, person_id=person) for person in people})
    if not lists or not queries.picture(day):
        return []
    return [NoticeToTell.made(identity, way=NoticeWay.DAY, at=at) for identity in sorted(lists)]


def _new(lists: set[Identity]) -> set[Identity]:
    return lists - NoticeToTell.objects.noted(lists)
