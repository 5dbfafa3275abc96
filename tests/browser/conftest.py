"""What browser tests share: Debian's chromium on a live server, and pages that fail the test when they misbehave."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)
from playwright.sync_api import TimeoutError as OutOfTime

from scripts.install import browser as find_browser
from tests.factories.world import World, make_world
from tracker.models import Person

LAPTOP = {"width": 1366, "height": 768}
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SignInAs = Callable[..., Page]
# Generous: a page that never comes fails all the same, and a machine that is busy with other work is slow.
PATIENCE = 30_000  # milliseconds
expect.set_options(timeout=PATIENCE)
# Again, at most twice, when the browser gave no answer in time or fell over, and for no other reason: what is found
# wrong on a page is an AssertionError. The summary shows each run that failed.
TRIED_AGAIN = pytest.mark.flaky(reruns=2, only_rerun=[OutOfTime, "^TargetClosedError: "])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is a browser test on a real, committed database."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            item.add_marker(TRIED_AGAIN)


@pytest.fixture(scope="session")
def chromium() -> Iterator["Chromium"]:
    """The one browser of this process, for the fixture `browser`."""
    path = find_browser()
    if path is None:
        missing = "chromium or libatomic1 is missing: browser tests need 'apt-get install chromium libatomic1'"
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER=1, but {missing}")
        pytest.skip(missing)
    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread, which Django takes for an asynchronous view.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        # While the loop runs Django has connections of its own there. Those of before and of then are closed while they
        # can be reached: one left open would keep the test database from being removed.
        connections.close_all()
        with sync_playwright() as playwright:
            held = Chromium(playwright.chromium, path)
            yield held
            held.close()
            connections.close_all()


class Chromium:
    """Started when it is first wanted, and again after it fell over."""

    def __init__(self, maker: BrowserType, path: str) -> None:
        self._maker, self._path = maker, path
        self._browser: Browser | None = None

    def connected(self) -> Browser:
        if self._browser is None or not self._browser.is_connected():
            self._browser = self._maker.launch(executable_path=self._path, args=ARGUMENTS)
        return self._browser

    def close(self) -> None:
        if self._browser is not None:
            self._browser.close()


@pytest.fixture
def browser(chromium: Chromium) -> Browser:
    """A browser that answers, also after a test in which it fell over."""
    return chromium.connected()


class Faults:
    """What a page must not do: script errors, refused policies, broken files, requests to another host."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.found: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.found.append(f"script error: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # A page that is answered with 404 on purpose is logged too; broken files are found by _response.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.found.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob", "about"} and address.netloc != self.host:
            self.found.append(f"request to another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.found.append(f"{response.status}: {response.url}")


@pytest.fixture
def own_cache(settings: Any) -> None:
    """A corner of the shared cache for this test alone, so that sign-in tries of other tests do not count."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": f"test-{uuid4().hex}"}}


@pytest.fixture
def open_page(browser: Browser, live_server: Any, own_cache: None) -> Iterator[Callable[..., Page]]:
    """`open_page(**options)` is a page in a browser window of its own; addresses are relative to the server."""
    faults = Faults(urlsplit(live_server.url).netloc)
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> Page:
        options = {"base_url": live_server.url, "viewport": LAPTOP, "locale": "en-GB", **options}
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        faults.watch(context)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert not faults.found, "\n".join(faults.found)


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page of somebody who is not signed in."""
    return open_page()


@pytest.fixture
def page_without_javascript(open_page: Callable[..., Page]) -> Page:
    return open_page(java_script_enabled=False)


@pytest.fixture
def world(live_server: Any) -> World:
    """The cast, in the database the server reads."""
    return make_world()


@pytest.fixture
def sign_in_as(open_page: Callable[..., Page], world: World, live_server: Any) -> SignInAs:
    """`sign_in_as("head")` is a page of that person; options go to the browser (java_script_enabled=False)."""

    def make(key: str, **options: Any) -> Page:
        page = open_page(**options)
        let_in(page, world.people[key], live_server.url)
        return page

    return make


def let_in(page: Page, person: Person, address: str) -> None:
    """Gives the page's window the session of somebody who signed in."""
    client = Client()
    client.force_login(person)
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """axe finds no violation of WCAG 2.2 AA or its best practices on the page as it is now."""

    def check(page: Page) -> None:
        page.wait_for_load_state()  # scripts have run
        page.evaluate(AXE.read_text())
        result = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", AXE_TAGS
        )
        violations = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}\n  {node['html'][:200]}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]
        assert not violations, f"{page.url}\n" + "\n".join(violations)

    return check


@contextmanager
def viewport(page: Page, width: int, height: int) -> Iterator[None]:
    before = page.viewport_size or LAPTOP
    _resize(page, width, height)
    yield
    _resize(page, before["width"], before["height"])


def _resize(page: Page, width: int, height: int) -> None:
    """Waits until the page has the size: on a busy machine it comes a moment after the answer."""
    page.wait_for_load_state()
    page.set_viewport_size({"width": width, "height": height})
    until = monotonic() + PATIENCE / 1000
    while page.evaluate("[window.innerWidth, window.innerHeight]") != [width, height]:
        assert monotonic() < until, f"{page.url} does not take the size {width} by {height}"


def _assert_fits(page: Page, width: int, height: int) -> None:
    with viewport(page, width, height):
        sizes = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert sizes[0] <= sizes[1], f"{page.url} is {sizes[0]} pixels wide on a screen of {sizes[1]}"


@pytest.fixture
def assert_fits_narrow() -> Callable[[Page], None]:
    """Nothing runs off a screen 320 pixels wide."""
    return lambda page: _assert_fits(page, 320, 800)


@pytest.fixture
def assert_fits_zoomed() -> Callable[[Page], None]:
    """Nothing runs off a screen of 1280 by 1024 at 400%, which is 320 by 256."""
    return lambda page: _assert_fits(page, 320, 256)


@pytest.fixture
def focus_order() -> Callable[[Page], list[str]]:
    """Presses Tab through the whole page: what is focused, in order; fails where the focus cannot be seen."""

    def walk(page: Page) -> list[str]:
        names: list[str] = []
        page.wait_for_load_state()
        page.evaluate("document.activeElement.blur()")
        for _ in range(200):
            page.keyboard.press("Tab")
            focused = page.evaluate(FOCUSED)
            if focused is None:
                return names
            assert focused["visible"], f"{page.url}: the focus on '{focused['name']}' cannot be seen"
            names.append(focused["name"])
        raise AssertionError(f"{page.url}: Tab does not come to an end after {names[-3:]}")

    return walk


FOCUSED = """() => {
  const it = document.activeElement
  if (!it || it === document.body) return null
  const item = it.closest('.govuk-radios__item, .govuk-checkboxes__item')
  const label = item && item.querySelector('label')
  const shown = [getComputedStyle(it), label && getComputedStyle(label, '::before')].filter(Boolean)
  const name = it.getAttribute('aria-label') || it.textContent || it.name || it.id || it.tagName
  return {
    name: name.trim().replace(/\\s+/g, ' '),
    visible: shown.some(s => s.boxShadow !== 'none' || (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0)),
  }
}"""
