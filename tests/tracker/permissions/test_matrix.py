"""The permission matrix: every address × method × person × place answers as the policy table says.

What is read with GET is asked for in test_canaries.py, which looks at the words as well.
"""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from tests.factories.policy import EXCEPTIONS, METHODS, PEOPLE, PLACES, POLICY, STRANGERS, expected
from tests.factories.stage import Stage, content_of, names_of_addresses
from tests.factories.world import PEOPLE as CAST
from tests.tracker.permissions.test_canaries import REVIEWED_HERE
from tracker.choices import Role
from tracker.models import Event

pytestmark = pytest.mark.django_db

NAMES = sorted(set(names_of_addresses()) & POLICY.keys())


def is_crawled(name: str, method: str) -> bool:
    """Whether test_canaries.py holds the cells to the table."""
    return method == "GET" and POLICY[name].answers("GET") and name != REVIEWED_HERE


ASKED = [(name, method) for name in NAMES for method in METHODS if not is_crawled(name, method)]
REFUSED = (401, 403, 404, 405)
WITH_PLACES = [name for name in NAMES if POLICY[name].sees is not None and POLICY[name].has_place]
SELF_ASSESSMENTS = ["self-assessment", "self-assessment-withdraw", "review"]
# The minute of printing too: a new one may begin between two answers.
PARTS_OF_THIS_ANSWER = re.compile(
    rb'nonce="[^"]*"|csrfmiddlewaretoken" value="[^"]*"|[A-Z]{3}-\d{4}|id="[0-9a-f]{12}"|Printed [^<]*? by '
)


@dataclass(frozen=True, slots=True)
class Answered:
    """What one cell gave: its status, its words, and whether anything was recorded."""

    status: int
    content: bytes
    is_recorded: bool


def ask(stage: Stage, name: str, method: str, person: str, place: str, *, url: str = "") -> Answered:
    """Asks as that person, and undoes what came of it."""
    more: dict[str, Any] = {"headers": {"Idempotency-Key": "00000000-0000-0000-0000-000000000007"}}
    if method != "GET":
        more["data"] = stage.body(name, place)
        if name.startswith("api-") or method != "POST":
            more["content_type"] = "application/json"
    with transaction.atomic():
        before = Event.objects.count()
        answer = getattr(stage.client(person), method.lower())(url or stage.address(name, place), **more)
        after = Event.objects.count()
        transaction.set_rollback(True)
    return Answered(answer.status_code, content_of(answer), after > before)


def places(name: str, method: str) -> tuple[str, ...]:
    """Where it is asked: everywhere; what an address does not answer to, in one's own area and in another region's."""
    rule = POLICY[name]
    if not rule.has_place:
        return PLACES[:1]
    return PLACES if rule.answers(method) else ("kirklees", "wigan")


def test_every_address_has_a_row() -> None:
    without = [name for name in names_of_addresses() if name not in POLICY]

    assert not without, f"Say in tests/factories/policy.py who gets what at: {', '.join(without)}"


def test_every_row_has_an_address() -> None:
    assert set(names_of_addresses()) >= POLICY.keys()
    assert {name for name, _, _ in EXCEPTIONS} <= POLICY.keys()


def test_each_role_is_somebodys_in_the_cast() -> None:
    assert {role for role, _, _ in CAST.values()} == set(Role)


def test_the_whole_cast_is_asked(stage: Stage) -> None:
    assert {*stage.world.people, "anonymous"} == PEOPLE | STRANGERS


def test_the_matrix_is_large() -> None:
    cells = sum(len(places(name, method)) for name, method in ASKED) * len(PEOPLE | STRANGERS)

    assert cells >= 14_000


@pytest.mark.parametrize(("name", "method"), ASKED)
def test_each_answers_as_the_policy_says_and_records_nothing_that_is_refused(
    stage: Stage, name: str, method: str
) -> None:
    cells = [(person, place) for person in sorted(PEOPLE | STRANGERS) for place in places(name, method)]

    found = {cell: (expected(name, method, *cell), ask(stage, name, method, *cell)) for cell in cells}

    wrong = {cell: (due, answer.status) for cell, (due, answer) in found.items() if answer.status != due}
    recorded = {
        cell for cell, (due, answer) in found.items() if answer.is_recorded and (due in REFUSED or cell[0] in STRANGERS)
    }
    assert (wrong, recorded) == ({}, set())


@pytest.mark.parametrize(
    "name", ["action-update", "action-new", "api-action-updates", "intake-delete", *SELF_ASSESSMENTS]
)
def test_what_is_allowed_is_recorded(stage: Stage, name: str) -> None:
    person = {"intake-delete": "coordinator", "review": "lead"}.get(name, "head")

    assert ask(stage, name, "POST", person, "kirklees").is_recorded


@pytest.mark.parametrize("person", ["head", "other_lead", "roleless"])
@pytest.mark.parametrize("name", WITH_PLACES)
def test_out_of_reach_looks_like_not_there(stage: Stage, name: str, person: str) -> None:
    place = "kirklees" if person == "other_lead" else "wigan"
    method = "GET" if POLICY[name].get else "POST"
    address = stage.address(name, place)

    hidden = ask(stage, name, method, person, place)
    missing = ask(stage, name, method, person, place, url=re.sub(r"([A-Z]{3})-\d+", r"\1-9999", address))

    assert (hidden.status, missing.status) == (404, 404)
    assert PARTS_OF_THIS_ANSWER.sub(b"", hidden.content) == PARTS_OF_THIS_ANSWER.sub(b"", missing.content)


def test_a_refusal_says_who_can(stage: Stage) -> None:
    page = ask(stage, "action-update", "GET", "auditor", "kirklees").content.decode()

    assert "Head of PDU" in page
