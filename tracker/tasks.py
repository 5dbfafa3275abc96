"""What the worker does by itself; each task reads the clock and makes one call (config/celery.py says how often)."""

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from tracker.documents import list_files as list_files_out
from tracker.notifications import sending
from tracker.notifications.operations import deliveries, heartbeats, jobs_note, reminders
from tracker.notifications.rules.heartbeats import Component
from tracker.operations import chosen_files, list_files, reorganisations
from tracker.projections.rebuild import differences
from tracker.rules.access import SERVICE
from tracker.rules.wording import exact_plural

log = logging.getLogger("tracker.tasks")


@shared_task
def pulse() -> None:
    """Record that beat has started this and that a worker has taken it."""
    heartbeats.beat(component=Component.BEAT, at=timezone.now())


@shared_task
def tick() -> None:
    """Note what has become due, and make the messages that tell it."""
    at = timezone.now()
    done = reminders.remind(by=SERVICE, at=at)
    heartbeats.beat(component=Component.WORKER, at=at, detail=f"New notices: {done.notices}")


@shared_task
def relay() -> None:
    """Send the messages that wait; where the time was too short for all of them, the next run starts at once."""
    at = timezone.now()
    run = sending.send_due(by=SERVICE, at=at)
    heartbeats.beat(component=Component.RELAY, at=at, detail=f"Sent: {run.sent}. To try again: {run.later}")
    if run.is_cut_short:
        _start_again()


@shared_task
def ask_deliveries() -> None:
    """Ask the provider what became of the mail it took, where the way out is one that can be asked."""
    deliveries.note_deliveries(by=SERVICE, at=timezone.now())


@shared_task
def note_jobs() -> None:
    """Make the weekly note that the jobs ran, on the first working day of a week."""
    jobs_note.make_notes(by=SERVICE, at=timezone.now())


def _start_again() -> None:
    """Ring for the next run. If the broker is away, beat starts it within a minute."""
    try:
        relay.apply_async(expires=55, retry=False)
    except OperationalError as error:
        log.info("The next run of the relay waits for beat: %s", error)


@shared_task
def tidy() -> None:
    """Delete the files of forms which were never saved, and those of lists that were kept for a week."""
    at = timezone.now()
    chosen_files.forget_files(by=SERVICE, at=at)
    list_files.delete_old(by=SERVICE, at=at)


# A list of a million rows takes minutes. The lease of its file keeps a second run from beginning it too.
@shared_task(soft_time_limit=25 * 60, time_limit=26 * 60)
def write_lists() -> None:
    """Write the files of long lists that wait to be made."""
    list_files_out.write_waiting(by=SERVICE, at=timezone.now())


# A million recommendations are compared in about as many minutes as they are worked out in.
@shared_task(soft_time_limit=55 * 60, time_limit=56 * 60)
def check_kept() -> None:
    """Make what lists ask for equal to the facts, and report where it was not."""
    for difference in differences(mend=True):
        rows = exact_plural(difference.rows, "row")
        log.error("What is kept for lists differed: %s of %s. The first: %s", rows, difference.table, difference.first)


@shared_task
def names() -> None:
    """Show the new names of bodies whose first day has come."""
    reorganisations.show_names_of_the_day(by=SERVICE, at=timezone.now())
