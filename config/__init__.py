"""Settings, the timetable and the doors of the process."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
