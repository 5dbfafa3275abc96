"""Asks for pages by turns, each next to the floor, for benchmarks/pages.py."""

import http.client
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.pages_figures import Figures, figures_of
from benchmarks.pages_servers import Site

TIMEOUT = 120
BARE_FLOOR, JSON_FLOOR, PAGE_FLOOR = "/bare/", "/json/", "/page/"
FLOORS = {
    "Floor: bare view, 20 kB": BARE_FLOOR,
    "Floor: SQL + JSON": JSON_FLOOR,
    "Floor: SQL + Jinja page": PAGE_FLOOR,
}


@dataclass(slots=True)
class Timed:
    """One address of one site, with the times of its answers and of the floor's beside each."""

    name: str
    path: str
    port: int
    floor: str
    floor_port: int
    cookie: str = ""
    milliseconds: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)
    told: list[Mapping[str, str]] = field(default_factory=list)
    status: int = 200

    @property
    def figures(self) -> Figures:
        return figures_of(
            self.name, status=self.status, milliseconds=self.milliseconds, floor=self.beside, told=self.told
        )

    def forget(self) -> None:
        """Forget what was measured, to be measured anew."""
        self.milliseconds, self.beside, self.told, self.status = [], [], [], 200


def pages_of(site: Site, *, only: str = "") -> list[Timed]:
    """Return the bare view of the floor and every page of a site, or those with these words in their names."""
    [bare, *_] = FLOORS
    pages = [
        Timed(
            address["name"],
            address["path"],
            site.port,
            JSON_FLOOR if address["is_api"] else PAGE_FLOOR,
            site.floor_port,
            address["cookie"],
        )
        for address in site.addresses
        if only.lower() in address["name"].lower()
    ]
    return [Timed(bare, BARE_FLOOR, site.floor_port, BARE_FLOOR, site.floor_port), *pages]


def figures_with_floor(pages: Sequence[Timed]) -> list[Figures]:
    """Return the figures of all pages of a site, after those of the floor, from which the ratios are made."""
    floors = []
    for name, path in FLOORS.items():
        beside = [page for page in pages if page.floor == path]
        times = [taken for page in beside for taken in page.beside]
        told = [{"X-Cpu-Ms": headers["X-Floor-Cpu-Ms"]} for page in beside for headers in page.told]
        floors.append(figures_of(name, status=200, milliseconds=times, floor=times, told=told))
    return [row for row in floors if row.is_measured] + [page.figures for page in pages if page.name not in FLOORS]


class Client:
    """One browser: a connection to each server, kept open."""

    def __init__(self) -> None:
        self._open: dict[int, http.client.HTTPConnection] = {}

    def ask(self, port: int, path: str, cookie: str = "") -> tuple[float, int, dict[str, str]]:
        """Return milliseconds, status (0 for no answer) and headers of one answer."""
        for _ in range(2):  # a worker that starts anew closes its connections, which is not the page's time
            connection = self._open.setdefault(port, http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT))
            began = time.perf_counter()
            try:
                connection.request("GET", path, headers={"Cookie": cookie, "X-Forwarded-Proto": "https"})
                answer = connection.getresponse()
                answer.read()
            except (http.client.HTTPException, ConnectionError):
                self._close(port)
            except TimeoutError:
                break
            else:
                return (time.perf_counter() - began) * 1000, answer.status, dict(answer.getheaders())
        self._close(port)
        return (time.perf_counter() - began) * 1000, 0, {}

    def _close(self, port: int) -> None:
        self._open.pop(port).close()

    def close(self) -> None:
        for port in list(self._open):
            self._close(port)


def measure(pages: Sequence[Timed], *, rounds: int, warm_up: int, seconds: float = float("inf")) -> int:
    """Ask for every page so many times by turns, and return how many rounds counted.

    The floor is asked before each page, so that other work on the machine meets both: twice, and the second answer
    counts, since the first pays for what the page before pushed out of the processor's caches. No round begins after
    so many seconds, but for the first five. A page that fails is not asked again.
    """
    client, began = Client(), time.monotonic()
    counted = 0
    for turn in range(warm_up + rounds):
        if counted >= 5 and time.monotonic() - began > seconds:
            break
        for page in pages:
            if page.status == 200:
                _ask(client, page, counts=turn >= warm_up)
        counted += turn >= warm_up
    client.close()
    return counted


def _ask(client: Client, page: Timed, *, counts: bool) -> None:
    client.ask(page.floor_port, page.floor)
    beside, status, floor_headers = client.ask(page.floor_port, page.floor)
    if status != 200:
        raise SystemExit(f"The floor answered {status}: nothing can be compared with it.")
    taken, page.status, headers = client.ask(page.port, page.path, page.cookie)
    if counts:
        page.milliseconds.append(taken)
        page.beside.append(beside)
        page.told.append({**headers, "X-Floor-Cpu-Ms": floor_headers["X-Cpu-Ms"]})


def as_json(figures: Sequence[Figures]) -> list[dict[str, Any]]:
    """Return figures for a file, for whoever compares two runs."""
    names = ("median", "p95", "floor", "processor", "floor_processor", "queries", "sql", "sql_ms", "size")
    return [
        {"name": row.name, "status": row.status, **{name: round(getattr(row, name), 2) for name in names}}
        for row in figures
    ]
