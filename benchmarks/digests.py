"""Prints how fast one worker makes and sends digests: benchmarks/digests.py DATABASE_URL [--people 10000].

Make the database first (`manage.py make_national --on 2026-11-20` on PostgreSQL). A copy of it is measured and removed.
Managers with late and near actions are added to its PDUs until so many people have something to be told; then one
process notes what is due, selects, writes and sends, to the fast sink of ../shared/bench. Before and after, its
'compose and send on one connection' runs against the same sink: compare the ratio, not the rates. Goals: 0.6 of it
(stretch 0.9), and queries that do not grow with the people of a batch, but for one write for each message.
"""

# ruff: noqa: PLC0415 - the service can be imported only once its settings are in the environment

import argparse
import cProfile
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT.parent / "shared" / "bench"
PORT = 2599
ACTIONS_EACH = 4
FLOOR_MESSAGES = 2_000
FLOOR = f"""
import sys, time
sys.path.insert(0, {str(BENCH)!r})
import floor
floor.configure_django()
# It is written for a Django whose messages take a policy; in ours the same is asked for by the end of lines.
from django.core.mail.message import MIMEMixin
as_bytes = MIMEMixin.as_bytes
MIMEMixin.as_bytes = lambda self, policy=None: as_bytes(self, linesep=policy.linesep if policy else "\\n")
errors = []
floor.smtp_composing({PORT}, None, 50, errors)
started = time.perf_counter()
floor.smtp_composing({PORT}, None, {FLOOR_MESSAGES}, errors)
assert not errors, errors
print({FLOOR_MESSAGES} / (time.perf_counter() - started))
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database_url")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--on", type=date.fromisoformat, default=date(2026, 11, 20), help="the day of the data")
    parser.add_argument("--profile", type=Path, help="write the profile of making and sending to this file")
    parser.add_argument("--keep", action="store_true", help="leave the copy of the database, for a closer look")
    args = parser.parse_args()
    with copy_of(args.database_url, keep=args.keep) as copy:
        run(args, copy)


@contextmanager
def copy_of(database_url, *, keep):
    """The address of a copy, so that each run starts from the same day and the database given stays as it is."""
    server, _, name = database_url.rpartition("/")
    copy = f"{name}_measured"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(copy)))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(copy), sql.Identifier(name)))
        try:
            yield f"{server}/{copy}"
        finally:
            if not keep:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(copy)))


def run(args, database_url):
    os.environ |= {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{PORT}",
        "SECRET_KEY": "for this measurement only, and long enough to be taken for one",
        "ALLOWED_HOSTS": "localhost",
        "LOG_LEVEL": "WARNING",
    }
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    add_people(args.people, on=args.on)
    let_go()
    with tempfile.NamedTemporaryFile() as counter, ExitStack() as stack:
        served = ["--port", str(PORT), "--kind", "fast", "--count", counter.name]
        sink = subprocess.Popen([sys.executable, str(BENCH / "smtp_sink.py"), *served])
        stack.callback(sink.wait, 10)
        stack.callback(sink.terminate)
        time.sleep(1)
        before = floor()
        taken = received(counter.name)
        measured = measure(first_monday(args.on), profile=args.profile)
        taken = received(counter.name) - taken
        after = floor()
    if taken != measured["sent"]:
        raise SystemExit(f"Sent {measured['sent']}, but the sink took {taken}")
    show(measured, before, after)


def floor():
    bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    answer = subprocess.run([sys.executable, "-c", FLOOR], env=bare, stdout=subprocess.PIPE, text=True, check=True)
    return float(answer.stdout)


def received(path):
    time.sleep(1.1)  # the sink writes its counts twice a second
    return json.loads(Path(path).read_text())["messages"]


def first_monday(on):
    monday = on + timedelta(days=7 - on.weekday())
    return datetime(monday.year, monday.month, monday.day, 7, 30, tzinfo=UTC)


def let_go():
    """As on the day when the service is switched on, except that a person has let its first run go."""
    from django.utils import timezone

    from tracker.notifications.models import MailHold
    from tracker.notifications.queries import mail_settings
    from tracker.notifications.rules import delivery

    mark = delivery.settings_mark(mail_settings.in_force())
    now = timezone.now()
    MailHold.objects.create(why="measured", made_at=now, released_at=now, settings_mark=mark)


def add_people(people, *, on):
    """Managers in PDUs, each with a post and actions of which half are late and half due this week."""
    from django.db import connection

    from inspections.models import Organisation
    from tracker.choices import Role
    from tracker.models import Action, Answerable, Answers, Membership, Person, Post, PostHolder

    started = on - timedelta(days=400)
    at = datetime(started.year, started.month, started.day, 9, tzinfo=UTC)
    Person.objects.filter(first_signed_in_at=None).update(first_signed_in_at=at)
    told = {action.told_id for action in Action.objects.to_tell(on=first_monday(on).date()).only("pk")}
    missing = people - len(told)
    if missing <= 0:
        return
    bodies = list(Organisation.objects.filter(pk__in=Answerable.objects.values("organisation")).order_by("pk"))
    duties = {body.pk: list(Answerable.objects.filter(organisation=body)[:20]) for body in bodies}
    first = Person.objects.count()
    places = [bodies[number % len(bodies)] for number in range(missing)]
    names = [f"Manager {first + number}, {body.name}" for number, body in enumerate(places)]
    made = Person.objects.bulk_create(
        Person(email=f"manager-{first + number}@measured.example", name=name, first_signed_in_at=at, password="!")
        for number, name in enumerate(names)
    )
    posts = Post.objects.bulk_create(
        Post(organisation=body, title=f"Manager {first + number}") for number, body in enumerate(places)
    )
    rows = list(zip(made, posts, places, strict=True))
    Membership.objects.bulk_create(
        Membership(person=person, organisation=body, role=Role.ACTION_OWNER, from_on=started)
        for person, _, body in rows
    )
    PostHolder.objects.bulk_create(PostHolder(person=person, post=post, from_on=started) for person, post, _ in rows)
    monday = first_monday(on).date()
    actions = Action.objects.bulk_create(
        Action(
            title=f"Check the plans of week {number} with a second manager",
            owner_post=post,
            due_on=(due_on := monday + timedelta(days=[-9, -2, 1, 4][number % 4])),
            first_due_on=due_on,
            created_at=at,
        )
        for _, post, _ in rows
        for number in range(ACTIONS_EACH)
    )
    answers = []
    for number, action in enumerate(actions):
        own = duties[rows[number // ACTIONS_EACH][2].pk]
        answers.append(Answers(action=action, answerable=own[number % len(own)], from_on=started))
    Answers.objects.bulk_create(answers)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(at, *, profile):
    """Times and queries of one run: note what is due, select, write and send."""
    from django.db import connection

    from config.celery import collect_rarely
    from tracker.choices import MessageState
    from tracker.notifications import sending
    from tracker.notifications.models import Message
    from tracker.notifications.operations import reminders
    from tracker.rules.access import SERVICE

    collect_rarely()  # as a worker does when it starts
    queries: Counter[str] = Counter()

    def counted(execute, sql, params, many, context):
        queries["one write for each message" if '"sent_at" =' in sql and sql.startswith("UPDATE") else "others"] += 1
        return execute(sql, params, many, context)

    profiler = cProfile.Profile(time.process_time) if profile else None
    with connection.execute_wrapper(counted):
        if profiler:
            profiler.enable()
        started, worked = time.perf_counter(), time.process_time()
        done = reminders.remind(by=SERVICE, at=at)
        selected = time.perf_counter()
        collecting = queries.total()
        run = sending.send_due(by=SERVICE, at=at, seconds=600)
        ended, worked = time.perf_counter(), time.process_time() - worked
        if profiler:
            profiler.disable()
            profiler.dump_stats(profile)
    assert not Message.objects.due(at=at).exists(), "something is left"
    return {
        "notices": done.notices,
        "digests": Message.objects.digests().filter(state=MessageState.SENT).count(),
        "sent": run.sent,
        "suppressed": run.suppressed,
        "select": selected - started,
        "send": ended - selected,
        "worked": worked,
        "collecting": collecting,
        "batches": -(-(run.sent + run.suppressed) // sending.BATCH),
        "writes": queries["one write for each message"],
        "others": queries["others"] - collecting,
    }


def show(measured, before, after):
    seconds, mail_floor = measured["select"] + measured["send"], (before + after) / 2
    rate = measured["sent"] / seconds
    print(f"{measured['sent']:>8,}  messages sent ({measured['suppressed']} had nothing left to say)")
    print(f"{measured['digests']:>8,}  of them digests; the others go at once")
    print(f"{measured['notices']:>8,}  notices noted")
    print(f"{measured['select']:>8.1f}  seconds to note what is due and select, {measured['collecting']} queries")
    print(f"{measured['send']:>8.1f}  seconds to write and send, {measured['batches']} batches")
    print(f"{measured['worked']:>8.1f}  seconds of all this our own process was at work")
    print(f"{measured['writes']:>8,}  writes, one for each message")
    print(f"{measured['others'] / measured['batches']:>8.1f}  other queries of a batch")
    print(f"{rate:>8.0f}  a second, selection included")
    print(f"{mail_floor:>8.0f}  a second for the mail floor ({before:.0f} before, {after:.0f} after)")
    print(f"{rate / mail_floor:>8.2f}  of the mail floor (goal 0.6, stretch 0.9)")


if __name__ == "__main__":
    main()
