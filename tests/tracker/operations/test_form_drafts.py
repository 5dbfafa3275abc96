"""Kept answers: newer ones replace older ones, secrets are never written down, and a week is the limit."""

from datetime import timedelta
from typing import Any

import pytest

from tests.factories.world import NOW
from tracker.models import Event, FormDraft, Person
from tracker.operations.form_drafts import KEPT_FOR, LEFT_OUT, MOST_CHARACTERS, forget, keep
from tracker.rules.access import Actor

ADDRESS = "/actions/ACT-0001/update/"


@pytest.fixture
def writer(db: None) -> Actor:
    person = Person.objects.create_user("new@example.org", "New")
    return Actor(person_id=person.pk, name=person.name)


def test_newer_answers_replace_older_ones_without_an_event(writer: Actor) -> None:
    keep(address=ADDRESS, answers={"text": ["Half"]}, by=writer, at=NOW - timedelta(hours=1))

    is_kept = keep(address=ADDRESS, answers={"text": ["All"]}, by=writer, at=NOW)

    draft = FormDraft.objects.get()
    assert (is_kept, draft.answers, draft.kept_at) == (True, {"text": ["All"]}, NOW)
    assert not Event.objects.exists()


@pytest.mark.parametrize("name", sorted(LEFT_OUT))
def test_what_proves_who_somebody_is_is_not_written_down(writer: Actor, name: str) -> None:
    keep(address=ADDRESS, answers={"text": ["All"], name: ["secret"]}, by=writer, at=NOW)

    assert FormDraft.objects.get().answers == {"text": ["All"]}


@pytest.mark.parametrize(
    ("address", "answers"),
    [
        (ADDRESS, {}),
        (ADDRESS, {"password": ["secret"]}),
        (ADDRESS, {"text": ["x" * MOST_CHARACTERS, "x"]}),
        ("/" * 501, {"text": ["All"]}),
    ],
    ids=["nothing", "only a secret", "too much", "too long an address"],
)
def test_there_is_nothing_or_too_much_to_keep(writer: Actor, address: str, answers: dict[str, Any]) -> None:
    is_kept = keep(address=address, answers=answers, by=writer, at=NOW)

    assert (is_kept, FormDraft.objects.exists()) == (False, False)


def test_a_stranger_keeps_nothing(db: None) -> None:
    is_kept = keep(address=ADDRESS, answers={"text": ["All"]}, by=Actor(person_id=None, name="Nobody"), at=NOW)

    assert (is_kept, FormDraft.objects.exists()) == (False, False)


def test_sending_a_form_forgets_its_answers_alone(writer: Actor) -> None:
    for address in (ADDRESS, "/posts/"):
        keep(address=address, answers={"text": ["All"]}, by=writer, at=NOW)

    forget(address=ADDRESS, by=writer, at=NOW)

    assert [draft.address for draft in FormDraft.objects.all()] == ["/posts/"]


@pytest.mark.parametrize(("more", "expected"), [(timedelta(0), 1), (timedelta(seconds=1), 0)])
def test_whatever_is_older_than_a_week_goes_too(writer: Actor, more: timedelta, expected: int) -> None:
    keep(address="/posts/", answers={"text": ["All"]}, by=writer, at=NOW - KEPT_FOR - more)

    forget(address=ADDRESS, by=writer, at=NOW)

    assert FormDraft.objects.count() == expected
