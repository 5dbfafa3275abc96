"""A small HTTP server on loopback that answers as GOV.UK Notify's documented API does, and remembers what it took."""

import json
import threading
import uuid
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
API_KEY = f"tests-{SERVICE}-{SECRET}"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
PAGE = 250


@dataclass
class NotifyOffice:
    """`answers` maps an address to (status, error, message) instead of 201; `fails` answers everything so."""

    answers: dict[str, tuple[int, str, str]] = field(default_factory=dict)
    fails: tuple[int, str, str] | None = None
    forgets_to_answer: bool = False
    taken: list[dict[str, Any]] = field(default_factory=list)
    issuers: set[str] = field(default_factory=set)
    asked: int = 0
    url: str = ""

    def sent_to(self, address: str) -> list[dict[str, Any]]:
        return [each for each in self.taken if each["email_address"] == address]

    def became(self, address: str, status: str) -> None:
        """What became of everything that was sent to this address so far."""
        for each in self.sent_to(address):
            each["status"] = status


def _handler(office: NotifyOffice) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            refusal = office.fails or office.answers.get(sent["email_address"])
            if self.path != "/v2/notifications/email" or self._is_stranger():
                self._refuse(403, "AuthError", "Invalid token")
            elif refusal:
                self._refuse(*refusal)
            else:
                taken = sent | {"id": str(uuid.uuid4()), "status": "created"}
                office.taken.append(taken)
                if office.forgets_to_answer:
                    self.connection.close()
                    return
                self._answer(201, {"id": taken["id"], "reference": sent.get("reference"), "content": {}})

        def do_GET(self) -> None:
            office.asked += 1
            if self._is_stranger() or office.fails:
                self._refuse(*(office.fails or (403, "AuthError", "Invalid token")))
                return
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            found = [each for each in reversed(office.taken) if query.get("reference") in (None, each["reference"])]
            if older := query.get("older_than"):
                found = found[[each["id"] for each in found].index(older) + 1 :]
            self._answer(200, {"notifications": found[:PAGE], "links": {"current": self.path}})

        def _is_stranger(self) -> bool:
            """A JSON Web Token of three parts, from our service."""
            token = self.headers["Authorization"].removeprefix("Bearer ")
            self_assessments = token.split(".")[1]
            issuer = json.loads(urlsafe_b64decode(self_assessments + "=" * (-len(self_assessments) % 4)))["iss"]
            office.issuers.add(issuer)
            return issuer != SERVICE

        def _refuse(self, status: int, error: str, message: str) -> None:
            self._answer(status, {"status_code": status, "errors": [{"error": error, "message": message}]})

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Nothing on the screen."""

    return Handler


@contextmanager
def open_notify_office(settings: Any) -> Iterator[NotifyOffice]:
    """The service's mail goes to this server until the end of the block."""
    office = NotifyOffice()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(office))
    office.url = f"http://127.0.0.1:{server.server_address[1]}"
    settings.EMAIL_BACKEND = "tracker.notifications.backends.notify.NotifyBackend"
    settings.NOTIFY_API_KEY, settings.NOTIFY_URL, settings.EMAIL_TIMEOUT = API_KEY, office.url, 2
    settings.NOTIFY_TEMPLATES = {"": TEMPLATE, "reminder": TEMPLATE.replace("f", "a")}
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield office
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
