"""Prints what one look for reminders costs over 100,000 open actions: benchmarks/ladder.py DATABASE_URL.

Make the database first (`manage.py make_national`). Its open actions are copied until there are 100,000, inside a
transaction that is rolled back. Measured are the first look, when nothing was told yet; the look of every minute after
it, when everything was; and the first look of the next working day, which goes through what comes up that day. Each
asks who can be told, what is reached and what was told before. For comparison: the bare SELECT of the numbers of the
same actions. Goals: at most 3 queries and 1 second.
"""

# ruff: noqa: PLC0415
import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
OPEN_ACTIONS = 100_000
ROUNDS = 7
COPY = 10_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database_url")
    given = parser.parse_args()
    os.environ |= {"DATABASE_URL": given.database_url, "DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "1"}
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        measure()
        transaction.set_rollback(True)


def measure() -> None:
    """Copy the actions, look once with nothing told, note it all, and look again, on that day and on the next."""
    from django.db import connection
    from django.utils import timezone

    from tracker.models import Action, Person
    from tracker.notifications.models import actions_on_ladder
    from tracker.notifications.operations.ladder import raise_rungs
    from tracker.notifications.queries import ladder
    from tracker.notifications.rules.ladder import About
    from tracker.queries.accountable import accountable
    from tracker.rules import working_days
    from tracker.rules.access import SERVICE
    from tracker.rules.calendar import london_date

    holidays = working_days.bank_holidays()
    now = timezone.now()
    on = working_days.before(london_date(now), 0, holidays)
    at = datetime.combine(on, now.timetz())
    Person.objects.filter(first_signed_in_at__isnull=True).update(first_signed_in_at=now)
    copy_actions()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rungs = ladder.rungs_now(About.ACTION)

    def floor() -> int:
        return len(actions_on_ladder().reaching(rungs, on=on, holidays=holidays).values_list("pk", flat=True))

    def look(day: date = on) -> int:
        seen = ladder.look_at_actions(on=day, people=accountable(on=day))
        return sum(len(action.tells) for action in seen.actions)

    print(f"{Action.objects.open().count():,} open actions, on {on}; medians of {ROUNDS}")
    print_row("Numbers of those reached (floor)", floor)
    print_row("First look: nothing told yet", look)
    started = time.perf_counter()
    noted = len(raise_rungs(by=SERVICE, at=at))
    print(f"{'All notices written once':36} {noted:>8,} rows                {time.perf_counter() - started:>6.2f} s")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print_row("Every look after it: all told", look)
    tomorrow = working_days.after(on, 1, holidays)
    print_row(f"First look on {tomorrow}", lambda: look(tomorrow))


def print_row(name: str, work: Callable[[], int]) -> None:
    """One line: rows, queries and the median of the seconds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        rows = work()
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    print(f"{name:36} {rows:>8,} rows, {len(captured):>3} queries, {median(seconds):>6.2f} s")


def copy_actions() -> None:
    """Copies of the open actions, each for the same post and date and answering the same, until there are enough."""
    from tracker.models import Action, Answers

    originals = list(Action.objects.open().order_by("pk"))
    answers: dict[int, list[tuple[int, object]]] = {}
    rows = Answers.objects.current().filter(action__in=Action.objects.open())
    for action, answerable, from_on in rows.values_list("action_id", "answerable_id", "from_on"):
        answers.setdefault(action, []).append((answerable, from_on))
    wanted = OPEN_ACTIONS - len(originals)
    number = Action.objects.order_by("-pk").values_list("pk", flat=True)[0]
    copies: list[Action] = []
    links: list[Answers] = []
    for place in range(wanted):
        original = originals[place % len(originals)]
        fields = {field.attname: getattr(original, field.attname) for field in Action._meta.concrete_fields}
        number += 1
        copies.append(Action(**fields | {"id": number, "token": None}))
        links += [
            Answers(action_id=number, answerable_id=answerable, from_on=from_on)
            for answerable, from_on in answers.get(original.pk, ())
        ]
    Action.objects.bulk_create(copies, batch_size=COPY)
    Answers.objects.bulk_create(links, batch_size=COPY)


if __name__ == "__main__":
    main()
