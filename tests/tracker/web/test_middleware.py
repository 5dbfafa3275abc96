"""What happens to every request: id, headers, size limit, and sessions that end after 30 minutes and 8 hours."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import include, path

from tracker.models import Session
from tracker.web.middleware import SEEN_EVERY_SECONDS

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def whoami(request):
    from django.http import JsonResponse

    name = request.user.name if request.user.is_authenticated else ""
    return JsonResponse({"name": name, "ended": request.session_ended, "id": request.id})


urlpatterns = [path("whoami", whoami), path("", include("config.urls"))]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def signed_in(client, db):
    person = get_user_model().objects.create(email="head@example.test", name="Head of Kirklees PDU")
    client.force_login(person)
    return client


@pytest.fixture
def clock(time_machine):
    time_machine.move_to("2026-11-18T10:00:00Z", tick=False)
    return time_machine


def test_each_answer_carries_the_id_of_its_request(client):
    first, second = client.get("/health/live"), client.get("/health/live")

    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]


def test_the_id_is_ours_whatever_the_caller_sends(client, db):
    response = client.get("/whoami", headers={"X-Request-Id": "forged"})

    assert response.json()["id"] == response.headers["X-Request-Id"] != "forged"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
@pytest.mark.parametrize("url", ["/health/live", "/no-such-page"])
def test_each_answer_carries_the_safety_headers(client, db, url, header, value):
    assert client.get(url).headers[header] == value


def test_a_body_over_the_limit_is_refused_unread(client, settings):
    settings.MAX_BODY_BYTES = 1024**2

    response = client.post("/health/live", data={"text": "x" * 1024**2})

    assert response.status_code == 413
    assert "smaller than 1 MB" in response.text


def test_a_request_is_logged_without_its_query(client, db, caplog):
    with caplog.at_level("INFO", logger="tracker.requests"):
        client.get("/whoami?name=somebody")

    assert "GET /whoami 200" in caplog.text
    assert "somebody" not in caplog.text


def test_activity_keeps_a_session(signed_in, clock):
    for _ in range(4):
        clock.shift(29 * MINUTE - timedelta(seconds=SEEN_EVERY_SECONDS))
        last = signed_in.get("/whoami").json()

    assert last["name"] == "Head of Kirklees PDU"


def test_a_session_ends_after_30_minutes_without_activity(clock, signed_in):
    signed_in.get("/whoami")
    clock.shift(31 * MINUTE)

    assert signed_in.get("/whoami").json()["ended"] == "idle"


def test_a_session_ends_8_hours_after_sign_in_whatever_happens(clock, signed_in):
    answers = []
    for _ in range(25):
        answers.append(signed_in.get("/whoami").json())
        clock.shift(20 * MINUTE)

    assert [answer["ended"] for answer in answers] == [""] * 24 + ["limit"]
    assert answers[-1]["name"] == ""
    assert not Session.objects.exists()


def test_pages_of_signed_in_people_are_not_stored(signed_in):
    assert signed_in.get("/whoami").headers["Cache-Control"] == "no-store"


def test_a_second_request_in_the_same_minute_writes_nothing(signed_in, django_assert_num_queries):
    signed_in.get("/whoami")

    with django_assert_num_queries(1):  # the session, with its person
        signed_in.get("/whoami")
