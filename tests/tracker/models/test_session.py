"""Open sessions: with their person, roles and posts in one read, and nothing of one that has run out."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.world import NOW, TODAY, World
from tracker.models import Person, Session, actor_of, open_session

HOUR = timedelta(hours=1)


def opened(person: Person | None, **fields: Any) -> Session:
    return Session.objects.create(
        **{"session_key": "key", "session_data": "data", "expire_date": NOW + HOUR, "person": person} | fields
    )


def test_one_read_brings_the_session_the_person_and_what_they_may_do(
    world: World, django_assert_num_queries: Any
) -> None:
    head = world.people["head"]
    opened(head)

    with django_assert_num_queries(1):
        found = open_session("key", at=NOW, on=TODAY)
        assert found is not None
        assert found.person is not None
        actor = actor_of(found.person, on=TODAY)

    assert (found.data, found.person) == ("data", head)
    assert actor == actor_of(head, on=TODAY)


def test_the_person_is_whole(world: World) -> None:
    head = world.people["head"]
    head.visited_at = NOW
    head.save()
    opened(head)

    found = open_session("key", at=NOW, on=TODAY)

    assert found is not None
    for field in Person._meta.concrete_fields:
        assert getattr(found.person, field.attname) == getattr(head, field.attname), field.attname


def test_before_sign_in_it_has_nobody(db: None) -> None:
    opened(None)

    found = open_session("key", at=NOW, on=TODAY)

    assert found is not None
    assert found.person is None


@pytest.mark.parametrize(("key", "at"), [("other", NOW), ("key", NOW + HOUR), ("key", NOW + 2 * HOUR)])
def test_an_unknown_one_and_one_that_has_run_out_are_not_open(world: World, key: str, at: Any) -> None:
    opened(world.people["head"])

    assert open_session(key, at=at, on=TODAY) is None


def test_it_is_read_and_written_by_the_store_of_the_settings(db: None) -> None:
    store = Session.get_session_store_class()()
    store["word"] = "Kirklees"
    store.save()

    assert Session.objects.get().get_decoded() == {"word": "Kirklees"}
