"""`manage.py make_national`: a believable service of national size, to test and to measure with."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tracker.errors import InvalidInput, WrongState
from tracker.rules.access import SERVICE
from tracker.sample_data.demo import facts
from tracker.sample_data.national.world import make_national_world

TELL_EVERY = 10  # seconds
ENDED = (
    "Share from 0 to 1 of the actions of standing recommendations that have ended; those of ended recommendations have "
    "then all ended. Each has the update that ended it, also with --updates 0. Unless told, the updates decide. "
    "A million as in life: --recommendations 1000000 --updates 0 --ended 0.5"
)


class Command(BaseCommand):
    """Into an empty database only; prints how many rows it made, and how fast."""

    help = "Fill an empty database with a believable service of national size: 12 regions, 108 PDUs, 1,500 people."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--recommendations", type=int, default=3_000, help="3,000 unless told; 3 actions for each")
        parser.add_argument("--updates", type=int, default=6, help="Updates of an action on average: 6 unless told")
        parser.add_argument("--ended", type=float, metavar="SHARE", help=ENDED)
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
                ended=options["ended"],
                seed=options["seed"],
                is_for_tests=options["test_database"],
                on=on,
                by=SERVICE,
                at=datetime.combine(on, time_of_day(8), UTC),
                tell=self._progress(began),
            )
        except (WrongState, InvalidInput) as refusal:
            raise CommandError(str(refusal)) from refusal
        seconds = time.perf_counter() - began
        for name, count in sorted(made.rows.items(), key=lambda row: -row[1]):
            self.stdout.write(f"{count:>10,}  {name}")
        rate = f"{made.total:,} rows in {seconds:.1f} seconds: {made.total / seconds:,.0f} rows a second."
        self.stdout.write(f"{made.total:>10,}  rows altogether\n{rate}")
        self.stdout.write(f"Everybody in post signs in with ‘{facts.password()}’: head.kirklees@demo.example, …")

    def _progress(self, began: float) -> Callable[[str], None]:
        """Return what prints how far it is, every ten seconds."""
        told = began

        def tell(words: str) -> None:
            nonlocal told
            now = time.perf_counter()
            if now - told >= TELL_EVERY:
                told = now
                self.stdout.write(f"{now - began:>9,.0f}s  {words}")
                self.stdout.flush()

        return tell
