"""Brings the demo's database up to date, and fills it the first time; keeps what is there."""

import os
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("DEMO", "1")

OURS = ("inspections", "tracker")


def main() -> None:
    django.setup()
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    set_older_database_aside()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_organisations")
    call_command("rebuild", verbosity=0)
    if not get_user_model().objects.exists():
        print("Building the demo world", flush=True)
        with transaction.atomic():  # all of it or none: half a world would pass for a whole one next time
            call_command("load_demo")


def set_older_database_aside() -> None:
    """Rename a demo database made before release 0.1.0, whose migrations are no longer there, and say so.

    Only the demo's own SQLite file is renamed; for any other database the run stops with what to do.
    """
    from django.db import connection  # noqa: PLC0415

    gone = migrations_that_are_gone()
    if not gone:
        return
    if connection.vendor != "sqlite" or not Path(connection.settings_dict["NAME"]).exists():
        sys.exit("This database was made before release 0.1.0 and cannot be brought up to date. Use an empty one.")
    connection.close()
    database = Path(connection.settings_dict["NAME"])
    aside = database.with_name(f"{database.stem}-before-0.1.0{database.suffix}")
    for ending in ("", "-wal", "-shm"):
        part = database.with_name(database.name + ending)
        if part.exists():
            part.replace(aside.with_name(aside.name + ending))
    print(f"Your demo database was made before release 0.1.0. It is kept as {aside}; a new one is made.", flush=True)


def migrations_that_are_gone() -> list[tuple[str, str]]:
    """Return our migrations that the database has had and that the code no longer has; 1 query."""
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    loader = MigrationLoader(connection)
    return sorted(key for key in loader.applied_migrations if key[0] in OURS and key not in loader.disk_migrations)


if __name__ == "__main__":
    main()
