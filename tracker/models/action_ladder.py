"""Which actions have reached a rung of the ladder on a day: the rule of rules/ladder as comparisons of dates."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db.models import Case, CharField, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat, Least, LPad, TruncDate

from inspections.models.reference import ReferencedQuerySet
from tracker.rules import ladder, working_days
from tracker.rules.ladder import Dated, Rung
from tracker.rules.lifecycle import OPEN_STATUSES
from tracker.rules.reminders import LONDON
from tracker.rules.working_days import DAY, Holidays


class OnLadder(ReferencedQuerySet):
    """Questions about reminders, a part of ActionQuerySet."""

    def with_quiet(self) -> Self:
        """Adds what a ladder stands on besides the date: `updated_on`, `snoozed_until`, `is_repeated`."""
        newest = apps.get_model("tracker", "Snooze")._default_manager.filter(action=OuterRef("pk")).order_by("-pk")
        over_on = Case(
            When(ended_at__isnull=True, then=F("until_on")),
            default=Least("until_on", TruncDate("ended_at", tzinfo=LONDON)),
            output_field=DateField(),
        )
        return self.annotate(
            updated_on=TruncDate("last_update_at", tzinfo=LONDON),
            snoozed_until=Subquery(newest.values(over_on=over_on)[:1]),
            is_repeated=Exists(_repeated()),
        )

    def reaching(self, rungs: Iterable[Rung], *, on: date, holidays: Holidays) -> Self:
        """Open ones for which one of these rungs is reached on the day, told or not; none where nobody works."""
        if not working_days.is_working_day(on, holidays):
            return self.none()
        bounds = Q(pk__in=[])
        for rung in rungs:
            bounds |= _reached(rung, on=on, holidays=holidays)
        awake = Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=on)
        return self.filter(status__in=OPEN_STATUSES, due_on__isnull=False).with_quiet().filter(awake, bounds)

    def dated(self) -> "QuerySet[OnLadder, tuple[int, int, date, date | None, date | None, bool]]":
        """After `with_quiet`: number, owning post, and what Dated takes, as plain rows."""
        return self.values_list("pk", "owner_post_id", "due_on", "updated_on", "snoozed_until", "is_repeated")

    def told(self, rungs: Iterable[Rung]) -> "QuerySet[Any, tuple[str, str, str, int, date, date]]":
        """What was noted of these actions on their ladders, as `noted` gives it."""
        number = Cast("pk", CharField())
        ref = Concat(Value("ACT-"), Case(When(pk__lt=10_000, then=LPad(number, 4, Value("0"))), default=number))
        return noted(rungs, self.order_by().values(subject_ref=ref))


def noted(rungs: Iterable[Rung], subjects: Any) -> "QuerySet[Any, tuple[str, str, str, int, date, date]]":
    """What was noted of these subjects: subject, key, rung, person, date, and the day on which it was noted."""
    notices = apps.get_model("tracker", "Notice")._default_manager.filter(
        rung__in=[rung.code for rung in rungs], subject__in=subjects
    )
    told_on = TruncDate("created_at", tzinfo=LONDON)
    return notices.values_list("subject", "key", "rung", "person_id", "due_on", told_on)


def _repeated() -> QuerySet:  # type: ignore[type-arg]
    """What an action answers now that was recommended before: the report says so, or a carry-over linked it."""
    answers = apps.get_model("tracker", "Answers")._default_manager
    links = apps.get_model("tracker", "Link")._default_manager
    linked = Exists(links.filter(later=OuterRef("answerable__recommendation")))
    return answers.filter(action=OuterRef("pk"), to_on__isnull=True, answerable__to_on__isnull=True).filter(
        Q(answerable__recommendation__flagged_repeat=True) | linked
    )


def _reached(rung: Rung, *, on: date, holidays: Holidays) -> Q:
    """`ladder.is_reached` on a working day, without what a snooze that lasts holds back."""
    first, last = ladder.due_between(rung, on=on, holidays=holidays)
    if rung.is_before:
        return Q(due_on__gte=first, due_on__lte=last)
    found = Q(due_on__lte=last)
    if rung.again:
        found &= Q(updated_on__isnull=True) | Q(updated_on__lte=last)
        found &= Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=last + DAY)
    if rung.repeated is not None:
        found &= Q(is_repeated=rung.repeated)
    return found


def dated_of(due_on: date, updated_on: date | None, snoozed_until: date | None, is_repeated: bool) -> Dated:
    """What `dated` gave of an action, as the rule takes it."""
    return Dated(due_on, updated_on, snoozed_until, is_repeated)
