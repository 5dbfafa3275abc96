"""Tokens for the API: made by the operator alone, one for each account, and on the trail."""

import pytest
from rest_framework.authtoken.models import Token

from tests.factories.world import NOW, TODAY, World
from tracker.errors import NotAllowed, WrongState
from tracker.models import Event, actor_of
from tracker.operations.tokens import make_token
from tracker.rules.access import SERVICE


def test_a_token_belongs_to_its_person(world: World) -> None:
    key = make_token(person=world.people["head"], by=SERVICE, at=NOW)

    assert Token.objects.get(key=key).user == world.people["head"]


def test_a_new_token_takes_the_place_of_the_earlier_one(world: World) -> None:
    earlier = make_token(person=world.people["head"], by=SERVICE, at=NOW)

    make_token(person=world.people["head"], by=SERVICE, at=NOW)

    assert not Token.objects.filter(key=earlier).exists()


def test_the_trail_says_so_without_the_token(world: World) -> None:
    key = make_token(person=world.people["head"], by=SERVICE, at=NOW)

    event = Event.objects.get(verb="person.token-made")
    assert event.subject == f"PER-{world.people['head'].pk:04d}"
    assert key not in str(event.after)


@pytest.mark.parametrize("key", ["head", "administrator", "national"])
def test_people_cannot_make_tokens(world: World, key: str) -> None:
    by = actor_of(world.people[key], on=TODAY)

    with pytest.raises(NotAllowed, match="create_api_token"):
        make_token(person=world.people["head"], by=by, at=NOW)


def test_a_closed_account_gets_no_token(world: World) -> None:
    with pytest.raises(WrongState, match="closed"):
        make_token(person=world.people["disabled"], by=SERVICE, at=NOW)
