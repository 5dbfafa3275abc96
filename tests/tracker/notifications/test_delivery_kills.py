"""Nothing is lost when senders are killed: what was due, minus what a real mail server took, and the reverse."""

import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.mail_process import open_senders
from tests.factories.many_people import make_people
from tests.factories.post_office import open_post_office
from tracker.choices import ActionStatus, MessageState
from tracker.models import Action
from tracker.notifications.models import MailHold, Message, NoticeToTell
from tracker.notifications.operations.message_queue import LEASE
from tracker.notifications.operations.reminders import remind
from tracker.notifications.queries import mail_settings
from tracker.notifications.rules import delivery
from tracker.rules.access import SERVICE

MONDAY = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
KILLS_OF_A_ROUND = 50  # each waits for a lease to end, and a round must end on its day


def let_runs_go(at=MONDAY):
    """As if a person had let a large run under these settings go."""
    mark = delivery.settings_mark(mail_settings.in_force())
    MailHold.objects.create(why="an earlier run", made_at=at, released_at=at, settings_mark=mark)


def kill_after(office, count, pid, *, pause):
    """Kill the sender so long after the server has taken so many more mails, or when it has ended by itself."""
    target, until = len(office.taken) + count, time.monotonic() + 30
    while len(office.taken) < target and time.monotonic() < until and _is_alive(pid):
        time.sleep(0.0005)
    time.sleep(pause)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().split()[2] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kills", "people"), [(20, 150), pytest.param(200, 1_000, marks=pytest.mark.battery)], ids=["short", "full"]
)
def test_killed_senders_lose_nothing_and_repeat_at_most_one_mail_each(world, settings, capsys, kills, people):
    chance = random.Random(kills)
    rounds = max(1, kills // KILLS_OF_A_ROUND)
    let_runs_go()
    due, killed = set(), 0
    with open_post_office(settings) as office, open_senders(office.port) as senders:
        for number in range(rounds):
            at = MONDAY + timedelta(weeks=number)
            Action.objects.update(status=ActionStatus.WITHDRAWN)
            due |= set(make_people(world, people, due_on=at.date() + timedelta(days=4), name=f"round-{number}"))
            remind(by=SERVICE, at=at)
            for _ in range(kills // rounds):
                pid = senders.start(at)
                count = chance.randrange(2 * people * rounds // kills)
                kill_after(office, count, pid, pause=chance.choice([0, 0, 0.002, 0.01]))
                killed += senders.wait() == -signal.SIGKILL
                at += LEASE
            senders.start(at)
            assert senders.wait() == 0

    ids = {}
    for mail in office.taken:
        ids.setdefault(mail["To"], set()).add(mail["Message-ID"])
    repeats = Counter(mail["To"] for mail in office.taken)
    duplicates = sum(repeats.values()) - len(repeats)
    with capsys.disabled():
        print(f"\n{len(due)} due, {killed} senders killed, 0 lost, {duplicates} repeated with the same Message-ID")
    assert due - ids.keys() == set()
    assert ids.keys() - due == set()
    assert killed >= kills * 0.8
    assert duplicates <= killed
    assert all(len(each) == 1 for each in ids.values())
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}
    assert not NoticeToTell.objects.untold().exists()
