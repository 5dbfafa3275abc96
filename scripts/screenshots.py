"""Saves pictures of pages of a running service, as a laptop and as a small phone shows them, to look at.

    .venv/bin/python scripts/screenshots.py --account EMAIL --password PASSWORD / /recommendations/ /help/

Pictures go to var/screenshots/ (--to FOLDER), named by width and address. Without --account nobody is signed in.
"""

import argparse
import re
import sys
from pathlib import Path

from install import browser
from playwright.sync_api import Page, sync_playwright

WIDTHS = {1366: 768, 320: 640}
ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    wanted = _arguments()
    wanted.to.mkdir(parents=True, exist_ok=True)
    too_wide = 0
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page(base_url=wanted.server, locale="en-GB", java_script_enabled=not wanted.no_javascript)
        if wanted.account:
            sign_in(page, wanted.account, wanted.password)
        for address in wanted.addresses:
            for width, height in WIDTHS.items():
                too_wide += not take(page, address, width, height, wanted.to)
        chromium.close()
    return 1 if too_wide else 0


def sign_in(page: Page, account: str, password: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Email address").fill(account)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    if "/sign-in/" in page.url:
        sys.exit(f"{account} could not sign in at {page.url}")


def take(page: Page, address: str, width: int, height: int, folder: Path) -> bool:
    """Save one picture, and return whether the page keeps to the width of the screen."""
    page.set_viewport_size({"width": width, "height": height})
    answer = page.goto(address)
    name = re.sub(r"[^A-Za-z0-9-]+", "_", address).strip("_") or "home"
    path = folder / f"{width}-{name}.png"
    page.screenshot(path=path, full_page=True)
    width_needed = int(page.evaluate("document.documentElement.scrollWidth"))
    remark = "" if width_needed <= width else f", RUNS OFF THE SCREEN: {width_needed} wide"
    print(f"{path}  {answer.status if answer else '-'}{remark}")
    return width_needed <= width


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("addresses", nargs="+", metavar="ADDRESS")
    parser.add_argument("--server", default="http://localhost:8000")
    parser.add_argument("--account", default="")
    parser.add_argument("--password", default="")
    parser.add_argument("--to", type=Path, default=ROOT / "var" / "screenshots")
    parser.add_argument("--no-javascript", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
