"""Checks that Django runs before it migrates, and with `check --database default`."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from tracker.models import Person
from tracker.notifications.rules import ladder


@register(Tags.database)
def no_demo_people_outside_the_demo(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a database with demo accounts, whose password is printed, unless DEBUG is on."""
    if settings.DEBUG:
        return []
    return [
        Error(
            f"The database '{name}' holds demo accounts, whose password is public.",
            hint="Use a database of its own for the service, or set DEBUG=1 to run the demo.",
            id="tracker.E001",
        )
        for name in databases or ()
        if _has_demo_people(name)
    ]


@register()
def ladder_is_in_order(app_configs: object = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse numbers of days that no rung has, or that put a rung before a lower one."""
    hint = "Change TRACKER_LADDER, such as TRACKER_LADDER='action-head=7,action-region=12'."
    return [
        Error(f"The ladder of reminders cannot be used: {mistake}", hint=hint, id="tracker.E002")
        for mistake in ladder.mistakes(settings.LADDER_DAYS)
    ]


def _has_demo_people(database: str) -> bool:
    connection = connections[database]
    with connection.cursor() as cursor:
        if Person._meta.db_table not in connection.introspection.table_names(cursor):
            return False  # before the first migration
        fields = {field.name for field in connection.introspection.get_table_description(cursor, Person._meta.db_table)}
    return "is_demo" in fields and Person.objects.using(database).filter(is_demo=True).exists()
