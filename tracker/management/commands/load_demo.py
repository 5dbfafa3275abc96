"""`manage.py load_demo`: the demo world, as it stands today; `--sign-ins` only prints who can sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from inspections.reader.sandbox import read_in_child
from tracker.choices import Role
from tracker.errors import WrongState
from tracker.rules.access import SERVICE
from tracker.sample_data.demo import facts
from tracker.sample_data.demo.world import make_demo_world


class Command(BaseCommand):
    """Safe to run again: a demo world that is there is left as it is."""

    help = "Make the demo world and print its sign-ins. Needs DEBUG. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--sign-ins", "--accounts", dest="sign_ins", action="store_true", help="Only print who can sign in"
        )

    def handle(self, **options: Any) -> None:
        if not options["sign_ins"]:
            self.load()
        elif not settings.DEBUG:
            raise CommandError("The demo accounts do not exist when DEBUG is off.")
        self.stdout.write(sign_in_table())

    def load(self) -> None:
        now = timezone.now()
        try:
            report = read_in_child(facts.look_alike(), "demonstration-report.txt")
            made = make_demo_world(report=report, on=timezone.localdate(now), by=SERVICE, at=now)
        except WrongState as refusal:
            raise CommandError(str(refusal)) from refusal
        if made:
            self.stdout.write(
                f"{made.people} people, {made.recommendations} recommendations and {made.actions} actions made.\n"
            )
        else:
            self.stdout.write("The demo world is here already. Nothing was changed.\n")


def sign_in_table() -> str:
    """Return the table of who can sign in to the demo, with which role, to see what."""
    rows = [(line.email, line.name, Role(line.role).label, line.sees) for line in facts.sign_ins()]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [f"  {email:<{widths[0]}}  {role:<{widths[2]}}  {sees}" for email, _, role, sees in rows]
    return "\n".join([f"Sign in with the password '{facts.password()}' as:", "", *lines])
