"""Writing the trail: one event for each change, with the request it came from."""

from collections.abc import Iterator

import pytest

from tests.factories.world import NOW
from tracker import request_ids
from tracker.models import Event, Person
from tracker.operations.history import record
from tracker.rules.access import SERVICE, Actor


@pytest.fixture
def request_id() -> Iterator[str]:
    """The id of a request that is being answered."""
    yield request_ids.begin_request()
    request_ids.end_request()


def test_an_event_holds_who_did_what_to_which_record(db: None) -> None:
    person = Person.objects.create_user("new@example.org", "New")
    by = Actor(person_id=person.pk, name=person.name)

    made = record(verb="action.updated", subject="ACT-0412", by=by, at=NOW, before={"title": "A"}, after={"title": "B"})

    event = Event.objects.get()
    assert (event, event.by, event.at) == (made, person, NOW)
    assert (event.verb, event.subject) == ("action.updated", "ACT-0412")
    assert (event.before, event.after) == ({"title": "A"}, {"title": "B"})


def test_the_service_has_no_name_and_a_new_record_nothing_before(db: None) -> None:
    event = record(verb="action.planned", subject="ACT-0412", by=SERVICE, at=NOW, after={"title": "B"})

    assert (event.by, event.before) == (None, {})


def test_an_event_names_the_request_it_came_from(db: None, request_id: str) -> None:
    during = record(verb="action.planned", subject="ACT-0412", by=SERVICE, at=NOW, after={})

    assert during.request_id == request_id


def test_outside_a_request_there_is_none(db: None) -> None:
    event = record(verb="action.planned", subject="ACT-0412", by=SERVICE, at=NOW, after={})

    assert event.request_id == "-"
