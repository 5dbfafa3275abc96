"""Works out what lists ask for, anew from the facts: manage.py rebuild; --check only compares."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tracker.projections.rebuild import differences, rebuild
from tracker.rules.wording import exact_plural

EVERY = 100_000  # rows between two lines of progress


class Command(BaseCommand):
    help = "Work out from the facts what lists ask for. With --check, only compare, and fail where something differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="compare and change nothing")

    def handle(self, *args: Any, check: bool, verbosity: int, **options: Any) -> None:
        if check:
            self._check()
            return
        rows: dict[str, int] = {}

        def told(table: str, count: int) -> None:
            before = rows.get(table, 0)
            rows[table] = before + count
            if before // EVERY != rows[table] // EVERY:
                self.stdout.write(f"  {rows[table]:,} {table}")

        rebuild(told=told)
        kept = ", ".join(f"{count:,} {table}" for table, count in rows.items())
        if verbosity:
            self.stdout.write(f"Worked out {kept}." if kept else "There is nothing to work out yet.")

    def _check(self) -> None:
        wrong = differences(mend=False)
        if not wrong:
            self.stdout.write("What lists ask for is as the facts say.")
            return
        for difference in wrong:
            words = exact_plural(difference.rows, "row differs", "rows differ")
            self.stderr.write(f"{difference.table}: {words}. The first: {difference.first}")
        raise CommandError("Run manage.py rebuild, and tell who looks after the service.")
