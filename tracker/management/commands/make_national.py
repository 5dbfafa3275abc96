"""`manage.py make_national`: a believable service of national size, to test and to measure with."""

import time
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tracker.errors import InvalidInput, WrongState
from tracker.rules.access import SERVICE
from tracker.sample_data.demo import facts
from tracker.sample_data.national.world import make_national_world


class Command(BaseCommand):
    """Into an empty database only; prints how many rows it made, and how fast."""

    help = "Fill an empty database with a believable service of national size: 12 regions, 108 PDUs, 1,500 people."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--recommendations", type=int, default=3_000, help="3,000 unless told; 3 actions for each")
        parser.add_argument("--updates", type=int, default=6, help="Updates of an action on average: 6 unless told")
        parser.add_argument("--seed", type=int, default=1, help="The same seed and day make the same rows")
        parser.add_argument("--on", type=date.fromisoformat, help="The day on which the world stands: today")
        parser.add_argument("--test-database", action="store_true", help="Needed when DEBUG is off")

    def handle(self, **options: Any) -> None:
        on = options["on"] or timezone.localdate()
        began = time.perf_counter()
        try:
            made = make_national_world(
                recommendations=options["recommendations"],
                updates=options["updates"],
                seed=options["seed"],
                is_for_tests=options["test_database"],
                on=on,
                by=SERVICE,
                at=datetime.combine(on, time_of_day(8), UTC),
            )
        except (WrongState, InvalidInput) as refusal:
            raise CommandError(str(refusal)) from refusal
        seconds = time.perf_counter() - began
        for name, count in sorted(made.rows.items(), key=lambda row: -row[1]):
            self.stdout.write(f"{count:>10,}  {name}")
        rate = f"{made.total:,} rows in {seconds:.1f} seconds: {made.total / seconds:,.0f} rows a second."
        self.stdout.write(f"{made.total:>10,}  rows altogether\n{rate}")
        self.stdout.write(f"Everybody in post signs in with ‘{facts.password()}’: head.kirklees@demo.example, …")
