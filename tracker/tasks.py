"""What the worker does by itself; each task reads the clock and makes one call (config/celery.py says how often)."""

from celery import shared_task
from django.utils import timezone

from tracker import emails
from tracker.operations import chosen_files, reminders
from tracker.rules.access import SERVICE


@shared_task
def tick() -> None:
    """Note what has become due, and make the digests that tell it."""
    reminders.remind(by=SERVICE, at=timezone.now())


@shared_task
def relay() -> None:
    """Send the messages that wait."""
    emails.send_due(by=SERVICE, at=timezone.now())


@shared_task
def tidy() -> None:
    """Delete the files that were chosen in forms which were never saved."""
    chosen_files.forget_files(by=SERVICE, at=timezone.now())
