"""Somebody at a page who counts: interactions, pages and the time they take, in each way of using the service."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from playwright.sync_api import Locator, Page, expect

# How people use the service, with the browser's options: a pointer, the keyboard alone, no JavaScript (by pointer and
# by keyboard), and 400% zoom of a screen of 1280 by 1024.
WAYS: dict[str, dict[str, Any]] = {
    "pointer": {},
    "keys": {},
    "without-javascript": {"java_script_enabled": False},
    "keys-without-javascript": {"java_script_enabled": False},
    "zoomed": {"viewport": {"width": 320, "height": 256}},
}
MOST_TABS = 400


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file that came, and the name under which the browser saves it."""

    name: str
    data: bytes


class Visitor:
    """An interaction is a click, tap or Enter that loads a page or sets a control; typing is not counted.

    Each method returns when the page shows what it did, so that the next key press meets the page that it is for.
    """

    def __init__(self, page: Page, way: str = "pointer") -> None:
        self.page, self.keys = page, way.startswith("keys")
        self.forget()

    def forget(self) -> None:
        """What was done so far was not part of the task."""
        self.interactions = self.pages = 0
        self.seconds = 0.0  # until each page was whole

    def start_at(self, address: str) -> None:
        """Where a task begins: not counted."""
        self.page.goto(address)
        self.forget()

    def follow(self, address: str) -> None:
        """A link in an email, or the address after sign-in."""
        self.interactions += 1
        self.look_at(address)

    def look_at(self, address: str) -> None:
        """A page that is there after sign-in: it counts, getting there does not."""
        with self._timed():
            self.page.goto(address)
        self.pages += 1

    def press(self, what: Locator) -> None:
        """Use a link or a button that loads a page."""
        self.interactions += 1
        self._point_to(what)
        with self._timed(), self.page.expect_navigation():
            self._use(what, "Enter")
        self.pages += 1

    def open_part(self, summary: Locator) -> None:
        """Open a part of the page that is closed until it is wanted."""
        self.interactions += 1
        self._point_to(summary)
        self._use(summary, "Enter")
        expect(self.page.locator("details[open]", has=summary)).to_be_visible()

    def download(self, link: Locator) -> "Downloaded":
        """Use a link to a file."""
        self.interactions += 1
        self._point_to(link)
        with self._timed(), self.page.expect_download() as started:
            self._use(link, "Enter")
            path = started.value.path()
        return Downloaded(started.value.suggested_filename, Path(path).read_bytes())

    def choose(self, what: Locator) -> None:
        """Set a radio or a checkbox."""
        self.interactions += 1
        if not self.keys:
            what.check()
        elif what.get_attribute("type") == "radio":
            self._choose_with_arrows(what)
        elif not what.is_checked():
            self._point_to(what)
            self.page.keyboard.press("Space")
        expect(what).to_be_checked()

    def select(self, what: Locator, label: str) -> None:
        """Choose from a list."""
        self.interactions += 1
        if not self.keys:
            what.select_option(label=label)
            return
        self._point_to(what)
        # Not by the first letters: a browser forgets them after a second's pause, which a busy machine may make.
        places = what.evaluate(
            "(it, label) => [it.selectedIndex, [...it.options].findIndex(each => each.label.trim() === label)]", label
        )
        for _ in range(abs(places[1] - places[0])):
            self.page.keyboard.press("ArrowDown" if places[1] > places[0] else "ArrowUp")
        assert what.evaluate("it => it.selectedOptions[0].label.trim()") == label

    def write(self, what: Locator, words: str) -> None:
        if self.keys:
            self._point_to(what)
            self.page.keyboard.type(words)
        else:
            what.fill(words)

    def attach(self, name: str, data: bytes, *, mime_type: str = "application/pdf") -> None:
        """Choose a file: one interaction, whatever the system's own window needs."""
        self.interactions += 1
        files = {"name": name, "mimeType": mime_type, "buffer": data}
        field = self.page.locator("input[type=file]")
        if not self.keys:
            field.set_input_files(files)  # type: ignore[arg-type]
            return
        with self.page.expect_file_chooser() as chooser:
            # Inside: playwright does not wait until it may catch the window, but asks the page after that.
            self._point_to(field)
            expect(field).to_be_focused()
            self.page.keyboard.press("Enter")
        chooser.value.set_files(files)  # type: ignore[arg-type]

    @contextmanager
    def _timed(self) -> Iterator[None]:
        began = perf_counter()
        yield
        self.seconds += perf_counter() - began

    def _use(self, what: Locator, key: str) -> None:
        if self.keys:
            self.page.keyboard.press(key)
        else:
            what.click()

    def _point_to(self, what: Locator) -> None:
        """With keys: Tab until it has the focus, as somebody without a mouse does."""
        expect(what).to_be_visible()
        if not self.keys:
            return
        for _ in range(MOST_TABS):
            if what.evaluate("it => it === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {what}")

    def _choose_with_arrows(self, radio: Locator) -> None:
        """Tab comes to the group once, at what is chosen or else at its first; the arrows go on from there."""
        name = radio.get_attribute("name")
        for _ in range(MOST_TABS):
            if self.page.evaluate("document.activeElement.name") == name:
                break
            self.page.keyboard.press("Tab")
        if radio.evaluate("it => it === document.activeElement"):
            self.page.keyboard.press("Space")
        for _ in range(self.page.locator(f"input[type=radio][name='{name}']").count()):
            if radio.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
