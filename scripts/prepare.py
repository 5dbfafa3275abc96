"""Brings the demo's database up to date, and fills it the first time; keeps what is there."""

import os
import sys
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("DEMO", "1")


def main() -> None:
    django.setup()
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_organisations")
    if not get_user_model().objects.exists():
        print("Building the demo world", flush=True)
        with transaction.atomic():  # all of it or none: half a world would pass for a whole one next time
            call_command("load_demo")


if __name__ == "__main__":
    main()
