"""`manage.py add_person EMAIL NAME --role ROLE --organisation SLUG [--post TITLE]`: an account, a role, a post."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from inspections.models import Organisation
from tracker.choices import Role
from tracker.errors import Refusal
from tracker.notifications.operations import invitations
from tracker.operations import people
from tracker.rules.access import SERVICE


class Command(BaseCommand):
    """All or nothing: a refused role or post leaves no account behind."""

    help = "Add a person with a role, perhaps a post, and an invitation by mail. The password, which is in no mail, is \
asked for, or read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--organisation", required=True, help="such as hmpps, london or kirklees")
        parser.add_argument("--post", default="", help="such as 'Head of PDU'")

    @transaction.atomic
    def handle(self, *, email: str, name: str, role: str, organisation: str, post: str, **options: Any) -> None:
        body = Organisation.objects.filter(slug=organisation).first()
        if body is None:
            raise CommandError(f"There is no organisation '{organisation}'. Run load_organisations first.")
        password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        at = timezone.now()
        try:
            person = people.add_person(email=email, name=name, password=password, by=SERVICE, at=at)
            people.give_role(person=person, role=Role(role), organisation=body, by=SERVICE, at=at)
            if post:
                people.take_up_post(person=person, organisation=body, title=post, by=SERVICE, at=at)
            invitations.invite(person=person, by=SERVICE, at=at)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{person.name} can sign in as {person.email}: {Role(role).label} for {body.display_name}.")
        self.stdout.write("An invitation goes to that address. The password is not in it.")
