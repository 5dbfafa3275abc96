"""Which actions have reached a rung of the ladder on a day: the rule of rules/ladder as comparisons of dates."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.db.models import Case, CharField, DateField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Least, LPad, TruncDate

from tracker.models.action import Action, ActionQuerySet, Answers
from tracker.models.link import Link
from tracker.models.notice import Notice
from tracker.models.said_before import still_asked
from tracker.notifications.models.snooze import Snooze
from tracker.notifications.rules import ladder
from tracker.notifications.rules.ladder import Dated, Rung
from tracker.rules import working_days
from tracker.rules.calendar import LONDON, start_of
from tracker.rules.lifecycle import OPEN_STATUSES
from tracker.rules.working_days import DAY, Holidays

Row = tuple[int, int, date, date | None, date | None, bool]


class Joined(Func):
    """Texts put together in one flat row; none of them may be null.

    Django's Concat nests each text in the one before, too deep for the embedded database to read.
    """

    template, arg_joiner, output_field = "(%(expressions)s)", " || ", CharField()


class ActionsOnLadder(ActionQuerySet):
    """Actions, with the questions that reminders ask of them."""

    def to_remind(self) -> Self:
        """Return the open ones with a date of which somebody is reminded at all."""
        return self.open().filter(still_asked(), due_on__isnull=False)

    def not_put_off(self, *, on: date) -> Self:
        """Return those whose reminders are not put off on the day."""
        return self.exclude(pk__in=_over_after(on))

    def with_quiet(self, *, each: bool = False) -> Self:
        """Add what a ladder stands on besides the date: `updated_on`, `snoozed_until`, `is_repeated`.

        `each` asks of each action by itself whether it is repeated, for one of them; else all that are, are read once.
        """
        newest = _snoozes().filter(action=OuterRef("pk")).order_by("-pk")
        over_on = Case(
            When(ended_at__isnull=True, then=F("until_on")),
            default=Least("until_on", TruncDate("ended_at", tzinfo=LONDON)),
            output_field=DateField(),
        )
        repeated = Exists(_repeated().filter(action=OuterRef("pk"))) if each else Q(pk__in=_repeated())
        return self.annotate(
            updated_on=TruncDate("last_update_at", tzinfo=LONDON),
            snoozed_until=Subquery(newest.values(over_on=over_on)[:1]),
            is_repeated=Case(When(repeated, then=True), default=False),
        )

    def reaching(self, rungs: Iterable[Rung], *, on: date, holidays: Holidays) -> Self:
        """Return the open ones for which one of these rungs is reached on the day, told or not; none on days off.

        Everything is compared with dates worked out before, and what is rare is looked up once for all rows.
        """
        if not working_days.is_working_day(on, holidays):
            return self.none()
        bounds = Q(pk__in=[])
        for rung in rungs:
            bounds |= _reached(rung, on=on, holidays=holidays)
        able = self.alias(updated_day=TruncDate("last_update_at", tzinfo=LONDON))
        return able.filter(
            bounds, ~Q(pk__in=_over_after(on)), still_asked(), status__in=OPEN_STATUSES, due_on__isnull=False
        )

    def unsettled(self, *, on: date, changed: Iterable[int]) -> Self:
        """Return, after `with_quiet`, those that may have something untold.

        Left out is what was looked through before, if nothing of it has changed since and no day of a rung has come:
        the mark of its look says what it was then. `changed` are posts whose mark in the database is an old one.
        """
        mark = Joined(
            Coalesce(F("owner_post__look__mark"), Value("")),
            Value("|"),
            Cast("due_on", CharField()),
            Value("|"),
            Coalesce(Cast("updated_on", CharField()), Value("")),
            Value("|"),
            Coalesce(Cast("snoozed_until", CharField()), Value("")),
            Case(When(is_repeated=True, then=Value("|again")), default=Value("")),
        )
        again = Q(look__again_on__isnull=True) | Q(look__again_on__lte=on) | Q(owner_post__in=list(changed))
        return self.annotate(mark_now=mark).filter(again | ~Q(look__mark=F("mark_now")))

    def dated(self) -> "QuerySet[Any, Row]":
        """Return, after `with_quiet`, number, owning post, and what Dated takes, as plain rows (`dated_of`)."""
        return self.values_list("pk", "owner_post_id", "due_on", "updated_on", "snoozed_until", "is_repeated")

    def told(self, rungs: Iterable[Rung]) -> "QuerySet[Any, tuple[str, int, str, int, date, date]]":
        """Return what was noted of these actions on their ladders, as `noted` gives it."""
        number = Cast("pk", CharField())
        ref = Joined(Value("ACT-"), Case(When(pk__lt=10_000, then=LPad(number, 4, Value("0"))), default=number))
        return noted(rungs, self.order_by().values(subject_ref=ref))


def actions_on_ladder() -> ActionsOnLadder:
    """Return all actions, to ask who is to be reminded of them."""
    return ActionsOnLadder(Action)


def noted(rungs: Iterable[Rung], subjects: Any) -> "QuerySet[Any, tuple[str, int, str, int, date, date]]":
    """Return what was noted of these subjects.

    Each row has the subject, number, rung, person, date, and the day on which it was noted.
    """
    notices = Notice.objects.filter(rung__in=[rung.code for rung in rungs], subject__in=subjects)
    told_on = TruncDate("created_at", tzinfo=LONDON)
    return notices.values_list("subject", "number", "rung", "person_id", "due_on", told_on)


def _snoozes() -> "QuerySet[Any]":
    return Snooze.objects.all()


def _repeated() -> "QuerySet[Any]":
    """Return the actions that now answer what was recommended before: the report says so, or a carry-over linked it."""
    answers = Answers.objects
    linked = Link.objects.values("later_id")
    again = Q(answerable__recommendation__flagged_repeat=True) | Q(answerable__recommendation__in=linked)
    return answers.filter(again, to_on__isnull=True, answerable__to_on__isnull=True).values("action_id")


def _over_after(day: date) -> "QuerySet[Any]":
    """Return the actions with a snooze that is over on a later day.

    Its own last day, or the day on which it was ended.
    """
    snoozes = _snoozes().filter(Q(ended_at__isnull=True) | Q(ended_at__gte=start_of(day + DAY)), until_on__gt=day)
    return snoozes.values("action_id")


def _reached(rung: Rung, *, on: date, holidays: Holidays) -> Q:
    """Return `ladder.is_reached` on a working day as a condition, without what a snooze that lasts holds back.

    Needs `updated_day`.
    """
    first, last = ladder.due_between(rung, on=on, holidays=holidays)
    if rung.is_before:
        return Q(due_on__gte=first, due_on__lte=last)
    reached = Q(due_on__lte=last)
    if rung.again:
        quiet_until = ladder.quiet_until(rung, on=on, holidays=holidays)
        quiet = Q(last_update_at__isnull=True) | Q(last_update_at__lt=start_of(quiet_until + DAY))
        reached &= quiet | Q(updated_day__lte=F("due_on")) if rung.quiet else quiet
        reached &= ~Q(pk__in=_over_after(last + DAY))
    if rung.repeated is not None:
        repeated = Q(pk__in=_repeated())
        reached &= repeated if rung.repeated else ~repeated
    return reached


def mark_of(audience_mark: str, dated: Dated) -> str:
    """Return `mark_now` of an action, worked out in Python: all that decides whom it is told to, besides the day."""
    days = [day.isoformat() if day else "" for day in (dated.due_on, dated.updated_on, dated.snoozed_until)]
    return "|".join([audience_mark, *days]) + ("|again" if dated.is_repeated else "")


def dated_of(row: Row) -> Dated:
    """Return what `dated` gave of an action, as the rule takes it."""
    _, _, due_on, updated_on, snoozed_until, is_repeated = row
    return Dated(due_on, updated_on, snoozed_until, is_repeated)
