"""Mail keeps to its reader's area and to our own words, and looking at what it leads to changes nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.mail import EmailMultiAlternatives

from tests.factories.letters import facts_of_text, make_things_to_say, written
from tests.factories.stage import Stage
from tests.tracker.permissions.test_canaries import CANARIES, FIELDS, KEPT_FROM, canary, let_loose
from tracker.models import Session

pytestmark = pytest.mark.django_db

TITLE = "title"  # an action's title is told; it is checked when it is typed (rules/free_text)
READERS = ("head", "lead", "national")  # they get the most; their links are opened as themselves


@pytest.fixture
def mails(stage: Stage) -> dict[str, EmailMultiAlternatives]:
    """Every kind of mail for the cast, after everything that is typed got a word of its own."""
    make_things_to_say(stage.world)
    for place in CANARIES:
        let_loose(stage, place)
    return written(stage.world)


def words_of(mail: EmailMultiAlternatives) -> str:
    """All that arrives: headers, text and HTML."""
    return mail.message().as_string() + f"{mail.subject}{mail.body}{mail.alternatives[0][0]}".lower()


def test_nothing_typed_but_titles_is_in_any_mail(mails: dict[str, EmailMultiAlternatives]) -> None:
    typed = {canary(place, field) for place in CANARIES for field in (*FIELDS, "reason") if field != TITLE}

    found = {(name, word) for name, mail in mails.items() for word in typed if word in words_of(mail)}

    assert found == set()


@pytest.mark.parametrize("place", CANARIES)
def test_no_word_of_another_area_is_in_a_mail(mails: dict[str, EmailMultiAlternatives], place: str) -> None:
    people = {person for person, places in KEPT_FROM.items() if place in places}
    found = [name for name, mail in mails.items() if name.split()[1] in people and CANARIES[place] in words_of(mail)]

    assert found == []


@pytest.mark.parametrize(("person", "place"), [("head", "kirklees"), ("other_head", "wigan")])
def test_titles_of_ones_own_area_are_told(mails: dict[str, EmailMultiAlternatives], person: str, place: str) -> None:
    assert canary(place, TITLE) in words_of(mails[f"digest {person}"])


@pytest.mark.parametrize("times", [2, pytest.param(20, marks=pytest.mark.battery)])
def test_a_scanner_changes_nothing(
    stage: Stage, mails: dict[str, EmailMultiAlternatives], settings: Any, times: int
) -> None:
    """Mail scanners open every link, with GET and with HEAD, again and again, with or without somebody's session."""
    before = everything()

    statuses = {status for _ in range(times) for status in opened(stage, mails, settings.SERVICE_URL)}

    assert everything() == before
    assert statuses <= {200, 302, 403, 404}


def opened(stage: Stage, mails: dict[str, EmailMultiAlternatives], service: str) -> Iterator[int]:
    """Every link of every mail, by nobody and, for some, by whoever got it."""
    links = {name: sorted(facts_of_text(str(mail.body)).addresses) for name, mail in mails.items()}
    nobody = stage.client("anonymous")
    for address in sorted({address for found in links.values() for address in found}):
        yield from _both(nobody, address.removeprefix(service))
    for name, found in links.items():
        kind, person = name.split()
        if person in READERS and kind == "digest":
            client = stage.client(person)
            for address in found:
                yield from _both(client, address.removeprefix(service))


def _both(client: Any, path: str) -> Iterator[int]:
    path = path.partition("#")[0]
    assert path.startswith("/"), path
    yield client.get(path).status_code
    yield client.head(path).status_code


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table but the sessions."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model is not Session
    }
