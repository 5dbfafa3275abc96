"""The error pages: what they say, and that they work when the database does not."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.urls("tests.tracker.web.error_addresses")


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nowhere/", 404, "Page not found"),
        ("/refused/", 403, "You do not have access to this page"),
        ("/suspect/", 400, "The service could not read your request"),
        ("/broken/", 500, "There is a problem with the service"),
    ],
)
def test_each_error_has_its_own_page_without_the_database(
    client: Client, address: str, status: int, words: str
) -> None:
    response = client.get(address)

    assert response.status_code == status
    assert f"<title>{words} – Track inspection recommendations</title>" in response.content.decode()


def test_the_problem_page_works_when_the_session_cannot_be_read(client: Client) -> None:
    """No database is allowed in this test, as if it were down."""
    client.cookies["sessionid"] = "a-session-in-a-database-that-is-down"

    response = client.get("/help/")

    assert response.status_code == 500
    assert "There is a problem with the service" in response.content.decode()


@pytest.mark.parametrize("address", ["/broken/", "/suspect/"])
def test_a_reference_leads_to_the_log(client: Client, address: str) -> None:
    response = client.get(address)

    assert f"<strong>{response.headers['X-Request-Id'][:12]}</strong>" in response.content.decode()


def test_not_found_and_no_access_name_the_account(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("head")

    pages = [client.get(address).content.decode() for address in ("/nowhere/", "/refused/")]

    assert all("head@example.org" in page for page in pages)


def test_the_address_asked_for_is_escaped(client: Client) -> None:
    content = client.get("/help/", {"from": "/<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in content
    assert "&lt;script&gt;alert" in content


@pytest.mark.parametrize("text", ["https://elsewhere.example/", "//elsewhere.example/", "call this number"])
def test_help_quotes_only_addresses_of_the_service(client: Client, text: str) -> None:
    assert text not in client.get("/help/", {"from": text}).content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_gets_a_page_of_its_own() -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/sign-in/", {"email": "head@example.org", "password": "x"})

    assert response.status_code == 403
    assert "The page was open for too long" in response.content.decode()


def test_every_answer_carries_the_policy_and_its_nonce(client: Client) -> None:
    response = client.get("/help/")

    policy = response.headers["Content-Security-Policy"]
    nonce = response.content.decode().split('nonce="')[1].split('"')[0]
    assert f"'nonce-{nonce}'" in policy
    for directive in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert directive in policy
    assert "unsafe" not in policy
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nowhere/", 404, "Page not found"),
        ("/missing/", 404, "Page not found"),
        ("/refused/", 403, "You do not have access to this page"),
        ("/suspect/", 400, "The service could not read your request"),
        ("/broken/", 500, "There is a problem with the service"),
        ("/help", 301, ""),
    ],
)
def test_the_demo_shows_the_same_pages_although_debug_is_on(
    client: Client, settings: Any, address: str, status: int, words: str
) -> None:
    settings.DEBUG = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tracker.web.error_pages.OwnErrorPages"]

    response = client.get(address)

    assert response.status_code == status
    assert words in response.content.decode()
    assert "Traceback" not in response.content.decode()
