"""Asks with several clients at once, as cheaply as Python can, for benchmarks/pages.py: how many answers a second."""

import selectors
import socket
import time
from dataclasses import dataclass, field
from statistics import median

from benchmarks.pages_client import PAGE_FLOOR, Timed

CLIENTS = 8
TURNS = 3
SECONDS, WARM_UP_SECONDS = 4.0, 1.0
LONGEST = 60.0  # seconds without any answer


class Failed(Exception):
    """An answer was not the page, or none came."""


@dataclass(slots=True)
class Share:
    """Medians of answers a second, of a page and of the floor, which took turns."""

    page: float
    floor: float

    @property
    def of_floor(self) -> float:
        return self.page / self.floor


@dataclass(slots=True)
class Caller:
    """One client: it asks again as soon as it has its answer, on a new connection.

    A connection that stays open stays with its worker, and by chance one worker would have most of them.
    """

    port: int
    request: bytes
    line: socket.socket = field(init=False)
    buffer: bytearray = field(default_factory=bytearray)
    wanted: int = 0  # bytes of the answer, once its headers are read

    def ask(self, selector: selectors.BaseSelector) -> None:
        self.buffer.clear()
        self.wanted = 0
        self.line = socket.create_connection(("127.0.0.1", self.port), timeout=LONGEST)
        self.line.sendall(self.request)
        selector.register(self.line, selectors.EVENT_READ, self)

    def stop(self, selector: selectors.BaseSelector) -> None:
        selector.unregister(self.line)
        self.line.close()

    def has_answer(self) -> bool:
        """Read what has come and return whether the answer is whole; raises Failed for another status than 200."""
        piece = self.line.recv(262_144)
        if not piece:
            raise Failed("the connection was closed")
        self.buffer += piece
        if not self.wanted:
            head, mark, _ = bytes(self.buffer).partition(b"\r\n\r\n")
            if not mark:
                return False
            self.wanted = len(head) + len(mark) + length_in(head)
        return len(self.buffer) >= self.wanted


def length_in(head: bytes) -> int:
    """Return the length of the body that these headers announce; raises Failed for another status than 200."""
    first, *lines = head.split(b"\r\n")
    if first.split(b" ")[1] != b"200":
        raise Failed(f"answered {first.decode('latin-1')}")
    for line in lines:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise Failed("an answer without its length")


def share_of(page: Timed) -> Share:
    """Return answers a second of a page and of the floor, with eight clients, by turns."""
    ours, floor = [], []
    for port, path, cookie in ((page.port, page.path, page.cookie), (page.floor_port, PAGE_FLOOR, "")):
        rate(port, path, cookie, seconds=WARM_UP_SECONDS)
    for _ in range(TURNS):
        floor.append(rate(page.floor_port, PAGE_FLOOR, "", seconds=SECONDS))
        ours.append(rate(page.port, page.path, page.cookie, seconds=SECONDS))
    return Share(median(ours), median(floor))


def rate(port: int, path: str, cookie: str, *, seconds: float) -> float:
    """Return answers a second of one address, asked by eight clients for so long."""
    lines = (f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", f"Cookie: {cookie}")
    request = "\r\n".join((*lines, "X-Forwarded-Proto: https", "", "")).encode()
    with selectors.DefaultSelector() as selector:
        try:
            for _ in range(CLIENTS):
                Caller(port, request).ask(selector)
            return _answers(selector, seconds)
        finally:
            for key in list(selector.get_map().values()):
                key.data.stop(selector)


def _answers(selector: selectors.BaseSelector, seconds: float) -> float:
    began = time.perf_counter()
    answers, took = 0, 0.0
    while took < seconds:
        ready = selector.select(LONGEST)
        if not ready:
            raise Failed(f"no answer in {LONGEST:.0f} seconds")
        for key, _ in ready:
            if key.data.has_answer():
                answers += 1
                key.data.stop(selector)
                key.data.ask(selector)
        took = time.perf_counter() - began
    return answers / took
