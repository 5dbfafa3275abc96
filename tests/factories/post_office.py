"""A real SMTP server on loopback that takes, refuses or keeps waiting, and remembers what it took."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

PATIENCE = 60  # seconds for the server to start: a machine that is busy with other work is slow


@dataclass
class PostOffice:
    """`recipients` and `content` map an address to the answer it gets instead of 250.

    `drops` are addresses whose mail is taken while the connection ends without an answer; `seconds` is how long each
    answer to a mail takes.
    """

    recipients: dict[str, str] = field(default_factory=dict)
    content: dict[str, str] = field(default_factory=dict)
    drops: set[str] = field(default_factory=set)
    seconds: float = 0
    hangs: bool = False
    taken: list[EmailMessage] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    async def greet(self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]) -> Any:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def take_recipient(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        self.tried.append(address)
        if answer := self.recipients.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def take_content(self, server: Any, session: Any, envelope: Any) -> str:
        if self.hangs:
            await asyncio.sleep(60)  # ends with the server; the client gives up long before
        if answer := self.content.get(envelope.rcpt_tos[0]):
            return answer
        if self.seconds:
            await asyncio.sleep(self.seconds)
        self.senders.append(envelope.mail_from)
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        if envelope.rcpt_tos[0] in self.drops:
            server.transport.abort()
        return "250 OK"


# The names by which the server finds what to ask.
PostOffice.handle_EHLO = PostOffice.greet
PostOffice.handle_RCPT = PostOffice.take_recipient
PostOffice.handle_DATA = PostOffice.take_content


def smtp_at(settings: Any, port: int) -> None:
    """The service's mail goes to this port of the machine."""
    settings.EMAIL_BACKEND = "tracker.notifications.backends.smtp.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def open_post_office(settings: Any, *, tls: ssl.SSLContext | None = None) -> Iterator[PostOffice]:
    """The service's mail goes to the server until the end of the block; with `tls` only after STARTTLS."""
    office = PostOffice(port=free_port())
    needs = {"tls_context": tls, "require_starttls": True} if tls else {}
    controller = Controller(office, hostname="127.0.0.1", port=office.port, ready_timeout=PATIENCE, **needs)
    smtp_at(settings, office.port)
    settings.EMAIL_USE_TLS = tls is not None
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
