"""`manage.py create_api_token EMAIL`: a token with which a program signs in to the API as this person."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.errors import Refusal
from tracker.models import Person
from tracker.operations.tokens import make_token
from tracker.rules.access import SERVICE


class Command(BaseCommand):
    """Prints the token alone, so that a script can take it."""

    help = "Make an API token for an account and print it. An earlier token of the account stops working."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the email address of the account")

    def handle(self, *, email: str, **options: Any) -> None:
        try:
            person = Person.objects.get_by_natural_key(email)
            token = make_token(person=person, by=SERVICE, at=timezone.now())
        except Person.DoesNotExist:
            raise CommandError(f"There is no account with the address {email}.") from None
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(token)
