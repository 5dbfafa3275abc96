"""`manage.py load_organisations`: the organisations, frameworks and themes that the service starts with."""

from typing import Any

from django.core.management.base import BaseCommand

from inspections import data
from inspections.operations.frameworks import load_frameworks
from tracker.data import themes
from tracker.operations.organisations import load_organisations
from tracker.operations.themes import load_themes


class Command(BaseCommand):
    """Safe to run again: what is there is left as it is."""

    help = "Load organisations, frameworks and themes. Safe to run again."

    def handle(self, **options: Any) -> None:
        made = load_organisations(organisations=data.organisations(), successions=data.successions())
        frameworks = load_frameworks(frameworks=data.frameworks())
        load_themes(themes=themes())
        self.stdout.write(f"{made} organisations made, {frameworks} frameworks up to date.")
