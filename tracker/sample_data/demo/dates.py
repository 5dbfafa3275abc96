"""Moments of the demo's past, of which only the day is known."""

from datetime import date, datetime, time

from django.utils import timezone


def noon(day: date) -> datetime:
    """Return the moment that stands for a day of which only the date is known."""
    return timezone.make_aware(datetime.combine(day, time(12)))
