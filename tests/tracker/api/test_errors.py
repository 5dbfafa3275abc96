"""Every refusal of the API has one shape, and what is out of reach looks like what is not there."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.factories.world import World
from tracker.queries import actions

Clients = Callable[[str], APIClient]
REFUSED: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("get", "/api/v1/nowhere/", {}, 404, "not_found"),
    ("get", "/api/v2/actions/", {}, 404, "not_found"),
    ("get", "/api/v1/actions", {}, 404, "not_found"),
    ("get", "/api/v1/actions/ACT-9999/", {}, 404, "not_found"),
    ("get", "/api/v1/actions/nonsense/", {}, 404, "not_found"),
    ("get", "/api/v1/organisations/nowhere/", {}, 404, "not_found"),
    ("get", "/api/v1/inspections/INS-9999/", {}, 404, "not_found"),
    ("get", "/api/v1/recommendations/REC-9999/", {}, 404, "not_found"),
    ("delete", "/api/v1/actions/", {}, 405, "method_not_allowed"),
    ("options", "/api/v1/actions/", {}, 405, "method_not_allowed"),
    ("get", "/api/v1/actions/", {"HTTP_ACCEPT": "text/html"}, 406, "not_acceptable"),
    ("get", "/api/v1/actions/?state=lost", {}, 400, "unacceptable"),
    ("get", "/api/v1/actions/?page_size=101", {}, 400, "unacceptable"),
    ("get", "/api/v1/actions/?after=nonsense", {}, 400, "unacceptable"),
]


@pytest.mark.parametrize(("method", "url", "more", "status", "code"), REFUSED)
def test_refusals_have_one_shape(
    api: Clients, method: str, url: str, more: dict[str, Any], status: int, code: str
) -> None:
    answer = getattr(api("head"), method)(url, **more)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert set(answer.json()) == {"code", "message", "fields"}
    assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("query", "field"),
    [("state=lost", "state"), ("region=nowhere", "region"), ("sort=colour", "sort"), ("page_size=0", "page_size")],
)
def test_a_filter_that_means_nothing_is_named(api: Clients, query: str, field: str) -> None:
    answer = api("head").get(f"/api/v1/actions/?{query}")

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]


def test_out_of_reach_looks_like_not_there(api: Clients, world: World) -> None:
    client = api("head")

    hidden = client.get(f"/api/v1/actions/{world.actions['wigan'].ref}/")
    missing = client.get("/api/v1/actions/ACT-9999/")

    assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content)


def test_a_body_that_nothing_here_needs_is_refused(api: Clients, world: World) -> None:
    url = f"/api/v1/actions/{world.actions['kirklees'].ref}/updates/"

    answer = api("head").post(url, {"text": "x" * 70_000})

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("content_type", "body", "status", "code"),
    [("application/json", "{", 400, "parse_error"), ("text/plain", "words", 415, "unsupported_media_type")],
)
def test_bodies_that_cannot_be_read_are_refused(
    api: Clients, world: World, content_type: str, body: str, status: int, code: str
) -> None:
    url = f"/api/v1/actions/{world.actions['kirklees'].ref}/updates/"

    answer = api("head").post(url, body, content_type=content_type, HTTP_IDEMPOTENCY_KEY=str(uuid.uuid4()))

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_fault_of_ours_is_told_in_the_same_shape(api: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "page_of_actions", lambda *args, **kwargs: 1 / 0)
    client = api("head")
    client.raise_request_exception = False

    answer = client.get("/api/v1/actions/")

    assert (answer.status_code, answer.json()["code"]) == (500, "problem")


def test_a_fault_of_ours_is_not_kept_from_tests(api: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "page_of_actions", lambda *args, **kwargs: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        api("head").get("/api/v1/actions/")
