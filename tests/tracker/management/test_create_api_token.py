"""`manage.py create_api_token`: the token alone on the output, or why there is none."""

import pytest
from django.core.management import CommandError, call_command
from rest_framework.authtoken.models import Token

from tests.factories.world import World


def test_it_prints_the_token(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_api_token", "HEAD@example.org")

    assert capsys.readouterr().out.strip() == Token.objects.get(user=world.people["head"]).key


@pytest.mark.parametrize(
    ("email", "message"), [("nobody@example.org", "There is no account"), ("disabled@example.org", "is closed")]
)
def test_it_says_why_there_is_none(world: World, email: str, message: str) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("create_api_token", email)
