"""The OpenAPI description is valid and true of the answers; the readable page is made from it."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from tests.factories.world import World
from tracker.api.documentation import description

Clients = Callable[[str], APIClient]


def problems(schema: dict[str, Any], answer: Any) -> list[str]:
    """What an answer has that the description does not allow."""
    whole = schema | {"components": description()["components"]}
    return [f"{error.json_path}: {error.message}" for error in Draft202012Validator(whole).iter_errors(answer)]


def schema_of(path: str, status: str = "200", method: str = "get") -> dict[str, Any]:
    said = description()["paths"][path][method]["responses"][status]
    found: dict[str, Any] = said["content"]["application/json"]["schema"]
    return found


def test_the_description_is_valid_and_without_warnings(tmp_path: Any) -> None:
    file = tmp_path / "schema.json"

    call_command("spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", "--file", str(file))

    assert json.loads(file.read_text())["openapi"] == "3.1.0"


@pytest.mark.parametrize("room", ["organisations", "inspections", "recommendations", "actions"])
def test_lists_are_as_described(api: Clients, room: str) -> None:
    answer = api("national").get(f"/api/v1/{room}/?page_size=1")

    assert answer.json()["results"]
    assert problems(schema_of(f"/api/v1/{room}/"), answer.json()) == []


@pytest.mark.parametrize("room", ["organisations", "inspections", "recommendations", "actions"])
def test_records_are_as_described(api: Clients, world: World, room: str) -> None:
    named = getattr(world, room)["kirklees"]
    name, key = ("slug", named.slug) if room == "organisations" else ("ref", named.ref)

    answer = api("national").get(f"/api/v1/{room}/{key}/")

    assert problems(schema_of(f"/api/v1/{room}/{{{name}}}/"), answer.json()) == []


@pytest.mark.parametrize(
    ("key", "version", "status"), [("head", 1, "201"), ("head", 5, "409"), ("head", 0, "400"), ("auditor", 1, "403")]
)
def test_updates_and_refusals_are_as_described(api: Clients, world: World, key: str, version: int, status: str) -> None:
    answer = api(key).post(
        f"/api/v1/actions/{world.actions['kirklees'].ref}/updates/",
        {"version": version, "status": "in-progress", "text": "Two briefings held"},
        HTTP_IDEMPOTENCY_KEY="00000000-0000-0000-0000-000000000007",
    )

    assert str(answer.status_code) == status
    assert problems(schema_of("/api/v1/actions/{ref}/updates/", status, "post"), answer.json()) == []


def examples() -> list[Any]:
    """(where, schema, value) of every example in the description."""
    return [
        pytest.param(content["schema"], example["value"], id=f"{path} {name}")
        for path, item in description()["paths"].items()
        for method in item.values()
        for said in [method.get("requestBody", {}), *method["responses"].values()]
        for content in said.get("content", {}).values()
        for name, example in content.get("examples", {}).items()
    ]


def test_examples_are_as_described() -> None:
    found = [(each.id, problems(*each.values)) for each in examples()]

    assert len(found) >= 6
    assert [(name, wrong) for name, wrong in found if wrong] == []


def test_every_operation_says_who_may_not() -> None:
    operations = [method for item in description()["paths"].values() for method in item.values()]

    assert all({"401", "429"} <= set(operation["responses"]) for operation in operations)
    assert all(answer["description"] for operation in operations for answer in operation["responses"].values())


def test_the_description_is_public(client: Client) -> None:
    answer = client.get("/api/schema/")

    assert answer.headers["Content-Type"] == "application/vnd.oai.openapi+json"
    assert answer.json() == description()


def test_the_page_names_every_operation(client: Client) -> None:
    page = client.get("/api/docs/").content.decode()

    for item in description()["paths"].values():
        for operation in item.values():
            assert f'id="{operation["operationId"]}"' in page
    assert "Idempotency-Key" in page


def test_every_link_within_the_page_leads_somewhere(client: Client) -> None:
    page = client.get("/api/docs/").content.decode()

    ids = re.findall(r'id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_help_leads_to_the_page(client: Client) -> None:
    assert 'href="/api/docs/"' in client.get("/help/").content.decode()
